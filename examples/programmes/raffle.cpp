// SPDX-License-Identifier: BSL-1.0
//
// A raffle: each 10.00 of December is a ticket, and two different members win (S49). A member with twice the tickets is
// drawn twice as often. Tickets are a unit of the programme, so a return takes them back before the draw. Anyone who
// has the seed, published after the draw, computes the winners again. Source: an example of this project.

#include "check.hpp"

#include <loyalty/policies/gamified/raffle.hpp>

#include <array>

namespace raffle {

using namespace loyalty;
using namespace loyalty::criteria;

struct tickets {
    static constexpr unit_code code = "tickets";
    static constexpr int digits = 0;
};
constexpr date_window december{"2025-12-01"_date, "2026-01-01"_date};

constexpr programme rules{
    points{per_amount{amount<tickets>::whole(1), 10_usd}.when(during(december)), round_off{rounding::floor}},
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    anna.buys("2025-11-30"_date, 500_usd); // too early
    anna.buys("2025-12-05"_date, 19.99_usd);
    check("19.99 in December: tickets", anna.card.balance<tickets>(), amount<tickets>::whole(1));
    gallery::customer ben{rules};
    auto gift = ben.does_with_receipt(purchase<currency::usd>{.time = gallery::noon("2025-12-10"_date), .net = 50_usd});
    ben.buys("2025-12-12"_date, 20_usd);
    ben.gives_back(gift.receipt.returned(ben.next("2025-12-27"_date)));
    check("50.00 that come back, and 20.00", ben.card.balance<tickets>(), amount<tickets>::whole(2));

    const auto of = [](const auto& who) {
        return static_cast<std::uint32_t>(who.card.template balance<tickets>().minor_units());
    };
    const std::array<games::raffle_tickets, 4> sold{{{1, of(anna)}, {2, of(ben)}, {3, 3}, {5, 4}}};
    std::array<std::uint64_t, 4> room{};
    std::array<std::uint32_t, 2> winners{};
    check("winners", games::draw_winners(7, 1, sold, room, winners).winners, 2U);
    check("the first prize goes to member", winners[0], 2U);
    check("the second to member", winners[1], 5U);
}

const gallery::page here{"raffle", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace raffle
