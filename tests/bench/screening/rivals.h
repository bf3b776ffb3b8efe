// Other engines with the same patterns on the same folded text. They only say which patterns match; none tells a place,
// takes a match back or explains.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::bench {

struct Rival {
  std::string name;
  double build_ms{};
  std::function<std::size_t(std::string_view text)> count;  // patterns that match somewhere in the text
};

// Where Hyperscan is not installed it is not among them.
std::vector<Rival> rivals(std::span<const std::string> patterns);

}  // namespace holdfast::bench
