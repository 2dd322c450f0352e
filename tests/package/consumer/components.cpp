// SPDX-License-Identifier: BSL-1.0
#include <loyalty/version.hpp>

#if __has_include(<loyalty/io/format.hpp>)
#include <loyalty/io/format.hpp>
#endif
#if __has_include(<loyalty/money/exact.hpp>)
#include <loyalty/money/exact.hpp>
#endif
#if defined(CONSUMER_HAS_JSON)
#include <loyalty/json/programme.hpp>
#endif
#include <loyalty/stream/threads.hpp>

int main() {
    loyalty::streams::threads workers{2};
    int runs[2]{};
    auto task = [&](std::size_t index) { ++runs[index]; };
    workers.execute(2, task);
#if defined(CONSUMER_HAS_JSON)
    const auto read = loyalty::json::read_programme<loyalty::currency::usd>("");
    if (read.wrong.count != 1) {
        return 1; // an empty text has one mistake
    }
#endif
    return loyalty::version.empty() || runs[0] + runs[1] != 2 ? 1 : 0;
}
