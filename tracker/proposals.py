"""Tenures that the reports print and the roster does not have: proposals, for a human to accept or to throw away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.organs import Seat, same_seat, seat
from tracker.people import find_person
from tracker.roster import COLUMNS as ROSTER_COLUMNS
from tracker.roster import PROVISIONAL
from tracker.roster.check import is_for_one, surely
from tracker.seats import Held, seat_in, seats_of, span
from tracker.store import Printed, Store
from tracker.types import Finding, Post, RosterPerson, Tenure

COLUMNS = (*ROSTER_COLUMNS, "reports", "finding", "roster", "report", "evidence")


def proposals(store: Store, person: str | None = None, min_reports: int = 1) -> pd.DataFrame:
    """The seats in which at least `min_reports` reports print people, or one person (name, alias or id), and that the roster
    does not have or contradicts: a row a person and seat, and two where the roster has the seat later as well as earlier.

    Columns, the first eight those of a roster: `person_id` (`p:…` for who is in no roster), `name`, `aliases` (of the roster; a
    tuple), `org` (None where the title holds it), `title`, `start` and `end` (the first and last day of reports that print it
    so; datetime64, NaT where no day is known), `source` (paper and headline of the first), `reports` (int64, how many),
    `finding`, `roster` (what the roster says of the seat; None for a new one), `report` (the id of the first as given),
    `evidence` (the sentence that prints it there; None where the store keeps no reason). Most reports first.

    Findings: `seat of another` (by the roster somebody else surely held this seat for one on the days of a report), `new person`
    (in no roster), `new post` (the roster knows the person and not the post), `before its start` and `after its end` (the
    roster's tenure does not cover the days). The first that holds is given.

    Posts that somebody held before (原书记), and people of whom it is not sure who they are, are left out; so is a bare title
    that the roster gives the person in some organisation. UnknownPerson if nobody bears the name, InputError if several do.
    """
    wanted = None if person is None else find_person(store, person).id
    prints: dict[str, list[Printed]] = defaultdict(list)
    for printed in store.printed(wanted):
        if printed.seen.status != "unsure":
            prints[printed.seen.person].append(printed)
    people = store.people()
    seats = ((people[id], seats_of(own, people[id].tenures)) for id, own in prints.items())
    found = [proposal for proposal in findings(people.values(), seats) if proposal.reports >= min_reports]
    found.sort(key=lambda p: (-p.reports, p.person.id, p.post.org or "", p.post.title, p.finding))
    sentences = store.sentences(proposal.prints[0] for proposal in found)
    frame = pd.DataFrame([_row(proposal, sentences.get(proposal.prints[0])) for proposal in found], columns=list(COLUMNS))
    frame = frame.astype(object).where(frame.notna(), None).astype({"reports": "int64"})
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


@dataclass(frozen=True, slots=True)
class Proposal:
    """What reports print of a person's seat, and what the roster says against it."""

    person: RosterPerson
    post: Post
    prints: Sequence[Printed]  # in order of day
    finding: Finding
    against: str | None

    @property
    def reports(self) -> int:
        """How many reports print it."""
        return len({printed.seen.report for printed in self.prints})


def findings(people: Iterable[RosterPerson], seats: Iterable[tuple[RosterPerson, Sequence[Held]]]) -> Iterator[Proposal]:
    """What the seats of some people say that the roster, of all `people`, lacks or contradicts."""
    singles = _Singles(people)
    for person, own in seats:
        yield from _proposals(person, own, singles)


class _Singles:
    """The tenures of the roster in seats for one, by what tells a seat: organ, place and title."""

    def __init__(self, people: Iterable[RosterPerson]) -> None:
        self._names: dict[str, str] = {}
        self._held: dict[tuple[str, str, str], list[tuple[Seat, Tenure]]] = defaultdict(list)
        for person in people:
            self._names[person.id] = person.name
            for tenure in person.tenures:
                if is_for_one(tenure.post.org or "", tenure.post.title):
                    own = seat(tenure.post)
                    for key in _keys(own):
                        self._held[key].append((own, tenure))

    def holder(self, printed: Printed) -> str | None:
        """Who else surely holds the seat on all days of a report that prints it, in words; None if nobody does."""
        first, last = printed.seen.first, printed.seen.last
        if first is None or last is None or not is_for_one(printed.post.org or "", printed.post.title):
            return None
        own = seat_in(printed.post, printed.seen.source)
        for held, tenure in (pair for key in _keys(own) for pair in self._held.get(key, ())):
            opening, closing = surely(tenure.start or "", tenure.end or "")
            inside = opening < first.toordinal() and last.toordinal() < closing  # on the day of a handover both may be right
            if inside and tenure.person_id != printed.seen.person and same_seat(own, held):
                return f"{self._names[tenure.person_id]} ({tenure.person_id}), {_told(tenure)}"
        return None


def _keys(seat: Seat) -> list[tuple[str, str, str]]:
    """What a seat is looked up by; nothing where it is not sure which seat is meant."""
    if not seat.codes and (seat.level or not seat.organ):
        return []  # 市委书记 of no one knows where
    return [(seat.title, seat.organ, code) for code in sorted(seat.codes) or ("",)]


def _proposals(person: RosterPerson, seats: Sequence[Held], singles: _Singles) -> Iterator[Proposal]:
    for held in seats:
        if held.seat.former or not held.prints:
            continue
        if not held.tenures:
            finding: Finding = "new person" if person.id.startswith(PROVISIONAL) else "new post"
            yield _proposal(person, held.post, held.prints, finding, None, singles)
            continue
        early, late = _outside(held)
        words = ", ".join(map(_told, held.tenures))
        post = held.tenures[0].post
        if early:
            yield _proposal(person, post, early, "before its start", words, singles)
        if late:
            yield _proposal(person, post, late, "after its end", words, singles)


def _proposal(person: RosterPerson, post: Post, prints: Sequence[Printed], finding: Finding, against: str | None,
              singles: _Singles) -> Proposal:
    other = next(filter(None, map(singles.holder, prints)), None)
    return Proposal(person, post, prints, "seat of another" if other else finding, other or against)


def _outside(held: Held) -> tuple[list[Printed], list[Printed]]:
    """What reports print on days of no tenure: before the first one, and after it. A bare title does not tell that the seat
    is meant, so it contradicts nothing."""
    spans = [span(tenure) for tenure in held.tenures]
    early, late = list[Printed](), list[Printed]()
    for printed in held.prints:
        first, last = printed.seen.first, printed.seen.last
        if first and last and seat_in(printed.post, printed.seen.source).organ and not any(
                start <= last and first <= end for start, end in spans):
            (early if last < min(spans)[0] else late).append(printed)
    return early, late


def _told(tenure: Tenure) -> str:
    return f"{tenure.start or '…'} to {tenure.end or 'now'}"


def _row(proposal: Proposal, evidence: str | None) -> dict[str, object]:
    first = proposal.prints[0].seen
    days: list[date] = [day for printed in proposal.prints for day in (printed.seen.first, printed.seen.last) if day]
    return {"person_id": proposal.person.id, "name": proposal.person.name, "aliases": proposal.person.aliases,
            "org": proposal.post.org, "title": proposal.post.title,
            "start": min(days, default=None), "end": max(days, default=None),
            "source": " ".join(filter(None, (first.source, first.headline or first.named))), "reports": proposal.reports,
            "finding": proposal.finding, "roster": proposal.against, "report": first.named, "evidence": evidence}
