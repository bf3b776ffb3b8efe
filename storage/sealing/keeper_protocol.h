// What gateway and keeper say to each other over a Unix stream socket. Frames: 4 bytes length (big-endian, of what
// follows, at most kMostFrame), then a body of exactly that length. One answer for each request, in order.
// Exact bytes: docs/formats.md. Parsing takes nothing but what encoding writes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/sealing/context.h"
#include "storage/sealing/seal.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

// What the keeper looks up in the database before it opens. On the wire: never renumber, only add.
enum class GrantKind : std::uint8_t {
  review = 1,         // a review assignment
  release = 2,        // a release, for the recipient's own opening
  reading = 3,        // a reader's assignment
  flagged = 4,        // an investigator's assignment to flagged contact
  ticket = 5,         // a ticket's notes and evidence
  report = 6,         // a recipient's report, for the investigator
  rescreen = 7,       // a job that screens again
  registry_load = 8,  // loading names for matching
  addressing = 9,     // evidence for whom a letter is for
  delivery = 10,      // printing and mailing
  notice = 11,        // sending a notice
  sign_in = 12,       // checking a second factor
  audit_entry = 13,   // an auditor opens one entry
  own_data = 14,      // a person opens what they wrote themselves
  order_note = 15,    // what an order says beyond its dates, or what was asked about it
  advice = 16,        // a job that shows a letter under review to the agency's adviser
};

using RequestId = domain::Id<struct KeyRequestTag>;

struct KeyRequest {
  RequestId request{};  // fresh for every question; the same again for a repetition of it
  KeyContext key;
  GrantKind grant_kind{};
  domain::GrantId grant{};
  domain::AccountId actor{};
};

// On the wire: never renumber, only add.
enum class Refusal : std::uint8_t {
  no_grant = 1,     // the database confirms no such grant
  gone = 2,         // the object or its epoch's key is destroyed
  unavailable = 3,  // the keeper cannot ask the database now
  malformed = 4,    // the keeper could not read the request; it closes the connection
  damaged = 5,      // granted, but the wrapped key does not open
};
std::string_view refusal_name(Refusal refusal);

inline constexpr std::size_t kMostFrame = 1024;

std::vector<std::uint8_t> encode_request(const KeyRequest& request);  // the body, without the length
std::optional<KeyRequest> decode_request(std::span<const std::uint8_t> body);

struct KeyAnswer {
  RequestId request{};
  std::optional<Refusal> refusal;  // none: `key` is the data key
  Secret<32> key;
};
SecretBytes encode_answer(const KeyAnswer& answer);
std::optional<KeyAnswer> decode_answer(std::span<const std::uint8_t> body);

}  // namespace holdfast::sealing
