// SPDX-License-Identifier: BSL-1.0
//
// G19: a coupon of 60 % off one item, unique to a member. 50.00 becomes 20.00; another member is refused, and a second use. With
// it B17, one coupon and five orders at once, and B18, gift cards that pay only for what is still due.
#include <loyalty/loyalty.hpp>

#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/quote.hpp>
#include <loyalty/policies/discounts.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::things;
using namespace loyalty::prices;
using usd = money<currency::usd>;
using item = basket_line<currency::usd>;
using order = checkout<currency::usd>;
using paid_by = payment<currency::usd>;

namespace {

constexpr instant now = "2025-03-10T12:00"_utc;
constexpr instant later = "2025-03-20T12:00"_utc;

constexpr programme shop{discounts{percent_off(60_pct).dearest(1).needs(coupon{7})},
                         points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, wallet<8>{}};
using shop_type = std::remove_const_t<decltype(shop)>;

/// One line that costs so much.
struct bought {
    std::array<item, 1> lines;
    std::array<presented, 1> codes{};
    std::array<paid_by, 2> payments{};
    order event;

    bought(std::uint64_t id, instant time, usd net) : lines{{{.id = 1, .net = net}}} {
        event = {.id = id, .time = time, .lines = lines};
    }
    bought(const bought&) = delete;
    bought& operator=(const bought&) = delete;

    bought& with_coupon(std::uint64_t code) {
        codes[0].code = code;
        event.presented = codes;
        return *this;
    }
    bought& with_cards(std::uint64_t first, std::uint64_t second = 0) {
        payments[0] = {.by = tender::gift_card, .card = {.code = first}};
        payments[1] = {.by = tender::gift_card, .card = {.code = second}};
        event.payments = std::span<const paid_by>{payments}.first(second == 0 ? 1 : 2);
        return *this;
    }
};

member<shop_type> holder_of(const entitlement& one) {
    member<shop_type> anna;
    REQUIRE(apply(shop, anna, thing_issue{.id = 1, .time = now, .thing = one}).accepted());
    return anna;
}
constexpr entitlement sixty_off{.code = 4711, .campaign = 7, .until = "2025-04-01T00:00"_utc};

stored_money stored(const member<shop_type>& own, std::uint64_t code) {
    return thing(shop, own, code, later).thing.stored;
}

struct changes {
    std::vector<effects::thing_change> all{};
    void on(const effects::thing_change& one) { all.push_back(one); }
};

} // namespace

TEST_SUITE("G19") {
    TEST_CASE("60 % off one item: 50.00 becomes 20.00, once, and for its holder alone") {
        member<shop_type> anna = holder_of(sixty_off);
        bought first{2, now, 50_usd};
        first.with_coupon(4711);
        CHECK(quote(shop, anna, first.event).due == 20_usd);
        CHECK(quote(shop, anna, first.event).due == 20_usd); // nothing is used up by a quote
        changes sink;
        const auto gave = apply(shop, anna, first.event, extensions::no_profile{}, sink);
        CHECK(gave.accepted());
        CHECK(gave.granted<unit::points>() == 20_points);
        REQUIRE(sink.all.size() == 1);
        CHECK(sink.all[0].what == change::used);
        CHECK(sink.all[0].order == 2);
        CHECK(thing(shop, anna, 4711, now).status == status::used);

        bought second{3, now, 50_usd};
        second.with_coupon(4711);
        const member<shop_type> before = anna;
        CHECK(apply(shop, anna, second.event).refused == reason::already_used);
        CHECK(anna == before);

        member<shop_type> ben;
        CHECK(apply(shop, ben, first.event).refused == reason::not_holder);
        CHECK(ben == member<shop_type>{});
    }

    TEST_CASE("too early, too late, and for a campaign without a rule") {
        member<shop_type> anna = holder_of({.code = 1, .campaign = 7, .from = later});
        bought early{2, now, 50_usd};
        CHECK(apply(shop, anna, early.with_coupon(1).event).refused == reason::not_yet_valid);
        anna = holder_of({.code = 1, .campaign = 7, .until = later});
        bought late{2, later, 50_usd};
        CHECK(apply(shop, anna, late.with_coupon(1).event).refused == reason::no_longer_valid);
        anna = {};
        CHECK(apply(shop, anna, thing_issue{.id = 1, .time = now, .thing = {.code = 1, .campaign = 8}}).refused ==
              reason::unknown_campaign);
        CHECK(apply(shop, anna, thing_issue{.id = 1, .time = now, .thing = {.code = 1, .campaign = 8, .stored = 5_usd}})
                  .accepted()); // a gift card needs no rule
    }

    TEST_CASE("below the least basket") {
        constexpr programme from_100{discounts{amount_off(15_usd).when(goods_at_least(100_usd)).needs(coupon{7})},
                                     points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, wallet<2>{}};
        member<std::remove_const_t<decltype(from_100)>> anna;
        REQUIRE(apply(from_100, anna, thing_issue{.id = 1, .time = now, .thing = sixty_off}).accepted());
        bought small{2, now, 99.99_usd};
        CHECK(apply(from_100, anna, small.with_coupon(4711).event).refused == reason::below_least_basket);
        CHECK(thing(from_100, anna, 4711, now).status == status::active);
        bought large{3, now, 100_usd};
        CHECK(apply(from_100, anna, large.with_coupon(4711).event).granted<unit::points>() == 85_points);
    }

    TEST_CASE("a coupon that is held for an order is not used by another") {
        member<shop_type> anna = holder_of(sixty_off);
        REQUIRE(
            apply(shop, anna, thing_hold{.id = 2, .time = now, .code = 4711, .order = 90, .until = later}).accepted());
        bought other{3, now, 50_usd};
        CHECK(apply(shop, anna, other.with_coupon(4711).event).refused == reason::already_held);
        REQUIRE(apply(shop, anna, thing_release{.id = 4, .time = now, .order = 90}).accepted());
        other.event.id = 5;
        CHECK(apply(shop, anna, other.event).accepted());
    }

    TEST_CASE("what is held for an order is used at its own checkout, also behind its window") {
        member<shop_type> anna = holder_of({.code = 4711, .campaign = 7, .until = later});
        REQUIRE(
            apply(shop, anna, thing_issue{.id = 2, .time = now, .thing = {.code = 1, .campaign = 8, .stored = 50_usd}})
                .accepted());
        constexpr instant end = "2025-03-21T12:00"_utc;
        const auto hold = [&](std::uint64_t id, std::uint64_t code, stored_money part) {
            return apply(shop, anna,
                         thing_hold{.id = id, .time = now, .code = code, .order = 90, .stored = part, .until = end})
                .accepted();
        };
        REQUIRE(hold(3, 4711, {}));
        REQUIRE(hold(4, 1, 40_usd));
        bought other{91, later, 50_usd};
        CHECK(apply(shop, anna, other.with_coupon(4711).event).refused == reason::already_held);
        bought own{90, later, 50_usd};
        own.with_coupon(4711).with_cards(1);
        CHECK(quote(shop, anna, own.event).due == 0_usd);
        REQUIRE(apply(shop, anna, own.event).accepted());
        CHECK(stored(anna, 1) == 30_usd); // 20.00 of 50.00
        CHECK(thing(shop, anna, 4711, later).status == status::used);
        CHECK(apply(shop, anna, thing_commitment{.id = 92, .time = later, .order = 90}).refused ==
              reason::unknown_hold);

        member<shop_type> ben = holder_of({.code = 4711, .campaign = 7, .until = later});
        REQUIRE(
            apply(shop, ben, thing_hold{.id = 2, .time = now, .code = 4711, .order = 90, .until = later}).accepted());
        bought late{90, later, 50_usd};
        CHECK(apply(shop, ben, late.with_coupon(4711).event).refused == reason::no_longer_valid);
    }

    TEST_CASE("B17: of five orders with one coupon one is accepted, and four are refused: already used") {
        member<shop_type> anna = holder_of(sixty_off);
        int accepted = 0;
        int used_before = 0;
        for (std::uint64_t id = 2; id < 7; ++id) {
            bought one{id, now, 50_usd};
            const reason why = apply(shop, anna, one.with_coupon(4711).event).refused;
            accepted += why == reason::none ? 1 : 0;
            used_before += why == reason::already_used ? 1 : 0;
        }
        CHECK(accepted == 1);
        CHECK(used_before == 4);
    }

    TEST_CASE("B17: of two checkouts of 10.00 a gift card of 10.00 pays one, and none of the other") {
        member<shop_type> anna = holder_of({.code = 1, .campaign = 8, .stored = 10_usd});
        bought first{2, now, 10_usd};
        CHECK(quote(shop, anna, first.with_cards(1).event).due == 0_usd);
        CHECK(apply(shop, anna, first.event).accepted());
        CHECK(stored(anna, 1) == 0_usd);
        bought second{3, now, 10_usd};
        CHECK(quote(shop, anna, second.with_cards(1).event).due == 10_usd);
        CHECK(apply(shop, anna, second.event).refused == reason::empty_card);
        CHECK(stored(anna, 1) == 0_usd);
    }

    TEST_CASE("B18: cards pay in their order, each for what is still due") {
        const auto two_cards = [] {
            member<shop_type> anna = holder_of({.code = 1, .campaign = 8, .stored = 100_usd});
            REQUIRE(apply(shop, anna,
                          thing_issue{.id = 2, .time = now, .thing = {.code = 2, .campaign = 8, .stored = 50_usd}})
                        .accepted());
            return anna;
        };
        member<shop_type> anna = two_cards();
        bought for_120{3, now, 120_usd};
        CHECK(quote(shop, anna, for_120.with_cards(1, 2).event).due == 0_usd);
        REQUIRE(apply(shop, anna, for_120.event).accepted());
        CHECK(stored(anna, 1) == 0_usd);
        CHECK(stored(anna, 2) == 30_usd);

        member<shop_type> ben = two_cards();
        bought for_80{3, now, 80_usd};
        REQUIRE(apply(shop, ben, for_80.with_cards(1, 2).event).accepted());
        CHECK(stored(ben, 1) == 20_usd);
        CHECK(stored(ben, 2) == 50_usd);

        member<shop_type> carl = holder_of({.code = 1, .campaign = 8, .stored = 19.99_usd});
        bought for_2_99{3, now, 2.99_usd};
        REQUIRE(apply(shop, carl, for_2_99.with_cards(1).event).accepted());
        CHECK(stored(carl, 1) == 17_usd);
    }

    TEST_CASE("a return of the whole checkout gives coupon and money back, and the coupon can be used again") {
        member<shop_type> anna = holder_of(sixty_off);
        REQUIRE(
            apply(shop, anna, thing_issue{.id = 2, .time = now, .thing = {.code = 1, .campaign = 8, .stored = 50_usd}})
                .accepted());
        bought one{3, now, 50_usd};
        one.with_coupon(4711).with_cards(1);
        auto sold = apply_with_receipt(shop, anna, one.event);
        REQUIRE(sold.outcome.accepted());
        CHECK(stored(anna, 1) == 30_usd);
        changes sink;
        CHECK(apply(shop, anna, sold.receipt.returned({.id = 4, .time = later}), extensions::no_profile{}, sink)
                  .granted<unit::points>() == -20_points);
        CHECK(sink.all.size() == 2);
        CHECK(stored(anna, 1) == 50_usd);
        CHECK(thing(shop, anna, 4711, later).status == status::active);
        bought again{5, later, 50_usd};
        CHECK(apply(shop, anna, again.with_coupon(4711).event).accepted());
    }

    TEST_CASE("a refund of a part puts its share back to the card") {
        member<shop_type> anna = holder_of({.code = 1, .campaign = 8, .stored = 50_usd});
        bought one{3, now, 50_usd};
        REQUIRE(apply(shop, anna, one.with_cards(1).event).accepted());
        const auto put_back = [&](std::uint64_t id, stored_money part) {
            return apply(shop, anna, thing_restoration{.id = id, .time = later, .order = 3, .code = 1, .stored = part})
                .refused;
        };
        CHECK(put_back(4, 12.50_usd) == reason::none);
        CHECK(stored(anna, 1) == 12.50_usd);
        CHECK(put_back(5, 37.51_usd) == reason::not_spent);
        CHECK(put_back(6, -0.01_usd) == reason::negative_amount);
        CHECK(put_back(7, 37.50_usd) == reason::none);
        CHECK(put_back(8, 0.01_usd) == reason::not_spent);
        CHECK(stored(anna, 1) == 50_usd);
    }

    TEST_CASE("a thing that one sale issues is presented at the next") {
        constexpr programme next_time{discounts{amount_off(5_usd).needs(coupon{9})},
                                      spend_threshold{1_vouchers, every{50_usd}},
                                      wallet<4>{}.issuing(vouchers{9}.for_each<unit::vouchers>())};
        member<std::remove_const_t<decltype(next_time)>> anna;
        bought first{1, now, 50_usd};
        REQUIRE(apply(next_time, anna, first.event).granted<unit::vouchers>() == 1_vouchers);
        const std::uint64_t code = code_of({.campaign = 9, .event = 1});
        bought second{2, now, 20_usd};
        CHECK(quote(next_time, anna, second.with_coupon(code).event).due == 15_usd);
        CHECK(apply(next_time, anna, second.event).accepted());
        CHECK(thing(next_time, anna, code, now).status == status::used);
    }

    TEST_CASE("free samples with a stock of two: the third visitor has none, and a return puts one back") {
        constexpr programme sampling{
            discounts{percent_off(100_pct).dearest(1).needs(coupon{9})},
            limited{quota<1>(2_vouchers), points{per_visit{1_vouchers}.when(criteria::basket_at_least(50_usd))}},
            wallet<4>{}.issuing(vouchers{9}.for_each<unit::vouchers>())};
        using sampling_type = std::remove_const_t<decltype(sampling)>;
        quotas<sampling_type> stock{sampling};
        std::array<member<sampling_type>, 3> visitors{};
        const auto samples = [&](std::size_t who) { return things_of(sampling, visitors[who], now).size(); };
        auto sold = apply_with_receipt(sampling, visitors[0], bought{1, now, 50_usd}.event, sharing(stock));
        CHECK(sold.outcome.granted<unit::vouchers>() == 1_vouchers);
        CHECK(apply(sampling, visitors[1], bought{2, now, 50_usd}.event, sharing(stock)).accepted());
        CHECK(samples(1) == 1);
        CHECK(stock.left<1>() == 0_vouchers);
        const auto third = apply(sampling, visitors[2], bought{3, now, 50_usd}.event, sharing(stock));
        CHECK(third.accepted());
        CHECK(third.granted<unit::vouchers>() == 0_vouchers);
        CHECK(samples(2) == 0);

        bought free{4, now, 3_usd};
        free.with_coupon(code_of({.campaign = 9, .event = 2}));
        CHECK(quote(sampling, visitors[1], free.event, sharing(stock)).due == 0_usd);
        CHECK(apply(sampling, visitors[1], free.event, sharing(stock)).accepted());
        free.event.id = 5;
        CHECK(apply(sampling, visitors[1], free.event, sharing(stock)).refused == reason::already_used);

        CHECK(apply(sampling, visitors[0], sold.receipt.returned({.id = 6, .time = now}), sharing(stock)).accepted());
        CHECK(stock.left<1>() == 1_vouchers);
        CHECK(apply(sampling, visitors[2], bought{7, now, 50_usd}.event, sharing(stock)).granted<unit::vouchers>() ==
              1_vouchers);
        CHECK(samples(2) == 1);
    }
}
