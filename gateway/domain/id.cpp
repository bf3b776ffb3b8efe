#include "gateway/domain/id.h"

namespace holdfast::domain {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kLength = 26;

}  // namespace

std::string id_text(const IdBytes& bytes) {
  // 26 * 5 = 130 bits: two zero bits lead.
  std::string text(kLength, '0');
  unsigned window = 0;
  int held = 2;
  std::size_t next = 0;
  for (char& character : text) {
    if (held < 5) {
      window = (window << 8) | bytes[next++];
      held += 8;
    }
    held -= 5;
    character = kAlphabet[(window >> held) & 31u];
  }
  return text;
}

std::optional<IdBytes> id_bytes(std::string_view text) {
  if (text.size() != kLength) return std::nullopt;
  IdBytes bytes{};
  unsigned window = 0;
  int held = -2;  // the two leading zero bits are dropped
  std::size_t next = 0;
  for (const char character : text) {
    const auto value = kAlphabet.find(character);
    if (value == std::string_view::npos) return std::nullopt;
    if (held == -2 && value > 7) return std::nullopt;
    window = (window << 5) | static_cast<unsigned>(value);
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[next++] = static_cast<std::uint8_t>((window >> held) & 0xffu);
    }
  }
  return bytes;
}

}  // namespace holdfast::domain
