// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads the `points` inside of another policy: `{"donation": {"points": [...]}}`.

#include <loyalty/json/plain_points.hpp>
#include <loyalty/json/read_points.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/stages.hpp>

#include <string>
#include <string_view>

namespace loyalty::json::reading {

/// `{"points": [...]}`: what is donated, paid by others, or comes out of a quota. `name` is that of the policy around it.
[[nodiscard]] inline points_of read_inner_points(reader& in, const place& where, std::string_view name) {
    awards award{};
    any_stages later{};
    const auto found = in.named(where);
    if (!found) {
    } else if (found->name != "points") {
        in.expect_one_of(where, found->name, {"points"});
    } else if (!found->body) {
        in.say(where, std::string(name) + ": points needs its fields");
    } else {
        points_reader{in, award, later}.read(*found->body);
    }
    if (has_rolling_cap(later)) {
        in.say(where, std::string(name) +
                          ": a cap of its points has no rolling window and no membership year: give it a "
                          "calendar_window");
    }
    return points_of{award, without_rolling(later)};
}

} // namespace loyalty::json::reading
