"""Invented reports from lists of invented phrases: `pages_dev.txt` to develop with, `pages_held.txt` to measure on.

A phrase may hold `{name}`, which stands for a phrase of the list `name`, another one each time, or `{name1}`, which is the same
one throughout a report.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Phrases = Literal["dev", "held"]
Paragraph = tuple[str, Literal["text", "subhead", "byline", "row"]]

GENRES = {  # how often, and the fewest and most paragraphs after the lead
    "meeting": (14, 2, 5), "conference": (16, 2, 7), "inspection": (14, 2, 6), "feature": (14, 4, 12), "social": (10, 1, 5),
    "brief": (12, 0, 2), "weather": (3, 0, 1), "letter": (5, 1, 3), "comment": (5, 2, 5), "notice": (4, 2, 4), "table": (3, 4, 7),
    "picture": (3, 0, 0)}
_COLUMNS = ("weather", "letter", "comment", "notice", "table", "picture", "social")  # whose eyebrow is the name of a column
_SLOT = re.compile(r"\{([a-z-]+)(\d*)\}")


@dataclass(frozen=True, slots=True)
class Story:
    """A report before it is laid out. A byline at the end of the text, or below it, stands in `lines`."""

    genre: str
    main: str  # the headline without eyebrow and subtitle
    headline: tuple[str, ...]  # eyebrow, headline, subtitle, as many as there are, in the order printed
    lines: tuple[Paragraph, ...]
    opening: str | None  # the byline under the headline
    captions: tuple[str, ...]
    label: str | None  # the name of a column printed over it
    signed: str  # how: "none", "opening", "inline", "own line", "noted"


@cache
def phrases(name: Phrases) -> dict[str, tuple[str, ...]]:
    """The lists of a file of phrases."""
    lists: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / f"pages_{name}.txt").read_text("utf-8").split("\n"):
        if line.startswith("[") and line.endswith("]"):
            found = lists.setdefault(line[1:-1], [])
        elif lists and line:
            found.append(line)
    return {name: tuple(lines) for name, lines in lists.items()}


class Writer:
    """Writes one report, or the small print around reports, with phrases drawn by `rng`."""

    def __init__(self, name: Phrases, rng: random.Random) -> None:
        self._lists, self.rng = phrases(name), rng
        self._kept: dict[str, str] = {}
        self._drawn: dict[str, list[str]] = {}  # what is left of a list before any of it comes again
        self._made: dict[str, Callable[[], str]] = {
            "person": self._person, "p": self._person, "date": self._date, "n": lambda: str(rng.randint(2, 48)),
            "num": lambda: str(rng.randint(102, 9870)), "pct": lambda: f"{rng.randint(1, 99)}.{rng.randint(1, 9)}%",
            "phone": lambda: str(rng.randint(6000000, 6999999)), "year": lambda: str(rng.randint(2012, 2023))}

    def line(self, name: str) -> str:
        """A phrase of the list `name`, whole; none that was told before while there are others."""
        left = self._drawn.setdefault(name, [])
        if not left:
            left += self.rng.sample(self._lists[name], len(self._lists[name]))
        return self.fill(left.pop())

    def lines(self, name: str) -> list[str]:
        """All phrases of the list, in order, whole."""
        return [self.fill(phrase) for phrase in self._lists[name]]

    def some(self, name: str, count: int) -> list[str]:
        """Up to `count` different phrases of the list, in any order."""
        drawn = self.rng.sample(self._lists.get(name, ()), min(count, len(self._lists.get(name, ()))))
        return [self.fill(phrase) for phrase in drawn]

    def fill(self, phrase: str) -> str:
        """`phrase` with its slots filled."""
        return _SLOT.sub(lambda match: self._slot(match[1], match[2]), phrase)

    def _slot(self, name: str, number: str) -> str:
        key = name + number
        if not number or key not in self._kept:
            text = self._made[name]() if name in self._made else self.line(name)
            if not number:
                return text
            self._kept[key] = text
        return self._kept[key]

    def _person(self) -> str:
        return self.rng.choice(self._lists["surname"]) + self.rng.choice(self._lists["given"])

    def _date(self) -> str:
        return f"{self.rng.randint(1, 12)}月{self.rng.randint(1, 28)}日"


def write(name: Phrases, rng: random.Random, genre: str | None = None) -> Story:
    """One report of a genre, or of any."""
    writer = Writer(name, rng)
    genre = genre or rng.choices(list(GENRES), [weight for weight, _, _ in GENRES.values()])[0]
    _, fewest, most = GENRES[genre]
    *heads, lead = writer.line(f"{genre}.lead").split("|")
    main = rng.choice(heads) if heads else writer.line(f"{genre}.head")
    headline = _headline(writer, genre, main)
    text = _body(writer, genre, lead, rng.randint(fewest, most))
    signed, opening = "none", None
    if genre not in ("notice", "table", "picture", "weather"):
        signed = rng.choice(("none", "opening", "inline", "inline", "own line", "own line", "noted"))
    if signed == "noted":
        mark = writer.line("opener").strip()
        note = writer.line("noted")
        lead = text[0][0]
        text[0] = (f"{mark}{note}{lead}", "text")
    elif genre in ("meeting", "conference", "inspection", "social", "brief") and rng.random() < 0.55:
        text[0] = (f"{writer.line('opener').strip()} {text[0][0]}", "text")
    if signed == "opening":
        opening = writer.line("heading-byline")
    elif signed == "inline":
        text[-1] = (text[-1][0] + writer.line("inline"), text[-1][1])
    elif signed == "own line":
        text.append((f"读者 {writer.fill('{person}')}" if genre == "letter" else writer.line("ending"), "byline"))
    captions = tuple(writer.line("caption") for _ in range(rng.choice((1, 1, 2)))) if _pictured(genre, rng) else ()
    label = writer.line(f"{genre}.over") if genre in _COLUMNS and rng.random() < 0.25 else None
    return Story(genre, main, headline, tuple(text), opening, captions, label, signed)


def _pictured(genre: str, rng: random.Random) -> bool:
    return genre in ("meeting", "conference", "inspection", "feature", "social") and rng.random() < 0.25


def _headline(writer: Writer, genre: str, main: str) -> tuple[str, ...]:
    rng, parts = writer.rng, [main]
    if rng.random() < 0.25 and genre not in _COLUMNS:
        parts.insert(0, writer.line(f"{genre}.over"))
    if rng.random() < 0.25 and genre != "picture":
        parts.append(writer.line(f"{genre}.under"))
    return tuple(parts)


def _body(writer: Writer, genre: str, lead: str, count: int) -> list[Paragraph]:
    """The lead, and up to `count` paragraphs or rows after it, each another one; features have subheads."""
    rng = writer.rng
    if genre == "table":
        return [(lead, "row"), *((writer.line("table.row"), "row") for _ in range(count))]
    if genre == "notice":
        text: list[Paragraph] = [(lead, "text"), *((line, "text") for line in writer.lines("notice.para")[-count:])]
        return [*text, (writer.line("notice.sign"), "byline"), (writer.fill("{year}年{date}"), "byline")]
    text = [(lead, "text")]
    paragraphs = writer.some(f"{genre}.para", count)
    subheads = genre == "feature" and len(paragraphs) > 3 and rng.random() < 0.7
    for number, paragraph in enumerate(paragraphs):
        if subheads and number % 2 == 1:
            text.append((writer.line("feature.subhead"), "subhead"))
        if text[-1][1] == "text" and rng.random() < 0.2:
            text[-1] = (text[-1][0] + paragraph, "text")
        else:
            text.append((paragraph, "text"))
    return text
