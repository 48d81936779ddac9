"""Happenings in the store: what tells which events are one, what is open, and the events with all their tellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.dates import possible_days
from tracker.errors import InputError
from tracker.judgements import EVENT as SIDE
from tracker.store.rows import add, participations, parts
from tracker.store.schema import EVENT, PARTICIPATION, REPORT, UNGROUPED
from tracker.store.search import DAY, Events, one_with
from tracker.text import squeeze
from tracker.types import Event, Participation, Role, Span

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """The report that tells an event: `id` in the store, `name` as it was given, `story` what it shares with its reprints (where
    that was asked for)."""

    id: str
    name: str
    headline: str | None
    source: str | None
    published: date | None
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one report tells it; `people[i]` is the person of `event.participants[i]`, `words` the sentence that tells it,
    `happening` the id that all tellings of the same happening share."""

    id: str
    event: Event
    people: tuple[str, ...]
    report: Source
    happening: str = ""
    words: str = ""

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day: those told, else that of publication."""
        first = self.event.date or self.report.published
        return (first, self.event.date_end or first) if first else None


@dataclass(frozen=True, slots=True)
class Happening:
    """What one or more events tell, as one event: `tellings` begin with the fullest, that names most who took part.

    `event` is that one, with everybody whom any telling names, in that order, the roles of all tellings, and the day, place
    and name of the first telling that has one (of a visit see `days_of`, `place_of`); `people` and `report` as of `Told`.
    """

    id: str
    event: Event
    people: tuple[str, ...]
    tellings: tuple[Told, ...]

    @property
    def report(self) -> Source:
        """The report that tells it most fully."""
        return self.tellings[0].report

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day: those told, else that of publication."""
        first = self.event.date or self.report.published
        return (first, self.event.date_end or first) if first else None


def told(c: sa.Connection, *where: Any) -> list[Told]:
    """The events that fulfil `where`, by day, then by report and place in it; without the reasons, which no question shows."""
    words = sa.func.substr(REPORT.c.text, EVENT.c.start_char + 1, EVENT.c.end_char - EVENT.c.start_char)
    events = (sa.select(EVENT.c.id, EVENT.c.happening, words, EVENT.c.type, EVENT.c.trigger, EVENT.c.start_char, EVENT.c.end_char,
                        EVENT.c.date, EVENT.c.date_end, EVENT.c.place, EVENT.c.name,
                        REPORT.c.id, REPORT.c.name, REPORT.c.headline, REPORT.c.source, REPORT.c.published, REPORT.c.story)
              .join(REPORT).where(*where).order_by(DAY.is_(None), DAY, REPORT.c.name, REPORT.c.id, EVENT.c.ord))
    parts = participations(c, *where)
    found = []
    for id, happening, said, type, trigger, start, end, day, last, place, name, *source in c.execute(events).all():
        people, took_part = parts[id]
        event = Event(type, trigger, Span(start, end), tuple(took_part), day, last, place, name)
        found.append(Told(id, event, tuple(people), Source(*source), happening or id, said))
    return found


def within(since: date | None, until: date | None) -> list[Any]:
    """What an event fulfils that has a day in the bounds, both inclusive; InputError if there is no such day."""
    if since and until and until < since:
        raise InputError(f"no day is both since {since} and until {until}; swap them")
    first, last = DAY, sa.func.coalesce(EVENT.c.date_end, DAY)
    return ([last >= since] if since else []) + ([first <= until] if until else [])


def happenings(c: sa.Connection, since: date | None, until: date | None, *wanted: Events) -> list[Happening]:
    """The happenings of which for each of `wanted` some telling is among these events, and with a day in the bounds: by day,
    then by report."""
    days = within(since, until)
    # Each by itself, since one telling may name the person and another one the day. Whoever asks for something special needs no
    # look at the days of all.
    some = wanted or ([sa.select(EVENT.c.id).join(REPORT).where(*days).correlate(None)] if days else [])
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in told(c, *map(one_with, some)):
        groups[one.happening].append(one)
    found = [merged(tellings) for tellings in groups.values()]
    return sorted((one for one in found if _in(one.days, since, until)),
                  key=lambda one: ((one.days or (date.max,))[0], one.report.name, one.report.id, one.id))


def _in(days: tuple[date, date] | None, since: date | None, until: date | None) -> bool:
    return not (since or until) or (days is not None and (not since or days[1] >= since) and (not until or days[0] <= until))


def merged(tellings: Sequence[Told]) -> Happening:
    """One happening of its tellings, given in order of the store."""
    if len(tellings) == 1:
        only = tellings[0]
        return Happening(only.happening, only.event, only.people, (only,))
    best = sorted(tellings, key=lambda one: -len(one.people))
    roles: dict[str, dict[Role, None]] = {}
    first: dict[str, tuple[str, Participation]] = {}
    for one in best:
        for part, person in zip(one.event.participants, one.people, strict=True):
            # One person under two names, or one name that was taken for two people: in one matter that is one.
            at = next((key for key, (id, known) in first.items() if id == person or squeeze(known.name) == squeeze(part.name)),
                      person)
            first.setdefault(at, (person, part))
            roles.setdefault(at, {}).update(dict.fromkeys(part.roles))
    dated = first_prints([(one.report.story, one.report.published, one.report.id, (
        one.event.type, one.event.date, one.event.date_end, one.event.place)) for one in best])
    day, end = days_of(dated)
    joined = replace(
        best[0].event, date=day, date_end=end, place=place_of(dated),
        name=next((one.event.name for one in best if one.event.name), None),
        participants=tuple(replace(part, roles=tuple(roles[at]), reasons=()) for at, (_, part) in first.items()))
    return Happening(best[0].happening, joined, tuple(id for id, _ in first.values()), tuple(best))


Dated = tuple[str, date | None, date | None, str | None]  # the type, first and last day, and place of a telling


def first_prints(tellings: Sequence[tuple[str | None, date | None, str, Dated]]) -> list[Dated]:
    """The tellings of a happening, each with the story, the day of publication and the id of its report: those in reprints of one
    another have the day of the first print, for a reprint may tell it by the day on which it was printed itself."""
    first: dict[str, tuple[date, str, Dated]] = {}
    for story, published, report, one in tellings:
        if story and one[1] and (story not in first or (published or date.max, report) < first[story][:2]):
            first[story] = published or date.max, report, one
    return [(one[0], *first[story][2][1:3], one[3]) if story in first else one for story, _, _, one in tellings]


def days_of(tellings: Sequence[Dated]) -> tuple[date | None, date | None]:
    """The first and the last day (None if it is the same) of a happening, its fullest telling first: those of the first that has
    a day. A visit is told by its ends, so it lasts from the first to the last day of all; but what tells how long a journey
    through several lands was says that of none of them."""
    dated = [(first, last, kind, place) for kind, first, last, place in tellings if first]
    if not dated or any(kind != "visit" for _, _, kind, _ in dated):
        return dated[0][:2] if dated else (None, None)
    own = [one for one in dated if not (one[1] and _several(one[3]))] or dated
    first, last = min(one[0] for one in own), max(one[1] or one[0] for one in own)
    return first, last if last > first else None


def place_of(tellings: Sequence[Dated]) -> str | None:
    """The place of the first telling that has one; of a visit rather one place than the list of all that a journey led to."""
    places = [(kind, place) for kind, _, _, place in tellings if place]
    return min(places, key=lambda one: one[0] == "visit" and _several(one[1]))[1] if places else None


def _several(place: str | None) -> bool:
    return "、" in (place or "")


def forget(c: sa.Connection, reports: Collection[str]) -> None:
    """Marks what the events of reports that go leave behind: their days, and the reports of all that were one with them."""
    mine = EVENT.c.report.in_(reports)
    rows = c.execute(sa.select(EVENT.c.date, EVENT.c.date_end, REPORT.c.published).join(REPORT).where(mine)).all()
    if not rows:
        return
    mark(c, [*(day.isoformat() for row in rows for day in possible_days(*row)), *_beside(c, reports)])


def loosen(c: sa.Connection, reports: Collection[str]) -> None:
    """Marks reports, and those of all events that were one with theirs."""
    for part in parts(sorted(reports)):
        mark(c, [*part, *_beside(c, part)])


def _beside(c: sa.Connection, reports: Collection[str]) -> Iterable[str]:
    """The reports of the events that are one with some of these reports."""
    own = sa.select(EVENT.c.id).where(EVENT.c.report.in_(reports), EVENT.c.happening.is_not(None))
    return c.scalars(sa.select(EVENT.c.report).where(EVENT.c.happening.is_not(None), one_with(own)).distinct())


def reopen(c: sa.Connection, sides: Iterable[str]) -> None:
    """Marks the reports of the events among the sides of judgements."""
    ids = sorted(side.removeprefix(SIDE) for side in sides if side.startswith(SIDE))
    mark(c, (report for part in parts(ids) for report in c.scalars(sa.select(EVENT.c.report).where(EVENT.c.id.in_(part)))))


def mark(c: sa.Connection, keys: Iterable[str]) -> None:
    """Marks days (ISO) and reports (ids): the events told of them are to be grouped anew."""
    add(c, UNGROUPED.c.key, keys)


def ungrouped(c: sa.Connection) -> list[str]:
    """What is marked."""
    return list(c.scalars(sa.select(UNGROUPED.c.key).order_by(UNGROUPED.c.key)))


def near(c: sa.Connection, keys: Collection[str]) -> list[Told]:
    """The events on these days (ISO), in these reports (ids) or stories (their ids), and with these ids (e:…); there may be
    more."""
    days = sorted(date.fromisoformat(key) for key in keys if _is_day(key))
    others = sorted(key for key in keys if not _is_day(key))
    found: dict[str, Told] = {}
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - spans[-1][1] <= _DAY:
            spans[-1] = spans[-1][0], day
        else:
            spans.append((day, day))
    for since, until in spans:
        first, last = DAY, sa.func.coalesce(EVENT.c.date_end, DAY)
        for one in told(c, last >= since, first <= until + _DAY):
            found[one.id] = one
    for part in parts(others):
        ids = [key.removeprefix(SIDE) for key in part]
        for one in told(c, sa.or_(EVENT.c.report.in_(part), REPORT.c.story.in_(part), EVENT.c.id.in_(ids))):
            found[one.id] = one
    return list(found.values())


def _is_day(key: str) -> bool:
    return len(key) == len("2020-08-10") and key[4] == key[7] == "-"


def group(c: sa.Connection, happening: Mapping[str, str]) -> None:
    """Keeps the happenings of events; nothing is open after that."""
    held = {row.id: row.happening for part in parts(sorted(happening))
            for row in c.execute(sa.select(EVENT.c.id, EVENT.c.happening).where(EVENT.c.id.in_(part)))}
    at: sa.BindParameter[str] = sa.bindparam("at")
    rows = [{"at": id, "happening": one} for id, one in sorted(happening.items()) if held.get(id) != one]
    if rows:
        c.execute(sa.update(EVENT).where(EVENT.c.id == at).values(happening=sa.bindparam("happening")), rows)
    c.execute(sa.delete(UNGROUPED))


def took_part(*people: str) -> sa.Select[Any]:
    """The ids of the events in which any of these people took part."""
    return sa.select(PARTICIPATION.c.event).where(PARTICIPATION.c.person.in_(people))
