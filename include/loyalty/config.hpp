// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What the library asks of the compiler, in one place.
///
/// | macro                 | meaning                                                                                |
/// |-----------------------|----------------------------------------------------------------------------------------|
/// | `LOYALTY_ASSERT(c)`   | a precondition; define it before the first include to use your own handler              |
/// | `LOYALTY_HAS_INT128`  | 1 where the compiler has a 128-bit integer; define it as 0 to use the portable one      |
/// | `LOYALTY_INLINE`      | asks for inlining where the hot path depends on it                                      |
/// | `LOYALTY_COLD`        | keeps a rare path out of line, so that the hot one stays small                          |
/// | `LOYALTY_ASSUME(c)`   | tells the compiler what is true wherever this line is reached                          |
/// | `LOYALTY_OPAQUE(v)`   | hides from the compiler what is known of a number                                      |

#if !defined(LOYALTY_HAS_INT128)
#if defined(__SIZEOF_INT128__)
#define LOYALTY_HAS_INT128 1
#else
#define LOYALTY_HAS_INT128 0
#endif
#endif

#if defined(__GNUC__) || defined(__clang__)
#define LOYALTY_INLINE [[gnu::always_inline]] inline
#define LOYALTY_INLINE_LAMBDA __attribute__((always_inline))
#define LOYALTY_COLD [[gnu::noinline, gnu::cold]]
#define LOYALTY_PREFETCH(address) __builtin_prefetch(address, 1)
#define LOYALTY_OPAQUE(value) __asm__("" : "+r"(value))
#define LOYALTY_ASSUME(condition) ((condition) ? static_cast<void>(0) : __builtin_unreachable())
#define LOYALTY_NO_UNIQUE_ADDRESS [[no_unique_address]]
#elif defined(_MSC_VER)
#define LOYALTY_INLINE __forceinline
#define LOYALTY_INLINE_LAMBDA
#define LOYALTY_COLD __declspec(noinline)
#define LOYALTY_PREFETCH(address) ((void)(address))
#define LOYALTY_OPAQUE(value) ((void)(value))
#define LOYALTY_ASSUME(condition) __assume(condition)
#define LOYALTY_NO_UNIQUE_ADDRESS [[msvc::no_unique_address]]
#else
#define LOYALTY_INLINE inline
#define LOYALTY_INLINE_LAMBDA
#define LOYALTY_COLD
#define LOYALTY_PREFETCH(address) ((void)(address))
#define LOYALTY_OPAQUE(value) ((void)(value))
#define LOYALTY_ASSUME(condition) ((void)0)
#define LOYALTY_NO_UNIQUE_ADDRESS [[no_unique_address]]
#endif

#if !defined(LOYALTY_ASSERT)
#include <cstdlib>
/// A broken precondition is a programmer's error: it stops constant evaluation, and aborts at run time in every build,
/// because a wrong balance that goes on is worse than a till that stops. Data errors never come here: they are refused
/// with a reason.
#define LOYALTY_ASSERT(condition) ((condition) ? static_cast<void>(0) : std::abort())
#endif
