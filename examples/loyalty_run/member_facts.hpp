// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What is known of members beside their events: `--profiles members.csv`.
///
/// `member,joined,birthday,attributes` / `anna,2024-06-15,02-29,3 7`: anna joined on that day, and has the attributes 3 and 7.

#include "file_zone.hpp"

#include <loyalty/events/facts.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/time/month_day.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loyalty_run {

using namespace loyalty;

/// The profile of a member. Without a file nothing is known: no birthday, no attribute, no membership.
struct member_facts {
    std::uint64_t attributes = 0;
    dates::month_day birthday{0, 1}; ///< month 0: not known
    std::uint32_t recipient = 0;     ///< the charity that the member chose
    date joined{};
    instant_window membership{instant::maximum(), instant::minimum()};
};

/// The profiles of a file, by the names of the members.
class profiles {
public:
    profiles() = default;
    /// Reads a file to its end. Throws with the place if something in it is wrong. `joined_reader` is a rule that reads the day of
    /// joining, which each member must have then; empty if none does.
    profiles(const std::string& path, const file_zone& zone, const std::string& joined_reader);

    [[nodiscard]] bool has(std::string_view member) const { return by_name_.contains(std::string(member)); }

    [[nodiscard]] member_facts of(std::string_view member) const {
        const auto found = by_name_.find(std::string(member));
        return found == by_name_.end() ? member_facts{} : found->second;
    }

private:
    std::unordered_map<std::string, member_facts> by_name_;
};

/// What rules at work know of the members of a run.
class known_members {
public:
    /// The profiles of the members by their numbers, which must outlive the rules. Without them nothing is known.
    void know(const std::vector<member_facts>& all) const noexcept { all_ = &all; }

protected:
    template <class Event>
    [[nodiscard]] const member_facts& facts_of(const Event& event) const noexcept {
        if constexpr (fact::member_fact::known<Event>) {
            const auto member = static_cast<std::size_t>(fact::member(event));
            return all_ != nullptr && member < all_->size() ? (*all_)[member] : unknown_;
        } else {
            return unknown_;
        }
    }

private:
    mutable const std::vector<member_facts>* all_ = nullptr; // a run has one thread
    member_facts unknown_{};
};

} // namespace loyalty_run
