// Letters to measure with: all different, none seen before.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::bench {

// Sentences of the clear letters of the corpus in another order, with numbers and made-up names put in: honest writing,
// of about `bytes` a letter, of which no two are alike.
class Letters {
 public:
  // `root` is the top of the source tree; `language` en or es.
  Letters(const std::string& root, std::string_view language, unsigned seed);
  std::string next(std::size_t bytes);
  std::vector<std::string> next(std::size_t count, std::size_t bytes);

 private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random_); }
  std::string name();

  std::vector<std::string> sentences_;
  std::mt19937 random_;
};

// The letters of the corpus with this verdict, as they are.
std::vector<std::string> corpus_letters(const std::string& root, std::string_view verdict, std::string_view language);

// 64 KB made to cost.
struct Hostile {
  std::string_view name;
  std::string text;
};
std::vector<Hostile> hostile(const std::string& root);

}  // namespace holdfast::bench
