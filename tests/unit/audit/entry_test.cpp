// The canonical form of an entry: one entry, one spelling (RFC 8785), and nothing else is read back.
#include "audit/entry/entry.h"

#include <gtest/gtest.h>
// rapidcheck's header wants gtest's first.
#include <rapidcheck/gtest.h>

namespace holdfast::audit {
namespace {

using std::chrono::milliseconds;

Entry approved() {
  return {.time = EntryTime{milliseconds{1795335330042}},
          .event = "letter.approved",
          .actor = "7zzzzzzzzzzzzzzzzzzzzzzzzz",
          .role = "analyst",
          .agency = "us-ca",
          .object = "letter/00000000000000000000000001",
          .outcome = "done",
          .reason = "",
          .counts = {}};
}

Entry with(auto change) {
  Entry entry = approved();
  change(entry);
  return entry;
}

TEST(CanonicalEntry, is_written_with_sorted_keys_and_every_field) {
  const auto json = canonical_json(with([](Entry& e) { e.counts = {{"words", 412}, {"findings", -3}, {"a", 0}}; }));
  EXPECT_EQ(json,
            R"({"actor":"7zzzzzzzzzzzzzzzzzzzzzzzzz","agency":"us-ca","counts":{"a":0,"findings":-3,"words":412},)"
            R"("event":"letter.approved","object":"letter/00000000000000000000000001","outcome":"done",)"
            R"("reason":"","role":"analyst","time":"2026-11-22T08:15:30.042Z"})");
}

struct TimeCase {
  const char* name;
  std::int64_t ms;
  const char* text;
};
class TimeText : public testing::TestWithParam<TimeCase> {};
TEST_P(TimeText, is_utc_with_milliseconds) {
  EXPECT_EQ(time_text(EntryTime{milliseconds{GetParam().ms}}), GetParam().text);
}
INSTANTIATE_TEST_SUITE_P(Table, TimeText,
                         testing::ValuesIn(std::vector<TimeCase>{
                             {"epoch", 0, "1970-01-01T00:00:00.000Z"},
                             {"just_before_epoch", -1, "1969-12-31T23:59:59.999Z"},
                             {"leap_day", 1709164800007, "2024-02-29T00:00:00.007Z"},
                             {"last", 253402300799999, "9999-12-31T23:59:59.999Z"},
                             {"first", -62167219200000, "0000-01-01T00:00:00.000Z"},
                         }),
                         [](const auto& row) { return std::string{row.param.name}; });

struct BadCase {
  const char* name;
  Entry entry;
  EntryFault fault;
};
class BadEntry : public testing::TestWithParam<BadCase> {};
TEST_P(BadEntry, is_refused) { EXPECT_EQ(canonical_json(GetParam().entry), std::unexpected(GetParam().fault)); }
INSTANTIATE_TEST_SUITE_P(
    Table, BadEntry,
    testing::ValuesIn(std::vector<BadCase>{
        {"no_event", with([](Entry& e) { e.event = ""; }), EntryFault::bad_name},
        {"no_outcome", with([](Entry& e) { e.outcome = ""; }), EntryFault::bad_name},
        {"event_in_capitals", with([](Entry& e) { e.event = "Letter"; }), EntryFault::bad_name},
        {"role_with_space", with([](Entry& e) { e.role = "an analyst"; }), EntryFault::bad_name},
        {"reason_in_free_text", with([](Entry& e) { e.reason = "because, well"; }), EntryFault::bad_name},
        {"long_event", with([](Entry& e) { e.event = std::string(65, 'a'); }), EntryFault::bad_name},
        {"long_object", with([](Entry& e) { e.object = std::string(129, 'a'); }), EntryFault::bad_text},
        {"line_break_in_object", with([](Entry& e) { e.object = "letter/1\n"; }), EntryFault::bad_text},
        {"nul_in_actor", with([](Entry& e) { e.actor = std::string("a\0b", 3); }), EntryFault::bad_text},
        {"name_of_a_person", with([](Entry& e) { e.object = "Jos\xc3\xa9"; }), EntryFault::bad_text},
        {"year_10000", with([](Entry& e) { e.time = EntryTime{milliseconds{253402300800000}}; }), EntryFault::bad_time},
        {"before_year_0", with([](Entry& e) { e.time = EntryTime{milliseconds{-62167219200001}}; }),
         EntryFault::bad_time},
        {"count_beyond_json", with([](Entry& e) { e.counts["n"] = std::int64_t{1} << 53; }), EntryFault::bad_count},
        {"count_below_json", with([](Entry& e) { e.counts["n"] = -(std::int64_t{1} << 53); }), EntryFault::bad_count},
        {"count_without_name", with([](Entry& e) { e.counts[""] = 1; }), EntryFault::bad_name},
        {"too_many_counts", with([](Entry& e) {
           for (char c = 'a'; c <= 'q'; ++c) e.counts[std::string(1, c)] = 1;
         }),
         EntryFault::bad_count},
    }),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(CanonicalEntry, escapes_quote_and_backslash_and_reads_them_back) {
  const Entry entry = with([](Entry& e) { e.object = R"(a"b\c)"; });
  const auto json = canonical_json(entry);
  ASSERT_TRUE(json);
  EXPECT_NE(json->find(R"("object":"a\"b\\c")"), std::string::npos);
  EXPECT_EQ(parse_canonical(*json), entry);
}

struct ForeignCase {
  const char* name;
  std::string json;
};
std::string replaced(std::string_view from, std::string_view to) {
  std::string json = *canonical_json(with([](Entry& e) { e.counts = {{"b", 2}}; }));
  return json.replace(json.find(from), from.size(), to);
}
class ForeignJson : public testing::TestWithParam<ForeignCase> {};
TEST_P(ForeignJson, is_not_canonical) {
  EXPECT_EQ(parse_canonical(GetParam().json), std::unexpected(EntryFault::not_canonical));
}
INSTANTIATE_TEST_SUITE_P(Table, ForeignJson,
                         testing::ValuesIn(std::vector<ForeignCase>{
                             {"nothing", ""},
                             {"other_json", "[]"},
                             {"space", replaced(R"("actor":)", R"("actor": )")},
                             {"space_after", replaced("Z\"}", "Z\"} ")},
                             {"unknown_field", replaced(R"("role")", R"("rank":"x","role")")},
                             {"missing_field", replaced(R"("reason":"",)", "")},
                             {"repeated_field", replaced(R"("reason":"")", R"("reason":"","reason":"")")},
                             {"repeated_count", replaced(R"("b":2)", R"("b":2,"b":2)")},
                             {"counts_out_of_order", replaced(R"("b":2)", R"("b":2,"a":1)")},
                             {"count_with_leading_zero", replaced(R"("b":2)", R"("b":02)")},
                             {"count_minus_zero", replaced(R"("b":2)", R"("b":-0)")},
                             {"count_as_fraction", replaced(R"("b":2)", R"("b":2.0)")},
                             {"count_with_exponent", replaced(R"("b":2)", R"("b":2e0)")},
                             {"trailing_comma", replaced(R"("b":2)", R"("b":2,)")},
                             {"needless_escape", replaced("analyst", R"(\analyst)")},
                             {"unicode_escape", replaced("analyst", R"(\u0061nalyst)")},
                             {"open_string", replaced("Z\"}", "Z")},
                             {"no_such_day", replaced("2026-11-22", "2026-11-31")},
                             {"hour_24", replaced("T08", "T24")},
                             {"second_60", replaced("30.042", "60.042")},
                             {"other_zone", replaced("Z\"}", "+\"}")},
                             {"signed_year", replaced("2026", "+026")},
                             {"seconds_only", replaced(".042Z", "Z")},
                         }),
                         [](const auto& row) { return std::string{row.param.name}; });

RC_GTEST_PROP(CanonicalEntry, any_entry_that_is_written_is_read_back_equal, ()) {
  const auto name = [] {
    return *rc::gen::nonEmpty(
        rc::gen::resize(20, rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcxyz0189_.-")))));
  };
  const auto text = [] { return *rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7f)); };
  Entry entry{.time = EntryTime{milliseconds{*rc::gen::inRange<std::int64_t>(-62167219200000, 253402300800000)}},
              .event = name(),
              .actor = text(),
              .role = name(),
              .agency = text(),
              .object = text(),
              .outcome = name(),
              .reason = "",
              .counts = {}};
  for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
    entry.counts[name()] = *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 53) + 1, std::int64_t{1} << 53);
  }
  const auto json = canonical_json(entry);
  RC_ASSERT(json.has_value());
  RC_ASSERT((parse_canonical(*json) == entry));
}

RC_GTEST_PROP(CanonicalEntry, a_changed_byte_is_another_entry_or_none, ()) {
  std::string json = *canonical_json(approved());
  const auto at = *rc::gen::inRange<std::size_t>(0, json.size());
  json[at] = static_cast<char>(json[at] ^ *rc::gen::inRange(1, 256));
  const auto parsed = parse_canonical(json);
  RC_ASSERT((!parsed || *parsed != approved()));
}

}  // namespace
}  // namespace holdfast::audit
