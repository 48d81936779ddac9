"""What timelines and other questions ask of the store: each reads the columns that it shows, found along the indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker import text
from tracker.expression import Expression
from tracker.store import ask, happen, sums
from tracker.store import search as searches
from tracker.store.ask import Attested, Printed
from tracker.store.database import Database
from tracker.store.gather import Gathering, accounts, gatherings
from tracker.store.happen import Source
from tracker.store.rows import parts, plain
from tracker.store.schema import APPEARANCE, EVENT, MENTION, ONE, PARTICIPATION, PERSON, POST, REPORT, TENURE
from tracker.store.search import DAY
from tracker.types import Attendance, Post, Tenure


@dataclass(frozen=True, slots=True)
class Named:
    """A report that only names a person: `words` is the sentence that does."""

    person: str
    report: Source
    words: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A post that a report (its id in the store, its paper) prints beside the name of a person."""

    person: str
    report: str
    source: str | None
    post: Post


class Asked(Database):
    """The part of a store that answers what timelines ask."""

    def took_part(self, people: Collection[str], since: date | None = None, until: date | None = None,
                  where: Sequence[Expression] = (), company: Iterable[str] = ()) -> list[Gathering]:
        """The happenings in which any of these people took part and all of the company, as some telling has each, and of which
        for each expression some telling fulfils it; with no people, whoever took part. They come with the words that say so."""
        with self._begin() as c:
            some = [happen.took_part(*people)] if people else []
            return gatherings(c, since, until, *some, *map(happen.took_part, company), *(searches.found(c, one) for one in where),
                              saying=people)

    def accounts(self, where: Expression) -> list[Gathering]:
        """The events that fulfil `where`, each as its report tells it: by day, then by report and place in it."""
        with self._begin() as c:
            return accounts(c, EVENT.c.id.in_(searches.found(c, where)))

    def telling(self, events: Collection[str]) -> dict[str, str]:
        """The sentences that tell events, by the id of the event."""
        words = sa.func.substr(REPORT.c.text, EVENT.c.start_char + 1, EVENT.c.end_char - EVENT.c.start_char)
        rows = sa.select(EVENT.c.id, words).join(REPORT)
        with self._begin() as c:
            return {id: said for part in parts(sorted(events)) for id, said in plain(c, rows.where(EVENT.c.id.in_(part)))}

    def labels(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of people, by id."""
        with self._begin() as c:
            return {id: name for part in parts(sorted(set(ids)))
                    for id, name in plain(c, sa.select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(part)))}

    def printed_beside(self, people: Collection[str], attendance: Attendance) -> Mapping[tuple[str, str], Sequence[str]]:
        """The posts printed beside people in the reports that they attend (`present`) or are only named in, each as one string,
        by report (its id in the store) and person, in the order printed."""
        rows = (sa.select(POST.c.report, APPEARANCE.c.person, sa.func.coalesce(POST.c.org, "") + POST.c.title)
                .join(APPEARANCE, sa.and_(APPEARANCE.c.report == POST.c.report, APPEARANCE.c.name == POST.c.name))
                .where(APPEARANCE.c.attendance == attendance).order_by(APPEARANCE.c.ord, POST.c.ord))
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        with self._begin() as c:
            for part in parts(sorted(people)):
                for report, person, post in plain(c, rows.where(APPEARANCE.c.person.in_(part))):
                    found[report, person].append(post)
        return found

    def printed_where(self, person: str, seen: Iterable[Attested]) -> list[Printed]:
        """The posts printed beside a person where `seen` says, in that order."""
        with self._begin() as c:
            return ask.beside(c, person, seen)

    def bearers(self, org: str | None = None, titles: Collection[str] | None = None) -> list[Bearer]:
        """Where reports print a post of which the organisation holds `org`, and the title is one of `titles`, beside somebody who
        did not sign the report."""
        where = [searches.holds(POST.c.org, org)] if org is not None else []
        where += [POST.c.title.in_(titles)] if titles is not None else []
        rows = (sa.select(APPEARANCE.c.person, POST.c.report, REPORT.c.source, POST.c.org, POST.c.title)
                .join(APPEARANCE, sa.and_(APPEARANCE.c.report == POST.c.report, APPEARANCE.c.name == POST.c.name))
                .join(REPORT, REPORT.c.id == POST.c.report)
                .where(APPEARANCE.c.attendance != "byline", *where))
        with self._begin() as c:
            return [Bearer(person, report, source, Post(org, title)) for person, report, source, org, title in c.execute(rows)]

    def tenures(self) -> list[Tenure]:
        """The tenures of the roster, in order of person and start; of two who were judged to be one, both are that one's."""
        rows = (sa.select(sa.func.coalesce(PERSON.c.same_as, PERSON.c.id), TENURE.c.org, TENURE.c.title, TENURE.c.since,
                          TENURE.c.until, TENURE.c.source)
                .join(PERSON, PERSON.c.id == TENURE.c.person).order_by(TENURE.c.person, TENURE.c.ord))
        with self._begin() as c:
            return [Tenure(person, Post(org, title), *rest) for person, org, title, *rest in c.execute(rows)]

    def named(self, people: Collection[str], since: date | None = None, until: date | None = None,
              where: Sequence[Expression] = ()) -> list[Named]:
        """The reports that name people who take part in nothing there, and fulfil each expression (as `Store.reports`): by day of
        publication, then by report. Days are those of publication; a report without one is in no bounds."""
        bounds = [REPORT.c.published >= since] if since else []
        bounds += [REPORT.c.published <= until] if until else []
        with self._begin() as c:
            wanted = [*bounds, *(searches.reports(c, one) for one in where)]
            found: dict[tuple[str, str], tuple[Named, str]] = {}
            for part in parts(sorted(people)):
                for person, name, words, *source in c.execute(_named(part).where(*wanted)):
                    key = (source[0], person)
                    if key not in found or not found[key][0].words:
                        found[key] = Named(person, Source(*source), (words or "").strip()), name
            return [one if one.words else Named(one.person, one.report, _sentence(c, one.report.id, name))
                    for one, name in sorted(found.values(), key=lambda pair: _place(pair[0]))]

    def sums_of(self, person: str) -> tuple[int, date | None, int]:
        """In how many happenings a person took part, the last day of these, and how many reports only name the person."""
        last = sa.func.max(sa.func.coalesce(EVENT.c.date_end, DAY))
        rows = (sa.select(sa.func.count(ONE.distinct()), last)
                .join(EVENT, PARTICIPATION.c.event == EVENT.c.id).join(REPORT).where(PARTICIPATION.c.person == person))
        only = _named([person]).with_only_columns(sa.func.count(APPEARANCE.c.report.distinct()), maintain_column_froms=True)
        with self._begin() as c:
            number, day = c.execute(rows).one()
            return number, date.fromisoformat(day) if isinstance(day, str) else day, c.scalar(only.order_by(None)) or 0

    def sums(self) -> list[sums.Sum]:
        """The counts of all that the store holds: see `tracker.store.sums`."""
        with self._begin() as c:
            return sums.sums(c)


def _named(people: Sequence[str]) -> sa.Select[Any]:
    """Where people are named who take part in nothing in the report, with the sentence by which the reader saw that."""
    acts = sa.select(EVENT.c.report, PARTICIPATION.c.person).join(EVENT, EVENT.c.id == PARTICIPATION.c.event).where(
        PARTICIPATION.c.person.in_(people)).distinct().cte("acts")
    start, end = (APPEARANCE.c.why[(1, key)].as_integer() for key in ("start", "end"))
    words = sa.func.substr(REPORT.c.text, start + 1, end - start)
    return (sa.select(APPEARANCE.c.person, APPEARANCE.c.name, words, REPORT.c.id, REPORT.c.name, REPORT.c.headline,
                      REPORT.c.source, REPORT.c.published)
            .join(REPORT, REPORT.c.id == APPEARANCE.c.report)
            .outerjoin(acts, sa.and_(acts.c.report == APPEARANCE.c.report, acts.c.person == APPEARANCE.c.person))
            .where(APPEARANCE.c.person.in_(people), APPEARANCE.c.attendance == "mentioned", acts.c.report.is_(None))
            .order_by(APPEARANCE.c.report, APPEARANCE.c.ord))


def _place(one: Named) -> tuple[bool, date, str, str, str]:
    day = one.report.published
    return day is None, day or date.max, one.report.name, one.report.id, one.person


def _sentence(c: sa.Connection, report: str, name: str) -> str:
    """The sentence that first names somebody, of whom the reader kept no reason."""
    rows = (sa.select(MENTION.c.start_char, REPORT.c.text).join(REPORT, REPORT.c.id == MENTION.c.report)
            .where(MENTION.c.report == report, MENTION.c.name == name).order_by(MENTION.c.start_char).limit(1))
    row = c.execute(rows).first()
    if row is None:
        return ""
    return next((span.of(row.text).strip() for span in text.sentences(row.text) if span.end > row.start_char), "")
