#include "gateway/pages/plain.h"

#include <fmt/core.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace holdfast::pages {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

bool acts_on_the_page(UChar32 c) {
  if (c == '\t' || c == '\n') return false;
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool order = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || order || U_IS_UNICODE_NONCHAR(c) || (c >= 0x2028 && c <= 0x2029);
}

bool shows_nothing(UChar32 c) {
  return acts_on_the_page(c) || u_charType(c) == U_FORMAT_CHAR ||
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

void append(std::string& out, UChar32 c) {
  std::uint8_t bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  UBool failed = false;
  U8_APPEND(bytes, length, U8_MAX_LENGTH, c, failed);
  if (failed == 0) out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

template <class Each>
void each_code_point(std::string_view text, Each each) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (c == '\r') {
      if (at < size && bytes[at] == '\n') continue;
      c = '\n';
    }
    each(c < 0 ? kReplacement : c);
  }
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_code_point(text, [&](UChar32 c) { append(out, acts_on_the_page(c) ? kReplacement : c); });
  return out;
}

std::string revealed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_code_point(text, [&](UChar32 c) {
    if (shows_nothing(c)) {
      out += fmt::format("[U+{:04X}]", static_cast<std::uint32_t>(c));
    } else {
      append(out, c);
    }
  });
  return out;
}

}  // namespace holdfast::pages
