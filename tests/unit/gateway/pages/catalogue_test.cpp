// Catalogues and templates are whole, or nothing is loaded: a missing sentence is found here and not by a reader.
#include "gateway/pages/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "gateway/pages/templates.h"
#include "screening/text/languages.h"
#include "screening/text/views.h"
#include "tests/unit/gateway/pages/samples.h"

namespace holdfast::pages {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::settings_for_tests;

// A folder of this test's own, gone afterwards.
class Folder {
 public:
  Folder() {
    auto name = (fs::temp_directory_path() / "holdfast-pages-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  ~Folder() { fs::remove_all(path_); }

  fs::path write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
    return path_ / name;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string why_refused(const std::string& english, const std::string& spanish, const std::string& override_text = "") {
  const Folder folder;
  folder.write("en.toml", english);
  folder.write("es.toml", spanish);
  std::vector<fs::path> overrides;
  if (!override_text.empty()) overrides.push_back(folder.write("county.messages.en.toml", override_text));
  const auto loaded = Catalogue::load(folder.path(), overrides);
  return loaded ? "" : std::string(loaded.error().why) + ": " + loaded.error().field;
}

TEST(Catalogue, is_refused_if_a_language_lacks_a_key) {
  EXPECT_EQ(why_refused("\"a.b\" = \"x\"\n\"a.c\" = \"y\"", "\"a.b\" = \"x\""), "message missing in a language: a.c");
  EXPECT_EQ(why_refused("\"a.b\" = \"x\"", "\"a.b\" = \"x\"\n\"a.c\" = \"y\""), "message missing in a language: a.c");
}

TEST(Catalogue, is_refused_if_arguments_differ) {
  EXPECT_EQ(why_refused("\"a\" = \"{n} letters\"", "\"a\" = \"{m} cartas\""),
            "message with different arguments in two languages: a");
}

TEST(Catalogue, is_refused_if_a_message_cannot_be_read) {
  EXPECT_EQ(why_refused("\"a\" = \"{n, plural, one {x}\"", "\"a\" = \"x\""), "not an ICU message: en.toml: a");
  EXPECT_EQ(why_refused("\"a\" = 3", "\"a\" = \"x\""), "not an ICU message: en.toml: a");
  EXPECT_EQ(why_refused("\"a\" = \"{0}\"", "\"a\" = \"{0}\""), "not an ICU message: en.toml: a");
  EXPECT_EQ(why_refused("\"a\" = ", "\"a\" = \"x\""), "message catalogue cannot be read: en.toml");
  const Folder empty;
  EXPECT_FALSE(Catalogue::load(empty.path(), {}).has_value());
}

TEST(Overrides, may_not_invent_a_message_or_change_its_arguments) {
  EXPECT_EQ(why_refused("\"a\" = \"x\"", "\"a\" = \"x\"", "\"b\" = \"y\""),
            "override of a message that does not exist: b");
  EXPECT_EQ(why_refused("\"a\" = \"x\"", "\"a\" = \"x\"", "\"a\" = \"{n}\""),
            "override with other arguments than its message: a");
  EXPECT_EQ(why_refused("\"a\" = \"x\"", "\"a\" = \"x\"", "\"a\" = \"ours\""), "");
}

TEST(Overrides, replace_a_message_on_the_pages) {
  const Folder folder;
  auto settings = settings_for_tests();
  settings.overrides = {folder.write("county.messages.en.toml", "\"home.title\" = \"Good <day>\"")};
  const auto pages = Pages::load(settings);
  ASSERT_TRUE(pages.has_value());
  Frame frame;
  EXPECT_THAT(pages->render(frame, HomeView{}), HasSubstr("<h1>Good &lt;day&gt;</h1>"));
  EXPECT_EQ(pages->text(Lang::en, "home.title"), "Good <day>");
  EXPECT_EQ(pages->text(Lang::en, "help.line.text", {{"name", "A"}, {"phone", "{b}"}}), "A: {b}");
}

class TemplateFiles : public ::testing::Test {
 protected:
  std::string why_refused(const std::string& page) {
    folder_.write("en.toml", "\"a.b\" = \"x\"\n\"a.n\" = \"{n}\"");
    folder_.write("es.toml", "\"a.b\" = \"x\"\n\"a.n\" = \"{n}\"");
    folder_.write("_layout_quiet.tpl", "<p>[[content]]</p>");
    folder_.write("_loop.tpl", "[[> loop]]");
    folder_.write("page.tpl", page);
    const auto catalogue = Catalogue::load(folder_.path(), {});
    const auto loaded = Templates::load(folder_.path(), *catalogue, {{"icon.svg", "/assets/icon.svg"}});
    return loaded ? "" : std::string(loaded.error().why) + ": " + loaded.error().field;
  }

  Folder folder_;
};

TEST_F(TemplateFiles, are_refused_if_they_ask_for_what_is_not_there) {
  EXPECT_EQ(why_refused("[[layout quiet]][[a.b]][[@icon.svg]]"), "");
  EXPECT_EQ(why_refused("[[layout quiet]][[a.z]]"), "template asks for a message that does not exist: page: a.z");
  EXPECT_EQ(why_refused("[[layout quiet]][[a.n]]"), "template asks for a message with arguments: page: a.n");
  EXPECT_EQ(why_refused("[[layout quiet]][[@nothing.css]]"), "asset is not in the manifest: page: nothing.css");
  EXPECT_EQ(why_refused("[[layout quiet]][[> nothing]]"), "template part cannot be read: page: nothing");
  EXPECT_EQ(why_refused("[[layout quiet]][[> loop]]"), "template part cannot be read: page: loop");
  EXPECT_EQ(why_refused("[[layout quiet]][[=x]]"), "template parameter is missing: page: x");
  EXPECT_EQ(why_refused("[[layout quiet]][[a.b"), "template mark is not closed: page: ");
  EXPECT_EQ(why_refused("<p>no layout"), "template does not begin with its layout: page");
}

std::string all_sources() {
  std::string text;
  for (const auto& entry : fs::directory_iterator(settings_for_tests().folder)) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream in(entry.path());
    text.append(std::istreambuf_iterator<char>(in), {});
  }
  return text;
}

// Notices are said by another room, by the keys that the agency's profile names.
bool said_elsewhere(const std::string& key) { return key.starts_with("notice."); }

// A key is used if a template says it, if a source names it, or if a source names the prefix whose codes it words.
// Notices are named by the agency's profile; report.exact is what a recipient sees that an institution would read;
// findings.adviser is the routes' reason for a finding that no rule of screening made.
bool used(const std::string& key, const Templates& templates, const std::string& sources) {
  if (key.starts_with("notice.") || key == "report.exact" || key == "findings.adviser") return true;
  if (templates.keys().contains(key) || sources.find("\"" + key + "\"") != std::string::npos) return true;
  for (auto dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1)) {
    const auto prefix = key.substr(0, dot);
    if (sources.find("\"" + prefix + "\"") != std::string::npos) return true;
    if (sources.find("\"" + prefix + ".\"") != std::string::npos) return true;
  }
  return false;
}

TEST(Catalogues, hold_no_sentence_that_no_page_says) {
  const auto settings = settings_for_tests();
  const auto catalogue = Catalogue::load(settings.folder / "catalogues", {});
  ASSERT_TRUE(catalogue.has_value());
  Assets assets;
  for (const auto* name : {"icon.svg", "uswds.min.css", "holdfast.css", "holdfast.js"})
    assets.emplace(name, "/assets/x");
  const auto templates = Templates::load(settings.folder / "templates", *catalogue, assets);
  ASSERT_TRUE(templates.has_value()) << templates.error().why << ": " << templates.error().field;
  const auto sources = all_sources();
  for (const auto& [key, message] : catalogue->all(Lang::en)) {
    EXPECT_TRUE(said_elsewhere(key) || used(key, *templates, sources)) << key;
  }
}

TEST(Notices, say_nothing_that_an_onlooker_could_use) {
  const auto pages = Pages::load(settings_for_tests());
  ASSERT_TRUE(pages.has_value());
  for (const auto lang : {Lang::en, Lang::es}) {
    for (const auto* key :
         {"notice.neutral.subject", "notice.neutral.body", "notice.urgent.subject", "notice.urgent.body"}) {
      const auto text = pages->text(lang, key);
      EXPECT_NE(text, key);
      EXPECT_LE(text.size(), std::string_view(key).ends_with("subject") ? 40u : 1024u) << key;
      for (const auto* telling : {"etter", "carta", "http", "www", "{", "victim", "íctima", "prison", "prisi",
                                  "ffender", "office", "oficina", "court", "case"}) {
        EXPECT_EQ(text.find(telling), std::string::npos) << key << " says " << telling;
      }
    }
  }
}

TEST(Catalogues, have_words_for_every_code_of_the_closed_sets) {
  const auto catalogue = Catalogue::load(settings_for_tests().folder / "catalogues", {});
  ASSERT_TRUE(catalogue.has_value());
  const auto expect = [&](std::string_view prefix, std::string_view code, std::string_view suffix = "") {
    const auto key = std::string(prefix) + "." + std::string(code) + std::string(suffix);
    EXPECT_TRUE(catalogue->has(key)) << key;
  };
  for (const auto code : decisions()) expect("decision", code);
  for (const auto code : reason_codes()) expect("reason", code);
  for (const auto code : reason_codes()) expect("reason", code, ".mend");
  for (const auto code : note_codes()) expect("note", code);
  for (const auto code : order_kinds()) expect("order_kind", code);
  for (const auto code : order_states()) expect("order_state", code);
  for (const auto code : adult_codes()) expect("adult", code);
  for (const auto code : changed_states()) expect("order_state", code);
  for (const auto code : looked_codes()) expect("looked", code);
  for (const auto code : condition_codes()) expect("condition", code);
  for (const auto code : choice_codes()) expect("choice", code);
  for (const auto code : choice_codes()) expect("chose", code);
  for (const auto code : confirm_reasons()) expect("ticket_reason", code);
  for (const auto code : dismiss_reasons()) expect("ticket_reason", code);
  for (const auto code : close_outcomes()) expect("ticket_outcome", code);
  for (const auto code : answer_states()) expect("ticket_answer_state", code);
  for (const auto role : domain::kRoles) expect("role", domain::role_name(role));
  for (int i = 0; i <= static_cast<int>(domain::Problem::unavailable); ++i) {
    expect("problem", domain::problem_name(static_cast<domain::Problem>(i)), ".title");
    expect("problem", domain::problem_name(static_cast<domain::Problem>(i)), ".text");
  }
  for (int i = 0; i <= static_cast<int>(Flash::language_changed); ++i)
    expect("flash", flash_code(static_cast<Flash>(i)));
  for (const auto* category :
       {"threat", "surveillance", "coercion", "third_party_contact", "sexual_content", "self_harm_manipulation",
        "degradation", "identity_exposure", "contact_solicitation", "victim_blaming", "forgiveness_demand",
        "obsessive_attachment", "graphic_detail", "benefit_seeking", "religious_pressure", "enclosure_or_gift",
        "concealment", "welfare"}) {
    expect("category", category);
    expect("category_why", category);
  }
  // Of screening: how words were hidden, and the languages that it names and does not read.
  for (const auto view : screening::text::kViews)
    if (view != "plain") expect("disguise", view);
  for (const auto language : screening::text::kNamedLanguages) {
    expect("language", language);
    expect("language_in", language);
  }
}

TEST(Pages, are_refused_with_a_zone_that_does_not_exist_or_no_assets) {
  auto settings = settings_for_tests();
  settings.time_zone = "America/Nowhere";
  EXPECT_FALSE(Pages::load(settings).has_value());
  settings = settings_for_tests();
  settings.assets = "/nonexistent";
  const auto loaded = Pages::load(settings);
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().field, "manifest.tsv");
}

}  // namespace
}  // namespace holdfast::pages
