// The corpus as numbers: what training and validation go through again and again, made once.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "screening/learned/features.h"
#include "screening/learned/model.h"
#include "screening/learned/trainer.h"

namespace holdfast::screening::learned {

// All features seen, numbered as they come.
class Book {
 public:
  template <class Name>
  std::uint32_t number(Family family, std::uint64_t key, const Name& name) {
    const auto [at, is_new] = numbers_.try_emplace(key, static_cast<std::uint32_t>(families.size()));
    if (is_new) {
      families.push_back(family);
      names.push_back(name());
    }
    return at->second;
  }
  std::vector<Family> families;
  std::vector<std::string> names;

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
};

// One passage, or one excerpt.
struct Example {
  std::vector<std::uint32_t> features;  // each as often as it occurs
  float spread{};
  float count{};
  bool harmful{};
  bool excerpt{};
  Passage place;  // in its letter
  std::uint32_t sample{};
  std::array<bool, kCategories.size()> labels{};
};

class Material {
 public:
  // Both must outlive it.
  Material(const std::vector<Sample>& samples, const Lexicon& lexicon);

  Book book;
  std::vector<Example> examples;  // a letter's follow one another: its passages in order, then its excerpts
  std::vector<std::pair<std::uint32_t, std::uint32_t>> twins;  // harmful, honest
  [[nodiscard]] const std::vector<Sample>& samples() const { return samples_; }

 private:
  void add(std::uint32_t index);
  Example& note(std::uint32_t index, const Reading& reading, std::span<const Hint> hints, const Passage& passage);
  void pair_letters();

  const std::vector<Sample>& samples_;
  const Lexicon& lexicon_;
};

}  // namespace holdfast::screening::learned
