// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads the stages of a `points`.
///
/// `[{"per_visit": {"award": "1 stamps"}}, {"cap_at": {"most": "5 stamps", "window": {"calendar_window": "month"}}}]`

#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/stages.hpp>
#include <loyalty/policies/points/stage.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty::json::reading {

/// The stages of a `points` in their order, and what the rules of their order need to know of them.
class points_reader {
public:
    points_reader(reader& in, awards& award, stages& later) noexcept
        : in_{in}, fields_{in}, awards_{award}, stages_{later} {}

    void read(const place& where) {
        const place list = without_key(where, "stages");
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        const std::size_t before = in_.count();
        for (std::size_t i = 0; i < list.at.items.size(); ++i) {
            if (const auto found = in_.named(list.item(i))) {
                read_stage(list.item(i), *found, i == 0);
            }
        }
        if (in_.count() == before) {
            check_order(list);
        }
    }

private:
    template <class Stage>
    void add(const place& where, const named_place& found, Stage stage) {
        if (!found.body) {
            if constexpr (!std::is_same_v<Stage, round_off> && !std::is_same_v<Stage, round_off_carrying>) {
                in_.say(where, std::string(found.name) + " needs its fields");
                return;
            }
        } else {
            fields_.fields(*found.body, found.name, stage);
        }
        shapes_.push_back(loyalty::detail::stage_shape::of<Stage>());
        if constexpr (requires { stage.most; }) {
            lowest_cap_ = stage.most.minor_units() < lowest_cap_ ? stage.most.minor_units() : lowest_cap_;
        }
        if (!stages_.add(stage)) {
            in_.say(where, "points: at most " + std::to_string(most_stages) + " stages behind the award");
        }
    }

    void read_stage(const place& where, const named_place& found, bool is_first) {
        static const std::vector<std::string_view> bases{"per_amount", "per_unit", "per_visit", "sum_of"};
        static const std::vector<std::string_view> changes{"multiply_by", "multiply_by_tier", "add_bonus",
                                                           "cap_at",      "round_off",        "round_off_carrying"};
        const auto is_in = [&](const auto& names) {
            return std::find(names.begin(), names.end(), found.name) != names.end();
        };
        if (is_in(bases)) {
            if (!is_first) {
                in_.say(where, "points: one award begins a policy: give the second per_amount, per_unit or per_visit a "
                               "points{...} of its own, or use add_bonus{...}");
            } else {
                read_award(where, found);
            }
        } else if (!is_in(changes)) {
            std::vector<std::string_view> all = bases;
            all.insert(all.end(), changes.begin(), changes.end());
            in_.expect_one_of(where, found.name, all);
        } else if (is_first) {
            in_.say(where,
                    "points: begin with what is awarded: per_amount, per_unit, per_visit, each_line or each_unit; then "
                    "multiply_by, add_bonus, round_off and cap_at in the order in which they shall happen");
        } else {
            read_change(where, found);
        }
    }

    void read_change(const place& where, const named_place& found) {
        if (found.name == "multiply_by") {
            add(where, found, multiply_by<condition>{ratio{-1, 1}});
        } else if (found.name == "multiply_by_tier") {
            in_.asks_tier = true;
            multiply_by_tier<tier_count> none{ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1},
                                              ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1}};
            none.factors.denominator = 0;
            add(where, found, none);
        } else if (found.name == "add_bonus") {
            add(where, found, add_bonus<awarded, condition>{amount<awarded>{}});
        } else if (found.name == "round_off") {
            add(where, found, round_off{});
        } else if (found.name == "round_off_carrying") {
            if (++carrying_ > 1) {
                in_.say(where, "points: one round_off_carrying at most");
            }
            add(where, found, round_off_carrying{});
        } else if (found.body && found.body->find("window") && !is_basket(*found.body->find("window"))) {
            if (++windowed_ > most_memories) {
                in_.say(where, "points: at most " + std::to_string(most_memories) + " caps over a window");
            }
            add(where, found, cap_at_window{amount<awarded>{}});
        } else {
            add(where, found, cap_at_basket{amount<awarded>{}});
        }
    }
    [[nodiscard]] static bool is_basket(const place& where) {
        return where.at.kind == value_kind::text && where.at.text == criteria::one_basket::name;
    }

    void read_award(const place& where, const named_place& found) {
        if (!found.body) {
            in_.say(where, std::string(found.name) + " needs its fields");
            return;
        }
        if (found.name == "sum_of") {
            read_sum(without_key(*found.body, "awards"));
            return;
        }
        in_.counting.reset();
        if (found.name == "per_unit") {
            add_award(where, found, per_unit_of{amount<awarded>{}});
        } else if (found.name == "per_visit") {
            add_award(where, found, per_visit_of{amount<awarded>{}});
        } else if (found.body->find("paid_by")) {
            add_award(where, found, per_amount_paid_by{amount<awarded>{}, amount<counted>{}});
        } else {
            add_award(where, found, per_amount_of{amount<awarded>{}, amount<counted>{}});
        }
    }

    void read_sum(const place& list) {
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        if (list.at.items.empty() || list.at.items.size() > most_awards) {
            in_.say(list, "expected 1 to " + std::to_string(most_awards) + " awards, found " +
                              std::to_string(list.at.items.size()));
            return;
        }
        for (std::size_t i = 0; i < list.at.items.size(); ++i) {
            const auto found = in_.named(list.item(i));
            if (!found) {
                continue;
            }
            if (found->name != "per_amount" && found->name != "per_unit" && found->name != "per_visit") {
                in_.expect_one_of(list.item(i), found->name, {"per_amount", "per_unit", "per_visit"});
            } else {
                read_award(list.item(i), *found);
            }
        }
        is_sum_ = true;
    }

    template <class Award>
    void add_award(const place& where, const named_place& found, Award award) {
        const std::size_t before = in_.count();
        fields_.fields(*found.body, found.name, award);
        if constexpr (requires { award.per; }) {
            if (in_.count() == before && in_.counting != award.counted.measure.unit()) {
                in_.say(where,
                        "per_amount: the basis counts another unit than `per`: give `per` in the unit of the purchase, "
                        "or another measure with .of()");
            }
        }
        smallest_award_ = award.award.minor_units();
        const bool is_whole = Award::is_whole && (shapes_.empty() || shapes_[0].is_whole);
        shapes_.resize(1);
        shapes_[0] = {loyalty::detail::stage_kind::base, is_whole, false};
        awards_.add(award);
    }

    void check_order(const place& list) {
        if (shapes_.empty()) {
            in_.say(list,
                    "points: begin with what is awarded: per_amount, per_unit, per_visit, each_line or each_unit; then "
                    "multiply_by, add_bonus, round_off and cap_at in the order in which they shall happen");
        } else if (!loyalty::detail::caps_come_last(shapes_)) {
            in_.say(list,
                    "points: put cap_at after every multiply_by and add_bonus: what comes after a cap would pass it");
        } else if (!loyalty::detail::is_whole_behind(shapes_)) {
            in_.say(list, "points: end with round_off{rounding::...}: a fraction of a point cannot be granted");
        } else if (!loyalty::detail::windowed_caps_are_whole(shapes_)) {
            in_.say(list,
                    "points: put round_off{...} before a cap_at over a window: the window counts what was granted");
        } else if (!is_sum_ && lowest_cap_ < smallest_award_) {
            in_.say(list, "cap_at: the cap lies below the smallest award: raise the cap or lower the award");
        }
    }

    reader& in_;
    field_reader fields_;
    awards& awards_;
    stages& stages_;
    std::vector<loyalty::detail::stage_shape> shapes_;
    std::int64_t smallest_award_ = 0;
    std::int64_t lowest_cap_ = (std::numeric_limits<std::int64_t>::max)();
    std::size_t carrying_ = 0;
    std::size_t windowed_ = 0;
    bool is_sum_ = false;
};

} // namespace loyalty::json::reading
