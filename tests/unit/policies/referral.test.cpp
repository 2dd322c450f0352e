// SPDX-License-Identifier: BSL-1.0
//
// A friend names a referrer, and is rewarded for a spend (S42).
#include <loyalty/policies/referral.hpp>

#include <loyalty/engine/referral_chain.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/router.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
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

/// An activity of the host's own.
struct scan {
    static constexpr auto kind_of_event = extensions::event_kind::activity;
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint32_t kind = 0;
    std::uint64_t reference = 0;
};

/// F12: a friend who pays 10.00 has 5.00 at once, the referrer 5.00 seven days later; at most five friends a month, 20 in a
/// lifetime.
constexpr programme two_sides{referral{5_usd, 10_usd}.linked_by(7).telling(8).waiting_days(7),
                              points{per_activity{5_usd}.of(8u),
                                     cap_at{25_usd, calendar_window{period_unit::month}}.rejecting(),
                                     cap_at{100_usd, lifetime{}}.rejecting()}};

/// The refusals of a stream.
struct refusals {
    std::size_t count = 0;
    reason last = reason::none;
    void on(const effects::refusal& one) noexcept {
        ++count;
        last = one.why;
    }
};

template <std::size_t Count>
struct neighbourhood { // member 0 is the referrer
    using rules_type = std::remove_const_t<decltype(two_sides)>;

    std::array<member<rules_type>, Count> members{};
    streams::router<rules_type> post{};
    refusals no{};

    reason link(std::uint32_t who, std::uint64_t id, std::uint64_t referrer, instant now) {
        return apply(two_sides, members[who],
                     activity{.id = id, .member = who, .time = now, .kind = 7, .reference = referrer},
                     extensions::no_profile{}, post)
            .refused;
    }
    auto buy(std::uint32_t who, std::uint64_t id, money<currency::usd> net, instant now) {
        return apply_with_receipt(two_sides, members[who], sale{.id = id, .member = who, .time = now, .net = net},
                                  extensions::no_profile{}, post);
    }
    money<currency::usd> referrer_has(instant before) {
        post.deliver(two_sides, std::span{members}, before, no);
        return members[0].template balance<currency::usd>();
    }
};

constexpr instant august_1 = "2026-08-01T12:00"_utc;
constexpr instant august_8 = "2026-08-08T12:00"_utc;
constexpr dates::seconds one_second{1};

} // namespace

TEST_SUITE("policies/referral") {
    TEST_CASE("F12: the friend at once, the referrer after seven days; a charge back cancels what waits") {
        neighbourhood<2> all;
        CHECK(all.link(1, 1, 0, august_1) == reason::none);
        CHECK(all.buy(1, 2, 9.99_usd, august_1).outcome.granted<currency::usd>() == 0_usd);
        auto cent = all.buy(1, 3, 0.01_usd, august_1);
        CHECK(cent.outcome.granted<currency::usd>() == 5_usd);
        CHECK(all.link(1, 4, 9, august_1) == reason::already_linked); // the first code wins
        auto charged_back = all;
        CHECK(all.referrer_has(august_8) == 0_usd);
        CHECK(all.referrer_has(august_8 + one_second) == 5_usd);

        const extensions::event_key key{.id = 5, .member = 1, .time = "2026-08-05T12:00"_utc};
        CHECK(apply(two_sides, charged_back.members[1], cent.receipt.returned(key), extensions::no_profile{},
                    charged_back.post)
                  .granted<currency::usd>() == -5_usd);
        CHECK(charged_back.post.pending() == 0);
        CHECK(charged_back.referrer_has("2027-01-01T00:00"_utc) == 0_usd);
    }

    TEST_CASE("F12: the sixth friend of August is refused and counts for no later month; 20 friends in a lifetime") {
        neighbourhood<24> all;
        const auto brings = [&](std::uint32_t who, instant now) {
            CHECK(all.link(who, 10 * who, 0, now) == reason::none);
            CHECK(all.buy(who, 10 * who + 1, 10_usd, now).outcome.granted<currency::usd>() == 5_usd);
        };
        for (std::uint32_t who = 1; who <= 6; ++who) {
            brings(who, august_1);
        }
        CHECK(all.referrer_has("2026-09-01T00:00"_utc) == 25_usd);
        CHECK(all.no.count == 1);
        CHECK(all.no.last == reason::cap_reached);
        CHECK(all.referrer_has("2026-12-01T00:00"_utc) == 25_usd);

        std::uint32_t who = 7;
        for (const instant month : {"2026-12-02T12:00"_utc, "2027-01-02T12:00"_utc, "2027-02-02T12:00"_utc}) {
            for (int i = 0; i < 5; ++i) {
                brings(who++, month);
            }
        }
        CHECK(all.referrer_has("2027-03-01T00:00"_utc) == 100_usd);
        CHECK(all.no.count == 1);
        brings(who, "2027-03-02T12:00"_utc); // the 21st that would count
        CHECK(all.referrer_has("2027-04-01T00:00"_utc) == 100_usd);
        CHECK(all.no.count == 2);
        CHECK(all.no.last == reason::cap_reached);
    }

    TEST_CASE("a circle of three: Anna referred Ben, Ben referred Cleo, and Anna names Cleo") {
        std::array<member<club_type>, 4> members{};
        const auto code = [](std::uint32_t who, std::uint64_t referrer, std::uint32_t kind = 7) {
            return activity{.id = 1, .member = who, .time = may_1, .kind = kind, .reference = referrer};
        };
        const auto check = [&](const activity& link) { return social::check_link(club, members, link); };
        for (const activity& link : {code(1, 0), code(2, 1)}) {
            REQUIRE(check(link) == reason::none);
            REQUIRE(apply(club, members[link.member], link).accepted());
        }
        const auto before = members;
        CHECK(check(code(0, 2)) == reason::referral_circle);
        CHECK(check(code(0, 1)) == reason::referral_circle);
        CHECK(check(code(0, 0)) == reason::same_member);
        CHECK(check(code(0, 3)) == reason::none);
        CHECK(check(code(0, 77)) == reason::none);   // of another store
        CHECK(check(code(0, 2, 9)) == reason::none); // no link
        CHECK(members == before);
        // A circle that was closed elsewhere ends the walk.
        REQUIRE(apply(club, members[0], code(0, 2)).accepted());
        CHECK(check(code(3, 0)) == reason::none);
    }

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

    TEST_CASE("an activity of the host's own type names the referrer, as that of the library does") {
        member<club_type> own;
        CHECK(apply(club, own, scan{.id = 1, .member = 3, .time = may_1, .kind = 7, .reference = 3}).refused ==
              reason::same_member);
        CHECK(apply(club, own, scan{.id = 2, .member = 3, .time = may_1, .kind = 7, .reference = 5}).accepted());
        CHECK(own.policy<0>().referrer == 5);
        CHECK(apply(club, own, scan{.id = 3, .member = 3, .time = may_1, .kind = 8, .reference = 5}).refused ==
              reason::referral_circle);
        CHECK(buy(own, 4, 50_usd).outcome.granted<unit::points>() == 200_points);
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
