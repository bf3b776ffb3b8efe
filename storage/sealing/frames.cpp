#include "storage/sealing/frames.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "storage/sealing/keeper_protocol.h"

namespace holdfast::sealing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

enum class Wait : std::uint8_t { ready, stopped, late, failed };

Wait wait_for(int socket, short events, int stop, Deadline until) {
  for (;;) {
    std::array<pollfd, 2> watched{pollfd{socket, events, 0}, pollfd{stop, POLLIN, 0}};
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
    if (left <= 0) return Wait::late;
    const int ready = ::poll(watched.data(), stop >= 0 ? 2 : 1, static_cast<int>(std::min<std::int64_t>(left, 60000)));
    if (ready < 0 && errno != EINTR) return Wait::failed;
    if (ready <= 0) continue;
    if (watched[0].revents != 0) return Wait::ready;
    return Wait::stopped;
  }
}

std::expected<void, FrameFault> read_exactly(int socket, std::span<std::uint8_t> out, Deadline until) {
  while (!out.empty()) {
    const ssize_t got = ::recv(socket, out.data(), out.size(), 0);
    if (got > 0) {
      out = out.subspan(static_cast<std::size_t>(got));
      continue;
    }
    if (got == 0) return std::unexpected(FrameFault::broken);
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return std::unexpected(FrameFault::broken);
    const Wait waited = wait_for(socket, POLLIN, -1, until);
    if (waited == Wait::late) return std::unexpected(FrameFault::too_slow);
    if (waited != Wait::ready) return std::unexpected(FrameFault::broken);
  }
  return {};
}

std::expected<std::uint8_t, FrameFault> first_byte(int socket, int stop, Deadline idle) {
  for (;;) {
    std::uint8_t byte = 0;
    const ssize_t got = ::recv(socket, &byte, 1, 0);
    if (got == 1) return byte;
    if (got == 0 || errno == ECONNRESET) return std::unexpected(FrameFault::closed);
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return std::unexpected(FrameFault::broken);
    const Wait waited = wait_for(socket, POLLIN, stop, idle);
    if (waited == Wait::stopped) return std::unexpected(FrameFault::stopped);
    if (waited == Wait::late) return std::unexpected(FrameFault::idle);
    if (waited == Wait::failed) return std::unexpected(FrameFault::broken);
  }
}

bool set_nonblocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  return flags >= 0 && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

}  // namespace

std::expected<SecretBytes, FrameFault> read_frame(int socket, int stop, Deadline idle, milliseconds frame_time) {
  const auto first = first_byte(socket, stop, idle);
  if (!first) return std::unexpected(first.error());
  const Deadline until = after(frame_time);
  std::array<std::uint8_t, 3> rest{};
  if (const auto read = read_exactly(socket, rest, until); !read) return std::unexpected(read.error());
  const std::size_t length =
      (std::size_t{*first} << 24) | (std::size_t{rest[0]} << 16) | (std::size_t{rest[1]} << 8) | rest[2];
  if (length == 0 || length > kMostFrame) return std::unexpected(FrameFault::too_long);
  SecretBytes body(length);
  if (const auto read = read_exactly(socket, body.reveal_to_fill(), until); !read) {
    return std::unexpected(read.error());
  }
  return body;
}

bool write_frame(int socket, std::span<const std::uint8_t> body, Deadline until) {
  WipedBytes frame(4 + body.size());
  for (std::size_t i = 0; i < 4; ++i) {
    frame.reveal_to_fill()[i] = static_cast<std::uint8_t>(body.size() >> (24 - 8 * i));
  }
  std::ranges::copy(body, frame.reveal_to_fill().begin() + 4);
  auto rest = frame.reveal();
  while (!rest.empty()) {
    const ssize_t sent = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      rest = rest.subspan(static_cast<std::size_t>(sent));
    } else if (errno != EINTR) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
      if (wait_for(socket, POLLOUT, -1, until) != Wait::ready) return false;
    }
  }
  return true;
}

Fd connect_to(const std::filesystem::path& socket, Deadline until) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& path = socket.native();
  if (path.size() >= sizeof address.sun_path) return {};
  std::ranges::copy(path, address.sun_path);
  // With SO_SNDTIMEO a full backlog is waited for by the kernel, no longer than the deadline.
  Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now()).count();
  if (!fd || left <= 0) return {};
  const timeval limit{left / 1000, (left % 1000) * 1000};
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) != 0) return {};
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  if (!set_nonblocking(fd.get())) return {};
  return fd;
}

}  // namespace holdfast::sealing
