"""Small functions on strings that every stage shares; offsets stay exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.types import Report, Span

_HALF_WIDTH = {full: full - 0xFEE0 for first, last in ("０９", "Ａｚ") for full in range(ord(first), ord(last) + 1)
               if chr(full - 0xFEE0).isalnum()} | {0x3000: " "}
_GLYPH = "[一-龥，。、；：！？“”《》]"
# 抓 好 各 项 工 作 is a line blown up to the width of its column; fewer characters may be names.
_BLOWN_UP = re.compile(rf"{_GLYPH}([ 　]){_GLYPH}(?:\1{_GLYPH}){{3,}}")
# A sentence ends after its marks and the closing quotes and brackets that follow them, or before a line end.
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’」』）》〉】]*|\n|$)")

_CLOSING = re.compile("[”’」』）》〉】]*")


def fold(text: str) -> str:
    """`text` with full-width ASCII letters and digits and the ideographic space made half width; same length."""
    return text.translate(_HALF_WIDTH)


@lru_cache(maxsize=50_000)  # the same few thousand names over and over
def squeeze(name: str) -> str:
    """A name or title to compare by: no blanks inside, letters and digits half width."""
    return "".join(fold(name).split())


def filler(line: str) -> frozenset[int]:
    """The places of the blanks that only blow a line up to the width of its column (抓 好 各 项 工 作)."""
    return frozenset(place for match in _BLOWN_UP.finditer(line) for place in range(match.start() + 1, match.end(), 2))


def tight(line: str) -> str:
    """`line` without its filler."""
    places = filler(line)
    return "".join(char for place, char in enumerate(line) if place not in places)


def sentences(text: str) -> Iterator[Span]:
    """The sentences of `text` in order: every character that is not blank stands in exactly one of them.

    A sentence ends after 。！？； with the closing quotes that follow, or at a line end; blanks around it are left out.
    """
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        inner = sentence.strip()
        if inner:
            start = match.start() + len(sentence) - len(sentence.lstrip())
            yield Span(start, start + len(inner))


def sentence_at(text: str, offset: int) -> Span:
    """The sentence of `sentences` in which character `offset` stands, which must not be blank."""
    while offset and text[offset] in "。！？；" and text[offset - 1] in "。！？；":
        offset -= 1  # several marks end one sentence
    start = max(text.rfind(mark, 0, offset) for mark in "。！？；\n") + 1
    closing = _CLOSING.match(text, start) if start and text[start - 1] != "\n" else None
    match = _SENTENCE.match(text, closing.end() if closing else start)
    if match is None or not match.start() <= offset < match.end():  # a mark that the sentence before ends with
        return next(span for span in sentences(text) if span.start <= offset < span.end)
    sentence = match.group()
    first = match.start() + len(sentence) - len(sentence.lstrip())
    return Span(first, first + len(sentence.strip()))


def line_of(report: Report, offset: int, document: str | None = None) -> int:
    """The line, from 1, in which character `offset` of the report stands in the text of its document.

    Without `document`, or for a report that is a record (no origin), the line of the report's own text.
    """
    if document is None or report.origin is None:
        return report.text.count("\n", 0, offset) + 1
    # an inserted line end belongs to the character before it
    place = next((place for place in reversed(report.origin[: offset + 1]) if place >= 0), 0)
    return document.count("\n", 0, place) + 1
