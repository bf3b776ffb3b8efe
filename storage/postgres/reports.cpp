#include "storage/postgres/reports.h"

#include "gateway/domain/ticket.h"
#include "storage/postgres/row_keys.h"
#include "storage/postgres/sealed_rows.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kAbout = R"sql(
  select o.oid, o.number, o.name, o.institution_id is not null
    from hf.person p join hf.offender o on o.agency_id = p.agency_id and o.id = p.offender_id
   where p.agency_id = $1 and p.id = hf.my_person()
)sql";
constexpr auto kReport = R"sql(
  insert into hf.report (agency_id, oid, person_id, offender_id, account_id, object_id, channel, share)
  select p.agency_id, $2, p.id, p.offender_id, $3, $4, $5, $6
    from hf.person p where p.agency_id = $1 and p.id = hf.my_person()
  returning id
)sql";
// The category is the one that a screened letter could have too: a ticket does not say what it began with.
constexpr auto kTicket = R"sql(
  insert into hf.ticket (agency_id, oid, offender_id, institution_id, state, severity, categories, report_id, shared_at)
  select p.agency_id, $2, o.id, o.institution_id, $3, 'high', '{third_party_contact}', $4,
         case when $5::boolean then hf.now() end
    from hf.person p join hf.offender o on o.agency_id = p.agency_id and o.id = p.offender_id
   where p.agency_id = $1 and p.id = hf.my_person()
)sql";
constexpr auto kTask = "insert into hf.task (agency_id, oid, kind) values ($1, $2, 'report_received')";

}  // namespace

Result<ReportAbout> my_offender(Transaction& tx) {
  const auto rows = Keys::work(tx).exec_params(kAbout, Keys::agency(tx));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto row = rows.front();
  return ReportAbout{id_of<domain::OffenderId>(row[0]), row[1].as<std::string>(), row[2].as<std::string>(),
                     row[3].as<bool>()};
}

Result<MadeReport> add_report(Transaction& tx, Worker& worker, const Principal& who, const NewReport& report) {
  const MadeReport made{sealing::random_id<domain::ReportId>(), sealing::random_id<domain::TicketId>()};
  const auto object = sealing::random_id<domain::ObjectId>();
  const auto put = put_object(tx, worker, sealing::Purpose::report, object, {{sealing::Purpose::report, report.what}});
  if (!put) return std::unexpected(put.error());
  auto& work = Keys::work(tx);
  const auto rows = work.exec_params(kReport, Keys::agency(tx), binary(made.report), Keys::account(tx), *put,
                                     report.channel, report.share);
  if (rows.empty()) return fail(Problem::forbidden, "this is a recipient's own act");
  work.exec_params0(kTicket, Keys::agency(tx), binary(made.ticket),
                    std::string(domain::name_of(domain::kTicketBegins.state)), rows.front()[0].as<std::int64_t>(),
                    report.share);
  work.exec_params0(kTask, Keys::agency(tx), binary(sealing::random_id<domain::Id<struct TaskTag>>()));
  if (const auto seen =
          witness(tx, worker, who, {.event = "report.received", .object = "report/" + made.report.text()});
      !seen) {
    return std::unexpected(seen.error());
  }
  const auto seen = witness(
      tx, worker, who, {.event = std::string(domain::kTicketBegins.entry), .object = "ticket/" + made.ticket.text()});
  if (!seen) return std::unexpected(seen.error());
  return made;
}

}  // namespace holdfast::storage
