// One time: UTC from hf.now(), to the microsecond. Nothing in this room reads a clock; times are passed in.
#pragma once

#include <chrono>

namespace holdfast::domain {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

}  // namespace holdfast::domain
