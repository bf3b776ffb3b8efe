// What it costs, on one core, to ask whether anything bars one offender from one person, by the number of orders
// between them. Every step that brings a letter nearer asks it while it holds the guard.
//   build/release/orders_bench
#include <benchmark/benchmark.h>

#include <vector>

#include "gateway/domain/order.h"

namespace holdfast::domain {
namespace {

constexpr Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};
constexpr Channel kLetter = Channel::accountability_letter;
const auto kDay = std::chrono::days(1);

// Four terms of which a person found that none bars, and an exception of another channel: all of it has to be read.
Order lets_through() {
  Order order;
  order.kind = OrderKind::civil_harassment;
  order.begins = kNow - 30 * kDay;
  order.ends = kNow + 30 * kDay;
  for (const Condition condition :
       {Condition::no_abuse, Condition::no_threats, Condition::stay_away, Condition::see_text})
    order.terms.push_back({condition, Looked::does_not_bar});
  order.exceptions.push_back(
      {.channel = Channel::approved_contact, .from = kNow - kDay, .until = kNow + kDay, .signed_by = {}});
  return order;
}
Order bars() {
  Order order = lets_through();
  order.terms.push_back({Condition::no_communication, Looked::not_yet});
  return order;
}

std::vector<Order> orders_of(const Order& each, std::int64_t count) {
  return std::vector<Order>(static_cast<std::size_t>(count), each);
}

// The longest way: none of them bars, so that all are asked.
void bar_where_none_bars(benchmark::State& state) {
  const auto orders = orders_of(lets_through(), state.range(0));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(bar_of_orders(orders, kLetter, kNow));
}
void bar_where_the_last_bars(benchmark::State& state) {
  auto orders = orders_of(lets_through(), state.range(0));
  orders.back() = bars();
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(bar_of_orders(orders, kLetter, kNow));
}
void bar_where_all_bar(benchmark::State& state) {
  const auto orders = orders_of(bars(), state.range(0));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(bar_of_orders(orders, kLetter, kNow));
}
void every_explanation(benchmark::State& state) {
  const auto orders = orders_of(bars(), state.range(0));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(explain_orders(orders, kLetter, kNow));
}

#define HOLDFAST_SIZES Arg(1)->Arg(10)->Arg(50)->Arg(200)
BENCHMARK(bar_where_none_bars)->HOLDFAST_SIZES;
BENCHMARK(bar_where_the_last_bars)->HOLDFAST_SIZES;
BENCHMARK(bar_where_all_bar)->HOLDFAST_SIZES;
BENCHMARK(every_explanation)->HOLDFAST_SIZES;

}  // namespace
}  // namespace holdfast::domain

BENCHMARK_MAIN();
