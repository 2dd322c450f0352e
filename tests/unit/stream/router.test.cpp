// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/router.hpp>

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/referral.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::social;
using namespace loyalty::streams;

namespace {

using sale = purchase<currency::usd>;

constexpr std::uint32_t anna = 0;
constexpr std::uint32_t ben = 1;
constexpr std::uint32_t cleo = 2;
constexpr instant march = "2025-03-01T12:00"_utc;
constexpr dates::seconds day{86'400};

constexpr programme club{
    referral{200_points, 50_usd}.linked_by(7).telling(8).within_days(90).waiting_days(14),
    points{per_activity{500_points}.of(8u), cap_at{1000_points, criteria::calendar_window{period_unit::month}}},
};
using club_type = std::remove_const_t<decltype(club)>;

/// Each activity sends another to the other of two members, a second later.
struct echo {
    using rewards = units<>;
    template <class Event>
    static constexpr bool concerns = std::is_same_v<Event, activity>;

    template <class Visit>
    constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        visit.send({.member = 1 - visit.event.member, .time = visit.time + dates::seconds{1}, .kind = 1});
    }
};

/// A store with three members, in which every event goes through the router.
struct store {
    router<club_type> post{};
    std::array<member<club_type>, 4> members{};
    no_sink none{};

    auto happen(const auto& event) {
        post.deliver(club, std::span{members}, event.time, none);
        return apply(club, members[event.member], event, no_profile{}, post);
    }
    auto sell(const sale& bought) {
        post.deliver(club, std::span{members}, bought.time, none);
        return apply_with_receipt(club, members[bought.member], bought, no_profile{}, post);
    }
    batch_result to(instant until) { return post.deliver(club, std::span{members}, until, none); }
    auto points_of(std::size_t who) const { return members[who].balance<unit::points>(); }
};

constexpr activity link(std::uint64_t id, std::uint32_t who, std::uint32_t referrer, instant time = march) {
    return {.id = id, .member = who, .time = time, .kind = 7, .reference = referrer};
}

} // namespace

TEST_SUITE("stream/router") {
    TEST_CASE("Ben spends 50.00 in two purchases: 200 points for him, and 14 days later 500 for Anna") {
        store s;
        s.happen(link(1, ben, anna));
        CHECK(s.sell({.id = 2, .member = ben, .time = march + day, .net = 49.99_usd}).outcome.granted<unit::points>() ==
              0_points);
        CHECK(s.sell({.id = 3, .member = ben, .time = march + day, .net = 0.01_usd}).outcome.granted<unit::points>() ==
              200_points);
        CHECK(s.post.pending() == 1);
        const letter one = s.post.letters().front();
        CHECK(one.what.time == march + day + dates::seconds{14 * 86'400});
        CHECK(one.what.reference == ben);
        CHECK(s.to(one.what.time) == batch_result{0, 0}); // not yet
        CHECK(s.points_of(anna) == 0_points);
        CHECK(s.to(one.what.time + dates::seconds{1}) == batch_result{1, 0});
        CHECK(s.points_of(anna) == 500_points);
        CHECK(s.points_of(ben) == 200_points);
    }

    TEST_CASE("the id of a message is that of its source, sender, target and rule") {
        CHECK(detail::message_id(3, 1, 0, 0, 0) == detail::message_id(3, 1, 0, 0, 0));
        CHECK(detail::message_id(3, 1, 0, 0, 0) != detail::message_id(4, 1, 0, 0, 0));
        CHECK(detail::message_id(3, 1, 0, 0, 0) != detail::message_id(3, 2, 0, 0, 0));
        CHECK(detail::message_id(3, 1, 0, 0, 0) != detail::message_id(3, 1, 0, 1, 0));
        CHECK((detail::message_id(3, 1, 0, 0, 0) >> 63u) == 1u);
        CHECK((detail::message_id(3, 1, 0, 0, 0) & 1u) == 0u);
    }

    TEST_CASE("delivered again, in any order, a message changes nothing") {
        store s;
        s.happen(link(1, ben, anna));
        s.happen(link(1, cleo, anna));
        s.sell({.id = 2, .member = ben, .time = march, .net = 50_usd});
        s.sell({.id = 2, .member = cleo, .time = march + day, .net = 50_usd});
        std::vector<letter> all = s.post.take_all();
        REQUIRE(all.size() == 2);
        CHECK(s.post.pending() == 0);
        const std::array<std::vector<std::size_t>, 4> orders{{{0, 1}, {1, 0}, {0, 0, 1, 1}, {1, 0, 1, 0}}};
        for (const auto& order : orders) {
            store t = s;
            for (const std::size_t each : order) {
                t.post.accept(all[each]);
            }
            t.to(instant::maximum());
            t.post.accept(all[0]);
            t.post.accept(all[1]);
            t.to(instant::maximum());
            CHECK(t.points_of(anna) == 1000_points);
        }
    }

    TEST_CASE("a return before the 14 days cancels, one after them reverses") {
        for (const int days : {10, 20}) {
            store s;
            s.happen(link(1, ben, anna));
            auto sold = s.sell({.id = 2, .member = ben, .time = march, .net = 60_usd});
            s.to(march + dates::seconds{days * 86'400});
            CHECK(s.points_of(anna) == (days == 10 ? 0_points : 500_points));
            const instant later = march + dates::seconds{days * 86'400};
            const sale kept{.id = 2, .member = ben, .time = march, .net = 49_usd};
            s.happen(sold.receipt.returned({.id = 3, .member = ben, .time = later}, kept));
            CHECK(s.points_of(ben) == 0_points);
            s.to(instant::maximum());
            CHECK(s.points_of(anna) == 0_points);
            CHECK(s.post.pending() == 0);
        }
    }

    TEST_CASE("a message that was due before it was withdrawn is delivered and reversed, though it still waits") {
        store s;
        s.happen(link(1, ben, anna));
        auto sold = s.sell({.id = 2, .member = ben, .time = march, .net = 60_usd});
        const instant later = march + dates::seconds{20 * 86'400};
        apply(club, s.members[ben], sold.receipt.returned({.id = 3, .member = ben, .time = later}), no_profile{},
              s.post);
        CHECK(s.post.pending() == 2);
        CHECK(s.to(instant::maximum()) == batch_result{2, 0});
        CHECK(s.points_of(anna) == 0_points);
    }

    TEST_CASE("a return after which 50.00 are still reached takes nothing") {
        store s;
        s.happen(link(1, ben, anna));
        auto sold = s.sell({.id = 2, .member = ben, .time = march, .net = 60_usd});
        s.sell({.id = 3, .member = ben, .time = march, .net = 50_usd});
        s.happen(sold.receipt.returned({.id = 4, .member = ben, .time = march + day}));
        CHECK(s.points_of(ben) == 200_points);
        s.to(instant::maximum());
        CHECK(s.points_of(anna) == 500_points);
    }

    TEST_CASE("what the return of one purchase has taken, that of the other takes no second time") {
        store s;
        s.happen(link(1, ben, anna));
        auto first = s.sell({.id = 2, .member = ben, .time = march, .net = 30_usd});
        auto second = s.sell({.id = 3, .member = ben, .time = march, .net = 30_usd}); // reaches 50.00
        CHECK(s.points_of(ben) == 200_points);
        s.happen(first.receipt.returned({.id = 4, .member = ben, .time = march + day}));
        CHECK(s.points_of(ben) == 0_points);
        s.happen(second.receipt.returned({.id = 5, .member = ben, .time = march + day}));
        CHECK(s.points_of(ben) == 0_points);
        CHECK(s.post.pending() == 0);
    }

    TEST_CASE("the first link stands; after 90 days nothing counts; two friends in a month reach Anna's cap") {
        store s;
        s.happen(link(1, ben, anna));
        s.happen(link(2, ben, cleo));
        s.sell({.id = 3, .member = ben, .time = march + dates::seconds{90 * 86'400}, .net = 99_usd});
        CHECK(s.points_of(ben) == 0_points);
        CHECK(s.post.pending() == 0);

        store t;
        t.happen(link(1, ben, anna));
        CHECK(t.happen(link(2, ben, cleo)).refused == reason::already_linked);
        t.sell({.id = 3, .member = ben, .time = march + day, .net = 99_usd});
        CHECK(t.post.letters().front().what.member == anna);
    }

    TEST_CASE("nobody refers to themselves, and not two to each other") {
        store s;
        CHECK(s.happen(link(1, ben, ben)).refused == reason::same_member);
        CHECK(s.members[ben] == member<club_type>{});
        s.happen(link(2, ben, anna));
        s.happen(link(1, anna, ben));
        s.sell({.id = 3, .member = ben, .time = march, .net = 50_usd});
        CHECK(s.to(instant::maximum()) == batch_result{0, 1}); // Anna was referred by Ben herself
        CHECK(s.points_of(anna) == 0_points);
    }

    TEST_CASE("a message that was cancelled is not taken again, until it is forgotten") {
        store s;
        s.happen(link(1, ben, anna));
        s.sell({.id = 2, .member = ben, .time = march, .net = 50_usd});
        const letter sent = s.post.letters().at(0); // due on 15 March
        letter reversal = sent;
        reversal.is_reversal = true;
        reversal.what.time = march + day;
        s.post.accept(reversal);
        CHECK(s.post.pending() == 0);
        s.post.accept(sent); // a broker delivers it twice
        CHECK(s.post.pending() == 0);
        s.to(instant::maximum());
        CHECK(s.points_of(anna) == 0_points);
        s.post.forget(sent.what.time);
        s.post.accept(sent);
        CHECK(s.post.pending() == 0);
        s.post.forget(sent.what.time + dates::seconds{1});
        s.post.accept(sent);
        CHECK(s.post.pending() == 1);
    }

    TEST_CASE("a message to a member that there is not is refused, and the others go on") {
        store s;
        s.happen(link(1, ben, 77));
        s.happen(link(1, cleo, anna));
        s.sell({.id = 2, .member = ben, .time = march, .net = 50_usd});
        s.sell({.id = 2, .member = cleo, .time = march, .net = 50_usd});
        CHECK(s.to(instant::maximum()) == batch_result{1, 1});
        CHECK(s.points_of(anna) == 500_points);
    }

    TEST_CASE("a preview sends nothing, and a refused event neither") {
        store s;
        s.happen(link(1, ben, anna));
        preview(club, s.members[ben], sale{.id = 2, .member = ben, .time = march, .net = 50_usd});
        CHECK(s.post.pending() == 0);
        s.happen(sale{.id = 1, .member = ben, .time = march, .net = 50_usd}); // a duplicate id
        CHECK(s.post.pending() == 0);
    }

    TEST_CASE("messages that answer messages end after 16") {
        static constexpr programme ping_pong{echo{}};
        using rules = std::remove_cvref_t<decltype(ping_pong)>;
        router<rules> post;
        std::array<member<rules>, 2> members{};
        no_sink none;
        apply(ping_pong, members[0], activity{.id = 1, .member = 0, .time = march, .kind = 1}, no_profile{}, post);
        const batch_result result = post.deliver(ping_pong, std::span{members}, instant::maximum(), none);
        CHECK(result == batch_result{17, 1});
        CHECK(post.pending() == 0);
    }

    TEST_CASE("an activity has a receipt, and its return no purchase to forget") {
        constexpr programme gym{points{per_activity{50_points}},
                                points{per_visit{100_points}.when(criteria::first_purchase())}};
        member<std::remove_const_t<decltype(gym)>> own;
        auto seen = apply_with_receipt(gym, own, activity{.id = 1, .kind = 1});
        CHECK(seen.outcome.granted<unit::points>() == 50_points);
        apply(gym, own, sale{.id = 2, .net = 5_usd});
        CHECK(own.balance<unit::points>() == 150_points);
        CHECK(apply(gym, own, seen.receipt.returned({.id = 3})).granted<unit::points>() == -50_points);
        CHECK(apply(gym, own, seen.receipt.returned({.id = 4})).refused == reason::already_returned);
        CHECK(apply(gym, own, sale{.id = 5, .net = 5_usd}).granted<unit::points>() == 0_points); // the first is kept
        CHECK(own.balance<unit::points>() == 100_points);
    }

    TEST_CASE("numbers of a referral that cannot be right") {
        CHECK(std::string_view{problem_of(referral{0_points, 0_usd})} == "referral: the friend must spend something");
        CHECK(std::string_view{problem_of(referral{0_points, 1_usd}.within_days(0))} ==
              "referral: give at least one day");
        CHECK(std::string_view{problem_of(referral{0_points, 1_usd}.linked_by(2))} ==
              "referral: the link and what the referrer receives must be of two kinds");
        CHECK(problem_of(referral{0_points, 1_usd}) == nullptr);
    }
}
