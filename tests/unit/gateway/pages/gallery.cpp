// Writes every page with sample data into a folder, one file a page and language, so that people can look at them
// in a browser:  pages_gallery ASSETS OUT
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/unit/gateway/pages/samples.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: pages_gallery ASSETS OUT\n";
    return 2;
  }
  using namespace holdfast::pages;
  auto settings = testing::settings_for_tests();
  settings.assets = arguments[1];
  const std::filesystem::path out = arguments[2];
  const auto pages = Pages::load(settings);
  if (!pages) {
    std::cerr << "pages: " << pages.error().why << ": " << pages.error().field << '\n';
    return 1;
  }
  std::filesystem::create_directories(out);
  int written = 0;
  for (const Lang lang : {Lang::en, Lang::es}) {
    for (const auto& sample : testing::every_page(*pages, lang)) {
      std::ofstream(out / (sample.name + "." + std::string(lang_code(lang)) + ".html")) << sample.html;
      ++written;
    }
  }
  std::cout << written << " pages in " << out.string() << '\n';
  return 0;
}
