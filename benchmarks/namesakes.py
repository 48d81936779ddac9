"""How well systems tell namesakes apart: one Markdown table a system, over names that were made up and careers that were not.

    python benchmarks/namesakes.py ROSTER_FOLDER --half dev --system exact resolver [nomenklatura]

ROSTER_FOLDER holds a corpus of posts (see namesakes_careers.py). Invented names are given to one to four careers of different
people each; most of these stand in a roster, and reports name them with their posts printed in full, in part, late or not at
all (see namesakes_reports.py). The same seed makes the same bench. Half of the names are for development, half for the test.

Precision and recall are B-cubed: the gold clusters are the people, the others the persons that a system decided for, and who
is left unsure is a cluster alone. *Wrong* are the appearances linked to somebody of the roster who is not meant; *decided* are
those linked or declared new, of those whose printed post and source tell place or unit. --keep FOLDER leaves the roster, and
the decisions with the right answers, in files.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from namesakes_careers import read
from namesakes_reports import Bench, build
from namesakes_score import Score, score
from namesakes_systems import SYSTEMS, Decision


def table(scores: Mapping[str, Score]) -> str:
    """The scores of one system as a Markdown table, in %."""
    lines = ["| appearances | number | precision | recall | F | wrong | decided |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for name, one in scores.items():
        decided = "–" if one.decided is None else f"{100 * one.decided:.1f}"
        shares = " | ".join(f"{100 * share:.1f}" for share in (one.precision, one.recall, one.f, one.wrong))
        lines.append(f"| {name} | {one.count} | {shares} | {decided} |")
    return "\n".join(lines)


def keep(bench: Bench, decisions: Mapping[tuple[str, str], Decision], path: Path) -> None:
    """Writes a line for each appearance: what the report prints, who is meant, what was decided."""
    told = {report.report.id: report for report in bench.reports}
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("report", "day", "source", "text", "name", "kind", "usable", "known", "person", "decided", "status"))
        for one in bench.appearances:
            report, decision = told[one.report].report, decisions.get(one.key, Decision("", "unsure"))
            out.writerow((one.report, report.published, report.source, report.text, one.name, one.kind, one.usable, one.known,
                          one.person, decision.person, decision.status))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--system", nargs="+", choices=tuple(SYSTEMS), default=["exact", "resolver"])
    parser.add_argument("--names", type=int, default=600, help="names in both halves together")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="a folder for the roster and the decisions")
    args = parser.parse_args()
    if not (args.corpus / "positions.jsonl.gz").exists():
        parser.error(f"{args.corpus} holds no positions.jsonl.gz; name the folder of a roster corpus")
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        bench = build(read(args.corpus), args.half, folder, args.names, args.seed)
        print(f"{len({one.name for one in bench.appearances})} names, {len({one.person for one in bench.appearances})} people, "
              f"{len(bench.appearances)} appearances, made in {time.perf_counter() - start:.1f} s", file=sys.stderr)
        for system in args.system:
            start = time.perf_counter()
            decisions = SYSTEMS[system](bench.roster, bench.reports)
            print(f"\n{system}, {args.half}, {time.perf_counter() - start:.1f} s\n\n{table(score(bench.appearances, decisions))}")
            if args.keep:
                keep(bench, decisions, folder / f"{system}.csv")


if __name__ == "__main__":
    main()
