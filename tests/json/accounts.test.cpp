// SPDX-License-Identifier: BSL-1.0
//
// Accounts of points and redemption rules in C++ and from text: the same outcomes for purchases that points pay, returns,
// redemptions that are given back, and time, and the same books.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/explain/leaflet.hpp>
#include <loyalty/json/in_force.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using item = basket_line<currency::usd>;
using goods = prices::paid_with<basket<currency::usd>, unit::points>;

constexpr terms<utc, choices::identity::by_time> frame{.name = "accounts"};
constexpr round_off down{rounding::floor};
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, down};

/// An account with the room of those from text: lots that have expired are then known for as long.
template <class Lots>
[[nodiscard]] constexpr auto with_room(const Lots& account) {
    return account.template spare_buckets<Lots::spare + json::lots_of<400>::capacity - Lots::capacity>();
}

/// What an event did, whatever the programme.
struct happened {
    reason refused{};
    std::int64_t points = 0;
    std::int64_t money = 0;
    int tier = 0;
    balances<unit::points> now{};
    balances<unit::points> later{};

    [[nodiscard]] bool operator==(const happened&) const = default;
};

template <class Programme>
constexpr bool points_pay_in =
    loyalty::detail::redemption_rule_in<Programme, unit::points, currency::usd>().index < Programme::size;
/// A sale as a programme takes it.
template <class Programme>
using sale_in = std::conditional_t<points_pay_in<Programme>, goods, basket<currency::usd>>;

/// A member's life by one programme whose last policy is its account.
template <class Programme>
class life {
public:
    explicit life(const Programme& rules) : rules_{rules} {}

    happened buys(const goods& goods_sold) {
        const sale_in<Programme>& sale = goods_sold;
        auto sold = apply_with_receipt(rules_, own_, sale);
        if (sold.outcome.refused == reason::none) {
            sale_.emplace(sold.receipt);
        }
        return what(sold.outcome, sale.time);
    }
    /// Gives back all of the last sale, or all but its first line.
    happened gives_back(instant time, const goods* left) {
        if (!sale_) {
            return {};
        }
        const happened done =
            left != nullptr
                ? what(apply(rules_, own_,
                             sale_->returned({.time = time}, static_cast<const sale_in<Programme>&>(*left))),
                       time)
                : what(apply(rules_, own_, sale_->returned({.time = time})), time);
        sale_.reset();
        return done;
    }
    happened redeems(instant time, amount<unit::points> cost) {
        auto paid = apply_with_receipt(rules_, own_, redemption<unit::points>{.time = time, .amount = cost});
        if (paid.outcome.refused == reason::none) {
            paid_.emplace(paid.receipt);
        }
        return what(paid.outcome, time);
    }
    happened is_paid_back(instant time) {
        if (!paid_) {
            return {};
        }
        const happened done = what(apply(rules_, own_, paid_->given_back({.time = time})), time);
        paid_.reset();
        return done;
    }
    template <class Event>
    happened does(const Event& event) {
        return what(apply(rules_, own_, event), event.time);
    }
    [[nodiscard]] const auto& books() const { return own_.template policy<Programme::size - 1>(); }

private:
    template <class Outcome>
    [[nodiscard]] happened what(const Outcome& outcome, instant time) const {
        happened done{.refused = outcome.refused};
        done.tier = outcome.accepted() ? static_cast<int>(outcome.tier_after) : 0;
        done.points = outcome.template granted<unit::points>().minor_units();
        if constexpr (loyalty::detail::lists<currency::usd, typename Programme::units_type>) {
            done.money = outcome.template granted<currency::usd>().minor_units();
        }
        done.now = balances_of<unit::points>(rules_, own_, time);
        done.later = balances_of<unit::points>(rules_, own_, instant{time.seconds_since_epoch + 40 * 86'400});
        return done;
    }

    const Programme& rules_;
    member<Programme> own_{};
    std::optional<typename loyalty::detail::receipt_of<Programme, sale_in<Programme>>::type> sale_;
    std::optional<typename loyalty::detail::receipt_of<Programme, redemption<unit::points>>::type> paid_;
};

/// Events of one member over a year or two.
class events {
public:
    explicit events(std::uint32_t seed) : random_{seed} {}

    [[nodiscard]] std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
    [[nodiscard]] goods sale(instant time) {
        lines_.clear();
        const std::uint32_t count = 1 + below(3);
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::int64_t net = below(3) == 0 ? below(40'000) : below(4'000);
            lines_.push_back({.id = i + 1,
                              .category = below(5),
                              .net = money<currency::usd>::from_minor_units(net),
                              .tax = money<currency::usd>::from_minor_units(net / 12),
                              .component = below(8) == 0 ? component::gift_card : component::goods});
        }
        const std::int64_t paid = below(3) == 0 ? std::int64_t{below(20)} * 100 : 0;
        return {{.time = time, .lines = lines_}, amount<unit::points>::from_minor_units(paid)};
    }

private:
    std::mt19937 random_;
    std::vector<item> lines_;
};

using from_text = decltype(std::declval<usd_text>().framed_with_redemption<choices::identity::by_time>(utc{}));

/// Lives the same lives by both programmes. Returns how many events were accepted.
template <class Programme>
std::size_t compare(const from_text& text, const Programme& constant, instant begin = "2024-12-20T09:00"_utc) {
    std::size_t accepted = 0;
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        events drawn{seed};
        life left{text};
        life right{constant};
        instant time = begin;
        goods sold{};
        for (std::uint32_t number = 1; number <= 160; ++number) {
            CAPTURE(number);
            time = instant{time.seconds_since_epoch + 600 + drawn.below(500'000)};
            std::pair<happened, happened> both;
            const std::uint32_t kind = drawn.below(10);
            if (kind < 4) {
                sold = drawn.sale(time);
                sold.points_paid = points_pay_in<Programme> ? sold.points_paid : 0_points;
                both = {left.buys(sold), right.buys(sold)};
            } else if (kind == 4 && !sold.lines.empty()) {
                goods rest = sold;
                rest.lines = rest.lines.subspan(1);
                const goods* const kept = rest.lines.empty() ? nullptr : &rest;
                both = {left.gives_back(time, kept), right.gives_back(time, kept)};
            } else if (kind < 8) {
                const auto cost = amount<unit::points>::from_minor_units(std::int64_t{drawn.below(20)} * 50);
                both = {left.redeems(time, cost), right.redeems(time, cost)};
            } else if (kind == 8) {
                both = {left.is_paid_back(time), right.is_paid_back(time)};
            } else {
                const adjustment<unit::points> by{
                    .time = time,
                    .amount = amount<unit::points>::from_minor_units(2'000 - std::int64_t{drawn.below(2'500)})};
                both = {left.does(by), right.does(by)};
            }
            REQUIRE(both.first == both.second);
            REQUIRE(left.books() == right.books());
            accepted += both.first.refused == reason::none ? std::size_t{1} : std::size_t{0};
        }
    }
    return accepted;
}

[[nodiscard]] from_text framed(const std::string& text) {
    const auto read = read_usd(text);
    REQUIRE(first_mistake(read.wrong) == "");
    const auto again = read_usd(write_usd(read));
    REQUIRE(first_mistake(again.wrong) == "");
    REQUIRE(write_usd(again) == write_usd(read));
    return again.framed_with_redemption<choices::identity::by_time>(utc{});
}
[[nodiscard]] std::string example(const std::string& name) {
    return file_text("examples/rules/" + name + ".json");
}
[[nodiscard]] std::string with(std::string text, const std::string& old, const std::string& other) {
    const std::size_t at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), other);
}

TEST_CASE("points that expire after months, on days, at the end of months, quarters and years, and by inactivity") {
    using account = lots<unit::points>;
    constexpr programme month{frame, a_point_a_dollar,
                              with_room(account{}.expiring(expires_after_months<32>{1}.day_included()))};
    CHECK(compare(framed(example("month_end")), month) > 1'000);

    const std::string rule = R"({"expires_after_months": {"months": 1, "day_included": true}})";
    const auto in_place = [&](const std::string& other) { return framed(with(example("month_end"), rule, other)); };
    constexpr programme days{frame, a_point_a_dollar, with_room(account{}.expiring(expires_after_days<90>{90}))};
    CHECK(compare(in_place(R"({"expires_after_days": {"days": 90}})"), days) > 1'000);
    constexpr programme to_month{
        frame, a_point_a_dollar,
        with_room(account{}.expiring(expires_after_days<5>{90}.to_end_of(period_unit::month)))};
    CHECK(compare(in_place(R"({"expires_after_days": {"days": 90, "to_end_of": "month"}})"), to_month) > 1'000);
    constexpr programme fixed{
        frame, a_point_a_dollar,
        with_room(account{}.expiring(expires_on_fixed_dates{dates::month_day{6, 30}, dates::month_day{12, 31}}))};
    CHECK(compare(in_place(R"({"expires_on_fixed_dates": ["06-30", "12-31"]})"), fixed) > 1'000);
    constexpr programme year{frame, a_point_a_dollar, with_room(account{}.expiring(expires_end_of_year<1>{}))};
    CHECK(compare(in_place(R"({"expires_end_of_year": 1})"), year) > 1'000);
    constexpr programme quiet{
        frame, a_point_a_dollar,
        with_room(account{}.expiring(expires_on_inactivity::after_days(20).taking(50_pct).renewed_by_purchases()))};
    CHECK(
        compare(in_place(R"({"expires_on_inactivity": {"days": 20, "taking": "50 %", "renewed_by_purchases": true}})"),
                quiet) > 1'000);
}

TEST_CASE("the order of lots, lots that wait, and the debt of what was spent") {
    constexpr programme oldest{
        frame, a_point_a_dollar,
        with_room(lots<unit::points>{}.consuming(consumption::first_in).restoring(expired_lot::grace, 14))};
    CHECK(compare(framed(example("order_of_lots")), oldest) > 1'000);
    constexpr programme never{frame, a_point_a_dollar, with_room(lots<unit::points>{})};
    for (const char* const name : {"partial_returns", "measures"}) {
        CHECK(compare(framed(example(name)), never) > 1'000);
    }
    constexpr programme waiting{
        frame, a_point_a_dollar,
        with_room(lots<unit::points>{}.activating(activates_after_days<14>{}).on_shortfall(debt_policy::negative))};
    CHECK(compare(framed(example("pending_points")), waiting) > 1'000);
    constexpr programme only_what_waits{
        frame, a_point_a_dollar,
        with_room(lots<unit::points>{}.activating(activates_after_days<14>{}).on_shortfall(debt_policy::only_pending))};
    CHECK(compare(framed(with(example("pending_points"), "\"negative\"", "\"only_pending\"")), only_what_waits) >
          1'000);
}

TEST_CASE("points for gift cards, whose points last to the end of the next month") {
    constexpr programme fuel{frame,
                             points{sum_of{per_amount{1_points, 1_usd},
                                           per_amount{2_points, 1_usd}.of(net{components::of(component::gift_card)})},
                                    down},
                             with_room(lots<unit::points>{}.expiring(expires_end_of_month<1>{}))};
    CHECK(compare(framed(example("fuel_points")), fuel) > 1'000);
}

TEST_CASE("two versions of tiers, and points that are redeemed") {
    constexpr auto tiers = tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1);
    constexpr redemption_rule ten_off{redemption_rate{500_points, 10_usd}};
    using room = lots<unit::points>;
    constexpr programme until_2021{terms<utc, choices::identity::by_time>{
                                       .name = "sephora", .version = 1, .valid = {.until = "2022-01-01T00:00"_utc}},
                                   tiers,
                                   points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, down},
                                   ten_off, with_room(room{})};
    constexpr programme since_2022{terms<utc, choices::identity::by_time>{
                                       .name = "sephora", .version = 2, .valid = {.from = "2022-01-01T00:00"_utc}},
                                   tiers, a_point_a_dollar, ten_off, with_room(room{})};
    const std::string text = example("sephora");
    const std::string_view texts[]{text};
    const auto read = read_versions_usd(texts);
    REQUIRE(first_mistake(read.wrong) == "");
    REQUIRE(read.all.size() == 2);
    const auto frame_of = [](const usd_text& version) {
        return version.framed_with_redemption<choices::identity::by_time>(utc{});
    };
    // Events of 2021 and of 2022; the one version refuses what is of the other.
    CHECK(compare(frame_of(read.all[0]), until_2021, "2021-02-01T09:00"_utc) > 700);
    CHECK(compare(frame_of(read.all[1]), since_2022, "2021-11-01T09:00"_utc) > 700);

    // 79.40 of a VIB are 99 points on 31 December 2021 and 79 on the day after; she stays VIB to the end of 2022.
    const auto shop = json::in_force(read, frame_of);
    json::versioned_member<std::remove_const_t<decltype(shop)>::programme_type> anna;
    const auto buys = [&](instant time, money<currency::usd> net) {
        const item line{.id = 1, .net = net};
        return shop.apply(anna, goods{{.time = time, .lines = {&line, 1}}, 0_points});
    };
    CHECK(buys("2021-12-01T12:00"_utc, 350_usd).tier_after == 1);
    CHECK(buys("2021-12-31T12:00"_utc, 79.40_usd).granted<unit::points>() == 99_points);
    CHECK(buys("2022-01-01T12:00"_utc, 79.40_usd).granted<unit::points>() == 79_points);
    CHECK(buys("2022-12-31T12:00"_utc, 1_usd).tier_after == 1);
    CHECK(buys("2023-01-01T12:00"_utc, 1_usd).tier_after == 0);
}

TEST_CASE("points that pay, by rates, limits and a part of the bill, and what counts of such a bill") {
    constexpr points a_point_in_ten{per_amount{1_points, 10_usd}, down};
    constexpr programme pairs{frame, redemption_rule{redemption_rate{2_points, 3_usd}}, a_point_in_ten,
                              with_room(lots<unit::points>{})};
    CHECK(compare(framed(example("points_as_money")), pairs) > 500);
    constexpr programme in_the_books{frame, redemption_rule{redemption_rate{1_points, 1_usd}}, a_point_in_ten,
                                     with_room(lots<unit::points>{})};
    CHECK(compare(framed(example("contract_liability")), in_the_books) > 500);

    constexpr programme rest{frame, redemption_rule{redemption_rate{1_points, 0.01_usd}},
                             tiered{100_usd}.of(after_points{}), points{per_amount{10_points, 1_usd}, down},
                             with_room(lots<unit::points>{})};
    CHECK(compare(framed(example("tier_by_spend")), rest) > 1'000);

    constexpr date_window before_july{date::minimum(), date::of(2025, 7, 1)};
    constexpr date_window from_july{date::of(2025, 7, 1), date::maximum()};
    constexpr programme all{
        frame,
        redemption_rule{redemption_rate{500_points, 10_usd, before_july},
                        redemption_rate{500_points, 12_usd, from_july}}
            .at_least(500_points)
            .in_steps_of(100_points)
            .at_most(4000_points)
            .paying_at_most(50_pct)
            .at_most(5000_points, calendar_window{period_unit::month})
            .at_most(2_redemptions, rolling_days<7>{}),
        points{per_amount{10_points, 1_usd}.of(counts_up_to{200_usd, after_points{}}), down},
        points{per_visit{25_points}.when(!points_pay())},
        spend_threshold{5_usd, every(50_usd)}.within(one_basket{}).of(counts_up_to{100_usd, gross{}}),
        cashback{currency::usd{}, rounding::half_even, cashback_rate{2_pct}.on(category_is(3u)), cashback_rate{1_pct}}
            .of(after_points{}),
        with_room(lots<unit::points>{}
                      .expiring(expires_end_of_quarter<6>{})
                      .activating(activates_on_fixed_dates{dates::month_day::monthly(1), dates::month_day::monthly(15)})
                      .consuming(consumption::last_in)
                      .on_shortfall(debt_policy::down_to_zero))};
    const std::string text = with(example("redemptions"), R"({"calendar_window": "day"})",
                                  R"({"rolling_window": {"periods": 7, "unit": "day"}})");
    CHECK(compare(framed(text), all) > 1'000);

    auto what = io::descriptions::describe(all);
    const auto said = describe_usd(read_usd(text));
    what.name = said.name;
    what.note = said.note;
    what.currency = said.currency;
    CHECK(io::descriptions::leaflet(said) == io::descriptions::leaflet(what));
}

TEST_CASE("programmes that differ in their account or in their redemption rule have other fingerprints") {
    const std::string all = example("redemptions");
    const auto print = [](const std::string& text) { return streams::fingerprint(framed(text)); };
    CHECK(print(all) == print(all));
    for (const auto& change : std::vector<std::pair<std::string, std::string>>{
             {"\"10.00 USD\"", "\"11.00 USD\""},
             {"50 %", "60 %"},
             {"5000 points", "5001 points"},
             {"2 redemptions", "3 redemptions"},
             {"\"15\"", "\"16\""},
             {"expires_end_of_quarter\": 6", "expires_end_of_quarter\": 7"},
             {"last_in", "first_in"}}) {
        CAPTURE(change.first);
        CHECK(print(with(all, change.first, change.second)) != print(all));
    }
}

TEST_CASE("points that a delivery confirms, and a gift between members whose points live for twelve months") {
    const from_text text = framed(with(example("pending_points"), R"({"activates_after_days": 14})",
                                       R"({"activates_on_confirmation": {"deadline_days": 30}})"));
    member<from_text> anna{};
    const instant sold = "2025-01-10T12:00"_utc;
    apply(text, anna, purchase<currency::usd>{.time = sold, .net = 40_usd});
    CHECK(balances_of<unit::points>(text, anna, sold).pending == 40_points);
    const confirmation<unit::points> confirmed{
        .time = "2025-01-20T12:00"_utc, .amount = 30_points, .earned_on = date::of(2025, 1, 10)};
    CHECK(apply(text, anna, confirmed).refused == reason::none);
    CHECK(balances_of<unit::points>(text, anna, confirmed.time).available == 30_points);
    CHECK(balances_of<unit::points>(text, anna, "2025-02-09T12:00"_utc).expired == 10_points);

    const from_text gifts = framed(example("moving_members"));
    member<from_text> ben{};
    member<from_text> carla{};
    social::opening<unit::points> brought{.time = "2018-07-02T12:00"_utc};
    brought.add(1500_points, {.earned_on = date::of(2018, 5, 1)});
    CHECK(apply(gifts, ben, brought).refused == reason::none);
    CHECK(balances_of<unit::points>(gifts, ben, "2019-04-30T12:00"_utc).available == 1500_points);
    CHECK(balances_of<unit::points>(gifts, ben, "2019-05-01T12:00"_utc).available == 0_points);
    const transfer<unit::points> gift{.member = 0, .time = "2018-08-01T12:00"_utc, .to = 1, .amount = 300_points};
    apply(gifts, ben, carla, gift);
    CHECK(balances_of<unit::points>(gifts, carla, "2019-04-30T12:00"_utc).available == 300_points);
    CHECK(balances_of<unit::points>(gifts, carla, "2019-05-01T12:00"_utc).available == 0_points);
}

} // namespace
