// What is right and what is wrong of the findings, from a form or as JSON: for the pages and operations that show them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/flows/review.h"
#include "gateway/routes/app.h"

namespace holdfast::routes {

using Marks = std::vector<storage::FindingMark>;

inline constexpr std::string_view kMarksSchema =
    R"json({"type":"object","additionalProperties":false,"required":["marks"],
  "properties":{"marks":{"type":"array","maxItems":500,"items":{"type":"object","additionalProperties":false,
    "required":["rule","of","start","end","mark"],"properties":{"rule":{"type":"string","minLength":1,"maxLength":80},
    "of":{"type":"string","enum":["words","addressee"]},"start":{"type":"integer","minimum":0},
    "end":{"type":"integer","minimum":0},"mark":{"type":"string","enum":["right","wrong"]}}}}}})json";
inline constexpr std::string_view kMarkedSchema =
    R"json({"type":"object","additionalProperties":false,"required":["id","right","wrong"],
  "properties":{"id":{"type":"string"},"right":{"type":"integer"},"wrong":{"type":"integer"}}})json";

// invalid_field, with the field, for a rule that is not in force or a place that is none.
domain::Result<Marks> json_marks(const Context& context);
// The fields mark-1, mark-2 ... of a page: "right|words|29|58|threat.en.kill-you".
domain::Result<Marks> form_marks(const Context& context);

// Everything after the first bar of such a value; empty for a finding that no rule in force made: the adviser's.
std::string mark_about(const Context& context, const flows::CoverFinding& found, bool addressee);
// "right", "wrong", or empty.
std::string_view marked(const Marks& marks, const flows::CoverFinding& found, bool addressee);

http::Response marks_answer(const std::string& id, const Marks& marks);

}  // namespace holdfast::routes
