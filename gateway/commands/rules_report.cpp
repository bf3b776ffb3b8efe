#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/commands/commands.h"
#include "gateway/commands/rules.h"
#include "gateway/json/value.h"
#include "gateway/json/writer.h"
#include "screening/load.h"

namespace holdfast::commands {
namespace {

using screening::Verdict;
using screening::tools::Confusion;
using screening::tools::Difference;
using screening::tools::Labelled;
using screening::tools::MassCheck;
using screening::tools::Report;

constexpr std::array kVerdicts = {Verdict::clear, Verdict::review, Verdict::quarantine};

std::string joined(const auto& texts, const char* between) {
  std::string all;
  for (const auto& text : texts) (all += all.empty() ? "" : between) += text;
  return all;
}

std::string named(Verdict verdict) { return std::string{screening::to_string(verdict)}; }  // with an end, for printf

double percent(std::uint32_t part, std::uint32_t of) { return of == 0 ? 0 : 100.0 * part / of; }

// ---- what is read ----

std::string text_of(const json::Value& row, std::string_view field) {
  const auto* value = row.find(field);
  return value != nullptr && value->text() != nullptr ? *value->text() : std::string{};
}

std::optional<Verdict> verdict_of(std::string_view name) {
  const auto found = std::ranges::find_if(kVerdicts, [&](Verdict v) { return screening::to_string(v) == name; });
  return found == kVerdicts.end() ? std::nullopt : std::optional{*found};
}

std::vector<std::string> texts_of(const json::Value& row, std::string_view field) {
  std::vector<std::string> made;
  const auto* list = row.find(field);
  if (list != nullptr && list->array() != nullptr)
    for (const auto& one : *list->array())
      if (one.text() != nullptr) made.push_back(*one.text());
  return made;
}

std::expected<Labelled, std::string> letter_of(std::string_view line) {
  const auto row = json::parse(line);
  if (!row || row->object() == nullptr) return std::unexpected("not a JSON object");
  const auto verdict = verdict_of(text_of(*row, "verdict"));
  if (!verdict) return std::unexpected("verdict: clear, review or quarantine is needed");
  for (const char* field : {"id", "lang", "text"})
    if (text_of(*row, field).empty()) return std::unexpected(std::string{field} + ": a text is needed");
  const auto categories = texts_of(*row, "categories");
  return Labelled{text_of(*row, "id"),
                  text_of(*row, "lang"),
                  text_of(*row, "text"),
                  *verdict,
                  {categories.begin(), categories.end()}};
}

Confusion confusion_of(const json::Value& rows) {
  Confusion made{};
  for (std::size_t labelled = 0; labelled < kVerdicts.size(); ++labelled)
    for (std::size_t given = 0; given < kVerdicts.size(); ++given)
      if (const auto* row = rows.find(screening::to_string(kVerdicts[labelled])); row != nullptr)
        if (const auto* cell = row->find(screening::to_string(kVerdicts[given])); cell != nullptr && cell->integer())
          made[labelled][given] = static_cast<std::uint32_t>(*cell->integer());
  return made;
}

// ---- what is written ----

void write_rules(json::Writer& out, const Report& report) {
  out.key("rules").array();
  for (const auto& row : report.rules) {
    out.object()
        .field("id", row.id)
        .field("category", row.category)
        .field("level", row.level)
        .field("status", row.status)
        .field("hits", row.hits)
        .field("bad", row.bad)
        .field("good", row.good)
        .field("unique", row.unique)
        .field("bad_percent", row.bad_percent)
        .field("good_percent", row.good_percent)
        .field("s_o", row.s_o)
        .field("work_percent", row.work);
    if (row.people) out.field("right", row.people->right).field("wrong", row.people->wrong);
    out.key("marks").array();
    for (const auto& mark : marks_of(row)) out.value(mark);
    out.end().end();
  }
  out.end();
}

void write_levels(json::Writer& out, const Report& report) {
  out.key("levels").object();
  for (const auto& [language, levels] : report.levels) {
    out.key(language).object();
    for (const Verdict labelled : kVerdicts) {
      out.key(screening::to_string(labelled)).object();
      for (const Verdict given : kVerdicts)
        out.field(screening::to_string(given),
                  levels[static_cast<std::size_t>(labelled)][static_cast<std::size_t>(given)]);
      out.end();
    }
    out.end();
  }
  out.end();
}

void print_rules(const Report& report) {
  const bool people = std::ranges::any_of(report.rules, [](const auto& row) { return row.people.has_value(); });
  std::printf("%5s %6s %6s %5s %6s %6s %s %-10s %-6s %-22s %s\n", "HITS", "BAD%", "GOOD%", "S/O", "UNIQUE", "WORK%",
              people ? " RIGHT  WRONG " : "", "LEVEL", "STATUS", "CATEGORY", "RULE");
  for (const auto& row : report.rules) {
    const std::string marks = joined(marks_of(row), ", ");
    std::printf("%5u %6.2f %6.2f %5.2f %6u %6.2f ", row.hits, row.bad_percent, row.good_percent, row.s_o, row.unique,
                row.work);
    if (row.people) std::printf("%6u %6u ", row.people->right, row.people->wrong);
    std::printf(" %-10s %-6s %-22s %s%s%s\n", row.level.c_str(), row.status.c_str(), row.category.c_str(),
                row.id.c_str(), marks.empty() ? "" : "   <- ", marks.c_str());
  }
}

void print_levels(const Report& report) {
  std::printf("\n%-4s %-11s %6s   given: %-16s %-16s %-16s\n", "lang", "labelled", "all", "clear", "review",
              "quarantine");
  for (const auto& [language, levels] : report.levels)
    for (std::size_t i = 0; i < kVerdicts.size(); ++i) {
      const std::uint32_t all = levels[i][0] + levels[i][1] + levels[i][2];
      if (all == 0) continue;
      std::printf("%-4s %-11s %6u         ", language.c_str(), named(kVerdicts[i]).c_str(), all);
      for (const std::uint32_t count : levels[i]) std::printf(" %5u (%5.1f %%)  ", count, percent(count, all));
      std::printf("\n");
    }
}

void print_categories(const Report& report) {
  std::printf("\n%-24s %-4s %8s %8s %10s %8s\n", "category", "lang", "labelled", "flagged", "precision", "recall");
  for (const auto& row : report.categories)
    std::printf("%-24s %-4s %8u %8u %9.0f%% %7.0f%%\n", row.category.c_str(), row.language.c_str(), row.labelled,
                row.flagged, percent(row.both, row.flagged), percent(row.both, row.labelled));
}

void print(const Difference& difference) {
  std::printf("\n%zu letters changed\n", difference.letters.size());
  for (const auto& change : difference.letters)
    std::printf("  %s: %s (%s) -> %s (%s)\n", change.id.c_str(), named(change.before.verdict).c_str(),
                joined(change.before.categories, " ").c_str(), named(change.after.verdict).c_str(),
                joined(change.after.categories, " ").c_str());
  if (!difference.missing.empty())
    std::printf("%zu letters are in one report only: shares are not compared\n", difference.missing.size());
  for (const auto& fall : difference.falls) std::printf("fell: %s\n", fall.c_str());
}

// A letter that came out too low, or a clear one that was flagged.
void print_miss(const Labelled& letter, const screening::Outcome& outcome) {
  if (outcome.verdict >= letter.verdict && (letter.verdict != Verdict::clear || outcome.verdict == Verdict::clear))
    return;
  std::cout << (outcome.verdict < letter.verdict ? "LOW " : "HIGH ") << letter.id << ' '
            << screening::to_string(letter.verdict) << " as " << screening::to_string(outcome.verdict) << ' '
            << joined(letter.categories, " ") << "\n    " << letter.text << '\n';
  for (const auto& f : outcome.findings) std::cout << "    [" << f.rule << " | " << f.view << "] " << f.quote << '\n';
}

void print_findings(const Labelled& letter, const screening::Outcome& outcome) {
  for (const auto& f : outcome.findings)
    std::cout << "FINDING\t" << letter.id << '\t' << screening::to_string(letter.verdict) << '\t'
              << (letter.categories.contains(f.category) ? "good" : "other") << '\t' << f.rule << '\t' << f.view << '\t'
              << f.normalised << '\n';
}

}  // namespace

std::expected<std::vector<Labelled>, std::string> read_letters(const std::vector<std::filesystem::path>& files) {
  std::vector<Labelled> letters;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::unexpected(file.string() + ": cannot be read");
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
      if (line.empty()) continue;
      auto letter = letter_of(line);
      if (!letter) return std::unexpected(file.string() + ':' + std::to_string(number) + ": " + letter.error());
      letters.push_back(std::move(*letter));
    }
  }
  if (letters.empty()) return std::unexpected("no letters: files of lines with id, lang, verdict, categories and text");
  return letters;
}

std::string report_json(const Report& report) {
  json::Writer out;
  out.object().field("rules_hash", report.rules_hash).field("version", report.version);
  write_rules(out, report);
  write_levels(out, report);
  out.key("categories").array();
  for (const auto& row : report.categories)
    out.object()
        .field("category", row.category)
        .field("language", row.language)
        .field("labelled", row.labelled)
        .field("flagged", row.flagged)
        .field("both", row.both)
        .end();
  out.end().key("letters").array();
  for (const auto& letter : report.letters) {
    out.object().field("id", letter.id).field("verdict", screening::to_string(letter.verdict));
    out.key("categories").array();
    for (const auto& category : letter.categories) out.value(category);
    out.end().end();
  }
  out.end().end();
  return out.take();
}

std::expected<Report, std::string> read_report(const std::filesystem::path& file) {
  const auto wrong = [&] {
    return std::unexpected(file.string() + ": not a report; holdfast rules report --json writes one");
  };
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return std::unexpected(file.string() + ": cannot be read");
  const auto parsed = json::parse(text, {.bytes = std::size_t{1} << 28U});
  const auto* letters = parsed ? parsed->find("letters") : nullptr;
  const auto* levels = parsed ? parsed->find("levels") : nullptr;
  if (letters == nullptr || letters->array() == nullptr || levels == nullptr || levels->object() == nullptr)
    return wrong();
  Report made;
  for (const auto& letter : *letters->array()) {
    const auto verdict = verdict_of(text_of(letter, "verdict"));
    if (!verdict) return wrong();
    made.letters.push_back({text_of(letter, "id"), *verdict, texts_of(letter, "categories")});
  }
  for (const auto& [language, rows] : *levels->object()) made.levels[language] = confusion_of(rows);
  return made;
}

int rules_report(const ReportOptions& options) {
  std::vector<storage::MarkCount> said;
  if (options.feedback) {
    auto counts = read_feedback(options.config);
    if (!counts) return counts.error();
    said = std::move(*counts);
    if (options.letters.empty()) return print_feedback(said, options.json), kDone;
  }
  const auto packs = packs_or_ours(options.packs);
  const auto files = screening::load_directory(packs);
  if (!files) return complain(files.error().file + ": " + files.error().what), kWrong;
  const auto engine = options.rules_only ? read_rules(packs) : read_engine(packs);
  const auto letters = read_letters(options.letters);
  if (!letters) return complain(letters.error()), kWrong;
  std::expected<Report, std::string> before;
  if (!options.against.empty()) before = read_report(options.against);
  if (!before) return complain(before.error()), kWrong;

  MassCheck check{engine, *files};
  for (const Labelled& letter : *letters) {
    const auto outcome = check.add(letter);
    if (options.misses && !options.json) print_miss(letter, outcome);
    if (options.findings && !options.json) print_findings(letter, outcome);
  }
  Report report = check.report();
  if (options.feedback) add_feedback(report, said);
  const Difference changed = options.against.empty() ? Difference{} : difference(*before, report);
  if (options.json) {
    std::cout << report_json(report) << '\n';
  } else {
    print_rules(report);
    print_levels(report);
    print_categories(report);
    if (!options.against.empty()) print(changed);
  }
  return changed.falls.empty() ? kDone : kNo;
}

}  // namespace holdfast::commands
