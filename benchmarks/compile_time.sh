#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# What the library costs the compiler, and the binary:
#
#   sh benchmarks/compile_time.sh <folder for the results> [compiler ...]
#
# For each compiler and each source below: the least processor time of three runs at -O2, the peak memory, the number of template
# instantiations (clang alone counts them, with -ftime-trace), and the size of the code at -Os after strip. Writes
# <folder>/<compiler>/compile.json. The sources are made here, so that all of what is compiled can be read at once.

set -eu
results=$1
shift
include=$(cd "$(dirname "$0")/.." && pwd)/include
benchmarks=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# one_rule <number>: a points rule for one of sixteen categories.
one_rule() {
    printf 'points{per_amount{amount<unit::points>::from_minor_units(%d), 1_usd}.on(category_is(%du)), round_off{}}' \
        $((1 + $1 % 7)) $(($1 % 16))
}

# apply_source <name> <programme>: a programme that evaluates a stream.
apply_source() {
    cat >"$work/$1.cpp" <<END
#include <loyalty/loyalty.hpp>
using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;
$2
using rules_type = std::remove_const_t<decltype(rules)>;
batch_result evaluate(std::span<member<rules_type>> members, std::span<const sale> stream, totals<rules_type>& sum) {
    return apply_all(rules, members, stream, sum);
}
END
}

# composed <count>, listed <count>: rules as policies of one programme, 32 in each, and as a list from run time.
composed() {
    printf 'constexpr programme rules{'
    rule=0
    while [ "$rule" -lt "$1" ]; do
        [ "$rule" -eq 0 ] || printf ',\n    '
        one_rule "$rule"
        rule=$((rule + 1))
    done
    printf '};\n'
}
staged() {
    printf 'constexpr programme rules{points{per_amount{1_points, 1_usd}'
    rule=0
    while [ "$rule" -lt "$1" ]; do
        printf ',\n    add_bonus{%d_points}.when(category_is(%du))' $((1 + rule % 7)) $((rule % 16))
        rule=$((rule + 1))
    done
    printf ', round_off{}}};\n'
}
listed() {
    printf 'using kind = decltype('
    one_rule 0
    printf ');\nextern const programme<terms<>, rule_list<128, kind>%s> rules;\n' \
        "$([ "$1" -le 128 ] || printf ', rule_list<128, kind>')"
}

echo 'int main() {}' >"$work/nothing.cpp"
printf '#include <loyalty/loyalty.hpp>\n' >"$work/include_all.cpp"
printf '#include <loyalty/money/amount.hpp>\n' >"$work/include_money.cpp"
apply_source one_policy 'constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{}}};'
cat >"$work/w5.cpp" <<END
#include "../examples/loyalty_run/w5.hpp"
using namespace loyalty;
using namespace loyalty::streams;
batch_result evaluate(std::span<w5::member_type> members, std::span<const w5::record> stream,
                      totals<w5::rules_type>& sum) {
    return apply_all(w5::rules, members, stream, sum);
}
END
apply_source composed_8 "$(composed 8)"
apply_source composed_32 "$(composed 32)"
apply_source stages_32 "$(staged 32)"
apply_source stages_128 "$(staged 128)"
apply_source stages_256 "$(staged 256)"
apply_source list_128 "$(listed 128)"
apply_source list_256 "$(listed 256)"
names='nothing include_money include_all one_policy w5 composed_8 composed_32 stages_32 stages_128 stages_256 list_128 list_256'

# instantiations <trace>: how many templates clang instantiated.
instantiations() {
    grep -o '"name":"Instantiate\(Function\|Class\)"' "$1" 2>/dev/null | wc -l
}

for compiler; do
    mkdir -p "$results/$compiler"
    out=$results/$compiler/compile.json
    version=$("$compiler" -dumpfullversion 2>/dev/null || "$compiler" -dumpversion)
    separator=
    {
        printf '{"compiler": "%s %s", "sources": [' "$compiler" "$version"
        for name in $names; do
            options="-std=c++20 -I$include -I$benchmarks -c $work/$name.cpp"
            seconds=
            kilobytes=0
            runs='1 2 3'
            case $name in *_256 | *_128) runs=1 ;; esac
            for run in $runs; do
                # shellcheck disable=SC2086
                if ! /usr/bin/time -f '%U %S %M' -o "$work/time" "$compiler" -O2 $options -o "$work/o.o" 2>"$work/error"; then
                    seconds=failed
                    break
                fi
                read -r user system kilobytes <"$work/time"
                now=$(awk "BEGIN { printf \"%.2f\", $user + $system }")
                if [ -z "$seconds" ] || [ "$(printf '%s\n%s\n' "$now" "$seconds" | sort -n | head -n 1)" = "$now" ]; then
                    seconds=$now
                fi
            done
            if [ "$seconds" = failed ]; then
                why=$(sed -n 's/.*error: //p' "$work/error" | head -n 1 | tr -d '"\\')
                echo "$compiler cannot compile $name: $why" >&2
                printf '%s\n  {"name": "%s", "failed": "%s"}' "$separator" "$name" "$why"
                separator=,
                continue
            fi
            # shellcheck disable=SC2086
            "$compiler" -Os $options -o "$work/small.o"
            strip --strip-unneeded "$work/small.o"
            text=$(size -A "$work/small.o" | awk '$1 ~ /^\.text/ { sum += $2 } END { print sum + 0 }')
            object=$(wc -c <"$work/small.o")
            count=null
            case $("$compiler" --version | head -n 1) in
            *clang*)
                # shellcheck disable=SC2086
                "$compiler" -O2 -ftime-trace -ftime-trace-granularity=0 $options -o "$work/trace.o"
                count=$(instantiations "$work/trace.json")
                ;;
            esac
            # shellcheck disable=SC2086
            lines=$("$compiler" -E -P -std=c++20 -I"$include" -I"$benchmarks" "$work/$name.cpp" | wc -l)
            printf '%s\n  {"name": "%s", "seconds": %s, "peak_megabytes": %d, "instantiations": %s, "lines": %d, "text_bytes": %d, "object_bytes": %d}' \
                "$separator" "$name" "$seconds" $((kilobytes / 1024)) "$count" "$lines" "$text" "$object"
            separator=,
        done
        printf '\n]}\n'
    } >"$out"
done
