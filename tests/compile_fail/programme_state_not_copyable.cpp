// SPDX-License-Identifier: BSL-1.0
// expect: must be trivially copyable: no strings, vectors or pointers
#include <loyalty/loyalty.hpp>

#include <string>

using namespace loyalty;

struct bonus {
    using rewards = units<unit::points>;
    static constexpr bool returns_put_back = true;

    struct state {
#if defined(LOYALTY_EXPECT_FAILURE)
        int visits = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
        std::string name;
#else
        int visits = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
#endif
    };
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        ++own.visits;
        visit.grant(1_points);
    }
};

constexpr programme rules{bonus{}};

int main() {}
