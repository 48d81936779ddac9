"""Which headline belongs to which report: by the words they share and by the place on the page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log
from statistics import median
from typing import Final

from tracker.segment.body import Body, bare
from tracker.segment.lines import LONGEST_HEADLINE, Line
from tracker.segment.page import Heading
from tracker.text import tight

_SUBTITLE = re.compile("—|[（(].*[)）]$")
NEIGHBOURS: Final = 30  # a headline belongs to one of so many bodies on either side
ROUNDS: Final = 4  # of choosing again, knowing which bodies have a headline
LIKELY: Final = 4  # bodies beside those around it that a headline is weighed against
# How much a place speaks for a body, in the coin of shared words.
_BELOW, _BELOW_INSIDE, _ABOVE = 4.0, 1.5, 0.7
_TOGETHER, _APART = 3.5, 0.8  # for the body of the line before, close above or with a blank line between
_WRAPPED, _UNDER = 3.0, 3.0  # more for what looks like the rest of the line above, and for a subtitle
_TAKEN, _BARE = -4.0, 2.0  # a body that has a headline elsewhere, and one that has no other
_IN_ORDER = 0.7  # for the body below that of the line before
_GATHERED, _PLACE_GATHERED, _BARE_GATHERED = 4, 0.4, 4.0  # of more lines than these the place says less, and a lack more


def assign(headings: Sequence[Heading], bodies: Sequence[Body]) -> list[list[str]]:
    """The headlines of each body, in the order printed."""
    result: list[list[str]] = [[] for _ in bodies]
    places = [number for number, body in enumerate(bodies) if not body.notice]
    if not headings or not places:
        return result
    widths = [len(line.text) for body in bodies for line in body.lines]
    units = list(_units(headings, wrapped=median(widths or [0]) <= LONGEST_HEADLINE))
    weigher = _Weigher(units, bodies, places)
    chosen = weigher.choose(taken=None)
    for _ in range(ROUNDS):
        before, chosen = chosen, weigher.choose(taken=chosen)
        if chosen == before:
            break
    above: int | None = None
    for unit, body in zip(units, chosen, strict=True):
        if unit.rest and body == above and not _SUBTITLE.match(unit.text):
            result[body][-1] += unit.text
        else:
            result[body].append(unit.text)
        above = body
    return result


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line of a headline. `block`: the number of those that stand together; `rest`: a narrow box may have parted it from the
    line above, which is longer and close."""

    text: str
    gap: bool
    block: int
    rest: bool
    above: int
    below: int
    inside: bool


def _units(headings: Sequence[Heading], wrapped: bool) -> Iterator[_Unit]:
    """The lines; on a page of wrapped lines a shorter one close under another may be the rest of it."""
    for block, (_, group) in enumerate(groupby(headings, lambda heading: (heading.above, heading.below, heading.inside))):
        last: Line | None = None
        for heading in group:
            line = heading.line
            rest = wrapped and last is not None and not line.gap and len(line.text) < len(last.text)
            yield _Unit(" ".join(tight(line.text).split()), line.gap, block, rest, heading.above, heading.below, heading.inside)
            last = line


_Runs = dict[int, dict[int, int]]


class _Weigher:
    """Weighs headlines against bodies by pairs of characters; pairs that few bodies hold count most, the lead twice."""

    def __init__(self, units: Sequence[_Unit], bodies: Sequence[Body], places: Sequence[int]) -> None:
        self.units, self.places = units, places
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._leads: list[set[str]] = []
        for body in bodies:
            text = "" if body.notice else bare("".join(line.text for line in body.lines))
            self._leads.append(_pairs(text[:150]))
            for pair in _pairs(text):
                self._holders[pair].append(len(self._leads) - 1)
        self._sizes = Counter(unit.block for unit in units)
        self._words = [self._shared(unit) for unit in units]

    def _shared(self, unit: _Unit) -> dict[int, float]:
        """How much of the words of a headline each body near it shares."""
        shared: dict[int, float] = defaultdict(float)
        first, last = unit.below - NEIGHBOURS, unit.below + NEIGHBOURS
        for pair in sorted(_pairs(bare(unit.text))):
            holders = self._holders.get(pair, [])
            near = holders[bisect_left(holders, first) : bisect_left(holders, last)]
            weight = log((1 + min(len(self.places), 2 * NEIGHBOURS)) / max(1, len(near)))
            for body in near:
                shared[body] += weight * (1 + (pair in self._leads[body]))
        return shared

    def choose(self, taken: Sequence[int] | None) -> list[int]:
        """The body of each headline; `taken`: what was chosen last time."""
        runs = self._runs(taken) if taken is not None else None
        chosen: list[int] = []
        for _, group in groupby(range(len(self.units)), lambda n: self.units[n].block):
            chosen += self._along(list(group), runs)
        return chosen

    def _runs(self, taken: Sequence[int]) -> _Runs:
        """For each body the headlines it has, as runs of lines without a blank line between: the first line, and the block."""
        self._run = [0] * len(taken)
        runs: _Runs = defaultdict(dict)
        for n, (unit, body) in enumerate(zip(self.units, taken, strict=True)):
            close = n and not unit.gap and taken[n - 1] == body and self.units[n - 1].block == unit.block
            self._run[n] = self._run[n - 1] if close else n
            runs[body][self._run[n]] = unit.block
        return runs

    def _along(self, block: Sequence[int], runs: _Runs | None) -> list[int]:
        """The best bodies for the headlines of one block, each of which rather goes with the one before."""
        steps: list[dict[int, tuple[float, int | None]]] = []
        for n in block:
            worth = {body: self._worth(n, body, runs) for body in self._candidates(n, runs)}
            if not steps:
                steps.append({body: (score, None) for body, score in worth.items()})
                continue
            before = steps[-1]
            best = max(before, key=lambda body: before[body][0])
            stay = self._stay(n)
            step: dict[int, tuple[float, int | None]] = {}
            for body, score in worth.items():
                moved = before[best][0]
                if body in before and before[body][0] + stay >= moved:
                    step[body] = (before[body][0] + stay + score, body)
                else:
                    step[body] = (moved + score + _IN_ORDER * (best < body <= best + 2), best)
            if best not in step:
                step[best] = (before[best][0] + stay + self._worth(n, best, runs), best)
            steps.append(step)
        path = [max(steps[-1], key=lambda last: (steps[-1][last][0], -last))]
        for step in reversed(steps[1:]):
            came_from = step[path[-1]][1]
            path.append(path[-1] if came_from is None else came_from)
        return path[::-1]

    def _stay(self, n: int) -> float:
        """How much speaks for a line being of the same headline as the line before."""
        unit, above = self.units[n], self.units[n - 1]
        stay = _APART if unit.gap else _TOGETHER
        if _SUBTITLE.match(unit.text):
            return stay + _UNDER
        return stay + _WRAPPED * (unit.rest and len(above.text) > len(unit.text))

    def _candidates(self, n: int, runs: _Runs | None) -> list[int]:
        unit, words = self.units[n], self._words[n]
        at = bisect_left(self.places, unit.below)
        around = self.places[max(0, at - 2) : at + 2]
        bare = () if runs is None else [body for body in self.places[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
                                          if body not in runs][:LIKELY]
        return sorted({*around, *bare, *sorted(words, key=lambda body: (-words[body], body))[:LIKELY]})

    def _worth(self, n: int, body: int, runs: _Runs | None) -> float:
        unit = self.units[n]
        worth, gathered = self._words[n].get(body, 0.0), self._sizes[unit.block] > _GATHERED
        at = bisect_left(self.places, unit.below)
        if at < len(self.places) and self.places[at] == body:
            worth += (_BELOW_INSIDE if unit.inside else _BELOW) * (_PLACE_GATHERED if gathered else 1)
        elif body == unit.above and not unit.inside:
            worth += _ABOVE * (_PLACE_GATHERED if gathered else 1)
        if runs is not None:
            others = {run: block for run, block in runs[body].items() if run != self._run[n]} if body in runs else {}
            if any(block != unit.block for block in others.values()):
                worth += _TAKEN
            elif not others:
                worth += _BARE_GATHERED if gathered else _BARE
        return worth


def _pairs(text: str) -> set[str]:
    joined = re.sub(r"[\s“”‘’《》—]", "", text)
    return {joined[i : i + 2] for i in range(len(joined) - 1)}
