#include "gateway/commands/chores.h"

#include <memory>

#include "gateway/flows/contact.h"
#include "gateway/flows/feeds.h"
#include "gateway/flows/notice.h"
#include "gateway/flows/offer.h"
#include "gateway/flows/release.h"
#include "gateway/flows/turns.h"
#include "gateway/notices/mailer.h"

namespace holdfast::commands {
namespace {

using domain::Result;

Result<void> only(const Result<int>& counted) {
  return counted ? Result<void>{} : Result<void>(std::unexpected(counted.error()));
}

// What came due: orders that begin or end, messages of approved contact, dated acceptances, deferrals that lie there as
// offers again, offers that waited.
flows::Chore due() {
  return {"what is due", std::chrono::milliseconds(500), [](storage::Worker& worker) -> Result<void> {
            if (auto done = flows::take_due_turns(worker); !done) return only(done);
            if (auto done = flows::pass_on_due(worker); !done) return only(done);
            if (auto done = flows::release_due(worker); !done) return only(done);
            if (auto done = flows::reoffer_due(worker); !done) return only(done);
            return only(flows::offer_due(worker));
          }};
}

flows::Chore notices(const Settings& settings, const pages::Pages& pages) {
  auto mailer = std::make_shared<notices::Mailer>(settings.config.smtp);
  const auto keys = settings.profile.notices;
  flows::NoticeWork work;
  work.mail_off = mailer->off();
  work.ready = [mailer] { return mailer->ready(); };
  work.text = [&pages, keys](std::string_view language) -> flows::NoticeText {
    const auto lang = pages::parse_lang(language).value_or(pages::Lang::en);
    return {pages.text(lang, keys.neutral_subject), pages.text(lang, keys.neutral_body)};
  };
  work.send = [mailer](const flows::Mail& mail) { return mailer->send(mail); };
  return {"notices", std::chrono::milliseconds(100),
          [work = std::move(work)](storage::Worker& worker) { return only(flows::work_notices(worker, work)); }};
}

}  // namespace

std::vector<flows::Chore> chores_of(const Settings& settings, const pages::Pages& pages, const std::string& holder) {
  return {flows::sequencing(holder, settings.config.audit.interval, settings.config.audit.batch),
          flows::publishing(settings.profile.publication, settings.profile.time_zone), due(), notices(settings, pages),
          flows::watching_feeds(settings.profile.feeds)};
}

flows::Chore advising(const std::shared_ptr<advice::Adviser>& adviser, const config::Adviser& settings,
                      const std::string& holder, flows::AdviceTally& tally,
                      std::function<void(flows::AdviceFailure)> failed) {
  flows::AdviceWork work;
  work.holder = holder;
  work.lease = settings.connect_time + settings.answer_time + std::chrono::seconds(30);
  work.ready = [adviser] { return adviser->ready(); };
  work.ask = [adviser](std::string_view letter) { return adviser->ask(letter); };
  work.failed = std::move(failed);
  return {"advice", std::chrono::milliseconds(500), [work = std::move(work), &tally](storage::Worker& worker) {
            return only(flows::work_advice(worker, work, tally));
          }};
}

flows::Chore rescreening(std::function<std::shared_ptr<const screening::Engine>()> rules, const std::string& holder) {
  using Clock = std::chrono::steady_clock;
  static constexpr auto kMost = std::chrono::seconds(2);  // then whoever stops the gateway is heard
  flows::RescreenWork work;
  work.holder = holder;
  work.rules = std::move(rules);
  return {"rescreening", std::chrono::milliseconds(500), [work = std::move(work)](storage::Worker& worker) {
            const auto until = Clock::now() + kMost;
            auto done = flows::work_rescreen(worker, work);
            while (done && *done > 0 && Clock::now() < until) done = flows::work_rescreen(worker, work);
            return only(done);
          }};
}

flows::Chore registering(flows::Registry& registry) {
  return {"registry", std::chrono::milliseconds(200),
          [&registry](storage::Worker& worker) { return only(registry.follow(worker)); }};
}

}  // namespace holdfast::commands
