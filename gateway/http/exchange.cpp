#include "gateway/http/exchange.h"

namespace holdfast::http {

void Exchange::hand_over(std::optional<Response> answer) {
  claim_.release();
  lane_->pass([self = shared_from_this(), answer = std::move(answer)]() mutable {
    self->settled_ = true;
    self->answer_ = std::move(answer);
    if (const auto session = self->session_.lock()) session->wake();
  });
}

}  // namespace holdfast::http
