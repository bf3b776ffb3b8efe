// Ways to hide words, and honest writing that looks a little like hiding: for the evasion table and its tests.
// Deterministic: the same text gives the same disguise.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening {

// How a disguise is judged: what the aims in docs/screening.md are stated for.
enum class Family : unsigned char { same_letters, crowded, wrong_letters, beyond };

struct Disguise {
  std::string_view name;
  Family family{};
  std::function<std::string(std::u32string_view word)> of_word;
  std::function<std::string(std::string_view text)> of_text;  // where words by themselves do not tell; else empty
};

// Share of plainly flagged sentences that must stay flagged, in percent; 0: none is promised.
int aim_of(Family family);

std::span<const Disguise> disguises();

// Every word of the text in disguise.
std::string disguise_all(const Disguise& disguise, std::string_view text);
// Only the longest word between these bytes.
std::string disguise_one(const Disguise& disguise, std::string_view text, std::size_t begin, std::size_t end);

// What an honest writer may add or do to a letter.
struct Manner {
  std::string_view name;
  std::function<std::string(std::string_view letter)> of;
};
std::span<const Manner> manners();

// Sentences by their ends . ! ? and empty lines, each with what ends it.
std::vector<std::string_view> sentences_of(std::string_view text);

}  // namespace holdfast::screening
