#include "gateway/flows/intake.h"

#include <algorithm>
#include <exception>

#include "gateway/json/utf8.h"
#include "gateway/json/writer.h"
#include "storage/postgres/programme.h"
#include "storage/sealing/seal.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_line(std::string_view text, std::size_t most) {
  return json::is_utf8(text) && json::count_code_points(text) <= most &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::uint32_t characters_of(std::string_view words) {
  return static_cast<std::uint32_t>(std::ranges::count_if(words, [](char c) { return (c & 0xc0) != 0x80; }));
}

void add_categories(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const auto& category : from) {
    if (std::ranges::find(to, category) == to.end()) to.push_back(category);
  }
  std::ranges::sort(to);
}

domain::Error unavailable() {
  return {Problem::unavailable, "the letter is not known to be stored; send it again with the same key"};
}

Result<Received> received(const storage::IntakeAnswer& answer) {
  switch (answer.outcome) {
    case storage::IntakeOutcome::created:
      return Received{answer.letter, false};
    case storage::IntakeOutcome::replayed:
      return Received{answer.letter, true};
    case storage::IntakeOutcome::mismatch:
      return fail(Problem::invalid_field, "this key was used with another request", "Idempotency-Key");
    case storage::IntakeOutcome::signed_out:
      break;
  }
  return fail(Problem::not_signed_in, "sign in first");
}

}  // namespace

std::optional<domain::Error> fault_of_words(std::string_view words, std::size_t most) {
  const auto fault = [](std::string_view why) { return domain::Error{Problem::invalid_field, why, "body"}; };
  if (words.empty()) return fault("the letter is empty");
  if (words.size() > most) return fault("the letter is longer than this office takes");
  if (!json::is_utf8(words) || words.find('\0') != std::string_view::npos)
    return fault("plain text in UTF-8, without NUL");
  return std::nullopt;
}

std::vector<domain::Error> faults_of(const Submission& s, std::size_t most) {
  std::vector<domain::Error> faults;
  const auto need = [&](bool fits, std::string_view why, const char* field) {
    if (!fits) faults.push_back({Problem::invalid_field, why, field});
  };
  need(is_number(s.offender_number), "1 to 20 characters: capital letters, digits, hyphens", "offender_number");
  need(!s.offender_name.empty() && is_line(s.offender_name, 120), "1 to 120 characters on one line", "offender_name");
  need(is_line(s.case_number, 40), "at most 40 characters on one line", "case_number");
  need(!s.addressee.empty() && is_line(s.addressee, 200), "1 to 200 characters on one line", "addressee");
  need(s.language == "en" || s.language == "es" || s.language == "other", "en, es or other", "language");
  if (auto fault = fault_of_words(s.words, most)) faults.push_back(std::move(*fault));
  return faults;
}

Result<void> check(const Submission& submission, std::size_t most) {
  const auto faults = faults_of(submission, most);
  return faults.empty() ? Result<void>{} : std::unexpected(faults.front());
}

Result<void> check_key(std::string_view key) {
  const bool fits = key.size() >= 8 && key.size() <= 128 && std::ranges::all_of(key, [](char c) {
                      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                             c == '_' || c == '-';
                    });
  if (!fits) {
    return fail(Problem::malformed_request,
                "an Idempotency-Key of 8 to 128 letters, digits, dots, hyphens or underscores is needed",
                "Idempotency-Key");
  }
  return {};
}

Screened screen(const screening::Engine& engine, const Submission& submission) {
  Screened found;
  found.characters = characters_of(submission.words);
  json::Writer cover;
  cover.object().field("addressee", submission.addressee);
  try {
    const auto words = engine.screen(submission.words);
    const auto addressee = engine.screen(submission.addressee);
    auto verdict = words.verdict;
    found.categories = words.categories;
    // A name alone tells no language and no harm; only what is stopped in it counts.
    if (addressee.verdict == screening::Verdict::quarantine) {
      verdict = addressee.verdict;
      add_categories(found.categories, addressee.categories);
    }
    found.verdict = screening::to_string(verdict);
    found.welfare = words.welfare;
    found.language = words.language == "und" ? submission.language : words.language;
    cover.key("outcome").raw_json(screening::outcome_json(words));
    cover.key("addressee_outcome").raw_json(screening::outcome_json(addressee));
  } catch (const std::exception&) {
    found.verdict.clear();
    found.categories.clear();
    found.language = submission.language;
    cover = {};
    cover.object().field("addressee", submission.addressee);
  }
  cover.end();
  found.cover = cover.take();
  return found;
}

struct Intake::Item {
  sealing::KeyedHash token{};
  std::string key;
  storage::RequestHash request{};
  Submission submission;
  Answer answer;
};

namespace {

struct Moment {
  sealing::EpochPublicKey epoch;
  domain::Time now;
};

Result<Moment> moment(storage::Worker& worker) {
  const auto now = worker.database.about_now();
  if (!now) return std::unexpected(unavailable());
  const auto epoch = worker.here->public_keys->current(*now);
  if (!epoch) return std::unexpected(epoch.error());
  return Moment{*epoch, *now};
}

Result<storage::IntakeLetter> make(storage::Worker& worker, const screening::Engine& engine, const Moment& at,
                                   const Submission& from, std::uint32_t number) {
  const auto& [epoch, now] = at;
  const auto screened = screen(engine, from);
  storage::IntakeLetter letter;
  letter.letter = sealing::random_id<domain::LetterId>();
  letter.version = sealing::random_id<domain::VersionId>();
  letter.object = sealing::random_id<domain::ObjectId>();
  letter.ticket = sealing::random_id<domain::TicketId>();
  const auto& agency = worker.here->agency;
  auto made = worker.sealer.new_object({agency, sealing::Purpose::letter, letter.object}, epoch, now);
  if (!made) return std::unexpected(made.error());
  auto words = sealing::seal(made->key, {agency, sealing::Purpose::letter, letter.object, number}, from.words);
  auto cover = sealing::seal(made->key, {agency, sealing::Purpose::findings, letter.object, number}, screened.cover);
  if (!words || !cover || words->size() != 1 || cover->size() != 1) {
    return fail(Problem::too_large, "the letter is longer than this office takes", "body");
  }
  letter.wrapped = std::move(made->wrapped);
  letter.words = std::move(words->front());
  letter.cover = std::move(cover->front());
  auto entry = storage::seal_entry(worker, epoch, now, "gateway", "facilitator",
                                   {.event = "letter.received", .object = "letter/" + letter.letter.text()});
  if (!entry) return std::unexpected(entry.error());
  letter.entry = std::move(*entry);
  if (screened.verdict == "quarantine") {
    auto ticket = storage::seal_entry(worker, epoch, now, "gateway", "",
                                      {.event = "ticket.opened", .object = "ticket/" + letter.ticket.text()});
    if (!ticket) return std::unexpected(ticket.error());
    letter.ticket_entry = std::move(*ticket);
  }
  letter.offender_number = from.offender_number;
  letter.offender_name = from.offender_name;
  letter.case_number = from.case_number;
  letter.language = screened.language;
  letter.verdict = screened.verdict;
  letter.categories = screened.categories;
  letter.welfare = screened.welfare;
  letter.characters = screened.characters;
  letter.channel = from.channel;
  return letter;
}

}  // namespace

Result<Prepared> prepare(storage::Worker& worker, const screening::Engine& engine, const Submission& submission,
                         std::uint32_t number) {
  const auto at = moment(worker);
  if (!at) return std::unexpected(at.error());
  auto letter = make(worker, engine, *at, submission, number);
  if (!letter) return std::unexpected(letter.error());
  return Prepared{std::move(*letter), at->epoch.epoch.number};
}

Result<int> submit_version(storage::Worker& worker, const storage::Principal& who, const screening::Engine& engine,
                           const domain::LetterId& letter, const Submission& submission) {
  const auto before = storage::programme_letter(worker, who, letter);
  if (!before) return std::unexpected(before.error());
  const int number = before->version + 1;
  const auto made = prepare(worker, engine, submission, static_cast<std::uint32_t>(number));
  if (!made) return std::unexpected(made.error());
  const auto done = storage::add_version(
      worker, who, letter, made->letter,
      {number, made->epoch, std::string(screening::Engine::version()), std::string(engine.rules_hash())});
  if (!done) return std::unexpected(done.error());
  return number;
}

Intake::Intake(const storage::ConnectionSettings& settings, const storage::Here& here, const RulesInForce& rules,
               std::size_t threads, std::size_t capacity, std::size_t most_in_batch)
    : rules_(rules),
      lane_(std::make_unique<storage::BatchLane<Item>>(
          settings, here, threads, capacity, most_in_batch,
          [this](storage::Worker& worker, std::vector<Item>& batch) { work(worker, batch); })) {}
Intake::~Intake() { stop(); }

void Intake::stop() { lane_->stop(); }
std::size_t Intake::waiting() const { return lane_->waiting(); }

bool Intake::submit(const sealing::KeyedHash& token, std::string key, const storage::RequestHash& request,
                    Submission submission, Answer answer) {
  return lane_->post({token, std::move(key), request, std::move(submission), std::move(answer)});
}

void Intake::work(storage::Worker& worker, std::vector<Item>& batch) {
  const auto rules = rules_.now();
  const auto at = moment(worker);
  std::vector<storage::IntakeLetter> letters;
  std::vector<Item*> items;
  for (auto& item : batch) {
    auto letter = at ? make(worker, rules->engine, *at, item.submission, 1)
                     : Result<storage::IntakeLetter>(std::unexpected(at.error()));
    if (!letter) {
      item.answer(std::unexpected(letter.error()));
      continue;
    }
    letter->token = item.token;
    letter->key = item.key;
    letter->request = item.request;
    letters.push_back(std::move(*letter));
    items.push_back(&item);
  }
  if (!items.empty()) take_in(worker, items, at->epoch.epoch.number, rules->engine, letters);
}

// A batch that fails is taken in halves, down to single letters: a bad one cannot fail its neighbours.
void Intake::take_in(storage::Worker& worker, std::span<Item*> items, std::uint32_t epoch,
                     const screening::Engine& engine, std::span<const storage::IntakeLetter> letters) {
  const auto answers = storage::take_in(worker, epoch, std::string(screening::Engine::version()),
                                        std::string(engine.rules_hash()), letters);
  if (answers) {
    for (std::size_t i = 0; i < items.size(); ++i) items[i]->answer(received((*answers)[i]));
    return;
  }
  if (items.size() == 1) {
    items[0]->answer(
        std::unexpected(answers.error().problem == Problem::unavailable ? unavailable() : answers.error()));
    return;
  }
  const auto half = items.size() / 2;
  take_in(worker, items.first(half), epoch, engine, letters.first(half));
  take_in(worker, items.subspan(half), epoch, engine, letters.subspan(half));
}

}  // namespace holdfast::flows
