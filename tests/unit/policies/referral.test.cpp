// SPDX-License-Identifier: BSL-1.0
//
// A friend names a referrer, and is rewarded for a spend (S42).
#include <loyalty/policies/referral.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using loyalty::social::referral;
using sale = purchase<currency::usd>;

namespace {

constexpr programme club{referral{200_points, 50_usd}.linked_by(7).telling(8).within_days(30)};
using club_type = std::remove_const_t<decltype(club)>;
constexpr std::uint32_t nobody = club_type::policy_type<0>::nobody;

constexpr instant may_1 = "2025-05-01T12:00"_utc;
constexpr instant may_2 = "2025-05-02T12:00"_utc;
constexpr instant last_second = "2025-05-31T11:59:59"_utc;
constexpr instant too_late = "2025-05-31T12:00:00"_utc;

reason link(member<club_type>& own, std::uint64_t referrer, std::uint64_t id = 1) {
    return apply(club, own, activity{.id = id, .member = 3, .time = may_1, .kind = 7, .reference = referrer}).refused;
}
member<club_type> linked() {
    member<club_type> own;
    CHECK(link(own, 5) == reason::none);
    return own;
}
auto buy(member<club_type>& own, std::uint64_t id, money<currency::usd> net, instant time = may_2) {
    return apply_with_receipt(club, own, sale{.id = id, .member = 3, .time = time, .net = net});
}
template <class Receipt>
amount<unit::points> give_it_back(member<club_type>& own, Receipt& receipt, std::uint64_t id) {
    const auto gave = apply(club, own, receipt.returned({.id = id, .member = 3, .time = too_late}));
    CHECK(gave.accepted());
    return gave.template granted<unit::points>();
}

} // namespace

TEST_SUITE("policies/referral") {
    TEST_CASE("who can be named: another member, once, with a number below that of nobody") {
        member<club_type> anna;
        CHECK(link(anna, 3) == reason::same_member);
        CHECK(link(anna, 4'294'967'295) == reason::unknown_member);
        CHECK(link(anna, 4'294'967'296) == reason::unknown_member);
        CHECK(anna.policy<0>().referrer == nobody);
        CHECK(link(anna, 4'294'967'294) == reason::none);
        CHECK(anna.policy<0>().referrer == 4'294'967'294);
        CHECK(link(anna, 5, 2) == reason::already_linked);
        CHECK(apply(club, anna, activity{.id = 3, .member = 3, .time = may_1, .kind = 8, .reference = 4'294'967'294})
                  .refused == reason::referral_circle);
        CHECK(apply(club, anna, activity{.id = 3, .member = 3, .time = may_1, .kind = 8, .reference = 5}).accepted());
        CHECK(apply(club, anna, activity{.id = 4, .member = 3, .time = may_1, .kind = 9, .reference = 5}).accepted());
    }

    TEST_CASE("50.00 within 30 days of the link are 200 points, once; without a link they are none") {
        member<club_type> ben;
        CHECK(buy(ben, 1, 90_usd).outcome.granted<unit::points>() == 0_points);
        CHECK(ben.policy<0>().spent == 0);
        auto anna = linked();
        CHECK(buy(anna, 2, 49.99_usd).outcome.granted<unit::points>() == 0_points);
        CHECK(buy(anna, 3, 0.01_usd, last_second).outcome.granted<unit::points>() == 200_points);
        CHECK(anna.policy<0>().qualified_by == 3);
        CHECK(buy(anna, 4, 60_usd, last_second).outcome.granted<unit::points>() == 0_points);
        auto late = linked();
        CHECK(buy(late, 2, 90_usd, too_late).outcome.granted<unit::points>() == 0_points);
        CHECK(late.policy<0>().spent == 0);
    }

    TEST_CASE("what a return withdraws is the message that was sent") {
        struct {
            std::uint64_t sent = 0;
            std::uint64_t withdrawn = 0;
            void on(const effects::sent& one) { sent = one.what.id; }
            void on(const effects::withdrawn& one) { withdrawn = one.id; }
        } seen;
        auto anna = linked();
        auto sold = apply_with_receipt(club, anna, sale{.id = 2, .member = 3, .time = may_2, .net = 50_usd},
                                       extensions::no_profile{}, seen);
        CHECK(apply(club, anna, sold.receipt.returned({.id = 3, .member = 3, .time = too_late}),
                    extensions::no_profile{}, seen)
                  .accepted());
        CHECK(seen.sent != 0);
        CHECK(seen.withdrawn == seen.sent);
    }

    TEST_CASE("the award goes with what was spent, whichever purchase comes back first") {
        auto anna = linked();
        auto first = buy(anna, 2, 30_usd);
        auto second = buy(anna, 3, 30_usd);
        CHECK(second.outcome.granted<unit::points>() == 200_points);
        SUBCASE("the one that reached the amount") {
            CHECK(give_it_back(anna, second.receipt, 4) == -200_points);
            CHECK(give_it_back(anna, first.receipt, 5) == 0_points);
        }
        SUBCASE("another one; and then the award is not taken twice") {
            CHECK(give_it_back(anna, first.receipt, 4) == -200_points);
            CHECK_FALSE(anna.policy<0>().qualified);
            CHECK(give_it_back(anna, second.receipt, 5) == 0_points);
        }
        SUBCASE("none, if other purchases reach the amount too") {
            CHECK(buy(anna, 4, 50_usd).outcome.granted<unit::points>() == 0_points);
            CHECK(give_it_back(anna, second.receipt, 5) == 0_points);
            CHECK(anna.policy<0>().qualified);
            CHECK(anna.balance<unit::points>() == 200_points);
            CHECK(give_it_back(anna, first.receipt, 6) == 0_points); // 50.00 are left
            return;
        }
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(anna.policy<0>().spent == 0);
        CHECK(anna.policy<0>().referrer == 5);
    }

    TEST_CASE("numbers that cannot be right") {
        constexpr referral right{200_points, 50_usd};
        CHECK(problem_of(right) == nullptr);
        CHECK(std::string_view{problem_of(right.linked_by(8).telling(8))} ==
              "referral: the link and what the referrer receives must be of two kinds");
        CHECK(std::string_view{problem_of(right.within_days(0))} == "referral: give at least one day");
        CHECK(std::string_view{problem_of(right.waiting_days(-1))} == "referral: the wait must not be negative");
        CHECK(std::string_view{problem_of(referral{-1_points, 50_usd})} == "referral: the award must not be negative");
        CHECK(std::string_view{problem_of(referral{0_points, 0_usd})} == "referral: the friend must spend something");
    }
}
