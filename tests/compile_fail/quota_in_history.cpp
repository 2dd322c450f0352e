// SPDX-License-Identifier: BSL-1.0
// expect: a quota that other members share cannot be
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/history.hpp>

using namespace loyalty;
using namespace loyalty::streams;

constexpr auto award = points{per_visit{500_points}};
#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme launch{limited{quota<1>(1'000_points), award}};
#else
constexpr programme launch{award};
#endif

int main() {
    const member_history<std::remove_const_t<decltype(launch)>, purchase<currency::usd>> anna{launch};
    return 0;
}
