// The .txt files of this folder as they are in the program.
#pragma once

#include <string_view>

namespace holdfast::screening::identity::data {

extern const std::string_view kNicknamesEn;
extern const std::string_view kNicknamesEs;
extern const std::string_view kFrequent;
extern const std::string_view kMarks;

}  // namespace holdfast::screening::identity::data
