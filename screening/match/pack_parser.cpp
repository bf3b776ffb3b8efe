#include "screening/match/pack_parser.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <string_view>

namespace holdfast::screening::match {
namespace {

constexpr std::array<std::string_view, 18> kCategories = {"threat",
                                                          "surveillance",
                                                          "coercion",
                                                          "third_party_contact",
                                                          "sexual_content",
                                                          "self_harm_manipulation",
                                                          "degradation",
                                                          "identity_exposure",
                                                          "contact_solicitation",
                                                          "victim_blaming",
                                                          "forgiveness_demand",
                                                          "obsessive_attachment",
                                                          "graphic_detail",
                                                          "benefit_seeking",
                                                          "religious_pressure",
                                                          "enclosure_or_gift",
                                                          "concealment",
                                                          "welfare"};
constexpr std::size_t kFewestExamples = 2;

// Thrown and caught inside this file only: a parser's errors come from deep inside.
struct Refused {
  std::uint32_t line;
  std::string what;
};

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

[[noreturn]] void refuse(const toml::node& node, std::string what) { throw Refused{line_of(node), std::move(what)}; }

void allow_only(const toml::table& table, std::initializer_list<std::string_view> keys) {
  for (const auto& [key, value] : table)
    if (std::ranges::find(keys, key.str()) == keys.end())
      throw Refused{key.source().begin.line, "unknown key '" + std::string{key.str()} + "'"};
}

const toml::node& need(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) refuse(table, "'" + std::string{key} + "' is missing");
  return *node;
}

std::string text(const toml::node& node) {
  const auto value = node.value<std::string>();
  if (!node.is_string() || !value || value->empty()) refuse(node, "a text that is not empty is wanted here");
  return *value;
}

std::vector<Pattern> lines(const toml::table& table, std::string_view key, bool required) {
  std::vector<Pattern> found;
  if (!required && !table.contains(key)) return found;
  const toml::node& node = need(table, key);
  const toml::array* array = node.as_array();
  if (array == nullptr) refuse(node, "'" + std::string{key} + "' must be a list of texts");
  for (const toml::node& item : *array) found.push_back({text(item), line_of(item)});
  return found;
}

std::vector<std::string> texts(const toml::table& table, std::string_view key, bool required) {
  std::vector<std::string> found;
  for (Pattern& line : lines(table, key, required)) found.push_back(std::move(line.text));
  return found;
}

Level level(const toml::table& table, std::string_view category) {
  const toml::node& node = need(table, "level");
  const std::string name = text(node);
  if (name == "signal") return Level::signal;
  if (name == "review") return Level::review;
  if (name != "quarantine") refuse(node, "level must be signal, review or quarantine");
  if (category == "welfare") refuse(node, "welfare is never worse than review");
  return Level::quarantine;
}

Examples examples(const toml::table& table) {
  Examples found{texts(table, "must_match", true), texts(table, "must_not_match", true)};
  if (found.must_match.size() < kFewestExamples) refuse(need(table, "must_match"), "two examples at least");
  if (found.must_not_match.size() < kFewestExamples)
    refuse(need(table, "must_not_match"), "two counter-examples at least");
  return found;
}

class Parser {
 public:
  explicit Parser(Pack& pack) : pack_(pack) {}

  void parse(const RuleFile& file) {
    file_ = &file;
    const toml::table root = parsed(file);
    if (root.contains("category")) return rules(root);
    shared(root);
  }

 private:
  static toml::table parsed(const RuleFile& file) {
    try {
      return toml::parse(file.text, file.name);
    } catch (const toml::parse_error& error) {
      throw Refused{error.source().begin.line, std::string{error.description()}};
    }
  }

  Place place(const toml::node& node) const { return {file_->name, line_of(node)}; }

  void shared(const toml::table& root) {
    allow_only(root, {"macros", "contexts", "acrostics"});
    if (const auto* macros = root["macros"].as_table())
      for (const auto& [name, value] : *macros) pack_.macros.emplace(name.str(), text(value));
    if (const auto* contexts = root["contexts"].as_table())
      for (const auto& [name, value] : *contexts) context(std::string{name.str()}, value);
    std::ranges::move(texts(root, "acrostics", false), std::back_inserter(pack_.acrostics));
  }

  void context(std::string name, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) refuse(node, "a context is a table");
    allow_only(*table, {"before", "inside", "sentence", "gap"});
    Context made{lines(*table, "before", false), lines(*table, "inside", false), lines(*table, "sentence", false), 4,
                 place(node)};
    if (const toml::node* gap = table->get("gap")) {
      const auto words = gap->value<std::int64_t>();
      if (!words || *words < 0 || *words > 12) refuse(*gap, "gap is 0 to 12 words");
      made.gap = static_cast<std::uint32_t>(*words);
    }
    pack_.contexts.emplace(std::move(name), std::move(made));
  }

  void rules(const toml::table& root) {
    allow_only(root, {"category", "language", "rule", "composite"});
    category_ = text(need(root, "category"));
    if (std::ranges::find(kCategories, category_) == kCategories.end())
      refuse(need(root, "category"), "no such category: " + category_);
    language_ = text(need(root, "language"));
    if (language_ != "en" && language_ != "es" && language_ != "any")
      refuse(need(root, "language"), "language must be en, es or any");
    each(root, "rule", [&](const toml::table& table) { rule(table); });
    each(root, "composite", [&](const toml::table& table) { composite(table); });
  }

  template <typename Take>
  void each(const toml::table& root, std::string_view key, Take take) {
    const toml::node* node = root.get(key);
    if (node == nullptr) return;
    if (!node->is_array_of_tables()) refuse(*node, "[[" + std::string{key} + "]] is wanted");
    for (const toml::node& item : *node->as_array()) take(*item.as_table());
  }

  std::string new_id(const toml::table& table) {
    std::string id = text(need(table, "id"));
    if (!ids_.insert(id).second) refuse(need(table, "id"), "id used twice: " + id);
    if (id.starts_with("engine.")) refuse(need(table, "id"), "ids that begin with engine. are the engine's own");
    return id;
  }

  void rule(const toml::table& table) {
    allow_only(table, {"id", "level", "patterns", "unless", "en", "es", "must_match", "must_not_match"});
    Rule made;
    made.id = new_id(table);
    made.category = category_;
    made.language = language_;
    made.level = level(table, category_);
    made.patterns = lines(table, "patterns", true);
    if (made.patterns.empty()) refuse(table, "a rule without patterns");
    made.unless = texts(table, "unless", false);
    made.description_en = text(need(table, "en"));
    made.description_es = text(need(table, "es"));
    made.examples = examples(table);
    made.place = place(table);
    pack_.rules.push_back(std::move(made));
  }

  void composite(const toml::table& table) {
    allow_only(table, {"id", "level", "all", "en", "es", "must_match", "must_not_match"});
    Composite made;
    made.id = new_id(table);
    made.category = category_;
    made.language = language_;
    made.level = level(table, category_);
    if (made.level == Level::signal) refuse(need(table, "level"), "a composite must be review or quarantine");
    made.all = texts(table, "all", true);
    made.description_en = text(need(table, "en"));
    made.description_es = text(need(table, "es"));
    made.examples = examples(table);
    made.place = place(table);
    pack_.composites.push_back(std::move(made));
  }

  Pack& pack_;
  const RuleFile* file_ = nullptr;
  std::string category_;
  std::string language_;
  std::set<std::string> ids_;
};

}  // namespace

std::expected<Pack, LoadError> parse_packs(std::span<const RuleFile> files) {
  Pack pack;
  Parser parser{pack};
  for (const RuleFile& file : files) {
    try {
      parser.parse(file);
    } catch (const Refused& refused) {
      return std::unexpected(LoadError{file.name, refused.line, refused.what});
    }
  }
  if (pack.rules.empty()) return std::unexpected(LoadError{files.empty() ? "" : files.front().name, 0, "no rules"});
  return pack;
}

}  // namespace holdfast::screening::match
