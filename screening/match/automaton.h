// A pattern as an automaton over characters: what decides whether, and where, it matches (search.h), and what its words
// are read from (steps.h).
//
// Immutable after it is made.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::match {

class Automaton {
 public:
  // Of a pattern that RE2 has accepted: characters, [classes], (?:groups), |, repetition, \b and \z.
  explicit Automaton(std::string_view pattern);

  static constexpr std::uint32_t kNone = ~0U;
  enum class Kind : std::uint8_t {
    links,      // goes on without reading: to the first of its links that leads to the end
    character,  // reads `reads`
    of_class,   // reads a character of a class
    edge,       // goes on where a word begins or ends, and
    last,       // where the text ends
    end,        // the match is complete
  };
  struct Node {
    Kind kind{};
    char reads{};
    std::uint16_t of_class{};
    std::uint32_t to = kNone;  // the next node, or the first of the links
  };
  struct Class {
    std::bitset<128> holds;
    std::string characters;
  };

  static constexpr std::uint32_t kBegin = 0;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] const Node& node(std::uint32_t number) const { return nodes_[number]; }
  [[nodiscard]] const Class& class_of(const Node& node) const { return classes_[node.of_class]; }
  // In order: an earlier one is preferred.
  template <typename Take>
  void each_link(const Node& node, Take take) const {
    for (std::uint32_t at = node.to; links_[at] != kNone; ++at) take(links_[at]);
  }
  // What a match may begin with, and what may stand after that. Some characters share their answer.
  [[nodiscard]] bool may_begin(char c, char next) const { return first_[pair_of(c, next)]; }
  [[nodiscard]] bool may_be_empty() const { return may_be_empty_; }

 private:
  class Builder;
  static std::size_t pair_of(char c, char next) {
    return (static_cast<unsigned char>(c) & 31U) << 5U | (static_cast<unsigned char>(next) & 31U);
  }
  void shorten();
  void note_first();
  // What may be read next from there; false if the match may end first.
  bool note_next(std::uint32_t from, std::bitset<128>& next, std::vector<std::uint32_t>& readers) const;

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> links_;  // those of a node follow each other; kNone ends them
  std::vector<Class> classes_;
  std::bitset<1024> first_;  // by pair_of
  bool may_be_empty_ = false;
};

}  // namespace holdfast::screening::match
