// SPDX-License-Identifier: BSL-1.0

// W1 to W4: each of the policies of W5 by itself, in every form that a programme can have, beside a loop by hand.

#include "bench.hpp"
#include "by_hand.hpp"

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using bench::totals;
using by_hand::day_fields;
using record_span = std::span<const w5::record>;
using framed = terms<utc, identity::by_time>;

constexpr programme points_rules{framed{}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                                                  multiply_by{1.25_x}.when(category_is(2u)),
                                                  multiply_by{3_x}.when(category_is(4u)), round_off{rounding::floor}}};
constexpr programme threshold_rules{framed{}, spend_threshold{100_points, every(250_usd)}};
constexpr programme cashback_rules{
    framed{}, cashback{currency::usd{}, rounding::half_even,
                       cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
                       cashback_rate{1.5_pct}}};
constexpr programme tiered_rules{framed{},
                                 tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1)};
constexpr programme gamified_rules{framed{},
                                   gamified{streak<calendar_window{period_unit::week}>{4}.awards(50_points, 1_badges),
                                            stamp_card{10}.awards(1_stamps)}};

using by_hand::common_state;

totals points_by_hand(std::span<common_state> members, record_span stream) {
    return by_hand::drive<false>(
        members, stream, [](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            const std::int64_t factor = (event.category == 2 ? 125 : 100) * (event.category == 4 ? 3 : 1);
            std::int64_t points = 0;
            const bool fits = !__builtin_mul_overflow(w5::by_hand::quotient(event.cents, 100), factor, &points);
            return by_hand::give(own.points, sum.points, w5::by_hand::quotient(points, 100)) && fits;
        });
}

struct threshold_state : common_state {
    std::int64_t towards_next = 0;
};

totals threshold_by_hand(std::span<threshold_state> members, record_span stream) {
    return by_hand::drive<false>(members, stream,
                                 [](threshold_state& own, const w5::record& event, const day_fields&, totals& sum) {
                                     if (__builtin_add_overflow(own.towards_next, event.cents, &own.towards_next)) {
                                         return false;
                                     }
                                     if (own.towards_next < 25'000) {
                                         return true;
                                     }
                                     const std::int64_t times = own.towards_next / 25'000;
                                     own.towards_next -= 25'000 * times;
                                     return by_hand::give(own.points, sum.points, 100 * times);
                                 });
}

struct cashback_state {
    std::int64_t last_time = INT64_MIN;
    std::int64_t cents = 0;
    std::int64_t this_month = 0;
};

totals cashback_by_hand(std::span<cashback_state> members, record_span stream) {
    return by_hand::drive(members, stream,
                          [](cashback_state& own, const w5::record& event, const day_fields& day, totals& sum) {
                              const bool special = event.category == 7;
                              std::int64_t exact = 0;
                              const bool fits = !__builtin_mul_overflow(event.cents, special ? 50 : 15, &exact);
                              std::int64_t back = by_hand::half_even<1000>(exact);
                              own.this_month = w5::by_hand::value_if(own.last_time >= day.month_from, own.this_month);
                              if (special) {
                                  back = back < 600 - own.this_month ? back : 600 - own.this_month;
                                  own.this_month += back;
                              }
                              return by_hand::give(own.cents, sum.cashback, back) && fits;
                          });
}

struct tiered_state : by_hand::tier_state {
    std::int64_t last_time = INT64_MIN;
};

totals tiered_by_hand(std::span<tiered_state> members, record_span stream) {
    using tiers = by_hand::two_tiers<35'000, 100'000>;
    return by_hand::drive(members, stream,
                          [](tiered_state& own, const w5::record& event, const day_fields& day, totals& sum) {
                              const std::uint8_t tier = tiers::begin(own, own.last_time, day, sum.tier_changes);
                              return tiers::end(own, tier, event.cents, sum.tier_changes);
                          });
}

struct gamified_state : common_state {
    std::int32_t stamps = 0;
    std::int32_t week = -2;
    std::int16_t badges = 0;
    std::uint8_t streak = 0;
    std::uint8_t visits = 0;
};

totals gamified_by_hand(std::span<gamified_state> members, record_span stream) {
    return by_hand::drive(members, stream,
                          [](gamified_state& own, const w5::record&, const day_fields& day, totals& sum) {
                              bool fits = true;
                              own.streak = static_cast<std::uint8_t>(
                                  w5::by_hand::value_if(day.week - own.week <= 1, own.streak) + (day.week != own.week));
                              own.week = day.week;
                              if (own.streak == 4) {
                                  own.streak = 0;
                                  fits = by_hand::give(own.points, sum.points, 50);
                                  ++own.badges;
                                  ++sum.badges;
                              }
                              if (++own.visits == 10) {
                                  own.visits = 0;
                                  ++own.stamps;
                                  ++sum.stamps;
                              }
                              return fits;
                          });
}

template <const auto& Rules, class State, class Loop>
void add(const std::string& group, const std::vector<w5::record>& small, const std::vector<w5::record>& large,
         Loop loop) {
    const bench::workload<w5::record> work{group, "20k_members", bench::members(20'000), small};
    bench::add_by_hand<State>(work, "by_hand", loop);
    bench::add_all_forms<Rules>(work);
    const bench::workload<w5::record> much{group, "1M_members", bench::members(1'000'000), large};
    bench::add_by_hand<State>(much, "by_hand", loop);
    bench::add_form(much, "lifted", lifted<Rules>);
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        static const std::vector<w5::record> small = w5::stream(bench::events(500'000), bench::members(20'000));
        static const std::vector<w5::record> large = w5::stream(bench::events(2'000'000), bench::members(1'000'000));
        add<points_rules, common_state>("w1_points", small, large, points_by_hand);
        add<threshold_rules, threshold_state>("w2_spend_threshold", small, large, threshold_by_hand);
        add<cashback_rules, cashback_state>("w3_cashback", small, large, cashback_by_hand);
        add<tiered_rules, tiered_state>("w4_tiered", small, large, tiered_by_hand);
        add<gamified_rules, gamified_state>("w4_gamified", small, large, gamified_by_hand);
    });
}
