"""How likely a claim is right, from the signs that speak for and against it.

A sign is a short phrase such as "named there" or "rule join". Each kind of claim has a table of weights in
lexicon/confidence.toml, one a sign and a `base`; the score is their logistic sum, so that it estimates the share of
claims with these signs that are right. `benchmarks/calibrate.py` fits the weights to annotated reports.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from tracker import lexicon as lexicons
from tracker.lexicon import Lexicon
from tracker.types import Extraction, Participation, Person

Kind = Literal["person", "post", "present", "mentioned", "event", "participation"]
BASE = "base"


def score(kind: Kind, signs: Iterable[str], lexicon: Lexicon | None = None) -> float:
    """The estimated share (0 to 1, two decimals) of right claims among those of this kind with these signs."""
    weights = (lexicon or lexicons.load()).toml_cached("confidence")[kind]
    total = sum(float(weights.get(sign, 0.0)) for sign in (BASE, *signs))
    return min(0.99, max(0.01, round(1 / (1 + math.exp(-total)), 2)))  # never sure


def at_least(extraction: Extraction, least: float) -> Extraction:
    """The extraction without what has a lower score than `least`: roles, and with them events and presences."""
    if least <= 0:
        return extraction
    events = []
    for event in extraction.events:
        parts = tuple(part for part in (_certain(part, least) for part in event.participants) if part.roles)
        if parts:
            events.append(replace(event, participants=parts))
    there = {part.name for event in events for part in event.participations_there}
    people = tuple(person if person.attendance != "present" or person.name in there else _doubted(person)
                   for person in extraction.people)
    return replace(extraction, people=people, events=tuple(events))


def _certain(part: Participation, least: float) -> Participation:
    sure = [(role, reason) for role, reason in zip(part.roles, part.reasons, strict=True) if reason.score >= least]
    return replace(part, roles=tuple(role for role, _ in sure), reasons=tuple(reason for _, reason in sure))


def _doubted(person: Person) -> Person:
    """Somebody who may have been present, and is told as mentioned since that is not sure enough."""
    reason = person.reason and replace(person.reason, rule="unsure", score=round(1 - person.reason.score, 2))
    return replace(person, attendance="mentioned", reason=reason)
