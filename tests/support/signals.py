# SPDX-License-Identifier: BSL-1.0
"""What loyalty_run does when a signal comes, and on a terminal:  signals.py <loyalty_run> <examples/rules>

Nothing here waits for time to pass. A pipe that holds one page tells how far the program has come: what was written into it, less
a page and the program's buffer, was taken in. The limits of minutes are for a program that hangs.
"""
import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile

PROGRAM, RULES = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
PAGE, BUFFER, LONG_SECONDS = 4096, 65536, 300
HEADER = "id,member,time,amount\n"


def line(i, purchase=None):
    day, second = divmod(i, 86400)
    return f"e{i if purchase is None else purchase},m{i % 7},2025-01-{day + 1:02} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02},3.00\n"


def check(holds, sentence):
    if not holds:
        sys.exit(f"failed: {sentence}")


class Run:
    """A run whose standard input is a small pipe."""

    def __init__(self, *arguments, stderr=subprocess.PIPE):
        read, self.write = os.pipe()
        fcntl.fcntl(self.write, 1031, PAGE)  # F_SETPIPE_SZ
        self.process = subprocess.Popen([PROGRAM, *arguments], stdin=read, stdout=subprocess.PIPE, stderr=stderr,
                                        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
        os.close(read)
        self.sent = 0

    def send(self, text):
        data = text.encode()
        self.sent += len(data)
        while data:
            data = data[os.write(self.write, data):]

    def end(self, number=None):
        """Ends the run by a signal, with the pipe open, or by the end of the input."""
        if number is None:
            os.close(self.write)
        else:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=LONG_SECONDS)
        if number is not None:
            os.close(self.write)
        return self.process.returncode, out.decode(), (err or b"").decode()


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [row.rstrip("\n").split(",") for row in file][1:]


def stopped(err, name):
    found = re.search(rf"stopped by {name} after (\d+) lines. Results are of the (\d+) complete transactions", err)
    check(found, f"it does not say that {name} stopped it: {err}")
    return int(found.group(1)), int(found.group(2))


def case_signal_leaves_old_files(number, code, name, *more):
    with open("members.csv", "w", encoding="utf-8") as file:
        file.write("of yesterday\n")
    run = Run("-p", "beauty", "-", "-q", "--members", "members.csv", "--outcomes", "outcomes.csv", "--totals", "totals.csv", *more)
    run.send(HEADER)
    count = 8000
    for i in range(count):
        run.send(line(i))
    run.send("e8000,m1,2025-01-01 02:")  # half a line
    returned, out, err = run.end(number)
    check(returned == code, f"exit code {returned}, not {code}: {err}")
    lines, events = stopped(err, name)
    check("expected" not in err, f"a line that was cut is called malformed: {err}")
    least = (run.sent - PAGE - BUFFER) // len(line(1)) - 1
    check(least <= lines <= count, f"{lines} lines of {count}, at least {least}")
    # Each line is a purchase; the last one may have had another line.
    check(events in (lines, lines - 1), f"{events} events of {lines} lines")
    check(len(rows("outcomes.csv.partial")) == events, f"{len(rows('outcomes.csv.partial'))} outcomes of {events} events")
    check(open("members.csv", encoding="utf-8").read() == "of yesterday\n", "the old file has changed")
    points = {row[0]: row[4] for row in rows("members.csv.partial")}
    due = {f"m{k}": str(3 * len(range(k, events, 7))) for k in range(7)}
    check(points == due, f"members have {points}, not {due}")
    total = [row for row in rows("totals.csv.partial") if row[:2] == ["events", "accepted"]]
    check(total == [["events", "accepted", str(events)]], f"the totals say {total}")
    check(not os.path.exists("totals.csv"), "a file of a part stands under the name of the whole")
    check(not [each for each in os.listdir(".") if ".part" in each and not each.endswith(".partial")], f"left over: {os.listdir('.')}")


def case_cut_purchase():
    """The last purchase has one of its two lines when the signal comes: it does not count."""
    run = Run("-p", "beauty", "-", "-q", "--outcomes", "-")
    run.send(HEADER)
    for i in range(6000):
        moment = line(i - i % 2).split(",", 1)[1]
        run.send(f"e{i // 2},{moment}")
    returned, out, err = run.end(signal.SIGINT)
    lines, events = stopped(err, "SIGINT")
    check(returned == 130, f"exit code {returned}")
    granted = {row.split(",")[5] for row in out.splitlines()[1:]}
    check(granted == {"6"}, f"a purchase of one line counts: {granted}")
    check(events == (lines - 1) // 2, f"{events} events of {lines} lines")


def case_compare():
    run = Run("compare", "--rules", f"{RULES}/beauty.json", "--sweep", "/rules/0/tiered/thresholds/0=350,300", "-", "--table", "table.csv")
    run.send(HEADER)
    for i in range(6000):
        run.send(line(i))
    returned, _, err = run.end(signal.SIGTERM)
    check(returned == 143, f"exit code {returned}: {err}")
    _, events = stopped(err, "SIGTERM")
    accepted = [row for row in open("table.csv.partial", encoding="utf-8") if row.startswith('"events, accepted"')]
    check(accepted == [f'"events, accepted",{events},{events}\n'], f"{accepted} of {events}")


def case_generated():
    for arguments, said in ((["--outcomes", "-", "-q"], "Results are of the first"), (["generate", "--stream", "shop", "--csv", "-"], "of 1000000000 events")):
        process = subprocess.Popen([PROGRAM, *arguments, "--transactions", "1000000000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
        process.stdout.read(200_000)  # it is under way
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LONG_SECONDS)
        check(process.returncode == 130, f"exit code {process.returncode}: {err}")
        check(b"stopped by SIGINT" in err and said.encode() in err, f"it says {err}")
        check(out.endswith(b"\n"), "the last row is cut")


def case_second_signal(number):
    """A first signal has come, and the run is held up by a pipe that nobody reads: a second one ends it at once."""
    with open("members.csv", "w", encoding="utf-8") as file:
        file.write("of yesterday\n")
    process = subprocess.Popen([PROGRAM, "--outcomes", "-", "--members", "members.csv", "-q", "--transactions", "1000000000"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    process.stdout.read(1)  # it listens for signals, and writes until the pipe is full
    process.send_signal(number)
    while has_handler(process.pid, number):  # the first one is taken
        pass
    check(process.poll() is None, "the first signal ended the run although its output waits")
    process.send_signal(number)
    check(process.wait(timeout=LONG_SECONDS) == -number, f"the second signal: {process.returncode}")
    check(open("members.csv", encoding="utf-8").read() == "of yesterday\n", "the old file has changed")
    process.stdout.close()
    check(process.stderr.read() == b"", "it says something")
    process.stderr.close()


def has_handler(pid, number):
    """Whether the process has a handler for a signal, as the kernel says: SA_RESETHAND takes it away with the first signal."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        caught = next(row for row in file if row.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def case_complete_run_is_no_part():
    run = Run("-p", "beauty", "-", "-q", "--members", "whole.csv")
    run.send(HEADER + line(0) + line(7))
    returned, out, err = run.end()
    check((returned, out, err) == (0, "", ""), f"{returned} {out} {err}")
    check(rows("whole.csv")[0][4] == "6", "the file")


def case_ignored_stays_ignored():
    """As under nohup: what the parent ignores does not stop the run."""
    read, write = os.pipe()
    process = subprocess.Popen([PROGRAM, "-p", "beauty", "-", "-q"], stdin=read, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    os.close(read)
    os.write(write, HEADER.encode())
    process.send_signal(signal.SIGINT)
    os.write(write, line(0).encode())
    os.close(write)
    _, err = process.communicate(timeout=LONG_SECONDS)
    check(process.returncode == 0 and err == b"", f"{process.returncode} {err}")


def case_progress_on_a_terminal():
    """Lines are sent until the terminal shows how far the run has come; without a terminal nothing is shown (the other cases)."""
    ours, theirs = pty.openpty()
    run = Run("-p", "beauty", "-", stderr=theirs)
    os.close(theirs)
    run.send(HEADER)
    shown = ""
    i = 0
    while " a second" not in shown:
        check(i < 30_000_000, f"nothing is shown behind {i} lines: {shown}")
        run.send("".join(f"e{k},m1,2025-01-01,1.00\n" for k in range(i, i + 2000)))
        i += 2000
        while select.select([ours], [], [], 0)[0]:
            shown += os.read(ours, 65536).decode()
    check(re.search(r"\d[\d,]* lines, \d[\d,]* a second", shown), f"shown: {shown[:200]!r}")
    os.close(run.write)
    out = run.process.stdout.read().decode()
    check(f"{i:,}  accepted" in out, f"the totals: {out}")
    check(run.process.wait(timeout=LONG_SECONDS) == 0, "exit code")
    rest = shown
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:
            break
        if not more:
            break
        rest += more.decode()
    check(rest.endswith("\r") or rest.rstrip(" ").endswith("\r"), f"the line is not cleared: {rest[-80:]!r}")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    case_signal_leaves_old_files(signal.SIGINT, 130, "SIGINT")
    case_signal_leaves_old_files(signal.SIGTERM, 143, "SIGTERM", "--sort")
    case_cut_purchase()
    case_compare()
    case_generated()
    case_second_signal(signal.SIGINT)
    case_second_signal(signal.SIGTERM)
    case_complete_run_is_no_part()
    case_ignored_stays_ignored()
    case_progress_on_a_terminal()
    print("signals: all cases passed")
