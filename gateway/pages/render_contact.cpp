// The pages of approved contact.
#include "gateway/pages/impl.h"

namespace holdfast::pages {

std::string Pages::render(const Frame& frame, const ContactView& view) const {
  return impl_->page("contact", Layout::quiet, frame, [&](Fill& fill) {
    fill.show_if(view.approvals.empty(), "NOTHING");
    for (const auto& one : view.approvals) {
      auto row = fill.add("APPROVAL");
      row.set("ID", one.id);
      row.word("STATE", "contact_state", one.state);
      row.set("WORDS", one.words);
      row.set("FROM", one.from);
      row.maybe("INSTITUTION", "TEXT", one.institution_text);
      if (one.may_agree) {
        auto form = row.add("AGREE");
        form.set("ID", one.id);
        form.set("SEEN", one.seen);
      }
      if (one.may_refuse) row.add("REFUSE").set("ID", one.id);
      if (one.may_pause) row.add("PAUSE").set("ID", one.id);
      if (one.may_end) row.add("END").set("ID", one.id);
    }
  });
}

std::string Pages::render(const Frame& frame, const OfficeContactView& view) const {
  return impl_->page("office_contact", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.rows.size(), view.next_cursor);
    for (const auto& one : view.rows) {
      auto row = fill.add("ROW");
      fill_offender(row, one.offender_name, one.offender_number);
      row.word("RELATION", "relation", one.relation);
      row.word("STATE", "office_contact_state", one.state);
      row.set("WORDS", one.words);
      row.moment("CHANGED", one.changed);
      for (const auto& [may, section] : {std::pair{one.may_agree, "AGREE"},
                                         {one.may_refuse, "REFUSE"},
                                         {one.may_pause, "PAUSE"},
                                         {one.may_go_on, "GO_ON"},
                                         {one.may_end, "END"}}) {
        if (may) row.add(section).set("ID", one.id);
      }
    }
  });
}

std::string Pages::render(const Frame& frame, const NewContactView& view) const {
  return impl_->page("new_contact", Layout::staff, frame, [&](Fill& fill) {
    fill.set("ID", view.person_id);
    const std::string channel[] = {view.channel};
    const std::string purpose[] = {view.purpose};
    const std::string period[] = {view.period};
    fill.options({"channel", contact_channels(), "contact", channel});
    fill.options({"purpose", contact_purposes(), "contact_purpose", purpose});
    fill.options({"period", limit_periods(), "limit_period", period});
    fill.input("most", view.most);
    fill.input("longest", view.longest);
    fill.input("from", view.from);
    fill.input("until", view.until);
    fill.input("starts_on", view.starts_on);
    fill.input("ends_on", view.ends_on);
  });
}

std::string Pages::render(const Frame& frame, const ContactRequestsView& view) const {
  return impl_->page("contact_requests", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.rows.size(), view.next_cursor);
    for (const auto& one : view.rows) {
      auto row = fill.add("ROW");
      row.set("WORDS", one.words);
      row.moment("ASKED", one.asked);
      if (one.answer.empty()) {
        row.add("ASK").set("ID", one.id);
      } else {
        row.add("ANSWERED").word("SAYS", "contact_answer", one.answer);
      }
    }
  });
}

}  // namespace holdfast::pages
