// Standing approvals of contact (docs/decisions/0018): asked for, moved by steps, and what they let through. Every call
// works inside the caller's transaction, as its actor: a recipient sees their own, an analyst those of their cases.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/approval.h"
#include "storage/postgres/holds.h"
#include "storage/postgres/orders.h"

namespace holdfast::storage {

struct ContactTerms {
  domain::Channel channel = domain::Channel::approved_contact;
  domain::ContactPurpose purpose{};
  domain::ContactLimits limits{};
  Day starts_on{}, ends_on{};  // in the agency's zone; the last day, included
  bool answers = false;        // the recipient may answer by it
};

struct Approval {
  domain::ApprovalId id;
  ContactTerms terms;
  domain::ApprovalState state{};
  domain::Time requested{}, changed{};
  domain::PersonId person;
  std::string person_kind;
  std::string offender_number, offender_name;
  std::string institution;         // whose agreement is asked; empty: nobody's
  bool agreed = false;             // the recipient's word stands; of a paused one, since it was paused
  domain::Signatures signed_by{};  // who stands for it already, and who is asking
  RowKey offender_row, person_row;
  std::int64_t place = 0;
};

struct NewApproval {
  domain::PersonId person;
  ContactTerms terms;
  bool asks_institution = false;  // the one that houses the offender; of one whom none houses, none is asked
};
// not_found where there is no such person; conflict where one lives already for this pair and channel.
domain::Result<domain::ApprovalId> request_approval(Transaction& tx, const std::string& zone, const NewApproval& asked);

// Newest first, below `place` where it is not 0.
domain::Result<std::vector<Approval>> approvals(Transaction& tx, const Principal& who, std::int64_t place, int limit);
domain::Result<Approval> approval(Transaction& tx, const Principal& who, const domain::ApprovalId& id);
// The guard of its offender: FOR UPDATE for what closes contact, FOR SHARE for what opens it. Gives the time after it.
domain::Result<domain::Time> lock_approval(Transaction& tx, const domain::ApprovalId& id, bool closes);

// Moves it. The triggers judge once more, and recall what is in flight under what was paused or ended.
domain::Result<domain::ApprovalState> add_step(Transaction& tx, Worker& worker, const Principal& who,
                                               const domain::ApprovalId& id, const domain::ApprovalTransition& row,
                                               domain::Time since);
// The entries of what this order paused at its commit.
domain::Result<void> witness_pauses(Transaction& tx, Worker& worker, const Principal& who,
                                    const domain::OrderId& order);

struct ApprovalStep {
  std::string event;
  std::string by;  // a name of staff; empty: the recipient, or an order
  domain::Time at{};
};
domain::Result<std::vector<ApprovalStep>> approval_steps(Transaction& tx, const domain::ApprovalId& id);

// ---- the institution's side ----

struct AskedInstitution {
  domain::ApprovalId id;
  std::string offender_number, offender_name;
  ContactTerms terms;
  domain::Time asked{};
  std::optional<bool> agrees;  // what was answered
  std::int64_t place = 0;
};
domain::Result<std::vector<AskedInstitution>> asked_institution(Transaction& tx, std::int64_t place, int limit);
// not_found; conflict where it was answered already. The same whatever has become of the request.
domain::Result<void> answer_approval(Transaction& tx, Worker& worker, const Principal& who,
                                     const domain::ApprovalId& id, bool agrees);

// ---- passing on, the gateway's own turn ----

domain::Result<std::vector<domain::HoldId>> holds_to_pass_on(Transaction& tx, int most);
struct Standing {
  RowKey approval;
  domain::StandingApproval approves{};
  std::vector<domain::Time> sent;  // in the last 30 days
  domain::DayMinutes local{};
};
// What stands for a hold that take_hold() locked, at that time; nothing where no approval is in force.
domain::Result<std::optional<Standing>> standing_of(Transaction& tx, const TakenHold& hold, domain::Channel channel);
domain::Result<RowKey> add_standing_choice(Transaction& tx, const TakenHold& hold, const RowKey& version,
                                           const RowKey& approval, domain::Way way);

}  // namespace holdfast::storage
