// SPDX-License-Identifier: BSL-1.0
//
// Several programmes of one currency over one stream, in one pass: each batch is read once, and each programme evaluates it.

#include "comparison.hpp"
#include "file_zone.hpp"
#include "interruption.hpp"
#include "lane.hpp"
#include "reading.hpp"
#include "rules_file.hpp"
#include "rules_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

namespace {

/// The rules of a lane, which its programme refers to.
class lane_rules {
public:
    lane_rules(const variant& from, bool has_profiles)
        : name(from.name), read_(read_rules({from.path}, {from.rules}, has_profiles)), notes_(notes_of(read_)) {
        notes_.joined_reader = has_profiles ? joined_reader_of({from.path}, {from.rules}) : std::string();
    }
    lane_rules(const lane_rules&) = delete;
    lane_rules& operator=(const lane_rules&) = delete;

    [[nodiscard]] const programme_notes& notes() const noexcept { return notes_; }
    [[nodiscard]] bool takes_returns() const noexcept { return read_.shared().has_lots; }
    /// The file is read once for all, by the first of them.
    void take_messages_of(const lane_rules& other) {
        for (const auto part : {&message_kinds::links, &message_kinds::tells}) {
            auto& own = notes_.messages.*part;
            own.insert(own.end(), (other.notes_.messages.*part).begin(), (other.notes_.messages.*part).end());
        }
    }

    [[nodiscard]] std::unique_ptr<lane> made(const options& asked, stream_names& names, bool may_have_returns) {
        return form_of(read_, asked)->beside_others(notes_, asked, names, may_have_returns);
    }

    std::string name;

    [[nodiscard]] rules_versions& read() noexcept { return read_; }

private:
    rules_versions read_;
    programme_notes notes_;
};

/// The layout of the file: that of the command line, else that which all rules name.
[[nodiscard]] chosen_layout layout_of_lanes(const std::vector<std::unique_ptr<lane_rules>>& rules,
                                            const options& asked) {
    const std::string first = rules.front()->notes().layout;
    for (const auto& each : rules) {
        if (asked.layout.empty() && asked.stream.empty() && each->notes().layout != first) {
            throw failure{
                exit_code::wrong_use,
                fmt::format("compare: the rules of {} are for files in the layout {}, those of {} in {}: say with "
                            "--layout which the file has",
                            rules.front()->name, first, each->name, each->notes().layout)};
        }
    }
    chosen_layout layout;
    const programme_notes& notes = rules.front()->notes();
    choose_layout(asked, first, {notes.currency_digits, notes.points_digits()}, {}, layout);
    return layout;
}

/// Throws if a column of points has other minor units in one programme than in the first: each event is read once for all.
void check_points(const lane_rules& first, const lane_rules& other, bool has_points) {
    const int digits = first.notes().points_digits();
    if (has_points && other.notes().points_digits() != digits) {
        throw failure{
            exit_code::wrong_use,
            fmt::format("compare: points have {} decimals under {} and {} under {}, and the file has a column of "
                        "them, points_redeemed: give both the same digits in \"units\"",
                        digits, first.name, other.notes().points_digits(), other.name)};
    }
}

[[nodiscard]] bool name_equal_categories(const programme_notes& left, const programme_notes& right) noexcept {
    return std::equal(left.categories.begin(), left.categories.end(), right.categories.begin(), right.categories.end(),
                      [](const named_code& one, const named_code& other) {
                          return one.name == other.name && one.code == other.code;
                      });
}

} // namespace

comparison_result compare_all(const std::vector<variant>& variants, const options& asked) {
    std::vector<std::unique_ptr<lane_rules>> rules;
    for (const variant& each : variants) {
        rules.push_back(std::make_unique<lane_rules>(each, !asked.profiles.empty()));
    }
    std::vector<rules_versions*> all_read;
    for (const auto& each : rules) {
        if (each != rules.front()) {
            rules.front()->take_messages_of(*each);
        }
        all_read.push_back(&each->read());
    }
    seed_wheels(all_read, asked);
    const auto any = [&](auto is) { return std::any_of(rules.begin(), rules.end(), is); };
    const bool takes_returns = any([](const auto& each) { return each->takes_returns(); });
    const bool differ =
        any([&](const auto& each) { return !name_equal_categories(each->notes(), rules.front()->notes()); });
    const file_zone zone = file_zone::of(asked.zone);
    reading input(asked, rules.front()->notes(), layout_of_lanes(rules, asked), takes_returns, zone, differ);
    std::vector<std::unique_ptr<lane>> lanes;
    for (const auto& each : rules) {
        check_points(*rules.front(), *each, input.has_column(csv_fact::points_redeemed));
        lanes.push_back(each->made(asked, input.names(), input.may_have_returns()));
    }
    comparison_result result;
    result.currency = rules.front()->notes().currency;
    result.currency_digits = rules.front()->notes().currency_digits;
    const auto is_last = [&](std::uint32_t member, instant time) {
        return std::any_of(lanes.begin(), lanes.end(), [&](const auto& each) { return each->is_last(member, time); });
    };
    const auto evaluate = [&](std::span<sale> events, std::size_t members) {
        result.spent.resize(std::max(members, result.spent.size()));
        for (const sale& each : events) {
            for (const auto& line : each.lines) {
                const std::int64_t net = each.is_return ? -line.net.minor_units() : line.net.minor_units();
                result.spent_overflow = !add_to(result.spent[each.member], net) || result.spent_overflow;
            }
        }
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            if (differ) {
                input.name_categories_by(rules[i]->notes(), events);
            }
            lanes[i]->evaluate(events, members);
        }
    };
    input.read(evaluate, is_last);
    const std::size_t members = input.names().members.size();
    for (std::uint32_t i = 0; i < members; ++i) {
        result.members.emplace_back(input.names().members.text(i));
    }
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        result.lanes.push_back(lanes[i]->finish(members, rules[i]->name));
        lanes[i].reset(); // its members are done with
    }
    if (input.lines() + input.malformed() != 0 && members == 0 && !interruption::has_cut_input) {
        throw failure{exit_code::wrong_input, input.nothing_counted(0)};
    }
    return result;
}

} // namespace loyalty_run
