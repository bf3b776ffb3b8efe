// Where the races are run: a small agency, and for each round an offender, a person and a letter of their own, brought
// by SQL as far as the round begins. Beside the tables of hf there is a schema `race` that remembers the rounds.
#pragma once

#include "tests/harness/letters.h"

namespace holdfast::race {

// How far the letter has come when the round begins.
enum class Stage : std::uint8_t {
  waiting,   // its person may be asked
  asked,     // they were, and a notice is queued
  due,       // accepted for a date that has come
  released,  // to be read here
  to_print,  // released, to be sent by post
  printing,
};
inline constexpr std::array kStages{Stage::waiting,  Stage::asked,    Stage::due,
                                    Stage::released, Stage::to_print, Stage::printing};
const char* name_of(Stage stage);

struct Pair {
  int round = 0;
  std::string offender_number;
  domain::PersonId person;
  domain::HoldId hold;
  storage::Principal recipient;
};

class Ground {
 public:
  Ground();

  test::Office& office() { return office_; }
  const storage::Principal& analyst() const { return analyst_.who; }

  Pair prepare(Stage stage);
  // What was judged is out of the way of the gateways' own turns.
  void put_away();
  // The guard's functions lock nothing from here on, and read the clock as before. As the superuser.
  void take_the_lock_away();
  // Those that PostgreSQL ended, whatever was tried again; once every gateway has gone.
  long deadlocks();

 private:
  test::Office office_;
  test::Desk analyst_;
  storage::Worker by_hand_;  // as the owner
  int rounds_ = 0;
};

}  // namespace holdfast::race
