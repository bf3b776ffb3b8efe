// Carries one answer from whichever thread gives it to the session's lane.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "gateway/http/bounds.h"
#include "gateway/http/lane.h"
#include "gateway/http/message.h"

namespace holdfast::http {

class Exchange final : public Responder::Sink, public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(std::shared_ptr<Lane> lane, std::weak_ptr<LaneMember> session, Claim claim)
      : lane_(std::move(lane)), session_(std::move(session)), claim_(std::move(claim)) {}

  void deliver(Response response) noexcept override { hand_over(std::move(response)); }
  void abandon() noexcept override { hand_over(std::nullopt); }

  // On the lane's thread: whether it is settled, and the answer; none if it was abandoned.
  bool settled() const { return settled_; }
  std::optional<Response> take() { return std::exchange(answer_, std::nullopt); }

 private:
  void hand_over(std::optional<Response> answer);

  std::shared_ptr<Lane> lane_;
  std::weak_ptr<LaneMember> session_;
  Claim claim_;
  std::optional<Response> answer_;
  bool settled_ = false;
};

}  // namespace holdfast::http
