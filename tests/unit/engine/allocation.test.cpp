// SPDX-License-Identifier: BSL-1.0
//
// The core asks for no memory: every `operator new` of this executable is counted.
#include "../../../examples/loyalty_run/w5.hpp"

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/member_store.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/threads.hpp>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <span>
#include <vector>

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc{};
}

} // namespace

void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
}
// These too: the sanitizers have their own, which do not go with `free`.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;

TEST_CASE("what counts allocations counts") {
    const std::size_t before = allocations;
    const std::vector<int> five(5);
    CHECK(allocations - before == 1);
    CHECK(five.size() == 5);
}

TEST_CASE("a batch, a preview and a list of rules allocate nothing") {
    const std::vector<w5::record> stream = w5::stream(5'000, 40);
    std::vector<w5::member_type> members(40);
    std::vector<w5::rules_type::outcome_type> room(1'000);
    using card = decltype(stamp_card{2}.awards(1_stamps));

    const std::size_t before = allocations;
    totals<w5::rules_type> sums;
    auto outcomes = effects::into(w5::rules, room);
    tee both{sums, outcomes};
    apply_all(w5::rules, std::span{members}, std::span<const w5::record>{stream}, both);
    const auto shown = preview(w5::rules, members[0], stream.back());

    rule_list<8, card> cards;
    const bool fits = cards.push_back(stamp_card{2}.awards(1_stamps));
    const programme shop{cards};
    member<std::remove_const_t<decltype(shop)>> anna;
    const auto gave = apply(shop, anna, purchase<currency::usd>{.id = 1, .net = 5_usd});
    const std::size_t asked = allocations - before;

    CHECK(asked == 0);
    CHECK(sums.accepted == 5'000);
    CHECK(outcomes.missed == 4'000);
    CHECK(shown.accepted());
    CHECK(fits);
    CHECK(gave.accepted());
}

TEST_CASE("workers allocate nothing once they have started, however long the stream") {
    const std::vector<w5::record> stream = w5::stream(20'000, 1'000);
    std::vector<w5::member_type> members(1'000);
    std::vector<w5::rules_type::outcome_type> outcomes(20'000);
    std::vector<w5::record> split[2];
    for (const w5::record& each : stream) {
        split[partition::of(each.member, 2)].push_back(each);
    }
    threads workers{2};

    const std::size_t before = allocations;
    const auto sums =
        apply_partitioned(lifted<w5::rules>, std::span<w5::member_type>{members}, std::span<const w5::record>{stream},
                          std::span<w5::rules_type::outcome_type>{outcomes}, 7, workers);
    std::array<split_part<w5::rules_type, w5::record>, 2> parts{};
    for (std::size_t i = 0; i < 2; ++i) {
        parts[i].members = members;
        parts[i].transactions = split[i];
    }
    const auto late = apply_split(lifted<w5::rules>, std::span{parts}, workers);
    const std::size_t asked = allocations - before;

    CHECK(asked == 0);
    CHECK(sums.accepted == 20'000);
    CHECK(late.refused > 18'000); // the stream again: all but a member's last events come too late
}

TEST_CASE("a store of members allocates when a member enrols, and for no event") {
    std::vector<w5::record> stream = w5::stream(5'000, 400);
    member_store<w5::rules_type> store;
    store.reserve(400);
    for (w5::record& each : stream) {
        each.member = store.enrol(each.member);
    }

    const std::size_t before = allocations;
    std::size_t known = 0;
    for (std::uint64_t key = 0; key < 400; ++key) {
        known += store.find(key) && store.enrol(key) == *store.find(key) ? 1u : 0u;
    }
    no_sink none;
    apply_all(w5::rules, store.members(), std::span<const w5::record>{stream}, none);
    const std::size_t asked = allocations - before;
    CHECK(asked == 0);
    CHECK(known == 400);

    store.enrol(1'000);
    CHECK(allocations - before > 0);
}
