#include <algorithm>
#include <iostream>

#include "gateway/commands/commands.h"
#include "gateway/commands/rules.h"
#include "gateway/json/writer.h"
#include "screening/load.h"
#include "screening/tools/lint.h"

namespace holdfast::commands {
namespace {

using screening::tools::Remark;

std::string place_of(const std::string& file, std::uint32_t line) {
  return line == 0 ? file : file + ':' + std::to_string(line);
}

std::string as_json(const std::vector<Remark>& remarks) {
  json::Writer out;
  out.object().key("remarks").array();
  for (const Remark& remark : remarks)
    out.object()
        .field("file", remark.file)
        .field("line", static_cast<std::int64_t>(remark.line))
        .field("wrong", remark.wrong)
        .field("what", remark.what)
        .end();
  out.end().end();
  return out.take();
}

}  // namespace

std::filesystem::path packs_or_ours(const std::filesystem::path& given) {
  if (!given.empty()) return given;
  return std::filesystem::exists("var/program/packs") ? "var/program/packs" : "screening/packs";
}

int rules_lint(const LintOptions& options) {
  const auto files = screening::load_directory(packs_or_ours(options.packs));
  if (!files) return complain(files.error().file + ": " + files.error().what), kWrong;
  const auto remarks = screening::tools::lint(*files);
  const auto wrong = static_cast<std::size_t>(std::ranges::count_if(remarks, &Remark::wrong));
  if (options.json) {
    std::cout << as_json(remarks) << '\n';
  } else {
    for (const Remark& remark : remarks)
      std::cout << place_of(remark.file, remark.line) << (remark.wrong ? ": wrong: " : ": look: ") << remark.what
                << '\n';
    std::cout << wrong << " wrong, " << remarks.size() - wrong << " to look at\n";
  }
  return wrong > 0 || (options.strict && !remarks.empty()) ? kNo : kDone;
}

int rules_test(const std::filesystem::path& packs) {
  const auto engine = read_rules(packs_or_ours(packs));
  const auto failing = engine.failing_examples();
  for (const auto& one : failing) std::cout << place_of(one.file, one.line) << ": " << one.what << '\n';
  std::cout << engine.example_count() - failing.size() << " examples hold, " << failing.size() << " do not\n";
  return failing.empty() ? kDone : kNo;
}

}  // namespace holdfast::commands
