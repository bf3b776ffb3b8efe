// What a process does before it holds a secret. Best effort: each part says whether it took.
#pragma once

namespace holdfast::sealing {

struct Hardening {
  bool no_core_dumps = false;  // RLIMIT_CORE 0
  bool not_dumpable = false;   // PR_SET_DUMPABLE 0: no ptrace or /proc/<pid>/mem by the same account
  bool memory_locked = false;  // mlockall, only where the limit is high enough that it cannot starve the process
};
Hardening harden_process();

}  // namespace holdfast::sealing
