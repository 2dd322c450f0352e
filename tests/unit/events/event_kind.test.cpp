// SPDX-License-Identifier: BSL-1.0
//
// The numbers of the table of event kinds, and what an event says if its members are not named.
#include <loyalty/events/event_kind.hpp>

#include <loyalty/events/activity.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/correction.hpp>
#include <loyalty/events/delivery.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/member_merge.hpp>
#include <loyalty/events/membership_change.hpp>
#include <loyalty/events/opening.hpp>
#include <loyalty/events/pool_share.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/events/return_of.hpp>
#include <loyalty/events/thing_hold.hpp>
#include <loyalty/events/thing_issue.hpp>
#include <loyalty/events/thing_use.hpp>
#include <loyalty/events/tier_grant.hpp>
#include <loyalty/events/time_passed.hpp>
#include <loyalty/events/transfer.hpp>
#include <loyalty/money/currency.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::things;

struct shop;
using points = unit::points;
using usd = currency::usd;
using sale = purchase<usd>;
using checkout = prices::checkout<usd>;

/// A host's own purchase, and one that its host calls an activity.
struct host_sale {};
struct gym_visit {
    static constexpr auto kind_of_event = event_kind::activity;
};

/// The kinds from first to last, without gaps, are the numbers from `number` on.
template <class... Events>
constexpr bool are_from(int number) {
    return ((static_cast<int>(kind_of<Events>) == number++) && ...);
}

// Journals hold these numbers.
static_assert(are_from<sale, basket<usd>, activity, delivery, membership_change, tier_grant, time_passed, checkout>(1));
static_assert(are_from<redemption<points>, give_back<shop, points>, reservation<points>, commitment<points>,
                       release<points>, social::pool_share<points>, clawback<points>, adjustment<points>>(16));
static_assert(are_from<confirmation<points>, transfer<points>, social::member_merge, social::opening<points>>(25));
static_assert(are_from<thing_issue, thing_use, thing_hold, thing_commitment, thing_release, thing_cancellation,
                       thing_restoration, thing_top_up>(32));
static_assert(are_from<return_of<shop, sale>>(256));
static_assert(are_from<host_sale>(1024));

// Three kinds are purchases. What a host calls an activity is none.
static_assert(is_purchase<sale> && is_purchase<basket<usd>> && is_purchase<host_sale>);
static_assert(!is_purchase<gym_visit> && !is_purchase<checkout> && !is_purchase<redemption<points>>);
static_assert(is_activity<gym_visit> && is_activity<activity> && !is_activity<sale>);
static_assert(is_delivery<delivery> && !is_delivery<sale>);
static_assert(is_return<return_of<shop, sale>> && !is_return<sale>);
static_assert(is_merge<social::member_merge> && !is_merge<transfer<points>>);
static_assert(is_opening<social::opening<points>> && !is_opening<adjustment<points>>);
static_assert(is_of_things<thing_issue> && is_of_things<thing_hold> && is_of_things<thing_top_up>);
static_assert(!is_of_things<social::opening<points>> && !is_of_things<return_of<shop, sale>>);
static_assert(can_earn<sale> && can_earn<activity> && can_earn<delivery>);
static_assert(!can_earn<time_passed> && !can_earn<redemption<points>>);

// An event of 64 bytes is a copy while it is evaluated, and one of 72 is not.
struct bytes_64 {
    std::uint64_t numbers[8];
};
struct bytes_72 {
    std::uint64_t numbers[9];
};
static_assert(std::is_same_v<detail::seen_as<bytes_64>, const bytes_64>);
static_assert(std::is_same_v<detail::seen_as<bytes_72>, const bytes_72&>);

template <class Event>
bool names_nothing(const Event& event) {
    return event.id == 0 && event.member == 0 && event.time == instant{};
}

template <class... Events>
bool all_name_nothing() {
    return (names_nothing(Events{}) && ...);
}

} // namespace

TEST_SUITE("events/event_kind") {
    TEST_CASE("an event of which nothing is named has id 0, of member 0") {
        CHECK(all_name_nothing<sale, basket<usd>, activity, delivery, membership_change, tier_grant, time_passed,
                               checkout>());
        CHECK(all_name_nothing<redemption<points>, give_back<shop, points>, reservation<points>, commitment<points>,
                               release<points>, social::pool_share<points>, clawback<points>, adjustment<points>>());
        CHECK(
            all_name_nothing<confirmation<points>, transfer<points>, social::member_merge, social::opening<points>>());
        CHECK(all_name_nothing<thing_issue, thing_use, thing_hold, thing_commitment, thing_release, thing_cancellation,
                               thing_restoration, thing_top_up, return_of<shop, sale>>());
    }

    TEST_CASE("what is not named of a purchase, a line and an activity") {
        CHECK(sale{} == sale{.id = 0, .member = 0, .time = {}, .net = {}, .category = 0, .store = 0, .channel = 0});
        CHECK(basket_line<usd>{} == basket_line<usd>{.id = 0,
                                                     .sku = 0,
                                                     .category = 0,
                                                     .brand = 0,
                                                     .quantity = 1,
                                                     .net = {},
                                                     .tax = {},
                                                     .discount = {},
                                                     .component = component::goods});
        CHECK(activity{} == activity{.id = 0, .member = 0, .time = {}, .kind = 0, .score = 1, .reference = 0});
        CHECK(delivery{} == delivery{.id = 0, .member = 0, .time = {}, .order = 0, .number = 0});
        CHECK(basket<usd>{}.store == 0);
        CHECK(basket<usd>{}.channel == 0);
        CHECK(checkout{}.store == 0);
        CHECK(checkout{}.channel == 0);
        CHECK(return_of<shop, sale>{}.sale == 0);
    }

    TEST_CASE("what is not named of an event that spends, holds or moves points") {
        CHECK(redemption<points>{}.earned_on == date::maximum());
        CHECK(give_back<shop, points>{}.redemption == 0);
        CHECK(give_back<shop, points>{}.amount == ledgers::everything<points>);
        CHECK(reservation<points>{} == reservation<points>{.hold = 0, .amount = {}, .until = date::maximum()});
        CHECK(reservation<points>{}.hold == 0);
        CHECK(commitment<points>{}.hold == 0);
        CHECK(commitment<points>{}.amount == ledgers::everything<points>);
        CHECK(release<points>{}.hold == 0);
        CHECK(clawback<points>{}.earned_on == date::maximum());
        CHECK(transfer<points>{}.to == 0);
        CHECK(transfer<points>{}.dates == ledgers::transfer_dates::kept);
        CHECK(social::member_merge{}.into == 0);
        CHECK(social::opening<points>{}.tier == 0);
        CHECK(tier_grant{}.tier == 0);
    }

    TEST_CASE("what is not named of an event about things") {
        CHECK(thing_issue{}.thing == entitlement{.code = 0, .campaign = 0, .uses = 1});
        CHECK(presented{} == presented{.code = 0, .is_carried = false});
        CHECK(use{} == use{.code = 0, .taken = {}, .campaign = 0});
        CHECK(thing_use{} == thing_use{.code = 0, .stored = {}, .order = 0});
        CHECK(thing_hold{} == thing_hold{.code = 0, .order = 0, .stored = {}});
        CHECK(thing_hold{}.until == instant::maximum());
        CHECK(thing_commitment{} == thing_commitment{.order = 0, .code = 0});
        CHECK(thing_release{} == thing_release{.order = 0, .code = 0});
        CHECK(thing_restoration{} == thing_restoration{.order = 0, .code = 0, .stored = {}});
        CHECK(thing_top_up{}.code == 0);
        CHECK(thing_cancellation{}.code == 0);
    }
}
