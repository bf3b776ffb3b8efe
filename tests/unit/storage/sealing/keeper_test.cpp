// C3: over the socket a key comes for a confirmed grant and for nothing else, whatever the peer sends, and a keeper
// that is away is an error that passes when it is back.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>

#include "storage/sealing/keeper_client.h"
#include "storage/sealing/keeper_server.h"
#include "tests/unit/storage/sealing/keys_for_tests.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using namespace std::chrono_literals;

// What the database would say: one grant for one object.
class OneGrant : public GrantSource {
 public:
  KeyContext object = a_letter();
  domain::GrantId grant = random_id<domain::GrantId>();
  WrappedKey wrapped;
  std::function<Result<GrantedKey>(const KeyRequest&)> instead;
  std::atomic<int> asked{0};

  Result<GrantedKey> confirm(const KeyRequest& request) override {
    ++asked;
    if (instead) return instead(request);
    if (request.grant != grant || request.grant_kind != GrantKind::review) {
      return fail(Problem::forbidden, "no such assignment");
    }
    return GrantedKey{wrapped};
  }

  KeyRequest request() const {
    return {.key = object, .grant_kind = GrantKind::review, .grant = grant, .actor = random_id<domain::AccountId>()};
  }
};

class Keeper : public testing::Test {
 protected:
  Keeper() {
    auto made = Sealer().new_object(grants.object, keys.current, kNow).value();
    grants.wrapped = made.wrapped;
    chunks = seal(made.key, part_of(grants.object), "words").value();
    options.socket = keys.folder.path() / "keeper.sock";
    options.allowed_uids = {::geteuid()};
    options.on_event = [this](std::string_view what) {
      const std::lock_guard lock(events_mutex);
      events.emplace_back(what);
    };
  }

  void start() { server = KeeperServer::start(options, keys.keyring, grants).value(); }
  KeeperClient client() const { return KeeperClient({.socket = options.socket}); }
  Problem problem_of(KeeperClient& asking, KeyRequest request) {
    const auto key = asking.key(std::move(request));
    return key ? Problem::internal : key.error().problem;
  }
  bool opens(KeeperClient& asking) {
    const auto key = asking.key(grants.request());
    if (!key) return false;
    const auto words = open(*key, part_of(grants.object), chunks);
    return words && words->reveal_text() == "words";
  }
  bool saw(std::string_view what) {
    const std::lock_guard lock(events_mutex);
    return std::ranges::find(events, what) != events.end();
  }

  // A bare socket, for what a client of ours would never send.
  Fd bare() const {
    Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(options.socket.native(), address.sun_path);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return fd;
  }
  static void send(const Fd& to, std::span<const std::uint8_t> bytes) {
    EXPECT_EQ(::send(to.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  // Everything until the keeper closes: the test's own time limit is ctest's.
  static std::vector<std::uint8_t> until_closed(const Fd& from) {
    std::vector<std::uint8_t> all;
    std::array<std::uint8_t, 256> some{};
    for (ssize_t got = 0; (got = ::recv(from.get(), some.data(), some.size(), 0)) > 0;) {
      all.insert(all.end(), some.begin(), some.begin() + got);
    }
    return all;
  }

  Keys keys;
  OneGrant grants;
  std::vector<SealedChunk> chunks;
  KeeperServerOptions options;
  std::mutex events_mutex;
  std::vector<std::string> events;
  std::unique_ptr<KeeperServer> server;
};

// version, type, request id of zeros, malformed
const std::vector<std::uint8_t> kMalformed{0, 0, 0, 19, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4};

TEST_F(Keeper, gives_the_key_for_a_confirmed_grant) {
  start();
  auto asking = client();
  EXPECT_TRUE(opens(asking));
  EXPECT_TRUE(opens(asking)) << "again, over the kept connection";
  EXPECT_EQ(grants.asked, 2);
  EXPECT_EQ(server->connections(), 1);
}

TEST_F(Keeper, refuses_without_a_grant) {
  start();
  auto asking = client();
  KeyRequest request = grants.request();
  request.grant = random_id<domain::GrantId>();
  EXPECT_EQ(problem_of(asking, request), Problem::forbidden);
  request = grants.request();
  request.grant_kind = GrantKind::release;
  EXPECT_EQ(problem_of(asking, request), Problem::forbidden);
  EXPECT_TRUE(saw("no-grant"));
  EXPECT_TRUE(opens(asking)) << "a refusal does not end the connection";
}

TEST_F(Keeper, does_not_open_for_another_object_even_if_the_source_says_yes) {
  start();
  auto asking = client();
  KeyRequest request = grants.request();
  request.key.object = random_id<domain::ObjectId>();
  EXPECT_EQ(problem_of(asking, request), Problem::internal);
  EXPECT_TRUE(saw("damaged"));
}

struct SourceCase {
  Problem said;
  Problem heard;
};
TEST_F(Keeper, passes_on_why_a_source_refuses) {
  start();
  auto asking = client();
  for (const auto& [said, heard] : std::vector<SourceCase>{{Problem::not_found, Problem::forbidden},
                                                           {Problem::refused, Problem::forbidden},
                                                           {Problem::gone, Problem::gone},
                                                           {Problem::unavailable, Problem::unavailable},
                                                           {Problem::internal, Problem::unavailable},
                                                           {Problem::conflict, Problem::unavailable}}) {
    grants.instead = [problem = said](const KeyRequest&) -> Result<GrantedKey> { return fail(problem, "so"); };
    EXPECT_EQ(problem_of(asking, grants.request()), heard);
  }
}

TEST_F(Keeper, survives_a_source_that_throws) {
  start();
  auto asking = client();
  grants.instead = [](const KeyRequest&) -> Result<GrantedKey> { throw std::runtime_error("lost the database"); };
  EXPECT_EQ(problem_of(asking, grants.request()), Problem::unavailable);
  grants.instead = nullptr;
  EXPECT_TRUE(opens(asking));
}

TEST_F(Keeper, says_gone_when_the_epoch_is_destroyed) {
  ASSERT_TRUE(keys.keyring.destroy(epoch_of(kNow), kNow + 2 * kWeek));
  start();
  auto asking = client();
  EXPECT_EQ(problem_of(asking, grants.request()), Problem::gone);
}

TEST_F(Keeper, closes_on_peers_of_other_accounts_without_asking_the_source) {
  options.allowed_uids = {::geteuid() + 1};
  start();
  auto asking = client();
  EXPECT_EQ(problem_of(asking, grants.request()), Problem::unavailable);
  EXPECT_EQ(grants.asked, 0);
  EXPECT_TRUE(saw("keeper: a peer of another account was refused"));
}

TEST_F(Keeper, that_is_not_there_is_unavailable_and_then_is_found) {
  auto asking = client();
  EXPECT_FALSE(asking.reachable());
  EXPECT_EQ(problem_of(asking, grants.request()), Problem::unavailable);
  start();
  EXPECT_TRUE(asking.reachable());
  EXPECT_TRUE(opens(asking));
}

TEST_F(Keeper, stopped_and_started_again_is_found_by_the_same_client) {
  start();
  auto asking = client();
  EXPECT_TRUE(opens(asking));
  server->stop();
  EXPECT_EQ(problem_of(asking, grants.request()), Problem::unavailable);
  start();
  EXPECT_TRUE(opens(asking));
  server.reset();
  start();
  EXPECT_TRUE(opens(asking)) << "over a kept connection that has died meanwhile";
}

TEST_F(Keeper, asks_the_same_question_again_when_its_connection_had_died) {
  start();
  auto asking = client();
  EXPECT_TRUE(opens(asking));
  server.reset();
  std::vector<RequestId> seen;
  grants.instead = [&](const KeyRequest& request) -> Result<GrantedKey> {
    seen.push_back(request.request);
    return GrantedKey{grants.wrapped};
  };
  start();
  KeyRequest request = grants.request();
  request.request = random_id<RequestId>();
  EXPECT_TRUE(asking.key(request));
  EXPECT_EQ(seen, std::vector{request.request});
}

// kill -9, in a process of its own: the socket file stays behind.
TEST_F(Keeper, killed_and_started_again_is_found_by_the_same_client) {
  std::array<int, 2> ready{};
  ASSERT_EQ(::pipe2(ready.data(), O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto running = KeeperServer::start(options, keys.keyring, grants);
    if (!running || ::write(ready[1], "r", 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  auto asking = client();
  EXPECT_TRUE(opens(asking));
  ::kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(problem_of(asking, grants.request()), Problem::unavailable);
  start();
  EXPECT_TRUE(opens(asking));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(Keeper, is_alone_on_its_socket) {
  start();
  EXPECT_EQ(KeeperServer::start(options, keys.keyring, grants).error().problem, Problem::conflict);
  auto asking = client();
  EXPECT_TRUE(opens(asking)) << "and the first goes on";
}

TEST_F(Keeper, does_not_remove_a_file_that_is_no_socket) {
  const auto file = keys.folder.path() / "keeper.sock";
  ::close(::open(file.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  EXPECT_EQ(KeeperServer::start(options, keys.keyring, grants).error().problem, Problem::unavailable);
  EXPECT_TRUE(std::filesystem::is_regular_file(file));
}

TEST_F(Keeper, refuses_a_socket_path_that_the_kernel_cannot_hold) {
  options.socket = keys.folder.path() / std::string(120, 'a');
  EXPECT_EQ(KeeperServer::start(options, keys.keyring, grants).error().problem, Problem::invalid_field);
}

TEST_F(Keeper, answers_malformed_and_closes_on_what_is_no_request) {
  start();
  const std::vector<std::vector<std::uint8_t>> frames{
      {0, 0, 0, 0},                           // empty
      {0, 0, 4, 1},                           // 1025 bytes
      {0xff, 0xff, 0xff, 0xff},               // 4 GB
      {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'},  // not a request
      {0, 0, 0, 2, 1, 1},                     // the beginning of one
      {'G', 'E', 'T', ' ', '/', '\r', '\n'},  // another protocol
  };
  for (const auto& frame : frames) {
    const Fd peer = bare();
    send(peer, frame);
    EXPECT_EQ(until_closed(peer), kMalformed);
  }
  EXPECT_EQ(grants.asked, 0);
  EXPECT_TRUE(saw("keeper: a peer sent no request"));
  EXPECT_FALSE(saw("keeper: a peer was too slow")) << "a length out of bounds is refused before its bytes are awaited";
  auto asking = client();
  EXPECT_TRUE(opens(asking));
}

TEST_F(Keeper, closes_on_a_peer_that_begins_a_frame_and_waits) {
  options.frame_time = 50ms;
  start();
  const Fd peer = bare();
  send(peer, std::vector<std::uint8_t>{0, 0, 0, 40, 1});
  EXPECT_EQ(until_closed(peer), kMalformed);
  EXPECT_TRUE(saw("keeper: a peer was too slow"));
}

TEST_F(Keeper, closes_without_a_word_on_a_peer_that_asks_nothing) {
  options.idle_time = 50ms;
  start();
  const Fd peer = bare();
  EXPECT_TRUE(until_closed(peer).empty());
  auto asking = client();
  EXPECT_TRUE(opens(asking));
}

TEST_F(Keeper, with_all_connections_taken_closes_the_next_and_serves_the_first) {
  options.most_connections = 2;
  start();
  auto asking = client();
  EXPECT_TRUE(opens(asking));  // one
  grants.instead = nullptr;
  auto second = client();
  EXPECT_TRUE(opens(second));  // two, both kept
  const Fd third = bare();
  EXPECT_TRUE(until_closed(third).empty());
  EXPECT_TRUE(saw("keeper: too many connections"));
  EXPECT_TRUE(opens(asking));
}

TEST_F(Keeper, finishes_the_question_in_progress_when_stopped) {
  std::promise<void> begun, go_on;
  grants.instead = [&](const KeyRequest&) -> Result<GrantedKey> {
    begun.set_value();
    go_on.get_future().wait();
    return GrantedKey{grants.wrapped};
  };
  start();
  auto asking = client();
  auto answer = std::async(std::launch::async, [&] { return opens(asking); });
  begun.get_future().wait();
  auto stopping = std::async(std::launch::async, [&] { server->stop(); });
  go_on.set_value();
  EXPECT_TRUE(answer.get());
  stopping.get();
}

TEST_F(Keeper, too_slow_to_answer_is_unavailable) {
  std::promise<void> go_on;
  auto released = go_on.get_future().share();
  grants.instead = [&](const KeyRequest&) -> Result<GrantedKey> {
    released.wait();
    return GrantedKey{grants.wrapped};
  };
  start();
  KeeperClient asking({.socket = options.socket, .answer_time = 50ms});
  EXPECT_EQ(problem_of(asking, grants.request()), Problem::unavailable);
  go_on.set_value();
  KeeperClient patient({.socket = options.socket});
  EXPECT_TRUE(opens(patient)) << "the late answer went to nobody else";
  server->stop();  // before `released` goes, which a late question may still look at
}

TEST_F(Keeper, serves_many_threads_of_one_client) {
  start();
  auto asking = client();
  std::atomic<int> good{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 50; ++n) good += opens(asking) ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(good, 400);
  EXPECT_EQ(grants.asked, 400);
}

// A stand-in on the keeper's path that answers as it likes.
TEST_F(Keeper, answer_to_another_question_is_not_taken) {
  const Fd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_TRUE(listener);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(options.socket.native(), address.sun_path);
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener.get(), 1), 0);
  const std::jthread stand_in([&] {
    const Fd peer(::accept(listener.get(), nullptr, nullptr));
    if (!peer) return;
    std::array<std::uint8_t, 256> request{};
    EXPECT_GT(::recv(peer.get(), request.data(), request.size(), 0), 0);
    std::vector<std::uint8_t> answer{0, 0, 0, 51, 1, 2};
    answer.resize(4 + 51, 0);  // granted, to a request of zeros, with a key of zeros
    send(peer, answer);
  });
  auto asking = client();
  EXPECT_EQ(asking.key(grants.request()).error().problem, Problem::internal);
}

}  // namespace
}  // namespace holdfast::sealing
