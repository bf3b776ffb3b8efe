#include "tests/harness/smtp_sink.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace holdfast::test {
namespace {

sockaddr_in here(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool answers(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = here(port);
  const bool open = socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return open;
}

std::filesystem::path folder_for_mail() {
  std::string pattern = (std::filesystem::temp_directory_path() / "hf-sink-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return pattern;
}

[[noreturn]] void become_sink(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) ::_exit(127);
  ::dup2(nowhere, 1);
  ::dup2(nowhere, 2);
  ::execv("/usr/sbin/smtp-sink", pointers.data());
  ::_exit(127);
}

}  // namespace

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = here(0);
  socklen_t size = sizeof address;
  const bool bound = socket >= 0 && ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(socket);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

SmtpSink::SmtpSink(const std::vector<std::string>& options) : folder_(folder_for_mail()), port_(free_port()) {
  std::vector<std::string> arguments{"smtp-sink", "-d", (folder_ / "mail.").string()};
  if (::geteuid() == 0) arguments.insert(arguments.end(), {"-u", "root"});  // it refuses to run as root unasked
  arguments.insert(arguments.end(), options.begin(), options.end());
  arguments.push_back("127.0.0.1:" + std::to_string(port_));
  arguments.emplace_back("16");
  child_ = ::fork();
  if (child_ == 0) become_sink(arguments);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!answers(port_)) {
    if (::waitpid(child_, nullptr, WNOHANG) == child_ || std::chrono::steady_clock::now() > until) {
      throw std::runtime_error("smtp-sink does not start");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

SmtpSink::~SmtpSink() {
  ::kill(child_, SIGTERM);
  ::waitpid(child_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::string> SmtpSink::mails() const {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    found.push_back(text.str());
  }
  return found;
}

}  // namespace holdfast::test
