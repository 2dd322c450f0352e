// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The difference of two programmes, field by field.
///
///     rules/2 points/stages/1 per_amount/award: "1 points" became "2 points"
///     rules/3 stamp_card: only in the second
///
/// Rules, stages and other lists are matched in their order and by name, so that a rule put between others is one difference.

#include <loyalty/config.hpp>
#include <loyalty/explain/description.hpp>
#include <loyalty/explain/leaflet.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io::descriptions {

/// One place in which two programmes differ. A side that has nothing there is empty.
struct difference {
    std::string place{};
    std::string first{};
    std::string second{};

    [[nodiscard]] friend bool operator==(const difference&, const difference&) = default;
};

/// Compares two descriptions.
class difference_finder {
public:
    difference_finder(const description& first, const description& second)
        : writers_{leaflet_writer{first, leaflet_english}, leaflet_writer{second, leaflet_english}} {
        value("programme", first.name, second.name);
        value("version", std::to_string(first.version), std::to_string(second.version));
        value("description", first.note, second.note);
        value("currency", first.currency, second.currency);
        value("from", first.from, second.from);
        value("until", first.until, second.until);
        value("day_start_seconds", std::to_string(first.day_start_seconds), std::to_string(second.day_start_seconds));
        value("tiers", joined(first.tiers), joined(second.tiers));
        value("categories", joined(named(first)), joined(named(second)));
        list("rules", first.rules, second.rules);
        fields("", first.further, second.further);
    }

    std::vector<difference> found;

private:
    [[nodiscard]] static std::string joined(const std::vector<std::string>& items) {
        std::string text;
        for (const std::string& each : items) {
            text += (text.empty() ? "" : ", ") + each;
        }
        return text;
    }
    [[nodiscard]] static std::vector<std::string> named(const description& what) {
        std::vector<std::string> names;
        for (const auto& [name, code] : what.categories) {
            names.push_back(name + " (" + code + ')');
        }
        return names;
    }
    void value(const std::string& place, const std::string& first, const std::string& second) {
        if (first != second) {
            found.push_back({place, first, second});
        }
    }
    /// The text of a part: a value as it stands, anything else as a phrase.
    [[nodiscard]] std::string said(const part* what, std::size_t side) const {
        return what == nullptr                   ? std::string()
               : what->what == part::kind::value ? what->text
                                                 : writers_[side].phrase_of(*what);
    }

    void compare(const std::string& place, const part& first, const part& second) {
        if (first == second) {
            return;
        }
        if (first.what != second.what || first.name != second.name || first.what == part::kind::value) {
            found.push_back({place, said(&first, 0), said(&second, 1)});
        } else if (first.what == part::kind::list) {
            list(place, first.items, second.items);
        } else {
            value(place + "/name", first.called, second.called);
            fields(place, first.fields, second.fields);
        }
    }

    void fields(const std::string& place, const std::vector<field>& first, const std::vector<field>& second) {
        const auto name_in = [&](const field& of) {
            return place.empty() || of.name.empty() ? place + of.name : place + '/' + of.name;
        };
        for (const field& each : first) {
            const auto other =
                std::find_if(second.begin(), second.end(), [&](const field& one) { return one.name == each.name; });
            if (other == second.end()) {
                found.push_back({name_in(each), said(&each.value, 0), {}});
            } else {
                compare(name_in(each), each.value, other->value);
            }
        }
        for (const field& each : second) {
            if (std::none_of(first.begin(), first.end(), [&](const field& one) { return one.name == each.name; })) {
                found.push_back({name_in(each), {}, said(&each.value, 1)});
            }
        }
    }

    [[nodiscard]] static std::string numbered(const std::string& place, std::size_t index, const part& item) {
        return place + '/' + std::to_string(index + 1) + (item.name.empty() ? "" : ' ' + item.name);
    }

    /// How well two items match: 2 if they are equal, 1 if they are rules of one name or values, else 0.
    [[nodiscard]] static std::size_t likeness(const part& first, const part& second) {
        return first == second ? 2 : first.what == second.what && first.name == second.name ? 1 : 0;
    }
    /// Items are matched in their order, so that the sum of what matches is the largest.
    void list(const std::string& place, const std::vector<part>& first, const std::vector<part>& second) {
        // best[i][j]: of the lists from i and j on.
        std::vector<std::vector<std::size_t>> best(first.size() + 1, std::vector<std::size_t>(second.size() + 1, 0));
        for (std::size_t i = first.size(); i-- > 0;) {
            for (std::size_t j = second.size(); j-- > 0;) {
                best[i][j] =
                    (std::max)({best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness(first[i], second[j])});
            }
        }
        std::size_t i = 0;
        std::size_t j = 0;
        while (i < first.size() || j < second.size()) {
            const bool both = i < first.size() && j < second.size();
            const std::size_t like = both ? likeness(first[i], second[j]) : 0;
            if (like != 0 && best[i][j] == best[i + 1][j + 1] + like) {
                compare(numbered(place, i, first[i]), first[i], second[j]);
                ++i;
                ++j;
            } else if (j == second.size() || (i < first.size() && best[i + 1][j] == best[i][j])) {
                found.push_back({numbered(place, i, first[i]), said(&first[i], 0), {}});
                ++i;
            } else {
                found.push_back({numbered(place, j, second[j]), {}, said(&second[j], 1)});
                ++j;
            }
        }
    }

    leaflet_writer writers_[2];
};

/// All places in which two programmes differ; none if they are the same.
[[nodiscard]] inline std::vector<difference> differences(const description& first, const description& second) {
    return difference_finder{first, second}.found;
}

/// The same of programmes with versions, which are matched by their numbers. A place then begins with its version.
[[nodiscard]] inline std::vector<difference> differences(const std::vector<description>& first,
                                                         const std::vector<description>& second) {
    if (first.size() == 1 && second.size() == 1) {
        return differences(first.front(), second.front());
    }
    const auto like = [](const std::vector<description>& all, const description& one) {
        return std::find_if(all.begin(), all.end(), [&](const description& each) {
            return each.version == one.version && (one.version != 0 || each.from == one.from);
        });
    };
    const auto named = [](const description& one) {
        return one.version == 0 ? "from " + one.from : "version " + std::to_string(one.version);
    };
    std::vector<difference> found;
    for (const description& each : first) {
        const auto other = like(second, each);
        if (other == second.end()) {
            found.push_back({named(each), leaflet(each), {}});
            continue;
        }
        for (difference& one : differences(each, *other)) {
            one.place = named(each) + '/' + one.place;
            found.push_back(std::move(one));
        }
    }
    for (const description& each : second) {
        if (like(first, each) == first.end()) {
            found.push_back({named(each), {}, leaflet(each)});
        }
    }
    return found;
}

/// A difference on a line.
[[nodiscard]] inline std::string text_of(const difference& one) {
    return one.place + ": " +
           (one.first.empty()    ? "only in the second: " + one.second
            : one.second.empty() ? "only in the first: " + one.first
                                 : '"' + one.first + "\" became \"" + one.second + '"') +
           '\n';
}

} // namespace loyalty::io::descriptions
