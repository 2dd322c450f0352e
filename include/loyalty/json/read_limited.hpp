// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads awards that come out of a quota.
///
/// `{"quota": {"number": 1, "whole": "10000 points"}, "policy": {"points": [...]}, "otherwise": "all_or_nothing"}`

#include <loyalty/json/limited_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_inner_points.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
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

/// Calls `add(place, mistakes before, rule)` with the rule that it reads. `known` are the quotas of the programme so far.
template <class Currency>
class limited_reader {
public:
    limited_reader(reader& in, known_quotas& known) noexcept : in_{in}, known_{known} {}

    template <class Add>
    void read(const place& body, Add add) {
        if (!in_.expect(body, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        in_.refuse_other_keys(body, "limited", {"quota", "policy", "otherwise"});
        const auto quota = body.find("quota");
        const auto policy = body.find("policy");
        if (!quota || !policy) {
            in_.say(body, std::string("limited needs \"") +
                              (quota ? "policy\": what is awarded" : "quota\": what members share"));
            return;
        }
        const points_of awards = read_inner_points(in_, *policy, "limited");
        auto otherwise = choices::short_quota::clamp;
        if (const auto where = body.find("otherwise")) {
            in_.read(*where, otherwise);
        }
        if (in_.count() == before) {
            read_quota(*quota);
        }
        const award_unit granting = in_.granting.value_or(award_unit::points);
        const count_unit counting = in_.counting.value_or(count_unit::money);
        if (in_.count() != before) {
            return;
        }
        if (quota_.unit == count_unit::items) {
            add(body, before, made<unit::items>(granting, counting, awards, otherwise));
        } else {
            add(body, before, made<awarded>(granting, counting, awards, otherwise));
        }
    }

private:
    template <class Unit>
    [[nodiscard]] limited_rule<Currency, Unit> made(award_unit granting, count_unit counting, const points_of& awards,
                                                    choices::short_quota otherwise) const {
        using rule = limited_rule<Currency, Unit>;
        return {granting, counting,
                typename rule::policy_type{
                    {quota_.number, amount<Unit>::from_minor_units(quota_.whole)}, awards, otherwise}};
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
        remember(where);
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
        } else if (quota_.unit != count_unit::items && quota_.unit != counted_as(*in_.granting)) {
            in_.say(where, "quota: the whole is in the unit of the award, or in items, which are awards");
        }
    }
    void remember(const place& where) {
        for (const known_quota& each : known_) {
            if (each.number == quota_.number) {
                if (each != quota_) {
                    in_.say(where,
                            "quota: rules before it give the quota of this number another whole: rules that share "
                            "a quota name the same");
                }
                return;
            }
        }
        if (known_.size() == most_quotas) {
            in_.say(where, "a programme has at most " + std::to_string(most_quotas) + " quotas");
            return;
        }
        known_.push_back(quota_);
    }

    reader& in_;
    known_quotas& known_;
    known_quota quota_{};
};

} // namespace loyalty::json::reading
