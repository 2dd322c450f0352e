// SPDX-License-Identifier: BSL-1.0
// expect: a policy grants a unit that its `using rewards = units<[.][.][.]>` does not name
#include <loyalty/loyalty.hpp>

using namespace loyalty;

struct bonus {
    using rewards = units<unit::points>;
    static constexpr bool returns_put_back = true;

    struct state {
        int visits = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
    };
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        ++own.visits;
#if defined(LOYALTY_EXPECT_FAILURE)
        visit.grant(1_stamps);
#else
        visit.grant(1_points);
#endif
    }
};

constexpr programme rules{bonus{}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{.id = 1, .net = 5_usd}).refused);
}
