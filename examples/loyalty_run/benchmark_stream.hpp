// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The generated streams of docs/benchmark_card.md: purchases, returns, redemptions and fraud, drawn by whole numbers alone.
///
/// A slot is an event. Slot `i` is a function of the name of the stream, the seed, the number of slots and members, and `i`: nothing is
/// kept between slots, so a stream of any length needs no memory, and any part of it can be made by itself.

#include "w5.hpp"

#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace benchmark_streams {

/// The features of a stream. Shares are of 1,024 slots.
struct shape {
    std::string_view name;
    std::string_view description;
    bool has_seasons = false; ///< more at weekends, in November and December, at noon and in the evening; none at night
    int skew = 1;             ///< a member's place is that of the smallest of so many draws: 1 is even
    bool has_baskets = false; ///< purchases of one to eight lines, lines of one to eight pieces
    std::uint32_t returns = 0;     ///< slots that give a line of an earlier purchase back
    std::uint32_t redemptions = 0; ///< slots that redeem points
    std::uint32_t repeats = 0;     ///< slots that submit an earlier purchase again
    bool has_rings = false;        ///< rings buy, redeem and give all back
};

inline constexpr std::array<shape, 5> shapes{{
    {"even", "purchases of one line, evenly over time and members"},
    {"seasons", "baskets by season, weekday and hour; few members buy most", true, 3, true},
    {"shop", "the same with returns and redemptions", true, 3, true, 51, 20},
    {"doubles", "shop, with purchases that are submitted twice", true, 3, true, 51, 20, 10},
    {"rings", "shop, with rings that buy, redeem and give all back", true, 3, true, 51, 20, 0, true},
}};

[[nodiscard]] constexpr const shape* find(std::string_view name) noexcept {
    for (const shape& each : shapes) {
        if (each.name == name) {
            return &each;
        }
    }
    return nullptr;
}

inline constexpr std::uint64_t most_slots = 10'000'000'000;
inline constexpr std::uint64_t articles = 1000;
inline constexpr std::size_t most_lines = 8;
inline constexpr std::uint64_t farthest_return = 512; ///< slots between a purchase and the return of one of its lines
inline constexpr std::uint64_t nearest_repeat =
    2; ///< an event stands between, or the two would be one purchase in a file
inline constexpr std::uint64_t farthest_repeat = 5;
inline constexpr std::uint64_t ring_block = 1024; ///< slots: at its begin eight purchases of a ring
inline constexpr std::uint64_t ring_size = 8;
inline constexpr std::uint64_t ring_redeems = 256; ///< slots behind the purchases
inline constexpr std::uint64_t ring_returns = 512;

enum class kind : std::uint8_t { purchase, return_of_line, redemption, repeat };

struct line {
    std::uint32_t article = 0;
    std::uint32_t category = 0; ///< 0 to 15
    std::int64_t quantity = 1;
    std::int64_t price_cents = 0;

    [[nodiscard]] friend constexpr bool operator==(const line&, const line&) noexcept = default;
};

/// One event. A repeat is its purchase again: the same id, member, time and lines.
struct slot {
    kind what = kind::purchase;
    std::uint64_t id = 0;
    std::uint64_t original = 0; ///< of a return: the id of its purchase
    std::uint64_t member = 0;   ///< from 0; 0 buys most if there is a skew
    std::int64_t time = 0;      ///< seconds since 1970, UTC
    std::int64_t points = 0;    ///< of a redemption
    std::array<line, most_lines> lines{};
    std::size_t size = 0; ///< of the lines
};

namespace detail_of_streams {

inline constexpr loyalty::date first_day = loyalty::date::of(2024, 1, 1);
inline constexpr std::size_t days = 731; ///< 2024 and 2025
inline constexpr std::int64_t first_second = 1'704'067'200;
inline constexpr std::int64_t day_seconds = 86'400;

/// Weights of the weekdays from Monday on, of the months, and of the hours.
inline constexpr std::array<std::uint32_t, 7> of_weekday{2, 2, 2, 3, 4, 5, 3};
inline constexpr std::array<std::uint32_t, 12> of_month{4, 4, 4, 4, 4, 4, 3, 3, 4, 5, 7, 8};
inline constexpr std::array<std::uint32_t, 24> of_hour{0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 8,
                                                       9, 8, 6, 5, 5, 7, 9, 9, 7, 5, 2, 1};
inline constexpr std::uint64_t hours_in_all = 96;

using sums_of_days = std::array<std::uint32_t, days + 1>;

/// The sums of the weights of the days before each day.
[[nodiscard]] constexpr sums_of_days sums(bool has_seasons) noexcept {
    sums_of_days result{};
    for (std::size_t i = 0; i < days; ++i) {
        const loyalty::date day = first_day + static_cast<std::int32_t>(i);
        // 1 January 2024 is a Monday.
        const std::uint32_t weight =
            has_seasons ? of_weekday[i % 7] * of_month[static_cast<std::size_t>(loyalty::dates::civil(day).month) - 1]
                        : 1U;
        result[i + 1] = result[i] + weight;
    }
    return result;
}
inline constexpr sums_of_days even_days = sums(false);
inline constexpr sums_of_days seasonal_days = sums(true);

/// 64 random bits of a slot, by a number for what they decide.
[[nodiscard]] constexpr std::uint64_t bits(std::uint64_t seed, std::uint64_t slot, std::uint64_t purpose) noexcept {
    return w5::split_mix_64{w5::split_mix_64{seed * 16 + purpose}() + slot * 0x9E37'79B9'7F4A'7C15U}();
}

/// A number below `end`.
[[nodiscard]] constexpr std::uint64_t below(std::uint64_t random, std::uint64_t end) noexcept {
    return w5::high_product(random, end);
}

enum purpose : std::uint64_t { for_kind, for_time, for_member, for_basket, for_lines, for_rest };

} // namespace detail_of_streams

/// The price of an article, the same in each stream and for each seed: 31.98 for article 0. By W5's distribution, in cents.
[[nodiscard]] constexpr std::int64_t price_of(std::uint64_t article) noexcept {
    return w5::draw_cents(detail_of_streams::bits(0, article, 15));
}

/// See the top of this file.
///
/// @code
/// const benchmark_streams::stream shop{*benchmark_streams::find("shop"), 1000, 100, 42};
/// shop.at(17).what; // what happens in the 18th slot of a thousand
/// @endcode
class stream {
public:
    /// At most 10^10 slots and 2^32 - 2 members, each at least one.
    constexpr stream(const shape& like, std::uint64_t slots, std::uint64_t members, std::uint64_t seed) noexcept
        : like_{like},
          slots_{std::clamp<std::uint64_t>(slots, 1, most_slots)},
          members_{std::max<std::uint64_t>(members, 1)},
          seed_{seed} {}

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return slots_; }
    [[nodiscard]] constexpr std::uint64_t members() const noexcept { return members_; }
    [[nodiscard]] constexpr std::uint64_t seed() const noexcept { return seed_; }
    [[nodiscard]] constexpr const shape& like() const noexcept { return like_; }

    /// The event of a slot below `size()`.
    [[nodiscard]] constexpr slot at(std::uint64_t i) const noexcept {
        if (like_.has_rings) {
            const std::uint64_t place = i % ring_block;
            if (place >= ring_returns && place < ring_returns + ring_size) {
                return ring_return(i);
            }
            if (place >= ring_redeems && place < ring_redeems + ring_size) {
                return ring_redemption(i);
            }
        }
        switch (drawn(i)) {
        case kind::return_of_line:
            if (const auto from = target(i, 1, farthest_return)) {
                return return_of(i, *from);
            }
            break;
        case kind::redemption:
            return redemption_of(i);
        case kind::repeat:
            if (const auto from = target(i, nearest_repeat, farthest_repeat)) {
                slot again = purchase_of(*from);
                again.what = kind::repeat;
                return again;
            }
            break;
        case kind::purchase:
            break;
        }
        return purchase_of(i);
    }

private:
    [[nodiscard]] constexpr std::uint64_t bits(std::uint64_t i, std::uint64_t purpose) const noexcept {
        return detail_of_streams::bits(seed_, i, purpose);
    }
    [[nodiscard]] constexpr bool is_of_ring(std::uint64_t i) const noexcept {
        return like_.has_rings && i % ring_block < ring_size;
    }

    /// The kind that the dice say. A slot of a ring buys.
    [[nodiscard]] constexpr kind drawn(std::uint64_t i) const noexcept {
        const std::uint64_t place = i % ring_block;
        const bool is_later_ring = like_.has_rings && ((place >= ring_redeems && place < ring_redeems + ring_size) ||
                                                       (place >= ring_returns && place < ring_returns + ring_size));
        if (is_of_ring(i)) {
            return kind::purchase;
        }
        if (is_later_ring) {
            return kind::redemption; // nothing goes back to it
        }
        const std::uint64_t dice = detail_of_streams::below(bits(i, detail_of_streams::for_kind), 1024);
        return dice < like_.returns                                       ? kind::return_of_line
               : dice < like_.returns + like_.redemptions                 ? kind::redemption
               : dice < like_.returns + like_.redemptions + like_.repeats ? kind::repeat
                                                                          : kind::purchase;
    }
    /// The slot of an earlier purchase, `nearest` to `farthest` slots away; nothing if no purchase stands there.
    [[nodiscard]] constexpr std::optional<std::uint64_t> target(std::uint64_t i, std::uint64_t nearest,
                                                                std::uint64_t farthest) const noexcept {
        const std::uint64_t random = bits(i, detail_of_streams::for_rest);
        const std::uint64_t back = nearest + detail_of_streams::below(random, farthest - nearest + 1);
        if (back > i || drawn(i - back) != kind::purchase || is_of_ring(i - back)) {
            return std::nullopt;
        }
        return i - back;
    }

    /// The times rise with the slots: each stands in its own part of all weights.
    [[nodiscard]] constexpr std::int64_t time_of(std::uint64_t i) const noexcept {
        using namespace detail_of_streams;
        const sums_of_days& sums = like_.has_seasons ? seasonal_days : even_days;
        const std::uint64_t span = sums.back() * static_cast<std::uint64_t>(day_seconds);
        const std::uint64_t at = (i * span + below(bits(i, for_time), span)) / slots_;
        const auto behind = std::upper_bound(sums.begin(), sums.end(), at / static_cast<std::uint64_t>(day_seconds));
        const auto day = static_cast<std::size_t>(behind - sums.begin()) - 1;
        const std::uint64_t weight = sums[day + 1] - sums[day];
        const std::uint64_t second = (at - sums[day] * static_cast<std::uint64_t>(day_seconds)) / weight;
        return first_second + static_cast<std::int64_t>(day) * day_seconds +
               (like_.has_seasons ? by_hours(second) : static_cast<std::int64_t>(second));
    }
    /// The second of a day in which the hours have weights, of a second of a day in which they do not.
    [[nodiscard]] static constexpr std::int64_t by_hours(std::uint64_t second) noexcept {
        using namespace detail_of_streams;
        std::uint64_t rest = second * hours_in_all;
        for (std::size_t hour = 0; hour < of_hour.size(); ++hour) {
            const std::uint64_t share = of_hour[hour] * static_cast<std::uint64_t>(day_seconds);
            if (rest < share) {
                return static_cast<std::int64_t>(hour) * 3600 + static_cast<std::int64_t>(rest / (24U * of_hour[hour]));
            }
            rest -= share;
        }
        return day_seconds - 1;
    }
    [[nodiscard]] constexpr std::uint64_t member_of(std::uint64_t i) const noexcept {
        using namespace detail_of_streams;
        std::uint64_t u = bits(i, for_member);
        const std::uint64_t first = u;
        for (int k = 1; k < like_.skew; ++k) {
            u = w5::high_product(u, first);
        }
        return below(u, members_);
    }

    [[nodiscard]] constexpr slot purchase_of(std::uint64_t i) const noexcept {
        using namespace detail_of_streams;
        slot made;
        made.id = i;
        made.time = time_of(i);
        made.member = is_of_ring(i) ? ring_member(i) : member_of(i);
        const std::uint64_t shape_of_basket = bits(i, for_basket);
        made.size = like_.has_baskets ? 1 + static_cast<std::size_t>(std::countr_one(shape_of_basket & 0x7F)) : 1;
        w5::split_mix_64 next{bits(i, for_lines)};
        for (std::size_t k = 0; k < made.size; ++k) {
            const std::uint64_t random = next();
            line& own = made.lines[k];
            own.article = static_cast<std::uint32_t>(below(w5::high_product(random, random), articles));
            own.category = own.article % 16;
            own.quantity = like_.has_baskets ? 1 + std::countr_one((shape_of_basket >> (8 + 7 * k)) & 0x7F) : 1;
            own.price_cents = price_of(own.article);
        }
        return made;
    }
    [[nodiscard]] constexpr slot return_of(std::uint64_t i, std::uint64_t from) const noexcept {
        using namespace detail_of_streams;
        const slot sold = purchase_of(from);
        slot made;
        made.what = kind::return_of_line;
        made.id = i;
        made.original = from;
        made.member = sold.member;
        made.time = time_of(i);
        made.size = 1;
        made.lines[0] = sold.lines[static_cast<std::size_t>(below(bits(i, for_lines), sold.size))];
        return made;
    }
    [[nodiscard]] constexpr slot redemption_of(std::uint64_t i) const noexcept {
        using namespace detail_of_streams;
        slot made;
        made.what = kind::redemption;
        made.id = i;
        made.member = member_of(i);
        made.time = time_of(i);
        made.points = 100 * (1 + static_cast<std::int64_t>(below(bits(i, for_rest), 5)));
        return made;
    }

    /// The rings are the last members, eight of each; with fewer than sixteen members all belong to one.
    [[nodiscard]] constexpr std::uint64_t ring_member(std::uint64_t i) const noexcept {
        const std::uint64_t rings = std::max<std::uint64_t>(members_ / 256, 1);
        const std::uint64_t from_end = i / ring_block % rings * ring_size + i % ring_size + 1;
        return members_ - std::min(from_end, members_);
    }
    [[nodiscard]] constexpr slot ring_redemption(std::uint64_t i) const noexcept {
        const slot sold = purchase_of(i - ring_redeems);
        std::int64_t cents = 0;
        for (std::size_t k = 0; k < sold.size; ++k) {
            cents += sold.lines[k].quantity * sold.lines[k].price_cents;
        }
        slot made;
        made.what = kind::redemption;
        made.id = i;
        made.member = sold.member;
        made.time = time_of(i);
        made.points = std::max<std::int64_t>(cents / 100, 1); // a point for each whole unit of the currency
        return made;
    }
    [[nodiscard]] constexpr slot ring_return(std::uint64_t i) const noexcept {
        slot made = purchase_of(i - ring_returns);
        made.what = kind::return_of_line;
        made.original = made.id;
        made.id = i;
        made.time = time_of(i);
        return made;
    }

    const shape& like_;
    std::uint64_t slots_;
    std::uint64_t members_;
    std::uint64_t seed_;
};

} // namespace benchmark_streams
