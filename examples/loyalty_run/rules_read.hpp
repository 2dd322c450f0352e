// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The versions of a programme as they were read, and the forms in which they run.

#include "events.hpp"
#include "games.hpp"
#include "lane.hpp"
#include "options.hpp"
#include "programmes.hpp"
#include "stream_names.hpp"

#include <loyalty/explain/shortest_difference.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/room.hpp>
#include <loyalty/json/versions.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace loyalty_run {

/// Read with room for lots that expire on each day of a year, and for rolling windows; with quotas that members share, and wheels;
/// and with rules whose points have dates of their own, such as 90 days.
using room_for_lots = json::lots_of<400>;
using parts_of_shops = json::sharing_quotas<json::spinning_wheels<room_for_lots>>;
using all_parts = json::own_dates<parts_of_shops, 92>;
inline constexpr std::size_t bytes_of_rules = 4096;
using rules_text = json::programme_text<json::any_currency, 16, all_parts, bytes_of_rules>;
using rules_versions = json::versions_text<rules_text>;
/// What texts without quotas and wheels may need at most.
using room_text = json::programme_text<json::any_currency, 16, room_for_lots, bytes_of_rules>;
/// What most texts need: members of some hundred bytes.
using small_text = json::programme_text<json::any_currency>;
/// What most texts with quotas or wheels need.
using games_text =
    json::programme_text<json::any_currency, 16, json::sharing_quotas<json::spinning_wheels<json::usual_lots>>>;

/// What the streams of `difference` have in common for both programmes.
struct stream_terms {
    std::array<std::vector<std::string>, file_facts.size()> texts{}; ///< by fact: the texts of the codes from 1 on
    std::array<int, 4> digits{};                                     ///< by `award_unit`: the larger of both
};

/// The versions of a programme in force in one of its forms: with plain balances, or with an account of points. What runs on a
/// form is compiled with it, once.
class rules_form {
public:
    rules_form() = default;
    rules_form(const rules_form&) = delete;
    rules_form& operator=(const rules_form&) = delete;
    virtual ~rules_form() = default;

    /// A run over a file.
    [[nodiscard]] virtual exit_code run(programme_notes& notes, const options& asked) const = 0;
    /// One of several programmes over a stream. `notes`, `asked` and `names` must outlive it.
    [[nodiscard]] virtual std::unique_ptr<lane> beside_others(programme_notes& notes, const options& asked,
                                                              stream_names& names, bool may_have_returns) const = 0;
    /// A member who does what `difference` tries. `terms` and `asked` must outlive it.
    [[nodiscard]] virtual std::unique_ptr<differences::side> buyer(const programme_notes& notes,
                                                                   const stream_terms& terms) const = 0;
};

/// Returns true if a rule of a version has a quota, or is a wheel.
template <class Versions>
[[nodiscard]] bool has_games(const Versions& all) {
    const games_found found = games_of(all);
    return !found.quotas.empty() || found.wheels != 0;
}

/// Returns true if every version fits into the members of a type.
template <class Text>
[[nodiscard]] bool fits(const rules_versions& read) {
    return std::all_of(read.all.begin(), read.all.end(),
                       [](const rules_text& each) { return json::with_other_room<Text>(each).has_value(); });
}

/// Gives the wheels of each version the seeds of `--wheel-seed`, if it was given: of the first one that number. Throws if none of
/// the rules has a wheel.
void seed_wheels(const std::vector<rules_versions*>& all, const options& asked);

/// The form of rules without an account, of those with an account in small members, and of others, with more room. A run, a comparison
/// and a difference of the same rules have the same form.
[[nodiscard]] std::unique_ptr<rules_form> plain_form(const rules_versions& read, const options& asked);
[[nodiscard]] std::unique_ptr<rules_form> form_with_lots(const rules_versions& read, const options& asked);
[[nodiscard]] std::unique_ptr<rules_form> form_with_room(const rules_versions& read, const options& asked);
/// The form of rules with quotas or wheels in small members; and of all others, in members of some 14 kB.
[[nodiscard]] std::unique_ptr<rules_form> form_with_games(const rules_versions& read, const options& asked);
[[nodiscard]] std::unique_ptr<rules_form> form_with_all_parts(const rules_versions& read, const options& asked);
/// The smallest form that has room for the rules.
[[nodiscard]] std::unique_ptr<rules_form> form_of(const rules_versions& read, const options& asked);

/// A rule of some texts that reads when members joined, with its place; empty if none does.
[[nodiscard]] std::string joined_reader_of(const std::vector<std::string>& names,
                                           const std::vector<std::string>& texts);

/// What is said of the versions of a programme.
[[nodiscard]] programme_notes notes_of(const rules_versions& read);

/// Returns false if rules read amounts of the host alone.
[[nodiscard]] bool reads_money(const json::vocabulary& words) noexcept;

/// The versions in some texts, which have names for what is wrong in them. Throws if they have a mistake, such as a rule that reads facts
/// of members if no `--profiles` give them.
[[nodiscard]] rules_versions read_rules(const std::vector<std::string>& names, const std::vector<std::string>& texts,
                                        bool has_profiles);

} // namespace loyalty_run
