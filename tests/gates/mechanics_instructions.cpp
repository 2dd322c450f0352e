// SPDX-License-Identifier: BSL-1.0
//
// One mechanic alone over the stream of W5, or over activities at the same times, by the library and by hand. A mechanic has three
// forms: `levels`, `levels_refusing` and `levels_trusting`; mechanics_by_hand.hpp says what the last two do.
#include "gate.hpp"
#include "mechanics_by_hand.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/policies/reactivation.hpp>
#include <loyalty/policies/referral.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace gate {

using namespace loyalty;
using namespace loyalty::criteria;
using framed = terms<utc, choices::identity::by_time>;
using mechanics_by_hand::contract;

constexpr date_window second_year{"2024-01-01"_date, "2025-01-01"_date};
constexpr points hundredth{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}};

constexpr programme mission_rules{framed{}, mission(200_points, 300_usd, second_year)};
constexpr programme levels_rules{framed{}, games::levels{500_usd, 2000_usd}.awards(10_points, 50_points)};
constexpr programme hunt_rules{framed{}, games::hunt{games::step{5_visits}.when(any_line(category_is(2u))),
                                                     games::step{3_visits}.when(any_line(category_is(4u)))}
                                             .awards(200_points)};
constexpr programme win_back_rules{framed{}, social::reactivation{200_points, 30}};
constexpr programme funded_rules{framed{},
                                 social::funded{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                                social::funder{1, 60}, social::funder{2, 40}}};
constexpr programme conversion_rules{framed{}, points{per_visit{1_stamps}}, conversion{10_stamps, 50_points}};
constexpr programme donation_rules{framed{}, social::donation{hundredth}};
constexpr programme referral_rules{
    framed{}, social::referral{200_points, 50_usd}.linked_by(7).telling(8).within_days(3650).waiting_days(14)};
constexpr programme activity_rules{
    framed{}, points{per_activity{20_points}.of(1u, 2u, 3u, 4u), cap_at{60_points, calendar_window{period_unit::day}}}};
constexpr programme streak_rules{framed{}, streak<calendar_window{period_unit::week}>{4}.awards(50_points)};
constexpr programme stamp_card_rules{framed{}, stamp_card{10}.awards(50_points)};

template <const auto& Rules>
using rules_of = std::remove_const_t<std::remove_reference_t<decltype(Rules)>>;

// What each takes of a member, the clock and the balances included: pinned.
template <const auto& Rules>
inline constexpr std::size_t bytes_of = sizeof(member<rules_of<Rules>>);

static_assert(bytes_of<mission_rules> == 32 && bytes_of<levels_rules> == 32 && bytes_of<hunt_rules> == 48);
static_assert(bytes_of<win_back_rules> == 24 && bytes_of<funded_rules> == 32 && bytes_of<conversion_rules> == 24);
static_assert(bytes_of<referral_rules> == 48);
static_assert(bytes_of<donation_rules> == 72 && bytes_of<activity_rules> == 32);
static_assert(bytes_of<streak_rules> == 24 && bytes_of<stamp_card_rules> == 24);

struct giver {
    std::uint32_t recipient = 0;
};

struct mechanics_work {
    std::vector<w5::record> records;
    std::vector<activity> activities;
    std::vector<purchase<currency::usd>> sales; ///< the same ones, with numbers
    std::vector<activity> links;
    std::vector<giver> givers;
    std::vector<std::uint32_t> chosen;
    std::size_t members = 0;

    template <class Event>
    [[nodiscard]] std::span<const Event> stream() const noexcept {
        if constexpr (std::is_same_v<Event, activity>) {
            return activities;
        } else {
            return records;
        }
    }
};

void make_mechanics_work(mechanics_work& work, std::size_t transactions, std::size_t members) {
    work.records = w5::stream(transactions, members);
    work.members = members;
    work.activities.reserve(transactions);
    for (const w5::record& each : work.records) {
        work.activities.push_back({.member = each.member, .time = instant{each.time}, .kind = each.category});
    }
    work.sales.reserve(transactions);
    for (const w5::record& each : work.records) {
        work.sales.push_back({.id = work.sales.size() + 1,
                              .member = each.member,
                              .time = instant{each.time},
                              .net = money<currency::usd>::from_minor_units(each.cents)});
    }
    const auto all = static_cast<std::uint32_t>(members);
    for (std::uint32_t i = 0; i < all; ++i) {
        work.links.push_back(
            {.member = i, .time = instant{work.records.front().time}, .kind = 7, .reference = (i + 1) % all});
    }
    for (std::size_t i = 0; i < members; ++i) {
        work.chosen.push_back(static_cast<std::uint32_t>(3 + i % 2));
        work.givers.push_back({work.chosen.back()});
    }
}

template <class Event, const auto& Rules, class Profiles>
[[nodiscard, gnu::noinline]] sums evaluate(std::span<const Event> stream, std::size_t members,
                                           const Profiles& profiles) {
    std::vector<member<rules_of<Rules>>> states(members);
    totals<rules_of<Rules>> sum{};
    apply_all(lifted<Rules>, std::span{states}, stream, sum, profiles);
    std::int64_t stamps = 0;
    if constexpr (rules_of<Rules>::template grants<unit::stamps>) {
        stamps = sum.template granted<unit::stamps>().minor_units();
    }
    return {sum.template granted<unit::points>().minor_units(), stamps, static_cast<std::int64_t>(sum.refused)};
}

template <const auto& Rules, class Event = w5::record>
sums library(mechanics_work& work) {
    return evaluate<Event, Rules>(work.stream<Event>(), work.members, streams::no_profiles{});
}
sums donations(mechanics_work& work) {
    return evaluate<w5::record, donation_rules>(work.stream<w5::record>(), work.members, std::span{work.givers});
}

/// Adds up outcomes and messages. It forgets the messages of refused events, so each event is evaluated once.
struct post_office : totals<rules_of<referral_rules>> {
    static constexpr bool forgets_refused = true;
    mechanics_by_hand::referral::posted post{};

    using totals<rules_of<referral_rules>>::on;
    void on(const effects::sent& one) noexcept {
        post = {post.messages + 1, post.due + one.what.time.seconds_since_epoch, post.ids + one.what.id,
                post.parties + one.what.member + one.from};
    }
    void on(const effects::withdrawn&) noexcept {}
};

[[nodiscard]] sums posted(std::int64_t points, std::int64_t refused, const mechanics_by_hand::referral::posted& post) {
    return {points,
            0,
            refused,
            post.messages,
            post.due,
            static_cast<std::int64_t>(post.ids >> 1u),
            static_cast<std::int64_t>(post.parties)};
}
[[gnu::noinline]] sums referrals(mechanics_work& work) {
    std::vector<member<rules_of<referral_rules>>> states(work.members);
    post_office sink{};
    apply_all(lifted<referral_rules>, std::span{states}, std::span<const activity>{work.links}, sink);
    apply_all(lifted<referral_rules>, std::span{states}, std::span<const purchase<currency::usd>>{work.sales}, sink);
    return posted(sink.granted<unit::points>().minor_units(), static_cast<std::int64_t>(sink.refused), sink.post);
}
template <contract Contract>
sums referrals_by_hand(mechanics_work& work) {
    mechanics_by_hand::referral::posted post{};
    const mechanics_by_hand::referral rule{work.links, &post};
    const std::span<const purchase<currency::usd>> sales = work.sales;
    const bench::totals sum = mechanics_by_hand::run<mechanics_by_hand::referral, Contract>(sales, work.members, rule);
    return posted(sum.points, sum.refused, post);
}

template <class Rule, contract Contract, class Event = w5::record>
sums by_hand(mechanics_work& work) {
    Rule rule{};
    if constexpr (std::is_same_v<Rule, mechanics_by_hand::donation>) {
        rule.chosen = work.chosen;
    }
    const bench::totals sum = mechanics_by_hand::run<Rule, Contract, Event>(work.stream<Event>(), work.members, rule);
    return {sum.points, sum.stamps, sum.refused};
}

constexpr form<mechanics_work> forms[]{
    {"generator", [](mechanics_work&) { return sums{}; }},
    {"mission", library<mission_rules>},
    {"mission_refusing", by_hand<mechanics_by_hand::mission, contract::refuses>},
    {"mission_trusting", by_hand<mechanics_by_hand::mission, contract::trusts>},
    {"levels", library<levels_rules>},
    {"levels_refusing", by_hand<mechanics_by_hand::levels, contract::refuses>},
    {"levels_trusting", by_hand<mechanics_by_hand::levels, contract::trusts>},
    {"hunt", library<hunt_rules>},
    {"hunt_refusing", by_hand<mechanics_by_hand::hunt, contract::refuses>},
    {"hunt_trusting", by_hand<mechanics_by_hand::hunt, contract::trusts>},
    {"win_back", library<win_back_rules>},
    {"win_back_refusing", by_hand<mechanics_by_hand::win_back, contract::refuses>},
    {"win_back_trusting", by_hand<mechanics_by_hand::win_back, contract::trusts>},
    {"funded", library<funded_rules>},
    {"funded_refusing", by_hand<mechanics_by_hand::funded, contract::refuses>},
    {"funded_trusting", by_hand<mechanics_by_hand::funded, contract::trusts>},
    {"conversion", library<conversion_rules>},
    {"conversion_refusing", by_hand<mechanics_by_hand::conversion, contract::refuses>},
    {"conversion_trusting", by_hand<mechanics_by_hand::conversion, contract::trusts>},
    {"donation", donations},
    {"donation_refusing", by_hand<mechanics_by_hand::donation, contract::refuses>},
    {"donation_trusting", by_hand<mechanics_by_hand::donation, contract::trusts>},
    {"referral", referrals},
    {"referral_refusing", referrals_by_hand<contract::refuses>},
    {"referral_trusting", referrals_by_hand<contract::trusts>},
    {"activity", library<activity_rules, activity>},
    {"activity_refusing", by_hand<mechanics_by_hand::capped_activity, contract::refuses, activity>},
    {"activity_trusting", by_hand<mechanics_by_hand::capped_activity, contract::trusts, activity>},
    {"streak", library<streak_rules>},
    {"streak_refusing", by_hand<mechanics_by_hand::streak, contract::refuses>},
    {"streak_trusting", by_hand<mechanics_by_hand::streak, contract::trusts>},
    {"stamp_card", library<stamp_card_rules>},
    {"stamp_card_refusing", by_hand<mechanics_by_hand::stamp_card, contract::refuses>},
    {"stamp_card_trusting", by_hand<mechanics_by_hand::stamp_card, contract::trusts>},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_mechanics_work, gate::forms);
}
