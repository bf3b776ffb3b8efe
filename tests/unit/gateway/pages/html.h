// As much of an HTML reader as the tests need: tags with their attributes, in order, as a browser would find them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::pages::testing {

struct Tag {
  std::string name;  // "/p" for an end
  std::map<std::string, std::string> attributes;
  std::size_t at = 0;  // where it begins in the page
  std::size_t end = 0;

  std::string get(const std::string& attribute) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? std::string{} : found->second;
  }
  bool has(const std::string& attribute) const { return attributes.contains(attribute); }
};

std::vector<Tag> tags(std::string_view html);
// The text between the first <name …> and its </name>.
std::string inside(std::string_view html, std::string_view name);

}  // namespace holdfast::pages::testing
