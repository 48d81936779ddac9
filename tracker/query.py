"""Timelines of people, organisations, posts and places, answered as pandas frames. Who is only named took part in nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from tracker.bearers import Bearers
from tracker.dates import covers
from tracker.errors import InputError, UnknownEvent
from tracker.filters import Filter, several
from tracker.people import find_person
from tracker.store import Gathering, Happening, Named, Store, post_label
from tracker.text import squeeze
from tracker.types import RosterPerson

COLUMNS = ("date", "date_end", "type", "event", "place", "roles", "post", "with", "headline", "source", "report",
           "evidence", "order", "event_id", "reports", "also", "who", "person_id")
MENTIONED = "mentioned"  # the type of a row that only names somebody

Row = tuple[Any, ...]  # the day by which rows are ordered, then the columns


def timeline(store: Store, people: str | Iterable[str] = (), since: date | None = None, until: date | None = None,
             type: str | None = None, which: Filter | None = None) -> pd.DataFrame:
    """What people (names, aliases or ids) took part in, a row a happening and person, in order of the day.

    Without people it is the timeline of `which.organisation` (of whoever belongs to it) or `which.post` (of whoever holds it), as
    the report prints or else the roster knows for the day; a row for each of them who took part. With neither it is that of
    `which.place`, a row a happening, all who took part in `with`, and nobody in `who`. For the filters see
    `tracker.filters.Filter`; `since`, `until` and `type` stand beside it for the plain case.

    Columns: `date` and `date_end` (datetime64, NaT where unknown), `type`, `event` (its name, else the verb), `place`,
    `roles`, `post` (those printed in the report, else those that the roster knows for the day), `with` (who else took
    part, in printed order; these three are tuples of strings), `headline`, `source`, `report` (its id as given),
    `evidence` (the words that say so), `order` (place in the printed list, from 1; Int64), `event_id`, `reports` (how many
    reports tell it), `also` (the ids of the others, a tuple), `who` and `person_id` (name and id of the person). Of several
    reports the row is of the one that names most of those who took part, and the person among them; day, place, name and `with`
    are taken from all. Where a report only names the person (`which.kind`), `type` is "mentioned", the date that of publication,
    the evidence the sentence that names, and of the event there is nothing.

    Bounds are inclusive; an event without a date stands at the day of publication. UnknownPerson if nobody bears the
    name, InputError if several do, nothing is asked for, or the type is unknown.
    """
    asked = _asked(store, several(people), (which or Filter()).also(since, until, type))
    rows = [*(_attended(store, asked) if asked.which.kind != "mentioned" else ()),
            *(_mentioned(store, asked) if asked.which.kind != "attended" else ())]
    if asked.which.kind == "all":
        rows.sort(key=lambda row: row[0] or date.max)
    columns: dict[str, Any] = dict(zip(COLUMNS, list(zip(*rows, strict=True))[1:] if rows else [()] * len(COLUMNS), strict=True))
    for column in ("date", "date_end"):
        columns[column] = pd.to_datetime(pd.Series(columns[column], dtype=object))
    columns["order"], columns["reports"] = pd.array(columns["order"], dtype="Int64"), np.array(columns["reports"], dtype="int64")
    return pd.DataFrame(columns)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with everybody found: `people` by name, `bearers` whose rows are asked for, `beside` one of whom took part."""

    which: Filter
    people: tuple[str, ...]
    company: tuple[str, ...]
    bearers: Bearers | None
    beside: Bearers | None

    @property
    def whose(self) -> Collection[str]:
        """Of whom rows can be; of nobody where a place is asked for."""
        return self.people or (self.bearers.people if self.bearers else ())


def _asked(store: Store, names: Sequence[str], which: Filter) -> _Asked:
    if not (names or which.organisation or which.post or which.place):
        raise InputError("whose timeline? name people, an organisation (--org), a post (--post) or a place (--place)")
    if names and which.organisation and which.kind != "attended":
        raise InputError("who is only mentioned met nobody of an organisation; leave out the organisation or the people")
    people, company = (tuple(dict.fromkeys(find_person(store, name).id for name in some)) for some in (names, which.company))
    whose = None if names else which.organisation
    bearers = Bearers(store, whose, which.post) if whose or which.post else None
    beside = Bearers(store, which.organisation) if names and which.organisation else None
    return _Asked(which, people, company, bearers, beside)


def _attended(store: Store, asked: _Asked) -> list[Row]:
    which, whose = asked.which, asked.whose
    if asked.bearers and not whose:
        return []
    told = store.took_part(whose, which.since, which.until, which.of_events, asked.company)
    told = [one for one in told if (not which.types or one.type in which.types) and _is_beside(one, asked.beside)]
    names = store.labels({id for one in told for id in one.people})
    if not whose:
        said = store.telling([one.event for one in told])
        return [_row(one, one, said[one.event], _Part(tuple(names[id] for id in dict.fromkeys(one.people)))) for one in told]
    pairs = [(one, id) for one in told for id in _rows_of(one, asked, whose)]
    shown = {id for _, id in pairs}
    people, printed = store.people(shown), store.printed_beside(shown, "present")
    rows = []
    for one, id in pairs:
        mine = [telling for telling in one.several if id in telling.people] or [one]
        best, person = mine[0], people[id]
        own = [n for n, other in enumerate(best.people) if other == id]
        roles = best.roles[own[0]] if len(own) == 1 else tuple(dict.fromkeys(role for n in own for role in best.roles[n]))
        if not which.roles or not set(which.roles).isdisjoint(roles):
            posts = next((found for telling in mine if (found := printed.get((telling.report_id, id)))), ())
            company = _company(one, id, [best.names[n] for n in own], names)
            part = _Part(company, roles, _posts(posts, person, _first(one)), own[0] + 1, person.name, id)
            rows.append(_row(one, best, best.words[own[0]], part))
    return rows


def _is_beside(told: Gathering, bearers: Bearers | None) -> bool:
    """Whether somebody of the organisation that is asked for beside a person took part, as a report prints the post."""
    return bearers is None or any((one.report_id, id) in bearers.printed for one in told.tellings for id in one.people)


def _rows_of(told: Gathering, asked: _Asked, whose: Collection[str]) -> Iterator[str]:
    """The people of whom a happening makes rows, in printed order."""
    people = [*told.people, *(id for one in told.several for id in one.people)]
    for id in dict.fromkeys([id for id in people if id in whose]):
        if asked.bearers is None or asked.bearers.holds(
                id, [one.report_id for one in told.tellings if id in one.people], _first(told)):
            yield id


def _first(told: Gathering) -> date | None:
    return told.date or told.published


def _posts(printed: Sequence[str], person: RosterPerson, day: date | None) -> tuple[str, ...]:
    held = [] if printed else [post_label(t.post) for t in person.tenures if day and covers(t.start, t.end, day)]
    return tuple(dict.fromkeys(printed or held))


_squeezed = lru_cache(maxsize=100_000)(squeeze)  # the same people stand in row after row


def _company(told: Gathering, person: str, printed: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Who else took part: nobody who is printed by the name of the person, since that is a name taken for two people."""
    called = {_squeezed(name) for name in printed}
    others = [id for id, name in zip(told.people, told.names, strict=True) if id != person and _squeezed(name) not in called]
    return tuple([names[id] for id in dict.fromkeys(others)])


class _Part(NamedTuple):
    """What a row tells of the one whose it is, who may be nobody in particular, and of whoever else took part."""

    company: tuple[str, ...]
    roles: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    order: int | None = None
    who: str | None = None
    id: str | None = None


def _row(happening: Gathering, told: Gathering, words: str | None, part: _Part) -> Row:
    """The row of a happening in the words of one telling."""
    number: int = 1
    also: tuple[str, ...] = ()
    if happening.several:
        number = len({one.report_id for one in happening.several})
        also = tuple(dict.fromkeys([told.report, *(one.report for one in happening.several)]))[1:]
    return (_first(happening), happening.date, happening.date_end, happening.type, happening.name or told.trigger,
            happening.place, part.roles, part.posts, part.company, told.headline, told.source, told.report, words, part.order,
            told.event, number, also, part.who, part.id)


def _mentioned(store: Store, asked: _Asked) -> list[Row]:
    which, whose = asked.which, asked.whose
    named = store.named(whose, which.since, which.until, which.of_reports)
    if asked.bearers:
        named = [one for one in named if asked.bearers.holds(one.person, [one.report.id], one.report.published)]
    shown = {one.person for one in named}
    people, printed = store.people(shown), store.printed_beside(shown, "mentioned")
    return [_naming(one, people[one.person], printed.get((one.report.id, one.person), ())) for one in named]


def _naming(named: Named, person: RosterPerson, posts: Sequence[str]) -> Row:
    report = named.report
    return (report.published, report.published, None, MENTIONED, None, None, (), _posts(posts, person, report.published), (),
            report.headline, report.source, report.name, named.words, None, None, 1, (), person.name, person.id)


def event(store: Store, id: str) -> Happening:
    """The happening that an event (its id, the `event_id` of a timeline) tells, with all its tellings. UnknownEvent if there is
    none."""
    found = store.happening(id)
    if found is None:
        raise UnknownEvent(f"no event {id}; take an event_id of a timeline")
    return found
