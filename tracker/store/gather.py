"""What graphs ask of the store: the columns that they need and no others, since they ask for all events at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from itertools import accumulate, product
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.expression import Expression
from tracker.store import search as searches
from tracker.store.ask import between
from tracker.store.database import Database
from tracker.store.happen import days_of, first_prints, place_of
from tracker.store.rows import parts as parted
from tracker.store.rows import plain, post_label
from tracker.store.schema import APPEARANCE, EVENT, ONE, PARTICIPATION, POST, REPORT
from tracker.store.search import DAY, Events
from tracker.text import squeeze
from tracker.types import EventType, Post, Role, in_the_room

_FEW = 500  # events of whom one asks by their ids; to find more of them once more takes less than to name them
_SHARE = 20_000  # people of whom one asks for all posts at once rather than by their ids


class Gathering(NamedTuple):  # and no dataclass, which takes several times as long to make, as there are many
    """A happening (see `tracker.store.happen.Happening`) without evidence and reasons: `people[i]` was printed as `names[i]` and
    had `roles[i]`; `event` is the event that tells it most fully, `report` its report, as it was given.

    An event as one report tells it is one too; `tellings` are those of what several events tell, that one first.
    """

    id: str
    event: str
    type: EventType
    date: Day | None
    date_end: Day | None
    place: str | None
    name: str | None
    trigger: str
    report: str
    report_id: str
    headline: str | None
    source: str | None
    published: Day | None
    story: str | None = None  # what its report shares with its reprints
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    roles: tuple[tuple[Role, ...], ...] = ()
    words: tuple[str | None, ...] = ()  # of one telling: what says that each took part, of those of whom it was asked for
    several: tuple[Gathering, ...] = ()

    @property
    def tellings(self) -> tuple[Gathering, ...]:
        """The happening as each event tells it."""
        return self.several or (self,)

    @property
    def days(self) -> tuple[Day, Day] | None:
        """The first and the last day: those told, else that of publication."""
        first = self.date or self.published
        return (first, self.date_end or first) if first else None

    @property
    def present(self) -> list[str]:
        """The people who shared a room, each once, in printed order."""
        return list(dict.fromkeys(id for id, roles in zip(self.people, self.roles, strict=True) if _present(self.type, roles)))

    @property
    def met(self) -> list[tuple[str, str]]:
        """The host-guest pairs of a meeting or call, each once, either way round."""
        return sorted({(min(a, b), max(a, b)) for a, b in self._pairs(self.people) if a != b})

    @property
    def hosted(self) -> list[tuple[str, str]]:
        """The host-guest pairs of a meeting or call by the names printed, in that order."""
        return [(a, b) for a, b in self._pairs(self.names) if a != b]

    def _pairs(self, who: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each host with each guest of a meeting or call, as `who` calls them."""
        if self.type in ("meeting", "call"):
            hosts, guests = ([one for one, roles in zip(who, self.roles, strict=True) if role in roles]
                             for role in ("host", "guest"))
            yield from product(hosts, guests)


@dataclass(frozen=True, slots=True)
class Naming:
    """The people whom a report names, in the order of their ids; `report` is its id in the store."""

    report: str
    published: Day | None
    people: tuple[str, ...]


_present = cache(in_the_room)  # of few types and lists of roles


class GraphQuestions(Database):
    """What graphs ask of the store."""

    def gatherings(self, since: Day | None = None, until: Day | None = None,
                   where: Expression | None = None) -> list[Gathering]:
        """The happenings as `happenings` gives them, with no more than a graph needs: see `Gathering`."""
        with self._begin() as c:
            return gatherings(c, since, until, *([searches.found(c, where)] if where is not None else []))

    def titles(self, people: Collection[str], since: Day | None = None, until: Day | None = None) -> dict[str, list[str]]:
        """The posts that reports print of people, each once as one string."""
        with self._begin() as c:
            return _titles(c, people, since, until)

    def namings(self, where: Expression | None = None) -> list[Naming]:
        """Whom reports name, bylines left out."""
        with self._begin() as c:
            return _named(c, None if where is None else searches.reports(c, where))


def gatherings(c: sa.Connection, since: Day | None, until: Day | None, *wanted: Events,
               saying: Collection[str] = ()) -> list[Gathering]:
    """The happenings of which for each of `wanted` some telling is among these events, and with a day in the bounds: by day,
    then by report. `saying` as of `accounts`."""
    days = _on(since, until)
    # Whoever asks for something special needs no look at the days of all.
    some = wanted or ([days] if days is not None else [])
    groups: dict[str, list[Gathering]] = defaultdict(list)
    for one in accounts(c, *map(searches.one_with, some), saying=saying):
        groups[one.id].append(one)
    found = [tellings[0] if len(tellings) == 1 else _merged(tellings) for tellings in groups.values()]
    return sorted((one for one in found if _in(one.days, since, until)),
                  key=lambda one: ((one.days or (Day.max,))[0], one.report, one.report_id, one.id))


def accounts(c: sa.Connection, *where: sa.ColumnElement[bool], saying: Collection[str] = ()) -> list[Gathering]:
    """The events that fulfil conditions on events, each as its report tells it: by day, then by report and place in it; with the
    words that say that the people of `saying` took part."""
    rows = c.execute(
        sa.select(ONE, EVENT.c.id, EVENT.c.type, EVENT.c.date, EVENT.c.date_end, EVENT.c.place, EVENT.c.name, EVENT.c.trigger,
                  REPORT.c.name, REPORT.c.id, REPORT.c.headline, REPORT.c.source, REPORT.c.published, REPORT.c.story)
        .join(REPORT).where(*where).order_by(DAY.is_(None), DAY, REPORT.c.name, REPORT.c.id, EVENT.c.ord)).all()
    few = [row[1] for row in rows] if len(rows) <= _FEW else None
    query = sa.select(PARTICIPATION.c.event, PARTICIPATION.c.person, PARTICIPATION.c.name, PARTICIPATION.c.roles, _said(saying))
    if saying or few is None:
        query = query.join(EVENT, EVENT.c.id == PARTICIPATION.c.event)
    query = query.join(REPORT) if saying else query
    query = query.where(*where) if few is None else query.where(PARTICIPATION.c.event.in_(few))
    parts = plain(c, query.order_by(PARTICIPATION.c.event, PARTICIPATION.c.ord))
    # Column by column, and then cut where the next event begins: there are several times as many rows as events.
    events, people, names, roles, words = zip(*parts, strict=True) if parts else ((),) * 5
    roles, sizes = tuple(map(_roles, roles)), Counter(events)
    ends = dict(zip(sizes, accumulate(sizes.values()), strict=True))
    found = []
    for row in rows:
        last = ends.get(row[1], 0)
        own = slice(last - sizes[row[1]], last)
        found.append(Gathering._make((*row, people[own], names[own], roles[own], words[own], ())))
    return found


def _said(people: Collection[str]) -> sa.ColumnElement[Any]:
    """The words that say that somebody took part, of these people."""
    if not people:
        return sa.null()
    length = PARTICIPATION.c.end_char - PARTICIPATION.c.start_char
    return sa.case((PARTICIPATION.c.person.in_(people), sa.func.substr(REPORT.c.text, PARTICIPATION.c.start_char + 1, length)))


def _on(since: Day | None, until: Day | None) -> sa.CompoundSelect[Any] | None:
    """The events with a day in the bounds, as `happen.within` says it, asked so that the index of the days serves; None, where
    there are no bounds."""
    if not between(EVENT.c.date, EVENT.c.date, since, until):
        return None

    def some(first: Any, last: Any, *where: Any) -> sa.Select[Any]:
        return sa.select(EVENT.c.id).where(*where, *between(first, last, since, until))

    last = sa.func.coalesce(EVENT.c.date_end, EVENT.c.date)
    begun = [EVENT.c.date >= since] if since else []
    return sa.union(
        some(EVENT.c.date, last, EVENT.c.date.is_not(None), *begun),
        some(sa.func.coalesce(EVENT.c.date, EVENT.c.date_end), EVENT.c.date_end, EVENT.c.date_end.is_not(None)),
        some(REPORT.c.published, sa.func.coalesce(EVENT.c.date_end, REPORT.c.published), EVENT.c.date.is_(None)).join(REPORT))


def _in(days: tuple[Day, Day] | None, since: Day | None, until: Day | None) -> bool:
    return not (since or until) or (days is not None and (not since or days[1] >= since) and (not until or days[0] <= until))


@cache
def _roles(kept: str) -> tuple[Role, ...]:
    return tuple(kept.split(","))  # type: ignore[arg-type]


def _merged(tellings: Sequence[Gathering]) -> Gathering:
    """One gathering of its tellings, as `happen.merged` makes one happening."""
    best = sorted(tellings, key=lambda one: -len(one.people))
    first: dict[str, str] = {}
    roles: list[dict[Role, None]] = []
    at: dict[str, int] = {}  # the place in both of an id, and of a name without blanks
    for one in best:
        for person, name, own in zip(one.people, one.names, one.roles, strict=True):
            # A person with two names is one, and so is a name taken for two people.
            key = "=" + squeeze(name)
            place = min(at.get(person, len(roles)), at.get(key, len(roles)))
            if place == len(roles):
                first[person], at[person], at[key] = name, place, place
                roles.append({})
            roles[place].update(dict.fromkeys(own))
    dated = first_prints([(one.story, one.published, one.report_id, (one.type, one.date, one.date_end, one.place))
                          for one in best])
    day, end = days_of(dated)
    return best[0]._replace(
        date=day, date_end=end, place=place_of(dated), name=next((one.name for one in best if one.name), None),
        people=tuple(first), names=tuple(first.values()), roles=tuple(map(tuple, roles)), words=(), several=tuple(best))


def _titles(c: sa.Connection, people: Collection[str], since: Day | None, until: Day | None) -> dict[str, list[str]]:
    """The posts that reports print of people, each once, as one string: by the first day of publication, then by the place in
    print.

    They are those of reports published in the bounds; of whom none of these prints any, those of all reports. For to ask for
    all that was ever printed of people who stand in thousands of reports takes longer than the rest of a graph.
    """
    found = _printed(c, set(people), since, until)
    return found | (_printed(c, set(people) - found.keys(), None, None) if since or until else {})


def _printed(c: sa.Connection, people: Collection[str], since: Day | None, until: Day | None) -> dict[str, list[str]]:
    days = between(REPORT.c.published, REPORT.c.published, since, until)
    rows = (sa.select(APPEARANCE.c.person, POST.c.org, POST.c.title, sa.func.min(REPORT.c.published), sa.func.min(POST.c.ord))
            .join(APPEARANCE, sa.and_(APPEARANCE.c.report == POST.c.report, APPEARANCE.c.name == POST.c.name))
            .join(REPORT, REPORT.c.id == POST.c.report).where(*days).group_by(APPEARANCE.c.person, POST.c.org, POST.c.title))
    found = defaultdict[str, list[tuple[Day, int, str]]](list)
    # The days lead to their reports by an index, or else the people do.
    asked = [rows] if days or len(people) > _SHARE else [
        rows.where(APPEARANCE.c.person.in_(part)) for part in parted(sorted(people))]
    for query in asked:
        for person, org, title, day, ord in c.execute(query):
            if person in people:
                found[person].append((day or Day.min, ord, post_label(Post(org, title))))
    return {person: list(dict.fromkeys(label for *_, label in sorted(held))) for person, held in found.items()}


def _named(c: sa.Connection, where: sa.ColumnElement[bool] | None) -> list[Naming]:
    """Whom each report that fulfils `where` names, bylines left out: by day of publication, then by report."""
    rows = (sa.select(REPORT.c.id, REPORT.c.published, APPEARANCE.c.person).join(APPEARANCE, APPEARANCE.c.report == REPORT.c.id)
            .where(APPEARANCE.c.attendance != "byline", *([] if where is None else [where]))
            .order_by(REPORT.c.published.is_(None), REPORT.c.published, REPORT.c.name, REPORT.c.id))
    found: dict[tuple[str, Day | None], set[str]] = defaultdict(set)
    for report, published, person in c.execute(rows):
        found[report, published].add(person)
    return [Naming(*report, tuple(sorted(people))) for report, people in found.items()]
