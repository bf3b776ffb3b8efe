// Outcomes as JSON, written by hand so that screening leans on no JSON library.
#include "screening/screening.h"
#include "screening/text/utf8.h"

namespace holdfast::screening {
namespace {

void append_escaped(std::string& out, char32_t point, std::string_view bytes) {
  switch (point) {
    case U'"':
      out += "\\\"";
      return;
    case U'\\':
      out += "\\\\";
      return;
    case U'\n':
      out += "\\n";
      return;
    case U'\r':
      out += "\\r";
      return;
    case U'\t':
      out += "\\t";
      return;
    case text::kBad:
      out += "\xEF\xBF\xBD";
      return;
    default:
      break;
  }
  if (point >= 0x20 && point != 0x7F) {
    out += bytes;
    return;
  }
  out += "\\u00";
  out += "0123456789abcdef"[point >> 4U];
  out += "0123456789abcdef"[point & 0xFU];
}

void append_string(std::string& out, std::string_view value) {
  out += '"';
  for (std::size_t at = 0; at < value.size();) {
    const text::Decoded here = text::decode(value, at);
    append_escaped(out, here.point, value.substr(at, here.length));
    at += here.length;
  }
  out += '"';
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  append_string(out, name);
  out += ':';
  append_string(out, value);
  out += ',';
}

void append_finding(std::string& out, const Finding& f) {
  out += '{';
  append_field(out, "rule", f.rule);
  append_field(out, "category", f.category);
  append_field(out, "level", to_string(f.level));
  out += "\"start\":" + std::to_string(f.start) + ",\"end\":" + std::to_string(f.end) + ',';
  append_field(out, "quote", f.quote);
  append_field(out, "normalised", f.normalised);
  append_field(out, "view", f.view);
  if (!f.strongest.empty()) {
    out += "\"strongest\":[";
    for (const std::string& word : f.strongest) {
      append_string(out, word);
      out += ',';
    }
    out.back() = ']';
    out += ',';
  }
  out.back() = '}';
}

}  // namespace

std::string findings_json(const Outcome& outcome) {
  std::string out = "[";
  for (const Finding& finding : outcome.findings) {
    if (out.size() > 1) out += ',';
    append_finding(out, finding);
  }
  return out + ']';
}

std::string outcome_json(const Outcome& outcome) {
  std::string out = "{";
  append_field(out, "verdict", to_string(outcome.verdict));
  out += "\"categories\":[";
  for (std::size_t i = 0; i < outcome.categories.size(); ++i) {
    if (i > 0) out += ',';
    append_string(out, outcome.categories[i]);
  }
  out += outcome.welfare ? "],\"welfare\":true," : "],\"welfare\":false,";
  append_field(out, "language", outcome.language);
  return out + "\"findings\":" + findings_json(outcome) + '}';
}

}  // namespace holdfast::screening
