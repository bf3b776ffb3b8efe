#include "tests/unit/gateway/pages/html.h"

#include <cctype>

namespace holdfast::pages::testing {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// The attributes of a tag, from after its name to its end; quoted values may hold anything but their quote.
std::size_t read_attributes(std::string_view html, std::size_t at, Tag& tag) {
  while (at < html.size() && html[at] != '>') {
    if (is_space(html[at]) || html[at] == '/') {
      ++at;
      continue;
    }
    const auto begin = at;
    while (at < html.size() && !is_space(html[at]) && html[at] != '=' && html[at] != '>') ++at;
    const std::string name(html.substr(begin, at - begin));
    std::string value;
    if (at < html.size() && html[at] == '=') {
      ++at;
      const char quote = at < html.size() && (html[at] == '"' || html[at] == '\'') ? html[at] : ' ';
      if (quote != ' ') ++at;
      const auto from = at;
      while (at < html.size() && html[at] != quote && !(quote == ' ' && (html[at] == '>' || is_space(html[at])))) ++at;
      value = std::string(html.substr(from, at - from));
      if (quote != ' ') ++at;
    }
    tag.attributes[name] = value;
  }
  return at < html.size() ? at + 1 : at;
}

}  // namespace

std::vector<Tag> tags(std::string_view html) {
  std::vector<Tag> found;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    const auto begin = at++;
    if (at >= html.size() || !(is_letter(html[at]) || html[at] == '/' || html[at] == '!')) continue;
    Tag tag;
    tag.at = begin;
    const auto from = at++;
    while (at < html.size() && !is_space(html[at]) && html[at] != '>') ++at;
    tag.name = std::string(html.substr(from, at - from));
    at = read_attributes(html, at, tag);
    tag.end = at;
    found.push_back(std::move(tag));
  }
  return found;
}

std::string inside(std::string_view html, std::string_view name) {
  const auto all = tags(html);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].name != name) continue;
    for (auto j = i + 1; j < all.size(); ++j) {
      if (all[j].name == "/" + std::string(name)) return std::string(html.substr(all[i].end, all[j].at - all[i].end));
    }
  }
  return {};
}

}  // namespace holdfast::pages::testing
