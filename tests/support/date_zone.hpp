// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <date/tz.h>

#include <loyalty/time/zone.hpp>

namespace support {

/// A zone of the IANA database, through Howard Hinnant's date library: all that it takes to plug one in.
class date_zone {
public:
    /// Throws where the database has no such name.
    explicit date_zone(const std::string& name) : zone_(::date::locate_zone(name)) {}

    [[nodiscard]] loyalty::dates::zone_segment segment(loyalty::instant time) const noexcept {
        const ::date::sys_info info =
            zone_->get_info(::date::sys_seconds{std::chrono::seconds{time.seconds_since_epoch}});
        return {clamped(info.begin), clamped(info.end), static_cast<std::int32_t>(info.offset.count())};
    }

private:
    static loyalty::instant clamped(::date::sys_seconds time) noexcept {
        return loyalty::instant{time.time_since_epoch().count()} + loyalty::dates::seconds{0};
    }

    const ::date::time_zone* zone_;
};

} // namespace support
