#include "gateway/advice/question.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "gateway/domain/reasons.h"
#include "gateway/json/utf8.h"
#include "gateway/json/writer.h"

namespace holdfast::advice {
namespace {

using screening::Finding;

// A server that can hold its model to a schema does; one that cannot ignores it.
constexpr std::string_view kForm =
    R"json({"type":"json_schema","json_schema":{"name":"findings","strict":true,"schema":{
"type":"object","additionalProperties":false,"required":["findings"],"properties":{"findings":{"type":"array","items":{
"type":"object","additionalProperties":false,"required":["category","quote","why"],"properties":{
"category":{"type":"string"},"quote":{"type":"string"},"why":{"type":"string"}}}}}}}})json";
constexpr int kMostTokens = 2048;  // of the answer

bool known(std::string_view category) {
  return category == "welfare" ||
         std::ranges::find(domain::kLabelCodes, category, &domain::LabelCode::label) != domain::kLabelCodes.end();
}

const std::string* text_in(const json::Value& object, std::string_view key) {
  const auto* found = object.find(key);
  return found == nullptr ? nullptr : found->text();
}

// Letter and quote are both UTF-8, so that a match begins and ends between code points.
std::optional<Finding> finding_of(const json::Value& said, std::string_view letter) {
  const auto* category = text_in(said, "category");
  const auto* quote = text_in(said, "quote");
  if (category == nullptr || quote == nullptr || !known(*category)) return std::nullopt;
  if (quote->find_first_not_of(" \t\r\n") == std::string::npos) return std::nullopt;
  const auto length = json::count_code_points(*quote);
  const auto at = letter.find(*quote);
  if (at == std::string_view::npos || length > kMostQuote) return std::nullopt;
  Finding found;
  found.rule = "adviser." + *category;
  found.category = *category;
  found.level = screening::Verdict::review;
  found.start = static_cast<std::uint32_t>(json::count_code_points(letter.substr(0, at)));
  found.end = found.start + static_cast<std::uint32_t>(length);
  found.quote = *quote;
  found.view = "adviser";
  return found;
}

auto place_of(const Finding& found) { return std::tie(found.start, found.end, found.rule); }

std::vector<Finding> findings_of(const json::Value::Array& said, std::string_view letter) {
  std::vector<Finding> found;
  for (const auto& one : said) {
    auto finding = finding_of(one, letter);
    if (found.size() < kMostFindings && finding && std::ranges::find(found, *finding) == found.end()) {
      found.push_back(std::move(*finding));
    }
  }
  std::ranges::sort(found, {}, place_of);
  return found;
}

// choices[0].message.content
const std::string* content_of(const json::Value& response) {
  const auto* choices = response.find("choices");
  const auto* list = choices == nullptr ? nullptr : choices->array();
  if (list == nullptr || list->empty()) return nullptr;
  const auto* message = list->front().find("message");
  return message == nullptr ? nullptr : text_in(*message, "content");
}

}  // namespace

bool fits(std::string_view letter) { return letter.size() <= kMostLetter && json::is_utf8(letter); }

std::string question(std::string_view instructions, std::string_view model, std::string_view letter) {
  json::Writer data;
  data.object().field("letter", letter).end();
  json::Writer out;
  out.object().field("model", model).key("messages").array();
  out.object().field("role", "system").field("content", instructions).end();
  out.object().field("role", "user").field("content", data.take()).end();
  out.end().field("temperature", 0).field("seed", 0).field("max_tokens", kMostTokens).field("stream", false);
  out.key("response_format").raw_json(kForm).end();
  return out.take();
}

flows::AdviceAnswer read_answer(std::string_view response, std::string_view letter) {
  const std::unexpected malformed(flows::AdviceFailure::malformed);
  const json::Limits limits{.bytes = kMostAnswer};
  const auto parsed = json::parse(response, limits);
  const auto* content = parsed ? content_of(*parsed) : nullptr;
  if (content == nullptr) return malformed;
  const auto said = json::parse(*content, limits);
  const auto* members = said ? said->object() : nullptr;
  if (members == nullptr || members->size() != 1) return malformed;
  const auto* list = said->find("findings");
  if (list == nullptr || list->array() == nullptr) return malformed;
  return findings_of(*list->array(), letter);
}

void join(screening::Outcome& outcome, const std::vector<Finding>& advised) {
  for (const auto& found : advised) {
    outcome.verdict = std::max(outcome.verdict, screening::Verdict::review);
    outcome.findings.push_back(found);
    if (std::ranges::find(outcome.categories, found.category) == outcome.categories.end()) {
      outcome.categories.push_back(found.category);
    }
  }
  std::ranges::sort(outcome.categories);
  std::ranges::stable_sort(outcome.findings, {}, place_of);
}

}  // namespace holdfast::advice
