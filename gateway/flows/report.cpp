#include "gateway/flows/report.h"

#include <algorithm>
#include <array>

#include "gateway/flows/stop_contact.h"

namespace holdfast::flows {

using domain::Result;
using storage::Principal;
using storage::Transaction;
using storage::Worker;

bool known_report_channel(std::string_view channel) {
  constexpr std::array<std::string_view, 7> kChannels{"letter",       "call",         "message", "visit",
                                                      "third_person", "social_media", "other"};
  return std::ranges::find(kChannels, channel) != kChannels.end();
}

Result<storage::ReportAbout> report_about(Worker& worker, const Principal& who) {
  return worker.database.run(who.actor, [](Transaction& tx) { return storage::my_offender(tx); });
}

Result<storage::MadeReport> report(Worker& worker, const Principal& who, const NewReport& given) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::MadeReport> {
    if (given.stop) {  // first: the guard comes before everything else
      if (const auto stopped = stop_contact_in(tx, worker, who); !stopped) return std::unexpected(stopped.error());
    }
    return storage::add_report(tx, worker, who, {given.channel, given.what, given.share});
  });
}

}  // namespace holdfast::flows
