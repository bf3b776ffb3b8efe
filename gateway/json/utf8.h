// UTF-8 as Unicode defines it (table 3-7): no over-long forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holdfast::json {

// Bytes of the code point that `text` begins with; 0 where it is empty or not well-formed.
std::size_t utf8_length(std::string_view text);
bool is_utf8(std::string_view text);
// `text` is well-formed.
std::size_t count_code_points(std::string_view text);
void append_utf8(std::string& text, char32_t code);

}  // namespace holdfast::json
