// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace things {

/// Stands for the unit of a campaign that no award issues: the host issues its things.
struct no_unit {};

/// The treatment of a thing that was used or held, if its award is taken back.
enum class used_voucher : std::uint8_t {
    kept, ///< the member has had it; if its use or hold comes back, it is cancelled
    owed  ///< the next thing of its campaign is not issued; if its use comes back, it can be used again
};

/// The things of a campaign that a `wallet` issues. 10 stamps give a free coffee, good for 30 days:
///
/// @code
/// constexpr programme cafe{gamified{stamp_card{10}.awards(1_vouchers)},
///                          wallet<8>{}.issuing(vouchers{7}.for_each<unit::vouchers>().valid_days(30))};
/// @endcode
///
/// Each unit that an event grants becomes a thing, and members have no balance of it. So every rule that gives an award gives
/// things: it awards a unit that the wallet turns into them. A return that takes an award back takes back a thing: see
/// `.if_used`.
///
/// | issued on 10 March at 12:00      | holds                                     |
/// |----------------------------------|-------------------------------------------|
/// | `vouchers{7}`                    | from 12:00, for ever                      |
/// | `.valid_days(30)`                | to 9 April 00:00                          |
/// | `.to_end_of_month(0)`            | to 1 April 00:00                          |
/// | `.to_end_of_month(2)`            | to 1 June 00:00                           |
/// | `.waiting_days(1)`               | from 11 March 00:00                       |
///
/// `valid_days` counts from the first day on which the thing is valid.
template <class Unit = no_unit>
struct vouchers {
    static constexpr bool is_awarded = !std::is_same_v<Unit, no_unit>;
    static constexpr std::int32_t no_months = -1;
    static constexpr std::string_view name = "vouchers";
    using unit = Unit;

    std::uint32_t campaign = 0;
    std::uint16_t uses = 1;
    std::int32_t days = 0; ///< 0: no such limit
    std::int32_t months = no_months;
    std::int32_t waits_days = 0;
    std::uint16_t most_alive = 0; ///< 0: no such limit
    std::uint64_t seed = 0;
    used_voucher used = used_voucher::kept;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"campaign", &vouchers::campaign, "the number by which rules name it"},
        extensions::field{"uses", &vouchers::uses, "of each thing",
                          extensions::at_least(1, "vouchers: each thing must have a use at least")},
        extensions::field{"valid_days", &vouchers::days, "from the first day on; 0 if there is no such limit",
                          extensions::between(0, 36525, "vouchers: things are valid for 1 to 36525 days")},
        extensions::field{
            "to_end_of_month", &vouchers::months, "months to the one at whose end they expire; -1 if none",
            extensions::between(-1, 1200, "vouchers: things expire at the end of a month of the next 100 years")},
        extensions::field{"waiting_days", &vouchers::waits_days, "before they are valid",
                          extensions::between(0, 36525, "vouchers: things wait for 0 to 36525 days")},
        extensions::field{"most_alive", &vouchers::most_alive,
                          "that a member holds unused at once; 0 if there is no limit"},
        extensions::field{"seed", &vouchers::seed, "of the codes"},
        extensions::field{"if_used", &vouchers::used, "what becomes of a used thing whose award is taken back"});

    constexpr explicit vouchers(std::uint32_t number) noexcept : campaign{number} {}

    /// One thing for each unit that an event grants.
    template <unit_type Awarded>
    [[nodiscard]] constexpr vouchers<Awarded> for_each() const noexcept {
        static_assert(Awarded::digits == 0,
                      "loyalty: vouchers: a thing is one whole unit: take a unit without decimals");
        vouchers<Awarded> other{campaign};
        other.uses = uses;
        other.days = days;
        other.months = months;
        other.waits_days = waits_days;
        other.most_alive = most_alive;
        other.seed = seed;
        other.used = used;
        return other;
    }
    [[nodiscard]] constexpr vouchers times(std::uint16_t count) const noexcept {
        return with([&](vouchers& own) { own.uses = count; });
    }
    [[nodiscard]] constexpr vouchers valid_days(std::int32_t count) const noexcept {
        return with([&](vouchers& own) { own.days = count; });
    }
    /// 0: this month.
    [[nodiscard]] constexpr vouchers to_end_of_month(std::int32_t ahead) const noexcept {
        return with([&](vouchers& own) { own.months = ahead; });
    }
    [[nodiscard]] constexpr vouchers waiting_days(std::int32_t count) const noexcept {
        return with([&](vouchers& own) { own.waits_days = count; });
    }
    /// A member holds at most so many of them that can still be used. Awards beyond that are granted and not issued.
    [[nodiscard]] constexpr vouchers at_most(std::uint16_t alive) const noexcept {
        return with([&](vouchers& own) { own.most_alive = alive; });
    }
    [[nodiscard]] constexpr vouchers seeded(std::uint64_t with_seed) const noexcept {
        return with([&](vouchers& own) { own.seed = with_seed; });
    }
    [[nodiscard]] constexpr vouchers if_used(used_voucher policy) const noexcept {
        return with([&](vouchers& own) { own.used = policy; });
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return days > 0 && months != no_months ? "vouchers: give valid_days or to_end_of_month, not both" : nullptr;
    }

    /// A thing of the campaign that is issued at a time; its code is still missing.
    template <class Calendar>
    [[nodiscard]] constexpr entitlement issued_at(const Calendar& calendar, instant time) const noexcept {
        const date first = calendar.business_date(time) + waits_days;
        entitlement thing{.campaign = campaign, .uses = uses};
        thing.from = waits_days == 0 ? time : calendar.start_of(first);
        if (days > 0) {
            thing.until = calendar.start_of(first + days);
        } else if (months != no_months) {
            thing.until = calendar.start_of(
                detail::first_day_of_month_saturated(std::int64_t{dates::month_index(first)} + months + 1));
        }
        return thing;
    }

private:
    template <class Change>
    [[nodiscard]] constexpr vouchers with(Change change) const noexcept {
        vouchers copy = *this;
        change(copy);
        return copy;
    }
};

vouchers(std::uint32_t)->vouchers<>;
vouchers(int)->vouchers<>;

} // namespace things
} // namespace loyalty
