// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads rules whose points have dates of their own.
///
/// `{"dated": {"policy": {"points": [...]}, "expiring": {"expires_after_days": {"days": 30}}, "activating": {"activates_after_days": 14}}}`

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/own_dates.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/units.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loyalty::json::reading {

/// Reads the dates, and returns the policy with its body if both are right.
class dated_reader {
public:
    explicit dated_reader(reader& in) noexcept : in_{in}, fields_{in} {}

    [[nodiscard]] std::optional<named_place> read(const place& body, chosen_dates& to) {
        if (!in_.expect(body, value_kind::object)) {
            return std::nullopt;
        }
        const std::size_t before = in_.count();
        in_.refuse_other_keys(body, "dated", {"policy", "expiring", "activating"});
        const auto policy = body.find("policy");
        const auto expiring = body.find("expiring");
        const auto activating = body.find("activating");
        if (!policy) {
            in_.say(body, "dated needs \"policy\": what is awarded");
        }
        if (!expiring && !activating) {
            in_.say(body,
                    "dated needs \"expiring\", the day on which its points expire, or \"activating\", the day from "
                    "which they can be spent");
        }
        if (expiring) {
            to.has_expiry = true;
            fields_.read(*expiring, to.expiry);
            if (to.expiry.renews_now()) {
                in_.say(*expiring, "dated: an account that expires on inactivity has one clock for all lots: give it "
                                   "another expiry");
            }
        }
        if (activating) {
            to.has_activation = true;
            fields_.read(*activating, to.activation);
            if (to.activation.is_confirmed_now()) {
                in_.say(*activating, "dated: a confirmation finds lots by the dates of the account: give the account "
                                     "activates_on_confirmation, or the policy a number of days");
            }
        }
        const auto found = policy ? in_.named(*policy) : std::nullopt;
        if (found && found->name != "points" && found->name != "spend_threshold" && found->name != "limited") {
            in_.expect_one_of(*policy, found->name, {"points", "spend_threshold", "limited"});
        } else if (found && !found->body) {
            in_.say(*policy, std::string(found->name) + " needs its fields");
        }
        return in_.count() == before ? found : std::nullopt;
    }

private:
    reader& in_;
    field_reader fields_;
};

/// Rules without dates stand before those with: see json/own_dates.hpp.
inline void refuse_behind_dated(reader& in, const place& rule, bool has_dated) {
    if (has_dated && rule.at.find("dated") == nullptr) {
        in.say(rule, "dated: rules with dates of their own stand behind the others: put this one before them");
    }
}

/// A sentence about one rule with dates of its own, if the account has no lots for it.
template <class Slot, class Text>
void check_dated_slot(reader& in, const place& where, const Slot& slot, const Text& text) {
    constexpr std::size_t room = Slot::template lot_buckets<void>;
    const std::size_t places = slot.dates.places(text.lots.activation);
    if (!text.has_lots || slot.granting != award_unit::points) {
        in.say(where, "dated: no account of this programme books what the policy grants: give it points, and the "
                      "programme \"lots\"");
    } else if (text.lots.expiry.renews_now()) {
        in.say(where, "dated: an account that expires on inactivity has one clock for all lots: give it another "
                      "expiry");
    } else if (text.lots.activation.is_confirmed_now()) {
        in.say(where, "dated: lots that wait for a confirmation have the dates of the account: give it another "
                      "activation");
    } else if (places > room) {
        in.say(where, "dated: with these dates up to " + std::to_string(places) +
                          " lots live or wait at once, and members have room for " + std::to_string(room) +
                          ": read the text with json::own_dates<Lots, " + std::to_string(places) + '>');
    }
}

/// Called when the rules and the accounts are read.
template <class Text>
void check_dated(reader& in, const place& where, const Text& text) {
    const std::size_t before = in.count();
    loyalty::detail::for_each_index<Text::dated_type::size>([&](auto index) {
        const auto& slot = loyalty::detail::get<index>(text.dated);
        if (slot.is_there() && in.count() == before) {
            check_dated_slot(in, where, slot, text);
        }
    });
}

} // namespace loyalty::json::reading
