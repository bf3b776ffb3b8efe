// Hands mail to the agency's mail server through libcurl. Every outcome is one of three: the server took it; surely it
// did not; or nobody can know. Only the first byte of the message makes doubt possible.
//
// Blocking, bounded by Smtp::answer_time in connecting and twice that in all. One Mailer per thread.
#pragma once

#include <chrono>
#include <string>

#include "gateway/config/config.h"
#include "gateway/flows/notice.h"

namespace holdfast::notices {

class Mailer {
 public:
  explicit Mailer(config::Smtp smtp);

  bool off() const { return smtp_.host.empty(); }
  // A server answers with its greeting. After a "no", asks again only when kPause has passed.
  bool ready();
  // accepted, rejected or lost. Nothing is sent for what is no address.
  domain::NoticeEvent send(const flows::Mail& mail);

  static constexpr std::chrono::seconds kPause{15};

 private:
  config::Smtp smtp_;
  std::string user_, password_;
  std::chrono::steady_clock::time_point not_before_{};
};

}  // namespace holdfast::notices
