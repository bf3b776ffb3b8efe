// Bounded, timed reading and writing of the keeper's frames on a Unix stream socket. Inside storage/sealing only.
// Sockets are non-blocking; every wait is a poll with a deadline (steady clock: these are a connection's own times).
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>

#include "storage/sealing/fd.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

using Deadline = std::chrono::steady_clock::time_point;
inline Deadline after(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

enum class FrameFault : std::uint8_t {
  closed,    // the other side ended between two frames, before a first byte
  broken,    // it ended inside a frame, or the socket failed
  idle,      // no first byte came in time
  too_slow,  // a frame began and did not end in time
  too_long,  // the length is zero or above kMostFrame
  stopped,   // `stop` became readable between two frames
};

// Waits until `idle` for a first byte, then until `frame_time` later for the whole frame. `stop` is a descriptor whose
// readability ends the wait for a first byte; -1 for none.
std::expected<SecretBytes, FrameFault> read_frame(int socket, int stop, Deadline idle,
                                                  std::chrono::milliseconds frame_time);
bool write_frame(int socket, std::span<const std::uint8_t> body, Deadline until);

// A connected, non-blocking socket, or none.
Fd connect_to(const std::filesystem::path& socket, Deadline until);

}  // namespace holdfast::sealing
