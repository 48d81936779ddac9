"""All sightings of one name, decided together: each is somebody known, somebody new, or not sure.

Who is known from the roster and who is found in the reports stand side by side: a bare name goes to whom it fits clearly best.
First the clear cases are decided, then what these teach (posts, company) decides others, until nothing changes. The order
of the sightings does not matter: each round is decided by what the round before knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker import lexicon as lexicons
from tracker.resolve.compare import Dossier, Sighting, Sign, compare
from tracker.roster import provisional
from tracker.types import Resolution, Status

Key = tuple[str, str]
ROUNDS = 4  # after these hardly anything changes


@cache
def threshold(name: str) -> float:
    """A figure of lexicon/resolution.toml."""
    return float(lexicons.load().toml_cached("resolution")["thresholds"][name])


@dataclass(frozen=True, slots=True)
class Match:
    """A sighting beside one person."""

    dossier: Dossier
    signs: tuple[Sign, ...]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return round(sum(sign.weight for sign in self.signs), 2)


def decide(sightings: Iterable[Sighting], known: Sequence[Dossier]) -> dict[Key, Resolution]:
    """A decision for each sighting of one name, of which `known` bear it."""
    block = _Block(sorted(sightings, key=lambda s: (s.days[:1] or (date.max,), s.key)), list(known))
    block.settle()
    block.part()
    block.settle()
    return {sighting.key: block.decision(sighting) for sighting in block.sightings}


class _Block:
    """The sightings of one name, the people it may mean, and who is decided so far."""

    def __init__(self, sightings: list[Sighting], known: list[Dossier]) -> None:
        self.sightings, self.known, self.found = sightings, known, list[Dossier]()
        self.taken: dict[Key, Match] = {}

    @property
    def open(self) -> list[Sighting]:
        return [sighting for sighting in self.sightings if sighting.key not in self.taken]

    def matches(self, sighting: Sighting) -> list[Match]:
        """The people whom a sighting may be, the likeliest first."""
        people = [*self.known, *self.found]
        for person in people:
            person.sole = len(people) == 1
        return sorted((Match(person, compare(sighting, person)) for person in people), key=lambda m: (-m.score, m.dossier.id))

    def settle(self) -> None:
        """Decide whatever is clear, learn from it, and look again."""
        for _ in range(ROUNDS):
            fresh = {s: matches[0] for s in self.open if (matches := self.matches(s)) and _clear(matches)}
            for sighting, match in fresh.items():
                self.taken[sighting.key] = match
                match.dossier.learn(sighting)
            if not fresh:
                return

    def part(self) -> None:
        """Make people of those who can be nobody known: the posts tell who are one."""
        alone = not self.known
        telling = [s for s in self.open if s.posts or alone]
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
            elif not (alone or sighting.placed):
                continue
            else:
                best = Match(Dossier(provisional(sighting.name, *(sighting.key if self.found else ()))), ())
                self.found.append(best.dossier)
            self.taken[sighting.key] = best
            best.dossier.learn(sighting)

    def decision(self, sighting: Sighting) -> Resolution:
        """What is decided of a sighting, and why."""
        matches = self.matches(sighting)
        candidates = tuple(match.dossier.id for match in matches if match.dossier in self.known)
        taken = self.taken.get(sighting.key)
        if taken is not None:
            status: Status = "linked" if taken.dossier in self.known else "new"
            reasons = tuple(sign.words for sign in taken.signs) or ("nobody who is known bears the name and such posts",)
            return Resolution(sighting.name, taken.dossier.id, status, taken.score, reasons, candidates)
        best = matches[0]
        doubt = "too little tells" if _ahead(matches) else "another bearer of the name is as likely"
        reasons = (*(sign.words for sign in best.signs), doubt)
        return Resolution(sighting.name, None, "unsure", best.score, reasons, candidates)


def _clear(matches: Sequence[Match]) -> bool:
    return matches[0].score >= threshold("link") and _ahead(matches)


def _ahead(matches: Sequence[Match]) -> bool:
    return len(matches) == 1 or matches[0].score - matches[1].score >= threshold("margin")
