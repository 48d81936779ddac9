"""How well several tellings of one happening are found: precision and recall over pairs of events that were judged by hand.

    python benchmarks/happenings.py data/gold/happenings.jsonl REPORTS.jsonl[.gz] ...
    python benchmarks/happenings.py data/gold/happenings.jsonl activity.db

The labels name events by report, characters of the evidence, type, and which of those it is; they hold no text. They were made of
what the rules read, so files of reports are read by the rules. `weighted` counts each pair as often as its stratum was thinned.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports import report_of, rows

from tracker.happenings import Telling, group
from tracker.judgements import State
from tracker.types import Extraction

Key = tuple[str, int, int, str, int]  # report, first and last character, type, which of those


@dataclass
class Counts:
    """Pairs that were put together rightly and wrongly, and left apart wrongly."""

    right: float = 0.0
    wrong: float = 0.0
    missed: float = 0.0

    def add(self, found: bool, same: bool, weight: float = 1.0) -> None:
        """Count one pair."""
        self.right += weight * (found and same)
        self.wrong += weight * (found and not same)
        self.missed += weight * (same and not found)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed or 1)


def tellings(extractions: Iterable[Extraction]) -> dict[Key, Telling]:
    """What the reports tell, by what the labels name it by."""
    found: dict[Key, Telling] = {}
    for told in extractions:
        report, seen = told.report, defaultdict[tuple[int, int, str], int](int)
        for n, e in enumerate(told.events):
            at = (e.evidence.start, e.evidence.end, e.type)
            found[(report.id, *at, seen[at])] = Telling(
                f"{report.id}/{n:03}", report.id, e.type, tuple((p.name, p.roles) for p in e.participants),
                e.evidence.of(report.text), e.date, e.date_end, report.published, e.place, e.name, e.trigger, report.headline)
            seen[at] += 1
    return found


def read(paths: Iterable[Path]) -> Iterator[Extraction]:
    """What the rules read of files of reports; signs that no text has are left out."""
    from tracker.extractor import extractor

    extract = extractor("rules")
    for row in rows(paths):
        yield extract(report_of({**row, "text": row["text"].replace("\x7f", "")}))


def stored(database: Path) -> dict[Key, str]:
    """The happenings in a database, by what the labels name events by."""
    from tracker.who import opened

    found: dict[Key, str] = {}
    with opened(database) as store:
        seen = defaultdict[tuple[str, int, int, str], int](int)
        for told in store.told():
            at = (told.report.name, told.event.evidence.start, told.event.evidence.end, told.event.type)
            found[(*at, seen[at])] = told.happening
            seen[at] += 1
    return found


def key(event: Mapping[str, Any]) -> Key:
    """What a label names an event by."""
    return event["report"], event["start"], event["end"], event["type"], event["nth"]


def measure(labels: Iterable[Mapping[str, Any]], happenings: Mapping[Key, str]) -> dict[str, tuple[Counts, Counts, int, int]]:
    """By sample: counts of pairs, weighted counts, how many pairs, how many more were not found. Pairs in doubt are left out."""
    result: dict[str, tuple[Counts, Counts, int, int]] = {}
    for row in labels:
        one, other = happenings.get(key(row["one"])), happenings.get(key(row["other"]))
        for name in (row["sample"], "all") if row["same"] is not None else ():
            plain, weighted, pairs, lost = result.get(name, (Counts(), Counts(), 0, 0))
            if one and other:
                plain.add(one == other, row["same"])
                weighted.add(one == other, row["same"], row["weight"])
            result[name] = plain, weighted, pairs + bool(one and other), lost + (not (one and other))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("corpus", type=Path, nargs="+")
    args = parser.parse_args()
    if args.corpus[0].suffix in (".db", ".sqlite"):
        happenings = stored(args.corpus[0])
    else:
        told = tellings(read(args.corpus))
        groups = group(list(told.values()), State())
        happenings = {at: groups[one.id] for at, one in told.items()}
    print("| sample | pairs | put together | precision | recall | weighted precision | weighted recall |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, (plain, weighted, pairs, lost) in measure(rows([args.labels]), happenings).items():
        print(f"| {name} | {pairs} | {plain.right + plain.wrong:.0f} | {plain.precision:.3f} | {plain.recall:.3f} | "
              f"{weighted.precision:.3f} | {weighted.recall:.3f} |")
        if lost:
            print(f"{name}: {lost} pairs are not in the corpus", file=sys.stderr)


if __name__ == "__main__":
    main()
