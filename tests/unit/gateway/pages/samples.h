// Every page with sample data, for the gallery that people look at and for the tests that try hostile text in every
// field. All text of a view goes through `make`, codes too.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/pages/pages.h"

namespace holdfast::pages::testing {

using Make = std::function<std::string(std::string_view)>;

struct Sample {
  std::string name;  // role-page
  bool quiet;        // a recipient's page, or one for people signed out
  std::string html;
};

std::vector<Sample> every_page(const Pages& pages, Lang lang, const Make& make);
std::vector<Sample> every_page(const Pages& pages, Lang lang);

Settings settings_for_tests();

}  // namespace holdfast::pages::testing
