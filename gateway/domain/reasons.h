// Why a letter goes back or is not accepted: codes that a facilitator can act on, stable across releases.
// Each screening label proposes one; a person decides. Illegible, too long and wrong person are given by people only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "gateway/domain/names.h"

namespace holdfast::domain {

enum class ReturnCode : std::uint8_t {  // stored by name: never rename
  forgive,
  excuse,
  blame,
  threat,
  harass,
  contact,
  benefit,
  third_party,
  locate,
  sexual,
  religion,
  coded,
  wrong_person,
  length,
  enclosure,
  illegible,
};

struct ReturnReason {
  ReturnCode code;
  std::string_view name;
  bool people_only;       // screening never proposes it
  std::string_view rule;  // in English, for logs and tables; people read the message catalogues
};

inline constexpr std::array<ReturnReason, 16> kReturnReasons{{
    {ReturnCode::forgive, "FORGIVE", false, "asks for or expects forgiveness or pardon"},
    {ReturnCode::excuse, "EXCUSE", false, "excuses, justifies or minimises"},
    {ReturnCode::blame, "BLAME", false, "blames the victim, others, or circumstances"},
    {ReturnCode::threat, "THREAT", false, "threat, intimidation, pressure, revenge, extortion"},
    {ReturnCode::harass, "HARASS", false, "harassing, demeaning, disrespectful, re-victimising"},
    {ReturnCode::contact, "CONTACT", false, "asks for a reply or a meeting; gives or seeks contact details"},
    {ReturnCode::benefit, "BENEFIT", false, "asks for support at parole, court or clemency, or for money"},
    {ReturnCode::third_party, "THIRDPARTY", false, "a message for or through another person"},
    {ReturnCode::locate, "LOCATE", false, "shows knowledge of home, work, school, family or routine"},
    {ReturnCode::sexual, "SEXUAL", false, "sexual or obscene content, graphic retelling of the offence"},
    {ReturnCode::religion, "RELIGION", false, "preaching or an attempt to convert"},
    {ReturnCode::coded, "CODED", false, "code, signs, hidden or disguised text"},
    {ReturnCode::wrong_person, "WRONGPERSON", true, "not about one incident and one person, or no such addressee"},
    {ReturnCode::length, "LENGTH", true, "too long, rambling"},
    {ReturnCode::enclosure, "ENCLOSURE", false, "a photograph, drawing, money or object"},
    {ReturnCode::illegible, "ILLEGIBLE", true, "cannot be read"},
}};

constexpr std::string_view code_name(ReturnCode code) { return kReturnReasons[std::to_underlying(code)].name; }
constexpr bool people_only(ReturnCode code) { return kReturnReasons[std::to_underlying(code)].people_only; }
std::optional<ReturnCode> parse_code(std::string_view name);

struct LabelCode {
  std::string_view label;               // a category of screening
  ReturnCode code;                      // proposed
  std::optional<ReturnCode> or_else{};  // what a reviewer may find it to be instead
};

inline constexpr std::array<LabelCode, 17> kLabelCodes{{
    {"threat", ReturnCode::threat, {}},
    {"surveillance", ReturnCode::locate, {}},
    {"coercion", ReturnCode::threat, ReturnCode::benefit},
    {"third_party_contact", ReturnCode::third_party, {}},
    {"sexual_content", ReturnCode::sexual, {}},
    {"self_harm_manipulation", ReturnCode::harass, {}},
    {"degradation", ReturnCode::harass, {}},
    {"identity_exposure", ReturnCode::locate, {}},
    {"contact_solicitation", ReturnCode::contact, {}},
    {"victim_blaming", ReturnCode::blame, ReturnCode::excuse},
    {"forgiveness_demand", ReturnCode::forgive, {}},
    {"obsessive_attachment", ReturnCode::harass, {}},
    {"graphic_detail", ReturnCode::sexual, {}},
    {"benefit_seeking", ReturnCode::benefit, {}},
    {"religious_pressure", ReturnCode::religion, {}},
    {"enclosure_or_gift", ReturnCode::enclosure, {}},
    {"concealment", ReturnCode::coded, {}},
}};

// The code that a label proposes; none for `welfare` (which never decides a letter's fate) and for unknown labels.
std::optional<ReturnCode> proposed_code(std::string_view label);

}  // namespace holdfast::domain
