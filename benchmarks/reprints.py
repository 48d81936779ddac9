"""How well reprints are found: reprints made of real reports, hidden among all the others, and what it costs.

    python benchmarks/reprints.py REPORTS.jsonl[.gz]… [--sample 300] [--list] [--seed 1]

Of a sample of reports each a reprint is made in every way of WAYS, published a day or two later under another name; each way is a
store of its own, with all reports in it. A link between a made reprint and its original, or what that is a reprint of, is right;
any other link of a made one is wrong. Recall is given for all originals and for those of 250 characters and more. Links among the
given reports themselves are counted apart, and `--list` prints them, for a person to read. The time is what signing and linking
add to an ingest, for each report. Names are read by the rules.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from reports import report_of, rows

from tracker import reprints
from tracker.extractor import Extractor
from tracker.store import Store
from tracker.store.rows import report_id
from tracker.tag import load
from tracker.text import sentences
from tracker.types import Extraction, Report

LONG = 250
Way = Callable[[list[str], Report, random.Random], Sequence[str]]


def _lead(told: list[str], report: Report, dice: random.Random) -> list[str]:
    """The first sentence in other words: its clauses in another order, after the headline."""
    clauses = told[0].rstrip("。").split("，")
    dice.shuffle(clauses)
    return [f"{report.headline}。", f"据悉，{'，'.join(clauses)}。", *told[1:]]


def _misprints(told: list[str], _: Report, dice: random.Random) -> list[str]:
    """One character in fifty is another one, as in a scan."""
    return ["".join(dice.choice("日目曰口田由") if dice.random() < 0.02 else char for char in one) for one in told]


WAYS: dict[str, Way] = {
    "source line added": lambda told, _, __: ["（本报综合报道）", *told, "来源：晚报"],
    "lead cut": lambda told, _, __: told[1:],
    "lead rewritten": _lead,
    "last quarter dropped": lambda told, _, __: told[: -(-len(told) * 3 // 4)],
    "lead rewritten, last quarter dropped": lambda told, *more: _lead(told[: -(-len(told) * 3 // 4)], *more),
    "lead rewritten, second half dropped": lambda told, *more: _lead(told[: -(-len(told) // 2)], *more),
    "every third sentence dropped": lambda told, _, __: [one for n, one in enumerate(told) if n % 3 != 1],
    "misprints, one character in fifty": _misprints,
}


def made(told: Extraction, way: Way, dice: random.Random) -> Report:
    """A reprint of a report."""
    report = told.report
    text = "\n".join(way([span.of(report.text) for span in sentences(report.text)], report, dice))
    day = report.published and report.published + timedelta(days=dice.choice([1, 2]))
    return replace(report, id=f"{report.id} again", text=text, headline="再刊", published=day, source="晚报")


def linked(extractions: Sequence[Extraction]) -> tuple[dict[str, str | None], float]:
    """The story of each report, by its id as given, and the milliseconds that signing and linking took for each."""
    with Store("sqlite://", create=True) as store:
        store.put_all(extractions, "1")
        open = store.unlinked()
        begin = time.perf_counter()
        found = reprints.regroup(store.beside, store.prints, open)
        store.link(found)
        spent = time.perf_counter() - begin
        begin = time.perf_counter()
        for told in extractions:
            reprints.bands(told.report.text)
        spent += time.perf_counter() - begin
    return {told.report.id: found.get(report_id(told.report)) for told in extractions}, 1000 * spent / len(extractions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print the pairs of given reports that are linked")
    args = parser.parse_args()
    extract = Extractor(load("rules"))
    given = [extract(report_of(row)) for row in rows(args.reports)]
    plain, cost = linked(given)
    pairs = [(one.report, other.report) for n, one in enumerate(given) for other in given[n + 1 :]
             if plain[one.report.id] and plain[one.report.id] == plain[other.report.id]]
    print(f"{len(given)} reports, {len(pairs)} pairs linked among them, {cost:.2f} ms a report")
    for pair in pairs if args.list else ():
        print(*(f"  {one.published} {one.id} {len(one.text)} {one.headline}" for one in pair), "", sep="\n")
    dice = random.Random(args.seed)
    originals = dice.sample([told for told in given if len(list(sentences(told.report.text))) > 1], args.sample)
    print(f"{'':40}{'recall':>8}{f'of {LONG}+':>8}{'wrong':>7}{'ms':>6}")
    for name, way in WAYS.items():
        again = {told.report.id: extract(made(told, way, dice)) for told in originals}
        stories, cost = linked([*given, *again.values()])
        right = {id for id, told in again.items() if stories[told.report.id] and stories[told.report.id] == stories[id]}
        wrong = sum(bool(stories[told.report.id]) for id, told in again.items() if id not in right)
        long = [told.report.id for told in originals if len(told.report.text) >= LONG]
        print(f"{name:40}{len(right) / len(again):8.3f}{len(right & {*long}) / max(1, len(long)):8.3f}{wrong:7}{cost:6.2f}",
              flush=True)


if __name__ == "__main__":
    main()
