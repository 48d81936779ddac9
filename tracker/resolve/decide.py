"""All sightings of one name, decided together: each is somebody known, somebody new, or not sure.

What people judged is taken as given. Who is known from the roster and who is found in the reports stand side by side, and beside
them somebody who is not known yet: what speaks for each gives shares that add up to 1. First those are decided whose share is
clear, then what these teach (posts, company, when somebody is about) decides others, until nothing changes. The order of the
sightings does not matter: each round is decided by what the round before knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp

from tracker import lexicon as lexicons
from tracker.resolve.compare import Dossier, Sighting, Sign, compare, stranger
from tracker.resolve.rulings import Key, Rulings, fresh
from tracker.types import Resolution, Status

ROUNDS = 6  # after these hardly anything changes
STEPS = 4  # in which what is believed comes down from the clear to the likely


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
    score: float  # the sum of the weights


@dataclass(frozen=True, slots=True)
class Odds:
    """The people whom a sighting may be, the likeliest first, with the share of each, and the share of somebody else."""

    matches: tuple[Match, ...]
    shares: tuple[float, ...]
    other: float


def decide(sightings: Iterable[Sighting], known: Sequence[Dossier], rulings: Rulings | None = None) -> dict[Key, Resolution]:
    """A decision for each sighting of one name, of which `known` bear it, that keeps to what was judged."""
    block = _Block(sorted(sightings, key=lambda s: (s.days[:1] or (date.max,), s.key)), list(known), rulings or Rulings())
    block.obey()
    block.settle(threshold("clear"), threshold("clear"))
    block.part()
    for step in range(STEPS + 1):
        link, join = (threshold("clear") + (threshold(name) - threshold("clear")) * step / STEPS for name in ("link", "join"))
        block.settle(link, join)
    block.unite()
    block.settle(threshold("link"), threshold("join"))
    return {sighting.key: block.decision(sighting) for sighting in block.sightings}


class _Block:
    """The sightings of one name, the people it may mean, and who is decided so far."""

    def __init__(self, sightings: list[Sighting], known: list[Dossier], rulings: Rulings) -> None:
        self.sightings, self.known, self.found = sightings, known, list[Dossier]()
        self.rulings, self.judged = rulings, list[Dossier]()  # the people found of whom something was judged
        self.barred = {sighting.key: rulings.barred(sighting.key) for sighting in sightings}
        self.taken: dict[Key, Match] = {}
        self._matches: dict[tuple[Key, str], tuple[int, Match]] = {}

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
                    self.judged.append(people[id])
                self.take(sighting, Match(people[id], self.rulings.one(id), (Sign("judged", 0.0, "it was judged so"),), 0.0))

    def match(self, sighting: Sighting, dossier: Dossier) -> Match:
        """The sighting beside a person, compared anew where something was learned."""
        at = sighting.key, dossier.id
        version, match = self._matches.get(at, (-1, None))
        if match is None or version != dossier.version:
            signs = compare(sighting, dossier)
            match = Match(dossier, self.rulings.one(dossier.id), signs, round(sum(sign.weight for sign in signs), 2))
            self._matches[at] = dossier.version, match
        return match

    def odds(self, sighting: Sighting) -> Odds:
        """Whom the sighting may be, and how likely each is; who was judged to be one has one share, that of the likeliest."""
        barred = self.barred[sighting.key]
        matches = [match for person in (*self.known, *self.found) if person.id not in barred
                   and (match := self.match(sighting, person)).one not in barred]
        matches.sort(key=lambda match: (-match.score, match.dossier.id))
        other = exp(sum(sign.weight for sign in stranger(sighting)))
        sizes = {match.one: exp(match.score) for match in reversed(matches)}
        total = sum(sizes.values()) + other
        return Odds(tuple(matches), tuple(sizes[match.one] / total for match in matches), other / total)

    def settle(self, link: float, join: float) -> None:
        """Decide whatever is clear, learn from it, and look again."""
        for _ in range(ROUNDS):
            fresh = {s: match for s in self.open if (match := self._clear(self.odds(s), link, join))}
            for sighting, match in fresh.items():
                self.take(sighting, match)
            if not fresh:
                return

    def _clear(self, odds: Odds, link: float, join: float) -> Match | None:
        """The likeliest, if likely enough: `link` for somebody of the roster, `join` for somebody found in the reports."""
        for match, share in zip(odds.matches[:1], odds.shares, strict=False):
            if share >= (link if match.dossier in self.known else join):
                return match
        return None

    def take(self, sighting: Sighting, match: Match) -> None:
        """Decide who a sighting is."""
        self.taken[sighting.key] = match
        match.dossier.learn(sighting)

    def part(self) -> None:
        """Make people of those who can be nobody known: the posts tell who are one."""
        def telling(s: Sighting) -> tuple[int, int, Key]:
            return -len([seat for _, seat in s.posts if seat.codes]), -len(s.posts), s.key

        for sighting in sorted(self.open, key=telling):
            if not sighting.posts and (self.known or self.found):
                break  # a bare name begins nobody beside others
            odds = self.odds(sighting)
            match = self._clear(odds, threshold("clear"), threshold("join"))
            if match is None and odds.other >= threshold("new"):
                taken = self.barred[sighting.key] | {person.id for person in self.found}
                id = fresh(sighting.name, sighting.key if self.found else (), taken)
                match = Match(Dossier(id), self.rulings.one(id), (), 0.0)
                self.found.append(match.dossier)
            if match is not None:
                self.take(sighting, match)

    def unite(self) -> None:
        """Make one of two people found in the reports, where a career goes on: it was found from two ends."""
        free = [person for person in self.found if person not in self.judged]
        while pairs := sorted((-sure, one.id, other.id, one, other) for one in free for other in free
                              if other is not one and (sure := self._continues(one, other)) >= threshold("unite")):
            *_, one, other = pairs[0]
            self.found.remove(one)
            free.remove(one)
            for sighting in self.sightings:
                if (match := self.taken.get(sighting.key)) and match.dossier is one:
                    self.take(sighting, self.match(sighting, other))

    def _continues(self, one: Dossier, other: Dossier) -> float:
        """How much speaks for two people being one: of the posts that say where, what agrees best and what does worst."""
        margins = [self.match(s, other).score - sum(sign.weight for sign in stranger(s)) for s in self.sightings
                   if s.definite and (taken := self.taken.get(s.key)) and taken.dossier is one]
        return max(margins) + min(*margins, 0.0) if margins else -9.0

    def decision(self, sighting: Sighting) -> Resolution:
        """What is decided of a sighting, and why."""
        taken = self.taken.get(sighting.key)
        if taken is not None:
            last = [self._matches[at][1] for one in self.known if (at := (sighting.key, one.id)) in self._matches]
            candidates = tuple(match.dossier.id for match in sorted(last, key=lambda one: (-one.score, one.dossier.id)))
            status: Status = "linked" if taken.dossier in self.known or self.rulings.held(taken.one) else "new"
            reasons = tuple(sign.words for sign in taken.signs) or ("nobody who is known bears the name and such posts",)
            if taken.one != taken.dossier.id:
                reasons = (*reasons, f"{taken.dossier.id} was judged to be {taken.one}")
            return Resolution(sighting.name, taken.one, status, taken.score, reasons, candidates)
        odds = self.odds(sighting)
        candidates = tuple(match.dossier.id for match in odds.matches if match.dossier in self.known)
        doubt = "too little tells" if odds.other > 0.1 else "another bearer of the name is as likely"
        signs, score = (odds.matches[0].signs, odds.matches[0].score) if odds.matches else ((), 0.0)
        return Resolution(sighting.name, None, "unsure", score, (*(sign.words for sign in signs), doubt), candidates)
