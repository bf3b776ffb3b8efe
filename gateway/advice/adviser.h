// Asks the agency's own adviser over a Unix socket of this machine or over mutual TLS 1.3, through libcurl. Follows no
// redirect, knows no proxy, takes at most kMostAnswer bytes, tries once; who asks decides about another time.
//
// Blocking, bounded by the settings' answer time. One thread asks; stop() may be called by any.
#pragma once

#include <atomic>
#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/config/config.h"
#include "gateway/flows/advise.h"

namespace holdfast::advice {

struct Settings {
  std::string url;  // config::is_adviser_url holds
  std::string model = "default";
  std::string instructions;                 // the text itself
  std::string certificate, key, authority;  // files; for https
  std::chrono::milliseconds connect_time{5'000};
  std::chrono::milliseconds answer_time{60'000};  // in all
};
// The same from the gateway's settings, with the instructions read. The error names the setting and says why.
std::expected<Settings, std::string> read_settings(const config::Adviser& adviser);

class Adviser {
 public:
  explicit Adviser(Settings settings) : settings_(std::move(settings)) {}

  // Somebody listens. After a failure, asks again only when kPause has passed, so that no letter is opened for nothing.
  bool ready();
  flows::AdviceAnswer ask(std::string_view letter);
  // Ends what is under way, and every later question at once.
  void stop() { stopping_ = true; }

  static constexpr std::chrono::seconds kPause{15};

 private:
  flows::AdviceAnswer ask_once(std::string_view letter);

  Settings settings_;
  std::atomic<bool> stopping_ = false;
  std::chrono::steady_clock::time_point not_before_{};
};

}  // namespace holdfast::advice
