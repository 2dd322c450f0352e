// SPDX-License-Identifier: BSL-1.0
// expect: a policy does not say how the states of two members become one
#include <loyalty/loyalty.hpp>

#include <cstdint>

using namespace loyalty;

struct visits_seen {
    using rewards = units<>;
    struct state {
        std::int64_t seen = 0;
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };
    static constexpr bool returns_put_back = true;

    template <class Visit>
    constexpr void apply(state& own, Visit&) const noexcept {
        ++own.seen;
    }
#if !defined(LOYALTY_EXPECT_FAILURE)
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit&) const noexcept {
        own.seen += from.seen;
    }
#endif
};

constexpr programme rules{visits_seen{}, points{per_visit{1_points}}, social::mergeable{}};

int main() {
    member<std::remove_const_t<decltype(rules)>> from;
    member<std::remove_const_t<decltype(rules)>> into;
    return apply(rules, from, into, social::member_merge{.id = 1, .member = 0, .into = 1}).accepted() ? 0 : 1;
}
