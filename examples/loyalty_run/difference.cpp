// SPDX-License-Identifier: BSL-1.0
#include "difference.hpp"

#include "output_file.hpp"
#include "rules_file.hpp"
#include "standard_streams.hpp"
#include "text.hpp"

#include <loyalty/explain/choice_names.hpp>
#include <loyalty/explain/description_difference.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/money/currency_table.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

namespace {

using differences::judged;

[[nodiscard]] std::string currency_of(const std::string& text) {
    json::mistakes wrong;
    const json::value root = json::parse(text, wrong);
    const json::value* const currency = root.find("currency");
    return currency == nullptr ? std::string() : currency->text;
}

[[nodiscard]] judged_rules judged_of(const std::string& path, const options& asked) {
    const std::string text = text_of_rules(path);
    return currency_of(text) == "GBP" ? judged_in_gbp(path, text, asked) : judged_in_usd(path, text, asked);
}

/// The stream as a file of the layout `default`.
[[nodiscard]] std::string stream_text(const differences::differing_stream& found, int digits) {
    std::string text = "id,member,time,category,component,tender,quantity,amount\n";
    for (std::size_t i = 0; i < found.purchases.size(); ++i) {
        const differences::idea& one = found.purchases[i];
        const std::string category = one.category == 0 ? std::string() : std::to_string(one.category);
        text += fmt::format("{},member,{},{},{},{},{},{}\n", i + 1, to_text(found.times[i]).view(), category,
                            descriptions::name_of_choice(static_cast<component>(one.component)),
                            descriptions::name_of_choice(static_cast<tender>(one.tender)), one.quantity,
                            units_of(one.net_minor_units, digits));
    }
    return text;
}

/// What one programme did with the last purchase.
[[nodiscard]] std::string said(const judged& one, std::string_view currency, int digits) {
    constexpr std::string_view units[]{"points", "stamps", "badges"};
    if (!one.accepted) {
        return "refuses it";
    }
    std::string text;
    for (std::size_t i = 0; i < one.granted.size(); ++i) {
        if (one.granted[i] != 0) {
            text += fmt::format("{}{} {}", text.empty() ? "grants " : ", ",
                                units_of(one.granted[i], i == 3 ? digits : 0), i == 3 ? currency : units[i]);
        }
    }
    return fmt::format("{}, tier {}, {} points can be spent", text.empty() ? "grants nothing" : text, one.tier,
                       one.available);
}

} // namespace

exit_code run_difference(const options& asked, const difference_options& compared) {
    if (compared.rules.size() != 2) {
        throw failure{exit_code::wrong_use, "difference: give --rules twice"};
    }
    const judged_rules first = judged_of(compared.rules[0], asked);
    const judged_rules second = judged_of(compared.rules[1], asked);
    const auto fields = descriptions::differences(first.what, second.what);
    std::string text = fields.empty() ? "The rules are the same.\n" : std::string();
    for (const descriptions::difference& each : fields) {
        text += descriptions::text_of(each);
    }
    if (first.what.currency != second.what.currency) {
        std::fwrite(text.data(), 1, text.size(), stdout);
        return exit_code::check_failed;
    }
    const auto currency = find_currency(first.what.currency);
    const int digits = currency ? currency->digits : 2;
    const auto ideas = differences::idea_finder{{first.what, second.what}}.ideas();
    const auto found = differences::shortest_stream(*first.side, *second.side, ideas);
    if (found.purchases.empty()) {
        text += fmt::format("No stream of purchases was found on which they differ, of {} purchases tried.\n",
                            found.judgements);
        std::fwrite(text.data(), 1, text.size(), stdout);
        return fields.empty() ? exit_code::done : exit_code::check_failed;
    }
    const std::string stream = stream_text(found, digits);
    text += fmt::format("They differ at purchase {} of these:\n{}", found.purchases.size(), stream);
    text += fmt::format("The first {}.\nThe second {}.\n", said(found.first, first.what.currency, digits),
                        said(found.second, first.what.currency, digits));
    if (!compared.stream.empty()) {
        output_file file(compared.stream);
        file.write(stream);
        file.close();
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
    return exit_code::check_failed;
}

} // namespace loyalty_run
