// Epoch keys: made in time, readable by nobody else, never overwritten, and gone when destroyed.
#include "storage/sealing/keyring.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "storage/sealing/harden.h"
#include "tests/unit/storage/sealing/keys_for_tests.h"

namespace holdfast::sealing {
namespace {

using domain::Problem;
namespace fs = std::filesystem;
using std::chrono::sys_days;
using std::chrono::year;

constexpr domain::Duration kTick{1};

fs::path secret_of(const Keys& keys, Epoch epoch) {
  return keys.path / "secret" / ("epoch-" + std::to_string(epoch.number) + ".key");
}
fs::path public_of(const Keys& keys, Epoch epoch) {
  return keys.path / "public" / ("epoch-" + std::to_string(epoch.number) + ".pub");
}
mode_t mode_of(const fs::path& path) {
  struct stat about{};
  EXPECT_EQ(::lstat(path.c_str(), &about), 0) << path;
  return about.st_mode & 07777;
}
std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void overwrite(const fs::path& file, const std::string& content) { std::ofstream(file, std::ios::binary) << content; }
domain::Error load_error(const Keys& keys) {
  auto loaded = Keyring::load(keys.path);
  return loaded ? domain::Error{Problem::internal, "it loaded"} : loaded.error();
}

TEST(Epochs, begin_on_monday_at_midnight_utc) {
  const Epoch epoch = epoch_of(kNow);
  EXPECT_EQ(epoch.number, 2969u);
  EXPECT_EQ(begin_of(epoch), domain::Time{sys_days{year{2026} / 11 / 23}});
  EXPECT_EQ(std::chrono::weekday{sys_days{year{2026} / 11 / 23}}, std::chrono::Monday);
  EXPECT_EQ(epoch_of(begin_of(epoch)), epoch);
  EXPECT_EQ(epoch_of(begin_of(epoch) - kTick).number, 2968u);
  EXPECT_EQ(epoch_of(domain::Time{}).number, 0u);
}

TEST(Epochs, of_every_instant_contain_it) {
  for (domain::Time now = kNow; now < kNow + 60 * kWeek; now += std::chrono::hours(5)) {
    const Epoch epoch = epoch_of(now);
    EXPECT_LE(begin_of(epoch), now);
    EXPECT_LT(now, begin_of(Epoch{epoch.number + 1}));
  }
}

TEST(KeyFiles, are_made_for_this_week_and_the_next_with_strict_modes) {
  const Keys keys;
  ASSERT_TRUE(keys.made);
  EXPECT_EQ(mode_of(keys.path / "secret"), 0700u);
  EXPECT_EQ(mode_of(keys.path / "public"), 0755u);
  for (const auto number : {2969u, 2970u}) {
    EXPECT_EQ(mode_of(secret_of(keys, {number})), 0600u);
    EXPECT_EQ(mode_of(public_of(keys, {number})), 0644u);
  }
  EXPECT_EQ(keys.keyring.epochs(), (std::vector<Epoch>{{2969}, {2970}}));
}

TEST(KeyFiles, modes_hold_under_any_umask) {
  const mode_t before = ::umask(0);
  const Keys open_umask;
  ::umask(0077);
  const Keys closed_umask;
  ::umask(before);
  for (const auto* keys : {&open_umask, &closed_umask}) {
    EXPECT_EQ(mode_of(keys->path / "secret"), 0700u);
    EXPECT_EQ(mode_of(keys->path / "public"), 0755u);
    EXPECT_EQ(mode_of(secret_of(*keys, {2969})), 0600u);
    EXPECT_EQ(mode_of(public_of(*keys, {2969})), 0644u);
  }
}

TEST(KeyFiles, are_kept_when_made_again) {
  const Keys keys;
  const std::string before = content_of(secret_of(keys, {2969}));
  EXPECT_TRUE(init_keys(keys.path, kNow));
  EXPECT_EQ(content_of(secret_of(keys, {2969})), before);
}

TEST(KeyFiles, that_others_can_read_are_refused_by_name) {
  const Keys keys;
  fs::permissions(secret_of(keys, {2969}), fs::perms{0640});
  const auto error = load_error(keys);
  EXPECT_EQ(error.problem, Problem::forbidden);
  EXPECT_EQ(error.field, "secret/epoch-2969.key");
  EXPECT_NE(error.why.find("chmod 0600"), std::string_view::npos);
}

TEST(KeyFiles, in_a_folder_that_others_can_enter_are_refused) {
  const Keys keys;
  fs::permissions(keys.path / "secret", fs::perms{0710});
  EXPECT_EQ(load_error(keys).problem, Problem::forbidden);
}

TEST(KeyFiles, of_another_account_are_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const Keys keys;
  ASSERT_EQ(::chown(secret_of(keys, {2969}).c_str(), 12345, 12345), 0);
  EXPECT_EQ(load_error(keys).problem, Problem::forbidden);
}

TEST(KeyFiles, that_are_links_are_refused) {
  const Keys keys;
  fs::rename(secret_of(keys, {2969}), keys.path / "elsewhere");
  fs::create_symlink(keys.path / "elsewhere", secret_of(keys, {2969}));
  EXPECT_EQ(load_error(keys).problem, Problem::forbidden);
}

TEST(KeyFiles, that_are_damaged_are_refused) {
  for (const auto& damage : std::vector<std::function<void(std::string&)>>{
           [](std::string& line) { line.clear(); }, [](std::string& line) { line.pop_back(); },
           [](std::string& line) { line += '\n'; }, [](std::string& line) { line[10] = 'X'; },
           [](std::string& line) { line[line.size() - 2] = 'g'; }, [](std::string& line) { line[27] = '1'; },
           [](std::string& line) { line.resize(10000, 'a'); }}) {
    const Keys keys;
    std::string line = content_of(secret_of(keys, {2969}));
    damage(line);
    overwrite(secret_of(keys, {2969}), line);
    EXPECT_EQ(load_error(keys).problem, Problem::internal) << line.substr(0, 100);
  }
}

TEST(KeyFiles, another_secret_under_an_old_public_key_is_refused) {
  const Keys keys, others;
  fs::copy_file(secret_of(others, {2969}), secret_of(keys, {2969}), fs::copy_options::overwrite_existing);
  const auto error = load_error(keys);
  EXPECT_EQ(error.problem, Problem::internal);
  EXPECT_EQ(error.field, "epoch-2969.pub");
}

TEST(KeyFiles, public_half_lost_in_a_crash_is_written_again) {
  const Keys keys;
  const std::string before = content_of(public_of(keys, {2969}));
  fs::remove(public_of(keys, {2969}));
  ASSERT_TRUE(Keyring::load(keys.path));
  EXPECT_EQ(content_of(public_of(keys, {2969})), before);
}

// Gateways may have sealed to it: making a new secret under the old name would lose those letters without a word.
TEST(KeyFiles, public_half_without_its_secret_stops_the_keeper) {
  const Keys keys;
  fs::remove(secret_of(keys, {2969}));
  auto keyring = Keyring::load(keys.path);
  ASSERT_TRUE(keyring);
  EXPECT_EQ(keyring->ensure(kNow).error().problem, Problem::internal);
  EXPECT_EQ(init_keys(keys.path, kNow).error().field, "epoch-2969.pub");
  EXPECT_FALSE(fs::exists(secret_of(keys, {2969})));
}

TEST(KeyFiles, leftovers_of_a_killed_write_are_removed) {
  const Keys keys;
  const fs::path leftover = keys.path / "secret" / ".new-0000";
  overwrite(leftover, "half a key");
  ASSERT_TRUE(Keyring::load(keys.path));
  EXPECT_FALSE(fs::exists(leftover));
}

TEST(KeyFiles, without_a_folder_say_how_to_make_one) {
  const TemporaryFolder folder;
  const auto loaded = Keyring::load(folder.path());
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().why.find("holdfast keys init"), std::string_view::npos);
}

TEST(Keyring, two_keepers_that_make_a_weeks_key_at_once_have_the_same) {
  const Keys keys;
  Keyring other = Keyring::load(keys.path).value();
  Keyring another = Keyring::load(keys.path).value();
  const auto later = kNow + 10 * kWeek;
  {
    const std::jthread one([&] { EXPECT_TRUE(other.ensure(later)); });
    const std::jthread two([&] { EXPECT_TRUE(another.ensure(later)); });
  }
  EXPECT_EQ(other.public_key(epoch_of(later)).value(), another.public_key(epoch_of(later)).value());
}

TEST(Keyring, old_letters_open_in_later_weeks) {
  Keys keys;
  const KeyContext object = a_letter();
  const auto made = Sealer().new_object(object, keys.current, kNow).value();
  ASSERT_TRUE(keys.keyring.ensure(kNow + 5 * kWeek));
  EXPECT_TRUE(keys.keyring.unwrap(made.wrapped, object));
  EXPECT_TRUE(Keyring::load(keys.path)->unwrap(made.wrapped, object)) << "and after a restart";
}

TEST(Keyring, another_installations_keyring_opens_nothing) {
  const Keys keys, others;
  const KeyContext object = a_letter();
  const auto made = Sealer().new_object(object, keys.current, kNow).value();
  EXPECT_EQ(others.keyring.unwrap(made.wrapped, object).error().problem, Problem::internal);
}

TEST(Keyring, rewrapped_key_opens_the_same_letter_under_the_new_week) {
  Keys keys;
  const KeyContext object = a_letter();
  const auto made = Sealer().new_object(object, keys.current, kNow).value();
  const auto chunks = *seal(made.key, part_of(object), "words");
  const auto later = kNow + 3 * kWeek;
  ASSERT_TRUE(keys.keyring.ensure(later));
  const auto rewrapped = keys.keyring.rewrap(made.wrapped, object, later);
  ASSERT_TRUE(rewrapped);
  EXPECT_EQ(wrapped_epoch(*rewrapped), epoch_of(later));
  ASSERT_TRUE(keys.keyring.destroy(epoch_of(kNow), later));
  EXPECT_EQ(text_of(*open(*keys.keyring.unwrap(*rewrapped, object), part_of(object), chunks)), "words");
}

// C2 and C7: with every key that exists now, a copy wrapped to a destroyed epoch stays closed.
TEST(Keyring, destroyed_epoch_opens_nothing_ever_again) {
  Keys keys;
  const KeyContext object = a_letter();
  const auto made = Sealer().new_object(object, keys.current, kNow).value();
  const auto later = kNow + 6 * kWeek;
  ASSERT_TRUE(keys.keyring.ensure(later));
  ASSERT_TRUE(keys.keyring.destroy(epoch_of(kNow), later));
  EXPECT_EQ(keys.keyring.unwrap(made.wrapped, object).error().problem, Problem::gone);
  EXPECT_EQ(Keyring::load(keys.path)->unwrap(made.wrapped, object).error().problem, Problem::gone);
  EXPECT_FALSE(fs::exists(secret_of(keys, {2969})));
  EXPECT_FALSE(fs::exists(public_of(keys, {2969})));
  EXPECT_EQ(keys.keyring.destroy(epoch_of(kNow), later).error().problem, Problem::not_found);
}

TEST(Keyring, epoch_that_a_gateway_may_be_using_is_not_destroyed) {
  Keys keys;
  for (const int weeks_later : {-1, 0, 1}) {
    EXPECT_EQ(keys.keyring.destroy(epoch_of(kNow), kNow + weeks_later * kWeek).error().problem, Problem::refused);
  }
  EXPECT_TRUE(keys.keyring.destroy(epoch_of(kNow), kNow + 2 * kWeek));
}

TEST(PublicKeys, follow_the_weeks) {
  Keys keys;
  PublicKeys known(keys.path);
  EXPECT_EQ(known.current(kNow).value(), keys.current);
  const auto monday = begin_of(Epoch{2970});
  EXPECT_EQ(known.current(monday - kTick)->epoch.number, 2969u);
  EXPECT_EQ(known.current(monday)->epoch.number, 2970u);
}

TEST(PublicKeys, keep_last_weeks_key_for_a_week_while_the_keeper_is_away) {
  Keys keys;
  PublicKeys known(keys.path);
  EXPECT_EQ(known.current(kNow + 2 * kWeek)->epoch.number, 2970u);
  EXPECT_EQ(known.current(kNow + 3 * kWeek).error().problem, Problem::unavailable);
  ASSERT_TRUE(keys.keyring.ensure(kNow + 3 * kWeek));
  EXPECT_EQ(known.current(kNow + 3 * kWeek)->epoch.number, 2972u) << "as soon as the keeper is back";
}

TEST(PublicKeys, refuse_a_file_that_others_can_change_or_that_is_damaged) {
  const Keys keys;
  fs::permissions(public_of(keys, {2969}), fs::perms{0664});
  EXPECT_EQ(PublicKeys(keys.path).current(kNow).error().problem, Problem::forbidden);
  fs::permissions(public_of(keys, {2969}), fs::perms{0644});
  std::string line = content_of(public_of(keys, {2969}));
  line[line.size() - 2] = 'X';
  overwrite(public_of(keys, {2969}), line);
  EXPECT_EQ(PublicKeys(keys.path).current(kNow).error().problem, Problem::internal);
}

// In a child: it cannot be undone.
TEST(Hardening, forbids_core_dumps_and_peeking) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Hardening done = harden_process();
    ::_exit(done.no_core_dumps && done.not_dumpable ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace holdfast::sealing
