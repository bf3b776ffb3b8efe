// All persons of a registry in memory, and who of them a name block may be.
//
// A name is found by any two of its words: both as they are heard, or one as written beside the beginning or the end of
// the other; and by date of birth, phone number, e-mail, house and case. What is found is compared word by word,
// weighed with the other evidence and with how many namesakes a registry of this size has by chance, and ranked. The
// keys are hashes of words, so that one pass over the keyed words of a text can ask for the same.
//
// A name alone is `sure` only where fewer than kSureNamesakes are expected by chance, and `possible` where fewer than
// kPossibleNamesakes are; docs/matching.md says what that means for frequent names.
//
// Errors: none; std::length_error where there are more than 16 million written names. Threads: any number find at once;
// put and remove must be alone.
// Needs: phone numbers in one way of writing (E.164); what is built from it decides how.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/identity/compare.h"
#include "screening/identity/evidence.h"
#include "screening/text/words.h"

namespace holdfast::screening::identity {

inline constexpr double kSureNamesakes = 0.004;
inline constexpr double kPossibleNamesakes = 10.0;

using PersonId = std::uint64_t;

struct Person {
  PersonId id{};
  std::vector<std::string> names;  // the name and all aliases
  Particulars particulars;
};

struct Candidate {
  PersonId id{};
  double score = 0;      // 0 to 1, evidence counted
  double namesakes = 0;  // expected by chance to fit as well
  Decision decision = Decision::none;
  std::string reason;
};

struct Wanted {
  std::vector<std::string> names;
  Particulars particulars;
};

class Index {
 public:
  Index();
  // Quicker than one by one.
  explicit Index(std::span<const Person> persons);

  void put(const Person& person);  // adds, or replaces who has this id
  void remove(PersonId id);

  // Best first; `none` is left out.
  [[nodiscard]] std::vector<Candidate> find(const Wanted& wanted, std::size_t most = 20) const;
  [[nodiscard]] std::size_t size() const { return places_.size(); }

  // ---- what the scan of a text asks (scan.h); in index_scan.cpp ----

  // False: no name has this word, and it is no short form; true: look.
  [[nodiscard]] bool may_have(std::uint64_t word_key) const { return seen_.may_hold(word_key); }
  // Null where no name has it.
  [[nodiscard]] const Token* word(std::string_view text) const;
  struct Bearer {
    PersonId id{};
    double namesakes = 0;  // expected by chance
    Way first{}, second{};
  };
  // Who has both words in one name, as written, as heard, or in short. Nothing where more than a few have, or `most`
  // would by chance, for then it says nothing.
  [[nodiscard]] std::vector<Bearer> bearers(const Token& first, const Token& second, double most) const;
  // Whose contact it is; nothing where more than a few have it.
  [[nodiscard]] std::vector<PersonId> holders(std::uint64_t contact_key) const;
  [[nodiscard]] bool holds(PersonId id, std::uint64_t contact_key) const;
  // The words of all names of somebody, each once.
  [[nodiscard]] std::vector<Part> words_of(PersonId id) const;

 private:
  using WordId = std::uint32_t;
  using RowId = std::uint32_t;
  struct Row {  // one written name of one person; a person's rows follow one another
    std::uint32_t person;
    std::uint32_t first;  // of its words
    std::uint8_t size;
    std::uint8_t generation;
  };
  struct Held {
    PersonId id;
    RowId first_row;
    std::uint32_t first_contact;
    std::uint16_t rows;
    std::uint16_t contacts;
    std::uint32_t birth;
    bool live;
  };
  class Search;

  struct WordKeys {
    std::uint64_t text, heard, begin, end;
  };
  static WordKeys keys_of(const Token& token);

  WordId word_id(const Token& token);
  void see_short_forms();
  [[nodiscard]] bool has_contact(const Held& held, std::uint64_t contact_key) const;
  template <typename Take>
  void each_kept(std::uint64_t key, Take take) const;
  void hold(const Person& person);
  void add_row(std::uint32_t person, const Name& name);
  template <typename Take>
  void each_key(RowId row, Take take) const;
  [[nodiscard]] std::size_t bucket(std::uint64_t key) const { return key & (starts_.size() - 2); }
  [[nodiscard]] double rate_of(WordId word) const;
  void pack();

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  text::KeyBits seen_;
  std::deque<Token> words_;
  std::vector<WordKeys> keys_;
  std::vector<std::uint32_t> rows_with_;  // how many rows have a word
  std::unordered_map<std::string_view, WordId, Hash, std::equal_to<>> word_ids_;
  std::vector<std::uint32_t> row_words_;  // a word's id, its place in the two lowest bits
  std::vector<Row> rows_;
  std::vector<Held> held_;
  std::vector<std::uint64_t> contacts_;
  std::unordered_map<PersonId, std::uint32_t> places_;

  // Rows by key: those of the beginning packed, those put later beside them. Keys that share a bucket are told apart by
  // comparing.
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> packed_;  // a row, and eight bits of the key
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> later_;
};

}  // namespace holdfast::screening::identity
