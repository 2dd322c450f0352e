// SPDX-License-Identifier: BSL-1.0
//
// The totals of docs/benchmark_card.md, and what the page says of the streams. tests/support/benchmark_stream.py writes the files once
// more from the page alone.

#include "../../examples/loyalty_run/benchmark_stream.hpp"
#include "../../examples/loyalty_run/stream_text.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace benchmark_streams;
using loyalty_run::stream_text;
using loyalty_run::stream_totals;

namespace {

/// All bytes of a stream, read in pieces of a size.
std::string text_of(const stream& from, std::size_t piece, stream_totals& totals) {
    stream_text source(from);
    std::string all;
    std::string buffer(piece, '\0');
    for (std::size_t size = piece; size == piece;) {
        size = source.read(buffer.data(), piece);
        all.append(buffer, 0, size);
    }
    totals = source.totals();
    return all;
}

stream of(std::string_view name, std::uint64_t events, std::uint64_t members, std::uint64_t seed = 42) {
    return {*find(name), events, members, seed};
}

} // namespace

TEST_CASE("the published totals of 1,000 events of 100 members, and of 100,000 of 2,000") {
    struct row {
        std::string_view name;
        std::uint64_t events, members, lines, purchases, returns, redemptions, repeats;
        std::int64_t bought, returned, points;
    };
    for (const row& each : {
             row{"even", 1'000, 100, 1'000, 1'000, 0, 0, 0, 3'483'470, 0, 0},
             row{"seasons", 1'000, 100, 1'979, 1'000, 0, 0, 0, 14'497'132, 0, 0},
             row{"shop", 1'000, 100, 1'919, 940, 33, 27, 0, 13'727'225, 241'138, 7'700},
             row{"doubles", 1'000, 100, 1'919, 937, 33, 27, 3, 13'718'100, 241'138, 7'700},
             row{"rings", 1'000, 100, 1'914, 928, 38, 34, 0, 13'518'997, 319'947, 8'232},
             row{"even", 100'000, 2'000, 100'000, 100'000, 0, 0, 0, 352'592'555, 0, 0},
             row{"seasons", 100'000, 2'000, 199'922, 100'000, 0, 0, 0, 1'413'309'490, 0, 0},
             row{"shop", 100'000, 2'000, 193'438, 93'501, 4'612, 1'887, 0, 1'321'736'320, 32'681'153, 559'800},
             row{"doubles", 100'000, 2'000, 193'530, 92'661, 4'567, 1'887, 885, 1'309'450'841, 32'312'402, 559'800},
             row{"rings", 100'000, 2'000, 192'925, 92'177, 5'194, 2'629, 0, 1'302'936'415, 41'965'086, 655'082},
         }) {
        CAPTURE(each.name);
        stream_totals all;
        static_cast<void>(text_of(of(each.name, each.events, each.members), 65'536, all));
        CHECK(all.lines == each.lines);
        CHECK(all.purchases == each.purchases);
        CHECK(all.returns == each.returns);
        CHECK(all.redemptions == each.redemptions);
        CHECK(all.repeats == each.repeats);
        CHECK(all.bought_cents == each.bought);
        CHECK(all.returned_cents == each.returned);
        CHECK(all.points_asked == each.points);
        CHECK(all.purchases + all.returns + all.redemptions + all.repeats == each.events);
    }
}

TEST_CASE("an event is a function of its place: any part of a stream can be made by itself") {
    stream_totals whole;
    stream_totals again;
    const stream shop = of("shop", 3000, 70, 7);
    CHECK(text_of(shop, 65'536, whole) == text_of(shop, 1, again));
    const slot later = shop.at(2999);
    const slot same = of("shop", 3000, 70, 7).at(2999);
    CHECK(later.time == same.time);
    CHECK(later.lines == same.lines);
    CHECK(text_of(of("shop", 3000, 70, 8), 65'536, again) != text_of(shop, 65'536, whole));
}

TEST_CASE("times rise from the first of 2024 to the last of 2025, and nobody buys at night in a season") {
    for (const shape& each : shapes) {
        CAPTURE(each.name);
        const stream from{each, 20'000, 500, 42};
        std::int64_t before = 1'704'067'200; // 2024-01-01 00:00:00
        for (std::uint64_t i = 0; i < from.size(); ++i) {
            const slot one = from.at(i);
            CHECK(one.member < 500);
            if (one.what != kind::repeat) {
                CHECK(one.time >= before);
                before = one.time;
            }
            const std::int64_t hour = one.time / 3600 % 24;
            CHECK((each.name == "even" || hour >= 7));
        }
        CHECK(before < 1'767'225'600);  // 2026-01-01 00:00:00
        CHECK(before >= 1'767'139'200); // the last day
    }
}

TEST_CASE("skew: half of the purchases are of an eighth of the members") {
    const auto share = [](std::string_view name, std::uint64_t first) {
        const stream from = of(name, 20'000, 1000);
        std::uint64_t count = 0;
        for (std::uint64_t i = 0; i < from.size(); ++i) {
            count += from.at(i).member < first ? 1U : 0U;
        }
        return count / 200; // per cent
    };
    // The place of a member is u^3 of an even u: below x with probability x^(1/3).
    CHECK(share("seasons", 125) == 50);
    CHECK(share("seasons", 8) == 20);
    CHECK(share("even", 125) == 12);
}

TEST_CASE("returns, repeats and rings refer to what stands there") {
    const stream rings = of("rings", 5000, 600);
    const stream doubles = of("doubles", 5000, 600);
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const slot one = rings.at(i);
        if (one.what == kind::return_of_line) {
            const slot sold = rings.at(one.original);
            CHECK(sold.what == kind::purchase);
            CHECK(sold.id == one.original);
            CHECK(sold.member == one.member);
            CHECK(i - one.original <= 512);
        }
        const slot other = doubles.at(i);
        if (other.what == kind::repeat) {
            const slot first = doubles.at(other.id);
            CHECK(first.what == kind::purchase);
            CHECK(first.time == other.time);
            CHECK(first.lines == other.lines);
            CHECK((i - other.id >= 2 && i - other.id <= 5));
        }
    }
    for (std::uint64_t k = 0; k < ring_size; ++k) {
        const slot bought = rings.at(1024 + k);
        const slot redeemed = rings.at(1024 + 256 + k);
        const slot back = rings.at(1024 + 512 + k);
        CHECK(bought.member == 600 - 8 - k - 1); // the second ring of two
        CHECK(redeemed.member == bought.member);
        CHECK(redeemed.what == kind::redemption);
        CHECK(back.original == 1024 + k);
        CHECK(back.lines == bought.lines);
    }
}
