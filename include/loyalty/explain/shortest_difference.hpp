// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A shortest stream of purchases, returns and redemptions of one member on which two programmes differ.
///
/// First all streams of up to three purchases, returns and redemptions out of a list of ideas are tried, shorter ones first; then
/// each idea again and again; then longer streams by a fixed generator, of which the first that differs is cut behind the
/// difference. It is shrunk: purchases are left out and made simpler for as long as the programmes still differ. The same two
/// programmes give the same stream everywhere. A stream of one, two or three purchases is a shortest one among the ideas; of a
/// longer one each purchase is needed.
///
/// @code
/// const auto ideas = differences::idea_finder{{json::describe(a), json::describe(b)}}.ideas();
/// my_side first{a}, second{b};                                // a programme and a member: see `side`
/// const auto found = differences::shortest_stream(first, second, ideas);
/// @endcode
///
/// At most `most_judgements` purchases are judged by each side.

#include <loyalty/config.hpp>
#include <loyalty/explain/difference_ideas.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace loyalty::io::differences {

/// The result of a purchase in one programme.
struct judged {
    bool accepted = true;
    std::array<std::int64_t, 4> granted{}; ///< of the units that both sides have, in their order
    std::int64_t available = 0;            ///< points of the balance behind it
    std::uint8_t tier = 0;

    [[nodiscard]] friend bool operator==(const judged&, const judged&) = default;
};

/// One programme with one member, whose state can be kept and taken back.
class side {
public:
    virtual ~side() = default;
    [[nodiscard]] virtual judged judge(const idea& what, std::uint64_t id, instant time) = 0;
    virtual void keep() = 0;      ///< the state as it is
    virtual void take_back() = 0; ///< to the state that was kept last
    virtual void begin() = 0;     ///< a new member
};

inline constexpr std::size_t most_judgements = 400'000;
inline constexpr std::size_t longest_stream = 60;
/// The first purchase is at noon of 2025-01-08, a Wednesday, or on a day that the rules name.
inline constexpr std::int64_t first_second = 1'736'337'600;

/// A stream on which two programmes differ, at its last purchase; empty if none was found.
struct differing_stream {
    std::vector<idea> purchases{};
    std::vector<instant> times{};
    judged first{};
    judged second{};
    std::size_t judgements = 0; ///< of each side
};

/// Searches and shrinks: see the top of this file.
class stream_search {
public:
    stream_search(side& first, side& second, const std::vector<idea>& ideas)
        : first_{first}, second_{second}, ideas_{ideas} {}

    [[nodiscard]] differing_stream run() {
        for (std::size_t length = 1; length <= 3 && stream_.empty(); ++length) {
            begin();
            const std::size_t share = most_judgements / 2 / 3 * length;
            static_cast<void>(extend(length, instant::minimum(), share));
        }
        if (stream_.empty()) {
            try_repeated();
        }
        if (stream_.empty()) {
            try_long_streams();
        }
        if (!stream_.empty()) {
            shrink();
        }
        return result();
    }

private:
    /// The first purchase may be on a day of the rules that is long past.
    [[nodiscard]] static instant time_of(const idea& one, instant before) {
        if (before == instant::minimum()) {
            return instant{one.not_before != 0 ? one.not_before : first_second - 3600 + one.seconds_later};
        }
        const std::int64_t next = before.seconds_since_epoch + one.seconds_later;
        return instant{(std::max)(next, one.not_before)};
    }
    void begin() {
        first_.begin();
        second_.begin();
    }
    /// Judges a purchase by both. Returns true if they differ.
    bool judge(const idea& one, std::uint64_t id, instant time) {
        ++judgements_;
        last_first_ = first_.judge(one, id, time);
        last_second_ = second_.judge(one, id, time);
        return last_first_ != last_second_;
    }

    /// Tries all streams of so many purchases more. Returns true if one differs.
    [[nodiscard]] bool extend(std::size_t left, instant before, std::size_t most) {
        for (const idea& each : ideas_) {
            if (judgements_ >= most) {
                return false;
            }
            first_.keep();
            second_.keep();
            path_.push_back(each);
            const instant time = time_of(each, before);
            bool differs = judge(each, path_.size(), time);
            if (differs) {
                stream_ = path_;
            } else if (left > 1) {
                differs = extend(left - 1, time, most);
            }
            path_.pop_back();
            first_.take_back();
            second_.take_back();
            if (differs) {
                return true;
            }
        }
        return false;
    }

    /// The same again and again, as a streak needs it: the idea that shows a difference first.
    void try_repeated() {
        std::size_t shortest = longest_stream + 1;
        for (const idea& each : ideas_) {
            begin();
            instant time = instant::minimum();
            for (std::size_t i = 1; i < shortest; ++i) {
                time = time_of(each, time);
                if (judge(each, i, time)) {
                    shortest = i;
                    stream_.assign(i, each);
                }
            }
        }
    }

    /// Streams of a fixed generator.
    void try_long_streams() {
        std::uint64_t state = 1;
        while (judgements_ < most_judgements - 2 * longest_stream * longest_stream && stream_.empty()) {
            begin();
            std::vector<idea> stream;
            instant time = instant::minimum();
            for (std::size_t i = 0; i < longest_stream; ++i) {
                state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
                stream.push_back(ideas_[static_cast<std::size_t>((state >> 33u) % ideas_.size())]);
                time = time_of(stream.back(), time);
                if (judge(stream.back(), stream.size(), time)) {
                    stream_ = stream;
                    break;
                }
            }
        }
    }

    /// Returns true if the programmes differ on a stream; it is then cut behind the difference.
    [[nodiscard]] bool differs(std::vector<idea>& stream) {
        begin();
        instant time = instant::minimum();
        for (std::size_t i = 0; i < stream.size(); ++i) {
            time = time_of(stream[i], time);
            if (judge(stream[i], i + 1, time)) {
                stream.resize(i + 1);
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] bool takes(std::vector<idea> other) {
        if (judgements_ < 2 * most_judgements && differs(other)) {
            stream_ = std::move(other);
            return true;
        }
        return false;
    }

    void shrink() {
        for (bool smaller = true; smaller;) {
            smaller = false;
            for (std::size_t i = stream_.size(); i-- > 0 && stream_.size() > 1;) {
                const std::size_t gone = (std::min)(i, stream_.size() - 1);
                smaller = takes(without(gone, 0)) || takes(without(gone, stream_[gone].seconds_later)) || smaller;
                i = (std::min)(i, stream_.size());
            }
            for (std::size_t i = 0; i < stream_.size(); ++i) {
                smaller = simplify(i) || smaller;
            }
        }
    }
    /// The stream without one purchase; the next one is so much later.
    [[nodiscard]] std::vector<idea> without(std::size_t gone, std::int64_t seconds_later) const {
        std::vector<idea> other = stream_;
        if (gone + 1 < other.size()) {
            other[gone + 1].seconds_later += seconds_later;
        }
        other.erase(other.begin() + static_cast<std::ptrdiff_t>(gone));
        return other;
    }
    /// Makes one purchase simpler. Returns true if it became so.
    [[nodiscard]] bool simplify(std::size_t index) {
        const idea plain{};
        const auto with = [&](auto change) {
            std::vector<idea> other = stream_;
            if (index >= other.size()) {
                return false;
            }
            change(other[index]);
            return other != stream_ && takes(other);
        };
        bool any = with([&](idea& one) { one.not_before = 0; });
        any = with([&](idea& one) { one.further_net_minor_units = 0; }) || any;
        any = with([&](idea& one) { one.further_category = 0; }) || any;
        for (std::size_t fact = 0; fact < most_own_facts; ++fact) {
            any = with([&](idea& one) { one.own[fact] = 0; }) || any;
            for (const std::int64_t step : {1'000, 100, 10, 1}) {
                while (with([&](idea& one) { one.own[fact] -= one.own[fact] > step ? step : 0; })) {
                    any = true;
                }
            }
        }
        any = with([&](idea& one) { one.category = 0; }) || any;
        any = with([&](idea& one) { one.tender = 0; }) || any;
        any = with([&](idea& one) { one.component = 0; }) || any;
        any = with([&](idea& one) { one.quantity = 1; }) || any;
        any = with([&](idea& one) { one.seconds_later = (std::min)(one.seconds_later, plain.seconds_later); }) || any;
        any = with([&](idea& one) { one.net_minor_units = (std::min<std::int64_t>)(one.net_minor_units, 100); }) || any;
        for (const auto amount : {&idea::net_minor_units, &idea::further_net_minor_units, &idea::redeemed_points}) {
            for (const std::int64_t step : {100'000, 10'000, 1'000, 100, 10, 1}) {
                while (with([&](idea& one) { one.*amount -= one.*amount > step ? step : 0; })) {
                    any = true;
                }
            }
        }
        return any;
    }

    [[nodiscard]] differing_stream result() {
        differing_stream found;
        found.judgements = judgements_;
        if (!stream_.empty()) {
            static_cast<void>(differs(stream_));
            found.first = last_first_;
            found.second = last_second_;
            instant time = instant::minimum();
            for (const idea& each : stream_) {
                time = time_of(each, time);
                found.times.push_back(time);
            }
            found.purchases = stream_;
        }
        return found;
    }

    side& first_;
    side& second_;
    const std::vector<idea>& ideas_;
    std::vector<idea> path_{};
    std::vector<idea> stream_{};
    judged last_first_{};
    judged last_second_{};
    std::size_t judgements_ = 0;
};

/// The stream, or an empty one if none was found within the bounds: the programmes may differ all the same.
[[nodiscard]] inline differing_stream shortest_stream(side& first, side& second, const std::vector<idea>& ideas) {
    return stream_search{first, second, ideas}.run();
}

} // namespace loyalty::io::differences
