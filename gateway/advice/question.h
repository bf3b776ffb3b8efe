// What an adviser is asked (the chat-completions protocol) and how its answer is read. Pure.
//
// The letter travels as data: a JSON string inside a message of its own, which nothing in it can end; the instructions
// are a message before it and hold nothing of the letter. The answer is believed in nothing that the letter does not
// bear out: every finding must quote it word for word, and asks for `review`, whatever its category.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/flows/advise.h"

namespace holdfast::advice {

inline constexpr std::size_t kMostLetter = std::size_t{64} * 1024;   // bytes; a longer one is not asked about
inline constexpr std::size_t kMostAnswer = std::size_t{256} * 1024;  // bytes of the whole response
inline constexpr std::size_t kMostFindings = 20;                     // the first that stand; the rest is dropped
inline constexpr std::size_t kMostQuote = 600;                       // code points

// UTF-8 and at most kMostLetter: what can be asked about.
bool fits(std::string_view letter);

// The same bytes for the same letter, model and instructions.
std::string question(std::string_view instructions, std::string_view model, std::string_view letter);

// `malformed` where the response is not the protocol's, or its content is not the one JSON object that was asked for.
// A finding of an unknown category, or whose quote does not stand in the letter, is dropped; so is what it says beside
// category and quote, unread.
flows::AdviceAnswer read_answer(std::string_view response, std::string_view letter);

// Joins what an adviser said to what screening found: clear becomes review if there is anything, nothing ever becomes
// less. For `holdfast screen`; the gateway keeps the two apart.
void join(screening::Outcome& outcome, const std::vector<screening::Finding>& advised);

}  // namespace holdfast::advice
