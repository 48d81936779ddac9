"""What a comparer finds, and the figures of lexicon/happenings.toml that say how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tracker.happenings.telling import table


@dataclass(frozen=True, slots=True)
class Sign:
    """What one comparer found."""

    weight: float
    words: str


@cache
def figure(kind: str, name: str) -> float:
    """A figure of lexicon/happenings.toml: of the weights or the thresholds."""
    return float(table(kind)[name])


def sign(name: str, words: str) -> Sign:
    """A sign of the weight that bears this name."""
    return Sign(figure("weights", name), words)
