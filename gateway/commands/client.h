// An HTTPS client of this gateway's API, for the demo and the benchmarks. One connection, kept alive; one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::commands {

struct Reply {
  int status = 0;  // 0: no answer; `body` says why
  std::string body;
  std::string etag;
};

class Client {
 public:
  // `authority`: the certificate of who signed the server's.
  Client(std::string origin, const std::filesystem::path& authority);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client(Client&&) = delete;
  Client& operator=(Client&&) = delete;

  void bearer(const std::string& token) { token_ = token; }
  Reply get(const std::string& path);
  // `headers`: name and value.
  Reply post(const std::string& path, const std::string& json,
             const std::vector<std::pair<std::string, std::string>>& headers = {});

 private:
  Reply send(const std::string& path, const std::string* json,
             const std::vector<std::pair<std::string, std::string>>& headers);
  struct Handle;
  std::unique_ptr<Handle> handle_;
  std::string origin_, authority_, token_;
};

}  // namespace holdfast::commands
