#include "storage/postgres/turns.h"

#include "storage/postgres/internal.h"

namespace holdfast::storage {

std::optional<Turn> take_turn(Transaction& tx) {
  const auto rows = Keys::work(tx).exec_params(
      "select root_oid, coalesce(kind, ''), \"end\", recalled, tasks from hf.take_turn($1)", Keys::agency(tx));
  if (rows.empty()) return std::nullopt;
  const auto row = rows.front();
  return Turn{maybe_id_of<domain::OrderId>(row[0]), row[1].as<std::string>(), row[2].as<bool>(), row[3].as<int>(),
              row[4].as<int>()};
}

}  // namespace holdfast::storage
