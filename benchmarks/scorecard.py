"""One table of F1 with intervals for several files of annotations: the middle of docs/scorecard.md.

    python benchmarks/scorecard.py GOLD.jsonl ... --texts REPORTS.jsonl[.gz] ... [--model fast]

A GOLD file may hold the texts itself. The last line counts reports; all columns together make the last column.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reports import report_of, rows

from tracker.evaluate import METRICS, Count, Score, check_texts, compare, score
from tracker.export import report_object
from tracker.extractor import extractor
from tracker.types import DEFAULT_MODEL


def cell(value: Score) -> str:
    """F1 and the bounds of its interval; a dash where nothing is annotated or read."""
    if not value.count.gold and not value.count.said:
        return "–"
    return f"{value.f1:.3f} ({value.low:.2f}–{value.high:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--model", default=DEFAULT_MODEL)
    args = parser.parse_args()
    gold = {path: list(rows([path])) for path in args.gold}
    wanted = {row["id"] for annotated in gold.values() for row in annotated}
    texts = {row["id"]: row for row in rows([*args.texts, *args.gold]) if row["id"] in wanted and row.get("text")}
    columns: dict[str, dict[str, list[Count]]] = {}
    for path, annotated in gold.items():
        check_texts(annotated, {id: row["text"] for id, row in texts.items()}, path)
        read = [report_object(extractor(args.model)(report_of(texts[row["id"]]))) for row in annotated]
        counts = compare(annotated, read).reports.values()
        columns[path.stem] = {metric: [each[metric] for each in counts] for metric in METRICS}
        print(path.stem, len(annotated), "reports", file=sys.stderr)
    columns["together"] = {metric: [one for column in columns.values() for one in column[metric]] for metric in METRICS}
    print("| metric |", " | ".join(columns), "|")
    print("| --- |", " | ".join("---" for _ in columns), "|")
    for metric in METRICS:
        print(f"| {metric} |", " | ".join(cell(score(column[metric])) for column in columns.values()), "|")
    print("| reports |", " | ".join(str(len(column["person"])) for column in columns.values()), "|")


if __name__ == "__main__":
    main()
