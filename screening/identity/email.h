// E-mail addresses in a text, those too that are spelt out so that no machine sees them: ana (at) example dot org.
//
// Errors: none; any bytes are taken. Threads: free.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::identity {

struct EmailFound {
  std::size_t begin{}, end{};  // bytes of the text
  std::string written;         // with its at and dots as signs; email_key() makes it comparable
};
// In the order of the text. `spelt`: those spelt out are looked for too, which takes a look at every word.
std::vector<EmailFound> emails_in(std::string_view text, bool spelt = true);

}  // namespace holdfast::screening::identity
