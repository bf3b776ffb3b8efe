// Any bytes as telephone numbers, addresses and letters that speak of people: keys are in their one way of writing and
// keep it, and what is found stands in the text.
#include <array>

#include "screening/identity/contact.h"
#include "screening/identity/email.h"
#include "screening/identity/phone.h"
#include "screening/identity/scan.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

void phones(std::string_view bytes) {
  namespace identity = screening::identity;
  const auto is_key = [](const std::string& key) {
    return key.size() > 4 && key.size() < 20 && key[0] == '+' &&
           key.find_first_not_of("0123456789", 1) == std::string::npos;
  };
  const std::string key = identity::phone_key(bytes);
  require(key.empty() || is_key(key));
  require(key.empty() || identity::phone_key(key) == key);
  std::size_t at = 0;
  for (const auto& found : identity::phones_in(bytes)) {
    require(found.begin >= at && found.begin < found.end && found.end <= bytes.size());
    require(found.key.empty() ? found.line.size() == 7 : is_key(found.key));
    at = found.end;
  }
  for (const auto& email : identity::emails_in(bytes)) {
    require(email.begin < email.end && email.end <= bytes.size());
    require(email.written.find('@') != std::string::npos);
  }
  static const identity::Index registry = [] {
    identity::Index made;
    made.put({1, {"Ana Oak"}, {{}, {"+15105550142"}, {"ana@example.org"}, {"12 Oak St, Fresno CA 93701"}, {}}});
    return made;
  }();
  const std::array<identity::PersonId, 1> tied{1};
  const auto inside = [&](const identity::Spot& spot) { return spot.start < spot.end && spot.end <= bytes.size(); };
  for (const auto& spot : identity::spots_in(bytes)) require(inside(spot));
  for (const auto& mention : identity::mentions_in(registry, bytes, tied)) {
    require(inside(mention.spot) && !mention.who.empty());
  }
  const identity::Address address = identity::address_of(bytes);
  require(address.postal.empty() || address.postal.size() == 5);
  require(identity::house_key(address).empty() == (address.number.empty() || address.street.empty()));
}

}  // namespace holdfast::fuzz
