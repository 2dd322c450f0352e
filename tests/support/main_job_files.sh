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
    grep -q '<th scope="row">2. points</th><td>points</td>' report.html || fail 'a rule of the file has no name'
    nothing_left_over
}

# Programmes side by side: VIB at 500 and at 300. Anna's second purchase earns 100 and 125 points, Ben's are equal.
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

case_side_by_side() {
    rules=$streams/../../../examples/rules/beauty.json
    printf 'id,member,time,amount\n1,anna,2021-01-05,320.00\n2,ben,2021-01-06,50.00\n3,anna,2021-02-05,100.00\n' >sales.csv
    run 0 '' compare --rules "$rules" --sweep /rules/0/tiered/thresholds/0=500,300 sales.csv --table table.csv --winners winners.csv
    for row in 'figure,thresholds/0=500,thresholds/0=300' '"events, accepted",3,3' '"granted, points",470,495' \
        '"tiers, members in tier VIB",0,1' 'points of all members,470,495' 'winners,0,1' 'losers,0,0' 'as before,2,1' \
        'points gained,0,25' 'points lost,0,0' '"winners, Insider under thresholds/0=500",0,1'; do
        grep -qxF -- "$row" table.csv || fail "table.csv has no line $row: $(cat table.csv)"
    done
    printf 'member,thresholds/0=500,thresholds/0=300\nanna,420,445\nben,50,50\n' >expected.csv
    cmp -s winners.csv expected.csv || fail "winners.csv: $(cat winners.csv)"
    sed 's/"350.00 USD"/"300.00 USD"/' "$rules" >lower.json
    run 0 '' compare --rules "$rules" --rules lower.json sales.csv
    grep -qE '^winners +0 +1$' out || fail "no winners: $(cat out)"
    run 2 'compare: which file?' compare --rules "$rules" --rules lower.json
    run 2 'compare: give --rules from 2 to 16 times' compare --rules "$rules" sales.csv
    run 2 'the rules have no number at /rules/7' compare --rules "$rules" --sweep /rules/7=1,2 sales.csv
    run 2 'the rules have no number at /rules/0' compare --rules "$rules" --sweep /rules/0=1,2 sales.csv
    run 2 "expected a number, found 'x'" compare --rules "$rules" --sweep /rules/0/tiered/thresholds/0=1,x sales.csv
    run 2 '--members means nothing here' compare --rules "$rules" --rules lower.json sales.csv --members members.csv
    run 2 'are one file' compare --rules "$rules" --rules lower.json sales.csv --table sales.csv
    run 2 'cannot open nothing.json' compare --rules "$rules" --rules nothing.json sales.csv
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
}

case $1 in
case_*) "$1" ;;
*) fail "there is no case $1" ;;
esac
