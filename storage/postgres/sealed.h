// Reading what is sealed: the chunks from the database as the person who asks, the key from the keeper under a grant
// that is already committed.
#pragma once

#include "storage/postgres/here.h"
#include "storage/postgres/principal.h"
#include "storage/sealing/keeper_protocol.h"
#include "storage/sealing/open.h"

namespace holdfast::storage {

struct Look {
  sealing::GrantKind kind{};
  domain::GrantId grant;  // the id of the row that is the grant: an assignment, an opening, a ticket ...
  domain::ObjectId object;
  sealing::Purpose purpose{};  // the object's main purpose
  std::uint32_t version = 1;
};

// One question to the keeper, then any parts of the object.
class OpenedObject {
 public:
  static domain::Result<OpenedObject> ask(Worker& worker, const Actor& actor, const domain::AccountId& account,
                                          const Look& look);
  domain::Result<sealing::SecretBytes> part(Worker& worker, sealing::Purpose part) const;
  // One more part under the same key, for one that was opened to be worked on. Once: a second is refused.
  domain::Result<void> add_part(Transaction& tx, Worker& worker, sealing::Purpose part, const std::string& text) const;

 private:
  OpenedObject(sealing::DataKey key, Look look, Actor actor) : key_(std::move(key)), look_(look), actor_(actor) {}
  sealing::DataKey key_;
  Look look_;
  Actor actor_;
};

}  // namespace holdfast::storage
