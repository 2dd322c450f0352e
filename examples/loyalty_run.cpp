// SPDX-License-Identifier: BSL-1.0
//
// Runs a loyalty programme over a stream of transactions; see docs/main_job.md.

#include "loyalty_run/compare.hpp"
#include "loyalty_run/describing.hpp"
#include "loyalty_run/difference.hpp"
#include "loyalty_run/file_roles.hpp"
#include "loyalty_run/generated_run.hpp"
#include "loyalty_run/interruption.hpp"
#include "loyalty_run/modes.hpp"
#include "loyalty_run/options.hpp"
#include "loyalty_run/programmes.hpp"
#include "loyalty_run/rules_file.hpp"
#include "loyalty_run/standard_streams.hpp"
#include "loyalty_run/write_stream.hpp"

#include <loyalty/json/mistake.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

using namespace loyalty_run;

constexpr const char* footer = R"(Examples:
  loyalty_run
      the generated stream, and the published totals beside those reached
  loyalty_run --programme beauty sales.csv --members members.csv --tiers tiers.csv
  loyalty_run --programme retail online_retail.csv --explain 12347
  loyalty_run --programme music --sort CDNOW_master.txt --format json --totals totals.json
  xz -dc events.csv.xz | loyalty_run --programme airline \
      --check points=points_accumulated,cost=redeemed_cost_cad -
  loyalty_run --rules shop.json sales.csv --outcomes outcomes.csv
  loyalty_run --rules shop-2017.json --rules shop-2018.json sales.csv
  loyalty_run --rules shop.json --describe
  loyalty_run --programme beauty --describe=mermaid
  loyalty_run report --programme retail online_retail.csv --page retail.html --point-value 0.01
  loyalty_run compare --rules a.json --rules b.json sales.csv --page compare.html
  loyalty_run difference --rules a.json --rules b.json --stream shortest.csv
  loyalty_run compare --rules a.json --sweep /rules/0/tiered/thresholds/0=300,350,400 sales.csv
  loyalty_run generate --stream shop --transactions 100000 --customers 2000 --csv shop.csv
  loyalty_run --rules shop.json --stream shop --transactions 100000 --customers 2000
  loyalty_run --programme card --map "member=Kunde,time=Datum,amount=Betrag" \
      --delimiter semicolon --decimal-comma --dates dmy umsatz.csv

Exit codes:
  0  done (malformed lines and refused events were counted)
  1  a check failed: --check, --check-returns, or the published totals of the generated stream
  2  an option is wrong, or a file cannot be opened or written
  3  the input is wrong: columns are missing, no line was accepted, or --strict met a malformed line
  130, 143  SIGINT or SIGTERM ended the input: what was complete is written, to FILE.partial
)";

[[nodiscard]] std::string listed() {
    std::string text = "Programmes\n";
    for (const programme_notes& each : notes_of_built_in()) {
        text += fmt::format("  {:9} {}, layout {}: {}\n", each.name, each.currency, each.layout, each.description);
        std::string tiers;
        for (const std::string& tier : each.tiers()) {
            tiers += (tiers.empty() ? "" : ", ") + tier;
        }
        std::string categories;
        for (const named_code& category : each.categories) {
            categories += fmt::format("{}{} ({})", categories.empty() ? "" : ", ", category.name, category.code);
        }
        text += tiers.empty() ? "" : fmt::format("{:12}tiers: {}\n", "", tiers);
        text += categories.empty() ? "" : fmt::format("{:12}categories: {}\n", "", categories);
    }
    text += "\nGallery (docs/gallery.md)\n";
    for (const built_in_rules& each : gallery()) {
        text += fmt::format("  {}\n", each.name);
    }
    text += "\nLayouts (--layout NAME; --map changes single columns)\n";
    for (const csv_layout& each : csv_layouts) {
        text += fmt::format("  {:17}{}\n", each.name, each.schema);
    }
    return text;
}

/// A count within its range: no sign, no fraction, nothing behind it.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
    const auto check = [least, most](const std::string& text) {
        std::uint64_t value = 0;
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, value);
        return error == std::errc{} && stop == end && least <= value && value <= most
                   ? std::string()
                   : fmt::format("expected a whole number from {} to {}, found '{}'", least, most, text);
    };
    return CLI::Validator(check, fmt::format("{} to {}", least, most));
}

void add_input_options(CLI::App& app, options& asked) {
    app.add_option("input", asked.input, "file of transactions; - is the standard input; none: a generated stream");
    app.add_option("-p,--programme", asked.programme, "the programme to run (--list names them)");
    app.add_option("--rules", asked.rules,
                   "a file of rules in JSON, in the place of --programme (docs/json_rules.md); again for each version")
        ->allow_extra_args(false);
    app.add_flag("--check-rules", asked.check_rules, "read the rules, and say what is wrong in them");
    app.add_flag(
           "--describe{text}", asked.describe,
           "say what the programme is, as text, markdown, mermaid or json; --describe=rules writes the rules with "
           "all that they leave to defaults")
        ->check(CLI::IsMember(std::vector<std::string>(std::begin(description_forms), std::end(description_forms))));
    app.add_flag("--list", asked.list, "show programmes and layouts");
    app.add_option("--profiles", asked.profiles,
                   "what is known of members beside their events, a CSV: member, joined, birthday, attributes, "
                   "member_from, member_until, recipient");
    app.add_option("--layout", asked.layout, "how the file is written; each programme has a natural one");
    app.add_option("--map", asked.map, "which column holds which fact: fact=column,...");
    app.add_option("--delimiter", asked.delimiter, "one character, or comma, semicolon, tab, space (runs of blanks)");
    app.add_flag("--no-header", asked.no_header, "the first line is data; map columns by number");
    app.add_flag("--decimal-comma", asked.decimal_comma, "numbers are written 1.234,56");
    app.add_option("--thousands", asked.thousands, "what parts thousands: comma (1,234.56), point, space, apostrophe");
    app.add_option("--currency-sign", asked.currency_sign, "what may stand at an amount: '$' reads $5.00 and 5.00");
    app.add_option("--dates", asked.dates, "order of dates: ymd, dmy, mdy, or unix seconds")
        ->check(CLI::IsMember({"ymd", "dmy", "mdy", "unix"}));
    app.add_option("--zone,--offset", asked.zone,
                   "the clock of times without an offset, and of the programme's days: +02:00, or Europe/Berlin");
    app.add_flag("--without-money", asked.without_money, "a line that states no amount is a visit of 0.00");
    app.add_option("--basket-seconds", asked.basket_seconds,
                   "by how much the times of the lines of one purchase may differ; each layout has its own")
        ->check(whole_number(0, 86'400));
    app.add_option("--rounding", asked.rounding, "of a line finer than the currency: half-up, half-even, down, ...");
    app.add_flag("--sort", asked.sort, "keep the stream in memory and sort it by time, equal times as they come");
    app.add_option("--unmatched", asked.unmatched,
                   "returned goods of which no purchase is known: refuse, or claw_back_at_todays_rate")
        ->check(CLI::IsMember({"refuse", "claw_back_at_todays_rate"}));
    app.add_option(
           "--on-return", asked.on_return,
           "what goes back with returned goods: re_evaluate, what the rest of the purchase does not earn, or keep, "
           "their share in what it earned")
        ->check(CLI::IsMember({"re_evaluate", "keep"}));
    app.add_option("--return-days", asked.return_days, "how long goods may come back: purchases before are forgotten")
        ->check(whole_number(0, 36'500));
    app.add_option("--returns-mb", asked.returns_mb,
                   "memory for purchases whose goods may come back; if it is full, the first are forgotten (44)")
        ->check(whole_number(1, 1'000'000));
    app.add_flag("--strict", asked.strict, "stop at the first malformed line");
    app.add_option("--errors", asked.errors_shown, "how many malformed lines to show (all are counted)")
        ->check(whole_number(0, 1'000'000'000));
}

void add_output_options(CLI::App& app, options& asked) {
    app.add_option("--format", asked.output_format, "of the files written: csv or json")
        ->check(CLI::IsMember({"csv", "json"}));
    app.add_option("--members", asked.members, "write what each member has to this file; - is the standard output");
    app.add_option("--as-of", asked.as_of, "the day of the balances of --members; without it that of the last event");
    app.add_option("--tiers", asked.tiers, "write each tier change");
    app.add_option("--outcomes", asked.outcomes, "write what each event gave, or why it was refused");
    app.add_option("--liability", asked.liability, "write the roll-forward of the points by period");
    app.add_option("--period", asked.period, "of --liability and report")
        ->check(CLI::IsMember({"day", "week", "month", "quarter", "year"}));
    app.add_option("--point-value", asked.point_value, "money for one point: 0.01; of --liability and report");
    app.add_option("--breakage", asked.breakage, "per cent of the points that are never redeemed: 12.5");
    app.add_option("--totals", asked.totals, "write the totals to a file instead of readable to the standard output");
    app.add_option("--explain", asked.explain, "tell each step of this member; may be given again")
        ->allow_extra_args(false);
    app.add_option("--explain-as", asked.explain_as, "text, or json: a line for each event of --explain")
        ->check(CLI::IsMember({"text", "json"}));
    app.add_option("--language", asked.language, "of --explain and --describe: en or de")
        ->check(CLI::IsMember({"en", "de"}));
    app.add_option("--check", asked.check, "compare what is computed with columns: points=COLUMN,cost=COLUMN");
    app.add_flag("--check-returns", asked.check_returns,
                 "compare each member's points with those of the goods that were kept, computed in another way");
    app.add_option("--stream", asked.stream,
                   "a generated stream of docs/benchmark_card.md instead of a file: shop, ...");
    app.add_option("--wheel-seed", asked.wheel_seed,
                   "of the first prize_wheel, instead of that of the rules; 1 more for the next")
        ->check(whole_number(0, UINT64_MAX));
    app.add_option("--seed", asked.seed, "of --stream")->check(whole_number(0, UINT64_MAX));
    app.add_option("--transactions", asked.transactions, "length of the generated stream")
        ->check(whole_number(0, 1'000'000'000'000));
    app.add_option("--customers", asked.customers, "members of the generated stream")
        ->check(whole_number(1, 0xFFFF'FFFE));
    app.add_flag("--time", asked.show_time, "say on stderr how fast it went");
    app.add_flag("-q,--quiet", asked.quiet, "neither totals on the standard output nor a progress bar");
}

CLI::App* add_difference(CLI::App& app, difference_options& compared) {
    CLI::App* const difference = app.add_subcommand(
        "difference", "say in what two files of rules differ, and find a shortest stream that shows it");
    difference->fallthrough();
    difference->add_option("--rules", compared.rules, "a file of rules; give it twice")->allow_extra_args(false);
    difference->add_option("--stream", compared.stream, "write the stream to this file as well");
    return difference;
}

/// Throws if something of a run stands beside `difference`: it takes two files of rules and a zone, and would ignore the rest.
void check_difference(const CLI::App& app, const options& asked) {
    if (!asked.input.empty()) {
        throw failure{exit_code::wrong_use,
                      fmt::format("{} means nothing here: difference reads two files of --rules and makes the stream "
                                  "itself; compare runs several programmes over a file",
                                  asked.input)};
    }
    for (const CLI::Option* const each : app.get_options()) {
        const std::string name = each->get_name();
        if (each->count() != 0 && (name == "--rules" || name == "--stream")) {
            throw failure{exit_code::wrong_use,
                          name + " stands before difference, and belongs behind it: loyalty_run difference " + name};
        }
        if (each->count() != 0 && name != "--zone" && name != "--wheel-seed") {
            throw failure{exit_code::wrong_use, name + " means nothing here: difference takes --rules twice, --zone, "
                                                       "--wheel-seed and --stream FILE"};
        }
    }
}

CLI::App* add_compare(CLI::App& app, comparison_options& compared) {
    CLI::App* const compare = app.add_subcommand("compare", "run several programmes over a file, side by side");
    compare->fallthrough();
    compare->add_option("--rules", compared.rules, "a file of rules; give it again for each programme")
        ->allow_extra_args(false);
    compare->add_option("--sweep", compared.sweep, "one number of the rules, and its values: /rules/0/...=300,350,400");
    compare->add_option("--table", compared.table, "write the figures to this file instead of readable");
    compare->add_option("--page", compared.page, "write a page with plots");
    compare->add_option("--winners", compared.winners, "write each member's points under each programme");
    return compare;
}

exit_code run(const options& asked) {
    if (asked.list) {
        const std::string text = listed();
        std::fwrite(text.data(), 1, text.size(), stdout);
        return exit_code::done;
    }
    const bool is_text_alone = asked.check_rules || !asked.describe.empty();
    if (asked.rules.empty() && !asked.programme.empty() && find_built_in(asked.programme).empty()) {
        throw failure{exit_code::wrong_use, no_programme(asked.programme)};
    }
    const bool has_programme = !asked.rules.empty() || !asked.programme.empty();
    if (!asked.has_input() && !is_text_alone && asked.rules.empty() &&
        (!has_programme || asked.programme == generated)) {
        return run_generated(asked);
    }
    if (!asked.has_input() && !is_text_alone) {
        throw failure{exit_code::wrong_use, "which file? - is the standard input"};
    }
    if (!has_programme) {
        throw failure{exit_code::wrong_use, "which programme? --list names those there are"};
    }
    return run_rules(asked);
}

/// A sentence for each option that there is not, if one has nearly its name: `--ruels: did you mean --rules?`
[[nodiscard]] std::string meant_options(const CLI::App& app, const std::vector<std::string>& arguments) {
    std::vector<std::string> all;
    std::vector<const CLI::App*> apps{&app};
    for (const CLI::App* const each : app.get_subcommands([](const CLI::App*) { return true; })) {
        apps.push_back(each);
    }
    for (const CLI::App* const each : apps) {
        for (const CLI::Option* const option : each->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                all.push_back("--" + name);
            }
        }
    }
    const std::vector<std::string_view> names(all.begin(), all.end());
    std::string text;
    for (const std::string& argument : arguments) {
        const std::string_view name = std::string_view(argument).substr(0, argument.find('='));
        if (name.substr(0, 2) == "--" && std::find(names.begin(), names.end(), name) == names.end()) {
            const std::string near = loyalty::json::reading::nearest_name(name, names);
            text += near.empty() ? near : fmt::format("{}: did you mean {}?\n", name, near);
        }
    }
    return text;
}

/// The exit code of a run, before it is known that all it wrote has arrived.
int code_of(int argument_count, char** arguments) {
    const auto fails = [](exit_code code, const std::string& sentence) {
        std::fflush(stdout);
        say("loyalty_run: " + sentence + '\n');
        return static_cast<int>(code);
    };
    options asked;
    CLI::App app("Runs a loyalty programme over a stream of transactions, exactly.", "loyalty_run");
    app.footer(footer);
    add_input_options(app, asked);
    add_output_options(app, asked);
    CLI::App* const report = app.add_subcommand("report", "write a page with figures, plots and tables")->fallthrough();
    comparison_options compared;
    const CLI::App* const compare = add_compare(app, compared);
    difference_options differing;
    const CLI::App* const difference = add_difference(app, differing);
    report->add_option("--page", asked.page, "where to write it; without it report.html");
    CLI::App* const generate = app.add_subcommand("generate", "write the CSV file of --stream")->fallthrough();
    std::string csv = "-";
    generate->add_option("--csv", csv, "where to write it; without it the standard output");
    try {
        app.parse(argument_count, arguments);
        asked.page = report->parsed() && asked.page.empty() ? "report.html" : asked.page;
        if (!asked.stream.empty()) {
            check_stream(asked);
        }
        if (generate->parsed()) {
            return static_cast<int>(write_stream(asked, csv));
        }
        if (compare->parsed()) {
            return static_cast<int>(run_compare(asked, compared));
        }
        if (difference->parsed()) {
            check_difference(app, asked);
            return static_cast<int>(run_difference(asked, differing));
        }
        check_modes(asked, [&](const char* name) { return app.count(name) != 0; });
        check_files(asked);
        return static_cast<int>(run(asked));
    } catch (const CLI::ParseError& error) {
        const bool is_wrong = app.exit(error) != 0;
        if (is_wrong) {
            say(meant_options(app, {arguments + 1, arguments + argument_count}));
        }
        return is_wrong ? static_cast<int>(exit_code::wrong_use) : 0;
    } catch (const failure& error) {
        return fails(error.code, error.sentence);
    } catch (const std::bad_alloc&) {
        return fails(exit_code::wrong_use, "there is not memory enough");
    } catch (const std::system_error& error) {
        return fails(exit_code::wrong_use, error.what());
    }
}

} // namespace

int main(int argument_count, char** arguments) {
    hold_closed_streams();
    interruption::listen();
    return ended(code_of(argument_count, arguments));
}
