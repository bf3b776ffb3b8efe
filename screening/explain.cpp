#include "screening/explain.h"

#include <array>
#include <utility>

#include "screening/text/views.h"

namespace holdfast::screening {
namespace {

struct Words {
  std::string_view verdict, none, place, read_as, welfare, strongest, scores, lacks, taken, score, of;
  std::array<std::string_view, 3> verdicts;
  std::array<std::string_view, 3> why_not;  // by what it would have been
};

const Words& words_in(std::string_view language) {
  static constexpr Words kEnglish{"Verdict",
                                  "No rule speaks.",
                                  "characters",
                                  "read as",
                                  "Someone may be in danger: look at this first.",
                                  "strongest words",
                                  "Scores",
                                  "lacks",
                                  "is there, but other words take it back",
                                  "comes nearest: its score is",
                                  "of",
                                  {"clear", "review", "quarantine"},
                                  {"", "Why not review", "Why not quarantine"}};
  static constexpr Words kSpanish{"Resultado",
                                  "Ninguna regla se activa.",
                                  "caracteres",
                                  "le\u00EDdo como",
                                  "Alguien puede estar en peligro: v\u00E9ase esto primero.",
                                  "palabras de m\u00E1s peso",
                                  "Puntos",
                                  "le falta",
                                  "est\u00E1, pero otras palabras lo anulan",
                                  "es lo m\u00E1s cercano: tiene",
                                  "de",
                                  {"sin hallazgos", "revisi\u00F3n", "cuarentena"},
                                  {"", "Por qu\u00E9 no revisi\u00F3n", "Por qu\u00E9 no cuarentena"}};
  return language == "es" ? kSpanish : kEnglish;
}

struct Disguise {
  std::string_view view, en, es;
};
constexpr std::array kDisguises = {
    Disguise{"leet", "digits or signs stand for letters", "hay cifras o signos en lugar de letras"},
    Disguise{"joined", "the words were spelled or broken apart", "las palabras estaban deletreadas o partidas"},
    Disguise{"squeezed", "letters are held", "hay letras repetidas"},
    Disguise{"parted", "the words were run together", "las palabras estaban pegadas"},
    Disguise{"misspelt", "a letter is missing or out of place", "falta una letra o est\u00E1 fuera de lugar"},
    Disguise{"base64", "it was encoded in base64", "estaba codificado en base64"},
    Disguise{"hexadecimal", "it was encoded in hexadecimal", "estaba codificado en hexadecimal"},
    Disguise{"rot13", "it was turned by thirteen letters", "estaba girado trece letras"},
    Disguise{"reversed", "it was written backwards", "estaba escrito al rev\u00E9s"},
    Disguise{"acrostic", "it stands down the first letters", "est\u00E1 en las primeras letras"}};

std::string disguise_text(std::string_view view, std::string_view language) {
  std::string all;
  text::each_view(view, [&](std::string_view part) {
    for (const Disguise& disguise : kDisguises)
      if (disguise.view == part) (all += all.empty() ? "" : "; ") += language == "es" ? disguise.es : disguise.en;
  });
  return all;
}

std::string_view verdict_in(Verdict verdict, const Words& words) { return words.verdicts[std::to_underlying(verdict)]; }

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) (all += all.empty() ? "" : ", ") += text;
  return all;
}

std::string finding_text(const Engine& engine, const Finding& f, std::string_view language, const Words& words) {
  std::string out = "\n  " + f.category + " (" + std::string{verdict_in(f.level, words)} + "), ";
  ((out += words.place) += ' ') += std::to_string(f.start) + "-" + std::to_string(f.end) + ", " + f.rule + "\n    ";
  (out += engine.description(f.rule, language)) += "\n    \"" + one_line(f.quote) + "\"\n";
  if (!f.strongest.empty()) return ((out += "    ") += words.strongest) += ": " + joined(f.strongest) + '\n';
  if (f.view == "plain") return out;
  ((out += "    ") += words.read_as) += " (" + f.view + "): \"" + one_line(f.normalised) + '"';
  if (const std::string disguise = disguise_text(f.view, language); !disguise.empty()) out += "; " + disguise;
  return out += '\n';
}

std::string nearest_text(const Engine& engine, const Nearest& nearest, std::string_view language, const Words& words) {
  std::string out{"\n"};
  (out += words.why_not[std::to_underlying(nearest.level)]) += ": ";
  if (nearest.kind == Nearest::Kind::score) {
    ((out += nearest.category + ' ') += words.score) += ' ' + points_text(nearest.points) + ' ';
    return (out += words.of) += ' ' + points_text(nearest.of) + '\n';
  }
  out += nearest.rule + ' ';
  out += nearest.missing.empty() ? words.taken : words.lacks;
  if (!nearest.missing.empty()) out += ' ' + joined(nearest.missing);
  (out += "\n    ") += engine.description(nearest.rule, language);
  return out += '\n';
}

}  // namespace

std::string explain(const Engine& engine, const Outcome& outcome, std::string_view language) {
  const Words& words = words_in(language);
  std::string out{words.verdict};
  ((out += ": ") += verdict_in(outcome.verdict, words)) += '\n';
  if (outcome.welfare) (out += words.welfare) += '\n';
  if (outcome.findings.empty()) (out += words.none) += '\n';
  for (const Finding& f : outcome.findings) out += finding_text(engine, f, language, words);
  if (!outcome.scores.empty()) {
    (out += '\n') += words.scores;
    for (const char* before = ": "; const Score& score : outcome.scores) {
      out += before + score.category + ' ' + points_text(score.points);
      before = ", ";
    }
    out += '\n';
  }
  if (outcome.nearest) out += nearest_text(engine, *outcome.nearest, language, words);
  return out;
}

}  // namespace holdfast::screening
