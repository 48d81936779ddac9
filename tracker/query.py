"""Questions about one person, answered as pandas frames. Only who took part in an event is in its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args

import pandas as pd

from tracker.dates import covers
from tracker.errors import InputError, UnknownEvent
from tracker.people import find_person
from tracker.store import Happening, Store, Told, post_label
from tracker.text import squeeze
from tracker.types import EventType, Post, RosterPerson

COLUMNS = ("date", "date_end", "type", "event", "place", "roles", "post", "with", "headline", "source", "report",
           "evidence", "order", "event_id", "reports", "also")


def timeline(store: Store, person: str, since: date | None = None, until: date | None = None,
             type: str | None = None) -> pd.DataFrame:
    """What a person (name, alias or id) took part in, one row a happening, in order of the day.

    Columns: `date` and `date_end` (datetime64, NaT where unknown), `type`, `event` (its name, else the verb), `place`,
    `roles`, `post` (those printed in the report, else those that the roster knows for the day), `with` (who else took
    part, in printed order; these three are tuples of strings), `headline`, `source`, `report` (its id as given),
    `evidence` (the words that say so), `order` (place in the printed list, from 1), `event_id`, `reports` (how many reports tell
    it), `also` (the ids of the others, a tuple). Of several reports the row is of the one that names most of those who took part,
    and the person among them; day, place, name and `with` are taken from all.

    Bounds are inclusive; an event without a date stands at the day of publication. UnknownPerson if nobody bears the
    name, InputError if several do or the type is unknown.
    """
    if type is not None and type not in get_args(EventType):
        raise InputError(f"no event type {type}; choose from {', '.join(get_args(EventType))}")
    who = find_person(store, person)
    told = [t for t in store.happenings(who.id, since, until) if type in (None, t.event.type)]
    names = {id: p.name for id, p in store.people({id for t in told for id in t.people}).items()}
    evidence = store.evidence(who.id)
    printed = defaultdict(list)
    for row in store.posts(who.id):
        printed[row.report].append(row.post)
    rows = []
    for happening in told:
        mine = [t for t in happening.tellings if who.id in t.people]
        posts = next((printed[t.report.id] for t in mine if printed[t.report.id]), [])
        rows.append(_row(happening, mine[0], who, names) | {"evidence": evidence[mine[0].id],
                                                            "post": _posts(posts, who, happening)})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("date", "date_end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def _posts(printed: Sequence[Post], person: RosterPerson, told: Happening) -> tuple[str, ...]:
    day = told.days[0] if told.days else None
    held = [t.post for t in person.tenures if day and covers(t.start, t.end, day)]
    return tuple(dict.fromkeys(map(post_label, printed or held)))


def _row(happening: Happening, told: Told, person: RosterPerson, names: Mapping[str, str]) -> dict[str, object]:
    event, report = happening.event, told.report
    own = [part for part, id in zip(told.event.participants, told.people, strict=True) if id == person.id]
    called = {squeeze(part.name) for part in own}
    parts = zip(event.participants, happening.people, strict=True)
    company = dict.fromkeys(id for part, id in parts if id != person.id and squeeze(part.name) not in called)
    reports = list(dict.fromkeys([report.name, *(t.report.name for t in happening.tellings)]))
    return {
        "date": event.date, "date_end": event.date_end, "type": event.type, "event": event.name or told.event.trigger,
        "place": event.place, "roles": tuple(dict.fromkeys(role for part in own for role in part.roles)),
        "with": tuple(names[id] for id in company), "headline": report.headline, "source": report.source, "report": report.name,
        "order": told.people.index(person.id) + 1, "event_id": told.id,
        "reports": len({t.report.id for t in happening.tellings}), "also": tuple(reports[1:])}


def event(store: Store, id: str) -> Happening:
    """The happening that an event (its id, the `event_id` of a timeline) tells, with all its tellings. UnknownEvent if there is
    none."""
    found = store.happening(id)
    if found is None:
        raise UnknownEvent(f"no event {id}; take an event_id of a timeline")
    return found
