// What is known of single words of names: which are called what for short, which many people have, and which are no
// names at all (titles, particles). The data are the .txt files of this folder, built in; each says how it is written.
//
// Threads: read only once made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace holdfast::screening::identity {

struct Known {
  std::uint32_t id{};
  bool formal = false;  // has short forms of its own
  float given{};        // people in 10,000 with this given name, 0 where it is not frequent
  float surname{};
  std::vector<std::uint32_t> formals;  // what it is short for, ascending
};

// The names a word stands for: itself where it is one, and those that it is short for.
template <typename Take>
void each_formal(const Known& known, Take take) {
  if (known.formal || known.formals.empty()) take(known.id);
  for (const std::uint32_t id : known.formals) take(id);
}

enum class Mark : std::uint8_t { none, title, suffix, particle };
enum class Kinship : std::uint8_t {
  none,
  short_of,    // Bill, William
  variant,     // two names in their own right: Mary, Maria
  same_formal  // Bill, Will
};

class Lexicon {
 public:
  // That of the files built in.
  static const Lexicon& ours();

  // Nothing where the word is not known.
  [[nodiscard]] const Known* find(std::string_view word) const;
  [[nodiscard]] Mark mark(std::string_view word) const;
  [[nodiscard]] static Kinship kinship(const Known& left, const Known& right);
  // Each other word with kinship to this one.
  [[nodiscard]] const std::vector<std::string>& related(const Known& known) const;
  [[nodiscard]] std::size_t formal_names() const;
  template <typename Take>
  void each(Take take) const {
    for (const auto& [word, known] : known_) take(std::string_view(word));
  }

 private:
  void relate();
  void read_nicknames(std::string_view text);
  void read_frequent(std::string_view text);
  void read_marks(std::string_view text);
  Known& entry(std::string_view word);

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, Known, Hash, std::equal_to<>> known_;
  std::vector<std::vector<std::string>> related_;  // by id
  std::unordered_map<std::string, Mark, Hash, std::equal_to<>> marks_;
};

}  // namespace holdfast::screening::identity
