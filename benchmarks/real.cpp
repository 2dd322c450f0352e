// SPDX-License-Identifier: BSL-1.0

// Real streams, where they are (docs/benchmarks.md says where they come from):
//
// - `real/cdnow`: purchases of a music shop, with tiers, points and a stamp for each tenth disc.
// - `real/online_retail`: baskets of a gift shop, with tiers, points, thresholds and streaks.
//
// Only evaluation is timed, not reading. The data folder is LOYALTY_DATA_DIR, or ../shared/data; a stream may be packed
// with xz.

#include "bench.hpp"
#include "by_hand.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using bench::totals;
using by_hand::common_state;
using by_hand::day_fields;

/// Two points a dollar, times the tier's factor; tiers from 100.00 and 300.00 a calendar year; a stamp for each tenth disc.
constexpr programme music_shop{
    terms<>{.name = "music"}, tiered{100_usd, 300_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{2_points, 1_usd}, multiply_by_tier{1_x, 1.5_x, 2_x}, round_off{rounding::floor}},
    gamified{stamp_card{10}.of(quantity{}).awards(1_stamps)}};

/// A point a pound, times the tier's factor; tiers from 500.00 and 2000.00 a calendar year; 100 points for each 1000.00
/// spent; 50 points and a badge for purchases in three months in a row.
constexpr programme gift_shop{
    terms<>{.name = "retail"}, tiered{500_gbp, 2000_gbp}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_gbp}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
    spend_threshold{100_points, every(1000_gbp)},
    gamified{streak<calendar_window{period_unit::month}>{3}.awards(50_points, 1_badges)}};

// ---------------------------------------------------------------------------------------------------------------------
// Reading.

/// The text of a file of the data folder; empty where it is not there.
std::string text_of(const std::string& name) {
    const char* const given = std::getenv("LOYALTY_DATA_DIR");
    const std::string path = (given != nullptr ? std::string(given) : "../shared/data") + "/" + name;
    std::string text;
    if (std::filesystem::exists(path)) {
        std::ifstream file(path, std::ios::binary);
        text.assign(std::istreambuf_iterator<char>(file), {});
    } else if (std::filesystem::exists(path + ".xz")) {
        if (std::FILE* const pipe = popen(("xz -dc '" + path + ".xz'").c_str(), "r")) {
            char part[1 << 16];
            for (std::size_t size = 0; (size = std::fread(part, 1, sizeof part, pipe)) > 0;) {
                text.append(part, size);
            }
            pclose(pipe);
        }
    }
    return text;
}

/// A decimal as an integer with `digits` decimals, half up; prices here are not negative where they count.
std::int64_t fixed(std::string_view text, int digits) {
    const bool negative = text.starts_with('-');
    std::int64_t value = 0;
    int decimals = -1;
    bool rounds_up = false;
    for (const char c : text.substr(negative ? 1 : 0)) {
        if (c == '.') {
            decimals = 0;
        } else if (decimals < digits) {
            value = value * 10 + (c - '0');
            decimals += decimals >= 0 ? 1 : 0;
        } else if (decimals == digits) {
            rounds_up = c >= '5';
            ++decimals;
        }
    }
    for (int i = std::max(decimals, 0); i < digits; ++i) {
        value *= 10;
    }
    value += rounds_up ? 1 : 0;
    return negative ? -value : value;
}

std::int64_t midnight(int year, int month, int day) {
    return std::int64_t{date::of(year, month, day).days_since_epoch} * 86'400;
}

int number(std::string_view text, std::size_t from, std::size_t count) {
    return static_cast<int>(fixed(text.substr(from, count), 0));
}

/// The fields of a line of CSV, without their quotes.
std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    return fields;
}

/// A purchase with a number of pieces, as the music shop keeps it.
struct music_sale {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::int64_t quantity = 0;
    money<currency::usd> net{};
};

/// Sorted by date; what happened on one day keeps the order of the file.
std::vector<music_sale> read_music() {
    std::vector<music_sale> sales;
    std::istringstream text(text_of("cdnow/CDNOW_master.txt"));
    std::string line;
    std::getline(text, line);
    while (std::getline(text, line)) {
        std::istringstream fields(line);
        std::uint32_t customer = 0;
        std::string day;
        std::string dollars;
        music_sale sale;
        if (fields >> customer >> day >> sale.quantity >> dollars) {
            sale.id = sales.size() + 1;
            sale.member = customer - 1;
            sale.time = instant{midnight(number(day, 0, 4), number(day, 4, 2), number(day, 6, 2))};
            sale.net = money<currency::usd>::from_minor_units(fixed(dollars, 2));
            sales.push_back(sale);
        }
    }
    std::sort(sales.begin(), sales.end(), [](const music_sale& a, const music_sale& b) {
        return a.time != b.time ? a.time < b.time : a.id < b.id;
    });
    return sales;
}

using gbp_line = basket_line<currency::gbp>;
using gbp_basket = basket<currency::gbp>;

struct retail_stream {
    std::vector<gbp_line> lines;
    std::vector<gbp_basket> baskets;
    std::map<std::string, std::uint32_t> members;
};

[[nodiscard]] bool is_goods(const std::string& code) {
    for (const char* const other :
         {"POST", "DOT", "C2", "M", "m", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK"}) {
        if (code == other) {
            return false;
        }
    }
    return !code.starts_with("gift_");
}

/// Purchases of goods by known customers: no cancellations, write-offs, postage and fees.
retail_stream read_retail() {
    retail_stream made;
    std::vector<std::size_t> first_line;
    std::istringstream text(text_of("online-retail/online_retail.csv"));
    std::string row;
    std::string last_invoice;
    bool is_open = false;
    std::getline(text, row);
    for (std::uint64_t at = 2; std::getline(text, row); ++at) {
        // Invoice, code, description, quantity, time, unit price, customer, country
        const std::vector<std::string> fields = fields_of(row);
        // Lines of one invoice and customer in a row are one basket.
        const std::string invoice = fields.size() < 8 ? "" : fields[0] + ' ' + fields[6];
        is_open = is_open && invoice == last_invoice;
        last_invoice = invoice;
        if (invoice.empty() || fields[0].starts_with('C') || fields[3].starts_with('-') || fields[5].starts_with('-') ||
            fields[6].empty() || fields[6] == "NA" || !is_goods(fields[1])) {
            continue;
        }
        if (!is_open) {
            is_open = true;
            const std::string& when = fields[4];
            const std::int64_t second = number(when, 11, 2) * 3600 + number(when, 14, 2) * 60;
            gbp_basket& next = made.baskets.emplace_back();
            next.id = at;
            next.member = made.members.emplace(fields[6], made.members.size()).first->second;
            next.time = instant{midnight(number(when, 0, 4), number(when, 5, 2), number(when, 8, 2)) + second};
            first_line.push_back(made.lines.size());
        }
        gbp_line& line = made.lines.emplace_back();
        line.quantity = fixed(fields[3], 0);
        line.net = money<currency::gbp>::from_minor_units((line.quantity * fixed(fields[5], 3) + 5) / 10);
    }
    for (std::size_t i = 0; i < made.baskets.size(); ++i) {
        const std::size_t end = i + 1 < first_line.size() ? first_line[i + 1] : made.lines.size();
        made.baskets[i].lines = std::span<const gbp_line>(made.lines).subspan(first_line[i], end - first_line[i]);
    }
    return made;
}

// ---------------------------------------------------------------------------------------------------------------------
// By hand.

struct music_state : common_state {
    std::uint64_t last_id = 0;
    std::int64_t stamps = 0;
    by_hand::tier_state tiers{};
    std::int32_t stamped = 0;
};

/// Whether an event comes again or too late; the driver has seen to the time already.
template <class State, class Event>
[[nodiscard]] bool is_new(State& own, const Event& event) noexcept {
    const bool is = by_hand::seconds_of(event) != own.last_time || event.id > own.last_id;
    own.last_id = event.id;
    return is;
}

totals music_by_hand(std::span<music_state> members, std::span<const music_sale> stream) {
    using tiers = by_hand::two_tiers<10'000, 30'000>;
    return by_hand::drive(members, stream,
                          [](music_state& own, const music_sale& event, const day_fields& day, totals& sum) {
                              const std::int64_t cents = event.net.minor_units();
                              bool fits = is_new(own, event) && cents >= 0 && event.quantity > 0;
                              const std::uint8_t tier = tiers::begin(own.tiers, own.last_time, day, sum.tier_changes);
                              std::int64_t exact = 0;
                              fits = !__builtin_mul_overflow(cents, 2 + tier, &exact) && fits; // twice 1, 1.5 and 2
                              fits = tiers::end(own.tiers, tier, cents, sum.tier_changes) && fits;
                              own.stamped += static_cast<std::int32_t>(event.quantity);
                              if (own.stamped >= 10) {
                                  fits = by_hand::give(own.stamps, sum.stamps, own.stamped / 10) && fits;
                                  own.stamped %= 10;
                              }
                              return by_hand::give(own.points, sum.points, exact / 100) && fits;
                          });
}

struct retail_state : common_state {
    std::uint64_t last_id = 0;
    std::int64_t towards_next = 0;
    by_hand::tier_state tiers{};
    std::int64_t month_from = INT64_MIN;
    std::int32_t badges = 0;
    std::uint8_t streak = 0;
};

totals retail_by_hand(std::span<retail_state> members, std::span<const gbp_basket> stream) {
    using tiers = by_hand::two_tiers<50'000, 200'000>;
    return by_hand::drive(
        members, stream, [](retail_state& own, const gbp_basket& event, const day_fields& day, totals& sum) {
            bool fits = is_new(own, event) && !event.lines.empty() && event.lines.size() <= most_lines;
            std::int64_t pence = 0;
            for (const gbp_line& line : event.lines) {
                const std::int64_t net = line.net.minor_units();
                fits = net >= 0 && line.quantity > 0 && line.tax.minor_units() >= 0 &&
                       line.discount.minor_units() >= 0 && fits;
                fits = !__builtin_add_overflow(pence, line.component == component::goods ? net : 0, &pence) && fits;
            }
            const std::uint8_t tier = tiers::begin(own.tiers, own.last_time, day, sum.tier_changes);
            const std::int64_t factor = tier == 0 ? 100 : tier == 1 ? 125 : 150;
            std::int64_t points = 0;
            fits = !__builtin_mul_overflow(pence, factor, &points) && fits;
            points /= 10'000;
            fits = tiers::end(own.tiers, tier, pence, sum.tier_changes) && fits;
            own.towards_next += pence;
            if (own.towards_next >= 100'000) {
                points += 100 * (own.towards_next / 100'000);
                own.towards_next %= 100'000;
            }
            if (own.month_from != day.month_from) {
                // The month before ends less than a day before this one begins, and began less than 32 days before.
                const bool follows = own.month_from >= day.month_from - 31 * 86'400;
                own.streak = static_cast<std::uint8_t>(follows ? own.streak + 1 : 1);
                own.month_from = day.month_from;
                if (own.streak == 3) {
                    own.streak = 0;
                    points += 50;
                    ++own.badges;
                    ++sum.badges;
                }
            }
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        static const std::vector<music_sale> music = read_music();
        static const retail_stream retail = read_retail();
        if (!music.empty()) {
            const bench::workload<music_sale> work{"real", "cdnow", 23'570, music};
            bench::add_by_hand<music_state>(work, "by_hand", music_by_hand);
            bench::add_all_forms<music_shop>(work);
        }
        if (!retail.baskets.empty()) {
            const bench::workload<gbp_basket> work{"real", "online_retail", retail.members.size(), retail.baskets};
            bench::add_by_hand<retail_state>(work, "by_hand", retail_by_hand);
            bench::add_all_forms<gift_shop>(work);
        }
    });
}
