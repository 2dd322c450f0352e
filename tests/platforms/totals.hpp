// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace platforms {

/// What a stream of events came to in one programme.
struct totals {
    std::uint64_t hash = 0; ///< of each outcome and receipt, and of journal and snapshot, byte by byte
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
    std::int64_t points = 0;   ///< granted, less what returns took
    std::int64_t cents = 0;    ///< of cashback
    std::int64_t redeemed = 0; ///< points
    std::int64_t returns = 0;  ///< that were accepted
    std::int64_t bytes = 0;    ///< of journal and snapshot

    friend bool operator==(const totals&, const totals&) = default;
};

struct named_totals {
    const char* programme;
    totals values;
};

} // namespace platforms
