#include <CLI/CLI.hpp>

#include "gateway/commands/commands.h"
#include "gateway/commands/rules.h"

int main(int argc, char** argv) {
  using namespace holdfast::commands;
  CLI::App app{"Holdfast: the gateway between letters and the people they are for"};
  app.require_subcommand(1);
  std::filesystem::path config = "var/holdfast.toml";
  bool json = false;
  int result = kDone;
  const auto configured = [&](CLI::App* command) {
    command->add_option("--config", config, "the settings file")->capture_default_str();
    return command;
  };
  const auto sub = [&](CLI::App* parent, const char* name, const char* what) {
    return configured(parent->add_subcommand(name, what));
  };

  sub(&app, "serve", "run the gateway")->callback([&] { result = serve(config); });
  sub(&app, "keeper", "run the keeper, which alone can open what is sealed")->callback([&] {
    result = keeper(config);
  });
  sub(&app, "migrate", "bring the database up to date")->callback([&] { result = migrate(config); });

  auto* keys = app.add_subcommand("keys", "the keeper's keys")->require_subcommand(1);
  sub(keys, "init", "make this week's keys where there are none")->callback([&] { result = keys_init(config); });

  auto* audit = app.add_subcommand("audit", "the log")->require_subcommand(1);
  auto* verify = sub(audit, "verify", "recompute the log's root from its leaves, against every recorded head");
  verify->add_flag("--json", json, "answer as JSON");
  verify->callback([&] { result = audit_verify(config, json); });

  auto* well = sub(&app, "doctor", "say what is wrong with this installation and how to mend it");
  well->add_flag("--json", json, "answer as JSON");
  well->callback([&] { result = doctor(config, json); });

  ScreenOptions screening;
  auto* screens = app.add_subcommand("screen", "screen letters from files");
  screens->add_option("files", screening.files, "text files, one letter each");
  screens->add_option("--jsonl", screening.jsonl, "one object a line with id and text; - is standard input");
  screens->add_option("--packs", screening.packs, "the folder of the rule packs");
  screens->add_option("--adviser", screening.adviser.url, "ask this adviser too: unix:/socket or https://host[:port]");
  screens->add_option("--adviser-model", screening.adviser.model, "the name it is asked for by")->capture_default_str();
  screens->add_option("--adviser-instructions", screening.adviser.instructions, "what it is told");
  screens->add_option("--adviser-certificate", screening.adviser.certificate, "ours, for https");
  screens->add_option("--adviser-key", screening.adviser.key, "its key");
  screens->add_option("--adviser-authority", screening.adviser.authority, "who signed the adviser's certificate");
  screens
      ->add_option_function<int>(
          "--adviser-seconds", [&](int seconds) { screening.adviser.answer_time = holdfast::config::Seconds(seconds); },
          "the longest wait for one letter")
      ->check(CLI::Range(1, 600));
  screens->add_flag("--rules-only", screening.rules_only, "without the learned layer");
  auto* as_json = screens->add_flag("--json", screening.json, "answer as JSON");
  screens
      ->add_flag("--explain", screening.explain,
                 "each finding with its reason and disguise, scores, and why it is no worse")
      ->excludes(as_json);
  const auto spoken = [](CLI::App* command, std::string& language) {
    command->add_option("--lang", language, "the language of reasons")
        ->check(CLI::IsMember({"en", "es"}))
        ->capture_default_str();
  };
  spoken(screens, screening.language);
  RescreenOptions held;
  bool rescreen = false;
  auto* again = screens->add_flag("--rescreen", rescreen,
                                  "screen held letters again with the rules in force; a gateway must be running");
  screens->add_flag("--apply", held.apply, "set before a person what would now be worse")->needs(again);
  screens->add_option("--wait", held.wait, "seconds to wait for a gateway")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str()
      ->needs(again);
  configured(screens);
  screens->callback([&] {
    held.json = screening.json;
    if (!rescreen) return void(result = screen(screening));
    if (screening.files.empty() && screening.jsonl.empty()) return void(result = screen_held(config, held));
    result = (complain("--rescreen reads no files: it is about the letters that are held"), kWrong);
  });

  std::filesystem::path pairs;
  auto* match = app.add_subcommand("match", "say of pairs of names whether they are one person's");
  match->add_option("--pairs", pairs, "CSV with name_a,name_b and perhaps match (true, false)")->required();
  match->callback([&] { result = match_pairs(pairs); });

  ImportOptions importing;
  auto* imports = app.add_subcommand("import", "take a file of orders, people or housing");
  imports->add_option("kind", importing.kind, "orders, people or housing")->required();
  imports->add_option("file", importing.file, "a .csv, .json or (orders) .xml; docs/imports.md says what is in it")
      ->required();
  imports->add_option("--feed", importing.feed, "the name under which files of this source come")
      ->capture_default_str();
  imports->add_option("--rows", importing.rows, "how many rows there should be: another count is a file cut off");
  imports->add_flag("--dry-run", importing.dry_run, "say what would change, and change nothing");
  bool as_whole = true;
  auto* whole = imports->add_flag("--whole", as_whole, "all or nothing (this is how it is done without either)");
  imports->add_flag("--row-by-row", importing.row_by_row, "each row by itself: what is refused keeps no other")
      ->excludes(whole);
  imports->add_flag("--json", importing.json, "answer as JSON");
  configured(imports);
  imports->callback([&] { result = import_file(config, importing); });

  auto* rules = app.add_subcommand("rules", "the rules of screening")->require_subcommand(1);
  TrainOptions training;
  auto* train = rules->add_subcommand("train", "train the learned layer from the labelled corpus");
  train->add_option("--corpus", training.corpus, "the folder of labelled letters and passages")->capture_default_str();
  train->add_option("--concepts", training.concepts, "what words are about")->capture_default_str();
  train->add_option("--packs", training.packs, "the rules to compare with")->capture_default_str();
  train->add_option("--out", training.out, "where the model is written")->capture_default_str();
  train->add_option("--made", training.made, "a date for the model's header");
  train->add_option("--held-out", training.held_out,
                    "with --cross-validate: a file for what was said of each letter, JSON lines");
  train->add_flag("--cross-validate", training.cross_validate,
                  "write nothing; say how well it does on letters held out");
  train->callback([&] { result = rules_train(training); });
  LintOptions linting;
  auto* lint = rules->add_subcommand("lint", "what a person should know of a set of rule packs");
  lint->add_option("packs", linting.packs, "the folder of the rule packs");
  lint->add_flag("--strict", linting.strict, "what a person should look at counts as wrong");
  lint->add_flag("--json", linting.json, "answer as JSON");
  lint->callback([&] { result = rules_lint(linting); });
  std::filesystem::path tested;
  auto* test = rules->add_subcommand("test", "run the rules' own examples");
  test->add_option("packs", tested, "the folder of the rule packs");
  test->callback([&] { result = rules_test(tested); });
  ReportOptions reporting;
  auto* report = rules->add_subcommand("report", "what each rule does on labelled letters");
  report->add_option("packs", reporting.packs, "the folder of the rule packs");
  report->add_option("letters", reporting.letters, "files of lines with id, lang, verdict, categories and text");
  report->add_option("--against", reporting.against, "an earlier report (--json): say what changed");
  report->add_flag("--rules-only", reporting.rules_only, "without the learned layer");
  report->add_flag("--misses", reporting.misses, "print each letter whose verdict came out wrong");
  report->add_flag("--findings", reporting.findings, "print each finding on a line");
  report->add_flag("--json", reporting.json, "answer as JSON");
  report->add_flag("--feedback", reporting.feedback,
                   "with what readers said of each rule's findings; without letters, that alone");
  configured(report);
  report->callback([&] {
    reporting.config = config;
    result = rules_report(reporting);
  });
  ExplainOptions explaining;
  auto* explain = rules->add_subcommand("explain", "a rule taken apart, or what the rules say of a letter");
  explain->add_option("what", explaining.what, "a rule's id, or a file with a letter")->required();
  explain->add_option("--packs", explaining.packs, "the folder of the rule packs");
  explain->add_flag("--rules-only", explaining.rules_only, "without the learned layer");
  spoken(explain, explaining.language);
  explain->callback([&] { result = rules_explain(explaining); });

  sub(rules, "reload", "take the folder's rules, on every gateway; what would stop less waits for two people")
      ->callback([&] { result = rules_reload(config); });

  auto* demo = app.add_subcommand("demo", "invented people and letters");
  configured(demo);
  DemoLetters letters;
  demo->add_option("--letters", letters.file, "submit the letters of this file over HTTPS, then walk one all the way");
  demo->add_option("--connections", letters.connections, "how many submit at once")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  sub(demo, "seed", "make the demo's people, where they are not there")->callback([&] { result = demo_seed(config); });
  sub(demo, "accounts", "how to sign in as each of them")->callback([&] { result = demo_accounts(config); });
  long hours = 0;
  auto* clock = sub(demo, "clock", "move the demo's clock ahead");
  clock->add_option("--hours", hours, "by how many hours")->required()->check(CLI::Range(1L, 200'000L));
  clock->callback([&] { result = demo_clock(config, hours); });
  demo->callback([&] {
    if (!letters.file.empty()) result = demo_letters(config, letters);
    if (letters.file.empty() && demo->get_subcommands().empty()) throw CLI::CallForHelp();
  });

  auto* users = app.add_subcommand("user", "people who sign in")->require_subcommand(1);
  NewUser user;
  auto* add = sub(users, "add", "add one; the passphrase is made and shown once");
  add->add_option("--role", user.role,
                  "facilitator, analyst, reader, investigator, institution, auditor, administrator, second_person")
      ->required();
  add->add_option("--login", user.login, "what they sign in with")->required();
  add->add_option("--name", user.name, "what their colleagues see")->required();
  add->add_option("--belongs-to", user.belongs_to, "a facilitator's programme, an institution's code");
  add->add_option("--at", user.at, "a new programme's institution: its code");
  add->callback([&] { result = user_add(config, user); });
  std::string login;
  auto* disable = sub(users, "disable", "end an account's sessions and sign-ins at once");
  disable->add_option("--login", login, "whose")->required();
  disable->callback([&] { result = user_disable(config, login); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrong;
  }
  return result;
}
