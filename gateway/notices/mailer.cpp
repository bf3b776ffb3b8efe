#include "gateway/notices/mailer.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>

#include "gateway/notices/message.h"
#include "storage/sealing/random.h"

namespace holdfast::notices {
namespace {

using domain::NoticeEvent;

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, Free>;

// What is left to send, and whether any of it was asked for.
struct Source {
  std::string_view left;
  bool begun = false;
};

std::size_t give(char* to, std::size_t size, std::size_t count, void* from) {
  auto& source = *static_cast<Source*>(from);
  source.begun = true;
  const auto now = std::min(size * count, source.left.size());
  std::memcpy(to, source.left.data(), now);
  source.left.remove_prefix(now);
  return now;
}

std::string url_of(const config::Smtp& smtp) {
  const bool ipv6 = smtp.host.find(':') != std::string::npos;
  const std::string host = ipv6 ? "[" + smtp.host + "]" : smtp.host;
  return (smtp.tls == config::MailTls::tls ? "smtps://" : "smtp://") + host + ":" + std::to_string(smtp.port);
}

Handle open(const config::Smtp& smtp, const std::string& user, const std::string& password) {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  Handle handle(started ? curl_easy_init() : nullptr);
  if (!handle) return handle;
  const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(smtp.answer_time).count();
  curl_easy_setopt(handle.get(), CURLOPT_URL, url_of(smtp).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(patience));
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(2 * patience));
  curl_easy_setopt(handle.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT,
                   static_cast<long>(std::max<std::int64_t>(1, patience / 1000)));
  curl_easy_setopt(handle.get(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (smtp.tls != config::MailTls::none)
    curl_easy_setopt(handle.get(), CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (!user.empty()) {
    curl_easy_setopt(handle.get(), CURLOPT_USERNAME, user.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, password.c_str());
  }
  return handle;
}

// Before the message's first byte was asked for, nothing can have been delivered. After it, only a server that says no
// lets us be sure.
NoticeEvent event_of(CURLcode code, long answer, bool begun) {
  if (code == CURLE_OK) return NoticeEvent::accepted;
  if (!begun) return NoticeEvent::rejected;
  return answer >= 400 && answer < 600 ? NoticeEvent::rejected : NoticeEvent::lost;
}

}  // namespace

Mailer::Mailer(config::Smtp smtp) : smtp_(std::move(smtp)) {
  if (smtp_.password_file.empty()) return;
  std::ifstream in(smtp_.password_file);
  std::getline(in, user_);
  std::getline(in, password_);
}

bool Mailer::ready() {
  const auto now = std::chrono::steady_clock::now();
  if (now < not_before_) return false;
  const auto handle = open(smtp_, user_, password_);
  if (!handle) return false;
  curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
  const bool answers = curl_easy_perform(handle.get()) == CURLE_OK;
  if (!answers) not_before_ = now + kPause;
  return answers;
}

NoticeEvent Mailer::send(const flows::Mail& mail) {
  const auto id = sealing::random_id<domain::NoticeId>().text();
  const auto now = std::chrono::floor<domain::Duration>(std::chrono::system_clock::now());
  const auto message = compose(mail, smtp_.from, id, now);
  const auto handle = open(smtp_, user_, password_);
  if (!message || !handle) return NoticeEvent::rejected;
  Source source{*message};
  const std::unique_ptr<curl_slist, Free> to(curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()));
  const std::string from = "<" + smtp_.from + ">";
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &source);
  const auto code = curl_easy_perform(handle.get());
  long answer = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer);
  return event_of(code, answer, source.begun);
}

}  // namespace holdfast::notices
