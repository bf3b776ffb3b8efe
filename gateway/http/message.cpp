#include "gateway/http/message.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/http/ascii.h"

namespace holdfast::http {
namespace {

using domain::Problem;

constexpr std::array<std::pair<std::string_view, Method>, 7> kMethods{{
    {"GET", Method::get},
    {"HEAD", Method::head},
    {"POST", Method::post},
    {"PUT", Method::put},
    {"PATCH", Method::patch},
    {"DELETE", Method::delete_},
    {"OPTIONS", Method::options},
}};

}  // namespace

std::string_view method_name(Method method) { return kMethods.at(std::to_underlying(method)).first; }

std::optional<Method> parse_method(std::string_view name) {
  const auto found = std::ranges::find(kMethods, name, &std::pair<std::string_view, Method>::first);
  return found == kMethods.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::string_view> Pairs::first(std::string_view name) const {
  const auto found = std::ranges::find(pairs_, name, &Pair::first);
  return found == pairs_.end() ? std::nullopt : std::optional<std::string_view>{found->second};
}

std::vector<std::string_view> Pairs::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : pairs_) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

domain::Result<std::optional<std::string_view>> Pairs::one(std::string_view name) const {
  if (std::ranges::count(pairs_, name, &Pair::first) > 1) {
    return domain::fail(Problem::malformed_request, "a parameter is there twice", std::string{name});
  }
  return first(name);
}

domain::Result<void> Pairs::only(std::initializer_list<std::string_view> names) const {
  for (const auto& [key, value] : pairs_) {
    if (std::ranges::find(names, key) == names.end()) {
      return domain::fail(Problem::malformed_request, "a parameter that is not known here");
    }
    if (const auto read = one(key); !read) return std::unexpected(read.error());
  }
  return {};
}

std::string_view RequestHead::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const Pairs::Pair& one) { return same_name(one.first, name); });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::string RequestHead::media_type() const {
  const std::string_view value = header("content-type");
  return to_lower(trim(value.substr(0, value.find(';'))));
}

}  // namespace holdfast::http
