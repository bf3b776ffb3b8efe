// Any bytes as telephone numbers and postal addresses: keys are in their one way of writing and keep it, and what is
// found stands in the text, in order.
#include "screening/identity/contact.h"
#include "screening/identity/phone.h"
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
  const identity::Address address = identity::address_of(bytes);
  require(address.postal.empty() || address.postal.size() == 5);
  require(identity::house_key(address).empty() == (address.number.empty() || address.street.empty()));
}

}  // namespace holdfast::fuzz
