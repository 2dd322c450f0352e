// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Runs a programme from text over a file, in one currency.

#include "describing.hpp"
#include "events.hpp"
#include "file_run.hpp"
#include "file_zone.hpp"
#include "intake.hpp"
#include "options.hpp"
#include "programmes.hpp"
#include "rules_file.hpp"
#include "standard_streams.hpp"

#include <loyalty/json/describe.hpp>
#include <loyalty/json/writer.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// What the run says of a programme from text; the views look into it.
class rules_notes {
public:
    template <class Text>
    explicit rules_notes(const Text& text, std::string_view currency, std::string_view rules_text) {
        for (const std::string& each : text.tiers) {
            tiers_.push_back(each);
        }
        for (const auto& [name, code] : text.categories) {
            categories_.push_back({name, static_cast<std::uint32_t>(code)});
        }
        notes.name = text.name;
        notes.description = text.description;
        notes.currency = currency;
        notes.layout = text.layout.empty() ? "default" : std::string_view{text.layout};
        notes.tiers = tiers_;
        notes.categories = categories_;
        notes.rules_text = rules_text;
    }

    programme_notes notes{};

private:
    std::vector<std::string_view> tiers_;
    std::vector<named_code> categories_;
};

template <class Currency>
[[nodiscard]] exit_code run_rules_in(const std::string& text, const options& asked) {
    const auto read = json::read_programme<Currency>(
        text, asked.describe.empty() ? json::host_facts::of<sale<Currency>>() : json::host_facts::all());
    if (!read.wrong.empty()) {
        refuse_rules(asked.rules, read.wrong);
    }
    if (asked.check_rules) {
        say(fmt::format("{}: {} rules, no mistake\n", asked.rules, read.rules.size()));
        return exit_code::done;
    }
    if (!asked.describe.empty()) {
        print_text(asked.describe == "rules" ? json::write_programme(read)
                                             : described_as(json::describe(read), asked.describe));
        return exit_code::done;
    }
    const rules_notes said{read, std::string_view{Currency::code}, text};
    const file_zone zone = file_zone::of(asked.zone);
    return read.has_lots ? run_file<sale_intake<Currency>>(read.framed_with_lots(zone), said.notes, asked)
                         : run_file<sale_intake<Currency>>(read.framed(zone), said.notes, asked);
}

} // namespace loyalty_run
