// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The programmes that loyalty_run knows. Each is a struct: what is said of it, and its rules by the clock of a zone. Copy one,
/// change it, and name it at the end of the file.

#include "airline.hpp"
#include "file_zone.hpp"
#include "w5.hpp"

#include <loyalty/loyalty.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loyalty_run {

/// A text of a file and the code that a programme's rules read.
struct named_code {
    std::string_view name;
    std::uint32_t code = 0;
};

struct programme_notes {
    extensions::short_name name;
    std::string_view description;
    std::string_view currency;
    std::string_view layout = "default"; ///< how its files are written if nothing else is said
    std::span<const std::string_view> tiers{};
    std::span<const named_code> categories{};
    std::string_view rules_text{}; ///< of a file of rules; empty for a programme that is compiled in
};

} // namespace loyalty_run

namespace programmes {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;
using loyalty_run::file_zone;
using loyalty_run::named_code;
using loyalty_run::programme_notes;

/// A perfumery: Insider, VIB from 350.00 and Rouge from 1000.00 a calendar year, held to the end of the next. Tiers
/// multiplied points until the end of 2021: as VIB 79.40 gave 99 points, since then 79.
struct beauty {
    using currency = loyalty::currency::usd;
    static constexpr std::string_view tiers[]{"Insider", "VIB", "Rouge"};
    static constexpr programme_notes notes{.name = "beauty",
                                           .description = "points by dollar, three tiers by the calendar year's spend",
                                           .currency = currency::code,
                                           .tiers = tiers};

    [[nodiscard]] static constexpr auto rules(const file_zone& zone) noexcept {
        return programme{
            terms<file_zone>{.name = notes.name, .calendar = {zone}},
            tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
            points{per_amount{1_points, 1_usd}, multiply_by{1.25_x}.when(tier_is(1u) && before_date("2022-01-01"_date)),
                   multiply_by{1.5_x}.when(tier_is(2u) && before_date("2022-01-01"_date)), round_off{rounding::floor}},
        };
    }
};

/// A unit of one's own.
struct stars {
    static constexpr unit_code code = "stars";
    static constexpr int digits = 0;
};

/// A coffee bar: two stars a dollar by registered card, else one; none for alcohol, and goods alone count, so none for
/// tax, tips and fees. A latte of 5.45 by registered card is 10.90 stars: 11.
struct coffee {
    using currency = loyalty::currency::usd;
    static constexpr std::uint32_t alcohol = 1;
    static constexpr named_code categories[]{{"alcohol", alcohol}};
    static constexpr programme_notes notes{.name = "coffee",
                                           .description = "stars by dollar, two by registered card, none for alcohol",
                                           .currency = currency::code,
                                           .categories = categories};

    [[nodiscard]] static constexpr auto rules(const file_zone& zone) noexcept {
        return programme{
            terms<file_zone>{.name = notes.name, .calendar = {zone}},
            points{sum_of{per_amount{amount<stars>::whole(2), 1_usd}
                              .on(!category_is(alcohol))
                              .paid_by(tender::registered_card),
                          per_amount{amount<stars>::whole(1), 1_usd}
                              .on(!category_is(alcohol))
                              .paid_by(tender::cash, tender::card, tender::gift_card, tender::other)},
                   round_off{rounding::half_up}},
        };
    }
};

/// A bank card: 3 % back on groceries, at most 6.00 a calendar month, 2 % on fuel, 1 % on the rest; and 500 points once
/// 1000.00 are spent.
struct card {
    using currency = loyalty::currency::usd;
    static constexpr std::uint32_t groceries = 1;
    static constexpr std::uint32_t fuel = 2;
    static constexpr named_code categories[]{{"groceries", groceries}, {"fuel", fuel}};
    static constexpr programme_notes notes{.name = "card",
                                           .description = "cashback by category, capped by month, and a welcome bonus",
                                           .currency = currency::code,
                                           .categories = categories};

    [[nodiscard]] static constexpr auto rules(const file_zone& zone) noexcept {
        return programme{
            terms<file_zone>{.name = notes.name, .calendar = {zone}},
            cashback{
                currency{}, rounding::half_even,
                cashback_rate{3_pct}.on(category_is(groceries)).at_most(6_usd, calendar_window{period_unit::month}),
                cashback_rate{2_pct}.on(category_is(fuel)), cashback_rate{1_pct}},
            spend_threshold{500_points, once(1000_usd)},
        };
    }
};

/// A gift shop: a point a pound, times the tier's factor; Silver from 500.00, Gold from 2000.00 a calendar year; 100
/// points for each 1000.00 spent; 50 points and a badge for purchases in three months in a row. Points live for twelve
/// months, and on to the end of that month. What a return takes back and is no longer there is owed.
struct retail {
    using currency = loyalty::currency::gbp;
    static constexpr std::string_view tiers[]{"Member", "Silver", "Gold"};
    static constexpr programme_notes notes{.name = "retail",
                                           .description =
                                               "points by pound times tier, a bonus each 1000.00, monthly streaks",
                                           .currency = currency::code,
                                           .layout = "online_retail",
                                           .tiers = tiers};

    [[nodiscard]] static constexpr auto rules(const file_zone& zone) noexcept {
        return programme{
            terms<file_zone>{.name = notes.name, .calendar = {zone}},
            tiered{500_gbp, 2000_gbp}.within(calendar_window{period_unit::year}).held_for(1),
            points{per_amount{1_points, 1_gbp}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
            spend_threshold{100_points, every(1000_gbp)},
            gamified{streak<calendar_window{period_unit::month}>{3}.awards(50_points, 1_badges)},
            lots<unit::points>{}.expiring(expires_end_of_month<12>{}).on_shortfall(debt_policy::negative),
        };
    }
};

/// A music shop: two points a dollar, times the tier's factor; Regular from 100.00, Collector from 300.00 a calendar year;
/// a stamp for each tenth disc.
struct music {
    using currency = loyalty::currency::usd;
    static constexpr std::string_view tiers[]{"Member", "Regular", "Collector"};
    static constexpr programme_notes notes{.name = "music",
                                           .description = "points by dollar times tier, a stamp for each tenth disc",
                                           .currency = currency::code,
                                           .layout = "cdnow",
                                           .tiers = tiers};

    [[nodiscard]] static constexpr auto rules(const file_zone& zone) noexcept {
        return programme{
            terms<file_zone>{.name = notes.name, .calendar = {zone}},
            tiered{100_usd, 300_usd}.within(calendar_window{period_unit::year}).held_for(1),
            points{per_amount{2_points, 1_usd}, multiply_by_tier{1_x, 1.5_x, 2_x}, round_off{rounding::floor}},
            gamified{stamp_card{10}.of(quantity{}).awards(1_stamps)},
        };
    }
};

/// An airline whose members earn by distance. Its numbers may come at run time: `airline_with` has the rules.
struct airline {

    static constexpr programme_notes notes{.name = "airline",
                                           .description =
                                               "points by distance, cost of points redeemed; numbers by --set",
                                           .currency = "CAD",
                                           .layout = "airline"};
};

/// The reference work of the benchmarks.
struct w5 {
    using currency = loyalty::currency::usd;
    static constexpr std::string_view tiers[]{"0", "1", "2"};
    static constexpr programme_notes notes{
        .name = "w5",
        .description = "the reference work: all five policies; alone it takes a generated stream",
        .currency = currency::code,
        .tiers = tiers};

    [[nodiscard]] static constexpr auto rules(const file_zone& zone) noexcept { return ::w5::rules_in(zone); }
};

} // namespace programmes

namespace loyalty_run {

template <class... Programmes>
struct programme_list {
    static constexpr std::array<programme_notes, sizeof...(Programmes)> notes{Programmes::notes...};

    /// Calls `run(Programme{})` with the programme of a name; it must be one of the list.
    template <class Run>
    static exit_code run(std::string_view name, Run run) {
        exit_code code{};
        static_cast<void>(((Programmes::notes.name.view() == name && (code = run(Programmes{}), true)) || ...));
        return code;
    }
};

/// All programmes, in the order of `--list`.
using catalogue = programme_list<programmes::beauty, programmes::coffee, programmes::card, programmes::retail,
                                 programmes::music, programmes::airline, programmes::w5>;

/// The programme of the generated stream.
inline constexpr std::string_view generated = programmes::w5::notes.name.view();

[[nodiscard]] constexpr const programme_notes* find_programme(std::string_view name) noexcept {
    for (const programme_notes& notes : catalogue::notes) {
        if (notes.name.view() == name) {
            return &notes;
        }
    }
    return nullptr;
}

} // namespace loyalty_run
