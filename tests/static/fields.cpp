// SPDX-License-Identifier: BSL-1.0
// The list of a rule's fields is complete, names them, and its bounds are the problems of the rule.
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <string_view>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

template <class Rule>
constexpr bool field_is(std::size_t index, std::string_view name) {
    bool is = false;
    detail::for_each_index<Rule::rule_fields.size>(
        [&](auto each) { is = is || (each == index && detail::get<each>(Rule::rule_fields.all).name == name); });
    return is;
}

using monthly_cap = decltype(cap_at{10_points, calendar_window{period_unit::month}});
static_assert(monthly_cap::rule_fields.size == 3);
static_assert(field_is<monthly_cap>(0, "most"));
static_assert(field_is<monthly_cap>(1, "window"));
static_assert(field_is<monthly_cap>(2, "above"));

using vib = decltype(tiered{350_usd, 1000_usd});
static_assert(vib::rule_fields.size == 9);
static_assert(field_is<vib>(0, "thresholds") && field_is<vib>(8, "returning"));

// The members of a rule, counted by the compiler, are as many as its list names: a wrong number does not compile.
template <class Rule>
constexpr bool is_complete(const Rule& rule) {
    std::size_t visited = 0;
    auto count = [&](const auto&) { ++visited; };
    detail::for_each_member(rule, count);
    return visited == Rule::rule_fields.size;
}
static_assert(is_complete(per_amount{1_points, 1_usd}) && is_complete(per_unit{1_points}));
static_assert(is_complete(per_visit{1_points}) && is_complete(per_activity{1_points}));
static_assert(is_complete(per_score{1_points}) && is_complete(per_delivery{1_points}));
static_assert(is_complete(multiply_by{2_x}) && is_complete(multiply_by_tier{1_x, 2_x}));
static_assert(is_complete(add_bonus{1_points}) && is_complete(cap_at{1_points}));
static_assert(is_complete(round_off{}) && is_complete(round_off_carrying{}));
static_assert(is_complete(points{per_visit{1_points}}) && is_complete(each_line{per_visit{1_points}}));
static_assert(is_complete(sum_of{per_visit{1_points}, per_unit{1_points}}));
static_assert(is_complete(spend_threshold{1_points, every(1_usd)}) && is_complete(every(1_usd)));
static_assert(is_complete(once(1_usd)) && is_complete(tiered{1_usd}));
static_assert(is_complete(cashback{currency::usd{}, rounding::floor, cashback_rate{1_pct}}) &&
              is_complete(cashback_rate{1_pct}));
static_assert(is_complete(cashback_rate{1_pct}.at_most(1_usd, lifetime{}).limit));
static_assert(is_complete(stamp_card{10}) && is_complete(streak<calendar_window{period_unit::week}>{4}));
static_assert(is_complete(gamified{stamp_card{10}}) && is_complete(conversion{10_stamps, 5_usd}));
static_assert(is_complete(lots<unit::points>{}) && is_complete(detail::bundle{1_points, 2_stamps}));
static_assert(is_complete(expires_after_days<7>{7}) && is_complete(expires_after_months<31>{1}));
static_assert(is_complete(expires_end_of_month<6>{}) && is_complete(expires_end_of_quarter<6>{}));
static_assert(is_complete(expires_end_of_year<1>{}) && is_complete(expires_on_fixed_dates{dates::month_day{12, 31}}));
static_assert(is_complete(expires_on_inactivity::after_days(30)) && is_complete(expires_after_seconds<61>{60}));
static_assert(is_complete(activates_after_days<14>{}) && is_complete(activates_on_confirmation<30>{}));
static_assert(is_complete(activates_on_fixed_dates{dates::month_day::monthly(1)}));
static_assert(is_complete(redemption_rule{redemption_rate{500_points, 10_usd}}));
static_assert(is_complete(price_redemption{redemption_rule{redemption_rate{1_points, 1_usd}}, ratio{35, 1}}));
static_assert(is_complete(category_is(4, 7)) && is_complete(store_is(12)) && is_complete(member_has(3)));
static_assert(is_complete(basket_at_least(50_usd)) && is_complete(during({})) && is_complete(tier_is(1)));
static_assert(is_complete(day_of_week_is(weekday::monday)) && is_complete(between(clock(17), clock(19))));
static_assert(is_complete(birthday()) && is_complete(any_line(category_is(4))) && is_complete(!category_is(4)));
static_assert(is_complete(category_is(4) && store_is(1)) && is_complete(category_is(4) || store_is(1)));
static_assert(is_complete(net{}) && is_complete(counts_up_to{200_usd}) && is_complete(activities_of(2)));
static_assert(is_complete(calendar_window{}) && is_complete(first_months{3}) && is_complete(campaign{}));

// A bound is checked wherever the field lies: in a stage, in a predicate of a stage, in the window of a cap.
constexpr std::string_view problem(const auto& rule) {
    const char* const sentence = problem_of(rule, 2);
    return sentence == nullptr ? "" : sentence;
}
static_assert(problem(points{per_visit{5_points}}) == "");
static_assert(problem(points{per_visit{0_points}}) == "per_visit: the award must be above zero");
static_assert(problem(points{per_visit{5_points}.when(basket_at_least(0_usd))}) ==
              "basket_at_least: the amount must be above zero");
static_assert(problem(points{per_visit{5_points}, cap_at{5_points, campaign{{.until = date::minimum()}}}}) ==
              "campaign: the window ends before it starts: give a later end");
static_assert(problem(cashback{currency::usd{}, rounding::floor, cashback_rate{1_pct}.at_most(0_usd, lifetime{})}) ==
              "cashback: the cap lies below the smallest award of one minor unit: raise it");
static_assert(problem(cashback{currency::usd{}, rounding::floor, cashback_rate{-1_pct}}) ==
              "cashback: a rate must be a ratio of zero or above");
static_assert(problem(gamified{stamp_card{256}.awards(1_stamps)}) == "stamp_card: a card has 1 to 255 fields");
static_assert(problem(stamp_card{10}.awards(0_stamps)) == "an award must be above zero");
static_assert(problem(multiply_by{2_x}.when(tier_is(2))).starts_with("tier_is: the programme has no such tier"));
static_assert(problem(multiply_by{2_x}.when(tier_is(1))) == "");
static_assert(problem(lots<unit::points>{}.expiring(expires_after_days<7>{0})) ==
              "expires_after_days: give at least one day");

} // namespace
