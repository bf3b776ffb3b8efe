#include "storage/postgres/marks.h"

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::Result;

constexpr auto kMark = "select hf.mark_finding($1, $2, $3, $4, $5, $6)";
constexpr auto kMine = R"sql(
  select m.rule, m.part = 'addressee', m.starts, m.ends, m.is_right
    from hf.finding_mark m join hf.letter_version v on v.agency_id = m.agency_id and v.id = m.version_id
   where m.agency_id = $1 and v.oid = $2 order by m.id
)sql";
constexpr auto kCounts = R"sql(
  select rule, rules, coalesce(verdict, 'unscreened'), count(*) filter (where is_right), count(*) filter (where not is_right)
    from hf.finding_mark where agency_id = $1 group by 1, 2, 3 order by 1, 2, 3
)sql";

}  // namespace

Result<void> mark_finding(Transaction& tx, const domain::VersionId& version, const FindingMark& mark) {
  Keys::work(tx).exec_params(kMark, binary(version), mark.rule, std::string(mark.addressee ? "addressee" : "words"),
                             mark.start, mark.end, mark.right);
  return {};
}

Result<std::vector<FindingMark>> my_marks(Transaction& tx, const domain::VersionId& version) {
  std::vector<FindingMark> found;
  for (const auto& row : Keys::work(tx).exec_params(kMine, Keys::agency(tx), binary(version))) {
    found.push_back(
        {row[0].as<std::string>(), row[1].as<bool>(), row[2].as<int>(), row[3].as<int>(), row[4].as<bool>()});
  }
  return found;
}

Result<std::vector<MarkCount>> mark_counts(Worker& owner) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<std::vector<MarkCount>> {
    std::vector<MarkCount> found;
    for (const auto& row : Keys::work(tx).exec_params(kCounts, Keys::agency(tx))) {
      found.push_back({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(),
                       row[3].as<std::uint32_t>(), row[4].as<std::uint32_t>()});
    }
    return found;
  });
}

}  // namespace holdfast::storage
