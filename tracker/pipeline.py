"""The one place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import networkx as nx
import pandas as pd

from tracker import graph, meetings, posts, profile, query, review, search, stats
from tracker import ingest as files
from tracker import proposals as propose
from tracker import roster as rosters
from tracker.confidence import at_least
from tracker.dates import parse_day
from tracker.errors import InputError
from tracker.evaluate import Object, check_texts, read_objects
from tracker.export import report_object
from tracker.expression import Expression, parse
from tracker.extractor import extractor
from tracker.filters import Wanted, wanted
from tracker.ingest import Reading
from tracker.intake.run import ingest
from tracker.intake.settings import LIMIT, Settings, Summary
from tracker.intake.watch import Watch
from tracker.judgements import Judgement
from tracker.people import find_person
from tracker.profile import Profile
from tracker.reading import read_reports
from tracker.resolve import Resolver
from tracker.store import Store
from tracker.types import DEFAULT_MODEL, Extraction, Report
from tracker.who import Judge, history, settle

Day = date | str | None
OnError = Callable[[InputError], None]


def extract(source: str | Path, published: Day = None, roster: str | Path | None = None,
            model: str = DEFAULT_MODEL, min_score: float = 0.0, trust: bool = False) -> list[Extraction]:
    """What one report (its text, a string) or a file of reports (a Path) says, one Extraction a report.

    With a roster, people bear its ids, and a resolution that says why; with `trust` a name that only one in it bears is that
    person unless something speaks against it. `model` is the tagger: rules, fast, accurate, or the folder of a pipeline.
    Participations with a score under `min_score` are left out. InputError for a file that cannot be read, RosterError for
    a bad roster.
    """
    day = _day(published)
    resolver = Resolver(rosters.load(roster), trust) if roster else None
    reports = [Report("text", source, published=day)] if isinstance(source, str) else read_reports([source], Reading(day))
    read = [at_least(extractor(model)(report), min_score) for report in reports]
    return [resolver.resolve(extraction) for extraction in read] if resolver else read


def to_compare(gold: Sequence[Object], path: Path, inputs: Sequence[Path], model: str) -> list[Object]:
    """The report objects to compare with annotations: those in `inputs`, or what is read of the texts there or in `gold`.

    InputError where a text of `gold` is missing or another one.
    """
    if inputs:
        given = [row for file in inputs for row in read_objects(file)]
        if all("people" in row and "events" in row for row in given):
            return given
    wanted = {row["id"] for row in gold}
    reports = [report for report in read_reports(inputs or [path], Reading()) if report.id in wanted]
    check_texts(gold, {report.id: report.text for report in reports}, [*inputs, path][0])
    return [report_object(extractor(model)(report)) for report in reports]


class Asked(TypedDict, total=False):
    """What can be asked of a graph by keyword: `where`, a search expression of what counts; `min_events` and `min_weight` of a
    tie; `ego`, one or several people (names, aliases or ids) around whom it is to lie, at most `hops` ties away (1); `measures`
    of the nodes; `significance` of the ties of co-appearance. See `tracker.graph.Wanted`."""

    where: str | Expression | None
    min_events: int
    min_weight: float
    ego: str | Iterable[str]
    hops: int
    measures: bool
    significance: bool


class Taken(TypedDict, total=False):
    """How files are taken in: `model`, the tagger, and `min_score`, a threshold, as for `tracker.extract`; `trust`, how to take a
    bare name; `source` and `region` of reports that do not say; `fields`, the columns or keys that hold the fields of a report;
    `jobs`, how many processes extract (1: this one); `time_limit`, the seconds that a file may take without a sign."""

    model: str
    min_score: float
    trust: bool
    source: str | None
    region: str | None
    fields: Mapping[str, str]
    jobs: int
    time_limit: float


class _Watch(Watch):
    """Gives faults to a function."""

    def __init__(self, on_error: OnError) -> None:
        self._on_error = on_error

    def fault(self, error: InputError) -> None:
        self._on_error(error)


class Activity:
    """A database of activity: questions about it, and a way to fill it. A context manager that closes it."""

    def __init__(self, database: str | Path) -> None:
        self.database = database
        self._store: Store | None = None

    def __enter__(self) -> Activity:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database; the next question opens it again."""
        if self._store is not None:
            self._store.close()
        self._store = None

    def store(self, create: bool = False) -> Store:
        """The open store. StoreError if there is no database, unless it may be created."""
        if self._store is None:
            self._store = Store(self.database, create)
            settle(self._store)  # where an ingest was cut short
        return self._store

    def ingest(self, paths: str | Path | Iterable[str | Path], roster: str | Path | None = None, published: Day = None,
               on_error: OnError = files.fail, **how: Unpack[Taken]) -> Summary:
        """Puts what files and folders hold into the database, creating it where there is none; files that are as they were when
        they were last read cost nothing.

        Without a roster (a file) the one given last holds. For what else can be said by keyword see `Taken`. A file that cannot
        be read raises InputError, or goes to `on_error` and is left out.
        """
        named = [paths] if isinstance(paths, str | Path) else paths
        known = (rosters.load(roster), how.get("trust", False)) if roster else None
        reading = Reading(_day(published), how.get("source"), how.get("region"), how.get("fields", {}))
        settings = Settings(how.get("model", DEFAULT_MODEL), how.get("min_score", 0.0), reading, how.get("jobs", 1),
                            how.get("time_limit", LIMIT))
        return ingest(self.store(create=True), map(Path, named), settings, _Watch(on_error), known)

    def timeline(self, people: str | Iterable[str] = (), since: Day = None, until: Day = None, type: str | None = None,
                 **which: Unpack[Wanted]) -> pd.DataFrame:
        """What people (names, aliases or ids) took part in, a row an event and person, or the timeline of an `organisation`, a
        `post` or a `place`: see `tracker.query.timeline`, and for the other filters `tracker.filters.Filter`."""
        return query.timeline(self.store(), people, _day(since), _day(until), type, wanted(which))

    def met(self, a: str, b: str | None = None, since: Day = None, until: Day = None) -> pd.DataFrame:
        """Host and guest of one meeting or call: those of `a` with everybody, or with `b`; see `tracker.meetings.met`."""
        return meetings.met(self.store(), a, b, _day(since), _day(until))

    def together(self, *people: str, since: Day = None, until: Day = None) -> pd.DataFrame:
        """What all of these people attended bodily: see `tracker.meetings.together`."""
        return meetings.together(self.store(), *people, since=_day(since), until=_day(until))

    def search(self, words: str, reports: bool = False) -> pd.DataFrame:
        """The events that a search expression finds, or the reports: see `tracker.search.events` and `tracker.search.reports`."""
        return (search.reports if reports else search.events)(self.store(), words)

    def stats(self) -> pd.DataFrame:
        """What the database holds, counted: see `tracker.stats.stats`."""
        return stats.stats(self.store())

    def person(self, name: str, since: Day = None, until: Day = None) -> Profile:
        """Who somebody (name, alias or id) is: names, posts, activity, company; see `tracker.profile.Profile`."""
        return profile.profile(self.store(), name, _day(since), _day(until))

    def proposals(self, person: str | None = None, min_reports: int = 1) -> pd.DataFrame:
        """Posts that reports print and the roster lacks or contradicts, one row each: see `tracker.proposals.proposals`."""
        return propose.proposals(self.store(), person, min_reports)

    def posts(self, on: date | str, org: str | None = None) -> pd.DataFrame:
        """Who held which post on a day: see `tracker.posts.posts_on`."""
        return posts.posts_on(self.store(), parse_day(on) if isinstance(on, str) else on, org)

    def holders(self, post: str) -> pd.DataFrame:
        """Everybody who held a post, in order: see `tracker.posts.holders`."""
        return posts.holders(self.store(), post)

    def appointments(self, since: Day = None, until: Day = None, org: str | None = None,
                     person: str | None = None) -> pd.DataFrame:
        """Who came into a post and who left one, as far as reports tell: see `tracker.posts.appointments`."""
        return posts.appointments(self.store(), _day(since), _day(until), org, person)

    def compare(self, *sides: str | Sequence[str]) -> pd.DataFrame:
        """What people (names, aliases or ids), or groups of them, share: see `tracker.posts.compare`."""
        return posts.compare(self.store(), *sides)

    def absences(self, event: str, expected: Sequence[str] = (), org: str | None = None, since: Day = None,
                 until: Day = None) -> pd.DataFrame:
        """Who, expected by post, was not listed at each occurrence of an event: see `tracker.posts.absences`."""
        return posts.absences(self.store(), event, expected, org, _day(since), _day(until))

    def gaps(self, person: str, longest: int = 5) -> pd.DataFrame:
        """How long a person was not seen, against the own rhythm: see `tracker.posts.gaps`."""
        return posts.gaps(self.store(), person, longest)

    def rank(self, one: str, other: str, event: str | None = None) -> pd.DataFrame:
        """The order of names in two occurrences, by event ids, or by an event's name and two days: see `tracker.posts.rank`."""
        days = (one, other) if event is None else (parse_day(one), parse_day(other))
        return posts.rank(self.store(), event, *days)

    def review(self) -> pd.DataFrame:
        """What is unsure about who is who, one row a question and candidate: see `tracker.review.sheet`."""
        return review.sheet(self.store())

    def history(self, person: str | None = None) -> pd.DataFrame:
        """What was judged, of all or one (name, alias or id), and whether it holds: see `tracker.review.log`."""
        return review.log(self.store(), history(self.store(), person and self._id(person)))

    def judge(self, who: str | None = None) -> Judge:
        """Adds judgements in somebody's name, else that of the login."""
        return Judge(self.store(), who)

    def merge(self, a: str, b: str, why: str = "", who: str | None = None) -> tuple[Judgement, ...]:
        """Judges that two people (names, aliases or ids) are one; what was kept, to be undone by id."""
        return self.judge(who).say((self._id(a), self._id(b)), "SAME", why)

    def split(self, person: str, reports: Collection[str], why: str = "", who: str | None = None) -> tuple[Judgement, ...]:
        """Judges that the appearances of a person in these reports are somebody else's; what was kept."""
        return self.judge(who).split(self._id(person), reports, why)

    def undo(self, *ids: str, why: str = "", who: str | None = None) -> tuple[Judgement, ...]:
        """Takes back judgements, the last of those named first, or none if one cannot be; what was kept."""
        return self.judge(who).undo_all(ids[::-1], why)

    def _id(self, person: str) -> str:
        return find_person(self.store(), person).id

    def graph(self, kind: str = "co-appearance", since: Day = None, until: Day = None,
              **more: Unpack[Asked]) -> nx.Graph[str]:
        """A graph of people: see `tracker.graph.build` for the kinds and what nodes and edges bear, and `Asked` for what else one
        can ask for by keyword. InputError if a person asked for is not in it."""
        return graph.answer(self.store(), _wanted(kind, since, until, more))

    def slices(self, by: str = "month", kind: str = "co-appearance", since: Day = None, until: Day = None,
               **more: Unpack[Asked]) -> dict[str, nx.Graph[str]]:
        """The same for each month (2024-03), quarter (2024-Q1) or year (2024), in order: see `tracker.graph.slices`."""
        return graph.answers(self.store(), _wanted(kind, since, until, more), by)

    def changes(self, before: tuple[Day, Day], after: tuple[Day, Day], kind: str = "co-appearance",
                **more: Unpack[Asked]) -> pd.DataFrame:
        """What ties were gained, lost, strengthened or weakened between two spans of time, each a first and a last day, one row a
        tie: see `tracker.graph.changes`."""
        earlier, later = (graph.answer(self.store(), _wanted(kind, *span, more)) for span in (before, after))
        return graph.changes(earlier, later)


def _wanted(kind: str, since: Day, until: Day, more: Asked) -> graph.Wanted:
    where, ego = more.get("where"), more.get("ego", ())
    return graph.Wanted(kind, _day(since), _day(until), parse(where) if isinstance(where, str) else where,
                        more.get("min_events", 1), more.get("min_weight", 0.0), (ego,) if isinstance(ego, str) else tuple(ego),
                        more.get("hops", 1), more.get("measures", False), more.get("significance", False))


def open(database: str | Path) -> Activity:
    """A database of activity: a SQLite file, which the first ingest creates, or an SQLAlchemy URL."""
    return Activity(database)


def _day(day: Day) -> date | None:
    return parse_day(day) if isinstance(day, str) else day
