// The labelled corpus from its files, for `holdfast rules train`.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "screening/learned/trainer.h"

namespace holdfast::commands {

// Every *.jsonl of the folder and of its folder `passages`, in order of name. A line is a labelled letter (id, lang,
// verdict, categories, spans, text, and group where it has one) or a passage (id, lang, pair, verdict, categories,
// text); anything else is refused with its file and line: nothing but the corpus is ever trained on.
std::expected<std::vector<screening::learned::Sample>, std::string> read_corpus(const std::filesystem::path& folder);

}  // namespace holdfast::commands
