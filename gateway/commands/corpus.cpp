#include "gateway/commands/corpus.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <map>
#include <set>

#include "gateway/json/value.h"
#include "screening/learned/model.h"

namespace holdfast::commands {
namespace {

using screening::Verdict;
using screening::learned::Sample;

std::uint32_t points_in(std::string_view text) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

std::string text_of(const json::Value& row, std::string_view field) {
  const auto* value = row.find(field);
  return value != nullptr && value->text() != nullptr ? *value->text() : std::string{};
}

// Why this is no row of the corpus; empty if it is one.
std::string fault(const json::Value& row) {
  if (row.object() == nullptr) return "an object is needed";
  const bool letter = row.find("spans") != nullptr;
  for (const auto& member : *row.object())
    if (!is_one_of(member.key, {"id", "lang", "verdict", "categories", "text"}) &&
        !is_one_of(member.key, letter ? std::initializer_list<std::string_view>{"spans", "group"}
                                      : std::initializer_list<std::string_view>{"pair"}))
      return "a labelled letter or passage has no field " + member.key;
  if (!letter && row.find("pair") == nullptr) return "neither spans (a letter) nor pair (a passage)";
  for (const char* field : {"id", "text"})
    if (text_of(row, field).empty()) return std::string{field} + " is missing";
  if (!is_one_of(text_of(row, "lang"), {"en", "es"})) return "lang: en or es";
  if (!is_one_of(text_of(row, "verdict"), {"clear", "review", "quarantine"}))
    return "verdict: clear, review or quarantine";
  const auto* categories = row.find("categories");
  if (categories == nullptr || categories->array() == nullptr) return "categories: a list";
  if (categories->array()->empty() != (text_of(row, "verdict") == "clear"))
    return "categories: none for clear, one at least for others";
  for (const auto& category : *categories->array())
    if (category.text() == nullptr ||
        !std::ranges::binary_search(screening::learned::kCategories, std::string_view{*category.text()}))
      return "categories: labels of the label list";
  return {};
}

std::string add_spans(const json::Value::Array& spans, Sample& sample) {
  for (const auto& span : spans) {
    const std::string quote = text_of(span, "quote");
    const std::size_t at = sample.text.find(quote);
    if (quote.empty() || at == std::string::npos) return "spans: each quote is a piece of the text";
    const std::uint32_t first = points_in(std::string_view{sample.text}.substr(0, at));
    sample.spans.push_back({first, first + points_in(quote), text_of(span, "category")});
  }
  return {};
}

std::expected<Sample, std::string> sample_of(std::string_view line) {
  const auto row = json::parse(line);
  if (!row) return std::unexpected("not JSON");
  if (auto why = fault(*row); !why.empty()) return std::unexpected(std::move(why));
  Sample made;
  made.id = text_of(*row, "id");
  made.language = text_of(*row, "lang");
  made.text = text_of(*row, "text");
  const std::string verdict = text_of(*row, "verdict");
  made.verdict = verdict == "quarantine" ? Verdict::quarantine : verdict == "review" ? Verdict::review : Verdict::clear;
  for (const auto& category : *row->find("categories")->array()) made.categories.push_back(*category.text());
  made.pair = text_of(*row, "pair");
  made.group = text_of(*row, "group");
  if (made.group.empty()) made.group = made.pair.empty() ? made.id : std::min(made.id, made.pair);
  if (const auto* spans = row->find("spans")) {
    made.letter = true;
    if (spans->array() == nullptr) return std::unexpected("spans: a list");
    if (auto why = add_spans(*spans->array(), made); !why.empty()) return std::unexpected(std::move(why));
  }
  return made;
}

// The first files were there before the rules, and those who wrote the rules had read them.
bool read_by_rules(const std::filesystem::path& path) {
  const std::string stem = path.stem().string();
  return stem == "letters_dev" || stem.starts_with('p') ||
         (stem.starts_with("letters_more") && (stem.ends_with("_a") || stem.ends_with("_b")));
}

// Names and numbers of a text.
std::set<std::string> marks_of(std::string_view text) {
  std::set<std::string> made;
  std::string word;
  const auto flush = [&] {
    if (word.size() > 2 && std::isalnum(static_cast<unsigned char>(word[0])) != 0 &&
        std::islower(static_cast<unsigned char>(word[0])) == 0)
      made.insert(word);
    word.clear();
  };
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80)
      word += c;
    else
      flush();
  }
  flush();
  return made;
}

// Letters that share two rare names or numbers tell one story, whatever their language: they are one group.
void relate(std::vector<Sample>& samples) {
  constexpr std::size_t kRare = 3;
  std::map<std::string, std::vector<std::size_t>> bearers;
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (samples[i].letter)
      for (const std::string& mark : marks_of(samples[i].text)) bearers[mark].push_back(i);
  std::map<std::pair<std::size_t, std::size_t>, unsigned> shared;
  for (const auto& [mark, who] : bearers)
    if (who.size() <= kRare)
      for (std::size_t a = 0; a < who.size(); ++a)
        for (std::size_t b = a + 1; b < who.size(); ++b) ++shared[{who[a], who[b]}];
  for (const auto& [two, count] : shared) {
    const std::string from = samples[two.second].group;
    const std::string to = samples[two.first].group;
    if (count < 2 || from == to) continue;
    for (Sample& sample : samples)
      if (sample.group == from) sample.group = to;
  }
}

}  // namespace

std::expected<std::vector<Sample>, std::string> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& place : {folder, folder / "passages"}) {
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(place, failed))
      if (entry.path().extension() == ".jsonl") paths.push_back(entry.path());
  }
  if (paths.empty()) return std::unexpected(folder.string() + ": no corpus (*.jsonl) here");
  std::ranges::sort(paths);
  std::vector<Sample> samples;
  std::set<std::string> ids;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::unexpected(path.string() + ": cannot be read");
    const bool ordinary = path.stem().string().starts_with("ordinary");
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      if (line.empty()) continue;
      auto sample = sample_of(line);
      if (sample && !ids.insert(sample->id).second) sample = std::unexpected("this id is there twice");
      if (sample && ordinary && (!sample->letter || sample->verdict != Verdict::clear))
        sample = std::unexpected("ordinary writing has spans, none, and is clear");
      if (!sample) return std::unexpected(path.string() + ':' + std::to_string(number) + ": " + sample.error());
      sample->ordinary = ordinary;
      sample->read_by_rules = read_by_rules(path);
      samples.push_back(std::move(*sample));
    }
  }
  relate(samples);
  return samples;
}

}  // namespace holdfast::commands
