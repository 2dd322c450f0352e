// SPDX-License-Identifier: BSL-1.0
// expect: a policy misses `using rewards = loyalty::units<[.][.][.]>;`: name the units
#include <loyalty/loyalty.hpp>

using namespace loyalty;

struct bonus {
#if defined(LOYALTY_EXPECT_FAILURE)
#else
    using rewards = units<unit::points>;
#endif
    static constexpr bool returns_put_back = true;

    struct state {
        int visits = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
    };
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        ++own.visits;
        visit.grant(1_points);
    }
};

constexpr programme rules{bonus{}};

int main() {}
