// Ending or easing an order takes two people: one asks and says why, another confirms or says no. Until then the order
// bars as before.
#pragma once

#include "gateway/flows/orders.h"

namespace holdfast::flows {

struct AskedLoosening {
  storage::LooseningId id;
  domain::Time asked{};
};
// `note.reason` says why. Asked twice, the same is asked once. conflict where something else waits already, another
// version came first, or it would not bar less (one person enters that); refused (not_yours) for a stop-contact
// request, which its own person ends.
domain::Result<AskedLoosening> ask_loosening(storage::Worker& worker, const storage::Principal& who,
                                             const std::string& zone, const domain::OrderId& of, int seen,
                                             storage::NewOrder order, const OrderNote& note);

// conflict where nothing waits.
domain::Result<storage::Loosening> waiting_loosening(storage::Worker& worker, const storage::Principal& who,
                                                     const std::string& zone, const domain::OrderId& of);

// `seen` is what the person had before them: conflict where nothing waits, or something else. refused (one_person) to
// the human who asked, whatever their account.
domain::Result<storage::EnteredOrder> confirm_loosening(storage::Worker& worker, const storage::Principal& who,
                                                        const std::string& zone, const domain::OrderId& of,
                                                        const storage::LooseningId& seen);
// Who asked may think again; so may anybody say no who may say yes.
domain::Result<void> refuse_loosening(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                                      const domain::OrderId& of, const storage::LooseningId& seen);

}  // namespace holdfast::flows
