// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads the stages of a `points`.
///
/// `[{"per_visit": {"award": "1 stamps"}}, {"cap_at": {"most": "5 stamps", "window": {"calendar_window": "month"}}}]`

#include <loyalty/json/any_window.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/stages.hpp>
#include <loyalty/policies/points/stage.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty::json::reading {

/// The stages of a `points` in their order, and their properties for the rules of that order.
class points_reader {
public:
    points_reader(reader& in, awards& award, any_stages& later) noexcept
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
    using names = std::vector<std::string_view>;
    static inline const names plain{"per_amount", "per_unit", "per_visit", "per_activity", "per_score", "per_delivery"};
    static inline const names by_line{"each_line", "each_unit"};
    static inline const names several{"sum_of", "best_of", "least_of", "first_of"};
    static inline const names changes{"multiply_by", "multiply_by_tier", "add_bonus",
                                      "cap_at",      "round_off",        "round_off_carrying"};
    static constexpr const char* begin_with =
        "points: begin with what is awarded: per_amount, per_unit, per_visit, each_line or each_unit; then "
        "multiply_by, add_bonus, round_off and cap_at in the order in which they shall happen";

    static constexpr const char* begin_offer =
        "offer: begin with what is awarded, once: per_amount, per_unit, per_visit, each_line, each_unit";

    [[nodiscard]] static bool is_in(const names& all, std::string_view name) {
        return std::find(all.begin(), all.end(), name) != all.end();
    }
    [[nodiscard]] static names together(std::initializer_list<names> lists) {
        names all;
        for (const names& each : lists) {
            all.insert(all.end(), each.begin(), each.end());
        }
        return all;
    }

    /// Reads a stage that changes an award, and passes it to `add`.
    template <class Add, class Stage>
    void read_fields(const place& where, const named_place& found, Stage stage, Add add) {
        if (!found.body) {
            if constexpr (Stage::kind != loyalty::detail::stage_kind::round) {
                in_.say(where, std::string(found.name) + " needs its fields");
                return;
            }
        } else {
            fields_.fields(*found.body, found.name, stage);
        }
        add(stage);
    }

    /// The base of `multiply_by`, `multiply_by_tier`, `add_bonus`, `round_off` and a `cap_at` of one basket.
    template <class Add>
    void read_change_of_one(const place& where, const named_place& found, Add add) {
        if (found.name == "multiply_by") {
            read_fields(where, found, multiply_by<condition>{ratio{-1, 1}}, add);
        } else if (found.name == "multiply_by_tier") {
            in_.asks_tier = true;
            multiply_by_tier<tier_count> none{ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1},
                                              ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1}};
            none.factors.denominator = 0;
            read_fields(where, found, none, add);
        } else if (found.name == "add_bonus") {
            read_fields(where, found, add_bonus<awarded, condition>{amount<awarded>{}}, add);
        } else if (found.name == "round_off" && found.body && found.body->find("to")) {
            read_fields(where, found, round_off_to{}, add);
        } else if (found.name == "round_off") {
            read_fields(where, found, round_off{}, add);
        } else {
            read_fields(where, found, cap_at_basket{amount<awarded>{}}, add);
        }
    }

    void read_stage(const place& where, const named_place& found, bool is_first) {
        if (is_in(changes, found.name)) {
            is_first ? in_.say(where, begin_with) : read_change(where, found);
        } else if (!is_in(plain, found.name) && !is_in(by_line, found.name) && !is_in(several, found.name)) {
            in_.expect_one_of(where, found.name, together({plain, by_line, several, changes}));
        } else if (!is_first) {
            in_.say(where, "points: one award begins a policy: give the second per_amount, per_unit or per_visit a "
                           "points{...} of its own, or use add_bonus{...}");
        } else if (!found.body) {
            in_.say(where, std::string(found.name) + " needs its fields");
        } else if (is_in(several, found.name)) {
            read_several(found);
        } else {
            read_award(where, found);
        }
    }

    void read_change(const place& where, const named_place& found) {
        const auto add = [&](const auto& stage) {
            using type = std::remove_cvref_t<decltype(stage)>;
            shapes_.push_back(loyalty::detail::stage_shape::of<type>());
            if constexpr (requires { stage.most.minor_units(); }) {
                lowest_cap_ = (std::min)(lowest_cap_, stage.most.minor_units());
            }
            if (!stages_.add(stage)) {
                in_.say(where, "points: at most " + std::to_string(most_stages) + " stages behind the award");
            }
        };
        if (found.name == "round_off_carrying") {
            if (++carrying_ > 1) {
                in_.say(where, "points: one round_off_carrying at most");
            }
            read_fields(where, found, round_off_carrying{}, add);
        } else if (has_window(found)) {
            if (++windowed_ > most_memories) {
                in_.say(where, "points: at most " + std::to_string(most_memories) + " caps over a window");
            }
            read_fields(where, found, any_stages::cap_at_window{amount<awarded>{}}, add);
        } else {
            read_change_of_one(where, found, add);
        }
    }
    [[nodiscard]] static bool has_window(const named_place& found) {
        const auto window = found.name == "cap_at" && found.body ? found.body->find("window") : std::optional<place>{};
        return window && !(window->at.kind == value_kind::text && window->at.text == criteria::one_basket::name);
    }

    // Awards -------------------------------------------------------------------------------------------------------------

    /// An award, with stages of its own or without.
    void read_award(const place& where, const named_place& found) {
        if (!found.body) {
            in_.say(where, std::string(found.name) + " needs its fields");
        } else if (found.name == "each_line") {
            read_inner(where, *found.body, award_of::each_line);
        } else if (found.name == "each_unit") {
            read_inner(where, *found.body, award_of::each_unit);
        } else if (found.name == "offer") {
            read_inner(where, *found.body, award_of::offer);
        } else {
            read_plain(where, found, award_of::offer);
        }
    }

    void read_plain(const place& where, const named_place& found, award_of by) {
        in_.counting.reset();
        if (found.name == "per_unit") {
            add_award(where, found, per_unit_of{amount<awarded>{}}, by);
        } else if (found.name == "per_visit") {
            add_award(where, found, per_visit_of{amount<awarded>{}}, by);
        } else if (found.name == "per_activity") {
            in_.expect_fact(where, found.name, host_fact::kind);
            add_award(where, found, per_activity_of{amount<awarded>{}}, by);
        } else if (found.name == "per_score") {
            in_.expect_fact(where, found.name, host_fact::score);
            add_award(where, found, per_score_of{amount<awarded>{}}, by);
        } else if (found.name == "per_delivery") {
            add_award(where, found, per_delivery_of{amount<awarded>{}}, by);
        } else if (found.body->find("paid_by")) {
            if (by != award_of::offer) {
                in_.say(where, "each_line and each_unit: tenders pay for a basket, not for a line: use .paid_by() "
                               "outside of them");
            }
            add_award(where, found, per_amount_paid_by{amount<awarded>{}, amount<counted>{}}, by);
        } else {
            add_award(where, found, per_amount_of{amount<awarded>{}, amount<counted>{}}, by);
        }
    }

    template <class Award>
    void add_award(const place& where, const named_place& found, Award award, award_of by) {
        const std::size_t before = in_.count();
        fields_.fields(*found.body, found.name, award);
        if constexpr (requires { award.counted.measure.unit(); }) {
            in_.note_measure(award.counted.measure);
            if (award.counted.measure.what == measures::fact && by != award_of::offer) {
                in_.say(where, "each_line and each_unit: a fact is one of the whole event, not of a line: count it "
                               "outside of them");
            }
            if (in_.count() == before && !award.counted.measure.counts_lines()) {
                in_.say(where, "per_amount: it counts what is bought: use per_activity, per_score or conversion");
            } else if (in_.count() == before && in_.counting != award.counted.measure.unit()) {
                in_.say(where,
                        "per_amount: the basis counts another unit than `per`: give `per` in the unit of the purchase, "
                        "or another measure with .of()");
            }
        }
        smallest_award_ = award.award.minor_units();
        always_gives_ = gives_always(award);
        inner_shapes_ = {{loyalty::detail::stage_kind::base, Award::is_whole, false}};
        if (!awards_.add(award, by)) {
            in_.say(where, "points: at most " + std::to_string(most_awards) + " awards");
        }
        note_award(Award::is_whole);
    }
    /// The shape of all awards together: they are whole if each of them is.
    void note_award(bool is_whole) {
        const bool are_whole = is_whole && (shapes_.empty() || shapes_[0].is_whole);
        shapes_.resize(1);
        shapes_[0] = {loyalty::detail::stage_kind::base, are_whole, false};
    }
    template <class Award>
    [[nodiscard]] static bool gives_always(const Award& award) {
        if constexpr (std::is_same_v<Award, per_visit_of>) {
            return award.condition.is_always();
        } else if constexpr (std::is_same_v<Award, per_unit_of>) {
            return award.counted.where.is_always();
        } else if constexpr (std::is_same_v<Award, per_amount_of>) {
            return award.counted.where.is_always() && award.counted.measure == measure{};
        } else {
            return false;
        }
    }

    /// `[{"per_amount": ...}, {"round_off": "floor"}]`: for each line, for each piece, or as an offer.
    void read_inner(const place& where, const place& body, award_of by) {
        is_plain_ = false;
        const place list = without_key(body, "stages");
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        const std::vector<loyalty::detail::stage_shape> outside = shapes_;
        const std::size_t before = in_.count();
        for (std::size_t i = 0; i < list.at.items.size(); ++i) {
            const auto found = in_.named(list.item(i));
            if (found && i == 0) {
                read_inner_award(list.item(i), *found, by);
            } else if (found) {
                read_inner_change(list.item(i), *found, by);
            }
        }
        if (list.at.items.empty()) {
            in_.say(list, by == award_of::offer ? begin_offer : begin_with);
        } else if (in_.count() == before) {
            check_inner(where, by);
            shapes_ = outside;
            note_award(loyalty::detail::is_whole_behind(inner_shapes_));
        }
    }
    void read_inner_award(const place& where, const named_place& found, award_of by) {
        names allowed{"per_amount", "per_unit", "per_visit"};
        if (by == award_of::offer) {
            allowed = plain;
        }
        if (is_in(changes, found.name)) {
            in_.say(where, by == award_of::offer ? begin_offer : begin_with);
        } else if (!is_in(allowed, found.name)) {
            in_.expect_one_of(where, found.name, allowed);
        } else if (!found.body) {
            in_.say(where, std::string(found.name) + " needs its fields");
        } else {
            read_plain(where, found, by);
        }
    }
    void read_inner_change(const place& where, const named_place& found, award_of by) {
        if (found.name == "round_off_carrying" || has_window(found)) {
            in_.say(where, by == award_of::offer
                               ? "offer: stages that remember (round_off_carrying, cap_at with a window) belong after "
                                 "best_of, least_of or first_of"
                               : "each_line and each_unit: stages that remember (round_off_carrying, cap_at with a "
                                 "window) belong behind them");
        } else if (!is_in(changes, found.name)) {
            in_.expect_one_of(where, found.name,
                              {"multiply_by", "multiply_by_tier", "add_bonus", "cap_at", "round_off"});
        } else {
            read_change_of_one(where, found, [&](const auto& stage) { add_inner(where, stage, by); });
        }
    }
    template <class Stage>
    void add_inner(const place& where, const Stage& stage, award_of by) {
        inner_shapes_.push_back(loyalty::detail::stage_shape::of<Stage>());
        if constexpr (requires { stage.above; }) {
            if (by == award_of::offer && stage.above == choices::above_cap::reject) {
                in_.say(where, "offer: put a cap_at that rejects after the choice");
            }
            if (stage.most.minor_units() < smallest_award_) {
                in_.say(where, "cap_at: the cap lies below the smallest award: raise the cap or lower the award");
            }
        }
        if (awards_.size() != 0 && !awards_.add_inner(stage)) {
            in_.say(where, "points: at most " + std::to_string(most_inner_stages) + " stages inside of the awards");
        }
    }
    void check_inner(const place& where, award_of by) {
        if (!loyalty::detail::caps_come_last(inner_shapes_)) {
            in_.say(where,
                    by == award_of::offer
                        ? "offer: put cap_at after every multiply_by and add_bonus: what comes after a cap would "
                          "pass it"
                        : "each_line and each_unit: the stages inside must award one unit, and put cap_at after "
                          "every multiply_by and add_bonus");
        }
        always_gives_ = false;
    }

    /// `[{"per_amount": ...}, {"offer": [...]}]`
    void read_several(const named_place& found) {
        is_plain_ = false;
        const place list = without_key(*found.body, "awards");
        if (!in_.expect(list, value_kind::list)) {
            return;
        }
        if (list.at.items.empty() || list.at.items.size() > most_awards) {
            in_.say(list, "expected 1 to " + std::to_string(most_awards) + " awards, found " +
                              std::to_string(list.at.items.size()));
            return;
        }
        awards_.how = static_cast<combining>(std::find(several.begin(), several.end(), found.name) - several.begin());
        const names allowed = together({plain, by_line, {"offer"}});
        for (std::size_t i = 0; i < list.at.items.size(); ++i) {
            const auto one = in_.named(list.item(i));
            if (one && !is_in(allowed, one->name)) {
                in_.expect_one_of(list.item(i), one->name, allowed);
            } else if (one) {
                always_gives_ = false;
                read_award(list.item(i), *one);
                if (awards_.how == combining::first_of && always_gives_ && i + 1 < list.at.items.size()) {
                    in_.say(list.item(i), "first_of: an award without a condition always gives, and the awards behind "
                                          "it are never reached: put it last");
                }
            }
        }
    }

    void check_order(const place& list) {
        if (shapes_.empty()) {
            in_.say(list, begin_with);
        } else if (!loyalty::detail::caps_come_last(shapes_)) {
            in_.say(list,
                    "points: put cap_at after every multiply_by and add_bonus: what comes after a cap would pass it");
        } else if (!loyalty::detail::is_whole_behind(shapes_)) {
            in_.say(list, "points: end with round_off{rounding::...}: a fraction of a point cannot be granted");
        } else if (!loyalty::detail::windowed_caps_are_whole(shapes_)) {
            in_.say(list,
                    "points: put round_off{...} before a cap_at over a window: the window counts what was granted");
        } else if (is_plain_ && lowest_cap_ < smallest_award_) {
            in_.say(list, "cap_at: the cap lies below the smallest award: raise the cap or lower the award");
        }
    }

    reader& in_;
    field_reader fields_;
    awards& awards_;
    any_stages& stages_;
    std::vector<loyalty::detail::stage_shape> shapes_;
    std::vector<loyalty::detail::stage_shape> inner_shapes_;
    std::int64_t smallest_award_ = 0;
    std::int64_t lowest_cap_ = (std::numeric_limits<std::int64_t>::max)();
    std::size_t carrying_ = 0;
    std::size_t windowed_ = 0;
    bool is_plain_ = true; ///< one award without stages of its own
    bool always_gives_ = false;
};

} // namespace loyalty::json::reading
