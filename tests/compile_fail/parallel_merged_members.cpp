// SPDX-License-Identifier: BSL-1.0
// expect: members of this programme merge, and workers would meet at one member: apply the stream with apply_all
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/parallel.hpp>

#include <span>

using namespace loyalty;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}, social::mergeable{}};
#else
constexpr programme rules{points{per_visit{1_points}}};
#endif
using rules_type = std::remove_const_t<decltype(rules)>;

int main() {
    member<rules_type> members[1];
    const sale sales[1]{{.id = 1, .net = 1_usd}};
    return apply_partitioned(rules, std::span<member<rules_type>>{members}, std::span<const sale>{sales}, {}, 1,
                             in_turn{})
                       .accepted == 1
               ? 0
               : 1;
}
