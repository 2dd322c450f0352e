// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The reference work W5: a stream that anyone can generate, a programme of all five policies, and the same rules written
/// by hand as the floor. See docs/benchmarks.md.

#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace w5 {

/// One transaction in 24 bytes.
struct record {
    std::int64_t time;
    std::int64_t cents;
    std::uint32_t member;
    std::uint32_t category;
};
static_assert(sizeof(record) == 24);

struct split_mix_64 {
    std::uint64_t state;

    constexpr std::uint64_t operator()() noexcept {
        state += 0x9E3779B97F4A7C15u;
        std::uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
};

[[nodiscard]] constexpr std::uint64_t high_product(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t half = 0xFFFFFFFFu;
    const std::uint64_t cross = (a >> 32) * (b & half) + (((a & half) * (b & half)) >> 32);
    const std::uint64_t middle = (a & half) * (b >> 32) + (cross & half);
    return (a >> 32) * (b >> 32) + (cross >> 32) + (middle >> 32);
}

/// Cents drawn from 64 random bits: close to a log-normal distribution, in integers alone.
[[nodiscard]] constexpr std::int64_t draw_cents(std::uint64_t r) noexcept {
    const auto sum = static_cast<std::int64_t>((r & 0xFFFF) + ((r >> 16) & 0xFFFF) + ((r >> 32) & 0xFFFF) + (r >> 48));
    const std::int64_t e = 735889 + (((sum - 131070) * 147340) >> 16);
    const std::int64_t whole = e >> 16;
    const std::int64_t f = e & 0xFFFF;
    const std::int64_t m = 65536 + ((f * (43025 + ((22511 * f) >> 16))) >> 16);
    return (m << whole) >> 16;
}

/// The first `length` transactions of a stream of `count` over `members`.
class generator {
public:
    constexpr generator(std::uint64_t count, std::uint64_t members, std::uint64_t seed = 42) noexcept
        : random_{seed}, count_{count}, members_{members} {}

    constexpr record operator()() noexcept {
        const std::uint64_t r0 = random_();
        const std::uint64_t r1 = random_();
        const std::uint64_t r2 = random_();
        constexpr std::uint64_t span = 1096u * 86'400u;
        record result{};
        result.member = static_cast<std::uint32_t>(high_product(r0, members_));
        result.category = static_cast<std::uint32_t>(r2 >> 60);
        result.cents = draw_cents(r1);
        result.time = 1'704'067'200 + static_cast<std::int64_t>((index_ * span + high_product(r2 << 4, span)) / count_);
        ++index_;
        return result;
    }

private:
    split_mix_64 random_;
    std::uint64_t count_;
    std::uint64_t members_;
    std::uint64_t index_ = 0;
};

[[nodiscard]] inline std::vector<record> stream(std::size_t count, std::size_t members) {
    generator next{count, members};
    std::vector<record> records(count);
    for (record& each : records) {
        each = next();
    }
    return records;
}

/// Records with these fields are read as they are: no conversion.
template <class Record>
struct facts_of {
    static constexpr loyalty::instant time(const Record& from) noexcept { return loyalty::instant{from.time}; }
    static constexpr std::uint32_t member(const Record& from) noexcept { return from.member; }
    static constexpr loyalty::money<loyalty::currency::usd> net(const Record& from) noexcept {
        return loyalty::money<loyalty::currency::usd>::from_minor_units(from.cents);
    }
};

} // namespace w5

template <>
struct loyalty::facts<w5::record> : w5::facts_of<w5::record> {};

namespace w5 {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::streams;

constexpr tiered yearly = tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1);
constexpr points by_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                           multiply_by_tier{1_x, 1.25_x, 1.5_x}, multiply_by{3_x}.when(category_is(4u)),
                           round_off{rounding::floor}};
constexpr spend_threshold bonus{100_points, every(250_usd)};
constexpr cashback money_back{
    currency::usd{}, rounding::half_even,
    cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
    cashback_rate{1.5_pct}};
constexpr gamified games{streak<calendar_window{period_unit::week}>{4}.awards(50_points, 1_badges),
                         stamp_card{10}.awards(1_stamps)};

/// The programme by the clock of a zone.
template <dates::zone Zone>
[[nodiscard]] constexpr auto rules_in(Zone place) noexcept {
    return programme{
        terms<Zone, identity::by_time>{.name = "W5", .calendar = {place}}, yearly, by_dollar, bonus, money_back, games};
}

constexpr auto rules = rules_in(utc{});

using rules_type = std::remove_const_t<decltype(rules)>;
using member_type = member<rules_type>;

/// What every implementation must reach.
struct sums {
    std::int64_t points = 0;
    std::int64_t cashback_cents = 0;
    std::int64_t stamps = 0;
    std::int64_t badges = 0;
    std::int64_t tier_events = 0;
    std::int64_t members_by_tier[3]{};

    [[nodiscard]] friend constexpr bool operator==(const sums&, const sums&) = default;
};

inline constexpr sums expected_20k{60'824'754, 60'659'952, 90'977, 12'523, 26'446, {232, 18'269, 1'499}};
inline constexpr sums expected_1m{490'348'089, 607'518'916, 545'812, 2'085, 100'337, {948'409, 51'588, 3}};

} // namespace w5
