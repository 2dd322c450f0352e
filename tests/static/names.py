#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the names that stand in namespace `loyalty` itself, and fails above a limit.


`using namespace loyalty;` brings each of them into a program, so there are few. One source includes every header of
include/loyalty; clang lists its declarations as JSON, and the direct children of `namespace loyalty` are counted, each
name once. Members of an inline namespace and enumerators of an unscoped enumeration are seen from outside like
members, so they count too. Operators, literal operators and deduction guides have no name that could collide.

Before it counts the headers it counts a sample whose names are known, so that a change of clang's output is seen.
"""

import argparse
import json
import pathlib
import subprocess
import sys

SAMPLE = """
namespace other { struct elsewhere {}; void imported(); }
namespace loyalty { struct record { int member; friend void hidden(record) {} struct nested {}; }; }
namespace loyalty::inner { struct deep {}; }
namespace loyalty {
struct record;
enum class scoped { one, two };
enum unscoped { first_value, second_value };
using shorter = record;
template <class Type> struct pattern { Type value; };
template <class Type> pattern(Type) -> pattern<Type>;
template <> struct pattern<int> {};
template <class Type> concept idea = true;
template <class Type> inline constexpr bool variable = idea<Type>;
constexpr int function(int parameter) { int local = parameter; return local; }
constexpr int function(long) { return 0; }
constexpr bool operator+(record, record) { return true; }
inline namespace literals { struct seen {}; constexpr int operator""_x(unsigned long long) { return 1; } }
using other::imported;
}
"""
NAMES_OF_SAMPLE = ["first_value", "function", "idea", "imported", "inner", "literals", "pattern", "record", "scoped",
                   "second_value", "seen", "shorter", "unscoped", "variable"]


class Node:
    """A declaration: its fields of one line, and of the others their presence alone."""

    def __init__(self):
        self.fields = {}

    def __getitem__(self, key):
        return self.fields.get(key)


def nodes(lines):
    """The declarations that clang writes, as lists from the outermost to the innermost, each when its fields are read.

    Clang indents a node's braces by 4 for each level and its fields by 2 more. Levels below the third are passed over:
    `loyalty`, an inline namespace or an enumeration, its members.
    """
    path = []
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if indent > 10:
            continue
        text = line.strip()
        if indent % 4 == 0 and text == "{":
            del path[indent // 4:]
            path.append(Node())
        elif indent % 4 == 0 and text in ("}", "},"):
            if len(path) == indent // 4 + 1:
                yield path
                path.pop()
        elif indent % 4 == 2 and len(path) == indent // 4 + 1 and text.startswith('"'):
            key, _, value = text.rstrip(",").partition(": ")
            key = json.loads(key)
            if value in ("{", "["):
                path[-1].fields[key] = True
                if key == "inner":
                    yield path  # the fields of a node stand before its members
            else:
                path[-1].fields[key] = json.loads(value)


def is_name(node):
    name = node["name"]
    if not name or node["isImplicit"]:
        return False
    # A member that is defined outside its class is no name of the namespace.
    if node["kind"] in ("CXXMethodDecl", "CXXConstructorDecl", "CXXDestructorDecl", "CXXConversionDecl"):
        return False
    return not name.startswith(("operator", "<deduction guide"))


def is_transparent(node):
    """True for what shows its members outside: an inline namespace, an unscoped enumeration."""
    return (node["kind"] == "NamespaceDecl" and node["isInline"]) or \
        (node["kind"] == "EnumDecl" and not node["scopedEnumTag"])


def names_in(clang, options, source):
    command = [clang, "-std=c++20", "-fsyntax-only", *options, "-Xclang", "-ast-dump=json",
               "-Xclang", "-ast-dump-filter=loyalty", "-x", "c++", "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(source)
    process.stdin.close()
    names = set()
    for path in nodes(process.stdout):
        outermost = path[0]
        if outermost["kind"] != "NamespaceDecl" or outermost["name"] != "loyalty" or len(path) == 1:
            continue
        if len(path) == 3 and not is_transparent(path[1]):
            continue
        node = path[-1]
        if node["kind"] == "UsingDirectiveDecl":
            sys.exit("names.py: `using namespace` within loyalty shows names that nobody counts: qualify them")
        if is_name(node):
            names.add(node["name"].rpartition("::")[2])
    if process.wait() != 0:
        sys.exit(f"names.py: {clang} does not compile the headers")
    return names


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clang", required=True)
    parser.add_argument("--include", action="append", required=True, help="the first has loyalty/")
    parser.add_argument("--limit", type=int, required=True)
    parser.add_argument("--without", action="append", default=[], help="a folder of loyalty/ that is not counted")
    options = parser.parse_args()

    found = sorted(names_in(options.clang, [], SAMPLE))
    if found != NAMES_OF_SAMPLE:
        sys.exit(f"names.py: the sample has the names\n  {NAMES_OF_SAMPLE}\nand not\n  {found}")

    root = pathlib.Path(options.include[0])
    headers = sorted(each.relative_to(root).as_posix() for each in root.glob("loyalty/**/*.hpp"))
    for folder in options.without:
        kept = [each for each in headers if not each.startswith(f"loyalty/{folder}/")]
        if len(kept) == len(headers):
            sys.exit(f"names.py: there is no folder loyalty/{folder}")
        headers = kept
    if "loyalty/loyalty.hpp" not in headers or len(headers) < 100:
        sys.exit(f"names.py: only {len(headers)} headers in {root}")
    source = "".join(f"#include <{each}>\n" for each in headers)
    names = sorted(names_in(options.clang, [f"-I{each}" for each in options.include], source))
    print(f"{len(names)} names in namespace loyalty itself, at most {options.limit}:")
    print("  " + " ".join(names))
    if len(names) > options.limit:
        sys.exit("names.py: too many: move some to a namespace of docs/architecture.md")


main()
