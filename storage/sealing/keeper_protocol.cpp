#include "storage/sealing/keeper_protocol.h"

#include <algorithm>
#include <utility>

#include "storage/sealing/suite1.h"

namespace holdfast::sealing {
namespace {

constexpr std::uint8_t kVersion = 1;
enum Type : std::uint8_t { kRequest = 1, kAnswer = 2 };
constexpr std::uint8_t kGranted = 0;
constexpr std::size_t kId = 16;
constexpr std::size_t kAnswerHead = 2 + kId + 1;

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> rest) : rest_(rest) {}

  std::uint8_t byte() {
    const auto got = take(1);
    return got.empty() ? std::uint8_t{0} : got.front();
  }
  std::uint16_t two() {
    const auto high = byte();
    return static_cast<std::uint16_t>(high << 8 | byte());
  }
  domain::IdBytes id() {
    domain::IdBytes bytes{};
    std::ranges::copy(take(kId), bytes.begin());
    return bytes;
  }
  std::span<const std::uint8_t> take(std::size_t count) {
    if (count > rest_.size()) {
      short_ = true;
      return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  // Everything asked for was there, and nothing is left.
  bool whole() const { return !short_ && rest_.empty(); }

 private:
  std::span<const std::uint8_t> rest_;
  bool short_ = false;
};

bool known(Purpose purpose) { return purpose >= Purpose::letter && purpose <= Purpose::again_quarantine; }
bool known(GrantKind kind) { return kind >= GrantKind::review && kind <= GrantKind::advice; }
bool known(Refusal refusal) { return refusal >= Refusal::no_grant && refusal <= Refusal::damaged; }

}  // namespace

std::string_view refusal_name(Refusal refusal) {
  switch (refusal) {
    case Refusal::no_grant:
      return "no-grant";
    case Refusal::gone:
      return "gone";
    case Refusal::unavailable:
      return "unavailable";
    case Refusal::malformed:
      return "malformed";
    case Refusal::damaged:
      return "damaged";
  }
  return "unknown-refusal";
}

std::vector<std::uint8_t> encode_request(const KeyRequest& request) {
  std::vector<std::uint8_t> out{kVersion, kRequest};
  const auto add = [&out](const auto& bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); };
  const auto purpose = std::to_underlying(request.key.purpose);
  add(request.request.bytes);
  out.push_back(static_cast<std::uint8_t>(purpose >> 8));
  out.push_back(static_cast<std::uint8_t>(purpose));
  add(request.key.object.bytes);
  out.push_back(std::to_underlying(request.grant_kind));
  add(request.grant.bytes);
  add(request.actor.bytes);
  out.push_back(static_cast<std::uint8_t>(request.key.agency.size()));
  add(request.key.agency);
  return out;
}

std::optional<KeyRequest> decode_request(std::span<const std::uint8_t> body) {
  Reader reader(body);
  if (reader.byte() != kVersion || reader.byte() != kRequest) return std::nullopt;
  KeyRequest request;
  request.request.bytes = reader.id();
  request.key.purpose = Purpose{reader.two()};
  request.key.object.bytes = reader.id();
  request.grant_kind = GrantKind{reader.byte()};
  request.grant.bytes = reader.id();
  request.actor.bytes = reader.id();
  const auto agency = reader.take(reader.byte());
  request.key.agency.assign(agency.begin(), agency.end());
  if (!reader.whole() || !suite1::good_agency(request.key.agency)) return std::nullopt;
  if (!known(request.key.purpose) || !known(request.grant_kind)) return std::nullopt;
  return request;
}

SecretBytes encode_answer(const KeyAnswer& answer) {
  SecretBytes out(kAnswerHead + (answer.refusal ? 0 : answer.key.kSize));
  const auto bytes = out.reveal_to_fill();
  bytes[0] = kVersion;
  bytes[1] = kAnswer;
  std::ranges::copy(answer.request.bytes, bytes.begin() + 2);
  bytes[2 + kId] = answer.refusal ? std::to_underlying(*answer.refusal) : kGranted;
  if (!answer.refusal) std::ranges::copy(answer.key.reveal(), bytes.begin() + kAnswerHead);
  return out;
}

std::optional<KeyAnswer> decode_answer(std::span<const std::uint8_t> body) {
  Reader reader(body);
  if (reader.byte() != kVersion || reader.byte() != kAnswer) return std::nullopt;
  KeyAnswer answer;
  answer.request.bytes = reader.id();
  const std::uint8_t code = reader.byte();
  if (code == kGranted) {
    std::ranges::copy(reader.take(answer.key.kSize), answer.key.reveal_to_fill().begin());
  } else {
    answer.refusal = Refusal{code};
    if (!known(*answer.refusal)) return std::nullopt;
  }
  if (!reader.whole()) return std::nullopt;
  return answer;
}

}  // namespace holdfast::sealing
