#include "tests/bench/screening/rivals.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <array>
#include <ctime>
#include <memory>
#include <stdexcept>

#ifdef HOLDFAST_HAS_HYPERSCAN
#include <hs/hs.h>
#endif

namespace holdfast::bench {
namespace {

constexpr std::int64_t kSetMemory = 256 << 20;  // with less the set gives up and starts anew, or fails
constexpr int kShortestAtom = 3;

double now_ms() {
  timespec now{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) throw std::runtime_error("no clock for threads");
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

re2::RE2::Options options(std::int64_t memory) {
  re2::RE2::Options made{re2::RE2::Latin1};
  made.set_log_errors(false);
  made.set_max_mem(memory);
  return made;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

Rival of_set(std::span<const std::string> patterns) {
  const double begin = now_ms();
  auto set = std::make_shared<re2::RE2::Set>(options(kSetMemory), re2::RE2::UNANCHORED);
  for (const std::string& pattern : patterns) set->Add(pattern, nullptr);
  set->Compile();
  return {"RE2::Set", now_ms() - begin, [set](std::string_view text) {
            std::vector<int> found;
            set->Match(piece(text), &found);
            return found.size();
          }};
}

// Strings looked for all at once.
class Atoms {
 public:
  explicit Atoms(const std::vector<std::string>& atoms) : nodes_(1) {
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      std::size_t at = 0;
      for (const char c : atoms[i]) {
        int& next = nodes_[at].next[index(c)];
        if (next == 0) {
          next = static_cast<int>(nodes_.size());
          nodes_.emplace_back();
        }
        at = static_cast<std::size_t>(nodes_[at].next[index(c)]);
      }
      nodes_[at].atom = static_cast<int>(i);
    }
    link();
  }

  std::vector<int> in(std::string_view text) const {
    std::vector<int> found;
    std::vector<bool> seen(nodes_.size());
    std::size_t at = 0;
    for (const char c : text) {
      at = static_cast<std::size_t>(nodes_[at].next[index(c)]);
      for (std::size_t i = at; i != 0 && !seen[i]; i = static_cast<std::size_t>(nodes_[i].shorter)) {
        seen[i] = true;
        if (nodes_[i].atom >= 0) found.push_back(nodes_[i].atom);
      }
    }
    return found;
  }

 private:
  struct Node {
    std::array<int, 128> next{};
    int shorter = 0;
    int atom = -1;
  };
  static std::size_t index(char c) { return static_cast<unsigned char>(c) & 0x7FU; }

  void link() {
    std::vector<std::size_t> order;
    for (const int next : nodes_[0].next)
      if (next != 0) order.push_back(static_cast<std::size_t>(next));
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto shorter = static_cast<std::size_t>(nodes_[order[i]].shorter);
      for (std::size_t c = 0; c < 128; ++c) {
        int& next = nodes_[order[i]].next[c];
        if (next == 0) {
          next = nodes_[shorter].next[c];
        } else {
          nodes_[static_cast<std::size_t>(next)].shorter = nodes_[shorter].next[c];
          order.push_back(static_cast<std::size_t>(next));
        }
      }
    }
  }

  std::vector<Node> nodes_;
};

Rival of_filtered(std::span<const std::string> patterns) {
  const double begin = now_ms();
  auto filter = std::make_shared<re2::FilteredRE2>(kShortestAtom);
  for (const std::string& pattern : patterns) {
    int id = 0;
    filter->Add(pattern, options(4 << 20), &id);
  }
  std::vector<std::string> strings;
  filter->Compile(&strings);
  const auto atoms = std::make_shared<const Atoms>(strings);
  return {"FilteredRE2", now_ms() - begin, [filter, atoms](std::string_view text) {
            std::vector<int> found;
            filter->AllMatches(piece(text), atoms->in(text), &found);
            return found.size();
          }};
}

#ifdef HOLDFAST_HAS_HYPERSCAN
Rival of_hyperscan(std::span<const std::string> patterns) {
  const double begin = now_ms();
  std::vector<const char*> texts;
  std::vector<unsigned> flags(patterns.size(), HS_FLAG_SINGLEMATCH);
  std::vector<unsigned> ids;
  for (const std::string& pattern : patterns) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(pattern.c_str());
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()), HS_MODE_BLOCK,
                       nullptr, &database, &error) != HS_SUCCESS)
    throw std::runtime_error{error->message};
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) throw std::runtime_error{"no scratch for Hyperscan"};
  const std::shared_ptr<hs_database_t> kept{database, hs_free_database};
  const std::shared_ptr<hs_scratch_t> room{scratch, hs_free_scratch};
  return {"Hyperscan", now_ms() - begin, [kept, room](std::string_view text) {
            std::size_t found = 0;
            const auto count = [](unsigned, unsigned long long, unsigned long long, unsigned, void* to) {
              ++*static_cast<std::size_t*>(to);
              return 0;
            };
            hs_scan(kept.get(), text.data(), static_cast<unsigned>(text.size()), 0, room.get(), count, &found);
            return found;
          }};
}
#endif

}  // namespace

std::vector<Rival> rivals(std::span<const std::string> patterns) {
  std::vector<Rival> made;
  made.push_back(of_set(patterns));
  made.push_back(of_filtered(patterns));
#ifdef HOLDFAST_HAS_HYPERSCAN
  made.push_back(of_hyperscan(patterns));
#endif
  return made;
}

}  // namespace holdfast::bench
