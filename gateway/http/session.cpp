#include "gateway/http/session.h"

#include <openssl/rand.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <exception>
#include <stdexcept>

#include "gateway/domain/id.h"
#include "gateway/http/answers.h"
#include "gateway/http/ascii.h"
#include "gateway/http/exchange.h"
#include "gateway/http/incoming.h"
#include "gateway/http/raw_head.h"
#include "gateway/http/wire.h"

namespace holdfast::http {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using domain::Problem;
using net::ip::tcp;

constexpr auto kTuple = net::as_tuple(net::use_awaitable);
constexpr auto kNever = SteadyClock::time_point::max();
constexpr auto kLinger = std::chrono::seconds{2};  // for the other end to take a last answer and close
constexpr std::size_t kLingerBytes = std::size_t{16} << 20;
constexpr std::size_t kReadSome = 8 * 1024;
constexpr std::size_t kWriteSome = 64 * 1024;
constexpr std::size_t kOneRecord = 16 * 1024;  // what TLS carries in one record

std::string new_request_id() {
  domain::IdBytes bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random bytes");
  return domain::id_text(bytes);
}

std::string_view view(const boost::beast::flat_buffer& buffer) {
  const auto bytes = buffer.cdata();
  return {static_cast<const char*>(bytes.data()), bytes.size()};
}

// One connection: handshake, then requests one after the other, on its lane's thread. Deadlines are looked at by the
// lane's sweep: one timer for all sessions instead of one for each read, and a late request can still be answered 408.
class Session final : public LaneMember, public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<Shared> shared, std::shared_ptr<Lane> lane, tcp::socket socket, const std::string& peer,
          std::string key)
      : shared_(std::move(shared)),
        lane_(std::move(lane)),
        stream_(std::move(socket), shared_->tls),
        wake_(lane_->context),
        peer_(peer),
        peer_key_(std::move(key)) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  Session(Session&&) = delete;
  Session& operator=(Session&&) = delete;
  ~Session() override { shared_->peers.release(peer_key_); }

  net::awaitable<void> run();
  void check_deadline(SteadyClock::time_point now) override;
  void end_if_idle() override;
  void end_now() override;
  void wake() override { wake_.cancel(); }

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
    Incoming incoming;
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
  Step admit(Turn& turn);
  Step parse_body(Turn& turn);
  Step check_busy(Turn& turn, bool fits);
  void call_handler(Turn& turn, const std::shared_ptr<Exchange>& exchange, bool& threw);
  Step refuse(Turn& turn, Response answer);
  Step refuse(Turn& turn, int status, std::string_view why);
  Step refuse(Turn& turn, Problem problem, std::string_view why);
  void tell(const Turn& turn, std::uint64_t bytes_out) const;
  bool stopping() const { return shared_->stopping.load(std::memory_order_relaxed); }
  const ServerOptions& options() const { return shared_->options; }

  std::shared_ptr<Shared> shared_;
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

net::awaitable<void> Session::run() {
  const auto self = shared_from_this();
  lane_->members.insert(this);
  const auto leave = [this](void* /*unused*/) { lane_->members.erase(this); };
  const std::unique_ptr<Session, decltype(leave)> member{this, leave};
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
  Turn turn{shared_->counters};
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
  return refuse(turn, refusal(status, why, turn.id));
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
  auto request = turn.incoming.take_head(view(buffer_).substr(0, turn.head_size), options().header_limit, turn.id);
  if (!request) return refuse(turn, std::move(request.error()));
  buffer_.consume(turn.head_size);
  turn.request = std::move(*request);
  turn.request.peer = peer_;
  turn.head_only = turn.request.method == Method::head;
  turn.close = has_token(turn.request.header("connection"), "close");
  return Step::go_on;
}

// Asks the policy and the common bounds, before a byte of the body is read.
Session::Step Session::admit(Turn& turn) {
  BodyPolicy policy{.limit = options().body_limit};
  try {
    if (options().admit) policy = options().admit(turn.request);
  } catch (const std::exception& error) {
    shared_->report(turn.id, error.what());
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
  return check_busy(turn, shared_->counters->in_flight.load() < options().max_in_flight);
}

Session::Step Session::check_busy(Turn& turn, bool fits) {
  if (fits) return Step::go_on;
  turn.claim.release();
  ++shared_->counters->refused_busy;
  const domain::Error busy{Problem::unavailable, "too many requests are being worked on"};
  Response answer = http::problem(busy, turn.id, options().retry_after);
  if (!turn.incoming.whole() && turn.request.has_body) return refuse(turn, std::move(answer));
  turn.answer = std::move(answer);
  return Step::answer;
}

net::awaitable<Session::Step> Session::read_body(Turn& turn) {
  if (!turn.request.has_body) co_return Step::go_on;
  if (buffer_.size() == 0 && !turn.request.header("expect").empty()) {
    if (!co_await write_bytes("HTTP/1.1 100 Continue\r\n\r\n")) co_return Step::leave;
  }
  turn.incoming.begin_body(turn.body_limit);
  const auto begun = SteadyClock::now();
  for (;;) {
    const Step step = parse_body(turn);
    if (step != Step::go_on || turn.incoming.whole()) co_return step;
    const auto earned = std::chrono::seconds{turn.bytes_in / std::max<std::size_t>(options().body_rate, 1)};
    deadline_ = begun + options().body_timeout + earned;
    const Got got = co_await read_some();
    if (got == Got::late) co_return refuse(turn, 408, "the body took too long");
    if (got == Got::gone) co_return Step::leave;
  }
}

// Takes what has come.
Session::Step Session::parse_body(Turn& turn) {
  if (buffer_.size() == 0) return Step::go_on;
  auto taken = turn.incoming.take_body(view(buffer_), turn.id);
  buffer_.consume(taken.used);
  turn.bytes_in += taken.used;
  if (taken.refused) return refuse(turn, std::move(*taken.refused));
  if (!turn.claim.take_bytes(taken.used, options().buffered_limit)) return check_busy(turn, false);
  return Step::go_on;
}

net::awaitable<Session::Step> Session::ask_handler(Turn& turn) {
  deadline_ = kNever;
  const Step room = check_busy(turn, turn.claim.enter(options().max_in_flight));
  if (room != Step::go_on) co_return room;
  turn.request.body = turn.incoming.body();
  const auto exchange = std::make_shared<Exchange>(lane_, weak_from_this(), std::move(turn.claim));
  bool threw = false;
  call_handler(turn, exchange, threw);
  if (!exchange->settled()) {
    wake_.expires_after(options().answer_timeout);
    co_await wake_.async_wait(kTuple);
  }
  if (ended_) co_return Step::leave;
  if (!exchange->settled()) {
    shared_->report(turn.id, "the handler took too long");
    turn.answer = http::problem({Problem::unavailable, "the answer took too long"}, turn.id, options().retry_after);
    co_return Step::answer;
  }
  if (auto answer = exchange->take()) {
    turn.answer = std::move(*answer);
  } else {
    if (!threw) shared_->report(turn.id, "the handler gave no answer");
    turn.answer = http::problem({Problem::internal, "an error of ours"}, turn.id);
  }
  co_return Step::answer;
}

void Session::call_handler(Turn& turn, const std::shared_ptr<Exchange>& exchange, bool& threw) {
  try {
    options().handle(std::move(turn.request), Responder{exchange});
  } catch (const std::exception& error) {
    threw = true;
    shared_->report(turn.id, error.what());
  } catch (...) {
    threw = true;
    shared_->report(turn.id, "an exception of no known kind");
  }
}

net::awaitable<bool> Session::write_answer(Turn& turn) {
  if (!can_be_sent(turn.answer)) {
    shared_->report(turn.id, "an answer that cannot be sent");
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
  ++shared_->counters->requests;
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

}  // namespace

void begin_session(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Lane>& lane, tcp::socket socket,
                   const std::string& peer, std::string peer_key) {
  const auto session = std::make_shared<Session>(shared, lane, std::move(socket), peer, std::move(peer_key));
  net::co_spawn(lane->context, session->run(), [shared, session](const std::exception_ptr& failed) {
    if (failed) shared->report({}, "a connection ended by an exception");
  });
}

}  // namespace holdfast::http
