// A letter as spots_in() and mentions_in() read it: its folded words, which of them may be of a name, and where its
// numbers and addresses stand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identity/contact.h"
#include "screening/identity/email.h"
#include "screening/identity/phone.h"
#include "screening/identity/scan.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::identity {

// Whether the signs of an e-mail address may be written as words.
bool spells_signs(std::string_view letter, std::span<const text::Token> tokens);

class Scanned {
 public:
  explicit Scanned(std::string_view letter);

  struct Word {
    std::uint64_t key{};
    std::string text;  // without an apostrophe or what follows it ('s)
    std::size_t place{};
    std::uint32_t begin{}, end{};  // in the folded text
    bool capital = false;
    bool ordinary = false;  // that letters are full of
    bool first = false;     // of its sentence
    // Ordinary where nothing says that a name begins: small, or large because a sentence does.
    [[nodiscard]] bool weak() const { return ordinary && (!capital || first); }
  };
  // Words that `may_be` lets by, in their order; those that no name holds are never copied.
  template <typename MayBe>
  [[nodiscard]] std::vector<Word> words(MayBe may_be) const;

  // "14 larkspur lane", with the words after it that may be its town.
  struct House {
    Spot spot;
    Address address;
  };
  [[nodiscard]] std::vector<House> houses() const;
  [[nodiscard]] std::vector<PhoneFound> phones() const { return phones_in(letter_); }
  [[nodiscard]] std::vector<EmailFound> emails() const { return emails_in(letter_, spells_signs(letter_, tokens_)); }

  [[nodiscard]] Spot spot_of(const Word& first, const Word& last) const;
  [[nodiscard]] Spot spot_of_bytes(Spoken kind, std::size_t begin, std::size_t end) const;
  // Written without capitals, so that small letters say nothing of a word.
  [[nodiscard]] bool all_small() const { return all_small_; }
  // Whether a sentence ends between two words.
  [[nodiscard]] bool parted(std::size_t before, std::size_t after) const;

 private:
  [[nodiscard]] Spot spot_of_folded(Spoken kind, std::size_t begin, std::size_t end) const;
  [[nodiscard]] bool is_capital(const text::Token& token) const;
  [[nodiscard]] std::string_view text(std::size_t token) const {
    return text::word_of(folded_.view.text, tokens_[token]);
  }

  std::string_view letter_;
  text::Folded folded_;
  std::vector<text::Token> tokens_;
  text::Places places_;
  bool all_small_ = false;
};

bool is_ordinary(std::uint64_t key);

template <typename MayBe>
std::vector<Scanned::Word> Scanned::words(MayBe may_be) const {
  std::vector<Word> out;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const text::Token& token = tokens_[i];
    if ((token.shape & text::shape::kDigit) != 0 || token.end - token.begin < 2) continue;
    std::string_view written = text(i);
    std::uint64_t key = token.key;
    std::string joined;
    std::uint32_t end = token.end;
    if ((token.shape & text::shape::kOther) != 0) {
      const auto mark = written.find('\'');
      if (mark != std::string_view::npos && written.size() - mark <= 2) {
        written = written.substr(0, mark);  // Maria's
        end = token.begin + static_cast<std::uint32_t>(mark);
      } else {
        for (const char c : written) {
          if (c != '\'') joined += c;  // O'Brien
        }
        written = joined;
      }
      if (written.size() < 2) continue;
      key = text::key_of(written);
    }
    if (!may_be(key)) continue;
    const bool ordinary = is_ordinary(key);
    const bool capital = is_capital(token);
    if (ordinary && !capital) continue;
    out.push_back({key, std::string(written), i, token.begin, end, capital, ordinary, token.first});
  }
  return out;
}

}  // namespace holdfast::screening::identity
