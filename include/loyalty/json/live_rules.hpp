// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Rules that a running host replaces between two events.
///
/// @code
/// json::live_rules shop{json::in_force(read, frame)};
/// const auto rules = shop.now();                          // a worker takes them for an event, or for a batch
/// rules->apply(anna, sale);
/// const json::mistakes wrong = shop.replace(json::read_versions<currency::usd>(texts), frame);
/// // with mistakes the old rules stay in force
/// @endcode

#include <loyalty/json/in_force.hpp>
#include <loyalty/json/judged_by.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/versions.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace loyalty::json {

/// The rules in force. Each event is judged by one immutable list of versions: whoever has taken it keeps it, however often it is
/// replaced. `now` and `replace` may be called from several threads.
template <class Programme>
class live_rules {
public:
    using versions_type = version_list<Programme>;

    explicit live_rules(versions_type versions) : now_{std::make_shared<const versions_type>(std::move(versions))} {}

    /// The rules in force; never null.
    [[nodiscard]] std::shared_ptr<const versions_type> now() const {
        const std::lock_guard<std::mutex> lock{mutex_};
        return now_;
    }

    /// Puts other rules into force from the next event on. They must have every version that is there, by its number, with the
    /// rules that it has: members and receipts are of it. New versions begin after `judged_until`, the time of the last event.
    /// Returns the mistakes; if there are any, nothing changes.
    template <class Text, class Frame>
    [[nodiscard]] mistakes replace(const versions_text<Text>& read, Frame frame,
                                   instant judged_until = instant::minimum()) {
        mistakes wrong = read.wrong;
        if (!wrong.empty()) {
            return wrong;
        }
        auto next = std::make_shared<const versions_type>(in_force(read, frame));
        const std::lock_guard<std::mutex> lock{mutex_};
        compare(*next, judged_until, wrong);
        if (wrong.empty()) {
            now_ = std::move(next);
        }
        return wrong;
    }

private:
    void compare(const versions_type& next, instant judged_until, mistakes& wrong) const {
        const auto say = [&](const Programme& version, const std::string& what) {
            wrong.add({1, 1, "", "version " + std::to_string(version.frame.version) + ' ' + what, "", 0});
        };
        for (const Programme& old : now_->all()) {
            const std::size_t same = next.index_of(old.frame.version);
            if (same == next.all().size()) {
                say(old, "is missing: members and receipts are of it, so it stays in the text");
            } else if (fingerprint_of_version(next.all()[same]) != fingerprint_of_version(old)) {
                say(old, "has other rules than those in force: give the new rules a number of their own");
            } else if (next.all()[same].frame.valid.until < old.frame.valid.until &&
                       next.all()[same].frame.valid.until <= judged_until) {
                say(old, "ends before the last event that it has judged");
            }
        }
        for (const Programme& own : next.all()) {
            if (now_->index_of(own.frame.version) == now_->all().size() && own.frame.valid.from <= judged_until) {
                say(own, "begins before the last event that was judged: let it begin later");
            }
        }
    }

    mutable std::mutex mutex_;
    std::shared_ptr<const versions_type> now_;
};

} // namespace loyalty::json
