// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/seal.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;

namespace {

constexpr auto one_a_dollar = points{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme beauty{terms<>{.name = "beauty"}, tiered{350_usd}, one_a_dollar};
constexpr programme newer{terms<>{.name = "beauty", .version = 2}, tiered{350_usd}, one_a_dollar};
using beauty_type = std::remove_const_t<decltype(beauty)>;
constexpr seal_key key{0x0123'4567'89AB'CDEF, 0xFEDC'BA98'7654'3210};

receipt<beauty_type> sold() {
    member<beauty_type> anna;
    return apply_with_receipt(beauty, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 400_usd}).receipt;
}

std::vector<std::byte> on_paper() {
    std::array<std::byte, 512> room{};
    writer out{room};
    encode_sealed(out, beauty, sold(), key);
    REQUIRE(out.fits());
    return {out.written().begin(), out.written().end()};
}

reason read(std::span<const std::byte> bytes, receipt<beauty_type>& slip) {
    reader in{bytes};
    return decode_sealed(in, beauty, slip, key);
}

} // namespace

TEST_CASE("a sealed receipt comes back, and serves a return") {
    receipt<beauty_type> slip;
    CHECK(read(on_paper(), slip) == reason::none);
    CHECK(slip == sold());
    member<beauty_type> anna;
    apply(beauty, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 400_usd});
    const auto gave = apply(beauty, anna, slip.returned({.id = 2, .time = "2025-01-02T12:00"_utc}));
    CHECK(gave.granted<unit::points>() == -400_points);
}

TEST_CASE("no bit of a sealed receipt can be changed, and nothing cut off") {
    std::vector<std::byte> paper = on_paper();
    const receipt<beauty_type> untouched{};
    receipt<beauty_type> slip;
    for (std::size_t bit = 0; bit < 8 * paper.size(); ++bit) {
        paper[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        const reason why = read(paper, slip);
        CHECK(why == (bit < 64 ? reason::foreign_receipt : reason::tampered_receipt));
        CHECK(slip == untouched);
        paper[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    }
    for (std::size_t size = 0; size < paper.size(); ++size) {
        CHECK(read(std::span{paper}.first(size), slip) == reason::tampered_receipt);
        CHECK(slip == untouched);
    }
}

TEST_CASE("a seal is of one programme, one key and one content") {
    receipt<beauty_type> slip = sold();
    const std::uint64_t given = seal(beauty, slip, key);
    CHECK(is_sealed(beauty, slip, key, given));
    CHECK_FALSE(is_sealed(newer, slip, key, given));
    CHECK_FALSE(is_sealed(beauty, slip, {key.low + 1, key.high}, given));
    CHECK_FALSE(is_sealed(beauty, slip, {key.low, key.high ^ 1}, given));
    slip.net_minor_units += 1;
    CHECK_FALSE(is_sealed(beauty, slip, key, given));

    receipt<beauty_type> of_newer;
    const std::vector<std::byte> paper = on_paper();
    reader in{paper};
    CHECK(decode_sealed(in, newer, of_newer, key) == reason::foreign_receipt);
    CHECK(of_newer == receipt<beauty_type>{});
}
