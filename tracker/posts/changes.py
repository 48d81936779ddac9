"""Who came into a post and who left it, as far as reports tell, and where that is no more than the edge of what was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, Literal

import pandas as pd

from tracker import lexicon as lexicons
from tracker.errors import InputError
from tracker.expression import parse
from tracker.organs import Seat, same_seat
from tracker.people import find_person
from tracker.posts.terms import Term, earliest, in_org, latest, make_frame, report_count, terms
from tracker.proposals import findings
from tracker.roster.check import is_for_one
from tracker.seats import Held, seat_in, span
from tracker.store import Printed, Store, post_label
from tracker.text import squeeze
from tracker.types import Post

COLUMNS = ("date", "change", "sure", "person_id", "name", "org", "title", "why", "report", "evidence")
_CONTRADICTIONS = ("before its start", "after its end", "seat of another")
_NEAR = timedelta(366)  # how far another post may lie from the change that it shows
_ORDER = ("appointed", "relieved", "first seen", "last seen", *_CONTRADICTIONS)
Sure = Literal["certain", "edge of the archive", "told", "contradiction"]


@dataclass(frozen=True, slots=True)
class _Change:
    day: date | None
    change: str
    sure: Sure
    person: tuple[str, str]
    post: Post | None  # of an appointment that which the report prints beside the name
    why: str
    report: str
    printed: Printed | None = None
    evidence: str | None = None


def appointments(store: Store, since: date | None = None, until: date | None = None, org: str | None = None,
                 person: str | None = None) -> pd.DataFrame:
    """Changes of posts, in order of the day: a row for each person and seat that reports print for the first and the last time,
    for each appointee of an event of type appointment, and for each contradiction to the roster.

    Columns: `date` (datetime64), `change` (`first seen`, `last seen`, `appointed`, `relieved`, `before its start`,
    `after its end`, `seat of another`), `sure`, `person_id`, `name`, `org`, `title`, `why` (in words), `report` (the id as
    given), `evidence` (the sentence; None where the store keeps no reason). Relieved are those of whom the verb says that they
    lost or gave up a post (免去, 辞去, 不再担任).

    `sure` is `certain` where something else shows that the post changed: another post of the person, which several reports
    print, ends in the year before the first day (begins in the year after the last one), or, in a seat for one, somebody else is
    printed only before (only after); `edge of the archive` where nothing does, so that the first report may only be the first
    that was read, or the roster has the person in the seat beyond that day. It is `told` of events and `contradiction` of what
    the roster denies (see `tracker.proposals`). No day is that of the appointment itself, but of what tells it.

    Bounds are inclusive and for `date`; `org` takes posts in one organisation, `person` those of one (name, alias or id).
    UnknownPerson if nobody bears the name, InputError if several do or the bounds are swapped.
    """
    if since and until and until < since:
        raise InputError(f"no day is both since {since} and until {until}; swap them")
    who = find_person(store, person).id if person is not None else None
    all = terms(store) if who is None else _beside(store, who)
    mine = [term for term in all if who in (None, term.person.id) and (org is None or in_org(term.held, org))]
    inside = partial(_within, since=since, until=until)
    told = (*_against(all, mine), *_told(store, mine, who, org))
    found = [*_seen(all, mine, inside), *(one for one in told if inside(one.day))]
    found.sort(key=lambda one: (one.day or date.max, _ORDER.index(one.change), *one.person, _label(one.post)))
    said = store.sentences(one.printed for one in found if one.printed)
    return make_frame([_row(one, said) for one in found], COLUMNS, ("date",))


def _within(day: date | None, since: date | None, until: date | None) -> bool:
    return (day is None and not since and not until) or (
        day is not None and (not since or since <= day) and (not until or day <= until))


def _label(post: Post | None) -> str:
    return post_label(post) if post else ""


def _row(one: _Change, said: Mapping[Printed, str]) -> dict[str, Any]:
    id, name = one.person
    return {"date": one.day, "change": one.change, "sure": one.sure, "person_id": id, "name": name,
            "org": one.post and one.post.org, "title": one.post and one.post.title, "why": one.why, "report": one.report,
            "evidence": one.evidence or (said.get(one.printed) if one.printed else None)}


def _beside(store: Store, person: str) -> list[Term]:
    """The seats of a person, and those of whoever may be in one of them: who could tell a change."""
    own = terms(store, [person])
    seats: dict[str, list[Seat]] = defaultdict(list)
    for term in own:
        if _keys(term):
            seats[term.held.seat.title].append(term.held.seat)
    posts = [one.post for last in {title[-1] for title in seats if title} for one in store.writings(last)
             if any(same_seat(found, held) for found in (seat_in(one.post, one.source),) for held in seats.get(found.title, ())
                    if found.organ)]
    merged = store.merged()
    return terms(store, {person, *(merged.get(id, id) for id in store.borne_by(posts))})


def _seen(all: Sequence[Term], mine: Sequence[Term], inside: Callable[[date | None], bool]) -> Iterator[_Change]:
    own: dict[str, list[Term]] = defaultdict(list)
    for term in all:
        own[term.person.id].append(term)
    beside = _Beside(all)
    for term in mine:
        others = [other for other in own[term.person.id] if other is not term]
        if term.first and inside(term.first):
            yield _change(term, "first seen", term.first, _before(term, term.first, others, beside), earliest(term.held.prints))
        if term.last and inside(term.last):
            yield _change(term, "last seen", term.last, _after(term, term.last, others, beside), latest(term.held.prints))


def _change(term: Term, change: str, day: date, sign: str | None, printed: Printed | None) -> _Change:
    assert printed is not None  # it has a day
    held = _by_roster(term.held, day, change == "first seen")
    sure: Sure = "certain" if sign and not held else "edge of the archive"
    words = held or sign or f"nothing shows that it was not held {'before' if change == 'first seen' else 'after'}"
    return _Change(day, change, sure, (term.person.id, term.person.name), term.post, words, printed.seen.named, printed)


def _by_roster(held: Held, day: date, before: bool) -> str | None:
    """What the roster says of the seat where it has the person in it beyond a day; None where it has not."""
    tenure = next((tenure for tenure in held.tenures if span(tenure)[0] <= day <= span(tenure)[1]
                   and (span(tenure)[0] < day if before else day < span(tenure)[1])), None)
    return f"by the roster held {tenure.start or '…'} to {tenure.end or 'now'}" if tenure else None


def _often(term: Term) -> bool:
    """Whether more than one report prints a post: what a single one prints may be misread."""
    return report_count(term.held.prints) > 1


def _before(term: Term, day: date, others: Iterable[Term], beside: _Beside) -> str | None:
    gone = max(((other.last, post_label(other.post)) for other in others
                if other.last and day - _NEAR <= other.last < day and _often(other)), default=None)
    if gone:
        return f"printed as {gone[1]} until {gone[0]}, not later"
    held = [(other.last, other.person.name) for other in beside.of(term) if other.last and other.last < day]
    return "held by {1}, printed so until {0}".format(*max(held)) if held else None


def _after(term: Term, day: date, others: Iterable[Term], beside: _Beside) -> str | None:
    come = min(((other.first, post_label(other.post)) for other in others
                if other.first and day < other.first <= day + _NEAR and _often(other)), default=None)
    if come:
        return f"printed as {come[1]} from {come[0]} on, not earlier"
    held = [(other.first, other.person.name) for other in beside.of(term) if other.first and other.first > day]
    return "held by {1}, printed so from {0} on".format(*min(held)) if held else None


class _Beside:
    """Who else is printed in a seat for one."""

    def __init__(self, all: Iterable[Term]) -> None:
        self._held: dict[tuple[str, str, str], list[Term]] = defaultdict(list)
        for term in all:
            for key in _keys(term):
                self._held[key].append(term)

    def of(self, term: Term) -> list[Term]:
        """The terms of others that are surely in the same seat."""
        return [other for other in {id(one): one for key in _keys(term) for one in self._held[key]}.values()
                if other.person.id != term.person.id and same_seat(other.held.seat, term.held.seat)]


def _keys(term: Term) -> list[tuple[str, str, str]]:
    """What a seat for one is looked up by; nothing where many hold it, or where it is not sure which seat is meant."""
    own: Seat = term.held.seat
    if not own.organ or (own.level and not own.codes) or not is_for_one(own.organ, term.post.title):
        return []
    return [(own.title, own.organ, code) for code in sorted(own.codes) or ("",)]


def _against(all: Sequence[Term], mine: Sequence[Term]) -> Iterator[_Change]:
    seats: dict[str, list[Held]] = defaultdict(list)
    for term in mine:
        seats[term.person.id].append(term.held)
    people = {term.person.id: term.person for term in all}
    if not any(person.tenures for person in people.values()):
        return  # a roster that says nothing denies nothing
    for found in findings(people.values(), ((people[id], held) for id, held in seats.items())):
        if found.finding in _CONTRADICTIONS:
            # The print at fault that is nearest to the tenure: the last one before a start, else the first one.
            near = latest(found.prints) if found.finding == "before its start" else earliest(found.prints)
            printed = near or found.prints[0]
            yield _Change(printed.seen.first, found.finding, "contradiction", (found.person.id, found.person.name), found.post,
                          f"the roster: {found.against}", printed.seen.named, printed)


def _told(store: Store, all: Sequence[Term], who: str | None, org: str | None) -> Iterator[_Change]:
    names = {term.person.id: term.person.name for term in all}
    printed = {(term.person.id, one.seen.report): term for term in all for one in term.held.prints}
    events, verbs = store.told(who, where=parse("type:appointment")), store.verbs("appointment")
    for told in events:
        for part, id in zip(told.event.participants, told.people, strict=True):
            term = printed.get((id, told.report.id))
            words = " ".join(told.words.split())
            here = org is None or squeeze(org) in squeeze(words) or (term is not None and in_org(term.held, org))
            if here and "appointee" in part.roles and who in (None, id):
                verb = " ".join(verbs.get((told.id, part.name), ())) or told.event.trigger
                change, what = ("relieved", "a post given up") if _leaving().search(verb) else ("appointed", "an appointment")
                yield _Change(told.days[0] if told.days else None, change, "told", (id, names.get(id, part.name)),
                              term.post if term else None, f"{what}: {verb}", told.report.name, evidence=words)


@cache
def _leaving() -> re.Pattern[str]:
    # In a list of decisions it is no verb that tells it: 李某的局长职务 stands where 王某为局长 does.
    return re.compile(f"{lexicons.alternatives(lexicons.load().words('boundaries', 'leaving'))}|^的$")
