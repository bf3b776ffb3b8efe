// Fill puts a view's values into a template's dictionary, each in the form that the page needs: text made plain (the
// template escapes it), codes as words, times and days as people write them.
#pragma once

#include <cstring>  // ctemplate 2.4 uses strlen without it

#include <ctemplate/template_dictionary.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gateway/pages/catalogue.h"
#include "gateway/pages/views/common.h"

namespace holdfast::pages {

// Writes times in the agency's zone and days without one. Threads: const calls from any thread.
class Calendar {
 public:
  static domain::Result<Calendar> load(const std::string& time_zone);
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;
  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;
  ~Calendar();

  std::string moment(Lang lang, Time at) const;  // March 3, 2026 at 2:05 PM
  std::string date(Lang lang, Time at) const;    // March 3, 2026
  std::string date(Lang lang, Day day) const;

 private:
  struct Formats;
  Calendar();
  std::unique_ptr<const Formats> formats_[kLangs];
};

class Fill {
 public:
  Fill(ctemplate::TemplateDictionary& values, const Catalogue& catalogue, const Calendar& calendar, Lang lang)
      : values_(&values), catalogue_(&catalogue), calendar_(&calendar), lang_(lang) {}

  void set(std::string_view name, std::string_view text);           // plain()
  void set_revealed(std::string_view name, std::string_view text);  // revealed(): for those who judge a text
  void set(std::string_view name, std::int64_t number);
  void token(std::string_view name, std::string_view code);  // only [a-z0-9_-]: for class names
  void say(std::string_view name, std::string_view key, const Arguments& arguments = {});
  void word(std::string_view name, std::string_view prefix, std::string_view code);
  void moment(std::string_view name, Time at) { set(name, calendar_->moment(lang_, at)); }
  void date(std::string_view name, Time at) { set(name, calendar_->date(lang_, at)); }
  void show(std::string_view section) { values_->ShowSection(view(section)); }
  void show_if(bool condition, std::string_view section) {
    if (condition) show(section);
  }
  Fill add(std::string_view section);
  // A section with one value, shown only if there is something to show.
  void maybe(std::string_view section, std::string_view name, std::string_view text);

  // Form fields: what they held, and the choices of one.
  void input(std::string_view field, std::string_view value);
  struct Options {
    std::string_view field;
    std::span<const std::string_view> codes;
    std::string_view words;  // prefix of the labels; `<prefix>.<code>.help` where there is one
    std::span<const std::string> chosen = {};
    std::span<const std::string_view> found = {};  // those that screening points at
  };
  void options(const Options& options);
  void option(std::string_view field, std::string_view code, std::string_view label, std::string_view help, bool on);

  void categories(std::span<const std::string> categories);

  std::string text(std::string_view key, const Arguments& arguments = {}) const {
    return catalogue_->text(lang_, key, arguments);
  }
  std::string words(std::string_view prefix, std::string_view code) const {
    return catalogue_->word(lang_, prefix, code);
  }
  const Catalogue& catalogue() const { return *catalogue_; }
  const Calendar& calendar() const { return *calendar_; }
  Lang lang() const { return lang_; }

 private:
  static ctemplate::TemplateString view(std::string_view text) { return {text.data(), text.size()}; }

  ctemplate::TemplateDictionary* values_;
  const Catalogue* catalogue_;
  const Calendar* calendar_;
  Lang lang_;
};

// "quarantine" for the categories that stop a letter, else "review" or "welfare".
std::string_view level_of(std::string_view category);

}  // namespace holdfast::pages
