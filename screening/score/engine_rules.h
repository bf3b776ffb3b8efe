// The engine's own rules: what it says of a letter's shape rather than its words, and of numbers and addresses in it.
#pragma once

#include <span>
#include <string_view>

namespace holdfast::screening::score {

// Category of the engine's own rules that say a letter could not be judged by rules, so that a person must.
inline constexpr std::string_view kUnscreened = "unscreened";
inline constexpr std::string_view kConcealment = "concealment";

// And that it holds a number or an address by which somebody can be reached, whoever's it is.
inline constexpr std::string_view kContact = "contact_solicitation";

struct EngineRule {
  std::string_view id;
  std::string_view category;
  std::string_view en;
  std::string_view es;
};

inline constexpr EngineRule kTooLong{"engine.too-long", kUnscreened,
                                     "The letter is longer than the engine reads; a person must read all of it.",
                                     "La carta es más larga de lo que el motor lee; una persona debe leerla entera."};
inline constexpr EngineRule kTooLaborious{
    "engine.too-laborious", kUnscreened,
    "The letter holds so many rule words that it could not be checked to the end; a person must read all of it.",
    "La carta contiene tantas palabras de las reglas que no se pudo revisar hasta el final; una persona debe leerla "
    "entera."};
inline constexpr EngineRule kOtherLanguage{
    "engine.other-language", kUnscreened,
    "The letter is in a language without rules; a person who reads that language must read it.",
    "La carta está en un idioma sin reglas; debe leerla una persona bilingüe que lo conozca."};
inline constexpr EngineRule kBadBytes{"engine.bad-bytes", kUnscreened,
                                      "Some bytes are not valid text; a person must see what they hide or lose.",
                                      "Algunos bytes no son texto válido; una persona debe ver qué ocultan o pierden."};
inline constexpr EngineRule kInvisible{"engine.invisible", kConcealment,
                                       "Invisible characters are set between visible ones.",
                                       "Hay caracteres invisibles entre los visibles."};
inline constexpr EngineRule kLookalike{"engine.lookalike", kConcealment,
                                       "Words use look-alike letters of another script.",
                                       "Hay palabras con letras parecidas de otro alfabeto."};
inline constexpr EngineRule kStyled{"engine.styled", kConcealment,
                                    "Words are written in full-width, mathematical or circled letters.",
                                    "Hay palabras escritas con letras de ancho completo, matemáticas o en círculo."};
inline constexpr EngineRule kLeet{"engine.leet", kConcealment, "Digits or signs stand for letters inside words.",
                                  "Hay cifras o signos en lugar de letras dentro de las palabras."};
inline constexpr EngineRule kSplit{"engine.split", kConcealment, "Words are broken up by hyphens or dots.",
                                   "Hay palabras partidas con guiones o puntos."};
inline constexpr EngineRule kSpaced{"engine.spaced", kConcealment, "Words are spelled out letter by letter.",
                                    "Hay palabras deletreadas letra por letra."};
inline constexpr EngineRule kEncoded{"engine.encoded", kConcealment, "Text is encoded (base64 or hexadecimal).",
                                     "Hay texto codificado (base64 o hexadecimal)."};
inline constexpr EngineRule kCipher{"engine.cipher", kConcealment,
                                    "Text is turned by thirteen letters or written backwards.",
                                    "Hay texto girado trece letras o escrito al revés."};
inline constexpr EngineRule kAcrostic{"engine.acrostic", kConcealment,
                                      "The first letters of lines or sentences spell a message.",
                                      "Las primeras letras de las líneas o frases forman un mensaje."};

inline constexpr EngineRule kLanguageSwitch{
    "engine.language-switch", kConcealment,
    "A passage is in a language without rules; a person who reads that language must read it.",
    "Un pasaje está en un idioma sin reglas; debe leerlo una persona que conozca ese idioma."};

inline constexpr EngineRule kPhone{"engine.phone-number", kContact, "The letter holds a telephone number.",
                                   "La carta contiene un número de teléfono."};
inline constexpr EngineRule kEmail{"engine.email-address", kContact, "The letter holds an e-mail address.",
                                   "La carta contiene una dirección de correo electrónico."};

std::span<const EngineRule* const> engine_rules();

}  // namespace holdfast::screening::score
