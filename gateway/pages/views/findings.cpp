#include "gateway/pages/views/findings.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <set>

namespace holdfast::pages {
namespace {

// Where each code point begins, and where the text ends. Empty: the text is no UTF-8.
std::vector<std::size_t> beginnings(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  std::vector<std::size_t> at;
  at.reserve(text.size() + 1);
  for (std::int64_t next = 0; next < size;) {
    at.push_back(static_cast<std::size_t>(next));
    UChar32 c = 0;
    U8_NEXT(bytes, next, size, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (c < 0) return {};
  }
  at.push_back(text.size());
  return at;
}

struct Edge {
  std::size_t at;  // code point
  bool begins;
  std::size_t finding;
};

std::vector<Edge> edges_of(std::span<const FindingView> findings, std::size_t length) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto start = std::min(findings[i].start, length);
    const auto end = std::min(findings[i].end, length);
    if (start >= end) continue;
    edges.push_back({start, true, i});
    edges.push_back({end, false, i});
  }
  std::ranges::sort(edges, {}, &Edge::at);
  return edges;
}

}  // namespace

std::vector<Segment> cut(std::string_view text, std::span<const FindingView> findings) {
  const auto begins = beginnings(text);
  if (text.empty()) return {};
  if (begins.empty()) return {{std::string(text), {}}};
  const auto length = begins.size() - 1;
  std::vector<Segment> segments;
  std::set<std::size_t> open;
  std::size_t done = 0;
  const auto emit = [&](std::size_t until) {
    if (until == done) return;
    segments.push_back(
        {std::string(text.substr(begins[done], begins[until] - begins[done])), {open.begin(), open.end()}});
    done = until;
  };
  for (const auto& edge : edges_of(findings, length)) {
    emit(edge.at);
    if (edge.begins) {
      open.insert(edge.finding);
    } else {
      open.erase(edge.finding);
    }
  }
  emit(length);
  return segments;
}

}  // namespace holdfast::pages
