"""The resolving stage: which person a name in a report is, and of that how sure.

All sightings of one name are decided together (decide.py) by small comparers that explain themselves (compare.py). A sighting is
linked to somebody of the roster, or somebody new, or not sure: a guess would put one human's deeds into another's timeline.
Whether two names are one human is asked only of the same name, or of the aliases that the roster gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.dates import bounds
from tracker.organs import at, place_of, seat
from tracker.resolve.compare import Dossier, Held, Sighting
from tracker.resolve.decide import decide
from tracker.resolve.rulings import Key, Rulings
from tracker.roster import Roster
from tracker.text import squeeze
from tracker.types import Appearance, Extraction, Person, Report, Resolution, RosterPerson

__all__ = ["Resolver", "Rulings", "appearances"]


class Resolver:
    """Links the people of reports to the people of one roster.

    With `trust` a name that only one in the roster bears is that person, unless something speaks against it: for a roster that
    knows everybody whom the sources name. Without it a bare name is not sure. What people judged outranks everything.
    """

    def __init__(self, roster: Roster, trust: bool = False, rulings: Rulings | None = None) -> None:
        self.roster, self.trust, self.rulings = roster, trust, rulings or Rulings(known=roster.people)
        self._held: dict[str, tuple[Held, ...]] = {}

    def resolve(self, extraction: Extraction) -> Extraction:
        """The same extraction, where each person bears a resolution, and the id of the roster or None."""
        found = self.decide(appearances(extraction))
        return replace(extraction, people=tuple(self._resolved(extraction.report, p, found) for p in extraction.people))

    def decide(self, seen: Iterable[Appearance], around: Iterable[Appearance] = ()) -> dict[Key, Resolution]:
        """A decision for each appearance, those of one name together; `around` are some that tell of their company only."""
        printed: dict[str, list[Held]] = defaultdict(list)
        everybody = [sighting(appearance) for appearance in seen]
        for one in (*everybody, *map(sighting, around)):
            printed[one.name] += placed(one)
        blocks: dict[str, list[Sighting]] = defaultdict(list)
        for one in everybody:
            blocks[squeeze(one.name)].append(replace(one, circle=self._circle(one, printed)))
        return {key: found for name, block in blocks.items()
                for key, found in decide(block, self.known(name, block), self.rulings).items()}

    def _circle(self, sighting: Sighting, printed: Mapping[str, Sequence[Held]]) -> tuple[frozenset[str], ...]:
        """Where those who took part too held posts, by the roster and the reports; a common name may be in several places."""
        if sighting.placed:
            return ()
        places = (frozenset(code for held in (*self._places(other), *printed.get(other, ()))
                            if held.gap(sighting.days, False) <= 1 for code in held.seat.codes)
                  for other in sorted(sighting.company))
        return tuple(filter(None, places))

    def _places(self, name: str) -> tuple[Held, ...]:
        if name not in self._held:
            self._held[name] = tuple(held for person in self.known(name) for held in person.held if held.seat.codes)
        return self._held[name]

    def known(self, name: str, sightings: Iterable[Sighting] = ()) -> list[Dossier]:
        """What the roster knows of all who bear a name, and of whom people judged to be one with these or in a sighting."""
        bearers = self.roster.find(name)
        judged = filter(None, (self.rulings.person(sighting.key) for sighting in sightings))
        ids = dict.fromkeys(one for id in (*bearers, *judged) for one in (id, *self.rulings.alike(id)))
        trusted = self.trust and len({self.rulings.one(id) for id in bearers}) == 1
        return [dossier(self.roster.people[id], trusted) for id in ids if id in self.roster.people]

    def _resolved(self, report: Report, person: Person, found: Mapping[Key, Resolution]) -> Person:
        if person.attendance == "byline":
            resolution = Resolution(person.name, None, "byline", 0.0, ("the name is a byline",), self.roster.find(person.name))
        else:
            resolution = found[report.id, person.name]
        return replace(person, person_id=resolution.person_id if resolution.status == "linked" else None, resolution=resolution)


def placed(sighting: Sighting) -> list[Held]:
    """The seats that a report prints beside a name, with their place, on the days told."""
    days = sighting.days
    return [Held(post, seat, days[0], days[-1]) for post, seat in sighting.posts if seat.codes and days and not seat.former]


def dossier(person: RosterPerson, trusted: bool) -> Dossier:
    """What the roster knows of a person."""
    held = []
    for tenure in person.tenures:
        start, end = (bounds(day) if day else None for day in (tenure.start, tenure.end))
        held.append(Held(tenure.post, seat(tenure.post), start and start[0], end and end[1]))
    return Dossier(person.id, held, trusted)


def sighting(appearance: Appearance) -> Sighting:
    """An appearance with its posts taken apart; a post without a place is of where the paper is made."""
    name, codes, _ = place_of(appearance.source or "")
    seats = tuple((post, at(seat(post), name)) for post in appearance.posts)
    return Sighting(appearance.report, appearance.name, seats, appearance.days, codes, appearance.company)


def appearances(extraction: Extraction) -> list[Appearance]:
    """The names of one report, bylines left out."""
    report = extraction.report
    return [Appearance(report.id, person.name, person.posts, _days(extraction, person.name), report.source,
                       _company(extraction, person.name))
            for person in extraction.people if person.attendance != "byline"]


def _days(extraction: Extraction, name: str) -> tuple[date, ...]:
    days = {event.date for event in extraction.events if event.date and any(part.name == name for part in event.participants)}
    return tuple(sorted(days)) or ((extraction.report.published,) if extraction.report.published else ())


def _company(extraction: Extraction, name: str) -> frozenset[str]:
    names: Sequence[Sequence[str]] = [[part.name for part in event.participants] for event in extraction.events]
    return frozenset(other for group in names if name in group for other in group if other != name)
