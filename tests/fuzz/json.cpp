// The strict reader against Boost.JSON: what ours takes, Boost takes and understands alike; what ours took, written
// and read again is the same value.
#include <algorithm>
#include <boost/json.hpp>
#include <string>

#include "gateway/json/fields.h"
#include "gateway/json/value.h"
#include "gateway/json/writer.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {
namespace {

bool same(const json::Value& ours, const boost::json::value& theirs) {
  if (const bool* flag = ours.boolean()) return theirs.is_bool() && theirs.get_bool() == *flag;
  if (const auto* number = ours.integer()) return theirs.is_int64() && theirs.get_int64() == *number;
  // Boost's reader of reals is not exact in its last digits.
  if (ours.real() != nullptr) return theirs.is_double();
  if (const auto* text = ours.text()) return theirs.is_string() && std::string_view{theirs.get_string()} == *text;
  if (const auto* items = ours.array()) {
    return theirs.is_array() && std::ranges::equal(*items, theirs.get_array(), [](const auto& left, const auto& right) {
             return same(left, right);
           });
  }
  if (const auto* members = ours.object()) {
    return theirs.is_object() && members->size() == theirs.get_object().size() &&
           std::ranges::all_of(*members, [&](const json::Member& member) {
             const auto* found = theirs.get_object().if_contains(member.key);
             return found != nullptr && same(member.value, *found);
           });
  }
  return theirs.is_null();
}

void read_fields(const json::Value& value) {
  json::Fields fields{value};
  fields.optional_text("a", {.max = 3});
  fields.optional_integer("b", {.min = 0});
  fields.texts("c", {.max = 2}, {});
  fields.objects("d", {}, [](json::Fields& inner) { inner.text("e", {}); });
  static_cast<void>(fields.finish());
}

}  // namespace

void json(std::string_view bytes) {
  const auto ours = json::parse(bytes);
  if (!ours) return;
  boost::json::error_code error;
  const auto theirs = boost::json::parse({bytes.data(), bytes.size()}, error);
  if (error == boost::json::error::exponent_overflow) return;  // a zero with a long exponent is still a zero to us
  require(!error && same(*ours, theirs));
  const auto again = json::parse(json::write(*ours));
  require(again.has_value() && *again == *ours);
  read_fields(*ours);
}

}  // namespace holdfast::fuzz
