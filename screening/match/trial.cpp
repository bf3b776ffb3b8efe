#include "screening/match/trial.h"

namespace holdfast::screening::match {
namespace {

Neighbours neighbours_by(std::uint32_t number) { return number == 0 ? kAnything & ~kNothing : neighbour(number); }

}  // namespace

Trial trial_of(std::uint32_t pattern, std::span<const Step> steps, std::span<const std::uint32_t> numbers,
               std::uint32_t first, std::uint32_t second) {
  Trial made{pattern, 0, 0, 0, 0};
  States after_first = 0;
  States before_second = second == 0 ? ~States{} : 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (numbers[i] == first) after_first |= steps[i].to;
    if (second != 0 && numbers[i] == second) before_second |= steps[i].from;
  }
  if (second == 0) made.after = after_first;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (numbers[i] == first && (steps[i].to & before_second) != 0) made.before |= steps[i].from;
    if (second != 0 && numbers[i] == second && (steps[i].from & after_first) != 0) made.after |= steps[i].to;
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if ((steps[i].to & made.before) != 0) made.previous |= neighbours_by(numbers[i]);
    if ((steps[i].from & made.after) != 0) made.next |= neighbours_by(numbers[i]);
  }
  if ((made.before & kStart) != 0) made.previous = kAnything;  // a match may begin here, beside anything,
  if ((made.after & kEnd) != 0) made.next = kAnything;         // or end
  return made;
}

}  // namespace holdfast::screening::match
