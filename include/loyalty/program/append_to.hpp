// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

namespace loyalty {

/// A sink that appends each outcome, of refused events too, to a container of the host: `std::vector` or any other with
/// `push_back`. Where memory is short and must not be asked for, use `into`, a span.
///
/// @code
/// std::vector<outcome_of<decltype(beauty)>> outcomes;
/// append_to sink{outcomes};
/// apply_all(beauty, members, transactions, sink);
/// @endcode
///
/// The library throws nothing, and an exception of the container ends the programme: reserve before.
template <class Container>
struct append_to {
    Container& outcomes;

    template <class Transaction>
    constexpr void on(const Transaction&, const typename Container::value_type& gave) noexcept {
        outcomes.push_back(gave);
    }
};

template <class Container>
append_to(Container&) -> append_to<Container>;

} // namespace loyalty
