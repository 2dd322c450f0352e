#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# same_as_rules.sh LOYALTY_RUN RULES PROGRAMME STREAM [OPTION...]
#
# Runs a programme that is compiled in and a file of rules over the same stream, and compares outcomes, members and tiers:
# each column of the first must be one of the second with the same values. Further columns of the second must hold nothing
# but empty fields and zeros. Stars, a unit of the programme's own, are points in the file.
set -eu
run=$1 rules=$2 programme=$3 stream=$4
shift 4
[ "$stream" != "-" ] && [ ! -e "$stream" ] && { echo "skipped: there is no $stream"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

write() { # write NAME OPTION VALUE ...
    name=$1
    shift
    "$run" "$@" -q --outcomes "$folder/$name.outcomes" --members "$folder/$name.members" --tiers "$folder/$name.tiers"
}
write compiled --programme "$programme" "$stream" "$@"
write read --rules "$rules" "$stream" "$@"

for table in outcomes members tiers; do
    awk -F, -v table="$table" '
        NR == FNR {
            rows = FNR
            if (FNR == 1) {
                sub(/stars/, "points")
                columns = split($0, names)
            }
            line[FNR] = $0
            next
        }
        FNR == 1 {
            for (i = 1; i <= NF; ++i) { place[$i] = i }
            for (i = 1; i <= columns; ++i) {
                if (!(names[i] in place)) { print table ": no column " names[i]; exit 1 }
                known[place[names[i]]] = 1
            }
            next
        }
        {
            split(line[FNR], fields)
            for (i = 1; i <= columns; ++i) {
                if (fields[i] != $place[names[i]]) {
                    print table ":" FNR ": " names[i] ": " fields[i] " and " $place[names[i]]
                    exit 1
                }
                ++compared
            }
            for (i = 1; i <= NF; ++i) {
                if (!(i in known) && $i !~ /^(|0|0\.0*)$/) { print table ":" FNR ": column " i ": " $i; exit 1 }
            }
        }
        END {
            if (FNR != rows) { print table ": " rows " rows and " FNR; exit 1 }
            if (compared == 0 && table != "tiers") { print table ": nothing to compare"; exit 1 }
            print table ": " compared + 0 " values equal"
        }' "$folder/compiled.$table" "$folder/read.$table"
done
