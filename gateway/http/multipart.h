// multipart/form-data (RFC 7578) as browsers send it: fields, and files whose names are not looked at. Pure.
// malformed_request for anything else: a missing boundary, a part without a name, bytes after the end.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/domain/result.h"
#include "gateway/http/message.h"

namespace holdfast::http {

struct Multipart {
  Pairs fields;
  std::vector<std::pair<std::string, std::string>> files;  // field name, bytes; an empty file is left out
};

// `content_type` is the header's whole value.
domain::Result<Multipart> parse_multipart(std::string_view content_type, std::string_view body,
                                          std::size_t max_parts = 64);

}  // namespace holdfast::http
