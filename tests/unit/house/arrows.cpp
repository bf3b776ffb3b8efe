#include "tests/unit/house/arrows.h"

#include <algorithm>
#include <array>
#include <optional>

namespace holdfast::house {
namespace {

using Text = std::string_view;

// A room may always include itself. A path belongs to the longest room that it begins with.
struct Room {
  Text name;
  std::vector<Text> may_include;
};

const std::array kRooms{std::to_array<Room>({
    {"gateway/domain/", {}},
    {"screening/", {}},
    {"audit/", {}},

    {"gateway/json/", {"gateway/domain/"}},
    {"gateway/config/", {"gateway/domain/"}},
    {"gateway/imports/", {"gateway/domain/", "gateway/json/", "screening/"}},

    {"storage/", {"gateway/domain/", "gateway/json/", "audit/"}},

    {"gateway/flows/",
     {"storage/", "screening/", "audit/", "gateway/domain/", "gateway/json/", "gateway/config/", "gateway/imports/"}},

    {"gateway/http/",
     {"gateway/flows/", "storage/", "screening/", "audit/", "gateway/domain/", "gateway/json/", "gateway/config/"}},
    {"gateway/notices/",
     {"gateway/flows/", "storage/", "screening/", "audit/", "gateway/domain/", "gateway/json/", "gateway/config/"}},
    {"gateway/advice/", {"gateway/flows/", "screening/", "gateway/domain/", "gateway/json/", "gateway/config/"}},
    {"gateway/pages/",
     {"gateway/flows/", "gateway/http/", "storage/", "screening/", "audit/", "gateway/domain/", "gateway/json/",
      "gateway/config/"}},
    {"gateway/routes/",
     {"gateway/flows/", "gateway/http/", "gateway/pages/", "storage/", "screening/", "audit/", "gateway/domain/",
      "gateway/json/", "gateway/config/", "gateway/imports/"}},

    {"gateway/commands/", {"gateway/", "storage/", "screening/", "audit/"}},
    {"tests/", {"gateway/", "storage/", "screening/", "audit/"}},
})};

// Libraries that stop at certain doors; the longest prefix that fits speaks. What is not listed goes anywhere but into
// the core.
struct Library {
  Text header;
  std::vector<Text> rooms;
};

const std::array kLibraries{std::to_array<Library>({
    {"boost/beast", {"gateway/http/", "tests/"}},
    {"boost/asio", {"gateway/http/", "tests/"}},
    {"openssl/", {"gateway/http/", "storage/sealing/", "audit/", "tests/"}},
    {"openssl/ssl.h", {"gateway/http/", "tests/"}},
    {"sodium", {"gateway/http/", "storage/sealing/", "audit/", "tests/"}},
    {"curl/", {"gateway/commands/", "gateway/notices/", "gateway/advice/", "tests/"}},
    {"expat", {"gateway/imports/"}},
    {"pqxx/", {"storage/", "tests/"}},
    {"libpq-fe.h", {"storage/", "tests/"}},
})};

// The core includes the standard library and nothing else: names without a folder and without an ending.
bool standard(Text header) { return header.find_first_of("/.") == Text::npos; }

bool starts_with_any(Text path, std::span<const Text> prefixes) {
  return std::ranges::any_of(prefixes, [&](Text prefix) { return path.starts_with(prefix); });
}

const Room* room_of(Text path) {
  const Room* found = nullptr;
  for (const Room& room : kRooms) {
    if (path.starts_with(room.name) && (found == nullptr || room.name.size() > found->name.size())) found = &room;
  }
  return found;
}

const Library* library_of(Text header) {
  const Library* found = nullptr;
  for (const Library& library : kLibraries) {
    if (header.starts_with(library.header) && (found == nullptr || library.header.size() > found->header.size())) {
      found = &library;
    }
  }
  return found;
}

std::optional<Text> trouble_with_ours(const Room& room, Text name) {
  const Room* target = room_of(name);
  if (target == nullptr) return "is not written from the repository's root";
  if (target == &room || starts_with_any(name, room.may_include)) return std::nullopt;
  return target->name == "tests/" ? "is a test's" : "points up";
}

std::optional<Text> trouble_with_theirs(const Room& room, Text path, Text name) {
  if (room.name == "gateway/domain/" && !standard(name)) return "is not of the standard library";
  const Library* library = library_of(name);
  if (library == nullptr || starts_with_any(path, library->rooms)) return std::nullopt;
  return "stops at other doors";
}

Text trimmed(Text text) {
  const auto from = text.find_first_not_of(" \t");
  return from == Text::npos ? Text{} : text.substr(from);
}

std::optional<Include> include_in(Text line, int number) {
  line = trimmed(line);
  if (!line.starts_with('#')) return std::nullopt;
  line = trimmed(line.substr(1));
  if (!line.starts_with("include")) return std::nullopt;
  line = trimmed(line.substr(7));
  if (line.empty() || (line.front() != '"' && line.front() != '<')) return std::nullopt;
  const bool quoted = line.front() == '"';
  const auto end = line.find(quoted ? '"' : '>', 1);
  if (end == Text::npos) return std::nullopt;
  return Include{std::string{line.substr(1, end - 1)}, quoted, number};
}

}  // namespace

std::vector<Include> includes_of(Text text) {
  std::vector<Include> found;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    if (auto include = include_in(text.substr(0, end), number)) found.push_back(std::move(*include));
    text.remove_prefix(end == Text::npos ? text.size() : end + 1);
  }
  return found;
}

std::vector<std::string> broken_arrows(Text path, std::span<const Include> includes) {
  const Room* room = room_of(path);
  if (room == nullptr) return {std::string{path} + ": stands in no room"};
  std::vector<std::string> broken;
  for (const Include& include : includes) {
    const auto trouble =
        include.quoted ? trouble_with_ours(*room, include.name) : trouble_with_theirs(*room, path, include.name);
    if (!trouble) continue;
    broken.push_back(std::string{path} + ":" + std::to_string(include.line) + ": " + include.name + " " +
                     std::string{*trouble});
  }
  return broken;
}

}  // namespace holdfast::house
