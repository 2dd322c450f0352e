// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <loyalty/time/zone.hpp>

namespace sample {

/// A zone that changes its offset once or twice: enough of a zone database to test with.
template <std::size_t Count>
struct table_zone {
    std::int32_t first_offset_seconds = 0;
    loyalty::dates::zone_segment changes[Count];

    [[nodiscard]] constexpr loyalty::dates::zone_segment segment(loyalty::instant time) const noexcept {
        loyalty::dates::zone_segment found{loyalty::instant::minimum(), changes[0].from, first_offset_seconds};
        for (const loyalty::dates::zone_segment& change : changes) {
            found = time >= change.from ? change : found;
        }
        return found;
    }
};

/// Europe/Berlin in 2017: summer time, UTC+2, from 26 March 01:00Z to 29 October 01:00Z, else UTC+1.
inline constexpr table_zone<2> berlin_2017{3600,
                                           {{loyalty::instant{1490490000}, loyalty::instant{1509238800}, 7200},
                                            {loyalty::instant{1509238800}, loyalty::instant::maximum(), 3600}}};

/// Pacific/Apia in 2011: from UTC-10 to UTC+14 at the end of 29 December; 30 December did not take place.
inline constexpr table_zone<1> apia_2011{-36000, {{loyalty::instant{1325239200}, loyalty::instant::maximum(), 50400}}};

/// America/St_Johns in November 2011: at 00:01 on the 6th the clock went back to 23:01 on the 5th.
inline constexpr table_zone<1> st_johns_2011{-9000,
                                             {{loyalty::instant{1320546660}, loyalty::instant::maximum(), -12600}}};

} // namespace sample
