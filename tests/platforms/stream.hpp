// SPDX-License-Identifier: BSL-1.0
#pragma once

// A long mixed stream of events over one programme. All of it is whole numbers, so it is the same on every machine.

#include "support/sample_programmes.hpp"
#include "support/verbs.hpp"
#include "totals.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <vector>

namespace platforms {

using namespace loyalty;
using usd = money<currency::usd>;
using points_amount = amount<unit::points>;
using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = line<currency::usd>;
using payment = tender_part<currency::usd>;

constexpr std::uint32_t member_count = 11;
constexpr instant first_moment = "2023-11-20T00:00"_utc;
constexpr std::size_t most_item_count = 4;

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
class random_numbers {
public:
    explicit random_numbers(std::uint64_t seed) : state_{seed} {}

    std::uint64_t below(std::uint64_t limit) {
        state_ += 0x9E37'79B9'7F4A'7C15u;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58'476D'1CE4'E5B9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0'49BB'1331'11EBu;
        return (mixed ^ (mixed >> 31)) % limit;
    }

private:
    std::uint64_t state_;
};

/// FNV-1a of bytes, 64 bits. A hash of its own: one of the library could be wrong in the same way.
class byte_hash {
public:
    void add(std::span<const std::byte> bytes) {
        for (const std::byte each : bytes) {
            state_ = (state_ ^ static_cast<std::uint64_t>(each)) * 0x100'0000'01B3u;
        }
    }
    template <class Value>
    void add_encoded(const Value& value) {
        static std::byte room[1 << 13];
        writer out{room};
        encode(out, value);
        insist(out.fits(), "a value takes more than 8 KiB");
        add(out.written());
    }
    [[nodiscard]] std::uint64_t value() const { return state_; }

    static void insist(bool right, const char* what) {
        if (!right) {
            std::printf("wrong: %s\n", what);
            std::exit(1);
        }
    }

private:
    std::uint64_t state_ = 0xCBF2'9CE4'8422'2325u;
};

template <class Programme>
class stream {
public:
    explicit stream(const Programme& programme)
        : programme_{programme},
          members_(member_count),
          room_(std::size_t{1} << 25),
          journal_{room_, fingerprint(programme)} {}

    [[nodiscard]] totals run(int steps) {
        for (int step = 0; step < steps; ++step) {
            ++id_;
            time_ += seconds{static_cast<std::int64_t>(random_.below(20'000))};
            happen(random_.below(12));
        }
        hash_.add(journal_.bytes());
        write_snapshot();
        replay_journal();
        sum_.hash = hash_.value();
        return sum_;
    }

private:
    static constexpr bool keeps_lots = verbs::keeps_lots<unit::points, Programme>;

    void happen(std::uint64_t what) {
        switch (what) {
        case 0:
        case 1:
            return give_back_goods();
        case 2:
        case 3:
            return buy_basket();
        case 4:
        case 5:
            return use_points();
        case 6:
            return correct();
        default:
            return buy();
        }
    }

    [[nodiscard]] std::size_t index_below(std::size_t limit) { return static_cast<std::size_t>(random_.below(limit)); }
    [[nodiscard]] std::uint32_t someone() { return static_cast<std::uint32_t>(random_.below(member_count)); }
    [[nodiscard]] usd price() { return usd::from_minor_units(static_cast<std::int64_t>(random_.below(30'000)) - 20); }
    [[nodiscard]] points_amount some_points() {
        return points_amount::from_minor_units(static_cast<std::int64_t>(random_.below(300)) - 3);
    }
    [[nodiscard]] occasion now() const { return {id_, time_}; }
    [[nodiscard]] date today() const { return calendar<>{}.business_date(time_); }

    template <class Outcome>
    bool noted(const Outcome& gave) {
        hash_.add_encoded(gave);
        const bool accepted = verbs::accepted(gave);
        ++(accepted ? sum_.accepted : sum_.refused);
        sum_.points += verbs::given<unit::points>(gave);
        if constexpr (Programme::template grants<currency::usd>) {
            sum_.cents += verbs::given<currency::usd>(gave);
        }
        return accepted;
    }

    void buy() {
        const sale event{.id = random_.below(25) == 0 ? id_ - 1 : id_,
                         .member = someone(),
                         .time = time_,
                         .net = price(),
                         .category = static_cast<std::uint32_t>(random_.below(9))};
        note(event);
        const auto sold = verbs::buy_with_receipt(programme_, members_[event.member], event);
        if (noted(sold.outcome)) {
            hash_.add_encoded(sold.receipt);
            if (sold_.size() == 40) {
                sold_.erase(sold_.begin());
            }
            sold_.push_back({event, sold.receipt});
        }
    }

    void buy_basket() {
        item lines[most_item_count]{};
        for (item& each : lines) {
            each = {.category = static_cast<std::uint32_t>(random_.below(9)),
                    .quantity = static_cast<std::int64_t>(1 + random_.below(3)),
                    .net = price()};
        }
        const goods event{.id = id_,
                          .member = someone(),
                          .time = time_,
                          .lines = std::span<const item>{lines}.first(index_below(most_item_count + 1)),
                          .tenders = {}};
        note(event);
        noted(verbs::buy(programme_, members_[event.member], event));
    }

    /// All of a purchase that was made lately, or some, or more than that, which is refused.
    void give_back_goods() {
        if (sold_.empty()) {
            return;
        }
        auto& [event, slip] = sold_[index_below(sold_.size())];
        const bool all = random_.below(2) == 0;
        sale remaining = event;
        remaining.net =
            usd::from_minor_units(event.net.minor_units() * static_cast<std::int64_t>(random_.below(5)) / 3);
        note(verbs::return_to_note<Programme, sale>(event.member, now(), slip, all, remaining));
        auto& own = members_[event.member];
        const bool accepted = noted(all ? verbs::return_all(programme_, own, slip, now())
                                        : verbs::return_some(programme_, own, slip, remaining, now()));
        sum_.returns += accepted ? 1 : 0;
        hash_.add_encoded(slip);
    }

    /// Not all of these stand in the journal, so members with an account are not compared after a replay.
    void use_points() {
        if constexpr (keeps_lots) {
            const std::uint32_t member = someone();
            auto& own = members_[member];
            // Each number is drawn by a statement of its own: arguments have no order.
            const std::uint64_t hold = random_.below(3);
            const points_amount part = some_points();
            switch (random_.below(6)) {
            case 0:
                noted(verbs::set_aside(programme_, own, now(), part, hold, today() + 9));
                break;
            case 1:
                noted(verbs::spend_of_hold(programme_, own, now(), hold, part));
                break;
            case 2:
                noted(verbs::free_hold<unit::points>(programme_, own, now(), hold));
                break;
            case 3:
                noted(verbs::undo_redemption<unit::points>(programme_, own, now(), taken_));
                break;
            default:
                redeem(member, part);
            }
            look_at(own);
        }
    }

    void redeem(std::uint32_t member, points_amount cost) {
        if constexpr (keeps_lots) {
            note(verbs::redemption_to_note<unit::points>(member, now(), cost));
            if (noted(verbs::redeem(programme_, members_[member], now(), cost, taken_))) {
                sum_.redeemed += cost.minor_units();
                hash_.add_encoded(taken_);
            }
        }
    }

    void correct() {
        auto& own = members_[someone()];
        const points_amount some = some_points();
        const auto days = static_cast<std::int32_t>(random_.below(60));
        noted(random_.below(2) == 0 ? verbs::correct(programme_, own, now(), some)
                                    : verbs::take_back(programme_, own, now(), some, today() - days));
    }

    void look_at(const verbs::member_of<Programme>& own) {
        const auto all = verbs::account<unit::points>(programme_, own, time_ + seconds{864'000});
        for (const points_amount each : {all.pending, all.available, all.held, all.spent, all.expired, all.clawed_back,
                                         all.debt, all.earned, all.shortfall}) {
            hash_.add_encoded(each);
        }
    }

    template <class Event>
    void note(const Event& event) {
        byte_hash::insist(journal_.append(event), "the journal is too long for its room");
    }

    void write_snapshot() {
        const std::span<const verbs::member_of<Programme>> all{members_};
        std::vector<std::byte> snapshot(encode_snapshot({}, programme_, all, journal_.next()));
        encode_snapshot(snapshot, programme_, all, journal_.next());
        hash_.add(snapshot);
        sum_.bytes = static_cast<std::int64_t>(snapshot.size() + journal_.bytes().size());
        std::vector<verbs::member_of<Programme>> again(member_count);
        const auto found = decode_snapshot(snapshot, programme_, std::span{again});
        byte_hash::insist(found && found.position == journal_.next() && again == members_,
                          "the snapshot does not give the members back");
    }

    /// What the journal alone gives, with redemptions and corrections missing, goes into the hash as well.
    void replay_journal() {
        std::vector<verbs::member_of<Programme>> replayed(member_count);
        item lines[most_item_count]{};
        const basket_memory<currency::usd> memory{.lines = lines, .tenders = {}};
        using returned_sale = verbs::return_entry<Programme, sale>;
        bool whole = false;
        if constexpr (keeps_lots) {
            whole = verbs::replay<sale, goods, returned_sale, verbs::redemption_entry<unit::points>>(
                programme_, std::span{replayed}, journal_.bytes(), memory);
        } else {
            whole =
                verbs::replay<sale, goods, returned_sale>(programme_, std::span{replayed}, journal_.bytes(), memory);
        }
        byte_hash::insist(whole, "the journal cannot be read to its end");
        for (const auto& each : replayed) {
            hash_.add_encoded(each);
        }
    }

    struct sold_goods {
        sale event{};
        receipt<Programme> slip{};
    };

    const Programme& programme_;
    random_numbers random_{20'250'110};
    std::vector<verbs::member_of<Programme>> members_;
    std::vector<std::byte> room_;
    journal_writer journal_;
    std::vector<sold_goods> sold_{};
    points_taken<Programme, unit::points> taken_{}; // nothing without an account
    byte_hash hash_{};
    totals sum_{};
    std::uint64_t id_ = 0;
    instant time_ = first_moment;
};

} // namespace platforms
