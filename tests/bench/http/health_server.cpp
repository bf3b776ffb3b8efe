// A server for measuring what the server itself costs, and what screening costs over HTTP:
//   http_bench [THREADS [PORT [PACKS]]]
//   wrk -t1 -c32 -d5s https://127.0.0.1:PORT/healthz
//   SIZE=4096 wrk -t1 -c8 -d10s -s tests/bench/http/screening.lua https://127.0.0.1:PORT     with PACKS: letters posted
//       to /screen are judged by these rules and the learned layer beside them, and what was found is answered
// It prints its address, and ends when its input does.
#include <iostream>
#include <optional>
#include <string>

#include "gateway/http/answers.h"
#include "gateway/http/server.h"
#include "screening/load.h"
#include "screening/screening.h"
#include "tests/harness/certificate.h"

int main(int count, char** arguments) {
  const holdfast::harness::Certificate certificate;
  holdfast::http::ServerOptions options;
  options.threads = count > 1 ? static_cast<unsigned>(std::stoul(arguments[1])) : 0;
  options.port = count > 2 ? static_cast<std::uint16_t>(std::stoul(arguments[2])) : 0;
  options.certificate = certificate.chain_path();
  options.key = certificate.key_path();
  options.max_per_peer = 0;
  std::optional<holdfast::screening::Engine> engine;
  if (count > 3)
    engine = holdfast::screening::Engine::build(holdfast::screening::load_all(arguments[3]).value()).value();
  options.handle = [&](const holdfast::http::Request& request, holdfast::http::Responder respond) {
    if (engine && request.path == "/screen") {
      holdfast::http::Response answer = holdfast::http::text(200, outcome_json(engine->screen(request.body)));
      return respond(std::move(answer));
    }
    if (request.path == "/healthz") return respond(holdfast::http::text(200, "ok\n"));
    respond(holdfast::http::problem({holdfast::domain::Problem::not_found, "nothing here"}, request.request_id));
  };
  holdfast::http::Server server{options};
  if (const auto started = server.start(); !started) {
    std::cerr << started.error() << "\n";
    return 1;
  }
  std::cout << "https://127.0.0.1:" << server.port() << "/healthz\n" << std::flush;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  server.stop();
  return 0;
}
