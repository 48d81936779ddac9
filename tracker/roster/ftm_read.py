"""Reads FollowTheMoney, of our own making and of others', such as the files of OpenSanctions.

Beside the schemata that `ftm` writes, PublicBody, Company and LegalEntity are organisations. Of several names of an entity the
first with Chinese characters is the name; the others, `alias`, `previousName` and `weakAlias` are aliases or short forms.
Whatever a roster cannot hold (other schemata, other properties, a date that is none, a reference to nothing) is counted and
told in a notice. The period of an office (periodStart, periodEnd) stands in for the days of its holder where these are not
told; of `status` only `ended` without a day is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from tracker.roster.ftm import NAMED_ONLY, members, unshaped, untitled
from tracker.roster.lines import objects
from tracker.roster.rows import Body, Fault, Item, Notice, Row, is_date, runs_back
from tracker.types import Organisation

_NAMES = ("name", "alias", "abbreviation", "previousName", "weakAlias")
_BODY = frozenset({*_NAMES, "parent", "address", "keywords"})
_TIMES = frozenset({"startDate", "endDate", "periodStart", "periodEnd", "sourceUrl", "publisher", "status"})
_USED: Mapping[str, frozenset[str]] = {
    "Person": frozenset(_NAMES), "Organization": _BODY, "PublicBody": _BODY, "Company": _BODY, "LegalEntity": _BODY,
    "Position": frozenset({"name", "organization"}), "Occupancy": _TIMES | {"holder", "post"},
    "Membership": _TIMES | {"member", "organization", "role"}, "Succession": frozenset({"predecessor", "successor"})}
_BODIES = frozenset(schema for schema, used in _USED.items() if used is _BODY)
_NEEDED = {"Occupancy": ("holder", "post"), "Membership": ("member", "organization"), "Succession": ("predecessor", "successor")}
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(slots=True)
class _Entity:
    """All lines of one id: the first line, the schema, the texts of each property that is used."""

    line: int
    schema: str
    properties: dict[str, dict[str, None]] = field(default_factory=dict)
    _names: list[str] | None = None

    def all(self, name: str) -> list[str]:
        return list(self.properties.get(name, ()))

    def names(self) -> list[str]:
        """The name first, then all others in the order of the file; asked for once all lines are read."""
        if self._names is None:
            every = list(dict.fromkeys(value for name in _NAMES for value in self.properties.get(name, ())))
            given = self.all("name") or every
            main = next((value for value in given if _HAN.search(value)), given[0] if given else "")
            self._names = [main, *(value for value in every if value != main)] if main else []
        return self._names


def read(path: str | Path) -> tuple[list[Item], list[Notice]]:
    """The rows and organisations of a file, and what of it a roster cannot hold. RosterError for a line that is no entity."""
    reading = _Reading(str(path))
    for line, record in objects(path):
        reading.take(line, record)
    items: list[Item] = [*reading.people(), *reading.tenures(), *reading.bodies()]
    return items, reading.notices()


class _Reading:
    """The entities of a file by id, and what was lost of it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._entities: dict[str, _Entity] = {}
        self._lost: dict[tuple[str, str], list[int]] = {}  # kind and message: first line, count
        self._plain = members()[0]

    def lose(self, line: int, kind: str, message: str, count: int = 1) -> None:
        """Counts what is left out."""
        self._lost.setdefault((kind, message), [line, 0])[1] += count

    def notices(self) -> list[Notice]:
        """What was left out, in the order of the file."""
        return sorted((Notice(self.file, line, kind, count, f"{count} × {message}")
                       for (kind, message), (line, count) in self._lost.items()), key=lambda notice: notice.line or 0)

    def take(self, line: int, record: Mapping[str, Any] | Fault) -> None:
        """One line of the file."""
        if isinstance(record, Fault):
            raise record.error()
        id, schema, properties = (record.get(name) for name in ("id", "schema", "properties"))
        if not (isinstance(id, str) and id and isinstance(schema, str) and isinstance(properties, dict)):
            raise Fault(self.file, line, "", "row", "is no entity; it needs id, schema and properties").error()
        if schema not in _USED:
            self.lose(line, "schema", f"{schema}: a roster holds no such entities")
            return
        entity = self._entities.setdefault(id, _Entity(line, schema))
        if entity.schema != schema:
            self.lose(line, "schema", f"{schema} under the id of a {entity.schema}: left out")
            return
        for name, values in properties.items():
            values = values if isinstance(values, list) else [values]
            texts = [value.strip() for value in values if isinstance(value, str)] if name in _USED[schema] else []
            if len(texts) < len(values):
                self.lose(line, "property", f"{schema}.{name}: left out", len(values) - len(texts))
            entity.properties.setdefault(name, {}).update(dict.fromkeys(filter(None, texts)))

    def people(self) -> Iterator[Row]:
        """A row without a tenure for each person with a name."""
        for id, entity in self._of("Person"):
            if names := entity.names():
                yield Row(entity.line, unshaped(id), names[0], tuple(names[1:]))
            else:
                self.lose(entity.line, "name", "Person without a name: left out")

    def tenures(self) -> Iterator[Row]:
        """A row for each occupancy and each membership of a person in something named."""
        posts = {id: self._post(entity) for id, entity in self._of("Position") if entity.names()}
        empty = dict.fromkeys(posts)
        for _, entity in self._of("Occupancy"):
            ids = [id for id, _ in self._each(entity, "post", frozenset({"Position"}))]
            yield from self._rows(entity, "holder", [posts[id] for id in ids])
            for id in ids:
                empty.pop(id, None)
        for id in empty:
            self.lose(self._entities[id].line, "reference", "Position that nobody holds: left out")
        for _, entity in self._of("Membership"):
            titles = entity.all("role") or [self._plain]
            orgs = [body.names()[0] for _, body in self._each(entity, "organization", _BODIES)]
            yield from self._rows(entity, "member", list(product(orgs, titles)))

    def bodies(self) -> Iterator[Body]:
        """The organisations, those of one name as one; not those which are only named in something else."""
        after: dict[str, list[str]] = {}
        for _, entity in self._of("Succession"):
            pairs = product(self._ends(entity, "predecessor", *_BODIES), self._ends(entity, "successor", *_BODIES))
            for before, then in pairs:
                after.setdefault(before.names()[0], []).append(then.names()[0])
        found: dict[str, Body] = {}
        for _, entity in self._of(*_BODIES):
            names, marks = entity.names(), entity.all("keywords")
            if len(marks) > (NAMED_ONLY in marks):
                self.lose(entity.line, "property", f"{entity.schema}.keywords: left out")
            if not names:
                self.lose(entity.line, "name", f"{entity.schema} without a name: left out")
            elif NAMED_ONLY not in marks:
                parents = [body.names()[0] for body in self._ends(entity, "parent", *_BODIES)]
                said = (self._first(entity, "parent", parents), self._first(entity, "successor", after.get(names[0], [])),
                        self._first(entity, "address", entity.all("address")))
                self._merge(found, entity, names, said)
        yield from found.values()

    def _merge(self, found: dict[str, Body], entity: _Entity, names: Sequence[str],
               said: tuple[str | None, str | None, str | None]) -> None:
        """Adds an organisation to `found`, or what it says to the one of the same name."""
        old = found.get(names[0], Body(entity.line, Organisation(names[0])))
        known = (old.organisation.parent, old.organisation.successor, old.organisation.place)
        for what, before, now in zip(("parent", "successor", "address"), known, said, strict=True):
            if before and now and before != now:
                self.lose(entity.line, "value", f"further {what} of an organisation of the same name: left out")
        parent, successor, place = (before or now for before, now in zip(known, said, strict=True))
        short = tuple(dict.fromkeys([*old.organisation.short, *names[1:]]))
        found[names[0]] = Body(old.line, Organisation(names[0], parent, short, successor, place))

    def _rows(self, entity: _Entity, holder: str, posts: Sequence[tuple[str, str]]) -> Iterator[Row]:
        """A row for each holder in each post, if the dates can be used."""
        times = self._times(entity)
        source = "; ".join([*entity.all("sourceUrl"), *entity.all("publisher")])
        for id, person in self._each(entity, holder, frozenset({"Person"})):
            if times:
                yield from (Row(entity.line, unshaped(id), person.names()[0], (), org, title, *times, source)
                            for org, title in posts)

    def _post(self, position: _Entity) -> tuple[str, str]:
        """Organisation and title of a position."""
        names = position.names()
        if len(names) > 1:
            self.lose(position.line, "value", "Position.name: further values left out", len(names) - 1)
        bodies = [body.names()[0] for body in self._ends(position, "organization", *_BODIES)]
        org = self._first(position, "organization", bodies) or ""
        return org, untitled(org, names[0])

    def _times(self, entity: _Entity) -> tuple[str, str] | None:
        """First and last day as the roster writes them; None, and a notice, where they cannot be used."""
        start = self._day(entity, min, "startDate", "periodStart")
        end = self._day(entity, max, "endDate", "periodEnd")
        if start is None or end is None:
            self.lose(entity.line, "date", f"{entity.schema} with a date that is none: left out")
            return None
        if runs_back(start, end):
            self.lose(entity.line, "date", f"{entity.schema} that ends before it starts: left out")
            return None
        if not end and "ended" in entity.all("status"):
            self.lose(entity.line, "status", f"{entity.schema} that has ended, nobody says when: kept as if it held on")
        return start, end

    def _day(self, entity: _Entity, pick: Callable[[list[str]], str], *names: str) -> str | None:
        """The day of the first of the properties that is there, "" where none is, None where it is no date.

        2019 beside 2019-03 says nothing; of days that differ the widest span is taken, and the others are lost.
        """
        values = next((entity.all(name) for name in names if entity.all(name)), [])
        days = [value[:10] for value in values]  # what follows is an hour
        days = [day for day in days if not any(other != day and other.startswith(day) for other in days)]
        if not all(map(is_date, days)):
            return None
        if len(days) > 1:
            self.lose(entity.line, "value", f"{entity.schema}.{names[0]}: further values left out", len(days) - 1)
        return pick(days) if days else ""

    def _first(self, entity: _Entity, name: str, values: Sequence[str]) -> str | None:
        if len(values) > 1:
            self.lose(entity.line, "value", f"{entity.schema}.{name}: further values left out", len(values) - 1)
        return values[0] if values else None

    def _of(self, *schemata: str) -> Iterator[tuple[str, _Entity]]:
        return ((id, entity) for id, entity in self._entities.items() if entity.schema in schemata)

    def _ends(self, entity: _Entity, name: str, *schemata: str) -> list[_Entity]:
        return [end for _, end in self._each(entity, name, frozenset(schemata))]

    def _each(self, entity: _Entity, name: str, schemata: frozenset[str]) -> Iterator[tuple[str, _Entity]]:
        """The entities that a property refers to, each with its id, if they are there, named, and of these schemata."""
        for id in entity.all(name):
            end = self._entities.get(id)
            if end and end.schema in schemata and end.names():
                yield id, end
            else:
                self.lose(entity.line, "reference", f"{entity.schema}.{name}: refers to nothing that a roster holds; left out")
        if not entity.all(name) and name in _NEEDED.get(entity.schema, ()):
            self.lose(entity.line, "reference", f"{entity.schema} without {name}: left out")
