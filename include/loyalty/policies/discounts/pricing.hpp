// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The prices of a sale while the discounts of a programme are applied to it, and what each rule did.

#include <loyalty/config.hpp>
#include <loyalty/detail/working_list.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/discounts/pieces.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loyalty {

namespace prices {

/// No rule: nothing beats a discount.
inline constexpr std::size_t no_rule = static_cast<std::size_t>(-1);

/// The effect of one rule of `discounts` on a sale. A coupon of 15.00 USD of campaign 7 lowers two lines by 10.00 and 5.00:
/// `{.name = "amount_off", .campaign = 7, .why = reason::none, .wanted = 15_usd, .given = 15_usd, .shares = {10_usd, 5_usd}}`.
template <money_unit Currency, std::size_t MostLines>
struct rule_result {
    using money_type = money<Currency>;

    std::string_view name{};
    std::uint32_t campaign = 0;         ///< of the thing that the rule needs; 0 for a rule that needs none
    reason why = reason::not_presented; ///< `reason::none` if it lowered something
    std::size_t beaten_by = no_rule;    ///< the rule that took its place
    std::int64_t asked = 0;             ///< for a limit: the amount that the rule requires, in minor units
    std::int64_t there = 0;             ///< and what there is
    money<Currency> wanted{};           ///< more than `given` if the goods cost less, or a limit cut it
    money<Currency> given{};
    loyalty::detail::working_list<money<Currency>, MostLines> shares{}; ///< of the lines, in their order

    // Not defaulted: compilers clear the whole object first, with the shares, if nobody wrote a constructor.
    constexpr rule_result() noexcept {} // NOLINT(modernize-use-equals-default)

    [[nodiscard]] constexpr bool counts() const noexcept { return why == reason::none; }

    /// The rule is tried on so many lines, from the beginning.
    constexpr void begin(std::string_view rule, std::uint32_t needs, std::size_t lines) noexcept {
        name = rule;
        campaign = needs;
        why = reason::not_presented;
        beaten_by = no_rule;
        asked = 0;
        there = 0;
        wanted = {};
        given = {};
        shares.resize(lines); // whoever tries it sets each
    }
    /// The rule gives nothing, for a reason.
    constexpr void refuse(reason because, std::size_t by = no_rule) noexcept {
        const auto asked_for = wanted;
        begin(name, campaign, shares.size());
        for (auto& each : shares) {
            each = {};
        }
        why = because;
        beaten_by = by;
        wanted = asked_for;
    }
};

} // namespace prices

namespace detail {

/// The prices of the lines at one stage, and the amount that discounts may still take. They are kept if discounts are
/// tried side by side.
template <money_unit Currency, std::size_t MostLines>
struct line_prices {
    std::array<money<Currency>, MostLines> net{};
    money<Currency> limit_left{};
};

/// Which discounts are tried together: all that are stackable, or one exclusive one alone.
inline constexpr std::size_t all_stackable = static_cast<std::size_t>(-1);
/// No line by itself.
inline constexpr std::size_t no_line = static_cast<std::size_t>(-1);

/// A sale whose discounts are being found. `Visit` sees its lines, with the prices that a rule starts from: each rule lowers
/// them, and notes in `discount` what it took off.
template <class Visit, money_unit Currency, std::size_t MostLines, std::size_t Rules>
struct pricing {
    using price_type = money<Currency>;
    using prices_type = line_prices<Currency, MostLines>;
    using pieces_type = priced_pieces<Currency, MostLines>;
    using lowered_type = lowered_lines<Currency, MostLines>;
    using result_type = loyalty::prices::rule_result<Currency, MostLines>;

    Visit& visit;
    std::span<basket_line<Currency>> lines;   ///< those that the visit sees
    std::span<const std::uint32_t> campaigns; ///< of the things that are presented and can be used
    std::array<result_type, Rules>& results;
    money<Currency> limit_left; ///< so much may all discounts still take
    std::size_t alone = all_stackable;
    bool rejects_above = false; ///< true if a discount that passes the limit is refused, and not cut

    [[nodiscard]] constexpr bool is_presented(std::uint32_t campaign) const noexcept {
        for (const std::uint32_t each : campaigns) {
            if (each == campaign) {
                return true;
            }
        }
        return false;
    }

    /// The prices as they are now.
    [[nodiscard]] constexpr prices_type prices() const noexcept {
        prices_type now{.limit_left = limit_left};
        for (std::size_t i = 0; i < lines.size(); ++i) {
            now.net[i] = lines[i].net;
        }
        return now;
    }
    /// Goes back to prices that were kept.
    constexpr void go_to(const prices_type& kept) noexcept {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            lines[i].discount = lines[i].discount + (lines[i].net - kept.net[i]);
            lines[i].net = kept.net[i];
        }
        limit_left = kept.limit_left;
    }

    /// Takes the shares of a rule, which sum to `total`, off the prices. The part above the limit is not taken. `only` is the one line
    /// with a share, if it is known to be one.
    constexpr void take(std::size_t rule, money<Currency> total, std::size_t only = no_line) noexcept {
        result_type& result = results[rule];
        if (limit_left < total) {
            if (rejects_above) {
                result.refuse(reason::above_discount_limit);
                result.asked = total.minor_units();
                result.there = limit_left.minor_units();
                return;
            }
            lowered_type lowered{.total = total, .shares = result.shares};
            lowered.cut(limit_left);
            total = lowered.total;
        }
        limit_left = limit_left - total;
        // The sums fit: a share is at most the price of its line, and what lines cost without discounts fits.
        if (only < lines.size()) {
            lower(lines[only], result.shares[only]);
        } else {
            const money<Currency>* share = result.shares.begin();
            for (auto& line : lines) {
                lower(line, *share++);
            }
        }
        result.given = total;
        if (total == money<Currency>{}) {
            result.refuse(reason::nothing_to_lower);
        }
    }
    LOYALTY_INLINE static constexpr void lower(basket_line<Currency>& line, money<Currency> share) noexcept {
        const std::int64_t less = share.minor_units();
        line.net = money<Currency>::from_minor_units(line.net.minor_units() - less);
        line.discount = money<Currency>::from_minor_units(line.discount.minor_units() + less);
    }
    /// The same for a rule that was tried on other prices: what a line no longer costs is not taken.
    constexpr void take_what_is_left(std::size_t rule) noexcept {
        auto& shares = results[rule].shares;
        money<Currency> total{};
        for (std::size_t i = 0; i < lines.size(); ++i) {
            shares[i] = shares[i] < lines[i].net ? shares[i] : lines[i].net;
            total = total + shares[i];
        }
        take(rule, total);
    }

    /// The sum of what some rules, from `first` to before `last`, gave.
    [[nodiscard]] constexpr money<Currency> given_by(std::size_t first, std::size_t last) const noexcept {
        money<Currency> sum{};
        for (std::size_t i = first; i < last; ++i) {
            sum = sum + results[i].given;
        }
        return sum;
    }
    /// The first of some rules that counts; `no_rule` if none does.
    [[nodiscard]] constexpr std::size_t first_that_counts(std::size_t first, std::size_t last) const noexcept {
        for (std::size_t i = first; i < last; ++i) {
            if (results[i].counts()) {
                return i;
            }
        }
        return loyalty::prices::no_rule;
    }
    /// Some rules that would count give nothing, since another does.
    constexpr void beat(std::size_t first, std::size_t last, reason why, std::size_t by) noexcept {
        for (std::size_t i = first; i < last; ++i) {
            if (results[i].counts()) {
                results[i].refuse(why, by);
            }
        }
    }
};

} // namespace detail
} // namespace loyalty
