"""What people, or groups of people, share: posts, organisations, places, events, and whom they met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from string import ascii_uppercase
from typing import Any

import pandas as pd

from tracker.errors import InputError
from tracker.organs import same_organ, same_seat
from tracker.people import find_person
from tracker.posts.terms import Term, make_frame, terms
from tracker.seats import Held
from tracker.store import Shared, Store, post_label
from tracker.types import RosterPerson, in_the_room

ASPECTS = ("post", "organisation", "place", "event", "partner")
COLUMNS = ("aspect", "what", "from", "to", "count")


def compare(store: Store, *sides: str | Sequence[str]) -> pd.DataFrame:
    """What two or more sides share, a side being a person (name, alias or id) or several: in a long frame, a row a thing.

    Columns: `aspect`, `what`, `from`, `to` (datetime64, NaT where unknown or open), `count` (int64), `of A`, `of B` … (int64, a
    column a side in the order given), `evidence` (a tuple). What at least two sides share has a row:

    `post`, `organisation`: `what` is the writing of the first side that has it, `from` and `to` the time that they overlap, NaT
    on both where they were in it at different times; `count` the days of that, both ends counted, 0 for none and -1 where it is
    open; `of A` how many reports print it; `evidence` who and when. A tenure of the roster and the days of reports count alike.
    `place`: where each took part in something, together or not; `count` the happenings in all, `evidence` their ids.
    `event`: in which these sides and no other took part, `what` says which (A+B); `count`, the first and last day, `evidence`
    the ids; `of A` how many there are of the side at all. Messages and calls count too.
    `partner`: who was bodily in a room with each; `what` is name and id, `of A` how often with that side, `count` how often in
    all (what they shared counts once), `evidence` the ids. Members of the sides are no partners.

    What several reports tell is one happening. UnknownPerson if nobody bears a name; InputError if several do, somebody is on two
    sides, or there are fewer than two sides.
    """
    groups = _groups(store, sides)
    members = [id for group in groups for id in group]
    marks = ascii_uppercase[: len(groups)]
    deeds = _Deeds(store.shared(members), groups)
    held = terms(store, members)
    own = [[term for term in held if term.person.id in group] for group in groups]
    people = store.people({id for met in deeds.met for id in met})
    rows = [*_posts(own), *_places(deeds), *_events(deeds, marks), *_partners(deeds, people)]
    of = [f"of {mark}" for mark in marks]
    frame = [{**row, **dict(zip(of, row["of"], strict=True))} for row in rows]
    return make_frame(frame, (*COLUMNS, *of, "evidence"), ("from", "to"), ("count", *of))


def _groups(store: Store, sides: Sequence[str | Sequence[str]]) -> list[list[str]]:
    names = [[side] if isinstance(side, str) else list(side) for side in sides]
    if len(names) < 2 or not all(names):
        raise InputError("nothing to compare with; name two people or more, or two groups parted by --with")
    if len(names) > len(ascii_uppercase):
        raise InputError(f"{len(names)} sides are more than {len(ascii_uppercase)}; compare fewer")
    groups = [list(dict.fromkeys(find_person(store, name).id for name in group)) for group in names]
    for (n, one), (m, other) in combinations(enumerate(groups), 2):
        for id in one:
            if id in other:
                raise InputError(f"{names[n][0]} and {names[m][0]}: {id} is on both sides; name other people")
    return groups


class _Deeds:
    """The happenings of all sides, each once."""

    def __init__(self, shared: Iterable[Shared], groups: Sequence[Sequence[str]]) -> None:
        self.groups = groups
        self._members = {id for group in groups for id in group}
        self.days: dict[str, list[date]] = defaultdict(list)
        self.places: dict[str, set[str]] = defaultdict(set)
        self.there: dict[str, set[str]] = defaultdict(set)  # who took part
        self._rooms: dict[str, dict[str, None]] = defaultdict(dict)
        for one in shared:
            self.days[one.happening] += [day for day in (one.first, one.last) if day]
            self.there[one.happening].add(one.person)
            if one.place:
                self.places[one.happening].add(one.place)
            if in_the_room(one.type, one.roles):
                self._rooms[one.happening][one.person] = None
        self.of = [self._of(group) for group in groups]
        self.met = [self._met(group) for group in groups]

    def _of(self, group: Sequence[str]) -> dict[str, None]:
        """The happenings in which a side took part, in order of the first day known."""
        own = [id for id, there in self.there.items() if not there.isdisjoint(group)]
        return dict.fromkeys(sorted(own, key=lambda id: (min(self.days[id], default=date.max), id)))

    def _met(self, group: Sequence[str]) -> dict[str, list[str]]:
        """The happenings in which somebody was in a room with a side, by person."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in self._of(group):
            room = self._rooms[id]
            if any(member in room for member in group):
                for person in room:
                    if person not in self._members:
                        found[person].append(id)
        return found

    def span(self, happenings: Iterable[str]) -> dict[str, date | None]:
        """The first and the last day of happenings."""
        days = [day for id in happenings for day in self.days[id]]
        return {"from": min(days, default=None), "to": max(days, default=None)}

    def row(self, aspect: str, what: str, own: Sequence[Collection[str]]) -> dict[str, Any]:
        """The row of a thing with the happenings of each side."""
        all = list(dict.fromkeys(id for ids in own for id in ids))
        all.sort(key=lambda id: (min(self.days[id], default=date.max), id))
        return {"aspect": aspect, "what": what, **self.span(all), "count": len(all), "of": [len(ids) for ids in own],
                "evidence": tuple(all)}


def _several(own: Sequence[Collection[str]]) -> bool:
    return sum(bool(ids) for ids in own) > 1


def _ranked(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Most evenly shared first: by how many sides, by the least of them, by all."""
    def key(row: dict[str, Any]) -> tuple[int, int, int, str]:
        of = [number for number in row["of"] if number]
        return -len(of), -min(of), -row["count"], row["what"]

    return sorted(rows, key=key)


def _places(deeds: _Deeds) -> list[dict[str, Any]]:
    at: dict[str, list[list[str]]] = defaultdict(lambda: [[] for _ in deeds.groups])
    for n, own in enumerate(deeds.of):
        for id in own:
            for place in deeds.places[id]:
                at[place][n].append(id)
    return _ranked(deeds.row("place", place, own) for place, own in at.items() if _several(own))


def _events(deeds: _Deeds, marks: str) -> Iterator[dict[str, Any]]:
    together: dict[str, list[str]] = defaultdict(list)
    for id in dict.fromkeys(id for own in deeds.of for id in own):
        sides = "+".join(mark for mark, own in zip(marks, deeds.of, strict=True) if id in own)
        if len(sides) > 1:
            together[sides].append(id)
    for sides in sorted(together, key=lambda sides: (-len(sides), sides)):
        yield {**deeds.row("event", sides, [together[sides]]), "of": [len(own) for own in deeds.of]}


def _partners(deeds: _Deeds, people: Mapping[str, RosterPerson]) -> list[dict[str, Any]]:
    all = dict.fromkeys(id for met in deeds.met for id in met)
    named = {id: f"{people[id].name} ({id})" if id in people else id for id in all}
    shared = ((id, [met.get(id, []) for met in deeds.met]) for id in all)
    return _ranked(deeds.row("partner", named[id], own) for id, own in shared if _several(own))


def _posts(own: Sequence[Sequence[Term]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for (n, ones), (m, others) in combinations(enumerate(own), 2):
        for one in ones:
            for other in others:
                aspect = _shared_aspect(one.held, other.held)
                if aspect:
                    rows.append(_post_row(aspect, (n, one), (m, other), len(own)))
    rows.sort(key=lambda row: (ASPECTS.index(row["aspect"]), row["from"] or date.max, row["what"], row["evidence"]))
    return rows


def _shared_aspect(one: Held, other: Held) -> str | None:
    """Whether two seats are surely one, or in one organisation; a bare title is in none that is known."""
    a, b = one.seat, other.seat
    if not a.organ or not b.organ or bool(a.codes) != bool(b.codes) or (a.level and not a.codes) or not same_organ(a, b):
        return None
    return "post" if same_seat(a, b) else "organisation"


def _post_row(aspect: str, left: tuple[int, Term], right: tuple[int, Term], sides: int) -> dict[str, Any]:
    (n, one), (m, other) = left, right
    common = [(max(a[0], b[0]), min(a[1], b[1])) for a in one.held.spans for b in other.held.spans]
    common = [(start, end) for start, end in common if start <= end]
    start, end = (min(start for start, _ in common), max(end for _, end in common)) if common else (None, None)
    open = start == date.min or end == date.max
    of = [0] * sides
    of[n], of[m] = one.held.reports, other.held.reports
    label = post_label(one.post) if aspect == "post" else one.post.org or post_label(one.post)
    return {"aspect": aspect, "what": label, "from": start if start != date.min else None, "to": end if end != date.max else None,
            "count": -1 if open else _length(common), "of": of, "evidence": (_told(one), _told(other))}


def _length(spans: Iterable[tuple[date, date]]) -> int:
    """How many days spans cover together."""
    total, last = 0, 0
    for start, end in sorted(spans):
        total += max(end.toordinal() - max(start.toordinal() - 1, last), 0)
        last = max(last, end.toordinal())
    return total


def _told(term: Term) -> str:
    times = [*(f"roster {tenure.start or '…'} to {tenure.end or 'now'}" for tenure in term.held.tenures),
             *([f"reports {term.first} to {term.last}"] if term.first else [])]
    return f"{term.person.name} {post_label(term.post)} ({'; '.join(times) or 'no day'})"
