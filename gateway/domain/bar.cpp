#include "gateway/domain/bar.h"

namespace holdfast::domain {

Error refusal(Bar bar) {
  switch (bar) {
    case Bar::not_yours:
      return {Problem::forbidden, why(bar)};
    case Bar::destroyed:
      return {Problem::gone, why(bar)};
    case Bar::not_in_state:
      return {Problem::conflict, why(bar)};
    default:
      return {Problem::refused, why(bar)};
  }
}

}  // namespace holdfast::domain
