#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs W5 in what others would use instead, beside the floor by hand, and writes one file of JSON.

    python3 benchmarks/peers/run.py --install      # on Debian, once: packages of Debian and of npm
    python3 benchmarks/peers/run.py [--build <folder>] [--out <file>] [--only <peer> ...]

A peer that is not there is passed over, with a line that says so. Each must reach the totals that the floor and the library
reach on the same stream; one that does not has no time, and this ends with 1. The floor is measured on the same stream
immediately before and after each peer, and a ratio is to the least of it. Needs nothing beside Python 3.7 and CMake.
"""

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DEBIAN = ["libsqlite3-dev", "libclips-dev", "libintelrdfpmath-dev", "libboost-dev", "nodejs", "npm"]
TIME_LIMIT_SECONDS = 300

ALL = "all of W5"
HOST_STATE = "the host keeps the state and computes calendar fields"
EVERY_PURCHASE = "each purchase"
ONE_QUERY = "one query over the stream"

# name: how it is started, transactions, members, passes, what it says of W5, and when it is called.
PEERS = {
    "plain_javascript": (["node", "plain_javascript.mjs"], 1_000_000, 20_000, 3, ALL, EVERY_PURCHASE),
    "duckdb_1_thread": (["node", "duckdb.mjs", "1"], 1_000_000, 20_000, 3, ALL + ", totals only", ONE_QUERY),
    "duckdb_2_threads": (["node", "duckdb.mjs", "2"], 1_000_000, 20_000, 3, ALL + ", totals only", ONE_QUERY),
    "sqlite_windows": (["peer_sqlite", "windows"], 1_000_000, 20_000, 2, ALL + ", totals only", ONE_QUERY),
    "sqlite_trigger": (["peer_sqlite", "trigger"], 1_000_000, 20_000, 2, ALL + ", state in a table", EVERY_PURCHASE),
    "clips": (["peer_clips"], 100_000, 2_000, 2,
              ALL + ", state in facts; the host computes calendar fields", EVERY_PURCHASE),
    "json_rules_engine": (["node", "json_rules_engine.mjs"], 100_000, 2_000, 2,
                          "which rules hold; " + HOST_STATE + ", and does the arithmetic", EVERY_PURCHASE),
    "zen_engine": (["node", "zen_engine.mjs"], 100_000, 2_000, 2, "conditions and arithmetic; " + HOST_STATE, EVERY_PURCHASE),
}
NEEDS = {"duckdb_1_thread": "@duckdb/node-api", "duckdb_2_threads": "@duckdb/node-api",
         "json_rules_engine": "json-rules-engine", "zen_engine": "@gorules/zen-engine"}


def install():
    """Debian's packages where this is Debian, and npm's into benchmarks/peers/node_modules, which git ignores."""
    if shutil.which("apt-get"):
        as_root = [] if os.geteuid() == 0 else ["sudo"]
        # Node.js of another origin is kept: Debian's npm would ask for Debian's Node.js.
        wanted = [p for p in DEBIAN if not (p in ("nodejs", "npm") and shutil.which("node") and shutil.which("npm"))]
        subprocess.run(as_root + ["apt-get", "update", "-q"], check=True)
        subprocess.run(as_root + ["apt-get", "install", "-q", "-y", "--no-install-recommends"] + wanted, check=True)
    else:
        print("This is not Debian: SQLite, CLIPS, Intel's decimal library and Node.js are to be installed by hand.")
    if shutil.which("npm"):
        subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"], cwd=HERE, check=True)


def build(folder, compiler):
    # A library that was not there may be by now, so what was not found is searched for anew: CMake does.
    command = ["cmake", "-S", ROOT, "-B", folder, "-DCMAKE_BUILD_TYPE=Release", "-DLOYALTY_BUILD_TESTS=OFF",
               "-DLOYALTY_BUILD_EXAMPLES=OFF", "-DLOYALTY_BUILD_BENCHMARKS=ON"]
    if compiler:
        command.append("-DCMAKE_CXX_COMPILER=" + compiler)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", folder, "--target", "peers"], check=True, stdout=subprocess.DEVNULL)


def call(command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
                          timeout=TIME_LIMIT_SECONDS, **more)
    if done.returncode != 0:
        lines = [line for line in done.stderr.strip().splitlines() if line.strip()]
        raise RuntimeError(lines[-1] if lines else f"ended with {done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def least(result, clock):
    return min(one[clock] for one in result["passes"]) * 1e9 / result["transactions"]


def absent(name, binaries):
    """Why a peer cannot run, or None."""
    program = PEERS[name][0][0]
    if program == "node":
        if not shutil.which("node"):
            return "Node.js is not installed"
        package = NEEDS.get(name)
        if package and not os.path.isdir(os.path.join(HERE, "node_modules", *package.split("/"))):
            return f"npm's {package} is not installed"
    elif not os.path.exists(os.path.join(binaries, program)):
        return f"{program} was not built: its library is not installed"
    return None


def measure(name, binaries, stream):
    (program, *arguments), transactions, members, passes, says, when = PEERS[name]
    size = [str(transactions), str(members)]
    floor = [os.path.join(binaries, "benchmark_peers"), "--floor"] + size
    before = call(floor + [stream])
    if program == "node":
        command = ["node", os.path.join(HERE, arguments[0]), stream] + size + [str(passes)] + arguments[1:]
    else:
        command = [os.path.join(binaries, program)] + size + [str(passes)] + arguments
    result = call(command)
    after = call(floor)
    # Where several threads work, it is the time that passed.
    clock = "seconds" if name == "duckdb_2_threads" else "processor_seconds"
    floors = [least(each, clock) for each in (before, after)]
    row = {"name": "peers/" + name, "version": result["version"], "transactions": transactions, "members": members,
           "says": says, "when": when, "floor_ns_before": floors[0], "floor_ns_after": floors[1], "clock": clock,
           "totals": result["totals"], "passes": result["passes"]}
    if result["totals"] != before["totals"]:
        row["wrong"] = True
        row["error"] = f"the totals are wrong: {before['totals']} are right"
        return row
    row["ns"] = least(result, clock)
    row["ratio"] = row["ns"] / min(floors)
    return row


def library_versions():
    """The versions of the libraries that benchmark_peers is linked with, as Debian counts them."""
    found = {}
    if shutil.which("dpkg-query"):
        for package in ("libintelrdfpmath-dev", "libboost-dev"):
            done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, universal_newlines=True)
            if done.returncode == 0 and done.stdout:
                found[package] = done.stdout
    return found


def load():
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--install", action="store_true", help="install the packages, and no more")
    arguments.add_argument("--build", default=os.path.join(ROOT, "build", "peers"), help="folder of the build")
    arguments.add_argument("--compiler", help="C++ compiler of the build")
    arguments.add_argument("--out", default=os.path.join(ROOT, "build", "benchmarks", "peers.json"))
    arguments.add_argument("--only", nargs="+", choices=sorted(PEERS), help="these peers alone")
    chosen = arguments.parse_args()
    if chosen.install:
        install()
        return 0

    build(chosen.build, chosen.compiler)
    binaries = os.path.join(chosen.build, "benchmarks")
    report = {"date": datetime.datetime.now().isoformat(timespec="seconds"), "load_before": load(),
              "compiler": None, "libraries": library_versions(), "peers": [], "skipped": []}
    started = time.time()
    with tempfile.TemporaryDirectory() as folder:
        stream = os.path.join(folder, "stream")
        report["compiler"] = call([os.path.join(binaries, "benchmark_peers"), "--floor", "1000", "20"])["version"]
        for name in chosen.only or PEERS:
            why = absent(name, binaries)
            if why:
                print(f"{name:20} passed over: {why}", flush=True)
                report["skipped"].append({"name": "peers/" + name, "why": why})
                continue
            try:
                row = measure(name, binaries, stream)
            except (RuntimeError, subprocess.TimeoutExpired, ValueError) as error:
                row = {"name": "peers/" + name, "error": str(error)}
            report["peers"].append(row)
            if "error" in row:
                print(f"{name:20} FAILED: {row['error']}", flush=True)
            else:
                print(f"{name:20} {row['ns']:10.1f} ns   {row['ratio']:8.1f} times the floor   {row['version']}", flush=True)
    report["load_after"] = load()
    report["seconds"] = round(time.time() - started, 1)
    os.makedirs(os.path.dirname(os.path.abspath(chosen.out)), exist_ok=True)
    with open(chosen.out, "w") as file:
        json.dump(report, file, indent=1)
        file.write("\n")
    print(f"written: {chosen.out}, after {report['seconds']} s")
    return 1 if any("error" in row for row in report["peers"]) else 0


if __name__ == "__main__":
    sys.exit(main())
