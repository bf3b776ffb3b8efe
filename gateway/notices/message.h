// The bytes of a notice (RFC 5322). Neutral: no link, no name, no case, nothing about a letter; every notice of a kind
// is as long as every other in body, so that its size says nothing. Header injection is not possible: an address is
// plain ASCII without anything that could end a line or a list, and a subject travels encoded (RFC 2047).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/domain/time.h"
#include "gateway/flows/notice.h"

namespace holdfast::notices {

inline constexpr std::size_t kBodySize = 1024;  // of text, before encoding

// One mailbox, local@domain: printable ASCII, no quotes, brackets, commas, semicolons, colons or spaces, 254 at most.
bool is_address(std::string_view text);

// Nothing for what is no address, or a text that does not fit. `id` is the left part of the Message-ID.
std::optional<std::string> compose(const flows::Mail& mail, std::string_view from, std::string_view id,
                                   domain::Time now);

}  // namespace holdfast::notices
