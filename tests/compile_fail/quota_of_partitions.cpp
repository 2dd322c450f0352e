// SPDX-License-Identifier: BSL-1.0
// expect: partitions that run at a time share no quota
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/parallel.hpp>

using namespace loyalty;
using namespace loyalty::streams;

constexpr programme launch{limited{quota<1>(1'000_points), points{per_visit{500_points}}}};
using launch_type = std::remove_const_t<decltype(launch)>;
using sale = purchase<currency::usd>;

void run(std::span<member<launch_type>> members, std::span<const sale> sales, quotas<launch_type>& budget) {
    std::span<launch_type::outcome_type> none;
#if defined(LOYALTY_EXPECT_FAILURE)
    apply_partitioned(launch, members, sales, none, 2, in_turn{}, sharing(budget));
#else
    auto shares = budget.split<2>();
    apply_partitioned(launch, members, sales, none, 2, in_turn{}, sharing_by_partition(std::span{shares}));
#endif
}

int main() {
    return 0;
}
