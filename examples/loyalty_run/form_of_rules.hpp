// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The form of versions of one type: what runs on them.

#include "buyer.hpp"
#include "file_run.hpp"
#include "file_zone.hpp"
#include "games.hpp"
#include "lane_of.hpp"
#include "rules_read.hpp"

#include <loyalty/json/in_force.hpp>

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty_run {

template <class Programme>
class form_of_rules final : public rules_form {
public:
    /// `quotas` are those that the members of a run share.
    form_of_rules(json::version_list<Programme> versions, std::vector<named_quota> quotas)
        : versions_(std::move(versions)), quotas_(std::move(quotas)) {}

    [[nodiscard]] exit_code run(programme_notes& notes, const options& asked) const override {
        notes.first_rule = json::rules_at<Programme>; // an account or a redemption rule may stand before them
        return run_file(versions_, quotas_, notes, asked);
    }
    [[nodiscard]] std::unique_ptr<lane> beside_others(programme_notes& notes, const options& asked, stream_names& names,
                                                      bool may_have_returns) const override {
        return std::make_unique<lane_of<Programme>>(versions_, quotas_, notes, asked, names, may_have_returns);
    }
    [[nodiscard]] std::unique_ptr<differences::side> buyer(const programme_notes& notes,
                                                           const stream_terms& terms) const override {
        return std::make_unique<loyalty_run::buyer<Programme>>(versions_, notes, terms);
    }

private:
    json::version_list<Programme> versions_;
    std::vector<named_quota> quotas_;
};

/// `framed(version, zone)` gives a version its frame.
template <class Framed>
[[nodiscard]] std::unique_ptr<rules_form> made_form(const rules_versions& read, const options& asked, Framed framed) {
    const file_zone zone = file_zone::of(asked.zone);
    auto versions = json::in_force(read, [&](const rules_text& each) { return framed(each, zone); });
    using programme = std::remove_cvref_t<decltype(versions.last())>;
    return std::make_unique<form_of_rules<programme>>(std::move(versions), games_of(read.all).quotas);
}

} // namespace loyalty_run
