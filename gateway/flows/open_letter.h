// "Show me the words". Orders are asked once more, under the guard, before the first opening; what a person has opened
// stays theirs. The opening commits before the keeper is asked, so that no word is shown without its entry; if the
// keeper does not answer, the entry stays and nothing is shown. A reader to whom the hold was given begins the reading.
#pragma once

#include <string>

#include "gateway/domain/id.h"
#include "gateway/domain/time.h"
#include "storage/postgres/principal.h"
#include "storage/sealing/secret.h"

namespace holdfast::flows {

struct OpenedLetter {
  std::string from;
  std::string language;
  domain::Time written{};
  sealing::SecretBytes words;  // byte for byte as the writer's programme sent them
};

// Errors: not_found; refused with the bar (order, stop_contact, recalled, not_yet, no_choice, frozen ...); unavailable
// where the keeper does not answer; gone where the letter was destroyed.
domain::Result<OpenedLetter> open_letter(storage::Worker& worker, const storage::Principal& who,
                                         const domain::HoldId& hold);

}  // namespace holdfast::flows
