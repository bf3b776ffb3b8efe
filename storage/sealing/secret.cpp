#include "storage/sealing/secret.h"

#include <new>

namespace holdfast::sealing {

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  if (size == 0) return;
  if (sodium_init() < 0) throw std::bad_alloc{};  // before sodium_malloc learns the page size, it cannot serve
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) throw std::bad_alloc{};
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    clear();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

std::string_view SecretBytes::reveal_text() const { return {reinterpret_cast<const char*>(data_), size_}; }

void SecretBytes::clear() {
  sodium_free(data_);  // wipes; takes nullptr
  data_ = nullptr;
  size_ = 0;
}

}  // namespace holdfast::sealing
