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

#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/host_facts.hpp>
#include <loyalty/json/ledger_parts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/own_dates.hpp>
#include <loyalty/json/read_accounts.hpp>
#include <loyalty/json/read_dated.hpp>
#include <loyalty/json/read_redemption.hpp>
#include <loyalty/json/read_rules.hpp>
#include <loyalty/json/read_words.hpp>
#include <loyalty/json/redemption.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/json/vocabulary.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/currency_table.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/window.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty::json {

/// The account of a programme with `"lots"`, if the type does not say otherwise: room for 25 pairs of dates, as those of two years
/// of lots that expire at the end of a month.
using usual_lots = lots_of<25>;

/// The content of a text: the rules, and the keys around them. If `wrong` is not empty it has no rules.
///
/// Up to `Capacity` rules, of which a member remembers up to `Bytes` bytes: the 6 rules of W5 fit into 64. A text with more is a
/// mistake. Members are as large as both say: `programme_text<currency::usd, 16, usual_lots, 64>` has members of 120 bytes.
template <class Currency, std::size_t Capacity = 16, class Ledger = usual_lots,
          std::size_t Bytes = Capacity* bytes_per_rule>
struct programme_text {
    static_assert(Capacity <= most_rules);

    extensions::short_name name{};
    std::uint32_t version = 1;
    date_window valid{}; ///< the days on which it is in force
    std::string description;
    std::string layout;
    std::vector<std::string> tiers;
    std::vector<std::pair<std::string, std::int64_t>> categories;
    vocabulary words{named_unit{Currency::code, Currency::digits}};
    using rules_type =
        rules_with<Currency, Capacity, Bytes, ledger_parts<Ledger>::shares_quotas, ledger_parts<Ledger>::spins_wheels>;
    rules_type rules{};
    std::vector<std::string> rule_names; ///< what each rule is called; empty for one that is called as its policy
    /// Rules whose points have dates of their own; they stand behind the others, and so do their names.
    using dated_type = typename dated_rules<Currency, Ledger>::type;
    using kinds_of_dated = typename dated_rules<Currency, Ledger>::kinds;
    dated_type dated{};
    bool has_lots = false;
    using lots_type = typename ledger_parts<Ledger>::lots;
    lots_type lots{};
    /// Accounts of other units, and which of them the text names. One that it does not name is a balance: its lots never expire.
    using further_type = typename ledger_parts<Ledger>::further;
    further_type further_lots{};
    std::array<bool, further_type::size> has_further{};
    json::redemption<Currency, ledger_parts<Ledger>::limit_periods> redemption{};
    mistakes wrong;

    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto terms_in(const Zone& zone) const {
        const calendar<Zone> clock{zone};
        return terms<Zone, Identity>{.name = name,
                                     .version = version,
                                     .valid = clock.window_of(valid),
                                     .calendar = clock,
                                     .currency_code = currency_code()};
    }
    /// The number of the currency that the text names, which tells two programmes of `any_currency` apart; 0 if the type names it.
    [[nodiscard]] std::uint16_t currency_code() const noexcept {
        const auto named = arithmetic::find_currency(words.money().code);
        return std::is_same_v<Currency, any_currency> && named ? static_cast<std::uint16_t>(named->numeric)
                                                               : std::uint16_t{0};
    }
    /// The programme with plain balances, by the clock of a zone.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed(const Zone& zone) const {
        static_assert(dated_type::size == 0, "loyalty: json::own_dates: dates are those of lots: use framed_with_lots");
        return programme{terms_in<Identity>(zone), rules};
    }
    /// The programme with its accounts.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Zone>
    [[nodiscard]] auto framed_with_lots(const Zone& zone) const {
        return with_further(
            [&](const auto&... further) {
                return programme{this->template terms_in<Identity>(zone), rules, further...};
            },
            lots);
    }
    /// The same with the rule by which points are redeemed, before the rules: an index of a rule in effects and explanations is then
    /// larger by `rules_at`. `Account` may have other room than the account that was read.
    template <choices::identity Identity = choices::identity::by_time_and_id, class Account = lots_type, class Zone>
    [[nodiscard]] auto framed_with_redemption(const Zone& zone) const {
        return with_further(
            [&](const auto&... further) {
                return programme{this->template terms_in<Identity>(zone), redemption, rules, further...};
            },
            with_room_of<Account>(lots));
    }

private:
    /// Calls `function` with all that stands behind the list of rules.
    template <class Function, class Account>
    [[nodiscard]] auto with_further(Function function, const Account& account) const {
        return [&]<std::size_t... Dated, std::size_t... Index>(std::index_sequence<Dated...>,
                                                               std::index_sequence<Index...>) {
            return function(loyalty::detail::get<Dated>(dated)..., account,
                            loyalty::detail::get<Index>(further_lots)...);
        }
        (std::make_index_sequence<dated_type::size>{}, std::make_index_sequence<further_type::size>{});
    }
};

namespace reading {

template <class Text>
class programme_reader;

/// Reads one version of a programme. Keys that it does not have stand at the top of its text.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
class programme_reader<programme_text<Currency, Capacity, Ledger, Bytes>> {
public:
    using text_type = programme_text<Currency, Capacity, Ledger, Bytes>;

    /// `known` are the quotas of the versions before, and then also its own.
    programme_reader(std::string_view text, text_type& to, mistakes& wrong, host_facts facts,
                     known_quotas& known) noexcept
        : in_{text, to.words, wrong, facts}, to_{to}, quotas_{known} {}

    static inline const std::vector<std::string_view> shared_keys{"programme",  "currency", "description", "layout",
                                                                  "categories", "units",    "facts"};
    static inline const std::vector<std::string_view> own_keys{"version", "from", "until",      "tiers",
                                                               "rules",   "lots", "redemption", "carry_over"};

    /// The further keys of a shop.
    static inline const std::vector<std::string_view> shop_keys{"discounts", "coupon_prices", "wallet"};

    /// Reads a text that is one version, from its top.
    void read(const value& root, const std::vector<std::string_view>& further_keys = {}) {
        const place all{root, ""};
        if (!in_.expect(all, value_kind::object)) {
            return;
        }
        refuse_unknown(all, further_keys);
        read_shared(all);
        read_own(all);
    }
    /// Says which keys at the top of a text that is one version have no meaning.
    void refuse_unknown(const place& all, const std::vector<std::string_view>& further_keys = {}) {
        std::vector<std::string_view> keys = shared_keys;
        keys.insert(keys.end(), own_keys.begin(), own_keys.end());
        keys.insert(keys.end(), further_keys.begin(), further_keys.end());
        for (const std::string_view each : shop_keys) {
            if (const auto found = all.find(each); found && further_keys.empty()) {
                in_.say(*found, "\"" + std::string(each) +
                                    "\" stands in a shop, which `read_shop` reads: the events of "
                                    "this programme are no checkouts");
                keys.push_back(each);
            }
        }
        in_.refuse_other_keys(all, "a programme", keys);
    }

    /// Reads what all versions of a text have in common.
    void read_shared(const place& all) {
        read_name(all);
        if (const auto currency = all.find("currency")) {
            words_reader{in_, to_.words}.template read_currency<Currency>(*currency);
        } else {
            in_.say(all, "a programme needs \"currency\": the code of its money");
        }
        read_notes(all);
        if (const auto units = all.find("units")) {
            words_reader{in_, to_.words}.read_units(*units);
        }
        if (const auto facts = all.find("facts")) {
            words_reader{in_, to_.words}.read_facts(*facts);
        }
    }

    /// Reads what is a version's own.
    void read_own(const place& all, const place* top = nullptr) {
        in_.categories = to_.categories;
        if (const auto version = all.find("version")) {
            in_.read(*version, to_.version);
        }
        read_validity(all);
        if (top != nullptr) {
            read_tiers(*top);
        }
        read_tiers(all);
        in_.tier_names = to_.tiers;
        if (const auto found =
                all.find("redemption") || top == nullptr ? all.find("redemption") : top->find("redemption")) {
            redemption_reader{in_, to_.redemption}.read(*found);
            in_.points_pay = true;
        }
        read_rules(all);
        if (const auto lots = all.find("lots") || top == nullptr ? all.find("lots") : top->find("lots")) {
            to_.has_lots = true;
            account_reader<text_type>{in_, to_}.read(*lots);
        }
        check_dated(in_, all.find("rules").value_or(all), to_);
        if (to_.redemption.is_there && !to_.has_lots) {
            in_.say(all.find("redemption").value_or(all),
                    "redemption needs \"lots\": the account of the points that are redeemed, such as {\"expiring\": "
                    "\"never_expires\"}");
        }
        check_names(all);
    }

    /// The facts that are known once all is read, for the keys beside the rules.
    [[nodiscard]] reader& in() noexcept { return in_; }
    /// A text that has something else to say needs no rules.
    void without_rules() noexcept { needs_rules_ = false; }

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
    }

    void read_notes(const place& all) {
        if (const auto where = all.find("description"); where && in_.expect(*where, value_kind::text)) {
            to_.description = where->at.text;
        }
        if (const auto where = all.find("layout"); where && in_.expect(*where, value_kind::text)) {
            to_.layout = where->at.text;
        }
        if (const auto where = all.find("categories"); where && in_.expect(*where, value_kind::object)) {
            for (std::size_t i = 0; i < where->at.items.size(); ++i) {
                std::uint32_t code = 0;
                if (in_.read(where->key(i), code)) {
                    to_.categories.emplace_back(where->at.keys[i], code);
                }
            }
        }
    }

    /// The days on which it is in force.
    void read_validity(const place& all) {
        const auto from = all.find("from");
        const auto until = all.find("until");
        const std::size_t before = in_.count();
        if (from) {
            in_.read(*from, to_.valid.from);
        }
        if (until) {
            in_.read(*until, to_.valid.until);
        }
        if (in_.count() == before && to_.valid.empty()) {
            in_.say(until ? *until : all, "terms: the programme ends before it starts: give `valid` a later end");
        } else if (in_.count() == before) {
            in_.valid = to_.valid;
        }
    }

    void read_tiers(const place& all) {
        if (const auto where = all.find("tiers"); where && in_.expect(*where, value_kind::list)) {
            to_.tiers.clear();
            for (std::size_t i = 0; i < where->at.items.size(); ++i) {
                if (in_.expect(where->item(i), value_kind::text)) {
                    to_.tiers.push_back(where->at.items[i].text);
                }
            }
        }
    }

    void read_rules(const place& all) {
        const auto where = all.find("rules");
        if (!where) {
            if (needs_rules_) {
                in_.say(all, "a programme needs \"rules\": a list of them");
            }
            return;
        }
        if (!in_.expect(*where, value_kind::list)) {
            return;
        }
        if (where->at.items.empty() && needs_rules_) {
            in_.say(*where, "a programme needs at least one policy, such as points{...}");
        }
        const std::vector<place> items = each_rule(in_, *where);
        if (items.size() > Capacity) {
            in_.say(*where, "a programme has at most " + std::to_string(Capacity) + " rules, found " +
                                std::to_string(items.size()));
            return;
        }
        in_.keeps_membership = holds_rule(items, paid_membership::name);
        const rule_adder<text_type> add{to_};
        rule_reader<Currency, rule_adder<text_type>> rules{in_, quotas_, add};
        for (const place& each : items) {
            refuse_behind_dated(in_, each, add.has_dated());
            to_.rule_names.push_back(rules.read(each));
        }
    }

    /// The names of tiers, if there are any, are as many as there are tiers.
    void check_names(const place& all) {
        const std::size_t there = in_.tiers == 0 ? 1 : in_.tiers;
        if (!to_.tiers.empty() && to_.tiers.size() != there && in_.count() == 0) {
            in_.say(all.find("tiers").value_or(all), "a name for each tier, that of everyone first: there are " +
                                                         std::to_string(there) + " tiers, and " +
                                                         std::to_string(to_.tiers.size()) + " names");
        }
    }

    reader in_;
    text_type& to_;
    known_quotas& quotas_;
    bool needs_rules_ = true;
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
    if (read.wrong.empty() && root.find("versions") != nullptr) {
        read.wrong.add({1, 1, "/versions", "this text has versions: `read_versions` reads them", "", 0});
    } else if (read.wrong.empty()) {
        reading::known_quotas known;
        reading::programme_reader<text_type>{text, read, read.wrong, facts, known}.read(root);
    }
    if (!read.wrong.empty()) {
        text_type refused;
        refused.wrong = std::move(read.wrong);
        return refused;
    }
    return read;
}

} // namespace loyalty::json
