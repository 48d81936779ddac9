"""One report while its lines are gathered."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field

from tracker.segment.lines import CREDITED, FINAL, SIGNED_OFF, Line, column, signed_by_names
from tracker.text import fold, tight

_ENDS = "。！？”’」』…"
RECENT = 14  # lines that tell how wide the column is


@dataclass(slots=True)
class Body:
    """The lines of one report; `notice`: it is an advertisement or the like, which no headline of the page belongs to."""

    lines: list[Line] = field(default_factory=list)
    opening: list[Line] = field(default_factory=list)  # bylines and captions printed above the text
    closing: list[Line] = field(default_factory=list)  # and below it
    alone: set[Line] = field(default_factory=set)  # lines that are a paragraph by themselves: subheads, rows
    signed: bool = False  # a byline has closed it
    named: bool = False  # a byline, or one at the end of its text, tells who wrote it
    notice: bool = False
    cut: bool = False  # it goes on elsewhere in the middle of a sentence
    tail: str = ""
    said: Counter[str] = field(default_factory=Counter)  # three characters in a row, with how often
    widths: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))

    def add(self, line: Line, alone: bool = False) -> None:
        """Takes a line of text, and notes whether a byline at its end, perhaps a wrapped one, closes the report."""
        self.lines.append(line)
        text = fold(line.text)
        self.said.update(triples(self.tail[-2:] + text))
        if alone:
            self.alone.add(line)
            self.tail = ""
            return
        self.tail = (self.tail + text)[-100:]
        last = max(map(self.tail.rfind, _ENDS))  # names stand after the last sentence, so that most lines need no search
        self.signed = 0 <= last < len(self.tail) - 1 and bool(
            SIGNED_OFF.search(self.tail, last) or signed_by_names().search(self.tail, last))
        self.named = self.signed
        self.widths.append(line.reach)

    @property
    def at_rest(self) -> bool:
        """Whether no sentence is under way."""
        return self.signed or not self.tail or bool(FINAL.search(self.tail) or CREDITED.search(self.tail))

    @property
    def in_brackets(self) -> bool:
        """Whether a bracket is open, perhaps with a byline in it."""
        return max(map(self.tail.rfind, "（(")) > max(map(self.tail.rfind, "）)"))

    @property
    def column(self) -> float | None:
        """How wide the column is that its last lines were wrapped to, None where they are not wrapped, or too few to tell."""
        return column(self.widths)


def triples(text: str) -> list[str]:
    """Every three characters in a row that are of one phrase."""
    return [phrase[i : i + 3] for phrase in _JOINT.split(text) for i in range(len(phrase) - 2)]


_JOINT = re.compile(r"[\s，。、；：！？“”‘’《》（）()\d.%,—-]")


def bare(text: str) -> str:
    """A line without the blanks that blow it up, letters and digits half width."""
    return fold(tight(text))
