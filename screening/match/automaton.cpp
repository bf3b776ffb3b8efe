#include "screening/match/automaton.h"

#include <algorithm>
#include <utility>

namespace holdfast::screening::match {
namespace {

constexpr std::uint32_t kEndless = 1000;

bool is_quantifier(char c) { return c == '?' || c == '*' || c == '+' || c == '{'; }

}  // namespace

// What stands several times is read several times.
class Automaton::Builder {
 public:
  Builder(std::string_view pattern, Automaton& made) : pattern_(pattern), made_(made) {
    made_.nodes_.reserve(2 * pattern.size());
  }
  void run() {
    made_.nodes_[alternatives(fresh())].kind = Kind::end;
    for (Node& node : made_.nodes_)
      if (node.kind == Kind::links) put_in_order(node);
  }

 private:
  [[nodiscard]] char here() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }

  std::uint32_t fresh() {
    made_.nodes_.emplace_back();
    last_link_.push_back(kNone);
    return static_cast<std::uint32_t>(made_.nodes_.size() - 1);
  }

  struct Link {
    std::uint32_t to{};
    std::uint32_t next = kNone;
  };
  void join(std::uint32_t from, std::uint32_t to) {
    const auto link = static_cast<std::uint32_t>(links_.size());
    links_.push_back({to});
    (last_link_[from] == kNone ? made_.nodes_[from].to : links_[last_link_[from]].next) = link;
    last_link_[from] = link;
  }
  void put_in_order(Node& node) {
    std::uint32_t link = std::exchange(node.to, static_cast<std::uint32_t>(made_.links_.size()));
    for (; link != kNone; link = links_[link].next) made_.links_.push_back(links_[link].to);
    made_.links_.push_back(kNone);
  }

  std::uint32_t alternatives(std::uint32_t from) {
    const std::uint32_t out = fresh();
    for (;;) {
      std::uint32_t at = fresh();
      join(from, at);
      while (here() != '\0' && here() != '|' && here() != ')') at = repeated(at);
      join(at, out);
      if (here() != '|') return out;
      ++at_;
    }
  }

  std::uint32_t repeated(std::uint32_t from) {
    const std::size_t begin = at_;
    std::uint32_t first = fresh();
    std::uint32_t at = atom(first);
    if (!is_quantifier(here())) {
      join(from, first);
      return at;
    }
    const auto [least, most] = times();
    const bool lazy = here() == '?';
    if (lazy) ++at_;
    const std::size_t after = at_;
    const std::uint32_t out = fresh();
    const auto choose = [&](std::uint32_t node, std::uint32_t more) {
      join(node, lazy ? out : more);
      join(node, lazy ? more : out);
    };
    const auto again = [&] {
      at_ = begin;
      first = fresh();
      return atom(first);
    };
    if (least == 0)
      choose(from, first);
    else
      join(from, first);
    for (std::uint32_t i = 1; i < least; ++i) {
      const std::uint32_t before = at;
      at = again();
      join(before, first);
    }
    if (most >= kEndless) {
      choose(at, first);
    } else {
      for (std::uint32_t i = std::max(least, 1U); i < most; ++i) {
        const std::uint32_t before = at;
        at = again();
        choose(before, first);
      }
      join(at, out);
    }
    at_ = after;
    return out;
  }

  struct Times {
    std::uint32_t least{};
    std::uint32_t most{};
  };
  Times times() {
    switch (pattern_[at_++]) {
      case '?':
        return {0, 1};
      case '*':
        return {0, kEndless};
      case '+':
        return {1, kEndless};
      default:
        break;
    }
    const std::size_t close = pattern_.find('}', at_);
    const std::string bounds{pattern_.substr(at_, close - at_)};
    at_ = close + 1;
    const std::size_t comma = bounds.find(',');
    const auto least = static_cast<std::uint32_t>(std::stoul(bounds));
    if (comma == std::string::npos) return {least, least};
    const std::string most = bounds.substr(comma + 1);
    return {least, most.empty() ? kEndless : static_cast<std::uint32_t>(std::stoul(most))};
  }

  std::uint32_t atom(std::uint32_t from) {
    const char c = pattern_[at_++];
    if (c == '(') {
      at_ += 2;  // ?:
      const std::uint32_t out = alternatives(from);
      ++at_;
      return out;
    }
    if (c == '[') return read_class(from);
    if (c != '\\') return go(from, Kind::character, c);
    const char escaped = pattern_[at_++];
    if (escaped == 'b') return go(from, Kind::edge);
    if (escaped == 'z') return go(from, Kind::last);
    if (escaped == 'd') return read_class(from, "0123456789");
    return go(from, Kind::character, escaped);
  }

  std::uint32_t go(std::uint32_t from, Kind kind, char c = 0) {
    const std::uint32_t to = fresh();
    made_.nodes_[from] = {kind, c, 0, to};
    return to;
  }

  std::uint32_t read_class(std::uint32_t from) {
    std::string characters;
    while (here() != ']') {
      const char c = pattern_[at_++];
      if (c == '\\' && pattern_[at_++] == 'd') {
        characters += "0123456789";
      } else if (c == '\\') {
        characters += pattern_[at_ - 1];
      } else if (here() == '-' && pattern_[at_ + 1] != ']') {
        const char last = pattern_[at_ + 1];
        for (char next = c; next < last; ++next) characters += next;
        characters += last;
        at_ += 2;
      } else {
        characters += c;
      }
    }
    ++at_;
    return read_class(from, std::move(characters));
  }

  std::uint32_t read_class(std::uint32_t from, std::string characters) {
    const std::uint32_t to = go(from, Kind::of_class);
    made_.nodes_[from].of_class = static_cast<std::uint16_t>(made_.classes_.size());
    Class& made = made_.classes_.emplace_back();
    for (const char c : characters) made.holds.set(static_cast<unsigned char>(c) & 0x7FU);
    made.characters = std::move(characters);
    return to;
  }

  std::string_view pattern_;
  Automaton& made_;
  std::vector<Link> links_;               // as they come,
  std::vector<std::uint32_t> last_link_;  // and the last of each node
  std::size_t at_ = 0;
};

Automaton::Automaton(std::string_view pattern) {
  Builder{pattern, *this}.run();
  shorten();
  note_first();
}

// Goes past nodes that only lead to one other.
void Automaton::shorten() {
  const auto past = [&](std::uint32_t at) {
    while (nodes_[at].kind == Kind::links && links_[nodes_[at].to + 1] == kNone) at = links_[nodes_[at].to];
    return at;
  };
  for (std::uint32_t& link : links_)
    if (link != kNone) link = past(link);
  for (Node& node : nodes_)
    if (node.kind != Kind::links && node.kind != Kind::end) node.to = past(node.to);
}

bool Automaton::note_next(std::uint32_t from, std::bitset<128>& next, std::vector<std::uint32_t>& readers) const {
  if (nodes_[from].kind == Kind::character) {  // as nearly always
    next.set(static_cast<unsigned char>(nodes_[from].reads) & 0x7FU);
    readers.push_back(from);
    return true;
  }
  std::vector<bool> seen(nodes_.size());
  std::vector<std::uint32_t> to_do{from};
  bool reads_on = true;
  while (!to_do.empty()) {
    const std::uint32_t at = to_do.back();
    to_do.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    const Node& node = nodes_[at];
    switch (node.kind) {
      case Kind::links:
        each_link(node, [&](std::uint32_t to) { to_do.push_back(to); });
        break;
      case Kind::character:
        next.set(static_cast<unsigned char>(node.reads) & 0x7FU);
        readers.push_back(at);
        break;
      case Kind::of_class:
        next |= class_of(node).holds;
        readers.push_back(at);
        break;
      case Kind::edge:
      case Kind::last:
        to_do.push_back(node.to);
        break;
      case Kind::end:
        reads_on = false;
        break;
    }
  }
  return reads_on;
}

void Automaton::note_first() {
  std::bitset<128> first;
  std::vector<std::uint32_t> readers;
  may_be_empty_ = !note_next(kBegin, first, readers);
  std::vector<std::uint32_t> ignored;
  for (const std::uint32_t reader : readers) {
    std::bitset<128> next;
    ignored.clear();
    if (!note_next(nodes_[reader].to, next, ignored)) next.set();
    const auto add = [&](char c) {
      for (std::size_t after = 0; after < next.size(); ++after)
        if (next[after]) first_.set(pair_of(c, static_cast<char>(after)));
    };
    if (nodes_[reader].kind == Kind::character)
      add(nodes_[reader].reads);
    else
      for (const char c : class_of(nodes_[reader]).characters) add(c);
  }
}

}  // namespace holdfast::screening::match
