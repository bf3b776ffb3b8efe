// Templates, composed and compiled once per language. A template is HTML with two kinds of marks:
//
//   {{NAME}}, {{#SECTION}}…{{/SECTION}}   values from a view: ctemplate's, escaped for the place where they stand
//   [[some.key]]          the message of that key, escaped; it may have no arguments (those are formatted in C++)
//   [[> part a=b c="d"]]  the file _part.tpl, with parameters
//   [[=a]]                in a part: the parameter's text; [[$a.label]]: the message whose key begins with it
//   [[? key]]…[[/?]]      kept only if there is such a message;  [[! key]]…[[/!]] only if there is none
//   [[@name]]             the public path of an asset;  [[:lang]] the language's code
//   [[layout quiet|staff|either title=key]]   first in a page: what is around it
//
// The square marks are settled at load time from files of ours, so nothing that a view holds can reach them.
//
// Errors: a page or part that cannot be read, a mark, message or asset that is not there (Problem::internal, `field`
// says which). Threads: expand() from any thread.
#pragma once

#include <cstring>  // ctemplate 2.4 uses strlen without it

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "gateway/domain/result.h"
#include "gateway/pages/catalogue.h"

namespace holdfast::pages {

enum class Layout : std::uint8_t { quiet, staff };  // quiet: recipients and people signed out

using Assets = std::map<std::string, std::string, std::less<>>;  // name -> public path

class Templates {
 public:
  static domain::Result<Templates> load(const std::filesystem::path& folder, const Catalogue& catalogue,
                                        const Assets& assets);

  std::string expand(std::string_view page, Layout layout, Lang lang,
                     const ctemplate::TemplateDictionary& values) const;
  // Every key that some template says.
  const std::set<std::string, std::less<>>& keys() const { return keys_; }

 private:
  std::unique_ptr<ctemplate::TemplateCache> cache_;
  std::set<std::string, std::less<>> keys_;
};

}  // namespace holdfast::pages
