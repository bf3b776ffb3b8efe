#include "gateway/http/server.h"

#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/http/answers.h"
#include "gateway/http/ascii.h"
#include "gateway/http/raw_head.h"
#include "gateway/http/target.h"
#include "gateway/http/wire.h"

namespace holdfast::http {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using domain::Problem;
using net::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

constexpr auto kTuple = net::as_tuple(net::use_awaitable);
constexpr auto kNever = SteadyClock::time_point::max();
constexpr auto kSweep = std::chrono::milliseconds{50};
constexpr auto kAcceptPause = std::chrono::milliseconds{100};
constexpr auto kLinger = std::chrono::seconds{2};  // for the other end to take a last answer and close
constexpr std::size_t kLingerBytes = std::size_t{16} << 20;
constexpr std::size_t kReadSome = 8 * 1024;
constexpr std::size_t kWriteSome = 64 * 1024;
constexpr std::size_t kOneRecord = 16 * 1024;  // what TLS carries in one record
constexpr std::string_view kAllowed = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

struct Counters {
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> in_flight{0};
  std::atomic<std::size_t> buffered{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> refused_busy{0};
  std::atomic<std::uint64_t> refused_connections{0};
};

// What one request holds of the common bounds. Given back when the handler has answered, not when the other end has
// gone: a handler that is still working still costs.
class Claim {
 public:
  explicit Claim(std::shared_ptr<Counters> counters) : counters_(std::move(counters)) {}
  Claim(Claim&& other) noexcept
      : counters_(std::move(other.counters_)),
        bytes_(std::exchange(other.bytes_, 0)),
        inside_(std::exchange(other.inside_, false)) {}
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  Claim& operator=(Claim&&) = delete;
  ~Claim() { release(); }

  bool take_bytes(std::size_t count, std::size_t limit) {
    bytes_ += count;
    return counters_->buffered.fetch_add(count) + count <= limit;
  }
  bool enter(std::size_t limit) {
    inside_ = true;
    return counters_->in_flight.fetch_add(1) < limit;
  }
  void release() {
    if (bytes_ != 0) counters_->buffered -= std::exchange(bytes_, 0);
    if (std::exchange(inside_, false)) --counters_->in_flight;
  }

 private:
  std::shared_ptr<Counters> counters_;
  std::size_t bytes_ = 0;
  bool inside_ = false;
};

std::string new_request_id() {
  domain::IdBytes bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random bytes");
  return domain::id_text(bytes);
}

net::ip::address plain_address(const net::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6());
}

// Whom a connection counts for: an IPv4 address, or the /64 that one IPv6 subscriber has.
std::string peer_key(const net::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return net::ip::address_v6{bytes}.to_string();
}

int choose_http11(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                  unsigned int offered_length, void*) {
  static constexpr unsigned char kOurs[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_length, kOurs, sizeof kOurs, offered, offered_length);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

std::string_view view(const boost::beast::flat_buffer& buffer) {
  const auto bytes = buffer.cdata();
  return {static_cast<const char*>(bytes.data()), bytes.size()};
}

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(','));
    if (same_name(trim(one), token)) return true;
    list.remove_prefix(std::min(one.size() + 1, list.size()));
  }
  return false;
}

}  // namespace

class Session;

// One I/O thread with its own context: what belongs to one of its sessions is touched by this thread only.
struct Lane {
  net::io_context context{1};
  std::optional<net::executor_work_guard<net::io_context::executor_type>> work{context.get_executor()};
  net::steady_timer sweep{context};
  std::set<Session*> sessions;
  bool done = false;
  std::thread thread;
  // The door for answers from other threads: none is posted to a context that will not run again.
  std::mutex mutex;
  bool closed = false;
};

class ServerCore : public std::enable_shared_from_this<ServerCore> {
 public:
  explicit ServerCore(ServerOptions chosen) : options(std::move(chosen)) {}

  std::expected<void, std::string> start();
  bool stop();

  bool admit_peer(const std::string& key);
  void release_peer(const std::string& key);
  void report(std::string_view request_id, std::string_view what) const;

  ServerOptions options;
  std::shared_ptr<Counters> counters = std::make_shared<Counters>();
  net::ssl::context tls{net::ssl::context::tls_server};
  std::atomic<bool> stopping{false};
  std::uint16_t port = 0;

 private:
  std::expected<void, std::string> load_tls();
  std::expected<void, std::string> bind();
  void run_lanes();
  net::awaitable<void> accept();
  net::awaitable<void> sweep(Lane& lane);
  void begin_session(tcp::socket socket, const std::shared_ptr<Lane>& lane);
  void on_each_session(void (Session::*act)());
  bool wait_for_sessions(std::chrono::milliseconds at_most);
  void close_lanes();

  std::vector<std::shared_ptr<Lane>> lanes_;
  std::optional<tcp::acceptor> acceptor_;
  std::optional<net::steady_timer> accept_pause_;
  std::mutex mutex_;  // peers_, and the wait for the last session
  std::condition_variable none_left_;
  std::map<std::string, std::size_t> peers_;
  bool running_ = false;
};

// Carries one answer from whichever thread gives it to the session's lane.
class Exchange final : public Responder::Sink, public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(std::shared_ptr<Lane> lane, std::weak_ptr<Session> session, Claim claim)
      : lane_(std::move(lane)), session_(std::move(session)), claim_(std::move(claim)) {}

  void deliver(Response response) noexcept override { hand_over(std::move(response)); }
  void abandon() noexcept override { hand_over(std::nullopt); }

  // On the lane's thread: whether it is settled, and the answer; none if it was abandoned.
  bool settled() const { return settled_; }
  std::optional<Response> take() { return std::exchange(answer_, std::nullopt); }

 private:
  void hand_over(std::optional<Response> answer);
  void settle(std::optional<Response> answer);

  std::shared_ptr<Lane> lane_;
  std::weak_ptr<Session> session_;
  Claim claim_;
  std::optional<Response> answer_;
  bool settled_ = false;
};

// One connection: handshake, then requests one after the other, on its lane's thread. Deadlines are looked at by the
// lane's sweep: one timer for all sessions instead of one for each read, and a late request can still be answered 408.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<ServerCore> core, std::shared_ptr<Lane> lane, tcp::socket socket, const std::string& peer,
          std::string key)
      : core_(std::move(core)),
        lane_(std::move(lane)),
        stream_(std::move(socket), core_->tls),
        wake_(lane_->context),
        peer_(peer),
        peer_key_(std::move(key)) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { core_->release_peer(peer_key_); }

  net::awaitable<void> run();
  void check_deadline(SteadyClock::time_point now);
  void end_if_idle();
  void end_now();
  void wake() { wake_.cancel(); }

 private:
  enum class Step : std::uint8_t {
    go_on,
    answer,  // turn.answer is the server's own or the policy's: write it
    leave,   // nothing can be said any more
  };
  enum class Got : std::uint8_t { some, late, gone };

  struct Turn {
    explicit Turn(const std::shared_ptr<Counters>& counters) : claim(counters) {}
    std::string id;   // the request's
    Request request;  // moves to the handler
    Response answer;
    Parser parser;
    Claim claim;
    std::size_t head_size = 0;
    std::size_t body_limit = 0;
    std::uint64_t bytes_in = 0;
    SteadyClock::time_point started = SteadyClock::now();
    bool head_only = false;
    bool close = false;
    bool unread = false;  // the request has bytes that nobody will read
  };

  net::awaitable<bool> handshake();
  net::awaitable<bool> serve_one();
  net::awaitable<Step> read_head(Turn& turn);
  net::awaitable<Step> read_body(Turn& turn);
  net::awaitable<Step> ask_handler(Turn& turn);
  net::awaitable<bool> write_answer(Turn& turn);
  net::awaitable<bool> write_bytes(std::string_view bytes);
  net::awaitable<Got> read_some();
  net::awaitable<void> close_gently();
  net::awaitable<void> drain();

  Step parse_head(Turn& turn);
  Step fill_head(Turn& turn);
  Step admit(Turn& turn);
  Step parse_body(Turn& turn);
  Step check_busy(Turn& turn, bool fits);
  void call_handler(Turn& turn, const std::shared_ptr<Exchange>& exchange, bool& threw);
  Step refuse(Turn& turn, Response answer);
  Step refuse(Turn& turn, int status, std::string_view why);
  Step refuse(Turn& turn, Problem problem, std::string_view why);
  void tell(const Turn& turn, std::uint64_t bytes_out) const;
  bool stopping() const { return core_->stopping.load(std::memory_order_relaxed); }
  const ServerOptions& options() const { return core_->options; }

  std::shared_ptr<ServerCore> core_;
  std::shared_ptr<Lane> lane_;
  net::ssl::stream<tcp::socket> stream_;
  net::steady_timer wake_;
  boost::beast::flat_buffer buffer_;
  std::string peer_;
  std::string peer_key_;
  SteadyClock::time_point deadline_ = kNever;
  bool late_ = false;
  bool accepted_ = false;  // a whole head was read and is not answered yet: stopping waits for it
  bool first_ = true;
  bool ended_ = false;
  bool unread_ = false;
};

void Exchange::hand_over(std::optional<Response> answer) {
  claim_.release();
  if (lane_->context.get_executor().running_in_this_thread()) return settle(std::move(answer));
  const std::scoped_lock lock{lane_->mutex};
  if (lane_->closed) return;
  net::post(lane_->context,
            [self = shared_from_this(), answer = std::move(answer)]() mutable { self->settle(std::move(answer)); });
}

void Exchange::settle(std::optional<Response> answer) {
  settled_ = true;
  answer_ = std::move(answer);
  if (const auto session = session_.lock()) session->wake();
}

net::awaitable<void> Session::run() {
  const auto self = shared_from_this();
  struct Member {
    Lane& lane;
    Session* session;
    ~Member() { lane.sessions.erase(session); }
  };
  lane_->sessions.insert(this);
  const Member member{*lane_, this};
  if (!co_await handshake()) co_return;
  while (co_await serve_one()) {
  }
  co_await close_gently();
}

void Session::check_deadline(SteadyClock::time_point now) {
  if (now < deadline_) return;
  late_ = true;  // said again at each sweep until the session acts: a cancel between two reads finds nothing to end
  error_code ignored;
  stream_.next_layer().cancel(ignored);
}

void Session::end_if_idle() {
  if (!accepted_) end_now();
}

void Session::end_now() {
  ended_ = true;
  error_code ignored;
  stream_.next_layer().close(ignored);
  wake_.cancel();
}

net::awaitable<bool> Session::handshake() {
  if (stopping()) co_return false;
  deadline_ = SteadyClock::now() + options().handshake_timeout;
  const auto [error] = co_await stream_.async_handshake(net::ssl::stream_base::server, kTuple);
  co_return !error && !late_ && !ended_;
}

net::awaitable<Session::Got> Session::read_some() {
  const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(kReadSome), kTuple);
  buffer_.commit(count);
  if (ended_) co_return Got::gone;
  if (late_) co_return Got::late;
  if (error) end_now();  // the other end has closed: saying goodbye would wait for an answer that cannot come
  co_return error ? Got::gone : Got::some;
}

net::awaitable<bool> Session::serve_one() {
  Turn turn{core_->counters};
  Step step = co_await read_head(turn);
  if (step == Step::go_on) step = admit(turn);
  if (step == Step::go_on) step = co_await read_body(turn);
  if (step == Step::go_on) step = co_await ask_handler(turn);
  if (step == Step::leave) co_return false;
  const bool written = co_await write_answer(turn);
  unread_ = turn.unread;
  co_return written && !turn.close && !stopping();
}

Session::Step Session::refuse(Turn& turn, Response answer) {
  turn.answer = std::move(answer);
  turn.close = true;
  turn.unread = true;
  return Step::answer;
}

Session::Step Session::refuse(Turn& turn, int status, std::string_view why) {
  if (status == 400) return refuse(turn, Problem::malformed_request, why);
  if (status == 431) return refuse(turn, Problem::headers_too_large, why);
  return refuse(turn, plain_problem(status, why, turn.id));
}

Session::Step Session::refuse(Turn& turn, Problem problem, std::string_view why) {
  return refuse(turn, http::problem({problem, why}, turn.id));
}

net::awaitable<Session::Step> Session::read_head(Turn& turn) {
  bool begun = false;
  std::size_t scanned = 0;
  late_ = false;
  accepted_ = false;
  deadline_ = SteadyClock::now() + (std::exchange(first_, false) ? options().header_timeout : options().idle_timeout);
  for (;;) {
    const std::string_view bytes = view(buffer_);
    if (!begun && !bytes.empty()) {
      begun = true;
      turn.started = SteadyClock::now();
      turn.id = new_request_id();
      deadline_ = turn.started + options().header_timeout;
    }
    const auto end = bytes.find("\r\n\r\n", scanned < 3 ? 0 : scanned - 3);
    if (end == std::string_view::npos ? bytes.size() >= options().header_limit : end + 4 > options().header_limit) {
      co_return refuse(turn, 431, "the headers are too large");
    }
    if (end != std::string_view::npos) {
      turn.head_size = end + 4;
      co_return parse_head(turn);
    }
    // A CR at the end of what was there is looked at again, with what follows it.
    const std::size_t from = scanned > 0 && bytes[scanned - 1] == '\r' ? scanned - 1 : scanned;
    if (const auto fault = check_partial_head(bytes.substr(from))) co_return refuse(turn, fault->status, fault->why);
    scanned = bytes.size();
    const Got got = co_await read_some();
    if (got == Got::gone || (got == Got::late && !begun)) co_return Step::leave;
    if (got == Got::late) co_return refuse(turn, 408, "the headers took too long");
  }
}

Session::Step Session::parse_head(Turn& turn) {
  accepted_ = true;
  turn.bytes_in = turn.head_size;
  const std::string_view head = view(buffer_).substr(0, turn.head_size);
  if (const auto fault = check_raw_head(head)) return refuse(turn, fault->status, fault->why);
  turn.parser.header_limit(static_cast<std::uint32_t>(2 * options().header_limit));  // ours came first
  turn.parser.body_limit(boost::none);  // the length is held against the route's own limit
  error_code error;
  const std::size_t used = turn.parser.put(net::buffer(head.data(), head.size()), error);
  if (error || used != head.size() || !turn.parser.is_header_done()) {
    return refuse(turn, 400, "not an HTTP request");
  }
  buffer_.consume(used);
  return fill_head(turn);
}

Session::Step Session::fill_head(Turn& turn) {
  Request& request = turn.request;
  request.request_id = turn.id;
  const auto& message = turn.parser.get();
  const auto method = parse_method({message.method_string().data(), message.method_string().size()});
  if (!method) {
    Response answer = http::problem({Problem::method_not_allowed, "no such method here"}, turn.id);
    return refuse(turn, std::move(answer.header("Allow", std::string{kAllowed})));
  }
  auto target = parse_target({message.target().data(), message.target().size()});
  if (!target) return refuse(turn, target.error().problem, target.error().why);
  request.method = *method;
  turn.head_only = *method == Method::head;
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  request.peer = peer_;
  for (const auto& field : message) {
    request.headers.add(to_lower(std::string_view{field.name_string().data(), field.name_string().size()}),
                        std::string{field.value()});
  }
  request.cookies = parse_cookies(request.header("cookie"));
  request.has_body = turn.parser.chunked() || turn.parser.content_length_remaining().value_or(0) > 0;
  if (const auto length = turn.parser.content_length_remaining()) request.content_length = *length;
  turn.close = has_token(request.header("connection"), "close");
  return Step::go_on;
}

// Asks the policy and the common bounds, before a byte of the body is read.
Session::Step Session::admit(Turn& turn) {
  BodyPolicy policy{.limit = options().body_limit};
  try {
    if (options().admit) policy = options().admit(turn.request);
  } catch (const std::exception& error) {
    core_->report(turn.id, error.what());
    return refuse(turn, Problem::internal, "an error of ours");
  }
  if (policy.answer) {
    if (turn.request.has_body) return refuse(turn, std::move(*policy.answer));
    turn.answer = std::move(*policy.answer);
    return Step::answer;
  }
  turn.body_limit = policy.limit;
  if (turn.request.content_length.value_or(0) > policy.limit) {
    return refuse(turn, Problem::too_large, "the body is too large");
  }
  const std::string_view expect = turn.request.header("expect");
  if (!expect.empty() && !same_name(expect, "100-continue")) return refuse(turn, 417, "an unknown expectation");
  return check_busy(turn, core_->counters->in_flight.load() < options().max_in_flight);
}

Session::Step Session::check_busy(Turn& turn, bool fits) {
  if (fits) return Step::go_on;
  turn.claim.release();
  ++core_->counters->refused_busy;
  const domain::Error busy{Problem::unavailable, "too many requests are being worked on"};
  Response answer = http::problem(busy, turn.id, options().retry_after);
  if (!turn.parser.is_done() && turn.request.has_body) return refuse(turn, std::move(answer));
  turn.answer = std::move(answer);
  return Step::answer;
}

net::awaitable<Session::Step> Session::read_body(Turn& turn) {
  if (!turn.request.has_body) co_return Step::go_on;
  if (buffer_.size() == 0 && !turn.request.header("expect").empty()) {
    if (!co_await write_bytes("HTTP/1.1 100 Continue\r\n\r\n")) co_return Step::leave;
  }
  turn.parser.body_limit(turn.body_limit);
  turn.parser.eager(true);
  const auto begun = SteadyClock::now();
  for (;;) {
    const Step step = parse_body(turn);
    if (step != Step::go_on || turn.parser.is_done()) co_return step;
    const auto earned = std::chrono::seconds{turn.bytes_in / std::max<std::size_t>(options().body_rate, 1)};
    deadline_ = begun + options().body_timeout + earned;
    const Got got = co_await read_some();
    if (got == Got::late) co_return refuse(turn, 408, "the body took too long");
    if (got == Got::gone) co_return Step::leave;
  }
}

// Gives what has come to the parser.
Session::Step Session::parse_body(Turn& turn) {
  if (buffer_.size() == 0) return Step::go_on;
  error_code error;
  const std::size_t used = turn.parser.put(buffer_.cdata(), error);
  buffer_.consume(used);
  turn.bytes_in += used;
  if (error == boost::beast::http::error::body_limit) return refuse(turn, Problem::too_large, "the body is too large");
  if (error && error != boost::beast::http::error::need_more) return refuse(turn, 400, "the body is ill-formed");
  // What the parser leaves is the beginning of a chunk's line or of the trailers.
  if (!turn.parser.is_done() && buffer_.size() > kReadSome) return refuse(turn, 400, "the body is ill-formed");
  if (!turn.claim.take_bytes(used, options().buffered_limit)) return check_busy(turn, false);
  return Step::go_on;
}

net::awaitable<Session::Step> Session::ask_handler(Turn& turn) {
  deadline_ = kNever;
  const Step room = check_busy(turn, turn.claim.enter(options().max_in_flight));
  if (room != Step::go_on) co_return room;
  turn.request.body = std::move(turn.parser.get().body());
  const auto exchange = std::make_shared<Exchange>(lane_, weak_from_this(), std::move(turn.claim));
  bool threw = false;
  call_handler(turn, exchange, threw);
  if (!exchange->settled()) {
    wake_.expires_after(options().answer_timeout);
    co_await wake_.async_wait(kTuple);
  }
  if (ended_) co_return Step::leave;
  if (!exchange->settled()) {
    core_->report(turn.id, "the handler took too long");
    turn.answer = http::problem({Problem::unavailable, "the answer took too long"}, turn.id, options().retry_after);
    co_return Step::answer;
  }
  if (auto answer = exchange->take()) {
    turn.answer = std::move(*answer);
  } else {
    if (!threw) core_->report(turn.id, "the handler gave no answer");
    turn.answer = http::problem({Problem::internal, "an error of ours"}, turn.id);
  }
  co_return Step::answer;
}

void Session::call_handler(Turn& turn, const std::shared_ptr<Exchange>& exchange, bool& threw) {
  try {
    options().handle(std::move(turn.request), Responder{exchange});
  } catch (const std::exception& error) {
    threw = true;
    core_->report(turn.id, error.what());
  } catch (...) {
    threw = true;
    core_->report(turn.id, "an exception of no known kind");
  }
}

net::awaitable<bool> Session::write_answer(Turn& turn) {
  if (!can_be_sent(turn.answer)) {
    core_->report(turn.id, "an answer that cannot be sent");
    turn.answer = http::problem({Problem::internal, "an error of ours"}, turn.id);
  }
  turn.close = turn.close || turn.answer.close || stopping();
  std::string head = head_text(turn.answer, turn.id, turn.close);
  const bool bare = turn.head_only || turn.answer.status == 204 || turn.answer.status == 304;
  std::string_view body = bare ? std::string_view{} : std::string_view{turn.answer.bytes()};
  if (head.size() + body.size() <= kOneRecord) {
    head += body;
    body = {};
  }
  const std::uint64_t total = head.size() + body.size();
  bool written = co_await write_bytes(head);
  if (written && !body.empty()) written = co_await write_bytes(body);
  if (written) tell(turn, total);
  co_return written;
}

net::awaitable<bool> Session::write_bytes(std::string_view bytes) {
  late_ = false;
  while (!bytes.empty()) {
    const std::string_view some = bytes.substr(0, kWriteSome);
    bytes.remove_prefix(some.size());
    deadline_ = SteadyClock::now() + options().write_timeout;
    const auto [error, count] = co_await net::async_write(stream_, net::buffer(some.data(), some.size()), kTuple);
    if (error || ended_) {
      end_now();
      co_return false;
    }
  }
  deadline_ = kNever;
  co_return true;
}

void Session::tell(const Turn& turn, std::uint64_t bytes_out) const {
  ++core_->counters->requests;
  if (!options().on_outcome) return;
  const auto took = SteadyClock::now() - turn.started;
  options().on_outcome({.request_id = turn.id,
                        .peer = peer_,
                        .status = turn.answer.status,
                        .bytes_in = turn.bytes_in,
                        .bytes_out = bytes_out,
                        .took = std::chrono::duration_cast<std::chrono::microseconds>(took)});
}

// Says goodbye in TLS, and takes what is still coming, so that a reset does not overtake the last answer.
net::awaitable<void> Session::close_gently() {
  if (ended_) co_return;
  deadline_ = SteadyClock::now() + kLinger;
  co_await stream_.async_shutdown(kTuple);
  if (unread_ && !ended_) co_await drain();
  end_now();
}

net::awaitable<void> Session::drain() {
  error_code error;
  stream_.next_layer().shutdown(tcp::socket::shutdown_send, error);
  late_ = false;
  deadline_ = SteadyClock::now() + kLinger;
  std::size_t left = kLingerBytes;
  while (!late_ && left > 0) {
    buffer_.clear();
    const auto [failed, count] = co_await stream_.next_layer().async_read_some(buffer_.prepare(kReadSome), kTuple);
    if (failed) co_return;
    left -= std::min(left, count);
  }
}

std::expected<void, std::string> ServerCore::load_tls() {
  const std::string chain = options.certificate.string();
  const std::string key = options.key.string();
  SSL_CTX* context = tls.native_handle();
  error_code error;
  tls.use_certificate_chain_file(chain, error);
  if (error) return std::unexpected("cannot read the certificate " + chain + ": " + error.message());
  tls.use_private_key_file(key, net::ssl::context::pem, error);
  if (error) return std::unexpected("cannot use the key " + key + " with the certificate " + chain);
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_http11, nullptr);
  return {};
}

std::expected<void, std::string> ServerCore::bind() {
  const std::string place = options.address + " port " + std::to_string(options.port);
  error_code error;
  const auto address = net::ip::make_address(options.address, error);
  if (error) return std::unexpected("not an address to listen on: " + options.address);
  const tcp::endpoint endpoint{address, options.port};
  acceptor_.emplace(lanes_.front()->context);
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(net::socket_base::reuse_address{true}, error);  // for TIME_WAIT, not for sharing
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(net::socket_base::max_listen_connections, error);
  if (error == net::error::address_in_use) {
    return std::unexpected("cannot listen on " + place + ": another program is using this port");
  }
  if (error) return std::unexpected("cannot listen on " + place + ": " + error.message());
  port = acceptor_->local_endpoint().port();
  return {};
}

std::expected<void, std::string> ServerCore::start() {
  if (!options.handle) return std::unexpected("the server has no handler");
  if (auto loaded = load_tls(); !loaded) return loaded;
  const unsigned threads = options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  for (unsigned at = 0; at < threads; ++at) lanes_.push_back(std::make_shared<Lane>());
  if (auto bound = bind(); !bound) {
    acceptor_.reset();
    lanes_.clear();
    return bound;
  }
  accept_pause_.emplace(lanes_.front()->context);
  run_lanes();
  return {};
}

void ServerCore::run_lanes() {
  const auto ended = [this](const std::exception_ptr& error) {
    if (error) report({}, "a loop of the server ended");
  };
  running_ = true;
  for (const auto& lane : lanes_) {
    net::co_spawn(lane->context, sweep(*lane), ended);
    if (lane == lanes_.front()) net::co_spawn(lane->context, accept(), ended);
    lane->thread = std::thread{[lane] { lane->context.run(); }};
  }
}

net::awaitable<void> ServerCore::sweep(Lane& lane) {
  while (!lane.done) {
    lane.sweep.expires_after(kSweep);
    co_await lane.sweep.async_wait(kTuple);
    const auto now = SteadyClock::now();
    for (Session* session : lane.sessions) session->check_deadline(now);
  }
}

net::awaitable<void> ServerCore::accept() {
  for (std::size_t next = 0; !stopping; ++next) {
    const auto lane = lanes_[next % lanes_.size()];
    auto [error, socket] = co_await acceptor_->async_accept(lane->context, kTuple);
    if (stopping) co_return;
    if (!error) {
      begin_session(std::move(socket), lane);
    } else if (error != net::error::connection_aborted) {
      // Most likely no descriptor is left: wait for a connection to end.
      accept_pause_->expires_after(kAcceptPause);
      co_await accept_pause_->async_wait(kTuple);
    }
  }
}

void ServerCore::begin_session(tcp::socket socket, const std::shared_ptr<Lane>& lane) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(tcp::no_delay{true}, error);
  const auto address = plain_address(endpoint.address());
  std::string key = peer_key(address);
  if (!admit_peer(key)) {
    ++counters->refused_connections;
    return;
  }
  const auto session =
      std::make_shared<Session>(shared_from_this(), lane, std::move(socket), address.to_string(), std::move(key));
  net::co_spawn(lane->context, session->run(), [this, session](const std::exception_ptr& failed) {
    if (failed) report({}, "a connection ended by an exception");
  });
}

bool ServerCore::admit_peer(const std::string& key) {
  const std::scoped_lock lock{mutex_};
  if (counters->connections >= options.max_connections) return false;
  std::size_t& mine = peers_[key];
  if (options.max_per_peer != 0 && mine >= options.max_per_peer) return false;
  ++mine;
  ++counters->connections;
  return true;
}

void ServerCore::release_peer(const std::string& key) {
  const std::scoped_lock lock{mutex_};
  const auto mine = peers_.find(key);
  if (mine != peers_.end() && --mine->second == 0) peers_.erase(mine);
  if (--counters->connections == 0) none_left_.notify_all();
}

void ServerCore::report(std::string_view request_id, std::string_view what) const {
  if (options.on_failure) options.on_failure(request_id, what);
}

void ServerCore::on_each_session(void (Session::*act)()) {
  for (const auto& lane : lanes_) {
    net::post(lane->context, [lane, act] {
      for (Session* session : lane->sessions) (session->*act)();
    });
  }
}

bool ServerCore::wait_for_sessions(std::chrono::milliseconds at_most) {
  std::unique_lock lock{mutex_};
  return none_left_.wait_for(lock, at_most, [this] { return counters->connections == 0; });
}

void ServerCore::close_lanes() {
  for (const auto& lane : lanes_) {
    {
      const std::scoped_lock lock{lane->mutex};
      lane->closed = true;
    }
    net::post(lane->context, [lane] {
      lane->done = true;
      lane->sweep.cancel();
      lane->work.reset();
    });
    lane->thread.join();
  }
}

bool ServerCore::stop() {
  if (!std::exchange(running_, false)) return true;
  stopping = true;
  net::post(lanes_.front()->context, [this] {
    error_code ignored;
    acceptor_->close(ignored);
    accept_pause_->cancel();
  });
  on_each_session(&Session::end_if_idle);
  const bool finished = wait_for_sessions(options.shutdown_grace);
  if (!finished) {
    on_each_session(&Session::end_now);
    wait_for_sessions(std::chrono::hours{1});
  }
  close_lanes();
  return finished;
}

Server::Server(ServerOptions options) : core_(std::make_shared<ServerCore>(std::move(options))) {}
Server::~Server() { stop(); }

std::expected<void, std::string> Server::start() { return core_->start(); }
bool Server::stop() { return core_->stop(); }
std::uint16_t Server::port() const { return core_->port; }

ServerCounts Server::counts() const {
  const Counters& now = *core_->counters;
  return {.connections = now.connections,
          .in_flight = now.in_flight,
          .buffered = now.buffered,
          .requests = now.requests,
          .refused_busy = now.refused_busy,
          .refused_connections = now.refused_connections};
}

}  // namespace holdfast::http
