// One program for each target: HOLDFAST_FUZZ_TARGET names it.
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  holdfast::fuzz::HOLDFAST_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
