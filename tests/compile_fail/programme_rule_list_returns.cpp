// SPDX-License-Identifier: BSL-1.0
// expect: rule_list: a policy with a state must say what a return does to it
#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

using namespace loyalty;

struct tenth_visit {
    using rewards = units<unit::points>;
#if !defined(LOYALTY_EXPECT_FAILURE)
    static constexpr bool returns_put_back = true;
#endif

    struct state {
        std::uint8_t visits = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
    };

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const {
        ++own.visits;
        visit.grant(own.visits % 10 == 0 ? 100_points : 0_points);
    }
};

int main() {
    rule_list<4, tenth_visit> rules;
    return rules.push_back(tenth_visit{}) ? 0 : 1;
}
