// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What rules at work know beside an event: the profiles of members, and what is left of the quotas that they share.

#include "member_facts.hpp"

#include <loyalty/loyalty.hpp>

namespace loyalty_run {

/// Of a run, which has one thread.
template <class Programme>
class surroundings : public known_members {
public:
    /// What is left of the quotas that the members of the run share. `put_back` gives it back as it was.
    [[nodiscard]] const auto& left() const noexcept { return left_; }
    template <class Left>
    void put_back(const Left& before) const noexcept {
        left_ = before;
    }

protected:
    /// Adds the quotas of a version.
    void add_quotas_of([[maybe_unused]] const Programme& version) noexcept {
        if constexpr (Programme::shares_quotas) {
            left_.add_new(version);
        }
    }
    template <class Event>
    [[nodiscard]] decltype(auto) profile(const Event& event) const noexcept {
        if constexpr (Programme::shares_quotas) {
            return sharing(left_, facts_of(event));
        } else {
            return facts_of(event);
        }
    }

private:
    struct no_quotas {};
    template <class Of>
    struct quotas_of {
        using type = no_quotas;
    };
    template <class Of>
    requires(Of::shares_quotas) struct quotas_of<Of> {
        using type = quotas<Of>;
    };

    mutable typename quotas_of<Programme>::type left_{};
};

} // namespace loyalty_run
