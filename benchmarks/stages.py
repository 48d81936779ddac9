"""What the stages after the tagger cost beside it: seconds of each and their ratio, as medians of several passes.

    python benchmarks/stages.py REPORTS.jsonl[.gz] [--reports 200] [--passes 5] [--model accurate|fast|rules]

All passes run in one process over the same texts, tagger and rest in turns, so that their ratio holds where the speed of the
machine drifts.
"""

from __future__ import annotations

import argparse
import statistics
import time
from itertools import islice
from pathlib import Path

from reports import report_of, rows

from tracker import events, roles, tag
from tracker.types import DEFAULT_MODEL


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--reports", dest="count", type=int, default=200)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    args = parser.parse_args()
    read = [report_of(row) for row in islice(rows([args.reports]), args.count)]
    nlp = tag.load(args.model)
    tag.mentions(nlp, read[0].text)  # loads what is loaded once
    tagging, rest = [], []
    for _ in range(args.passes):
        seconds = [0.0, 0.0]
        for report in read:
            start = time.perf_counter()
            mentions = tag.mentions(nlp, report.text)
            middle = time.perf_counter()
            events.find(report, mentions, roles.bind(report.text, mentions))
            seconds = [seconds[0] + middle - start, seconds[1] + time.perf_counter() - middle]
        tagging.append(seconds[0])
        rest.append(seconds[1])
    ratios = [b / a for a, b in zip(tagging, rest, strict=True)]
    size = sum(len(report.text) for report in read)
    print(f"{len(read)} reports, {size} characters, {args.model}, {args.passes} passes: median (min–max)")
    for name, values in (("tagger, s", tagging), ("roles and events, s", rest), ("ratio", ratios)):
        print(f"{name}\t{statistics.median(values):.3f} ({min(values):.3f}–{max(values):.3f})")


if __name__ == "__main__":
    main()
