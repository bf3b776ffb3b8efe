// Memory for secrets. None of these types can be copied, compared with ==, printed or put into a log line by accident;
// all wipe what they held. Secret<N> lives where it is declared (a stack frame, a member): cheap enough for a key
// made for every letter. SecretBytes comes from sodium_malloc: guard pages, kept out of core dumps and locked in
// memory as far as the system's limit allows. A process that holds secrets calls harden_process() first.
#pragma once

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::sealing {

template <std::size_t N>
class Secret {
 public:
  static constexpr std::size_t kSize = N;

  Secret() = default;
  explicit Secret(std::span<const std::uint8_t, N> bytes) { std::copy(bytes.begin(), bytes.end(), bytes_.begin()); }
  ~Secret() { sodium_memzero(bytes_.data(), N); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { sodium_memzero(other.bytes_.data(), N); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      sodium_memzero(other.bytes_.data(), N);
    }
    return *this;
  }

  // The only two ways to the bytes: one search for reveal( lists every reader of a secret.
  std::span<const std::uint8_t, N> reveal() const { return bytes_; }
  std::span<std::uint8_t, N> reveal_to_fill() { return bytes_; }

 private:
  std::array<std::uint8_t, N> bytes_{};
};

// Constant time.
template <std::size_t N>
bool same(const Secret<N>& a, const Secret<N>& b) {
  return sodium_memcmp(a.reveal().data(), b.reveal().data(), N) == 0;
}

// Secret bytes of any length, an opened letter for instance. Out of memory throws std::bad_alloc.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size);
  ~SecretBytes() { clear(); }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::span<const std::uint8_t> reveal() const { return {data_, size_}; }
  std::string_view reveal_text() const;
  std::span<std::uint8_t> reveal_to_fill() { return {data_, size_}; }
  void clear();

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// Plain text on its way into sealing: ordinary memory (sodium_malloc costs more than sealing a letter), wiped.
class WipedBytes {
 public:
  WipedBytes() = default;
  explicit WipedBytes(std::size_t size) : bytes_(size) {}
  ~WipedBytes() { sodium_memzero(bytes_.data(), bytes_.size()); }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;
  WipedBytes(WipedBytes&&) noexcept = default;
  WipedBytes& operator=(WipedBytes&& other) noexcept {
    bytes_.swap(other.bytes_);  // the other wipes what was here
    return *this;
  }

  std::size_t size() const { return bytes_.size(); }
  std::span<const std::uint8_t> reveal() const { return bytes_; }
  std::span<std::uint8_t> reveal_to_fill() { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace holdfast::sealing
