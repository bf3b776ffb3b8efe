#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>

#include "gateway/commands/commands.h"
#include "gateway/commands/people.h"
#include "gateway/json/writer.h"
#include "storage/postgres/rescreen.h"

namespace holdfast::commands {
namespace {

using namespace std::chrono_literals;
using storage::Rescreened;
using storage::RescreenState;

constexpr auto kLook = 200ms;

bool worse(const Rescreened& one) { return one.was && one.now > *one.was; }

std::string_view was(const Rescreened& one) { return one.was ? domain::name_of(*one.was) : "unscreened"; }

int seen(const RescreenState& state) { return state.screened + state.alike + state.failed; }

// One line that fills, where somebody watches.
void show(const RescreenState& state) {
  constexpr int kWidth = 40;
  if (isatty(STDERR_FILENO) == 0) return;
  const int full = state.held == 0 ? 0 : std::min(kWidth, kWidth * seen(state) / state.held);
  std::cerr << "\r[" << std::string(static_cast<std::size_t>(full), '#')
            << std::string(static_cast<std::size_t>(kWidth - full), '.') << "] " << seen(state) << '/' << state.held
            << (state.ended ? "\n" : "") << std::flush;
}

void print(const std::vector<Rescreened>& found, const RescreenState& state) {
  for (const auto& one : found) {
    std::cout << one.letter.text() << "  " << one.version.text() << "  " << was(one) << " -> "
              << domain::name_of(one.now) << (one.applied ? "  (" + one.state + ")" : "");
    for (const auto& rule : one.rules) std::cout << ' ' << rule;
    std::cout << '\n';
  }
  std::cout << state.held << " held: " << state.screened << " screened, " << state.alike
            << " judged by these rules before, " << state.failed << " could not be screened; " << found.size()
            << " changed\n";
}

void print_json(const std::vector<Rescreened>& found, const RescreenState& state) {
  json::Writer out;
  out.object()
      .field("rules_hash", state.rules)
      .field("version", state.engine)
      .field("held", state.held)
      .field("screened", state.screened)
      .field("alike", state.alike)
      .field("failed", state.failed);
  out.key("changed").array();
  for (const auto& one : found) {
    out.object()
        .field("letter", one.letter.text())
        .field("version", one.version.text())
        .field("state", one.state)
        .field("was", was(one))
        .field("now", domain::name_of(one.now))
        .field("worse", worse(one))
        .field("applied", one.applied);
    out.key("rules").array();
    for (const auto& rule : one.rules) out.value(rule);
    out.end().end();
  }
  out.end().end();
  std::cout << out.take() << '\n';
}

}  // namespace

int screen_held(const std::filesystem::path& config_file, const RescreenOptions& options) {
  Founding founding(config_file);
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  auto& owner = founding.owner();
  const auto run = storage::begin_rescreen(owner, options.apply);
  if (!run) return complain("screening again", run.error());
  auto state = storage::rescreen_state(owner, *run);
  while (state && !state->ended && state->idle < std::chrono::seconds(options.wait)) {
    show(*state);
    std::this_thread::sleep_for(kLook);
    state = storage::rescreen_state(owner, *run);
  }
  if (!state) return complain("screening again", state.error());
  show(*state);
  if (!state->ended) {
    if (auto ended = storage::give_up_rescreen(owner, *run); !ended) return complain("screening again", ended.error());
    return complain("no gateway worked on it for " + std::to_string(options.wait) +
                    " seconds, so it was ended: is one running, and its keeper?"),
           kAway;
  }
  const auto found = storage::rescreened(owner, *run);
  if (!found) return complain("screening again", found.error());
  if (options.json) print_json(*found, *state);
  if (!options.json) print(*found, *state);
  const bool open = std::ranges::any_of(*found, [](const Rescreened& one) { return worse(one) && !one.applied; });
  return open || state->failed > 0 ? kNo : kDone;
}

}  // namespace holdfast::commands
