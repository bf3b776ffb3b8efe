// Approved contact (docs/decisions/0018): asked for by the office, agreed to by the recipient first, paused and ended
// by one act; and the gateway's turn, which passes on what a person approved and the approval lets through.
#pragma once

#include <string>
#include <vector>

#include "gateway/domain/approval.h"
#include "storage/postgres/approvals.h"

namespace holdfast::flows {

// invalid_field for terms that nobody can agree to; refused (not_registered, not_of_age, recused); not_found; conflict
// where one lives already.
domain::Result<domain::ApprovalId> request_contact(storage::Worker& worker, const storage::Principal& who,
                                                   const std::string& zone, const storage::NewApproval& asked);

struct ApprovalFile {
  storage::Approval approval;
  std::vector<storage::ApprovalStep> steps;
};
domain::Result<ApprovalFile> contact_file(storage::Worker& worker, const storage::Principal& who,
                                          const domain::ApprovalId& id);
domain::Result<std::vector<storage::Approval>> contacts(storage::Worker& worker, const storage::Principal& who,
                                                        std::int64_t place, int limit);

// What somebody does to an approval, in their own words. The office's yes is office_agrees or office_activates, as the
// request says.
enum class ContactAct : std::uint8_t { agree, refuse, pause, go_on, end, in_error };
std::optional<ContactAct> parse_contact_act(std::string_view name);
// refused with the bar (order, stop_contact, not_agreed, one_person, not_yours, not_in_state).
domain::Result<domain::ApprovalState> act_on_contact(storage::Worker& worker, const storage::Principal& who,
                                                     const domain::ApprovalId& id, ContactAct act);

// The institution's staff.
domain::Result<std::vector<storage::AskedInstitution>> contacts_to_answer(storage::Worker& worker,
                                                                          const storage::Principal& who,
                                                                          std::int64_t place, int limit);
domain::Result<void> answer_contact(storage::Worker& worker, const storage::Principal& who,
                                    const domain::ApprovalId& id, bool agrees);

// The gateway's own turn: how many messages it passed on. release_due then releases them like any accepted letter.
domain::Result<int> pass_on_due(storage::Worker& worker);

}  // namespace holdfast::flows
