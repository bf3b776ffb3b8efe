// A model's file: read here, written by the trainer.
#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <optional>

#include "screening/learned/model.h"

namespace holdfast::screening::learned {
namespace {

constexpr std::int32_t kMost = std::numeric_limits<std::int16_t>::max();  // thousandths

std::string_view cut(std::string_view& rest, char at) {
  const std::size_t end = std::min(rest.find(at), rest.size());
  const std::string_view head = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return head;
}

std::expected<std::int32_t, std::string> number(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || std::abs(value) > kMost)
    return std::unexpected("not a whole number from -32767 to 32767: " + std::string{text});
  return value;
}

}  // namespace

// Reads a file line by line.
class Parser {
 public:
  Parser(std::string_view text, std::string_view file) : rest_(text), file_(file) {}

  std::expected<Model, LoadError> run() {
    if (!next() || line_ != kFormat)
      return wrong("not a model file: the first line is \"" + std::string{kFormat} + '"');
    for (bool more = next(); more; more = next()) {
      if (line_.empty() || line_.front() == '#') continue;
      if (line_ == "concepts") {
        if (auto error = concepts()) return std::unexpected(std::move(*error));
      } else if (line_ == "features") {
        return features();
      } else if (auto said = setting()) {
        return wrong(*said);
      }
    }
    return wrong("no features");
  }

 private:
  bool next() {
    if (rest_.empty()) return false;
    line_ = cut(rest_, '\n');
    ++at_;
    return true;
  }
  std::unexpected<LoadError> wrong(std::string what) const {
    return std::unexpected(LoadError{std::string{file_}, at_, std::move(what)});
  }

  // The lines up to an empty one are a lexicon.
  std::optional<LoadError> concepts() {
    const std::uint32_t before = at_;
    const char* begin = rest_.data();
    std::string_view last;
    while (next() && !line_.empty()) last = line_;
    const std::size_t size = last.empty() ? 0 : static_cast<std::size_t>(last.data() + last.size() - begin);
    auto lexicon = Lexicon::parse(std::string_view{begin, size}, file_);
    if (!lexicon) {
      lexicon.error().line += before;
      return std::move(lexicon.error());
    }
    made_.lexicon_ = std::move(*lexicon);
    return std::nullopt;
  }

  std::optional<std::string> setting() {
    std::string_view value = line_;
    const std::string_view key = cut(value, ' ');
    if (key == "corpus" || key == "made") return std::nullopt;  // for people
    std::int32_t* to = key == "bias"           ? &made_.bias_
                       : key == "threshold-en" ? &made_.threshold_en_
                       : key == "threshold-es" ? &made_.threshold_es_
                       : key == "sure-en"      ? &made_.sure_en_
                       : key == "sure-es"      ? &made_.sure_es_
                                               : nullptr;
    if (key == "labels") return labels(value, made_.label_bias_);
    if (to == nullptr) return "unknown setting: " + std::string{key};
    const auto read = number(value);
    if (!read) return read.error();
    *to = *read;
    return std::nullopt;
  }

  static std::optional<std::string> labels(std::string_view text, Model::Labels& into) {
    if (text.empty()) return std::nullopt;
    if (std::ranges::count(text, ',') + 1 != static_cast<std::ptrdiff_t>(kCategories.size()))
      return "one weight for each category is needed";
    for (auto& weight : into) {
      const auto read = number(cut(text, ','));
      if (!read) return read.error();
      weight = static_cast<std::int16_t>(*read);
    }
    return std::nullopt;
  }

  // "3:-12,15:40"
  static std::optional<std::string> worths(std::string_view text, Model::Labels& into) {
    while (!text.empty()) {
      std::string_view worth = cut(text, ',');
      const auto which = number(cut(worth, ':'));
      const auto weight = number(worth);
      if (!which || !weight || *which < 0 || *which >= static_cast<std::int32_t>(into.size()))
        return "what a feature is worth to categories is \"number:weight,number:weight\"";
      into[static_cast<std::size_t>(*which)] = static_cast<std::int16_t>(*weight);
    }
    return std::nullopt;
  }

  std::expected<Model, LoadError> features() {
    made_.make_table(static_cast<std::size_t>(std::ranges::count(rest_, '\n')));
    while (next())
      if (!line_.empty())
        if (auto said = feature()) return wrong(*said);
    made_.pack(searched_);
    // Only now is every piece of every word there.
    words_.insert(words_.end(), made_.lexicon_.words().begin(), made_.lexicon_.words().end());
    made_.know(words_, beside_);
    made_.words_.assign(words_.begin(), words_.end());
    return std::move(made_);
  }

  std::optional<std::string> feature() {
    std::string_view rest = line_;
    const std::string_view family_name = cut(rest, '\t');
    const std::string_view name = cut(rest, '\t');
    const auto weight = number(cut(rest, '\t'));
    const auto found = std::ranges::find(kFamilyNames, family_name);
    if (found == kFamilyNames.end()) return "no such family of features: " + std::string{family_name};
    if (!weight) return weight.error();
    const auto family = static_cast<Family>(found - kFamilyNames.begin());
    const auto key = hash(family, name);
    if (!key) return key.error();
    Model::Labels own{};
    if (!rest.empty() && !tells_categories(family)) return "features of this family tell no categories apart";
    if (auto said = worths(rest, own)) return said;
    if (made_.find(*key) != nullptr) return "this feature is there twice";
    made_.put(*key, *weight, own);
    place(family, *key, name, static_cast<std::int16_t>(*weight));
    return std::nullopt;
  }

  // Where it is looked for when a letter is read.
  void place(Family family, std::uint64_t key, std::string_view name, std::int16_t weight) {
    const std::string_view first = cut(name, ' ');
    switch (family) {
      case Family::after:
        beside(name).after[made_.lexicon_.find(first)] = weight;
        return;
      case Family::before:
        beside(first).before[made_.lexicon_.find(name)] = weight;
        return;
      case Family::run:
        made_.runs_[pair(first, name)] = weight;
        return;
      case Family::both:
        made_.both_[pair(first, name)] = weight;
        return;
      case Family::three: {
        const std::string_view second = cut(name, ' ');
        made_.threes_.add(mix(text::key_of(second), text::key_of(name)));
        break;
      }
      case Family::chain: {
        const std::string_view second = cut(name, ' ');
        made_.chains_.add(pair(second, name));
        break;
      }
      case Family::word:
        words_.push_back(first);
        break;
      default:
        break;
    }
    searched_.emplace_back(key, weight);
  }

  Model::Beside& beside(std::string_view word) {
    const auto [at, is_new] = beside_.try_emplace(text::key_of(word), static_cast<std::uint32_t>(made_.beside_.size()));
    if (is_new) {
      made_.beside_.emplace_back();
      words_.push_back(word);
    }
    return made_.beside_[at->second];
  }

  std::uint64_t pair(std::string_view first, std::string_view second) const {
    return pair_of(made_.lexicon_.find(first), made_.lexicon_.find(second));
  }

  // The key that the text's own features have: see features.h.
  std::expected<std::uint64_t, std::string> hash(Family family, std::string_view name) const {
    if (family == Family::rule) return key_of(family, text::key_of(name));
    std::array<std::uint64_t, 3> atoms{};
    const std::size_t wanted = family <= Family::concept_                           ? 1
                               : family == Family::three || family == Family::chain ? 3
                                                                                    : 2;
    std::size_t count = 0;
    for (; !name.empty() && count < wanted; ++count) {
      const std::string_view part = cut(name, ' ');
      const bool is_concept = family == Family::concept_ || family >= Family::run ||
                              (family == Family::after && count == 0) || (family == Family::before && count == 1);
      const Concept found = is_concept ? made_.lexicon_.find(part) : kNoConcept;
      if (is_concept && found == kNoConcept) return std::unexpected("no such concept: " + std::string{part});
      atoms[count] = is_concept ? found : text::key_of(part);
    }
    if (count != wanted || !name.empty()) return std::unexpected("the feature's name has too many or too few words");
    if (wanted == 1) return key_of(family, atoms[0]);
    if (family >= Family::run) {
      const std::uint64_t two = atoms[0] << 8U | atoms[1];
      return key_of(family, wanted == 3 ? two << 8U | atoms[2] : two);
    }
    return key_of(family, wanted == 3 ? mix(atoms[0], mix(atoms[1], atoms[2])) : mix(atoms[0], atoms[1]));
  }

  std::string_view rest_, file_, line_;
  std::uint32_t at_ = 0;
  std::vector<std::string_view> words_;
  std::map<std::uint64_t, std::uint32_t> beside_;                 // by a word's key: Known::beside
  std::vector<std::pair<std::uint64_t, std::int16_t>> searched_;  // of what can not be numbered, key and weight
  Model made_;
};

std::expected<Model, LoadError> Model::parse(std::string_view text, std::string_view file) {
  return Parser{text, file}.run();
}

}  // namespace holdfast::screening::learned
