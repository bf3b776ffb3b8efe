#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include "gateway/commands/client.h"
#include "gateway/commands/commands.h"
#include "gateway/commands/demo_people.h"
#include "gateway/commands/demo_walk.h"
#include "gateway/json/value.h"
#include "gateway/json/writer.h"
#include "gateway/routes/tokens.h"

namespace holdfast::commands {
namespace {

struct Letter {
  std::string id, language, text, key;
};

std::vector<Letter> read_letters(const std::filesystem::path& file) {
  std::vector<Letter> letters;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    const auto value = json::parse(line);
    const auto* text = value ? value->find("text") : nullptr;
    const auto* id = value ? value->find("id") : nullptr;
    const auto* lang = value ? value->find("lang") : nullptr;
    if (text == nullptr || text->text() == nullptr) continue;
    letters.push_back({id != nullptr && id->text() != nullptr ? *id->text() : std::to_string(letters.size()),
                       lang != nullptr && lang->text() != nullptr ? *lang->text() : "en", *text->text(),
                       "demo-" + routes::new_token().substr(0, 26)});
  }
  return letters;
}

std::string body_of(const Letter& letter, std::size_t number) {
  json::Writer out;
  out.object()
      .field("offender_number", "N" + std::to_string(10'001 + number % 40))
      .field("offender_name", "Writer " + std::to_string(1 + number % 40))
      .field("addressee", "the person I harmed")
      .field("language", letter.language == "es" ? "es" : "en")
      .field("body", letter.text)
      .end();
  return out.take();
}

class Progress {
 public:
  explicit Progress(std::size_t all) : all_(all) {}
  void step() {
    const std::lock_guard lock(mutex_);
    ++done_;
    if (done_ % std::max<std::size_t>(1, all_ / 50) != 0 && done_ != all_) return;
    const auto filled = done_ * 40 / all_;
    std::cerr << "\r  [" << std::string(filled, '#') << std::string(40 - filled, '.') << "] " << done_ << '/' << all_
              << std::flush;
    if (done_ == all_) std::cerr << '\n';
  }

 private:
  std::mutex mutex_;
  std::size_t all_, done_ = 0;
};

struct Sent {
  std::vector<std::string> ids;  // in the letters' order; empty where one was refused
  std::vector<double> milliseconds;
  double seconds = 0;
  std::size_t refused = 0;
  std::string why;
};

Sent send_all(const Settings& settings, const std::vector<Letter>& letters, const std::string& token, int connections) {
  Sent sent;
  sent.ids.resize(letters.size());
  sent.milliseconds.resize(letters.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  Progress progress(letters.size());
  const auto begun = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(connections));
    for (int i = 0; i < connections; ++i) {
      threads.emplace_back([&] {
        Client client(settings.config.origin(), authority_of(settings));
        client.bearer(token);
        for (auto at = next++; at < letters.size(); at = next++) {
          const auto start = std::chrono::steady_clock::now();
          Reply reply;
          do {
            reply = client.post("/api/v1/letters", body_of(letters[at], at), {{"Idempotency-Key", letters[at].key}});
          } while (reply.status == 503);
          sent.milliseconds[at] =
              std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
          const auto answer = json::parse(reply.body);
          const auto* id = reply.status == 201 && answer ? answer->find("id") : nullptr;
          if (id != nullptr) {
            sent.ids[at] = *id->text();
          } else {
            const std::lock_guard lock(mutex);
            ++sent.refused;
            sent.why = reply.body;
          }
          progress.step();
        }
      });
    }
  }
  sent.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return sent;
}

double quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, static_cast<std::size_t>(q * static_cast<double>(values.size())))];
}

}  // namespace

int demo_letters(const std::filesystem::path& config_file, const DemoLetters& options) {
  const auto settings = read_settings(config_file);
  if (!settings.config.demo.enabled) return complain("this installation is no demo ([demo] enabled = true)");
  const auto letters = read_letters(options.file);
  if (letters.empty())
    return complain(options.file.string() + ": no letters (one JSON object a line, with text)"), kWrong;
  const auto token = demo_sign_in(settings, "loader");
  if (!token)
    return complain("the gateway does not answer, or the demo's people are not there: " + token.error()), kAway;
  std::cout << "Submitting " << letters.size() << " letters over HTTPS as a facilitator's system would\n";
  const auto sent = send_all(settings, letters, *token, options.connections);
  std::cout << std::fixed << std::setprecision(1) << "  " << static_cast<double>(letters.size()) / sent.seconds
            << " letters/s, p50 " << quantile(sent.milliseconds, 0.50) << " ms, p99 "
            << quantile(sent.milliseconds, 0.99) << " ms, " << sent.refused << " refused"
            << (sent.why.empty() ? "" : " (" + sent.why + ")") << "\n\n";
  print_outcome(settings);
  return walk_one_letter(settings);
}

}  // namespace holdfast::commands
