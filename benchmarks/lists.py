"""How many names of attendee lists are read as present: one line for names, one for whole lists, and what was lost.

    python benchmarks/lists.py data/gold/lists_held.jsonl REPORTS.jsonl[.gz] ... [--model fast]

A row of the first file names a sentence of a report by offsets, with the names that it says took part. REPORTS hold the
texts. A text that is missing, or not the one annotated, is an error.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from reports import report_of, rows

from tracker.extractor import extractor
from tracker.types import DEFAULT_MODEL


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    args = parser.parse_args()
    lists = list(rows([args.lists]))
    wanted = {row["report"] for row in lists}
    texts = {row["id"]: row for row in rows(args.reports) if row["id"] in wanted}
    names = caught = whole = 0
    for row in lists:
        source = texts.get(row["report"])
        sentence = source["text"][row["start"] : row["end"]] if source else ""
        if source is None or hashlib.sha1(sentence.encode()).hexdigest()[:12] != row["sha1"]:
            sys.exit(f"{row['report']}: the text is missing, or is not the one that was annotated")
        there = {person.name for person in extractor(args.model)(report_of(source)).people if person.attendance == "present"}
        lost = [name for name in row["names"] if name.replace(" ", "") not in there]
        names, caught, whole = names + len(row["names"]), caught + len(row["names"]) - len(lost), whole + (not lost)
        if lost:
            print(row["report"], "lost", *lost, "of", len(row["names"]), sentence)
    print(f"names {caught} of {names}: {caught / names:.3f}")
    print(f"lists whole {whole} of {len(lists)}: {whole / len(lists):.3f}")


if __name__ == "__main__":
    main()
