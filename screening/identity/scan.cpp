#include "screening/identity/scan.h"

#include <algorithm>
#include <tuple>

#include "screening/identity/scanned.h"

namespace holdfast::screening::identity {
namespace {

constexpr std::size_t kApart = 3;  // places from one word of a name to the other
constexpr std::size_t kMostNames = 400;

void by_place(std::vector<Spot>& spots) {
  std::ranges::sort(spots, {}, [](const Spot& spot) { return std::tuple(spot.start, spot.end, spot.kind); });
  spots.erase(std::ranges::unique(spots).begin(), spots.end());
}

// A name as people see one: a known given name and a surname behind it, both in capitals.
void find_names(const Scanned& scanned, std::vector<Spot>& spots) {
  const auto words = scanned.words([](std::uint64_t) { return true; });
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const auto& given = words[i];
    const auto& surname = words[i + 1];
    if (!given.capital || !surname.capital || given.weak() || surname.ordinary) continue;
    if (surname.place != given.place + 1 || scanned.parted(given.place, surname.place)) continue;
    const Known* known = Lexicon::ours().find(given.text);
    if (known == nullptr || (known->given == 0 && !known->formal && known->formals.empty())) continue;
    spots.push_back(scanned.spot_of(given, surname));
  }
}

class Search {
 public:
  Search(const Index& index, std::string_view letter, std::span<const PersonId> tied)
      : index_(index), scanned_(letter), tied_(tied) {}

  std::vector<Mention> run() {
    find_names();
    find_contacts();
    return ranked();
  }

 private:
  struct Word {
    Scanned::Word seen;
    Token token;
  };

  [[nodiscard]] bool is_tied(PersonId id) const { return std::ranges::find(tied_, id) != tied_.end(); }

  void add(const Spot& spot, PersonId id, Decision decision, std::string reason) {
    const auto same = [&](const Mention& mention) { return mention.spot == spot; };
    auto mention = std::ranges::find_if(found_, same);
    if (mention == found_.end()) mention = found_.insert(found_.end(), {spot, {}});
    const auto held = std::ranges::find(mention->who, id, &Mentioned::id);
    if (held == mention->who.end()) {
      mention->who.push_back({id, decision, is_tied(id), std::move(reason)});
    } else if (decision > held->decision) {
      *held = {id, decision, held->tied, std::move(reason)};
    }
  }

  void find_names() {
    for (auto& seen : scanned_.words([&](std::uint64_t key) { return index_.may_have(key); })) {
      if (words_.size() >= kMostNames) break;
      const Token* known = index_.word(seen.text);
      if (known == nullptr && Lexicon::ours().find(seen.text) == nullptr) continue;
      Token token = known == nullptr ? token_of(seen.text) : *known;
      words_.push_back({std::move(seen), std::move(token)});
    }
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::size_t j = i + 1; j < words_.size() && words_[j].seen.place - words_[i].seen.place <= kApart; ++j) {
        if (may_be_one(words_[i].seen, words_[j].seen)) find_bearers(words_[i], words_[j]);
      }
    }
    for (const PersonId id : tied_) find_tied(id);
  }

  // Words in capitals may stand apart; others only side by side, and of ordinary ones there is one at most.
  [[nodiscard]] bool may_be_one(const Scanned::Word& left, const Scanned::Word& right) const {
    if (left.key == right.key || (left.weak() && right.weak()) || scanned_.parted(left.place, right.place))
      return false;
    const bool beside = right.place == left.place + 1;
    return beside || (left.capital && right.capital && !left.weak() && !right.weak());
  }

  void find_bearers(const Word& left, const Word& right) {
    for (const auto& bearer : index_.bearers(left.token, right.token, kPossibleNamesakes)) {
      const bool mine = is_tied(bearer.id);
      if (!mine && bearer.namesakes >= kPossibleNamesakes) continue;
      const bool sure = mine || bearer.namesakes < kSureNamesakes;
      add(scanned_.spot_of(left.seen, right.seen), bearer.id, sure ? Decision::sure : Decision::possible,
          std::string("two words of the name: ") + std::string(to_string(bearer.first)) + ", " +
              std::string(to_string(bearer.second)));
    }
  }

  // Somebody tied is meant by a single given name too, and by two words however many bear them.
  void find_tied(PersonId id) {
    const auto names = index_.words_of(id);
    const Word* before = nullptr;
    for (const Word& word : words_) {
      if (word.seen.weak()) continue;
      const auto fits = [&](const Part& part) {
        const Likeness likely = likeness({&word.token, part.place}, part, kCosts);
        return likely.cost <= kCosts.variant && likely.way != Way::initial && !part.token->initial();
      };
      const auto part = std::ranges::find_if(names, fits);
      if (part == names.end()) continue;
      const bool near = before != nullptr && word.seen.place - before->seen.place <= kApart &&
                        word.seen.key != before->seen.key && !scanned_.parted(before->seen.place, word.seen.place);
      if (near) {
        add(scanned_.spot_of(before->seen, word.seen), id, Decision::sure,
            "two words of the name of somebody in this case");
      } else if (part->place != Place::surname && (word.seen.capital || scanned_.all_small())) {
        add(scanned_.spot_of(word.seen, word.seen), id, Decision::possible, "a given name of somebody in this case");
      }
      before = &word;
    }
  }

  // Whose the strong key is; by the weak one, who is tied.
  void find_holders(const Spot& spot, std::uint64_t strong, std::uint64_t weak, const char* what) {
    contacts_.push_back(spot);
    if (strong != 0) {
      for (const PersonId id : index_.holders(strong)) add(spot, id, Decision::sure, what);
    }
    if (weak == 0) return;
    for (const PersonId id : tied_) {
      if (index_.holds(id, weak)) add(spot, id, Decision::possible, std::string(what) + ", in part");
    }
  }

  void find_contacts() {
    const auto key = [](Contact kind, const std::string& text) { return text.empty() ? 0 : contact_key(kind, text); };
    for (const auto& phone : scanned_.phones()) {
      find_holders(scanned_.spot_of_bytes(Spoken::phone, phone.begin, phone.end), key(Contact::phone, phone.key),
                   phone.key.empty() ? key(Contact::line, phone.line) : 0, "the phone number");
    }
    for (const auto& email : scanned_.emails()) {
      find_holders(scanned_.spot_of_bytes(Spoken::email, email.begin, email.end),
                   key(Contact::email, email_key(email.written)), 0, "the e-mail address");
    }
    for (const auto& house : scanned_.houses()) {
      find_holders(house.spot, key(Contact::house, house_key(house.address)),
                   key(Contact::door, door_key(house.address)), "the address");
    }
  }

  // Names inside an address, and what a longer piece says of the same person.
  void drop_repeated() {
    const auto inside = [](const Spot& spot, const Spot& other) {
      return spot != other && spot.start >= other.start && spot.end <= other.end;
    };
    const auto held = found_;
    for (Mention& mention : found_) {
      if (mention.spot.kind != Spoken::name) continue;
      const bool of_contact =
          std::ranges::any_of(contacts_, [&](const Spot& one) { return inside(mention.spot, one); });
      std::erase_if(mention.who, [&](const Mentioned& who) {
        return of_contact || std::ranges::any_of(held, [&](const Mention& longer) {
                 return longer.spot.kind == Spoken::name && inside(mention.spot, longer.spot) &&
                        std::ranges::find(longer.who, who.id, &Mentioned::id) != longer.who.end();
               });
      });
    }
    std::erase_if(found_, [](const Mention& mention) { return mention.who.empty(); });
  }

  std::vector<Mention> ranked() {
    drop_repeated();
    for (Mention& mention : found_) {
      std::ranges::stable_sort(mention.who, [](const Mentioned& left, const Mentioned& right) {
        return std::tuple(right.decision, right.tied) < std::tuple(left.decision, left.tied);
      });
    }
    std::ranges::stable_sort(found_, [](const Mention& left, const Mention& right) {
      return std::tuple(left.spot.start, left.spot.end) < std::tuple(right.spot.start, right.spot.end);
    });
    return std::move(found_);
  }

  const Index& index_;
  Scanned scanned_;
  std::span<const PersonId> tied_;
  std::vector<Word> words_;
  std::vector<Spot> contacts_;
  std::vector<Mention> found_;
};

}  // namespace

std::string_view to_string(Spoken kind) {
  switch (kind) {
    case Spoken::name:
      return "name";
    case Spoken::phone:
      return "phone";
    case Spoken::email:
      return "email";
    case Spoken::address:
      return "address";
  }
  return "";
}

std::vector<Spot> spots_in(std::string_view letter) {
  const Scanned scanned(letter);
  std::vector<Spot> spots;
  find_names(scanned, spots);
  for (const auto& phone : scanned.phones()) {
    spots.push_back(scanned.spot_of_bytes(Spoken::phone, phone.begin, phone.end));
  }
  for (const auto& email : scanned.emails()) {
    spots.push_back(scanned.spot_of_bytes(Spoken::email, email.begin, email.end));
  }
  for (const auto& house : scanned.houses()) spots.push_back(house.spot);
  by_place(spots);
  return spots;
}

std::vector<Mention> mentions_in(const Index& index, std::string_view letter, std::span<const PersonId> tied) {
  return Search(index, letter, tied).run();
}

}  // namespace holdfast::screening::identity
