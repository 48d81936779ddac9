"""The store: one SQLite file, or any database that SQLAlchemy reaches. The only place that writes SQL.

Ids are hashes of natural keys and every report is written in one transaction, so the tables depend only on which
reports and which roster were given: not on their order, on how often, or on a crash in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from tracker.expression import Expression
from tracker.judgements import Judgement
from tracker.reprints import Beside, Print
from tracker.roster import Roster
from tracker.store import ask, happen, ledger, stories, write
from tracker.store import search as searches
from tracker.store.ask import Attested, Deed, Present, Printed
from tracker.store.asked import Asked, Named
from tracker.store.database import moved
from tracker.store.gather import Gathering, GraphQuestions, Naming
from tracker.store.happen import Happening, Source, Told
from tracker.store.judge import formerly, judge, judgements
from tracker.store.ledger import Fault, File, Ledger
from tracker.store.posts import PostQuestions, Shared, Writing
from tracker.store.proofs import proofs
from tracker.store.rows import key, parts, plain, post_label
from tracker.store.schema import (
    ALIAS,
    APPEARANCE,
    EVENT,
    META,
    ORGANISATION,
    PARTICIPATION,
    PERSON,
    POST,
    REPORT,
    TABLES,
    TENURE,
    UNSETTLED,
)
from tracker.store.seen import Seen, seen
from tracker.store.settle import appearances, joined, merge, settle
from tracker.store.write import State
from tracker.text import squeeze
from tracker.types import Appearance, Extraction, Organisation, Post, Report, Resolution, RosterPerson, Status, Tenure

__all__ = ["Attested", "Deed", "Fault", "File", "Gathering", "Happening", "Named", "Naming", "Present", "Printed",
           "PrintedPost", "Seen", "Shared", "Source", "State", "Store", "Told", "Writing", "post_label"]

# Whom a question can be about: those known only from bylines took part in nothing, and whoever is unsure has no name alone.
_KNOWN = sa.or_(PERSON.c.in_roster, sa.exists().where(APPEARANCE.c.person == PERSON.c.id,
                                                      APPEARANCE.c.status.not_in(("byline", "unsure"))))
TRUSTED = "trusted "  # before the digest of a roster that knows everybody
_MANY = 1000  # ids asked for in one query; databases limit the number


@dataclass(frozen=True, slots=True)
class PrintedPost:
    """A post that the report of this id prints beside the name of a person."""

    person: str
    report: str
    post: Post


class Store(Asked, PostQuestions, GraphQuestions, Ledger):
    """An open database of reports, people and events; a context manager that closes it."""

    # Writing

    def set_roster(self, roster: Roster, trust: bool = False) -> None:
        """Puts `roster` in the place of the one in the store; names that either knows, and those beside them, are unsettled.

        `trust` says that a name which only one in it bears is that person.
        """
        people, bodies = list(roster.people.values()), list(roster.organisations.values())
        digest = TRUSTED * trust + (key(people, bodies) if bodies else key(people))
        with self._begin() as c:
            if c.scalar(sa.select(META.c.value).where(META.c.name == "roster")) == digest:
                return
        old = self.roster()
        with self._write() as c:
            write.roster(c, old, roster, digest)

    def state(self, report: Report, version: str) -> State:
        """Whether the store holds the report as this version of tracker reads it."""
        with self._begin() as c:
            return write.state(c, report, version)

    def put(self, extraction: Extraction, version: str) -> State:
        """Writes one report and all that it says, in the place of what the store held of it; how it stood there before."""
        return self.put_all([extraction], version)[0]

    def put_all(self, extractions: Iterable[Extraction], version: str, files: Iterable[File] = ()) -> list[State]:
        """Writes several reports in one transaction, as `put` does each, and that these files have been read to their end."""
        with self._write() as c:
            states = [write.put(c, extraction, version) for extraction in extractions]
            for file in files:
                ledger.record(c, file)
            return states

    def unsettled(self) -> tuple[str, ...]:
        """The names (without blanks) of which new reports or another roster speak: who they are is to be decided."""
        with self._begin() as c:
            return tuple(c.scalars(sa.select(UNSETTLED.c.key).order_by(UNSETTLED.c.key)))

    def appearances(self, names: Collection[str], company: bool = True) -> list[Appearance]:
        """Where these names (without blanks) stand in reports, bylines left out: what tells who they are.

        Without `company`, which costs most, nobody is told beside them.
        """
        with self._begin() as c:
            return appearances(c, set(names), company)

    def settle(self, names: Iterable[str], decided: Mapping[tuple[str, str], Resolution],
               merged: Mapping[str, str] = MappingProxyType({}), version: int | None = None) -> bool:
        """Keeps who the names are; `decided` has an entry for each of their `appearances`, by report and name as printed, and
        `merged` says of the ids of people which other id they were judged to be. Keeps nothing, and says so, where another
        program wrote since the store had this `version`, for then there may be more to decide on."""
        with self._write() as c:
            if moved(c, version):
                return False
            settle(c, sorted(names), decided)
            merge(c, merged)
            return True

    def group(self, happening: Mapping[str, str], version: int | None = None) -> bool:
        """Keeps the happenings of events, by id; nothing is open after that. `version` as for `settle`."""
        with self._write() as c:
            if moved(c, version):
                return False
            happen.group(c, happening)
            return True

    def link(self, found: Mapping[str, str | None], version: int | None = None) -> bool:
        """Keeps of which story reports are (ids; None for one that stands alone); no reprints are open after that. `version` as
        for `settle`."""
        with self._write() as c:
            if moved(c, version):
                return False
            stories.link(c, found)
            return True

    def judge(self, said: Iterable[Judgement], sides: Iterable[str]) -> None:
        """Keeps judgements for good; the names behind `sides` (ids of people, appearances) are unsettled, events ungrouped."""
        with self._write() as c:
            sides = set(sides)
            judge(c, said, sides)
            happen.reopen(c, sides)

    # Reading

    def trusts(self) -> bool:
        """Whether the roster was given as one that knows everybody whom the sources name."""
        with self._begin() as c:
            return str(c.scalar(sa.select(META.c.value).where(META.c.name == "roster"))).startswith(TRUSTED)

    def roster(self) -> Roster:
        """The roster that was given last; an empty one before."""
        with self._begin() as c:
            ids = set(c.scalars(sa.select(PERSON.c.id).where(PERSON.c.in_roster)))
            bodies = [Organisation(row.name, row.parent, tuple(row.short), row.successor, row.place)
                      for row in c.execute(sa.select(ORGANISATION))]
        return Roster((person for id, person in self._people(None).items() if id in ids), bodies)

    def judgements(self) -> list[Judgement]:
        """What people decided, in order of time."""
        with self._begin() as c:
            return judgements(c)

    def formerly(self) -> Mapping[str, Sequence[str]]:
        """Of each report whose text was corrected, the ids that its earlier texts had."""
        with self._begin() as c:
            return formerly(c)

    def merged(self) -> dict[str, str]:
        """Of each id that was judged to be another one, that other one."""
        with self._begin() as c:
            rows = c.execute(sa.select(PERSON.c.id, PERSON.c.same_as).where(PERSON.c.same_as.is_not(None)))
            return {row.id: row.same_as for row in rows}

    def people(self, ids: Iterable[str] | None = None) -> dict[str, RosterPerson]:
        """Everybody in the store, or those of `ids`, in order of the id; who is in no roster has no tenures.

        Whoever was judged to be somebody else is not there; the names and tenures are with that one.
        """
        merged = self.merged()
        wanted = None if ids is None else set(ids)
        held = self._people(wanted if wanted is None else wanted | {id for id, one in merged.items() if one in wanted})
        for id, one in merged.items():
            if id in held and one in held:
                held[one] = joined(held[one], held[id])
        return {id: person for id, person in held.items() if id not in merged}

    def _people(self, wanted: set[str] | None) -> dict[str, RosterPerson]:
        def rows(table: sa.Table, column: sa.Column[Any], *order: sa.Column[Any]) -> sa.CursorResult[Any]:
            query = sa.select(table).order_by(column, *order)
            return c.execute(query.where(column.in_(wanted)) if wanted is not None and len(wanted) < _MANY else query)

        aliases, tenures = defaultdict(list), defaultdict(list)
        with self._begin() as c:
            for row in rows(ALIAS, ALIAS.c.person, ALIAS.c.ord):
                aliases[row.person].append(row.name)
            for row in rows(TENURE, TENURE.c.person, TENURE.c.ord):
                tenure = Tenure(row.person, Post(row.org, row.title), row.since, row.until, row.source)
                tenures[row.person].append(tenure)
            return {row.id: RosterPerson(row.id, row.name, tuple(aliases[row.id]), tuple(tenures[row.id]))
                    for row in rows(PERSON, PERSON.c.id) if wanted is None or row.id in wanted}

    def find(self, name: str) -> tuple[str, ...]:
        """The ids of all who bear `name` as id, name or alias, or in a report, without those known only from bylines."""
        wanted, one = squeeze(name), sa.func.coalesce(PERSON.c.same_as, PERSON.c.id)
        bears = sa.or_(PERSON.c.key == wanted, *(PERSON.c.id.in_(sa.select(table.c.person).where(table.c.key == wanted))
                                                 for table in (ALIAS, APPEARANCE)))
        with self._begin() as c:
            for where in ((PERSON.c.id == name,), (bears, _KNOWN)):
                found = tuple(c.scalars(sa.select(one).where(*where).distinct().order_by(one)))
                if found:
                    return found
            return ()

    def counts(self) -> dict[str, int]:
        """How many reports and events the store holds, and how many people they name."""
        with self._begin() as c:
            people = sa.select(sa.func.count(APPEARANCE.c.person.distinct()))
            sizes = {table.name: sa.select(sa.func.count()).select_from(table) for table in (REPORT, EVENT)}
            return {name: c.scalar(query) or 0 for name, query in (sizes | {"person": people}).items()}

    def names(self) -> tuple[str, ...]:
        """Every name and alias that `find` finds somebody by, in order."""
        with self._begin() as c:
            return tuple(sorted({*c.scalars(sa.select(PERSON.c.name).where(_KNOWN)), *c.scalars(sa.select(ALIAS.c.name))}))

    def told(self, person: str | None = None, since: date | None = None, until: date | None = None,
             where: Expression | None = None) -> list[Told]:
        """The events that fulfil `where`, or those of them in which `person` took part, by day, then by report and place in it.

        An event that lasts counts where any of its days lies in the bounds, both inclusive; one without a date stands
        at the day of publication, and where that is unknown too, last and outside every bound.
        """
        wanted = [*happen.within(since, until), *([EVENT.c.id.in_(happen.took_part(person))] if person is not None else [])]
        with self._begin() as c:
            return happen.told(c, *wanted, *([searches.events(c, where)] if where is not None else []))

    def happenings(self, person: str | None = None, since: date | None = None, until: date | None = None,
                   where: Expression | None = None) -> list[Happening]:
        """The same with all tellings of one happening put together: it counts if any of them has `person` take part, and any
        fulfils `where`."""
        with self._begin() as c:
            return happen.happenings(c, since, until, *([happen.took_part(person)] if person is not None else []),
                                     *([searches.found(c, where)] if where is not None else []))

    def happening(self, event: str) -> Happening | None:
        """The happening that an event (its id) tells; None if there is no such event."""
        with self._begin() as c:
            return next(iter(happen.happenings(c, None, None, sa.select(EVENT.c.id).where(EVENT.c.id == event))), None)

    def ungrouped(self) -> list[str]:
        """The days (ISO) and reports (ids) of which it is to be decided anew which events are one."""
        with self._begin() as c:
            return happen.ungrouped(c)

    def unlinked(self) -> list[str]:
        """The reports (ids) of which it is to be decided anew of which others they are reprints."""
        with self._begin() as c:
            return stories.unlinked(c)

    def beside(self, reports: Collection[str]) -> Beside:
        """With which others reports are to be compared, and what hangs on them: see `tracker.store.stories.beside`."""
        with self._begin() as c:
            return stories.beside(c, reports)

    def prints(self, reports: Collection[str]) -> list[Print]:
        """Reports (ids) as they are compared with others to know the reprints."""
        with self._begin() as c:
            return stories.prints(c, reports)

    def near(self, keys: Collection[str]) -> list[Told]:
        """The events on days (ISO), of reports or stories (ids), and of ids (e:…); there may be more."""
        with self._begin() as c:
            return happen.near(c, keys)

    def reports(self, where: Expression) -> list[Source]:
        """The reports that fulfil `where`, by day of publication, then by name."""
        with self._begin() as c:
            rows = (sa.select(REPORT.c.id, REPORT.c.name, REPORT.c.headline, REPORT.c.source, REPORT.c.published)
                    .where(searches.reports(c, where))
                    .order_by(REPORT.c.published.is_(None), REPORT.c.published, REPORT.c.name, REPORT.c.id))
            return [Source(*row) for row in c.execute(rows)]

    def reprints(self, reports: Collection[str]) -> list[Source]:
        """The reports that are one story with one of these (ids), these among them: the first print of each first."""
        own = sa.select(REPORT.c.story).where(REPORT.c.id.in_(list(reports)))
        rows = (sa.select(REPORT.c.id, REPORT.c.name, REPORT.c.headline, REPORT.c.source, REPORT.c.published, REPORT.c.story)
                .where(REPORT.c.story.in_(own)).order_by(REPORT.c.published.is_(None), REPORT.c.published, REPORT.c.id))
        with self._begin() as c:
            return [Source(*row) for row in c.execute(rows)]

    def event_counts(self, reports: Collection[str]) -> dict[str, int]:
        """How many events each of some reports tells; those with none are left out."""
        with self._begin() as c:
            query = sa.select(EVENT.c.report, sa.func.count().label("number")).group_by(EVENT.c.report)
            rows = [row for part in parts(sorted(reports)) for row in c.execute(query.where(EVENT.c.report.in_(part)))]
            return {row.report: row.number for row in rows}

    def texts(self, reports: Collection[str]) -> dict[str, str]:
        """The texts of reports, by id."""
        with self._begin() as c:
            return {id: text for part in parts(sorted(reports))
                    for id, text in plain(c, sa.select(REPORT.c.id, REPORT.c.text).where(REPORT.c.id.in_(part)))}

    def seen(self, people: Collection[str] | None = None, status: Status | None = None,
             names: Collection[str] | None = None, reports: Collection[str] | None = None) -> list[Seen]:
        """The appearances of some people, or of all, that are decided so, or bear one of these names (without blanks), or stand
        in these reports (ids in the store): by day of publication, report and place in it."""
        with self._begin() as c:
            return seen(c, people, status, names, reports)

    def evidence(self, person: str) -> Mapping[str, str]:
        """The words that say that `person` took part, by event."""
        words = sa.func.substr(REPORT.c.text, PARTICIPATION.c.start_char + 1,
                               PARTICIPATION.c.end_char - PARTICIPATION.c.start_char).label("words")
        rows = (sa.select(PARTICIPATION.c.event, words).join(EVENT, PARTICIPATION.c.event == EVENT.c.id).join(REPORT)
                .where(PARTICIPATION.c.person == person).order_by(PARTICIPATION.c.ord.desc()))
        with self._begin() as c:
            return {row.event: row.words for row in c.execute(rows)}

    def proofs(self, happenings: Collection[str]) -> dict[str, dict[str, str | None]]:
        """Of each happening the sentence that tells it, and where it stands: see `tracker.store.proofs`."""
        with self._begin() as c:
            return proofs(c, happenings)

    def posts(self, person: str | None = None) -> list[PrintedPost]:
        """The posts that reports print, of all people or one: by day of publication, report, and order in it."""
        rows = (sa.select(APPEARANCE.c.person, POST.c.report, POST.c.org, POST.c.title)
                .join(APPEARANCE, sa.and_(APPEARANCE.c.report == POST.c.report, APPEARANCE.c.name == POST.c.name))
                .join(REPORT, REPORT.c.id == POST.c.report)
                .order_by(REPORT.c.published, REPORT.c.name, REPORT.c.id, APPEARANCE.c.ord, POST.c.ord))
        with self._begin() as c:
            return [PrintedPost(row.person, row.report, Post(row.org, row.title))
                    for row in c.execute(rows if person is None else rows.where(APPEARANCE.c.person == person))]

    def attested(self, person: str, since: date | None = None, until: date | None = None) -> list[Attested]:
        """Where reports name a person: see `tracker.store.ask.attested`."""
        with self._begin() as c:
            return ask.attested(c, person, since, until)

    def doubtful(self, person: str, names: Collection[str], since: date | None = None,
                 until: date | None = None) -> list[Attested]:
        """Where reports may name a person, but it is not sure: see `tracker.store.ask.doubtful`."""
        with self._begin() as c:
            return ask.doubtful(c, person, {squeeze(name) for name in names}, since, until)

    def printed(self, person: str | None = None, since: date | None = None, until: date | None = None) -> list[Printed]:
        """The posts that reports print beside a person, or everybody: see `tracker.store.ask.printed`."""
        with self._begin() as c:
            return ask.printed(c, person, since, until)

    def sentences(self, posts: Iterable[Printed]) -> dict[Printed, str]:
        """The sentences that print posts: see `tracker.store.ask.sentences`."""
        with self._begin() as c:
            return ask.sentences(c, posts)

    def deeds(self, person: str, since: date | None = None, until: date | None = None) -> list[Deed]:
        """What a person took part in, with whom: as `told`, but no more than a count needs; see `tracker.store.ask.deeds`."""
        with self._begin() as c:
            return ask.deeds(c, person, since, until)

    def dump(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Every row of every table in order of the primary key: the name of the table and the values."""
        with self._begin() as c:
            for table in TABLES.sorted_tables:
                for row in c.execute(sa.select(table).order_by(*table.primary_key)):
                    yield table.name, tuple(row)
