// SPDX-License-Identifier: BSL-1.0
// expect: a policy around a limited....., or around a wheel with a stock, must have the state of that policy as a public member
#include <loyalty/loyalty.hpp>

#include <cstdint>

using namespace loyalty;

using visit_award = decltype(points{per_visit{100_points}});
using few = decltype(limited{quota<1>(150_points), visit_award{per_visit{100_points}}});

struct counted {
    using rewards = few::rewards;
    static constexpr bool returns_put_back = true;

    class state {
#if !defined(LOYALTY_EXPECT_FAILURE)
    public:
#endif
        few::state inside{};
        friend counted;
        friend constexpr bool operator==(const state&, const state&) = default;
    };

    few policy;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"policy", &counted::policy, "what is counted"});

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const {
        policy.apply(own.inside, visit);
    }
};

constexpr programme rules{counted{few{quota<1>(150_points), visit_award{per_visit{100_points}}}}};

int main() {}
