// SPDX-License-Identifier: BSL-1.0
#include <loyalty/engine/apply.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;
using usd_line = basket_line<currency::usd>;
using usd_basket = basket<currency::usd>;

namespace {

constexpr programme by_id{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
constexpr programme by_time{terms<utc, identity::by_time>{},
                            points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

reason refused(std::span<const usd_line> lines) {
    member<std::remove_const_t<decltype(by_id)>> anna;
    const auto before = anna;
    const auto gave = apply(by_id, anna, usd_basket{.id = 1, .lines = lines});
    CHECK((anna == before) == !gave.accepted());
    return gave.refused;
}

/// A till's own type, in a currency that it names by its ISO number.
struct foreign_sale {
    std::uint64_t id = 1;
    instant time{};
    money<currency::usd> net = 5_usd;
    int currency_code = 840;
};

/// Refuses every purchase.
struct refusing {
    using rewards = units<>;
    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const noexcept {
        visit.refuse_if(true, reason::cap_reached);
    }
};

/// So many badges, whatever is bought; below zero, too.
struct badges_for_nothing {
    using rewards = units<unit::badges>;
    amount<unit::badges> badges{};
    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const noexcept {
        visit.grant(badges);
    }
};

struct award_counter {
    int awards = 0;
    template <class Unit>
    void on(const award<Unit>&) noexcept {
        ++awards;
    }
};

} // namespace

TEST_CASE("policies after the one that refuses are not asked") {
    constexpr programme refused_first{terms<>{}, refusing{}, badges_for_nothing{1_badges}};
    constexpr programme refused_last{terms<>{}, badges_for_nothing{1_badges}, refusing{}};
    award_counter counter;
    member<std::remove_const_t<decltype(refused_first)>> anna;
    CHECK(apply(refused_first, anna, sale{.id = 1, .net = 1_usd}, no_profile{}, counter).refused ==
          reason::cap_reached);
    CHECK(counter.awards == 0);
    CHECK(anna == decltype(anna){});
    member<std::remove_const_t<decltype(refused_last)>> bert;
    CHECK(apply(refused_last, bert, sale{.id = 1, .net = 1_usd}, no_profile{}, counter).refused == reason::cap_reached);
    CHECK(counter.awards == 0); // no effect of a refused event
    CHECK(bert == decltype(bert){});
}

TEST_CASE("what no outcome holds is refused, also where the balance would hold it") {
    constexpr programme down{terms<>{}, badges_for_nothing{-30'000_badges}};
    constexpr programme up{terms<>{}, badges_for_nothing{40'000_badges}};
    member<std::remove_const_t<decltype(down)>> anna;
    CHECK(apply(down, anna, sale{.id = 1, .net = 1_usd}).granted<unit::badges>() == -30'000_badges);
    CHECK(anna.balance<unit::badges>() == -30'000_badges);
    const auto before = anna;
    CHECK(apply(up, anna, sale{.id = 2, .net = 1_usd}).refused == reason::amount_overflow);
    CHECK(anna == before);
}

TEST_CASE("one event gives at most 32,767 stamps, of which a member may hold more") {
    constexpr programme most{points{per_visit{32'767_stamps}}};
    constexpr programme too_many{points{per_visit{32'768_stamps}}};
    member<std::remove_const_t<decltype(most)>> anna;
    CHECK(apply(most, anna, sale{.id = 1, .net = 1_usd}).granted<unit::stamps>() == 32'767_stamps);
    CHECK(apply(most, anna, sale{.id = 2, .net = 1_usd}).granted<unit::stamps>() == 32'767_stamps);
    CHECK(anna.balance<unit::stamps>() == 65'534_stamps);
    const auto before = anna;
    CHECK(apply(too_many, anna, sale{.id = 3, .net = 1_usd}).refused == reason::amount_overflow);
    CHECK(anna == before);
}

TEST_CASE("two grants of one event that fit only by themselves are refused") {
    constexpr programme twice{points{per_visit{20'000_stamps}}, points{per_visit{20'000_stamps}}};
    member<std::remove_const_t<decltype(twice)>> anna;
    CHECK(apply(twice, anna, sale{.id = 1, .net = 1_usd}).refused == reason::amount_overflow);
    CHECK(anna == decltype(anna){});
}

TEST_CASE("an outcome counts how often the tier changed") {
    constexpr programme rules{tiered{350_usd, 1000_usd}};
    member<std::remove_const_t<decltype(rules)>> anna;
    const auto changes = [&](std::uint64_t id, instant time, money<currency::usd> net) {
        return apply(rules, anna, sale{.id = id, .time = time, .net = net}).tier_changes();
    };
    CHECK(changes(1, "2024-03-01T12:00"_utc, 349.99_usd) == 0);
    CHECK(changes(2, "2024-03-01T12:00"_utc, 650.01_usd) == 1); // to the second tier at once
    CHECK(changes(3, "2024-03-02T12:00"_utc, 5_usd) == 0);
    CHECK(changes(4, "2025-03-01T12:00"_utc, 400_usd) == 2); // none with the new year, then the first
}

TEST_CASE("the largest sum is above every tier, and changes none") {
    constexpr programme rules{tiered{350_usd, 1000_usd}};
    member<std::remove_const_t<decltype(rules)>> anna;
    CHECK(apply(rules, anna, sale{.id = 1, .net = 1000_usd}).tier_after == 2);
    const auto rest = amount<currency::usd>::from_minor_units(9'223'372'036'854'675'807);
    const auto gave = apply(rules, anna, sale{.id = 2, .net = rest});
    CHECK(gave.accepted());
    CHECK(gave.tier_after == 2);
    CHECK(gave.tier_changes() == 0);
}

TEST_CASE("events of a member come in the order of time, then id") {
    member<std::remove_const_t<decltype(by_id)>> anna;
    const auto at = [&](std::int64_t time, std::uint64_t id) {
        return apply(by_id, anna, sale{.id = id, .time = instant{time}, .net = 1_usd}).refused;
    };
    CHECK(at(100, 7) == reason::none);
    CHECK(at(100, 7) == reason::duplicate_event);
    CHECK(at(100, 6) == reason::lower_id);
    CHECK(at(99, 8) == reason::late_event);
    CHECK(at(100, 8) == reason::none);
    CHECK(at(101, 1) == reason::none);
    CHECK(anna.balance<unit::points>() == 3_points);
    CHECK(anna.last_event() == instant{101});
}

TEST_CASE("without ids events at one instant keep the order in which they come") {
    member<std::remove_const_t<decltype(by_time)>> anna;
    const auto at = [&](std::int64_t time) {
        return apply(by_time, anna, sale{.time = instant{time}, .net = 1_usd}).refused;
    };
    CHECK(at(100) == reason::none);
    CHECK(at(100) == reason::none);
    CHECK(at(99) == reason::late_event);
    CHECK(anna.balance<unit::points>() == 2_points);
}

TEST_CASE("a basket that cannot be a purchase has a reason") {
    const std::vector<usd_line> good{{.net = 2_usd}, {.net = 3_usd}};
    CHECK(refused(good) == reason::none);
    CHECK(refused({}) == reason::empty_basket);
    const std::vector<usd_line> nothing{{.net = 2_usd}, {.quantity = 0, .net = 3_usd}};
    CHECK(refused(nothing) == reason::zero_quantity);
    const std::vector<usd_line> back{{.quantity = -1, .net = 3_usd}};
    CHECK(refused(back) == reason::negative_quantity);
    const std::vector<usd_line> paid_out{{.net = -0.01_usd}};
    CHECK(refused(paid_out) == reason::negative_amount);
    const std::vector<usd_line> too_much{{.net = money<currency::usd>::largest()}, {.net = 0.01_usd}};
    CHECK(refused(too_much) == reason::amount_overflow);
    CHECK(refused(std::vector<usd_line>(10'000)) == reason::none);
    CHECK(refused(std::vector<usd_line>(10'001)) == reason::too_many_lines);
}

TEST_CASE("the event's currency must be the programme's") {
    member<std::remove_const_t<decltype(by_id)>> anna;
    CHECK(apply(by_id, anna, foreign_sale{.currency_code = 978}).refused == reason::unknown_currency);
    CHECK(apply(by_id, anna, foreign_sale{}).granted<unit::points>() == 5_points);
}

TEST_CASE("the largest amount earns, exactly") {
    member<std::remove_const_t<decltype(by_id)>> anna;
    const auto gave = apply(by_id, anna, sale{.id = 1, .net = money<currency::usd>::largest()});
    CHECK(gave.granted<unit::points>().minor_units() == 92'233'720'368'547'758);
}

TEST_CASE("a programme of tiers alone grants nothing and tells the tier") {
    constexpr programme rules{tiered{350_usd}};
    member<std::remove_const_t<decltype(rules)>> anna;
    CHECK(apply(rules, anna, sale{.id = 1, .net = 349.99_usd}).tier_after == 0);
    const auto gave = apply(rules, anna, sale{.id = 2, .net = 0.01_usd});
    CHECK(gave.tier_before == 0);
    CHECK(gave.tier_after == 1);
    const auto refusal = apply(rules, anna, sale{.id = 2, .net = 1_usd});
    CHECK(refusal.refused == reason::duplicate_event);
    CHECK(refusal.tier_told == 1);
    CHECK(refusal.refusing_rule() == rule_of_engine);
    CHECK(refusal.tier_after == 1);
}

TEST_CASE("preview is apply with the member left alone") {
    member<std::remove_const_t<decltype(by_id)>> anna;
    const auto before = anna;
    const auto shown = preview(by_id, anna, sale{.id = 1, .net = 23.99_usd});
    CHECK(anna == before);
    CHECK(shown.granted<unit::points>() == 23_points);
    CHECK(apply(by_id, anna, sale{.id = 1, .net = 23.99_usd}) == shown);
}
