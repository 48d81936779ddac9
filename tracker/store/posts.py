"""Questions to the store that the views of posts ask: which posts there are, who took part in what with whom, when it ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.expression import Expression
from tracker.store import ask, happen, search
from tracker.store.ask import Attested, Printed
from tracker.store.database import Database
from tracker.store.happen import Happening
from tracker.store.rows import parts
from tracker.store.schema import APPEARANCE, EVENT, ONE, PARTICIPATION, POST, REPORT, TENURE
from tracker.types import EventType, Post, Role


@dataclass(frozen=True, slots=True)
class Writing:
    """A post in the words of reports of one paper, or of the roster (no paper), and how often it stands there."""

    post: Post
    source: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Shared:
    """That somebody took part in a happening, as one event tells it; `first` to `last` are its days."""

    happening: str
    event: str
    type: EventType
    person: str
    roles: tuple[Role, ...]
    first: date | None
    last: date | None
    place: str | None
    dated: bool  # whether the days are told, and not those of publication
    report: str  # its id as given


class PostQuestions(Database):
    """The part of the store that views of posts ask."""

    def writings(self, ending: str = "") -> list[Writing]:
        """The posts of reports and roster whose title ends in this character, or all, in order."""
        with self._begin() as c:
            return _writings(c, ending)

    def printed_by(self, people: Collection[str]) -> list[Printed]:
        """The posts printed beside some people, in the order of `printed`."""
        with self._begin() as c:
            return [one for part in parts(sorted(people)) for one in ask.printed(c, part, None, None)]

    def borne_by(self, posts: Iterable[Post]) -> list[str]:
        """Who is printed in one of the posts, or has it by the roster, exactly so written: the ids in order."""
        with self._begin() as c:
            return _bearers(c, list(posts))

    def shared(self, people: Collection[str], alone: bool = False) -> list[Shared]:
        """Everybody, or `alone` the people, who took part in a happening in which one of the people did, by day, event and place
        in the list."""
        with self._begin() as c:
            return _shared(c, people, alone)

    def recurring(self, name: str | None, where: Expression | None = None, since: date | None = None,
                  until: date | None = None) -> list[Happening]:
        """The happenings of which a telling has a name that holds `name`, and fulfils `where`: in order of the day."""
        with self._begin() as c:
            named = [sa.select(EVENT.c.id).where(EVENT.c.name.contains(name, autoescape=True))] if name is not None else []
            return happen.happenings(c, since, until, *named, *([search.found(c, where)] if where is not None else []))

    def verbs(self, type: EventType) -> dict[tuple[str, str], tuple[str, ...]]:
        """By which words people take part in events of a type, by event and name as printed."""
        rows = (sa.select(PARTICIPATION.c.event, PARTICIPATION.c.name, PARTICIPATION.c.why)
                .join(EVENT, EVENT.c.id == PARTICIPATION.c.event).where(EVENT.c.type == type))
        with self._begin() as c:
            return {(event, name): tuple(reason["words"] for reason in why) for event, name, why in c.execute(rows)}

    def event_names(self) -> dict[str, int]:
        """The names of events, and how many happenings bear each; the most frequent first."""
        number = sa.func.count(ONE.distinct())
        with self._begin() as c:
            rows = (sa.select(EVENT.c.name, number).where(EVENT.c.name.is_not(None)).group_by(EVENT.c.name)
                    .order_by(number.desc(), EVENT.c.name))
            return {row[0]: row[1] for row in c.execute(rows)}

    def named_in(self, reports: Collection[str]) -> list[Attested]:
        """Everybody whom the reports (ids in the store) name, bylines apart, sure or not."""
        with self._begin() as c:
            return _named_in(c, reports)

    def edges(self) -> tuple[date | None, date | None]:
        """The first and the last day of publication in the store."""
        with self._begin() as c:
            first, last = c.execute(sa.select(sa.func.min(REPORT.c.published), sa.func.max(REPORT.c.published))).one()
            return first, last


def _writings(c: sa.Connection, ending: str) -> list[Writing]:
    last = len(ending)
    count = sa.func.count().label("count")
    post = sa.select(POST.c.org, POST.c.title, REPORT.c.source, count).join(REPORT, REPORT.c.id == POST.c.report)
    held = sa.select(TENURE.c.org, TENURE.c.title, sa.null().label("source"), count)
    if ending:
        post = post.where(sa.func.substr(sa.func.rtrim(POST.c.title), -last, last) == ending)
        held = held.where(sa.func.substr(sa.func.rtrim(TENURE.c.title), -last, last) == ending)
    rows = [*c.execute(post.group_by(POST.c.org, POST.c.title, REPORT.c.source)),
            *c.execute(held.group_by(TENURE.c.org, TENURE.c.title))]
    return sorted((Writing(Post(org, title), source, number) for org, title, source, number in rows),
                  key=lambda one: (one.post.org or "", one.post.title, one.source or ""))


def _bearers(c: sa.Connection, posts: Sequence[Post]) -> list[str]:
    found: set[str] = set()
    titles: dict[str, set[str | None]] = defaultdict(set)
    for post in posts:
        titles[post.title].add(post.org)
    for title, orgs in titles.items():
        named = [org for org in orgs if org is not None]
        printed = (sa.select(APPEARANCE.c.person).join(POST, sa.and_(POST.c.report == APPEARANCE.c.report,
                                                                     POST.c.name == APPEARANCE.c.name))
                   .where(POST.c.title == title, APPEARANCE.c.status != "unsure"))
        held = sa.select(TENURE.c.person).where(TENURE.c.title == title)
        for query, org in ((printed, POST.c.org), (held, TENURE.c.org)):
            for part in parts(sorted(named)):
                found.update(c.scalars(query.where(org.in_(part)).distinct()))
            if None in orgs:
                found.update(c.scalars(query.where(org.is_(None)).distinct()))
    return sorted(found)


def _shared(c: sa.Connection, people: Collection[str], alone: bool) -> list[Shared]:
    rows = (sa.select(ONE.label("happening"), EVENT.c.id, EVENT.c.type, PARTICIPATION.c.person, PARTICIPATION.c.roles,
                      search.DAY.label("first"), sa.func.coalesce(EVENT.c.date_end, search.DAY).label("last"), EVENT.c.place,
                      EVENT.c.date.is_not(None).label("dated"), REPORT.c.name)
            .join(PARTICIPATION, PARTICIPATION.c.event == EVENT.c.id).join(REPORT, REPORT.c.id == EVENT.c.report)
            .where(search.one_with(happen.took_part(*people)))
            .order_by(search.DAY.is_(None), search.DAY, EVENT.c.id, PARTICIPATION.c.ord))
    if alone:
        rows = rows.where(PARTICIPATION.c.person.in_(sorted(people)))
    return [Shared(row[0], row[1], row[2], row[3], tuple(row[4].split(",")), *row[5:]) for row in c.execute(rows)]


def _named_in(c: sa.Connection, reports: Collection[str]) -> list[Attested]:
    found: list[Attested] = []
    for part in parts(sorted(set(reports))):
        rows = (sa.select(APPEARANCE.c.person, APPEARANCE.c.report, REPORT.c.name.label("named"), REPORT.c.headline,
                          REPORT.c.source, APPEARANCE.c.name, APPEARANCE.c.attendance, APPEARANCE.c.status,
                          REPORT.c.published, REPORT.c.published.label("last"))
                .join(REPORT, REPORT.c.id == APPEARANCE.c.report)
                .where(APPEARANCE.c.report.in_(part), APPEARANCE.c.attendance != "byline")
                .order_by(APPEARANCE.c.report, APPEARANCE.c.ord))
        found += [Attested(*row[:10]) for row in c.execute(rows)]
    return found
