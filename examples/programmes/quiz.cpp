// SPDX-License-Identifier: BSL-1.0
//
// A quiz turns its score into credits: a credit for each ten points of the score, rounded down, at most ten a day
// (S37, S18). Twenty credits become a free item by themselves, a voucher that is used once (S38). Sources: quizzes
// of shops; the figures are examples.

#include "check.hpp"

namespace quiz {

using namespace loyalty;
using namespace loyalty::criteria;

struct credits {
    static constexpr unit_code code = "credits";
    static constexpr int digits = 0;
};
constexpr auto credit = amount<credits>::whole(1);
constexpr std::uint32_t played = 5; // the score is that of the quiz, 0 to 100

constexpr programme rules{
    points{per_score{1 * credit, 10}.of(played), round_off{rounding::floor},
           cap_at{10 * credit, calendar_window{period_unit::day}}},
    conversion{20 * credit, 1_vouchers},
    things::wallet<4>{}.issuing(things::vouchers{1}.for_each<unit::vouchers>().valid_days(30)),
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    check("a score of 87", anna.acts("2025-03-10"_date, played, 87).granted<credits>(), 8 * credit);
    check("a score of 45 the same day", anna.acts("2025-03-10"_date, played, 45).granted<credits>(), 2 * credit);
    check("a score of 9", anna.acts("2025-03-11"_date, played, 9).granted<credits>(), 0 * credit);
    const auto third = anna.acts("2025-03-12"_date, played, 100);
    check("a score of 100: vouchers", third.granted<unit::vouchers>(), 1_vouchers);
    check("credits that are left", anna.card.balance<credits>(), 0 * credit);
    const auto held = things::things_of(rules, anna.card, gallery::noon("2025-03-13"_date));
    check("the voucher is good until", held[0].thing.until, "2025-04-11T00:00"_utc);
}

const gallery::page here{"quiz", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace quiz
