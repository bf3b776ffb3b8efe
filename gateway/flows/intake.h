// Intake: a facilitator's letter comes in. It is screened, sealed, and committed with its verdict, its ticket where it
// was stopped, and its entry; then, and only then, it is answered. Takes no guard: a barred letter is received like any
// other, and the answer says nothing of any recipient.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/domain/result.h"
#include "gateway/flows/rules_in_force.h"
#include "screening/screening.h"
#include "storage/postgres/intake.h"
#include "storage/postgres/lane.h"

namespace holdfast::flows {

struct Submission {
  std::string offender_number;  // 1..20 of A-Z 0-9 -
  std::string offender_name;
  std::string case_number;  // may be empty
  std::string addressee;    // whom it is for, in the writer's words
  std::string language;     // en, es, other
  std::string words;        // the letter, byte for byte
  // Whoever says so may write on any of them: that there is no approval of contact would tell (docs/decisions/0018).
  domain::Channel channel = domain::Channel::accountability_letter;
};

// Everything that is wrong, invalid_field each with the field's name and why. `most` bytes of words.
std::vector<domain::Error> faults_of(const Submission& submission, std::size_t most);
// Of the words alone.
std::optional<domain::Error> fault_of_words(std::string_view words, std::size_t most);
// The first of them all.
domain::Result<void> check(const Submission& submission, std::size_t most);
// An Idempotency-Key: 8 to 128 characters of A-Z a-z 0-9 . _ -
domain::Result<void> check_key(std::string_view key);

// What screening said of words and addressee together, and the cover that is sealed beside the words.
struct Screened {
  std::string verdict;  // empty: the engine failed; the letter is held unscreened
  std::vector<std::string> categories;
  bool welfare = false;
  std::string language;
  std::uint32_t characters = 0;
  std::string cover;  // JSON: addressee, outcome, addressee_outcome
};
Screened screen(const screening::Engine& engine, const Submission& submission);

// Screened and sealed as version `number` of a letter, ready for the database.
struct Prepared {
  storage::IntakeLetter letter;
  std::uint32_t epoch = 0;
};
domain::Result<Prepared> prepare(storage::Worker& worker, const screening::Engine& engine, const Submission& submission,
                                 std::uint32_t number);

// A further version of the programme's own letter, and taking a letter back. The answers do not depend on what became
// of earlier versions.
domain::Result<int> submit_version(storage::Worker& worker, const storage::Principal& who,
                                   const screening::Engine& engine, const domain::LetterId& letter,
                                   const Submission& submission);

struct Received {
  domain::LetterId letter;
  bool replayed = false;  // the same key came before: this is the first one's id
};

// The queue before intake and its threads. Thread-safe.
class Intake {
 public:
  using Answer = std::move_only_function<void(domain::Result<Received>)>;

  // `rules` outlives it. Each batch is judged by those in force when it is begun.
  Intake(const storage::ConnectionSettings& settings, const storage::Here& here, const RulesInForce& rules,
         std::size_t threads, std::size_t capacity, std::size_t most_in_batch);
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  Intake(Intake&&) = delete;
  Intake& operator=(Intake&&) = delete;

  // `token`: the caller's session, checked with the letter in the database. `request` is a hash of everything that was
  // sent. The submission has passed check(). Answers from a thread of its own: not_signed_in, invalid_field for a key
  // that was used with another request, unavailable (nothing is known to be stored; the same key may be tried again).
  // False: the queue is full, and `answer` was not called.
  [[nodiscard]] bool submit(const sealing::KeyedHash& token, std::string key, const storage::RequestHash& request,
                            Submission submission, Answer answer);
  void stop();
  std::size_t waiting() const;

 private:
  struct Item;
  void work(storage::Worker& worker, std::vector<Item>& batch);
  void take_in(storage::Worker& worker, std::span<Item*> items, std::uint32_t epoch, const screening::Engine& engine,
               std::span<const storage::IntakeLetter> letters);

  const RulesInForce& rules_;
  std::unique_ptr<storage::BatchLane<Item>> lane_;
};

}  // namespace holdfast::flows
