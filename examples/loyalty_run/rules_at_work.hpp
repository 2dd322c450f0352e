// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The rules of a run: versions out of text, or one programme that is compiled in.

#include "surroundings.hpp"

#include <loyalty/json/in_force.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty_run {

using namespace loyalty;

/// One programme for all time.
template <class Programme>
class constant_rules {
public:
    using programme_type = Programme;
    using member_type = member<Programme>;
    static constexpr bool is_constant = true;

    explicit constant_rules(const Programme& programme) noexcept : programme_(programme) {}

    [[nodiscard]] const Programme& last() const noexcept { return programme_; }
    [[nodiscard]] const Programme& of(const member_type&) const noexcept { return programme_; }
    [[nodiscard]] static member_type& state(member_type& own) noexcept { return own; }
    [[nodiscard]] static const member_type& state(const member_type& own) noexcept { return own; }
    [[nodiscard]] static member_type at(const member_type& own, instant) noexcept { return own; }
    [[nodiscard]] static std::size_t version_of(const member_type&) noexcept { return 0; }
    template <class Event>
    [[nodiscard]] static std::size_t judge_of(const Event&) noexcept {
        return 0;
    }
    [[nodiscard]] static std::uint8_t tier_in_last(const member_type&, std::uint8_t tier) noexcept { return tier; }

private:
    const Programme& programme_;
};

/// The versions of a programme out of text.
template <class Programme>
class versioned_rules : public surroundings<Programme> {
public:
    using programme_type = Programme;
    using member_type = json::versioned_member<Programme>;
    using receipt_type = receipt<Programme>;
    static constexpr bool is_constant = false;
    static constexpr bool takes_receipts = extensions::has_account<Programme, unit::points>;

    explicit versioned_rules(const json::version_list<Programme>& versions) noexcept : versions_(versions) {
        for (const Programme& each : versions.all()) {
            this->add_quotas_of(each);
        }
    }

    [[nodiscard]] const Programme& last() const noexcept { return versions_.last(); }
    [[nodiscard]] const Programme& of(const member_type& own) const noexcept { return versions_.of(own); }
    /// The programme of a receipt.
    template <class Receipt>
    [[nodiscard]] const Programme& of_receipt(const Receipt& slip) const noexcept {
        return versions_.all()[versions_.index_of(slip.version)];
    }
    [[nodiscard]] static member<Programme>& state(member_type& own) noexcept { return own.state; }
    [[nodiscard]] static const member<Programme>& state(const member_type& own) noexcept { return own.state; }
    /// A member as the version of a time has it.
    [[nodiscard]] member_type at(const member_type& own, instant time) const {
        member_type then = own;
        if (versions_.begun_at(time) > version_of(own)) {
            versions_.carry(then, time);
        }
        return then;
    }
    [[nodiscard]] std::size_t version_of(const member_type& own) const noexcept {
        const std::size_t index = versions_.index_of(own.version);
        return index < versions_.all().size() ? index : 0;
    }
    template <class Event>
    [[nodiscard]] std::size_t judge_of(const Event& event) const noexcept {
        return versions_.judge_of(event);
    }
    /// A tier of a member as the last version numbers it.
    [[nodiscard]] std::uint8_t tier_in_last(const member_type& own, std::uint8_t tier) const noexcept {
        return versions_.tier_in(versions_.all().size() - 1, version_of(own), tier);
    }

    template <class Event, class Sink>
    auto apply(member_type& own, const Event& event, Sink& sink) const {
        return versions_.apply(own, event, this->profile(event), sink);
    }
    template <class Event, class Sink>
    auto apply_with_receipt(member_type& own, const Event& event, Sink& sink) const {
        return versions_.apply_with_receipt(own, event, this->profile(event), sink);
    }

private:
    const json::version_list<Programme>& versions_;
};

} // namespace loyalty_run
