// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A programme that runs a work once in one form, for a tool that counts instructions:
///
///     <gate> <form> <transactions> <members>
///
/// It prints the sums that the form came to: forms of one work must agree. The form `generator` makes the stream and evaluates
/// nothing: what the other forms take beyond it is theirs.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

namespace gate {

using sums = std::vector<std::int64_t>;

/// A form of a work, called through a pointer: g++ compiles for size what it sees called once from main.
template <class Work>
struct form {
    std::string_view name;
    sums (*run)(Work& work);
};

/// Makes the work of so many transactions and members, runs the form that the first argument names, and prints its sums.
template <class Work, std::size_t Count>
int run(int argc, char** argv, void (*make)(Work& work, std::size_t transactions, std::size_t members),
        const form<Work> (&forms)[Count]) {
    if (argc != 4) {
        std::fprintf(stderr, "%s <form> <transactions> <members>\n", argv[0]);
        return 2;
    }
    Work work; // stays where it is: a stream may point into itself
    make(work, std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10));
    for (const form<Work>& each : forms) {
        if (each.name == argv[1]) {
            for (const std::int64_t sum : each.run(work)) {
                std::printf("%lld ", static_cast<long long>(sum));
            }
            std::puts("");
            return 0;
        }
    }
    std::fprintf(stderr, "no such form: %s\n", argv[1]);
    return 2;
}

} // namespace gate
