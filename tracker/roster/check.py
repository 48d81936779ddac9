"""Every fault of a roster at once, for those who keep one: `load` stops at the first that it cannot pass, and passes others.

Dates overlap here only if they surely do: 2019 to 2019-05 and 2019-05 to 2020 may be one handover. A day that is not told makes
nothing sure, except that a post without an end is held still. Two people of one name are no fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tracker import lexicon
from tracker.errors import RosterError
from tracker.roster import lines, table
from tracker.roster.index import Roster
from tracker.roster.rows import (
    Body,
    Fault,
    Item,
    Row,
    column_in,
    days_of,
    format_of,
    is_date,
    other_name,
    problems,
    stands_twice,
)
from tracker.text import squeeze
from tracker.types import Organisation

_STILL = 10**7  # a day after all others: no calendar day has this number


def check(path: str | Path, organisations: str | Path | None = None) -> list[Fault]:
    """What is wrong in a roster (CSV or JSONL) and a CSV file of its organisations, in the order of the files.

    Empty if all is well. RosterError where a file cannot be read as text at all, or is FollowTheMoney.
    """
    form = format_of(path)
    if form == "ftm":
        raise RosterError("is FollowTheMoney, whose lines nobody edits; convert it to .csv or .jsonl and check that", path)
    found = _Said(str(path))
    found.take(str(path), lines.read(path) if form == "jsonl" else table.read(path))
    if organisations is not None:
        found.take(str(organisations), table.read_organisations(organisations))
    order = {str(path): 0, str(organisations): 1}
    return sorted(found.all(), key=lambda fault: (order[fault.file], fault.line))


class _Said:
    """What the files say, and the faults of single rows."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.rows: list[Row] = []
        self.bodies: list[tuple[str, Body]] = []

    def take(self, file: str, items: Iterable[Item]) -> None:
        """The items of one file."""
        for item in items:
            if isinstance(item, Fault):
                self.faults.append(item)
            elif isinstance(item, Body):
                self.bodies.append((file, item))
            else:
                self.faults.extend(Fault(file, item.line, column_in(file, column), kind, message)
                                   for column, kind, message in problems(item))
                self.rows.append(item)
                if "\n" in item.name:
                    self.faults.append(Fault(file, item.line, "name", "row", "holds a line end; is a quote not closed?"))

    def all(self) -> list[Fault]:
        """The faults of single rows, and those of several rows together."""
        known = Roster(organisations=[body.organisation for _, body in self.bodies])
        rows = [row for row in self.rows if row.id and row.name]
        across = [*_names(rows), *_aliases(rows), *_seats(rows, known)]
        return [*self.faults, *(Fault(self.file, *fault) for fault in across), *_organisations(self.bodies, known)]


_Across = tuple[int, str, str, str]  # line, column, kind, message


def _names(rows: Sequence[Row]) -> Iterator[_Across]:
    first: dict[str, Row] = {}
    for row in rows:
        before = first.setdefault(row.id, row)
        if squeeze(before.name) != squeeze(row.name):
            yield row.line, "name", "name", other_name(row.id, before.name, row.name)


def _aliases(rows: Sequence[Row]) -> Iterator[_Across]:
    """Aliases that are the name or an alias of somebody else, each once a person."""
    named: dict[str, dict[str, Row]] = {}
    for row in rows:
        named.setdefault(squeeze(row.name), {}).setdefault(row.id, row)
    borne: dict[str, dict[str, Row]] = {}
    for row in rows:
        for alias in row.aliases:
            key = squeeze(alias)
            bearers = borne.setdefault(key, {})
            if row.id in bearers:
                continue
            other = next((other for id, other in named.get(key, {}).items() if id != row.id), None)
            if other:
                yield row.line, "aliases", "alias", f"{alias} is the name of {other.id} (line {other.line})"
            elif bearers:
                other = next(iter(bearers.values()))
                yield row.line, "aliases", "alias", f"{alias} is an alias of {other.id} as well (line {other.line})"
            bearers[row.id] = row


class _Held(NamedTuple):
    """A tenure between the first and the last day, as numbers, on which it was surely held; first > last if on none."""

    first: int
    last: int
    row: Row


def _seats(rows: Sequence[Row], known: Roster) -> Iterator[_Across]:
    """Tenures of one person in one seat at a time, and of several people in a seat for one."""
    seats: dict[str, list[_Held]] = {}
    for row in rows:
        if row.title and all(is_date(day) for day in (row.start, row.end) if day):
            bodies = known.organisations_named(row.org)
            org = bodies[0].name if len(bodies) == 1 else row.org
            seats.setdefault(squeeze(org + row.title), []).append(_Held(*surely(row.start, row.end), row))
    for held in seats.values():
        if len(held) > 1:
            held.sort(key=lambda one: (one.first, one.row.line))
            yield from _twice(held)
            if any(is_for_one(one.row.org, one.row.title) for one in held):
                yield from _two_in_one(held)


def surely(start: str, end: str) -> tuple[int, int]:
    """The first and the last day, as numbers, on which a tenure was surely held; first > last if there is none."""
    opening, closing = (days_of(day) if day else None for day in (start, end))
    if not opening and not closing:
        return _STILL, 0
    last = closing[0].toordinal() if closing else _STILL
    return (opening[1].toordinal() if opening else last - 1), last  # nobody leaves on the day of coming


def _twice(held: Sequence[_Held]) -> Iterator[_Across]:
    """Tenures that one person has twice, or two of one person that surely overlap."""
    mine: dict[str, list[_Held]] = {}
    for one in held:
        mine.setdefault(one.row.id, []).append(one)
    for own in mine.values():
        seen: dict[tuple[str, str], _Held] = {}
        latest: _Held | None = None
        for one in own:
            before = seen.setdefault((one.row.start, one.row.end), one)
            if before is not one:
                yield one.row.line, "title", "twice", f"{_seat(one)} of {one.row.id} stands on line {before.row.line} already"
                continue
            if latest and one.first < min(one.last, latest.last):
                yield (one.row.line, "start", "twice",
                       f"{one.row.id} was {_seat(one)} at that time by line {latest.row.line} already; make one row of the two")
            if latest is None or one.last > latest.last:
                latest = one


def _two_in_one(held: Sequence[_Held]) -> Iterator[_Across]:
    """Each tenure, in order of the first day, that begins before somebody else's was over."""
    latest: list[_Held] = []  # of two people the tenure that ends last, the longer one ahead
    for one in held:
        if one.first >= one.last:
            continue
        other = next((other for other in latest if other.row.id != one.row.id and one.first < other.last), None)
        if other:
            yield (one.row.line, "start", "seat",
                   f"{_seat(one)} was {other.row.id} at that time (line {other.row.line}), and the seat is for one")
        own = next((other for other in latest if other.row.id == one.row.id), one)
        latest = [*(other for other in latest if other.row.id != one.row.id), max(own, one, key=lambda one: one.last)]
        latest = sorted(latest, key=lambda one: -one.last)[:2]


def _seat(held: _Held) -> str:
    return held.row.org + held.row.title


def is_for_one(org: str, title: str) -> bool:
    """Whether a post is held by one person at a time; without an organisation nobody knows which seat a title means."""
    return bool(org) and bool(_for_one().fullmatch(squeeze(title)))


@cache
def _for_one() -> re.Pattern[str]:
    heads, units, others = (lexicon.alternatives(lexicon.load().words("seats", key)) for key in ("heads", "units", "others"))
    return re.compile(rf"(?:(?!{others}).*{units})?{heads}")


def _organisations(bodies: Sequence[tuple[str, Body]], known: Roster) -> Iterator[Fault]:
    first: dict[str, tuple[str, Body]] = {}
    for file, body in bodies:
        if first.setdefault(squeeze(body.organisation.name), (file, body)) != (file, body):
            yield Fault(file, body.line, column_in(file, "organisation"), "twice", stands_twice(body.organisation.name))
    for file, body in first.values():
        yield from (Fault(file, body.line, *fault) for fault in _references(body.organisation, first, known))
    above = ("parent", lambda body: body.parent), ("successor", lambda body: body.successor)
    for column, other in above:
        for file, body, circle in _circles(first, other):
            yield Fault(file, body.line, column, "cycle", f"{' → '.join(circle)} go round in a circle")


def _references(body: Organisation, first: Mapping[str, object], known: Roster) -> Iterator[tuple[str, str, str]]:
    for column, name in (("parent", body.parent), ("successor", body.successor)):
        if name and squeeze(name) not in first:
            meant = known.organisations_named(name)
            hint = f"write {meant[0].name}, its full name" if meant else "give it a row"
            yield column, "unknown", f"{name} is no organisation of the roster; {hint}"
    for short in body.short:
        if squeeze(short) in first and squeeze(short) != squeeze(body.name):
            yield "short", "short", f"{short} is the full name of another organisation"


def _circles(first: Mapping[str, tuple[str, Body]], other: Callable[[Organisation], str | None],
             ) -> Iterator[tuple[str, Body, list[str]]]:
    """Each circle once: the file and the body on the first line of it, and the names all round."""
    done: set[str] = set()
    for start in first:
        path: dict[str, None] = {}
        key = start
        while key in first and key not in done and key not in path:
            path[key] = None
            key = squeeze(other(first[key][1].organisation) or "")
        if key in path:
            round = [*list(path)[list(path).index(key):], key]
            yield *first[key], [first[name][1].organisation.name for name in round]
        done.update(path)
