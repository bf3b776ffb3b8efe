#include "storage/postgres/intake.h"

#include <algorithm>

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kIntake = R"sql(
  select item, outcome, answer from hf.intake($1, make_interval(secs => $2), make_interval(secs => $3), $4, $5, $6, $7,
    $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
)sql";
constexpr auto kReplay = "select item, outcome, answer from hf.intake_replay($1, $2, $3, $4)";

// The layout that hf.intake reads (migration 0006): fixed fields, then the five whose sizes go beside.
struct Packed {
  std::vector<std::uint8_t> bytes;
  std::vector<std::int64_t> starts, wrapped, words, cover, entry, ticket_entry;
  std::vector<std::string> keys, answers, numbers, names, cases, languages, verdicts, categories, welfare, channels;
  std::vector<std::int64_t> characters;

  template <class Bytes>
  void add(const Bytes& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  template <class Bytes>
  void add_sized(const Bytes& more, std::vector<std::int64_t>& sizes) {
    add(more);
    sizes.push_back(static_cast<std::int64_t>(more.size()));
  }
};

void pack(Packed& to, const IntakeLetter& letter) {
  to.starts.push_back(static_cast<std::int64_t>(to.bytes.size()));
  to.add(letter.letter.bytes);
  to.add(letter.version.bytes);
  to.add(letter.object.bytes);
  to.add(letter.ticket.bytes);
  to.add(letter.token);
  to.add(letter.request);
  to.add(letter.entry.leaf);
  to.add(letter.ticket_entry.leaf);
  to.add_sized(letter.wrapped, to.wrapped);
  to.add_sized(letter.words, to.words);
  to.add_sized(letter.cover, to.cover);
  to.add_sized(letter.entry.sealed, to.entry);
  to.add_sized(letter.ticket_entry.sealed, to.ticket_entry);
  to.keys.push_back(letter.key);
  to.answers.push_back(letter.letter.text());
  to.numbers.push_back(letter.offender_number);
  to.names.push_back(letter.offender_name);
  to.cases.push_back(letter.case_number);
  to.languages.push_back(letter.language);
  to.verdicts.push_back(letter.verdict);
  to.categories.push_back(array_text(letter.categories));
  to.welfare.emplace_back(letter.welfare ? "t" : "f");
  to.characters.push_back(letter.characters);
  to.channels.emplace_back(domain::name_of(letter.channel));
}

IntakeAnswer answer_of(std::string_view outcome, std::string_view answer) {
  const auto letter = domain::LetterId::parse(answer).value_or(domain::LetterId{});
  if (outcome == "created") return {IntakeOutcome::created, letter};
  if (outcome == "replayed") return {IntakeOutcome::replayed, letter};
  if (outcome == "mismatch") return {IntakeOutcome::mismatch, {}};
  return {IntakeOutcome::signed_out, {}};
}

// bytea[] as text: hex, for the few items that came before.
std::string bytea_array(const std::vector<std::span<const std::uint8_t>>& items) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "{";
  for (const auto& item : items) {
    if (text.size() > 1) text += ',';
    text += "\"\\\\x";
    for (const auto byte : item) {
      text += kDigits[byte >> 4];
      text += kDigits[byte & 15];
    }
    text += '"';
  }
  return text + "}";
}

void replay(Transaction& tx, std::int64_t agency, std::span<const IntakeLetter> letters,
            const std::vector<std::size_t>& before, std::vector<IntakeAnswer>& answers) {
  std::vector<std::span<const std::uint8_t>> tokens;
  std::vector<std::span<const std::uint8_t>> hashes;
  std::vector<std::string> keys;
  for (const auto item : before) {
    tokens.emplace_back(letters[item].token);
    hashes.emplace_back(letters[item].request);
    keys.push_back(letters[item].key);
  }
  for (const auto& row :
       Keys::work(tx).exec_params(kReplay, agency, bytea_array(tokens), array_text(keys), bytea_array(hashes))) {
    answers[before[row[0].as<std::size_t>() - 1]] = answer_of(row[1].as<std::string>(), row[2].as<std::string>());
  }
}

}  // namespace

Result<std::vector<IntakeAnswer>> take_in(Worker& worker, std::uint32_t epoch, const std::string& engine,
                                          const std::string& rules, std::span<const IntakeLetter> letters) {
  Packed packed;
  packed.bytes.reserve(letters.size() * 8192);
  for (const auto& letter : letters) pack(packed, letter);
  const auto& here = *worker.here;
  const auto agency = Keys::agency(here.system);
  return worker.database.run({}, [&](Transaction& tx) -> Result<std::vector<IntakeAnswer>> {
    std::vector<IntakeAnswer> answers(letters.size(), {IntakeOutcome::signed_out, {}});
    std::vector<std::size_t> before;
    const auto rows = Keys::work(tx).exec_params(
        kIntake, agency, here.sessions.staff_idle.count(), here.sessions.longest.count(), epoch, engine, rules,
        binary(packed.bytes), array_text(packed.starts), array_text(packed.wrapped), array_text(packed.words),
        array_text(packed.cover), array_text(packed.entry), array_text(packed.ticket_entry), array_text(packed.keys),
        array_text(packed.answers), array_text(packed.numbers), array_text(packed.names), array_text(packed.cases),
        array_text(packed.languages), array_text(packed.verdicts), array_text(packed.categories),
        array_text(packed.welfare), array_text(packed.characters), array_text(packed.channels));
    if (rows.size() != letters.size()) return fail(Problem::internal, "intake answered for another batch");
    for (const auto& row : rows) {
      const auto item = row[0].as<std::size_t>() - 1;
      const auto outcome = row[1].as<std::string>();
      if (outcome == "before") {
        before.push_back(item);
      } else {
        answers[item] = answer_of(outcome, row[2].as<std::string>());
      }
    }
    if (!before.empty()) replay(tx, agency, letters, before, answers);
    return answers;
  });
}

}  // namespace holdfast::storage
