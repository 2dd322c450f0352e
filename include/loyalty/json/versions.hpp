// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Several versions of a programme from text: which is in force when, and how members come from one into the next (S34, S51).
///
/// @code
/// const auto read = json::read_versions<currency::usd>({text}, host_facts::of<sale>());
/// // {"programme": "shop", "currency": "USD", "versions": [
/// //   {"version": 1, "until": "2018-01-01", "rules": [...]},
/// //   {"version": 2, "from": "2018-01-01", "carry_over": {"drops": ["streak"]}, "rules": [...]}]}
/// @endcode

#include <loyalty/json/carry_over.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/read_limited.hpp>
#include <loyalty/time/text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::json {

/// The versions of a programme in the order of time. If `wrong` is not empty there are none.
template <class Text>
struct versions_text {
    std::vector<Text> all;
    std::vector<carry_over>
        carried; ///< by version: how members come into it from the one before; of the first one unused
    std::vector<date_window> gaps; ///< in which no programme is in force, as the texts say
    mistakes wrong;

    /// The keys that all versions share; there must be one version.
    [[nodiscard]] const Text& shared() const noexcept { return all.back(); }
};

namespace reading {

/// A version in its text.
struct version_entry {
    std::size_t source = 0;
    const value* top = nullptr;
    const value* own = nullptr; ///< `top` if the text is one version
    std::string pointer{};
    date_window when{};
    bool is_gap = false;
};

template <class Text>
class versions_reader;

template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
class versions_reader<programme_text<Currency, Capacity, Ledger, Bytes>> {
public:
    using text_type = programme_text<Currency, Capacity, Ledger, Bytes>;

    versions_reader(std::span<const std::string_view> texts, versions_text<text_type>& to, host_facts facts)
        : texts_{texts}, to_{to}, facts_{facts} {}

    void read() {
        std::vector<value> roots(texts_.size()); // entries point into them
        for (std::size_t i = 0; i < texts_.size(); ++i) {
            to_.wrong.source = i;
            roots[i] = parse(texts_[i], to_.wrong);
        }
        for (std::size_t i = 0; i < texts_.size() && to_.wrong.empty(); ++i) {
            to_.wrong.source = i;
            list(i, roots[i]);
        }
        if (!to_.wrong.empty()) {
            return;
        }
        if (entries_.size() > most_versions) {
            to_.wrong.add({1, 1, "",
                           "the texts have " + std::to_string(entries_.size()) + " versions: at most " +
                               std::to_string(most_versions),
                           "", 0});
            return;
        }
        std::stable_sort(entries_.begin(), entries_.end(), [](const version_entry& left, const version_entry& right) {
            return left.when.from < right.when.from;
        });
        for (const version_entry& each : entries_) {
            read_one(each);
        }
        check_order();
        if (to_.wrong.empty()) {
            carry();
        }
    }

private:
    /// The versions of a text, with their days.
    void list(std::size_t source, const value& root) {
        vocabulary words;
        reader in{texts_[source], words, to_.wrong, facts_};
        const place all{root, ""};
        if (!in.expect(all, value_kind::object)) {
            return;
        }
        const auto versions = all.find("versions");
        if (!versions) {
            entries_.push_back({source, &root, &root, "", days_of(all), false});
            return;
        }
        std::vector<std::string_view> keys = programme_reader<text_type>::shared_keys;
        keys.insert(keys.end(), {"tiers", "lots", "redemption", "versions"});
        in.refuse_other_keys(all, "a programme with versions", keys);
        if (!in.expect(*versions, value_kind::list)) {
            return;
        }
        const std::size_t size = versions->at.items.size();
        if (size == 0 || size > most_versions) {
            in.say(*versions,
                   "expected 1 to " + std::to_string(most_versions) + " versions, found " + std::to_string(size));
            return;
        }
        for (std::size_t i = 0; i < size; ++i) {
            list_one(in, source, root, versions->item(i));
        }
    }
    void list_one(reader& in, std::size_t source, const value& root, const place& where) {
        if (!in.expect(where, value_kind::object)) {
            return;
        }
        if (const auto gap = where.find("no_programme")) {
            in.refuse_other_keys(where, "no_programme", {"no_programme"});
            date_window days{};
            if (in.read(*gap, days)) {
                entries_.push_back({source, &root, &where.at, where.pointer, days, true});
            }
            return;
        }
        in.refuse_other_keys(where, "a version", programme_reader<text_type>::own_keys);
        if (!where.find("version")) {
            in.say(where, "a version needs \"version\": its number");
        }
        entries_.push_back({source, &root, &where.at, where.pointer, days_of(where), false});
    }
    /// For the order alone: what is wrong with the days is said where the version is read.
    [[nodiscard]] static date_window days_of(const place& where) {
        date_window days{};
        const auto read = [&](std::string_view key, date& to) {
            const auto found = where.find(key);
            const auto day = found ? texts::parse_date(found->at.text) : texts::parse_date("");
            to = day ? day.value : to;
        };
        read("from", days.from);
        read("until", days.until);
        return days;
    }

    void read_one(const version_entry& entry) {
        if (entry.is_gap) {
            to_.gaps.push_back(entry.when);
            return;
        }
        to_.wrong.source = entry.source;
        text_type& made = to_.all.emplace_back();
        programme_reader<text_type> reads{texts_[entry.source], made, to_.wrong, facts_, quotas_};
        const place top{*entry.top, ""};
        const place own{*entry.own, entry.pointer};
        const text_type* const before = to_.all.size() > 1 ? &to_.all[to_.all.size() - 2] : nullptr;
        const bool is_known = before != nullptr && sources_.back() == entry.source;
        sources_.push_back(entry.source);
        if (is_known) {
            take_shared(*before, made);
        } else {
            reads.read_shared(top);
            if (before != nullptr) {
                compare(entry, *before, made);
                take_shared(*before, made);
            }
        }
        if (entry.own == entry.top) {
            reads.refuse_unknown(top);
            reads.read_own(own);
        } else {
            reads.read_own(own, &top);
        }
    }
    static void take_shared(const text_type& from, text_type& to) {
        to.name = from.name;
        to.description = from.description;
        to.layout = from.layout;
        to.categories = from.categories;
        to.words = from.words;
    }

    /// The versions of several texts are of one programme.
    void compare(const version_entry& entry, const text_type& before, const text_type& own) {
        vocabulary none;
        reader in{texts_[entry.source], none, to_.wrong, facts_};
        const place top{*entry.top, ""};
        const auto say = [&](std::string_view key, bool is_equal, const std::string& what) {
            if (!is_equal) {
                in.say(top.find(key).value_or(top),
                       "all versions have the same " + what + ", and version " + std::to_string(before.version) +
                           " has another: members carry balances and codes from one into the next");
            }
        };
        say("programme", before.name == own.name, "name of the programme");
        say("currency", before.words.money().code == own.words.money().code, "currency");
        say("units", before.words.units == own.words.units, "units and decimals");
        say("facts", declared(before.words) == declared(own.words), "facts");
        say("categories", before.categories == own.categories, "categories");
    }
    [[nodiscard]] static std::vector<std::string> declared(const vocabulary& words) {
        std::vector<std::string> all;
        for (const fact_text& each : words.facts) {
            if (each.is_declared) {
                std::string one = each.name + '\n' + each.host_name + '\n' + std::string(words.unit(each.unit).code) +
                                  '\n' + std::to_string(each.scale);
                for (std::size_t i = 0; each.is_closed && i < each.values.size(); ++i) {
                    one += '\n' + each.values[i];
                }
                all.push_back(std::move(one));
            }
        }
        return all;
    }

    [[nodiscard]] static std::string text_of(date day) { return std::string(texts::to_text(day).view()); }

    /// One version follows on the other, and its number is the larger one.
    void check_order() {
        std::size_t version = 0;
        std::optional<std::uint32_t> last;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const version_entry& own = entries_[i];
            to_.wrong.source = own.source;
            vocabulary none;
            reader in{texts_[own.source], none, to_.wrong, facts_};
            const place where{*own.own, own.pointer};
            if (i != 0) {
                check_days(in, where, entries_[i - 1].when, own.when);
            }
            if (!own.is_gap) {
                const std::uint32_t number = to_.all[version++].version;
                if (last && number <= *last) {
                    in.say(where.find("version").value_or(where),
                           number == *last ? "two versions have the number " + std::to_string(number)
                                           : "version " + std::to_string(number) + " comes behind version " +
                                                 std::to_string(*last) + ": numbers rise with time");
                }
                last = number;
            }
        }
        if (to_.all.empty() && to_.wrong.empty()) {
            to_.wrong.add({1, 1, "", "no version has rules", "", 0});
        }
    }
    static void check_days(reader& in, const place& where, const date_window& before, const date_window& own) {
        const place at = where.find("from").value_or(where.find("no_programme").value_or(where));
        if (own.from < before.until) {
            in.say(at, before.until >= date::maximum()
                           ? "the version before has no end: give it \"until\": \"" + text_of(own.from) + '"'
                           : "it begins on " + text_of(own.from) + ", and the version before ends on " +
                                 text_of(before.until) + ": two versions would be in force");
        } else if (before.until < own.from) {
            in.say(at, "no version is in force from " + text_of(before.until) + " until " + text_of(own.from) +
                           ": let one follow on the other, or say it: {\"no_programme\": {\"from\": \"" +
                           text_of(before.until) + "\", \"until\": \"" + text_of(own.from) + "\"}}");
        }
    }

    void carry() {
        to_.carried.resize(to_.all.size());
        std::size_t version = 0;
        for (const version_entry& each : entries_) {
            if (each.is_gap) {
                continue;
            }
            to_.wrong.source = each.source;
            const place where{*each.own, each.pointer};
            text_type& own = to_.all[version];
            reader in{texts_[each.source], own.words, to_.wrong, facts_};
            const auto body = where.find("carry_over");
            if (version != 0) {
                carry_reader<text_type>{in, to_.all[version - 1], own, where, to_.carried[version]}.read();
            } else if (body && each.own == each.top) {
                in.expect(*body, value_kind::object); // of a file that stands alone
            } else if (body) {
                in.say(*body, "the first version carries nothing over: no version comes before it");
            }
            ++version;
        }
    }

    std::span<const std::string_view> texts_;
    versions_text<text_type>& to_;
    host_facts facts_;
    std::vector<version_entry> entries_;
    std::vector<std::size_t> sources_;
    known_quotas quotas_; ///< one for all versions, since members share them
};

} // namespace reading

/// Reads the versions of a programme out of one text, or of several that have one version or more each. With mistakes there are
/// no versions: nothing is half loaded. A text without "versions" is one version.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule>
[[nodiscard]] versions_text<programme_text<Currency, Capacity, Ledger, Bytes>>
read_versions(std::span<const std::string_view> texts, host_facts facts = host_facts::all()) {
    using text_type = programme_text<Currency, Capacity, Ledger, Bytes>;
    versions_text<text_type> read;
    reading::versions_reader<text_type>{texts, read, facts}.read();
    if (!read.wrong.empty()) {
        versions_text<text_type> refused;
        refused.wrong = std::move(read.wrong);
        return refused;
    }
    return read;
}

} // namespace loyalty::json
