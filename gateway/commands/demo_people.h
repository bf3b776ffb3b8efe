// The demo's people. Everybody is invented; they exist in demo data only.
#pragma once

#include <array>
#include <string_view>

#include "gateway/domain/permissions.h"

namespace holdfast::commands {

struct DemoStaff {
  domain::Role role;
  std::string_view login, name, belongs_to, what;
};

using enum domain::Role;
inline constexpr std::string_view kDemoProgramme = "Riverbend Writing Circle";  // at Northgate
inline constexpr std::array kDemoStaff{
    DemoStaff{facilitator, "facilitator", "Dana Whitcombe", kDemoProgramme, "submits letters and follows them"},
    DemoStaff{facilitator, "loader", "Riverbend's own system", kDemoProgramme,
              "submits the letters of `holdfast demo --letters`"},
    DemoStaff{analyst, "analyst", "Marisol Okafor", "", "reviews letters, decides whom they are for, keeps orders"},
    DemoStaff{analyst, "analyst2", "Theo Lindqvist", "", "another analyst"},
    DemoStaff{reader, "reader", "Imani Castellanos", "", "reads a letter to somebody who asks for it"},
    DemoStaff{investigator, "investigator", "Joan Abernathy", "", "looks at what was stopped"},
    DemoStaff{investigator, "investigator2", "Pavel Reyes", "", "another investigator"},
    DemoStaff{second_person, "counsel", "Ines Varga", "",
              "the second person that the profile names: answers what needs two"},
    DemoStaff{institution, "institution", "Lt. R. Amsel", "NGP", "answers tickets at Northgate State Prison"},
    DemoStaff{auditor, "auditor", "Celeste Uwimana", "", "follows who did what"},
    DemoStaff{administrator, "administrator", "Sam Petrakis", "", "accounts and settings"},
};

struct DemoRecipient {
  std::string_view login, language, record, offender;
  bool tell;
  std::string_view what;
};
inline constexpr std::array kDemoRecipients{
    DemoRecipient{"rosa", "en",
                  R"({"name":"Rosa Quintero","email":"rosa@mail.example","address":"","phone":"","language":"en"})",
                  "N10001", true, "asked to be told when a letter comes"},
    DemoRecipient{"beatriz", "es",
                  R"({"name":"Beatriz Luna","email":"beatriz@mail.example","address":"","phone":"","language":"es"})",
                  "N10002", true, "lo mismo, en español"},
    DemoRecipient{"helen", "en", R"({"name":"Helen Marsh","email":"","address":"","phone":"","language":"en"})",
                  "N10003", false, "registered, and does not wish to be told"},
};

inline constexpr std::string_view kDemoPassphrase = "a calm river at dawn";  // of everybody in the demo

}  // namespace holdfast::commands
