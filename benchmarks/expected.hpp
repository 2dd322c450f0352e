// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The totals that every engine must come to. Those of a real stream were reached by another programme, in another
/// language, with fractions; the others by a loop by hand and by the library, which agree: an engine that goes wrong
/// later is found here. `benchmark_<name> --totals` prints the rows anew.

#include <cstdint>
#include <string_view>

namespace bench {

struct totals {
    std::int64_t points = 0;
    std::int64_t cashback = 0; ///< in minor units
    std::int64_t stamps = 0;
    std::int64_t badges = 0;
    std::int64_t tier_changes = 0;
    std::int64_t refused = 0; ///< events

    [[nodiscard]] friend constexpr bool operator==(const totals&, const totals&) = default;
};

struct expectation {
    std::string_view workload;
    totals sums;
};

// clang-format off
inline constexpr expectation expected[]{
    {"json_rules/w5_20k_members", {60824754, 60659952, 90977, 12523, 26446, 0}},
    {"json_rules/256_rules", {256, 0, 0, 0, 0, 0}},
    {"w1_points/20k_members", {20058696, 0, 0, 0, 0, 0}},
    {"w1_points/1M_members", {80193852, 0, 0, 0, 0, 0}},
    {"w2_spend_threshold/20k_members", {6133200, 0, 0, 0, 0, 0}},
    {"w2_spend_threshold/1M_members", {2989900, 0, 0, 0, 0, 0}},
    {"w3_cashback/20k_members", {0, 30371546, 0, 0, 0, 0}},
    {"w3_cashback/1M_members", {0, 121520514, 0, 0, 0, 0}},
    {"w4_tiered/20k_members", {0, 0, 0, 0, 19293, 0}},
    {"w4_tiered/1M_members", {0, 0, 0, 0, 1899, 0}},
    {"w4_gamified/20k_members", {61600, 0, 41056, 1232, 0, 0}},
    {"w4_gamified/1M_members", {250, 0, 41, 5, 0, 0}},
    {"ladder_alike/1", {217776, 0, 0, 0, 0, 0}},
    {"ladder_alike/2", {662571, 0, 0, 0, 0, 0}},
    {"ladder_alike/4", {2216640, 0, 0, 0, 0, 0}},
    {"ladder_alike/8", {6455101, 0, 0, 0, 0, 0}},
    {"ladder_alike/16", {13153830, 0, 0, 0, 0, 0}},
    {"ladder_alike/32", {27207178, 0, 0, 0, 0, 0}},
    {"ladder_alike/64", {56338636, 0, 0, 0, 0, 0}},
    {"ladder_alike/128", {112975233, 0, 0, 0, 0, 0}},
    {"ladder_alike/256", {226849984, 0, 0, 0, 0, 0}},
    {"ladder_mixed/1", {217776, 0, 0, 0, 0, 0}},
    {"ladder_mixed/2", {217776, 44785, 0, 0, 0, 0}},
    {"ladder_mixed/4", {563666, 44785, 12066, 0, 0, 0}},
    {"ladder_mixed/8", {2022053, 179560, 19944, 0, 0, 0}},
    {"ladder_mixed/16", {4444541, 402549, 50203, 0, 0, 0}},
    {"ladder_mixed/32", {8943050, 670914, 89927, 0, 0, 0}},
    {"ladder_mixed/64", {18208242, 1431285, 176066, 0, 0, 0}},
    {"ladder_mixed/128", {35404240, 2908099, 349655, 0, 0, 0}},
    {"ladder_mixed/256", {67649118, 5682014, 696884, 0, 0, 0}},
    {"ladder_stages/1", {3534190, 0, 0, 0, 0, 0}},
    {"ladder_stages/2", {3546542, 0, 0, 0, 0, 0}},
    {"ladder_stages/4", {3590634, 0, 0, 0, 0, 0}},
    {"ladder_stages/8", {3708804, 0, 0, 0, 0, 0}},
    {"ladder_stages/16", {3895584, 0, 0, 0, 0, 0}},
    {"ladder_stages/32", {4289774, 0, 0, 0, 0, 0}},
    {"ladder_predicates/1", {221447, 0, 0, 0, 0, 0}},
    {"ladder_predicates/2", {221447, 0, 0, 0, 0, 0}},
    {"ladder_predicates/4", {221447, 0, 0, 0, 0, 0}},
    {"ladder_predicates/8", {221447, 0, 0, 0, 0, 0}},
    {"ladder_predicates/16", {221447, 0, 0, 0, 0, 0}},
    {"ladder_predicates/32", {221447, 0, 0, 0, 0, 0}},
    {"members/100", {73462017, 52323767, 99957, 3900, 200, 0}},
    {"members/1000", {74807038, 59431382, 99552, 38802, 2000, 0}},
    {"members/10000", {69604963, 60597632, 95522, 42409, 23242, 0}},
    {"members/100000", {48978045, 60705776, 54434, 210, 9952, 0}},
    {"members/1000000", {40256532, 60716170, 0, 0, 518, 0}},
    {"skew/even_20k_members", {60824754, 60659952, 90977, 12523, 26446, 0}},
    {"skew/zipf_20k_members", {68407581, 56929818, 90452, 20910, 8454, 0}},
    {"skew/even_1M_members", {40256532, 60716170, 0, 0, 518, 0}},
    {"skew/zipf_1M_members", {60061860, 58202780, 63672, 15039, 6362, 0}},
    {"selectivity/1", {2555250, 0, 0, 0, 0, 0}},
    {"selectivity/5", {12746860, 0, 0, 0, 0, 0}},
    {"selectivity/10", {25494244, 0, 0, 0, 0, 0}},
    {"selectivity/25", {63957780, 0, 0, 0, 0, 0}},
    {"selectivity/50", {127885315, 0, 0, 0, 0, 0}},
    {"selectivity/75", {191955937, 0, 0, 0, 0, 0}},
    {"selectivity/90", {230331692, 0, 0, 0, 0, 0}},
    {"selectivity/100", {256034454, 0, 0, 0, 0, 0}},
    {"basket/1", {13600389, 11498590, 0, 0, 0, 0}},
    {"basket/4", {27348413, 23001081, 0, 0, 0, 0}},
    {"basket/16", {27385442, 23000969, 0, 0, 0, 0}},
    {"basket/64", {27394793, 23000983, 0, 0, 0, 0}},
    {"golden/g01", {87966610, 0, 0, 0, 0, 0}},
    {"golden/g03", {18832295, 0, 0, 0, 19293, 0}},
    {"golden/g04", {15610489, 0, 0, 0, 0, 0}},
    {"golden/g06", {0, 63446495, 0, 0, 0, 0}},
    {"golden/g15", {5140000, 0, 0, 0, 0, 0}},
    {"real/cdnow", {6466016, 0, 9513, 0, 6658, 0}},
    {"real/online_retail", {11933068, 0, 0, 1230, 3254, 0}},
    {"ledger_earn_only/20k_members", {35162346, 0, 0, 0, 0, 0}},
    {"ledger_returns/20k_members", {33393906, 0, 0, 0, 0, 0}},
    {"ledger_redemptions/20k_members", {35162346, 0, 0, 0, 0, 0}},
    {"ledger_earn_only/1M_members", {140782389, 0, 0, 0, 0, 0}},
    {"ledger_returns/1M_members", {133752953, 0, 0, 0, 0, 0}},
    {"ledger_redemptions/1M_members", {140782389, 0, 0, 0, 0, 0}},
    {"mixed/20k_members", {30384466, 40136959, 0, 0, 0, 1882}},
    {"quota/20k_members", {60824754, 60659952, 90977, 12523, 26446, 0}},
    {"quote/20_lines", {0, 1477620988, 2226218906, 100000000, 200480000000, 0}},
    {"checkout/20_lines", {15766268, 1477620988, 2226218906, 100000000, 200379920000, 0}},
};
// clang-format on

[[nodiscard]] constexpr const totals* find_expected(std::string_view workload) noexcept {
    for (const expectation& each : expected) {
        if (each.workload == workload) {
            return &each.sums;
        }
    }
    return nullptr;
}

} // namespace bench
