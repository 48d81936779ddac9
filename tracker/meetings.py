"""Who met whom, and what several people attended together, as pandas frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from tracker.errors import InputError
from tracker.expression import OneOf, Term
from tracker.people import find_person
from tracker.store import Gathering, Store

MET_COLUMNS = ("date", "date_end", "type", "event", "place", "host", "who", "person_id", "other", "other_id", "headline",
               "source", "report", "evidence", "event_id", "reports")
TOGETHER_COLUMNS = ("date", "date_end", "type", "event", "place", "people", "roles", "with", "headline", "source", "report",
                    "evidence", "event_id", "reports")
_ENCOUNTER = OneOf((Term("type", "meeting"), Term("type", "call")))  # what some telling has to be, as those of a met pair are


def met(store: Store, a: str, b: str | None = None, since: date | None = None, until: date | None = None) -> pd.DataFrame:
    """The encounters of `a` with everybody, or with `b` (names, aliases or ids): host and guest of one meeting or call, a row a
    happening and other person, in order of the day.

    Columns: `date` and `date_end` (datetime64, NaT where unknown), `type`, `event`, `place`, `host` (a tuple: the names of those
    of the two who hosted), `who` and `person_id` (of `a`), `other` and `other_id` (of whom `a` met), `headline`, `source`,
    `report`, `evidence` (the sentence that tells the happening), `event_id`, `reports` (int64, how many reports tell it).
    UnknownPerson if nobody bears a name, InputError if several do, or both names are one person's.
    """
    one = find_person(store, a)
    other = find_person(store, b).id if b is not None else None
    if other == one.id:
        raise InputError(f"{a} and {b} are one person ({one.id}); name two")
    found = store.took_part([one.id], since, until, [_ENCOUNTER], [other] if other else [])
    told = [(happening, pair) for happening in found for pair in _pairs(happening, one.id) if other in (None, pair[0])]
    names = store.labels({one.id} | {id for _, (id, _) in told})
    rows = [_about(happening, {one.id, id}) | {
        "host": tuple(names[host] for host in hosts), "who": names[one.id], "person_id": one.id, "other": names[id],
        "other_id": id}
        for happening, (id, hosts) in told]
    return _frame(store, rows, MET_COLUMNS)


def together(store: Store, *people: str, since: date | None = None, until: date | None = None) -> pd.DataFrame:
    """The happenings that all of these people (names, aliases or ids) attended bodily, a row each, in order of the day.

    Columns: `date` and `date_end` (datetime64, NaT where unknown), `type`, `event`, `place`, `people` (those asked for, in
    printed order), `roles` (theirs, in the same order, those of one joined by " "), `with` (who else took part; three tuples of
    strings), `headline`, `source`, `report`, `evidence` (the sentence that tells the happening), `event_id`, `reports` (int64).
    UnknownPerson if nobody bears a name, InputError if several do, or fewer than two people are named.
    """
    ids = tuple(dict.fromkeys(find_person(store, name).id for name in people))
    if len(ids) < 2:
        raise InputError(f"{'、'.join(people) or 'nobody'} is not several people; name two or more")
    told = [one for one in store.took_part(ids[:1], since, until, company=ids[1:]) if set(ids) <= set(one.present)]
    names = store.labels({id for one in told for id in one.people})
    return _frame(store, [_shared(one, frozenset(ids), names) for one in told], TOGETHER_COLUMNS)


def _pairs(told: Gathering, person: str) -> Iterator[tuple[str, list[str]]]:
    """Whom a person met, each once, and who of the two hosted."""
    ids = dict(zip(told.names, told.people, strict=True))
    hosts: dict[str, list[str]] = {}
    for host, guest in told.hosted:
        if ids[host] != ids[guest] and person in (ids[host], ids[guest]):
            other = ids[guest] if ids[host] == person else ids[host]
            hosts.setdefault(other, []).append(ids[host])
    yield from ((other, list(dict.fromkeys(given))) for other, given in hosts.items())


def _shared(told: Gathering, asked: frozenset[str], names: Mapping[str, str]) -> dict[str, Any]:
    roles: dict[str, dict[str, None]] = {}
    for id, own in zip(told.people, told.roles, strict=True):
        if id in asked:
            roles.setdefault(id, {}).update(dict.fromkeys(own))
    return _about(told, asked) | {
        "people": tuple(names[id] for id in roles), "roles": tuple(map(" ".join, roles.values())),
        "with": tuple(names[id] for id in dict.fromkeys(told.people) if id not in asked)}


def _about(happening: Gathering, people: frozenset[str] | set[str]) -> dict[str, Any]:
    """What is told of a happening, by the report that names most of those who took part, and all of these people, if one does."""
    told = next((one for one in happening.tellings if people <= set(one.people)), happening)
    return {"date": happening.date, "date_end": happening.date_end, "type": happening.type,
            "event": happening.name or told.trigger, "place": happening.place, "headline": told.headline, "source": told.source,
            "report": told.report, "event_id": told.event, "reports": len({one.report_id for one in happening.tellings})}


def _frame(store: Store, rows: Sequence[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    said = store.telling({row["event_id"] for row in rows})
    shown = [row | {"evidence": said[row["event_id"]]} for row in rows]
    frame = pd.DataFrame({name: [row[name] for row in shown] for name in columns}).astype({"reports": "int64"})
    for column in ("date", "date_end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame
