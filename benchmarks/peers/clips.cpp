// SPDX-License-Identifier: BSL-1.0

// W5 as production rules in CLIPS: peer_clips <transactions> <members> [<passes>]
//
// The rules, in w5.clp, decide and remember everything; the host asserts each purchase with its calendar fields.

#include "../w5_by_hand.hpp"
#include "result.hpp"

extern "C" {
#include <clips/clips.h>
}

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

[[noreturn]] void stop(const char* message) {
    std::fprintf(stderr, "CLIPS: %s\n", message);
    std::exit(1);
}

class rule_engine {
public:
    rule_engine() : environment_(CreateEnvironment()) {
        if (environment_ == nullptr || EnvLoad(environment_, LOYALTY_PEERS_FOLDER "/w5.clp") != 1) {
            stop("w5.clp cannot be loaded");
        }
        EnvReset(environment_);
        purchase_ = EnvFindDeftemplate(environment_, "purchase");
    }
    rule_engine(const rule_engine&) = delete;
    rule_engine& operator=(const rule_engine&) = delete;
    ~rule_engine() { DestroyEnvironment(environment_); }

    void enrol(std::size_t member) {
        for (const char* const template_name : {"status", "account", "bonus", "cashback", "streak", "card"}) {
            std::string fact{"("};
            fact.append(template_name).append(" (member ").append(std::to_string(member)).append("))");
            if (EnvAssertString(environment_, fact.c_str()) == nullptr) {
                stop("a member cannot be enrolled");
            }
        }
    }

    void apply(std::int64_t id, const w5::record& purchase, std::int64_t year, std::int64_t month, std::int64_t week) {
        fact* const event = EnvCreateFact(environment_, purchase_);
        put(event, "id", id);
        put(event, "member", purchase.member);
        put(event, "cents", purchase.cents);
        put(event, "category", purchase.category);
        put(event, "year", year);
        put(event, "month", month);
        put(event, "week", week);
        EnvAssert(environment_, event);
        EnvRun(environment_, -1);
    }

    [[nodiscard]] std::int64_t value_of(const std::string& expression) {
        DATA_OBJECT result;
        if (EnvEval(environment_, expression.c_str(), &result) != 1 || GetType(result) != INTEGER) {
            stop(expression.c_str());
        }
        return DOToLong(result);
    }

private:
    void put(fact* event, const char* slot, std::int64_t value) {
        DATA_OBJECT object;
        object.type = INTEGER;
        object.value = EnvAddLong(environment_, value);
        if (EnvPutFactSlot(environment_, event, slot, &object) != 1) {
            stop(slot);
        }
    }

    void* environment_;
    void* purchase_;
};

[[nodiscard]] w5::sums apply_all(rule_engine& rules, const std::vector<w5::record>& stream) {
    w5::by_hand::day_fields day;
    std::int64_t year = 0;
    std::int64_t month = 0;
    std::int64_t id = 0;
    for (const w5::record& each : stream) {
        if (each.time >= day.until) {
            day.move_to(each.time);
            const std::chrono::sys_days date{std::chrono::days{each.time / 86'400}};
            const std::chrono::year_month_day civil{date};
            year = static_cast<int>(civil.year());
            month = year * 12 + static_cast<unsigned>(civil.month());
        }
        rules.apply(++id, each, year, month, day.week);
    }
    const std::int64_t badges = rules.value_of("(total streak badges)");
    return {rules.value_of("(+ (total account points) (total bonus points))") + 50 * badges,
            rules.value_of("(total cashback cents)"),
            rules.value_of("(total card stamps)"),
            badges,
            rules.value_of("(total status events)"),
            {rules.value_of("(members-in 0)"), rules.value_of("(members-in 1)"), rules.value_of("(members-in 2)")}};
}

} // namespace

int main(int argc, char** argv) {
    const std::optional<peers::size_of_work> size = peers::read_size(argc, argv);
    if (!size) {
        return 1;
    }
    const std::vector<w5::record> stream = w5::stream(size->transactions, size->members);
    std::vector<peers::measured_pass> passes;
    w5::sums sums{};
    for (int pass = 0; pass < size->passes; ++pass) {
        rule_engine rules;
        for (std::size_t member = 0; member < size->members; ++member) {
            rules.enrol(member);
        }
        const peers::stopwatch watch;
        sums = apply_all(rules, stream);
        passes.push_back(watch.passed());
    }
    peers::print_result("clips", "CLIPS " VERSION_STRING, size->transactions, size->members, passes, sums);
    return 0;
}
