// Outside ids: 128 random bits, written as 26 lower-case Crockford base32 characters. Each kind of thing has
// its own type, so that a letter's id cannot be passed where a recipient's is meant. The database's own bigint
// keys never leave storage/. Making a new random id is storage/sealing's work: this room has no randomness.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::domain {

using IdBytes = std::array<std::uint8_t, 16>;

// 26 characters of 0-9 a-z without i, l, o, u; the first carries 3 bits.
std::string id_text(const IdBytes& bytes);
// The inverse. Only the canonical form (lower case, 26 characters, no overflow) is taken: one id, one spelling.
std::optional<IdBytes> id_bytes(std::string_view text);

template <class Tag>
struct Id {
  IdBytes bytes{};
  auto operator<=>(const Id&) const = default;

  std::string text() const { return id_text(bytes); }
  static std::optional<Id> parse(std::string_view text) {
    const auto parsed = id_bytes(text);
    return parsed ? std::optional<Id>{Id{*parsed}} : std::nullopt;
  }
};

using AccountId = Id<struct AccountTag>;
using ProgrammeId = Id<struct ProgrammeTag>;
using InstitutionId = Id<struct InstitutionTag>;
using OffenderId = Id<struct OffenderTag>;
using CaseId = Id<struct CaseTag>;
using PersonId = Id<struct PersonTag>;  // a protected person or recipient
using LetterId = Id<struct LetterTag>;
using VersionId = Id<struct VersionTag>;
using HoldId = Id<struct HoldTag>;
using ReleaseId = Id<struct ReleaseTag>;
using OrderId = Id<struct OrderTag>;
using TicketId = Id<struct TicketTag>;
using NoticeId = Id<struct NoticeTag>;
using ReportId = Id<struct ReportTag>;
using ApprovalId = Id<struct ApprovalTag>;
using GrantId = Id<struct GrantTag>;    // what the keeper looks up before it unwraps a key
using ObjectId = Id<struct ObjectTag>;  // a sealed object
using EntryId = Id<struct EntryTag>;    // an audit entry

}  // namespace holdfast::domain
