"""Taking proposals into a roster: tenures that somebody has looked at and wants to keep.

A proposal of a seat that the roster gives the person already moves the bounds of that tenure, so that it covers the days; any
other one is a new tenure, and perhaps a new person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from tracker.dates import bounds
from tracker.organs import same_seat, seat
from tracker.roster import table
from tracker.roster.index import PROVISIONAL, Roster
from tracker.roster.rows import Fault, Gathering, Row, other_name, problems
from tracker.text import squeeze
from tracker.types import Post, RosterPerson, Tenure

NEW = "new-"  # how the ids begin that accepted people get


def accept(roster: Roster, path: str | Path) -> tuple[Roster, list[str]]:
    """The roster with the rows of a CSV file of proposals, and in words what is new in it; nothing, where all was in it already.

    The file has the columns of a roster and may have others. Somebody with a provisional id `p:0123abcd` gets the id
    `new-0123abcd`. A row whose days lie outside the person's tenure in the same seat moves the bounds of that tenure: an empty
    start or end opens it. RosterError of the first fault; `faults` gives all.
    """
    for fault in faults(roster, path):
        raise fault.error()
    rows = [_stable(item) for item in table.read(path, more=True) if isinstance(item, Row)]
    people, told = dict(roster.people), list[str]()
    for row in rows:
        person = people.get(row.id)
        if person is None:
            person = RosterPerson(row.id, row.name)
            told.append(f"new person {row.id} {row.name}")
        known = {squeeze(name) for name in (person.name, *person.aliases)}
        aliases = [name for name in row.aliases if squeeze(name) not in known]
        if aliases:
            told.append(f"{row.id} {person.name}: new alias {', '.join(aliases)}")
        person = replace(person, aliases=(*person.aliases, *aliases))
        tenures, change = _with(person.tenures, row)
        people[row.id] = replace(person, tenures=tenures)
        told += [f"{row.id} {person.name}: {change}"] if change else []
    # Put together anew, so that the tenures stand in their order.
    return Roster(Gathering().read(path, _rows(people.values())).roster().people.values(), roster.organisations.values()), told


def faults(roster: Roster, path: str | Path) -> list[Fault]:
    """What hinders `accept` from taking the rows of a file, in its order: rows that cannot be read, people under another name."""
    found: list[Fault] = []
    names = {person.id: person.name for person in roster.people.values()}
    for item in table.read(path, more=True):
        if isinstance(item, Row):
            row = _stable(item)
            found += [Fault(str(path), row.line, *problem) for problem in problems(row)]
            before = names.setdefault(row.id, row.name)
            if squeeze(before) != squeeze(row.name):
                found.append(Fault(str(path), row.line, "name", "name", other_name(row.id, before, row.name)))
        elif isinstance(item, Fault):
            found.append(item)
    return found


def _stable(row: Row) -> Row:
    return row._replace(id=NEW + row.id.removeprefix(PROVISIONAL)) if row.id.startswith(PROVISIONAL) else row


def _with(tenures: tuple[Tenure, ...], row: Row) -> tuple[tuple[Tenure, ...], str]:
    """The tenures with that of a row, and in words what changed; "" if nothing did."""
    if not row.title:
        return tenures, ""
    new = Tenure(row.id, Post(row.org or None, row.title), row.start or None, row.end or None, row.source or None)
    # 市委书记 may be 郑州市委书记, but where the roster has it in the same words too, that tenure is meant.
    own = ([held for held in tenures if seat(held.post) == seat(new.post)]
           or [held for held in tenures if _one_seat(held.post, new.post)])
    if not own:
        return (*tenures, new), f"new tenure {_told(new)}"
    first, last = _days(new)
    if any(start <= first and last <= end for start, end in map(_days, own)):
        return tenures, ""
    # Of several the one that began last before these days, so that it does not come to overlap another.
    before = [held for held in own if _days(held)[0] <= first]
    old = max(before, key=_days) if before else min(own, key=_days)
    start, end = _days(old)
    sources = dict.fromkeys(source for source in (old.source, new.source) if source)
    moved = replace(old, start=new.start if first < start else old.start, end=new.end if last > end else old.end,
                    source="; ".join(sources) or None)
    return tuple(moved if held is old else held for held in tenures), f"tenure {_told(old)} is now {_span(moved)}"


def _one_seat(one: Post, other: Post) -> bool:
    """Whether two posts name one seat; of titles alone nobody knows."""
    a, b = seat(one), seat(other)
    return bool(a.organ and b.organ) and a.former == b.former and same_seat(a, b)


def _days(tenure: Tenure) -> tuple[date, date]:
    start, end = (bounds(day) if day else None for day in (tenure.start, tenure.end))
    return start[0] if start else date.min, end[1] if end else date.max


def _told(tenure: Tenure) -> str:
    return f"{tenure.post.org or ''}{tenure.post.title} {_span(tenure)}"


def _span(tenure: Tenure) -> str:
    return f"{tenure.start or '…'} to {tenure.end or 'now'}"


def _rows(people: Iterable[RosterPerson]) -> Iterator[Row]:
    for person in people:
        yield Row(0, person.id, person.name, person.aliases)
        for held in person.tenures:
            yield Row(0, person.id, person.name, (), held.post.org or "", held.post.title, held.start or "", held.end or "",
                      held.source or "")
