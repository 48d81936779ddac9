"""Fits the weights of lexicon/resolution.toml to the developing half of the bench of namesakes, and prints them.

    python benchmarks/namesakes_fit.py ROSTER_FOLDER

Each appearance is compared with the people of its name, each known by the roster and by some of the other appearances that are
hers or his: once with most, once with few of them, as it is when little is decided yet. Whoever is meant is to be the likeliest
(a conditional logistic regression). With --fold the weights are fitted on a part of the names only.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha1
from pathlib import Path

import numpy as np
from namesakes_careers import read
from namesakes_reports import Bench, build

from tracker.resolve import Resolver, appearances
from tracker.resolve.compare import Dossier, Sighting, Sign, compare, stranger

Choice = list[tuple[Sign, ...]]  # the signs of each who may be meant; the first is
SHARES = (0.95, 0.6, 0.3)  # of the other appearances that are known


def part(name: str) -> int:
    """One of two parts of the names."""
    return sha1(b"fold" + name.encode()).digest()[0] % 2


def choices(bench: Bench, seed: int, fold: int | None) -> Iterator[Choice]:
    """The choices of all appearances of one part of the names."""
    meant = {one.key: one.person for one in bench.appearances}
    resolver, rng = Resolver(bench.roster), random.Random(seed)
    for name, block in resolver.blocks(one for told in bench.reports for one in appearances(told)).items():
        mine = [s for s in block if s.key in meant]
        if mine and (fold is None or part(name) == fold):
            for share in SHARES:
                learned = [rng.random() < share for _ in mine]
                yield from _choices(mine, [meant[s.key] for s in mine], resolver.known(name), learned, rng)


def _choices(block: Sequence[Sighting], people: Sequence[str], known: Sequence[Dossier], learned: Sequence[bool],
             rng: random.Random) -> Iterator[Choice]:
    """The choice of each sighting, of which `learned` are known; now and then nobody knows yet who is meant."""
    for n, one in enumerate(block):
        dossiers = {d.id: replace(d, company=Counter(), printed={}, days=[], met=[]) for d in known}
        hidden = people[n] not in dossiers and rng.random() < 0.3
        for m, other in enumerate(block):
            if m != n and learned[m] and not (hidden and people[m] == people[n]):
                dossiers.setdefault(people[m], Dossier(people[m])).learn(other)
        options = {id: compare(one, d) for id, d in dossiers.items()}
        right = options.pop(people[n], None)
        if right is not None:
            yield [right, stranger(one), *options.values()]
        elif options:
            yield [stranger(one), *options.values()]


def fit(data: Sequence[Choice], steps: int = 500, keep: float = 1e-5) -> dict[str, float]:
    """The weights under which those who are meant are the likeliest."""
    names = sorted({sign.name for choice in data for signs in choice for sign in signs} - {"trusted"})
    column = {name: n for n, name in enumerate(names)}
    rows = np.zeros((sum(map(len, data)), len(names)))
    first, at = [], 0
    for choice in data:
        first.append(at)
        for signs in choice:
            for sign in signs:
                if sign.name in column:
                    rows[at, column[sign.name]] += sign.size
            at += 1
    starts = np.array(first)
    group = np.repeat(np.arange(len(data)), [len(c) for c in data])
    right = np.zeros(len(rows))
    right[starts] = 1
    weights, m, v = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        scores = rows @ weights
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        share = scores / np.add.reduceat(scores, starts)[group]
        slope = rows.T @ (share - right) / len(data) + keep * weights
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        weights -= 0.1 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-9)
    return dict(zip(names, weights, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = build(read(args.corpus), "dev", Path(scratch), seed=args.seed)
    weights = fit(list(choices(bench, 1, args.fold)))
    for name, one in sorted(weights.items(), key=lambda item: -item[1]):
        print(f'"{name}" = {one:.2f}')


if __name__ == "__main__":
    main()
