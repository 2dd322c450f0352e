// SPDX-License-Identifier: BSL-1.0

// Programmes that are known from shops, as throughput:
//
// - `golden/g01`: a point a dollar, times five on a bonus day.
// - `golden/g03`: a perfumery: three tiers by the year, whose factors multiply points.
// - `golden/g04`: a coffee bar: two stars a dollar for the share paid by registered card, else one; baskets with tenders.
// - `golden/g06`: a paid membership: 5 % back while it runs, else 3 %.
// - `golden/g15`: a bank card: 20 000 points once 1000.00 are spent within three months of joining.

#include "bench.hpp"
#include "by_hand.hpp"

#include <array>

namespace {

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using bench::totals;
using by_hand::common_state;
using by_hand::day_fields;
using record_span = std::span<const w5::record>;
using framed = terms<utc, identity::by_time>;

std::size_t member_count() {
    return bench::members(20'000);
}

// ---------------------------------------------------------------------------------------------------------------------
// G01

constexpr programme bonus_day{framed{}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                                               multiply_by{5_x}, round_off{rounding::floor}}};

totals bonus_day_by_hand(std::span<common_state> members, record_span stream) {
    return by_hand::drive<false>(
        members, stream, [](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            std::int64_t points = 0;
            const bool fits = !__builtin_mul_overflow(w5::by_hand::quotient(event.cents, 100), 5, &points);
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

// ---------------------------------------------------------------------------------------------------------------------
// G03

constexpr programme perfumery{
    framed{}, tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}}};

struct perfumery_state : common_state {
    by_hand::tier_state tiers{};
};

totals perfumery_by_hand(std::span<perfumery_state> members, record_span stream) {
    using tiers = by_hand::two_tiers<35'000, 100'000>;
    return by_hand::drive(members, stream,
                          [](perfumery_state& own, const w5::record& event, const day_fields& day, totals& sum) {
                              const std::uint8_t tier = tiers::begin(own.tiers, own.last_time, day, sum.tier_changes);
                              const std::int64_t factor = tier == 0 ? 100 : tier == 1 ? 125 : 150;
                              std::int64_t exact = 0;
                              bool fits = !__builtin_mul_overflow(event.cents, factor, &exact);
                              fits = tiers::end(own.tiers, tier, event.cents, sum.tier_changes) && fits;
                              return by_hand::give(own.points, sum.points, exact / 10'000) && fits;
                          });
}

// ---------------------------------------------------------------------------------------------------------------------
// G04

using usd_line = basket_line<currency::usd>;
using usd_part = tender_part<currency::usd>;
using usd_basket = basket<currency::usd>;
using basket_span = std::span<const usd_basket>;

struct stars {
    static constexpr unit_code code = "stars";
    static constexpr int digits = 0;
};
constexpr auto star = amount<stars>::whole(1);
constexpr std::uint32_t alcohol = 2;

constexpr programme coffee_bar{
    points{sum_of{per_amount{2 * star, 1_usd}.on(!category_is(alcohol)).paid_by(tender::registered_card),
                  per_amount{star, 1_usd}
                      .on(!category_is(alcohol))
                      .paid_by(tender::cash, tender::card, tender::gift_card, tender::other)},
           round_off{rounding::half_up}}};

struct coffee_state : common_state {
    std::uint64_t last_id = 0;
};

totals coffee_by_hand(std::span<coffee_state> members, basket_span stream) {
    return by_hand::drive<false>(
        members, stream, [](coffee_state& own, const usd_basket& event, const day_fields&, totals& sum) {
            bool fits = !event.lines.empty() && event.lines.size() <= most_lines;
            std::int64_t counted = 0;
            for (const usd_line& line : event.lines) {
                const std::int64_t cents = line.net.minor_units();
                fits = cents >= 0 && line.quantity > 0 && line.tax.minor_units() >= 0 &&
                       line.discount.minor_units() >= 0 && fits;
                const bool counts = line.component == component::goods && line.category != alcohol;
                fits = !__builtin_add_overflow(counted, counts ? cents : 0, &counted) && fits;
            }
            std::int64_t weighted = 0;
            std::int64_t all = 0;
            for (const usd_part& part : event.tenders) {
                const std::int64_t paid = part.paid.minor_units();
                const std::int64_t weight = part.tender == tender::registered_card ? 2
                                            : part.tender == tender::points        ? 0
                                                                                   : 1;
                fits = paid >= 0 && !__builtin_add_overflow(all, paid, &all) && fits;
                weighted += weight * paid;
            }
            std::int64_t exact = 0;
            fits = !__builtin_mul_overflow(counted, weighted, &exact) && fits;
            const std::int64_t over = all > 0 ? 100 * all : 1;
            const std::int64_t whole = exact / over + (2 * (exact % over) >= over);
            own.last_id = event.id;
            return by_hand::give(own.points, sum.points, all > 0 ? whole : 0) && fits;
        });
}

// ---------------------------------------------------------------------------------------------------------------------
// G06 and G15

struct profile {
    instant_window membership{};
    date joined{};
};
using profile_span = std::span<const profile>;

constexpr programme membership{framed{}, cashback{currency::usd{}, rounding::half_up,
                                                  cashback_rate{5_pct}.on(membership_active()), cashback_rate{3_pct}}};

struct membership_state {
    std::int64_t last_time = INT64_MIN;
    std::int64_t cents = 0;
};

totals membership_by_hand(std::span<membership_state> members, record_span stream, profile_span profiles) {
    return by_hand::drive<false>(
        members, stream, [profiles](membership_state& own, const w5::record& event, const day_fields&, totals& sum) {
            const instant_window& window = profiles[event.member].membership;
            const bool active =
                window.from.seconds_since_epoch <= event.time && event.time < window.until.seconds_since_epoch;
            std::int64_t exact = 0;
            const bool fits = !__builtin_mul_overflow(event.cents, active ? 5 : 3, &exact);
            return by_hand::give(own.cents, sum.cashback, w5::by_hand::quotient(exact + 50, 100)) && fits;
        });
}

constexpr programme bank_card{framed{}, spend_threshold{20'000_points, once(1000_usd)}.within(first_months{3})};

struct bank_card_state : common_state {
    std::int64_t spent = 0;
    std::int64_t until = INT64_MIN; ///< the first second after the three months; computed at the first event
    bool paid = false;
};

totals bank_card_by_hand(std::span<bank_card_state> members, record_span stream, profile_span profiles) {
    return by_hand::drive<false>(
        members, stream, [profiles](bank_card_state& own, const w5::record& event, const day_fields&, totals& sum) {
            if (own.until == INT64_MIN) {
                own.until = std::int64_t{add_months(profiles[event.member].joined, 3).days_since_epoch} * 86'400;
            }
            if (event.time >= own.until ||
                event.time < std::int64_t{profiles[event.member].joined.days_since_epoch} * 86'400) {
                return true;
            }
            bool fits = !__builtin_add_overflow(own.spent, event.cents, &own.spent);
            if (own.spent >= 100'000 && !own.paid) {
                own.paid = true;
                fits = by_hand::give(own.points, sum.points, 20'000) && fits;
            }
            return fits;
        });
}

// ---------------------------------------------------------------------------------------------------------------------
// Streams.

struct coffee_stream {
    std::vector<usd_line> lines;
    std::vector<usd_part> parts;
    std::vector<usd_basket> baskets;
};

/// One to four lines and one or two tenders.
coffee_stream coffees(std::size_t count) {
    coffee_stream made;
    w5::generator next{count, member_count()};
    w5::split_mix_64 random{17};
    std::vector<std::array<std::size_t, 4>> ranges;
    for (std::size_t i = 0; i < count; ++i) {
        const w5::record at = next();
        const std::uint64_t draw = random();
        const std::size_t lines = 1 + (draw & 3);
        ranges.push_back({made.lines.size(), lines, made.parts.size(), 1 + ((draw >> 2) & 1)});
        std::int64_t all = 0;
        for (std::size_t k = 0; k < lines; ++k) {
            const std::int64_t cents = w5::draw_cents(random());
            all += cents;
            made.lines.push_back({.category = static_cast<std::uint32_t>(random() >> 62),
                                  .net = money<currency::usd>::from_minor_units(cents),
                                  .component = random() >> 61 == 0 ? component::tip : component::goods});
        }
        const bool split = ((draw >> 2) & 1) != 0;
        const std::int64_t first = split ? all / 3 : all;
        made.parts.push_back({(draw >> 3) % 2 == 0 ? tender::registered_card : tender::cash,
                              money<currency::usd>::from_minor_units(first)});
        if (split) {
            made.parts.push_back({tender::card, money<currency::usd>::from_minor_units(all - first)});
        }
        made.baskets.push_back({.id = i + 1, .member = at.member, .time = instant{at.time}});
    }
    for (std::size_t i = 0; i < count; ++i) {
        made.baskets[i].lines = std::span<const usd_line>(made.lines).subspan(ranges[i][0], ranges[i][1]);
        made.baskets[i].tenders = std::span<const usd_part>(made.parts).subspan(ranges[i][2], ranges[i][3]);
    }
    return made;
}

/// Who joined when, and whose membership of a year begins when.
std::vector<profile> profiles_of(std::size_t count) {
    std::vector<profile> all(count);
    w5::split_mix_64 random{19};
    for (profile& each : all) {
        const std::int64_t from =
            1'704'067'200 + static_cast<std::int64_t>(w5::high_product(random(), 1096u * 86'400u));
        each.membership = {instant{from}, instant{from + 365 * 86'400}};
        each.joined = date::of(2024, 1, 1) + static_cast<std::int32_t>(w5::high_product(random(), 700));
    }
    return all;
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        static const std::vector<w5::record> stream = w5::stream(bench::events(500'000), member_count());
        static const coffee_stream coffee = coffees(bench::events(200'000));
        static const std::vector<profile> profiles = profiles_of(member_count());

        const bench::workload<w5::record> g01{"golden", "g01", member_count(), stream};
        bench::add_by_hand<common_state>(g01, "by_hand", bonus_day_by_hand);
        bench::add_all_forms<bonus_day>(g01);

        const bench::workload<w5::record> g03{"golden", "g03", member_count(), stream};
        bench::add_by_hand<perfumery_state>(g03, "by_hand", perfumery_by_hand);
        bench::add_all_forms<perfumery>(g03);

        const bench::workload<usd_basket> g04{"golden", "g04", member_count(), coffee.baskets};
        bench::add_by_hand<coffee_state>(g04, "by_hand", coffee_by_hand);
        bench::add_all_forms<coffee_bar>(g04);

        const bench::workload<w5::record, profile_span> g06{"golden", "g06", member_count(), stream, profiles};
        bench::add_by_hand<membership_state>(g06, "by_hand", [](auto members, record_span events) {
            return membership_by_hand(members, events, profiles);
        });
        bench::add_all_forms<membership>(g06);

        // Fewer members, so that some of them spend enough in time.
        const std::size_t few = bench::members(2'000);
        static const std::vector<w5::record> busy = w5::stream(bench::events(500'000), few);
        const bench::workload<w5::record, profile_span> g15{"golden", "g15", few, busy, profiles};
        bench::add_by_hand<bank_card_state>(g15, "by_hand", [](auto members, record_span events) {
            return bank_card_by_hand(members, events, profiles);
        });
        bench::add_all_forms<bank_card>(g15);
    });
}
