#include "screening/identity/lexicon.h"

#include <algorithm>
#include <charconv>

#include "screening/identity/data.h"
#include "screening/identity/fold.h"

namespace holdfast::screening::identity {
namespace {

// Calls take(head, words) for each `head: word word ...`.
template <typename Take>
void each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    // words_of() takes a name's length at a time; these lines are longer.
    std::vector<std::string> words;
    std::string_view rest = line.substr(colon + 1);
    while (!rest.empty()) {
      const std::string_view piece = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
      for (Word& word : words_of(piece)) words.push_back(std::move(word.text));
    }
    take(line.substr(0, colon), words);
  }
}

bool holds(const std::vector<std::uint32_t>& ids, std::uint32_t id) { return std::ranges::binary_search(ids, id); }

}  // namespace

const Lexicon& Lexicon::ours() {
  static const Lexicon one = [] {
    Lexicon made;
    made.read_nicknames(data::kNicknamesEn);
    made.read_nicknames(data::kNicknamesEs);
    made.read_frequent(data::kFrequent);
    made.read_marks(data::kMarks);
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

std::vector<std::uint32_t> Lexicon::formals_of(const Known& known) const {
  auto out = known.formals;
  if (known.formal) out.push_back(known.id);
  return out;
}

std::size_t Lexicon::formal_names() const {
  return static_cast<std::size_t>(std::ranges::count_if(known_, [](const auto& one) { return one.second.formal; }));
}

}  // namespace holdfast::screening::identity
