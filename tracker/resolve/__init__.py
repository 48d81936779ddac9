"""The resolving stage: which person a name in a report is, and of that how sure.

All sightings of one name are decided together (decide.py) by small comparers that explain themselves (compare.py). A sighting is
linked to somebody of the roster, or somebody new, or not sure: a guess would put one human's deeds into another's timeline.
Whether two names are one human is asked only of the same name, or of the aliases that the roster gives.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.dates import bounds
from tracker.organs import Seat, at, place_of, seat
from tracker.resolve.compare import Colleague, Dossier, Held, Sighting
from tracker.resolve.decide import decide
from tracker.resolve.rulings import Key, Rulings
from tracker.roster import Roster
from tracker.text import squeeze
from tracker.types import Appearance, Extraction, Organisation, Person, Post, Report, Resolution, RosterPerson

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
        return {key: found for name, block in self.blocks(seen, around).items()
                for key, found in decide(block, self.known(name, block), self.rulings).items()}

    def blocks(self, seen: Iterable[Appearance], around: Iterable[Appearance] = ()) -> dict[str, list[Sighting]]:
        """The sightings of each name, with what is known of those who are named beside it."""
        seen = list(seen)
        printed: dict[str, list[Held]] = defaultdict(list)
        beside: dict[tuple[str, str], list[Seat]] = {}
        often = Counter(one.name for one in (*seen, *around))
        for one in (*seen, *around):
            told = self.sighting(one)
            printed[one.name] += placed(told)
            beside[one.report, one.name] = [seat for _, seat in told.posts]
        blocks: dict[str, list[Sighting]] = defaultdict(list)
        for one in seen:
            names = dict.fromkeys(one.company, True) | dict.fromkeys(one.beside - one.company, False)
            company = [self._colleague(name, there, one.days, (*printed.get(name, ()), *self._places(name)),
                                       beside.get((one.report, name), ())) for name, there in sorted(names.items())]
            company = [replace(other, often=often[other.name]) for other in company]
            blocks[squeeze(one.name)].append(replace(self.sighting(one), company=tuple(company)))
        return blocks

    def _colleague(self, name: str, there: bool, days: tuple[date, ...], held: Iterable[Held], here: Iterable[Seat]) -> Colleague:
        """Somebody named beside, with the seats of that day, by the roster and the reports."""
        seats = dict.fromkeys([*here, *(one.seat for one in held if one.gap(days, False) <= 1)])
        return Colleague(name, there, 1 / max(1, len(self.roster.find(name))), tuple(seats))

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
        return [self._dossier(self.roster.people[id], trusted) for id in ids if id in self.roster.people]

    def _dossier(self, person: RosterPerson, trusted: bool) -> Dossier:
        """What the roster knows of a person."""
        held = []
        for tenure in person.tenures:
            start, end = (bounds(day) if day else None for day in (tenure.start, tenure.end))
            held.append(Held(tenure.post, self.seat(tenure.post), start and start[0], end and end[1]))
        return Dossier(person.id, held, trusted)

    def sighting(self, appearance: Appearance) -> Sighting:
        """An appearance with its posts taken apart; a post without a place is of where the paper is made."""
        name, codes, _ = place_of(appearance.source or "")
        seats = tuple((post, at(self.seat(post), name)) for post in appearance.posts)
        return Sighting(appearance.report, appearance.name, seats, appearance.days, codes)

    def seat(self, post: Post) -> Seat:
        """The seat of a post: of the organisation that the roster knows by a short form, or whose successor it knows."""
        if not post.org or not self.roster.organisations:
            return seat(post)
        name, where = self._body(post.org)
        found = seat(replace(post, org=name))
        place, codes, _ = place_of(where or "")
        return found if found.codes or not codes else replace(found, place=place, codes=codes)

    def _body(self, org: str) -> tuple[str, str | None]:
        """The name that an organisation bears today, and its place or that of the body above it; as printed, if it is unknown."""
        chain: dict[str, Organisation] = {}
        while len(bodies := self.roster.organisations_named(org)) == 1 and bodies[0].name not in chain:
            chain[bodies[0].name] = bodies[0]
            org = bodies[0].successor or bodies[0].name
        place = next((one.place for one in reversed(chain.values()) if one.place), None)
        above = next((one.parent for one in reversed(chain.values()) if one.parent), None)
        passed: set[str] = set()
        while place is None and above and above not in passed and len(bodies := self.roster.organisations_named(above)) == 1:
            passed.add(above)
            place, above = bodies[0].place, bodies[0].parent
        return org, place

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


def appearances(extraction: Extraction) -> list[Appearance]:
    """The names of one report, bylines left out."""
    report = extraction.report
    names = frozenset(person.name for person in extraction.people if person.attendance != "byline")
    return [Appearance(report.id, person.name, person.posts, _days(extraction, person.name), report.region or report.source,
                       _company(extraction, person.name), names - {person.name})
            for person in extraction.people if person.attendance != "byline"]


def _days(extraction: Extraction, name: str) -> tuple[date, ...]:
    days = {event.date for event in extraction.events if event.date and any(part.name == name for part in event.participants)}
    return tuple(sorted(days)) or ((extraction.report.published,) if extraction.report.published else ())


def _company(extraction: Extraction, name: str) -> frozenset[str]:
    names: Sequence[Sequence[str]] = [[part.name for part in event.participants] for event in extraction.events]
    return frozenset(other for group in names if name in group for other in group if other != name)
