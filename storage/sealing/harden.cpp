#include "storage/sealing/harden.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace holdfast::sealing {
namespace {

// Under a small limit MCL_FUTURE would make later allocations fail: a keeper that cannot start a thread is worse than
// one whose pages may be swapped (the installer turns swap off or encrypts it).
bool lock_memory() {
  rlimit limit{};
  if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return false;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_MEMLOCK, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY) return false;
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
}

}  // namespace

Hardening harden_process() {
  const rlimit none{0, 0};
  return {.no_core_dumps = setrlimit(RLIMIT_CORE, &none) == 0,
          .not_dumpable = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0,
          .memory_locked = lock_memory()};
}

}  // namespace holdfast::sealing
