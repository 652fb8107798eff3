"""Which branches of the lines that decide a verdict no test takes.

Reads what `llvm-cov export` writes of each test program, collects both sides of
each branch of the files below, and holds those that were never taken to
untaken.tsv: a side that is neither taken nor listed there with its reason
fails, and so does a row that is no longer true. `--print` shows the rows that
are missing, to be given a reason each.

    python3 branches.py untaken.tsv export.json... [--print]
"""

import argparse
import collections
import csv
import fnmatch
import json
import os
import pathlib
import sys

# Where a status is made, from the value that a query selects to the verdict.
DECIDING = [
    "plugin/guard/clauses.cc",
    "plugin/guard/compare.cc",
    "plugin/guard/containment.cc",
    "plugin/guard/containment.h",
    "plugin/guard/evaluator.cc",
    "plugin/guard/key*_filter.cc",
    "plugin/guard/members.*",
    "plugin/guard/operators.cc",
    "plugin/guard/outcome.*",
    "plugin/guard/query.cc",
    "plugin/guard/scope.cc",
    "plugin/guard/type_query.cc",
    "plugin/guard/unary.cc",
    "plugin/guard/variables.cc",
    "plugin/builtins/*.cc",
    "plugin/gate/decide.cc",
    "plugin/gate/judge.cc",
    "plugin/gate/plan_state.cc",
]

Side = collections.namedtuple("Side", "file line condition taken_when")


def is_deciding(path):
    return any(fnmatch.fnmatch(path, pattern) for pattern in DECIDING)


def text_between(lines, begin, end):
    """The source between two (line, column) pairs, on one line."""
    (first, left), (last, right) = begin, end
    if first == last:
        text = lines[first - 1][left - 1 : right - 1]
    else:
        middle = lines[first:last - 1]
        text = " ".join(
            [lines[first - 1][left - 1 :], *middle, lines[last - 1][: right - 1]]
        )
    return " ".join(text.split())


def count_sides(export, root, counts, places):
    """Adds how often each side was taken, over all instances of templates."""
    sources = {}
    for entry in export["data"][0]["files"]:
        # A compiler cache may make paths relative to the build folder.
        path = pathlib.Path(os.path.normpath(entry["filename"]))
        if not path.is_relative_to(root):
            continue
        name = str(path.relative_to(root))
        if not is_deciding(name):
            continue
        lines = sources.setdefault(name, path.read_text().splitlines())
        for branch in entry["branches"]:
            first, left, last, right, if_true, if_false = branch[:6]
            condition = text_between(lines, (first, left), (last, right))
            line = " ".join(lines[first - 1].split())
            for taken_when, count in (("true", if_true), ("false", if_false)):
                side = Side(name, line, condition, taken_when)
                counts[side] += count
                places.setdefault(side, first)


def read_rows(path):
    rows = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row or row[0].startswith("#"):
                continue
            if len(row) != 5 or not row[4].strip():
                sys.exit(f"{path}: a row needs five columns, the last a reason: {row}")
            rows[Side(*row[:4])] = row[4]
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("untaken")
    parser.add_argument("exports", nargs="+")
    parser.add_argument("--print", action="store_true", dest="show_rows")
    arguments = parser.parse_args()
    root = pathlib.Path(__file__).resolve().parents[2]
    counts = collections.Counter()
    places = {}
    for export in arguments.exports:
        count_sides(json.loads(pathlib.Path(export).read_text()), root, counts, places)
    if not counts:
        sys.exit("the export has none of the files that decide: nothing was measured")
    rows = read_rows(arguments.untaken)
    untaken = {side for side, count in counts.items() if count == 0}
    missing = sorted(untaken - rows.keys(), key=lambda s: (s.file, places[s]))
    stale = sorted(rows.keys() - untaken)
    if arguments.show_rows:
        for side in missing:
            print("\t".join([*side, "?"]))
        return
    for side in missing:
        print(f"{side.file}:{places[side]}: never {side.taken_when}: {side.condition}")
    for side in stale:
        print(f"{arguments.untaken}: no longer true: {' | '.join(side)}")
    print(
        f"{len(counts)} sides of branches: {len(counts) - len(untaken)} taken, "
        f"{len(untaken) - len(missing)} listed with a reason, {len(missing)} untaken, "
        f"{len(stale)} stale rows"
    )
    sys.exit(1 if missing or stale else 0)


if __name__ == "__main__":
    main()
