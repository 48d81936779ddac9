"""An event as one report tells it, with what its comparison with others needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Day
from functools import cache, cached_property
from typing import Literal

from tracker import lexicon as lexicons
from tracker.dates import possible_days
from tracker.lands import HOME, goals, land_of, visited
from tracker.text import squeeze
from tracker.types import EventType, Role

_PRINCIPAL: frozenset[Role] = frozenset({"host", "guest", "sender", "recipient", "appointee"})
_LEADER: frozenset[Role] = frozenset({"chair", "lead"})
_NAMED: frozenset[EventType] = frozenset({"conference", "ceremony"})
Part = Literal["start", "stay", "end", "whole"]
SORT = 2  # characters of 会议 and 仪式, which say nothing of what it was


@dataclass(frozen=True)
class Telling:
    """An event as one report tells it: `parts` are names with roles, `words` the sentence that tells it."""

    id: str
    report: str
    type: EventType
    parts: tuple[tuple[str, tuple[Role, ...]], ...]
    words: str
    date: Day | None = None
    date_end: Day | None = None
    published: Day | None = None
    place: str | None = None
    name: str | None = None
    trigger: str = ""
    headline: str | None = None
    story: str | None = None  # what its report shares with its reprints

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days on which it may have been: those told, else that of publication and the one before."""
        return possible_days(self.date, self.date_end, self.published)

    @cached_property
    def saying(self) -> tuple[str, ...] | None:
        """What it shares with the same sentence in reprints of its report; nothing where there are none."""
        if self.story is None:
            return None
        return (self.story, self.type, self.trigger, bare(self.name or ""), re.sub(r"\W", "", squeeze(self.words)),
                *sorted(self.names))

    @property
    def printed(self) -> tuple[Day, str]:
        """By which the first print is found: the day of publication, then the report."""
        return self.published or Day.max, self.report

    @cached_property
    def names(self) -> frozenset[str]:
        """Who took part, without blanks."""
        return frozenset(squeeze(name) for name, _ in self.parts)

    @cached_property
    def principals(self) -> frozenset[str]:
        """Without whom it would be another happening: host and guest, sender and recipient, who is appointed."""
        return self._with(_PRINCIPAL)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Who received the others."""
        return self._with(frozenset({"host"}))

    @cached_property
    def senders(self) -> frozenset[str]:
        """Who wrote."""
        return self._with(frozenset({"sender"}))

    @cached_property
    def leaders(self) -> frozenset[str]:
        """Who chaired or led."""
        return self._with(_LEADER)

    @cached_property
    def guests(self) -> frozenset[str]:
        """Who travelled, or was received."""
        return self._with(frozenset({"guest"}))

    @cached_property
    def part(self) -> Part:
        """Which part of a visit it tells: the start, a day of the stay, the end, or from when to when it was."""
        if self.date_end:
            return "whole"
        after = self.words[max(self.words.find(self.trigger), 0) :].split("，")[0]
        told = goals(self.words)
        left = {goal.land for goal in told if goal.left}
        leaves = "离开" in self.trigger
        goes_on = (HOME in left and self._lands != (HOME,)) or any(goal.land not in {*left, HOME} for goal in told)
        sets_out = any(word in self.trigger for word in table("journeys")["starting"].split()) or (leaves and goes_on)
        if sets_out and "回国" not in after:
            return "start"
        return "end" if leaves or any(word in self.words for word in table("journeys")["ending"].split()) else "stay"

    @cached_property
    def _lands(self) -> tuple[str, ...]:
        """The lands of a visit in the order told."""
        for text in (self.words, self.headline or ""):
            if found := visited(text):
                return tuple(goal.land for goal in found)
        land = land_of(self.place or "")
        return (land,) if land else ()

    @cached_property
    def land(self) -> str | None:
        """The land of a visit; of several the last one where the return is told, else the first."""
        return self._lands[-1 if self.part == "end" else 0] if self._lands else None

    def _with(self, roles: frozenset[Role]) -> frozenset[str]:
        return frozenset(squeeze(name) for name, own in self.parts if roles.intersection(own))

    @cached_property
    def half(self) -> str | None:
        """The half of the day that the sentence tells first."""
        found = _halves()[0].search(self.words)
        return _halves()[1][found[1]] if found else None

    @cached_property
    def called(self) -> str:
        """Its own name without quotation marks and blanks, or what sort of gathering it is."""
        noun = self.trigger if self.type in _NAMED else ""
        name = bare(self.name or noun)
        return name if len(name) > SORT else ""

    @cached_property
    def telling_words(self) -> frozenset[str]:
        """Pairs of characters of the sentence that tell which happening it is."""
        words = _occasion().sub("\n", squeeze(self.words)) if self.type in ("meeting", "call") else self.words
        return _pairs(words, self.names)

    @cached_property
    def heading(self) -> frozenset[str]:
        """The same of the headline."""
        return _pairs(self.headline or "", self.names)


def table(name: str) -> dict[str, str]:
    """The lists of words in a table of lexicon/happenings.toml."""
    return dict(lexicons.load().toml_cached("happenings")[name])


@cache
def _halves() -> tuple[re.Pattern[str], dict[str, str]]:
    halves = {word: half for half, words in table("halves").items() for word in words.split()}
    return re.compile(f"(?:日|天|时间|[当今昨])[)）]?({lexicons.alternatives(halves)})"), halves


@cache
def _formula() -> re.Pattern[str]:
    return re.compile(lexicons.alternatives(table("formula")["words"].split()))


@cache
def _adjective() -> re.Pattern[str]:
    return re.compile(lexicons.alternatives(f"{table('formula')['adjectives']} {table('formula')['fillers']}".split()))


@cache
def _occasion() -> re.Pattern[str]:
    return re.compile(table("formula")["occasion"])


def bare(name: str) -> str:
    """A name without signs, blanks and what only adorns it."""
    return _adjective().sub("", re.sub(r"[^\w]", "", squeeze(name)))


def _pairs(text: str, names: frozenset[str]) -> frozenset[str]:
    """The pairs of characters of a text without names, days, formulas and other scripts."""
    nameless = squeeze(text)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        nameless = nameless.replace(name, "\n")
    runs = re.split(r"[\W\d_a-zA-Z]+", _formula().sub("\n", re.sub(r"\d+[年月日]", "\n", nameless)))
    return frozenset[str]().union(*map(grams, runs))


def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
