// A real SMTP server for tests: Postfix's smtp-sink, on a free port of this machine, writing each mail to a file.
//
//   SmtpSink sink;                          // takes everything
//   SmtpSink strict({"-r", "rcpt"});        // says no to every recipient
//   SmtpSink rude({"-q", "."});             // hangs up after the message, before its answer
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace holdfast::test {

class SmtpSink {
 public:
  explicit SmtpSink(const std::vector<std::string>& options = {});
  ~SmtpSink();
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  std::uint16_t port() const { return port_; }
  // What was taken so far, envelope lines first, as smtp-sink writes it.
  std::vector<std::string> mails() const;

 private:
  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  pid_t child_ = -1;
};

// A port on which nobody listens, just now.
std::uint16_t free_port();

}  // namespace holdfast::test
