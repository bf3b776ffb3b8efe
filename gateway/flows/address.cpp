#include "gateway/flows/address.h"

#include <algorithm>
#include <cctype>

#include "gateway/flows/offer.h"
#include "gateway/flows/registrations.h"
#include "gateway/flows/review.h"
#include "storage/postgres/sealed.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::refusal;
using domain::Result;
using storage::Transaction;

// ---- how a name compares: letters and digits, lower case, in words ----

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0) {
      words.back() += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::vector<std::string> evidence_of(const storage::AddressingFile& file, const storage::Candidate& person,
                                     std::string_view addressee, std::string_view name) {
  std::vector<std::string> codes;
  const auto written = words_of(addressee);
  const auto known = words_of(name);
  if (!known.empty() && written == known) {
    codes.emplace_back("name_exact");
  } else if (std::ranges::any_of(known, [&](const std::string& word) {
               return word.size() > 2 && std::ranges::find(written, word) != written.end();
             })) {
    codes.emplace_back("name_close");
  }
  if (!file.case_number.empty() && file.case_number == person.case_number) codes.emplace_back("case_number");
  if (person.confirmed) codes.emplace_back("registration");
  return codes;
}

// ---- opening ----

struct Granted {
  storage::AddressingFile file;
  domain::GrantId grant;
};

Result<Granted> grant_addressing(storage::Worker& worker, const storage::Principal& who,
                                 const domain::LetterId& letter) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<Granted> {
    auto file = storage::addressing_file(tx, letter);
    if (!file) return std::unexpected(file.error());
    if (!file->version || file->person) return std::unexpected(refusal(domain::Bar::not_in_state));
    const auto grant = storage::assign(tx, storage::AssignmentKind::addressing, *file->version);
    if (!grant) return std::unexpected(grant.error());
    if (auto told =
            storage::witness(tx, worker, who, {.event = "addressing.opened", .object = "letter/" + letter.text()});
        !told) {
      return std::unexpected(told.error());
    }
    return Granted{std::move(*file), *grant};
  });
}

Result<std::string> open_addressee(storage::Worker& worker, const storage::Principal& who, const Granted& granted) {
  const auto object =
      storage::OpenedObject::ask(worker, who.actor, who.account,
                                 {sealing::GrantKind::review, granted.grant, granted.file.object,
                                  sealing::Purpose::letter, static_cast<std::uint32_t>(granted.file.no)});
  if (!object) return std::unexpected(object.error());
  const auto text = object->part(worker, sealing::Purpose::findings);
  if (!text) return std::unexpected(text.error());
  auto cover = read_cover(text->reveal_text());
  if (!cover) return std::unexpected(cover.error());
  return std::move(cover->addressee);
}

// ---- deciding ----

domain::LetterFacts facts_of(const storage::AddressingFile& file, const std::string& evidence) {
  domain::LetterFacts facts;
  facts.addressing = {file.version.has_value(), file.quarantined, true, !evidence.empty()};
  facts.evidence_noted = !evidence.empty();
  return facts;
}

Result<void> check_pair(Transaction& tx, const AddressLetter& input) {
  if (!input.person) return {};
  const auto barred = storage::shown_bar_of_pair(tx, input.letter, *input.person);
  if (!barred) return std::unexpected(barred.error());
  // An order that nobody has served, and what the person asked for themselves, must not show: the letter is banked, and
  // its hold waits under the bar.
  return *barred ? Result<void>(std::unexpected(refusal(domain::Bar::order))) : Result<void>{};
}

Result<void> tell(Transaction& tx, storage::Worker& worker, const storage::Principal& who, std::string_view entry,
                  const std::string& object) {
  return storage::witness(tx, worker, who, {.event = std::string(entry), .object = object});
}

Result<Addressed> make_and_offer(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                 const domain::LetterId& letter, const domain::PersonId& person, Addressed addressed) {
  const auto hold = storage::make_hold(tx, letter, person);
  if (!hold) return std::unexpected(hold.error());
  addressed.hold = *hold;
  if (auto told = tell(tx, worker, who, domain::kHoldBegins.entry, "hold/" + hold->text()); !told) {
    return std::unexpected(told.error());
  }
  const auto offered = offer_where_wished(tx, worker, &who, *hold);
  if (!offered) return std::unexpected(offered.error());
  addressed.offered = *offered;
  return addressed;
}

Result<Addressed> address(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                          const AddressLetter& input) {
  if (auto locked = storage::lock_letter(tx, input.letter); !locked) return std::unexpected(locked.error());
  const auto file = storage::addressing_file(tx, input.letter);
  if (!file) return std::unexpected(file.error());
  const auto& version = file->version;
  if (file->person || !version) {  // undo the pairing first
    return std::unexpected(refusal(domain::Bar::not_in_state));
  }
  if (input.evidence.empty()) return std::unexpected(refusal(domain::Bar::no_evidence));
  if (auto free = check_pair(tx, input); !free) return std::unexpected(free.error());
  const auto event = input.person ? domain::LetterEvent::address : domain::LetterEvent::bank_unaddressed;
  const auto row = domain::next(file->state, event, domain::Actor::analyst, facts_of(*file, input.evidence));
  if (!row) return std::unexpected(refusal(row.error()));
  if (auto done = storage::add_addressing(tx, worker, input.letter, input.person, input.evidence); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = storage::set_state(tx, input.letter, row->to); !done) return std::unexpected(done.error());
  if (auto told = tell(tx, worker, who, row->entry, "letter/" + input.letter.text()); !told)
    return std::unexpected(told.error());
  if (auto done = storage::end_assignments(tx, *version); !done) return std::unexpected(done.error());
  Addressed addressed{row->to, std::nullopt, false};
  if (!input.person) return addressed;
  return make_and_offer(tx, worker, who, input.letter, *input.person, addressed);
}

Result<Unaddressed> undo(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                         const domain::LetterId& letter, const std::string& evidence) {
  if (auto locked = storage::lock_letter(tx, letter); !locked) return std::unexpected(locked.error());
  const auto file = storage::addressing_file(tx, letter);
  if (!file) return std::unexpected(file.error());
  const auto& paired = file->hold;
  const auto& standing = file->hold_state;
  if (!file->person || !paired || !standing) return std::unexpected(refusal(domain::Bar::not_in_state));
  const auto row =
      domain::next(file->state, domain::LetterEvent::unaddress, domain::Actor::analyst, facts_of(*file, evidence));
  if (!row) return std::unexpected(refusal(row.error()));
  const auto recalled = storage::recall_letter(tx, letter, "wrong_pairing");
  if (!recalled) return std::unexpected(recalled.error());
  domain::HoldFacts hold;
  hold.evidence_noted = !evidence.empty();
  const auto closed = domain::next(*recalled > 0 ? domain::HoldState::accepted : *standing, domain::HoldEvent::unpair,
                                   domain::Actor::analyst, hold);
  if (!closed) return std::unexpected(refusal(closed.error()));
  if (auto done = storage::undo_addressing(tx, worker, *file, closed->to, evidence); !done)
    return std::unexpected(done.error());
  if (auto done = storage::set_state(tx, letter, row->to); !done) return std::unexpected(done.error());
  if (auto told = tell(tx, worker, who, row->entry, "letter/" + letter.text()); !told)
    return std::unexpected(told.error());
  if (auto told = tell(tx, worker, who, closed->entry, "hold/" + paired->text()); !told)
    return std::unexpected(told.error());
  return Unaddressed{row->to, *recalled};
}

}  // namespace

Result<std::vector<storage::AddressingRow>> addressing_queue(storage::Worker& worker, const storage::Principal& who,
                                                             std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::addressing_queue(tx, after, limit); });
}

Result<OpenedAddressing> open_addressing(storage::Worker& worker, const storage::Principal& who,
                                         const domain::LetterId& letter) {
  auto granted = grant_addressing(worker, who, letter);
  if (!granted) return std::unexpected(granted.error());
  auto addressee = open_addressee(worker, who, *granted);
  if (!addressee) return std::unexpected(addressee.error());
  OpenedAddressing opened{std::move(granted->file), std::move(*addressee), {}};
  for (const auto& person : opened.file.candidates) {
    const auto record = open_record(worker, who, person.person, person.record);
    if (!record) return std::unexpected(record.error());
    opened.candidates.push_back(
        {person, record->name, evidence_of(opened.file, person, opened.addressee, record->name)});
  }
  return opened;
}

Result<Addressed> address_letter(storage::Worker& worker, const storage::Principal& who, const AddressLetter& input) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return address(tx, worker, who, input); });
}

Result<storage::AddressingFile> addressing_file(storage::Worker& worker, const storage::Principal& who,
                                                const domain::LetterId& letter) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::addressing_file(tx, letter); });
}

Result<Unaddressed> undo_addressing(storage::Worker& worker, const storage::Principal& who,
                                    const domain::LetterId& letter, const std::string& evidence) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return undo(tx, worker, who, letter, evidence); });
}

}  // namespace holdfast::flows
