// Every page in every language: nothing of a view acts on the page, recipients' pages stay discreet (V3, V4), forms
// carry their token, and a strict content security policy holds.
#include "gateway/pages/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ustring.h>

#include <set>
#include <thread>

#include "tests/unit/gateway/pages/html.h"
#include "tests/unit/gateway/pages/samples.h"

namespace holdfast::pages {
namespace {

using testing::every_page;
using ::testing::HasSubstr;
using testing::inside;
using ::testing::Not;
using testing::Sample;
using testing::tags;

const Pages& pages() {
  static const auto loaded = Pages::load(testing::settings_for_tests());
  if (!loaded) {
    ADD_FAILURE() << loaded.error().why << ": " << loaded.error().field;
    std::abort();
  }
  return *loaded;
}

class EveryPage : public ::testing::TestWithParam<Lang> {
 protected:
  std::vector<Sample> all() const { return every_page(pages(), GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Languages, EveryPage, ::testing::Values(Lang::en, Lang::es),
                         [](const auto& named) { return std::string(lang_code(named.param)); });

TEST_P(EveryPage, is_whole_and_says_which_language_it_speaks) {
  for (const auto& page : all()) {
    EXPECT_TRUE(page.html.starts_with("<!doctype html>")) << page.name;
    EXPECT_THAT(page.html, HasSubstr("</html>")) << page.name;
    EXPECT_THAT(page.html, HasSubstr("<html lang=\"" + std::string(lang_code(GetParam())) + "\">")) << page.name;
  }
}

TEST_P(EveryPage, has_all_its_sentences) {
  for (const auto& page : all()) {
    EXPECT_THAT(page.html, Not(HasSubstr("⟦"))) << page.name;
    EXPECT_THAT(page.html, Not(HasSubstr("[["))) << page.name;
    EXPECT_THAT(page.html, Not(HasSubstr("{{"))) << page.name;
  }
}

TEST_P(EveryPage, has_a_token_in_every_form_that_changes_something) {
  for (const auto& page : all()) {
    int forms = 0;
    int tokens = 0;
    for (const auto& tag : tags(page.html)) {
      if (tag.name == "form" && tag.get("method") == "post") ++forms;
      if (tag.name == "form") {
        EXPECT_TRUE(tag.get("action").starts_with("/")) << page.name;
      }
      if (tag.name == "input" && tag.get("name") == "csrf") {
        ++tokens;
        EXPECT_EQ(tag.get("value"), "c5rf-token") << page.name;
        EXPECT_EQ(tokens, forms) << page.name << ": a form without a token, or two in one";
      }
    }
    EXPECT_EQ(tokens, forms) << page.name;
    EXPECT_GE(forms, 1) << page.name;
  }
}

TEST_P(EveryPage, needs_nothing_that_a_strict_policy_refuses) {
  for (const auto& page : all()) {
    for (const auto& tag : tags(page.html)) {
      EXPECT_NE(tag.name, "style") << page.name;
      EXPECT_NE(tag.name, "base") << page.name;
      if (tag.name == "script") {
        EXPECT_TRUE(tag.get("src").starts_with("/assets/")) << page.name;
      }
      for (const auto& [name, value] : tag.attributes) {
        EXPECT_NE(name, "style") << page.name;
        EXPECT_FALSE(name.starts_with("on")) << page.name << " " << name;
      }
    }
  }
}

TEST_P(EveryPage, loads_nothing_from_elsewhere) {
  for (const auto& page : all()) {
    for (const auto& tag : tags(page.html)) {
      for (const auto* attribute : {"src", "href"}) {
        const auto value = tag.get(attribute);
        EXPECT_TRUE(value.empty() || value.starts_with("/") || value.starts_with("#") || value.starts_with("?"))
            << page.name << " " << value;
        EXPECT_FALSE(value.starts_with("//")) << page.name << " " << value;
      }
    }
  }
}

TEST_P(EveryPage, labels_its_controls_and_links_its_errors_to_them) {
  for (const auto& page : all()) {
    std::set<std::string> ids;
    const auto found = tags(page.html);
    for (const auto& tag : found) {
      if (tag.has("id")) {
        EXPECT_TRUE(ids.insert(tag.get("id")).second) << page.name << " twice: " << tag.get("id");
      }
    }
    for (const auto& tag : found) {
      if (tag.name == "label") {
        EXPECT_TRUE(ids.contains(tag.get("for"))) << page.name << " " << tag.get("for");
      }
      const auto to = tag.get("href");
      if (to.starts_with("#")) {
        EXPECT_TRUE(ids.contains(to.substr(1))) << page.name << " " << to;
      }
    }
  }
}

// V3, V4: neutral title and icon, the way out before anything else that takes focus, and it works as a plain form.
TEST_P(EveryPage, of_a_recipient_is_neutral_outside_and_begins_with_the_way_out) {
  const std::string title = pages().text(GetParam(), "frame.quiet.title");
  for (const auto& page : all()) {
    if (!page.quiet || page.name == "all-demo-mail") continue;
    EXPECT_EQ(inside(page.html, "title"), title) << page.name;
    bool first = true;
    bool leaves = false;
    for (const auto& tag : tags(page.html)) {
      const bool takes_focus = tag.name == "a" || tag.name == "button" || tag.name == "select" ||
                               tag.name == "textarea" || (tag.name == "input" && tag.get("type") != "hidden");
      if (tag.name == "form" && first) leaves = tag.get("action") == "/exit" && tag.get("method") == "post";
      if (!takes_focus || !first) continue;
      first = false;
      EXPECT_TRUE(leaves) << page.name;
      EXPECT_EQ(tag.name, "button") << page.name;
    }
    EXPECT_FALSE(first) << page.name;
    EXPECT_THAT(page.html, Not(HasSubstr("Dana Whitfield"))) << page.name << " shows who is signed in";
  }
}

TEST(RecipientPages, neutral_title_holds_no_telling_word) {
  for (const Lang lang : {Lang::en, Lang::es}) {
    const auto title = pages().text(lang, "frame.quiet.title");
    for (const auto* word : {"letter", "Letter", "victim", "Victim", "carta", "Carta", "víctima", "Holdfast"}) {
      EXPECT_THAT(title, Not(HasSubstr(word)));
    }
  }
}

TEST(RecipientPages, show_who_wrote_only_when_asked) {
  for (const auto& page : every_page(pages(), Lang::en)) {
    if (!page.name.starts_with("recipient-offer")) continue;
    auto html = page.html;
    const auto details = inside(html, "details");
    if (const auto at = html.find(details); !details.empty() && at != std::string::npos) html.erase(at, details.size());
    EXPECT_THAT(html, Not(HasSubstr("Marcus Hill"))) << page.name;
  }
}

// A letter may exist that nobody knows of, or that this person must not be told of: the page says neither.
TEST(RecipientPages, without_an_offer_say_neither_that_someone_wrote_nor_that_nobody_did) {
  for (const auto& page : every_page(pages(), Lang::en)) {
    if (page.name != "recipient-offers-none") continue;
    const auto said = inside(page.html, "main");
    EXPECT_THAT(said, Not(HasSubstr("letter")));
    EXPECT_THAT(said, Not(HasSubstr("wrote")));
    EXPECT_THAT(said, HasSubstr("nothing here for you to decide"));
  }
}

TEST(StaffPages, have_titles_of_their_own) {
  std::set<std::string> titles;
  for (const auto& page : every_page(pages(), Lang::en)) {
    if (page.quiet) continue;
    const auto title = inside(page.html, "title");
    EXPECT_THAT(title, HasSubstr("Holdfast")) << page.name;
    EXPECT_GT(title.size(), std::string("Holdfast").size() + 3) << page.name;
    titles.insert(title);
  }
  EXPECT_GE(titles.size(), 20U);
}

TEST(StaffPages, mark_the_page_they_are) {
  for (const auto& page : every_page(pages(), Lang::en)) {
    if (page.name != "analyst-orders") continue;
    EXPECT_THAT(page.html, HasSubstr("<a href=\"/office/orders\" aria-current=\"page\">"));
    EXPECT_THAT(page.html, HasSubstr("<a href=\"/office/bank\">"));
  }
}

TEST(ReviewPage, marks_findings_where_they_are_and_points_at_reasons_without_choosing) {
  for (const auto& page : every_page(pages(), Lang::en)) {
    if (page.name != "analyst-review-open") continue;
    EXPECT_THAT(page.html, HasSubstr("new place on Alder Street<a class=\"hf-ref\" href=\"#finding-1\">"));
    EXPECT_THAT(page.html, HasSubstr("re[U+200B]gret"));
    int checked = 0;
    for (const auto& tag : tags(page.html)) checked += tag.get("type") == "checkbox" && tag.has("checked") ? 1 : 0;
    EXPECT_EQ(checked, 1) << "only what the form had";
    EXPECT_THAT(page.html, HasSubstr("id=\"decision-approve\" type=\"radio\" name=\"decision\" value=\"approve\">"));
  }
}

TEST(ReviewPage, says_what_was_seen_through_what_disguise_and_why_it_is_no_worse) {
  bool seen = false;
  for (const auto lang : {Lang::en, Lang::es}) {
    for (const auto& page : every_page(pages(), lang)) {
      if (page.name != "analyst-review-open") continue;
      seen = true;
      const bool english = lang == Lang::en;
      EXPECT_THAT(page.html, HasSubstr(english ? "digits or signs stand for letters; the words were spelled"
                                               : "hay cifras o signos en lugar de letras; las palabras estaban"));
      EXPECT_THAT(page.html, HasSubstr("you will regret it</q>"));
      EXPECT_THAT(page.html, HasSubstr(english ? "Why it was not quarantined" : "Por qué no quedó en cuarentena"));
      EXPECT_THAT(page.html, HasSubstr("<li>The rest of it.</li>"));
      EXPECT_THAT(page.html, HasSubstr(english ? "another language: French" : "otro idioma: Francés"));
      EXPECT_EQ(page.html.find(english ? "A bilingual person must" : "Una persona bilingüe"), std::string::npos);
    }
  }
  EXPECT_TRUE(seen);
}

TEST(ReviewPage, asks_for_a_bilingual_person_and_names_the_language) {
  int seen = 0;
  for (const auto& page : every_page(pages(), Lang::en)) {
    if (page.name != "analyst-review-open-refused" && page.name != "analyst-review-before-vietnamese") continue;
    ++seen;
    EXPECT_THAT(page.html, HasSubstr("language: Vietnamese. A bilingual person must read all of it."));
  }
  EXPECT_EQ(seen, 2);
}

TEST(Letters, keep_their_lines) {
  WordsView view;
  view.words = "One.\n\n  Two\tthree.\r\nFour.";
  const auto html = pages().render(Frame{}, view);
  EXPECT_THAT(html, HasSubstr("One.\n\n  Two\tthree.\nFour."));
}

// --- text that would act

bool is_utf8(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t units = 0;
  u_strFromUTF8(nullptr, 0, &units, text.data(), static_cast<std::int32_t>(text.size()), &error);
  return error != U_INVALID_CHAR_FOUND;
}

std::string hostile_text(int which) {
  using namespace std::string_literals;
  switch (which) {
    case 0:
      return "\"><hf-evil hfevil=\"1\" onload=\"x()\"><script>x()</script>";
    case 1:
      return "'><hf-evil hfevil='1'><img src=x onerror=x()>";
    case 2:
      return " hfevil=1 onfocus=x() autofocus ";
    case 3:
      return "javascript:x()//";
    case 4:
      return "//evil.example/\\path";
    case 5:
      return "</textarea></title></script><hf-evil>";
    case 6:
      return "\xe2\x80\xae"
             "evil\xe2\x81\xa6"
             "a\0b\x1b[2J\x7f\xc2\x85\xe2\x80\xa8"s;
    case 7:
      return "\xff\xfe\xc0\xaf\xed\xa0\x80 <hf-evil>";
    case 8:
      return "{{CSRF}}{{#SIGNED_IN}}[[frame.help]]{{%AUTOESCAPE context=\"JSON\"}}";
    case 9:
      return "{n, plural, other {#}} '{' %s %n {0}";
    default:
      return "\xd8\xb4\xd8\xae\xd8\xb5 & \" ' ` < >";
  }
}
constexpr int kHostileTexts = 11;

struct Shape {
  std::set<std::string> names;
  std::set<std::string> attributes;
};

Shape shape_of(std::string_view html) {
  Shape shape;
  for (const auto& tag : tags(html)) {
    shape.names.insert(tag.name);
    for (const auto& [name, value] : tag.attributes) shape.attributes.insert(name);
  }
  return shape;
}

class HostileText : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Every, HostileText, ::testing::Range(0, kHostileTexts));

TEST_P(HostileText, in_every_field_of_every_view_stays_text) {
  Shape known;
  for (const auto& page : every_page(pages(), Lang::en))
    known = [&] {
      auto shape = shape_of(page.html);
      shape.names.merge(known.names);
      shape.attributes.merge(known.attributes);
      return shape;
    }();
  const std::string hostile = hostile_text(GetParam());
  const auto at_the_end = [&](std::string_view text) { return std::string(text) + hostile; };
  const auto alone = [&](std::string_view) { return std::string(hostile); };
  for (const auto& make : {testing::Make(at_the_end), testing::Make(alone)}) {
    for (const auto& page : every_page(pages(), Lang::en, make)) {
      for (const auto& tag : tags(page.html)) {
        EXPECT_TRUE(known.names.contains(tag.name)) << page.name << " <" << tag.name << ">";
        for (const auto& [name, value] : tag.attributes) {
          EXPECT_TRUE(known.attributes.contains(name)) << page.name << " " << name << "=" << value;
        }
        for (const auto* attribute : {"href", "src", "action"}) {
          const auto value = tag.get(attribute);
          const bool ours = value.empty() || value.front() == '#' || value.front() == '?' ||
                            (value.front() == '/' && !value.starts_with("//"));
          EXPECT_TRUE(ours) << page.name << " " << attribute << "=" << value;
        }
        EXPECT_FALSE(tag.has("autofocus")) << page.name;
      }
      EXPECT_TRUE(is_utf8(page.html)) << page.name;
      EXPECT_EQ(page.html.find('\0'), std::string::npos) << page.name;
      for (const auto* acting : {"\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x80\xa8", "\x1b", "\x7f", "\xc2\x85"}) {
        EXPECT_THAT(page.html, Not(HasSubstr(acting))) << page.name;
      }
    }
  }
}

TEST(HostileNext, never_leads_to_another_site) {
  for (const auto* next :
       {"https://evil.example/", "//evil.example", "/\\evil.example", "/a b", "javascript:x()", "letters"}) {
    EXPECT_FALSE(is_local_path(next)) << next;
    EXPECT_THAT(pages().render(Frame{}, SignInView{"", next}), HasSubstr("name=\"next\" value=\"\"")) << next;
  }
  EXPECT_TRUE(is_local_path("/letters/0123?after=a-b_c"));
}

// --- the renderer

TEST(Rendering, is_the_same_twice_and_in_another_instance) {
  const auto again = Pages::load(testing::settings_for_tests());
  ASSERT_TRUE(again.has_value());
  const auto first = every_page(pages(), Lang::es);
  const auto second = every_page(*again, Lang::es);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].html, second[i].html) << first[i].name;
}

TEST(Rendering, gives_every_thread_the_same_bytes) {
  const auto expected = every_page(pages(), Lang::en);
  std::vector<std::vector<Sample>> got(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(got.size());
    for (auto& mine : got) threads.emplace_back([&mine] { mine = every_page(pages(), Lang::en); });
  }
  for (const auto& mine : got) {
    ASSERT_EQ(mine.size(), expected.size());
    for (std::size_t i = 0; i < mine.size(); ++i) EXPECT_EQ(mine[i].html, expected[i].html);
  }
}

TEST(Rendering, counts_in_words) {
  Frame frame;
  frame.role = domain::Role::auditor;
  LogView log;
  log.size = 1;
  EXPECT_THAT(pages().render(frame, log), HasSubstr("1 entry"));
  log.size = 18230;
  EXPECT_THAT(pages().render(frame, log), HasSubstr("18,230 entries"));
  frame.lang = Lang::es;
  EXPECT_THAT(pages().render(frame, log), HasSubstr("18,230 entradas"));
}

TEST(Rendering, writes_times_in_the_agencys_zone_and_days_without_one) {
  using namespace std::chrono;
  OffersView view;
  // 06:30 UTC on July 2 is still July 1 in California.
  const auto moment = sys_days(July / 2 / 2026) + hours(6) + minutes(30);
  view.offers = {{"id", "deferred", moment, Day(July / 2 / 2026)}};
  Frame frame;
  frame.role = domain::Role::recipient;
  const auto english = pages().render(frame, view);
  EXPECT_THAT(english, HasSubstr("July 1, 2026"));
  EXPECT_THAT(english, HasSubstr("July 2, 2026"));
  frame.lang = Lang::es;
  EXPECT_THAT(pages().render(frame, view), HasSubstr("1 de julio de 2026"));
}

TEST(Rendering, speaks_of_the_office_in_the_readers_language) {
  Frame frame;
  EXPECT_THAT(pages().render(frame, HomeView{}), HasSubstr("Victim services helpline,"));
  frame.lang = Lang::es;
  const auto html = pages().render(frame, HomeView{});
  EXPECT_THAT(html, HasSubstr("Línea de ayuda,"));
  EXPECT_THAT(html, HasSubstr("De lunes a viernes"));
}

TEST(Offers, say_the_day_only_if_it_is_one) {
  OfferView view;
  view.state = "accepted";
  view.not_before = "2027-06-05";
  EXPECT_THAT(pages().render(Frame{}, view), HasSubstr("from June 5, 2027 on"));
  for (const auto* day : {"2027-02-30", "2027-6-5", "-027-06-05", "2027-06-0x", "tomorrow"}) {
    view.not_before = day;
    EXPECT_THAT(pages().render(Frame{}, view), Not(HasSubstr("You chose to have it from"))) << day;
  }
}

TEST(Choices, say_the_day_that_was_chosen) {
  using namespace std::chrono;
  ChoicesView view;
  view.choices = {{{}, "id", "not_now_until", Day(May / 4 / 2027)}, {{}, "id", "on_date", Day(June / 5 / 2027)}};
  const auto html = pages().render(Frame{}, view);
  EXPECT_THAT(html, HasSubstr("Not now, until May 4, 2027"));
  EXPECT_THAT(html, HasSubstr("Not before June 5, 2027"));
}

TEST(Choices, say_which_ones_the_office_wrote_down) {
  ChoicesView view;
  view.choices = {{{}, "id", "never", std::nullopt, "telephone"}, {{}, "id", "now", std::nullopt, ""}};
  const auto html = pages().render(Frame{}, view);
  EXPECT_THAT(html, HasSubstr("Never <span class=\"hf-faint hf-line\">You told the office by telephone"));
  EXPECT_THAT(html, Not(HasSubstr("I would like to have it now <span")));
}

TEST(Assets, are_found_by_their_plain_names) {
  EXPECT_EQ(pages().asset("icon.svg"), "/assets/icon.0000000000000000.svg");
  EXPECT_EQ(pages().asset("nothing.svg"), "");
}

TEST(Languages, are_chosen_from_the_header) {
  EXPECT_EQ(preferred_lang("es-MX,es;q=0.9,en;q=0.8"), Lang::es);
  EXPECT_EQ(preferred_lang("fr-FR, es;q=0.5"), Lang::es);
  EXPECT_EQ(preferred_lang("en-US"), Lang::en);
  EXPECT_EQ(preferred_lang("de,fr"), Lang::en);
  EXPECT_EQ(preferred_lang(""), Lang::en);
  EXPECT_EQ(preferred_lang("est"), Lang::en);
}

TEST(Flashes, have_codes_that_come_back) {
  for (int i = 0; i <= static_cast<int>(Flash::language_changed); ++i) {
    const auto flash = static_cast<Flash>(i);
    EXPECT_EQ(parse_flash(flash_code(flash)), flash);
  }
  EXPECT_EQ(parse_flash("<script>"), std::nullopt);
}

}  // namespace
}  // namespace holdfast::pages
