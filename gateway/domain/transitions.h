// Every table of transitions, as text: for docs/transitions.md, for the database's own copy, and for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::domain {

struct TransitionRow {
  std::string_view machine;
  std::string_view from;  // "" where the thing comes to be
  std::string_view event;
  std::string who;  // names, in the actors' order, separated by ", "
  std::string_view guard;
  std::string_view to;
  std::string_view entry;
};

std::vector<TransitionRow> transition_rows();
// docs/transitions.md, to the byte.
std::string transitions_markdown();

}  // namespace holdfast::domain
