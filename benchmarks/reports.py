"""Prints the reports that a gold file annotates, found by id in files of reports, as input for `tracker extract`.

    python benchmarks/reports.py data/gold/news_dev.jsonl REPORTS.jsonl[.gz] ... > reports.jsonl

Gold files hold no text. A report that is missing from REPORTS, or whose text is not the one annotated, is an error.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tracker.dates import parse_day
from tracker.types import Report


def rows(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The objects of JSON lines, plain or gzipped."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def report_of(row: dict[str, Any]) -> Report:
    """The report that a row holds."""
    day = parse_day(row["published"]) if row.get("published") else None
    return Report(row["id"], row["text"], row.get("headline"), day)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    args = parser.parse_args()
    gold = {row["id"]: row["sha1"] for row in rows([args.gold])}
    found = {row["id"]: row for row in rows(args.reports) if row["id"] in gold}
    for report, digest in gold.items():
        if report not in found:
            sys.exit(f"no report {report}: give the file that holds it")
        if hashlib.sha1(found[report]["text"].encode()).hexdigest()[:12] != digest:
            sys.exit(f"the text of report {report} is not the one that was annotated")
        print(json.dumps(found[report], ensure_ascii=False))


if __name__ == "__main__":
    main()
