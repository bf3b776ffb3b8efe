// What a person should know of a set of rule packs before it judges anybody's letter.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "screening/screening.h"

namespace holdfast::screening::tools {

struct Remark {
  std::string file;
  std::uint32_t line{};
  bool wrong{};  // it must not be taken into use; otherwise a person should look
  std::string what;

  bool operator==(const Remark&) const = default;
};

// Ordered by file and line. A set that cannot be read at all has one remark, which says why.
std::vector<Remark> lint(std::span<const RuleFile> files);

}  // namespace holdfast::screening::tools
