#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
#   report_page.sh <loyalty_run> <streams>
#
# Opens the page of a report in a browser without a window: nothing is said on the console, each plot is drawn, each has its table,
# the page is not wider than a phone, and its figures are those of the totals. Skipped without a browser.
set -eu
run=$1
streams=$2
browser=
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" > /dev/null 2>&1; then
        browser=$name
        break
    fi
done
if [ -z "$browser" ]; then
    echo "skipped: there is no chromium"
    exit 0
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

fail() {
    echo "FAILED: $1"
    exit 1
}

"$run" report -p retail "$streams/retail_returns.csv" -q --page "$place/page.html" --totals "$place/totals.csv" \
    --point-value 0.01 --breakage 10
grep -qE '(src|href)="(http|//)|<script|@import|url\(' "$place/page.html" && fail "the page loads or runs something"

# A frame of the width of a phone, and a script beside the page that looks into it.
cat > "$place/look.html" <<'END'
<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><iframe src="page.html" width="390" height="800"></iframe><pre id="found"></pre>
<script>
addEventListener('load', () => {
  const page = document.querySelector('iframe').contentDocument;
  const out = [];
  out.push('width ' + (page.documentElement.scrollWidth <= 390 ? 'fits' : page.documentElement.scrollWidth));
  for (const svg of page.querySelectorAll('svg')) {
    const marks = [...svg.querySelectorAll('rect.bar,circle.mark')].filter(m => m.getBoundingClientRect().width > 0);
    const coloured = marks.every(m => getComputedStyle(m).fill !== 'rgb(0, 0, 0)');
    const named = svg.getAttribute('aria-labelledby').split(' ').every(id => page.getElementById(id).textContent);
    const table = svg.closest('section').querySelectorAll('tbody tr').length;
    const labels = [...svg.querySelectorAll('.label')];
    if (labels.length <= 4 && labels.some(l => getComputedStyle(l).display === 'none')) {
      out.push('plot ' + svg.id + ' has an EMPTY label');
    }
    out.push('plot ' + svg.id + (marks.length && coloured && named && table ? ' drawn' : ' EMPTY'));
  }
  for (const tile of page.querySelectorAll('.tiles div')) {
    out.push('tile ' + tile.querySelector('dt').textContent + ': ' + tile.querySelector('dd').textContent);
  }
  const ids = [...page.querySelectorAll('[id]')].map(e => e.id);
  out.push('ids ' + (new Set(ids).size === ids.length ? 'unique' : 'TWICE'));
  for (const region of page.querySelectorAll('.scroll')) {
    region.focus();
    if (page.activeElement !== region) { out.push('NO FOCUS'); }
  }
  document.getElementById('found').textContent = '\n' + out.join('\n') + '\n';
});
</script>
END
# look PLOTS...: opens the page, with nothing wrong and each of these plots drawn.
look() {
    "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$place/profile" \
        --allow-file-access-from-files --virtual-time-budget=5000 --enable-logging=stderr --dump-dom "file://$place/look.html" \
        > "$place/dom" 2> "$place/log" || fail "the browser did not run: $(tail -n 3 "$place/log")"
    grep 'CONSOLE' "$place/log" && fail "the console has messages"
    sed -n '/id="found"/,$p' "$place/dom" | grep -E '^(width|plot|tile|ids|NO)' > "$place/found" || fail "the page was not looked at"
    grep -q '^width fits$' "$place/found" || fail "wider than a phone: $(grep ^width "$place/found")"
    grep -q '^ids unique$' "$place/found" || fail "an id stands twice"
    grep -E 'EMPTY|NO FOCUS' "$place/found" && fail "a plot is empty, or a table cannot be reached by key"
    for plot in "$@"; do
        grep -q "^plot $plot drawn$" "$place/found" || fail "there is no plot $plot"
    done
}
look active tiers flows liability rules passed

# What the page says is what the totals say.
of_totals() {
    awk -F, -v group="$1" -v name="$2" '$1 == group && $2 == name {print $3}' "$place/totals.csv"
}
of_page() {
    sed -n "s/^tile $1: //p" "$place/found" | tr -d ', A-Z'
}
equal() {
    [ -n "$2" ] && [ "$2" = "$3" ] || fail "$1: the page says '$2', the totals '$3'"
    echo "$1: $2"
}
equal "points issued" "$(of_page 'points issued')" "$(of_totals granted points)"
equal "points clawed back" "$(of_page 'points clawed back')" "$(of_totals 'taken back by returns' points)"
equal "accepted events" "$(of_page 'Accepted events')" "$(of_totals events accepted)"
equal "members" "$(of_page 'Members who bought')" "$(of_totals members 'with an accepted event')"
equal "revenue" "$(of_page 'Revenue')" "$(sed -n 's/^kept,"GBP, each line rounded half-up",//p' "$place/totals.csv")"

# The pages of a comparison: programmes beside each other, and a sweep.
rules=$streams/../../../examples/rules/retail.json
sed 's/"2000.00 GBP"/"1000.00 GBP"/; s/"500.00 GBP"/"100.00 GBP"/' "$rules" > "$place/lower.json"
for what in "--rules $place/lower.json" "--sweep /rules/0/tiered/thresholds/0=100,200,300,400,500"; do
    # shellcheck disable=SC2086 # two words
    "$run" compare --rules "$rules" $what "$streams/retail_returns.csv" -q --page "$place/page.html" --point-value 0.01
    grep -qE '(src|href)="(http|//)|<script|@import|url\(' "$place/page.html" && fail "the page loads or runs something"
    look granted members shift tiers
    echo "compare $what: $(grep -c '^plot .* drawn$' "$place/found") plots"
done
