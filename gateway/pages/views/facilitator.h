// The facilitator's pages. Everything here is the published projection: received, in_review, returned, banked,
// not_accepted, withdrawn. There is no field in which anything about a recipient could be put.
#pragma once

#include "gateway/pages/views/common.h"

namespace holdfast::pages {

struct LetterSummary {
  std::string id;
  std::string offender_number, offender_name;
  std::string addressee;  // in the writer's words
  std::string state;      // published state
  Time received{};
  std::optional<Time> published;  // when this state was published
  int version = 1;
};

// GET /programme
struct ProgrammeView {
  std::string programme;
  std::vector<LetterSummary> letters;
  std::string next_cursor;  // empty: the last page; posted back as ?after=
};

// What the check said of the letter in the form below it (gateway/flows/check.h). There is no field for a rule, a level
// or a place.
struct CheckView {
  struct Guideline {
    std::string category;             // of review level
    std::vector<std::string> quotes;  // the letter's own words; none for concealment
  };
  std::vector<Guideline> found;
  bool unread = false;
  bool welfare = false;
  std::optional<int> wait_minutes;  // over the limit: nothing else is said
};
// Keys of what is said beside the findings: first the headline, then what else there is to know.
std::vector<std::string_view> sentences_of(const CheckView& check);

// The fields of POST /programme/letters: offender_number, offender_name, case_number, addressee, language (en, es,
// other), body or file (text/plain). Files cannot be shown again after an error; what was typed can.
struct LetterDraft {
  std::string offender_number, offender_name, case_number, addressee;
  std::string language;
  std::string body;
  std::string channel = "accountability_letter";
};
// GET /programme/letters/new, POST /programme/letters refused, and POST /programme/checks
struct NewLetterView {
  LetterDraft draft;
  std::size_t max_bytes = 0;    // of the body
  std::string idempotency_key;  // hidden field `key`: a second press of the button makes no second letter
  std::optional<CheckView> check{};
};

// GET /programme/letters/{id}, POST .../versions refused, and POST .../checks
struct ProgrammeLetterView {
  struct Version {
    int number = 1;
    Time received{};
    std::string state;
    std::vector<std::string> reasons;  // return reason codes
    std::string note;                  // a prepared note's code, or empty
  };
  LetterSummary letter;
  std::string case_number;
  std::vector<Version> versions;  // newest first
  bool may_replace = false;       // POST .../versions: addressee, language, body or file, key
  bool may_withdraw = false;      // POST .../withdraw
  std::string language;           // of the form below
  std::string body;
  std::size_t max_bytes = 0;
  std::string idempotency_key;
  std::optional<CheckView> check{};
};

}  // namespace holdfast::pages
