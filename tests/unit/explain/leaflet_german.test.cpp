// SPDX-License-Identifier: BSL-1.0
//
// The German leaflet: each English phrase has a German one, with the same fields in it.
#include <loyalty/explain/description.hpp>
#include <loyalty/explain/leaflet.hpp>
#include <loyalty/explain/leaflet_german.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace loyalty::io::descriptions;

/// The names in braces of a phrase.
std::multiset<std::string> fields_in(std::string_view text) {
    std::multiset<std::string> fields;
    for (std::size_t at = 0; (at = text.find('{', at)) != std::string_view::npos;) {
        const std::size_t end = text.find('}', at);
        fields.emplace(text.substr(at, end - at + 1));
        at = end;
    }
    return fields;
}

part value_of(std::string text) {
    return {part::kind::value, {}, std::move(text), {}, {}};
}

} // namespace

TEST_CASE("each English phrase has a German one with the same fields") {
    std::size_t count = 0;
    for (const auto table : {leaflet_english.all, leaflet_english.more}) {
        for (const phrase& each : table) {
            CAPTURE(each.key);
            CAPTURE(each.value);
            const std::string_view* const german = leaflet_german.find(each.key, each.value);
            REQUIRE(german != nullptr);
            const bool is_period = each.text == "{}s" || each.key == "unit"; // a plural of its own
            CHECK((is_period || fields_in(*german) == fields_in(each.text)));
            CHECK((each.key == "unit" || german->empty() == each.text.empty()));
            ++count;
        }
    }
    CHECK(count > 300);
}

TEST_CASE("a German leaflet") {
    description shop;
    shop.name = "shop";
    shop.currency = "EUR";
    shop.tiers = {"Alle", "Gold"};
    part tiers{part::kind::rule, "tiered", {}, {}, {}};
    tiers.fields.push_back({"thresholds", {part::kind::list, {}, {}, {}, {value_of("350.00 EUR")}}});
    part counted{part::kind::rule, {}, {}, {}, {}};
    counted.fields.push_back({"of", value_of("goods")});
    tiers.fields.push_back({"counted", counted});
    part year{part::kind::rule, "calendar_window", {}, {}, {}};
    year.fields.push_back({"unit", value_of("year")});
    tiers.fields.push_back({"window", year});
    tiers.fields.push_back({"hold_periods", value_of("1")});
    shop.rules.push_back(tiers);
    part off{part::kind::rule, "discounts", {}, {}, {}};
    part tenth{part::kind::rule, "percent_off", {}, {}, {}};
    tenth.fields.push_back({"part", value_of("1/40")});
    part discount{part::kind::rule, "discount", {}, {}, {}};
    discount.fields.push_back({"effect", tenth});
    discount.fields.push_back({"components", value_of("goods")});
    off.fields.push_back({"discounts", discount});
    off.fields.push_back({"at_most", value_of("2/5")});
    shop.rules.push_back(off);
    CHECK(leaflet(shop, leaflet_german) == "shop\n"
                                           "Geld ist in EUR.\n"
                                           "Status: Alle und Gold.\n"
                                           "Gold für mindestens 350,00 EUR an Waren je Kalenderjahr, gültig bis zum "
                                           "Ende des nächsten Kalenderjahrs.\n"
                                           "2,5 % Rabatt auf Waren; alle zusammen höchstens 40 %.\n");
    CHECK(leaflet(shop).ends_with("2.5 % off goods; all together at most 40 %.\n"));
}

TEST_CASE("German numbers stand beside words in the right case") {
    const auto rule = [](std::string name, std::vector<std::pair<std::string, std::string>> values) {
        part made{part::kind::rule, std::move(name), {}, {}, {}};
        for (auto& [field, value] : values) {
            made.fields.push_back({field, value_of(value)});
        }
        return made;
    };
    description shop;
    shop.tiers = {"Alle", "Gold"};
    part tiers = rule("tiered", {});
    tiers.fields.push_back({"thresholds", {part::kind::list, {}, {}, {}, {value_of("10 visits")}}});
    tiers.fields.push_back({"counted", rule("", {{"of", "visits"}})});
    part card = rule("stamp_card", {{"fields", "10"}, {"awards", "1 stamps"}});
    card.fields.push_back({"counted", rule("", {{"of", "visits"}})});
    part weeks = rule("streak", {{"length", "4"}, {"of", "visits"}, {"forgiving", "1"}, {"awards", "50 points"}});
    weeks.fields.push_back({"window", rule("calendar_window", {{"unit", "week"}})});
    part levels = rule("levels", {});
    levels.fields.push_back({"thresholds", {part::kind::list, {}, {}, {}, {value_of("500 points")}}});
    levels.fields.push_back({"counted", rule("", {{"of", "visits"}})});
    shop.rules = {tiers,
                  card,
                  weeks,
                  levels,
                  rule("conversion", {{"from", "100 stamps"}, {"to", "5 points"}}),
                  rule("prize", {{"award", "50 points"}, {"weight", "5"}, {"cost", "2 points"}}),
                  rule("redemption_rule", {{"rates", "1.00 EUR"}, {"at_least", "500"}, {"in_steps_of", "100"}}),
                  rule("expires_on_inactivity", {{"months", "1"}, {"days", "0"}}),
                  rule("vouchers", {{"campaign", "7"}, {"for_each", "badges"}, {"uses", "3"}, {"valid_days", "1"}})};
    CHECK(leaflet(shop, leaflet_german) == "Status: Alle und Gold.\n"
                                           "Gold für mindestens 10 Besuche an Einkäufen.\n"
                                           "Je 10 Einkäufe füllen eine Karte, die 1 Stempel gibt.\n"
                                           "4 Wochen hintereinander mit Einkäufen, mit höchstens einer Lücke, geben 50 "
                                           "Punkte.\n"
                                           "Stufe 1 für mindestens 500 Punkte an Einkäufen.\n"
                                           "100 Stempel ergeben 5 Punkte.\n"
                                           "50 Punkte mit 5 Losen (Kosten: 2 Punkte).\n"
                                           "1,00 EUR; mindestens 500; Schrittweite 100.\n"
                                           "Verfallen, wenn einen Monat nichts geschieht.\n"
                                           "Gutschein 7 je Abzeichen, 3 Mal gültig, gültig für einen Tag.\n");
}

TEST_CASE("the first purchase is one purchase") {
    const auto sentence = [](std::string when) {
        const part rule{
            part::kind::rule, "per_visit", {}, {{"award", value_of("200 points")}, {"when", value_of(when)}}, {}};
        return leaflet_writer{description{}, leaflet_german}.sentence(rule);
    };
    CHECK(sentence("first_purchase") == "Für den ersten Einkauf: 200 Punkte.");
    CHECK(sentence("always") == "Für jeden Einkauf: 200 Punkte.");
}

TEST_CASE("one day is a day") {
    const auto said = [](const std::string& name, const std::string& field, const std::string& days) {
        part made{part::kind::rule, name, {}, {}, {}};
        made.fields.push_back({field, value_of(days)});
        description shop;
        shop.rules = {made};
        return std::array{leaflet(shop, leaflet_german), leaflet(shop)};
    };
    using two = std::array<std::string, 2>;
    CHECK(said("activates_after_days", "days", "1") == two{"Gültig nach einem Tag.\n", "Active after a day.\n"});
    CHECK(said("activates_after_days", "days", "14") == two{"Gültig nach 14 Tagen.\n", "Active after 14 days.\n"});
    CHECK(said("activates_on_confirmation", "deadline_days", "1") ==
          two{"Gültig, wenn sie innerhalb von einem Tag bestätigt werden.\n", "Active when confirmed within a day.\n"});
    const auto in = [](const two& leaflets, const std::string& german, const std::string& english) {
        return leaflets[0].find(german) != std::string::npos && leaflets[1].find(english) != std::string::npos;
    };
    CHECK(in(said("tiered", "grace_days", "1"), "mit einer Frist von einem Tag", "with a day of grace"));
    CHECK(in(said("tiered", "grace_days", "2"), "mit einer Frist von 2 Tagen", "with 2 days of grace"));
    CHECK(in(said("lots", "grace_days", "1"), "von einem Tag", "of a day"));
    CHECK(in(said("lots", "keep_expired_days", "1"), "bekannt bis einen Tag nach", "known for a day after"));
    CHECK(in(said("wallet", "grace_days", "1"), "von einem Tag", "of a day"));
    CHECK(in(said("vouchers", "valid_days", "1"), "gültig für einen Tag", "good for a day"));
    CHECK(in(said("vouchers", "waiting_days", "1"), "gültig nach einem Tag", "good after a day"));
    CHECK(in(said("reactivation", "days", "1"), "nach einem Tag ohne einen", "after a day without one"));
    CHECK(in(said("referral", "within_days", "1"), "innerhalb von einem Tag ", "within a day "));
    CHECK(in(said("referral", "waiting_days", "1"), "erfährt es einen Tag später", "is told a day later"));
}

TEST_CASE("the most of discounts may be money") {
    description shop;
    part off{part::kind::rule, "discounts", {}, {}, {}};
    off.fields.push_back({"discounts", value_of("everything")});
    off.fields.push_back({"at_most", value_of("60.00 EUR")});
    shop.rules.push_back(off);
    CHECK(leaflet(shop) == "Everything; all together at most 60.00 EUR.\n");
    CHECK(leaflet(shop, leaflet_german).ends_with("alle zusammen höchstens 60,00 EUR.\n"));
}

TEST_CASE("a host puts phrases of its own in the place of German ones") {
    static constexpr phrase own[]{{"discounts", "", "Rabatte: {discounts}; zusammen nie mehr als {at_most%}"}};
    description shop;
    part off{part::kind::rule, "discounts", {}, {}, {}};
    off.fields.push_back({"discounts", value_of("alles")});
    off.fields.push_back({"at_most", value_of("2/5")});
    shop.rules.push_back(off);
    CHECK(leaflet(shop, leaflet_german.with(own)) == "Rabatte: alles; zusammen nie mehr als 40 %.\n");
}
