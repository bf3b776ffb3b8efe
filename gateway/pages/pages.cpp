#include "gateway/pages/pages.h"

#include <algorithm>
#include <fstream>
#include <limits>

#include "gateway/pages/impl.h"

namespace holdfast::pages {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using domain::Role;

struct Link {
  Role role;
  std::string_view path;
  std::string_view key;
};

// What each role sees at the top of its pages. A link's key is also the title of its page.
constexpr Link kLinks[] = {
    {Role::facilitator, "/programme", "nav.programme"},
    {Role::facilitator, "/programme/letters/new", "nav.new_letter"},
    {Role::recipient, "/letters", "nav.letters"},
    {Role::recipient, "/choices", "nav.choices"},
    {Role::recipient, "/contact", "nav.contact"},
    {Role::recipient, "/stop", "nav.stop"},
    {Role::recipient, "/report", "nav.report"},
    {Role::analyst, "/office/review", "nav.review"},
    {Role::analyst, "/office/addressing", "nav.addressing"},
    {Role::analyst, "/office/bank", "nav.bank"},
    {Role::analyst, "/office/orders", "nav.orders"},
    {Role::analyst, "/office/registrations", "nav.registrations"},
    {Role::analyst, "/office/contact", "nav.office_contact"},
    {Role::analyst, "/office/readings", "nav.wished_readings"},
    {Role::analyst, "/office/tasks", "nav.tasks"},
    {Role::reader, "/readings", "nav.readings"},
    {Role::investigator, "/investigations", "nav.investigations"},
    {Role::institution, "/tickets", "nav.tickets"},
    {Role::institution, "/contact-requests", "nav.contact_requests"},
    {Role::auditor, "/log", "nav.log"},
    {Role::administrator, "/settings", "nav.settings"},
    {Role::administrator, "/settings/rules", "nav.rules"},
    {Role::second_person, "/second", "nav.second"},
};

// The link a path belongs to: the longest that begins it.
std::string_view here(Role role, std::string_view path) {
  std::string_view best;
  for (const auto& link : kLinks) {
    if (link.role == role && path.starts_with(link.path) && link.path.size() > best.size()) best = link.path;
  }
  return best;
}

void fill_navigation(Fill& fill, const Frame& frame) {
  if (!frame.role) return;
  const auto current = here(*frame.role, frame.path);
  auto nav = fill.add("NAV");
  for (const auto& link : kLinks) {
    if (link.role != *frame.role) continue;
    auto row = nav.add("LINK");
    row.set("TO", link.path);
    row.say("NAME", link.key);
    row.show_if(link.path == current, "HERE");
  }
}

constexpr std::string_view kFaultCodes[] = {"missing",  "too_long",  "not_text",     "bad_format", "not_offered",
                                            "bad_date", "past_date", "before_start", "not_known",  "not_accepted"};

// What would be accepted: the field's own sentence, or the one for every field.
std::string fault_text(const Fill& fill, const FieldError& error) {
  const auto fault = std::string(kFaultCodes[static_cast<std::size_t>(error.fault)]);
  const auto own = "fault." + error.field + "." + fault;
  return fill.text(fill.catalogue().has(own) ? own : "fault.any." + fault);
}

bool is_field(std::string_view name) {
  return !name.empty() && name.size() <= 40 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

void fill_errors(Fill& fill, const Frame& frame) {
  if (frame.errors.empty()) return;
  auto summary = fill.add("ERRORS");
  for (const auto& error : frame.errors) {
    const auto text = fault_text(fill, error);
    auto row = summary.add("ERROR");
    row.set("FIELD", is_field(error.field) ? error.field : "main");
    row.set("FAULT", text);
    if (is_field(error.field)) fill.add("BAD_" + error.field).set("FAULT", text);
  }
}

// The manifest that assets.mjs writes: name, file, type, separated by tabs.
Result<Assets> read_assets(const std::filesystem::path& folder) {
  std::ifstream in(folder / "manifest.tsv");
  if (!in) return fail(Problem::internal, "asset manifest cannot be read", "manifest.tsv");
  Assets assets;
  for (std::string line; std::getline(in, line);) {
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    if (first == std::string::npos || second == std::string::npos) {
      return fail(Problem::internal, "asset manifest cannot be read", "manifest.tsv");
    }
    assets.emplace(line.substr(0, first), "/assets/" + line.substr(first + 1, second - first - 1));
  }
  return assets;
}

}  // namespace

Result<std::unique_ptr<Pages::Impl>> Pages::Impl::load(const Settings& settings) {
  auto catalogue = Catalogue::load(settings.folder / "catalogues", settings.overrides);
  if (!catalogue) return std::unexpected(catalogue.error());
  auto calendar = Calendar::load(settings.time_zone);
  if (!calendar) return std::unexpected(calendar.error());
  auto assets = read_assets(settings.assets);
  if (!assets) return std::unexpected(assets.error());
  auto templates = Templates::load(settings.folder / "templates", *catalogue, *assets);
  if (!templates) return std::unexpected(templates.error());
  return std::unique_ptr<Impl>(
      new Impl(settings, std::move(*catalogue), std::move(*calendar), std::move(*assets), std::move(*templates)));
}

Layout Pages::Impl::layout_of(const Frame& frame) {
  return !frame.role || *frame.role == Role::recipient ? Layout::quiet : Layout::staff;
}

void Pages::Impl::fill_frame(Fill& fill, const Frame& frame) const {
  fill.set("CSRF", frame.csrf);
  fill.set("PATH", is_local_path(frame.path) ? frame.path : "/");
  fill.set("EXIT", settings.exit_address);
  fill.set("HOME", frame.role ? home_path(*frame.role) : "/");
  fill.set("WHO", frame.display_name);
  fill.show_if(frame.role.has_value(), "SIGNED_IN");
  fill.show_if(frame.demo, "DEMO");
  fill.maybe("OFFICE", "NAME", office_name(frame.lang));
  if (!settings.helpline_phone.empty()) {
    auto line = fill.add("HELPLINE");
    line.say("SAYS", "frame.helpline", {{"name", helpline_name(frame.lang)}});
    line.set("PHONE", settings.helpline_phone);
    line.maybe("HOURS", "SAYS", in(frame.lang, settings.helpline_hours, settings.helpline_hours_es));
  }
  if (frame.flash) fill.add("FLASH").word("SAYS", "flash", flash_code(*frame.flash));
  fill_navigation(fill, frame);
  fill_errors(fill, frame);
}

void fill_list(Fill& fill, std::size_t rows, std::string_view next_cursor) {
  fill.show(rows == 0 ? "NONE" : "SOME");
  fill.maybe("MORE", "CURSOR", next_cursor);
}

void fill_offender(Fill& fill, std::string_view name, std::string_view number) {
  fill.set("OFFENDER", name);
  fill.set("NUMBER", number);
}

Pages::Pages(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Pages::Pages(Pages&&) noexcept = default;
Pages& Pages::operator=(Pages&&) noexcept = default;
Pages::~Pages() = default;

Result<Pages> Pages::load(const Settings& settings) {
  auto impl = Impl::load(settings);
  if (!impl) return std::unexpected(impl.error());
  return Pages(std::move(*impl));
}

std::string Pages::text(Lang lang, std::string_view key,
                        const std::vector<std::pair<std::string, std::string>>& arguments) const {
  if (!impl_->catalogue.has(key)) return std::string(key);
  Arguments named;
  for (const auto& [name, value] : arguments) named.emplace_back(name, value);
  return impl_->catalogue.text(lang, key, named);
}

std::string_view Pages::asset(std::string_view name) const {
  const auto found = impl_->assets.find(name);
  return found == impl_->assets.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace holdfast::pages
