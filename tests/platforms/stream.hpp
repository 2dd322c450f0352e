// SPDX-License-Identifier: BSL-1.0
#pragma once

// A long mixed stream of events over one programme. All of it is whole numbers, so it is the same on every machine.

#include "support/sample_programmes.hpp"
#include "totals.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <vector>

namespace platforms {

using namespace sample;
using namespace loyalty::extensions;
using namespace loyalty::streams;

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
            time_ += dates::seconds{static_cast<std::int64_t>(random_.below(20'000))};
            happen(random_.below(12));
        }
        hash_.add(journal_.bytes());
        write_snapshot();
        replay_journal();
        sum_.hash = hash_.value();
        return sum_;
    }

private:
    static constexpr bool keeps_lots = has_account<Programme, unit::points>;

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
    [[nodiscard]] date today() const { return calendar<>{}.business_date(time_); }

    template <class Outcome>
    bool noted(const Outcome& gave) {
        hash_.add_encoded(gave);
        const bool accepted = gave.accepted();
        ++(accepted ? sum_.accepted : sum_.refused);
        sum_.points += gave.template granted<unit::points>().minor_units();
        if constexpr (Programme::template grants<currency::usd>) {
            sum_.cents += gave.template granted<currency::usd>().minor_units();
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
        const auto sold = apply_with_receipt(programme_, members_[event.member], event);
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
        noted(apply(programme_, members_[event.member], event));
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
        return_of<Programme, sale> back{
            .id = id_, .member = event.member, .time = time_, .sale = event.id, .receipt = &slip};
        if (!all) {
            back.remaining = remaining;
        }
        note(back);
        const bool accepted = noted(apply(programme_, members_[event.member], back));
        sum_.returns += accepted ? 1 : 0;
        hash_.add_encoded(slip);
    }

    void use_points() {
        if constexpr (keeps_lots) {
            const std::uint32_t member = someone();
            auto& own = members_[member];
            // Each number is drawn by a statement of its own: arguments have no order.
            const std::uint64_t hold = random_.below(3);
            const points_amount part = some_points();
            switch (random_.below(6)) {
            case 0:
                happen_to(own, reservation<unit::points>{.id = id_,
                                                         .member = member,
                                                         .time = time_,
                                                         .hold = hold,
                                                         .amount = part,
                                                         .until = today() + 9});
                break;
            case 1:
                happen_to(own, commitment<unit::points>{
                                   .id = id_, .member = member, .time = time_, .hold = hold, .amount = part});
                break;
            case 2:
                happen_to(own, release<unit::points>{.id = id_, .member = member, .time = time_, .hold = hold});
                break;
            case 3:
                happen_to(members_[taken_by_], taken_.given_back({.id = id_, .member = taken_by_, .time = time_}));
                break;
            default:
                redeem(member, part);
            }
            look_at(own);
        }
    }

    void redeem(std::uint32_t member, points_amount cost) {
        if constexpr (keeps_lots) {
            const redemption<unit::points> event{.id = id_, .member = member, .time = time_, .amount = cost};
            note(event);
            const auto paid = apply_with_receipt(programme_, members_[member], event);
            if (noted(paid.outcome)) {
                taken_ = paid.receipt;
                taken_by_ = member;
                sum_.redeemed += cost.minor_units();
                hash_.add_encoded(taken_);
            }
        }
    }

    template <class Event>
    bool happen_to(member<Programme>& own, const Event& event) {
        note(event);
        return noted(apply(programme_, own, event));
    }

    void correct() {
        const std::uint32_t member = someone();
        auto& own = members_[member];
        const points_amount some = some_points();
        const auto days = static_cast<std::int32_t>(random_.below(60));
        if (random_.below(2) == 0) {
            happen_to(own, adjustment<unit::points>{.id = id_, .member = member, .time = time_, .amount = some});
        } else {
            happen_to(own,
                      clawback<unit::points>{
                          .id = id_, .member = member, .time = time_, .amount = some, .earned_on = today() - days});
        }
    }

    void look_at(const member<Programme>& own) {
        const auto all = balances_of<unit::points>(programme_, own, time_ + dates::seconds{864'000});
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
        const std::span<const member<Programme>> all{members_};
        std::vector<std::byte> snapshot(encode_snapshot({}, programme_, all, journal_.next()));
        encode_snapshot(snapshot, programme_, all, journal_.next());
        hash_.add(snapshot);
        sum_.bytes = static_cast<std::int64_t>(snapshot.size() + journal_.bytes().size());
        std::vector<member<Programme>> again(member_count);
        const auto found = decode_snapshot(snapshot, programme_, std::span{again});
        byte_hash::insist(found && found.position == journal_.next() && again == members_,
                          "the snapshot does not give the members back");
    }

    /// The journal alone gives the members back.
    void replay_journal() {
        std::vector<member<Programme>> replayed(member_count);
        item lines[most_item_count]{};
        const basket_memory<currency::usd> memory{.lines = lines, .tenders = {}};
        journal_reader in{journal_.bytes(), fingerprint(programme_)};
        no_sink none{};
        replay<event_of<Programme, sale>, goods>(programme_, std::span{replayed}, in, 0, none, no_profiles{}, memory);
        const bool whole = !in.error();
        byte_hash::insist(whole, "the journal cannot be read to its end");
        byte_hash::insist(replayed == members_, "the journal does not give the members back");
    }

    struct sold_goods {
        sale event{};
        receipt<Programme> slip{};
    };

    const Programme& programme_;
    random_numbers random_{20'250'110};
    std::vector<member<Programme>> members_;
    std::vector<std::byte> room_;
    journal_writer journal_;
    std::vector<sold_goods> sold_{};
    redemption_receipt<Programme, unit::points> taken_{}; // nothing without an account
    std::uint32_t taken_by_ = 0;
    byte_hash hash_{};
    totals sum_{};
    std::uint64_t id_ = 0;
    instant time_ = first_moment;
};

} // namespace platforms
