// An audit entry: who did what to what, when, and how it ended. Its exact bytes are canonical JSON (RFC 8785) with
// every field present, so that one entry has one spelling and its commitment (audit/entry/leaf.h) can prove it.
//
// Limits: event, role, outcome, reason and count names are 1..64 characters of a-z 0-9 . _ - (role and reason may
// be empty); actor, agency and object are up to 128 bytes of printable ASCII, ids as text, never a person's name;
// at most 16 counts, each within +-(2^53 - 1). Everything here is pure and may be called from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace holdfast::audit {

using EntryTime = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC, years 0000..9999

struct Entry {
  EntryTime time{};
  std::string event;    // "letter.approved": stored, never renamed
  std::string actor;    // account id, or the name of a service
  std::string role;     // in which role they acted; empty for a service
  std::string agency;   // agency code
  std::string object;   // "letter/<id>": what it was done to
  std::string outcome;  // "done", "refused", ...
  std::string reason;   // a code; empty where none is asked for
  std::map<std::string, std::int64_t, std::less<>> counts;

  bool operator==(const Entry&) const = default;
};

enum class EntryFault : std::uint8_t {
  bad_name,      // event, role, outcome, reason or a count's name is not a name
  bad_text,      // actor, agency or object is too long or not printable ASCII
  bad_time,      // before year 0 or after year 9999
  bad_count,     // too many counts, or one that JSON cannot hold exactly
  not_canonical  // parsing: other bytes than canonical_json() would have written
};
std::string_view fault_text(EntryFault fault);

// {"actor":...,"agency":...,"counts":{...},"event":...,"object":...,"outcome":...,"reason":...,"role":...,"time":...}
std::expected<std::string, EntryFault> canonical_json(const Entry& entry);

// The inverse. Takes exactly what canonical_json() writes and nothing else: no white space, no other order, no
// missing, repeated or unknown field.
std::expected<Entry, EntryFault> parse_canonical(std::string_view json);

// "2026-11-22T08:15:30.042Z"
std::string time_text(EntryTime time);

}  // namespace holdfast::audit
