#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""
    peak_memory.py <loyalty_run> <folder of rules>

Checks the peak memory of runs over generated shops with returns: at most that of the members and 64 MB, also if the
purchases whose goods may come back fill their room.
"""
import os
import sys

STATE = 960  # bytes of a member with rules in JSON and a ledger
MB = 1_000_000


def peak_of(command):
    """The largest resident memory of a run in bytes."""
    process = os.spawnv(os.P_NOWAIT, command[0], command)
    _, status, used = os.wait4(process, 0)
    if status != 0:
        sys.exit(f"FAILED: {' '.join(command)} ended with {status}")
    return used.ru_maxrss * 1024


def main():
    run, rules = sys.argv[1:]
    wrong = False
    for transactions, members in ((100_000, 20_000), (100_000, 2_000)):
        peak = peak_of([run, "--rules", f"{rules}/retail.json", "--stream", "shop", "--transactions", str(transactions),
                        "--customers", str(members), "-q"])
        most = members * STATE + 64 * MB
        print(f"{members} members: {peak / MB:.1f} MB of {most / MB:.1f}")
        wrong = wrong or peak > most
    sys.exit("FAILED: a peak is above members x state + 64 MB" if wrong else 0)


if __name__ == "__main__":
    main()
