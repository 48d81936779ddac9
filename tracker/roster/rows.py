"""What the readers of all formats share: a row, what can be wrong with it, and the people that rows add up to.

A reader yields rows, organisations and faults in the order of the file. `load` stops at the first fault, `check` goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tracker.dates import bounds
from tracker.errors import RosterError
from tracker.roster.index import PROVISIONAL, Roster
from tracker.text import squeeze
from tracker.types import Organisation, Post, RosterPerson, Tenure

_DAYS = 65536  # more than a century has


_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ftm": "ftm", ".ftm.json": "ftm"}


def format_of(path: str | Path) -> str | None:
    """csv, jsonl or ftm, by the suffix; None for any other."""
    name = str(path).lower()
    return next((format for suffix, format in _SUFFIXES.items() if name.endswith(suffix)), None)


def column_in(path: str | Path, column: str) -> str:
    """What the id of a person and the name of an organisation are called in the format of a file; other columns unchanged."""
    table, objects = {"organisation": "org"}, {"person_id": "id", "organisation": "name"}
    return (objects if format_of(path) in ("jsonl", "ftm") else table).get(column, column)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a roster: file, line from 1, column by its name ("" for the whole row), kind, and what to do.

    Kinds: `row` (cannot be read), `header`, `empty`, `date`, `order` (end before start), `name`, `seat` (two people in a seat
    for one), `twice`, `alias`, `unknown` (organisation), `cycle`, `short` (form).
    """

    file: str
    line: int
    column: str
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{':'.join(str(part) for part in (self.file, self.line, self.column) if part)}: {self.message}"

    def error(self) -> RosterError:
        """The same as an error."""
        return RosterError(self.message, self.file, self.line, self.column or None)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a format, or the roster, could not hold: how often, and on which line first (None in what is written)."""

    file: str
    line: int | None
    kind: str
    count: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class Row(NamedTuple):
    """What one row says: a person, and a tenure unless org, title, start and end are empty."""

    line: int
    id: str
    name: str
    aliases: tuple[str, ...]
    org: str = ""
    title: str = ""
    start: str = ""
    end: str = ""
    source: str = ""


class Body(NamedTuple):
    """An organisation and the line that says so."""

    line: int
    organisation: Organisation


Item = Row | Body | Fault


# The first and last day of a date, None where it is none: a roster has many dates and few different ones.
days_of = lru_cache(_DAYS)(bounds)


def is_date(value: str) -> bool:
    """Whether a date of a tenure can be used: ISO, whole or partial."""
    return days_of(value) is not None


def runs_back(start: str, end: str) -> bool:
    """Whether the end lies before the start, as far as both are told."""
    whole = min(len(start), len(end))
    return end[:whole] < start[:whole]


def problems(row: Row) -> Iterator[tuple[str, str, str]]:
    """Column, kind and message of each thing wrong with a row by itself."""
    if not row.id:
        yield "person_id", "empty", "is empty; give every person an id"
    elif row.id.startswith(PROVISIONAL):
        yield "person_id", "name", f"{row.id} begins with {PROVISIONAL}, which marks people in no roster; rename it"
    if not row.name:
        yield "name", "empty", "is empty; give the name in full"
    fine = True
    for column, day in (("start", row.start), ("end", row.end)):
        if day and not is_date(day):
            fine = False
            yield column, "date", f"{day} is no date; write 2019, 2019-03 or 2019-03-15, or leave it empty"
    if fine and runs_back(row.start, row.end):
        yield "end", "order", f"{row.end} lies before the start {row.start}"
    if not row.title and (row.org or row.start or row.end):
        yield "title", "empty", "is empty; name the post, or leave org, start and end empty too"


def other_name(id: str, before: str, here: str) -> str:
    """What to say where one id has two names."""
    return f"{id} is {before} further up and {here} here; put other forms of a name under aliases"


@dataclass(slots=True)
class _Entry:
    """What the rows read so far say of one id."""

    name: str
    key: str  # the name to compare by
    aliases: dict[str, None] = field(default_factory=dict)
    tenures: dict[Tenure, None] = field(default_factory=dict)


class Gathering:
    """The people and organisations read so far from one file or two; RosterError at the first fault."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._bodies: dict[str, Organisation] = {}

    def read(self, path: str | Path, items: Iterable[Item]) -> Gathering:
        """Itself, with the items of a file added."""
        for item in items:
            if isinstance(item, Row):
                self._person(path, item)
            elif isinstance(item, Fault):
                raise item.error()
            elif item.organisation.name in self._bodies:
                column = column_in(path, "organisation")
                raise RosterError(stands_twice(item.organisation.name), path, item.line, column)
            else:
                self._bodies[item.organisation.name] = item.organisation
        return self

    def _person(self, path: str | Path, row: Row) -> None:
        for column, _, message in problems(row):
            raise RosterError(message, path, row.line, column_in(path, column))
        entry = self._entries.get(row.id)
        if entry is None:
            entry = self._entries[row.id] = _Entry(row.name, squeeze(row.name))
        elif entry.name != row.name and entry.key != squeeze(row.name):
            raise RosterError(other_name(row.id, entry.name, row.name), path, row.line, "name")
        for alias in row.aliases:
            if alias not in entry.aliases and squeeze(alias) != entry.key:
                entry.aliases[alias] = None
        if row.title:
            post = Post(row.org or None, row.title)
            entry.tenures[Tenure(row.id, post, row.start or None, row.end or None, row.source or None)] = None

    def roster(self) -> Roster:
        """All of it."""
        return Roster((RosterPerson(id, entry.name, tuple(entry.aliases), tuple(sorted(entry.tenures, key=_age)))
                       for id, entry in self._entries.items()), self._bodies.values())


def stands_twice(name: str) -> str:
    """What to say where an organisation has two rows."""
    return f"{name} stands further up as well; one organisation is one row"


def _age(tenure: Tenure) -> tuple[str, str, str, str, str]:
    return tenure.start or "", tenure.end or "9999", tenure.post.org or "", tenure.post.title, tenure.source or ""
