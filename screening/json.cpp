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

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& values) {
  append_string(out, name);
  out += ":[";
  for (const char* before = ""; const std::string& value : values) {
    out += before;
    append_string(out, value);
    before = ",";
  }
  out += "],";
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
  if (!f.strongest.empty()) append_list(out, "strongest", f.strongest);
  out.back() = '}';
}

void append_points(std::string& out, std::string_view name, std::uint32_t points) {
  append_string(out, name);
  ((out += ':') += points_text(points)) += ',';
}

void append_scores(std::string& out, const std::vector<Score>& scores) {
  out += "\"scores\":[";
  for (const char* before = "{"; const Score& score : scores) {
    out += before;
    append_field(out, "category", score.category);
    append_points(out, "points", score.points);
    out.back() = '}';
    before = ",{";
  }
  out += "],";
}

void append_nearest(std::string& out, const Nearest& nearest) {
  out += "\"nearest\":{";
  append_field(out, "kind", to_string(nearest.kind));
  append_field(out, "level", to_string(nearest.level));
  append_field(out, "rule", nearest.rule);
  append_field(out, "category", nearest.category);
  append_list(out, "missing", nearest.missing);
  append_points(out, "points", nearest.points);
  append_points(out, "of", nearest.of);
  out.back() = '}';
  out += ',';
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
  append_list(out, "categories", outcome.categories);
  out += outcome.welfare ? "\"welfare\":true," : "\"welfare\":false,";
  append_field(out, "language", outcome.language);
  append_scores(out, outcome.scores);
  append_list(out, "tried", outcome.tried);
  if (outcome.nearest) append_nearest(out, *outcome.nearest);
  return out + "\"findings\":" + findings_json(outcome) + '}';
}

}  // namespace holdfast::screening
