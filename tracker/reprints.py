"""Which reports are reprints of one another: the same story, printed again with another headline, lead or end.

Two reports are compared by the runs of a few characters (shingles) that they share, and by the numbers and names that stand
between the same words. Which ones are compared at all an index tells: of each report a few numbers, its bands, such that two
with much in common share a band (MinHash). All depends on the reports alone and not on the order in which they come. Figures
and their reasons are in lexicon/reprints.toml.

Libraries do the same (datasketch is one), but keep the index in memory or on a server of its own; ours has to stand in the
database, in the transaction of the report. What is left are the few lines below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker import lexicon as lexicons
from tracker.text import fold

_SIGNS = re.compile(r"[\W_]+")
_NUMBER = r"\d+"
_MASK = "\0"
_TOGETHER = 200  # reports whose texts are held at once
_AT_ONCE = 10_000  # shingles that are put in all orders at once

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Print:
    """A report as it is compared with others; `names` are those of the people in it, as printed."""

    id: str
    text: str
    day: date | None = None
    names: frozenset[str] = frozenset()

    @cached_property
    def letters(self) -> str:
        """The text without blanks and signs."""
        return letters(self.text)

    @cached_property
    def shingles(self) -> Hashes:
        """The hashes of the runs of a few characters, each once, in order."""
        return np.unique(_shingles(self.letters))

    @cached_property
    def told(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The numbers and names by the words around them, in which other numbers and names are masked."""
        names = sorted({letters(name) for name in self.names} - {""}, key=lambda name: (-len(name), name))
        parts = re.split(f"({'|'.join([*map(re.escape, names), _NUMBER])})", self.letters)
        masked = [_MASK if n % 2 else part for n, part in enumerate(parts)]
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for n in range(1, len(parts), 2):
            before = "".join(masked[max(n - 3, 0) : n])[-2:]
            found[before, (masked[n + 1] or _MASK)[0]].add(parts[n])
        return {around: frozenset(values) for around, values in found.items()}


@dataclass(frozen=True, slots=True)
class Beside:
    """What the index knows of some reports: with which others each is to be compared, which were one story with one of them, and
    which are to be looked at anew since something in a crowd around them came or went."""

    candidates: Mapping[str, Collection[str]]
    mates: Collection[str]
    shaken: Collection[str]


def figure(kind: str, name: str) -> float:
    """A figure of lexicon/reprints.toml."""
    return float(_figures()[kind][name])


@cache
def _figures() -> Mapping[str, Any]:
    return lexicons.load().toml_cached("reprints")


def letters(text: str) -> str:
    """A text without blanks and signs, its letters and digits half width."""
    return _SIGNS.sub("", fold(text)).lower()


def bands(text: str) -> tuple[int, ...]:
    """The numbers by which an index finds reports of similar text, signed 64 bits each; none for a text too short."""
    plain = letters(text)
    if len(plain) < figure("thresholds", "shortest"):
        return ()
    shingles, orders = _shingles(plain), _orders()
    least = np.full(len(orders), np.iinfo(np.uint64).max, np.uint64)
    for at in range(0, len(shingles), _AT_ONCE):
        least = np.minimum(least, (orders[:, None] * shingles[None, at : at + _AT_ONCE]).min(axis=1))
    found = np.arange(int(figure("index", "bands")), dtype=np.uint64)
    for row in np.split(least, int(figure("index", "rows"))):
        found = _mixed(found ^ row)
    return tuple(found.view(np.int64).tolist())


def _shingles(plain: str) -> Hashes:
    """The hashes of all runs of a few characters in their order: the same on every machine and in every run."""
    length = int(figure("thresholds", "letters"))
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    number = max(len(codes) - length + 1, 0)
    found = np.zeros(number, np.uint64)
    for at in range(length):
        found = found * np.uint64(0x9E3779B97F4A7C15) + codes[at : at + number]
    return _mixed(found)


def _mixed(numbers: Hashes) -> Hashes:
    """Numbers of which every bit depends on every bit of those given (the end of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


@cache
def _orders() -> Hashes:
    """Odd numbers: multiplied by each of them all hashes stand in another order."""
    number = int(figure("index", "bands") * figure("index", "rows"))
    return _mixed(np.arange(1, number + 1, dtype=np.uint64)) | np.uint64(1)


def shared(one: Print, other: Print) -> float:
    """How much of the shorter report the longer one holds, by shingles."""
    common = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    return common / max(1, min(len(one.shingles), len(other.shingles)))


def swapped(one: Print, other: Print) -> float:
    """Of the numbers and names between the same words, how many differ."""
    places = one.told.keys() & other.told.keys()
    return sum(not one.told[place] & other.told[place] for place in places) / max(1, len(places))


def lost(one: Print, other: Print) -> float:
    """Of the names in the shorter report, how many do not stand in the longer one."""
    short, long = sorted((one, other), key=lambda told: (len(told.letters), told.letters))
    names = {letters(name) for name in short.names}
    return sum(name not in long.letters for name in names) / max(1, len(names))


def alike(one: Print, other: Print) -> bool:
    """Whether one is a reprint of the other, whichever is given first; one with a day is none of one without."""
    short, long = sorted((one.letters, other.letters), key=len)
    if len(short) < figure("thresholds", "shortest") or not _near(one.day, other.day):
        return False
    if short == long:
        return True
    if len(short) < max(figure("thresholds", "short"), figure("thresholds", "least") * len(long)):
        return False
    differ = max(swapped(one, other), lost(one, other))
    return shared(one, other) >= figure("thresholds", "share") and differ <= figure("thresholds", "differ")


def _near(one: date | None, other: date | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs((one - other).days) <= figure("thresholds", "days")


def regroup(near: Callable[[Collection[str]], Beside], load: Callable[[Collection[str]], Iterable[Print]],
            wanted: Collection[str]) -> dict[str, str | None]:
    """The stories of the reports `wanted` and of all that hang together with them: the smallest id of those that are reprints of
    one another, directly or by others between them; None for a report that stands alone."""
    links: dict[str, set[str]] = defaultdict(set)
    known, new = set[str](), set(wanted)
    while new:
        beside = near(sorted(new))
        more = {*beside.mates, *(() if known else beside.shaken)}
        known |= new
        for one, other in _links(load, beside.candidates):
            links[one].add(other)
            links[other].add(one)
            more |= {one, other}
        new = more - known
    return _stories(known, links)


def _links(load: Callable[[Collection[str]], Iterable[Print]], candidates: Mapping[str, Collection[str]]) -> set[tuple[str, str]]:
    """The pairs of reports and their candidates that are alike."""
    found, seen = set[tuple[str, str]](), set[tuple[str, str]]()
    ids = [id for id in candidates if candidates[id]]
    for at in range(0, len(ids), _TOGETHER):
        some = ids[at : at + _TOGETHER]
        prints = {one.id: one for one in load({*some, *(other for id in some for other in candidates[id])})}
        for id in some:
            for other in candidates[id]:
                pair = min(id, other), max(id, other)
                if pair not in seen:
                    seen.add(pair)
                    if alike(prints[id], prints[other]):
                        found.add(pair)
    return found


def _stories(reports: Collection[str], links: Mapping[str, Collection[str]]) -> dict[str, str | None]:
    stories: dict[str, str | None] = {}
    for id in sorted(reports):
        if id not in stories:
            whole, queue = {id}, [id]
            for one in queue:  # which grows meanwhile
                more = set(links.get(one, ())) - whole
                whole |= more
                queue += more
            stories |= dict.fromkeys(whole, id if len(whole) > 1 else None)
    return stories
