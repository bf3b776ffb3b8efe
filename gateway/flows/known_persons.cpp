#include "gateway/flows/known_persons.h"

#include <algorithm>

#include "screening/text/fold.h"
#include "storage/postgres/registry.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

namespace identity = screening::identity;
using domain::PersonId;
using domain::Problem;
using domain::Result;
using storage::PersonRow;
using storage::Transaction;

constexpr std::size_t kMostShown = 10;     // persons for a registration, or for one place of a letter
constexpr std::size_t kMostMentions = 40;  // places of a letter

// Rows of persons as this member of staff may see them, each read and witnessed once.
class Shown {
 public:
  Shown(Transaction& tx, storage::Worker& worker, const storage::Principal& who, const Registry& registry,
        std::string_view event)
      : tx_(tx), worker_(worker), who_(who), registry_(registry), event_(event) {}

  // None: not theirs to see.
  Result<std::optional<PersonRow>> row(identity::PersonId id) {
    const auto seen = std::ranges::find(rows_, id, &Seen::id);
    if (seen != rows_.end()) return seen->row;
    rows_.push_back({id, std::nullopt});
    const auto person = registry_.person(id);
    if (!person) return std::nullopt;
    auto found = storage::person_file(tx_, *person);
    if (!found && found.error().problem == Problem::not_found) return std::nullopt;
    if (!found) return std::unexpected(found.error());
    const auto told =
        storage::witness(tx_, worker_, who_, {.event = std::string(event_), .object = "person/" + person->text()});
    if (!told) return std::unexpected(told.error());
    rows_.back().row = std::move(*found);
    return rows_.back().row;
  }

 private:
  struct Seen {
    identity::PersonId id;
    std::optional<PersonRow> row;
  };
  Transaction& tx_;
  storage::Worker& worker_;
  const storage::Principal& who_;
  const Registry& registry_;
  std::string_view event_;
  std::vector<Seen> rows_;
};

Result<std::vector<PersonId>> tied_to(Transaction& tx, const std::string& offender_number) {
  const auto rows = storage::persons_of_offender(tx, offender_number);
  if (!rows) return std::unexpected(rows.error());
  std::vector<PersonId> ids;
  for (const auto& row : *rows) ids.push_back(row.person);
  return ids;
}

Result<Alike> alike_in(Shown& shown, const std::vector<identity::Candidate>& candidates,
                       const std::optional<PersonId>& but) {
  Alike out;
  for (const auto& candidate : candidates) {
    if (out.persons.size() == kMostShown) break;
    if (but && candidate.id == registry_id(*but)) continue;
    auto row = shown.row(candidate.id);
    if (!row) return std::unexpected(row.error());
    if (auto& seen = *row) {
      out.persons.push_back({std::move(*seen), candidate.decision, false, candidate.score, candidate.reason});
    }
  }
  return out;
}

Result<Spoken> spoken_in(Shown& shown, const std::vector<identity::Mention>& mentions, std::string_view words) {
  Spoken out;
  const screening::text::Places places(words);
  for (const auto& mention : mentions) {
    if (out.of.size() == kMostMentions) break;
    SpokenOf spoken{mention.spot, std::string(places.slice(mention.spot.start, mention.spot.end)), {}};
    for (const auto& one : mention.who) {
      if (spoken.persons.size() == kMostShown) break;
      auto row = shown.row(one.id);
      if (!row) return std::unexpected(row.error());
      if (auto& seen = *row) spoken.persons.push_back({std::move(*seen), one.decision, one.tied, 0, one.reason});
    }
    if (!spoken.persons.empty()) out.of.push_back(std::move(spoken));
  }
  return out;
}

}  // namespace

Result<Alike> alike(storage::Worker& worker, const storage::Principal& who, const Registry& registry,
                    const PersonRecord& record, const std::optional<PersonId>& but) {
  const auto wanted = wanted_of(record);
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<Alike> {
    const auto version = storage::registry_version(tx);
    if (!version) return std::unexpected(version.error());
    const auto candidates = registry.find(*version, wanted);
    if (!candidates) return Alike{true, {}};
    Shown shown(tx, worker, who, registry, "registration.matched");
    return alike_in(shown, *candidates, but);
  });
}

Result<Spoken> spoken_of(storage::Worker& worker, const storage::Principal& who, const Registry& registry,
                         std::string_view words, const std::string& offender_number) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<Spoken> {
    const auto version = storage::registry_version(tx);
    if (!version) return std::unexpected(version.error());
    const auto tied = tied_to(tx, offender_number);
    if (!tied) return std::unexpected(tied.error());
    const auto mentions = registry.mentions(*version, words, *tied);
    if (!mentions) return Spoken{true, {}};
    Shown shown(tx, worker, who, registry, "registration.mentioned");
    return spoken_in(shown, *mentions, words);
  });
}

}  // namespace holdfast::flows
