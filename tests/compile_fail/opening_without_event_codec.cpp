// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: an event of a unit is written with its mark: include <loyalty/stream/event_codec.hpp>
#include <loyalty/events/opening.hpp>
#include <loyalty/stream/encoding.hpp>
#if !defined(LOYALTY_EXPECT_FAILURE)
#include <loyalty/stream/event_codec.hpp>
#endif

#include <array>
#include <cstddef>

using namespace loyalty;

int main() {
    std::array<std::byte, 4096> room{};
    streams::writer to{room};
    streams::encode(to, social::opening<unit::points>{});
}
