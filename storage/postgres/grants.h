// The keeper's look into the database, as its own role: is there a grant for this key? The answer is witnessed before
// it is given, a refusal too, and once for a question that is repeated (the same request id). Used by several threads;
// each question takes one of a few connections.
#pragma once

#include <memory>

#include "storage/postgres/here.h"
#include "storage/sealing/keeper_server.h"

namespace holdfast::storage {

class Grants : public sealing::GrantSource {
 public:
  // `here.keeper` is not used; `here.system` is whom the keeper's entries are written for.
  Grants(ConnectionSettings keeper_role, const Here& here);
  ~Grants() override;
  domain::Result<sealing::GrantedKey> confirm(const sealing::KeyRequest& request) override;

 private:
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace holdfast::storage
