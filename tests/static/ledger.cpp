// SPDX-License-Identifier: BSL-1.0
// Floor ledger at compile time: to compile is to pass.
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <loyalty/ledger/lots.hpp>
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

namespace {

using namespace loyalty;
using namespace loyalty::ledgers;

// Plain values of a known size.
template <class T, std::size_t Size>
constexpr bool is_plain = std::is_trivially_copyable_v<T>&& std::is_standard_layout_v<T>&&
                              std::is_nothrow_default_constructible_v<T>&& std::equality_comparable<T> &&
                          sizeof(T) == Size;
static_assert(is_plain<lot_dates, 8>);
static_assert(is_plain<lot_bucket, 16>);
static_assert(is_plain<lot_slice, 16>);
static_assert(is_plain<hold, 16>);
static_assert(is_plain<ledger_state<1, 0>, 80>);
static_assert(is_plain<ledger_state<9, 0>, 64 + 16 * 9>);
static_assert(is_plain<ledger_state<9, 4>, 64 + 16 * 9 + 16 + 16 * (9 + 2 * 4)>);

// The bound follows from the policies.
constexpr auto plain = lots<unit::points>{}.max_holds<4>();
static_assert(decltype(plain)::capacity == 1 + 0 + 2);
static_assert(decltype(plain.spare_buckets<0>())::capacity == 1);
static_assert(decltype(plain.expiring(expires_end_of_month<6>{}))::capacity == 7 + 0 + 2);
static_assert(decltype(plain.expiring(expires_end_of_quarter<12>{}))::capacity == 5 + 0 + 2);
static_assert(decltype(plain.expiring(expires_end_of_year<2>{}))::capacity == 3 + 0 + 2);
static_assert(decltype(plain.expiring(expires_on_fixed_dates<2, 12>{dates::month_day{6, 30},
                                                                    dates::month_day{12, 31}}))::capacity == 3 + 0 + 2);
static_assert(decltype(plain.expiring(expires_on_inactivity::after_months(12)))::capacity == 1 + 0 + 2);
static_assert(decltype(plain.activating(activates_after_days<14>{}))::capacity == 1 + 14 + 2);
static_assert(decltype(plain.expiring(expires_after_days<365>{365}))::capacity == 365 + 0 + 2);

// The table of docs/ledger.md: buckets, bytes with 4 holds, bytes without.
template <class Rules, std::size_t Buckets, std::size_t With4Holds, std::size_t WithoutHolds>
constexpr bool is_row = Rules::capacity == Buckets && sizeof(typename Rules::state) == With4Holds &&
                        sizeof(typename decltype(Rules{}.template max_holds<0>())::state) == WithoutHolds;
static_assert(is_row<std::remove_const_t<decltype(plain)>, 3, 304, 112>);
static_assert(is_row<decltype(plain.expiring(expires_end_of_month<6>{})), 9, 496, 208>);
static_assert(is_row<decltype(plain.expiring(expires_end_of_month<12>{})), 15, 688, 304>);
static_assert(is_row<decltype(plain.expiring(expires_end_of_year<1>{})), 4, 336, 128>);

// Structural: rules can be a template argument.
template <auto Value>
struct lifted {
    static constexpr auto value = Value;
};
constexpr auto stars = plain.expiring(expires_end_of_month<6>{}).activating(activates_on_confirmation<30>{});
static_assert(problem_of(lifted<stars>::value) == nullptr);
static_assert(problem_of(lifted<plain.expiring(expires_on_inactivity::after_days(30).taking(50_pct))>::value) ==
              nullptr);
static_assert(problem_of(lifted<plain.expiring(expires_on_fixed_dates{dates::month_day{12, 31}})>::value) == nullptr);
static_assert(problem_of(lifted<plain.activating(activates_on_fixed_dates{dates::month_day::monthly(1)})>::value) ==
              nullptr);
static_assert(problem_of(lifted<redemption_rule{redemption_rate{500_points, 10_usd}}>::value) == nullptr);
static_assert(
    problem_of(lifted<price_redemption{redemption_rule{redemption_rate{100_points, 0.10_usd}}, ratio{35, 1}}>::value) ==
    nullptr);
static_assert(problem_of(lifted<item_prices{item_price{1u, 50_points}}>::value) == nullptr);

// A life of points, evaluated by the compiler.
constexpr balances<unit::points> life() {
    decltype(stars)::state anna;
    decltype(stars)::taken from;
    clawback_parts<unit::points> claim;
    const bool right = stars.earn(anna, 150_points, "2020-12-15"_date) == reason::none &&
                       stars.confirm(anna, 150_points, "2020-12-15"_date, "2020-12-20"_date) == reason::none &&
                       stars.spend(anna, 40_points, "2021-01-10"_date, from) == reason::none &&
                       stars.give_back(anna, from, "2021-01-11"_date) == reason::none &&
                       stars.reserve(anna, 1, 30_points, "2021-01-20"_date, "2021-01-12"_date) == reason::none &&
                       stars.commit(anna, 1, "2021-01-13"_date, from) == reason::none &&
                       stars.claw_back(anna, 50_points, stars.dates_confirmed("2020-12-20"_date), "2021-01-14"_date,
                                       claim) == reason::none &&
                       stars.spend(anna, 71_points, "2021-01-15"_date, from) == reason::insufficient_balance;
    return right ? stars.balances(anna, "2021-07-01"_date) : balances<unit::points>{};
}
static_assert(life() == balances<unit::points>{
                            .spent = 30_points, .expired = 70_points, .clawed_back = 50_points, .earned = 150_points});

// Every operation promises not to throw.
static_assert(noexcept(stars.earn(std::declval<decltype(stars)::state&>(), amount<unit::points>{}, date{})));
static_assert(noexcept(stars.balances(std::declval<const decltype(stars)::state&>(), date{})));

} // namespace
