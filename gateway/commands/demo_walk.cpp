#include "gateway/commands/demo_walk.h"

#include <iomanip>
#include <iostream>
#include <thread>

#include "gateway/commands/client.h"
#include "gateway/commands/demo_codes.h"
#include "gateway/commands/demo_people.h"
#include "gateway/flows/sign_in.h"
#include "gateway/json/value.h"
#include "gateway/json/writer.h"
#include "storage/postgres/here.h"
#include "storage/postgres/outcomes.h"

namespace holdfast::commands {
namespace {

using domain::Result;

std::string text_at(const json::Value& value, std::string_view key) {
  const auto* found = value.find(key);
  return found != nullptr && found->text() != nullptr ? *found->text() : std::string();
}

const json::Value::Array& array_at(const json::Value& value, std::string_view key) {
  static const json::Value::Array kNone;
  const auto* found = value.find(key);
  return found != nullptr && found->array() != nullptr ? *found->array() : kNone;
}

std::expected<json::Value, std::string> answer_of(const Reply& reply, int wanted) {
  if (reply.status != wanted)
    return std::unexpected("answered " + std::to_string(reply.status) + ": " + reply.body.substr(0, 300));
  auto value = json::parse(reply.body);
  if (!value) return std::unexpected(std::string("an answer that is no JSON"));
  return std::move(*value);
}

std::string code_now(const Settings& settings, const std::string& login) {
  storage::Database database(connection(settings.config, settings.config.database.owner_role, "holdfast demo"));
  const auto now = database.run({}, [](storage::Transaction& tx) -> Result<domain::Time> { return tx.now(); });
  return now ? flows::totp_code(demo_totp_secret(login), *now) : std::string();
}

bool has_code(const std::string& login) {
  for (const auto& person : kDemoStaff) {
    if (person.login == login) return person.role != domain::Role::facilitator;
  }
  return false;
}

// One of the walk's steps: says what it does, does it, and keeps what went wrong.
class Walk {
 public:
  explicit Walk(const Settings& settings) : settings_(settings) {}

  int go() {
    std::cout << "\nOne letter, all the way:\n";
    const bool done = bank() && receive();
    if (!done) return complain("the walk stopped: " + wrong_);
    std::cout << "\nLook: " << settings_.config.origin()
              << "/  (sign in as rosa to read it again; as analyst for the bank; as auditor for\n"
              << "the log). The programme sees it as banked after the next publication; `holdfast demo clock --hours "
                 "24` brings it.\n";
    return kDone;
  }

 private:
  void say(const std::string& line) { std::cout << "  " << line << '\n'; }
  bool stop(const std::string& why) {
    wrong_ = why;
    return false;
  }

  bool bank();
  bool receive();

  const Settings& settings_;
  std::string version_, letter_, hold_, wrong_;
};

// Review, approval, addressing.
bool Walk::bank() {
  const auto token = demo_sign_in(settings_, "analyst");
  if (!token) return stop("analyst: " + token.error());
  Client analyst(settings_.config.origin(), authority_of(settings_));
  analyst.bearer(*token);
  std::string after;
  while (version_.empty()) {
    const auto list = answer_of(analyst.get("/api/v1/reviews" + (after.empty() ? "" : "?after=" + after)), 200);
    if (!list) return stop("the review queue " + list.error());
    for (const auto& row : array_at(*list, "reviews")) {
      if (text_at(row, "verdict") == "clear" && text_at(row, "offender_number") == kDemoRecipients[0].offender &&
          version_.empty()) {
        version_ = text_at(row, "id");
        letter_ = text_at(row, "letter");
      }
    }
    after = text_at(*list, "next");
    if (after.empty() && version_.empty())
      return stop("no clear letter of " + std::string(kDemoRecipients[0].offender) + " is waiting");
  }
  const auto opened = answer_of(analyst.post("/api/v1/reviews/" + version_ + "/opening", ""), 200);
  if (!opened) return stop("opening it for review " + opened.error());
  say("An analyst opens it: " + std::to_string(text_at(*opened, "words").size()) + " bytes, " +
      std::to_string(array_at(*opened, "findings").size()) + " findings");
  const auto seen = analyst.get("/api/v1/reviews/" + version_);
  const auto decided = answer_of(
      analyst.post("/api/v1/reviews/" + version_ + "/decision", R"({"decision":"approve"})", {{"If-Match", seen.etag}}),
      200);
  if (!decided) return stop("approving it " + decided.error());
  say("approves it,");
  const auto candidates = answer_of(analyst.post("/api/v1/letters/" + letter_ + "/addressing/opening", ""), 200);
  if (!candidates) return stop("looking for whom it is " + candidates.error());
  const auto& people = array_at(*candidates, "candidates");
  if (people.empty()) return stop("nobody is registered for this writer");
  json::Writer body;
  body.object()
      .field("person", text_at(people.front(), "person"))
      .field("evidence", "The case number and the registration agree.")
      .end();
  const auto addressed = answer_of(analyst.post("/api/v1/letters/" + letter_ + "/addressing", body.take()), 200);
  if (!addressed) return stop("addressing it " + addressed.error());
  say("finds whom it is for, notes the evidence, and banks it: " + text_at(*addressed, "state"));
  return true;
}

// Offer, choice, opening.
bool Walk::receive() {
  const auto token = demo_sign_in(settings_, std::string(kDemoRecipients[0].login));
  if (!token) return stop("the recipient: " + token.error());
  Client rosa(settings_.config.origin(), authority_of(settings_));
  rosa.bearer(*token);
  const auto list = answer_of(rosa.get("/api/v1/holds"), 200);
  if (!list) return stop("what is offered " + list.error());
  for (const auto& hold : array_at(*list, "holds")) {
    if (text_at(hold, "state") == "offered") hold_ = text_at(hold, "id");
  }
  if (hold_.empty()) return stop("nothing is offered");
  say("The person it is for is asked, and says: yes, now");
  const auto seen = rosa.get("/api/v1/holds/" + hold_);
  const auto chosen = answer_of(
      rosa.post("/api/v1/holds/" + hold_ + "/choices", R"({"choice":"now"})", {{"If-Match", seen.etag}}), 201);
  if (!chosen) return stop("choosing " + chosen.error());
  const auto words = answer_of(rosa.post("/api/v1/holds/" + hold_ + "/opening", ""), 201);
  if (!words) return stop("reading it " + words.error());
  say("and reads it: \"" + text_at(*words, "words").substr(0, 60) + "...\"");
  return true;
}

void print_counts(const std::string& title, const storage::Counts& counts) {
  std::cout << title << '\n';
  for (const auto& [name, count] : counts) std::cout << "  " << std::setw(6) << count << "  " << name << '\n';
}

}  // namespace

std::filesystem::path authority_of(const Settings& settings) {
  return settings.config.server.certificate.parent_path() / "ca.pem";
}

// A code works once: where this one was used already, the next is waited for.
std::expected<std::string, std::string> demo_sign_in(const Settings& settings, const std::string& login) {
  Client client(settings.config.origin(), authority_of(settings));
  Reply reply;
  for (int second = 0; second < 40; ++second) {
    json::Writer body;
    body.object().field("login", login).field("passphrase", kDemoPassphrase);
    if (has_code(login)) body.field("code", code_now(settings, login));
    body.end();
    reply = client.post("/api/v1/sessions", body.take());
    if (reply.status == 201) {
      const auto value = json::parse(reply.body);
      return value ? text_at(*value, "token") : std::string();
    }
    if (reply.status != 401 || !has_code(login)) break;
    if (second == 0) std::cerr << "  waiting for the next code of " << login << '\n';
    std::this_thread::sleep_for(std::chrono::seconds(5));
    second += 4;
  }
  return std::unexpected(std::to_string(reply.status) + " " + reply.body.substr(0, 300));
}

void print_outcome(const Settings& settings) {
  storage::Database owner(connection(settings.config, settings.config.database.owner_role, "holdfast demo"));
  const auto agency = storage::find_agency(owner, settings.profile.code);
  if (!agency) return;
  const auto found = storage::outcomes(owner, agency->system);
  if (!found) return;
  print_counts("Verdicts", found->verdicts);
  print_counts("Categories", found->categories);
  print_counts("Tickets, unconfirmed until a person has read the letter", found->tickets_by_institution);
}

int walk_one_letter(const Settings& settings) { return Walk(settings).go(); }

}  // namespace holdfast::commands
