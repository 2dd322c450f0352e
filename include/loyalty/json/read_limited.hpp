// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads awards that come out of a quota.
///
/// `{"quota": {"number": 1, "whole": "10000 points"}, "policy": {"points": [...]}, "otherwise": "all_or_nothing"}`

#include <loyalty/json/limited_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty::json::reading {

/// A quota as the rules before have named it.
struct known_quota {
    std::uint32_t number = 0;
    std::int64_t whole = 0;
    count_unit unit{};

    [[nodiscard]] friend bool operator==(const known_quota&, const known_quota&) = default;
};

/// The quotas of a programme, of all its versions.
using known_quotas = std::vector<known_quota>;

/// Notes a quota, and says a mistake if a rule before names another whole for its number, or there are too many.
inline void remember_quota(reader& in, const place& where, const known_quota& own, known_quotas& known) {
    for (const known_quota& each : known) {
        if (each.number == own.number) {
            if (each != own) {
                in.say(where, "quota: rules before it give the quota of this number another whole: rules that share "
                              "a quota name the same");
            }
            return;
        }
    }
    if (known.size() == most_quotas) {
        in.say(where, "a programme has at most " + std::to_string(most_quotas) + " quotas");
        return;
    }
    known.push_back(own);
}

/// Reads a `limited`: `begin`, then the policy in it, then `finish`. `known` are the quotas of the programme so far.
template <class Currency>
class limited_reader {
public:
    limited_reader(reader& in, known_quotas& known) noexcept : in_{in}, known_{known} {}

    /// Returns the policy with its body, unless a mistake stands in its way.
    [[nodiscard]] std::optional<named_place> begin(const place& body) {
        if (!in_.expect(body, value_kind::object)) {
            return std::nullopt;
        }
        before_ = in_.count();
        in_.refuse_other_keys(body, "limited", {"quota", "policy", "otherwise"});
        if (const auto quota = body.find("quota")) {
            quota_at_.emplace(*quota);
        }
        const auto policy = body.find("policy");
        if (!quota_at_ || !policy) {
            in_.say(body, std::string("limited needs \"") +
                              (quota_at_ ? "policy\": what is awarded" : "quota\": what members share"));
            return std::nullopt;
        }
        if (const auto where = body.find("otherwise")) {
            in_.read(*where, otherwise_);
        }
        static const std::vector<std::string_view> policies{"points", "spend_threshold", "cashback", "stamp_card",
                                                            "streak", "levels",          "hunt"};
        const auto found = in_.named(*policy);
        if (found && std::find(policies.begin(), policies.end(), found->name) == policies.end()) {
            in_.expect_one_of(*policy, found->name, policies);
        } else if (found && !found->body) {
            in_.say(*policy, "limited: " + std::string(found->name) + " needs its fields");
        } else {
            return found;
        }
        return std::nullopt;
    }

    /// Calls `add(place, mistakes before, rule)` with the rule that takes the awards of `inner` out of the quota.
    template <class Rule, class Add>
    void finish(const place& where, const Rule& inner, Add add) {
        using kind = kinds<Currency>;
        if constexpr (std::is_same_v<Rule, typename kind::points_rule> ||
                      std::is_same_v<Rule, typename kind::rolling_points_rule> ||
                      std::is_same_v<Rule, typename kind::template every_rule<any_window>> ||
                      std::is_same_v<Rule, typename kind::template once_rule<any_window>> ||
                      std::is_same_v<Rule, typename kind::template every_rule<window>> ||
                      std::is_same_v<Rule, typename kind::template once_rule<window>> ||
                      std::is_same_v<Rule, typename kind::template every_rule<criteria::calendar_window>> ||
                      std::is_same_v<Rule, typename kind::template once_rule<criteria::calendar_window>> ||
                      std::is_same_v<Rule, levels_rule<Currency>>) {
            make<awarded>(where, inner.granting, inner.counting, inner.policy, add);
        } else if constexpr (std::is_same_v<Rule, typename kind::cashback_rule> ||
                             std::is_same_v<Rule, typename kind::rolling_cashback_rule>) {
            make<Currency>(where, award_unit::money, count_unit::money, inner, add);
        } else if constexpr (is_game<Rule>) {
            make<unit::items>(where, award_unit::points, count_unit::visits, inner, add);
        } else {
            in_.say(where, "limited: an award with such a window takes nothing out of a quota: give it a "
                           "calendar_window, or to a spend_threshold the window of a campaign, or none");
        }
    }

private:
    template <class Rule>
    static constexpr bool is_game =
        detail::lists<limited_rule<Currency, unit::items, Rule>, typename kinds<Currency>::of_quotas> &&
        !detail::lists<limited_rule<Currency, awarded, Rule>, typename kinds<Currency>::of_quotas>;

    /// `Unit` is that of a budget; in items awards are counted.
    template <class Unit, class Policy, class Add>
    void make(const place& where, award_unit granting, count_unit counting, const Policy& policy, Add& add) {
        in_.granting = granting;
        counts_awards_ = std::is_same_v<Unit, unit::items>;
        if (in_.count() == before_) {
            read_quota(*quota_at_);
        }
        if (counts_awards_) {
            in_.granting.reset(); // what a game awards was noted as it was read
        }
        if (in_.count() != before_) {
            return;
        }
        const auto rule_of = [&](auto whole) {
            using rule = limited_rule<Currency, typename decltype(whole)::unit, Policy>;
            return rule{granting, counting, typename rule::policy_type{{quota_.number, whole}, policy, otherwise_}};
        };
        if (quota_.unit == count_unit::items) {
            add(where, before_, rule_of(amount<unit::items>::from_minor_units(quota_.whole)));
        } else {
            add(where, before_, rule_of(amount<Unit>::from_minor_units(quota_.whole)));
        }
    }

    /// `{"number": 1, "whole": "10000 points"}`, in the unit of the award, or in items, which are awards.
    void read_quota(const place& where) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        in_.refuse_other_keys(where, "quota", {"number", "whole"});
        const auto number = where.find("number");
        const auto whole = where.find("whole");
        if (!number || !whole) {
            in_.say(where, std::string("quota needs \"") + (number ? "whole\": how much there is in all"
                                                                   : "number\": the number by which rules share it"));
            return;
        }
        if (!in_.read(*number, quota_.number)) {
            return;
        }
        read_whole(*whole);
        remember_quota(in_, where, quota_, known_);
    }
    void read_whole(const place& where) {
        const auto counting = in_.counting;
        amount<counted> whole{};
        const std::size_t before = in_.count();
        in_.read(where, whole);
        quota_.unit = in_.counting.value_or(count_unit::items);
        quota_.whole = whole.minor_units();
        in_.counting = counting;
        if (in_.count() != before) {
            return;
        }
        if (quota_.whole < 1) {
            in_.say(where, "quota: the whole must be above zero");
        } else if (quota_.unit != count_unit::items && counts_awards_) {
            in_.say(where,
                    "quota: a card, a streak or a hunt may award several units, so its quota counts awards: give "
                    "the whole in items");
        } else if (quota_.unit != count_unit::items && quota_.unit != counted_as(*in_.granting)) {
            in_.say(where, "quota: the whole is in the unit of the award, or in items, which are awards");
        }
    }

    reader& in_;
    known_quotas& known_;
    known_quota quota_{};
    std::optional<place> quota_at_{};
    choices::short_quota otherwise_ = choices::short_quota::clamp;
    std::size_t before_ = 0;
    bool counts_awards_ = false; ///< and nothing else, since they may have several units
};

} // namespace loyalty::json::reading
