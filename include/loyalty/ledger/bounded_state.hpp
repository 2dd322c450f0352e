// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The types of the books that the rules of a ledger need.

#include <loyalty/ledger/expiry.hpp>
#include <loyalty/ledger/ledger_state.hpp>

#include <cstddef>

namespace loyalty {

namespace detail {

/// The compiler names it in the error for the state of a ledger without a bound.
struct name_the_number_of_buckets_of_the_expiry_or_use_growing_ledger;

template <std::size_t Alive, std::size_t Buckets, std::size_t Holds, class Point>
struct bounded_state {
    using type = ledgers::ledger_state<Buckets, Holds, Point>;
};
template <std::size_t Buckets, std::size_t Holds, class Point>
struct bounded_state<ledgers::unbounded, Buckets, Holds, Point> {
    using type = name_the_number_of_buckets_of_the_expiry_or_use_growing_ledger;
};

template <class State>
struct taken_of {
    using type = void;
};
template <class Buckets, class Holds, class Slices, class Taken>
struct taken_of<ledgers::ledger_books<Buckets, Holds, Slices, Taken>> {
    using type = Taken;
};

} // namespace detail

} // namespace loyalty
