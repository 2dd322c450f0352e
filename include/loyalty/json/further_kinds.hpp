// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Kinds of rules that few programmes have. None of them lies in the way of the others: see `detail::is_rare`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/policies/paid_membership.hpp>
#include <loyalty/policies/reactivation.hpp>
#include <loyalty/policies/tier_floor.hpp>

namespace loyalty::json {

struct membership_of : paid_membership {
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;
};

struct floor_of : tier_floor {
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;
};

/// `{"reactivation": {"award": "200 points", "days": 90}}`
struct reactivation_of : social::reactivation<awarded> {
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;
    using social::reactivation<awarded>::reactivation;
};
template <class Currency>
struct reactivation_rule : in_unit<Currency, reactivation_of> {};

} // namespace loyalty::json
