"""Fits the weights of lexicon/confidence.toml to annotated reports, or with --check measures how well the scores hold.

    python benchmarks/calibrate.py data/gold/*_dev*.jsonl --texts REPORTS.jsonl[.gz] ... --odds OUT_OF_FOLD.jsonl
    python benchmarks/calibrate.py data/gold/*_held2.jsonl --texts REPORTS.jsonl[.gz] ... --check

A claim is right where the annotation of its report makes it too. Each kind of claim has a logistic regression over its signs
(maximum likelihood with a ridge penalty, by Newton's method), so nothing is drawn by chance. --check prints for each band of
scores how many claims lie in it and what share of them is right, and the Brier score beside that of the mean share.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from reports import report_of, rows

from tracker import events, roles
from tracker.confidence import BASE, Kind
from tracker.evaluate import check_texts, comparable, facts, paired, plain
from tracker.export import report_object
from tracker.extractor import extractor
from tracker.lexicon import HERE
from tracker.tag.odds import as_odds
from tracker.types import DEFAULT_MODEL, Extraction, Reason

RIDGE = 1.0  # the penalty: a sign seen a few times moves the score little
SEEN = 5  # a sign of fewer claims gets no weight
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
Claim = tuple[Kind, Sequence[str], float, bool]  # kind, signs, score, whether it is right


def claims(read: Extraction, gold: Mapping[str, Any]) -> Iterator[Claim]:
    """Every claim of an extraction with whether the annotation makes it too."""
    right = facts(gold)
    said = report_object(read)

    def claim(kind: Kind, reason: Reason | None, held: bool) -> Iterator[Claim]:
        if reason is not None:
            yield kind, reason.signs, reason.score, held

    for person in read.people:
        name = plain(person.name)
        if person.attendance == "byline":
            continue
        yield from claim("person", person.naming, name in right["person"])
        if name in right["person"]:  # what is said of a name that is none is the fault of the name
            kind: Kind = "present" if person.attendance == "present" else "mentioned"
            yield from claim(kind, person.reason, (name, person.attendance) in right["attendance"])
            for post, reason in zip(person.posts, person.post_reasons, strict=True):
                yield from claim("post", reason, (name, plain(post.org), plain(post.title)) in right["post"])
    matched = {b.number for _, b in paired(comparable(gold), comparable(said))}
    for number, event in enumerate(read.events):
        yield from claim("event", event.reason, number in matched)
        for part in event.participants:
            for role, reason in zip(part.roles, part.reasons, strict=True):
                yield from claim("participation", reason, (event.type, plain(part.name), role) in right["participation"])


def weighed_anew(read: Extraction, people: Sequence[Sequence[Any]]) -> Extraction:
    """What is read of a report where its people (start, end, numbers) have other odds."""
    odds = {(start, end): as_odds(row) for start, end, row in people}
    mentions = [replace(m, odds=odds.get((m.start, m.end))) for m in read.mentions]
    return events.find(read.report, mentions, roles.bind(read.report.text, mentions))


def fit(table: Sequence[tuple[Sequence[str], bool]]) -> dict[str, float]:
    """The weight of each sign, the base first."""
    seen = Counter(sign for signs, _ in table for sign in signs)
    names = [BASE, *sorted(sign for sign, count in seen.items() if count >= SEEN)]
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(table), len(names)))
    x[:, 0] = 1
    for row, (signs, _) in enumerate(table):
        x[row, [place[sign] for sign in signs if sign in place]] = 1
    y = np.array([held for _, held in table], float)
    w: npt.NDArray[np.float64] = np.zeros(len(names))
    ridge = np.full(len(names), RIDGE)
    ridge[0] = 1e-3
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge), x.T @ (y - p) - ridge * w)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(weight), 2) for name, weight in zip(names, w, strict=True)}


def write(weights: Mapping[str, Mapping[str, float]], count: int) -> None:
    """Writes lexicon/confidence.toml."""
    lines = [f"# Weights of the signs by which claims are scored: benchmarks/calibrate.py over {count} annotated reports."]
    for kind, table in weights.items():
        lines += ["", f"[{kind}]", *(f'"{sign}" = {weight}' for sign, weight in table.items())]
    (HERE / "confidence.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def check(found: Mapping[Kind, Sequence[Claim]]) -> None:
    """Prints the table of bands."""
    names = [f"{low:.2f}–{min(high, 1):.2f}" for low, high in pairwise(BANDS)]
    print("| claim | claims | right |", " | ".join(names), "| Brier | of the mean |")
    print("| --- | --- | --- |", " | ".join("---" for _ in names), "| --- | --- |")
    for kind, table in found.items():
        scores, held = np.array([c[2] for c in table]), np.array([c[3] for c in table], float)
        cells = []
        for low, high in pairwise(BANDS):
            inside = (scores >= low) & (scores < high)
            cells.append(f"{held[inside].mean():.2f} of {inside.sum()}" if inside.any() else "–")
        mean = held.mean()
        print(f"| {kind} | {len(table)} | {mean:.2f} |", " | ".join(cells),
              f"| {((scores - held) ** 2).mean():.3f} | {((mean - held) ** 2).mean():.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--odds", type=Path, help="odds by networks that learnt from other reports: models/training/odds.py")
    parser.add_argument("--check", action="store_true", help="measure the scores instead of fitting them")
    args = parser.parse_args()
    gold = {row["id"]: row for row in rows(args.gold) if "people" in row}
    texts = {row["id"]: row for row in rows([*args.texts, *args.gold]) if row.get("id") in gold and row.get("text")}
    check_texts(list(gold.values()), {id: row["text"] for id, row in texts.items()}, args.gold[0])
    unlearnt = {row["id"]: row["people"] for row in rows([args.odds] if args.odds else [])}
    found: dict[Kind, list[Claim]] = defaultdict(list)
    for number, (id, annotated) in enumerate(gold.items(), 1):
        read = extractor(args.model)(report_of(texts[id]))
        for claim in claims(weighed_anew(read, unlearnt[id]) if id in unlearnt else read, annotated):
            found[claim[0]].append(claim)
        if number % 50 == 0 or number == len(gold):
            print(f"{number} of {len(gold)} reports", file=sys.stderr)
    if args.check:
        check(found)
    else:
        write({kind: fit([(signs, held) for _, signs, _, held in table]) for kind, table in sorted(found.items())}, len(gold))


if __name__ == "__main__":
    main()
