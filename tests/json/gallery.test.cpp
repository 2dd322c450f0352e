// SPDX-License-Identifier: BSL-1.0
//
// Programmes of shops in C++ and from text: the same outcomes for purchases, activities, deliveries and returns, and the same
// members.
#include "reading.hpp"
#include "support.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/either_ladder.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/policies/reactivation.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/rules/rollover_window.hpp>
#include <loyalty/stream/encoding.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;
using payment = tender_part<currency::usd>;

constexpr terms<utc, choices::identity::by_time> frame{.name = "gallery"};
constexpr round_off down{rounding::floor};

struct customer {
    std::uint64_t attributes = 0;
    dates::month_day birthday{2, 29};
    date joined{};
    std::uint32_t recipient = 1;
};

/// What was given for a party, or paid by one.
struct parties {
    social::party_totals<unit::points, 8> points;
    social::party_totals<currency::usd, 8> money;

    void on(const effects::attributed<unit::points>& one) { points.on(one); }
    void on(const effects::attributed<currency::usd>& one) { money.on(one); }
    [[nodiscard]] std::array<std::int64_t, 8> sums() const {
        std::array<std::int64_t, 8> all{};
        for (std::uint32_t i = 0; i < 4; ++i) {
            all[i] = points.of(i).minor_units();
            all[i + 4] = money.of(i).minor_units();
        }
        return all;
    }
};

/// What happened, whatever the programme.
struct happened {
    reason refused{};
    std::array<std::int64_t, 4> granted{};
    int tier = 0;

    [[nodiscard]] bool operator==(const happened&) const = default;
};

/// A customer's life by one programme.
template <class Programme>
class life {
public:
    life(const Programme& rules, customer facts) : rules_{rules}, facts_{facts} {}

    happened buys(const goods& sale) {
        auto sold = apply_with_receipt(rules_, own_, sale, facts_, paid_);
        if (sold.outcome.refused == reason::none) {
            last_sale_.emplace(sold.receipt);
        }
        return what(sold.outcome);
    }
    /// Gives back all of the last sale, or all but its first line.
    happened gives_back(std::uint64_t id, instant time, const goods* left) {
        if (!last_sale_) {
            return {};
        }
        const happened done =
            left != nullptr
                ? what(apply(rules_, own_, last_sale_->returned({.id = id, .time = time}, *left), facts_, paid_))
                : what(apply(rules_, own_, last_sale_->returned({.id = id, .time = time}), facts_, paid_));
        last_sale_.reset();
        return done;
    }
    template <class Event>
    happened does(const Event& event) {
        return what(apply(rules_, own_, event, facts_, paid_));
    }
    void chooses(std::uint32_t recipient) { facts_.recipient = recipient; }
    [[nodiscard]] const parties& paid() const { return paid_; }
    [[nodiscard]] std::array<std::int64_t, 4> balances() const {
        return each_unit_of([&](auto unit) { return own_.template balance<decltype(unit)>().minor_units(); });
    }

private:
    template <class Of>
    [[nodiscard]] static std::array<std::int64_t, 4> each_unit_of(Of of) {
        const auto one = [&]<class Unit>(Unit unit) -> std::int64_t {
            if constexpr (loyalty::detail::lists<Unit, typename Programme::units_type>) {
                return of(unit);
            } else {
                return 0;
            }
        };
        return {one(unit::points{}), one(unit::stamps{}), one(unit::badges{}), one(currency::usd{})};
    }
    template <class Outcome>
    [[nodiscard]] static happened what(const Outcome& outcome) {
        return {outcome.refused,
                each_unit_of([&](auto unit) { return outcome.template granted<decltype(unit)>().minor_units(); }),
                static_cast<int>(outcome.tier_after)};
    }

    const Programme& rules_;
    customer facts_;
    parties paid_{};
    member<Programme> own_{};
    std::optional<receipt<Programme>> last_sale_;
};

/// Events of one customer over a year and a half, with some on the day that rules are about.
class events {
public:
    explicit events(std::uint32_t seed) : random_{seed} {}

    [[nodiscard]] std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
    [[nodiscard]] customer facts() {
        return {below(2), {2, 29}, date::of(2024, 1, 1) + static_cast<std::int32_t>(below(500))};
    }
    /// Draws a basket; it holds to the next one.
    [[nodiscard]] goods sale(std::uint64_t id, instant time) {
        lines_.clear();
        const std::uint32_t count = 1 + below(3);
        for (std::uint32_t i = 0; i < count; ++i) {
            lines_.push_back({.id = i + 1,
                              .category = below(6),
                              .quantity = 1 + below(3),
                              .net = usd(below(3) == 0 ? 40'000 : 4'000)});
        }
        tenders_.assign({{tender::registered_card, usd(3'000)}, {tender::cash, usd(2'000)}});
        return {.id = id,
                .time = time,
                .lines = lines_,
                .tenders = tenders_,
                .store = static_cast<std::uint32_t>(lines_.size())};
    }
    [[nodiscard]] goods rest(const goods& sale) const {
        goods left = sale;
        left.lines = left.lines.subspan(1);
        return left;
    }

private:
    [[nodiscard]] money<currency::usd> usd(std::uint32_t end) {
        return money<currency::usd>::from_minor_units(below(end));
    }

    std::mt19937 random_;
    std::vector<item> lines_;
    std::vector<payment> tenders_;
};

using from_text = decltype(std::declval<usd_text>().framed<choices::identity::by_time>(utc{}));

/// Lives the same lives by both programmes. Returns how many events gave something.
template <class Programme>
std::size_t compare(const from_text& text, const Programme& constant, instant begin = "2024-12-20T09:00"_utc,
                    std::uint32_t most_seconds_between = 400'000) {
    std::size_t gave = 0;
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        CAPTURE(seed);
        events drawn{seed};
        const customer facts = drawn.facts();
        life left{text, facts};
        life right{constant, facts};
        instant time = begin;
        goods sold{};
        for (std::uint64_t id = 1; id <= 220; ++id) {
            CAPTURE(id);
            time = instant{time.seconds_since_epoch + 600 + drawn.below(most_seconds_between)};
            happened one;
            happened other;
            const std::uint32_t kind = drawn.below(10);
            left.chooses(1 + static_cast<std::uint32_t>(id) / 60);
            right.chooses(1 + static_cast<std::uint32_t>(id) / 60);
            if constexpr (Programme::keeps_membership) {
                if (kind == 8) {
                    const membership_change paid{
                        .id = id, .time = time, .membership = {time, instant{time.seconds_since_epoch + 2'000'000}}};
                    one = left.does(paid);
                    other = right.does(paid);
                    REQUIRE(one == other);
                    continue;
                }
            }
            if constexpr (loyalty::detail::keeps_floor<Programme>) {
                if (kind == 7) {
                    const tier_grant by_hand{.id = id,
                                             .time = time,
                                             .tier = static_cast<std::uint8_t>(drawn.below(4)),
                                             .until = date::of(2025, 1, 1) + static_cast<std::int32_t>(3 * id)};
                    one = left.does(by_hand);
                    other = right.does(by_hand);
                    REQUIRE(one == other);
                    continue;
                }
            }
            if (kind < 5) {
                sold = drawn.sale(id, time);
                one = left.buys(sold);
                other = right.buys(sold);
            } else if (kind == 5 && !sold.lines.empty()) {
                const goods rest = drawn.rest(sold);
                const goods* const kept = rest.lines.empty() ? nullptr : &rest;
                one = left.gives_back(id, time, kept);
                other = right.gives_back(id, time, kept);
            } else if (kind < 9) {
                const activity done{.id = id,
                                    .time = time,
                                    .kind = drawn.below(2) == 0 ? 1 + drawn.below(3) : 11 + drawn.below(3),
                                    .score = drawn.below(60),
                                    .reference = drawn.below(5)};
                one = left.does(done);
                other = right.does(done);
            } else {
                const delivery sent{.id = id, .time = time, .order = 1, .number = 1};
                one = left.does(sent);
                other = right.does(sent);
            }
            REQUIRE(one == other);
            gave += one.granted != std::array<std::int64_t, 4>{} ? std::size_t{1} : std::size_t{0};
        }
        REQUIRE(left.balances() == right.balances());
        REQUIRE(left.paid().sums() == right.paid().sums());
        CHECK(left.paid().points.overflow == false);
    }
    return gave;
}

[[nodiscard]] from_text read_example(const std::string& name) {
    const auto read = read_usd(file_text("examples/rules/" + name + ".json"));
    REQUIRE(first_mistake(read.wrong) == "");
    return read.framed<choices::identity::by_time>(utc{});
}

constexpr date_window may{date::of(2025, 5, 1), date::of(2025, 6, 1)};
constexpr date_window hunting{date::of(2025, 5, 5), date::of(2025, 5, 12)};
constexpr calendar_window year{period_unit::year};

TEST_CASE("points for activities and deliveries, levels by points, first months") {
    constexpr programme beauty{frame, points{per_amount{2_points, 1_usd}, down}, points{per_activity{25_points}.of(1u)},
                               points{per_activity{50_points}.of(2u), cap_at{50_points, lifetime{}}},
                               tiered{100_points, 500_points}.of(earned<unit::points>{}).within(lifetime{})};
    CHECK(compare(read_example("beauty_squad"), beauty) > 2'000);

    constexpr programme bank{frame, spend_threshold{20'000_points, once(1000_usd)}.within(first_months{3})};
    CHECK(compare(read_example("bank_card_bonus"), bank) > 3);

    constexpr programme gym{
        frame, points{per_score{1_points, 10}.of(3u), down, cap_at{6_points, calendar_window{period_unit::day}}},
        gamified{stamp_card{5}.of(activities_of(3u)).awards(1_stamps),
                 streak<calendar_window{period_unit::week}>{4}.of(activities_of(3u)).reversible().awards(50_points)}};
    CHECK(compare(read_example("gym"), gym) > 200);
}

TEST_CASE("birthdays and membership years, tiles of a year, cashback that is activated, stamps that become money") {
    constexpr programme birthday_club{
        frame, points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(birthday_month()), down},
        points{per_visit{100_points}.when(birthday()), cap_at{100_points, year}},
        spend_threshold{250_points, once(500_usd)}.within(membership_year{})};
    CHECK(compare(read_example("birthday"), birthday_club) > 2'000);

    constexpr programme jetblue{frame, spend_threshold{1_stamps, every(100_usd)}.within(year),
                                tiered{50_stamps}.of(earned<unit::stamps>{}).within(year).held_for(1),
                                points{per_amount{3_points, 1_usd}, multiply_by_tier{1_x, 2_x}, down}};
    CHECK(compare(read_example("jetblue"), jetblue) > 2'000);

    constexpr programme rotating{
        frame, cashback{currency::usd{}, rounding::half_up, cashback_rate{1_pct}},
        cashback{currency::usd{}, rounding::half_up,
                 cashback_rate{4_pct}.on(member_has(0)).at_most(60_usd, calendar_window{period_unit::quarter})}};
    CHECK(compare(read_example("rotating_cashback"), rotating) > 2'000);

    constexpr programme bookshop{frame, points{per_amount{1_stamps, 10_usd}, down}, conversion{10_stamps, 5_usd}};
    CHECK(compare(read_example("bookshop"), bookshop) > 2'000);

    constexpr auto sober = !category_is(5u);
    constexpr programme coffee{
        frame,
        points{sum_of{per_amount{2_points, 1_usd}.on(sober).paid_by(tender::registered_card),
                      per_amount{1_points, 1_usd}.on(sober).paid_by(tender::cash, tender::card, tender::gift_card)},
               round_off{rounding::half_up}}};
    CHECK(compare(read_example("starbucks"), coffee) > 2'000);
}

TEST_CASE("missions, and a treasure hunt") {
    constexpr programme missions{frame, gamified{mission(200_points, 3_visits, may).of(visits{}),
                                                 mission(1_badges, 100_usd, may).on(category_is(4u)),
                                                 mission(50_points, 5_visits, may).of(activities_of(1u))}};
    CHECK(compare(read_example("missions"), missions, "2025-04-25T09:00"_utc, 30'000) > 40);

    constexpr programme hunt{
        frame, mission(1_badges, 1_visits, hunting).of(activities_of(11u)),
        mission(1_badges, 1_visits, hunting).of(activities_of(12u)),
        mission(1_badges, 1_visits, hunting).of(activities_of(13u)),
        spend_threshold{500_points, once(3_badges)}.of(earned<unit::badges>{}).within(campaign{hunting})};
    CHECK(compare(read_example("treasure_hunt"), hunt, "2025-05-04T09:00"_utc, 6'000) > 60);
}

TEST_CASE("a crossing that is split, deliveries, days in a row, the place of rounding") {
    constexpr programme spender{
        frame, tiered{500_usd}.within(calendar_window{period_unit::month}).crossing(choices::earns_at::split),
        points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, down}};
    CHECK(compare(read_example("big_spender"), spender) > 2'000);
    constexpr programme boxes{frame, points{per_delivery{20_points}}};
    CHECK(compare(read_example("coffee_subscription"), boxes) > 200);
    constexpr programme days{frame,
                             streak<calendar_window{period_unit::day}>{4}.forgiving(1).reversible().awards(50_points)};
    CHECK(compare(read_example("streak_of_visits"), days, "2025-03-24T09:00"_utc, 120'000) > 20);
    constexpr programme rounded_first{frame, points{per_amount{1_points, 1_usd}, down, multiply_by{5_x}, down}};
    CHECK(compare(read_example("bonus_points"), rounded_first) > 2'000);
    constexpr programme plain{frame, points{per_amount{1_points, 1_usd}, down}};
    for (const char* const name : {"leaderboard", "same_event_twice"}) {
        CHECK(compare(read_example(name), plain) > 2'000);
    }
}

TEST_CASE("tiers, badges and money for what counts in the last months and days") {
    constexpr programme last{
        frame,
        tiered{300_usd, 900_usd}.within(rolling_months<12>{}).held_for(30).returning(choices::on_return::loses_tier),
        points{per_amount{1_points, 10_usd}, multiply_by_tier{1_x, 1.5_x, 2_x}, down},
        spend_threshold{1_badges, once(51_points)}.of(earned<unit::points>{}).within(rolling_months<3>{}),
        spend_threshold{5_usd, every(200_usd)}.within(rolling_days<30>{})};
    CHECK(compare(read_example("last_months"), last) > 2'000);
}

TEST_CASE("the sums of a rolling window take the room that they need, in a member and in what is written") {
    const from_text shop = read_example("last_months");
    member<from_text> anna{};
    apply(shop, anna, purchase<currency::usd>{.time = "2025-01-10T12:00"_utc, .net = 199_usd});
    apply(shop, anna, purchase<currency::usd>{.time = "2025-02-08T12:00"_utc, .net = 1_usd});
    CHECK(anna.balance<currency::usd>() == 5_usd); // 200.00 in 30 days
    CHECK(streams::encoded_size(anna) < 640);      // 12, 3 and 30 sums of 8 bytes, and not 366
    std::vector<std::byte> room(streams::encoded_size(anna));
    streams::writer out{room};
    streams::encode(out, anna);
    member<from_text> read{};
    streams::reader in{room};
    REQUIRE((streams::decode(in, read) && in.at_end()));
    CHECK(read == anna);
    const purchase<currency::usd> next{.time = "2025-02-09T12:00"_utc, .net = 200_usd};
    CHECK(apply(shop, read, next).granted<currency::usd>() == apply(shop, anna, next).granted<currency::usd>());
    CHECK(read == anna);
}

TEST_CASE("caps and cashback in rolling windows") {
    constexpr programme caps{frame, points{per_amount{1_points, 1_usd}, down, cap_at{500_points, rolling_days<30>{}}},
                             cashback{currency::usd{}, rounding::half_even,
                                      cashback_rate{5_pct}.on(category_is(1u)).at_most(6_usd, rolling_months<3>{}),
                                      cashback_rate{1.5_pct}.at_most(20_usd, calendar_window{period_unit::month})},
                             points{per_visit{1_stamps}, cap_at{3_stamps, rolling_days<7>{}},
                                    cap_at{9_stamps, calendar_window{period_unit::month}}}};
    CHECK(compare(read_example("rolling_caps"), caps, "2024-12-20T09:00"_utc, 200'000) > 1'500);

    // Of 300 on 1 May and 300 on 20 May 500 are granted; on 31 May the 300 of 1 May have left the window.
    const from_text shop = read_example("rolling_caps");
    member<from_text> anna{};
    const auto points_of = [&](instant time) {
        return apply(shop, anna, purchase<currency::usd>{.time = time, .net = 300_usd}).granted<unit::points>();
    };
    CHECK(points_of("2025-05-01T12:00"_utc) == 300_points);
    CHECK(points_of("2025-05-20T12:00"_utc) == 200_points);
    CHECK(points_of("2025-05-30T12:00"_utc) == 0_points);
    CHECK(points_of("2025-05-31T12:00"_utc) == 300_points);
    CHECK(streams::encoded_size(anna) < 600); // 30, 7 and 3 periods of 8 bytes, and not 366
}

TEST_CASE("tiers by either of two measures, of which one rolls over into the next year") {
    constexpr auto by_nights = tiered{10_items, 40_items}.of(quantity{}).on(category_is(1u));
    constexpr programme hotel{frame,
                              social::either_ladder{by_nights.within(year.rolling_over(10_items, 40_items)).held_for(1),
                                                    tiered{2000_usd, 8000_usd}.within(year).held_for(1)},
                              points{per_amount{10_points, 1_usd}, multiply_by_tier{1_x, 1.2_x, 1.8_x}, down}};
    CHECK(compare(read_example("hotel"), hotel) > 2'000);

    // Of 55 nights 15 count in the next year, and 25 more keep Gold to the end of the year after it.
    const from_text shop = read_example("hotel");
    member<from_text> anna{};
    const auto tier_after = [&](instant time, std::int64_t nights, money<currency::usd> net) {
        const item room{.id = 1, .category = 1, .quantity = nights, .net = net};
        return int{apply(shop, anna, goods{.time = time, .lines = {&room, 1}}).tier_after};
    };
    CHECK(tier_after("2025-05-10T12:00"_utc, 9, 900_usd) == 0);
    CHECK(tier_after("2025-05-11T12:00"_utc, 1, 100_usd) == 1);
    CHECK(tier_after("2025-05-12T12:00"_utc, 45, 1000_usd) == 2);
    CHECK(tier_after("2026-05-10T12:00"_utc, 24, 100_usd) == 2);
    CHECK(tier_after("2026-05-11T12:00"_utc, 1, 100_usd) == 2);
    CHECK(tier_of(shop, anna, "2027-12-31T12:00"_utc) == 2);
    CHECK(tier_of(shop, anna, "2028-01-01T12:00"_utc) == 0);
    member<from_text> ben{};
    const item suite{.id = 1, .category = 1, .quantity = 4, .net = 8000_usd};
    CHECK(apply(shop, ben, goods{.time = "2025-05-10T12:00"_utc, .lines = {&suite, 1}}).tier_after == 2);
}

TEST_CASE("caps and cashback in a membership year, and a tiered that rolls over") {
    constexpr programme yearly{frame,
                               tiered{300_usd, 900_usd}
                                   .within(calendar_window{period_unit::month}.rolling_over(300_usd, 900_usd))
                                   .returning(choices::on_return::loses_tier),
                               points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x, 3_x}, down,
                                      cap_at{900_points, membership_year{}}},
                               cashback{currency::usd{}, rounding::half_even,
                                        cashback_rate{5_pct}.on(category_is(1u)).at_most(20_usd, membership_year{}),
                                        cashback_rate{1_pct}}};
    const std::string text = R"({"programme": "gallery", "currency": "USD", "rules": [
        {"tiered": {"thresholds": ["300.00 USD", "900.00 USD"], "returning": "loses_tier",
                    "window": {"rollover_window": {"unit": "month", "above": ["300.00 USD", "900.00 USD"]}}}},
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"multiply_by_tier": ["1", "2", "3"]},
                    {"round_off": "floor"}, {"cap_at": {"most": "900 points", "window": "membership_year"}}]},
        {"cashback": {"rates": [{"by": "5 %", "on": {"category_is": [1]},
                                 "at_most": {"most": "20.00 USD", "window": "membership_year"}}, {"by": "1 %"}]}}]})";
    const auto read = read_usd(text);
    REQUIRE(first_mistake(read.wrong) == "");
    const from_text shop = read.framed<choices::identity::by_time>(utc{});
    CHECK(compare(shop, yearly) > 1'000);

    // 900 points from 10 March 2024 on, and again from 10 March 2025 on.
    member<from_text> anna{};
    const customer joined{.joined = date::of(2024, 3, 10)};
    const auto gives = [&](instant time) {
        return apply(shop, anna, purchase<currency::usd>{.time = time, .net = 400_usd}, joined).granted<unit::points>();
    };
    CHECK(gives("2025-03-01T12:00"_utc) == 400_points);
    CHECK(gives("2025-03-09T12:00"_utc) == 500_points); // the first tier earns twice: 800, of which 500 are left
    CHECK(gives("2025-03-10T12:00"_utc) == 800_points);

    // 40 of year 9 of another member and 20 of her year 1 are 60 of year 1.
    json::any_window in{};
    in.what = json::windows::membership_year;
    json::rolling_sum own{.used_slots = 1};
    own.advance_to(1);
    json::rolling_sum theirs{.used_slots = 1};
    theirs.advance_to(9);
    REQUIRE((!own.add_overflows(20) && !theirs.add_overflows(40)));
    in.align(theirs, own);
    REQUIRE(!own.merge_overflows(theirs));
    CHECK(own.total() == 60);
    CHECK(own.newest == 1);
}

TEST_CASE("lines and pieces, offers of which one counts, a group of which one award counts") {
    constexpr programme offers{
        frame,
        once_in_group{7, points{per_visit{100_points}.when(basket_at_least(50_usd))}},
        once_in_group{7, spend_threshold{30_points, every(80_usd)}},
        points{best_of{offer{per_amount{3_points, 1_usd}.on(category_is(1u, 2u)), down, add_bonus{2_points}},
                       each_line{per_amount{1_points, 1_usd}, multiply_by{1.5_x}.when(category_is(3u)),
                                 cap_at{40_points}, round_off{rounding::ceiling}},
                       per_unit{6_points}},
               multiply_by{1.1_x}.when(first_purchase()), round_off{rounding::half_even}},
        points{each_unit{per_amount{2_stamps, 3_usd}, down}},
        points{first_of{per_visit{9_stamps}.when(day_of_week_is(weekday::sunday)),
                        per_activity{4_stamps}.when(reference_is(2u, 3u)), per_delivery{1_stamps},
                        per_visit{2_stamps}}},
        points{least_of{per_unit{2_badges}.on(category_is(4u)), per_visit{5_badges}}},
        spend_threshold{1_usd, every(40_items)}.of(scores_of(1u, 2u, 3u)).within(membership_year{})};
    CHECK(compare(read_example("offers"), offers) > 3'000);
}

TEST_CASE("donations to the charity that a member chose, and points that partners pay") {
    constexpr programme coverings{frame, social::donation{points{per_unit{200_points}.on(category_is(1u))}}};
    CHECK(compare(read_example("face_coverings"), coverings) > 800);
    constexpr programme pairs{frame, social::recipients{1, 2},
                              social::donation{points{per_unit{1_points}.on(category_is(1u))}}};
    CHECK(compare(read_example("one_for_one"), pairs) > 300);
    constexpr programme carried{
        frame, social::donation{points{per_amount{0.01_usd, 1_usd}, round_off_carrying{rounding::half_up}}}};
    CHECK(compare(read_example("body_shop"), carried) > 2'000);
    constexpr programme partners{
        frame, stamp_card{5}.of(quantity{}).on(category_is(1u)).awards(1_stamps),
        social::funded{points{per_amount{1_points, 1_usd}, down}, social::funder{1, 50}, social::funder{2, 50}}};
    CHECK(compare(read_example("coffee_and_cupcake"), partners) > 2'000);
}

TEST_CASE("badges, tickets, a paid membership, members who come back") {
    constexpr programme badges{
        frame, gamified{badge(100_visits).of(visits{}), badge(1000_usd), badge(10_visits).of(activities_of(1u))}};
    CHECK(compare(read_example("badges"), badges) > 40);
    constexpr programme raffle{
        frame, points{per_amount{1_stamps, 10_usd}.when(during({date::of(2025, 12, 1), date::of(2026, 1, 1)})), down}};
    CHECK(compare(read_example("raffle"), raffle) > 100);
    constexpr programme prime{frame, paid_membership{},
                              cashback{currency::usd{}, rounding::half_up, cashback_rate{5_pct}.on(membership_active()),
                                       cashback_rate{3_pct}}};
    CHECK(compare(read_example("prime"), prime) > 2'000);
    constexpr programme win_back{frame, points{per_amount{1_points, 1_usd}, down},
                                 social::reactivation{200_points, 90}};
    CHECK(compare(read_example("win_back"), win_back) > 2'000);
}

TEST_CASE("levels, a hunt in order, friends who are brought") {
    constexpr programme levels{
        frame,
        games::levels{100_items, 300_items, 600_items}.of(scores_of(3u)).awards(10_points, 20_points, 50_points)};
    CHECK(compare(read_example("levels"), levels) > 30);
    constexpr games::hunt walk{games::step{1_visits}.when(store_is(1u)), games::step{1_visits}.when(store_is(2u)),
                               games::step{2_visits}.of(activities_of(1u))};
    constexpr programme city{frame, walk.in_order().within(campaign{may}).awards(200_points, 1_badges)};
    CHECK(compare(read_example("city_walk"), city, "2025-04-28T09:00"_utc, 12'000) > 20);
    constexpr programme friends{frame, social::referral{5_usd, 10_usd}.linked_by(1).telling(2).waiting_days(7),
                                points{per_activity{5_usd}.of(2u),
                                       cap_at{25_usd, calendar_window{period_unit::month}}.rejecting(),
                                       cap_at{100_usd, lifetime{}}.rejecting()},
                                spend_threshold{10_usd, once(3_visits)}.of(activities_of(2u))};
    CHECK(compare(read_example("referral"), friends) > 100);
}

TEST_CASE("a tier or a membership that no rule of a text keeps is refused, as one that no policy of C++ keeps") {
    const from_text shop = read_example("bonus_points");
    member<from_text> anna{};
    const instant now = "2025-01-10T12:00"_utc;
    const tier_grant by_hand{.id = 1, .time = now, .tier = 1, .until = date::of(2026, 1, 1)};
    CHECK(apply(shop, anna, by_hand).refused == reason::not_kept);
    const membership_change paid{.id = 2, .time = now, .membership = {now, "2026-01-10T12:00"_utc}};
    CHECK(apply(shop, anna, paid).refused == reason::not_kept);
    CHECK(apply(read_example("prime"), anna, paid).refused == reason::none);
    social::opening<unit::points> brought{.time = now};
    brought.tier = 1;
    member<from_text> ben{};
    CHECK(apply(shop, ben, brought).refused == reason::unknown_tier);
}

TEST_CASE("a tier that is set by hand") {
    const auto read = read_usd(R"({"programme": "gallery", "currency": "USD", "rules": [
        {"tiered": {"thresholds": ["300.00 USD", "900.00 USD"], "window": {"calendar_window": "month"}}}, "tier_floor",
        {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"multiply_by_tier": ["1", "2", "3"]},
                    {"round_off": "floor"}]}]})");
    REQUIRE(first_mistake(read.wrong) == "");
    constexpr programme floors{frame, tiered{300_usd, 900_usd}.within(calendar_window{period_unit::month}),
                               tier_floor{},
                               points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x, 3_x}, down}};
    CHECK(compare(read.framed<choices::identity::by_time>(utc{}), floors) > 1'500);
}

} // namespace
