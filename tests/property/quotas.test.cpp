// SPDX-License-Identifier: BSL-1.0
//
// Laws of quotas on random streams (S40): what is left and what members have taken is the whole, after every event, over
// purchases, refused ones, returns in parts and leases between shares.
#include "../support/events_wanted.hpp"

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;

namespace {

using sale = purchase<currency::usd>;

constexpr std::int64_t whole_points = 20'000;
constexpr std::int64_t whole_awards = 150;
constexpr auto month = calendar_window{period_unit::month};

constexpr programme launch{
    tiered{50_usd}.within(month),
    limited{quota<1>(20'000_points), points{per_amount{3_points, 1_usd}, multiply_by_tier{1_x, 2_x},
                                            round_off{rounding::floor}, cap_at{900_points, month}}},
    limited{quota<2>(150_items), spend_threshold{7_stamps, every(40_usd)}.within(month)}.all_or_nothing(),
    limited{quota<1>(20'000_points), spend_threshold{11_points, once(30_usd)}}.all_or_nothing(),
    points{per_amount{1_badges, 1_usd}, round_off{rounding::floor}, cap_at{90_badges}.rejecting()},
};
using launch_type = std::remove_const_t<decltype(launch)>;

struct sold_to {
    std::size_t member = 0;
    sale of{};
    receipt<launch_type> paper{};
};

std::int64_t events_wanted() {
    return support::events_wanted(60'000);
}

} // namespace

TEST_CASE("what is left and what was taken is the whole, after every event") {
    std::mt19937_64 random{20251127};
    const auto below = [&](std::uint64_t bound) { return random() % bound; };
    std::array<member<launch_type>, 40> members{};
    quotas<launch_type> first{launch};
    auto shares = first.split<2>();
    std::vector<sold_to> sales;
    std::int64_t hour = 0;
    std::uint64_t refused = 0;
    std::uint64_t returned = 0;
    const auto check = [&] {
        std::int64_t points_there = shares[0].left<1>().minor_units() + shares[1].left<1>().minor_units();
        std::int64_t awards_there = shares[0].left<2>().minor_units() + shares[1].left<2>().minor_units();
        for (const auto& each : members) {
            points_there += each.policy<1>().taken.count + each.policy<3>().taken.count;
            awards_there += each.policy<2>().taken.count;
            if (each.policy<1>().taken.count + each.policy<3>().taken.count !=
                each.balance<unit::points>().minor_units()) {
                return false; // every point came out of the quota
            }
        }
        return points_there == whole_points && awards_there == whole_awards;
    };
    for (std::int64_t i = 0; i < events_wanted(); ++i) {
        hour += static_cast<std::int64_t>(below(3));
        const instant now{1'735'689'600 + hour * 3600};
        const std::uint64_t id = static_cast<std::uint64_t>(i) + 1;
        const std::size_t who = below(members.size());
        auto& share = shares[who % 2];
        if (below(4) == 0 && !sales.empty()) {
            auto& one = sales[below(sales.size())];
            auto& own = shares[one.member % 2];
            std::optional<sale> rest;
            if (below(2) == 0 && one.of.net > 0.01_usd) {
                rest = one.of;
                rest->net = money<currency::usd>::from_minor_units(
                    static_cast<std::int64_t>(below(static_cast<std::uint64_t>(one.of.net.minor_units()))));
            }
            const auto gave =
                rest ? apply(launch, members[one.member], one.paper.returned({.id = id, .time = now}, *rest),
                             sharing(own))
                     : apply(launch, members[one.member], one.paper.returned({.id = id, .time = now}), sharing(own));
            returned += gave.accepted() ? 1u : 0u;
            CHECK(gave.granted<unit::points>() <= 0_points);
            CHECK(gave.granted<unit::stamps>() <= 0_stamps);
            if (gave.accepted() && rest) {
                one.of = *rest;
            } else if (gave.accepted()) {
                one = sales.back();
                sales.pop_back();
            }
        } else if (below(10) == 0) {
            auto& other = shares[(who + 1) % 2];
            share.lease_from<1>(other, amount<unit::points>::whole(static_cast<std::int64_t>(below(50))));
            share.lease_from<2>(other, amount<unit::items>::whole(static_cast<std::int64_t>(below(3))));
        } else {
            const sale bought{.id = id,
                              .time = now,
                              .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(below(9'500)))};
            sold_to one{who, bought, {}};
            const auto gave = apply_with_receipt(launch, members[who], bought, sharing(share));
            static_cast<void>(gave);
            one.paper = gave.receipt;
            if (gave.outcome.accepted()) {
                sales.push_back(one);
            } else {
                ++refused;
            }
        }
        if (!check()) {
            REQUIRE_MESSAGE(false, "after event " << i);
        }
    }
    CHECK(refused > 0);
    CHECK(returned > 0);
}
