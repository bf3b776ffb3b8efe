// What a sealed thing is, bound into it as associated data: bytes sealed as one thing never open as another.
#pragma once

#include <cstdint>
#include <string>

#include "gateway/domain/id.h"

namespace holdfast::sealing {

// Stored and bound into every ciphertext: never renumber, only add.
enum class Purpose : std::uint16_t {
  letter = 1,       // the words of one version of a letter
  findings = 2,     // quotes and places found in it
  report = 3,       // a recipient's report
  attachment = 4,   // a scan, a picture, a document
  person = 5,       // a protected person's name and contact details
  entry = 6,        // an audit entry with its key
  notice = 7,       // where a notice goes and what it says
  ticket_note = 8,  // answers and notes on a ticket
  totp = 9,         // a second factor's secret
  review_note = 10,
  addressing = 11,  // the evidence for whom a letter is for
  order_note = 12,  // what an order says beyond its dates
  choice_note = 13,
  offender = 14,  // an offender's file as the agency gave it
  answer = 15,    // the stored answer of an Idempotency-Key
  advice = 16,    // what the agency's adviser pointed at in a letter
  // As findings: what newer rules found where they raised the verdict, to review and to quarantine.
  again_review = 17,
  again_quarantine = 18,
};

struct SealContext {
  std::string agency;  // the agency's code, 1..64 bytes; it is bound into ciphertexts and so never changes
  Purpose purpose{};
  domain::ObjectId object{};
  std::uint32_t version = 1;  // which version of this part; a rewritten part takes the next number
};

inline constexpr std::size_t kMostAgency = 64;

}  // namespace holdfast::sealing
