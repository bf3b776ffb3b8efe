#include "screening/identity/email.h"

#include <algorithm>
#include <array>

namespace holdfast::screening::identity {
namespace {

constexpr std::size_t kLongestSide = 64;
constexpr std::size_t kMostEmails = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_host(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; }
bool in_user(char c) { return in_host(c) || c == '_' || c == '+' || c == '%' || c == '\''; }

bool same(std::string_view word, std::string_view other) { return std::ranges::equal(word, other, {}, lower); }

// Something, a dot, and letters; what ends a sentence is cut off.
std::string_view host_of(std::string_view text) {
  while (!text.empty() && !is_letter(text.back()) && !is_digit(text.back())) text.remove_suffix(1);
  const auto dot = text.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || text.size() - dot < 3) return {};
  return std::ranges::all_of(text.substr(dot + 1), is_letter) ? text : std::string_view{};
}

void find_signs(std::string_view text, std::vector<EmailFound>& found) {
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && at - begin < kLongestSide && in_user(text[begin - 1])) --begin;
    while (begin < at && !is_letter(text[begin]) && !is_digit(text[begin])) ++begin;
    std::size_t end = at + 1;
    while (end < text.size() && end - at <= kLongestSide && in_host(text[end])) ++end;
    const auto host = host_of(text.substr(at + 1, end - at - 1));
    if (begin == at || host.empty() || found.size() >= kMostEmails) continue;
    end = at + 1 + host.size();
    found.push_back({begin, end, std::string(text.substr(begin, end - begin))});
  }
}

// A word between blanks without its brackets.
struct Piece {
  std::size_t begin = 0, end = 0;
  bool bracketed = false;
};
Piece piece_after(std::string_view text, std::size_t from) {
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  const auto bracket = [](char c) { return c == '(' || c == ')' || c == '[' || c == ']' || c == '<' || c == '>'; };
  from = std::min(from, text.size());
  Piece piece{from, from, false};
  while (piece.begin < text.size() && blank(text[piece.begin])) ++piece.begin;
  piece.end = piece.begin;
  while (piece.end < text.size() && piece.end - piece.begin <= kLongestSide && !blank(text[piece.end])) ++piece.end;
  while (piece.begin < piece.end && bracket(text[piece.begin])) {
    ++piece.begin;
    piece.bracketed = true;
  }
  while (piece.begin < piece.end && bracket(text[piece.end - 1])) --piece.end;
  return piece;
}

bool is_dot(std::string_view word) { return same(word, "dot") || same(word, "punto"); }

// From the word for the sign on: "example dot org", "example.org".
void find_host(std::string_view text, const Piece& user, const Piece& sign, std::vector<EmailFound>& found) {
  const auto words = [&](const Piece& piece) { return text.substr(piece.begin, piece.end - piece.begin); };
  Piece last = piece_after(text, sign.end + (sign.bracketed ? 1 : 0));
  std::string host(words(last));
  bool spelt = sign.bracketed || same(words(sign), "arroba");
  for (int dots = 0; dots < 3; ++dots) {
    const Piece dot = piece_after(text, last.end);
    if (!is_dot(words(dot))) break;
    const Piece next = piece_after(text, dot.end + (dot.bracketed ? 1 : 0));
    (host += '.') += words(next);
    last = next;
    spelt = true;
  }
  const auto whole = host_of(host);
  if (!spelt || whole.empty() || !std::ranges::all_of(whole, in_host)) return;
  const std::size_t end = last.end - std::min(last.end - last.begin, host.size() - whole.size());
  found.push_back({user.begin, end, std::string(words(user)) + '@' + std::string(whole)});
}

void find_spelt(std::string_view text, std::vector<EmailFound>& found) {
  Piece before;
  for (Piece piece = piece_after(text, 0); piece.begin < text.size() && found.size() < kMostEmails;
       piece = piece_after(text, std::max(piece.end, piece.begin + 1))) {
    const auto word = text.substr(piece.begin, piece.end - piece.begin);
    const auto user = text.substr(before.begin, before.end - before.begin);
    if ((same(word, "at") || same(word, "arroba")) && !user.empty() && std::ranges::all_of(user, in_user)) {
      find_host(text, before, piece, found);
    }
    before = piece;
  }
}

}  // namespace

std::vector<EmailFound> emails_in(std::string_view text, bool spelt) {
  std::vector<EmailFound> found;
  find_signs(text, found);
  if (spelt) find_spelt(text, found);
  std::ranges::sort(found, {}, &EmailFound::begin);
  return found;
}

}  // namespace holdfast::screening::identity
