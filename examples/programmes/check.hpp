// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What each programme of the gallery needs beside its rules: a customer whose events get rising ids, and a list of
/// cases that prints and compares.
///
/// @code
/// constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
///
/// void cases(gallery::checks& check) {
///     gallery::customer anna{rules};
///     check("23.99", anna.buys("2025-03-10"_date, 23.99_usd).granted<unit::points>(), 23_points);
/// }
/// const gallery::page here{"point_a_dollar", cases};
/// @endcode
///
/// prints "23.99: 23 points", and the programme ends with 1 if it is another number.

#include <loyalty/explain/rule_walk.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/time/text.hpp>

#include <concepts>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>

namespace gallery {

/// The cases of one programme.
class checks {
public:
    /// Prints `is`, and the value that it should be if it is another.
    template <class Value>
    void operator()(const char* what, const Value& is, const std::type_identity_t<Value>& should_be) {
        std::printf("    %s: ", what);
        print(is);
        if (!(is == should_be)) {
            std::fputs("   WRONG, it should be ", stdout);
            print(should_be);
            ++wrong_;
        }
        std::putchar('\n');
        ++cases_;
    }

    [[nodiscard]] bool all_right() const noexcept { return cases_ > 0 && wrong_ == 0; }

private:
    template <loyalty::unit_type Unit>
    static void print(loyalty::amount<Unit> value) {
        put(loyalty::texts::to_text(value, loyalty::texts::text_style::with_code));
    }
    static void print(loyalty::date value) { put(loyalty::texts::to_text(value)); }
    static void print(loyalty::instant value) { put(loyalty::texts::to_text(value)); }
    static void print(loyalty::reason value) { put(value == loyalty::reason::none ? "accepted" : message(value)); }
    static void print(loyalty::ratio value) {
        std::printf("%lld of %lld", static_cast<long long>(value.numerator), static_cast<long long>(value.denominator));
    }
    static void print(bool value) { put(value ? "yes" : "no"); }
    static void print(std::string_view value) { put(value); }
    template <std::integral Number>
    static void print(Number value) {
        std::printf("%lld", static_cast<long long>(value));
    }
    static void put(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

    int cases_ = 0;
    int wrong_ = 0;
};

/// Receives the programmes of a page, for the leaflets of docs/gallery.md: `says("rules", rules)`, with the names of the tiers
/// if there are any.
class leaflets {
public:
    template <class Programme>
    void operator()(const char* name, const Programme& rules, std::initializer_list<const char*> tiers = {}) {
        begin(name, rules.frame.version, rules.frame.valid, tiers);
        loyalty::detail::for_each_index<Programme::size>([&](auto index) {
            loyalty::io::descriptions::rule_walk{*to_}.put(loyalty::detail::get<index>(rules.policies));
        });
        end();
    }

protected:
    ~leaflets() = default;
    virtual void begin(const char* name, std::uint32_t version, loyalty::instant_window valid,
                       std::initializer_list<const char*> tiers) = 0;
    virtual void end() = 0;

    loyalty::io::descriptions::part_receiver* to_ = nullptr;
};

/// A programme of the gallery: the name of its file, the function that runs its cases, and the one that shows its
/// programmes. All pages are in one list.
class page {
public:
    page(const char* name, void (*cases)(checks&), void (*shows)(leaflets&) = nullptr) noexcept
        : name_{name}, cases_{cases}, shows_{shows}, next_{first()} {
        first() = this;
    }

    [[nodiscard]] static page*& first() noexcept {
        static page* list = nullptr;
        return list;
    }
    [[nodiscard]] const page* next() const noexcept { return next_; }
    [[nodiscard]] const char* name() const noexcept { return name_; }

    /// Returns false if the page shows no programmes.
    bool show(leaflets& to) const {
        if (shows_ != nullptr) {
            shows_(to);
        }
        return shows_ != nullptr;
    }
    [[nodiscard]] bool run() const {
        std::printf("%s\n", name_);
        checks result;
        cases_(result);
        return result.all_right();
    }

private:
    const char* name_;
    void (*cases_)(checks&);
    void (*shows_)(leaflets&);
    page* next_;
};

/// Midday of a day, UTC.
[[nodiscard]] constexpr loyalty::instant noon(loyalty::date day) noexcept {
    return loyalty::instant{std::int64_t{day.days_since_epoch} * 86'400 + 43'200};
}

/// One member, and what the member does: each event gets the next id.
template <class Programme, class Profile = loyalty::extensions::no_profile>
struct customer {
    const Programme& rules;
    Profile profile{};
    loyalty::member<Programme> card{};
    std::uint64_t last_id = 0;

    explicit constexpr customer(const Programme& programme, Profile facts = {}) : rules(programme), profile(facts) {}

    /// Any event.
    template <class Event>
    constexpr auto does(Event event) {
        event.id = ++last_id;
        return apply(rules, card, event, profile);
    }

    /// The same with a receipt, for goods that may come back.
    template <class Event>
    constexpr auto does_with_receipt(Event event) {
        event.id = ++last_id;
        return apply_with_receipt(rules, card, event, profile);
    }

    template <loyalty::money_unit Currency>
    constexpr auto buys(loyalty::instant time, loyalty::money<Currency> net) {
        return does(loyalty::purchase<Currency>{.time = time, .net = net});
    }
    template <loyalty::money_unit Currency>
    constexpr auto buys(loyalty::date day, loyalty::money<Currency> net) {
        return buys(noon(day), net);
    }
    template <loyalty::money_unit Currency>
    constexpr auto buys(loyalty::date day, std::initializer_list<loyalty::basket_line<Currency>> lines,
                        std::initializer_list<loyalty::tender_part<Currency>> tenders = {}) {
        return does(loyalty::basket<Currency>{
            .time = noon(day), .lines = {lines.begin(), lines.size()}, .tenders = {tenders.begin(), tenders.size()}});
    }

    /// A review, a check-in, a quiz.
    constexpr auto acts(loyalty::date day, std::uint32_t kind, std::int64_t score = 1) {
        return does(loyalty::activity{.time = noon(day), .kind = kind, .score = score});
    }

    /// The key of the next event, for a return: `sold.receipt.returned(anna.next(day))`.
    constexpr loyalty::extensions::event_key next(loyalty::date day) { return {.id = ++last_id, .time = noon(day)}; }
    template <class Return>
    constexpr auto gives_back(const Return& event) {
        return apply(rules, card, event, profile);
    }

    /// The points that can be spent at noon of a day.
    template <class Unit = loyalty::unit::points>
    [[nodiscard]] constexpr auto available(loyalty::date day) const {
        return balances_of<Unit>(rules, card, noon(day)).available;
    }
};

} // namespace gallery
