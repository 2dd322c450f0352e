// SPDX-License-Identifier: BSL-1.0
// expect: the member is of another programme
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme coffee{points{per_visit{1_points}}};
constexpr programme beauty{points{per_visit{1_points}}, spend_threshold{100_points, every(250_usd)}};

#if defined(LOYALTY_EXPECT_FAILURE)
using anna_of = member<std::remove_const_t<decltype(beauty)>>;
#else
using anna_of = member<std::remove_const_t<decltype(coffee)>>;
#endif

int main() {
    anna_of anna;
    return static_cast<int>(apply(coffee, anna, purchase<currency::usd>{}).refused);
}
