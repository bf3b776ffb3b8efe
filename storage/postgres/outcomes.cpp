#include "storage/postgres/outcomes.h"

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

constexpr auto kVerdicts =
    "select coalesce(verdict, 'unscreened'), count(*) from hf.letter_version where agency_id = $1 group by 1 order by "
    "2 desc";
constexpr auto kCategories = R"sql(
  select c, count(*) from hf.letter_version v cross join unnest(v.categories) as c where v.agency_id = $1 group by 1 order by 2 desc, 1
)sql";
constexpr auto kTickets = R"sql(
  select coalesce(i.name, 'the office''s own unit'), count(*) from hf.ticket t
    left join hf.institution i on i.agency_id = t.agency_id and i.id = t.institution_id where t.agency_id = $1 group by 1 order by 2 desc
)sql";

Counts count(Transaction& tx, const char* sql) {
  Counts counts;
  for (const auto& row : Keys::work(tx).exec_params(sql, Keys::agency(tx))) {
    counts.emplace_back(row[0].as<std::string>(), row[1].as<std::int64_t>());
  }
  return counts;
}

}  // namespace

domain::Result<Outcomes> outcomes(Database& owner, const Actor& actor) {
  return owner.run(actor, [](Transaction& tx) -> domain::Result<Outcomes> {
    return Outcomes{count(tx, kVerdicts), count(tx, kCategories), count(tx, kTickets)};
  });
}

}  // namespace holdfast::storage
