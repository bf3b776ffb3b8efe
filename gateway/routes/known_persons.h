// How the office's answers and pages say who of the registry may be meant. Never in anything for the offender's side.
#pragma once

#include <optional>
#include <string>

#include "gateway/flows/known_persons.h"
#include "gateway/json/writer.h"
#include "gateway/routes/app.h"
#include "gateway/routes/schema.h"

namespace holdfast::routes {

// {"state":"current"|"wait","persons":[...]} and {"state":...,"of":[{"start","end","kind","persons"}]}
inline constexpr std::string_view kKnownPersonSchema = R"json({"type":"object","additionalProperties":false,
  "required":["person","offender_number","case_number","relation","decision","tied","reason"],"properties":{
  "person":{"type":"string"},"offender_number":{"type":"string"},"case_number":{"type":"string"},
  "relation":{"type":"string"},"decision":{"type":"string","enum":["sure","possible"]},"tied":{"type":"boolean"},
  "score":{"type":"number"},"reason":{"type":"string"}}})json";
inline constexpr std::string_view kAlikeSchemaBegins = R"json({"type":"object","additionalProperties":false,
  "required":["state","persons"],"properties":{"state":{"type":"string","enum":["current","wait"]},
  "persons":{"type":"array","items":)json";
inline constexpr std::string_view kArrayEnds = "}}}";
inline constexpr std::string_view kAlikeSchema = kJoined<kAlikeSchemaBegins, kKnownPersonSchema, kArrayEnds>;
inline constexpr std::string_view kSpokenSchemaBegins = R"json({"type":"object","additionalProperties":false,
  "required":["state","of"],"properties":{"state":{"type":"string","enum":["current","wait"]},
  "of":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["start","end","kind","persons"],
  "properties":{"start":{"type":"integer"},"end":{"type":"integer"},
  "kind":{"type":"string","enum":["name","phone","email","address"]},"persons":{"type":"array","items":)json";
inline constexpr std::string_view kSpokenSchemaEnds = "}}}}}}";
inline constexpr std::string_view kSpokenSchema = kJoined<kSpokenSchemaBegins, kKnownPersonSchema, kSpokenSchemaEnds>;

void write_alike(json::Writer& out, const flows::Alike& alike);
void write_spoken(json::Writer& out, const flows::Spoken& spoken);
pages::AlikeView alike_view(const flows::Alike& alike);
pages::SpokenView spoken_view(const flows::Spoken& spoken);

// None where this gateway keeps no registry.
domain::Result<std::optional<flows::Alike>> alike_of(const Context& context, const flows::PersonRecord& record,
                                                     const std::optional<domain::PersonId>& but = std::nullopt);
domain::Result<std::optional<flows::Spoken>> spoken_of(const Context& context, std::string_view words,
                                                       const std::string& offender_number);

}  // namespace holdfast::routes
