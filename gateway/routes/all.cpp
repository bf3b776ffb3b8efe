#include "gateway/routes/account.h"
#include "gateway/routes/addressing.h"
#include "gateway/routes/bank.h"
#include "gateway/routes/checks.h"
#include "gateway/routes/contact.h"
#include "gateway/routes/imports.h"
#include "gateway/routes/investigations.h"
#include "gateway/routes/log.h"
#include "gateway/routes/loosenings.h"
#include "gateway/routes/meta.h"
#include "gateway/routes/orders.h"
#include "gateway/routes/programme.h"
#include "gateway/routes/readings.h"
#include "gateway/routes/recipient.h"
#include "gateway/routes/review.h"
#include "gateway/routes/rules.h"
#include "gateway/routes/second.h"
#include "gateway/routes/serving.h"
#include "gateway/routes/settings.h"
#include "gateway/routes/stops.h"
#include "gateway/routes/tickets.h"

namespace holdfast::routes {

std::vector<Route> all_routes() {
  std::vector<Route> all;
  for (const auto part :
       {account_routes(),        programme_routes(), checks_routes(),        review_routes(),  addressing_routes(),
        bank_routes(),           orders_routes(),    stops_routes(),         imports_routes(), loosenings_routes(),
        second_routes(),         recipient_routes(), recipient_api_routes(), contact_routes(), contact_pages_routes(),
        investigations_routes(), tickets_routes(),   readings_routes(),      log_routes(),     settings_routes(),
        rules_routes(),          meta_routes()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace holdfast::routes
