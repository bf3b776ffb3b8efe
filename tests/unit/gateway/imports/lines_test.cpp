// Files from outside: what each format says is the same lines; what is unclear bars and is named; what cannot be taken
// is refused with its place, field, why and what would be accepted; hostile and cut files end soon and quietly.
#include "gateway/imports/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "gateway/imports/limits.h"
#include "tests/harness/source.h"

namespace holdfast::imports {
namespace {

using domain::OrderKind;
using domain::OrderState;
using testing::ElementsAre;

constexpr std::string_view kHeads = "record,kind,offender_number,conditions,state,starts_on,ends_on,permanent\n";

std::string sample(const std::string& name) {
  std::ifstream in(test::source_path("docs/samples/" + name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
Lines orders(const std::string& rows) { return read_lines(Kind::orders, Format::csv, std::string(kHeads) + rows); }
const OrderLine& order_of(const Line& line) { return std::get<OrderLine>(line.what); }
std::string looks(const Line& line) {
  std::string all;
  for (const auto& look : line.looks) all += (all.empty() ? "" : " ") + std::string(look.field);
  return all;
}

TEST(Imports, TheSamplesSayTheSameInEveryFormat) {
  for (const auto& [kind, name] :
       {std::pair{Kind::orders, "orders"}, std::pair{Kind::people, "people"}, std::pair{Kind::housing, "housing"}}) {
    const auto csv = read_lines(kind, Format::csv, sample(std::string(name) + ".csv"));
    const auto json = read_lines(kind, Format::json, sample(std::string(name) + ".json"));
    ASSERT_FALSE(csv.fault || json.fault) << name;
    ASSERT_GE(csv.lines.size(), 2U);
    ASSERT_EQ(csv.lines.size(), json.lines.size());
    for (std::size_t i = 0; i < csv.lines.size(); ++i) {
      EXPECT_FALSE(csv.lines[i].refused) << name << " " << csv.lines[i].refused->why;
      EXPECT_EQ(csv.lines[i].content, json.lines[i].content);
      EXPECT_EQ(csv.lines[i].record, json.lines[i].record);
      EXPECT_EQ(looks(csv.lines[i]), "");
    }
  }
}

TEST(Imports, XmlOrderOfTheSample) {
  const auto read = read_lines(Kind::orders, Format::xml, sample("orders.xml"));
  ASSERT_FALSE(read.fault) << read.fault->refusal.why;
  ASSERT_EQ(read.lines.size(), 1U);
  const auto& line = read.lines.front();
  ASSERT_FALSE(line.refused) << line.refused->field;
  const auto& order = order_of(line);
  EXPECT_EQ(line.record, "25FL00904");
  EXPECT_EQ(line.place, 5U);
  EXPECT_EQ(order.number, "25FL00904");
  EXPECT_EQ(order.offender_number, "N10002");
  EXPECT_EQ(order.kind, OrderKind::domestic_violence);
  EXPECT_EQ(order.state, OrderState::active);
  EXPECT_THAT(order.conditions, ElementsAre("01", "05"));
  EXPECT_EQ(order.starts_on, parse_day("2025-11-20"));
  EXPECT_EQ(order.ends_on, parse_day("2030-11-19"));
  EXPECT_EQ(order.court, "Superior Court, County of Example");
  EXPECT_EQ(order.text, "No letters; contact through counsel only.");
  EXPECT_EQ(looks(line), "");
}

std::string niem(const std::string& inside, const std::string& core = "http://release.niem.gov/niem/niem-core/5.0/",
                 const std::string& justice = "http://release.niem.gov/niem/domains/jxdm/7.0/") {
  return "<a:ProtectionOrder xmlns:a='" + justice + "' xmlns:b='" + core + "'>" + inside + "</a:ProtectionOrder>";
}
const std::string kWho =
    "<b:ActivityIdentification><b:IdentificationID>R1</b:IdentificationID></b:ActivityIdentification>"
    "<a:ProtectionOrderRestrictedPerson><b:PersonOtherIdentification><b:IdentificationID>N1</b:IdentificationID>"
    "</b:PersonOtherIdentification></a:ProtectionOrderRestrictedPerson>";

TEST(Imports, XmlIsKnownByTheUrisOfItsNamespaces) {
  const auto other = read_lines(Kind::orders, Format::xml, niem(kWho, "urn:x", "urn:y"));
  EXPECT_FALSE(other.fault);
  EXPECT_TRUE(other.lines.empty());
  for (const auto& [core, justice] :
       {std::pair{"http://niem.gov/niem/niem-core/2.0", "http://niem.gov/niem/domains/jxdm/4.0"},
        std::pair{"http://release.niem.gov/niem/niem-core/3.0/", "http://release.niem.gov/niem/domains/jxdm/5.1/"}}) {
    const std::string slash = std::string(core).ends_with('/') ? "" : "/";
    const auto read = read_lines(Kind::orders, Format::xml, niem(kWho, core, justice));
    ASSERT_EQ(read.lines.size(), 1U) << core;
    EXPECT_FALSE(read.lines.front().refused) << core;
  }
}

TEST(Imports, XmlKeepsCodesNobodyKnowsAndPassesOverElementsNobodyKnows) {
  const auto read =
      read_lines(Kind::orders, Format::xml,
                 niem(kWho + "<x><y>05</y></x><a:ProtectionOrderConditionCode>Z9</a:ProtectionOrderConditionCode>"
                             "<b:ActivityCategoryText>civil_harassment</b:ActivityCategoryText>"));
  ASSERT_EQ(read.lines.size(), 1U);
  EXPECT_THAT(order_of(read.lines.front()).conditions, ElementsAre("Z9"));
  EXPECT_EQ(looks(read.lines.front()), "state conditions starts_on ends_on");
}

TEST(Imports, WhatXmlSaysTwiceIsForAPerson) {
  const auto read = read_lines(
      Kind::orders, Format::xml,
      niem(kWho +
           "<b:ActivityDateRange><b:StartDate><b:Date>2026-01-01</b:Date></b:StartDate><b:EndDate><b:Date>2026-02-01"
           "</b:Date></b:EndDate><b:EndDate><b:Date>2027-02-01</b:Date></b:EndDate></b:ActivityDateRange>"));
  ASSERT_EQ(read.lines.size(), 1U);
  EXPECT_FALSE(order_of(read.lines.front()).ends_on);
  EXPECT_THAT(looks(read.lines.front()), testing::HasSubstr("ends_on"));
}

struct Hostile {
  const char* name;
  std::string text;
  std::string_view why;
};
class HostileXml : public testing::TestWithParam<Hostile> {};
TEST_P(HostileXml, IsRefusedWhole) {
  const auto read = read_lines(Kind::orders, Format::xml, GetParam().text);
  ASSERT_TRUE(read.fault);
  EXPECT_EQ(read.fault->refusal.why, GetParam().why);
}
std::string nested(int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += "<e>";
  for (int i = 0; i < depth; ++i) text += "</e>";
  return text;
}
std::string laughs() {
  std::string text = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 10; ++i) {
    text += "<!ENTITY l" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) text += "&l" + std::to_string(i - 1) + ";";
    text += "\">";
  }
  return text + "]><l>&l9;</l>";
}
constexpr std::string_view kDoctype = "the document brings a document type";
constexpr std::string_view kNoXml = "this is no XML from here on, or it is cut off";
INSTANTIATE_TEST_SUITE_P(
    Imports, HostileXml,
    testing::Values(
        Hostile{"billion_laughs", laughs(), kDoctype},
        Hostile{"external_entity", "<!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>&f;</a>", kDoctype},
        Hostile{"external_subset", "<!DOCTYPE a SYSTEM \"http://localhost/a.dtd\"><a/>", kDoctype},
        Hostile{"parameter_entity", "<!DOCTYPE a [<!ENTITY % f SYSTEM \"file:///etc/passwd\"> %f;]><a/>", kDoctype},
        Hostile{"entity_nobody_declared", "<a>&f;</a>", kNoXml},
        Hostile{"too_deep", nested(kMostDepth + 1), "elements lie too deep"},
        Hostile{"very_deep", nested(500'000), "elements lie too deep"},
        Hostile{"oversize", std::string(100 << 20, ' '), "the file is too large"},
        Hostile{"order_in_order", niem(niem("")), "an order inside another"},
        Hostile{"other_encoding", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE9</a>", kNoXml},
        Hostile{"nothing", "", kNoXml}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Imports, XmlDeepAsAllowedIsRead) { EXPECT_FALSE(read_lines(Kind::orders, Format::xml, nested(kMostDepth)).fault); }

TEST(Imports, ATextLongerThanItsFieldIsRefusedInItsRowAlone) {
  const auto read = read_lines(Kind::orders, Format::xml,
                               "<o xmlns:a='http://release.niem.gov/niem/domains/jxdm/7.0/' "
                               "xmlns:b='http://release.niem.gov/niem/niem-core/5.0/'><a:ProtectionOrder>" +
                                   kWho + "<a:ProtectionOrderConditionText>" + std::string(1 << 20, 'x') +
                                   "</a:ProtectionOrderConditionText></a:ProtectionOrder><a:ProtectionOrder>" + kWho +
                                   "</a:ProtectionOrder></o>");
  ASSERT_EQ(read.lines.size(), 2U);
  ASSERT_TRUE(read.lines[0].refused);
  EXPECT_EQ(read.lines[0].refused->field, "text");
  EXPECT_FALSE(read.lines[1].refused);
}

// A file cut anywhere but between two lines of CSV is seen to be cut. Rows before the cut are read as they were.
TEST(Imports, CutAnywhereIsAFault) {
  for (const auto& [format, name] : {std::pair{Format::csv, "orders.csv"}, std::pair{Format::json, "orders.json"},
                                     std::pair{Format::xml, "orders.xml"}}) {
    auto whole = sample(name);
    whole.resize(whole.find_last_not_of('\n') + (format == Format::csv ? 2 : 1));
    ASSERT_FALSE(read_lines(Kind::orders, format, whole).fault);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      if (format == Format::csv && length > 0 && whole[length - 1] == '\n') continue;
      const auto read = read_lines(Kind::orders, format, whole.substr(0, length));
      EXPECT_TRUE(read.fault) << name << " cut at " << length;
    }
  }
}

struct Unclear {
  const char* name;
  std::string row;
  std::string_view looks;
};
class UnclearOrder : public testing::TestWithParam<Unclear> {};
TEST_P(UnclearOrder, IsTakenAndSaysWhatAPersonShouldLookAt) {
  const auto read = orders(GetParam().row + "\n");
  ASSERT_FALSE(read.fault);
  ASSERT_EQ(read.lines.size(), 1U);
  ASSERT_FALSE(read.lines.front().refused) << read.lines.front().refused->field;
  EXPECT_EQ(looks(read.lines.front()), GetParam().looks);
  // And bars: by what the domain makes of it, in the year the dates speak of and long after.
  const auto& order = order_of(read.lines.front());
  domain::Order made;
  made.kind = order.kind;
  made.state = order.state;
  if (order.starts_on) made.begins = std::chrono::sys_days(*order.starts_on);
  if (order.ends_on) made.ends = std::chrono::sys_days(*order.ends_on);
  made.permanent = order.permanent;
  for (const auto& code : order.conditions) made.terms.push_back({domain::parse_condition(code)});
  if (order.conditions.empty()) made.terms.push_back({domain::Condition::see_text});
  for (const auto* day : {"2026-06-01", "2090-06-01"}) {
    EXPECT_TRUE(made.bars(domain::Channel::accountability_letter, std::chrono::sys_days(*parse_day(day)))) << day;
  }
}
INSTANTIATE_TEST_SUITE_P(
    Imports, UnclearOrder,
    testing::Values(
        Unclear{"no_such_day", "R1,domestic_violence,N1,03,active,2026-02-30,,true", "starts_on"},
        Unclear{"no_leap_year", "R1,domestic_violence,N1,03,active,2025-02-29,,true", "starts_on"},
        Unclear{"american_date", "R1,domestic_violence,N1,03,active,01/05/2026,,true", "starts_on"},
        Unclear{"short_year", "R1,domestic_violence,N1,03,active,26-01-05,,true", "starts_on"},
        Unclear{"with_time", "R1,domestic_violence,N1,03,active,2026-01-05T00:00:00Z,,true", "starts_on"},
        Unclear{"year_one", "R1,domestic_violence,N1,03,active,0001-01-01,,true", "starts_on"},
        Unclear{"no_dates", "R1,domestic_violence,N1,03,active,,,", "starts_on ends_on"},
        Unclear{"end_before_beginning", "R1,domestic_violence,N1,03,active,2026-01-05,2025-01-05,", "ends_on"},
        Unclear{"permanent_with_end", "R1,domestic_violence,N1,03,active,2026-01-05,2026-01-06,true", "ends_on"},
        Unclear{"end_is_no_day", "R1,domestic_violence,N1,03,active,2026-01-05,never,", "ends_on"},
        Unclear{"unknown_code", "R1,domestic_violence,N1,03 77,active,2026-01-05,,true", "conditions"},
        Unclear{"no_code", "R1,domestic_violence,N1,,active,2026-01-05,,true", "conditions"},
        Unclear{"unknown_kind", "R1,restraint,N1,03,active,2026-01-05,,true", "kind"},
        Unclear{"no_kind", "R1,,N1,03,active,2026-01-05,,true", "kind"},
        Unclear{"unknown_state", "R1,criminal_protective,N1,05,pending,2026-01-05,2026-01-06,", "state"},
        Unclear{"no_state", "R1,criminal_protective,N1,05,,2026-01-05,2026-01-06,", "state"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Imports, TheTwentyNinthOfFebruaryIsADayInALeapYear) {
  const auto read = orders("R1,domestic_violence,n1,05,active,2024-02-29,2028-02-29,\n");
  EXPECT_EQ(looks(read.lines.front()), "");
  EXPECT_EQ(order_of(read.lines.front()).offender_number, "N1");
}

struct Refused {
  const char* name;
  Kind kind;
  std::string file;
  std::string_view field;
  std::size_t place;
};
class RefusedRow : public testing::TestWithParam<Refused> {};
TEST_P(RefusedRow, NamesPlaceFieldWhyAndWhatIsAccepted) {
  const auto read =
      read_lines(GetParam().kind, GetParam().file.starts_with('[') ? Format::json : Format::csv, GetParam().file);
  ASSERT_FALSE(read.fault) << read.fault->refusal.why;
  const auto& line = read.lines.back();
  ASSERT_TRUE(line.refused);
  EXPECT_EQ(line.refused->field, GetParam().field);
  EXPECT_EQ(line.place, GetParam().place);
  EXPECT_FALSE(line.refused->why.empty());
  EXPECT_FALSE(line.refused->accepted.empty());
}
const std::string kOrders{kHeads};
const std::string kPeople = "record,offender_number,kind,name,email,address,notices,adult\n";
const std::string kHousing = "offender_number,institution,custody\n";
INSTANTIATE_TEST_SUITE_P(
    Imports, RefusedRow,
    testing::Values(
        Refused{"no_record", Kind::orders, kOrders + ",other,N1,05,active,,,\n", "record", 2},
        Refused{"no_offender", Kind::orders, kOrders + "R1,other,,05,active,,,\n", "offender_number", 2},
        Refused{"bad_offender", Kind::orders, kOrders + "R1,other,N 1/2,05,active,,,\n", "offender_number", 2},
        Refused{"long_record", Kind::orders, kOrders + std::string(81, 'r') + ",other,N1,05,active,,,\n", "record", 2},
        Refused{"their_own_request", Kind::orders, kOrders + "R1,stop_contact,N1,05,active,,,\n", "kind", 2},
        Refused{"neither_true_nor_false", Kind::orders, kOrders + "R1,other,N1,05,active,,,yes\n", "permanent", 2},
        Refused{"few_fields", Kind::orders, kOrders + "\n\"R\n1\",other\n", "", 3},
        Refused{
            "many_codes", Kind::orders,
            kOrders + "R1,other,N1,1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t u v w x y z,active,,,\n",
            "conditions", 2},
        Refused{"control_character", Kind::orders, kOrders + "R\x01,other,N1,05,active,,,\n", "record", 2},
        Refused{"nul", Kind::orders, kOrders + std::string("R\0001", 3) + ",other,N1,05,active,,,\n", "record", 2},
        Refused{"c1_control", Kind::orders, kOrders + "R\xC2\x85,other,N1,05,active,,,\n", "record", 2},
        Refused{"not_utf8", Kind::orders, kOrders + "R\xE9,other,N1,05,active,,,\n", "record", 2},
        Refused{"json_unknown_field", Kind::orders, R"([{"record":"R1","offender_number":"N1","bars":false}])", "", 1},
        Refused{"json_other_type", Kind::orders, R"([{"record":17,"offender_number":"N1"}])", "record", 1},
        Refused{"json_text_for_list", Kind::orders, R"([{"record":"R","offender_number":"N1","conditions":"05"}])",
                "conditions", 1},
        Refused{"json_no_object", Kind::orders, "[[]]", "", 1},
        Refused{"person_of_no_kind", Kind::people, kPeople + "P1,N1,friend,Ann,,,,\n", "kind", 2},
        Refused{"person_without_name", Kind::people, kPeople + "P1,N1,victim,,,,,\n", "name", 2},
        Refused{"no_address_for_mail", Kind::people, kPeople + "P1,N1,victim,Ann,,,email,\n", "email", 2},
        Refused{"no_address_for_post", Kind::people, kPeople + "P1,N1,victim,Ann,,,post,\n", "address", 2},
        Refused{"two_of_one_record", Kind::people, kPeople + "P1,N1,victim,Ann,,,,\nP1,N1,victim,Bea,,,,\n", "record",
                3},
        Refused{"unknown_custody", Kind::housing, kHousing + "N1,,moon\n", "custody", 2},
        Refused{"nowhere", Kind::housing, kHousing + "N1,,\n", "custody", 2},
        Refused{"paroled_to_an_institution", Kind::housing, kHousing + "N1,SCR,parole\n", "institution", 2},
        Refused{"institution_unsaid", Kind::housing, kHousing + "N1,,institution\n", "institution", 2}),
    [](const auto& one) { return std::string(one.param.name); });

struct Faulty {
  const char* name;
  Format format;
  std::string file;
  std::size_t rows;  // before the fault
};
class FaultyFile : public testing::TestWithParam<Faulty> {};
TEST_P(FaultyFile, IsSeen) {
  const auto read = read_lines(Kind::orders, GetParam().format, GetParam().file);
  ASSERT_TRUE(read.fault);
  EXPECT_FALSE(read.fault->refusal.why.empty());
  EXPECT_EQ(read.lines.size(), GetParam().rows);
}
std::string many(std::size_t count, const std::string& one) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += one;
  return all;
}
const std::string kRow = "R1,other,N1,05,active,2026-01-01,,true\n";
INSTANTIATE_TEST_SUITE_P(
    Imports, FaultyFile,
    testing::Values(Faulty{"empty", Format::csv, "", 0}, Faulty{"unknown_column", Format::csv, "record,colour\n", 0},
                    Faulty{"column_twice", Format::csv, "record," + kOrders + kRow, 0},
                    Faulty{"column_missing", Format::csv, "record,kind\nR1,other\n", 0},
                    Faulty{"mark_never_closed", Format::csv, kOrders + kRow + "\"R2,other\n", 1},
                    Faulty{"mark_inside", Format::csv, kOrders + kRow + "R\"2,other\n" + kRow, 1},
                    Faulty{"last_line_open", Format::csv, kOrders + kRow + "R2,other,N1,05,active,2026-01-01,,tr", 1},
                    Faulty{"too_many_rows", Format::csv, kOrders + many(kMostRows + 1, "R,,N,,,,,\n"), kMostRows},
                    Faulty{"too_many_commas", Format::csv, kOrders + std::string(8'000'000, ','), 0},
                    Faulty{"long_field", Format::csv, kOrders + std::string(5'000'000, 'x') + "\n", 0},
                    Faulty{"oversize", Format::csv, kOrders + many(10 << 20, "x"), 0},
                    Faulty{"json_object", Format::json, "{}", 0}, Faulty{"json_cut", Format::json, "[{},{", 0},
                    Faulty{"json_twice", Format::json, R"([{"record":"a","record":"b"}])", 0},
                    Faulty{"json_deep", Format::json, many(1'000, "[") + many(1'000, "]"), 0},
                    Faulty{"json_many_values", Format::json, "[" + many(2'000'000, "0,") + "0]", 0},
                    Faulty{"json_many_rows", Format::json, "[" + many(kMostRows, "{},") + "{}]", 0}),
    [](const auto& one) { return std::string(one.param.name); });

// Two orders under one record stay two: the second is a version of the first, and what it lifts waits for two people.
TEST(Imports, ContradictoryOrdersAreBothRead) {
  const auto read = orders("R1,other,N1,05,active,2026-01-01,,true\nR1,other,N1,,terminated,2026-01-01,,true\n");
  EXPECT_FALSE(read.lines[0].refused || read.lines[1].refused);
}

TEST(Imports, OtherKindsDoNotComeAsXml) {
  EXPECT_TRUE(read_lines(Kind::people, Format::xml, "<a/>").fault);
  EXPECT_TRUE(read_lines(Kind::housing, Format::xml, "<a/>").fault);
}

TEST(Imports, NothingThatWasSentIsInARefusal) {
  const auto read = read_lines(Kind::people, Format::csv, kPeople + "P1,N1,friend,Secret Name,,,,\n");
  const auto& refused = *read.lines.front().refused;
  for (const auto text : {refused.why, refused.accepted, refused.field}) {
    EXPECT_EQ(text.find("Secret"), std::string_view::npos);
    EXPECT_EQ(text.find("friend"), std::string_view::npos);
  }
}

}  // namespace
}  // namespace holdfast::imports
