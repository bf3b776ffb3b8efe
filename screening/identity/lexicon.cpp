#include "screening/identity/lexicon.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "screening/identity/data.h"
#include "screening/identity/fold.h"

namespace holdfast::screening::identity {
namespace {

bool holds(const std::vector<std::uint32_t>& ids, std::uint32_t id) { return std::ranges::binary_search(ids, id); }

}  // namespace

const Lexicon& Lexicon::ours() {
  static const Lexicon one = [] {
    Lexicon made;
    made.read_nicknames(data::kNicknamesEn);
    made.read_nicknames(data::kNicknamesEs);
    made.read_frequent(data::kFrequent);
    made.read_marks(data::kMarks);
    made.relate();
    return made;
  }();
  return one;
}

Known& Lexicon::entry(std::string_view word) {
  const auto [place, fresh] = known_.try_emplace(std::string(word));
  if (fresh) place->second.id = static_cast<std::uint32_t>(known_.size() - 1);
  return place->second;
}

void Lexicon::read_nicknames(std::string_view text) {
  each_line(text, [&](std::string_view head, const std::vector<std::string>& words) {
    const std::uint32_t formal = entry(head).id;
    entry(head).formal = true;
    for (const std::string& word : words) {
      auto& formals = entry(word).formals;
      if (word != head && !holds(formals, formal)) formals.insert(std::ranges::upper_bound(formals, formal), formal);
    }
  });
}

void Lexicon::read_frequent(std::string_view text) {
  each_line(text, [&](std::string_view head, const std::vector<std::string>& words) {
    const auto space = head.find(' ');
    const std::string_view number = head.substr(space + 1);
    int share = 0;
    std::from_chars(number.data(), number.data() + number.size(), share);
    for (const std::string& word : words) {
      Known& known = entry(word);
      float& held = head.starts_with("given") ? known.given : known.surname;
      held = std::max(held, static_cast<float>(share));
    }
  });
}

void Lexicon::read_marks(std::string_view text) {
  each_line(text, [&](std::string_view head, const std::vector<std::string>& words) {
    const Mark mark = head == "title" ? Mark::title : head == "suffix" ? Mark::suffix : Mark::particle;
    for (const std::string& word : words) marks_.emplace(word, mark);
  });
}

const Known* Lexicon::find(std::string_view word) const {
  const auto found = known_.find(word);
  return found == known_.end() ? nullptr : &found->second;
}

Mark Lexicon::mark(std::string_view word) const {
  const auto found = marks_.find(word);
  return found == marks_.end() ? Mark::none : found->second;
}

Kinship Lexicon::kinship(const Known& left, const Known& right) {
  if (holds(left.formals, right.id) || holds(right.formals, left.id)) {
    return left.formal && right.formal ? Kinship::variant : Kinship::short_of;
  }
  const auto shared = [&](std::uint32_t id) { return holds(right.formals, id); };
  return std::ranges::any_of(left.formals, shared) ? Kinship::same_formal : Kinship::none;
}

// Once, when all is read: what a word is short for, what is short for it, and what else is short for the same.
void Lexicon::relate() {
  std::vector<std::vector<std::string>> short_forms(known_.size());
  std::vector<std::string> words(known_.size());
  for (const auto& [word, known] : known_) {
    words[known.id] = word;
    for (const std::uint32_t formal : known.formals) short_forms[formal].push_back(word);
  }
  related_.resize(known_.size());
  for (const auto& [word, known] : known_) {
    auto& all = related_[known.id];
    all = short_forms[known.id];
    for (const std::uint32_t formal : known.formals) {
      all.push_back(words[formal]);
      std::ranges::copy(short_forms[formal], std::back_inserter(all));
    }
    std::ranges::sort(all);
    const auto again = std::ranges::unique(all);
    all.erase(again.begin(), again.end());
    std::erase(all, word);
  }
}

const std::vector<std::string>& Lexicon::related(const Known& known) const { return related_[known.id]; }

std::size_t Lexicon::formal_names() const {
  return static_cast<std::size_t>(std::ranges::count_if(known_, [](const auto& one) { return one.second.formal; }));
}

}  // namespace holdfast::screening::identity
