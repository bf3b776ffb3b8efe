// The raw head check against Beast's parser: a head that both take is one whole request for both, with one Host, no
// folding, and one reading of where its body ends.
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

#include "gateway/http/raw_head.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

namespace bhttp = boost::beast::http;

void raw_head(std::string_view bytes) {
  const bool taken = !http::check_raw_head(bytes);
  // What is right as a whole is right in its beginnings.
  for (std::size_t length = 0; taken && length < bytes.size(); ++length) {
    require(!http::check_partial_head(bytes.substr(0, length)));
  }
  if (!taken) return;
  bhttp::request_parser<bhttp::string_body> parser;
  parser.header_limit(1 << 20);
  parser.body_limit(boost::none);
  boost::beast::error_code error;
  const std::size_t used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error) return;  // Beast is stricter about Connection; the server then answers 400
  require(used == bytes.size() && parser.is_header_done());
  const auto& message = parser.get();
  require(message.version() == 11 && message.count(bhttp::field::host) == 1);
  require(message.count(bhttp::field::content_length) + message.count(bhttp::field::transfer_encoding) <= 1);
  require((message.count(bhttp::field::transfer_encoding) == 1) == parser.chunked());
  for (const auto& field : message) {
    require(field.value().find_first_of(boost::string_view{"\r\n\0", 3}) == boost::string_view::npos);
  }
}

}  // namespace holdfast::fuzz
