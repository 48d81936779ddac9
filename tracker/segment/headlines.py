"""Which headline belongs to which report: by the words they share and by the place on the page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log
from statistics import median
from typing import Final

from tracker.lexicon import alternatives, load
from tracker.segment.body import Body, bare
from tracker.segment.joints import weights
from tracker.segment.lines import LONGEST_HEADLINE, MARKED, Line
from tracker.segment.page import Heading
from tracker.text import tight

_SUBTITLE = re.compile("—|[（(].*[)）]$")
NEIGHBOURS: Final = 30  # a headline belongs to one of so many bodies on either side
ROUNDS: Final = 4  # of choosing again, knowing which bodies have a headline
REACHED: Final = 4  # bodies of the line before that a line is reached from
LIKELY: Final = 4  # bodies beside those around it that a headline is weighed against
GATHERED: Final = 4  # more lines than these in one place are several headlines
_COLUMN_NAME: Final = 4  # characters of a line that may stand alone over a text whose headline is elsewhere


@cache
def _subtitle_ends() -> re.Pattern[str]:
    """How the last line of a headline ends."""
    return re.compile(alternatives(load().words("page", "subtitle_ends")) + "$")


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
        self._gaps = Counter(unit.block for unit in units if unit.gap)
        self._weight = weights("headlines")
        self._marked = {number for number in places if MARKED.match(bodies[number].lines[0].text)}
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
            if self._sizes[unit.block] > 1 or len(unit.text) > _COLUMN_NAME:
                runs[body][self._run[n]] = unit.block
        return runs

    def _along(self, block: Sequence[int], runs: _Runs | None) -> list[int]:
        """The best bodies for the headlines of one block, each of which rather goes with the one before."""
        steps: list[dict[int, tuple[float, int | None]]] = []
        for n in block:
            candidates = self._candidates(n, runs)
            if not steps:
                steps.append({body: (self._worth(n, body, runs), None) for body in candidates})
                continue
            before, stay = steps[-1], self._stay(n)
            likely = sorted(before, key=lambda body: (-before[body][0], body))[:REACHED]
            step: dict[int, tuple[float, int | None]] = {}
            for body in sorted({*candidates, *likely[:1]}):
                came = [body, *likely] if body in before else likely
                paths = [(before[last][0] + (stay if last == body else self._moved(n, last, body)), -last) for last in came]
                score, last = max(paths)
                step[body] = (score + self._worth(n, body, runs), -last)
            steps.append(step)
        path = [max(steps[-1], key=lambda last: (steps[-1][last][0], -last))]
        for step in reversed(steps[1:]):
            came_from = step[path[-1]][1]
            path.append(path[-1] if came_from is None else came_from)
        return path[::-1]

    def _moved(self, n: int, last: int, body: int) -> float:
        """How much speaks for a line being of the headline of a body, after one of another body."""
        if body < last:
            return 0.0 if self._is_gathered(n) else self._weight["back"]
        return self._weight["in order"] if body <= last + 2 else 0.0

    def _is_gathered(self, n: int) -> bool:
        return self._sizes[self.units[n].block] > GATHERED

    def _stay(self, n: int) -> float:
        """How much speaks for a line being of the same headline as the line before."""
        unit, above, weight = self.units[n], self.units[n - 1], self._weight
        mixed = self._is_gathered(n) and 0.1 < self._gaps[unit.block] / self._sizes[unit.block] < 0.9
        stay = weight[("apart" if unit.gap else "together") + " where some are apart" * mixed]
        if _SUBTITLE.match(unit.text):
            stay += weight["subtitle"]
        elif unit.rest and len(above.text) > len(unit.text):
            stay += weight["shorter"]
        if above.text[-1] + unit.text[0] in self._holders and not unit.gap:
            stay += weight["cut word"]
        return stay + weight["ends as a subtitle"] * bool(_subtitle_ends().search(unit.text))

    def _candidates(self, n: int, runs: _Runs | None) -> list[int]:
        unit, words = self.units[n], self._words[n]
        at = bisect_left(self.places, unit.below)
        around = self.places[max(0, at - 2) : at + 2]
        bare = () if runs is None else [body for body in self.places[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
                                          if body not in runs][:LIKELY]
        return sorted({*around, *bare, *sorted(words, key=lambda body: (-words[body], body))[:LIKELY]})

    def _worth(self, n: int, body: int, runs: _Runs | None) -> float:
        unit, weight, gathered = self.units[n], self._weight, self._is_gathered(n)
        worth = weight["words"] * self._words[n].get(body, 0.0) + weight["marked body"] * (gathered and body in self._marked)
        at = bisect_left(self.places, unit.below)
        if at < len(self.places) and self.places[at] == body:
            worth += weight["below, inside" if unit.inside else "below, gathered" if gathered else "below"]
        elif body == unit.above and not unit.inside:
            worth += weight["above, gathered" if gathered else "above"]
        if runs is not None:
            others = {run: block for run, block in runs[body].items() if run != self._run[n]} if body in runs else {}
            if any(block != unit.block for block in others.values()):
                worth += weight["has one elsewhere"]
            elif others and gathered:
                worth += weight["has another, gathered"]
            elif not others:
                worth += weight["bare, gathered" if gathered else "bare"]
        return worth


def _pairs(text: str) -> set[str]:
    joined = re.sub(r"[\s“”‘’《》—]", "", text)
    return {joined[i : i + 2] for i in range(len(joined) - 1)}
