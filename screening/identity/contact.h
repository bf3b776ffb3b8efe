// E-mail and postal addresses in one way of writing, for comparing.
//
// An e-mail loses its case, what follows a plus, and, where the provider overlooks them, its dots. A postal address
// becomes words: those of streets spelt out in one way (St, Street; Avda, Avenida), the unit's word marked, the postal
// code to five digits.
//
// Errors: none; what is no address gives an empty text. Threads: free.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::identity {

std::string email_key(std::string_view written);

struct Address {
  std::string number;               // of the house or the box
  std::vector<std::string> street;  // without the words for a kind of street, as written
  std::string unit;
  std::vector<std::string> place;  // city and state, as far as commas or a code tell them from the street
  std::string postal;              // five digits, or empty
};
Address address_of(std::string_view written);

// The house: number, street, and postal code or place. Empty where the number or the street is missing.
std::string house_key(const Address& address);
// The same without postal code and place.
std::string door_key(const Address& address);
// Whether a folded word is one for a kind of street (lane, st, avenida).
bool is_street_word(std::string_view word);

}  // namespace holdfast::screening::identity
