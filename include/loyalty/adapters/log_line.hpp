// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/stream/json_writer.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::adapters {

/// Writes what happens as lines of JSON to a function of the host; to nobody if there is none.
///
/// @code
/// {"time":"2026-11-28T10:15:00Z","level":"info","event":"assigned","partition":2,"epoch":5,"position":1000}
/// @endcode
class line_log {
public:
    explicit line_log(std::function<void(std::string_view)> to) : to_{std::move(to)} {}

    /// `add(json)` adds fields: `json.field("partition", 2u)`.
    template <class Add>
    void write(std::string_view level, std::string_view event, Add&& add) {
        if (!to_) {
            return;
        }
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        const instant time{std::chrono::duration_cast<std::chrono::seconds>(now).count()};
        while (true) {
            detail::json_writer json{std::span{room_}};
            json.open('{');
            json.field("time", time);
            json.field("level", level);
            json.field("event", event);
            add(json);
            json.close('}');
            if (json.needed() <= room_.size()) {
                return to_(std::string_view{room_.data(), json.needed()});
            }
            room_.resize(json.needed());
        }
    }

private:
    std::function<void(std::string_view)> to_;
    std::vector<char> room_ = std::vector<char>(512);
};

} // namespace loyalty::adapters
