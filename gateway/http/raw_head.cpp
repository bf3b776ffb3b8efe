#include "gateway/http/raw_head.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "gateway/http/ascii.h"

namespace holdfast::http {
namespace {

using Fault = std::optional<HeadFault>;

// A second one of these would be a second meaning.
constexpr std::array<std::string_view, 9> kOnce{"host",   "content-length", "transfer-encoding", "authorization",
                                                "cookie", "content-type",   "idempotency-key",   "if-match",
                                                "expect"};
constexpr std::size_t kHost = 0;
constexpr std::size_t kContentLength = 1;
constexpr std::size_t kTransferEncoding = 2;

Fault bad(std::string_view why) { return HeadFault{400, why}; }

bool is_control(char one) {
  const auto byte = static_cast<unsigned char>(one);
  return byte < 0x20 || byte == 0x7F;
}

bool is_visible_ascii(char one) {
  const auto byte = static_cast<unsigned char>(one);
  return byte > 0x20 && byte < 0x7F;
}

Fault check_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto second = line.find(' ', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos) return bad("not an HTTP request");
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, second - first - 1);
  const std::string_view version = line.substr(second + 1);
  if (method.empty() || !std::ranges::all_of(method, is_token)) return bad("the method is no token");
  if (version != "HTTP/1.1") {
    const bool other = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                       version[6] == '.' && is_digit(version[7]);
    return other ? Fault{HeadFault{505, "HTTP/1.1 only"}} : bad("not an HTTP request");
  }
  if (!std::ranges::all_of(target, is_visible_ascii)) return bad("the target has bytes that must be encoded");
  // CONNECT names a host: it gets its 405 from the server.
  if (method != "CONNECT" && !target.starts_with('/')) return bad("the target must be a path");
  return std::nullopt;
}

bool is_port(std::string_view text) {
  return text.empty() ||
         (text.front() == ':' && text.size() >= 2 && text.size() <= 6 && std::ranges::all_of(text.substr(1), is_digit));
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 260) return false;
  if (host.front() == '[') {
    const auto end = host.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    const std::string_view inside = host.substr(1, end - 1);
    const bool plain = std::ranges::all_of(inside, [](char byte) {
      return is_digit(byte) || (to_lower(byte) >= 'a' && to_lower(byte) <= 'f') || byte == ':' || byte == '.';
    });
    return plain && is_port(host.substr(end + 1));
  }
  const auto colon = std::min(host.find(':'), host.size());
  const std::string_view name = host.substr(0, colon);
  const auto fits = [](char byte) { return is_alphanumeric(byte) || byte == '-' || byte == '.' || byte == '_'; };
  return !name.empty() && std::ranges::all_of(name, fits) && is_port(host.substr(colon));
}

Fault check_value(std::size_t which, std::string_view value) {
  if (which == kHost && !is_host(value)) return bad("the Host header is ill-formed");
  if (which == kContentLength && (value.empty() || value.size() > 18 || !std::ranges::all_of(value, is_digit))) {
    return bad("the Content-Length header is ill-formed");
  }
  if (which == kTransferEncoding && !same_name(value, "chunked")) return bad("the Transfer-Encoding is not chunked");
  return std::nullopt;
}

class Lines {
 public:
  Fault add(std::string_view line) {
    if (++count_ > kMaxHeaders) return HeadFault{431, "too many headers"};
    if (line.front() == ' ' || line.front() == '\t') return bad("a folded header");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return bad("a header without a colon");
    const std::string_view name = line.substr(0, colon);
    if (name.empty() || !std::ranges::all_of(name, is_token)) return bad("a header's name is no token");
    const std::string_view value = trim(line.substr(colon + 1));
    if (std::ranges::any_of(value, [](char byte) { return is_control(byte) && byte != '\t'; })) {
      return bad("a control character in a header");
    }
    return note(name, value);
  }

  Fault finish() const {
    if (!seen_[kHost]) return bad("the Host header is missing");
    if (seen_[kContentLength] && seen_[kTransferEncoding]) return bad("both Content-Length and Transfer-Encoding");
    return std::nullopt;
  }

 private:
  Fault note(std::string_view name, std::string_view value) {
    const auto found = std::ranges::find_if(kOnce, [&](std::string_view once) { return same_name(once, name); });
    if (found == kOnce.end()) return std::nullopt;
    const auto which = static_cast<std::size_t>(found - kOnce.begin());
    if (seen_[which]) return bad("a header that may be there once is there twice");
    seen_.set(which);
    return check_value(which, value);
  }

  std::bitset<kOnce.size()> seen_;
  std::size_t count_ = 0;
};

}  // namespace

std::optional<HeadFault> check_partial_head(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char byte = bytes[at];
    if (!is_control(byte) || byte == '\t') continue;
    if (byte == '\r' && (at + 1 == bytes.size() || bytes[at + 1] == '\n')) continue;
    if (byte == '\n' && at > 0 && bytes[at - 1] == '\r') continue;
    return bad(byte == '\n' || byte == '\r' ? "a bare line break" : "a control character in the head");
  }
  return std::nullopt;
}

std::optional<HeadFault> check_raw_head(std::string_view head) {
  if (!head.ends_with("\r\n\r\n")) return bad("the head is cut short");
  if (auto fault = check_partial_head(head)) return fault;
  head.remove_suffix(2);
  const auto line_end = head.find("\r\n");
  if (auto fault = check_request_line(head.substr(0, line_end))) return fault;
  head.remove_prefix(line_end + 2);
  Lines lines;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    if (line.empty()) return bad("an empty line inside the head");
    if (auto fault = lines.add(line)) return fault;
    head.remove_prefix(line.size() + 2);
  }
  return lines.finish();
}

}  // namespace holdfast::http
