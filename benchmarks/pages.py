"""How well a page is split into its reports, on invented pages in many layouts (see pages_made.py): Markdown tables.

    python benchmarks/pages.py [--phrases dev] [--seeds 0 200] [--show SEED] [--page PAGE.txt --gold GOLD.jsonl]

characters    letters that are told right: text of a report in that report, advertisements and the like in no report (or in
              one that is none of the page's), headlines in no text. Found and true reports are paired one to one, by most
              letters in common
borders       places between two letters where another report begins, found and true, as precision and recall
headline      reports with exactly their headline, eyebrow and subtitle included, letter by letter, and with or without the
              name of a column over it; or with none where none is printed
main line     reports whose headline holds the main line, and the main line of no other

Blanks count nowhere. Beside each figure stands the interval in which 95 % of them lie when the pages are drawn again. With
--page a real page is compared with annotated reports, and what is not as it should be is printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
from pages_made import NONE, Page, letters, page

from tracker.segment import split
from tracker.types import Document, Report

MEASURES = ("characters", "borders, precision", "borders, recall", "headline", "main line")
DRAWN = 1000  # times that the pages are drawn again


class Count(NamedTuple):
    """How many are right, of how many."""

    right: int
    all: int


Counts = Mapping[str, Mapping[str, Count]]  # by feature, by measure


def owners(found: Iterable[Report], length: int) -> list[int]:
    """For each character of a document the number of the found report whose text it is in, NONE for the rest."""
    result = [NONE] * length
    for number, report in enumerate(found):
        for place in report.origin or ():
            if place >= 0:
                result[place] = number
    return result


def paired(true: Iterable[int], found: Iterable[int]) -> dict[int, int]:
    """The found report of each true one: the pairs, one to one, that share most letters."""
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    for (one, other), shared in Counter(zip(true, found, strict=True)).items():
        if one != NONE and other != NONE:
            graph.add_edge(("true", one), ("found", other), weight=shared)
    pairs = (dict(pair) for pair in nx.max_weight_matching(graph))
    return {pair["true"]: pair["found"] for pair in pairs}


def score(made: Page, found: tuple[Report, ...]) -> Counts:
    """The counts of one page, by feature; those of all reports under `all`."""
    owner = owners(found, len(made.text))
    texts = [place for place, part in enumerate(made.parts) if part == "text"]
    pairs = paired([made.reports[place] for place in texts], [owner[place] for place in texts])
    matched = set(pairs.values())
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for place, part in enumerate(made.parts):
        if part == "neutral":
            continue
        number = made.reports[place]
        good = (owner[place] == pairs.get(number) if part == "text" else owner[place] == NONE if part == "headline"
                else owner[place] not in matched)
        for feature in _told(made, number):
            right[feature]["characters"].append(good)
        right["part: " + part]["characters"].append(good)
    _borders(made, owner, texts, right)
    for number, headline in enumerate(made.headlines):
        report = found[pairs[number]] if number in pairs else None
        bare, label = letters(headline or ()), letters([made.labels[number] or ""])
        accepted = {bare, label + bare, bare + label}
        for feature in _told(made, number):
            right[feature]["headline"].append(report is not None and letters([report.headline or ""]) in accepted)
            right[feature]["main line"].append(report is not None and _leads(made, number, report))
    return {feature: {measure: Count(sum(each), len(each)) for measure, each in by.items()} for feature, by in right.items()}


def _told(made: Page, number: int) -> list[str]:
    return ["all", *(() if number == NONE else sorted(made.laid[number])), *sorted(made.features)]


def _leads(made: Page, number: int, report: Report) -> bool:
    said, main = letters([report.headline or ""]).removeprefix(letters([made.labels[number] or ""])), made.mains[number]
    others = [letters([one]) for other, one in enumerate(made.mains) if one and other != number and one != main]
    return (letters([main]) in said if main else not said) and not any(one in said for one in others)


def _borders(made: Page, owner: list[int], texts: list[int], right: dict[str, dict[str, list[bool]]]) -> None:
    pairs = list(pairwise(texts))
    true = {after for before, after in pairs if made.reports[before] != made.reports[after]}
    found = {after for before, after in pairs if owner[before] != owner[after]}
    for feature in ["all", *sorted(made.features)]:
        right[feature]["borders, precision"] += [place in true for place in found]
        right[feature]["borders, recall"] += [place in found for place in true]


def interval(counts: list[Count]) -> str:
    """The share that is right, and its interval over pages."""
    pages = np.array(counts, dtype=np.int64)
    drawn = np.random.default_rng(7).integers(0, len(pages), (DRAWN, len(pages)))
    right, all = pages[drawn].sum(axis=1).T
    low, high = np.percentile(right / np.maximum(all, 1), (2.5, 97.5))
    return f"{pages[:, 0].sum() / max(1, pages[:, 1].sum()):.3f} ({low:.3f}–{high:.3f})"


def table(pages: list[Counts]) -> str:
    """A line for each feature: pages that have it, and the measures with their intervals."""
    lines = [f"| layout | pages | {' | '.join(MEASURES)} |", f"| --- | --- |{' --- |' * len(MEASURES)}"]
    features = sorted({feature for one in pages for feature in one}, key=lambda feature: (feature != "all", feature))
    for feature in features:
        having = [one[feature] for one in pages if feature in one]
        cells = [interval([one.get(measure, Count(0, 0)) for one in having]) if any(measure in one for one in having) else "–"
                 for measure in MEASURES]
        lines.append(f"| {feature} | {len(having)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def show(made: Page, found: tuple[Report, ...]) -> str:
    """The page with, before each line, its true and its found report; and the headlines."""
    owner, lines, start = owners(found, len(made.text)), [], 0
    for line in made.text.split("\n"):
        places = [place for place in range(start, start + len(line)) if not line[place - start].isspace()]
        true, part = max(((made.reports[place], made.parts[place]) for place in places), default=(NONE, ""))
        said = Counter(owner[p] for p in places).most_common(1)[0][0] if places else NONE
        lines.append(f"{part[:4]:5}{true:3} {said:3}  {line}")
        start += len(line) + 1
    headlines = [f"true {number}: {headline}" for number, headline in enumerate(made.headlines)]
    return "\n".join([*lines, *headlines, *(f"found {number}: {report.headline}" for number, report in enumerate(found))])


def wrong(path: Path, gold: Path) -> list[str]:
    """What differs between a page as split and its annotated reports, blanks apart; each a line."""
    found = split(Document("page", str(path), path.read_text("utf-8-sig")))
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    faults = [] if len(found) == len(rows) else [f"{len(found)} reports, not {len(rows)}"]
    for report, row in zip(found, rows, strict=False):
        for what, one, other in (("text", report.text, row["text"]), ("headline", report.headline, row["headline"])):
            if letters([one or ""]) != letters([other or ""]):
                faults.append(f"{row['id']}: another {what}")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phrases", choices=("dev", "held"), default="dev")
    parser.add_argument("--seeds", type=int, nargs=2, default=(0, 200), metavar=("FIRST", "END"))
    parser.add_argument("--show", type=int, metavar="SEED", help="print one page with what was found")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--gold", type=Path, help="the annotated reports of --page")
    args = parser.parse_args()
    if args.page:
        if not args.gold:
            parser.error("--page needs --gold, the annotated reports of the page")
        print("\n".join(wrong(args.page, args.gold)) or f"{args.page}: every report as annotated")
    elif args.show is not None:
        made = page(args.show, args.phrases)
        print(show(made, split(Document("made", "made.txt", made.text))))
    else:
        pages = [page(seed, args.phrases) for seed in range(*args.seeds)]
        print(table([score(made, split(Document("made", "made.txt", made.text))) for made in pages]))


if __name__ == "__main__":
    main()
