#include "gateway/domain/reasons.h"

namespace holdfast::domain {

std::optional<ReturnCode> parse_code(std::string_view name) {
  for (const ReturnReason& reason : kReturnReasons) {
    if (reason.name == name) return reason.code;
  }
  return std::nullopt;
}

std::optional<ReturnCode> proposed_code(std::string_view label) {
  for (const LabelCode& row : kLabelCodes) {
    if (row.label == label) return row.code;
  }
  return std::nullopt;
}

}  // namespace holdfast::domain
