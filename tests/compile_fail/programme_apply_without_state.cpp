// SPDX-License-Identifier: BSL-1.0
// expect: without a state of its own, write loyalty::extensions::no_state for state
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
#if defined(LOYALTY_EXPECT_FAILURE)
    constexpr void apply(Visit& visit) const noexcept {
#else
    constexpr void apply(state& own, Visit& visit) const noexcept {
        ++own.visits;
#endif
        visit.grant(1_points);
}
}
;

constexpr programme rules{bonus{}};

int main() {}
