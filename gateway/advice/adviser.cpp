#include "gateway/advice/adviser.h"

#include <curl/curl.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "gateway/advice/question.h"

namespace holdfast::advice {
namespace {

using flows::AdviceFailure;

constexpr std::size_t kMostInstructions = std::size_t{64} * 1024;
constexpr std::string_view kSocket = "unix:";
constexpr std::string_view kPath = "/v1/chat/completions";

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, Free>;
using Headers = std::unique_ptr<curl_slist, Free>;

// Head and body count together: neither may be endless.
struct Taken {
  std::string body;
  std::size_t bytes = 0;
  bool too_long = false;

  bool room(std::size_t more) {
    bytes += more;
    too_long = bytes > kMostAnswer;
    return !too_long;
  }
};

std::size_t take(const char* from, std::size_t size, std::size_t count, void* to) {
  auto& taken = *static_cast<Taken*>(to);
  if (!taken.room(size * count)) return 0;
  taken.body.append(from, size * count);
  return size * count;
}

std::size_t take_head(const char* /*from*/, std::size_t size, std::size_t count, void* to) {
  return static_cast<Taken*>(to)->room(size * count) ? size * count : 0;
}

int go_on(void* stopping, curl_off_t /*unused*/, curl_off_t /*unused*/, curl_off_t /*unused*/, curl_off_t /*unused*/) {
  return *static_cast<std::atomic<bool>*>(stopping) ? 1 : 0;
}

std::string address_of(const Settings& settings) {
  if (settings.url.starts_with(kSocket)) return "http://localhost" + std::string(kPath);
  const auto host = settings.url.find("//") + 2;
  return settings.url.find('/', host) == std::string::npos ? settings.url + std::string(kPath) : settings.url;
}

void set_way(CURL* handle, const Settings& settings) {
  if (settings.url.starts_with(kSocket)) {
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, settings.url.substr(kSocket.size()).c_str());
    return;
  }
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(handle, CURLOPT_CAINFO, settings.authority.c_str());
  curl_easy_setopt(handle, CURLOPT_SSLCERT, settings.certificate.c_str());
  curl_easy_setopt(handle, CURLOPT_SSLKEY, settings.key.c_str());
}

// A way that a letter may travel.
bool safe(const Settings& settings) {
  return config::is_adviser_url(settings.url) &&
         (settings.url.starts_with(kSocket) ||
          (!settings.certificate.empty() && !settings.key.empty() && !settings.authority.empty()));
}

// Nothing where the way is not safe: nothing is sent, then.
Handle open(const Settings& settings, std::atomic<bool>& stopping) {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  Handle handle(started && safe(settings) ? curl_easy_init() : nullptr);
  if (!handle) return handle;
  curl_easy_setopt(handle.get(), CURLOPT_URL, address_of(settings).c_str());
  set_way(handle.get(), settings);
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_time.count()));
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(settings.answer_time.count()));
  curl_easy_setopt(handle.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_XFERINFOFUNCTION, go_on);
  curl_easy_setopt(handle.get(), CURLOPT_XFERINFODATA, &stopping);
  return handle;
}

AdviceFailure failure_of(CURLcode code, const Taken& taken) {
  if (taken.too_long) return AdviceFailure::talkative;
  if (code == CURLE_ABORTED_BY_CALLBACK) return AdviceFailure::stopped;
  return code == CURLE_OPERATION_TIMEDOUT ? AdviceFailure::timed_out : AdviceFailure::unreachable;
}

// The next letter would fare no better. A bad answer to one letter says nothing of the next.
bool unwell(AdviceFailure failure) {
  return failure == AdviceFailure::unreachable || failure == AdviceFailure::timed_out ||
         failure == AdviceFailure::refused;
}

}  // namespace

std::expected<Settings, std::string> read_settings(const config::Adviser& adviser) {
  Settings settings{adviser.url,
                    adviser.model,
                    {},
                    adviser.certificate.string(),
                    adviser.key.string(),
                    adviser.authority.string(),
                    adviser.connect_time,
                    adviser.answer_time};
  std::ifstream in(adviser.instructions, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  settings.instructions = text.str();
  if (!in || settings.instructions.empty() || settings.instructions.size() > kMostInstructions) {
    return std::unexpected("adviser.instructions: " + adviser.instructions.string() +
                           " cannot be read; accepted: a text of at most 64 KiB");
  }
  return settings;
}

bool Adviser::ready() {
  const auto now = std::chrono::steady_clock::now();
  if (stopping_ || now < not_before_) return false;
  const auto handle = open(settings_, stopping_);
  if (!handle) return false;
  curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
  const bool answers = curl_easy_perform(handle.get()) == CURLE_OK;
  if (!answers) not_before_ = now + kPause;
  return answers;
}

flows::AdviceAnswer Adviser::ask(std::string_view letter) {
  if (!fits(letter)) return std::unexpected(AdviceFailure::unfit);
  auto answer = ask_once(letter);
  if (!answer && unwell(answer.error())) not_before_ = std::chrono::steady_clock::now() + kPause;
  return answer;
}

flows::AdviceAnswer Adviser::ask_once(std::string_view letter) {
  const auto handle = open(settings_, stopping_);
  if (!handle) return std::unexpected(AdviceFailure::unreachable);
  const auto body = question(settings_.instructions, settings_.model, letter);
  Headers headers(curl_slist_append(nullptr, "Content-Type: application/json"));
  // The body is sent at once; asking first whether it is wanted would cost a round.
  headers.reset(curl_slist_append(headers.release(), "Expect:"));
  Taken taken;
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &taken);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, take_head);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &taken);
  const auto code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) return std::unexpected(failure_of(code, taken));
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) return std::unexpected(AdviceFailure::refused);
  return read_answer(taken.body, letter);
}

}  // namespace holdfast::advice
