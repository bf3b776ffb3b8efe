#include "screening/identity/index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "screening/identity/index_keys.h"

namespace holdfast::screening::identity {
namespace {

constexpr unsigned kSeenBits = 22;           // a twentieth full with the words of a million names
constexpr std::size_t kLongList = 200;       // rows by a beginning or an end of frequent words are too many to look at
constexpr std::size_t kLongestList = 1'500;  // and by two words as heard
constexpr double kFarthest = 1.5;            // more than this never reaches Thresholds::possible
constexpr std::size_t kMostRelated = 80;     // short forms and the like of one word

// Two given names say too little together to be looked up by.
bool is_given(const Token& token, Place place) {
  return place != Place::surname && token.known != nullptr && token.known->surname == 0 &&
         (token.known->given > 0 || token.known->formal);
}

std::uint32_t packed_date(const Date& date) {
  return date.year <= 0 ? 0 : static_cast<std::uint32_t>(date.year * 10'000 + date.month * 100 + date.day);
}
Date date_of(std::uint32_t packed) {
  return {static_cast<int>(packed / 10'000), static_cast<int>(packed / 100 % 100), static_cast<int>(packed % 100)};
}

constexpr std::array<std::string_view, 6> kGenerations{"", "jr", "sr", "ii", "iii", "iv"};
std::uint8_t generation_number(std::string_view text) {
  return static_cast<std::uint8_t>(std::ranges::find(kGenerations, text) - kGenerations.begin());
}

}  // namespace

Index::WordKeys Index::keys_of(const Token& token) {
  const std::string_view text = token.text;
  return {hash_of(text, 1), hash_of(token.consonants, 2), hash_of(text.substr(0, 2), 3),
          hash_of(text.substr(text.size() - std::min<std::size_t>(3, text.size())), 4)};
}

Index::Index() : seen_(kSeenBits) {
  see_short_forms();
  pack();
}

Index::Index(std::span<const Person> persons) : seen_(kSeenBits) {
  see_short_forms();
  held_.reserve(persons.size());
  rows_.reserve(persons.size() + persons.size() / 4);
  for (const Person& person : persons) hold(person);
  pack();
}

void Index::see_short_forms() {
  Lexicon::ours().each([&](std::string_view word) { seen_.add(text::key_of(word)); });
}

Index::WordId Index::word_id(const Token& token) {
  if (const auto found = word_ids_.find(token.text); found != word_ids_.end()) return found->second;
  const auto id = static_cast<WordId>(words_.size());
  words_.push_back(token);
  keys_.push_back(keys_of(token));
  rows_with_.push_back(0);
  seen_.add(text::key_of(token.text));
  word_ids_.emplace(words_.back().text, id);
  return id;
}

void Index::add_row(std::uint32_t person, const Name& name) {
  if (rows_.size() + 1 >= 1U << kRowBits) throw std::length_error("too many names for one index");
  Row row{person, static_cast<std::uint32_t>(row_words_.size()), static_cast<std::uint8_t>(name.tokens.size()),
          generation_number(name.generation)};
  for (std::size_t i = 0; i < name.tokens.size(); ++i) {
    const WordId id = word_id(name.tokens[i]);
    ++rows_with_[id];
    row_words_.push_back(id << 2U | static_cast<std::uint32_t>(name.places[i]));
  }
  rows_.push_back(row);
}

void Index::hold(const Person& person) {
  remove(person.id);
  const auto place = static_cast<std::uint32_t>(held_.size());
  Held held{person.id,
            static_cast<RowId>(rows_.size()),
            static_cast<std::uint32_t>(contacts_.size()),
            0,
            0,
            packed_date(person.particulars.born),
            true};
  for (const auto& written : person.names) {
    const Name name = name_of(written);
    if (!name.tokens.empty()) add_row(place, name);
  }
  // A row without words carries the contacts of somebody without a name.
  if (rows_.size() == held.first_row) rows_.push_back({place, 0, 0, 0});
  held.rows = static_cast<std::uint16_t>(rows_.size() - held.first_row);
  for (const std::uint64_t key : contact_keys(person.particulars)) contacts_.push_back(key);
  for (const std::uint64_t key : weak_keys(person.particulars)) contacts_.push_back(key);
  held.contacts = static_cast<std::uint16_t>(contacts_.size() - held.first_contact);
  held_.push_back(held);
  places_[person.id] = place;
}

template <typename Take>
void Index::each_key(RowId at, Take take) const {
  const Row& row = rows_[at];
  const auto word = [&](std::size_t i) { return row_words_[row.first + i] >> 2U; };
  const auto given = [&](std::size_t i) {
    return is_given(words_[word(i)], static_cast<Place>(row_words_[row.first + i] & 3U));
  };
  if (row.size == 1) take(mixed(Key::only, keys_[word(0)].text, 0));
  for (std::size_t i = 0; i < row.size; ++i) {
    const WordKeys& one = keys_[word(i)];
    for (std::size_t j = 0; j < row.size; ++j) {
      if (i == j || (given(i) && given(j))) continue;
      const WordKeys& other = keys_[word(j)];
      if (words_[word(j)].initial()) {
        take(mixed(Key::initial, one.text, other.text));
        continue;
      }
      if (i < j) take(both(one.heard, other.heard));
      if (given(i)) {
        each_formal(*words_[word(i)].known, [&](std::uint32_t id) { take(mixed(Key::called, id, other.heard)); });
      }
      take(mixed(Key::begins, one.text, other.begin));
      take(mixed(Key::ends, one.text, other.end));
    }
  }
  const Held& held = held_[row.person];
  if (at != held.first_row) return;
  if (held.birth != 0) take(mixed(Key::born, held.birth, 0));
  for (std::size_t i = 0; i < held.contacts; ++i) take(mixed(Key::contact, contacts_[held.first_contact + i], 0));
}

void Index::pack() {
  const std::size_t buckets = std::bit_ceil(std::clamp<std::size_t>(rows_.size() * 12, 1024, 1U << 24U));
  starts_.assign(buckets + 1, 0);
  for (RowId row = 0; row < rows_.size(); ++row) each_key(row, [&](std::uint64_t key) { ++starts_[bucket(key)]; });
  std::uint32_t sum = 0;
  for (auto& start : starts_) start = sum += start;
  packed_.resize(sum);
  // From the back, so that each bucket's count walks down to its beginning.
  for (RowId row = static_cast<RowId>(rows_.size()); row-- > 0;) {
    each_key(row, [&](std::uint64_t key) { packed_[--starts_[bucket(key)]] = marked(row, key); });
  }
}

void Index::put(const Person& person) {
  hold(person);
  const Held& held = held_.back();
  for (RowId row = held.first_row; row < held.first_row + held.rows; ++row) {
    each_key(row, [&](std::uint64_t key) { later_[bucket(key)].push_back(marked(row, key)); });
  }
}

void Index::remove(PersonId id) {
  const auto found = places_.find(id);
  if (found == places_.end()) return;
  Held& held = held_[found->second];
  held.live = false;
  for (RowId row = held.first_row; row < held.first_row + held.rows; ++row) {
    for (std::size_t i = 0; i < rows_[row].size; ++i) --rows_with_[row_words_[rows_[row].first + i] >> 2U];
  }
  places_.erase(found);
}

// The share of names that have a word: what is generally known, until the registry itself is large enough to tell.
double Index::rate_of(WordId word) const {
  constexpr double kGeneral = 50'000;
  const Known* known = words_[word].known;
  const double general = known == nullptr ? 0 : static_cast<double>(std::max(known->given, known->surname)) / 10'000;
  return (rows_with_[word] + kGeneral * std::max(general, 1e-5)) / (static_cast<double>(rows_.size()) + kGeneral);
}

// One look-up.
class Index::Search {
 public:
  Search(const Index& index, const Wanted& wanted)
      : index_(index), wanted_(wanted), contacts_(contact_keys(wanted.particulars)) {}

  std::vector<Candidate> run(std::size_t most) {
    for (const std::uint64_t key : contacts_) gather(mixed(Key::contact, key, 0), kLongestList);
    if (const auto born = packed_date(wanted_.particulars.born); born != 0) {
      gather(mixed(Key::born, born, 0), kLongestList);
    }
    const std::vector<RowId> by_particulars = take_rows();
    for (const auto& written : wanted_.names) {
      names_.push_back(name_of(written));
      gather_name(names_.back());
      rows_.insert(rows_.end(), by_particulars.begin(), by_particulars.end());
      compare_all(names_.size() - 1, take_rows());
    }
    return ranked(most);
  }

 private:
  struct Found {
    Comparison comparison;
    double score = 0;
    double namesakes = 0;
    RowId row = 0;
    std::size_t name = 0;
    Evidence evidence;
    Decision decision = Decision::none;
  };
  using Column = std::array<Likeness, kMostTokens>;

  void gather(std::uint64_t key, std::size_t longest) {
    const std::size_t at = index_.bucket(key);
    const std::size_t begin = index_.starts_[at];
    const std::size_t end = index_.starts_[at + 1];
    const auto take = [&](std::uint32_t kept) {
      const std::uint32_t row = kept & ((1U << kRowBits) - 1);
      if (marked(row, key) == kept) rows_.push_back(row);
    };
    if (end - begin <= longest) {
      for (std::size_t i = begin; i < end; ++i) take(index_.packed_[i]);
    }
    if (const auto later = index_.later_.find(at); later != index_.later_.end()) {
      std::ranges::for_each(later->second, take);
    }
  }
  std::vector<RowId> take_rows() {
    std::ranges::sort(rows_);
    const auto again = std::ranges::unique(rows_);
    rows_.erase(again.begin(), again.end());
    return std::exchange(rows_, {});
  }

  // How a word is heard, and how those are that it is called by.
  static std::vector<std::uint64_t> heard(const Token& token) {
    std::vector<std::uint64_t> out{keys_of(token).heard};
    if (token.known == nullptr) return out;
    for (const std::string& word : Lexicon::ours().related(*token.known)) {
      if (out.size() < kMostRelated) out.push_back(keys_of(token_of(word)).heard);
    }
    std::ranges::sort(out);
    const auto again = std::ranges::unique(out);
    out.erase(again.begin(), again.end());
    return out;
  }

  void gather_name(const Name& name) {
    const auto& tokens = name.tokens;
    if (tokens.size() == 1) gather(mixed(Key::only, keys_of(tokens[0]).text, 0), kLongList);
    std::vector<std::vector<std::uint64_t>> sounds;
    sounds.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      // Surnames have no short forms; of two words the order may be the other one.
      const bool called = name.places[i] != Place::surname || tokens.size() == 2;
      sounds.push_back(called ? heard(tokens[i]) : std::vector{keys_of(tokens[i]).heard});
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      for (std::size_t j = 0; j < tokens.size(); ++j) {
        if (i == j || tokens[i].initial()) continue;
        if (is_given(tokens[i], name.places[i]) && is_given(tokens[j], name.places[j])) continue;
        gather_beside(tokens[i], tokens[j]);
        if (tokens[j].initial()) continue;
        const std::uint64_t mine = keys_of(tokens[i]).heard;
        for (const std::uint64_t sound : sounds[j]) gather(both(mine, sound), kLongestList);
      }
    }
  }
  // One word as written, another by a part of it.
  void gather_beside(const Token& whole, const Token& part) {
    const std::uint64_t text = keys_of(whole).text;
    if (part.initial()) {
      gather(mixed(Key::initial, text, keys_of(part).text), kLongList);
      for (char next = 'a'; next <= 'z'; ++next) {
        gather(mixed(Key::begins, text, hash_of(part.text + next, 3)), kLongList / 10);
      }
      return;
    }
    const WordKeys keys = keys_of(part);
    gather(mixed(Key::begins, text, keys.begin), kLongList);
    gather(mixed(Key::ends, text, keys.end), kLongList);
    gather(mixed(Key::initial, text, hash_of(part.text.substr(0, 1), 1)), kLongList);
  }

  const Column& column(std::uint32_t packed_word, const Parts& mine) {
    const auto [place, fresh] = columns_.try_emplace(packed_word, known_.size());
    if (fresh) {
      const Part theirs{&index_.words_[packed_word >> 2U], static_cast<Place>(packed_word & 3U)};
      Column made{};
      for (std::size_t i = 0; i < mine.size; ++i) made[i] = likeness(mine.part[i], theirs, kCosts);
      known_.push_back(made);
    }
    return known_[place->second];
  }

  void compare_all(std::size_t name, const std::vector<RowId>& rows) {
    const Parts mine = parts_of(names_[name]);
    columns_.clear();
    known_.clear();
    for (const RowId at : rows) {
      const Row& row = index_.rows_[at];
      const Held& held = index_.held_[row.person];
      if (!held.live) continue;
      const Evidence evidence = shared(held);
      const Weight weight = weigh(evidence);
      const double least = fill(row, mine);
      if (least + weight.cost <= kFarthest) weigh_row(name, at, mine, evidence, weight);
    }
  }

  // The words of a row and their likenesses to mine. What comes back no pairing can cost less than: each word of the
  // shorter name is paired with its nearest, or contradicts.
  double fill(const Row& row, const Parts& mine) {
    std::array<double, kMostTokens> nearest{};
    nearest.fill(kCosts.apart);
    double theirs = 0;
    theirs_.size = row.size;
    for (std::size_t j = 0; j < row.size; ++j) {
      const std::uint32_t word = index_.row_words_[row.first + j];
      theirs_.part[j] = {&index_.words_[word >> 2U], static_cast<Place>(word & 3U)};
      const Column& likely = column(word, mine);
      double best = kCosts.apart;
      for (std::size_t i = 0; i < mine.size; ++i) {
        table_[i][j] = likely[i];
        best = std::min(best, likely[i].cost);
        nearest[i] = std::min(nearest[i], likely[i].cost);
      }
      theirs += best;
    }
    double ours = 0;
    for (std::size_t i = 0; i < mine.size; ++i) ours += nearest[i];
    return mine.size < row.size ? ours : mine.size > row.size ? theirs : std::max(ours, theirs);
  }

  void weigh_row(std::size_t name, RowId at, const Parts& mine, const Evidence& evidence, const Weight& weight) {
    const Row& row = index_.rows_[at];
    Found found{compare(mine, theirs_, table_), 0, 0, at, name, evidence, Decision::none};
    found.score = std::exp(-std::max(0.0, found.comparison.cost + weight.cost)) *
                  generations(names_[name].generation, std::string(kGenerations[row.generation]));
    found.decision = decide(found.score);
    if (found.decision == Decision::none) return;
    found.namesakes = namesakes(found.comparison, mine, row) * weight.chance;
    // The whole name as it is written is shown to a person however many there are.
    if (found.decision == Decision::sure && found.namesakes >= kSureNamesakes) found.decision = Decision::possible;
    if (found.comparison.cost > 0 && found.namesakes >= kPossibleNamesakes) return;
    keep(found);
  }

  [[nodiscard]] Evidence shared(const Held& held) const {
    Evidence out;
    out.birth = compare_births(wanted_.particulars.born, date_of(held.birth));
    for (std::size_t i = 0; i < held.contacts; ++i) {
      const std::uint64_t key = index_.contacts_[held.first_contact + i];
      if (std::ranges::find(contacts_, key) == contacts_.end()) continue;
      switch (kind_of(key)) {
        case Contact::phone:
          out.phone = true;
          break;
        case Contact::email:
          out.email = true;
          break;
        case Contact::house:
          out.house = true;
          break;
        case Contact::court_case:
          out.court_case = true;
          break;
        case Contact::line:
        case Contact::door:
          break;  // of texts only
      }
    }
    return out;
  }

  // How many of the registry would agree as well by chance, given names and surnames taken as independent.
  [[nodiscard]] double namesakes(const Comparison& comparison, const Parts& mine, const Row& row) const {
    const auto rows = static_cast<double>(std::max<std::size_t>(1, index_.rows_.size()));
    double expected = rows;
    std::size_t words = 0;
    for (std::size_t i = 0; i < comparison.paired; ++i) {
      const Pairing& pair = comparison.pairs[i];
      if (pair.way == Way::apart) continue;
      ++words;
      double rate = index_.rate_of(index_.row_words_[row.first + pair.right] >> 2U);
      const auto known = index_.word_ids_.find(mine.part[pair.left].token->text);
      if (known != index_.word_ids_.end()) rate = std::max(rate, index_.rate_of(known->second));
      expected *= pair.way == Way::initial ? 0.1 : std::min(1.0, rate * looseness(pair.way));
    }
    if (words == 0) return rows;
    return expected * ways_to_choose(words, mine.size) * ways_to_choose(words, row.size);
  }

  void keep(const Found& found) {
    const std::uint32_t person = index_.rows_[found.row].person;
    const auto [place, fresh] = by_person_.try_emplace(person, found_.size());
    if (fresh) {
      found_.push_back(found);
    } else if (Found& held = found_[place->second];
               std::pair(found.decision, found.score) > std::pair(held.decision, held.score)) {
      held = found;
    }
  }

  std::vector<Candidate> ranked(std::size_t most) {
    const auto order = [&](const Found& left, const Found& right) {
      return std::tuple(right.decision, right.score, left.row) < std::tuple(left.decision, left.score, right.row);
    };
    std::ranges::sort(found_, order);
    if (found_.size() > most) found_.resize(most);
    std::vector<Candidate> out;
    for (const Found& found : found_) {
      const Row& row = index_.rows_[found.row];
      Parts theirs;
      for (; theirs.size < row.size; ++theirs.size) {
        const std::uint32_t word = index_.row_words_[row.first + theirs.size];
        theirs.part[theirs.size] = {&index_.words_[word >> 2U], static_cast<Place>(word & 3U)};
      }
      std::string reason = reason_of(parts_of(names_[found.name]), theirs, found.comparison);
      if (const std::string more = reason_of(found.evidence); !more.empty()) reason += "; " + more;
      if (found.namesakes >= kSureNamesakes && found.score >= kThresholds.sure) {
        reason += "; a name that others have by chance";
      }
      out.push_back({index_.held_[row.person].id, found.score, found.namesakes, found.decision, std::move(reason)});
    }
    return out;
  }

  const Index& index_;
  const Wanted& wanted_;
  std::vector<std::uint64_t> contacts_;
  std::vector<Name> names_;
  std::vector<RowId> rows_;
  Parts theirs_;
  Likenesses table_{};
  std::unordered_map<std::uint32_t, std::size_t> columns_;
  std::deque<Column> known_;
  std::vector<Found> found_;
  std::unordered_map<std::uint32_t, std::size_t> by_person_;
};

std::vector<Candidate> Index::find(const Wanted& wanted, std::size_t most) const {
  return Search(*this, wanted).run(most);
}

}  // namespace holdfast::screening::identity
