#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# What loyalty_run does to files and standard streams that a whole output does not show:
#
#   sh main_job_files.sh CASE PROGRAMME STREAMS
#
# CASE is a function of this file that begins with `case_`; STREAMS is the folder tests/support/streams. It runs in an
# empty folder of its own. The first thing that is not as it must be ends the script with code 1.

set -u
program=$2
streams=$3
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

fail() {
    echo "failed: $*"
    echo "--- stderr"
    cat "$folder/err" 2>/dev/null
    exit 1
}

# run CODE SENTENCE ARGUMENTS...: the programme ends with CODE and says SENTENCE on stderr (nothing where it is empty).
run() {
    code=$1
    sentence=$2
    shift 2
    "$program" "$@" >out 2>err
    check "$code" "$sentence" $? "$*"
}

check() {
    [ "$3" -eq "$1" ] || fail "exit code $3, not $1: $4"
    if [ -z "$2" ]; then
        [ ! -s err ] || fail "it says something: $4"
    else
        grep -qF -- "$2" err || fail "it does not say '$2': $4"
    fi
}

same() {
    cmp -s "$1" "$2" || fail "$1 has changed"
}

# A stream without a malformed line.
good_sales() {
    grep -v barter "$streams/coffee_lines.csv" >sales.csv || fail 'no stream'
}

# No file of another name is left over.
nothing_left_over() {
    for each in *.part*; do
        [ ! -e "$each" ] || fail "$each is left over"
    done
}

# What is read is not written, by whatever name.
case_input_is_safe() {
    sales=$streams/coffee_lines.csv
    cp "$sales" sales.csv
    mkdir sub
    ln sales.csv sub/hard.csv
    ln -s ../sales.csv sub/soft.csv
    ln -s sub/soft.csv twice.csv
    for option in --members --tiers --outcomes --totals; do
        for name in sales.csv ./sub/../sales.csv "$PWD/sales.csv" sub/hard.csv sub/soft.csv twice.csv; do
            run 2 'are one file: what is read must not be written' -p coffee sales.csv -q "$option" "$name"
            same sales.csv "$sales"
        done
    done
    "$program" -p coffee - -q --members sub/hard.csv <sales.csv >out 2>err
    check 2 'the standard input and --members (sub/hard.csv) are one file' $? 'standard input'
    "$program" -p coffee sales.csv >>sub/hard.csv 2>err
    check 2 'the input (sales.csv) and the standard output are one file' $? 'appended'
    same sales.csv "$sales"
    [ -L twice.csv ] || fail 'a link is gone'
    cp "$streams/rules_2017.json" rules.json
    run 2 '--rules (rules.json) and --members (./rules.json) are one file: what is read must not be written' --rules rules.json sales.csv -q --members ./rules.json
    cmp -s rules.json "$streams/rules_2017.json" || fail 'the rules are lost'
    rm rules.json
    nothing_left_over
}

# No two tables are written to one file, whether it is there or not.
case_outputs_are_apart() {
    good_sales
    ln -s later.csv link.csv
    : >old.csv
    ln old.csv again.csv
    run 2 '--members (same.csv) and --outcomes (same.csv) are one file' -p coffee sales.csv --members same.csv --outcomes same.csv
    run 2 '--tiers (link.csv) and --totals (later.csv) are one file' -p coffee sales.csv --totals later.csv --tiers link.csv
    run 2 '--members (again.csv) and --tiers (old.csv) are one file' -p coffee sales.csv --members again.csv --tiers old.csv
    # shellcheck disable=SC2094 # on purpose
    "$program" -p coffee sales.csv --members out.csv >out.csv 2>err
    check 2 'the standard output and --members (out.csv) are one file' $? 'redirected'
    # shellcheck disable=SC2094
    : >err
    "$program" -p coffee sales.csv --totals log >out 2>>log
    check 2 '' $? 'stderr and --totals are one file'
    for each in same.csv later.csv; do
        [ ! -e $each ] || fail "$each was made"
    done
    run 2 '--format json: of two tables on the standard output' -p coffee sales.csv --members - --outcomes - --format json
    # Two devices are no one file, and a table by name may stand beside one on the standard output.
    run 0 '' -p coffee sales.csv -q --members /dev/null --outcomes /dev/null
    run 0 '' -p coffee sales.csv -q --members - --outcomes apart.csv
    [ "$(head -n 1 out)" = 'member,events,last_event,stars' ] || fail 'no members on the standard output'
    [ "$(head -n 1 apart.csv)" = 'line,event,time,member,refused,stars' ] || fail 'no outcomes in their file'
    nothing_left_over
}

# A run that breaks off leaves the files of the last one as they were.
case_old_files_stay() {
    cp "$streams/beauty_malformed.csv" sales.csv
    for each in members tiers outcomes totals; do
        echo "of yesterday: $each" >$each.csv
        cp $each.csv $each.kept
    done
    set -- -q --members members.csv --tiers tiers.csv --outcomes outcomes.csv --totals totals.csv
    run 3 'stopped at the first malformed line' -p beauty sales.csv --strict "$@"
    run 3 "for time" -p beauty sales.csv --map time=Datum "$@"
    run 2 "cannot open nothing.csv" -p beauty nothing.csv "$@"
    run 2 "expected one of" -p beauty sales.csv --map nothing=1 "$@"
    run 2 'cannot write no/such.csv: No such file or directory' -p beauty sales.csv -q --outcomes outcomes.csv --members no/such.csv
    run 2 'cannot write .: it is a folder' -p beauty sales.csv -q --outcomes outcomes.csv --totals .
    for each in members tiers outcomes totals; do
        same $each.csv $each.kept
    done
    nothing_left_over
}

# A run that ends well replaces them: through a link, with the rights they had, and beside what a killed run left.
case_new_files_replace() {
    good_sales
    echo old >target.csv
    chmod 640 target.csv
    ln -s target.csv link.csv
    echo 'of a run that was killed' >target.csv.part
    run 0 '' -p coffee sales.csv -q --members link.csv
    [ -L link.csv ] || fail 'the link is gone'
    [ "$(head -n 1 target.csv)" = 'member,events,last_event,stars' ] || fail 'the target was not written'
    case $(ls -l target.csv) in
    -rw-r-----*) ;;
    *) fail 'the rights have changed' ;;
    esac
    [ "$(cat target.csv.part)" = 'of a run that was killed' ] || fail 'a file of another run has changed'
    [ ! -e target.csv.part1 ] || fail 'a file is left over'
    # A pipe is written straight: nothing can take its name.
    mkfifo pipe
    cat pipe >received &
    run 0 '' -p coffee sales.csv -q --members pipe
    wait
    same received target.csv
    [ -p pipe ] || fail 'the pipe is gone'
}

# Standard streams that are closed or full: what is lost is said, with another code than 0.
case_streams_that_fail() {
    [ -e /dev/full ] || { echo 'skipped: no /dev/full'; exit 0; }
    good_sales
    for arguments in 'sales.csv' 'sales.csv --explain emma -q' 'sales.csv -q --members -' '--list' '--help'; do
        # shellcheck disable=SC2086 # several words
        "$program" -p coffee $arguments >/dev/full 2>err
        check 2 'cannot write the standard output' $? "$arguments >/dev/full"
        # shellcheck disable=SC2086
        "$program" -p coffee $arguments >&- 2>err
        check 2 'cannot write the standard output' $? "$arguments >&-"
        [ "$(grep -c 'cannot write' err)" -eq 1 ] || fail "said more than once: $arguments"
    done
    # What is meant for a closed stream does not get into a file, and the file is whole.
    run 0 '' -p coffee sales.csv -q --members whole.csv
    "$program" -p coffee sales.csv --members beside.csv >&- 2>err
    check 2 'cannot write the standard output: Bad file descriptor' $? 'members beside a closed stream'
    same beside.csv whole.csv
    : >err
    "$program" -p coffee sales.csv --members beside.csv >out 2>&- <&-
    check 0 '' $? 'a closed stderr that nothing is written to'
    same beside.csv whole.csv
    # Totals on stderr, which is full; a device instead of a file.
    "$program" -p coffee sales.csv --members - >out 2>/dev/full
    check 2 '' $? 'totals lost on stderr'
    run 2 'cannot write /dev/full: No space left on device' -p coffee sales.csv -q --totals /dev/full
    run 2 'cannot write /dev/full: No space left on device' -p coffee sales.csv -q --outcomes /dev/full --format json
    "$program" -p coffee - <&- >out 2>err
    check 3 'reading broke off' $? 'closed standard input'
}

# A disk that is full: here, files of at most 1 KiB.
case_disk_that_is_full() {
    echo old >outcomes.csv
    (
        trap '' XFSZ
        ulimit -f 1
        "$program" -p w5 -q --transactions 200 --customers 3 --outcomes outcomes.csv >/dev/null 2>err
    )
    check 2 'cannot write outcomes.csv: File too large' $? 'a table larger than the disk'
    [ "$(cat outcomes.csv)" = old ] || fail 'the old file is lost'
    nothing_left_over
}

# A page and a roll-forward are written as a whole or not at all, and what stood there before stays if the run fails.
case_page_is_whole() {
    cp "$streams/beauty_malformed.csv" sales.csv
    echo old >page.html
    echo old >liability.csv
    run 3 'stopped at the first malformed line' report -p beauty sales.csv -q --strict --page page.html --liability liability.csv
    run 2 'are one file: what is read must not be written' report -p beauty sales.csv -q --page sales.csv
    run 2 '--liability (one.csv) and --page (one.csv) are one file' report -p beauty sales.csv -q --page one.csv --liability one.csv
    run 2 'cannot write no/page.html: No such file or directory' report -p beauty sales.csv -q --page no/page.html
    run 2 "--point-value: expected a number from 0 with at most 9 decimals, found '1e3'" report -p beauty sales.csv --point-value 1e3
    run 2 "--breakage: expected a number from 0 to 100 with at most 9 decimals, found '100.01'" report -p beauty sales.csv --breakage 100.01
    run 2 '--breakage means nothing here: it is of --liability and of `report`' -p beauty sales.csv --breakage 10
    run 2 'which file? A report and --liability are of a file' report -q
    [ "$(cat page.html)" = old ] || fail 'the old page is lost'
    [ "$(cat liability.csv)" = old ] || fail 'the old roll-forward is lost'
    (
        trap '' XFSZ
        ulimit -f 1
        "$program" report -p beauty sales.csv -q --errors 0 --page page.html >/dev/null 2>err
    )
    check 2 'cannot write page.html: File too large' $? 'a page larger than the disk'
    [ "$(cat page.html)" = old ] || fail 'the old page is lost on a full disk'
    "$program" report -p beauty sales.csv -q --errors 0 >out 2>err
    check 0 '' $? 'report.html'
    grep -q '</html>' report.html || fail 'the page has no end'
    "$program" report --rules "$streams/../../../examples/rules/beauty.json" sales.csv -q --errors 0 >out 2>err
    check 0 '' $? 'report of rules'
    # Nothing of nothing is said, and not divided.
    head -n 1 sales.csv >header.csv
    run 0 '' report -p beauty header.csv -q --page empty.html --liability empty.csv --point-value 0.01
    for each in 'no accepted event' '<dt>Repeat purchase</dt><dd>none</dd>' '<dt>Average order</dt><dd>none</dd>' 'no member bought' \
        'No rule granted anything.' 'No event was refused.'; do
        grep -qF -- "$each" empty.html || fail "the page of no events does not say $each"
    done
    [ "$(wc -l <empty.csv)" -eq 1 ] || fail 'a period of no events'
    grep -q '<th scope="row">2. points</th><td>points</td>' report.html || fail 'a rule of the file has no name'
    nothing_left_over
}

# A disk that is full, once as a disk of 64 KiB and once as a device: the page and the tables of yesterday stay.
case_page_on_a_full_disk() {
    good_sales
    [ -e /dev/full ] || { echo 'skipped: no /dev/full'; exit 0; }
    run 2 'cannot write /dev/full: No space left on device' report -p coffee sales.csv -q --page /dev/full
    run 2 'cannot write /dev/full: No space left on device' -p coffee sales.csv -q --liability /dev/full
    rules=$streams/../../../examples/rules/coffee.json
    run 2 'cannot write /dev/full: No space left on device' compare --rules "$rules" --rules "$rules" sales.csv -q --page /dev/full
    run 2 'cannot write /dev/full: No space left on device' compare --rules "$rules" --rules "$rules" sales.csv -q --table /dev/full
    run 2 'cannot write /dev/full: No space left on device' generate --stream even --transactions 100 --customers 9 --csv /dev/full
    mkdir disk
    mount -t tmpfs -o size=64k none disk 2>/dev/null || { echo 'skipped: a disk of 64 KiB needs the right to mount one'; exit 0; }
    trap 'umount "$folder/disk"; rm -rf "$folder"' EXIT
    echo old >disk/page.html
    echo old >disk/outcomes.csv
    head -c 53248 /dev/zero >disk/filler # room for 4 KiB is left
    run 2 'cannot write disk/page.html: No space left on device' report -p coffee sales.csv -q --page disk/page.html
    run 2 'cannot write disk/outcomes.csv: No space left on device' -p w5 -q --transactions 200 --customers 3 --outcomes disk/outcomes.csv
    [ "$(cat disk/page.html)" = old ] || fail 'the old page is lost'
    [ "$(cat disk/outcomes.csv)" = old ] || fail 'the old table is lost'
    [ "$(ls disk | tr '\n' ' ')" = 'filler outcomes.csv page.html ' ] || fail "left over: $(ls disk)"
    rm disk/filler
    run 0 '' report -p coffee sales.csv -q --page disk/page.html
    grep -q '</html>' disk/page.html || fail 'no page on the disk that has room again'
}

# What a report says of input that gives it little or nothing to measure.
case_little_to_measure() {
    # Other currencies are refused and counted, and in no figure.
    printf 'id,member,time,amount,currency\n1,anna,2021-01-05,320.00,USD\n2,ben,2021-01-06,50.00,EUR\n3,anna,2021-03-05,100.00,USD\n' >mixed.csv
    run 0 '' report -p beauty mixed.csv -q --page page.html
    for each in "the currency is not the programme's: convert the amount, or send it to the programme of that currency</th><td>1<" \
        '<dt>Revenue</dt><dd>420.00 USD</dd>' '<dd class="quiet">1 of 1 member bought twice or more</dd>'; do
        grep -qF -- "$each" page.html || fail "the page does not say $each"
    done
    # Nobody bought in February: 0 of 0 is no share. Ben never bought, and is no member of any of them.
    tr -d '\n' <page.html | sed 's/<tr>/\n&/g' >rows
    grep -qF '<th scope="row">2021-02</th><td>0</td><td>0</td><td>0</td><td>none</td><td>none</td><td>none</td><td>0.00</td>' rows || fail "February: $(grep 2021-02 rows)"
    grep -qF '<dt>Members who bought</dt><dd>1</dd>' page.html || fail 'a member without purchases is counted'
    # If all are of another currency, no line was accepted: the page says why, and so does the run.
    printf 'id,member,time,amount,currency\n2,ben,2021-01-06,50.00,EUR\n' >other.csv
    run 3 "no line was accepted. 1 event was refused: the currency is not the programme's" report -p beauty other.csv -q --page page.html
    grep -qF '<dt>Average order</dt><dd>none</dd>' page.html || fail 'an average of nothing'
    grep -qF "the currency is not the programme's" page.html || fail 'the page does not say why'
    nothing_left_over
}

# Purchases whose goods may come back are kept in the memory that was said; which were forgotten is said.
case_returns_in_bounded_memory() {
    rules=$streams/../../../examples/rules/retail.json
    {
        echo 'id,member,time,kind,original,sku,quantity,unit_price,points_redeemed'
        awk 'BEGIN {for (i = 0; i < 3000; ++i) printf "s%d,m%d,2025-01-%02d,purchase,,cup,1,10.00,\n", i, i % 7, 1 + i / 150}'
        echo 'r1,m0,2025-02-01,return,s0,cup,1,10.00,'
        echo 'r2,m3,2025-02-01,return,s2999,cup,1,10.00,'
    } >sales.csv
    run 0 'loyalty_run: purchases until 2025-01-' --rules "$rules" --layout default sales.csv -q --returns-mb 1 --totals few.csv
    grep -qF 'as their memory was full: goods of them that came back later found none. Give --returns-mb 5, which keeps them all, or --return-days' err || fail 'no remedy'
    run 0 '' --rules "$rules" --layout default sales.csv -q --totals all.csv
    for row in 'returns,without a known purchase,1' 'returns,matched exactly,1' 'kept,"GBP, each line rounded half-up",29990.00'; do
        grep -qxF -- "$row" few.csv || fail "few.csv has no line $row: $(grep -E 'returns|kept' few.csv)"
    done
    for row in 'returns,without a known purchase,0' 'returns,matched exactly,2' 'kept,"GBP, each line rounded half-up",29980.00'; do
        grep -qxF -- "$row" all.csv || fail "all.csv has no line $row: $(grep -E 'returns|kept' all.csv)"
    done
    run 0 'loyalty_run: purchases until 2025-01-' report --rules "$rules" --layout default sales.csv -q --returns-mb 1 --page page.html
    grep -q '<p>purchases until 2025-01-.* were forgotten' page.html || fail 'the page does not say that purchases were forgotten'
    # A programme beside others keeps as many as it keeps alone, and is named.
    run 0 'loyalty_run: thresholds/0=500: purchases until ' compare --rules "$rules" --sweep /rules/0/tiered/thresholds/0=500,300 \
        --layout default sales.csv -q --returns-mb 1 --table compared.csv
    taken=$(sed -n 's/^taken back by returns,points,//p' few.csv)
    grep -qE "^\"taken back by returns, points\",$taken," compared.csv || fail "compared.csv: $(grep returns compared.csv), few.csv: $taken"
    forgotten=$(sed -n 's/.*forgotten (\([0-9]*\) of them.*/\1/p' err | sort -u)
    run 0 "were forgotten ($forgotten of them)" --rules "$rules" --layout default sales.csv -q --returns-mb 1
    run 2 '--returns-mb' --rules "$rules" --stream shop --transactions 10 --customers 2 --returns-mb 0
}

# The stream of a difference, run by both programmes, gives what was said of its last purchase.
case_difference_replays() {
    run 1 '' difference --rules "$streams/rules_short.json" --rules "$streams/rules_other.json" --stream shortest.csv
    grep -qF 'The first grants 100 points' out || fail "the first: $(cat out)"
    grep -qF 'The second grants 150 points' out || fail "the second: $(cat out)"
    run 0 '' --rules "$streams/rules_short.json" shortest.csv -q --outcomes first.csv
    run 0 '' --rules "$streams/rules_other.json" shortest.csv -q --outcomes second.csv
    grep -qE ',100$' first.csv || fail "first.csv: $(cat first.csv)"
    grep -qE ',150$' second.csv || fail "second.csv: $(cat second.csv)"
}

# A tier by the spend of twelve months, and of eleven: two purchases eleven months apart show it, and both replay.
case_difference_of_windows() {
    sed 's/"currency": "USD",/& "lots": {"expiring": "never_expires"},/' "$streams/../../../examples/rules/last_months.json" >twelve.json
    sed 's/"periods": 12/"periods": 11/' twelve.json >eleven.json
    run 1 '' difference --rules twelve.json --rules eleven.json --stream shortest.csv
    grep -qF 'They differ at purchase 2 of these' out || fail "no second purchase: $(cat out)"
    for each in twelve eleven; do
        run 0 '' --rules $each.json shortest.csv -q --outcomes $each.csv
    done
    ! cmp -s twelve.csv eleven.csv || fail "both do the same: $(cat eleven.csv)"
}

# What goes back with returned goods: a purchase, its points spent, its return.
case_difference_of_returns() {
    printf '%s' '{"programme": "a", "currency": "USD", "redemption": {"rates": [{"points": "10 points", "value": "1.00 USD"}]},
        "rules": [{"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}],
        "lots": {"expiring": "never_expires", "on_shortfall": "negative"}}' >negative.json
    sed 's/"negative"/"down_to_zero"/' negative.json >zero.json
    run 1 '' difference --rules negative.json --rules zero.json --stream shortest.csv
    grep -qF 'They differ at the return, event 3 of these' out || fail "no return: $(cat out)"
    for each in negative zero; do
        run 0 '' --rules $each.json shortest.csv -q --members $each.csv
    done
    ! cmp -s negative.csv zero.csv || fail "both do the same: $(cat zero.csv)"
}

# Two lines of a basket: at most 100.00 of what is of category 4, while category 5 stands beside it.
case_difference_of_baskets() {
    printf '%s' '{"programme": "a", "currency": "USD", "rules": [{"points": [
        {"per_amount": {"award": "1 points", "per": "1.00 USD", "counted": {"on": {"category_is": 4}}}},
        {"add_bonus": {"bonus": "5 points", "when": {"both": [{"any_line": {"category_is": 4}}, {"any_line": {"category_is": 5}}]}}},
        {"round_off": "floor"}]}]}' >five.json
    sed 's/"5 points"/"6 points"/' five.json >six.json
    run 1 '' difference --rules five.json --rules six.json --stream shortest.csv
    [ "$(grep -c '^1,member' shortest.csv)" -eq 2 ] || fail "not one basket of two lines: $(cat shortest.csv)"
    for each in five six; do
        run 0 '' --rules $each.json shortest.csv -q --outcomes $each.csv
    done
    ! cmp -s five.csv six.csv || fail "both do the same: $(cat six.csv)"
}

# Anna pays 800.00 for 1,000.00: 800 points. Of 100.00 the coupon takes 15.00 and the rest 17.00; of 68.00 her 500 points pay
# 15.00, and 53.00 earn 53 points.
case_shop() {
    printf 'id,member,time,amount,coupon,points_redeemed\n1,anna,2025-03-10,1000.00,,\n2,anna,2025-03-11,100.00,7,500\n3,ben,2025-03-11,100.00,8,\n' >sales.csv
    run 0 '' --rules "$streams/rules_shop.json" sales.csv -q --outcomes outcomes.csv --members members.csv --totals totals.csv
    for row in ',200.00,800.00,800' ',32.00,53.00,53'; do
        grep -qE -- "$row\$" outcomes.csv || fail "outcomes.csv has no $row: $(cat outcomes.csv)"
    done
    [ "$(grep -c 'ben' outcomes.csv)" -eq 1 ] || fail 'ben'
    grep -qE '^anna,2,2025-03-11 00:00:00,353,' members.csv || fail "members.csv: $(cat members.csv)"
    for row in 'prices,"USD, before discounts",1100.00' 'prices,"USD, discounts",232.00' 'prices,"USD, due",853.00' \
        'prices,things used,1'; do
        grep -qxF -- "$row" totals.csv || fail "totals.csv has no line $row: $(cat totals.csv)"
    done
    run 2 'give one file' --rules "$streams/rules_shop.json" --rules "$streams/rules_short.json" sales.csv
}

# Five coffees give a voucher for half of a cupcake; there is no second one.
case_shop_with_a_wallet() {
    rules=$streams/../../../examples/rules/shops/coffee_and_cupcake.json
    printf 'id,member,time,category,quantity,amount,coupon\n1,emma,2025-05-01,coffee,5,15.00,\n2,emma,2025-05-02,cupcake,1,4.00,7\n3,emma,2025-05-03,cupcake,1,4.00,7\n' >sales.csv
    run 0 '' --rules "$rules" sales.csv -q --outcomes outcomes.csv
    sed 1d outcomes.csv | cut -d, -f 2,6- >short.csv
    printf '1,0.00,15.00,1,15\n2,2.00,2.00,0,2\n3,0.00,0.00,0,0\n' >expected.csv
    cmp -s short.csv expected.csv || fail "outcomes.csv: $(cat outcomes.csv)"
}

# Ten coffees give two vouchers, and 7 7 presents both: a purchase uses one thing of a campaign. With one voucher the second 7
# is a thing that is not there. In no case is one code presented twice.
case_shop_presents_two() {
    rules=$streams/../../../examples/rules/shops/coffee_and_cupcake.json
    printf 'id,member,time,category,quantity,amount,coupon\n1,emma,2025-05-01,coffee,10,30.00,\n2,emma,2025-05-02,cupcake,1,4.00,7 7\n' >sales.csv
    run 0 '' --rules "$rules" sales.csv -q --outcomes outcomes.csv
    grep -qF 'emma,this cannot be combined with another discount of the sale: present one of the two,' outcomes.csv || fail "outcomes.csv: $(cat outcomes.csv)"
    sed 's/coffee,10,/coffee,5,/' sales.csv >one.csv
    run 0 '' --rules "$rules" one.csv -q --outcomes outcomes.csv
    grep -qF 'emma,the member does not hold this:' outcomes.csv || fail "outcomes.csv: $(cat outcomes.csv)"
}

# The coupons of a purchase stand on its first line. A later line may repeat them; others are an error of that line.
case_shop_coupons_by_line() {
    printf 'id,member,time,amount,coupon\n1,anna,2025-03-10,100.00,7\n1,anna,2025-03-10,100.00,7\n1,anna,2025-03-10,100.00,\n2,anna,2025-03-11,100.00,\n2,anna,2025-03-11,10.00,7\n' >sales.csv
    run 0 'sales.csv:6:25: expected the coupons on the first line of the purchase' --rules "$streams/rules_shop.json" sales.csv -q --totals totals.csv
    [ "$(grep -c sales.csv err)" -eq 1 ] || fail 'another line is wrong'
    grep -qxF 'prices,"USD, before discounts",400.00' totals.csv || fail "$(cat totals.csv)"
}

# Gold in 2025 and 2026; in 2027 Anna is at the base again, and her coupon of that day does not hide it.
case_shop_keeps_tier_changes() {
    printf '%s' '{"programme": "shop", "currency": "USD", "tiers": ["base", "Gold"],
        "discounts": [{"amount_off": {"amount": "5.00 USD", "needs": 8}}],
        "rules": [{"tiered": {"thresholds": ["100.00 USD"], "window": {"calendar_window": "year"}, "hold_periods": 1}},
                  {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}]}' >rules.json
    printf 'id,member,time,amount,coupon\n1,anna,2025-03-10,200.00,\n2,anna,2027-03-10,50.00,8\n' >sales.csv
    run 0 '' --rules rules.json sales.csv -q --tiers tiers.csv --totals totals.csv
    printf '2025-03-10 00:00:00,anna,base,Gold,1,2\n2027-03-10 00:00:00,anna,Gold,base,2,3\n' >expected.csv
    sed 1d tiers.csv >short.csv
    cmp -s short.csv expected.csv || fail "tiers.csv: $(cat tiers.csv)"
    grep -qxF 'tiers,changes,2' totals.csv || fail "$(cat totals.csv)"
}

# Points with two decimals: of 1,000.00 points 500 are redeemed, then 0.50. As a fact, 300 redeemed are 300 whole points.
case_points_with_decimals() {
    printf '%s' '{"programme": "a", "currency": "USD", "units": {"points": {"digits": 2}},
        "rules": [{"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}],
        "lots": {"expiring": "never_expires"}}' >two.json
    printf 'id,member,time,kind,amount,points_redeemed\n1,anna,2025-01-10,purchase,1000.00,\n2,anna,2025-02-10,redemption,,500\n3,anna,2025-02-11,redemption,,0.50\n' >sales.csv
    run 0 '' --rules two.json sales.csv -q --members members.csv
    grep -qE '^anna,3,2025-02-11 00:00:00,499\.50' members.csv || fail "members.csv: $(cat members.csv)"
    printf '%s' '{"programme": "b", "currency": "USD", "units": {"points": {"digits": 2}},
        "facts": {"redeemed": {"of": "points_redeemed", "unit": "points"}},
        "rules": [{"points": [{"per_amount": {"award": "2 points", "per": "1 points", "counted": {"of": {"fact": "redeemed"}}}},
                              {"round_off": "floor"}]}]}' >fact.json
    printf 'id,member,time,points_redeemed\n1,anna,2025-01-10,300\n2,anna,2025-01-11,0.50\n' >facts.csv
    run 0 'facts.csv:3:19: expected a whole number of points' --rules fact.json facts.csv -q --members members.csv
    grep -qE '^anna,1,2025-01-10 00:00:00,600\.00' members.csv || fail "members.csv: $(cat members.csv)"
    # Read once for both, the column has one number of decimals.
    sed 's/"digits": 2/"digits": 0/' two.json >none.json
    run 2 'compare: points have 2 decimals under two and 0 under none' compare --rules two.json --rules none.json sales.csv
    # A difference of the redemption is one that a run over the stream shows.
    sed -e 's/"lots"/"redemption": {"rates": [{"points": "10 points", "value": "1.00 USD"}], "at_least": "20 points"}, "lots"/' two.json >twenty.json
    sed -e 's/20 points/30 points/' twenty.json >thirty.json
    run 1 '' difference --rules twenty.json --rules thirty.json --stream shortest.csv
    grep -qF 'redemption' out || fail "no redemption: $(cat out)"
    for each in twenty thirty; do
        run 0 '' --rules $each.json shortest.csv -q --members $each.csv
    done
    ! cmp -s twenty.csv thirty.csv || fail "both do the same: $(cat twenty.csv)"
}

# Every shop of the examples is read, described in both languages, written and run.
case_shops_of_the_examples() {
    printf 'id,member,time,category,component,channel,quantity,amount\n1,anna,2025-03-08,1,goods,1,1,80.00\n1,anna,2025-03-08,2,goods,1,3,30.00\n2,anna,2025-03-09,4,goods,1,3,90.00\n' >sales.csv
    run 0 'gallery:coupon: 1 rule, 1 discount, no mistake' -p gallery:coupon --check-rules
    for each in "$streams"/../../../examples/rules/shops/*.json; do
        case $each in
        */bookshop_members.json) # reads who is a member
            run 0 'no mistake' --rules "$each" --check-rules
            run 2 'the facts of members come with --profiles FILE' --rules "$each" sales.csv
            continue
            ;;
        */referral_rewards.json) # its wallet makes things of points and stamps
            run 2 'expected vouchers, found "welcomes"' --rules "$each" --check-rules
            continue
            ;;
        esac
        run 0 'no mistake' --rules "$each" --check-rules
        for form in text markdown mermaid json; do
            run 0 '' --rules "$each" --describe=$form
            run 0 '' --rules "$each" --describe=$form --language de
        done
        run 0 '' --rules "$each" --describe=rules
        mv out again.json
        says=
        case $each in
        */gym_drinks.json | */quiz.json) says='so no line is an activity' ;;
        */membership_by_days.json) says='so no line is a membership' ;;
        esac
        run 0 "$says" --rules again.json sales.csv -q --totals again.csv
        run 0 "$says" --rules "$each" sales.csv -q --totals once.csv
        grep -qxF 'events,accepted,2' once.csv || fail "$each: $(cat once.csv)"
        cmp -s once.csv again.csv || fail "$each: $(cat again.csv)"
    done
}

# The points of January are redeemed in February, and nobody buys anything then: February is shown.
case_liability_of_redemptions() {
    printf 'id,member,time,kind,amount,points_redeemed\n1,anna,2025-01-10,purchase,100.00,\n2,anna,2025-02-10,redemption,,500\n' >sales.csv
    run 0 '' --rules "$streams/rules_redemption.json" sales.csv -q --liability months.csv
    for row in '^2025-01,0,1000,0,' '^2025-02,1000,0,500,'; do
        grep -qE -- "$row" months.csv || fail "months.csv has no $row: $(cat months.csv)"
    done
}

# Programmes side by side: VIB at 500 and at 300. Anna's second purchase earns 100 and 125 points, Ben's are equal.
case_side_by_side() {
    rules=$streams/../../../examples/rules/beauty.json
    printf 'id,member,time,amount\n1,anna,2021-01-05,320.00\n2,ben,2021-01-06,50.00\n3,anna,2021-02-05,100.00\n' >sales.csv
    run 0 '' compare --rules "$rules" --sweep /rules/0/tiered/thresholds/0=500,300 sales.csv --table table.csv --winners winners.csv
    for row in 'figure,thresholds/0=500,thresholds/0=300' '"events, accepted",3,3' '"granted, points",470,495' \
        '"tiers, members in tier VIB",0,1' '"balance, points",470,495' '"winners, points",0,1' '"losers, points",0,0' \
        '"as before, points",2,1' '"gained, points",0,25' '"lost, points",0,0' \
        '"winners, points, Insider under thresholds/0=500",0,1' '"winners, points, fifth 1 by spend",0,0' \
        '"gained, points, fifth 3 by spend",0,25'; do
        grep -qxF -- "$row" table.csv || fail "table.csv has no line $row: $(cat table.csv)"
    done
    printf 'member,thresholds/0=500,thresholds/0=300\nanna,420,445\nben,50,50\n' >expected.csv
    cmp -s winners.csv expected.csv || fail "winners.csv: $(cat winners.csv)"
    sed 's/"350.00 USD"/"300.00 USD"/' "$rules" >lower.json
    run 0 '' compare --rules "$rules" --rules lower.json sales.csv
    grep -qE '^winners, points +0 +1$' out || fail "no winners: $(cat out)"
    "$program" compare --rules "$rules" --rules lower.json - <sales.csv >piped 2>err
    check 0 '' $? 'compare of the standard input'
    same piped out
    run 2 'compare: which file?' compare --rules "$rules" --rules lower.json
    run 2 'compare: give --rules from 2 to 16 times' compare --rules "$rules" sales.csv
    run 2 'the rules have no number at /rules/7' compare --rules "$rules" --sweep /rules/7=1,2 sales.csv
    run 2 'the rules have no number at /rules/0' compare --rules "$rules" --sweep /rules/0=1,2 sales.csv
    run 2 "expected a number, found 'x'" compare --rules "$rules" --sweep /rules/0/tiered/thresholds/0=1,x sales.csv
    run 2 '--members means nothing here' compare --rules "$rules" --rules lower.json sales.csv --members members.csv
    run 2 'are one file' compare --rules "$rules" --rules lower.json sales.csv --table sales.csv
    run 2 'cannot open nothing.json' compare --rules "$rules" --rules nothing.json sales.csv
    # What they cost and what is owed: 495 points at 0.01, of which 10 % are never redeemed: 50 points, half up.
    run 0 '' compare --rules "$rules" --rules lower.json sales.csv --point-value 0.01 --breakage 10 --table table.csv
    for row in '"cost, USD",4.70,4.95' '"liability, USD",4.23,4.45'; do
        grep -qxF -- "$row" table.csv || fail "table.csv has no line $row: $(cat table.csv)"
    done
    run 2 'compare: the rules of' compare --rules "$rules" --rules "${rules%beauty.json}retail.json" sales.csv
    grep -q 'are in USD, those of .*retail.json in GBP: compare programmes of one currency' err || fail 'currencies mixed'
    sed 's/"programme": "beauty",/"programme": "beauty", "layout": "cdnow",/' "$rules" >cdnow.json
    run 2 'say with --layout which the file has' compare --rules "$rules" --rules cdnow.json sales.csv
    # A page with plots; what stood there before stays if the run fails.
    run 0 '' compare --rules "$rules" --sweep /rules/0/tiered/thresholds/0=500,300 sales.csv -q --page page.html
    for each in granted members shift tiers; do
        grep -q "<svg id=\"$each\"" page.html || fail "the page has no plot $each"
    done
    grep -q '<th scope="row">300</th><td>495</td><td>495</td>' page.html || fail 'the page has no row of 300'
    echo old >page.html
    run 3 "expected a column 'Datum' for time" compare --rules "$rules" --rules lower.json sales.csv --map time=Datum --page page.html
    [ "$(cat page.html)" = old ] || fail 'the old page is lost'
    nothing_left_over
}

# Returns of a file that states amounts and no prices: one of nine pieces for 900.00, all of 40.50, and the pieces of 1.00 for 8.
case_returns_by_amount() {
    rules=$streams/../../../examples/rules/retail.json
    printf '%s\n' 'id,member,time,kind,original,quantity,amount' 's1,anna,2025-01-05,,,9,900.00' 's2,anna,2025-01-06,,,,40.50' \
        's3,anna,2025-01-07,,,8,1.00' 'b1,anna,2025-01-08,return,s1,1,100.00' 'b2,anna,2025-01-09,return,s2,,40.50' \
        'b3,anna,2025-01-10,return,s3,4,0.50' 'b4,anna,2025-01-11,return,s1,8,800.00' \
        's4,anna,2025-01-12,,,,90.00' 'b5,anna,2025-01-13,return,s4,,40.00' >sales.csv
    run 0 '' --rules "$rules" --layout default sales.csv -q --totals totals.csv --outcomes outcomes.csv
    for row in 'returns,pieces taken back,14' 'returns,pieces without a known purchase,1' 'taken back by returns,points,951'; do
        grep -qxF -- "$row" totals.csv || fail "totals.csv has no line $row: $(cat totals.csv)"
    done
    for row in '5,b1,2025-01-08 00:00:00,anna,s1,,-100,0,Silver' '6,b2,2025-01-09 00:00:00,anna,s2,,-50,0,Silver'; do
        grep -qxF -- "$row" outcomes.csv || fail "outcomes.csv has no line $row: $(cat outcomes.csv)"
    done
}

# Two programmes that name categories in other ways: each counts by its own names, as it does alone.
case_categories_apart() {
    printf 'id,member,time,amount\n1,anna,2025-01-05,100.00\n' >sales.csv
    run 0 'sales.csv: the rules read category, and the file has no such column, so each line is of category 0: --map category=COLUMN says which it is' -p coffee sales.csv -q
    run 0 'sales.csv: the rules read tender, and the file has no such column, so each line is paid in cash: --map tender=COLUMN says which it is' -p coffee sales.csv -q
    run 0 '' -p beauty sales.csv -q
    rules=$streams/../../../examples/rules
    printf 'id,member,time,category,amount\n1,anna,2025-01-05,groceries,100.00\n2,anna,2025-01-06,fuel,100.00\n3,anna,2025-01-07,7,100.00\n' >sales.csv
    sed -e 's/"fuel"/"petrol"/g' "$rules/card.json" >other.json
    cmp -s other.json "$rules/card.json" && fail 'the rules are equal'
    "$program" --rules "$rules/card.json" sales.csv -q --members one.csv 2>err || fail 'alone'
    "$program" --rules other.json sales.csv -q --members two.csv 2>err || fail 'alone'
    cmp -s one.csv two.csv && fail 'the names make no difference'
    for order in "$rules/card.json other.json one.csv two.csv" "other.json $rules/card.json two.csv one.csv"; do
        set -- $order
        run 0 '' compare --rules "$1" --rules "$2" sales.csv --table table.csv
        of() {
            awk -F, 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "USD") at = i} NR == 2 {print $at}' "$1"
        }
        grep -qxF -- "\"balance, USD\",$(of "$3"),$(of "$4")" table.csv || fail "$(of "$3") $(of "$4") $(cat table.csv)"
    done
}

# Returns and redemptions of the layout default: two of three pieces come back, 100 points are redeemed, 5000 are not there.
case_returns_and_redemptions() {
    rules=$streams/../../../examples/rules/retail.json
    printf '%s\n' 'id,member,time,kind,original,sku,quantity,unit_price,points_redeemed' 's1,anna,2025-01-05,purchase,,cup,3,100.00,' \
        's2,anna,2025-01-06,purchase,,cup,1,100.00,' 'r1,anna,2025-01-07,redemption,,,,,100' 'r2,anna,2025-01-07,redemption,,,,,5000' \
        'b1,anna,2025-01-08,return,s1,cup,2,100.00,' 'b2,anna,2025-01-09,return,s9,cup,1,100.00,' \
        'r3,anna,2025-01-10,redemption,,,,,' >sales.csv
    run 0 "sales.csv:8:" --rules "$rules" --layout default sales.csv -q --totals totals.csv --liability liability.csv
    grep -qF "expected the points that are redeemed, such as 500" err || fail 'a redemption of nothing'
    for row in 'events,accepted,3' 'events,refused,1' 'granted,points,400' 'taken back by returns,points,200' 'returns,pieces taken back,2' \
        'returns,pieces without a known purchase,1'; do
        grep -qxF -- "$row" totals.csv || fail "totals.csv has no line $row: $(cat totals.csv)"
    done
    tail -n 1 liability.csv | grep -q '^2025-01,0,400,100,0,200,100,' || fail "$(cat liability.csv)"
    run 0 '' --rules "${rules%retail.json}beauty.json" sales.csv -q --totals totals.csv
    for row in 'lines passed over,kind: return,2' 'lines passed over,kind: redemption,3'; do
        grep -qxF -- "$row" totals.csv || fail "totals.csv has no line $row: $(cat totals.csv)"
    done
    # Points that pay a purchase are no fact that is passed over: a programme without prices takes them in no purchase.
    printf '%s\n' 'id,member,time,kind,amount,points_redeemed' '1,ai,2025-01-30,purchase,5001.00,' \
        '2,ai,2025-01-31,purchase,100.00,16' '3,ai,2025-01-31,redemption,,25' >pays.csv
    printf '%s' '{"programme": "j", "currency": "USD", "redemption": {"rates": [{"points": "1 points", "value": "1.00 USD"}]}, "rules": [{"points": [{"per_amount": {"award": "1 points", "per": "100.00 USD"}}, {"round_off": "floor"}]}], "lots": {"expiring": "never_expires"}}' >pays.json
    run 0 "pays.csv:3:33: expected no points of a purchase: points pay the purchases of a shop alone, and a line of the kind redemption spends them, found '16'" --rules pays.json pays.csv -q --outcomes pays.out
    [ "$(cut -d , -f 2,7 pays.out | tr '\n' ' ')" = 'event,points 1,50 3,0 ' ] || fail "$(cat pays.out)"
    # A stream for two programmes, of which one has an account and one has none.
    sed -e 's/USD"/GBP"/g' "${rules%retail.json}beauty.json" >beauty.json
    run 0 'sales.csv:8:' compare --rules beauty.json --rules "$rules" --layout default sales.csv --table table.csv
    for row in '"events, accepted",2,3' '"events, passed over for want of an account",4,0' '"granted, points",400,400' '"balance, points",400,100'; do
        grep -qxF -- "$row" table.csv || fail "table.csv has no line $row: $(cat table.csv)"
    done
}

# Generated streams: written and run, or run at once, they are the same; what does not fit is said.
case_generated_streams() {
    rules=$streams/../../../examples/rules/retail.json
    run 0 '' generate --stream doubles --transactions 3000 --customers 60 --csv doubles.csv
    grep -qE '^ +3,[0-9]{3}  purchases|^ +2,[0-9]{3}  purchases' out || fail "no totals: $(cat out)"
    run 0 '' --rules "$rules" --layout default doubles.csv --members file.csv -q --totals file.totals
    run 0 '' --rules "$rules" --stream doubles --transactions 3000 --customers 60 --members stream.csv -q --totals stream.totals
    same stream.csv file.csv
    grep -v '^input,file' file.totals >a
    grep -v '^input,file' stream.totals >b
    same a b
    grep -q '^input,file,stream doubles$' stream.totals || fail "$(cat stream.totals)"
    grep -q "^refused because,\"the event has the time and id of the member's last one" stream.totals || fail 'no double submission is refused'
    run 2 "there is no stream 'nothing': there are even, seasons, shop, doubles, rings" --rules "$rules" --stream nothing
    run 2 '--stream shop and the file sales.csv: give one of them' --rules "$rules" --stream shop sales.csv
    run 2 '--layout means nothing here' --rules "$rules" --stream shop --layout cdnow
    run 2 '--dates means nothing here: it is of a file, and this run reads the stream shop' --rules "$rules" --stream shop --dates dmy
    run 2 '--seed means nothing here' -p w5 --seed 7
    run 2 '--transactions: a stream has from 1 to 10000000000 events, not 0' generate --stream shop --transactions 0
    run 2 'generate: which stream?' generate
    run 2 'cannot write no/such.csv: No such file or directory' generate --stream shop --csv no/such.csv
    echo old >shop.csv
    (
        trap '' XFSZ
        ulimit -f 1
        "$program" generate --stream shop --transactions 3000 --csv shop.csv >/dev/null 2>err
    )
    check 2 'cannot write shop.csv: File too large' $? 'a stream larger than the disk'
    [ "$(cat shop.csv)" = old ] || fail 'the old file is lost'
    nothing_left_over
}

# A folder, and files that are no text: each with what helps.
case_no_text() {
    good_sales
    run 2 '. is a folder: name a file in it' -p coffee .
    "$program" -p coffee - <. >out 2>err
    check 2 'the standard input is a folder' $? 'folder as standard input'
    gzip -c sales.csv >'my sales.csv'
    run 3 "my sales.csv is a file that gzip has compressed: try gzip -dc 'my sales.csv' | loyalty_run ... -" -p coffee 'my sales.csv'
    "$program" -p coffee - <'my sales.csv' >out 2>err
    check 3 'standard input is a file that gzip has compressed: try gzip -dc | loyalty_run ... -' $? 'gzip through a pipe'
    grep -q -- --map err && fail '--map does not help here'
    printf '\375\067\172\130\132\000\000' >sales.xz
    run 3 'try xz -dc sales.xz | loyalty_run ... -' -p coffee sales.xz
    printf 'PK\003\004rest' >sales.xlsx
    run 3 'sales.xlsx is a zip archive or a workbook of a spreadsheet: save the sheet as CSV' -p coffee sales.xlsx
    printf '\376\377\000m\000e' >marked.csv
    run 3 'marked.csv is text in UTF-16: try iconv -f UTF-16 -t UTF-8 marked.csv | loyalty_run ... -' -p coffee marked.csv
    printf 'm\000e\000m\000' >unmarked.csv
    run 3 'unmarked.csv is text in UTF-16' -p coffee unmarked.csv
    # What helps does help.
    gzip -dc 'my sales.csv' | "$program" -p coffee - -q --members a.csv 2>err || fail 'the unpacked file'
    run 0 '' -p coffee sales.csv -q --members b.csv
    same a.csv b.csv
}

# Files without a line.
case_empty_files() {
    : >nothing.csv
    run 3 'nothing.csv is empty: not even a header stands in it' -p coffee nothing.csv
    "$program" -p coffee - </dev/null >out 2>err
    check 3 'standard input is empty' $? 'empty standard input'
    run 0 '' -p coffee nothing.csv -q --no-header --map 'member=1,time=2,amount=3'
    head -n 1 "$streams/coffee_lines.csv" >header.csv
    run 0 '' -p coffee header.csv -q
    printf '\n\n' >blank.csv
    run 3 "expected a column 'time' for time, found no header" -p coffee blank.csv
}

# advised REMEDY ARGUMENTS...: the run fails, says REMEDY, and does not speak of --map.
advised() {
    remedy=$1
    shift
    run 3 "$remedy" "$@"
    if grep -q -- --map err; then
        fail "--map does not help here: $*"
    fi
}

# Each kind of file that is written in another way gets the option that reads it, and the option reads it.
case_another_way() {
    printf 'id;member;time;amount\n1;anna;2025-01-10;12,50\n' >semicolon.csv
    advised 'semicolons between the columns: try --delimiter semicolon' -p beauty semicolon.csv
    printf '"id";"member";"time";"amount"\r\n"1";"anna";"2025-01-10";"12,50"\r\n' >quoted.csv
    advised 'try --delimiter semicolon' -p beauty quoted.csv
    printf 'id\tmember\ttime\tamount\n1\tanna\t2025-01-10\t12.50\n' >tab.csv
    advised 'tabs between the columns: try --delimiter tab' -p beauty tab.csv
    printf 'time|amount|member\n2025-01-10|12.50|anna\n' >bar.csv
    advised "bars between the columns: try --delimiter '|'" -p beauty bar.csv
    printf 'customer_id,date,number_of_cds,dollar_value\n1,19970101,1,11.77\n' >music.csv
    advised 'commas between the columns: try --delimiter comma' -p music music.csv
    printf 'member time amount\nanna 2025-01-10 12.50\n' >blank.csv
    advised 'blanks between the columns: try --delimiter space' -p beauty blank.csv
    run 0 '' -p beauty quoted.csv -q --delimiter semicolon --decimal-comma --outcomes -
    [ "$(tail -n 1 out)" = '2,1,2025-01-10 00:00:00,anna,,12,Insider' ] || fail 'the semicolon file'
    run 0 '' -p music music.csv -q --delimiter comma
    # One name with a blank is no delimiter; a column that is missing is what --map is for.
    printf 'member,booked at,amount\nanna,2025-01-10,12.50\n' >column.csv
    run 3 "found columns 'member', 'booked at', 'amount' (--map FACT=COLUMN names another column)" -p beauty column.csv
    run 0 '' -p beauty column.csv -q --map 'time=booked at'
    # A header that cannot be read.
    printf 'mem"ber,time,amount\nanna,2025-01-10,12.50\n' >header.csv
    advised 'expected no quote inside a field' -p beauty header.csv
}

# Amounts with separators and signs: nothing is guessed, and the option is named.
case_amounts() {
    printf 'id,member,time,amount\n1,anna,2025-01-10,"1,234.56"\n2,anna,2025-01-11,$5.00\n3,anna,2025-01-12,"-$1,000.00"\n4,anna,2025-01-13,7\n' >us.csv
    run 0 "found '1,234.56', which is a number with the group separator ',' (--thousands comma)" -p beauty us.csv
    grep -qF "(--currency-sign '\$')" err || fail 'no remedy for the sign'
    grep -qF "(--thousands comma --currency-sign '\$')" err || fail 'no remedy for both'
    run 0 '' -p beauty us.csv -q --outcomes - --thousands comma --currency-sign '$'
    [ "$(cut -d , -f 2,5,6 out | tr '\n' ' ')" = 'event,refused,points 1,,1234 2,,5 3,an amount is negative: send money that goes back as a return,0 4,,7 ' ] || fail "$(cat out)"
    printf 'member,time,amount\nanna,2025-01-10,"1,234"\nanna,2025-01-11,"2,500"\n' >both.csv
    advised 'Of 2 malformed lines 2 write numbers in another way: try --thousands comma or --decimal-comma' -p beauty both.csv
    run 0 '' -p beauty both.csv -q --outcomes - --thousands comma
    [ "$(tail -n 1 out | cut -d , -f 6)" = 2500 ] || fail 'thousands'
    run 0 '' -p beauty both.csv -q --outcomes - --decimal-comma
    [ "$(tail -n 1 out | cut -d , -f 6)" = 2 ] || fail 'decimals'
    printf 'member;time;amount\nanna;2025-01-10;1 234,50 EUR\nanna;2025-01-11;10,00 EUR\n' >french.csv
    advised 'try --decimal-comma --thousands space --currency-sign EUR' -p beauty french.csv --delimiter semicolon
    run 0 '' -p beauty french.csv -q --delimiter semicolon --decimal-comma --thousands space --currency-sign EUR
    printf 'member,time,amount\nanna,2025-01-10,$5\nben,2025-01-10,\302\2435\n' >two.csv
    advised '2 lines are malformed: --delimiter' -p beauty two.csv
    run 2 '--thousands point: that is the decimal separator' -p beauty us.csv --thousands point
    run 2 '--thousands: give comma, point, space or apostrophe, not ' -p beauty us.csv --thousands _
    run 2 '--currency-sign: give a sign' -p beauty us.csv --currency-sign 5
}

# An option that means nothing in a run is refused, not ignored.
case_options_without_meaning() {
    good_sales
    run 2 '--transactions means nothing here: it is of the generated stream, and this run reads sales.csv' -p coffee sales.csv --transactions 5
    run 2 '--customers means nothing here' -p coffee - --customers 5
    run 2 '--transactions means nothing here' -p w5 sales.csv --transactions 1000000
    for option in '--sort' '--strict' '--no-header' '--zone Z' '--rounding down' '--dates dmy' '--thousands comma' \
        '--errors 5' '--map amount=x' '--check points=x' '--check-returns' '--basket-seconds 3' '--unmatched refuse' '--on-return keep'; do
        # shellcheck disable=SC2086 # two words
        run 2 "${option%% *} means nothing here: it is of a file" --transactions 10 --customers 2 $option
    done
    run 2 '--format means nothing here' -p coffee sales.csv --format json
    run 0 '' -p coffee sales.csv --format csv --totals -
    run 2 'which file?' -p coffee --sort
    # difference takes two files of rules, and compare runs them over a file: what else they were given is not dropped.
    set -- --rules "$streams/rules_short.json" --rules "$streams/rules_other.json"
    run 2 'sales.csv means nothing here: difference reads two files of --rules and makes the stream itself' difference "$@" sales.csv --members members.csv --explain anna
    for option in '--members members.csv' '--explain anna' '--check-rules' '--check-returns' '--describe' '--totals totals.csv' '--layout cdnow' '--format json'; do
        # shellcheck disable=SC2086 # two words
        run 2 "${option%% *} means nothing here: difference takes --rules twice" difference "$@" $option
    done
    run 2 '--rules stands before difference' --rules "$streams/rules_short.json" difference --rules "$streams/rules_other.json"
    run 1 '' difference "$@" --zone +02:00
    for option in --check-returns --check-rules --describe; do
        run 2 '--check-returns, --check-rules and --describe mean nothing here: compare runs files of --rules' compare "$@" sales.csv $option
    done
    [ ! -e members.csv ] || fail 'members.csv was written'
    run 2 '--ruels: did you mean --rules?' --ruels "$streams/rules_short.json" sales.csv
    run 2 'mean nothing here: a shop takes no returns from a file. Leave them out' --rules "$streams/rules_shop.json" sales.csv --as-of 2025-06-01
    for each in 'compare sales.csv' difference; do
        # shellcheck disable=SC2086 # two words
        run 2 "Run it alone: loyalty_run --rules $streams/rules_shop.json" $each --rules "$streams/rules_shop.json" --rules "$streams/rules_short.json"
    done
    printf '%s' '{"programme": "a", "currency": "USD", "lots": {"expiring": "never_expires"}, "redemption": {"rates": [{"points": "1 points", "value": "0.01 USD"}], "limits": [{"most": "5 points", "window": {"rolling_window": {"periods": 3, "unit": "day"}}}]}, "rules": [{"points": [{"per_visit": {"award": "1 points"}}]}]}' >limits.json
    run 2 'types such as json::rolling_limits are of C++' --rules limits.json --check-rules
}

# The members of a file share the quotas of its rules: what is left stands in the totals, and a wheel draws by its seed.
case_quotas_and_wheels() {
    printf '%s' '{"programme": "launch", "currency": "USD", "rules": [
        {"limited": {"quota": {"number": 1, "whole": "1000 points"},
                     "policy": {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}}},
        {"limited": {"quota": {"number": 2, "whole": "2 items"}, "policy": {"points": [{"per_visit": {"award": "1 stamps"}}]}}}]}' >launch.json
    printf 'id,member,time,amount\n1,anna,2025-01-10,600.00\n2,ben,2025-01-11,600.00\n3,cara,2025-01-12,5.00\n' >sales.csv
    run 0 '2 rules, no mistake' --rules launch.json --check-rules
    run 0 '' --rules launch.json sales.csv -q --outcomes out.csv --totals totals.csv
    [ "$(cut -d , -f 2,4,7,8 out.csv | tr '\n' ' ')" = 'event,member,points,stamps 1,anna,600,1 2,ben,400,1 3,cara,0,0 ' ] || fail "$(cat out.csv)"
    for each in 'quotas,"quota 1, points, whole",1000' 'quotas,"quota 1, points, left",0' \
        'quotas,"quota 2, awards, whole",2' 'quotas,"quota 2, awards, left",0'; do
        grep -qxF -- "$each" totals.csv || fail "no $each in: $(cat totals.csv)"
    done
    run 2 'a return is evaluated anew: leave them out' --rules launch.json sales.csv -q --check-returns
    run 2 'the rules have no prize_wheel' --rules launch.json sales.csv --wheel-seed 1

    # Each programme of a comparison has its own quotas: 500 points are gone after anna's purchase.
    sed 's/1000 points/500 points/' launch.json >half.json
    run 0 '' compare --rules launch.json --rules half.json sales.csv --table table.csv --winners winners.csv
    for each in '"quotas, quota 1, points, whole",1000,500' '"quotas, quota 1, points, left",0,0' '"quotas, quota 2, awards, left",0,0'; do
        grep -qxF -- "$each" table.csv || fail "no $each in: $(cat table.csv)"
    done
    [ "$(tr '\n' ' ' <winners.csv)" = 'member,launch,half anna,600,500 ben,400,0 cara,0,0 ' ] || fail "$(cat winners.csv)"
    for each in 'compare sales.csv' difference; do
        # shellcheck disable=SC2086 # two words
        run 2 'the rules have no prize_wheel' $each --rules launch.json --rules half.json --wheel-seed 1
    done
    # The stream that shows a difference shows it in a run too.
    run 1 '' difference --rules launch.json --rules half.json --stream shortest.csv
    for each in launch half; do
        run 0 '' --rules $each.json shortest.csv -q --outcomes $each.csv
    done
    ! cmp -s launch.csv half.csv || fail "no difference in: $(cat shortest.csv)"

    printf '%s' '{"programme": "fair", "currency": "USD", "rules": [
        {"prize_wheel": {"seed": 1, "prizes": [{"weight": 1, "award": "0 points"}, {"weight": 1, "award": "10 points"}],
                         "spun": "spun_by_purchase"}}]}' >fair.json
    i=0
    echo 'id,member,time,amount' >visits.csv
    while [ $i -lt 64 ]; do
        i=$((i + 1))
        echo "$i,anna,2025-01-10T10:$((i / 60 + 10)):$((i % 60 / 10))$((i % 10)),1.00" >>visits.csv
    done
    for seed in 1 2; do
        run 0 '' --rules fair.json visits.csv -q --wheel-seed $seed --outcomes seed$seed.csv
    done
    run 0 '' --rules fair.json visits.csv -q --outcomes text.csv
    same text.csv seed1.csv
    ! cmp -s seed1.csv seed2.csv || fail 'two seeds, and the same draws'
    # Anyone computes the tickets again: member 0 is the first, and an event is its line times 2^20 (SipHash by hand).
    sed 's/"seed": 1/"seed": 2025/; s/"weight": 1,/"weight": 50,/g' fair.json >fair_2025.json
    printf 'id,member,time,amount\n1,zoe,2025-01-01,1.00\n2,zoe,2025-01-02,1.00\n3,yan,2025-01-03,1.00\n' >three.csv
    run 0 '' --rules fair_2025.json three.csv -q --explain zoe --explain yan
    [ "$(sed -n 's/.*  1. prize_wheel *ticket \([0-9]*\) was drawn/\1/p' out | tr '\n' ' ')" = '43 12 69 ' ] || fail "$(cat out)"
    won=$(grep -c ',10$' text.csv)
    [ "$won" -gt 12 ] && [ "$won" -lt 52 ] || fail "$won of 64 spins win"

    # Two wheels of one seed draw the same tickets, in a comparison and in the stream that shows their difference.
    sed 's/"10 points"/"20 points"/' fair.json >fairer.json
    run 0 '' compare --rules fair.json --rules fairer.json visits.csv --winners winners.csv --wheel-seed 2
    points=$(grep -c ',10$' seed2.csv)
    grep -qx "anna,$((points * 10)),$((points * 20))" winners.csv || fail "$points spins won: $(cat winners.csv)"
    for seed in 1 7; do
        run 1 '' difference --rules fair.json --rules fairer.json --stream shortest.csv --wheel-seed $seed
        run 0 '' --rules fair.json shortest.csv -q --outcomes one.csv --wheel-seed $seed
        run 0 '' --rules fairer.json shortest.csv -q --outcomes other.csv --wheel-seed $seed
        [ "$(tail -n 1 one.csv | grep -c ',10$')$(tail -n 1 other.csv | grep -c ',20$')" = 11 ] || fail "$(cat one.csv other.csv)"
    done
}

# Points of a campaign expire after 30 days, and all others at the end of the next year.
case_dates_of_their_own() {
    printf 'id,member,time,amount\n1,anna,2025-06-01,60.00\n2,anna,2025-08-02,10.00\n' >sales.csv
    run 0 '' -p gallery:seasonal sales.csv -q --outcomes out.csv --members members.csv --totals totals.csv
    [ "$(cut -d , -f 2,4,7 out.csv | tr '\n' ' ')" = 'event,member,points 1,anna,280 2,anna,10 ' ] || fail "$(cat out.csv)"
    grep -qxF 'quotas,"quota 1, points, left",900' totals.csv || fail "$(cat totals.csv)"
    grep -q '^anna,.*,190,' members.csv || fail "$(cat members.csv)"
    run 0 '2 rules, no mistake' -p gallery:seasonal --check-rules
    printf '%s' '{"programme": "seasonal", "currency": "USD", "rules": [{"points": [{"per_visit": {"award": "1 points"}}]}],
        "lots": {"expiring": "never_expires"}}' >plain.json
    run 0 '' compare --rules plain.json --rules "$streams/../../../examples/rules/seasonal.json" sales.csv --winners winners.csv
    grep -qx 'anna,2,190' winners.csv || fail "$(cat winners.csv)"
}

# A number in the column kind is an activity. Reviews (1) give 25 points, the profile (2) 50 once, and purchases two a dollar.
case_activities() {
    rules=$streams/../../../examples/rules
    printf 'id,member,time,kind,score,amount\n1,anna,2025-03-01,1,,\n2,anna,2025-03-02,2,,\n3,anna,2025-03-03,2,,\n4,anna,2025-03-04,,,20.00\n5,anna,2025-03-05,review,,\n6,anna,2025-03-06,1,-1,\n' >acts.csv
    run 0 'acts.csv:7:21: expected a score of 0 or more, found' --rules "$rules/beauty_squad.json" acts.csv -q --outcomes out.csv --totals totals.csv
    [ "$(cut -d , -f 2,4,6,7 out.csv | tr '\n' ' ')" = 'event,member,points,tier 1,anna,25,fan 2,anna,50,fan 3,anna,0,fan 4,anna,40,pro ' ] || fail "$(cat out.csv)"

    # Six points a day at most for each ten minutes; the fifth session gives a stamp. The file has no money at all.
    printf 'member,time,kind,score\nzoe,2025-03-03T10:00,3,60\nzoe,2025-03-03T18:00,3,45\nzoe,2025-03-04T10:00,3,45\nzoe,2025-03-05T10:00,3,9\nzoe,2025-03-06T10:00,3,25\n' >gym.csv
    run 0 '' --rules "$rules/gym.json" gym.csv -q --outcomes out.csv
    [ "$(cut -d , -f 1,4,6,7 out.csv | tr '\n' ' ')" = 'line,member,points,stamps 2,zoe,6,0 3,zoe,0,0 4,zoe,4,0 5,zoe,0,0 6,zoe,2,1 ' ] || fail "$(cat out.csv)"
    run 0 '' --rules "$rules/shops/gym_drinks.json" gym.csv -q --outcomes out.csv --members members.csv
    [ "$(cut -d , -f 1,4,8,9 out.csv | tr '\n' ' ')" = 'line,member,points,vouchers 2,zoe,6,0 3,zoe,0,0 4,zoe,4,0 5,zoe,0,0 6,zoe,2,1 ' ] || fail "$(cat out.csv)"
    grep -qE '^zoe,5,.*,1$' members.csv || fail "$(cat members.csv)"
    run 0 '' --rules "$rules/gym.json" gym.csv -q --explain zoe
    grep -qF 'line 2: activity 3, score 60' out || fail "$(cat out)"

    # A review gives 20 points, and a spin of the wheel takes 6.
    printf 'member,time,kind,score\nanna,2025-01-10,1,\nanna,2025-01-11,7,6\nanna,2025-01-12,7,5\nben,2025-01-12,7,6\n' >spins.csv
    sed 's/"award": "\(0\|5\|10\|50\) points"}/"award": "5 points"}/' "$rules/prize_wheel.json" >fair.json
    run 0 '' --rules fair.json spins.csv -q --members members.csv --outcomes out.csv
    grep -qE '^anna,2,2025-01-11 00:00:00,19,' members.csv || fail "$(cat members.csv)"
    run 0 '' --rules "$rules/prize_wheel.json" spins.csv -q --totals totals.csv
    grep -qxF 'events,accepted,2' totals.csv || fail "$(cat totals.csv)"
    sed 's/,kind,/,sort,/' spins.csv >no_kind.csv
    run 3 'expected a column' --rules fair.json no_kind.csv
}

# Facts of members: twice the points in the month of the birthday and 100 on the day; 250 for 500.00 in a year of membership.
case_profiles() {
    rules=$streams/../../../examples/rules
    printf 'member,joined,birthday\nanna,2024-06-15,03-10\n' >members.csv
    printf 'id,member,time,amount\n1,anna,2025-03-10,100.00\n2,anna,2025-03-11,450.00\n3,ben,2025-03-10,10.00\n' >sales.csv
    # A rule reads when members joined: nobody counts as joined in 1970.
    run 3 "sales.csv:4: the member 'ben' has no line in members.csv, and membership_year reads \`joined\` of the member ($rules/birthday.json:15:" --rules "$rules/birthday.json" sales.csv --profiles members.csv -q
    printf 'ben,,12-24\n' >>members.csv
    run 3 "members.csv:3:5: expected in the column 'joined' the day on which the member joined, such as 2024-06-15, since membership_year reads" --rules "$rules/birthday.json" sales.csv --profiles members.csv -q
    run 3 "members.csv:3:5: expected in the column 'joined'" compare --rules "$rules/birthday.json" --rules "$rules/beauty.json" sales.csv --profiles members.csv -q
    printf 'member,birthday\nanna,03-10\n' >days.csv
    run 3 "days.csv:1:1: expected a column 'joined', since membership_year reads" --rules "$rules/birthday.json" sales.csv --profiles days.csv -q
    sed 's/^ben,,/ben,2025-03-01,/' members.csv >members.new && mv members.new members.csv
    run 0 '' --rules "$rules/birthday.json" sales.csv --profiles members.csv -q --outcomes out.csv
    [ "$(cut -d , -f 2,4,6 out.csv | tr '\n' ' ')" = 'event,member,points 1,anna,300 2,anna,1150 3,ben,10 ' ] || fail "$(cat out.csv)"
    run 0 '3 rules, no mistake' --rules "$rules/birthday.json" --check-rules
    run 2 'the facts of members come with --profiles FILE' --rules "$rules/birthday.json" sales.csv
    # Attribute 1 activates the category of the quarter; others are paid 1 %.
    printf 'member,attributes,member_from,member_until,recipient\nanna,1 7,2025-01-01,2026-01-01,2\n' >facts.csv
    run 0 '' -p gallery:rotating_cashback sales.csv --profiles facts.csv -q
    printf '%s' '{"programme": "club", "currency": "USD", "rules": [
        {"points": [{"per_visit": {"award": "5 points", "when": "membership_active"}}]},
        {"points": [{"per_visit": {"award": "1 stamps", "when": {"member_has": 7}}}]}]}' >club.json
    printf '4,anna,2026-01-01,1.00\n' >>sales.csv
    run 0 '' --rules club.json sales.csv --profiles facts.csv -q --outcomes out.csv
    [ "$(cut -d , -f 2,6,7 out.csv | tr '\n' ' ')" = 'event,points,stamps 1,5,1 2,5,1 3,0,0 4,0,1 ' ] || fail "$(cat out.csv)"
    # What comes back is counted by the facts of its own member: half of ben's 100 points, and none of anna's month.
    printf '%s' '{"programme": "month", "currency": "USD", "rules": [{"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}},
        {"multiply_by": {"factor": 2, "when": "birthday_month"}}, {"round_off": "floor"}]}], "lots": {"expiring": "never_expires"}}' >month.json
    printf 'id,member,time,sku,kind,original,quantity,amount\n1,anna,2025-03-10,9,,,1,50.00\n2,ben,2025-03-10,9,,,2,100.00\n3,ben,2025-03-11,9,return,2,-1,-50.00\n' >months.csv
    run 0 '' --rules month.json months.csv --profiles members.csv -q --outcomes out.csv
    [ "$(cut -d , -f 2,4,7 out.csv | tr '\n' ' ')" = 'event,member,points 1,anna,100 2,ben,100 3,ben,-50 ' ] || fail "$(cat out.csv)"
    printf 'member,joined\nanna,June\n' >wrong.csv
    run 3 'wrong.csv:2:6: expected a day such as 2024-06-15, found '"'June'" --rules "$rules/birthday.json" sales.csv --profiles wrong.csv
    printf 'member,joined\nanna,2024-06-15\nanna,2024-06-16\n' >wrong.csv
    run 3 'wrong.csv:3:1: expected each member in one line' --rules "$rules/birthday.json" sales.csv --profiles wrong.csv
    printf 'name\nanna\n' >wrong.csv
    run 3 "wrong.csv:1:1: expected a column 'member'" --rules "$rules/birthday.json" sales.csv --profiles wrong.csv
    run 2 'cannot open nothing.csv' --rules "$rules/birthday.json" sales.csv --profiles nothing.csv
}

# A delivery gives 20 points, a paid membership 5 % in the place of 3 %, and a tier by hand holds to its day.
case_deliveries_memberships_and_tiers() {
    rules=$streams/../../../examples/rules
    printf 'member,time,kind,store\nanna,2025-03-01,delivery,1\nanna,2025-03-08,delivery,2\nanna,2025-03-08,parcel,2\n' >boxes.csv
    run 0 '' --rules "$rules/coffee_subscription.json" boxes.csv -q --outcomes out.csv --totals totals.csv
    [ "$(cut -d , -f 1,4,6 out.csv | tr '\n' ' ')" = 'line,member,points 2,anna,20 3,anna,20 ' ] || fail "$(cat out.csv)"
    grep -qxF 'lines passed over,"kind: neither purchase, return, redemption, delivery, membership, tier_grant nor the number of an activity",1' totals.csv || fail "$(cat totals.csv)"
    sed 's/{"per_delivery": .*}}/&, {"multiply_by": {"factor": 2, "when": {"store_is": [2]}}}, {"round_off": "floor"}/' "$rules/coffee_subscription.json" >store.json
    run 0 '' --rules store.json boxes.csv -q --outcomes out.csv --explain anna
    [ "$(cut -d , -f 1,6 out.csv | tr '\n' ' ')" = 'line,points 2,20 3,40 ' ] || fail "$(cat out.csv)"
    grep -qF '2025-03-08 00:00:00  member anna, line 3: a delivery' out || fail "$(cat out)"
    sed 's/,kind,/,sort,/' boxes.csv >no_kind.csv
    run 0 'so no line is a delivery' --rules store.json no_kind.csv -q --without-money

    # 3 %, then 5 % within the membership, which the fourth line ends; one may not end before it begins.
    printf 'id,member,time,kind,until,amount\n1,anna,2025-01-09,,,100.00\n2,anna,2025-01-10,membership,2026-01-10,\n3,anna,2025-06-01,,,100.00\n4,anna,2025-07-01,membership,2025-07-01,\n5,anna,2025-07-02,,,100.00\n6,anna,2025-08-01,membership,2025-07-01,\n7,anna,2025-08-02,membership,,\n' >prime.csv
    run 0 "prime.csv:8:30: expected the end of the membership, such as 2026-01-10; the time of the line ends it, found an empty field" -p gallery:prime prime.csv -q --outcomes out.csv --totals totals.csv
    [ "$(sed 's/"[^"]*"/why/' out.csv | cut -d , -f 2,6 | tr '\n' ' ')" = 'event,USD 1,3.00 2,0.00 3,5.00 4,0.00 5,3.00 6,0.00 ' ] || fail "$(cat out.csv)"
    grep -q '^7,6,2025-08-01 00:00:00,anna,[^,]' out.csv || fail "$(cat out.csv)"
    grep -qxF 'events,refused,1' totals.csv || fail "$(cat totals.csv)"
    # A day begins at midnight of the zone, and a time with an offset is an instant: 23:00Z of the 9th is 00:00 of the 10th.
    for until in 2026-01-10 2026-01-09T23:00Z; do
        printf 'member,time,kind,until,amount\nanna,2025-01-10,membership,%s,\nanna,2026-01-09 23:59:59,,,100.00\nanna,2026-01-10,,,100.00\n' $until >edge.csv
        run 0 '' -p gallery:prime edge.csv -q --outcomes out.csv --zone +01:00 --explain anna
        [ "$(cut -d , -f 1,6 out.csv | tr '\n' ' ')" = 'line,USD 2,0.00 3,5.00 4,3.00 ' ] || fail "$until: $(cat out.csv)"
        grep -qF 'line 2: membership until 2026-01-10 00:00:00' out || fail "$(cat out)"
    done
    printf 'member,time,kind,until,amount\nanna,2025-01-10,membership,2026-01-10,\nanna,2025-02-01,,,100.00\nben,2025-02-01,,,100.00\n' >shop.csv
    run 0 '' --rules "$rules/shops/membership_by_days.json" shop.csv -q --outcomes out.csv
    [ "$(cut -d , -f 1,6,7 out.csv | tr '\n' ' ')" = 'line,discounted,due 2,0.00,0.00 3,10.00,90.00 4,0.00,100.00 ' ] || fail "$(cat out.csv)"

    printf '%s' '{"programme": "club", "currency": "USD", "tiers": ["Insider", "VIB", "Rouge"], "rules": [
        {"tiered": {"thresholds": ["350.00 USD", "1000.00 USD"]}}, "tier_floor",
        {"points": [{"per_visit": {"award": "1 points"}}]}]}' >club.json
    printf 'id,member,time,kind,tier,until,amount\n1,anna,2025-03-01,tier_grant,Rouge,2025-04-01,\n2,anna,2025-03-31,,,,1.00\n3,anna,2025-04-01,,,,1.00\n4,ben,2025-03-01,tier_grant,1,,\n5,ben,2035-03-01,,,,1.00\n6,ben,2035-03-02,tier_grant,Insider,,\n7,ben,2035-03-03,tier_grant,Gold,,\n8,ben,2035-03-04,tier_grant,,,\n9,ben,2035-03-04,tier_grant,VIB,2036-01-01 12:00,\n' >tiers.csv
    run 0 'tiers.csv:9:29: expected the name or the number of a tier, found an empty field' --rules club.json tiers.csv -q --outcomes out.csv --explain anna
    grep -qF 'tiers.csv:10:33: expected a day such as 2026-01-10, the first one without the tier' err || fail "$(cat err)"
    [ "$(sed 's/"[^"]*"/why/' out.csv | cut -d , -f 2,6,7 | tr '\n' ' ')" = 'event,points,tier 1,0,Rouge 2,1,Rouge 3,1,Insider 4,0,VIB 5,1,VIB 6,0,Insider 7,0,Insider ' ] || fail "$(cat out.csv)"
    grep -q '^8,7,2035-03-03 00:00:00,ben,[^,]*no such tier' out.csv || fail "$(cat out.csv)"
    grep -qF 'line 2: tier Rouge by hand until 2025-04-01' out || fail "$(cat out)"
    sed 's/ "tier_floor",//' club.json >no_floor.json
    run 3 'no line was accepted' --rules no_floor.json - -q <<END
member,time,kind,tier
anna,2025-03-01,tier_grant,Rouge
END
    run 0 '' compare --rules club.json --rules "$rules/beauty.json" tiers.csv -q --errors 0 --table table.csv
    grep -q '"\{0,1\}tiers, changes"\{0,1\},4,' table.csv || fail "$(cat table.csv)"
}

# Anna brings ben: 5.00 for him when he has spent 10.00, and seven days later 5.00 for her.
case_referrals() {
    rules=$streams/../../../examples/rules
    printf 'id,member,time,kind,reference,amount\n1,ben,2025-03-01T09:00,1,anna,\n2,ben,2025-03-01T12:00,,,4.00\n3,ben,2025-03-02T12:00,,,6.00\n4,anna,2025-03-09T12:00,,,1.00\n5,carl,2025-03-10T08:00,,,1.00\n6,ben,2025-03-11,1,carl,\n7,dora,2025-03-11,1,dora,\n8,dora,2025-03-11,1,,\n9,dora,2025-03-11,2,ben,\n' >friends.csv
    run 0 'friends.csv:9:21: expected the member who brought this one, found an empty field' --rules "$rules/referral.json" friends.csv -q --outcomes out.csv --members members.csv --totals totals.csv --explain anna
    grep -qF 'friends.csv:10:19: expected no activity 2: the run sends it to who brought a friend' err || fail "$(cat err)"
    [ "$(sed 's/"[^"]*"/why/' out.csv | cut -d , -f 1,3,4,6 | tr '\n' '/')" = 'line,time,member,USD/2,2025-03-01 09:00:00,ben,0.00/3,2025-03-01 12:00:00,ben,0.00/4,2025-03-02 12:00:00,ben,5.00/5,2025-03-09 12:00:00,anna,0.00/4,2025-03-09 12:00:00,anna,5.00/6,2025-03-10 08:00:00,carl,0.00/7,2025-03-11 00:00:00,ben,0.00/8,2025-03-11 00:00:00,dora,0.00/' ] || fail "$(cat out.csv)"
    grep -qxF 'events,refused,2' totals.csv || fail "$(cat totals.csv)"
    grep -qF '2025-03-09 12:00:00  member anna, line 4: activity 2, score 1' out || fail "$(cat out)"
    # What is due after the last event waits; with a later day it has come.
    sed -n 1,4p friends.csv >early.csv
    run 0 '' --rules "$rules/referral.json" early.csv -q --totals totals.csv
    grep -qxF 'messages,waiting,1' totals.csv || fail "$(cat totals.csv)"
    grep -qxF 'granted,USD,5.00' totals.csv || fail "$(cat totals.csv)"
    run 0 '' compare --rules "$rules/prime.json" --rules "$rules/referral.json" friends.csv -q --errors 0 --table table.csv
    grep -q 'granted, USD"\{0,1\},0.36,10.00' table.csv || fail "$(cat table.csv)"

    # Ben gives his goods back before anna has her points, and carl his after: nobody keeps any.
    printf '%s' '{"programme": "club", "currency": "USD", "rules": [
        {"referral": {"award": "200 points", "least": "50.00 USD", "linked_by": 7, "telling": 8, "waiting_days": 14}},
        {"points": [{"per_activity": {"award": "500 points", "when": {"kind_is": [8]}}}]}],
        "lots": {"expiring": "never_expires"}}' >club.json
    printf 'id,member,time,sku,kind,original,reference,quantity,amount\n1,ben,2025-03-01,,7,,anna,,\n2,carl,2025-03-01,,7,,anna,,\n3,ben,2025-03-02,9,,,,1,60.00\n4,carl,2025-03-03,9,,,,1,60.00\n5,ben,2025-03-10,9,return,3,,-1,-60.00\n6,dora,2025-03-20,,,,,1,1.00\n' >back.csv
    run 0 '' --rules club.json back.csv -q --members members.csv
    grep -qE '^anna,1,2025-03-17 00:00:00,500,' members.csv || fail "$(cat members.csv)"
    printf '7,carl,2025-03-21,9,return,4,,-1,-60.00\n' >>back.csv
    run 0 '' --rules club.json back.csv -q --members members.csv --totals totals.csv
    grep -qE '^anna,2,2025-03-21 00:00:00,0,' members.csv || fail "$(cat members.csv)"
    grep -qE '^(ben|carl),3,[^,]*,0,' members.csv || fail "$(cat members.csv)"
    grep -qxF 'taken back by returns,points,900' totals.csv || fail "$(cat totals.csv)"
}

# A shop whose points come out of a quota, with a wheel that activities spin, and points that live for 30 days.
case_shop_with_all_parts() {
    printf '%s' '{"programme": "shop", "currency": "USD", "discounts": [{"percent_off": "20 %"}], "rules": [
        {"limited": {"quota": {"number": 1, "whole": "100 points"},
                     "policy": {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}}},
        {"prize_wheel": {"seed": 1, "prizes": [{"weight": 1, "award": "1 stamps"}], "stake": "6 points",
                         "spun": {"spun_by_activity": {"when": {"kind_is": [7]}}}}},
        {"dated": {"policy": {"points": [{"per_visit": {"award": "10 points"}}]},
                   "expiring": {"expires_after_days": {"days": 30}}}}], "lots": {"expiring": "never_expires"}}' >shop.json
    printf 'id,member,time,kind,score,amount\n1,anna,2025-03-01,,,100.00\n2,ben,2025-03-02,,,100.00\n3,anna,2025-03-03,7,6,\n4,carl,2025-04-15,,,1.00\n' >sales.csv
    run 0 '3 rules, 1 discount, no mistake' --rules shop.json --check-rules
    run 0 '' --rules shop.json sales.csv -q --outcomes out.csv --members members.csv --totals totals.csv
    [ "$(cut -d , -f 2,4,6- out.csv | tr '\n' ' ')" = 'event,member,discounted,due,points,stamps 1,anna,20.00,80.00,90,0 2,ben,20.00,80.00,30,0 3,anna,0.00,0.00,0,1 4,carl,0.20,0.80,10,0 ' ] || fail "$(cat out.csv)"
    grep -qxF 'quotas,"quota 1, points, left",0' totals.csv || fail "$(cat totals.csv)"
    # The stake came out of the ten points that expire first; the other four of them have expired.
    grep -qE '^anna,2,2025-03-03 00:00:00,80,0,80,' members.csv || fail "$(cat members.csv)"
    grep -qE '^ben,1,2025-03-02 00:00:00,20,0,20,' members.csv || fail "$(cat members.csv)"
}

case $1 in
case_*) "$1" ;;
*) fail "there is no case $1" ;;
esac
