// Pages that belong to no role.
#include "gateway/pages/impl.h"

namespace holdfast::pages {

void fill_waits(Fill& fill, const std::string& who, Time since) {
  const auto at = fill.calendar().moment(fill.lang(), since);
  if (who.empty()) return fill.say("HELD", "second.held", {{"at", at}});
  fill.say("HELD", "second.waits_for", {{"at", at}, {"who", who}});
}

std::string Pages::render(const Frame& frame, const HomeView& /*view*/) const {
  return impl_->page("home", Layout::quiet, frame, [](Fill&) {});
}

std::string Pages::render(const Frame& frame, const SignInView& view) const {
  return impl_->page("sign_in", Layout::quiet, frame, [&](Fill& fill) {
    fill.input("login", view.login);
    fill.set("NEXT", is_local_path(view.next) ? view.next : "");
  });
}

std::string Pages::render(const Frame& frame, const StepUpView& view) const {
  return impl_->page("step_up", frame,
                     [&](Fill& fill) { fill.set("NEXT", is_local_path(view.next) ? view.next : ""); });
}

std::string Pages::render(const Frame& frame, const HelpView& /*view*/) const {
  return impl_->page("help", frame, [&](Fill& fill) {
    const bool quiet = Impl::layout_of(frame) == Layout::quiet;
    fill.show_if(quiet && frame.role.has_value(), "RECIPIENT");
    fill.show_if(!quiet, "STAFF");
    const auto& phone = impl_->settings.helpline_phone;
    if (phone.empty()) return;
    fill.add("LINE").say("SAYS", "help.line.text", {{"name", impl_->helpline_name(frame.lang)}, {"phone", phone}});
  });
}

std::string Pages::render(const Frame& frame, const ProblemView& view) const {
  return impl_->page("problem", frame, [&](Fill& fill) {
    const auto key = "problem." + std::string(domain::problem_name(view.problem));
    fill.say("TITLE", key + ".title");
    fill.say("TEXT", key + ".text");
    fill.set("BACK", frame.role ? home_path(*frame.role) : "/");
    fill.maybe("REQUEST", "ID", view.request_id);
  });
}

std::string Pages::render(const Frame& frame, const DemoMailView& view) const {
  return impl_->page("demo_mail", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.mails.size(), "");
    for (const auto& mail : view.mails) {
      auto row = fill.add("MAIL");
      row.moment("SENT", mail.sent);
      row.set("FROM", mail.from);
      row.set("TO", mail.to);
      row.set("SUBJECT", mail.subject);
      row.set("BODY", mail.body);
    }
  });
}

}  // namespace holdfast::pages
