"""How well reprints are found: reprints made of real reports, hidden among all the others, and what it costs.

    python benchmarks/reprints.py REPORTS.jsonl[.gz]… [--sample 300] [--list] [--seed 1]

Of each report of a sample a reprint is made in every way of WAYS, published a day or two later, and put into a store that
holds all the others; each way has a store of its own. A link between a made reprint and its original, or what that is a reprint
of, is right; any other link of a made one is wrong. Recall is given for all originals and for those of 250 characters and more.
Links among the given reports themselves are counted apart, and `--list` prints them, for a person to read. The time is what
signing and linking add to an ingest, of the processor, for each report. Names are read by the rules.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

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


def linked(store: Store, extractions: Sequence[Extraction]) -> tuple[dict[str, str | None], float]:
    """Puts reports into a store: the story of each report in it, by the id in the store, and the milliseconds that signing and
    linking took for each of those put."""
    begin = time.process_time()
    for told in extractions:
        reprints.bands(told.report.text)
    spent = time.process_time() - begin
    store.put_all(extractions, "1")
    begin = time.process_time()
    store.link(reprints.regroup(store.beside, store.prints, store.unlinked()))
    spent += time.process_time() - begin
    stories = {str(row[0]): row[-1] for table, row in store.dump() if table == "report"}
    return stories, 1000 * spent / len(extractions)


def measure(given: Sequence[Extraction], extract: Callable[[Report], Extraction], sample: int, seed: int, show: bool) -> None:
    """Prints the figures."""
    dice = random.Random(seed)
    originals = dice.sample([told for told in given if len(list(sentences(told.report.text))) > 1], sample)
    with TemporaryDirectory() as folder:
        with Store(f"{folder}/given.db", create=True) as store:
            stories, cost = linked(store, given)
        ids = {report_id(told.report): told.report for told in given}
        pairs = [(ids[one], ids[other]) for one, other in combinations(sorted(ids), 2)
                 if stories[one] and stories[one] == stories[other]]
        print(f"{len(given)} reports, {len(pairs)} pairs linked among them, {cost:.2f} ms a report", flush=True)
        for pair in pairs if show else ():
            print(*(f"  {one.published} {one.id} {len(one.text)} {one.headline}" for one in pair), "", sep="\n")
        print(f"{'':38}{'recall':>8}{f'{LONG}+':>8}{'wrong':>7}{'ms':>6}")
        for name, way in WAYS.items():
            again = [extract(made(told, way, dice)) for told in originals]
            shutil.copy(f"{folder}/given.db", f"{folder}/again.db")
            with Store(f"{folder}/again.db") as store:
                stories, cost = linked(store, again)
            found = {report_id(told.report): stories[report_id(one.report)] for told, one in zip(originals, again, strict=True)}
            right = {id for id, story in found.items() if story and story == stories[id]}
            wrong = sum(bool(story) for id, story in found.items() if id not in right)
            long = {report_id(told.report) for told in originals if len(told.report.text) >= LONG}
            print(f"{name:38}{len(right) / len(found):8.3f}{len(right & long) / max(1, len(long)):8.3f}{wrong:7}{cost:6.2f}",
                  flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print the pairs of given reports that are linked")
    args = parser.parse_args()
    extract = Extractor(load("rules"))
    measure([extract(report_of(row)) for row in rows(args.reports)], extract, args.sample, args.seed, args.list)


if __name__ == "__main__":
    main()
