#include "screening/match/pack_parser.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "screening/match/plain_toml.h"
#include "screening/match/toml_fields.h"

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
    if (const auto fault = not_plain(file.text)) throw Refused{fault->line, std::string{fault->what}};
    try {
      return toml::parse(file.text, file.name);
    } catch (const toml::parse_error& error) {
      throw Refused{error.source().begin.line, std::string{error.description()}};
    }
  }

  Place place(const toml::node& node) const { return {file_->name, line_of(node)}; }

  void shared(const toml::table& root) {
    allow_only(root, {"macros", "contexts", "acrostics", "policy"});
    if (const auto* macros = root["macros"].as_table())
      for (const auto& [name, value] : *macros) pack_.macros.emplace(name.str(), text(value));
    if (const auto* contexts = root["contexts"].as_table())
      for (const auto& [name, value] : *contexts) context(std::string{name.str()}, value);
    std::ranges::move(texts(root, "acrostics", false), std::back_inserter(pack_.acrostics));
    if (const toml::node* node = root.get("policy")) take_policy(*node);
  }

  void take_policy(const toml::node& node) {
    if (node.as_table() == nullptr) refuse(node, "[policy] is wanted");
    if (has_policy_) refuse(node, "a second policy; a set has one at most");
    has_policy_ = true;
    pack_.policy = policy(*node.as_table());
  }

  void context(std::string name, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) refuse(node, "a context is a table");
    allow_only(*table, {"before", "inside", "sentence", "gap"});
    Context made{lines(*table, "before", false), lines(*table, "inside", false), lines(*table, "sentence", false), 4,
                 place(node)};
    if (const toml::node* gap = table->get("gap")) made.gap = number(*gap, 0, 12, "gap is 0 to 12 words");
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

  // What rules and composites have in common.
  template <typename Made>
  void common(const toml::table& table, Made& made) {
    made.id = new_id(table);
    made.category = category_;
    made.language = language_;
    made.level = level(table, category_);
    made.about = about(table);
    if (made.about.seconded != Seconded::no && made.level == Level::signal)
      refuse(need(table, "seconded"), "a signal finds nothing by itself, so nothing can wait for the learned layer");
    made.description_en = text(need(table, "en"));
    made.description_es = text(need(table, "es"));
    made.examples = examples(table, made.about.status);
    made.place = place(table);
  }

  void rule(const toml::table& table) {
    allow_only(table, {"id", "level", "patterns", "unless", "requires", "scope", "view", "target", "weight", "status",
                       "seconded", "added", "note", "en", "es", "must_match", "must_not_match"});
    Rule made;
    common(table, made);
    made.patterns = lines(table, "patterns", true);
    if (made.patterns.empty()) refuse(table, "a rule without patterns");
    // Ids have dots in them and contexts have none.
    for (std::string& name : texts(table, "unless", false))
      (name.contains('.') ? made.unless_rules : made.unless).push_back(std::move(name));
    made.required = texts(table, "requires", false);
    made.scope = scope(table);
    if (table.contains("scope") && made.required.empty() && made.unless_rules.empty())
      refuse(need(table, "scope"),
             "scope says where 'requires' and rules under 'unless' are looked for; there are none");
    made.views = views(table);
    pack_.rules.push_back(std::move(made));
  }

  void composite(const toml::table& table) {
    allow_only(table, {"id", "level", "all", "target", "weight", "status", "seconded", "added", "note", "en", "es",
                       "must_match", "must_not_match"});
    Composite made;
    common(table, made);
    if (made.level == Level::signal) refuse(need(table, "level"), "a composite must be review or quarantine");
    made.all = texts(table, "all", true);
    pack_.composites.push_back(std::move(made));
  }

  Pack& pack_;
  const RuleFile* file_ = nullptr;
  std::string category_;
  std::string language_;
  std::set<std::string> ids_;
  bool has_policy_ = false;
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
