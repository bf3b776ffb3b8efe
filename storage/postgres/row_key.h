// A row's own key, carried by flows from one repository call to the next and opaque to them: bigint keys never leave
// storage/. Empty until a repository filled it.
#pragma once

#include <cstdint>

namespace holdfast::storage {

class RowKey {
 public:
  RowKey() = default;
  bool operator==(const RowKey&) const = default;
  explicit operator bool() const { return value_ != 0; }

 private:
  friend struct RowKeys;
  std::int64_t value_ = 0;
};

}  // namespace holdfast::storage
