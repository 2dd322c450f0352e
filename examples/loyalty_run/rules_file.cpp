// SPDX-License-Identifier: BSL-1.0
#include "rules_file.hpp"

#include "describing.hpp"
#include "events.hpp"
#include "member_facts.hpp"
#include "notes_of_text.hpp"
#include "rules_read.hpp"
#include "shop_file.hpp"
#include "standard_streams.hpp"

#include <loyalty/json/describe.hpp>
#include <loyalty/json/describe_shop.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/explain.hpp>
#include <loyalty/json/room.hpp>
#include <loyalty/json/shop.hpp>
#include <loyalty/json/write_shop.hpp>
#include <loyalty/json/writer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty_run {

void refuse_rules(const std::vector<std::string>& names, const json::mistakes& found) {
    bool names_types = false;
    bool names_members = false;
    for (const json::mistake& each : found.listed) {
        say(names[each.source] + ':' + each.text() + '\n');
        names_members = names_members || each.text().find(" of the member, which") != std::string::npos;
        names_types = names_types || each.text().find("json::") != std::string::npos;
    }
    if (names_types) {
        say("loyalty_run: types such as json::rolling_limits are of C++: a host that reads the text with them has "
            "these "
            "rules, and loyalty_run does not\n");
    }
    if (names_members) {
        say("loyalty_run: the facts of members come with --profiles FILE, a CSV of member, joined, birthday, "
            "attributes, "
            "member_from, member_until and recipient\n");
    }
    std::string all;
    for (const std::string& each : names) {
        all += (all.empty() ? "" : ", ") + each;
    }
    throw failure{exit_code::wrong_use, "--rules: " + std::to_string(found.count) +
                                            (found.count == 1 ? " mistake in " : " mistakes in ") + all};
}

bool reads_money(const json::vocabulary& words) noexcept {
    bool counts_facts = false;
    for (const json::fact_text& each : words.facts) {
        counts_facts = counts_facts || !each.is_code;
    }
    return words.reads_money || !counts_facts;
}

namespace {

/// Called with the kind of each rule and the rule, notes the kinds of the activities of referrals.
struct message_finder {
    message_kinds& found;

    void operator()(const std::uint8_t&) const noexcept {}
    template <class Rule>
    requires std::is_class_v<Rule>
    void operator()(const Rule& rule) {
        if constexpr (requires { rule.policy.told_kind; }) {
            found.links.push_back(rule.policy.link_kind);
            found.tells.push_back(rule.policy.told_kind);
        }
    }
};
template <class Text>
void find_messages(const Text& read, message_kinds& found) {
    message_finder each{found};
    read.rules.for_each_field(read.rules, each);
}

/// All that is known of members but when they joined.
struct facts_but_joined {
    decltype(member_facts::attributes) attributes;
    decltype(member_facts::birthday) birthday;
    decltype(member_facts::recipient) recipient;
    decltype(member_facts::membership) membership;
};

/// The rule that has a mistake only because it is not known when members joined.
[[nodiscard]] std::string joined_reader_in(const std::vector<std::string>& names, const json::mistakes& found) {
    for (const json::mistake& each : found.listed) {
        if (each.sentence.find(" reads `joined` of the member") != std::string::npos) {
            return fmt::format("{} reads `joined` of the member ({}:{}:{} {})",
                               each.sentence.substr(0, each.sentence.find(' ')), names[each.source], each.line,
                               each.column, each.pointer);
        }
    }
    return {};
}

} // namespace

programme_notes notes_of(const rules_versions& read) {
    const rules_text& shared = read.shared();
    programme_notes notes = notes_of_text(shared);
    notes.has_money = reads_money(shared.words);
    notes.first_rule = shared.has_lots ? 1 : 0; // behind the redemption rule
    for (const rules_text& each : read.all) {
        notes.versions.push_back({each.version, each.tiers, json::rule_names_of(each)});
        find_messages(each, notes.messages);
    }
    notes.now = notes.versions.size() - 1;
    return notes;
}

namespace {

[[nodiscard]] bool has_shop_key(const json::value& from) {
    return from.find("discounts") != nullptr || from.find("coupon_prices") != nullptr || from.find("wallet") != nullptr;
}

/// Returns true if a text of rules says what only a shop has; false if it is no JSON.
[[nodiscard]] bool is_shop(std::string_view text) {
    json::mistakes ignored;
    const json::value root = json::parse(text, ignored);
    bool found = ignored.empty() && has_shop_key(root);
    if (const json::value* const versions = ignored.empty() ? root.find("versions") : nullptr; versions != nullptr) {
        for (const json::value& each : versions->items) {
            found = found || has_shop_key(each);
        }
    }
    return found;
}

} // namespace

std::unique_ptr<rules_form> form_of(const rules_versions& read, const options& asked) {
    if (fits<small_text>(read)) {
        return read.shared().has_lots ? form_with_lots(read, asked) : plain_form(read, asked);
    }
    return fits<games_text>(read)  ? form_with_games(read, asked)
           : fits<room_text>(read) ? form_with_room(read, asked)
                                   : form_with_all_parts(read, asked);
}

namespace {

/// Gives the wheels of some versions the seeds of `--wheel-seed`; returns how many there are.
template <class Versions>
[[nodiscard]] std::size_t seed(Versions&& all, std::uint64_t first) {
    for (auto& each : all) {
        wheel_seeder seeder{first};
        each.rules.for_each_field(each.rules, seeder);
    }
    return games_of(all).wheels;
}
void expect_wheels(std::size_t count) {
    if (count == 0) {
        throw failure{exit_code::wrong_use, "--wheel-seed: the rules have no prize_wheel"};
    }
}

/// Returns true if rules may read facts of members: the run has profiles, or does not run.
[[nodiscard]] bool knows_members(const options& asked) {
    return !asked.profiles.empty() || asked.check_rules || !asked.describe.empty();
}

} // namespace

void seed_wheels(const std::vector<rules_versions*>& all, const options& asked) {
    if (asked.wheel_seed) {
        std::size_t wheels = 0;
        for (rules_versions* const read : all) {
            wheels += seed(read->all, *asked.wheel_seed);
        }
        expect_wheels(wheels);
    }
}

rules_versions read_rules(const std::vector<std::string>& names, const std::vector<std::string>& texts,
                          bool has_profiles) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (is_shop(texts[i])) { // `run_rules` serves shops itself, so this is of `compare` or `difference`
            throw failure{
                exit_code::wrong_use,
                fmt::format("{} is a shop, with discounts, coupons or a wallet: compare and difference take none. "
                            "Run it alone: loyalty_run --rules {}",
                            names[i], names[i])};
        }
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    rules_versions read = json::read_versions<json::any_currency, 16, all_parts, bytes_of_rules>(
        views, has_profiles ? json::host_facts::of<sale, deed, member_facts>() : json::host_facts::of<sale, deed>());
    if (!read.wrong.empty()) {
        refuse_rules(names, read.wrong);
    }
    return read;
}

std::string joined_reader_of(const std::vector<std::string>& names, const std::vector<std::string>& texts) {
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    return joined_reader_in(names, json::read_versions<json::any_currency, 16, all_parts, bytes_of_rules>(
                                       views, json::host_facts::of<sale, deed, facts_but_joined>())
                                       .wrong);
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
            all.emplace_back(notes_of(read_rules({std::string(each.name)}, {std::string(each.text)}, false)));
        made.name = each.name;
    }
    return all;
}

namespace {

[[nodiscard]] exit_code serve_shop(const std::vector<std::string>& names, const std::vector<std::string>& texts,
                                   const options& asked) {
    json::mistakes ignored;
    if (texts.size() != 1 || json::parse(texts.front(), ignored).find("versions") != nullptr) {
        throw failure{exit_code::wrong_use,
                      "--rules: a shop with discounts, coupons or a wallet has no versions, as nothing carries the "
                      "things of members from one to the next: give one file, and run that of each version for its own "
                      "days"};
    }
    shop_of_file shop = json::read_shop<json::any_currency, 16, all_parts, bytes_of_rules>(
        texts.front(), knows_members(asked) ? json::host_facts::of<basket<sale_money>, activity, member_facts>()
                                            : json::host_facts::of<basket<sale_money>, activity>());
    if (!shop.wrong.empty()) {
        refuse_rules(names, shop.wrong);
    }
    if (asked.wheel_seed) {
        expect_wheels(seed(std::span(&shop, 1), *asked.wheel_seed));
    }
    const std::size_t rules = shop.rule_names.size();
    const std::size_t discounts = shop.discounts.all.count();
    if (asked.check_rules) {
        say(fmt::format("{}: {} rule{}, {} discount{}, no mistake\n", asked.programme_named(), rules,
                        rules == 1 ? "" : "s", discounts, discounts == 1 ? "" : "s"));
        return exit_code::done;
    }
    const std::vector<descriptions::description> what{json::describe(shop)};
    if (!asked.describe.empty()) {
        const std::string written =
            asked.describe == "rules" ? json::write_shop(shop) : described_as(what, asked.describe, asked.language);
        std::fwrite(written.data(), 1, written.size(), stdout);
        return exit_code::done;
    }
    programme_notes notes = notes_of_text(shop);
    notes.versions.push_back({shop.version, shop.tiers, json::rule_names_of(shop)});
    find_messages(shop, notes.messages);
    notes.is_shop = true;
    notes.has_money = true;
    notes.first_rule = 1; // behind the redemption rule
    notes.rules_text = texts.front();
    notes.leaflet = asked.wants_figures() ? described_as(what, "text", asked.language) : std::string();
    if (!asked.profiles.empty()) {
        notes.joined_reader = joined_reader_in(
            names, json::read_shop<json::any_currency, 16, all_parts, bytes_of_rules>(
                       texts.front(), json::host_facts::of<basket<sale_money>, activity, facts_but_joined>())
                       .wrong);
    }
    return run_shop(shop, notes, asked);
}

} // namespace

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
    if (std::any_of(texts.begin(), texts.end(), is_shop)) {
        return serve_shop(names, texts, asked);
    }
    rules_versions read = read_rules(names, texts, knows_members(asked));
    seed_wheels({&read}, asked);
    if (asked.check_rules) {
        std::size_t rules = 0;
        for (const rules_text& each : read.all) {
            rules += each.rule_names.size();
        }
        const std::string versions = read.all.size() == 1 ? "" : fmt::format("{} versions, ", read.all.size());
        say(fmt::format("{}: {}{} rules, no mistake\n", asked.programme_named(), versions, rules));
        return exit_code::done;
    }
    if (!asked.describe.empty()) {
        const std::string written = asked.describe == "rules"
                                        ? json::write_versions(read)
                                        : described_as(json::describe(read), asked.describe, asked.language);
        std::fwrite(written.data(), 1, written.size(), stdout);
        return exit_code::done;
    }
    programme_notes notes = notes_of(read);
    notes.name = asked.rules.empty() ? asked.programme : notes.name;
    for (const std::string& each : texts) {
        notes.rules_text += each;
    }
    notes.leaflet = asked.wants_figures() ? described_as(json::describe(read), "text", asked.language) : std::string();
    notes.joined_reader = asked.profiles.empty() ? std::string() : joined_reader_of(names, texts);
    return form_of(read, asked)->run(notes, asked);
}

} // namespace loyalty_run
