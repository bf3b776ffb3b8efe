#include "gateway/commands/client.h"

#include <curl/curl.h>

#include "gateway/http/ascii.h"

namespace holdfast::commands {
namespace {

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(bytes, size * count);
  return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* to) {
  const std::string_view line(bytes, size * count);
  constexpr std::string_view kEtag = "etag:";
  if (line.size() > kEtag.size() && http::same_name(line.substr(0, kEtag.size()), kEtag)) {
    auto value = http::trim(line.substr(kEtag.size()));
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
    *static_cast<std::string*>(to) = value;
  }
  return size * count;
}

class Headers {
 public:
  void add(const std::string& line) { list_.reset(curl_slist_append(list_.release(), line.c_str())); }
  curl_slist* get() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list_{nullptr, curl_slist_free_all};
};

}  // namespace

struct Client::Handle {
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), curl_easy_cleanup};
};

Client::Client(std::string origin, const std::filesystem::path& authority)
    : handle_(std::make_unique<Handle>()), origin_(std::move(origin)), authority_(authority.string()) {}
Client::~Client() = default;

Reply Client::get(const std::string& path) { return send(path, nullptr, {}); }

Reply Client::post(const std::string& path, const std::string& json,
                   const std::vector<std::pair<std::string, std::string>>& headers) {
  return send(path, &json, headers);
}

Reply Client::send(const std::string& path, const std::string* json,
                   const std::vector<std::pair<std::string, std::string>>& headers) {
  auto* curl = handle_->curl.get();
  Reply reply;
  Headers lines;
  lines.add("Expect:");
  if (!token_.empty()) lines.add("Authorization: Bearer " + token_);
  if (json != nullptr && !json->empty()) lines.add("Content-Type: application/json");
  for (const auto& [name, value] : headers) lines.add(name + ": " + value);
  const std::string url = origin_ + path;
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CAINFO, authority_.c_str());
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply.etag);
  if (json != nullptr) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json->size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json->c_str());
  }
  const auto done = curl_easy_perform(curl);
  if (done != CURLE_OK) return {0, curl_easy_strerror(done), ""};
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  return reply;
}

}  // namespace holdfast::commands
