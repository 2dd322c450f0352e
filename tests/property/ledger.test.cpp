// SPDX-License-Identifier: BSL-1.0
//
// Random rules and streams against books that keep every lot for itself, and every day.
#include "../support/random.hpp"

#include <loyalty/ledger/growing_ledger.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::ledgers;
using namespace loyalty::effects;
using namespace loyalty::literals;
using boost::multiprecision::cpp_int;
using points = amount<unit::points>;

namespace {

constexpr int never = date::maximum().days_since_epoch;

date day_of(int day) {
    return date{day};
}

points some(std::int64_t count) {
    return points::from_minor_units(count);
}

// The calendar once more, by counting days.
int month_of(int day) {
    const civil_date parts = civil(day_of(day));
    return parts.year * 12 + parts.month - 1;
}

/// The first day whose period (so many months long) comes after that of `day`.
int end_of_period(int day, int months) {
    int end = day;
    while (month_of(end) / months == month_of(day) / months) {
        ++end;
    }
    return end;
}

/// The same day some months on, or the last of that month.
int months_later(int day, int months) {
    const int wanted = month_of(day) + months;
    int found = day;
    while (month_of(found) < wanted) {
        ++found;
    }
    while (civil(day_of(found)).day < civil(day_of(day)).day && month_of(found + 1) == wanted) {
        ++found;
    }
    return found;
}

int next_listed(int day, const std::vector<std::pair<int, int>>& listed) {
    for (;; ++day) {
        const civil_date parts = civil(day_of(day));
        const bool last_of_month = month_of(day + 1) != month_of(day);
        for (const auto& [month, number] : listed) {
            if ((month == 0 || month == parts.month) &&
                (number == parts.day || (last_of_month && number > parts.day))) {
                return day;
            }
        }
    }
}

/// What the books below need to know of the rules.
struct facts {
    std::string name;
    std::function<int(int)> expiry_of;     ///< from the day of activation
    std::function<int(int)> activation_of; ///< from the day of earning; never: waits for a confirmation
    std::function<int(int)> deadline_of;
    bool renews = false;
    int share_numerator = 1;
    int share_denominator = 1;
    std::size_t buckets = 0; ///< 0: no bound
    std::size_t holds = 0;
    bool too_small = false; ///< the rules are a problem, and the ledger takes every event nevertheless
    consumption order = consumption::first_to_expire;
    debt_policy debt = debt_policy::negative;
    expired_lot restoration = expired_lot::stays_expired;
    int grace_days = 0;
    int retention_days = lots<unit::points>::forever;

    bool by_share() const { return renews && share_numerator < share_denominator; }
};

/// One lot, or what came back of one.
struct piece {
    int from = 0;
    int until = 0;
    cpp_int left;
    bool known = true;   ///< the ledger still has a place for it
    bool counted = true; ///< its group was never empty since
};

struct slice {
    int from = 0;
    int until = 0;
    cpp_int part;
    bool operator==(const slice&) const = default;
};

struct claimed {
    cpp_int lot, expired, others, owed, written_off;
    bool operator==(const claimed&) const = default;
};

struct classes {
    cpp_int pending, available, held, spent, expired, clawed_back, debt, earned, shortfall;
    bool operator==(const classes&) const = default;
};

/// The slow books: every lot is kept for ever, and each day is lived.
class slow_books {
public:
    explicit slow_books(const facts& rules) : rules_{&rules} {}

    struct standing {
        std::uint64_t id;
        int until;
        std::vector<slice> slices;
    };

    int today = date::minimum().days_since_epoch;
    cpp_int earned, spent, clawed_back, debt, shortfall, lapsed;
    std::vector<piece> pieces;
    std::vector<standing> holds;
    std::vector<int> activities;

    void live_until(int day) {
        while (today < day) {
            today = next_eventful_day(day);
            for (std::size_t i = 0; i < holds.size();) {
                if (holds[i].until == today) {
                    const standing over = holds[i];
                    holds.erase(holds.begin() + static_cast<std::ptrdiff_t>(i));
                    for (const slice& each : over.slices) {
                        comes_home(each);
                    }
                } else {
                    ++i;
                }
            }
            if (rules_->by_share()) {
                lapse();
            }
        }
    }

    bool is_expired(const piece& p) const { return p.until <= today; }
    bool is_pending(const piece& p) const { return p.until > today && p.from > today; }
    bool is_available(const piece& p) const { return p.until > today && p.from <= today; }

    bool alike(int from, int until, int other_from, int other_until) const {
        return until == other_until && (from == other_from || (from <= today && other_from <= today));
    }

    /// The places that are taken, each by its youngest date of death and oldest date of activation.
    std::vector<slice> groups() const {
        std::vector<slice> found;
        for (const piece& p : pieces) {
            if (!p.known || !p.counted) {
                continue;
            }
            auto same = std::find_if(found.begin(), found.end(),
                                     [&](const slice& s) { return alike(s.from, s.until, p.from, p.until); });
            if (same == found.end()) {
                found.push_back({p.from, p.until, p.left});
            } else {
                same->from = std::min(same->from, p.from);
                same->part += p.left;
            }
        }
        return found;
    }

    std::optional<slice> group_of(int from, int until) const {
        for (const slice& each : groups()) {
            if (alike(each.from, each.until, from, until)) {
                return each;
            }
        }
        return std::nullopt;
    }

    /// How much changes where two lots share their dates: what they wait for counts first, then days.
    std::pair<int, int> distance(const slice& left, const slice& right) const {
        const auto waits = [&](const slice& s) { return s.from == never ? 2 : s.from > today ? 1 : 0; };
        const int both = waits(left) + 10 * waits(right);
        const int rank = both == 0 || both == 11 ? 0 : both == 1 || both == 10 ? 1 : both == 22 ? 2 : 3;
        const int starts = std::max(left.from, today) - std::max(right.from, today);
        return {rank, std::abs(left.until - right.until) + std::abs(starts)};
    }

    /// Every place is taken: the two neighbours share one whose dates are closest, the one that comes among them. The
    /// dates of the latter from then on.
    std::pair<int, int> share(int from, int until) {
        std::vector<slice> all = groups();
        all.push_back({from, until, -1});
        std::sort(all.begin(), all.end(), [](const slice& left, const slice& right) {
            return std::pair{left.until, left.from} < std::pair{right.until, right.from};
        });
        const auto waits = [&](const slice& s) { return s.from == never ? 2 : s.from > today ? 1 : 0; };
        std::optional<std::pair<slice, slice>> closest;
        for (std::size_t j = 1; j < all.size(); ++j) {
            for (std::size_t i = 0; i < j; ++i) {
                const bool neighbours = std::none_of(
                    all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.begin() + static_cast<std::ptrdiff_t>(j),
                    [&](const slice& between) { return waits(between) == waits(all[i]); });
                if (neighbours && (!closest || distance(all[i], all[j]) < distance(closest->first, closest->second))) {
                    closest = {all[i], all[j]};
                }
            }
        }
        const auto& [first, second] = closest.value();
        const int earliest = std::min(first.from, second.from);
        const int latest = std::max(first.until, second.until);
        cpp_int payable = earliest <= today ? debt : cpp_int{0};
        for (piece& p : pieces) {
            const bool is_shared =
                alike(p.from, p.until, first.from, first.until) || alike(p.from, p.until, second.from, second.until);
            if (p.known && p.counted && is_shared) {
                const bool waited = p.from > earliest;
                p.from = waited ? earliest : p.from;
                p.until = latest;
                const cpp_int filled = std::min(payable, p.left);
                p.left -= filled;
                payable -= filled;
                debt -= filled;
            }
        }
        return first.part == -1 || second.part == -1 ? std::pair{earliest, latest} : std::pair{from, until};
    }

    void forget(const slice& group) {
        for (piece& p : pieces) {
            if (p.known && p.counted && alike(p.from, p.until, group.from, group.until)) {
                p.known = false;
            }
        }
    }

    void place(int from, int until, const cpp_int& part) {
        const auto all = groups();
        const bool is_full = rules_->buckets != 0 && all.size() == rules_->buckets;
        const bool is_new = !group_of(from, until);
        bool known = true;
        if (is_full && is_new && until <= today) {
            known = false;
        } else if (is_full && is_new) {
            const auto first = std::min_element(all.begin(), all.end(), [](const slice& a, const slice& b) {
                return std::pair{a.until, a.from} < std::pair{b.until, b.from};
            });
            if (first->until <= today) {
                forget(*first);
            } else {
                std::tie(from, until) = share(from, until);
            }
        }
        pieces.push_back({from, until, part, known, true});
    }

    void enters(int from, int until, cpp_int part) {
        if (until > today && from != never) {
            const cpp_int filled = std::min(debt, part);
            debt -= filled;
            part -= filled;
        }
        if (part > 0) {
            place(from, until, part);
        }
    }

    /// What was held comes back.
    void comes_home(slice s) {
        while (rules_->by_share() && s.until <= today && s.part > 0) {
            const cpp_int gone = expiring_part(s.part);
            lapsed += gone;
            s.part -= gone;
            s.until = rules_->expiry_of(s.until);
        }
        enters(s.from, s.until, s.part);
    }

    cpp_int expiring_part(const cpp_int& part) const {
        return (part * rules_->share_numerator + rules_->share_denominator - 1) / rules_->share_denominator;
    }

    void lapse() {
        for (const slice& each : groups()) {
            if (each.until <= today && each.from != never) {
                for (piece& p : pieces) {
                    if (p.known && p.counted && alike(p.from, p.until, each.from, each.until)) {
                        p.left = 0;
                        p.counted = false;
                    }
                }
                comes_home(each);
            }
        }
    }

    /// Takes from a group, the oldest lot first.
    void take_from(const slice& group, cpp_int part) {
        const bool empties = part == group.part;
        for (piece& p : pieces) {
            if (p.known && p.counted && alike(p.from, p.until, group.from, group.until)) {
                const cpp_int gone = std::min(p.left, part);
                p.left -= gone;
                part -= gone;
                if (empties && !(rules_->renews && is_available(p))) {
                    p.counted = false;
                }
            }
        }
        CHECK(part == 0);
    }

    std::optional<slice> next_to_take() const {
        std::optional<slice> next;
        for (const slice& each : groups()) {
            if (each.part == 0 || each.until <= today || each.from > today) {
                continue;
            }
            const auto rank = [&](const slice& s) {
                return rules_->order == consumption::first_to_expire ? std::pair{s.until, s.from}
                       : rules_->order == consumption::first_in      ? std::pair{s.from, s.until}
                                                                     : std::pair{-s.from, -s.until};
            };
            if (!next || rank(each) < rank(*next)) {
                next = each;
            }
        }
        return next;
    }

    cpp_int available() const {
        cpp_int sum = 0;
        for (const piece& p : pieces) {
            sum += is_available(p) ? p.left : cpp_int{0};
        }
        return sum;
    }

    std::vector<slice> take(cpp_int part) {
        std::vector<slice> from;
        while (part > 0) {
            slice next = next_to_take().value();
            const cpp_int gone = std::min(next.part, part);
            take_from(next, gone);
            part -= gone;
            next.part = gone;
            from.push_back(next);
        }
        return from;
    }

    void active() {
        if (!rules_->renews) {
            return;
        }
        activities.push_back(today);
        const int until = rules_->expiry_of(today);
        for (piece& p : pieces) {
            if (p.known && p.counted && is_available(p)) {
                p.until = until;
            }
        }
        for (standing& one : holds) {
            for (slice& each : one.slices) {
                each.from = each.until <= today ? today : each.from; // it has outlived its time
                each.until = until;
            }
        }
        const bool holds_some =
            std::any_of(holds.begin(), holds.end(), [](const standing& one) { return !one.slices.empty(); });
        if (holds_some && !group_of(today, until)) {
            place(today, until, 0);
        }
    }

    /// When a lot dies that would have died on `until`, by all that happened since it was last renewed.
    int death_of(int until) const {
        for (const int each : activities) {
            if (each < until && rules_->expiry_of(each) > until) {
                until = rules_->expiry_of(each);
            }
        }
        return until;
    }

    /// The group of a lot of these dates; where clocks are renewed, the youngest in whose time it became active.
    std::optional<slice> own_group(int from, int until) const {
        auto found = group_of(from, until);
        if (rules_->renews && !found) {
            for (const slice& each : groups()) {
                if (each.from <= from && from < each.until && until <= each.until &&
                    (!found || each.from > found->from)) {
                    found = each;
                }
            }
        }
        if (found && found->until <= today &&
            std::int64_t{found->until} + rules_->retention_days <= std::int64_t{today}) {
            found.reset();
        }
        return found;
    }

    classes balances() const {
        classes all{0, 0, 0, spent, lapsed, clawed_back, debt, earned, shortfall};
        for (const piece& p : pieces) {
            (is_expired(p) ? all.expired : is_pending(p) ? all.pending : all.available) += p.left;
        }
        for (const standing& one : holds) {
            for (const slice& each : one.slices) {
                all.held += each.part;
            }
        }
        return all;
    }

    const facts& rules() const { return *rules_; }

private:
    int next_eventful_day(int last) const {
        int next = last;
        for (const standing& one : holds) {
            next = std::min(next, one.until);
        }
        if (rules_->by_share()) {
            for (const piece& p : pieces) {
                if (p.known && p.counted && p.until > today) {
                    next = std::min(next, p.until);
                }
            }
        }
        return next;
    }

    const facts* rules_;
};

/// One step of a stream. What an operation does not need, it does not read.
struct step {
    enum class kind {
        earn,
        earn_lot,
        confirm,
        spend,
        spend_from,
        give_back,
        claw_back,
        claw_back_lot,
        adjust,
        reserve,
        commit,
        commit_part,
        release,
        transfer,
        touch
    };
    kind what = kind::earn;
    int member = 0;
    int today = 0;
    std::int64_t part = 0;
    int earned_on = 0;
    int from = 0;
    int until = 0;
    std::uint64_t id = 0;
    std::size_t step_given_back = 0;
    bool flag = false; ///< half of it, or new dates
};

struct result {
    reason why = reason::none;
    std::vector<slice> taken{};
    claimed claim{};
    bool operator==(const result&) const = default;
};

const cpp_int most = INT64_MAX;

std::size_t index_of(int member) {
    return static_cast<std::size_t>(member);
}

/// What the slow books say to each operation. They are a copy, thrown away when the answer is a refusal.
class slow_operations {
public:
    explicit slow_operations(slow_books& books) : b{books}, rules{books.rules()} {}

    reason enter(const cpp_int& part, int from, int until) {
        if (part < 0) {
            return reason::negative_amount;
        }
        if (b.earned + part > most) {
            return reason::amount_overflow;
        }
        b.active();
        if (rules.renews && until > b.today && from != never) {
            from = std::max(from, b.today);
            until = rules.expiry_of(from);
        }
        b.earned += part;
        for (const slice& each : b.groups()) {
            if (each.until <= b.today && std::int64_t{each.until} + rules.retention_days <= std::int64_t{b.today}) {
                b.forget(each);
            }
        }
        if (rules.by_share() && until <= b.today) {
            b.lapsed += part;
        } else {
            b.enters(from, until, part);
        }
        return reason::none;
    }

    std::pair<int, int> dates_of(int earned_on) const {
        const int from = rules.activation_of(earned_on);
        return {from, from == never ? rules.deadline_of(earned_on) : rules.expiry_of(from)};
    }

    reason confirm(const cpp_int& part, int earned_on) {
        if (part < 0) {
            return reason::negative_amount;
        }
        const auto [from, until] = dates_of(earned_on);
        const auto waiting = b.group_of(from, until);
        if (!waiting || waiting->until <= b.today || waiting->part < part) {
            return reason::insufficient_pending;
        }
        b.take_from(*waiting, part);
        b.active();
        b.enters(b.today, rules.expiry_of(b.today), part);
        return reason::none;
    }

    reason can_take(const cpp_int& part) const {
        return part < 0 ? reason::negative_amount : part > b.available() ? reason::insufficient_balance : reason::none;
    }

    reason spend(const cpp_int& part, std::vector<slice>& taken) {
        if (const reason why = can_take(part); why != reason::none) {
            return why;
        }
        b.active();
        taken = b.take(part);
        b.spent += part;
        return reason::none;
    }

    reason spend_from(const cpp_int& part, int earned_on, std::vector<slice>& taken) {
        if (part < 0) {
            return reason::negative_amount;
        }
        const auto [from, until] = dates_of(earned_on);
        auto group = b.own_group(from, until);
        const bool usable = group && group->from <= b.today && group->until > b.today;
        if (part > (usable ? group->part : cpp_int{0})) {
            return reason::insufficient_balance;
        }
        taken.clear();
        if (part > 0) {
            b.take_from(*group, part);
            taken = {{group->from, group->until, part}};
        }
        b.active();
        b.spent += part;
        return reason::none;
    }

    reason give_back(std::vector<slice>& taken, cpp_int part) {
        if (part < 0) {
            return reason::negative_amount;
        }
        if (part > total_of(taken) || part > b.spent) {
            return reason::not_spent;
        }
        b.spent -= part;
        for (auto each = taken.rbegin(); each != taken.rend(); ++each) {
            const cpp_int back = std::min(each->part, part);
            if (back > 0) {
                const auto [from, until] = restored(*each);
                b.enters(from, until, back);
            }
            each->part -= back;
            part -= back;
        }
        return reason::none;
    }

    static cpp_int total_of(const std::vector<slice>& taken) {
        cpp_int total = 0;
        for (const slice& each : taken) {
            total += each.part;
        }
        return total;
    }

    std::pair<int, int> restored(const slice& from) const {
        int until = from.until;
        if (rules.by_share()) {
            std::optional<slice> era;
            for (const slice& each : b.groups()) {
                if (each.from <= from.from && from.from < each.until && until <= each.until &&
                    (!era || each.from > era->from)) {
                    era = each;
                }
            }
            return era && era->until > b.today ? std::pair{era->from, era->until}
                                               : std::pair{b.today, rules.expiry_of(b.today)};
        }
        if (rules.renews) {
            until = b.death_of(until);
            until =
                until > b.today || b.group_of(from.from, until) ? until : from.until; // nothing is known of it any more
        }
        if (until > b.today || rules.restoration == expired_lot::stays_expired) {
            return {from.from, until};
        }
        return {b.today,
                rules.restoration == expired_lot::grace ? b.today + rules.grace_days : rules.expiry_of(b.today)};
    }

    reason claw_back(const cpp_int& asked, int from, int until, claimed& claim) {
        if (asked < 0) {
            return reason::negative_amount;
        }
        if (b.clawed_back + asked > most || b.debt + asked > most || b.shortfall + asked > most) {
            return reason::amount_overflow;
        }
        claim = claimed{};
        cpp_int missing = asked;
        const auto take = [&](slice group, cpp_int& into) {
            const cpp_int part = std::min(group.part, missing);
            b.take_from(group, part);
            into += part;
            missing -= part;
        };
        if (const auto own = b.own_group(from, until)) {
            const bool is_available = own->from <= b.today && own->until > b.today;
            if (!(is_available && rules.debt == debt_policy::only_pending)) {
                take(*own, own->until <= b.today ? claim.expired : claim.lot);
            }
        }
        if (rules.debt != debt_policy::only_pending) {
            while (missing > 0 && b.available() > 0) {
                take(b.next_to_take().value(), claim.others);
            }
            auto waiting = b.groups();
            std::sort(waiting.begin(), waiting.end(), [](const slice& left, const slice& right) {
                return std::pair{left.until, left.from} > std::pair{right.until, right.from};
            });
            for (const slice& each : waiting) {
                if (missing > 0 && each.from > b.today && each.from != never && each.until > b.today) {
                    take(each, claim.others);
                }
            }
        }
        (rules.debt == debt_policy::negative ? claim.owed : claim.written_off) = missing;
        b.debt += claim.owed;
        b.shortfall += claim.written_off;
        b.clawed_back += asked - claim.written_off;
        return reason::none;
    }

    reason adjust(const cpp_int& by) {
        if (by >= 0) {
            const auto [from, until] = dates_of(b.today);
            return enter(by, from, until);
        }
        if (b.clawed_back - by > most) {
            return reason::amount_overflow;
        }
        if (const reason why = can_take(-by); why != reason::none) {
            return why;
        }
        b.take(-by);
        b.clawed_back -= by;
        return reason::none;
    }

    reason reserve(std::uint64_t id, const cpp_int& part, int until) {
        if (find(id) != b.holds.end()) {
            return reason::hold_exists;
        }
        if (rules.buckets != 0 && b.holds.size() == rules.holds) {
            return reason::holds_full;
        }
        if (until <= b.today) {
            return reason::hold_over;
        }
        if (const reason why = can_take(part); why != reason::none) {
            return why;
        }
        b.active();
        const std::vector<slice> taken = b.take(part);
        b.holds.push_back({id, until, {}});
        for (const slice& each : taken) {
            while (rules.buckets != 0 && slices_held() == rules.buckets + rules.holds) {
                share_held();
            }
            b.holds.back().slices.push_back(each);
        }
        return reason::none;
    }

    reason commit(std::uint64_t id, std::vector<slice>& taken) {
        const auto found = find(id);
        if (found == b.holds.end()) {
            return reason::unknown_hold;
        }
        b.active();
        taken = found->slices;
        for (const slice& each : taken) {
            b.spent += each.part;
        }
        b.holds.erase(found);
        return reason::none;
    }

    reason commit_part(std::uint64_t id, cpp_int part, std::vector<slice>& taken) {
        const auto found = find(id);
        if (found == b.holds.end()) {
            return reason::unknown_hold;
        }
        cpp_int held = 0;
        for (const slice& each : found->slices) {
            held += each.part;
        }
        if (part < 0 || part > held) {
            return part < 0 ? reason::negative_amount : reason::more_than_held;
        }
        b.active();
        const std::vector<slice> all = found->slices;
        b.holds.erase(found);
        taken.clear();
        for (slice each : all) {
            const cpp_int spent = std::min(each.part, part);
            part -= spent;
            b.spent += spent;
            each.part -= spent;
            if (spent > 0) {
                taken.push_back({each.from, each.until, spent});
            }
            if (each.part > 0) {
                b.comes_home(each);
            }
        }
        return reason::none;
    }

    reason release(std::uint64_t id) {
        const auto found = find(id);
        if (found == b.holds.end()) {
            return reason::unknown_hold;
        }
        const std::vector<slice> back = found->slices;
        b.holds.erase(found);
        for (const slice& each : back) {
            b.comes_home(each);
        }
        return reason::none;
    }

    reason transfer_in(const std::vector<slice>& gift, bool renewed) {
        for (const slice& each : gift) {
            const reason why =
                renewed ? enter(each.part, b.today, rules.expiry_of(b.today)) : enter(each.part, each.from, each.until);
            if (why != reason::none) {
                return why;
            }
        }
        return reason::none;
    }

private:
    std::size_t slices_held() const {
        std::size_t slices = 0;
        for (const auto& each : b.holds) {
            slices += each.slices.size();
        }
        return slices;
    }

    /// The two neighbours within a hold whose dates are closest become one.
    void share_held() {
        std::vector<slice>* where = nullptr;
        std::size_t second = 0;
        for (auto& each : b.holds) {
            for (std::size_t i = 1; i < each.slices.size(); ++i) {
                if (where == nullptr || b.distance(each.slices[i - 1], each.slices[i]) <
                                            b.distance((*where)[second - 1], (*where)[second])) {
                    where = &each.slices;
                    second = i;
                }
            }
        }
        REQUIRE(where != nullptr);
        slice& kept = (*where)[second - 1];
        kept.from = std::min(kept.from, (*where)[second].from);
        kept.until = std::max(kept.until, (*where)[second].until);
        kept.part += (*where)[second].part;
        where->erase(where->begin() + static_cast<std::ptrdiff_t>(second));
    }

    std::vector<slow_books::standing>::iterator find(std::uint64_t id) {
        return std::find_if(b.holds.begin(), b.holds.end(), [&](const auto& each) { return each.id == id; });
    }

    slow_books& b;
    const facts& rules;
};

struct slow_pair {
    std::vector<slow_books> members;
    std::map<std::pair<std::size_t, int>, std::vector<slice>> taken{}; ///< by step and member

    explicit slow_pair(const facts& rules) : members(2, slow_books{rules}) {}

    result run(const step& s, std::size_t index) {
        result gave;
        slow_books after = members[index_of(s.member)];
        slow_books other = members[index_of(1 - s.member)];
        gave.why = run(s, after, other, gave);
        if (gave.why == reason::none) {
            members[index_of(s.member)] = after;
            if (s.what == step::kind::transfer) {
                members[index_of(1 - s.member)] = other;
            }
            if (!gave.taken.empty()) {
                taken[{index, s.member}] = gave.taken;
            }
        }
        return gave;
    }

private:
    reason run(const step& s, slow_books& after, slow_books& other, result& gave) {
        if (s.today < after.today) {
            return reason::late_event;
        }
        after.live_until(s.today);
        slow_operations does{after};
        const auto [from, until] = does.dates_of(s.earned_on);
        switch (s.what) {
        case step::kind::earn: {
            const auto [starts, ends] = does.dates_of(s.today);
            return does.enter(s.part, starts, ends);
        }
        case step::kind::earn_lot:
            return does.enter(s.part, s.from, s.until);
        case step::kind::confirm:
            return does.confirm(s.part, s.earned_on);
        case step::kind::spend:
            return does.spend(s.part, gave.taken);
        case step::kind::spend_from:
            return does.spend_from(s.part, s.earned_on, gave.taken);
        case step::kind::give_back:
            return give_back(does, s);
        case step::kind::claw_back:
            return does.claw_back(s.part, from, until, gave.claim);
        case step::kind::claw_back_lot:
            return does.claw_back(s.part, s.earned_on, after.rules().expiry_of(s.earned_on), gave.claim);
        case step::kind::adjust:
            return does.adjust(s.part);
        case step::kind::reserve:
            return does.reserve(s.id, s.part, s.until);
        case step::kind::commit:
            return does.commit(s.id, gave.taken);
        case step::kind::commit_part:
            return does.commit_part(s.id, s.part, gave.taken);
        case step::kind::release:
            return does.release(s.id);
        case step::kind::transfer: {
            std::vector<slice> gift;
            if (const reason why = does.spend(s.part, gift); why != reason::none) {
                return why;
            }
            if (s.today < other.today) {
                return reason::late_event;
            }
            other.live_until(s.today);
            return slow_operations{other}.transfer_in(gift, s.flag);
        }
        case step::kind::touch:
            after.active();
            return reason::none;
        }
        return reason::none;
    }

    /// Half of it, or all; what came back does not come back again.
    reason give_back(slow_operations& does, const step& s) {
        std::vector<slice> left = taken[{s.step_given_back, s.member}];
        const cpp_int total = slow_operations::total_of(left);
        const reason why =
            !s.flag && total == 0 ? reason::not_spent : does.give_back(left, s.flag ? total / 2 + s.part % 2 : total);
        if (why == reason::none) {
            taken[{s.step_given_back, s.member}] = left;
        }
        return why;
    }
};

/// The library's side.
template <class Rules, class Books>
struct fast_pair {
    Rules rules;
    Books members[2]{};
    std::map<std::pair<std::size_t, int>, typename Books::taken> taken{};

    explicit fast_pair(const Rules& given) : rules{given} {}

    result run(const step& s, std::size_t index) {
        typename Books::taken from{};
        clawback_parts<unit::points> claim{};
        result gave;
        gave.why = run(s, members[index_of(s.member)], members[index_of(1 - s.member)], from, claim);
        if (gave.why == reason::none && !from.empty()) {
            taken[{index, s.member}] = from;
        }
        for (const lot_slice& each : from) {
            gave.taken.push_back(
                {each.dates.active_from.days_since_epoch, each.dates.expires.days_since_epoch, each.amount});
        }
        gave.claim = {claim.from_lot.minor_units(), claim.from_expired.minor_units(), claim.from_others.minor_units(),
                      claim.owed.minor_units(), claim.written_off.minor_units()};
        return gave;
    }

    classes balances(int member, int as_of) const {
        const auto b = rules.balances(members[member], day_of(as_of));
        return {b.pending.minor_units(), b.available.minor_units(), b.held.minor_units(),
                b.spent.minor_units(),   b.expired.minor_units(),   b.clawed_back.minor_units(),
                b.debt.minor_units(),    b.earned.minor_units(),    b.shortfall.minor_units()};
    }

private:
    reason run(const step& s, Books& own, Books& other, typename Books::taken& from,
               clawback_parts<unit::points>& claim) {
        const date today = day_of(s.today);
        const points part = some(s.part);
        switch (s.what) {
        case step::kind::earn:
            return rules.earn(own, part, today);
        case step::kind::earn_lot:
            return rules.earn_lot(own, part, {day_of(s.from), day_of(s.until)}, today);
        case step::kind::confirm:
            if constexpr (decltype(rules.activation)::is_confirmed) {
                return rules.confirm(own, part, day_of(s.earned_on), today);
            }
            return reason::none;
        case step::kind::spend:
            return rules.spend(own, part, today, from);
        case step::kind::spend_from:
            return rules.spend_from(own, part, rules.dates_of(day_of(s.earned_on)), today, from);
        case step::kind::give_back: {
            const auto found = taken.find({s.step_given_back, s.member});
            typename Books::taken nothing{};
            typename Books::taken& list = found == taken.end() ? nothing : found->second;
            const typename Books::taken before = list;
            std::int64_t total = 0;
            for (const lot_slice& each : list) {
                total += each.amount;
            }
            const reason why = s.flag ? rules.give_back(own, list, some(total / 2 + s.part % 2), today)
                                      : rules.give_back(own, list, today);
            CHECK((why == reason::none || list == before));
            return why;
        }
        case step::kind::claw_back:
            return rules.claw_back(own, part, day_of(s.earned_on), today, claim);
        case step::kind::claw_back_lot:
            return rules.claw_back(own, part, rules.dates_confirmed(day_of(s.earned_on)), today, claim);
        case step::kind::adjust:
            return rules.adjust(own, part, today);
        case step::kind::reserve:
            return rules.reserve(own, s.id, part, day_of(s.until), today);
        case step::kind::commit:
            return rules.commit(own, s.id, today, from);
        case step::kind::commit_part:
            return rules.commit(own, s.id, part, today, from);
        case step::kind::release:
            return rules.release(own, s.id, today);
        case step::kind::transfer:
            return rules.transfer(own, other, part, today, s.flag ? transfer_dates::renewed : transfer_dates::kept);
        case step::kind::touch:
            return rules.touch(own, today);
        }
        return reason::none;
    }
};

std::string text_of(const classes& c) {
    std::ostringstream text;
    text << "pending " << c.pending << " available " << c.available << " held " << c.held << " spent " << c.spent
         << " expired " << c.expired << " clawed back " << c.clawed_back << " debt " << c.debt << " earned " << c.earned
         << " shortfall " << c.shortfall;
    return text.str();
}

std::string text_of(const result& r) {
    std::ostringstream text;
    text << message(r.why);
    for (const slice& each : r.taken) {
        text << " [" << each.from << ", " << each.until << "): " << each.part;
    }
    text << " claim " << r.claim.lot << ' ' << r.claim.expired << ' ' << r.claim.others << ' ' << r.claim.owed << ' '
         << r.claim.written_off;
    return text.str();
}

std::string text_of(const step& s) {
    static const char* const names[] = {"earn",      "earn_lot",    "confirm",       "spend",    "spend_from",
                                        "give_back", "claw_back",   "claw_back_lot", "adjust",   "reserve",
                                        "commit",    "commit_part", "release",       "transfer", "touch"};
    std::ostringstream text;
    text << "day " << s.today << " member " << s.member << ' ' << names[static_cast<int>(s.what)] << ' ' << s.part
         << " earned on " << s.earned_on << " [" << s.from << ", " << s.until << ") id " << s.id << " step "
         << s.step_given_back << (s.flag ? " flag" : "");
    return text.str();
}

std::string text_of(const facts& f) {
    std::ostringstream text;
    text << f.name << " buckets " << f.buckets << " holds " << f.holds << " order " << static_cast<int>(f.order)
         << " debt " << static_cast<int>(f.debt) << " restoration " << static_cast<int>(f.restoration) << " grace "
         << f.grace_days << " retention " << f.retention_days << " share " << f.share_numerator << '/'
         << f.share_denominator;
    return text.str();
}

/// How often each operation got each answer.
using tally = std::map<std::pair<step::kind, reason>, std::size_t>;

/// A step that was taken out of a stream to make it shorter keeps the numbers of those after it.
using stream = std::vector<std::pair<std::size_t, step>>;

template <class Fast>
std::optional<std::string> difference_on(const Fast& fast, const slow_pair& slow, int member, int as_of) {
    slow_books then = slow.members[index_of(member)];
    then.live_until(as_of);
    const classes wanted = then.balances();
    const classes said = fast.balances(member, as_of);
    if (!(said == wanted)) {
        return "as of " + std::to_string(as_of) + "\n  the library " + text_of(said) + "\n  the books   " +
               text_of(wanted);
    }
    if (said.earned !=
        said.pending + said.available + said.held + said.spent + said.expired + said.clawed_back - said.debt) {
        return "as of " + std::to_string(as_of) + " not conserved: " + text_of(said);
    }
    cpp_int dying = 0;
    cpp_int next = 0;
    int next_day = never;
    const int by = as_of + 40;
    for (const slice& each : then.groups()) {
        if (each.part == 0 || each.until <= as_of || each.until == never || each.from == never) {
            continue;
        }
        const cpp_int part = then.rules().renews ? then.expiring_part(each.part) : each.part;
        dying += each.until <= by ? part : cpp_int{0};
        next = each.until < next_day ? part : each.until == next_day ? next + part : next;
        next_day = std::min(next_day, each.until);
    }
    const auto notice = fast.rules.next_expiry(fast.members[member], day_of(as_of));
    if (fast.rules.expiring_by(fast.members[member], day_of(by), day_of(as_of)).minor_units() != dying ||
        notice.day.days_since_epoch != next_day || notice.expires.minor_units() != next) {
        return "what is to expire differs as of " + std::to_string(as_of);
    }
    return std::nullopt;
}

template <class Rules, class Books>
std::optional<std::string> first_difference(const Rules& rules, const facts& known, const stream& steps,
                                            tally& answers) {
    fast_pair<Rules, Books> fast{rules};
    slow_pair slow{known};
    for (const auto& [index, s] : steps) {
        const Books before[2] = {fast.members[0], fast.members[1]};
        const result said = fast.run(s, index);
        const result wanted = slow.run(s, index);
        ++answers[{s.what, said.why}];
        const std::string at = "step " + std::to_string(index) + ": ";
        if (!(said == wanted)) {
            return at + "\n  the library " + text_of(said) + "\n  the books   " + text_of(wanted);
        }
        if (said.why != reason::none && !(before[0] == fast.members[0] && before[1] == fast.members[1])) {
            return at + "refused, and the books changed";
        }
        if (!fast.members[0].is_valid() || !fast.members[1].is_valid()) {
            return at + "books as no operation leaves them: what was encoded now could not be decoded";
        }
        for (int member = 0; member < 2; ++member) {
            const int today = slow.members[index_of(member)].today;
            for (const int later : {0, 9, 200}) {
                if (today > 0 && (later < 200 || index % 4 == 0)) {
                    if (auto found = difference_on(fast, slow, member, today + later)) {
                        return at + *found;
                    }
                }
            }
        }
    }
    return std::nullopt;
}

struct source : support::random_source {
    using support::random_source::random_source;

    int day(int low, int high) { return static_cast<int>(from_to(low, high)); }
};

std::int64_t any_part(source& random) {
    return random.one_in(60)   ? random.any_of<std::int64_t>({INT64_MAX, INT64_MAX - 100, INT64_MIN})
           : random.one_in(40) ? -random.from_to(1, 50)
           : random.one_in(30) ? 0
                               : random.from_to(1, random.any_of<std::int64_t>({5, 100, 100, 1000}));
}

/// What refers to an earlier step mostly refers to one that there is.
void follow_up(source& random, const stream& steps, step& s) {
    using kind = step::kind;
    const bool gives_back = s.what == kind::give_back;
    const bool ends_hold = s.what == kind::commit || s.what == kind::commit_part || s.what == kind::release;
    const bool confirms = s.what == kind::confirm;
    for (std::size_t j = steps.size(); j-- > 0 && (gives_back || ends_hold || confirms);) {
        const step& earlier = steps[j].second;
        const bool takes = earlier.what == kind::spend || earlier.what == kind::spend_from ||
                           earlier.what == kind::commit || earlier.what == kind::commit_part;
        const bool fits = gives_back ? takes : earlier.what == (ends_hold ? kind::reserve : kind::earn);
        if (fits && !random.one_in(3)) {
            s.step_given_back = j;
            s.member = earlier.member;
            s.id = ends_hold ? earlier.id : s.id;
            s.earned_on = confirms ? earlier.today : s.earned_on;
            s.part = confirms && !random.one_in(4) ? earlier.part : s.part;
            s.part =
                s.what == kind::commit_part && random.one_in(2) && earlier.part > 0 ? earlier.part / 2 + 1 : s.part;
            return;
        }
    }
}

stream any_stream(source& random, bool confirmed) {
    using kind = step::kind;
    stream steps;
    const int pace = random.any_of({1, 3, 10, 40});
    int today = 18'262 + random.day(0, 900); // from 2020-01-01 on
    const std::int64_t count = random.from_to(1, 60);
    std::vector<int> days{today};
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        today += random.one_in(4) ? 0 : random.day(0, pace) * (random.one_in(15) ? 10 : 1);
        days.push_back(today);
        step s;
        s.what = random.any_of(
            {kind::earn,      kind::earn,      kind::earn,      kind::earn,          kind::earn,        kind::earn,
             kind::earn_lot,  kind::spend,     kind::spend,     kind::spend,         kind::spend_from,  kind::give_back,
             kind::give_back, kind::claw_back, kind::claw_back, kind::claw_back_lot, kind::adjust,      kind::reserve,
             kind::reserve,   kind::commit,    kind::commit,    kind::commit_part,   kind::commit_part, kind::release,
             kind::release,   kind::transfer,  kind::touch});
        if (confirmed && random.one_in(6)) {
            s.what = kind::confirm;
        }
        s.member = random.one_in(3) ? 1 : 0;
        s.today = random.one_in(80) ? today - random.day(1, 30) : today;
        s.part = any_part(random);
        s.earned_on = days[static_cast<std::size_t>(
            random.from_to(std::max<std::int64_t>(0, static_cast<std::int64_t>(days.size()) - 9),
                           static_cast<std::int64_t>(days.size()) - 1))];
        s.from = today + (random.one_in(3) ? random.day(-20, 20) : 0);
        s.until =
            s.what == kind::reserve
                ? today + random.any_of({0, 1, 2, 5, 30, 60, 100, 200})
                : (random.one_in(4) ? never : std::max(s.from, today) + random.day(random.one_in(9) ? -30 : 1, 90));
        s.id = static_cast<std::uint64_t>(random.from_to(1, 5));
        s.step_given_back = static_cast<std::size_t>(random.from_to(0, static_cast<std::int64_t>(i)));
        s.flag = random.one_in(2);
        follow_up(random, steps, s);
        steps.emplace_back(i, s);
    }
    return steps;
}

/// Rules, what the slow books know of them, and the test of a stream.
struct subject {
    facts known;
    bool confirmed = false;
    std::function<std::optional<std::string>(const facts&, const stream&, tally&)> test;
};

std::function<int(int)> remembered(std::function<int(int)> function) {
    auto found = std::make_shared<std::map<int, int>>();
    return [found, function](int day) {
        const auto [at, is_new] = found->try_emplace(day, 0);
        if (is_new) {
            at->second = function(day);
        }
        return at->second;
    };
}

template <class Rules, class Books = typename Rules::state>
subject make(source& random, Rules rules, facts known, std::size_t holds) {
    rules.order = random.any_of({consumption::first_to_expire, consumption::first_in, consumption::last_in});
    rules.debt = random.any_of({debt_policy::only_pending, debt_policy::down_to_zero, debt_policy::negative});
    rules.restoration = random.any_of({expired_lot::stays_expired, expired_lot::grace, expired_lot::new_lot});
    if (known.renews && rules.restoration == expired_lot::grace) {
        rules.restoration = expired_lot::stays_expired;
    }
    rules.grace_days = rules.restoration == expired_lot::grace ? random.day(1, 40) : 0;
    rules.retention_days = random.any_of({0, 5, 60, Rules::forever, Rules::forever});
    CHECK((problem_of(rules) == nullptr) != known.too_small);
    known.order = rules.order;
    known.debt = rules.debt;
    known.restoration = rules.restoration;
    known.grace_days = rules.grace_days;
    known.retention_days = rules.retention_days;
    known.buckets = Books::bucket_capacity == SIZE_MAX ? 0 : Books::bucket_capacity;
    known.holds = holds;
    known.expiry_of = remembered(known.expiry_of);
    known.activation_of = remembered(known.activation_of);
    return {known, decltype(rules.activation)::is_confirmed,
            [rules](const facts& f, const stream& steps, tally& answers) {
                return first_difference<Rules, Books>(rules, f, steps, answers);
            }};
}

facts too_small_if(bool small, facts known) {
    known.too_small = small;
    return known;
}

subject any_subject(source& random) {
    using base = lots<unit::points, never_expires, at_once, 4>;
    const auto at_once_from = [](int day) { return day; };
    const auto after = [](int days) { return [days](int day) { return day + days; }; };
    const auto no_deadline = [](int day) { return day; };
    const auto waits = [](int) { return never; };
    const int days = random.day(1, 60);
    const int few = random.day(0, 5);
    switch (random.from_to(0, 12)) {
    case 0:
        return make(random, base{}, {"never", [](int) { return never; }, at_once_from, no_deadline}, 4);
    case 1: {
        const int months = random.day(0, 3);
        return make(random, base{}.expiring(expires_end_of_month<3>{months}).max_holds<2>(),
                    {"end of month " + std::to_string(months),
                     [=](int day) { return end_of_period(months == 0 ? day : months_later(day, months), 1); },
                     at_once_from, no_deadline},
                    2);
    }
    case 2:
        return make(random,
                    base{}
                        .expiring(expires_end_of_month<1>{})
                        .activating(activates_after_days<5>{few})
                        .max_holds<2>()
                        .spare_buckets<1>(),
                    {"end of next month, active after days " + std::to_string(few),
                     [](int day) { return end_of_period(months_later(day, 1), 1); }, after(few), no_deadline},
                    2);
    case 3:
        return make(random,
                    base{}
                        .expiring(expires_end_of_quarter<4>{})
                        .activating(activates_on_fixed_dates{month_day::monthly(1), month_day::monthly(15)})
                        .max_holds<3>()
                        .spare_buckets<0>(),
                    {"end of quarter, active on the 1st and 15th",
                     [](int day) { return end_of_period(months_later(day, 4), 3); },
                     [](int day) {
                         return next_listed(day + 1, {{0, 1}, {0, 15}});
                     },
                     no_deadline},
                    3);
    case 4:
        return make(random,
                    base{}
                        .expiring(expires_end_of_year<1>{})
                        .activating(activates_on_confirmation<4>{days})
                        .max_holds<2>()
                        .spare_buckets<1>(),
                    too_small_if(days > 4, {"end of next year, confirmed within " + std::to_string(days),
                                            [](int day) { return end_of_period(months_later(day, 12), 12); }, waits,
                                            after(days)}),
                    2);
    case 5:
        return make(
            random, base{}.expiring(expires_after_days<6>{days}).max_holds<2>().spare_buckets<0>(),
            too_small_if(days > 6, {"after days " + std::to_string(days), after(days), at_once_from, no_deadline}), 2);
    case 6: {
        const int months = random.day(1, 4);
        const bool through = random.one_in(2);
        return make(random, base{}.expiring(expires_after_months<6>{months, through}),
                    too_small_if(true, {"after months " + std::to_string(months) + (through ? " through" : ""),
                                        [=](int day) { return months_later(day, months) + (through ? 1 : 0); },
                                        at_once_from, no_deadline}),
                    4);
    }
    case 7:
        return make(random,
                    base{}.expiring(expires_on_fixed_dates<2, 6>{month_day{2, 29}, month_day{11, 30}}).max_holds<1>(),
                    {"29 February and 30 November, after 6 months",
                     [](int day) {
                         return next_listed(months_later(day, 6), {{2, 29}, {11, 30}}) + 1;
                     },
                     at_once_from, no_deadline},
                    1);
    case 8: {
        const int months = random.day(1, 6);
        return make(random, base{}.expiring(expires_on_inactivity::after_months(months)),
                    {"inactivity months " + std::to_string(months), [=](int day) { return months_later(day, months); },
                     at_once_from, no_deadline, true},
                    4);
    }
    case 9: {
        const int part = random.day(1, 9);
        return make(random,
                    base{}
                        .expiring(expires_on_inactivity::after_days(days).taking(ratio{part, 10}))
                        .activating(activates_after_days<5>{few})
                        .max_holds<2>(),
                    {"inactivity days " + std::to_string(days) + " share, active after days " + std::to_string(few),
                     after(days), after(few), no_deadline, true, part, 10},
                    2);
    }
    case 10:
        return make(random,
                    base{}
                        .expiring(expires_on_inactivity::after_days(days))
                        .activating(activates_on_confirmation<4>{20})
                        .max_holds<2>(),
                    too_small_if(true, {"inactivity days " + std::to_string(days) + ", confirmed", after(days), waits,
                                        after(20), true}),
                    2);
    case 11: {
        const auto rules = base{}.expiring(expires_after_days{days}).activating(activates_after_days<5>{few});
        return make<std::remove_const_t<decltype(rules)>, growing_ledger<std::vector>>(
            random, rules,
            {"growing, after days " + std::to_string(days) + ", active after days " + std::to_string(few), after(days),
             after(few), no_deadline},
            0);
    }
    default:
        return make(random,
                    base{}.expiring(expires_after_days<4>{days}.to_end_of(period_unit::month)).spare_buckets<1>(),
                    {"after days " + std::to_string(days) + ", to the end of the month",
                     [=](int day) { return end_of_period(day + days, 1); }, at_once_from, no_deadline},
                    4);
    }
}

/// As few steps as still differ.
stream shrunk(const subject& tested, stream steps) {
    tally ignored;
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (std::size_t i = steps.size(); i-- > 0;) {
            stream fewer = steps;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            if (tested.test(tested.known, fewer, ignored)) {
                steps = fewer;
                smaller = true;
            }
        }
    }
    return steps;
}

} // namespace

TEST_CASE("ledgers say what books of single lots and single days say") {
    source random{support::seed_or(20241231)};
    std::size_t operations = 0;
    std::size_t ledgers = 0;
    tally answers;
    while (operations < 300'000) {
        const subject tested = any_subject(random);
        ++ledgers;
        for (int streams = 0; streams < 8; ++streams) {
            const stream steps = any_stream(random, tested.confirmed);
            operations += steps.size();
            if (tested.test(tested.known, steps, answers)) {
                const stream few = shrunk(tested, steps);
                std::string text =
                    tested.test(tested.known, few, answers).value() + '\n' + text_of(tested.known) + '\n';
                for (const auto& [index, s] : few) {
                    text += std::to_string(index) + ": " + text_of(s) + '\n';
                }
                FAIL(text);
            }
        }
    }
    MESSAGE(ledgers << " rules, " << operations << " operations");
    std::map<step::kind, std::size_t> accepted;
    std::map<reason, std::size_t> reasons;
    for (const auto& [answer, count] : answers) {
        accepted[answer.first] += answer.second == reason::none ? count : 0;
        reasons[answer.second] += count;
    }
    for (int each = 0; each <= static_cast<int>(step::kind::touch); ++each) {
        CHECK_MESSAGE(accepted[static_cast<step::kind>(each)] > 500, "operation " << each);
    }
    for (const reason each :
         {reason::negative_amount, reason::late_event, reason::amount_overflow, reason::insufficient_balance,
          reason::insufficient_pending, reason::not_spent, reason::unknown_hold, reason::hold_exists,
          reason::holds_full, reason::hold_over, reason::more_than_held}) {
        CHECK_MESSAGE(reasons[each] > 20, message(each));
    }
}
