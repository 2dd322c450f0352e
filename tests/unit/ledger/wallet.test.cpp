// SPDX-License-Identifier: BSL-1.0
//
// The account of things (S38): their states, holds, gift cards, full wallets, uses that are given back.
#include <loyalty/ledger/wallet.hpp>

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/encoding.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::things;
using sale = purchase<currency::usd>;

namespace {

constexpr instant march_1 = "2025-03-01T12:00"_utc;
constexpr instant march_9 = "2025-03-09T12:00"_utc;
constexpr instant march_10 = "2025-03-10T12:00"_utc;
constexpr instant march_11 = "2025-03-11T12:00"_utc;
constexpr instant march_12 = "2025-03-12T12:00"_utc;
constexpr instant april_1 = "2025-04-01T00:00"_utc;

// Constants of their own: clang 14 does not link a consteval literal that stands in a template.
constexpr instant march_30 = "2025-03-30T00:00"_utc;
constexpr auto twenty = 20_usd;
constexpr auto fifty = 50_usd;
constexpr auto no_points = 0_points;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

/// What a sink of changes and refusals received.
struct heard {
    std::vector<effects::thing_change> changes{};
    effects::refusal last{};

    void on(const effects::thing_change& one) { changes.push_back(one); }
    void on(const effects::refusal& one) { last = one; }
};

/// A member of a programme, with ids that rise. A refused event must leave the member as it was.
template <class Programme>
struct customer {
    const Programme& rules;
    member<Programme> own{};
    heard log{};
    std::uint64_t id = 0;

    explicit customer(const Programme& programme) : rules{programme} {}

    template <class Event>
    reason apply(Event event) {
        event.id = event.id == 0 ? ++id : event.id;
        id = event.id;
        const member<Programme> before = own;
        log = {};
        const auto gave = loyalty::apply(rules, own, event, extensions::no_profile{}, log);
        if (!gave.accepted()) {
            CHECK(own == before);
            CHECK(log.changes.empty());
        }
        return gave.refused;
    }
    reason give(instant time, entitlement one) { return apply(thing_issue{.time = time, .thing = one}); }
    reason use(instant time, std::uint64_t code, stored_money stored = {}, std::uint64_t order = 0) {
        return apply(thing_use{.time = time, .code = code, .stored = stored, .order = order});
    }
    reason hold(instant time, std::uint64_t code, std::uint64_t order, instant until, stored_money stored = {}) {
        return apply(thing_hold{.time = time, .code = code, .order = order, .stored = stored, .until = until});
    }
    [[nodiscard]] thing_at at(instant time, std::uint64_t code) const { return thing(rules, own, code, time); }
    [[nodiscard]] status status_at(instant time, std::uint64_t code) const { return at(time, code).status; }
};

constexpr programme shop{a_point_a_dollar, wallet<4>{}};
constexpr entitlement coupon{.code = 4711, .campaign = 7, .from = march_10, .until = april_1};
constexpr entitlement card{.code = 815, .campaign = 8, .stored = 50_usd};

static_assert(sizeof(decltype(wallet<8>{})::state) == 848);
static_assert(sizeof(decltype(wallet<4>{})::state) == 432);
static_assert(sizeof(decltype(wallet<4>{}.records<1>())::state) == 312);
static_assert(std::is_trivially_copyable_v<decltype(wallet<8>{})::state>);

} // namespace

TEST_SUITE("ledger/wallet") {
    TEST_CASE("a thing is issued, active, used or expired at any time, without a job") {
        customer anna{shop};
        REQUIRE(anna.give(march_1, coupon) == reason::none);
        CHECK(anna.status_at(march_1, 4711) == status::issued);
        CHECK(anna.status_at("2025-03-10T11:59:59"_utc, 4711) == status::issued);
        CHECK(anna.status_at(march_10, 4711) == status::active);
        CHECK(anna.status_at("2025-03-31T23:59:59"_utc, 4711) == status::active);
        CHECK(anna.status_at(april_1, 4711) == status::expired);
        CHECK(anna.status_at(march_10, 4712) == status::unknown);
        CHECK(anna.at(march_10, 4711).thing == coupon);

        REQUIRE(anna.use(march_11, 4711) == reason::none);
        CHECK(anna.status_at(march_11, 4711) == status::used);
        CHECK(anna.status_at(april_1, 4711) == status::used);
        CHECK(anna.at(march_11, 4711).thing.uses == 0);
    }

    TEST_CASE("a thing is refused to who does not hold it, a second time, too early, too late: four reasons") {
        customer anna{shop};
        customer ben{shop};
        REQUIRE(anna.give(march_1, coupon) == reason::none);
        CHECK(ben.use(march_10, 4711) == reason::not_holder);
        CHECK(anna.use(march_9, 4711) == reason::not_yet_valid);
        CHECK(anna.use(march_10, 4711) == reason::none);
        CHECK(anna.use(march_10, 4711) == reason::already_used);
        CHECK(anna.use(april_1, 4711) == reason::already_used);

        customer carl{shop};
        REQUIRE(carl.give(march_1, coupon) == reason::none);
        CHECK(carl.use(april_1, 4711) == reason::no_longer_valid);
        CHECK(carl.log.last.policy == "wallet");
        CHECK(carl.log.last.rule == 1);
    }

    TEST_CASE("B17: of five uses of a single-use coupon one is accepted, and four are refused: already used") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, coupon) == reason::none);
        int accepted = 0;
        int used_before = 0;
        for (int i = 0; i < 5; ++i) {
            const reason why = anna.use(march_10, 4711);
            accepted += why == reason::none ? 1 : 0;
            used_before += why == reason::already_used ? 1 : 0;
        }
        CHECK(accepted == 1);
        CHECK(used_before == 4);
    }

    TEST_CASE("a thing of three uses is used three times") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, {.code = 1, .uses = 3}) == reason::none);
        CHECK(anna.use(march_10, 1) == reason::none);
        CHECK(anna.at(march_10, 1).thing.uses == 2);
        CHECK(anna.use(march_10, 1) == reason::none);
        CHECK(anna.status_at(march_10, 1) == status::active);
        CHECK(anna.use(march_10, 1) == reason::none);
        CHECK(anna.status_at(march_10, 1) == status::used);
        CHECK(anna.use(march_10, 1) == reason::already_used);
    }

    TEST_CASE("what cannot be issued is refused") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, coupon) == reason::none);
        CHECK(anna.give(march_10, coupon) == reason::code_exists);
        CHECK(anna.give(march_10, {.code = 2, .stored = -0.01_usd}) == reason::negative_amount);
        CHECK(anna.give(march_10, {.code = 3, .until = march_10}) == reason::no_longer_valid);
        CHECK(anna.give(march_10, {.code = 4, .from = march_12, .until = march_11}) == reason::no_longer_valid);
        CHECK(things_of(shop, anna.own, march_10).size() == 1);
    }

    TEST_CASE("a thing is cancelled unless it was used, is held, or is over") {
        customer anna{shop};
        REQUIRE(anna.give(march_1, coupon) == reason::none);
        CHECK(anna.apply(thing_cancellation{.time = march_1, .code = 1}) == reason::not_holder);
        CHECK(anna.apply(thing_cancellation{.time = march_1, .code = 4711}) == reason::none);
        CHECK(anna.log.changes.size() == 1);
        CHECK(anna.log.changes[0].what == change::cancelled);
        CHECK(anna.status_at(march_10, 4711) == status::cancelled);
        CHECK(anna.use(march_10, 4711) == reason::no_longer_valid);
        CHECK(anna.apply(thing_cancellation{.time = march_10, .code = 4711}) == reason::no_longer_valid);

        REQUIRE(anna.give(march_10, {.code = 2, .uses = 2, .until = april_1}) == reason::none);
        REQUIRE(anna.hold(march_10, 2, 90, march_11) == reason::none);
        CHECK(anna.apply(thing_cancellation{.time = march_10, .code = 2}) == reason::already_held);
        CHECK(anna.apply(thing_cancellation{.time = march_11, .code = 2}) == reason::none);
        CHECK(anna.at(march_11, 2).thing.uses == 2);
        REQUIRE(anna.give(march_12, {.code = 3}) == reason::none);
        REQUIRE(anna.use(march_12, 3) == reason::none);
        CHECK(anna.apply(thing_cancellation{.time = march_12, .code = 3}) == reason::already_used);
        REQUIRE(anna.give(march_12, {.code = 4, .until = april_1}) == reason::none);
        CHECK(anna.apply(thing_cancellation{.time = april_1, .code = 4}) == reason::no_longer_valid);
    }

    TEST_CASE("what is held for an order is used by its commitment alone") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, coupon) == reason::none);
        CHECK(anna.hold(march_10, 4711, 90, march_12) == reason::none);
        CHECK(anna.status_at(march_11, 4711) == status::held);
        CHECK(anna.use(march_11, 4711) == reason::already_held);
        CHECK(anna.hold(march_11, 4711, 91, march_12) == reason::already_held);
        CHECK(anna.hold(march_11, 4711, 90, march_12) == reason::hold_exists);
        CHECK(anna.apply(thing_commitment{.time = march_11, .order = 91}) == reason::unknown_hold);
        CHECK(anna.apply(thing_commitment{.time = march_11, .order = 90, .code = 1}) == reason::unknown_hold);
        CHECK(anna.apply(thing_commitment{.time = march_11, .order = 90}) == reason::none);
        CHECK(anna.status_at(march_11, 4711) == status::used);
        CHECK(anna.status_at(march_12, 4711) == status::used);
        CHECK(anna.apply(thing_commitment{.time = march_11, .order = 90}) == reason::unknown_hold);
        CHECK(anna.apply(thing_release{.time = march_11, .order = 90}) == reason::unknown_hold);
    }

    TEST_CASE("a hold that is released, or over, leaves the thing as it was") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, coupon) == reason::none);
        CHECK(anna.hold(march_10, 4711, 90, march_10) == reason::hold_over);
        CHECK(anna.hold(march_10, 4711, 90, march_12) == reason::none);
        CHECK(anna.apply(thing_release{.time = march_11, .order = 90}) == reason::none);
        CHECK(anna.at(march_11, 4711) == thing_at{status::active, coupon});

        CHECK(anna.hold(march_11, 4711, 91, march_12) == reason::none);
        CHECK(anna.at(march_12, 4711) == thing_at{status::active, coupon}); // without any event
        CHECK(anna.apply(thing_commitment{.time = march_12, .order = 91}) == reason::unknown_hold);
        CHECK(anna.use(march_12, 4711) == reason::none);
    }

    TEST_CASE("a held thing does not expire before the hold ends") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, {.code = 1, .until = march_11}) == reason::none);
        REQUIRE(anna.hold(march_10, 1, 90, april_1) == reason::none);
        CHECK(anna.status_at(march_12, 1) == status::held);
        CHECK(anna.status_at(april_1, 1) == status::expired);
        customer ben = anna;
        CHECK(anna.apply(thing_commitment{.time = march_12, .order = 90}) == reason::none);
        CHECK(anna.status_at(march_12, 1) == status::used);

        CHECK(ben.apply(thing_release{.time = march_12, .order = 90}) == reason::none);
        CHECK(ben.status_at(march_12, 1) == status::expired);
        REQUIRE(ben.log.changes.size() == 2);
        CHECK(ben.log.changes[0].what == change::released);
        CHECK(ben.log.changes[1].what == change::expired);
    }

    TEST_CASE("holds find no place if all records are holds") {
        constexpr programme narrow{a_point_a_dollar, wallet<4>{}.records<2>()};
        customer anna{narrow};
        REQUIRE(anna.give(march_10, {.code = 1, .uses = 9}) == reason::none);
        CHECK(anna.hold(march_10, 1, 90, march_12) == reason::none);
        CHECK(anna.use(march_10, 1, {}, 80) == reason::none);
        CHECK(anna.hold(march_10, 1, 91, march_12) == reason::none); // in the place of the use
        REQUIRE(anna.log.changes.size() == 2);
        CHECK(anna.log.changes[0].what == change::not_recorded);
        CHECK(anna.log.changes[0].order == 80);
        CHECK(anna.hold(march_10, 1, 92, march_12) == reason::holds_full);
        CHECK(anna.use(march_10, 1, {}, 81) == reason::none); // a use needs no place
        CHECK(anna.log.changes[0].what == change::not_recorded);
        CHECK(anna.at(march_10, 1).thing.uses == 5);
        CHECK(anna.apply(thing_restoration{.time = march_10, .order = 81}) == reason::not_spent);
    }

    TEST_CASE("a gift card pays as long as there is money on it") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, card) == reason::none);
        CHECK(anna.use(march_10, 815, 20_usd) == reason::none);
        CHECK(anna.at(march_10, 815).thing.stored == 30_usd);
        CHECK(anna.at(march_10, 815).thing.uses == 1);
        CHECK(anna.use(march_10, 815, 30.01_usd) == reason::insufficient_stored_money);
        CHECK(anna.log.last.asked == 3001);
        CHECK(anna.log.last.there == 3000);
        CHECK(anna.use(march_10, 815, -0.01_usd) == reason::negative_amount);
        CHECK(anna.use(march_10, 815, 30_usd) == reason::none);
        CHECK(anna.status_at(march_10, 815) == status::used);
        CHECK(anna.use(march_10, 815, 0.01_usd) == reason::empty_card);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 815, .stored = 5_usd}) == reason::none);
        CHECK(anna.at(march_10, 815).status == status::active);
        CHECK(anna.at(march_10, 815).thing.stored == 5_usd);
        CHECK(anna.use(march_10, 815, 0_usd) == reason::none); // nothing
        CHECK(anna.log.changes.empty());
    }

    TEST_CASE("B17: a gift card of 10.00 pays one of two checkouts of 10.00, and is never below zero") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, {.code = 1, .stored = 10_usd}) == reason::none);
        CHECK(anna.use(march_10, 1, 10_usd) == reason::none);
        CHECK(anna.use(march_10, 1, 10_usd) == reason::empty_card);
        CHECK(anna.at(march_10, 1).thing.stored == 0_usd);
    }

    TEST_CASE("the money of a gift card is of one currency") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, card) == reason::none); // 50.00 USD
        REQUIRE(anna.give(march_10, coupon) == reason::none);
        CHECK(anna.use(march_10, 815, 20_eur) == reason::other_currency);
        CHECK(anna.use(march_10, 815, 90_eur) == reason::other_currency); // before the amount is looked at
        CHECK(anna.hold(march_10, 815, 90, march_12, 20_eur) == reason::other_currency);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 815, .stored = 20_eur}) == reason::other_currency);
        CHECK(anna.log.last.policy == "wallet");
        CHECK(anna.at(march_10, 815).thing.stored == 50_usd);
        REQUIRE(anna.use(march_10, 815, 20_usd, 77) == reason::none);
        const auto back = [&](stored_money part) {
            return anna.apply(thing_restoration{.time = march_10, .order = 77, .code = 815, .stored = part});
        };
        CHECK(back(20_eur) == reason::other_currency);
        CHECK(back(20_usd) == reason::none);
        CHECK(anna.at(march_10, 815).thing.stored == 50_usd);
        CHECK(anna.hold(march_10, 4711, 90, march_12, 1_eur) == reason::no_gift_card);
        CHECK(stored_money{50_usd} == stored_money{50_usd});
        CHECK_FALSE(stored_money{50_usd} == stored_money{50_eur});
        CHECK(stored_money{50_usd}.currency_code() == 840);
        CHECK(stored_money{50_eur}.in<currency::eur>() == 50_eur);
        CHECK(stored_money{50_eur}.in<currency::usd>() == 0_usd);
        CHECK_FALSE(stored_money{}.has_currency());
        CHECK(stored_money{0_usd}.has_currency());
    }

    TEST_CASE("what has no use and no money is nothing") {
        customer anna{shop};
        CHECK(anna.give(march_10, {.code = 1, .uses = 0}) == reason::already_used);
        CHECK(anna.give(march_10, {.code = 1, .uses = 0, .stored = 0_usd}) == reason::none);
    }

    TEST_CASE("a top-up is refused where it cannot be right") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, {.code = 1, .until = april_1, .stored = 0_usd}) == reason::none); // an empty card
        REQUIRE(anna.give(march_10, coupon) == reason::none);
        constexpr std::int64_t most = (std::numeric_limits<std::int64_t>::max)();
        const auto cents = [](std::int64_t count) { return money<currency::usd>::from_minor_units(count); };
        CHECK(anna.status_at(march_10, 1) == status::used);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 2, .stored = 0.01_usd}) == reason::not_holder);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 4711, .stored = 0.01_usd}) == reason::no_gift_card);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 1, .stored = -0.01_usd}) == reason::negative_amount);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 1, .stored = 0_usd}) == reason::none);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 1, .stored = 0.10_usd}) == reason::none);
        CHECK(anna.use(march_10, 1, 0.04_usd) == reason::none);
        CHECK(anna.hold(march_10, 1, 90, march_12, 0.03_usd) == reason::none);
        CHECK(anna.at(march_10, 1).thing.stored == 0.03_usd);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 1, .stored = cents(most - 9)}) ==
              reason::amount_overflow);
        CHECK(anna.apply(thing_top_up{.time = march_10, .code = 1, .stored = cents(most - 10)}) == reason::none);
        CHECK(anna.apply(thing_top_up{.time = april_1, .code = 1, .stored = 0.01_usd}) == reason::no_longer_valid);
        customer ben{shop};
        REQUIRE(ben.give(march_10, coupon) == reason::none);
        CHECK(ben.use(march_10, 4711, 0.01_usd) == reason::no_gift_card); // a coupon holds no money
    }

    TEST_CASE("a hold of money leaves the rest") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, card) == reason::none);
        CHECK(anna.hold(march_10, 815, 90, march_12, 40_usd) == reason::none);
        CHECK(anna.use(march_10, 815, 10.01_usd) == reason::insufficient_stored_money);
        CHECK(anna.use(march_10, 815, 10_usd) == reason::none);
        CHECK(anna.status_at(march_10, 815) == status::held);
        CHECK(anna.use(march_10, 815, 0.01_usd) == reason::already_held);
        CHECK(anna.at(march_12, 815).thing.stored == 40_usd);
    }

    TEST_CASE("uses of an order are given back once, all or one thing") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, coupon) == reason::none);
        REQUIRE(anna.give(march_10, card) == reason::none);
        const auto before = things_of(shop, anna.own, march_10);
        REQUIRE(anna.use(march_10, 4711, {}, 90) == reason::none);
        REQUIRE(anna.use(march_10, 815, 20_usd, 90) == reason::none);
        REQUIRE(anna.use(march_10, 815, 5_usd, 90) == reason::none);
        CHECK(anna.apply(thing_restoration{.time = march_11, .order = 91}) == reason::not_spent);
        CHECK(anna.apply(thing_restoration{.time = march_11, .order = 90, .code = 815}) == reason::none);
        REQUIRE(anna.log.changes.size() == 1);
        CHECK(anna.log.changes[0] ==
              effects::thing_change{1, change::restored, {.code = 815, .campaign = 8, .stored = 50_usd}, 90, 25_usd});
        CHECK(anna.apply(thing_restoration{.time = march_11, .order = 90, .code = 815}) == reason::not_spent);
        CHECK(anna.apply(thing_restoration{.time = march_11, .order = 90}) == reason::none);
        CHECK(anna.apply(thing_restoration{.time = march_11, .order = 90}) == reason::not_spent);
        CHECK(things_of(shop, anna.own, march_11) == before);
    }

    TEST_CASE("a thing that comes back has its old window, a grace, or is gone") {
        const auto comes_back = [](const auto& rules) {
            customer anna{rules};
            REQUIRE(anna.give(march_10, {.code = 1, .until = march_11}) == reason::none);
            REQUIRE(anna.give(march_10, {.code = 2, .until = march_30}) == reason::none);
            REQUIRE(anna.give(march_10, card) == reason::none);
            REQUIRE(anna.use(march_10, 1, {}, 90) == reason::none);
            REQUIRE(anna.use(march_10, 2, {}, 90) == reason::none);
            REQUIRE(anna.use(march_10, 815, 1_usd, 90) == reason::none);
            REQUIRE(anna.apply(thing_restoration{.time = march_12, .order = 90}) == reason::none);
            return anna;
        };
        constexpr programme old_window{a_point_a_dollar, wallet<4>{}.restoring(given_back::old_window)};
        const auto old = comes_back(old_window);
        CHECK(old.status_at(march_12, 1) == status::expired);
        CHECK(old.status_at(march_12, 2) == status::active);
        CHECK(old.log.changes.size() == 4); // the first one expired by coming back
        CHECK(old.log.changes[3].what == change::expired);

        constexpr programme grace{a_point_a_dollar, wallet<4>{}.restoring(given_back::grace, 14)};
        const auto graced = comes_back(grace);
        CHECK(graced.status_at(march_12, 1) == status::active);
        CHECK(graced.at(march_12, 1).thing.until == "2025-03-26T00:00"_utc);
        CHECK(graced.at(march_12, 2).thing.until == "2025-03-30T00:00"_utc); // which lasts longer by itself

        constexpr programme gone{a_point_a_dollar, wallet<4>{}.restoring(given_back::gone)};
        auto lost = comes_back(gone);
        CHECK(lost.status_at(march_12, 1) == status::used);
        CHECK(lost.status_at(march_12, 2) == status::used);
        CHECK(lost.at(march_12, 815).thing.stored == 50_usd); // money is never kept
        CHECK(lost.apply(thing_restoration{.time = march_12, .order = 90}) == reason::not_spent);
    }

    TEST_CASE("a return of the whole sale gives its uses back, a return of a part by policy") {
        constexpr programme keeps{a_point_a_dollar, wallet<4>{}};
        constexpr programme gives{a_point_a_dollar, wallet<4>{}.on_part_return(part_return::gives_back_uses)};
        const auto after_part = [](const auto& rules, bool then_all) {
            customer anna{rules};
            REQUIRE(anna.give(march_10, coupon) == reason::none);
            const sale bought{.id = 2, .time = march_10, .net = fifty};
            auto sold = apply_with_receipt(rules, anna.own, bought);
            anna.id = 2;
            REQUIRE(anna.use(march_10, 4711, {}, 2) == reason::none);
            sale kept = bought;
            kept.net = twenty;
            REQUIRE(anna.apply(sold.receipt.returned({.id = 4, .time = march_11}, kept)) == reason::none);
            if (then_all) {
                REQUIRE(anna.apply(sold.receipt.returned({.id = 5, .time = march_11})) == reason::none);
                REQUIRE(anna.own.template balance<unit::points>() == no_points);
            }
            return anna.status_at(march_11, 4711);
        };
        CHECK(after_part(keeps, false) == status::used);
        CHECK(after_part(keeps, true) == status::active);
        CHECK(after_part(gives, false) == status::active);
        CHECK(after_part(gives, true) == status::active);
    }

    TEST_CASE("in a full wallet things give way: expired or cancelled ones, then used ones, then by policy") {
        customer anna{shop};
        REQUIRE(anna.give(march_10, {.code = 1, .until = "2025-06-01T00:00"_utc}) == reason::none);
        REQUIRE(anna.give(march_10, {.code = 2}) == reason::none);
        REQUIRE(anna.give(march_10, {.code = 3, .until = "2025-05-01T00:00"_utc}) == reason::none);
        REQUIRE(anna.give(march_10, {.code = 4, .until = march_11}) == reason::none);
        REQUIRE(anna.use(march_10, 2) == reason::none);
        CHECK(anna.give(march_12, {.code = 5}) == reason::none); // in the place of 4, which has expired
        REQUIRE(anna.log.changes.size() == 3);
        CHECK(anna.log.changes[0].what == change::expired);
        CHECK(anna.log.changes[1].what == change::gave_way);
        CHECK(anna.log.changes[1].thing.code == 4);
        CHECK(anna.log.changes[2].what == change::issued);
        CHECK(anna.give(march_12, {.code = 6}) == reason::none); // of 2, which was used
        CHECK(anna.use(march_12, 2) == reason::not_holder);
        CHECK(anna.give(march_12, {.code = 7}) == reason::none); // of 3, which is the first to expire
        CHECK(anna.status_at(march_12, 3) == status::unknown);
        CHECK(anna.give(march_12, {.code = 8, .until = "2025-05-31T00:00"_utc}) == reason::wallet_full);
        CHECK(anna.give(march_12, {.code = 8, .until = "2025-06-01T00:00"_utc}) == reason::none); // of 1
        CHECK(anna.status_at(march_12, 1) == status::unknown);
    }

    TEST_CASE("the oldest gives way, or the newest, and never what is held") {
        constexpr programme oldest{a_point_a_dollar, wallet<2>{}.when_full(when_full::oldest)};
        customer anna{oldest};
        REQUIRE(anna.give(march_10, {.code = 1}) == reason::none);
        REQUIRE(anna.give(march_10, {.code = 2, .until = april_1}) == reason::none);
        CHECK(anna.give(march_10, {.code = 3}) == reason::none);
        CHECK(anna.status_at(march_10, 1) == status::unknown);
        REQUIRE(anna.hold(march_10, 2, 90, march_12) == reason::none);
        CHECK(anna.give(march_10, {.code = 4}) == reason::none);
        CHECK(anna.status_at(march_10, 2) == status::held);
        CHECK(anna.status_at(march_10, 3) == status::unknown);
        REQUIRE(anna.hold(march_10, 4, 90, march_12) == reason::none);
        CHECK(anna.give(march_10, {.code = 5}) == reason::wallet_full);

        constexpr programme newest{a_point_a_dollar, wallet<1>{}.when_full(when_full::newest)};
        customer ben{newest};
        REQUIRE(ben.give(march_10, {.code = 1, .until = march_11}) == reason::none);
        CHECK(ben.give(march_10, {.code = 2}) == reason::wallet_full);
        CHECK(ben.give(march_11, {.code = 2}) == reason::none);
    }

    TEST_CASE("what gives way takes its records along") {
        constexpr programme narrow{a_point_a_dollar, wallet<1>{}};
        customer anna{narrow};
        REQUIRE(anna.give(march_10, {.code = 1}) == reason::none);
        REQUIRE(anna.use(march_10, 1, {}, 90) == reason::none);
        REQUIRE(anna.give(march_10, {.code = 2}) == reason::none);
        CHECK(anna.apply(thing_restoration{.time = march_10, .order = 90}) == reason::not_spent);
    }

    TEST_CASE("a gift card with money never gives way, and one that ended or is empty does") {
        for (const when_full policy : {when_full::soonest_to_expire, when_full::oldest, when_full::newest}) {
            CAPTURE(static_cast<int>(policy));
            const programme narrow{a_point_a_dollar, wallet<2>{}.when_full(policy)};
            customer anna{narrow};
            REQUIRE(anna.give(march_10, {.code = 1, .until = april_1, .stored = 5_usd}) == reason::none);
            REQUIRE(anna.give(march_10, {.code = 2, .until = april_1, .stored = 5_usd}) == reason::none);
            CHECK(anna.give(march_10, {.code = 3}) == reason::wallet_full);
            REQUIRE(anna.use(march_10, 2, 5_usd) == reason::none);
            CHECK(anna.give(march_10, {.code = 3}) == reason::none); // in the place of 2, which is empty
            CHECK(anna.at(march_10, 1).thing.stored == 5_usd);
            CHECK(anna.give(april_1, {.code = 4}) == reason::none); // of 1, whose window has ended
            CHECK(anna.status_at(april_1, 1) == status::unknown);
        }
    }

    TEST_CASE("expiry is passed on once, at the next event of any kind") {
        customer anna{shop};
        REQUIRE(anna.give(march_1, coupon) == reason::none);
        REQUIRE(anna.apply(sale{.time = "2025-03-31T23:59:59"_utc, .net = 1_usd}) == reason::none);
        CHECK(anna.log.changes.empty());
        REQUIRE(anna.apply(sale{.time = april_1, .net = 1_usd}) == reason::none);
        REQUIRE(anna.log.changes.size() == 1);
        CHECK(anna.log.changes[0] == effects::thing_change{1, change::expired, coupon});
        REQUIRE(anna.apply(time_passed{.time = april_1}) == reason::none);
        CHECK(anna.log.changes.empty());
    }

    TEST_CASE("in a programme without ids the second of a sale stands for its id") {
        constexpr programme timed{terms<utc, choices::identity::by_time>{}, a_point_a_dollar, wallet<2>{}};
        member<decltype(timed)> anna;
        CHECK(apply(timed, anna, thing_issue{.time = march_10, .thing = {.code = 1}}).accepted());
        auto sold = apply_with_receipt(timed, anna, sale{.time = march_10, .net = 5_usd});
        const auto second = static_cast<std::uint64_t>(march_10.seconds_since_epoch);
        CHECK(apply(timed, anna, thing_use{.time = march_10, .code = 1, .order = second}).accepted());
        CHECK(thing(timed, anna, 1, march_10).status == status::used);
        CHECK(apply(timed, anna, sold.receipt.returned({.time = march_11})).accepted());
        CHECK(thing(timed, anna, 1, march_11).status == status::active);
    }

    TEST_CASE("a wallet beside lots: each books its own") {
        constexpr programme both{a_point_a_dollar, lots<unit::points>{}, wallet<2>{}};
        customer anna{both};
        REQUIRE(anna.apply(sale{.time = march_10, .net = 30_usd}) == reason::none);
        REQUIRE(anna.give(march_10, {.code = 1}) == reason::none);
        REQUIRE(anna.apply(redemption<unit::points>{.time = march_10, .amount = 10_points}) == reason::none);
        CHECK(anna.apply(redemption<unit::points>{.time = march_10, .amount = 21_points}) ==
              reason::insufficient_balance);
        CHECK(balances_of<unit::points>(both, anna.own, march_10).available == 20_points);
        CHECK(anna.status_at(march_10, 1) == status::active);
    }

    TEST_CASE("wallets that cannot be right say so") {
        CHECK(problem_of(wallet<4>{}) == nullptr);
        CHECK(std::string_view{problem_of(wallet<4>{}.restoring(given_back::grace))} ==
              "wallet: give days with given_back::grace, at least one, and with nothing else");
        CHECK(problem_of(wallet<4>{}.restoring(given_back::gone, 3)) != nullptr);
        CHECK(std::string_view{problem_of(wallet<4>{}.issuing(vouchers{7}, vouchers{7}))} ==
              "wallet: a campaign stands twice: give each vouchers{...} a number of its own");
        CHECK(problem_of(wallet<4>{}.issuing(vouchers{7}.at_most(3), vouchers{8}.at_most(1))) == nullptr);
        CHECK(std::string_view{problem_of(wallet<4>{}.issuing(vouchers{7}.at_most(3), vouchers{8}.at_most(2)))} ==
              "wallet: its rules keep more things alive at once than it has places: give it more, or lower at_most");
    }
}

namespace {

using state = decltype(wallet<4>{})::state;

/// A wallet with a card, a coupon, a use of each by order 90, and a hold.
state some_state() {
    customer anna{shop};
    REQUIRE(anna.give(march_10, card) == reason::none);
    REQUIRE(anna.give(march_10, {.code = 1, .uses = 3}) == reason::none);
    REQUIRE(anna.use(march_10, 815, 20_usd, 90) == reason::none);
    REQUIRE(anna.use(march_10, 1, {}, 90) == reason::none);
    REQUIRE(anna.hold(march_10, 1, 91, march_12) == reason::none);
    return anna.own.template policy<1>();
}

/// Returns true if a state goes into bytes and out of them.
bool decodes(const state& own) {
    std::array<std::byte, 512> room{};
    streams::writer out{room};
    streams::encode(out, own);
    REQUIRE(out.fits());
    streams::reader in{out.written()};
    state again{};
    const bool read = streams::decode(in, again);
    CHECK(read == (in.why().empty()));
    if (read) {
        CHECK(again == own);
    } else {
        CHECK(in.why() == state::when_invalid);
        CHECK(again == state{});
    }
    return read;
}

} // namespace

TEST_SUITE("ledger/wallet: bytes") {
    TEST_CASE("a wallet is the same after its bytes, and impossible ones are refused") {
        CHECK(decodes({}));
        CHECK(decodes(some_state()));

        state own = some_state();
        own.kept[1].thing.code = 815;
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.kept[0].thing.code = 0;
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.kept[0].thing.stored = -0.01_usd;
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records[0].code = 2;
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records[0].stored = -1;
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records[0].stored = (std::numeric_limits<std::int64_t>::max)(); // and 3000 on the card
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records[1].uses = 0;
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records[1].uses = 65'535; // and one left, and one held
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records[1].stored = 1; // money of a coupon
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records[1].until = march_12; // a use that ends
        CHECK_FALSE(decodes(own));
        own = some_state();
        own.records.push_back(own.records[1]);
        CHECK_FALSE(decodes(own));
    }

    TEST_CASE("a sale takes all of its things or none") {
        constexpr programme shop{wallet<4>{}};
        customer anna{shop};
        CHECK(anna.give(march_1, {.code = 11, .campaign = 1, .uses = 2}) == reason::none);
        CHECK(anna.give(march_1, {.code = 12, .campaign = 2, .uses = 1}) == reason::none);
        const std::array<basket_line<currency::usd>, 1> lines{{{.id = 1, .net = 10_usd}}};
        const auto sell = [&](instant time, std::span<const things::use> uses) {
            prices::priced_basket<currency::usd, unit::points> sold{};
            sold.time = time;
            sold.lines = lines;
            sold.uses = uses;
            return anna.apply(sold);
        };
        const std::array<things::use, 2> one_unknown{{{.code = 11}, {.code = 99}}};
        CHECK(sell(march_9, one_unknown) == reason::not_holder); // `apply` of the customer compares the members
        CHECK(anna.apply(thing_hold{.time = march_9, .code = 12, .order = 77, .until = march_30}) == reason::none);
        CHECK(sell(march_10, one_unknown) == reason::not_holder); // one by one, since a thing is held
        const std::array<things::use, 2> one_twice{{{.code = 11}, {.code = 11}}};
        CHECK(sell(march_11, one_twice) == reason::none);
        CHECK(anna.use(march_12, 11) == reason::already_used);
    }
}
