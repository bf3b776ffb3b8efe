// For the sources of this folder: putting sealed objects into a transaction.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "storage/postgres/here.h"
#include "storage/postgres/internal.h"

namespace holdfast::storage {

struct PartText {
  sealing::Purpose purpose{};
  std::string_view text;
};

// A new object with its parts; its database key for the row that points to it.
domain::Result<std::int64_t> put_object(Transaction& tx, Worker& worker, sealing::Purpose purpose,
                                        const domain::ObjectId& object, std::initializer_list<PartText> parts,
                                        std::uint32_t version = 1);

}  // namespace holdfast::storage
