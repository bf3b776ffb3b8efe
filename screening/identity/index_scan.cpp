// What the scan of a text asks of an index: quick, and silent where very many would be meant.
#include <algorithm>

#include "screening/identity/index.h"
#include "screening/identity/index_keys.h"

namespace holdfast::screening::identity {
namespace {

constexpr std::size_t kFew = 64;          // rows that are looked at
constexpr double kFarthestWord = 0.25;    // as heard, in short, another form; not misspelt: words of a text are many
constexpr std::size_t kMostHolders = 16;  // of one phone, e-mail or door

bool near(const Likeness& likeness) { return likeness.cost <= kFarthestWord && likeness.way != Way::initial; }

}  // namespace

template <typename Take>
void Index::each_kept(std::uint64_t key, Take take) const {
  const std::size_t at = bucket(key);
  const auto give = [&](std::uint32_t kept) {
    const std::uint32_t row = kept & ((1U << kRowBits) - 1);
    if (marked(row, key) == kept) take(row);
  };
  for (std::size_t i = starts_[at]; i < starts_[at + 1]; ++i) give(packed_[i]);
  if (later_.empty()) return;
  if (const auto later = later_.find(at); later != later_.end()) std::ranges::for_each(later->second, give);
}

const Token* Index::word(std::string_view text) const {
  const auto found = word_ids_.find(text);
  return found == word_ids_.end() ? nullptr : &words_[found->second];
}

std::vector<Index::Bearer> Index::bearers(const Token& first, const Token& second, double most) const {
  // Where the two words alone are too frequent, no row needs to be looked at.
  double expected = static_cast<double>(rows_.size());
  for (const Token* token : {&first, &second}) {
    const auto known = word_ids_.find(token->text);
    expected *= known == word_ids_.end() ? 0 : rate_of(known->second);
  }
  if (expected >= most) return {};
  std::vector<RowId> rows;
  const auto gather = [&](std::uint64_t key) {
    if (starts_[bucket(key) + 1] - starts_[bucket(key)] <= kFew)
      each_kept(key, [&](RowId row) { rows.push_back(row); });
  };
  const auto heard = [](const Token& token) { return hash_of(token.consonants, 2); };
  const auto called = [&](const Token& short_form, const Token& other) {
    if (short_form.known == nullptr) return;
    each_formal(*short_form.known, [&](std::uint32_t id) { gather(mixed(Key::called, id, heard(other))); });
  };
  gather(both(heard(first), heard(second)));
  called(first, second);
  called(second, first);
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  std::vector<Bearer> out;
  for (const RowId at : rows) {
    const Row& row = rows_[at];
    const Held& held = held_[row.person];
    if (!held.live) continue;
    // The nearest word of the name for each; not one for both.
    std::array<Likeness, 2> best{Likeness{1e9, Way::apart}, Likeness{1e9, Way::apart}};
    std::array<std::size_t, 2> place{kMostTokens, kMostTokens};
    double namesakes = static_cast<double>(std::max<std::size_t>(1, rows_.size())) * ways_to_choose(2, row.size);
    for (std::size_t which = 0; which < 2; ++which) {
      const Token& mine = which == 0 ? first : second;
      for (std::size_t i = 0; i < row.size; ++i) {
        const std::uint32_t word = row_words_[row.first + i];
        const auto there = static_cast<Place>(word & 3U);
        const Likeness likely = likeness({&mine, there}, {&words_[word >> 2U], there}, kCosts);
        if (i == place[0] || likely.cost >= best[which].cost) continue;
        best[which] = likely;
        place[which] = i;
      }
      if (place[which] == kMostTokens) break;
      const auto known = word_ids_.find(mine.text);
      double rate = rate_of(row_words_[row.first + place[which]] >> 2U);
      if (known != word_ids_.end()) rate = std::max(rate, rate_of(known->second));
      namesakes *= std::min(1.0, rate * looseness(best[which].way));
    }
    if (near(best[0]) && near(best[1])) out.push_back({held.id, namesakes, best[0].way, best[1].way});
  }
  return out;
}

bool Index::has_contact(const Held& held, std::uint64_t contact_key) const {
  const auto begin = contacts_.begin() + held.first_contact;
  return std::find(begin, begin + held.contacts, contact_key) != begin + held.contacts;
}

std::vector<PersonId> Index::holders(std::uint64_t contact_key) const {
  std::vector<PersonId> out;
  each_kept(mixed(Key::contact, contact_key, 0), [&](RowId row) {
    const Held& held = held_[rows_[row].person];
    if (held.live && out.size() <= kMostHolders && has_contact(held, contact_key)) out.push_back(held.id);
  });
  if (out.size() > kMostHolders) out.clear();
  return out;
}

bool Index::holds(PersonId id, std::uint64_t contact_key) const {
  const auto found = places_.find(id);
  return found != places_.end() && has_contact(held_[found->second], contact_key);
}

std::vector<Part> Index::words_of(PersonId id) const {
  std::vector<Part> out;
  const auto found = places_.find(id);
  if (found == places_.end()) return out;
  const Held& held = held_[found->second];
  for (RowId at = held.first_row; at < held.first_row + held.rows; ++at) {
    for (std::size_t i = 0; i < rows_[at].size; ++i) {
      const std::uint32_t word = row_words_[rows_[at].first + i];
      const Token* token = &words_[word >> 2U];
      if (std::ranges::find(out, token, &Part::token) == out.end())
        out.push_back({token, static_cast<Place>(word & 3U)});
    }
  }
  return out;
}

}  // namespace holdfast::screening::identity
