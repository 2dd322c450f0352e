#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes docs/benchmarks.md and docs/benchmarks/*.svg from the results of `sh .ci/bench`.

    python3 benchmarks/report.py <results> <docs>

<results> holds a folder for each compiler with Google Benchmark's JSON, compile.json, and what callgrind wrote. The page
is benchmarks/page.md.in with its {{...}} replaced, so that no figure is typed. Needs nothing beside Python 3.7.
"""

import glob
import json
import math
import os
import re
import sys

FORMS = ["by_hand", "by_hand/refuses", "by_hand_array", "by_hand_looked_up", "by_hand_no_look_ahead", "lifted",
         "lifted_no_look_ahead", "constant", "run_time_numbers", "rule_list", "rule_list_of_128", "plain", "lots", "by_hand_batch", "plain_batch",
         "lots_batch", "events", "replay", "lifted_with_quota"]
COLOURS = {"by_hand": "#222222", "by_hand_array": "#8a8a8a", "by_hand_looked_up": "#b08c00",
           "by_hand_no_look_ahead": "#8a8a8a", "lifted": "#0060b0", "lifted_no_look_ahead": "#66b0e8",
           "constant": "#009070", "run_time_numbers": "#c05000", "rule_list": "#a00060", "rule_list_of_128": "#d880b8"}


# ----------------------------------------------------------------------------------------------------------------------
# Results.

class Results:
    """What one compiler's executables measured: least and median ns an event, bytes, instructions."""

    def __init__(self, folder):
        self.name = os.path.basename(folder)
        self.context = {}
        self.runs = {}
        self.state_bytes = {}
        self.receipt_bytes = {}
        self.bytes_per_second = {}
        self.counters = {}
        self.errors = []
        for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
            if os.path.basename(path) != "compile.json":
                self.read(path)
        self.instructions = {}
        for path in glob.glob(os.path.join(folder, "*.callgrind.*")):
            self.read_callgrind(path)
        path = os.path.join(folder, "compile.json")
        self.compile = json.load(open(path))["sources"] if os.path.exists(path) else []

    def read(self, path):
        with open(path) as file:
            data = json.load(file)
        if "compiler" in data["context"]:
            self.context = data["context"]
        for run in data["benchmarks"]:
            if run.get("run_type") != "iteration":
                continue
            name = re.sub(r"/(manual_time|real_time|process_time)", "", run["run_name"])
            if run.get("error_occurred"):
                self.errors.append(name + ": " + run.get("error_message", ""))
            else:
                events = run.get("items_per_second")
                self.runs.setdefault(name, []).append(run.get("ns_per_event", 1e9 / events if events else math.inf))
                if "state_bytes" in run:
                    self.state_bytes[name] = int(run["state_bytes"])
                if "receipt_bytes" in run:
                    self.receipt_bytes[name] = int(run["receipt_bytes"])
                if "bytes_per_second" in run:
                    self.bytes_per_second[name] = max(run["bytes_per_second"], self.bytes_per_second.get(name, 0))
                self.counters[name] = run

    def read_callgrind(self, path):
        name = total = None
        with open(path) as file:
            for line in file:
                found = re.match(r"desc: Trigger: Client Request: (\S+) (\d+)", line)
                if found:
                    name = found
                elif line.startswith(("summary:", "totals:")):
                    total = int(line.split()[1])
        if name and total:
            self.instructions[name.group(1)] = total / int(name.group(2))

    def least(self, name):
        return min(self.runs[name]) if name in self.runs else None

    def median(self, name):
        if name not in self.runs:
            return None
        values = sorted(self.runs[name])
        return values[len(values) // 2]

    def ratio(self, name, base):
        over, under = self.least(name), self.least(base)
        return over / under if over and under else None

    def rows(self, group):
        """{parameter: {form: name}} of a group, in the order of numbers where parameters are numbers."""
        found = {}
        for name in self.runs:
            parts = name.split("/")
            if len(parts) >= 3 and parts[0] == group:
                found.setdefault(parts[-1], {})["/".join(parts[1:-1])] = name
        return dict(sorted(found.items(), key=lambda item: (int(item[0]) if item[0].isdigit() else 0, item[0])))


# ----------------------------------------------------------------------------------------------------------------------
# Tables.

def figure(value, digits=2):
    if value is None:
        return ""
    return f"{value:.{digits}f}" if value < 100 else f"{value:.0f}"


def table(head, rows, words=1):
    """The first `words` columns stand to the left, numbers to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" * words + "|---:" * (len(head) - words) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def forms_of(rows):
    present = {form for forms in rows.values() for form in forms}
    return [form for form in FORMS if form in present] + sorted(present - set(FORMS))


def group_table(all_results, group, label):
    """For each compiler: least ns an event by parameter and form."""
    out = []
    for results in all_results:
        rows = results.rows(group)
        if not rows:
            continue
        forms = forms_of(rows)
        body = [[f"{parameter}"] + [figure(results.least(by[form])) if form in by else "" for form in forms]
                for parameter, by in rows.items()]
        out.append(f"{results.context['compiler']}, ns an event:\n\n" + table([label] + [f"`{f}`" for f in forms], body))
    return "\n\n".join(out)


def ratio_table(all_results, groups, parameter):
    """Each engine against the loop by hand of the same work, batches against that of batches: ns, ratio, instructions, bytes."""
    out = []
    for results in all_results:
        body = []
        for group in groups:
            for at, by in results.rows(group).items():
                if parameter and at != parameter:
                    continue
                for form in [f for f in FORMS if f in by]:
                    name = by[form]
                    in_batches = by.get("by_hand_batch") if form.endswith("_batch") else None
                    base = in_batches or by.get("by_hand") or by["by_hand_array"]
                    counted, floor = results.instructions.get(name), results.instructions.get(base)
                    body.append([f"`{name}`", figure(results.least(name)), figure(results.median(name)),
                                 figure(results.ratio(name, base)), figure(counted, 0),
                                 figure(counted / floor) if counted and floor else "",
                                 str(results.state_bytes[name])])
        if body:
            out.append(f"{results.context['compiler']}:\n\n" + table(
                ["engine", "ns, least", "ns, median", "ratio to by hand", "instructions", "ratio", "bytes a member"],
                body))
    return "\n\n".join(out)


def w5_table(all_results):
    out = []
    for results in all_results:
        names = [n for n in results.runs if n.startswith("w5/")]
        body = []
        for size in ("20k_members", "1M_members"):
            base = f"w5/by_hand/{size}"
            for name in sorted((n for n in names if n.endswith(size)), key=lambda n: results.least(n)):
                body.append([f"`{name}`", figure(results.least(name)), figure(results.median(name)),
                             figure(results.ratio(name, base)), str(results.state_bytes[name])])
        if body:
            out.append(f"{results.context['compiler']}:\n\n" + table(
                ["engine", "ns, least", "ns, median", "ratio to by hand", "bytes a member"], body))
    return "\n\n".join(out)


def others_table(all_results, prefix):
    """Engines whose names begin so, as they are."""
    out = []
    for results in all_results:
        body = [[f"`{name}`", figure(results.least(name)), figure(results.median(name)),
                 str(results.state_bytes.get(name, ""))] for name in sorted(results.runs) if name.startswith(prefix)]
        if body:
            out.append(f"{results.context['compiler']}:\n\n" + table(
                ["engine", "ns an event, least", "ns, median", "bytes a member"], body))
    return "\n\n".join(out) or "(not measured)"


def money_table(all_results):
    """The same rules by hand with each kind of money, beside the library's programme."""
    out = []
    for results in all_results:
        body = []
        for size in ("20k_members", "1M_members"):
            names = [n for n in results.runs if n.startswith("peers/") and n.endswith("/" + size)]
            for name in sorted(names, key=results.least):
                body.append([f"`{name}`", figure(results.least(name)), figure(results.median(name)),
                             figure(results.ratio(name, f"peers/by_hand/{size}")),
                             figure(results.ratio(name, f"peers/double/{size}")), str(results.state_bytes[name])])
        if body:
            out.append(f"{results.context['compiler']}:\n\n" + table(
                ["engine", "ns, least", "ns, median", "ratio to by hand", "ratio to `double`", "bytes a member"], body))
    return "\n\n".join(out) or "(not measured)"


def mistakes_table(results):
    """What `double` gets wrong, counted beside exact money."""
    body = []
    for name in sorted(results.counters):
        found = results.counters[name]
        if "members_with_wrong_cashback" in found:
            share = 100 * found["members_with_wrong_cashback"] / found["members"]
            body.append([f"`{name}`", f"{found['members_with_wrong_cashback']:.0f} ({share:.1f} %)"] +
                        [f"{found[counter]:.0f}" for counter in ("purchases_with_wrong_cashback", "cents_off",
                                                                  "members_with_wrong_points", "tier_events_lost",
                                                                  "tier_events_wrong", "members_in_wrong_tier")])
    return table(["engine", "members with wrong cashback", "purchases", "cents too much in all", "members with wrong points",
                  "tier events missed when due", "tier events not due", "members in a wrong tier at the end"],
                 body) if body else "(not measured)"


def read_peers(folder):
    """What benchmarks/peers/run.py measured, or None."""
    path = os.path.join(folder, "peers.json")
    if not os.path.exists(path):
        return None
    with open(path) as file:
        return json.load(file)


def peers_table(peers):
    if not peers:
        return "(not measured in this run)"
    body = [[f"`{row['name']}`", row["version"], row["says"], row["when"],
             f"{row['transactions']:,} of {row['members']:,}", figure(row["ns"], 0),
             figure(min(row["floor_ns_before"], row["floor_ns_after"])), figure(row["ratio"], 1)]
            for row in sorted((r for r in peers["peers"] if "ratio" in r), key=lambda r: r["ratio"])]
    out = table(["peer", "version", "what of W5 it says", "called for", "transactions of members", "ns a transaction",
                 "ns by hand", "ratio"], body, words=4)
    missing = [f"`{row['name']}`: {row.get('why') or row.get('error')}."
               for row in peers["skipped"] + [r for r in peers["peers"] if "ratio" not in r]]
    return out + ("\n\nNot measured: " + " ".join(missing) if missing else "")


def rates_table(all_results, prefixes):
    """Engines whose names begin so: how many a second, and MB/s."""
    out = []
    for results in all_results:
        body = []
        for name in sorted(n for n in results.runs if n.startswith(prefixes)):
            ns, rate = results.least(name), results.bytes_per_second.get(name)
            body.append([f"`{name}`", figure(ns, 1), figure(1e3 / ns, 2), figure(rate / 1e6, 0) if rate else ""])
        if body:
            out.append(f"{results.context['compiler']}:\n\n" + table(
                ["engine", "ns an event or member", "million a second", "MB/s"], body))
    return "\n\n".join(out) or "(not measured)"


def compile_table(all_results):
    out = []
    for results in all_results:
        body = []
        for one in results.compile:
            if "failed" in one:
                body.append([f"`{one['name']}`", "does not compile: " + one["failed"], "", "", "", "", ""])
            else:
                body.append([f"`{one['name']}`", f"{one['seconds']:.2f}", str(one["peak_megabytes"]),
                             "" if one["instantiations"] is None else str(one["instantiations"]), str(one["lines"]),
                             str(one["text_bytes"]), str(one["object_bytes"])])
        if body:
            name = results.context.get("compiler", results.name)
            out.append(f"{name}:\n\n" + table(["source", "s at -O2", "peak MB", "instantiations", "lines after the preprocessor",
                                               "code bytes at -Os", "object bytes at -Os"], body))
    return "\n\n".join(out)


# ----------------------------------------------------------------------------------------------------------------------
# Plots: SVG by a few lines, so that nothing needs to be installed.

def escape(text):
    return str(text).replace("&", "&amp;").replace("<", "&lt;")


def ticks_of(low, high, logarithmic):
    if not logarithmic:
        step = 10 ** math.floor(math.log10(max(high, 1e-9)))
        step = step / 5 if high / step < 2 else step / 2 if high / step < 5 else step
        return [step * i for i in range(int(high / step) + 1)]
    marks = [m * 10.0 ** e for e in range(-3, 9) for m in (1, 2, 5)]
    return [m for m in marks if low <= m <= high]


def plot(path, title, x_label, y_label, series, x_log=True, y_log=True):
    """`series`: {name: [(x, y), ...]}."""
    width, height, left, right, top, bottom = 760, 430, 62, 190, 40, 52
    xs = sorted({x for points in series.values() for x, _ in points})
    ys = [y for points in series.values() for _, y in points]
    y_low = min(ys) / 1.3 if y_log else 0
    y_high = max(ys) * (1.3 if y_log else 1.08)
    scale = lambda v, log: math.log(v) if log else v

    def at(value, low, high, log, start, end):
        return start + (scale(value, log) - scale(low, log)) / ((scale(high, log) - scale(low, log)) or 1) * (end - start)

    x_of = lambda x: at(x, xs[0], xs[-1], x_log, left + 12, width - right - 12)
    y_of = lambda y: at(y, y_low, y_high, y_log, height - bottom, top)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="DejaVu Sans, sans-serif" '
           'font-size="12">',
           f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
           f'<text x="{left}" y="22" font-size="14" font-weight="bold">{escape(title)}</text>']
    for y in ticks_of(y_low, y_high, y_log):
        out.append(f'<line x1="{left}" x2="{width - right}" y1="{y_of(y):.1f}" y2="{y_of(y):.1f}" stroke="#dddddd"/>')
        out.append(f'<text x="{left - 8}" y="{y_of(y) + 4:.1f}" text-anchor="end">{y:g}</text>')
    for x in xs:
        out.append(f'<line x1="{x_of(x):.1f}" x2="{x_of(x):.1f}" y1="{top}" y2="{height - bottom}" stroke="#eeeeee"/>')
        text = f"{x / 1e6:g}M" if x >= 1e6 else f"{x / 1e3:g}k" if x >= 1e3 else f"{x:g}"
        out.append(f'<text x="{x_of(x):.1f}" y="{height - bottom + 18}" text-anchor="middle">{text}</text>')
    out.append(f'<rect x="{left}" y="{top}" width="{width - left - right}" height="{height - top - bottom}" fill="none" '
               'stroke="#666666"/>')
    out.append(f'<text x="{(left + width - right) / 2}" y="{height - 12}" text-anchor="middle">{escape(x_label)}</text>')
    out.append(f'<text transform="translate(16 {(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">'
               f'{escape(y_label)}</text>')
    # Names stand beside the ends of their lines, moved apart where they would meet.
    ends = sorted(((y_of(points[-1][1]), name) for name, points in series.items()), key=lambda e: e[0])
    labels, last = [], -100.0
    for y, name in ends:
        last = max(y, last + 15)
        labels.append([last, y, name])
    excess = labels[-1][0] - (height - bottom)
    for label in labels:
        label[0] -= max(excess, 0)
    for label_y, _, name in labels:
        points = series[name]
        colour = COLOURS.get(name, "#444444")
        path_text = " ".join(f"{x_of(x):.1f},{y_of(y):.1f}" for x, y in points)
        dash = ' stroke-dasharray="6 4"' if name.startswith("by_hand") else ""
        out.append(f'<polyline points="{path_text}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        out += [f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="3" fill="{colour}"/>' for x, y in points]
        end_x, end_y = x_of(points[-1][0]), y_of(points[-1][1])
        out.append(f'<line x1="{end_x + 4:.1f}" y1="{end_y:.1f}" x2="{width - right + 8}" y2="{label_y:.1f}" '
                   f'stroke="{colour}" stroke-width="0.7"/>')
        out.append(f'<text x="{width - right + 11}" y="{label_y + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    out.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def group_plot(folder, results, group, title, x_label, per=None, **scales):
    """Least ns by form; `per` divides by the parameter. Gives the line of Markdown."""
    series = {}
    for parameter, by in results.rows(group).items():
        for form in [f for f in FORMS if f in by]:
            x = int(parameter)
            value = results.least(by[form])
            series.setdefault(form, []).append((x, value / x if per else value))
    if not series:
        return "(not measured)"
    plot(os.path.join(folder, group + ".svg"), f"{title} ({results.context['compiler']})", x_label,
         "ns a line" if per else "ns an event", series, **scales)
    return f"![{title}](benchmarks/{group}.svg)"


def ratio_plot(path, title, x_label, values):
    """`values`: [(name, ratio, colour)]; a dot for each on a logarithmic scale, and a line to 1."""
    values = sorted(values, key=lambda one: one[1])
    width, left, right, top, row = 760, 190, 70, 44, 24
    bottom = top + row * len(values)
    low, high = min(0.8, values[0][1] / 1.2), max(10, values[-1][1] * 1.3)
    x_of = lambda v: left + (math.log(v) - math.log(low)) / (math.log(high) - math.log(low)) * (width - left - right)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom + 50}" font-family="DejaVu Sans, sans-serif" '
           'font-size="12">',
           f'<rect width="{width}" height="{bottom + 50}" fill="#ffffff"/>',
           f'<text x="16" y="22" font-size="14" font-weight="bold">{escape(title)}</text>']
    for exponent in range(0, int(math.log10(high)) + 1):
        x = x_of(10.0 ** exponent)
        out.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}" '
                   f'stroke="{"#222222" if exponent == 0 else "#dddddd"}"/>')
        out.append(f'<text x="{x:.1f}" y="{bottom + 17}" text-anchor="middle">{10 ** exponent:,}</text>')
    for index, (name, ratio, colour) in enumerate(values):
        y = top + row * (index + 0.5)
        out.append(f'<text x="{left - 12}" y="{y + 4:.1f}" text-anchor="end">{escape(name)}</text>')
        out.append(f'<line x1="{x_of(1):.1f}" x2="{x_of(ratio):.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="2"/>')
        out.append(f'<circle cx="{x_of(ratio):.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>')
        out.append(f'<text x="{max(x_of(ratio), x_of(1)) + 9:.1f}" y="{y + 4:.1f}">{figure(ratio)}</text>')
    out.append(f'<text x="{(left + width - right) / 2:.1f}" y="{bottom + 38}" text-anchor="middle">{escape(x_label)}</text>')
    out.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def peers_plot(folder, results, peers):
    values = []
    for name in results.runs:
        parts = name.split("/")
        if parts[0] == "peers" and parts[2] == "20k_members" and parts[1] != "by_hand":
            kind = "the library (lifted)" if parts[1] == "lifted" else "by hand, " + parts[1]
            values.append((kind, results.ratio(name, "peers/by_hand/20k_members"),
                           "#0060b0" if parts[1] == "lifted" else "#8a8a8a"))
    values += [(row["name"].split("/")[1], row["ratio"], "#c05000") for row in (peers or {"peers": []})["peers"] if "ratio" in row]
    if not values:
        return "(not measured)"
    title = "W5: time a transaction against the loop by hand"
    ratio_plot(os.path.join(folder, "peers.svg"), f"{title} ({results.context['compiler']})", "times the loop by hand", values)
    return f"![{title}](benchmarks/peers.svg)"


# ----------------------------------------------------------------------------------------------------------------------
# The page.

def size_of(bytes_count):
    return f"{bytes_count // 1048576} MB" if bytes_count >= 1048576 else f"{bytes_count // 1024} KB"


def load_of(path):
    """What the load was, in words, and whether nothing else ran. The run itself is one, with threads two or more."""
    if not os.path.exists(path):
        return "unknown", False
    with open(path) as file:
        rows = [line.split() for line in file]
    samples = {name: float(value) for name, value in rows if re.fullmatch(r"[0-9.]+", value)}
    during = [value for name, value in samples.items() if name != "before"]
    if "before" not in samples or not during:
        return "unknown", False
    return (f"{samples['before']} before the run, then up to {max(during)}; the run itself is 1, with threads 2",
            samples["before"] < 0.7 and max(during) < 2.3)


def machine(results, load):
    context = results[0].context
    caches = ", ".join(f"L{c['level']} {c['type'].lower()} {size_of(c['size'])}" for c in context.get("caches", []))
    rows = [["processor", f"{context['processor']}, {context['num_cpus']} cores"], ["caches", caches],
            ["load", load], ["library", f"{context['loyalty_version']}, commit {context['commit']}"],
            ["date", context["date"][:10]]]
    rows += [["compiler", f"{each.context['compiler']}, `{each.context['compiler_flags']}`"] for each in results]
    return "\n".join(["| | |", "|---|---|"] + [f"| {a} | {b} |" for a, b in rows])


def main():
    folder, docs = sys.argv[1], sys.argv[2]
    plots = os.path.join(docs, "benchmarks")
    os.makedirs(plots, exist_ok=True)
    # The first compiler of the list is the one of the plots.
    found = sorted((p for p in glob.glob(os.path.join(folder, "*")) if os.path.isdir(p)),
                   key=lambda p: (os.path.basename(p) != "g++", p))
    results = [r for r in map(Results, found) if r.runs]
    if not results:
        sys.exit("no results in " + folder)
    errors = [f"{r.name}: {e}" for r in results for e in r.errors]
    if errors:
        sys.exit("an engine was wrong, so there is no page:\n" + "\n".join(errors))
    peers = read_peers(folder)
    wrong = [f"{row['name']}: {row['error']}" for row in (peers or {"peers": []})["peers"] if row.get("wrong")]
    if wrong:
        sys.exit("a peer was wrong, so there is no page:\n" + "\n".join(wrong))
    load, quiet = load_of(os.path.join(folder, "load"))
    first = results[0]

    def compiler(key):
        return next((r for r in results if r.name == key), None)

    def single(kind, name, base=None, key=None):
        """A figure in a sentence."""
        of = compiler(key) if key else first
        value = None
        if of:
            value = {"ns": of.least, "instructions": of.instructions.get, "bytes": of.state_bytes.get}[kind](name) \
                if base is None else (of.ratio(name, base) if kind == "ns" else None)
            if kind == "instructions" and base and of.instructions.get(base):
                value = of.instructions.get(name, 0) / of.instructions[base]
        if value is None:
            return "(not measured)"
        return figure(value, 0 if kind in ("instructions", "bytes") and base is None else 2 if base else 1)

    def slope(group, form, low, high):
        """What one more rule costs: the difference between two rungs."""
        a, b = first.least(f"{group}/{form}/{low}"), first.least(f"{group}/{form}/{high}")
        return figure((b - a) / (int(high) - int(low)), 2) if a and b else "(not measured)"

    def instruction_slope(group, form, low, high):
        a, b = (first.instructions.get(f"{group}/{form}/{rung}") for rung in (low, high))
        return figure((b - a) / (int(high) - int(low)), 1) if a and b else "(not measured)"

    commands = {
        "machine": lambda: machine(results, load),
        "shared": lambda: "" if quiet else "**The machine was shared during this run**: other work ran beside it, and single figures may "
                                           "be too high. Ratios are of interleaved runs.",
        "others": lambda prefix: others_table(results, prefix),
        "rates": lambda *prefixes: rates_table(results, prefixes),
        "receipt_bytes": lambda name: str(first.receipt_bytes.get(name, "(not measured)")),
        "w5": lambda: w5_table(results),
        "ratios": lambda parameter, *groups: ratio_table(results, groups, "" if parameter == "-" else parameter),
        "table": lambda group, *label: group_table(results, group, " ".join(label)),
        "plot": lambda group, x, *title: group_plot(plots, first, group, " ".join(title), x.replace("_", " ")),
        "plot_even": lambda group, x, *title: group_plot(plots, first, group, " ".join(title), x.replace("_", " "),
                                                         x_log=False, y_log=False),
        "plot_per": lambda group, x, *title: group_plot(plots, first, group, " ".join(title), x.replace("_", " "), per=True),
        "money": lambda: money_table(results),
        "mistakes": lambda: mistakes_table(first),
        "peers": lambda: peers_table(peers),
        "library": lambda package: (peers or {}).get("libraries", {}).get(package, "of unknown version"),
        "peers_plot": lambda: peers_plot(plots, first, peers),
        "compile": lambda: compile_table(results),
        "ns": lambda name, *more: single("ns", name, *more),
        "instructions": lambda name, *more: single("instructions", name, *more),
        "bytes": lambda name: single("bytes", name),
        "slope": slope,
        "instruction_slope": instruction_slope,
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "page.md.in")) as file:
        page = file.read()

    def fill(match):
        word, *arguments = match.group(1).split()
        return commands[word](*arguments)

    page = re.sub(r"\{\{(.+?)\}\}", fill, page)
    with open(os.path.join(docs, "benchmarks.md"), "w") as file:
        file.write(page)
    print(f"written: benchmarks.md and {len(glob.glob(os.path.join(plots, '*.svg')))} plots")


if __name__ == "__main__":
    main()
