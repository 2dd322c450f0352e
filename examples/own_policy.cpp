// SPDX-License-Identifier: BSL-1.0
//
// A policy of your own stands beside those of the library. This one gives each seventh purchase back, up to a limit.
// rules/policy.hpp says what a policy needs; what is missing, the compiler says in a sentence.

#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <cstdio>

using namespace loyalty;
using namespace loyalty::criteria;

// The whole policy.
template <money_unit Currency>
struct seventh_is_free {
    using rewards = units<Currency>;
    static constexpr bool returns_put_back = true; // a return of the last purchase takes it out of the seven

    struct state {
        std::uint8_t purchases = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
    };

    money<Currency> most{};

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const {
        own.purchases = static_cast<std::uint8_t>(own.purchases % 7 + 1);
        if (own.purchases == 7) {
            const money<Currency> spent = basis<net>{}(visit);
            visit.grant(spent < most ? spent : most);
        }
    }

    constexpr const char* problem() const {
        return most > money<Currency>{} ? nullptr : "seventh_is_free: give a limit above zero";
    }
};

// It stands in a programme as any other does.
constexpr programme lunch{points{per_amount{1_points, 1_eur}, round_off{rounding::floor}},
                          seventh_is_free<currency::eur>{.most = 12_eur}};

// The money that the n-th of equal purchases gives back.
constexpr money<currency::eur> given_back(int nth, money<currency::eur> price) {
    member<decltype(lunch)> anna;
    outcome_of<decltype(lunch)> gave;
    for (int i = 1; i <= nth; ++i) {
        const auto id = static_cast<std::uint64_t>(i);
        gave = apply(lunch, anna, purchase<currency::eur>{.id = id, .time = "2025-03-10T12:00"_utc, .net = price});
    }
    return gave.granted<currency::eur>();
}

static_assert(given_back(6, 9.50_eur) == 0_eur);
static_assert(given_back(7, 9.50_eur) == 9.50_eur);
static_assert(given_back(14, 15_eur) == 12_eur);

int main() {
    bool right = true;
    for (int nth = 1; nth <= 14; ++nth) {
        const std::int64_t cents = given_back(nth, 9.50_eur).minor_units();
        std::printf("purchase %2d: %lld.%02lld EUR back\n", nth, static_cast<long long>(cents / 100),
                    static_cast<long long>(cents % 100));
        right = right && cents == (nth == 7 || nth == 14 ? 950 : 0);
    }
    return right ? 0 : 1;
}
