// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The features of the compiler that the library uses, in one place.
///
/// | macro                 | meaning                                                                                |
/// |-----------------------|----------------------------------------------------------------------------------------|
/// | `LOYALTY_ASSERT(c)`   | a precondition; define it before the first include to use your own handler              |
/// | `LOYALTY_HAS_INT128`  | 1 if the compiler has a 128-bit integer; define it as 0 to use the portable one      |
/// | `LOYALTY_INLINE`      | asks for inlining if the hot path depends on it                                      |
/// | `LOYALTY_COLD`        | keeps a rare path out of line, so that the hot one stays small                          |
/// | `LOYALTY_APART`       | keeps a path out of line that is not rare                                               |
/// | `LOYALTY_ASSUME(c)`   | a condition that holds here, for the compiler                          |
/// | `LOYALTY_OPAQUE(v)`   | hides from the compiler what is known of a number                                      |
/// | `LOYALTY_IS_CONSTANT(v)` | true if the compiler knows a number, so that what is computed from it costs nothing   |
/// | `LOYALTY_MEMORY(f)`   | `memcpy` or `memmove`, where constant evaluation does not come                         |
///
/// Every file of a programme must have the same `LOYALTY_ASSERT` and `LOYALTY_HAS_INT128`: see `compiled_as` below.

#if __cplusplus < 202002L && (!defined(_MSVC_LANG) || _MSVC_LANG < 202002L)
#error "loyalty needs C++20: compile with -std=c++20 or later (MSVC: /std:c++20)"
#include <loyalty/the_sentence_above_says_why> // A file that is missing ends the compilation at once.
#endif

#if !defined(LOYALTY_HAS_INT128)
#if defined(__SIZEOF_INT128__)
#define LOYALTY_HAS_INT128 1
#else
#define LOYALTY_HAS_INT128 0
#endif
#endif

// A build that does not optimise, or that looks for faults, gains nothing from inlining, and takes minutes for it. A build may
// define the macro as 0, too.
#if defined(LOYALTY_DETAIL_INLINES)
#elif defined(__SANITIZE_ADDRESS__) || !(defined(__OPTIMIZE__) || defined(_MSC_VER))
#define LOYALTY_DETAIL_INLINES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#define LOYALTY_DETAIL_INLINES 0
#else
#define LOYALTY_DETAIL_INLINES 1
#endif
#else
#define LOYALTY_DETAIL_INLINES 1
#endif

#if defined(__GNUC__) || defined(__clang__)
#if LOYALTY_DETAIL_INLINES
#define LOYALTY_INLINE [[gnu::always_inline]] inline
#define LOYALTY_INLINE_LAMBDA __attribute__((always_inline))
#else
#define LOYALTY_INLINE inline
#define LOYALTY_INLINE_LAMBDA
#endif
#define LOYALTY_COLD [[gnu::noinline, gnu::cold]]
#define LOYALTY_APART [[gnu::noinline]]
#define LOYALTY_PREFETCH(address) __builtin_prefetch(address, 1)
#define LOYALTY_PREFETCH_TO_READ(address) __builtin_prefetch(address, 0)
#if defined(__clang__)
// A copy in assembly: if clang 14 makes a block twice, it forgets that an operand of assembly is input and output at
// once. To warn of overflows, it evaluates calls with known arguments, and crashes on assembly and on functions that it
// does not know.
#if defined(__x86_64__)
#define LOYALTY_DETAIL_COPY "mov{q %1, %0| %0, %1}"
#elif defined(__aarch64__)
#define LOYALTY_DETAIL_COPY "mov %0, %1"
#endif
#if defined(LOYALTY_DETAIL_COPY)
#define LOYALTY_OPAQUE(value)                                                                                          \
    if (!__builtin_constant_p(value)) {                                                                                \
        __asm__(LOYALTY_DETAIL_COPY : "=r"(value) : "r"(value));                                                       \
    }                                                                                                                  \
    static_cast<void>(0)
#else
#define LOYALTY_OPAQUE(value) ((void)(value))
#endif
#define LOYALTY_MEMORY(function) __builtin_##function
#else
#define LOYALTY_OPAQUE(value) __asm__("" : "+r"(value))
#define LOYALTY_MEMORY(function) std::function
#endif
#define LOYALTY_ASSUME(condition) ((condition) ? static_cast<void>(0) : __builtin_unreachable())
#define LOYALTY_IS_CONSTANT(value) __builtin_constant_p(value)
#define LOYALTY_NO_UNIQUE_ADDRESS [[no_unique_address]]
#elif defined(_MSC_VER)
#define LOYALTY_INLINE __forceinline
#define LOYALTY_INLINE_LAMBDA
#define LOYALTY_COLD __declspec(noinline)
#define LOYALTY_APART __declspec(noinline)
#define LOYALTY_PREFETCH(address) ((void)(address))
#define LOYALTY_PREFETCH_TO_READ(address) ((void)(address))
#define LOYALTY_OPAQUE(value) ((void)(value))
#define LOYALTY_MEMORY(function) std::function
#define LOYALTY_ASSUME(condition) __assume(condition)
#define LOYALTY_IS_CONSTANT(value) false
#define LOYALTY_NO_UNIQUE_ADDRESS [[msvc::no_unique_address]]
#else
#define LOYALTY_INLINE inline
#define LOYALTY_INLINE_LAMBDA
#define LOYALTY_COLD
#define LOYALTY_APART
#define LOYALTY_PREFETCH(address) ((void)(address))
#define LOYALTY_PREFETCH_TO_READ(address) ((void)(address))
#define LOYALTY_OPAQUE(value) ((void)(value))
#define LOYALTY_MEMORY(function) std::function
#define LOYALTY_ASSUME(condition) ((void)0)
#define LOYALTY_IS_CONSTANT(value) false
#define LOYALTY_NO_UNIQUE_ADDRESS [[no_unique_address]]
#endif

#define LOYALTY_TEXT_AS_WRITTEN(...) #__VA_ARGS__
#define LOYALTY_TEXT(...) LOYALTY_TEXT_AS_WRITTEN(__VA_ARGS__)
#define LOYALTY_PLACE __FILE__ ":" LOYALTY_TEXT(__LINE__)

#if defined(LOYALTY_ASSERT)
#include <cassert> // A handler may be `assert`, which must mean the same in every file.
#else
#include <cstdio>
#include <cstdlib>

namespace loyalty::detail {

/// Writes a sentence to stderr and aborts. Not `constexpr`, so it ends constant evaluation.
[[noreturn]] LOYALTY_COLD inline void stop_the_programme(const char* sentence) noexcept {
    std::fputs(sentence, stderr);
    std::abort();
}

} // namespace loyalty::detail

/// A broken precondition is a programmer's error: it stops constant evaluation. At run time, in every build, it writes
/// `loyalty/money/ratio.hpp:45: loyalty stops the programme, because this must be true: denominator > 0` and aborts: a
/// wrong balance that goes on is worse than a till that stops. Data errors never come here: they are refused with a
/// reason.
#define LOYALTY_ASSERT(condition)                                                                                      \
    ((condition) ? static_cast<void>(0)                                                                                \
                 : ::loyalty::detail::stop_the_programme(                                                              \
                       LOYALTY_PLACE ": loyalty stops the programme, because this must be true: " #condition "\n"))
#endif

namespace loyalty::detail {

/// A number for a text. Text in quotation marks does not count, since it may be the path of a file.
[[nodiscard]] constexpr unsigned long long hash_of_configuration(const char* text) noexcept {
    unsigned long long hash = 0xcbf29ce484222325; // FNV-1a
    bool quoted = false;
    for (; *text != '\0'; ++text) {
        quoted = quoted != (*text == '"');
        if (!quoted) {
            hash = (hash ^ static_cast<unsigned char>(*text)) * 0x100000001b3;
        }
    }
    return hash;
}

#if defined(__ELF__) && (defined(__GNUC__) || defined(__clang__))
/// Makes it a link error that two files of a programme have different `LOYALTY_ASSERT` or `LOYALTY_HAS_INT128`. The linker
/// would otherwise keep one of two versions of each inline function, and say nothing.
///
/// The linker keeps one `compiled_as` for each configuration. Two of them define the label below twice.
template <unsigned long long Configuration>
[[gnu::used, gnu::noinline]] void compiled_as() noexcept {
    __asm__(".hidden all_files_must_have_the_same_LOYALTY_ASSERT_and_LOYALTY_HAS_INT128\n"
            ".globl all_files_must_have_the_same_LOYALTY_ASSERT_and_LOYALTY_HAS_INT128\n"
            "all_files_must_have_the_same_LOYALTY_ASSERT_and_LOYALTY_HAS_INT128:\n");
}
template void
compiled_as<hash_of_configuration(LOYALTY_TEXT(LOYALTY_HAS_INT128, LOYALTY_ASSERT(condition)))>() noexcept;
#endif

} // namespace loyalty::detail
