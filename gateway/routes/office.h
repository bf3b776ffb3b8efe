// What the routes of the office share: a page of a list, arrays.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/answers.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"
#include "gateway/routes/app.h"

namespace holdfast::routes {

inline constexpr int kOfficePage = 50;
inline constexpr std::size_t kOfficeForm = 32 * 1024;  // of a form or a JSON body

template <class Row>
struct Listed {
  std::vector<Row> rows;
  std::string next;  // a sealed cursor; empty: that was all
};

// `fetch(place, limit)` gives Result<vector<Row>>; `place(row)` is a row's place in the list.
template <class Fetch, class Place>
auto listed(const Context& context, std::string_view list, Fetch fetch, Place place)
    -> domain::Result<Listed<typename decltype(fetch(std::int64_t{}, 0))::value_type::value_type>> {
  if (auto known = context.request.query.only({"after", "done"}); !known) return std::unexpected(known.error());
  const auto from = open_cursor(context.app, list, context.request.query.first("after").value_or(std::string_view{}));
  if (!from) return std::unexpected(from.error());
  auto rows = fetch(*from, kOfficePage + 1);
  if (!rows) return std::unexpected(rows.error());
  Listed<typename decltype(fetch(std::int64_t{}, 0))::value_type::value_type> found{std::move(*rows), ""};
  if (found.rows.size() > kOfficePage) {
    found.rows.resize(kOfficePage, found.rows.front());
    found.next = seal_cursor(context.app, list, place(found.rows.back()));
  }
  return found;
}

// {"<name>":[...],"next":"..."}
template <class Row, class Json>
http::Response list_answer(std::string_view name, const Listed<Row>& found, Json json_of) {
  json::Writer out;
  out.object().key(name).array();
  for (const auto& row : found.rows) out.raw_json(json_of(row));
  out.end();
  if (!found.next.empty()) out.field("next", found.next);
  out.end();
  return http::json(200, out.take());
}

inline http::Response with_etag(std::string text) {
  const auto etag = etag_of(text);
  auto answer = http::json(200, std::move(text));
  answer.header("etag", etag);
  return answer;
}

inline void texts(json::Writer& out, std::string_view name, const std::vector<std::string>& items) {
  out.key(name).array();
  for (const auto& item : items) out.value(item);
  out.end();
}

// Why a finding points where it points: the rule's own words, or that it is the adviser's.
inline std::string finding_reason(const Context& context, std::string_view rule) {
  if (!rule.starts_with("adviser.")) {
    const auto rules = context.app.rules.now();
    return std::string(rules->engine.description(rule, context.language));
  }
  return context.app.pages.text(pages::parse_lang(context.language).value_or(pages::Lang::en), "findings.adviser");
}

inline http::Response no_content() {
  http::Response fine;
  fine.status = 204;
  return fine;
}

}  // namespace holdfast::routes
