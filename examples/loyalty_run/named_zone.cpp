// SPDX-License-Identifier: BSL-1.0
//
// Zones by name, out of the database of Howard Hinnant's date library.

#include "file_zone.hpp"

#include <date/tz.h>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace loyalty_run {

namespace {

[[nodiscard]] instant clamped(::date::sys_seconds time) noexcept {
    return instant{time.time_since_epoch().count()} + dates::seconds{0};
}

} // namespace

const void* find_named_zone(const std::string& name) {
    try {
        return ::date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

zone_segment segment_of_named(const void* zone, instant time) noexcept {
    const auto* const place = static_cast<const ::date::time_zone*>(zone);
    const ::date::sys_info info = place->get_info(::date::sys_seconds{std::chrono::seconds{time.seconds_since_epoch}});
    return {clamped(info.begin), clamped(info.end), static_cast<std::int32_t>(info.offset.count())};
}

} // namespace loyalty_run
