// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a programme must give, computed slowly and in another way than the library does: each result comes from all that
/// the member has bought so far, in unbounded rationals, and nothing is remembered between two events.

#include "oracle_history.hpp"
#include "oracle_programme.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>

#include <loyalty/events/reason.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/tiered.hpp>

namespace support {

/// To a whole number; values here are zero or above.
inline cpp_int rounded(const cpp_rational& value, loyalty::rounding mode) {
    const cpp_int whole = numerator(value) / denominator(value);
    const cpp_rational rest = value - cpp_rational{whole};
    const cpp_rational half{1, 2};
    bool up = false;
    switch (mode) {
    case loyalty::rounding::down:
    case loyalty::rounding::floor:
        break;
    case loyalty::rounding::up:
    case loyalty::rounding::ceiling:
        up = rest > 0;
        break;
    case loyalty::rounding::half_up:
        up = rest >= half;
        break;
    case loyalty::rounding::half_down:
        up = rest > half;
        break;
    default: // half_even
        up = rest > half || (rest == half && whole % 2 != 0);
        break;
    }
    return up ? whole + 1 : whole;
}

/// One member's programme, by the book.
class oracle {
public:
    explicit oracle(const numbers& programme) : n_{programme} {}

    /// What the next event gives. The event joins the history when `keep` is called.
    [[nodiscard]] expected judge(const sale& event) const {
        expected result;
        result.refused = why_not(event);
        if (result.refused != loyalty::reason::none) {
            return result;
        }
        history past = past_;
        past.push_back(read(event, n_));
        judge_tier(past, result);
        judge_points(past, result);
        judge_cashback(past, result);
        judge_thresholds(past, result);
        judge_games(past, result);
        return result;
    }

    void keep(const sale& event) { past_.push_back(read(event, n_)); }

private:
    [[nodiscard]] loyalty::reason why_not(const sale& event) const {
        using loyalty::reason;
        const std::int64_t time = event.time.seconds_since_epoch;
        if (time < n_.valid_from || time >= n_.valid_until) {
            return reason::not_in_force;
        }
        if (!past_.empty()) {
            const bought& last = past_.back();
            if (time < last.time) {
                return reason::late_event;
            }
            if (time == last.time && event.id <= last.id) {
                return event.id == last.id ? reason::duplicate_event : reason::lower_id;
            }
        }
        cpp_int sum = 0;
        for (const sale_line& line : event.lines) {
            if (line.quantity <= 0) {
                return line.quantity == 0 ? reason::zero_quantity : reason::negative_quantity;
            }
            if (line.net.minor_units() < 0) {
                return reason::negative_amount;
            }
            sum += line.net.minor_units();
        }
        if (event.lines.empty()) {
            return reason::empty_basket;
        }
        return sum > INT64_MAX ? reason::amount_overflow : reason::none;
    }

    // Tiers: the best that the spend of this year and of the years before it, as far as tiers are held, reaches.

    [[nodiscard]] unsigned level_of(const cpp_int& spent) const {
        return static_cast<unsigned>(
            std::count_if(n_.tiers.begin(), n_.tiers.end(), [&](std::int64_t at) { return spent >= at; }));
    }
    /// The tier in a year, with the first `count` purchases counted.
    [[nodiscard]] unsigned tier_in(int year, const history& past, std::size_t count) const {
        std::map<int, cpp_int> by_year;
        for (std::size_t i = 0; i < count; ++i) {
            by_year[past[i].year] += past[i].spent();
        }
        unsigned best = 0;
        for (int earned_in = year - n_.held_for; earned_in <= year; ++earned_in) {
            best = (std::max)(best, level_of(by_year[earned_in]));
        }
        return best;
    }
    void judge_tier(const history& past, expected& result) const {
        const std::size_t count = past.size();
        const int year = past.back().year;
        result.tiers = {count < 2 ? 0 : tier_in(past[count - 2].year, past, count - 1), tier_in(year, past, count - 1),
                        tier_in(year, past, count)};
    }
    /// The factor of the last purchase: of the tier before or after it, or weighed by what lies in each.
    [[nodiscard]] cpp_rational tier_factor(const history& past, const expected& result) const {
        const auto factor = [&](unsigned tier) {
            return cpp_rational{n_.by_tier[tier].numerator, n_.by_tier[tier].denominator};
        };
        const unsigned before = result.tiers[1];
        const unsigned after = result.tiers[2];
        if (n_.crossing == loyalty::choices::earns_at::old_rate || before == after) {
            return factor(before);
        }
        if (n_.crossing == loyalty::choices::earns_at::new_rate) {
            return factor(after);
        }
        cpp_int low = 0;
        for (std::size_t i = 0; i + 1 < past.size(); ++i) {
            low += past[i].year == past.back().year ? past[i].spent() : 0;
        }
        const cpp_int high = low + past.back().spent();
        cpp_rational weighed = 0;
        for (unsigned tier = 0; tier <= 3; ++tier) {
            cpp_int from = tier == 0 ? 0 : n_.tiers[tier - 1];
            from = low > from ? low : from;
            cpp_int until = high;
            if (tier < 3 && n_.tiers[tier] < high) {
                until = n_.tiers[tier];
            }
            if (from < until) {
                weighed += factor((std::max)(tier, before)) * cpp_rational{until - from};
            }
        }
        return weighed / cpp_rational{high - low};
    }

    // Points.

    [[nodiscard]] static cpp_rational earned(const numbers::earning& by, const cpp_int& spent) {
        return cpp_rational{spent * by.award, by.per};
    }
    [[nodiscard]] static cpp_rational value_of(const numbers::fraction& one) {
        return cpp_rational{one.numerator, one.denominator};
    }

    void judge_points(const history& past, expected& result) const {
        const bought& now = past.back();
        cpp_rational value{rounded(earned(n_.with_tiers, now.spent()), n_.with_tiers.mode)};
        value *= tier_factor(past, result);
        value *= now.store == n_.store ? value_of(n_.in_store) : cpp_rational{1};
        const cpp_int whole = rounded(value, n_.last_mode) + (past.size() == 1 ? n_.first_bonus : 0);
        result[rule::with_tiers] = (std::min)(whole, cpp_int{n_.most});

        cpp_rational exact = 0;
        cpp_int given = 0;
        for (const bought& one : past) {
            exact += earned(n_.carried, one.spent_on(n_.carried_category)) * value_of(n_.carried_factor);
            const cpp_rational due =
                exact - cpp_rational{given}; // below zero after a rounding up: nothing is taken back
            result[rule::carried] = due < 0 ? cpp_int{0} : rounded(due, n_.carried.mode);
            given += result[rule::carried];
        }

        cpp_int left = n_.window_most;
        for (const bought& one : past) {
            if (number_of(one, n_.window) == number_of(now, n_.window)) {
                const cpp_int wanted = rounded(earned(n_.windowed, one.spent()), n_.windowed.mode);
                if (&one == &now && n_.rejects && wanted > left) {
                    result.refused = loyalty::reason::cap_reached;
                }
                result[rule::windowed] = (std::min)(wanted, left);
                left -= result[rule::windowed];
            }
        }

        for (const sale_line& line : now.lines) {
            result[rule::by_line] += rounded(earned(n_.by_line, line.net.minor_units()), n_.by_line.mode);
        }
    }
    // Cashback: each line by the first rate that takes it, each part cut at what its cap leaves, the sum rounded once.

    void judge_cashback(const history& past, expected& result) const {
        std::array<cpp_int, 2> used{};
        for (const bought& one : past) {
            std::array<cpp_int, 3> spent{};
            for (const sale_line& line : one.lines) {
                const std::size_t by = line.category == n_.rate_categories[0]   ? 0
                                       : line.category == n_.rate_categories[1] ? 1
                                                                                : 2;
                spent[by] += line.net.minor_units();
            }
            std::array<cpp_rational, 3> parts;
            cpp_rational sum = 0;
            for (std::size_t i = 0; i < 3; ++i) {
                parts[i] = cpp_rational{spent[i]} * value_of(n_.rates[i]);
                if (i < 2) {
                    parts[i] = (std::min)(parts[i], cpp_rational{n_.rate_most[i] - used[i]});
                }
                sum += parts[i];
            }
            const cpp_int all = rounded(sum, n_.cashback_mode);
            const std::array<cpp_int, 3> shares = allocated(parts, all);
            for (std::size_t i = 0; i < 2; ++i) {
                used[i] = restarts(past, one, n_.rate_windows[i]) ? cpp_int{0} : cpp_int{used[i] + shares[i]};
            }
            result[rule::cashback] = all;
        }
    }
    /// Whether the purchase after this one lies in another period, so that a cap begins anew.
    [[nodiscard]] static bool restarts(const history& past, const bought& one, period length) {
        const auto next = static_cast<std::size_t>(&one - past.data()) + 1;
        return next < past.size() && number_of(past[next], length) != number_of(one, length);
    }
    /// A whole amount over parts that sum to it but for the rounding: largest fraction first, then the first part.
    [[nodiscard]] static std::array<cpp_int, 3> allocated(const std::array<cpp_rational, 3>& parts,
                                                          const cpp_int& whole) {
        std::array<cpp_int, 3> shares;
        const auto earning = std::count_if(parts.begin(), parts.end(), [](const auto& part) { return part > 0; });
        if (earning <= 1) {
            for (std::size_t i = 0; i < 3; ++i) {
                shares[i] = parts[i] > 0 ? whole : cpp_int{0};
            }
            return shares;
        }
        cpp_int left = whole;
        std::array<std::size_t, 3> order{0, 1, 2};
        std::array<cpp_rational, 3> rest;
        for (std::size_t i = 0; i < 3; ++i) {
            shares[i] = rounded(parts[i], loyalty::rounding::floor);
            rest[i] = parts[i] - cpp_rational{shares[i]};
            left -= shares[i];
        }
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest[a] > rest[b]; });
        for (std::size_t i = 0; i < 3 && left > 0; ++i, --left) {
            ++shares[order[i]];
        }
        return shares;
    }

    // Thresholds.

    [[nodiscard]] static cpp_int each_multiple(const before_and_after& counted, const numbers::threshold& of) {
        return (counted.after / of.at - counted.before / of.at) * of.award;
    }
    [[nodiscard]] static cpp_int at_crossing(const before_and_after& counted, const numbers::threshold& of) {
        return counted.before < of.at && counted.after >= of.at ? cpp_int{of.award} : cpp_int{0};
    }

    void judge_thresholds(const history& past, expected& result) const {
        const bought& now = past.back();
        const auto all = [](const bought& one) { return one.spent(); };
        before_and_after lifetime;
        for (const bought& one : past) {
            lifetime.before = lifetime.after;
            lifetime.after += one.spent();
        }
        result[rule::lifetime_every] = each_multiple(lifetime, n_.lifetime_every);
        result[rule::once] = at_crossing(lifetime, n_.once);
        result[rule::basket_every] = each_multiple({0, now.spent()}, n_.basket_every);
        result[rule::once_a_quarter] = at_crossing(in_period(past, period::quarter, all), n_.once_a_quarter);
        result[rule::year_every] = each_multiple(
            in_period(past, period::year, [&](const bought& one) { return one.spent_on(n_.year_category); }),
            n_.year_every);

        cpp_int counted = 0; // since the last award of this month
        for (const bought& one : past) {
            if (number_of(one, period::month) == number_of(now, period::month)) {
                counted += one.spent();
                const cpp_int times = counted / n_.month_every_dropping.at;
                result[rule::month_every_dropping] = times * n_.month_every_dropping.award;
                counted = times > 0 ? cpp_int{0} : counted;
            }
        }
    }

    // Games.

    [[nodiscard]] std::set<std::int64_t> periods_visited(const history& past, std::size_t count, period length) const {
        std::set<std::int64_t> visited;
        for (std::size_t i = 0; i < count; ++i) {
            if (past[i].store == n_.streak_store) {
                visited.insert(number_of(past[i], length));
            }
        }
        return visited;
    }
    /// One when the last purchase is the first of its period and ends a run of a multiple of `length` periods.
    [[nodiscard]] int strict_streak(const history& past, period unit, int length) const {
        const bought& now = past.back();
        std::int64_t at = number_of(now, unit);
        if (now.store != n_.streak_store || periods_visited(past, past.size() - 1, unit).count(at) != 0) {
            return 0;
        }
        const std::set<std::int64_t> visited = periods_visited(past, past.size(), unit);
        int run = 0;
        for (; visited.count(at) != 0; --at) {
            ++run;
        }
        return run % length == 0 ? 1 : 0;
    }
    [[nodiscard]] int awards_with_misses(const std::set<std::int64_t>& visited) const {
        int awards = 0;
        int count = 0;
        std::int64_t first = 0;
        for (const std::int64_t at : visited) {
            // Of the periods since the first, those without a visit are missed.
            const bool lives = count > 0 && (at - first + 1) - (count + 1) <= n_.misses;
            first = lives ? first : at;
            count = lives ? count + 1 : 1;
            if (count == n_.forgiving_streak) {
                ++awards;
                count = 0;
            }
        }
        return awards;
    }

    void judge_games(const history& past, expected& result) const {
        result[rule::day_streak] = strict_streak(past, period::day, n_.day_streak);
        result[rule::week_streak] = strict_streak(past, period::week, n_.week_streak);
        result[rule::month_streak] = strict_streak(past, period::month, n_.month_streak);
        result[rule::forgiving_streak] = awards_with_misses(periods_visited(past, past.size(), period::week)) -
                                         awards_with_misses(periods_visited(past, past.size() - 1, period::week));

        before_and_after visits;
        before_and_after pieces;
        for (const bought& one : past) {
            visits.before = visits.after;
            pieces.before = pieces.after;
            visits.after += std::any_of(one.lines.begin(), one.lines.end(),
                                        [&](const sale_line& line) { return line.category == n_.visits_category; })
                                ? 1
                                : 0;
            for (const sale_line& line : one.lines) {
                pieces.after += line.quantity;
            }
        }
        result[rule::visits_card] = each_multiple(visits, {1, n_.visits_card});
        result[rule::pieces_card] = each_multiple(pieces, {1, n_.pieces_card});
    }

    numbers n_;
    history past_;
};

} // namespace support
