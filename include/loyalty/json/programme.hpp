// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Programmes from text.
///
/// @code
/// const auto shop = json::read_programme<currency::usd>(R"({"programme": "shop", "currency": "USD", "rules": [
///     {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}]})");
/// // shop.wrong.empty(), and 23.99 USD give 23 points:
/// const auto rules = shop.framed(utc{});
/// @endcode

#include <loyalty/engine/programme.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/read_rules.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/money/currency.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::json {

/// The account of a programme with `"lots"`, if the type does not say otherwise.
using usual_lots = lots<unit::points, ledgers::expires_end_of_month<24>>;

/// What a text says: the rules, and what stands around them. Where `wrong` is not empty it has no rules.
///
/// Up to `Capacity` rules, of which a member remembers up to `Bytes` bytes: the 6 rules of W5 fit into 64. A text with more is a
/// mistake. Members are as large as both say: `programme_text<currency::usd, 16, usual_lots, 64>` has members of 120 bytes.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule>
struct programme_text {
    static_assert(Capacity <= most_rules);

    extensions::short_name name{};
    std::uint32_t version = 1;
    std::string description;
    std::string layout;
    std::vector<std::string> tiers;
    std::vector<std::pair<std::string, std::int64_t>> categories;
    json::rules<Currency, Capacity, Bytes> rules{};
    bool has_lots = false;
    Ledger lots{};
    mistakes wrong;

    /// The programme with plain balances, by the clock of a zone.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed(const Zone& zone) const {
        return programme{terms<Zone, Identity>{.name = name, .version = version, .calendar = {zone}}, rules};
    }
    /// The programme with an account of points.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed_with_lots(const Zone& zone) const {
        return programme{terms<Zone, Identity>{.name = name, .version = version, .calendar = {zone}}, rules, lots};
    }
};

namespace reading {

template <class Text>
class programme_reader;

template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
class programme_reader<programme_text<Currency, Capacity, Ledger, Bytes>> {
public:
    using text_type = programme_text<Currency, Capacity, Ledger, Bytes>;

    programme_reader(std::string_view text, text_type& to, host_facts facts) noexcept
        : in_{text, {Currency::code, Currency::digits}, to.wrong, facts}, to_{to} {}

    void read(const value& root) {
        const place all{root, ""};
        if (!in_.expect(all, value_kind::object)) {
            return;
        }
        in_.refuse_other_keys(
            all, "a programme",
            {"programme", "version", "currency", "description", "layout", "tiers", "categories", "rules", "lots"});
        read_name(all);
        read_currency(all);
        read_notes(all);
        read_rules(all);
        if (const auto lots = all.find("lots")) {
            to_.has_lots = true;
            read_lots(*lots);
        }
        check_names(all);
    }

private:
    void read_name(const place& all) {
        const auto where = all.find("programme");
        if (!where) {
            in_.say(all, "a programme needs \"programme\": its name");
        } else if (in_.expect(*where, value_kind::text)) {
            if (where->at.text.empty() || where->at.text.size() >= sizeof(to_.name.characters)) {
                in_.say(*where, "a name has 1 to 31 bytes");
                return;
            }
            where->at.text.copy(to_.name.characters, where->at.text.size());
        }
        if (const auto version = all.find("version")) {
            in_.read(*version, to_.version);
        }
    }

    void read_currency(const place& all) {
        const auto where = all.find("currency");
        if (!where) {
            in_.say(all, "a programme needs \"currency\": the code of its money");
        } else if (in_.expect(*where, value_kind::text) && where->at.text != std::string_view{Currency::code}) {
            in_.expect_one_of(*where, where->at.text, {std::string_view{Currency::code}});
        }
    }

    void read_notes(const place& all) {
        if (const auto where = all.find("description"); where && in_.expect(*where, value_kind::text)) {
            to_.description = where->at.text;
        }
        if (const auto where = all.find("layout"); where && in_.expect(*where, value_kind::text)) {
            to_.layout = where->at.text;
        }
        if (const auto where = all.find("tiers"); where && in_.expect(*where, value_kind::list)) {
            for (std::size_t i = 0; i < where->at.items.size(); ++i) {
                if (in_.expect(where->item(i), value_kind::text)) {
                    to_.tiers.push_back(where->at.items[i].text);
                }
            }
        }
        if (const auto where = all.find("categories"); where && in_.expect(*where, value_kind::object)) {
            for (std::size_t i = 0; i < where->at.items.size(); ++i) {
                std::uint32_t code = 0;
                if (in_.read(where->key(i), code)) {
                    to_.categories.emplace_back(where->at.keys[i], code);
                }
            }
        }
        in_.categories = to_.categories;
    }

    void read_rules(const place& all) {
        const auto where = all.find("rules");
        if (!where) {
            in_.say(all, "a programme needs \"rules\": a list of them");
            return;
        }
        if (!in_.expect(*where, value_kind::list)) {
            return;
        }
        if (where->at.items.empty()) {
            in_.say(*where, "a programme needs at least one policy, such as points{...}");
        }
        if (where->at.items.size() > Capacity) {
            in_.say(*where, "a programme has at most " + std::to_string(Capacity) + " rules, found " +
                                std::to_string(where->at.items.size()));
            return;
        }
        const auto add = [this](const auto& rule) { return to_.rules.push_back(rule); };
        rule_reader<Currency, decltype(add)> rules{in_, add};
        for (std::size_t i = 0; i < where->at.items.size(); ++i) {
            rules.read(where->item(i));
        }
    }

    void read_lots(const place& where) {
        if (!in_.expect(where, value_kind::object)) {
            return;
        }
        const std::size_t before = in_.count();
        if (!where.find("expiring")) {
            in_.say(where, "lots needs \"expiring\": when a lot expires");
        }
        field_reader{in_}.fields(where, "lots", to_.lots);
        if (const char* const sentence = in_.count() == before ? problem_of(to_.lots) : nullptr) {
            in_.say(where, sentence);
        }
    }

    /// The names of tiers, if there are any, are as many as there are tiers.
    void check_names(const place& all) {
        const std::size_t there = in_.tiers == 0 ? 1 : in_.tiers;
        if (!to_.tiers.empty() && to_.tiers.size() != there && in_.count() == 0) {
            in_.say(*all.find("tiers"), "a name for each tier, that of everyone first: there are " +
                                            std::to_string(there) + " tiers, and " + std::to_string(to_.tiers.size()) +
                                            " names");
        }
    }

    reader in_;
    text_type& to_;
};

} // namespace reading

/// Reads a programme for the events of a host: `read_programme<currency::usd>(text, host_facts::of<sale>())`. A rule that reads
/// a fact which they lack is a mistake. With mistakes the programme has no rules: nothing is half loaded.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule>
[[nodiscard]] programme_text<Currency, Capacity, Ledger, Bytes> read_programme(std::string_view text,
                                                                               host_facts facts = host_facts::all()) {
    using text_type = programme_text<Currency, Capacity, Ledger, Bytes>;
    text_type read;
    const value root = parse(text, read.wrong);
    if (read.wrong.empty()) {
        reading::programme_reader<text_type>{text, read, facts}.read(root);
    }
    if (!read.wrong.empty()) {
        text_type refused;
        refused.wrong = std::move(read.wrong);
        return refused;
    }
    return read;
}

} // namespace loyalty::json
