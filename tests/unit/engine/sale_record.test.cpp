// SPDX-License-Identifier: BSL-1.0

#include <loyalty/stream/encoding.hpp>

#include <doctest/doctest.h>

#include "support/sales_by_line.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace sales_by_line;

/// 60.00, and 40.00 for three pieces: 540 points.
constexpr std::array<item, 2> sixty_and_forty{{{.id = 1, .net = 60_usd}, {.id = 2, .quantity = 3, .net = 40_usd}}};
constexpr goods bought{.id = 1, .time = noon, .lines = sixty_and_forty};
/// Three mugs for 10.00, with tax 10.80; 1.00 was taken off before.
constexpr std::array<item, 1> mugs{
    {{.id = 7, .sku = 3, .quantity = 3, .net = 10_usd, .tax = 0.80_usd, .discount = 1_usd}}};

template <class Programme>
using slip_of = sale_record<std::remove_const_t<Programme>, currency::usd, 4, 2>;

/// `apply_return` under a rule that is chosen at run time.
template <class... Arguments>
constexpr auto by_rule(return_rule rule, Arguments&&... arguments) {
    return rule == return_rule::keep ? apply_return<return_rule::keep>(arguments...) : apply_return(arguments...);
}

/// A member with one sale, and its record.
template <class Programme>
struct customer {
    member<Programme> own{};
    slip_of<Programme> slip{};
    reason why = reason::none;
    std::uint64_t id = 1;

    constexpr customer(const Programme& programme, const goods& basket) {
        const auto sold = apply_with_receipt(programme, own, basket);
        why = slip.keep(programme, sold.receipt, basket);
    }
    constexpr auto give_back(const Programme& programme, const returned_goods& back, return_rule rule) {
        ++id;
        return by_rule(rule, programme, own, slip, event_key{.id = id, .time = day_after}, back);
    }
};
template <class Programme>
customer(const Programme&, const goods&) -> customer<Programme>;

template <class Unit = unit::points, class Result>
constexpr std::int64_t granted(const Result& result) {
    return result.outcome.template granted<Unit>().minor_units();
}

constexpr bool sums_to_nothing(return_rule rule) {
    customer anna{shop, bought};
    const std::array<returned_pieces, 2> rest{{{.line = 2, .pieces = 2}, {.line = 1}}};
    const auto first = anna.give_back(shop, returned_pieces{.line = 2}, rule);
    const auto second = anna.give_back(shop, rest, rule);
    return granted(first) == (rule == return_rule::keep ? -72 : -506) &&
           granted(second) == (rule == return_rule::keep ? -468 : -34) &&
           first.refund.total() + second.refund.total() == usd::from_minor_units(100'00) &&
           anna.own.balance<unit::points>().minor_units() == 0;
}

} // namespace

TEST_CASE("a return by shares takes the share of its goods, one that re-evaluates the difference") {
    static_assert(sums_to_nothing(return_rule::keep));
    static_assert(sums_to_nothing(return_rule::re_evaluate));
    for (const return_rule rule : {return_rule::keep, return_rule::re_evaluate}) {
        customer anna{shop, bought};
        REQUIRE(anna.why == reason::none);
        const auto back = anna.give_back(shop, returned_pieces{.line = 2, .pieces = 3}, rule);
        CHECK(granted(back) == (rule == return_rule::keep ? -216 : -516)); // 16 + 200, or the bonus as a whole
        CHECK(back.refund.total() == 40_usd);
        CHECK(anna.slip.line(2)->left() == 0);
        CHECK(anna.slip.line(1)->left() == 1);
        const auto rest = anna.give_back(shop, returned_pieces{.line = 1}, rule);
        CHECK(granted(rest) == (rule == return_rule::keep ? -324 : -24));
        CHECK(rest.refund.total() == 60_usd);

        // As if nothing had been bought.
        member<shop_type> other;
        apply(shop, other, time_passed{.id = anna.own.clock().last_id, .time = day_after});
        CHECK(anna.own == other);
        CHECK(anna.slip.awards.granted<unit::points>(1) == 500_points); // of the sale, whatever came back
    }
}

TEST_CASE("a piece has its share of the money, and the line the rest") {
    customer anna{shop, goods{.id = 1, .time = noon, .lines = mugs}};
    CHECK(anna.slip.refund(returned_pieces{.line = 7}) == goods_refund<currency::usd>{3.33_usd, 0.27_usd});
    CHECK(anna.slip.refund(returned_pieces{.line = 7, .pieces = 2}).total() == 7.20_usd); // 6.67 and 0.53
    CHECK(anna.slip.share(returned_pieces{.line = 7, .pieces = 2}).granted<unit::points>() == 3_points);
    std::array<item, 4> room{};
    const auto rest = anna.slip.remaining(returned_pieces{.line = 7}, room);
    REQUIRE(rest);
    REQUIRE(rest->lines.size() == 1);
    CHECK(rest->id == 1);
    CHECK(rest->time == noon);
    CHECK(rest->lines[0] ==
          item{.id = 7, .sku = 3, .quantity = 2, .net = 6.67_usd, .tax = 0.53_usd, .discount = 0.67_usd});
    CHECK_FALSE(anna.slip.remaining(returned_pieces{.line = 7, .pieces = 3}, room));

    // 4 points: 1.33, 2.67, 4. 3.33 and 0.27, 3.34 and 0.26, 3.33 and 0.27.
    constexpr std::array<std::int64_t, 3> points_back{-1, -2, -1};
    const std::array<usd, 3> money_back{3.60_usd, 3.60_usd, 3.60_usd};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto back = anna.give_back(shop, returned_pieces{.line = 7}, return_rule::keep);
        CHECK(granted(back) == points_back[i]);
        CHECK(back.refund.total() == money_back[i]);
    }
}

namespace {

struct refusals {
    std::vector<refusal> all{};
    std::vector<reason> outcomes{};

    void on(const refusal& one) { all.push_back(one); }
    template <class Event>
    void on(const Event&, const outcome_of<shop_type>& gave) {
        outcomes.push_back(gave.refused);
    }
};

} // namespace

TEST_CASE("more pieces than are left of a line do not come back") {
    customer anna{shop, bought};
    REQUIRE(anna.give_back(shop, returned_pieces{.line = 2}, return_rule::keep).accepted());
    const auto before = anna;
    refusals heard;
    const auto gave = apply_return<return_rule::keep>(shop, anna.own, anna.slip, {.id = 9, .time = day_after},
                                                      returned_pieces{.line = 2, .pieces = 3}, no_profile{}, heard);
    CHECK_FALSE(gave.accepted());
    CHECK(gave.refused == goods_refusal{reason::more_than_bought, 2, 3, 2});
    CHECK(gave.outcome.refused == reason::more_than_bought);
    CHECK(gave.outcome.refusing_rule() == rule_of_return);
    CHECK(gave.refund.total() == 0_usd);
    REQUIRE(heard.all.size() == 1);
    CHECK(heard.all[0] == refusal{reason::more_than_bought, rule_of_return, "return", 3, 2, "items"});
    CHECK(heard.outcomes == std::vector{reason::more_than_bought});

    const auto why = [&](const returned_goods& back) { return anna.slip.refusal_of(back); };
    const std::array<returned_pieces, 2> twice{{{.line = 2, .pieces = 1}, {.line = 2, .pieces = 2}}};
    CHECK(why(twice) == goods_refusal{reason::more_than_bought, 2, 3, 2});
    CHECK(why(returned_pieces{.line = 3}) == goods_refusal{reason::unknown_line, 3, 1, 0});
    CHECK(why(returned_pieces{.line = 1, .pieces = 0}) == goods_refusal{reason::zero_quantity, 1, 0, 1});
    CHECK(why(returned_pieces{.line = 1, .pieces = -1}) == goods_refusal{reason::negative_quantity, 1, -1, 1});
    const std::array<returned_pieces, 2> vast{{{.line = 2, .pieces = INT64_MAX}, {.line = 2, .pieces = 1}}};
    CHECK(why(vast).why == reason::more_than_bought);
    CHECK(why(std::span<const returned_pieces>{}).why == reason::empty_basket);
    CHECK(anna.own == before.own);
    CHECK(anna.slip == before.slip);
}

TEST_CASE("a return that the programme refuses changes no record") {
    customer anna{shop, bought};
    const auto before = anna;
    const auto late = apply_return(shop, anna.own, anna.slip, {.id = 0, .time = noon}, returned_pieces{.line = 2});
    CHECK(late.outcome.refused == reason::lower_id);
    CHECK(late.refused.why == reason::none);
    CHECK(late.refund.total() == 0_usd);
    CHECK(anna.own == before.own);
    CHECK(anna.slip == before.slip);
}

TEST_CASE("a record is kept of an accepted sale whose lines have ids of their own") {
    const auto why = [](const goods& basket) { return customer{shop, basket}.why; };
    const std::array<item, 2> same{{{.id = 1, .net = 1_usd}, {.id = 1, .net = 2_usd}}};
    CHECK(why(goods{.id = 1, .time = noon, .lines = same}) == reason::repeated_line);
    const std::array<item, 5> five{{{.id = 1}, {.id = 2}, {.id = 3}, {.id = 4}, {.id = 5}}};
    CHECK(why(goods{.id = 1, .time = noon, .lines = five}) == reason::too_many_lines);
    const std::array<tender_part<currency::usd>, 3> three{};
    CHECK(why(goods{.id = 1, .time = noon, .lines = mugs, .tenders = three}) == reason::too_many_tenders);
    CHECK(message(reason::too_many_tenders) ==
          "the sale was paid by more means than its record has places for: give sale_record<..., MostLines, "
          "MostTenders> a larger MostTenders, which is 0 by default");
    const std::array<item, 1> below{{{.id = 1, .net = -1_usd}}};
    CHECK(why(goods{.id = 1, .time = noon, .lines = below}) == reason::refused_sale);
    const std::array<item, 1> taxed{{{.id = 1, .net = usd::largest(), .tax = 1_usd}}};
    CHECK(why(goods{.id = 1, .time = noon, .lines = taxed}) == reason::amount_overflow);

    customer anna{shop, bought};
    const auto before = anna.slip;
    const auto receipt = before.receipt;
    CHECK(anna.slip.keep(shop, receipt, goods{.id = 2, .time = noon, .lines = mugs}) == reason::other_id);
    CHECK(anna.slip == before);
}

TEST_CASE("a record knows how and where the sale was paid") {
    const programme card{points{per_amount{2_points, 1_usd}.paid_by(tender::registered_card),
                                multiply_by{3_x}.when(store_is(12u)), round_off{rounding::floor}}};
    const std::array<tender_part<currency::usd>, 2> paid{{{tender::registered_card, 50_usd}, {tender::cash, 50_usd}}};
    customer anna{
        card,
        goods{
            .id = 1, .member = 3, .time = noon, .lines = sixty_and_forty, .tenders = paid, .store = 12, .channel = 2}};
    REQUIRE(anna.why == reason::none);
    std::array<item, 4> room{};
    const auto rest = anna.slip.remaining(returned_pieces{.line = 1}, room);
    REQUIRE(rest);
    CHECK(rest->member == 3);
    CHECK(rest->store == 12);
    CHECK(rest->channel == 2);
    CHECK(rest->tenders.size() == 2);
    // Half of 40.00, twice, three times: 120 points of 300 stay.
    CHECK(granted(anna.give_back(card, returned_pieces{.line = 1}, return_rule::re_evaluate)) == -180);
}

namespace {

struct listener {
    std::vector<award<unit::points>> awards{};

    void on(const award<unit::points>& one) { awards.push_back(one); }
};

} // namespace

TEST_CASE("books, sinks and previews see a return by shares as any other") {
    constexpr programme stars{points{per_amount{2_points, 5_usd}, round_off{rounding::floor}},
                              spend_threshold{500_points, every(100_usd)}.within(one_basket{}), lots<unit::points>{}};
    customer anna{stars, bought};
    const auto before = anna;
    std::array<item, 4> room{};
    const returned_pieces second{.line = 2, .pieces = 3};
    const event_key key{.id = 2, .time = day_after};
    const auto event = anna.slip.returned<return_rule::keep>(key, second, room);
    CHECK(preview(stars, anna.own, event).granted<unit::points>() == -216_points);
    CHECK(anna.slip == before.slip);
    listener heard;
    const auto back = apply_return<return_rule::keep>(stars, anna.own, anna.slip, key, second, no_profile{}, heard);
    CHECK(granted(back) == -216);
    REQUIRE(heard.awards.size() == 1);
    CHECK(heard.awards[0].rule == rule_of_return);
    CHECK(heard.awards[0].granted == -216_points);
    CHECK(balances_of<unit::points>(stars, anna.own, day_after).available == 324_points);
    // A programme that is lifted has the records of its constant.
    auto other = before;
    CHECK(apply_return<return_rule::keep>(lifted<stars>, other.own, other.slip, key, second).outcome == back.outcome);
}

TEST_CASE("a record is bytes, which are refused if more came back than was sold") {
    using slip_type = sale_record<shop_type, currency::usd, 8>;
    CHECK(std::is_trivially_copyable_v<slip_type>);
    CHECK(sizeof(slip_type::line_type) == 72);
    CHECK(sizeof(slip_type) == sizeof(receipt<shop_type>) + 16 + 8 + 8 * 72 + 24 + 8);

    customer anna{shop, bought};
    REQUIRE(anna.give_back(shop, returned_pieces{.line = 2}, return_rule::keep).accepted());
    std::array<std::byte, 1024> room{};
    const auto decoded = [&](const auto& slip) {
        writer out{room};
        encode(out, slip);
        REQUIRE(out.fits());
        reader in{out.written()};
        auto again = slip;
        again.lines.clear();
        const bool right = decode(in, again);
        return right && in.at_end() && again == slip ? std::string_view{"the same"} : in.why();
    };
    CHECK(decoded(anna.slip) == "the same");
    auto wrong = anna.slip;
    wrong.lines[1].goods.returned = 4;
    CHECK(decoded(wrong) ==
          "a line of a sale record: more pieces came back than were sold, or an amount is below zero");
    wrong = anna.slip;
    wrong.lines[0].goods.returned = -1;
    CHECK(decoded(wrong) ==
          "a line of a sale record: more pieces came back than were sold, or an amount is below zero");
    using line = sold_line<currency::usd>;
    CHECK(line{{.quantity = 2, .net = 4_usd, .tax = 0.40_usd, .discount = 1_usd}, 2}.is_valid());
    CHECK(line{{.quantity = 1}, 0}.is_valid());
    CHECK_FALSE(line{{.quantity = 2}, 3}.is_valid());
    CHECK_FALSE(line{{.quantity = 2}, -1}.is_valid());
    CHECK_FALSE(line{{.quantity = 0}, 0}.is_valid());
    CHECK_FALSE(line{{.net = -0.01_usd}, 0}.is_valid());
    CHECK_FALSE(line{{.tax = -0.01_usd}, 0}.is_valid());
    CHECK_FALSE(line{{.discount = -0.01_usd}, 0}.is_valid());
    wrong = anna.slip;
    wrong.lines[1].goods.sold.id = 1;
    CHECK(decoded(wrong) == "a sale record: two lines have the same id, or the bill passes 64 bits");
    wrong = anna.slip;
    wrong.lines[1].goods.sold.tax = usd::largest();
    CHECK(decoded(wrong) == "a sale record: two lines have the same id, or the bill passes 64 bits");
}

// What a return by shares does to the states of the policies: they count the goods that remain ------------------------------

namespace {

constexpr programme club{spend_threshold{500_points, once(100_usd)}};
constexpr std::array<item, 2> first_two{{{.id = 1, .net = 60_usd}, {.id = 2, .net = 40_usd}}};
constexpr goods hundred{.id = 1, .time = noon, .lines = first_two};

} // namespace

TEST_CASE("a threshold counts what remains, and may be reached again") {
    customer anna{club, hundred};
    CHECK(granted(anna.give_back(club, returned_pieces{.line = 2}, return_rule::keep)) == -200);
    CHECK(progress<"spend_threshold">(club, anna.own, day_after).missing == 40_usd);
    const auto again = apply(club, anna.own, sale{.id = 3, .time = day_after, .net = 40_usd});
    CHECK(again.granted<unit::points>() == 500_points);
    CHECK(anna.own.balance<unit::points>() == 800_points); // 300 kept, and the 500 of 100.00
    // With the rest of the first sale goes its share; 40.00 alone do not reach the threshold.
    anna.id = 3;
    CHECK(granted(anna.give_back(club, returned_pieces{.line = 1}, return_rule::keep)) == -800);
    CHECK(anna.own.balance<unit::points>() == 0_points);
}

TEST_CASE("what another return has taken is not taken again") {
    constexpr std::array<item, 1> sixty{{{.id = 1, .net = 60_usd}}};
    constexpr std::array<item, 2> thirty_and_ten{{{.id = 1, .net = 30_usd}, {.id = 2, .net = 10_usd}}};
    for (const return_rule rule : {return_rule::keep, return_rule::re_evaluate}) {
        member<std::remove_const_t<decltype(club)>> anna;
        const goods first{.id = 1, .time = noon, .lines = sixty};
        const goods second{.id = 2, .time = noon, .lines = thirty_and_ten};
        slip_of<decltype(club)> of_first;
        slip_of<decltype(club)> of_second;
        REQUIRE(of_first.keep(club, apply_with_receipt(club, anna, first).receipt, first) == reason::none);
        REQUIRE(of_second.keep(club, apply_with_receipt(club, anna, second).receipt, second) == reason::none);
        CHECK(anna.balance<unit::points>() == 500_points);
        CHECK(of_second.share(returned_pieces{.line = 1}).granted<unit::points>() == 375_points);
        const auto back = [&](auto& slip, std::uint64_t id, std::uint32_t line_id) {
            return granted(by_rule(rule, club, anna, slip, event_key{.id = id, .time = day_after},
                                   returned_pieces{.line = line_id}));
        };
        CHECK(back(of_first, 3, 1) == -500); // the second sale alone does not reach the threshold
        CHECK(back(of_second, 4, 1) == 0);   // and so its award has gone already
        CHECK(back(of_second, 5, 2) == 0);
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(anna.policy<0>().count.total() == 0);
    }
}

TEST_CASE("a tier counts what remains") {
    constexpr programme strict{tiered{100_usd}.returning(on_return::loses_tier),
                               points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{}}};
    customer anna{strict, hundred};
    const auto back = anna.give_back(strict, returned_pieces{.line = 2}, return_rule::keep);
    CHECK(granted(back) == -40);
    CHECK(back.outcome.tier_before == 1);
    CHECK(back.outcome.tier_after == 0);
}

TEST_CASE("a cap counts what the rest would have earned") {
    constexpr programme capped{
        points{per_amount{1_points, 1_usd}, round_off{}, cap_at{50_points, calendar_window{period_unit::month}}}};
    customer anna{capped, hundred};
    CHECK(granted(anna.give_back(capped, returned_pieces{.line = 2}, return_rule::keep)) == -20);
    // 60.00 alone would reach the cap: no headroom is free until more comes back.
    CHECK(apply(capped, anna.own, sale{.id = 3, .time = day_after, .net = 10_usd}).granted<unit::points>() == 0_points);
    anna.id = 3;
    CHECK(granted(anna.give_back(capped, returned_pieces{.line = 1}, return_rule::keep)) == -30);
    CHECK(apply(capped, anna.own, sale{.id = 5, .time = day_after, .net = 10_usd}).granted<unit::points>() ==
          10_points);
}

TEST_CASE("a card of stamps loses those of the pieces, and what it had paid goes by shares") {
    constexpr programme cards{stamp_card{10}.of(quantity{}).awards(100_points)};
    constexpr std::array<item, 2> cups{
        {{.id = 1, .quantity = 6, .net = 18_usd}, {.id = 2, .quantity = 6, .net = 6_usd}}};
    customer anna{cards, goods{.id = 1, .time = noon, .lines = cups}};
    CHECK(anna.own.policy<0>().stamped == 2);
    CHECK(granted(anna.give_back(cards, returned_pieces{.line = 2, .pieces = 3}, return_rule::keep)) == -25);
    CHECK(anna.own.policy<0>().stamped == 9); // 9 pieces, and no full card
    const std::array<returned_pieces, 2> rest{{{.line = 2, .pieces = 3}, {.line = 1, .pieces = 6}}};
    CHECK(granted(anna.give_back(cards, rest, return_rule::keep)) == -75);
    CHECK(anna.own.policy<0>().stamped == 0);
}

TEST_CASE("a share below zero, or above what is left, takes no more than there is") {
    customer anna{shop, bought};
    std::array<item, 4> room{};
    const auto plain = anna.slip.returned({.id = 2, .time = day_after}, returned_pieces{.line = 2}, room);
    share_of<shop_type> wrong{};
    REQUIRE_FALSE(wrong.add_overflows(amount<unit::points>::from_minor_units(-1)));
    CHECK(apply(shop, anna.own, plain.keeping_shares(wrong)).refused == reason::more_than_bought);
    customer ben{shop, bought};
    const auto of_ben = ben.slip.returned({.id = 2, .time = day_after}, returned_pieces{.line = 2}, room);
    const auto gave = apply(shop, ben.own, of_ben.keeping_shares(share_of<shop_type>{})); // these goods earned nothing
    CHECK(gave.accepted());
    CHECK(gave.granted<unit::points>() == 0_points);
    share_of<shop_type> large{};
    REQUIRE_FALSE(large.add_overflows(1'000_points));
    CHECK(apply(shop, anna.own, plain.keeping_shares(large)).granted<unit::points>() == -540_points);
    CHECK(anna.own.balance<unit::points>() == 0_points);
    // The record was not told, and the receipt knows.
    CHECK(anna.slip.receipt.earned.granted<unit::points>() == 0_points);
}

TEST_CASE("a unit that the sale spent comes back by shares") {
    constexpr programme bakery{stamp_card{1}.awards(1_stamps), conversion{2_stamps, 5_usd}};
    member<std::remove_const_t<decltype(bakery)>> anna;
    apply(bakery, anna, sale{.id = 1, .time = noon, .net = 1_usd});
    const goods second{.id = 2, .time = noon, .lines = first_two};
    slip_of<decltype(bakery)> slip;
    REQUIRE(slip.keep(bakery, apply_with_receipt(bakery, anna, second).receipt, second) == reason::none);
    CHECK(anna.balance<unit::stamps>() == 0_stamps);
    const auto back =
        apply_return<return_rule::keep>(bakery, anna, slip, {.id = 3, .time = day_after}, returned_pieces{.line = 2});
    CHECK(granted<currency::usd>(back) == -200);
    CHECK(granted<unit::stamps>(back) == 1);
    const auto rest =
        apply_return<return_rule::keep>(bakery, anna, slip, {.id = 4, .time = day_after}, returned_pieces{.line = 1});
    CHECK(granted<currency::usd>(rest) == -300);
    CHECK(granted<unit::stamps>(rest) == 0);
    CHECK(anna.balance<unit::stamps>() == 1_stamps); // of the first sale
}
