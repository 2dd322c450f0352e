// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Names that well-known headers define as macros. The library is included after them, so it must use none. The
/// standard headers come first, since they are not the ones on trial.

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

// windows.h
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define small char
#define near
#define far
#define interface struct
#define IN
#define OUT
#define OPTIONAL
#define ERROR 0
#define DELETE 0x00010000L
#define CONST const
#define VOID void
#define TRUE 1
#define FALSE 0
#define ABSOLUTE 1
#define RELATIVE 2
#define DIFFERENCE 11
#define NO_ERROR 0L
#define STRICT 1

// complex.h
#define I _Complex_I
#define complex _Complex

// X11
#define None 0L
#define Bool int
#define Status int
#define Success 0
#define Always 2
#define Never 0
#define Unsorted 0

// sys/sysmacros.h, math.h and the compiler's own
#define major(device) ((device) >> 8)
#define minor(device) ((device)&0xff)
#define OVERFLOW 3
#define UNDERFLOW 4
#define DOMAIN 1
#define unix 1
#define linux 1

// what sketches for small machines and old code bring
#define E 2
#define PI 3
#define N 16
#define D 3
#define F 1
#define BIT(position) (1 << (position))
#define BUFSIZE 80
#define check(condition) (condition)
#define verify(condition) (condition)
#define require(condition) (condition)

// Qt
#define foreach for
#define slots
#define signals public
#define emit
