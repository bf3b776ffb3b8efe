// For the few routes that answer without a lane: health, assets, and intake, which has a queue of its own.
#pragma once

#include "gateway/routes/serving.h"

namespace holdfast::routes {

struct DirectContext {
  App& app;
  Lanes& lanes;
  flows::Intake& intake;
};

}  // namespace holdfast::routes
