#include "tests/bench/screening/letters.h"

#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "screening/screening.h"
#include "tests/unit/screening/disguises.h"

namespace holdfast::bench {
namespace {

constexpr int kOddOnesIn = 3;       // one sentence in so many has a number or a name put in,
constexpr int kNewParagraphIn = 7;  // and one in so many ends its paragraph

std::string repeated(std::string_view unit) {
  std::string text;
  while (text.size() + unit.size() <= screening::Engine::kMaxBytes) text += unit;
  return text;
}

}  // namespace

std::vector<std::string> corpus_letters(const std::string& root, std::string_view verdict, std::string_view language) {
  std::vector<std::string> made;
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator{root + "/tests/corpus"})
    if (file.path().extension() == ".jsonl") files.push_back(file.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      const auto letter = boost::json::parse(line).as_object();
      if (letter.at("verdict").as_string() == verdict && letter.at("lang").as_string() == language)
        made.emplace_back(letter.at("text").as_string());
    }
  }
  return made;
}

Letters::Letters(const std::string& root, std::string_view language, unsigned seed) : random_(seed) {
  for (const std::string& text : corpus_letters(root, "clear", language))
    for (const std::string_view sentence : screening::sentences_of(text)) sentences_.emplace_back(sentence);
}

std::string Letters::name() {
  static constexpr std::array<std::string_view, 18> kParts = {"ma", "ri",  "to", "len", "dar", "vis",
                                                              "ko", "pel", "an", "so",  "ber", "ti",
                                                              "ne", "ga",  "lu", "wen", "or",  "ith"};
  std::string made;
  for (std::size_t parts = 2 + below(3); parts > 0; --parts) made += kParts[below(kParts.size())];
  made[0] = static_cast<char>(made[0] - 'a' + 'A');
  return made;
}

std::string Letters::next(std::size_t bytes) {
  std::string letter;
  while (letter.size() < bytes) {
    std::string sentence = sentences_[below(sentences_.size())];
    if (below(kOddOnesIn) == 0)
      if (const std::size_t at = sentence.find(' ', below(sentence.size())); at != std::string::npos)
        sentence.insert(at, ' ' + (below(2) == 0 ? std::to_string(below(3000)) : name()));
    letter += sentence;
    letter += below(kNewParagraphIn) == 0 ? "\n\n" : " ";
  }
  return letter;
}

std::vector<std::string> Letters::next(std::size_t count, std::size_t bytes) {
  std::vector<std::string> made;
  made.reserve(count);
  for (std::size_t i = 0; i < count; ++i) made.push_back(next(bytes));
  return made;
}

std::vector<Hostile> hostile(const std::string& root) {
  std::string flagged;
  for (const std::string& text : corpus_letters(root, "quarantine", "en")) flagged += text + "\n\n";
  return {{"quarantine letters", repeated(flagged.substr(0, 30000))},
          {"one rule word", repeated("kill ")},
          {"a threat for ever", repeated("i will kill you? ")},
          {"no sentence end", repeated("i will you know where when get out find and ")},
          {"words with signs", repeated("you're i'll he'd kill'em y'all ")},
          {"numbers", repeated("555-1234 $500 10:30 2nd ")},
          {"lone letters and dots", repeated("k 1 l-l.")},
          {"half zero-width", repeated("a\xE2\x80\x8B")},
          {"broken UTF-8", repeated("\xF0\x9F")},
          {"base64", repeated("V3JpdGUgbWUuIE1hcmxvdw ")}};
}

}  // namespace holdfast::bench
