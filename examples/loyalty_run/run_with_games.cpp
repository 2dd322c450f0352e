// SPDX-License-Identifier: BSL-1.0
#include "file_run.hpp"
#include "file_zone.hpp"
#include "games.hpp"
#include "rules_read.hpp"

#include <loyalty/json/in_force.hpp>
#include <loyalty/json/room.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace loyalty_run {

namespace {

/// Rules with quotas or wheels, an account of points, and the members of most texts.
using games_text =
    json::programme_text<json::any_currency, 16, json::sharing_quotas<json::spinning_wheels<json::usual_lots>>>;

template <class Programme>
class form_of_games final : public rules_form {
public:
    form_of_games(json::version_list<Programme> versions, std::vector<named_quota> quotas)
        : versions_(std::move(versions)), quotas_(std::move(quotas)) {}

    [[nodiscard]] exit_code run(programme_notes& notes, const options& asked) const override {
        notes.first_rule = json::rules_at<Programme>; // the account stands in each frame of games
        const versioned_rules<Programme> rules(versions_);
        return file_run<versioned_rules<Programme>>(rules, notes, asked, &quotas_).run();
    }
    [[nodiscard]] std::unique_ptr<lane> beside_others(programme_notes& notes, const options&, stream_names&,
                                                      bool) const override {
        refuse(notes);
    }
    [[nodiscard]] std::unique_ptr<differences::side> buyer(const programme_notes& notes,
                                                           const stream_terms&) const override {
        refuse(notes);
    }

private:
    [[noreturn]] static void refuse(const programme_notes& notes) {
        throw failure{exit_code::wrong_use,
                      notes.name +
                          ": the rules have quotas or wheels, whose awards depend on what other members got, or "
                          "on draws: compare and difference take none. Run it alone: loyalty_run --rules FILE"};
    }

    json::version_list<Programme> versions_;
    std::vector<named_quota> quotas_;
};

} // namespace

std::unique_ptr<rules_form> form_with_games(const rules_versions& read, const options& asked) {
    for (const rules_text& each : read.all) {
        if (!json::with_other_room<games_text>(each)) {
            throw failure{exit_code::wrong_use,
                          "--rules: rules with quotas or wheels remember at most 256 bytes of a member, and its lots "
                          "have at most 25 "
                          "pairs of dates: let lots expire to the end of a month, and use shorter rolling windows"};
        }
    }
    const file_zone zone = file_zone::of(asked.zone);
    auto versions = json::in_force(read, [&](const rules_text& each) {
        return json::with_other_room<games_text>(each)->framed_with_redemption(zone);
    });
    using programme = std::remove_cvref_t<decltype(versions.last())>;
    return std::make_unique<form_of_games<programme>>(std::move(versions), games_of(read.all).quotas);
}

} // namespace loyalty_run
