// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The facts that a host's events have, for the reader of rules.
///
/// A till gives the category of each line, and no store. With `host_facts::of<sale>()` the reader accepts
/// `{"category_is": [4]}`, and lists `{"store_is": [12]}` as a mistake. Facts that the library does not have itself are
/// those of json/own_facts.hpp.

#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/own_facts.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::json {

/// The facts that a rule from text may read and an event may lack. Those from `attributes` on are the member's.
enum class host_fact : std::uint8_t {
    category,
    sku,
    brand,
    component,
    tax,
    discount,
    tenders,
    store,
    channel,
    kind,
    score,
    reference,
    attributes,
    birthday,
    joined,
    membership,
    recipient
};

/// The names of the facts, in the order of `host_fact`.
inline constexpr std::string_view host_fact_names[]{
    "category", "sku",   "brand",     "component",  "tax",      "discount", "tenders",    "store",    "channel",
    "kind",     "score", "reference", "attributes", "birthday", "joined",   "membership", "recipient"};
inline constexpr std::size_t host_fact_count = std::size(host_fact_names);
static_assert(host_fact_count == static_cast<std::size_t>(host_fact::recipient) + 1);

/// A set of facts.
class host_facts {
public:
    /// Every fact: the reader then refuses no rule for a fact.
    [[nodiscard]] static constexpr host_facts all() noexcept {
        host_facts made;
        made.bits_ = (1U << host_fact_count) - 1;
        return made;
    }
    /// The facts of event types, of their lines, and of profile types.
    template <class... Types>
    [[nodiscard]] static consteval host_facts of() noexcept {
        host_facts made;
        (made.add_type<Types>(), ...);
        return made;
    }

    [[nodiscard]] constexpr bool contains(host_fact which) const noexcept {
        return (bits_ >> static_cast<unsigned>(which) & 1U) != 0;
    }
    /// The facts of the host's own, of the first type that has some.
    [[nodiscard]] constexpr std::span<const own_fact> own() const noexcept { return own_; }

private:
    constexpr void add(host_fact which, bool known) noexcept {
        bits_ |= (known ? 1U : 0U) << static_cast<unsigned>(which);
    }

    template <class Type>
    constexpr void add_type() noexcept {
        add_own<Type>();
        if constexpr (has_own_facts<Type>) {
            static_assert(std::size(own_facts_of<Type>::all) <= most_own_facts);
            own_ = own_.empty() ? std::span<const own_fact>{own_facts_of<Type>::all} : own_;
        }
        if constexpr (fact::lines_fact::known<Type>) {
            add_own<std::remove_cvref_t<decltype(*extensions::lines_of(std::declval<const Type&>()).begin())>>();
        }
    }

    template <class Type>
    constexpr void add_own() noexcept {
        add(host_fact::category, fact::category_fact::known<Type>);
        add(host_fact::sku, fact::sku_fact::known<Type>);
        add(host_fact::brand, fact::brand_fact::known<Type>);
        add(host_fact::component, fact::component_fact::known<Type>);
        add(host_fact::tax, fact::tax_fact::known<Type>);
        add(host_fact::discount, fact::discount_fact::known<Type>);
        add(host_fact::tenders, fact::tenders_fact::known<Type>);
        add(host_fact::store, fact::store_fact::known<Type>);
        add(host_fact::channel, fact::channel_fact::known<Type>);
        add(host_fact::kind, fact::kind_fact::known<Type>);
        add(host_fact::score, fact::score_fact::known<Type>);
        add(host_fact::reference, fact::reference_fact::known<Type>);
        add(host_fact::attributes, fact::attributes_fact::known<Type>);
        add(host_fact::birthday, fact::birthday_fact::known<Type>);
        add(host_fact::joined, fact::joined_fact::known<Type>);
        add(host_fact::membership, fact::membership_fact::known<Type>);
        add(host_fact::recipient, fact::recipient_fact::known<Type>);
    }

    std::uint32_t bits_ = 0;
    std::span<const own_fact> own_{};
};

/// The fact that a test reads; none if each event has it.
[[nodiscard]] constexpr std::optional<host_fact> fact_read_by(asks what) noexcept {
    switch (what) {
    case asks::category:
        return host_fact::category;
    case asks::sku:
        return host_fact::sku;
    case asks::brand:
        return host_fact::brand;
    case asks::component:
        return host_fact::component;
    case asks::store:
        return host_fact::store;
    case asks::channel:
        return host_fact::channel;
    case asks::attributes:
        return host_fact::attributes;
    case asks::birthday:
    case asks::birthday_month:
        return host_fact::birthday;
    case asks::membership:
        return host_fact::membership;
    case asks::tender:
        return host_fact::tenders;
    case asks::activity_kind:
        return host_fact::kind;
    case asks::reference:
        return host_fact::reference;
    default:
        return std::nullopt;
    }
}

/// The fact that a measure reads; none if each event has it. An activity is known by its `kind`.
[[nodiscard]] constexpr std::optional<host_fact> fact_read_by(measures what) noexcept {
    switch (what) {
    case measures::gross:
        return host_fact::tax;
    case measures::before_discount:
        return host_fact::discount;
    case measures::activities:
        return host_fact::kind;
    case measures::scores:
        return host_fact::score;
    default:
        return std::nullopt;
    }
}

} // namespace loyalty::json
