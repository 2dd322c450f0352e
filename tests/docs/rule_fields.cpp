// SPDX-License-Identifier: BSL-1.0
//
// Prints the table of docs/rule_fields.md: each rule of the library with the fields that it lists.
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/coupon_price.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>
#include <loyalty/policies/reactivation.hpp>
#include <loyalty/policies/referral.hpp>

#include <loyalty/engine/checkout.hpp>

#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

template <class Type>
std::string_view type_name() {
    if constexpr (std::is_array_v<Type>) {
        return type_name<std::remove_cvref_t<decltype(std::declval<Type&>()[0])>>() == "integer" ? "integers" : "list";
    } else if constexpr (std::is_same_v<Type, bool>) {
        return "yes or no";
    } else if constexpr (std::is_enum_v<Type>) {
        return "choice";
    } else if constexpr (std::is_integral_v<Type>) {
        return std::is_unsigned_v<Type> ? "bits" : "integer";
    } else if constexpr (requires(const Type& value) { value.minor_units(); }) {
        return "amount";
    } else if constexpr (std::is_same_v<Type, ratio>) {
        return "ratio";
    } else if constexpr (requires(const Type& value) { value.none_is_negative(); }) {
        return "ratios";
    } else if constexpr (std::is_same_v<Type, date_window>) {
        return "dates";
    } else if constexpr (detail::has_leaves<Type>) {
        return "list";
    } else {
        return "rule";
    }
}

std::string text_of(const extensions::bound& within) {
    switch (within.what) {
    case extensions::bound::kind::not_empty:
        return "not empty";
    case extensions::bound::kind::valid:
        return "in the calendar";
    case extensions::bound::kind::number:
        return within.most < 1'000'000 ? std::to_string(within.least) + " to " + std::to_string(within.most)
               : within.least == 1     ? "above 0"
                                       : std::to_string(within.least) + " or above";
    case extensions::bound::kind::none:
        break;
    }
    return "";
}

template <class Rule>
void print_as(std::string_view called, const Rule&) {
    detail::for_each_index<Rule::rule_fields.size>([&](auto index) {
        const auto& field = detail::get<index>(Rule::rule_fields.all);
        using type = typename std::remove_cvref_t<decltype(field)>::type;
        const std::string name{index == 0 ? "`" + std::string{called} + "`" : std::string{}};
        std::printf("| %s | `%.*s` | %.*s | %s | %.*s |\n", name.c_str(), static_cast<int>(field.name.size()),
                    field.name.data(), static_cast<int>(type_name<type>().size()), type_name<type>().data(),
                    text_of(field.within).c_str(), static_cast<int>(field.meaning.size()), field.meaning.data());
    });
}

template <class Rule>
void print(const Rule& rule) {
    print_as(Rule::name, rule);
}

void head(const char* title) {
    std::printf("\n## %s\n\n| rule | field | type | bound | meaning |\n|---|---|---|---|---|\n", title);
}

} // namespace

int main() {
    std::printf(
        "# Fields of the rules\n\n"
        "Each rule lists its fields once, with their bounds: `cap_at{0_points}` breaks the bound of its field "
        "`most`.\n"
        "This page is printed from those lists by tests/docs/rule_fields.cpp, and a test compares it. A rule "
        "without\n"
        "fields, such as `lifetime{}`, is not listed. A field of type *rule* holds another rule of this page.\n");
    head("Policies");
    print(points{per_visit{1_points}});
    print(spend_threshold{1_points, every(1_usd)});
    print(every(1_usd));
    print(once(1_usd));
    print(cashback{currency::usd{}, rounding::floor, cashback_rate{1_pct}});
    print(cashback_rate{1_pct});
    print(tiered{1_usd});
    print(gamified{stamp_card{10}});
    print(stamp_card{10});
    print(streak<calendar_window{period_unit::week}>{4});
    print(games::levels{100_usd});
    print(games::level_awards<1, unit::points>{{10_points}});
    print(games::hunt{games::step{1_visits}});
    print(games::step{1_visits});
    print(games::prize_wheel{1, games::prize{1, 1_points}});
    print(games::prize{1, 1_points});
    print(games::stock<decltype(quota<1>(1_items))>{quota<1>(1_items), 0});
    print(games::spun_by_activity<>{});
    print(games::spun_by_purchase<>{});
    print(games::stake_of<unit::points>{1_points});
    print(games::spins_within<lifetime>{1, {}});
    print(conversion{10_stamps, 5_usd});
    print(
        dated{points{per_visit{1_points}}}.expiring(expires_after_days<30>{30}).activating(activates_after_days<14>{}));
    print(social::donation{points{per_visit{1_points}}});
    print(social::funded{points{per_visit{1_points}}, social::funder{1, 1}});
    print(social::recipients{3U, 4U});
    print(social::referral{200_points, 50_usd});
    print(social::reactivation{200_points, 90});
    print(prices::coupon_price{prices::coupon{7}, 200_points});
    print(once_in_group{7, points{per_visit{500_points}}});
    print(limited{quota<1>(1'000_points), points{per_visit{500_points}}});
    print(quota<1>(1'000_points));
    print(redemption_rule{redemption_rate{500_points, 10_usd}});
    print(redemption_limit{1'000_points, calendar_window{period_unit::month}});
    print(price_redemption{redemption_rule{redemption_rate{1_points, 1_usd}}, ratio{35, 1}});
    print(lots<unit::points>{});
    print(things::wallet<8>{});
    print(things::vouchers{7});
    head("Discounts");
    print(prices::discounts{prices::percent_off(10_pct)});
    print(prices::percent_off(10_pct).effect);
    print_as("each discount", prices::percent_off(10_pct));
    print(prices::amount_off(1_usd).effect);
    print(prices::amount_off_each(1_usd).effect);
    print(prices::fixed_price(1_usd).effect);
    print(prices::pack(2, 1_usd).effect);
    print(prices::buy_get(1, 1).effect);
    head("Stages of points");
    print(per_amount{1_points, 1_usd});
    print(per_unit{1_points});
    print(per_visit{1_points});
    print(per_activity{1_points});
    print(per_score{1_points});
    print(per_delivery{1_points});
    print(each_line{per_visit{1_points}});
    print(each_unit{per_visit{1_points}});
    print(sum_of{per_visit{1_points}});
    print(best_of{per_visit{1_points}});
    print(least_of{per_visit{1_points}});
    print(first_of{per_visit{1_points}});
    print(offer{per_visit{1_points}});
    print(multiply_by{2_x});
    print(multiply_by_tier{1_x});
    print(add_bonus{1_points});
    print(cap_at{1_points});
    print(round_off{});
    print(round_off_carrying{});
    head("Measures");
    print(net{});
    print(gross{});
    print(before_discount{});
    print(quantity{});
    print(counts_up_to{1_usd});
    print(activities{});
    print(scores{});
    head("Windows");
    print(calendar_window{});
    print(first_months{});
    print(campaign{});
    head("Predicates");
    print(category_is(1));
    print(sku_is(1));
    print(brand_is(1));
    print(component_is(component::goods));
    print(store_is(1));
    print(channel_is(1));
    print(kind_is(1));
    print(reference_is(1));
    print(member_has(1));
    print(birthday());
    print(tier_is(1));
    print(basket_at_least(1_usd));
    print(tender_is(tender::cash));
    print(day_of_week_is(weekday::monday));
    print(during({}));
    print(between(clock(17), clock(19)));
    print(any_line(category_is(1)));
    print(category_is(1) && store_is(1));
    print(category_is(1) || store_is(1));
    print(!category_is(1));
    head("Expiry and activation of lots");
    print(expires_after_days{1});
    print(expires_after_months{1});
    print(expires_end_of_month<6>{});
    print(expires_end_of_quarter<6>{});
    print(expires_end_of_year<1>{});
    print(expires_on_fixed_dates{dates::month_day{12, 31}});
    print(expires_on_inactivity::after_days(30));
    print(expires_after_seconds{60});
    print(activates_after_days<14>{});
    print(activates_on_fixed_dates{dates::month_day::monthly(1)});
    print(activates_on_confirmation<30>{});
    return 0;
}
