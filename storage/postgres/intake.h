// Intake: a batch of letters in one statement and one commit. Letter, verdict, ticket and leaf commit together; each
// item is checked for its own session inside the database, and answered for itself.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/domain/order.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {

using RequestHash = std::array<std::uint8_t, 32>;

struct IntakeLetter {
  sealing::KeyedHash token{};
  std::string key;  // Idempotency-Key
  RequestHash request{};
  domain::LetterId letter;
  domain::VersionId version;
  domain::ObjectId object;
  domain::TicketId ticket;
  sealing::WrappedKey wrapped;
  sealing::SealedChunk words;
  sealing::SealedChunk cover;  // whom the writer says it is for, and the findings
  SealedEntry entry;
  SealedEntry ticket_entry;  // used where the verdict is quarantine
  std::string offender_number;
  std::string offender_name;
  std::string case_number;
  std::string language;
  std::string verdict;  // clear, review, quarantine; empty: the engine failed, the letter is held unscreened
  std::vector<std::string> categories;
  bool welfare = false;
  std::uint32_t characters = 0;
  domain::Channel channel = domain::Channel::accountability_letter;
};

enum class IntakeOutcome : std::uint8_t { created, replayed, mismatch, signed_out };
struct IntakeAnswer {
  IntakeOutcome outcome{};
  domain::LetterId letter;  // for created and replayed
};

// One answer a letter, in order; all committed when this returns a value. An error means that nothing of the batch is
// known to be committed: the caller tries the letters one by one, and the keys keep that harmless.
domain::Result<std::vector<IntakeAnswer>> take_in(Worker& worker, std::uint32_t epoch, const std::string& engine,
                                                  const std::string& rules, std::span<const IntakeLetter> letters);

}  // namespace holdfast::storage
