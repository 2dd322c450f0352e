// SPDX-License-Identifier: BSL-1.0
//
// The best customers of May: points of purchases, less what returns take back (S48). Anna has 120, Ben and Cleo have
// 100, Dora has 80. The ranks are those of competitions, 1, 2, 2, 4; who reached a value first stands first. When Anna
// returns goods of 30, Cleo leads. Another board counts dense ranks, 1, 2, 2, 3. Sources: an example of this project,
// and reports about other systems, which ranked equal values differently.

#include "check.hpp"

#include <loyalty/analytics/leaderboard.hpp>

#include <array>
#include <utility>

namespace leaderboard {

using namespace loyalty;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
constexpr instant_window may{"2025-05-01T00:00"_utc, "2025-06-01T00:00"_utc};
enum who : std::uint32_t { anna, ben, cleo, dora };

struct shop {
    std::array<member<std::remove_const_t<decltype(rules)>>, 4> cards{};
    games::leaderboard board{may};
    std::uint64_t last_id = 0;

    auto buys(who customer, date day, money<currency::usd> net) {
        auto sink = games::counting<unit::points>(board);
        const purchase<currency::usd> sale{.id = ++last_id, .member = customer, .time = gallery::noon(day), .net = net};
        return apply_with_receipt(rules, cards[customer], sale, extensions::no_profile{}, sink).receipt;
    }
    void place(gallery::checks& check, const char* what, std::size_t index, who customer, std::uint64_t rank) const {
        std::array<games::standing, 4> room{};
        const auto top = board.top(room);
        check(what, std::pair{top[index].member, top[index].rank} == std::pair{std::uint32_t{customer}, rank}, true);
    }
};

void cases(gallery::checks& check) {
    shop it;
    it.buys(anna, "2025-04-30"_date, 500_usd); // before May
    it.buys(cleo, "2025-05-02"_date, 100_usd);
    it.buys(ben, "2025-05-03"_date, 100_usd);
    it.buys(dora, "2025-05-04"_date, 80_usd);
    it.buys(anna, "2025-05-05"_date, 90_usd);
    auto lamp = it.buys(anna, "2025-05-06"_date, 30_usd);
    it.place(check, "Anna has 120, rank 1", 0, anna, 1);
    it.place(check, "Cleo was first at 100, rank 2", 1, cleo, 2);
    it.place(check, "Ben too has rank 2", 2, ben, 2);
    it.place(check, "Dora has 80, rank 4", 3, dora, 4);

    auto sink = games::counting<unit::points>(it.board);
    const extensions::event_key key{.id = 99, .member = anna, .time = gallery::noon("2025-05-20"_date)};
    apply(rules, it.cards[anna], lamp.returned(key), extensions::no_profile{}, sink);
    it.place(check, "the lamp comes back: Cleo leads", 0, cleo, 1);
    it.place(check, "Ben too has rank 1", 1, ben, 1);
    it.place(check, "Anna has 90, rank 3", 2, anna, 3);
    check("the rank of Anna on 19 May", it.board.as_of("2025-05-19T00:00"_utc).of(anna)->rank, 1U);

    games::leaderboard dense{may, games::ranking::dense};
    constexpr std::array<std::int64_t, 4> scores{30, 21, 21, 15};
    for (std::uint32_t each = 0; each < 4; ++each) {
        dense.add(each, gallery::noon("2025-05-10"_date), scores[each]);
    }
    check("30, 21, 21, 15: the dense rank of 15", dense.of(3)->rank, 3U);
}

const gallery::page here{"leaderboard", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace leaderboard
