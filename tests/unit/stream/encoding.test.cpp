// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/encoding.hpp>

#include "../../../examples/loyalty_run/w5.hpp"

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;
using item = basket_line<currency::usd>;
using payment = tender_part<currency::usd>;

namespace {

using bytes = std::vector<int>;

template <class Type>
bytes bytes_of(const Type& value) {
    std::array<std::byte, 4096> room{};
    writer out{room};
    encode(out, value);
    bytes result;
    for (const std::byte each : out.written()) {
        result.push_back(static_cast<int>(each));
    }
    return result;
}

/// Whether bytes are a value's encoding; `value` is then that value.
template <class Type>
bool reads(const bytes& from, Type& value) {
    std::vector<std::byte> raw;
    for (const int each : from) {
        raw.push_back(static_cast<std::byte>(each));
    }
    reader in{raw};
    return decode(in, value) && in.at_end();
}

/// Whether a value comes back as it went, and no part of its encoding is one.
template <class Type>
bool comes_back(const Type& value) {
    const bytes whole = bytes_of(value);
    Type again{};
    bool right = reads(whole, again) && again == value && whole.size() == encoded_size(value);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Type untouched = value;
        right = right && !reads(bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)), untouched) &&
                untouched == value;
    }
    return right;
}

enum class colour : std::uint16_t { red, green = 0x1234 };

struct empty {
    friend bool operator==(const empty&, const empty&) = default;
};

struct mixed {
    std::int8_t small_number = -2;
    LOYALTY_NO_UNIQUE_ADDRESS empty nothing{};
    colour paint = colour::green;
    std::int32_t numbers[2]{1, -1};
    bool yes = true;
    std::array<std::uint8_t, 3> letters{7, 8, 9};

    friend bool operator==(const mixed&, const mixed&) = default;
};
static_assert(detail::field_count_of<mixed>() == 6);

class no_aggregate {
public:
    std::int16_t first = 0;
    std::int16_t second = 0;

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.first);
        function(own.second);
    }

    constexpr no_aggregate() noexcept = default;
    constexpr no_aggregate(std::int16_t one, std::int16_t two) noexcept : first{one}, second{two} {}
    friend bool operator==(const no_aggregate&, const no_aggregate&) = default;
};

struct even {
    std::uint8_t number = 0;
    [[nodiscard]] constexpr bool is_valid() const noexcept { return number % 2 == 0; }
    friend bool operator==(const even&, const even&) = default;
};

struct twelve {
    std::uint8_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12;
    friend bool operator==(const twelve&, const twelve&) = default;
};

constexpr instant first_visit = "2024-12-20T12:00"_utc;

template <class Programme>
member<Programme> after_purchases(const Programme& programme, int count) {
    member<Programme> own;
    for (int i = 0; i < count; ++i) {
        const sale each{.id = static_cast<std::uint64_t>(i) + 1,
                        .time = first_visit + dates::seconds{200'000 * i},
                        .net = money<currency::usd>::from_minor_units(12'345 + 777 * i),
                        .category = static_cast<std::uint32_t>(i) % 9};
        CHECK(apply(programme, own, each).accepted());
    }
    return own;
}

} // namespace

TEST_CASE("numbers are little-endian and as wide as their types") {
    CHECK(bytes_of(std::uint8_t{200}) == bytes{200});
    CHECK(bytes_of(std::int16_t{-2}) == bytes{0xFE, 0xFF});
    CHECK(bytes_of(std::uint32_t{0x01020304}) == bytes{4, 3, 2, 1});
    CHECK(bytes_of(std::int64_t{-1}) == bytes(8, 255));
    CHECK(bytes_of(true) == bytes{1});
    CHECK(bytes_of(colour::green) == bytes{0x34, 0x12});
    CHECK(bytes_of(23.99_usd) == bytes{0x5F, 0x09, 0, 0, 0, 0, 0, 0});
    CHECK(bytes_of(instant{1}) == bytes{1, 0, 0, 0, 0, 0, 0, 0});
    CHECK(bytes_of(date{258}) == bytes{2, 1, 0, 0});
}

TEST_CASE("a class is its members in their order") {
    CHECK(bytes_of(mixed{}) == bytes{0xFE, 0x34, 0x12, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 7, 8, 9});
    CHECK(bytes_of(no_aggregate{1, 2}) == bytes{1, 0, 2, 0});
    CHECK(bytes_of(empty{}).empty());
    CHECK(bytes_of(twelve{}) == bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    CHECK(bytes_of(detail::compact_pack<std::uint8_t, std::uint32_t>{}) == bytes(5, 0));
    CHECK(comes_back(mixed{}));
    CHECK(comes_back(no_aggregate{-5, 300}));
    CHECK(comes_back(twelve{}));
}

TEST_CASE("a pack is written in the order of its types, whatever the order in memory") {
    detail::compact_pack<std::uint8_t, std::uint32_t, std::uint16_t> pack{};
    detail::get<0>(pack) = 1;
    detail::get<1>(pack) = 2;
    detail::get<2>(pack) = 3;
    CHECK(bytes_of(pack) == bytes{1, 2, 0, 0, 0, 3, 0});
}

TEST_CASE("a list is its number of elements and those") {
    bounded_list<std::uint16_t, 3> list{};
    CHECK(bytes_of(list) == bytes{0, 0, 0, 0});
    list.push_back(5);
    list.push_back(6);
    CHECK(bytes_of(list) == bytes{2, 0, 0, 0, 5, 0, 6, 0});
    CHECK(comes_back(list));
    CHECK(reads(bytes{3, 0, 0, 0, 1, 0, 2, 0, 3, 0}, list));
    CHECK_FALSE(reads(bytes{4, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0}, list));
    CHECK_FALSE(reads(bytes{255, 255, 255, 255, 1, 0}, list));
    CHECK(list.size() == 3);
    CHECK(bytes_of(bounded_list<std::uint16_t, 0>{}).empty());
}

TEST_CASE("what no value has as its encoding is refused") {
    bool flag = true;
    CHECK_FALSE(reads(bytes{2}, flag));
    CHECK(flag);
    CHECK(reads(bytes{0}, flag));
    CHECK_FALSE(flag);
    even number{4};
    CHECK_FALSE(reads(bytes{3}, number));
    CHECK(number == even{4});
    CHECK(reads(bytes{6}, number));
    CHECK(number == even{6});
}

TEST_CASE("a writer never writes beyond its room, and says how much it needs") {
    std::array<std::byte, 8> room{};
    room.fill(std::byte{0xAA});
    writer out{std::span{room}.first(6)};
    encode(out, std::uint32_t{0});
    CHECK(out.fits());
    encode(out, std::uint32_t{0});
    CHECK_FALSE(out.fits());
    CHECK(out.written().empty());
    CHECK(out.needed() == 8);
    encode(out, std::uint8_t{0});
    CHECK(out.needed() == 9);
    for (std::size_t i = 4; i < 8; ++i) {
        CHECK(room[i] == std::byte{0xAA});
    }
}

TEST_CASE("a purchase carries its currency") {
    const sale coffee{
        .id = 7, .member = 3, .time = instant{256}, .net = 5.45_usd, .category = 1, .store = 2, .channel = 4};
    const bytes expected{0x48, 3,    7, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
                         0,    0x21, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0};
    CHECK(bytes_of(coffee) == expected);
    sale again{};
    CHECK(reads(expected, again));
    CHECK(bytes_of(again) == expected);
    purchase<currency::eur> foreign{};
    CHECK_FALSE(reads(expected, foreign));
}

TEST_CASE("a basket's lines come back into memory of the host, or not at all") {
    const std::array<item, 2> lines{{{.id = 1, .sku = 17, .quantity = 2, .net = 5.45_usd, .tax = 0.49_usd},
                                     {.id = 2, .category = 4, .net = 1_usd, .component = component::shipping}}};
    const std::array<payment, 1> tenders{{{tender::card, 6.94_usd}}};
    const basket<currency::usd> whole{.id = 9,
                                      .member = 1,
                                      .time = "2025-01-10T12:00"_utc,
                                      .lines = lines,
                                      .tenders = tenders,
                                      .store = 5,
                                      .channel = 6};
    std::array<std::byte, 512> room{};
    writer out{room};
    encode(out, whole);
    CHECK(out.needed() == 38 + 2 * 49 + 9);

    std::array<item, 3> line_room{};
    std::array<payment, 1> tender_room{};
    basket<currency::usd> again{};
    reader in{out.written()};
    REQUIRE(decode(in, again, basket_memory<currency::usd>{line_room, tender_room}));
    CHECK(in.at_end());
    CHECK(again.id == 9);
    CHECK(again.store == 5);
    CHECK(again.lines.size() == 2);
    CHECK(again.lines[0].quantity == 2);
    CHECK(again.lines[1].component == component::shipping);
    CHECK(again.tenders.size() == 1);
    CHECK(again.tenders[0].paid == 6.94_usd);

    basket<currency::usd> none{};
    reader small_room{out.written()};
    CHECK_FALSE(decode(small_room, none, basket_memory<currency::usd>{std::span{line_room}.first(1), tender_room}));
    CHECK(none.lines.empty());
    for (std::size_t size = 0; size < out.needed(); ++size) {
        reader torn{out.written().first(size)};
        CHECK_FALSE(decode(torn, none, basket_memory<currency::usd>{line_room, tender_room}));
    }
}

TEST_CASE("members of every kind of policy come back") {
    w5::member_type own;
    for (int i = 0; i < 20; ++i) {
        apply(w5::rules, own, w5::record{1'704'067'200 + 300'000 * i, 12'345 + i, 0, static_cast<std::uint32_t>(i)});
    }
    CHECK(comes_back(own));
    // Clock 8, points 8, cashback 8, badges 2, stamps 4, tiers 8 + 2 * 2 + 1, threshold 8, cap 8, streak 3, card 1.
    CHECK(encoded_size(own) == 64);

    constexpr programme windows{
        terms<>{.name = "windows"}, tiered{350_usd, 1000_usd}.within(rolling_months<12>{}),
        points{per_amount{1_points, 1_usd}, round_off_carrying{}, cap_at{2000_points, rolling_days<7>{}}},
        spend_threshold{100_points, once(250_usd)}.within(calendar_window{period_unit::quarter}),
        gamified{streak<calendar_window{period_unit::day}>{4}.forgiving(1).awards(1_badges),
                 badge(3_visits).of(visits{})}};
    CHECK(comes_back(after_purchases(windows, 15)));

    constexpr programme books{points{per_amount{1_points, 1_usd}, round_off{}},
                              lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<6>{})};
    auto anna = after_purchases(books, 15);
    REQUIRE(
        apply(books, anna,
              reservation<unit::points>{
                  .id = 100, .time = anna.last_event(), .hold = 1, .amount = 500_points, .until = "2025-12-01"_date})
            .accepted());
    CHECK(comes_back(anna));
}

TEST_CASE("the memory of a list of rules says what lies in each slot") {
    using rate_rule = std::remove_const_t<decltype(points{per_amount{1_points, 1_usd}, round_off_carrying{}})>;
    using card_rule = std::remove_const_t<decltype(stamp_card{10}.awards(1_stamps))>;
    rule_list<4, rate_rule, card_rule> rules;
    REQUIRE(rules.push_back(stamp_card{10}.awards(1_stamps)));
    REQUIRE(rules.push_back(points{per_amount{1_points, 3_usd}, round_off_carrying{}}));
    const programme shop{rules};
    const auto own = after_purchases(shop, 7);
    CHECK(comes_back(own));
    using state = std::remove_cvref_t<decltype(own.policy<0>())>;
    const bytes written = bytes_of(own.policy<0>());
    REQUIRE(written.size() == 4 + 1 + 16);
    CHECK(written[0] == 2);
    CHECK(written[1] == 7);
    CHECK(written[2] == 1);
    state other{};
    CHECK_FALSE(reads(bytes{3, 0, 0, 0}, other));
    CHECK(reads(bytes{0, 0, 0, 0}, other));
    CHECK(other == state{});
}

TEST_CASE("states that no policy could have reached are refused") {
    using tiers = std::remove_const_t<decltype(tiered{350_usd, 1000_usd})>::state;
    tiers tier{};
    bytes written = bytes_of(tier);
    REQUIRE(written.size() == 13);
    written[12] = 2;
    CHECK(reads(written, tier));
    written[12] = 3;
    CHECK_FALSE(reads(written, tier));

    round_off_carrying::state rest{};
    CHECK_FALSE(reads(bytes(16, 0), rest));
    rolling_count<1> count{};
    CHECK_FALSE(reads(bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 127}, count));

    using ledger = std::remove_const_t<decltype(lots<unit::points>{}.max_holds<4>())>::state;
    ledger books{};
    CHECK(comes_back(books));
    bytes of_books = bytes_of(books);
    // One hold that claims a slice where there is none.
    const std::size_t holds = of_books.size() - 8;
    of_books[holds] = 1;
    const bytes hold{1, 0, 0, 0, 0, 0, 0, 0, 0xA0, 0xC0, 0x2C, 0, 1, 0, 0, 0}; // it never ends by itself
    of_books.insert(of_books.begin() + static_cast<std::ptrdiff_t>(holds) + 4, hold.begin(), hold.end());
    CHECK_FALSE(reads(of_books, books));
    of_books[holds + 4 + 12] = 0;
    CHECK(reads(of_books, books));
}

TEST_CASE("a value that is refused is named, and where it ended") {
    const auto fault_of = []<class Type>(const bytes& from, Type value) {
        std::vector<std::byte> raw;
        for (const int each : from) {
            raw.push_back(static_cast<std::byte>(each));
        }
        reader in{raw};
        CHECK_FALSE(decode(in, value));
        return std::pair{std::string{in.why()}, in.failed_at()};
    };
    using fault = std::pair<std::string, std::size_t>;
    CHECK(fault_of(bytes{2}, false) == fault{"a bool is neither 0 nor 1", 1});
    CHECK(fault_of(bytes{1, 2}, std::uint32_t{}) == fault{"the bytes end within a value", 0});
    CHECK(fault_of(bytes{3}, even{}) == fault{"a value is not what its type allows", 1});
    CHECK(fault_of(bytes{9, 0, 0, 0, 1}, bounded_list<std::uint8_t, 1>{}) ==
          fault{"a list has more elements than its capacity", 5});
    constexpr std::string_view slice =
        "a part of a debit: its amount is negative, or its dates lie outside the years 1 to 9999";
    lot_slice never{{"2025-01-01"_date, date{2'000'000'000}}, 30};
    CHECK(fault_of(bytes_of(never), lot_slice{}) == fault{slice, 16});
    never = {{date{-2'000'000'000}, "2025-01-01"_date}, 30};
    CHECK(fault_of(bytes_of(never), lot_slice{}) == fault{slice, 16});
    CHECK(fault_of(bytes_of(lot_slice{{}, -1}), lot_slice{}) == fault{slice, 16});
    // Two slots of 1 with a sum of 3, and what follows is not read: the first failure counts.
    CHECK(fault_of(bytes{1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9},
                   std::array<rolling_count<2>, 2>{}) ==
          fault{"a rolling count: the sum is not the sum of the slots, or the newest slot is not of the calendar", 28});
    reader untouched{{}};
    CHECK(untouched.why().empty());
    CHECK(untouched.failed_at() == 0);
}

TEST_CASE("bytes with one number changed: a count of a window, and lots of a ledger, are refused") {
    constexpr programme windows{terms<>{.name = "windows"}, tiered{350_usd}.within(rolling_days<2>{})};
    const auto anna = after_purchases(windows, 1);
    bytes written = bytes_of(anna.policy<0>());
    auto tiers = anna.policy<0>();
    REQUIRE(reads(written, tiers));
    // 123.45 stands in one slot and in the sum; the other slot is zero.
    const bytes spent{0x39, 0x30, 0, 0, 0, 0, 0, 0};
    const auto at = std::search(written.begin(), written.end(), spent.begin(), spent.end());
    REQUIRE(at != written.end());
    at[7] = 0x37; // 4e18 and a little
    CHECK_FALSE(reads(written, tiers));

    constexpr programme books{points{per_amount{1_points, 1_usd}, round_off{}},
                              lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<1>{})};
    const auto own = after_purchases(books, 1);
    const bytes whole = bytes_of(own);
    auto again = own;
    std::size_t refused = 0;
    // Behind the last lot's points, eight bytes, stand the two empty lists of holds, four bytes each, and the day shift.
    for (std::size_t i = whole.size() - 17; i < whole.size() - 9; ++i) {
        bytes bent = whole;
        bent[i] ^= 64;
        refused += reads(bent, again) ? 0u : 1u;
    }
    CHECK(refused == 8);
}

TEST_CASE("receipts and outcomes come back") {
    constexpr programme beauty{terms<>{.name = "beauty", .version = 3},
                               points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
    member<std::remove_const_t<decltype(beauty)>> anna;
    const auto sold = apply_with_receipt(beauty, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 23.99_usd});
    CHECK(comes_back(sold.outcome));
    CHECK(bytes_of(sold.outcome) == bytes{23, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(comes_back(sold.receipt));
}
