// SPDX-License-Identifier: BSL-1.0
// expect: gamified: a game with a state must say what a return does to it
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::extensions;

struct tenth_visit {
    using rewards = units<unit::points>;

    struct state {
        std::uint8_t visits = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
    };

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const {
        ++own.visits;
        visit.grant(own.visits % 10 == 0 ? 100_points : 0_points);
    }
    template <class Visit>
#if defined(LOYALTY_EXPECT_FAILURE)
    constexpr void revertt(state& own, const undone<state>&, Visit&) const {
#else
    constexpr void revert(state& own, const undone<state>&, Visit&) const {
#endif
        --own.visits;
}
}
;

constexpr programme rules{gamified{tenth_visit{}}};

int main() {
    return 0;
}
