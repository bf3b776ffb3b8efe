// What Pages holds after load(), shared by the files that render each role's pages.
#pragma once

#include "gateway/pages/catalogue.h"
#include "gateway/pages/fill.h"
#include "gateway/pages/pages.h"
#include "gateway/pages/templates.h"

namespace holdfast::pages {

class Pages::Impl {
 public:
  static domain::Result<std::unique_ptr<Impl>> load(const Settings& settings);

  // One page: the frame, then whatever `fill` puts in.
  template <class FillIn>
  std::string page(std::string_view name, const Frame& frame, FillIn fill_in) const {
    ctemplate::TemplateDictionary values("page");
    Fill fill(values, catalogue, calendar, frame.lang);
    fill_frame(fill, frame);
    fill_in(fill);
    return templates.expand(name, layout_of(frame), frame.lang, values);
  }
  // A page that only the quiet or only the staff layout has.
  template <class FillIn>
  std::string page(std::string_view name, Layout layout, const Frame& frame, FillIn fill_in) const {
    ctemplate::TemplateDictionary values("page");
    Fill fill(values, catalogue, calendar, frame.lang);
    fill_frame(fill, frame);
    fill_in(fill);
    return templates.expand(name, layout, frame.lang, values);
  }

  static Layout layout_of(const Frame& frame);
  // Of a setting that has two languages.
  static const std::string& in(Lang lang, const std::string& english, const std::string& spanish) {
    return lang == Lang::es && !spanish.empty() ? spanish : english;
  }
  const std::string& office_name(Lang lang) const { return in(lang, settings.office_name, settings.office_name_es); }
  const std::string& helpline_name(Lang lang) const {
    return in(lang, settings.helpline_name, settings.helpline_name_es);
  }

  Settings settings;
  Catalogue catalogue;
  Calendar calendar;
  Assets assets;
  Templates templates;

 private:
  Impl(Settings s, Catalogue c, Calendar d, Assets a, Templates t)
      : settings(std::move(s)),
        catalogue(std::move(c)),
        calendar(std::move(d)),
        assets(std::move(a)),
        templates(std::move(t)) {}
  void fill_frame(Fill& fill, const Frame& frame) const;
};

// A list's end: nothing, or something and perhaps more.
void fill_list(Fill& fill, std::size_t rows, std::string_view next_cursor);
// Since when something is held for a second person, and for whom; nobody: `who` is empty.
void fill_waits(Fill& fill, const std::string& who, Time since);
void fill_offender(Fill& fill, std::string_view name, std::string_view number);
// The words with their marks, and the findings that explain them.
void fill_words(Fill& fill, std::span<const Segment> words, std::span<const FindingView> findings);
void fill_findings(Fill& fill, std::span<const FindingView> findings);

}  // namespace holdfast::pages
