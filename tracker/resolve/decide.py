"""All sightings of one name, decided together: each is somebody known, somebody new, or not sure.

Who is known from the roster and who is found in the reports stand side by side: a bare name goes to whom it fits clearly best.
First what people judged is taken as given, then the clear cases are decided, then what these teach (posts, company) decides
others, until nothing changes. The order of the sightings does not matter: each round is decided by what the round before knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker import lexicon as lexicons
from tracker.resolve.compare import Dossier, Sighting, Sign, compare
from tracker.resolve.rulings import Key, Rulings
from tracker.roster import provisional
from tracker.types import Resolution, Status

ROUNDS = 4  # after these hardly anything changes


@cache
def threshold(name: str) -> float:
    """A figure of lexicon/resolution.toml."""
    return float(lexicons.load().toml_cached("resolution")["thresholds"][name])


@dataclass(frozen=True, slots=True)
class Match:
    """A sighting beside one person; `one` is whom that person was judged to be."""

    dossier: Dossier
    one: str
    signs: tuple[Sign, ...]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return round(sum(sign.weight for sign in self.signs), 2)


def decide(sightings: Iterable[Sighting], known: Sequence[Dossier], rulings: Rulings | None = None) -> dict[Key, Resolution]:
    """A decision for each sighting of one name, of which `known` bear it, that keeps to what was judged."""
    block = _Block(sorted(sightings, key=lambda s: (s.days[:1] or (date.max,), s.key)), list(known), rulings or Rulings())
    block.obey()
    block.settle()
    block.part()
    block.settle()
    return {sighting.key: block.decision(sighting) for sighting in block.sightings}


class _Block:
    """The sightings of one name, the people it may mean, and who is decided so far."""

    def __init__(self, sightings: list[Sighting], known: list[Dossier], rulings: Rulings) -> None:
        self.sightings, self.known, self.found = sightings, known, list[Dossier]()
        self.rulings = rulings
        self.barred = {sighting.key: rulings.barred(sighting.key) for sighting in sightings}
        self.taken: dict[Key, Match] = {}

    @property
    def open(self) -> list[Sighting]:
        return [sighting for sighting in self.sightings if sighting.key not in self.taken]

    def obey(self) -> None:
        """Take as given what was judged of single sightings, and learn from it."""
        people = {person.id: person for person in self.known}
        for sighting in self.sightings:
            id = self.rulings.person(sighting.key)
            if id is not None:
                if id not in people:
                    people[id] = Dossier(id)
                    self.found.append(people[id])
                self.take(sighting, Match(people[id], self.rulings.one(id), (Sign(0.0, "it was judged so"),)))

    def take(self, sighting: Sighting, match: Match) -> None:
        """Decide a sighting, and let the person be known by it."""
        self.taken[sighting.key] = match
        match.dossier.learn(sighting)

    def matches(self, sighting: Sighting) -> list[Match]:
        """The people whom a sighting may be, the likeliest first."""
        barred = self.barred[sighting.key]
        people = [(person, self.rulings.one(person.id)) for person in (*self.known, *self.found)]
        people = [(person, one) for person, one in people if person.id not in barred and one not in barred]
        sole = len({one for _, one in people}) == 1
        for person, _ in people:
            person.sole = sole
        return sorted((Match(person, one, compare(sighting, person)) for person, one in people),
                      key=lambda m: (-m.score, m.dossier.id))

    def settle(self) -> None:
        """Decide whatever is clear, learn from it, and look again."""
        for _ in range(ROUNDS):
            fresh = {s: matches[0] for s in self.open if (matches := self.matches(s)) and _clear(matches)}
            for sighting, match in fresh.items():
                self.take(sighting, match)
            if not fresh:
                return

    def part(self) -> None:
        """Make people of those who can be nobody known: the posts tell who are one."""
        telling = [s for s in self.open if s.posts or self._nobody(s)]
        for sighting in sorted(telling, key=lambda s: (-len([seat for _, seat in s.posts if seat.codes]), -len(s.posts), s.key)):
            matches = self.matches(sighting)
            mine = [match for match in matches if match.dossier in self.found]
            enough = threshold("alone" if len(matches) == 1 else "join")
            if mine and mine[0].score >= enough and _ahead(mine):
                best = mine[0]
            elif mine and not sighting.posts:
                continue
            elif any(match.score > threshold("new") for match in matches if match.dossier in self.known):
                continue  # it may be somebody known
            elif mine and mine[0].score > threshold("apart"):
                continue  # it may be one of those found
            elif not (self._nobody(sighting) or sighting.placed):
                continue
            else:
                id = provisional(sighting.name, *(sighting.key if self.found or self.barred[sighting.key] else ()))
                best = Match(Dossier(id), self.rulings.one(id), ())
                self.found.append(best.dossier)
            self.take(sighting, best)

    def _nobody(self, sighting: Sighting) -> bool:
        """Whether nobody who is known can be meant, as none bears the name or people judged so."""
        return all(person.id in self.barred[sighting.key] for person in self.known)

    def decision(self, sighting: Sighting) -> Resolution:
        """What is decided of a sighting, and why."""
        matches = self.matches(sighting)
        ids = {person.id for person in self.known}
        candidates = tuple(match.dossier.id for match in matches if match.dossier in self.known)
        taken = self.taken.get(sighting.key)
        if taken is not None:
            status: Status = "linked" if taken.dossier.id in ids or self.rulings.held(taken.one) else "new"
            reasons = tuple(sign.words for sign in taken.signs) or ("nobody who is known bears the name and such posts",)
            if taken.one != taken.dossier.id:
                reasons = (*reasons, f"{taken.dossier.id} was judged to be {taken.one}")
            return Resolution(sighting.name, taken.one, status, taken.score, reasons, candidates)
        doubt = "too little tells" if _ahead(matches) else "another bearer of the name is as likely"
        signs, score = (matches[0].signs, matches[0].score) if matches else ((), 0.0)
        return Resolution(sighting.name, None, "unsure", score, (*(sign.words for sign in signs), doubt), candidates)


def _clear(matches: Sequence[Match]) -> bool:
    return matches[0].score >= threshold("link") and _ahead(matches)


def _ahead(matches: Sequence[Match]) -> bool:
    """Whether the first is clearly likelier than anybody else; who was judged to be one with the first is nobody else."""
    others = [match for match in matches[1:] if match.one != matches[0].one]
    return not others or matches[0].score - others[0].score >= threshold("margin")
