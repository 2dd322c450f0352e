// SPDX-License-Identifier: BSL-1.0
//
// The same events give the same bits on every machine: five programmes, some thousand events each, and the totals of
// expected.hpp. `.ci/platforms` builds it for all machines that it finds compilers for. With `--print` it prints the totals
// as expected.hpp has them.
#include "expected.hpp"
#include "mixed_stream.hpp"
#include "stream.hpp"

#include <loyalty/detail/hash.hpp>
#include <loyalty/stream/shards.hpp>

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <iterator>

namespace {

using platforms::named_totals;
using platforms::totals;

void print(const named_totals& each) {
    const totals& sum = each.values;
    std::printf("    {\"%s\",\n     {.hash = 0x%016" PRIX64 ",\n      .accepted = %" PRId64
                ",\n      .refused = %" PRId64 ",\n      .points = %" PRId64 ",\n      .cents = %" PRId64
                ",\n      .redeemed = %" PRId64 ",\n      .returns = %" PRId64 ",\n      .bytes = %" PRId64 "}},\n",
                each.programme, sum.hash, sum.accepted, sum.refused, sum.points, sum.cents, sum.redeemed, sum.returns,
                sum.bytes);
}

template <class Programme>
named_totals totals_of(const char* name, const Programme& programme, int steps) {
    return {name, platforms::stream<Programme>{programme}.run(steps)};
}

/// The shards of 10,000 members, in one number.
std::uint64_t hash_of_shards() {
    loyalty::detail::plain_hash hash;
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        hash.word(loyalty::streams::shard_of(i * 2'654'435'761u));
    }
    return hash.value();
}

} // namespace

int main(int count, char** arguments) {
    const named_totals found[] = {totals_of("five", sample::five, 20'000),
                                  totals_of("rolling", sample::rolling, 8'000),
                                  totals_of("months", sample::months, 20'000),
                                  totals_of("quiet", sample::quiet, 20'000),
                                  {"busy", platforms::mixed_totals(sample::busy, 20'000)}};
    if (count > 1 && std::strcmp(arguments[1], "--print") == 0) {
        for (const named_totals& each : found) {
            print(each);
        }
        return 0;
    }
    static_assert(std::size(platforms::expected) == std::size(found));
    bool right = hash_of_shards() == 0x6FFC'A764'BFC5'7B9Fu;
    if (!right) {
        std::printf("shards: other members than everywhere else\n");
    }
    for (std::size_t i = 0; i < std::size(found); ++i) {
        const named_totals& wanted = platforms::expected[i];
        const bool same = std::strcmp(found[i].programme, wanted.programme) == 0 && found[i].values == wanted.values;
        if (!same) {
            std::printf("%s: found\n", found[i].programme);
            print(found[i]);
            std::printf("and expected\n");
            print(wanted);
        }
        right = right && same;
    }
    std::printf("%s\n", right ? "the same bits" : "OTHER BITS");
    return right ? 0 : 1;
}
