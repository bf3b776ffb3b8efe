#include "gateway/flows/import.h"

#include <algorithm>

#include "gateway/flows/import_rows.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using imports::Kind;
using imports::Line;
using Outcome = ImportedRow::Outcome;
using storage::Transaction;

constexpr std::string_view kUndone = "undone";

Result<TakenRow> take(const Importing& in, const Line& line, const std::optional<storage::FeedRow>& before) {
  if (const auto* order = std::get_if<imports::OrderLine>(&line.what)) return take_order(in, *order, before);
  if (const auto* person = std::get_if<imports::PersonLine>(&line.what)) return take_person(in, *person, before);
  return take_housing(in, std::get<imports::HousingLine>(line.what), before);
}

ImportedRow refused(std::size_t place, std::string field, std::string_view why, std::string_view accepted) {
  ImportedRow row;
  row.place = place;
  row.outcome = Outcome::refused;
  row.field = std::move(field);
  row.why = why;
  row.accepted = accepted;
  return row;
}

std::string id_of(const storage::FeedTarget& target) {
  if (const auto* order = std::get_if<domain::OrderId>(&target)) return order->text();
  if (const auto* person = std::get_if<domain::PersonId>(&target)) return person->text();
  return "";
}

// A row that said the same last time: taken then, or still waiting for people.
ImportedRow seen_before(const Line& line, const storage::FeedRow& before) {
  ImportedRow row;
  row.place = line.place;
  row.outcome = before.asked ? Outcome::waits : Outcome::unchanged;
  if (before.asked) {
    row.id = id_of(before.target);
    row.why = "it would bar less; people of the office were asked before";
  }
  return row;
}

Result<ImportedRow> take_line(Importing& in, Kind kind, const std::string& feed, const Line& line) {
  if (const auto& no = line.refused) return refused(line.place, std::string(no->field), no->why, no->accepted);
  const auto key = in.key_of(imports::to_string(kind), line.record);
  const auto digest = sealing::keyed_hash(*in.worker.here->hash_key, "import-row", line.content);
  const auto noted = storage::feed_row(in.tx, in.feed, key);
  if (!noted) return std::unexpected(noted.error());
  const auto& before = *noted;
  if (before && before->digest == digest) return seen_before(line, *before);
  in.source = "feed " + feed + ", record " + line.record;
  auto taken = take(in, line, before);
  if (!taken) return std::unexpected(taken.error());
  auto& row = taken->row;
  row.place = line.place;
  if (row.outcome != Outcome::refused && row.outcome != Outcome::waits) {
    row.looks.insert(row.looks.begin(), line.looks.begin(), line.looks.end());
  }
  const auto& target = taken->target;
  if (!target) return row;
  row.id = id_of(*target);
  const auto kept = storage::note_feed_row(in.tx, in.feed, key, {digest, row.outcome == Outcome::waits, *target});
  if (!kept) return std::unexpected(kept.error());
  return row;
}

ImportedRow refused(std::size_t place, domain::Error error) {
  std::string_view accepted = "a person of the office enters it, or sees why";
  if (error.field == "institution") accepted = "a code of an institution that is entered here";
  if (error.problem == Problem::not_found) accepted = "an offender whose case the one who imports may see";
  return refused(place, std::move(error.field), error.why, accepted);
}

// What the database or a rule refuses is the row's; what is broken ends the import.
bool is_of_the_row(const domain::Error& error) {
  using enum Problem;
  return error.problem == invalid_field || error.problem == not_found || error.problem == conflict ||
         error.problem == refused || error.problem == forbidden;
}

void add(ImportReport& report, ImportedRow row) {
  switch (row.outcome) {
    case Outcome::taken:
      ++report.taken;
      break;
    case Outcome::version:
      ++report.versions;
      break;
    case Outcome::unchanged:
      ++report.unchanged;
      return;
    case Outcome::waits:
      ++report.waiting;
      break;
    case Outcome::refused:
      ++report.refused;
      break;
  }
  report.rows.push_back(std::move(row));
}

class Import {
 public:
  Import(storage::Worker& worker, const storage::Principal* who, const std::string& zone, const ImportOrder& asked,
         imports::Lines lines)
      : worker_(worker), who_(who), zone_(zone), asked_(asked), lines_(std::move(lines)) {}

  // A dry run is one transaction whichever way the file would be taken: nothing of it may stay.
  Result<ImportReport> run() {
    begin();
    const bool one = asked_.whole || asked_.dry_run;
    auto done = one ? as_one() : row_by_row();
    if (!done && !(done.error().problem == Problem::refused && done.error().why == kUndone)) {
      return std::unexpected(done.error());
    }
    report_.committed = done.has_value();
    if (!report_.committed) {
      forget_made();
      if (auto told = tell_undone(); !told) return std::unexpected(told.error());
    }
    return std::move(report_);
  }

 private:
  const storage::Actor& actor() const { return who_ != nullptr ? who_->actor : worker_.here->system; }
  std::string kind() const { return std::string(imports::to_string(asked_.kind)); }

  void begin() {
    report_ = {};
    report_.fault = lines_.fault;
    if (!report_.fault && asked_.rows && *asked_.rows != lines_.lines.size()) {
      report_.fault = imports::Fault{0, {"", "the file has another number of rows than was said", "a whole file"}};
    }
  }
  Result<Importing> importing(Transaction& tx) {
    const auto feed = storage::take_feed(tx, kind(), asked_.feed);
    if (!feed) return std::unexpected(feed.error());
    return Importing{tx, worker_, who_, zone_, *feed, ""};
  }

  Result<void> as_one() {
    return worker_.database.run(actor(), [&](Transaction& tx) -> Result<void> {
      begin();
      auto in = importing(tx);
      if (!in) return std::unexpected(in.error());
      if (auto locked = lock(tx); !locked) return locked;
      for (const auto& line : lines_.lines) {
        auto row = tx.part([&] { return take_line(*in, asked_.kind, asked_.feed, line); });
        if (!row && !is_of_the_row(row.error())) return std::unexpected(row.error());
        add(report_, row ? std::move(*row) : refused(line.place, std::move(row.error())));
      }
      const bool broken = report_.fault || report_.refused > 0;
      if (asked_.dry_run || broken) return fail(Problem::refused, kUndone);
      return finish(*in);
    });
  }

  Result<void> row_by_row() {
    for (const auto& line : lines_.lines) {
      auto row = worker_.database.run(actor(), [&](Transaction& tx) -> Result<ImportedRow> {
        auto in = importing(tx);
        if (!in) return std::unexpected(in.error());
        return take_line(*in, asked_.kind, asked_.feed, line);
      });
      if (!row && !is_of_the_row(row.error())) return std::unexpected(row.error());
      add(report_, row ? std::move(*row) : refused(line.place, std::move(row.error())));
    }
    return worker_.database.run(actor(), [&](Transaction& tx) -> Result<void> {
      auto in = importing(tx);
      if (!in) return std::unexpected(in.error());
      return finish(*in);
    });
  }

  // Lock order: the feed, then offenders ascending.
  Result<void> lock(Transaction& tx) {
    std::vector<std::string> numbers;
    for (const auto& line : lines_.lines) {
      if (line.refused) continue;
      std::visit([&](const auto& what) { numbers.push_back(what.offender_number); }, line.what);
    }
    std::ranges::sort(numbers);
    const auto doubles = std::ranges::unique(numbers);
    numbers.erase(doubles.begin(), doubles.end());
    return storage::lock_offenders(tx, numbers);
  }

  // Ids of what was undone are nobody's.
  void forget_made() {
    for (auto& row : report_.rows) {
      if (row.outcome == Outcome::taken) row.id.clear();
    }
  }

  storage::Event event(std::string name) const {
    return {.event = std::move(name),
            .object = "feed/" + asked_.feed,
            .outcome = report_.committed || report_.whole_answer() ? "done" : "refused",
            .reason = kind(),
            .counts = {{"taken", report_.taken},
                       {"versions", report_.versions},
                       {"unchanged", report_.unchanged},
                       {"waiting", report_.waiting},
                       {"refused", report_.refused}}};
  }
  // The feed spoke where anything of its file could be read.
  Result<void> finish(const Importing& in) {
    const int good = report_.taken + report_.versions + report_.unchanged + report_.waiting;
    if (good > 0 || (report_.refused == 0 && !report_.fault)) {
      const auto noted = storage::note_feed_run(
          in.tx, in.feed,
          {asked_.whole, report_.taken, report_.versions, report_.unchanged, report_.waiting, report_.refused});
      if (!noted) return noted;
    }
    auto told = event("import.taken");
    told.outcome = "done";
    return in.tell(told);
  }
  Result<void> tell_undone() {
    return worker_.database.run(actor(), [&](Transaction& tx) -> Result<void> {
      const Importing in{tx, worker_, who_, zone_, {}, ""};
      return in.tell(event(asked_.dry_run ? "import.tried" : "import.refused"));
    });
  }

  storage::Worker& worker_;
  const storage::Principal* who_;
  const std::string& zone_;
  const ImportOrder& asked_;
  imports::Lines lines_;
  ImportReport report_;
};

}  // namespace

bool is_feed_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, fits);
}

std::string_view to_string(ImportedRow::Outcome outcome) {
  switch (outcome) {
    case Outcome::taken:
      return "taken";
    case Outcome::version:
      return "version";
    case Outcome::unchanged:
      return "unchanged";
    case Outcome::waits:
      return "waits";
    case Outcome::refused:
      break;
  }
  return "refused";
}

Result<void> Importing::tell(const storage::Event& event) const {
  return who != nullptr ? storage::witness(tx, worker, *who, event)
                        : storage::witness_service(tx, worker, "operator", event);
}

sealing::KeyedHash Importing::key_of(std::string_view of, std::string_view record) const {
  return sealing::keyed_hash(*worker.here->hash_key, "import-key", std::string(of) + '\n' + std::string(record));
}

Result<ImportReport> import_file(storage::Worker& worker, const storage::Principal* who, const std::string& zone,
                                 const ImportOrder& asked, std::string_view bytes) {
  return Import(worker, who, zone, asked, imports::read_lines(asked.kind, asked.format, bytes)).run();
}

}  // namespace holdfast::flows
