// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Lines that neither buy, give back nor redeem: activities, deliveries, paid memberships, and tiers by hand.

#include "events.hpp"
#include "file_zone.hpp"
#include "intake_terms.hpp"
#include "line_reasons.hpp"
#include "programmes.hpp"
#include "stream_names.hpp"
#include "text.hpp"

#include <loyalty/events/membership_change.hpp>
#include <loyalty/events/tier_grant.hpp>
#include <loyalty/io/csv.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// Reads what a line says of a deed. What is wrong with it goes to the reader.
class deed_reading {
public:
    deed_reading(const csv_line& line, csv_line_reader& reader, stream_names& names, const file_zone& zone,
                 const message_kinds& messages) noexcept
        : line_(line), reader_(reader), names_(names), zone_(zone), messages_(messages) {}

    [[nodiscard]] std::optional<done> read(deed_kind what) {
        done act{.what = what};
        const bool is_right = what == deed_kind::activity     ? read_activity(act)
                              : what == deed_kind::membership ? read_membership(act)
                              : what == deed_kind::tier       ? read_tier(act)
                                                              : true;
        return is_right ? std::optional(act) : std::nullopt;
    }

private:
    [[nodiscard]] bool wrong(csv_fact fact, std::string expected) {
        reader_.report(fact, std::move(expected));
        return false;
    }

    [[nodiscard]] bool read_activity(done& act) {
        act.kind = *activity_kind(line_.kind);
        act.score = line_.score;
        if (line_.score < 0) {
            return wrong(csv_fact::score, "a score of 0 or more");
        }
        if (contains(messages_.tells, act.kind)) {
            return wrong(csv_fact::kind,
                         fmt::format("no activity {}: the run sends it to who brought a friend", act.kind));
        }
        if (contains(messages_.links, act.kind)) {
            if (!line_.has(csv_fact::reference)) {
                return wrong(csv_fact::reference, "the member who brought this one");
            }
            act.reference = names_.members.intern(line_.reference);
            return true;
        }
        if (line_.has(csv_fact::reference) && !read_whole(line_.reference, act.reference)) {
            return wrong(csv_fact::reference, "a number, such as that of a campaign");
        }
        return true;
    }

    /// From the time of the line on.
    [[nodiscard]] bool read_membership(done& act) {
        if (!line_.has(csv_fact::until)) {
            return wrong(csv_fact::until,
                         "the end of the membership, such as 2026-01-10; the time of the line ends it");
        }
        act.until = line_.until_has_offset
                        ? instant{line_.until.seconds_since_epoch} - seconds{line_.until_offset_seconds}
                        : to_instant(zone_, line_.until);
        return true;
    }

    [[nodiscard]] bool read_tier(done& act) {
        if (!line_.has(csv_fact::tier)) {
            return wrong(csv_fact::tier, "the name or the number of a tier");
        }
        if (line_.has(csv_fact::until)) {
            act.first_day_without = date_of(line_.until);
            if (line_.until_has_offset || second_of_day(line_.until) != 0) {
                return wrong(csv_fact::until, "a day such as 2026-01-10, the first one without the tier");
            }
        }
        act.tier = names_.tiers.intern(line_.tier);
        return true;
    }

    [[nodiscard]] static bool contains(const std::vector<std::uint32_t>& kinds, std::uint32_t kind) {
        return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    }

    const csv_line& line_;
    csv_line_reader& reader_;
    stream_names& names_;
    const file_zone& zone_;
    const message_kinds& messages_;
};

/// The number of a tier by its name, or of a text that is a number; 255 of any other, which no programme has.
[[nodiscard]] inline std::uint8_t tier_called(std::string_view text, const std::vector<std::string>& tiers) {
    const auto found = std::find(tiers.begin(), tiers.end(), text);
    std::uint8_t number = std::numeric_limits<std::uint8_t>::max();
    if (found != tiers.end()) {
        return static_cast<std::uint8_t>(found - tiers.begin());
    }
    return read_whole(text, number) ? number : std::numeric_limits<std::uint8_t>::max();
}

/// Applies a deed that is no activity.
template <class Rules, class Member, class Sink>
[[nodiscard]] auto apply_rare_deed(const Rules& rules, Member& own, const sale& line, std::uint8_t tier, Sink& sink) {
    if (line.act->what == deed_kind::delivery) {
        return rules.apply(own, handed_over::of(line), sink);
    }
    if (line.act->what == deed_kind::membership) {
        const membership_change change{
            .id = line.id, .member = line.member, .time = line.time, .membership = {line.time, line.act->until}};
        return rules.apply(own, change, sink);
    }
    const tier_grant granted{
        .id = line.id, .member = line.member, .time = line.time, .tier = tier, .until = line.act->first_day_without};
    return rules.apply(own, granted, sink);
}

/// `: activity 3, score 60`, or `: membership until 2026-01-10 00:00:00`, on the programme's clock.
template <class Clock>
[[nodiscard]] std::string deed_in_words(const done& act, const stream_names& names, const Clock& clock) {
    switch (act.what) {
    case deed_kind::activity:
        return fmt::format(": activity {}, score {}", act.kind, act.score);
    case deed_kind::delivery:
        return ": a delivery";
    case deed_kind::membership:
        return ": membership until " + time_of(clock.local(act.until));
    case deed_kind::tier:
        break;
    }
    const std::string tier(names.tiers.text(act.tier));
    return act.first_day_without == date::maximum()
               ? fmt::format(": tier {} by hand", tier)
               : fmt::format(": tier {} by hand until {}", tier, to_text(act.first_day_without).view());
}

} // namespace loyalty_run
