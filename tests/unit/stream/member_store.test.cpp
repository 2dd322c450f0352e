// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/member_store.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;

namespace {

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          gamified{stamp_card{2}.awards(1_stamps)}};
using store_type = member_store<decltype(rules)>;

} // namespace

TEST_CASE("a member's index is the order of first appearance") {
    store_type store;
    CHECK(store.enrol(17850) == 0);
    CHECK(store.enrol(13047) == 1);
    CHECK(store.enrol(17850) == 0);
    CHECK(store.enrol(0) == 2);
    CHECK(store.size() == 3);
    CHECK(store.find(13047) == 1u);
    CHECK(store.find(0) == 2u);
    CHECK(store.find(1) == std::nullopt);
    CHECK(store.size() == 3);
    CHECK(store.keys() == std::vector<std::uint64_t>{17850, 13047, 0});
}

TEST_CASE("transactions reach the members of a store by index, and enrolment leaves states as they are") {
    store_type store;
    std::array<sale, 3> sales{{{.id = 1, .net = 10_usd}, {.id = 2, .net = 3_usd}, {.id = 3, .net = 7_usd}}};
    const std::array<std::uint64_t, 3> cards{500, 600, 500};
    for (std::size_t i = 0; i < 3; ++i) {
        sales[i].member = store.enrol(cards[i]);
    }
    no_sink none;
    apply_all(rules, store.members(), std::span<const sale>{sales}, none);
    for (std::uint64_t card = 1'000; card < 3'000; ++card) {
        CHECK(store.enrol(card) == card - 998);
    }
    CHECK(store.size() == 2'002);
    CHECK(store.members().size() == 2'002);
    CHECK(store[0].balance<unit::points>() == 17_points);
    CHECK(store[0].balance<unit::stamps>() == 1_stamps);
    const store_type& read = store;
    CHECK(read[1].balance<unit::points>() == 3_points);
    CHECK(read.members()[2'001].balance<unit::points>() == 0_points);
    CHECK(read.keys()[1] == 600);
}

TEST_CASE("members lie on their own alignment, and within a reservation they stay in their place") {
    store_type store;
    store.reserve(1'000);
    CHECK(store.size() == 0);
    CHECK(store.members().empty());
    store.enrol(1);
    const auto* const first = store.members().data();
    CHECK(reinterpret_cast<std::uintptr_t>(first) % alignof(store_type::member_type) == 0);
    for (std::uint64_t key = 2; key <= 1'000; ++key) {
        store.enrol(key);
    }
    CHECK(store.members().data() == first);
}

TEST_CASE("keys are what the host has") {
    member_store<decltype(rules), std::string> store;
    CHECK(store.enrol("anna") == 0);
    CHECK(store.enrol("a name too long for the small buffer of a string") == 1);
    CHECK(store.enrol("anna") == 0);
    CHECK(store.find("a name too long for the small buffer of a string") == 1u);
    CHECK(store.keys() == std::vector<std::string>{"anna", "a name too long for the small buffer of a string"});
}
