// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// All that is held of one member, as JSON: for the member who asks for it, and for another system.
///
/// Anna has 23 points until October and three stamps of ten. `member_json(room, stars, anna, now)` writes, in one line:
///
/// @code{.json}
/// {"format":"loyalty.member.1","programme":"stars","as_of":"2025-03-10T12:00:00Z",
///  "last_event":"2025-03-10T12:00:00Z","tier":0,"balances":{"stamps":"0"},
///  "accounts":[{"unit":"points","available":"23", ... "lots":[{"amount":"23","active_from":"2025-03-10",
///  "expires":"2025-10-01"}],"holds":[]}],"things":[],
///  "policies":[{"index":1,"name":"stamp_card","progress":{"counted":"3","needed":"10","missing":"7"},"state":[3]}]}
/// @endcode
///
/// | value                          | is written as                                                     |
/// |--------------------------------|-------------------------------------------------------------------|
/// | an amount                      | text with the decimals of its unit: "23.99"                       |
/// | a code, an id                  | text: not every reader holds 64 bits in a number                  |
/// | a day, an instant              | text of ISO 8601, instants in UTC; `null` is without begin or end |
/// | what a policy remembers        | its members in the order of declaration, as lists of whole numbers |

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/after_time.hpp>
#include <loyalty/engine/merged.hpp>
#include <loyalty/engine/queries.hpp>
#include <loyalty/engine/things.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/profile.hpp>
#include <loyalty/stream/json_writer.hpp>
#include <loyalty/time/instant.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Writes what a policy remembers: a whole number as one, all else as the list of its parts.
struct json_of_state {
    json_writer& to;

    template <class Part>
    constexpr void operator()(const Part& part) const noexcept {
        if constexpr (std::is_same_v<Part, bool> || std::is_integral_v<Part>) {
            to.value(part);
        } else if constexpr (std::is_enum_v<Part>) {
            to.value(static_cast<std::underlying_type_t<Part>>(part));
        } else if constexpr (!std::is_empty_v<Part>) { // a field that the rule does not have is empty
            to.open('[');
            for_each_part(part, *this);
            to.close(']');
        }
    }
};

template <class Unit, class Dates>
constexpr void write_lot(json_writer& to, std::int64_t minor_units, const Dates& dates) noexcept {
    to.open('{');
    to.field("amount", amount<Unit>::from_minor_units(minor_units));
    to.field("active_from", dates.active_from);
    to.field("expires", dates.expires);
    to.close('}');
}

/// The holds with the lots that each has set aside.
template <class Unit, class Books>
constexpr void write_holds(json_writer& to, const Books& books) noexcept {
    std::size_t next = 0;
    to.key("holds");
    to.open('[');
    for (const auto& each : books.holds) {
        to.open('{');
        to.key("id");
        to.text_of(each.id);
        to.field("until", each.until);
        to.key("lots");
        to.open('[');
        for (std::size_t i = 0; i < each.slices && next < books.held.size(); ++i, ++next) {
            write_lot<Unit>(to, books.held[next].amount, books.held[next].dates);
        }
        to.close(']');
        to.close('}');
    }
    to.close(']');
}

/// An account: the classes of its unit, and what they consist of.
template <class Rules, class Books, class Point>
constexpr void write_account(json_writer& to, const Rules& rules, Books books, Point as_of) noexcept {
    using unit = typename Rules::unit;
    const Point on = as_of < books.last ? books.last : as_of;
    ledger::settle(rules, books, on);
    const auto classes = rules.balances(books, on);
    to.open('{');
    to.field("unit", std::string_view{unit::code});
    to.field("available", classes.available);
    to.field("pending", classes.pending);
    to.field("held", classes.held);
    to.field("spent", classes.spent);
    to.field("expired", classes.expired);
    to.field("clawed_back", classes.clawed_back);
    to.field("debt", classes.debt);
    to.field("earned", classes.earned);
    to.field("shortfall", classes.shortfall);
    to.key("lots");
    to.open('[');
    for (const auto& each : books.buckets) {
        write_lot<unit>(to, each.remaining, each.dates);
    }
    to.close(']');
    write_holds<unit>(to, books);
    to.close('}');
}

[[nodiscard]] constexpr std::string_view name_of_status(things::status is) noexcept {
    constexpr std::string_view names[]{"unknown", "issued", "active", "held", "used", "expired", "cancelled"};
    return names[static_cast<std::size_t>(is)];
}

/// The uses and holds of a thing, by the order that made them.
template <class State>
constexpr void write_uses(json_writer& to, const State& own, std::uint64_t code) noexcept {
    to.key("orders");
    to.open('[');
    for (const things::use_record& one : own.records) {
        if (one.code == code) {
            to.open('{');
            to.key("order");
            to.text_of(one.order);
            to.field("uses", one.uses);
            to.field("stored", one.stored);
            to.field("is_hold", one.is_hold);
            to.close('}');
        }
    }
    to.close(']');
}

/// The things in a wallet, with what is free of each.
template <class State>
constexpr void write_things(json_writer& to, const State& own, instant as_of) noexcept {
    for (std::size_t at = 0; at < own.kept.size(); ++at) {
        const things::thing_at one = wallets::look_at(own, at, as_of);
        to.open('{');
        to.key("code");
        to.text_of(one.thing.code);
        to.field("campaign", one.thing.campaign);
        to.field("status", name_of_status(one.status));
        to.field("from", one.thing.from);
        to.field("until", one.thing.until);
        to.field("uses", one.thing.uses);
        to.field("stored", one.thing.stored.minor_units());
        to.field("currency_code", one.thing.stored.currency_code());
        to.key("issued_by");
        to.text_of(own.kept[at].source);
        write_uses(to, own, one.thing.code);
        to.close('}');
    }
}

template <class Policy>
inline constexpr bool keeps_things_of_member = requires {
    requires Policy::keeps_entitlements;
};
template <class State>
concept has_lots = requires(const State& books) {
    books.buckets;
    books.holds;
};

/// How far a count is, if the policy counts towards an award.
template <class Policy, class State, class Moment>
constexpr void write_progress(json_writer& to, const Policy& policy, const State& own, const Moment& moment) noexcept {
    if constexpr (requires { policy.progress(own, moment).counted; }) {
        const auto so_far = policy.progress(own, moment);
        to.key("progress");
        to.open('{');
        to.field("counted", so_far.counted);
        to.field("needed", so_far.needed);
        to.field("missing", so_far.missing);
        to.close('}');
    }
}

/// A policy with what it remembers; of a `gamified` each game.
template <class Policy, class State, class Moment>
constexpr void write_policy(json_writer& to, std::size_t index, const Policy& policy, const State& own,
                            const Moment& moment) noexcept {
    if constexpr (requires { policy.games; }) {
        [&]<class... Games>(type_list<Games...>) {
            for_each_index<sizeof...(Games)>(
                [&](auto game) { write_policy(to, index, get<game>(policy.games), get<game>(own), moment); });
        }(typename parts_of<Policy>::type{});
    } else if constexpr (!std::is_empty_v<State>) {
        to.open('{');
        to.field("index", index);
        to.field("name", name_of<Policy>());
        write_progress(to, policy, own, moment);
        to.key("state");
        json_of_state{to}(own);
        to.close('}');
    }
}

template <class Programme, unit_type... Units>
constexpr void write_balances(json_writer& to, const member<Programme>& own, type_list<Units...>) noexcept {
    to.key("balances");
    to.open('{');
    (to.field(std::string_view{Units::code}, own.template balance<Units>()), ...);
    to.close('}');
}

/// Writes a list under a key: `write(index, policy, state)` is called for each policy.
template <class Programme, class Write>
constexpr void write_list(json_writer& to, std::string_view name, const Programme& programme,
                          const member<Programme>& own, Write write) noexcept {
    to.key(name);
    to.open('[');
    for_each_index<Programme::size>(
        [&](auto index) { write(index, get<index>(programme.policies), own.template policy<index>()); });
    to.close(']');
}

/// Writes a member up to whom time has passed.
template <class Programme, class Moment>
constexpr void write_member(json_writer& to, const Programme& programme, const member<Programme>& own,
                            const Moment& moment) noexcept {
    to.field("tier", moment.tier.before);
    write_balances<Programme>(to, own, typename Programme::plain_units_type{});
    write_list(to, "accounts", programme, own, [&](auto, const auto& policy, const auto& state) {
        if constexpr (has_lots<std::remove_cvref_t<decltype(state)>>) {
            using account = std::remove_cvref_t<decltype(policy)>;
            write_account(to, policy, state, point_at<account>(programme.frame.calendar, moment.time));
        }
    });
    write_list(to, "things", programme, own, [&](auto, const auto& policy, const auto& state) {
        if constexpr (keeps_things_of_member<std::remove_cvref_t<decltype(policy)>>) {
            write_things(to, state, moment.time);
        }
    });
    write_list(to, "policies", programme, own, [&](auto index, const auto& policy, const auto& state) {
        using type = std::remove_cvref_t<decltype(policy)>;
        if constexpr (!is_account<type>) {
            write_policy(to, index, policy, state, moment);
        }
    });
}

} // namespace detail

namespace streams {

/// Writes all that is held of a member at an instant as JSON. Returns how many characters it takes; if the room is less,
/// nothing of it is of use. The same text for the same member on every machine. The member is as before, and a time before
/// the member's last event counts as that event's. No allocation.
///
/// @code
/// std::string text(member_json({}, stars, anna, now), ' ');
/// member_json(text, stars, anna, now);
/// @endcode
///
/// A member who was merged into another one is nearly empty, and `"merged_into"` has the index of the other.
template <class Programme, class Profile = extensions::no_profile>
[[nodiscard]] constexpr std::size_t member_json(std::span<char> room, const Programme& programme,
                                                const typename Programme::member_type& own, instant as_of,
                                                const Profile& profile = {}) noexcept {
    using value_type = detail::value_of<Programme>;
    const auto& value = programme.value();
    const bool is_new = own.last_event() == instant::minimum();
    const instant time = !is_new && as_of < own.last_event() ? own.last_event() : as_of;
    detail::json_writer to{room};
    to.open('{');
    to.field("format", std::string_view{"loyalty.member.1"});
    to.field("programme", value.frame.name.view());
    to.field("as_of", time);
    to.field("last_event", own.last_event());
    if constexpr (value_type::merges_members) {
        if (detail::is_gone<value_type>(own)) {
            to.field("merged_into", own.template policy<detail::merges_index<value_type>()>().into);
        }
    }
    static_cast<void>(
        detail::ask_at(value, own, time, profile, [&](const auto& rules, const auto& later, const auto& moment) {
            detail::write_member(to, rules, later, moment);
            return true;
        }));
    to.close('}');
    return to.needed();
}

} // namespace streams
} // namespace loyalty
