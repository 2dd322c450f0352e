// SPDX-License-Identifier: BSL-1.0
//
// Each kind of event as it must not come, whatever it says: earlier than the last one, with a lower id, twice, of a member
// that there is not, and in a journal whose reader does not name it. The faults of its content are in
// bad_input_table.test.cpp.
#include <loyalty/events/event_kind.hpp>

#include "../../support/bad_input.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using namespace bad_input;

namespace {

constexpr std::array<basket_line<currency::usd>, 2> two_lines{{{.net = 2_usd}, {.net = 3_usd}}};

/// A purchase type of a host's own.
struct till_sale {
    static constexpr std::uint16_t journal_kind = 1024;
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    money<currency::usd> net{};

    [[nodiscard, maybe_unused]] friend constexpr bool operator==(const till_sale&, const till_sale&) = default;
};

/// 60 points, of which a rule lets some pay a bill; the last event has the id 5 and comes now.
constexpr programme paying{a_point_a_dollar, redemption_rule{redemption_rate{1_points, 0.01_usd}},
                           lots<unit::points>{}};

member_of<decltype(paying)> payer() {
    member_of<decltype(paying)> anna;
    apply(paying, anna, sale{.id = 5, .time = now, .net = 60_usd});
    return anna;
}

constexpr programme priced{prices::discounts{}, a_point_a_dollar};
constexpr programme merging{a_point_a_dollar, social::mergeable{}};

// Constants of their own: clang 14 does not link a consteval literal that stands in a template.
constexpr auto five = 5_points;
constexpr auto ten = 10_points;
constexpr auto thirty = 30_points;
constexpr auto five_cents = 0.05_usd;
constexpr auto five_dollars = 5_usd;
constexpr auto twenty_dollars = 20_usd;
constexpr auto sixty_dollars = 60_usd;

/// A member of a programme that keeps tiers set by hand and paid memberships; the last event has the id 5 and comes now.
constexpr programme keeping{tiered{100_usd}, tier_floor{}, paid_membership{}, a_point_a_dollar};

member_of<decltype(keeping)> kept() {
    member_of<decltype(keeping)> anna;
    apply(keeping, anna, sale{.id = 5, .time = now, .net = 60_usd});
    return anna;
}

/// Calls `each(programme, member, event)` for an event of every kind. The event is good: it has the id 6, comes now, and is of
/// the member 0, whose last event has the id 5 and comes now too. Only an opening is for a member without any.
template <class Function>
void with_every_event(const Function& each) {
    each(stars, regular(), sale{.id = 6, .time = now, .net = five_dollars});
    each(stars, regular(), basket<currency::usd>{.id = 6, .time = now, .lines = two_lines});
    each(stars, regular(), till_sale{.id = 6, .time = now, .net = five_dollars});
    each(stars, regular(), activity{.id = 6, .time = now, .kind = 1});
    each(stars, regular(), delivery{.id = 6, .time = now, .order = 1, .number = 1});
    each(keeping, kept(), tier_grant{.id = 6, .time = now, .tier = 1});
    each(keeping, kept(), membership_change{.id = 6, .time = now, .membership = {now, july}});
    each(stars, regular(), time_passed{.id = 6, .time = now});
    each(stars, regular(), redeem{.id = 6, .time = now, .amount = five});
    each(stars, regular(), social::pool_share<unit::points>{.id = 6, .time = now, .amount = five});
    each(stars, regular(), hold_points{.id = 6, .time = now, .hold = 2, .amount = five, .until = in_two_days});
    each(stars, regular(), commitment<unit::points>{.id = 6, .time = now, .hold = 1});
    each(stars, regular(), release<unit::points>{.id = 6, .time = now, .hold = 1});
    each(stars, regular(), clawback<unit::points>{.id = 6, .time = now, .amount = five});
    each(stars, regular(), adjustment<unit::points>{.id = 6, .time = now, .amount = -five});
    each(hotel, guest(), stay{.id = 6, .time = now, .amount = five, .earned_on = today});
    each(stars, regular(), transfer<unit::points>{.id = 6, .time = now, .to = 1, .amount = five});
    each(merging, member_of<decltype(merging)>{}, social::member_merge{.id = 6, .time = now, .into = 1});
    social::opening<unit::points> brought{.id = 6, .time = now};
    brought.add(five);
    each(stars, member<stars_type>{}, brought);

    each(chest, keeper(), thing_issue{.id = 6, .time = now, .thing = {.code = 99}});
    each(chest, keeper(), thing_use{.id = 6, .time = now, .code = 5, .order = 81});
    each(chest, keeper(), thing_hold{.id = 6, .time = now, .code = 5, .order = 92, .until = july});
    each(chest, keeper(), thing_commitment{.id = 6, .time = now, .order = 90});
    each(chest, keeper(), thing_release{.id = 6, .time = now, .order = 90});
    each(chest, keeper(), thing_cancellation{.id = 6, .time = now, .code = 6});
    each(chest, keeper(), thing_restoration{.id = 6, .time = now, .order = 80});
    each(chest, keeper(), thing_top_up{.id = 6, .time = now, .code = 6, .stored = five_cents});

    member_of<decltype(priced)> buyer;
    apply(priced, buyer, time_passed{.id = 5, .time = now});
    prices::checkout<currency::usd> order{};
    order.id = 6;
    order.time = now;
    order.lines = two_lines;
    each(priced, buyer, order);
    prices::paid_with<sale, unit::points> paid_in_part{};
    static_cast<sale&>(paid_in_part) = sale{.id = 6, .time = now, .net = five_dollars};
    paid_in_part.points_paid = five;
    each(paying, payer(), paid_in_part);

    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = december, .net = sixty_dollars});
    auto paid = apply_with_receipt(stars, anna, redeem{.id = 5, .time = now, .amount = thirty});
    each(stars, anna, paid.receipt.given_back({.id = 6, .time = now}, ten));
    member<stars_type> ben;
    const sale bought{.id = 1, .time = december, .net = sixty_dollars};
    auto sold = apply_with_receipt(stars, ben, bought);
    apply(stars, ben, time_passed{.id = 5, .time = now});
    sale kept = bought;
    kept.net = twenty_dollars;
    each(stars, ben, sold.receipt.returned({.id = 6, .time = now}, kept));
}

template <class Event>
constexpr bool is_of_two_members = kind_of<Event> == event_kind::transfer || kind_of<Event> == event_kind::member_merge;

/// The enumerators of `event_kind` by their numbers, as its header has them.
std::set<std::uint16_t> kinds_of_the_header() {
    std::set<std::uint16_t> numbers;
    std::ifstream header{std::string{LOYALTY_SOURCE_DIR} + "/include/loyalty/events/event_kind.hpp"};
    bool inside = false;
    for (std::string line; std::getline(header, line);) {
        inside = line.find("enum class event_kind") != std::string::npos || (inside && line.find('}') != 0);
        if (const std::size_t sign = line.find(" = "); inside && sign != std::string::npos) {
            numbers.insert(static_cast<std::uint16_t>(std::stoul(line.substr(sign + 3))));
        }
    }
    return numbers;
}

} // namespace

TEST_CASE("there is an event of every kind") {
    std::set<std::uint16_t> seen;
    with_every_event([&]<class Event>(const auto&, const auto&, const Event&) {
        seen.insert(static_cast<std::uint16_t>(kind_of<Event>));
    });
    CHECK(seen.size() == 30);
    CHECK(seen == kinds_of_the_header());
}

TEST_CASE("events of every kind keep the order: too early, twice, with a lower id") {
    with_every_event([]<class Programme, class Event>(const Programme& programme, member<Programme> own, Event event) {
        // Those of two members are below and in member_merge.test.cpp, an opening in opening.test.cpp.
        if constexpr (!is_of_two_members<Event> && !is_opening<Event>) {
            CAPTURE(static_cast<int>(kind_of<Event>));
            event.time = yesterday;
            is_refused(programme, own, event, {reason::late_event});
            event.time = now;
            event.id = 5;
            is_refused(programme, own, event, {reason::duplicate_event});
            event.id = 4;
            is_refused(programme, own, event, {reason::lower_id});
            event.id = 6;
            refusal_log log;
            CHECK(apply(programme, own, event, no_profile{}, log).accepted());
            CHECK(log.count == 0);
        }
    });
}

TEST_CASE("events of every kind of a member that there is not") {
    with_every_event(
        []<class Programme, class Event>(const Programme& programme, const member<Programme>& own, Event event) {
            struct outcome_log : refusal_log {
                using refusal_log::on;
                reason why = reason::none;
                void on(const Event&, const outcome_of<Programme>& gave) noexcept { why = gave.refused; }
            };
            CAPTURE(static_cast<int>(kind_of<Event>));
            event.member = 1;
            std::array<member<Programme>, 1> members{own};
            outcome_log log;
            apply_all(programme, std::span{members}, std::span<const Event>{&event, 1}, log);
            CHECK(log.why == reason::unknown_member);
            check_refusal(log, {reason::unknown_member});
            CHECK(members[0] == own);
        });
}

TEST_CASE("events of every kind in a journal whose reader does not name them") {
    with_every_event(
        []<class Programme, class Event>(const Programme& programme, const member<Programme>& own, const Event& event) {
            using named = std::conditional_t<std::is_same_v<Event, activity>, sale, activity>;
            CAPTURE(static_cast<int>(kind_of<Event>));
            std::array<std::byte, 2048> room{};
            journal_writer out{room, fingerprint(programme)};
            CHECK(out.append(event));
            std::array<member<Programme>, 1> members{own};
            journal_reader in{out.bytes(), fingerprint(programme)};
            replay<named>(programme, std::span{members}, in);
            CHECK(in.error().fault == journal_fault::unknown_kind);
            CHECK(message(in.error().fault) ==
                  "a record holds a kind of event that was not named: name all types of events that were written");
            CHECK(members[0] == own);
        });
}

TEST_CASE("a transfer keeps the order of both members") {
    const auto sent_at = [](instant time, std::uint64_t id, member<stars_type> anna, member<stars_type> ben) {
        const member<stars_type> anna_before = anna;
        const member<stars_type> ben_before = ben;
        const transfer<unit::points> gift{.id = id, .member = 0, .time = time, .to = 1, .amount = 5_points};
        const reason why = apply(stars, anna, ben, gift).refused;
        CHECK((why == reason::none || (anna == anna_before && ben == ben_before)));
        return why;
    };
    const member<stars_type> fresh{};
    CHECK(sent_at(yesterday, 6, regular(), fresh) == reason::late_event);
    CHECK(sent_at(now, 5, regular(), fresh) == reason::duplicate_event);
    CHECK(sent_at(now, 4, regular(), fresh) == reason::lower_id);
    CHECK(sent_at(now, 6, regular(), fresh) == reason::none);
    member<stars_type> later{};
    apply(stars, later, time_passed{.id = 7, .time = now});
    CHECK(sent_at(now, 6, regular(), later) == reason::lower_id);
    CHECK(sent_at(now, 8, regular(), later) == reason::none);
}

TEST_CASE("a paid membership is set in the order of time alone") {
    constexpr programme prime{
        paid_membership{},
        cashback{currency::usd{}, rounding::half_up, cashback_rate{5_pct}.on(criteria::membership_active())},
        points{per_visit{1_points}}};
    member_of<decltype(prime)> anna;
    apply(prime, anna, membership_change{.id = 5, .time = now, .membership = {now, july}});
    is_refused(prime, anna, membership_change{.id = 6, .time = yesterday, .membership = {now, now}},
               {reason::late_event});
    is_refused(prime, anna, membership_change{.id = 5, .time = now, .membership = {now, now}},
               {reason::duplicate_event});
    is_refused(prime, anna, membership_change{.id = 4, .time = now, .membership = {now, now}}, {reason::lower_id});
    CHECK(apply(prime, anna, membership_change{.id = 6, .time = now, .membership = {now, now}}).accepted());
}
