// SPDX-License-Identifier: BSL-1.0
// expect: replay: the profiles are those of all members, in an array or a span: give no_profiles{} if there are none
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/replay.hpp>

#include <array>
#include <span>

using namespace loyalty;
using namespace loyalty::streams;

constexpr programme stars{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

int main() {
    std::array<member<std::remove_const_t<decltype(stars)>>, 1> members{};
    journal_reader in{{}, fingerprint(stars)};
    extensions::no_sink sink;
#if defined(LOYALTY_EXPECT_FAILURE)
    const extensions::no_profile nobody{};
#else
    const no_profiles nobody{};
#endif
    replay<purchase<currency::usd>>(stars, std::span{members}, in, 0, sink, nobody);
}
