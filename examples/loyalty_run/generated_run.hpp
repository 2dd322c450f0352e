// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A run over the stream that the reference work W5 generates, with its published totals beside those reached.

#include "interruption.hpp"
#include "session.hpp"
#include "standard_streams.hpp"
#include "w5.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace loyalty_run {

/// The totals that are published for a stream of this size, if any.
[[nodiscard]] inline std::optional<w5::sums> published(const options& asked) {
    if (asked.transactions == 1'000'000 && asked.customers == 20'000) {
        return w5::expected_20k;
    }
    if (asked.transactions == 10'000'000 && asked.customers == 1'000'000) {
        return w5::expected_1m;
    }
    return std::nullopt;
}

class generated_run {
public:
    explicit generated_run(const options& asked)
        : asked_(asked), notes_(notes_of_w5()), session_(rules_, notes_, asked, names_), bar_(!asked.quiet) {}

    [[nodiscard]] exit_code run() {
        const auto begun = std::chrono::steady_clock::now();
        w5::generator next(asked_.transactions, asked_.customers);
        std::vector<w5::record> batch;
        std::uint64_t left = asked_.transactions;
        for (; left != 0 && interruption::signal() == 0; left -= batch.size()) {
            batch.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, batch_size)));
            for (w5::record& each : batch) {
                each = next();
            }
            session_.evaluate(batch, static_cast<std::size_t>(asked_.customers));
            const std::uint64_t done = asked_.transactions - left;
            bar_.show("transactions", done, {done, asked_.transactions});
        }
        bar_.clear();
        evaluated_ = asked_.transactions - left;
        if (left != 0) {
            interruption::has_cut_input = true;
            say(fmt::format(
                "loyalty_run: stopped by {}. Results are of the first {} transactions; files of them have .partial "
                "behind their names\n",
                interruption::name(), evaluated_));
        }
        show_speed(asked_, evaluated_, "transactions", begun);
        return report();
    }

private:
    using session_type = session<constant_rules<w5::rules_type>, w5::record>;

    [[nodiscard]] static programme_notes notes_of_w5() {
        programme_notes notes{.name = std::string(generated),
                              .description = "the reference work: all five policies",
                              .currency = "USD",
                              .words = json::vocabulary{{"USD", 2}}};
        using units = granted_units<outcome_of<w5::rules_type>>;
        for (std::size_t i = 0; i < units::count; ++i) {
            notes.units.push_back(
                {i, units::codes[i], std::string(units::codes[i]), units::digits[i], units::codes[i] == "USD"});
        }
        notes.versions = {{1, {"0", "1", "2"}, {"tiered", "points", "spend_threshold", "cashback", "gamified"}}};
        return notes;
    }

    [[nodiscard]] exit_code report() {
        totals_table totals;
        totals.add("input", "programme", {std::string(generated)});
        totals.add("input", "generated transactions", number_cell(evaluated_));
        totals.add("input", "of members", number_cell(asked_.customers));
        session_.finish(static_cast<std::size_t>(asked_.customers), totals);
        const bool equal = add_check(totals);
        write_totals(totals, asked_);
        return interruption::has_cut_input ? exit_code_of_signal() : equal ? exit_code::done : exit_code::check_failed;
    }

    /// Compares with the published totals, where there are any for this size.
    [[nodiscard]] bool add_check(totals_table& totals) {
        const auto expected = interruption::has_cut_input ? std::nullopt : published(asked_);
        if (!expected) {
            totals.add("check", "published totals", {"there are none for this size"});
            return true;
        }
        const w5::sums reached = sums();
        const bool equal = reached == *expected;
        totals.add("check", "published points", number_cell(static_cast<std::uint64_t>(expected->points)));
        totals.add("check", "published USD", {units_of(expected->cashback_cents, 2)});
        totals.add("check", "published stamps", number_cell(static_cast<std::uint64_t>(expected->stamps)));
        totals.add("check", "published badges", number_cell(static_cast<std::uint64_t>(expected->badges)));
        totals.add("check", "published tier changes", number_cell(static_cast<std::uint64_t>(expected->tier_events)));
        totals.add("check", "published members by tier",
                   {fmt::format("{} / {} / {}", expected->members_by_tier[0], expected->members_by_tier[1],
                                expected->members_by_tier[2])});
        totals.add("check", "result", {equal ? "every total equals the published one" : "A TOTAL DIFFERS"});
        return equal;
    }

    [[nodiscard]] w5::sums sums() const {
        w5::sums reached;
        const auto& codes = session_type::recorder_type::units::codes;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            std::int64_t& sum = codes[i] == "points"   ? reached.points
                                : codes[i] == "stamps" ? reached.stamps
                                : codes[i] == "badges" ? reached.badges
                                                       : reached.cashback_cents;
            sum = session_.record.granted[i];
        }
        reached.tier_events = static_cast<std::int64_t>(session_.record.tier_changes);
        for (const auto& own : session_.members) {
            ++reached.members_by_tier[session_.last_tier_of(own)];
        }
        return reached;
    }

    const options& asked_;
    programme_notes notes_;
    constant_rules<w5::rules_type> rules_{w5::rules};
    stream_names names_;
    session_type session_;
    progress_bar bar_;
    std::uint64_t evaluated_ = 0;
};

[[nodiscard]] inline exit_code run_generated(const options& asked) {
    return generated_run(asked).run();
}

} // namespace loyalty_run
