#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the tables of docs/json_rules.md: what they call sayable is a name of the schema; each programme of the gallery has a row,
and each file of examples/rules that a row names is there.

    page.py ROOT
"""

import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
page = (root / "docs/json_rules.md").read_text()
names = set()


def collect(node):
    if isinstance(node, dict):
        names.update(node.get("properties", {}))
        for each in [node.get("const"), *node.get("enum", [])]:
            names.add(each)
        for each in node.values():
            collect(each)
    elif isinstance(node, list):
        for each in node:
            collect(each)


collect(json.loads((root / "docs/rules.schema.json").read_text()))


def table(heading):
    rows = re.search(rf"^\| [^|]* \| {heading} \|\n\|[-|]*\n((?:\|.*\n)+)", page, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows.group(1).splitlines()]


failures = []
sayable = [name for row in table("sayable") for name in re.findall(r"`([a-z_]+)`", row[1])]
failures += [f"no such name in the schema: {each}" for each in sayable if each not in names]
gallery = table("in JSON")
listed = [row[0].strip("`") for row in gallery]
there = sorted(each.stem for each in (root / "examples/programmes").glob("*.cpp") if each.stem != "main")
if sorted(listed) != there:
    failures.append(f"the gallery has other programmes: {sorted(set(listed) ^ set(there))}")
for row in gallery:
    for name in re.findall(r"`([a-z0-9_]+\.json)`", row[1]):
        rules = root / "examples/rules"
        if not (rules / name).exists() and not (rules / "shops" / name).exists():
            failures.append(f"no such file: {name}")
if failures or len(sayable) < 100:
    sys.exit("\n".join(failures) or "the tables are too short")
print(f"{len(sayable)} names sayable, {len(gallery)} programmes of the gallery")
