// Approved contact, as each side sees it. `words` is the whole of what is agreed on, made by the route, so that what a
// recipient is shown and what an institution reads is the same sentence.
#pragma once

#include <span>

#include "gateway/pages/views/common.h"

namespace holdfast::pages {

std::span<const std::string_view> contact_channels();
std::span<const std::string_view> contact_purposes();
std::span<const std::string_view> limit_periods();

// GET /contact; POST /contact/{approval}/agree: seen; POST /contact/{approval}/close: act (refuse, pause, end)
struct ContactView {
  struct One {
    std::string id;
    std::string state;             // of domain/approval.h
    std::string from;              // with whom; shown only after the person asks
    std::string words;             // what is agreed on
    std::string institution_text;  // exactly what the institution reads; empty: none is asked
    std::string seen;              // what this page shows, for the form: agreeing to another text is refused
    bool may_agree = false, may_refuse = false, may_pause = false, may_end = false;
  };
  std::vector<One> approvals;
};

// GET /office/contact; POST /office/contact/{approval}/agree; POST .../close: act (refuse, pause, end, in_error)
struct OfficeContactView {
  struct Row {
    std::string id;
    std::string state;
    std::string offender_number, offender_name;
    std::string relation;
    std::string words;
    Time changed{};
    bool may_agree = false, may_refuse = false, may_pause = false, may_go_on = false, may_end = false;
  };
  std::vector<Row> rows;
  std::string next_cursor;
};

// GET|POST /office/registrations/{person}/contact
struct NewContactView {
  std::string person_id;
  std::string channel, purpose, period;
  std::string most, longest, from, until;  // numbers; HH:MM
  std::string starts_on, ends_on;          // YYYY-MM-DD
};

// GET /contact-requests; POST /contact-requests/{approval}/answer: answer (yes, no)
struct ContactRequestsView {
  struct Row {
    std::string id;
    std::string words;
    Time asked{};
    std::string answer;  // agreed, refused; empty: not answered
  };
  std::vector<Row> rows;
  std::string next_cursor;
};

}  // namespace holdfast::pages
