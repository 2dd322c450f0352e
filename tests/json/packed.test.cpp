// SPDX-License-Identifier: BSL-1.0
//
// What rules remember, packed: of policies of C++, since the room does not know where its rules come from.
#include <loyalty/engine/rule_list.hpp>
#include <loyalty/json/packed.hpp>
#include <loyalty/json/quick_rounding.hpp>
#include <loyalty/json/rolling.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/snapshot.hpp>
#include <loyalty/stream/worker.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;

using card = decltype(stamp_card{3}.awards(1_stamps));
using bonus = decltype(spend_threshold{100_points, every(250_usd)});
using plain = decltype(points{per_amount{1_points, 1_usd}, round_off{}});
using weekly = decltype(streak<criteria::calendar_window{period_unit::week}>{2}.awards(1_badges));

/// 1 byte, 8, none, and 4.
template <std::size_t Bytes>
using list = detail::list_of_rules<json::packed<4, Bytes>, detail::kinds_of_list<card, bonus, plain, weekly>>;

[[nodiscard]] card card_of(std::int32_t fields) {
    return stamp_card{fields}.awards(1_stamps);
}
[[nodiscard]] bonus bonus_of(std::int64_t cents) {
    return spend_threshold{100_points, every(money<currency::usd>::from_minor_units(cents))};
}

[[nodiscard]] weekly week_of(std::int32_t weeks) {
    return streak<criteria::calendar_window{period_unit::week}>{weeks}.awards(1_badges);
}

template <std::size_t Bytes, class... Rules>
[[nodiscard]] auto shop_of(const Rules&... rules) {
    list<Bytes> made;
    REQUIRE((made.push_back(rules) && ...));
    return programme{terms<utc, choices::identity::by_time>{}, made};
}
using shop_type = decltype(shop_of<24>(card_of(3)));

template <class Type>
[[nodiscard]] std::vector<int> bytes_of(const Type& value) {
    std::array<std::byte, 256> room{};
    streams::writer out{room};
    streams::encode(out, value);
    std::vector<int> result;
    for (const std::byte each : out.written()) {
        result.push_back(static_cast<int>(each));
    }
    return result;
}
template <class Type>
[[nodiscard]] bool reads(const std::vector<int>& from, Type& value) {
    std::vector<std::byte> raw;
    for (const int each : from) {
        raw.push_back(static_cast<std::byte>(each));
    }
    streams::reader in{raw};
    return streams::decode(in, value) && in.at_end();
}

template <class Member>
[[nodiscard]] std::int64_t stamps_after(const shop_type& shop, Member& anna, int visits) {
    std::int64_t stamps = 0;
    for (int i = 0; i < visits; ++i) {
        stamps += apply(shop, anna, sale{.net = 1_usd}).template granted<unit::stamps>().minor_units();
    }
    return stamps;
}

TEST_CASE("a member has the bytes of the room, and one for each rule") {
    static_assert(sizeof(list<24>::state) == 32); // 24 and 4
    static_assert(sizeof(list<32>::state) == 40);
    static_assert(std::is_trivially_copyable_v<list<24>::state>);
    CHECK(list<24>::capacity == 4);
}

TEST_CASE("a rule is added as long as there is room for its memory") {
    list<16> rules;
    CHECK(rules.push_back(card_of(3)));
    CHECK(rules.push_back(bonus_of(1000)));    // from byte 8 on
    CHECK_FALSE(rules.push_back(bonus_of(1))); // would end at 24
    CHECK_FALSE(rules.push_back(card_of(2)));
    CHECK(rules.push_back(points{per_amount{1_points, 1_usd}, round_off{}})); // remembers nothing
    CHECK(rules.size() == 3);
}

TEST_CASE("packed rules do what the rules of a rule_list do") {
    rule_list<4, card, bonus, plain, weekly> slots;
    REQUIRE((slots.push_back(card_of(3)) && slots.push_back(week_of(2)) && slots.push_back(bonus_of(25'000)) &&
             slots.push_back(points{per_amount{1_points, 1_usd}, round_off{}})));
    const programme in_slots{terms<utc, choices::identity::by_time>{}, slots};
    const auto packed =
        shop_of<24>(card_of(3), week_of(2), bonus_of(25'000), plain{per_amount{1_points, 1_usd}, round_off{}});
    member<std::remove_const_t<decltype(in_slots)>> anna;
    member<shop_type> ben;
    std::int64_t points_of_ben = 0;
    for (std::int64_t day = 0; day < 60; ++day) {
        const sale each{.time = instant{day * 259'200},
                        .net = money<currency::usd>::from_minor_units(1'234 * (day % 7))};
        const auto left = apply(in_slots, anna, each);
        const auto right = apply(packed, ben, each);
        REQUIRE(left.accepted());
        REQUIRE(left.granted<unit::points>() == right.granted<unit::points>());
        REQUIRE(left.granted<unit::stamps>() == right.granted<unit::stamps>());
        REQUIRE(left.granted<unit::badges>() == right.granted<unit::badges>());
        points_of_ben += right.granted<unit::points>().minor_units();
    }
    // Eight rounds of 0, 12, 24, 37, 49, 61 and 74, and 0, 12, 24 and 37 more, are 2129; 2147.16 spent are 8 times 250.00.
    CHECK(points_of_ben == 2'129 + 800);
    CHECK(ben.balance<unit::stamps>() == 20_stamps);
}

TEST_CASE("if another rule comes before it, what a rule remembers moves and stays") {
    const auto before = shop_of<24>(bonus_of(1000), card_of(3));
    const auto after = shop_of<24>(card_of(9), card_of(3), bonus_of(1000));
    member<shop_type> anna;
    CHECK(stamps_after(before, anna, 2) == 0);
    CHECK(stamps_after(after, anna, 1) == 1); // the third field of the card at the second place
    CHECK(stamps_after(after, anna, 2) == 0);
    CHECK(stamps_after(before, anna, 1) == 1); // and back: two fields were stamped
}

TEST_CASE("members are equal if their rules remember the same") {
    const auto shop = shop_of<24>(card_of(3), bonus_of(1000));
    member<shop_type> anna;
    member<shop_type> ben;
    CHECK(anna == ben);
    CHECK(stamps_after(shop, anna, 1) == 0);
    CHECK_FALSE(anna == ben);
    CHECK(stamps_after(shop, ben, 1) == 0);
    CHECK(anna == ben);
}

TEST_CASE("what is written says what lies in the room, and what would not fit is refused") {
    const auto shop = shop_of<24>(card_of(3), bonus_of(1000));
    member<shop_type> anna;
    CHECK(stamps_after(shop, anna, 2) == 0);
    using state = list<24>::state;
    const std::vector<int> written = bytes_of(anna.policy<0>());
    CHECK(written ==
          std::vector<int>{1, 2, 2, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0}); // a card with 2 fields, 2.00 counted, no more
    state again{};
    CHECK(reads(written, again));
    CHECK(again == anna.policy<0>());
    CHECK_FALSE(reads({5, 0, 0, 0}, again)); // no such kind
    const std::vector<int> three{2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0};
    std::vector<int> four = three;
    four.insert(four.end(), three.begin(), three.begin() + 9);
    CHECK_FALSE(reads(four, again)); // 32 bytes in a room of 24
    std::vector<int> fits = three;
    fits.push_back(0);
    CHECK(reads(fits, again));
}

TEST_CASE("a rolling count that would be cut to its room is refused") {
    using months = decltype(spend_threshold{100_points, every(250_usd)}.within(json::rolling_periods{}));
    detail::list_of_rules<json::packed<1, 160>, detail::kinds_of_list<months>>::state own{};
    const auto counts = [&](int used_slots, std::size_t slots, std::size_t hundred_at) {
        std::vector<int> bytes{4, used_slots, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0}; // shape 4: room for 12
        bytes.resize(bytes.size() + slots * 8 + 19); // behind the slots is what a threshold remembers beside them
        bytes[17 + hundred_at * 8] = 100;
        return reads(bytes, own);
    };
    CHECK(counts(12, 12, 11));
    CHECK_FALSE(counts(20, 20, 15));  // the sum stays, and the slot does not
    CHECK_FALSE(counts(20, 20, 3));   // the window does not fit
    CHECK_FALSE(counts(0, 366, 100)); // 366 slots are used
}

TEST_CASE("sums of more periods than the window of a rule are refused, with the name of the field") {
    using months = decltype(spend_threshold{100_points, every(250_usd)}.within(json::rolling_periods{}));
    detail::list_of_rules<json::packed<1, 160>, detail::kinds_of_list<months>> rules;
    REQUIRE(rules.push_back(
        spend_threshold{100_points, every(250_usd)}.within(json::rolling_periods{10, period_unit::month})));
    const programme shop{terms<utc, choices::identity::by_time>{}, rules};
    member<decltype(shop)> anna;
    REQUIRE(apply(shop, anna, sale{.time = "2025-03-10T12:00"_utc, .net = 100_usd}).accepted());

    // 10 of the 12 slots for which there is room; a programme that has 12 would write two more.
    const std::vector<int> ten = bytes_of(anna);
    const std::array<int, 5> begins{4, 10, 0, 0, 0};
    const auto at = std::search(ten.begin(), ten.end(), begins.begin(), begins.end());
    REQUIRE(at != ten.end());
    const auto with = [&](int slots, std::ptrdiff_t more) {
        std::vector<std::byte> raw;
        for (const int each : ten) {
            raw.push_back(static_cast<std::byte>(each));
        }
        const auto used = raw.begin() + (at - ten.begin()) + 1;
        *used = static_cast<std::byte>(slots % 256);
        *(used + 1) = static_cast<std::byte>(slots / 256);
        raw.insert(used + 16 + 80, static_cast<std::size_t>(more) * 8, std::byte{0}); // behind 10 slots
        return raw;
    };
    const auto told = [&](const std::vector<std::byte>& raw) {
        member<decltype(shop)> again;
        streams::reader in{raw};
        const bool read = streams::decode_member(in, shop, again) && in.at_end();
        CHECK((again == anna) == read);
        return std::string(in.why());
    };
    CHECK(told(with(10, 0)).empty());
    CHECK(told(with(12, 2)) == "used_slots of a rolling count: more than the periods of its rule's window");
    CHECK(told(with(20, 10)) ==
          "what a rule remembers does not lie in its room: used_slots of a rolling count are more, "
          "or a word behind the last one is not new");
    CHECK(told(with(400, 0)) == "used_slots of a rolling count: there are not so many slots");

    // A snapshot of the programme has such members neither.
    std::array<std::byte, 1024> room{};
    const std::size_t size = streams::encode_snapshot(room, shop, std::span<const member<decltype(shop)>>{&anna, 1}, 7);
    REQUIRE(size <= room.size());
    member<decltype(shop)> restored;
    CHECK(streams::decode_snapshot(std::span{room}.first(size), shop, std::span{&restored, 1}).position == 7);
    CHECK(restored == anna);
}

TEST_CASE("a worker restores no member whose sums are of more periods than the window of a rule") {
    using months = decltype(spend_threshold{100_points, every(250_usd)}.within(json::rolling_periods{}));
    const auto shop_of_months = [](std::int32_t periods) {
        detail::list_of_rules<json::packed<1, 160>, detail::kinds_of_list<months>> rules;
        REQUIRE(rules.push_back(
            spend_threshold{100_points, every(250_usd)}.within(json::rolling_periods{periods, period_unit::month})));
        return programme{terms<utc>{}, rules};
    };
    const auto ten = shop_of_months(10);
    using rules_type = std::remove_const_t<decltype(ten)>;
    const auto snapshot_with = [&](const member<rules_type>& anna) {
        streams::worker_state<rules_type> state{};
        state.next = 7;
        state.members.at(5) = anna;
        std::vector<std::byte> bytes;
        REQUIRE(streams::write_worker_snapshot(state, streams::fingerprint(ten), [&](std::span<const std::byte> more) {
            bytes.insert(bytes.end(), more.begin(), more.end());
            return true;
        }));
        return bytes;
    };
    const sale bought{.id = 1, .member = 5, .time = "2025-03-10T12:00"_utc, .net = 100_usd};
    member<rules_type> of_ten;
    member<rules_type> of_twelve;
    REQUIRE(apply(ten, of_ten, bought).accepted());
    REQUIRE(apply(shop_of_months(12), of_twelve, bought).accepted()); // both lie in the room for 12 sums

    streams::worker<rules_type, sale> own{ten};
    CHECK(own.restore(snapshot_with(of_ten)));
    CHECK(own.next() == 7);
    REQUIRE(own.state().members.find(5) != nullptr);
    CHECK(*own.state().members.find(5) == of_ten);
    streams::worker<rules_type, sale> other{ten};
    CHECK(other.restore(snapshot_with(of_twelve)).error.fault == streams::journal_fault::unreadable);
    CHECK(other.take_over(snapshot_with(of_twelve)).error.fault == streams::journal_fault::unreadable);
    CHECK(other.next() == 0);
    CHECK(other.state().members.size() == 0);
}

TEST_CASE("the shortest period at whose begin a rule of several is renewed") {
    using namespace detail::renewal;
    static_assert(of_both(never, at(period_unit::year)) == at(period_unit::year));
    static_assert(of_both(at(period_unit::year), at(period_unit::month)) == at(period_unit::month));
    static_assert(of_both(at(period_unit::quarter), at(period_unit::year)) == at(period_unit::quarter));
    static_assert(of_both(at(period_unit::week), at(period_unit::week)) == at(period_unit::week));
    static_assert(of_both(at(period_unit::week), at(period_unit::year)) ==
                  at(period_unit::day)); // neither begins the other
    static_assert(of_both(at(period_unit::day), at(period_unit::week)) == at(period_unit::day));
    static_assert(of_both(always, at(period_unit::day)) == always);
    static_assert(of_both(never, never) == never);
    CHECK(of_both(never, always) == always);
}

TEST_CASE("a rounding that is made ready rounds as its mode says") {
    const auto rounded = [](rounding mode, std::int64_t value, std::int64_t over) {
        json::quick_rounding ready{};
        REQUIRE(ready.prepare(mode, over));
        return ready(value);
    };
    CHECK(rounded(rounding::floor, 1299, 100) == 12);
    CHECK(rounded(rounding::up, 1201, 100) == 13);
    CHECK(rounded(rounding::ceiling, 1200, 100) == 12);
    CHECK(rounded(rounding::half_up, 1250, 100) == 13);
    CHECK(rounded(rounding::half_down, 1250, 100) == 12);
    CHECK(rounded(rounding::half_down, 1251, 100) == 13);
    CHECK(rounded(rounding::half_even, 1250, 100) == 12);
    CHECK(rounded(rounding::half_even, 1350, 100) == 14);
    CHECK(rounded(rounding::half_even, 1251, 100) == 13);
    CHECK(rounded(rounding::half_even, 7, 3) == 2); // 2.33: nothing is a tie over 3
    CHECK(rounded(rounding::half_even, 8, 3) == 3);
    json::quick_rounding none{};
    CHECK_FALSE(none.prepare(rounding::zero_five_up, 100)); // depends on the last digit of the quotient
    CHECK_FALSE(none.prepare(rounding::floor, 0));
}

TEST_CASE("a rule and its memory can be looked up by the index of the rule") {
    list<24> rules;
    REQUIRE((rules.push_back(bonus_of(1000)) && rules.push_back(card_of(3))));
    list<24>::state own{};
    std::size_t calls = 0;
    const auto set = [&](const auto& rule, auto& memory) {
        ++calls;
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(rule)>, card>) {
            CHECK(rule.fields == 3);
            memory.stamped = static_cast<std::uint8_t>(memory.stamped + 2);
        }
    };
    rules.with_rule(own, 1, set);
    rules.with_rule(own, 2, set); // there is none
    CHECK(calls == 1);
    std::size_t stamped = 0;
    rules.with_rule(own, 1, [&](const auto&, const auto& memory) {
        if constexpr (requires { memory.stamped; }) {
            stamped = memory.stamped;
        }
    });
    CHECK(stamped == 2);
}

} // namespace
