// What outside text is turned into before it is written on a page. Escaping is the templates' work; this takes away
// what escaping cannot: bytes that are no text, and characters that would act on the page around them.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::pages {

// Valid UTF-8 without NUL, control characters (tab and line feed stay), line-order overrides and non-characters:
// each becomes U+FFFD, so that the reader sees that something was there. CR LF and CR become LF.
std::string plain(std::string_view text);

// The same for a reviewer: characters that show nothing (zero width, joiners, tags, overrides, soft hyphens) are
// written out, `[U+200B]`. A reviewer must see what hid.
std::string revealed(std::string_view text);

}  // namespace holdfast::pages
