// One function a subcommand. Exit codes: 0 done; 1 it was done and the answer is no (a log that does not verify, an
// installation that is not well); 2 called wrongly, or settings that cannot be read; 3 something it needs is away.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "screening/screening.h"
#include "storage/postgres/database.h"

namespace holdfast::commands {

inline constexpr int kDone = 0;
inline constexpr int kNo = 1;
inline constexpr int kWrong = 2;
inline constexpr int kAway = 3;

struct Settings {
  config::Config config;
  config::Profile profile;
};
// Prints what is wrong and ends the program with kWrong.
Settings read_settings(const std::filesystem::path& file);
storage::ConnectionSettings connection(const config::Config& config, const std::string& role,
                                       const std::string& application);
screening::Engine read_engine(const std::filesystem::path& packs);
// The same without the learned layer.
screening::Engine read_rules(const std::filesystem::path& packs);
// For errors of ours on standard error: "holdfast: <what>: <why>".
int complain(const std::string& what, const domain::Error& error);
int complain(const std::string& what);

int serve(const std::filesystem::path& config_file);
int keeper(const std::filesystem::path& config_file);
int migrate(const std::filesystem::path& config_file);
int keys_init(const std::filesystem::path& config_file);
int audit_verify(const std::filesystem::path& config_file, bool json);
int doctor(const std::filesystem::path& config_file, bool json);

struct ScreenOptions {
  ScreenOptions() { adviser.instructions.clear(); }  // empty: those that are installed
  std::vector<std::filesystem::path> files;
  std::filesystem::path jsonl;
  std::filesystem::path packs;
  config::Adviser adviser;      // asked about each letter, where it has a url
  std::string language = "en";  // of explanations
  bool rules_only = false;      // without the learned layer
  bool explain = false;
  bool json = false;
};
int screen(const ScreenOptions& options);

struct RescreenOptions {
  bool apply = false;  // set before a person what would now be worse
  int wait = 45;       // seconds for a gateway to take it up, or to go on where another stopped
  bool json = false;
};
// Has a gateway screen held letters again with the rules in force, and lists what changed. kNo where something is worse
// and was only listed, or could not be screened.
int screen_held(const std::filesystem::path& config_file, const RescreenOptions& options);

struct TrainOptions {
  std::filesystem::path corpus = "tests/corpus";
  std::filesystem::path concepts = "screening/learned/concepts.txt";
  std::filesystem::path packs = "screening/packs";
  std::filesystem::path out = "screening/packs/learned.model";
  std::string made;  // a date for the header, or nothing
  bool cross_validate = false;
  std::filesystem::path held_out;  // with cross_validate: what was said of each letter; empty for nowhere
};
// Trains the learned layer of screening from the labelled corpus, or says how well that does.
int rules_train(const TrainOptions& options);

struct ImportOptions {
  std::string kind;  // orders, people, housing
  std::filesystem::path file;
  std::string feed = "files";
  std::optional<std::size_t> rows;  // how many there should be
  bool row_by_row = false;
  bool dry_run = false;
  bool json = false;
};
// Takes a file as the operator. kNo where a row or the file was refused, or waits for people.
int import_file(const std::filesystem::path& config_file, const ImportOptions& options);

// Judges the pairs of names of a CSV file; says precision and recall where the file has the answers.
int match_pairs(const std::filesystem::path& file);

int demo_seed(const std::filesystem::path& config_file);
int demo_accounts(const std::filesystem::path& config_file);
int demo_clock(const std::filesystem::path& config_file, long hours);
struct DemoLetters {
  std::filesystem::path file;
  int connections = 16;
};
int demo_letters(const std::filesystem::path& config_file, const DemoLetters& options);

struct NewUser {
  std::string role, login, name, belongs_to;  // belongs_to: a programme's or institution's name or code
  std::string at;                             // where a programme that is made here meets: an institution's code
};
int user_add(const std::filesystem::path& config_file, const NewUser& user);
int user_disable(const std::filesystem::path& config_file, const std::string& login);

}  // namespace holdfast::commands
