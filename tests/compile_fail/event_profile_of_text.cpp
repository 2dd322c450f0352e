// SPDX-License-Identifier: BSL-1.0
// expect: of a member `birthday` has a month and a day
#include <loyalty/loyalty.hpp>

#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{points{per_visit{1_points}.when(birthday())}};

#if defined(LOYALTY_EXPECT_FAILURE)
struct anna_is {
    std::string_view birthday = "1990-05-17";
};
#else
struct anna_is {
    dates::month_day birthday{5, 17};
};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{}, anna_is{}).refused);
}
