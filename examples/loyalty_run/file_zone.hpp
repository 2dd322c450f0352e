// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The zone of `--zone`: a fixed offset, or where the build found Howard Hinnant's date library a zone of its database.

#include "options.hpp"

#include <loyalty/io/csv_time.hpp>
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <string>

namespace loyalty_run {

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::io;

#if defined(LOYALTY_RUN_HAS_DATE)
// In a file of its own, named_zone.cpp: the other library's namespace is called date.
[[nodiscard]] const void* find_named_zone(const std::string& name); ///< null where there is none
[[nodiscard]] zone_segment segment_of_named(const void* zone, instant time) noexcept;
#endif

/// Where the clock hangs on which the file's local times stand, and by which the programme's days begin.
class file_zone {
public:
    constexpr file_zone() noexcept = default; ///< UTC

    /// `+02:00`, `-0330`, `Z`, `Europe/Berlin`; throws where there is no such zone.
    [[nodiscard]] static file_zone of(const std::string& text) {
        if (text.empty()) {
            return {};
        }
        file_zone result;
        // An offset is what may stand behind a time of a file.
        const auto time = parse_csv_time("1970-01-01T00:00" + text);
        if (time && time->has_offset && fixed_offset{time->offset_seconds}.is_valid()) {
            result.offset_seconds_ = time->offset_seconds;
            return result;
        }
        result.find(text);
        return result;
    }

    [[nodiscard]] constexpr zone_segment segment(instant time) const noexcept {
#if defined(LOYALTY_RUN_HAS_DATE)
        if (named_ != nullptr) {
            return segment_of_named(named_, time);
        }
#endif
        return fixed_offset{offset_seconds_}.segment(time);
    }

    [[nodiscard]] friend constexpr bool operator==(const file_zone&, const file_zone&) noexcept = default;

private:
#if defined(LOYALTY_RUN_HAS_DATE)
    void find(const std::string& name) {
        named_ = find_named_zone(name);
        if (named_ == nullptr) {
            throw failure{exit_code::wrong_use,
                          "--zone: expected an offset such as +02:00 or a zone such as Europe/Berlin, found '" + name +
                              "'"};
        }
    }

    const void* named_ = nullptr;
#else
    [[noreturn]] static void find(const std::string& name) {
        throw failure{exit_code::wrong_use, "--zone: expected an offset such as +02:00, found '" + name +
                                                "'; zones by name need a build with Howard Hinnant's date library"};
    }
#endif
    std::int32_t offset_seconds_ = 0;
};

} // namespace loyalty_run
