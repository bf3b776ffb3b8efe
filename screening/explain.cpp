#include "screening/explain.h"

namespace holdfast::screening {
namespace {

struct Words {
  std::string_view verdict, none, place, read_as, welfare, strongest;
};

const Words& words_in(std::string_view language) {
  static constexpr Words kEnglish{
      "Verdict",        "No rule speaks.", "characters", "read as", "Someone may be in danger: look at this first.",
      "strongest words"};
  static constexpr Words kSpanish{"Resultado",
                                  "Ninguna regla se activa.",
                                  "caracteres",
                                  "leído como",
                                  "Alguien puede estar en peligro: véase esto primero.",
                                  "palabras de más peso"};
  return language == "es" ? kSpanish : kEnglish;
}

std::string_view verdict_in(Verdict verdict, std::string_view language) {
  if (language != "es") return to_string(verdict);
  switch (verdict) {
    case Verdict::clear:
      return "sin hallazgos";
    case Verdict::review:
      return "revisión";
    case Verdict::quarantine:
      return "cuarentena";
  }
  return "";
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

}  // namespace

std::string explain(const Engine& engine, const Outcome& outcome, std::string_view language) {
  const Words& words = words_in(language);
  std::string out{words.verdict};
  out += ": ";
  out += verdict_in(outcome.verdict, language);
  out += '\n';
  if (outcome.welfare) (out += words.welfare) += '\n';
  if (outcome.findings.empty()) (out += words.none) += '\n';
  for (const Finding& f : outcome.findings) {
    out += "\n  " + f.category + " (" + std::string{verdict_in(f.level, language)} + "), ";
    ((out += words.place) += ' ') += std::to_string(f.start) + "-" + std::to_string(f.end) + ", " + f.rule + "\n    ";
    (out += engine.description(f.rule, language)) += "\n    \"" + one_line(f.quote) + "\"\n";
    if (!f.strongest.empty()) {
      (out += "    ") += words.strongest;
      for (const char* before = ": "; const std::string& word : f.strongest) {
        (out += before) += word;
        before = ", ";
      }
      out += '\n';
    } else if (f.view != "plain")
      ((out += "    ") += words.read_as) += " (" + f.view + "): \"" + one_line(f.normalised) + "\"\n";
  }
  return out;
}

}  // namespace holdfast::screening
