#include "gateway/pages/templates.h"

#include <ctemplate/template.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

namespace holdfast::pages {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using Parameters = std::map<std::string, std::string, std::less<>>;

constexpr int kDeepest = 12;  // parts within parts: a part that includes itself ends here
constexpr std::string_view kEscaping = "{{%AUTOESCAPE context=\"HTML\"}}";

std::optional<std::string> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Messages are ours, but an apostrophe must not end an attribute, and braces must not look like a value's mark.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '{':
        out += "&#123;";
        break;
      case '}':
        out += "&#125;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool names(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string name_of(Lang lang, Layout layout, std::string_view page) {
  return std::string(lang_code(lang)) + (layout == Layout::quiet ? "/quiet/" : "/staff/") + std::string(page);
}

// Settles the square marks of one page in one language.
class Composer {
 public:
  Composer(const std::filesystem::path& folder, const Catalogue& catalogue, const Assets& assets, Lang lang,
           std::set<std::string, std::less<>>& keys)
      : folder_(folder), catalogue_(catalogue), assets_(assets), lang_(lang), keys_(keys) {}

  // The page within its layout. `content` is the page's text after its first line.
  Result<std::string> page(std::string_view content, Layout layout, const Parameters& parameters) {
    content_ = content;
    std::string out(kEscaping);
    const auto done = part(layout == Layout::quiet ? "layout_quiet" : "layout_staff", parameters, 0, out);
    if (!done) return std::unexpected(done.error());
    return out;
  }

  static Result<Parameters> parameters(std::string_view text, const Parameters& outer);

 private:
  Result<void> part(std::string_view name, const Parameters& parameters, int depth, std::string& out) {
    const auto text = read(folder_ / ("_" + std::string(name) + ".tpl"));
    if (!text || depth > kDeepest) return fail(Problem::internal, "template part cannot be read", std::string(name));
    auto body = std::string_view(*text);
    while (body.ends_with('\n')) body.remove_suffix(1);
    return compose(body, parameters, depth, out);
  }

  Result<void> compose(std::string_view text, const Parameters& parameters, int depth, std::string& out) {
    while (true) {
      const auto open = text.find("[[");
      out += text.substr(0, open);
      if (open == std::string_view::npos) return {};
      const auto close = text.find("]]", open);
      if (close == std::string_view::npos) return fail(Problem::internal, "template mark is not closed");
      const auto mark = trimmed(text.substr(open + 2, close - open - 2));
      text.remove_prefix(close + 2);
      const auto done = settle(mark, text, parameters, depth, out);
      if (!done) return done;
    }
  }

  // One mark. `rest` is what follows it: a condition takes its body from there.
  Result<void> settle(std::string_view mark, std::string_view& rest, const Parameters& parameters, int depth,
                      std::string& out) {
    if (mark == "content") return compose(content_, parameters, depth + 1, out);
    if (mark == ":lang") return put(lang_code(lang_), out);
    if (mark.starts_with('@')) return asset(mark.substr(1), out);
    if (mark.starts_with('=')) return parameter(mark.substr(1), parameters, out);
    if (mark.starts_with('>')) return include(trimmed(mark.substr(1)), parameters, depth, out);
    if (mark.starts_with('?') || mark.starts_with('!')) return condition(mark, rest, parameters, depth, out);
    return message(mark, parameters, out);
  }

  static Result<void> put(std::string_view text, std::string& out) {
    out += text;
    return {};
  }

  Result<void> asset(std::string_view name, std::string& out) {
    const auto found = assets_.find(name);
    if (found == assets_.end()) return fail(Problem::internal, "asset is not in the manifest", std::string(name));
    return put(found->second, out);
  }

  static Result<void> parameter(std::string_view name, const Parameters& parameters, std::string& out) {
    const auto found = parameters.find(name);
    if (found == parameters.end()) return fail(Problem::internal, "template parameter is missing", std::string(name));
    return put(found->second, out);
  }

  Result<void> include(std::string_view mark, const Parameters& outer, int depth, std::string& out) {
    const auto space = mark.find(' ');
    const auto inner = parameters(space == std::string_view::npos ? "" : mark.substr(space), outer);
    if (!inner) return std::unexpected(inner.error());
    return part(mark.substr(0, space), *inner, depth + 1, out);
  }

  Result<void> condition(std::string_view mark, std::string_view& rest, const Parameters& parameters, int depth,
                         std::string& out) {
    const char kind = mark.front();
    const auto end_mark = std::string("[[/") + kind + "]]";
    const auto end = rest.find(end_mark);
    if (end == std::string_view::npos) return fail(Problem::internal, "template condition is not closed");
    const auto body = rest.substr(0, end);
    rest.remove_prefix(end + end_mark.size());
    const auto key = substituted(trimmed(mark.substr(1)), parameters);
    if (!key) return std::unexpected(key.error());
    const bool kept = catalogue_.has(*key) == (kind == '?');
    return kept ? compose(body, parameters, depth, out) : Result<void>{};
  }

  Result<void> message(std::string_view mark, const Parameters& parameters, std::string& out) {
    const auto key = substituted(mark, parameters);
    if (!key) return std::unexpected(key.error());
    const auto* found = catalogue_.find(lang_, *key);
    if (found == nullptr) return fail(Problem::internal, "template asks for a message that does not exist", *key);
    if (!found->arguments.empty()) return fail(Problem::internal, "template asks for a message with arguments", *key);
    keys_.insert(*key);
    return put(escaped(catalogue_.text(lang_, *key)), out);
  }

  static Result<std::string> substituted(std::string_view text, const Parameters& parameters) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] != '$') {
        out += text[at++];
        continue;
      }
      const auto* const end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), names);
      const auto name = text.substr(at + 1, static_cast<std::size_t>(end - text.begin()) - at - 1);
      const auto done = parameter(name, parameters, out);
      if (!done) return std::unexpected(done.error());
      at += name.size() + 1;
    }
    return out;
  }

  const std::filesystem::path& folder_;
  const Catalogue& catalogue_;
  const Assets& assets_;
  Lang lang_;
  std::set<std::string, std::less<>>& keys_;
  std::string_view content_;
};

// name=value name="a value" …; a value may use the outer parameters ($name).
Result<Parameters> Composer::parameters(std::string_view text, const Parameters& outer) {
  Parameters parameters;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return fail(Problem::internal, "template parameter without a value");
    const auto name = text.substr(0, equals);
    text.remove_prefix(equals + 1);
    const bool quoted = text.starts_with('"');
    if (quoted) text.remove_prefix(1);
    const auto end = std::min(text.find(quoted ? '"' : ' '), text.size());
    const auto value = substituted(text.substr(0, end), outer);
    if (!value) return std::unexpected(value.error());
    parameters.emplace(name, *value);
    text.remove_prefix(std::min(end + (quoted ? 1 : 0), text.size()));
  }
  return parameters;
}

struct Page {
  std::string name;
  std::vector<Layout> layouts;
  Parameters parameters;
  std::string content;
};

Result<Page> parse_page(std::string name, const std::string& text) {
  constexpr std::string_view kOpens = "[[layout ";
  const auto close = text.find("]]");
  if (!text.starts_with(kOpens) || close == std::string::npos) {
    return fail(Problem::internal, "template does not begin with its layout", name);
  }
  const auto mark = std::string_view(text).substr(kOpens.size(), close - kOpens.size());
  const auto space = std::min(mark.find(' '), mark.size());
  const auto layout = mark.substr(0, space);
  const auto parameters = Composer::parameters(mark.substr(space), {});
  if (!parameters) return std::unexpected(parameters.error());
  Page page{std::move(name), {}, *parameters, text.substr(close + 2)};
  if (layout != "staff") page.layouts.push_back(Layout::quiet);
  if (layout != "quiet") page.layouts.push_back(Layout::staff);
  return page;
}

Result<std::vector<Page>> read_pages(const std::filesystem::path& folder) {
  std::error_code missing;
  std::vector<Page> pages;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    const auto& file = entry.path();
    if (file.extension() != ".tpl" || file.filename().string().starts_with('_')) continue;
    auto text = read(file);
    if (!text) return fail(Problem::internal, "template cannot be read", file.filename().string());
    auto page = parse_page(file.stem().string(), *text);
    if (!page) return std::unexpected(page.error());
    pages.push_back(std::move(*page));
  }
  if (missing || pages.empty()) return fail(Problem::internal, "no templates", folder.filename().string());
  return pages;
}

}  // namespace

Result<Templates> Templates::load(const std::filesystem::path& folder, const Catalogue& catalogue,
                                  const Assets& assets) {
  const auto pages = read_pages(folder);
  if (!pages) return std::unexpected(pages.error());
  Templates templates;
  templates.cache_ = std::make_unique<ctemplate::TemplateCache>();
  for (const auto& page : *pages) {
    for (const Lang lang : {Lang::en, Lang::es}) {
      for (const Layout layout : page.layouts) {
        auto text =
            Composer(folder, catalogue, assets, lang, templates.keys_).page(page.content, layout, page.parameters);
        if (!text) return fail(text.error().problem, text.error().why, page.name + ": " + text.error().field);
        const auto name = name_of(lang, layout, page.name);
        if (!templates.cache_->StringToTemplateCache(name, *text, ctemplate::STRIP_BLANK_LINES)) {
          return fail(Problem::internal, "template cannot be parsed", page.name);
        }
      }
    }
  }
  templates.cache_->Freeze();
  return templates;
}

std::string Templates::expand(std::string_view page, Layout layout, Lang lang,
                              const ctemplate::TemplateDictionary& values) const {
  std::string out;
  cache_->ExpandNoLoad(name_of(lang, layout, page), ctemplate::STRIP_BLANK_LINES, &values, nullptr, &out);
  return out;
}

}  // namespace holdfast::pages
