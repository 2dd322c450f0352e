// SPDX-License-Identifier: BSL-1.0
#include "rules_file.hpp"

#include "describing.hpp"
#include "events.hpp"
#include "rules_read.hpp"
#include "standard_streams.hpp"

#include <loyalty/json/describe.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/explain.hpp>
#include <loyalty/json/room.hpp>
#include <loyalty/json/writer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

namespace {

/// Says the mistakes of some texts, one in a line, and throws.
[[noreturn]] void refuse_rules(const std::vector<std::string>& names, const json::mistakes& found) {
    for (const json::mistake& each : found.listed) {
        say(names[each.source] + ':' + each.text() + '\n');
    }
    std::string all;
    for (const std::string& each : names) {
        all += (all.empty() ? "" : ", ") + each;
    }
    throw failure{exit_code::wrong_use, "--rules: " + std::to_string(found.count) +
                                            (found.count == 1 ? " mistake in " : " mistakes in ") + all};
}

/// The units that some version grants, in the order of the rules.
[[nodiscard]] std::vector<granted_unit> units_of(const json::vocabulary& words) {
    std::vector<granted_unit> units;
    for (const json::award_unit each : words.granted) {
        const json::named_unit named = words.unit(each);
        const std::string_view library = json::unit_named<json::any_currency>(each).code;
        units.push_back({static_cast<std::size_t>(each), library, std::string(named.code), named.digits,
                         each == json::award_unit::money});
    }
    return units;
}

} // namespace

bool reads_money(const json::vocabulary& words) noexcept {
    bool counts_facts = false;
    for (const json::fact_text& each : words.facts) {
        counts_facts = counts_facts || !each.is_code;
    }
    return words.reads_money || !counts_facts;
}

programme_notes notes_of(const rules_versions& read) {
    const rules_text& shared = read.shared();
    programme_notes notes{.name = std::string(shared.name.view()),
                          .description = shared.description,
                          .currency = std::string(shared.words.money().code),
                          .currency_digits = shared.words.money().digits,
                          .layout = shared.layout.empty() ? "default" : shared.layout,
                          .units = units_of(shared.words),
                          .words = shared.words};
    notes.has_money = reads_money(shared.words);
    notes.first_rule = shared.has_lots ? 1 : 0; // behind the redemption rule
    for (const auto& [name, code] : shared.categories) {
        notes.categories.push_back({name, static_cast<std::uint32_t>(code)});
    }
    for (const rules_text& each : read.all) {
        notes.versions.push_back({each.version, each.tiers, json::rule_names_of(each)});
    }
    notes.now = notes.versions.size() - 1;
    return notes;
}

bool is_small(const rules_versions& read) {
    return std::all_of(read.all.begin(), read.all.end(),
                       [](const rules_text& each) { return json::with_other_room<small_text>(each).has_value(); });
}

rules_versions read_rules(const std::vector<std::string>& names, const std::vector<std::string>& texts) {
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    rules_versions read =
        json::read_versions<json::any_currency, 16, room_for_lots, bytes_of_rules>(views, json::host_facts::of<sale>());
    if (!read.wrong.empty()) {
        refuse_rules(names, read.wrong);
    }
    if (!read.shared().has_lots && !is_small(read)) {
        read.wrong.add(
            {1, 1, "/rules",
             "the rules remember more of a member than a programme with plain balances has room for: give it an "
             "account, {\"lots\": {\"expiring\": \"never_expires\"}}",
             "", 0});
        refuse_rules(names, read.wrong);
    }
    return read;
}

/// A file of rules; of a longer one the first byte too many, so that the reader refuses it.
std::string text_of_rules(const std::string& path) {
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) {
        throw failure{exit_code::wrong_use, "cannot open " + path + ": " + std::strerror(errno)};
    }
    std::string text(json::most_text_bytes + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file));
    const bool failed = std::ferror(file) != 0;
    std::fclose(file);
    if (failed) {
        throw failure{exit_code::wrong_use, "cannot read " + path};
    }
    return text;
}

std::vector<programme_notes> notes_of_built_in() {
    std::vector<programme_notes> all;
    for (const built_in_rules& each : built_in()) {
        programme_notes& made =
            all.emplace_back(notes_of(read_rules({std::string(each.name)}, {std::string(each.text)})));
        made.name = each.name;
    }
    return all;
}

exit_code run_rules(const options& asked) {
    std::vector<std::string> names = asked.rules;
    std::vector<std::string> texts;
    for (const std::string& each : asked.rules) {
        texts.push_back(text_of_rules(each));
    }
    if (names.empty()) {
        names.push_back(asked.programme);
        texts.emplace_back(find_built_in(asked.programme));
    }
    const rules_versions read = read_rules(names, texts);
    if (asked.check_rules) {
        std::size_t rules = 0;
        for (const rules_text& each : read.all) {
            rules += each.rules.size();
        }
        const std::string versions = read.all.size() == 1 ? "" : fmt::format("{} versions, ", read.all.size());
        say(fmt::format("{}: {}{} rules, no mistake\n", asked.rules.empty() ? asked.programme : asked.rules_named(),
                        versions, rules));
        return exit_code::done;
    }
    if (!asked.describe.empty()) {
        const std::string written =
            asked.describe == "rules" ? json::write_versions(read) : described_as(json::describe(read), asked.describe);
        std::fwrite(written.data(), 1, written.size(), stdout);
        return exit_code::done;
    }
    programme_notes notes = notes_of(read);
    notes.name = asked.rules.empty() ? asked.programme : notes.name;
    for (const std::string& each : texts) {
        notes.rules_text += each;
    }
    notes.leaflet = asked.wants_figures() ? described_as(json::describe(read), "text") : std::string();
    return !read.shared().has_lots ? run_plain(read, notes, asked)
           : is_small(read)        ? run_with_lots(read, notes, asked)
                                   : run_with_room(read, notes, asked);
}

} // namespace loyalty_run
