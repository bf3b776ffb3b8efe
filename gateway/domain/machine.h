// What a table of transitions is made of. Each machine (letter.h, hold.h, ...) has one constexpr table, at most one
// row for a state and an event; what is not in the table cannot happen. docs/transitions.md is rendered from them.
//
// A flow calls the machine's `next(state, event, who, facts)`: it finds the row, looks at who asks, lets the row's
// guard judge the facts, and answers with the row (where to go, which audit entry to write) or with the reason.
// Facts that are not filled in refuse.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "gateway/domain/bar.h"
#include "gateway/domain/names.h"
#include "gateway/domain/people.h"

namespace holdfast::domain {

enum class Guard : std::uint8_t {
  none,
  approve,         // review.h bar_to_approve
  reasons,         // review.h bar_without_reasons
  two_people,      // people.h two_different_people
  evidence,        // evidence noted by a person
  version_stands,  // an approved version, nothing under quarantine
  bank,            // review.h bar_to_bank
  destroy,         // retention.h bar_to_destroy
  offer,           // release.h bar_to_offer
  choose,          // choice.h bar_to_choose
  undo_never,      // choice.h bar_to_undo_never
  release,         // release.h bar_to_release
  open,            // release.h bar_to_open
  read_again,      // release.h bar_to_read_again
  print,           // release.h bar_to_print
  end_order,       // order.h bar_to_end_order
  replace_order,   // order.h bar_to_replace_order
  end_came,        // order.h bar_to_expire
  read_by_person,  // ticket.h bar_to_confirm
  send,            // notice.h bar_to_send_notice
  repeat,          // notice.h bar_to_repeat
  office_agrees,   // approval.h bar_to_agree
  activate,        // approval.h bar_to_activate
  no_weaker,       // rule_set.h: stops no less than what it takes the place of
  pass_on,         // release.h bar_to_pass_on
};
inline constexpr std::array<std::string_view, 25> kGuardNames{
    "none",          "approve",   "reasons",       "two_people", "evidence",       "version_stands", "bank",
    "destroy",       "offer",     "choose",        "undo_never", "release",        "open",           "read_again",
    "print",         "end_order", "replace_order", "end_came",   "read_by_person", "send",           "repeat",
    "office_agrees", "activate",  "no_weaker",     "pass_on"};
constexpr NameList names_of(Guard /*unused*/) { return kGuardNames; }

template <class S, class E>
struct Transition {
  S from;
  E event;
  Actors who;
  Guard guard{};
  S to;
  std::string_view entry;  // the audit entry's name: stored, never rename
};

// The row to follow, or why not. `refusal(judgement.error())` makes it the Error of a flow.
template <class S, class E>
using Judgement = std::expected<Transition<S, E>, Bar>;

// How a thing comes to be.
template <class S>
struct Beginning {
  S state;
  Actors who;
  std::string_view entry;
};

template <class S, class E>
constexpr const Transition<S, E>* find_row(std::span<const Transition<S, E>> rows, S from, E event) {
  for (const auto& row : rows) {
    if (row.from == from && row.event == event) return &row;
  }
  return nullptr;
}

// The row, if there is one and it is this actor's; guards not yet asked.
template <class S, class E>
constexpr Judgement<S, E> allowed(std::span<const Transition<S, E>> rows, S from, E event, Actor who) {
  const auto* row = find_row(rows, from, event);
  if (row == nullptr) return std::unexpected(Bar::not_in_state);
  if (!row->who.has(who)) return std::unexpected(is_machine(who) ? Bar::machine : Bar::not_yours);
  return *row;
}

// Why nothing happens in a state that says it itself; not_in_state otherwise.
constexpr Bar bar_of_state(std::string_view state) {
  if (state == "quarantined") return Bar::quarantine;
  for (const Bar bar :
       {Bar::destroyed, Bar::withdrawn, Bar::entered_in_error, Bar::superseded, Bar::unscreened, Bar::recalled}) {
    if (bar_name(bar) == state) return bar;
  }
  return Bar::not_in_state;
}

// The row, this actor's, with its guard content. `bar_of(guard)` judges the facts.
template <class S, class E, class BarOf>
constexpr Judgement<S, E> judged(std::span<const Transition<S, E>> rows, S from, E event, Actor who, BarOf bar_of) {
  const auto row = allowed(rows, from, event, who);
  if (!row) return std::unexpected(row.error() == Bar::not_in_state ? bar_of_state(name_of(from)) : row.error());
  const Bar bar = bar_of(row->guard);
  if (bar != Bar::none) return std::unexpected(bar);
  return row;
}

// At most one row for a state and an event: asserted beside each table.
template <class S, class E, std::size_t N>
constexpr bool one_row_each(const std::array<Transition<S, E>, N>& rows) {
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = i + 1; j < N; ++j) {
      if (rows[i].from == rows[j].from && rows[i].event == rows[j].event) return false;
    }
  }
  return true;
}

}  // namespace holdfast::domain
