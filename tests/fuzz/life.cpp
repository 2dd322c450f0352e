// SPDX-License-Identifier: BSL-1.0
//
// No target: the operations on what was read, which several targets link.
#include "life_events.hpp"

namespace fuzz {

template class life<five_type>;
template class life<rolling_type>;
template class life<months_type>;
template class life<quiet_type>;
template class life<busy_type>;
template class life<minutes_type>;

} // namespace fuzz
