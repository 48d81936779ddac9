"""Questions to the store about one person, or about all: each asks for no more than its rows, found by the person.

The *days* of an appearance are those of the events in which the report has the person take part; that of publication, where it
has none. Bylines are left out: whose they are is not decided. Rows are named tuples, since of one person there are thousands and
a dataclass takes several times as long to make.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date as Day
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

import sqlalchemy as sa

from tracker import text
from tracker.errors import InputError
from tracker.roster import PROVISIONAL
from tracker.store.rows import parts, plain
from tracker.store.schema import APPEARANCE, EVENT, PARTICIPATION, PERSON, POST, REPORT
from tracker.types import Attendance, EventType, Post, Role, Status

_Who = Callable[[sa.Column[Any]], sa.ColumnElement[bool]]


class Attested(NamedTuple):
    """A person in one report: `report` is its id in the store, `named` that as given, `name` the name as printed there, `first`
    to `last` the days."""

    person: str
    report: str
    named: str
    headline: str | None
    source: str | None
    name: str
    attendance: Attendance
    status: Status
    first: Day | None
    last: Day | None


class Printed(NamedTuple):
    """A post that a report prints beside a name, as number `ord` of the name's posts there."""

    seen: Attested
    ord: int
    post: Post


class Present(NamedTuple):
    """Somebody who took part in an event, with the name in the store."""

    person: str
    name: str
    roles: tuple[Role, ...]


class Deed(NamedTuple):
    """An event in which somebody took part, with all who did, in printed order."""

    id: str
    type: EventType
    date: Day | None
    date_end: Day | None
    people: tuple[Present, ...]


def between(first: Any, last: Any, since: Day | None, until: Day | None) -> list[sa.ColumnElement[bool]]:
    """That something which lasts from `first` to `last` has a day in the bounds, both inclusive; InputError if none can."""
    if since and until and until < since:
        raise InputError(f"no day is both since {since} and until {until}; swap them")
    return [*([last >= since] if since else []), *([first <= until] if until else [])]


def attested(c: sa.Connection, person: str, since: Day | None, until: Day | None) -> list[Attested]:
    """The appearances of a person, in order of the first day, then of the report; those without a day last, and in no bounds."""
    query, _ = _seen(lambda column: column == person, since, until)
    return [Attested(*row) for row in c.execute(query).all()]


def doubtful(c: sa.Connection, person: str, names: Collection[str], since: Day | None, until: Day | None) -> list[Attested]:
    """The appearances under `names` (without blanks) of which it is not sure whose they are, and that may be this person's: one
    who is in no roster may be meant by each, others where they are candidates."""
    unsure = sa.and_(APPEARANCE.c.key.in_(names), APPEARANCE.c.status == "unsure", APPEARANCE.c.person != person)
    people = sa.select(APPEARANCE.c.person).where(unsure).scalar_subquery()
    query, _ = _seen(lambda column: column.in_(people), since, until)
    rows = c.execute(query.add_columns(APPEARANCE.c.resolution).where(unsure))
    return [Attested(*row[:10]) for row in rows if person.startswith(PROVISIONAL) or person in row.resolution["candidates"]]


def printed(c: sa.Connection, person: str | Collection[str] | None, since: Day | None, until: Day | None) -> list[Printed]:
    """The posts printed beside a person, beside some, or beside everybody: in the order of `attested`."""
    people = [person] if isinstance(person, str) else person
    who: _Who | None = (lambda column: column.in_(people)) if people is not None else None
    query, _ = _seen(who, since, until)
    return _beside(c, who, [Attested(*row) for row in c.execute(query).all()])


def beside(c: sa.Connection, person: str, seen: Iterable[Attested]) -> list[Printed]:
    """The posts printed beside a person where `seen` says, in that order."""
    return _beside(c, lambda column: column == person, seen)


def _beside(c: sa.Connection, who: _Who | None, seen: Iterable[Attested]) -> list[Printed]:
    rows = sa.select(POST.c.report, POST.c.name, POST.c.ord, POST.c.org, POST.c.title).order_by(POST.c.ord)
    if who:
        at = sa.and_(APPEARANCE.c.report == POST.c.report, APPEARANCE.c.name == POST.c.name)
        rows = rows.join(APPEARANCE, at).where(who(APPEARANCE.c.person))
    posts: dict[tuple[str, str], list[tuple[int, Post]]] = defaultdict(list)
    for report, name, ord, org, title in plain(c, rows):
        posts[report, name].append((ord, _post(org, title)))
    return [Printed(one, *post) for one in seen for post in posts.get((one.report, one.name), ())]


def sentences(c: sa.Connection, posts: Iterable[Printed]) -> dict[Printed, str]:
    """The sentence that prints each of the posts; those of which the reader kept no reason are left out."""
    wanted = {(p.seen.report, p.seen.name, p.ord): p for p in posts}
    start = POST.c.why[(0, "start")].as_integer()
    found: dict[Printed, str] = {}
    for some in parts(sorted({report for report, *_ in wanted})):
        bodies = dict(plain(c, sa.select(REPORT.c.id, REPORT.c.text).where(REPORT.c.id.in_(some))))
        for report, name, ord, at in plain(c, sa.select(POST.c.report, POST.c.name, POST.c.ord, start).where(
                POST.c.report.in_(some))):
            post = wanted.get((report, name, ord))
            if post and at is not None:
                found[post] = text.sentence_at(bodies[report], at).of(bodies[report])
    return found


def deeds(c: sa.Connection, person: str, since: Day | None, until: Day | None) -> list[Deed]:
    """The events in which a person took part, by day, then by report and place in it; bounds as for the events of a timeline."""
    first = sa.func.coalesce(EVENT.c.date, REPORT.c.published)
    own = sa.select(PARTICIPATION.c.event).where(PARTICIPATION.c.person == person)
    where = [EVENT.c.id.in_(own), *between(first, sa.func.coalesce(EVENT.c.date_end, first), since, until)]
    people: dict[str, list[Present]] = defaultdict(list)
    parts = (sa.select(PARTICIPATION.c.event, PARTICIPATION.c.person, PARTICIPATION.c.roles, PERSON.c.name)
             .join(PERSON, PERSON.c.id == PARTICIPATION.c.person)
             .where(PARTICIPATION.c.event.in_(own)).order_by(PARTICIPATION.c.event, PARTICIPATION.c.ord))
    for event, id, roles, name in plain(c, parts):
        people[event].append(Present(id, name, _roles(roles)))
    events = (sa.select(EVENT.c.id, EVENT.c.type, EVENT.c.date, EVENT.c.date_end).join(REPORT).where(*where)
              .order_by(first.is_(None), first, REPORT.c.name, REPORT.c.id, EVENT.c.ord))
    return [Deed(*row, tuple(people[row[0]])) for row in c.execute(events).all()]


def _seen(who: _Who | None, since: Day | None, until: Day | None) -> tuple[sa.Select[Any], tuple[Any, ...]]:
    """The query for the appearances of some people, or of all, and its order. The people are told to each table by itself, so
    that it is read by its index."""
    begins = sa.func.coalesce(EVENT.c.date, REPORT.c.published)
    acts = (sa.select(PARTICIPATION.c.person, EVENT.c.report, sa.func.min(begins).label("first"),
                      sa.func.max(sa.func.coalesce(EVENT.c.date_end, begins)).label("last"))
            .join(EVENT, EVENT.c.id == PARTICIPATION.c.event).join(REPORT, REPORT.c.id == EVENT.c.report)
            .group_by(PARTICIPATION.c.person, EVENT.c.report))
    days = (acts.where(who(PARTICIPATION.c.person)) if who else acts).subquery()
    first, last = (sa.func.coalesce(day, REPORT.c.published) for day in (days.c.first, days.c.last))
    order = (first.is_(None), first, REPORT.c.name, REPORT.c.id, APPEARANCE.c.ord)
    query = (sa.select(APPEARANCE.c.person, APPEARANCE.c.report, REPORT.c.name.label("named"), REPORT.c.headline, REPORT.c.source,
                       APPEARANCE.c.name, APPEARANCE.c.attendance, APPEARANCE.c.status, first.label("first"), last.label("last"))
             .join(REPORT, REPORT.c.id == APPEARANCE.c.report)
             .outerjoin(days, sa.and_(days.c.person == APPEARANCE.c.person, days.c.report == APPEARANCE.c.report))
             .where(APPEARANCE.c.attendance != "byline", *between(first, last, since, until)).order_by(*order))
    return query.where(who(APPEARANCE.c.person)) if who else query, order


@cache
def _roles(joined: str) -> tuple[Role, ...]:
    return cast(tuple[Role, ...], tuple(joined.split(",")))


_post = lru_cache(maxsize=100_000)(Post)  # the same posts stand in report after report
