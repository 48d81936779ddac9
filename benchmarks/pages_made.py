"""Lays invented reports out as the text of a newspaper page, as it comes out of e-papers and PDFs, with the truth beside it.

`page(seed, phrases)` is the same for the same seed. Columns are read one after the other, and every line of a report is as long
as its column is wide. Headlines stand above their report, below it, in the middle of another one, or gathered at the top or the
end of the page; blank lines stand between reports, paragraphs and columns, or nowhere; paragraphs are indented, or not.

The truth of a character is its *part* and its *report* (NONE for what is of no report):

text      of the report, with its subheads and tables, bylines, signatures, and the captions of its pictures
headline  of the report: eyebrow, headline and subtitle
other     advertisements, dates, numbers of pages, editors: of no report
neutral   jump lines (下转第3版), a headline printed again where a report goes on, the name of a column over a report; blanks
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pages_phrases import Phrases, Story, Writer, write

Part = Literal["text", "headline", "other", "neutral"]
NONE = -1
_NOT_FIRST = "，。、；：！？”’）》」』】%℃"  # may not begin a line
_NOT_LAST = "“‘（《「『【"  # may not end one
_WIDTHS = {"dev": (8, 10, 11, 13, 14, 16, 18, 20), "held": (8, 9, 12, 12, 15, 17, 19, 20)}
_HEAD_WIDTHS = {"dev": (7, 9, 11, 14, 20, 40), "held": (6, 8, 10, 13, 18, 40)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page and its truth."""

    text: str
    report: int = NONE
    part: Part = "neutral"


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page; `reports[i]` and `parts[i]` tell of character i. Each report has a headline (None where none is
    printed) with its main line, perhaps the name of a column over it, and words that say how it was laid out; `features` say
    it of the page."""

    text: str
    reports: tuple[int, ...]
    parts: tuple[Part, ...]
    headlines: tuple[tuple[str, ...] | None, ...]
    mains: tuple[str | None, ...]
    labels: tuple[str | None, ...]
    laid: tuple[frozenset[str], ...]
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Style:
    """What the lines of one page have in common."""

    wrapped: bool
    columns: int
    item_gap: float  # the share of reports with a blank line above
    head_gap: bool  # a blank line between headline and text
    part_gap: float
    paragraph_gap: bool
    column_gap: bool
    indent: str  # what paragraphs begin with; "lost" where it is out of the text, and the first line is short for it
    spaced: bool  # a blank before some figures, as in justified text
    heads: str  # "above", "mixed", "top", "end"


@dataclass(slots=True)
class _Item:
    """One report while it is laid out: its headline, and the pieces of its text between the ends of columns."""

    head: list[Line]
    pieces: list[list[Line]]
    place: str
    below: list[Line] = field(default_factory=list)  # a caption printed after it
    label: list[Line] = field(default_factory=list)


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """`text` cut to lines of a width in full-width characters; marks do not begin a line, opening quotes do not end one."""
    lines, line, used = [], indent, float(len(indent))
    for place, char in enumerate(text):
        size = 0.5 if char.isascii() else 1.0
        figure = char.isascii() and char.isalnum() and text[place - 1 : place].isascii()
        glued = char in _NOT_FIRST or (figure and used < width + 3)
        if used + size > width and line.strip() and not (glued and used <= width + 3):
            kept = ""
            while line and line[-1] in _NOT_LAST:
                kept, line = line[-1] + kept, line[:-1]
            lines.append(line)
            line, used = kept, float(len(kept))
        line += char
        used += size
    return [*lines, line] if line.strip() else lines


def page(seed: int, phrases: Phrases) -> Page:
    """The page of a seed, of the phrases to develop with or of those held out."""
    return _Maker(seed, phrases).page()


class _Maker:
    """Makes one page."""

    def __init__(self, seed: int, phrases: Phrases) -> None:
        self.rng = rng = random.Random(f"page {phrases} {seed}")
        self.phrases = phrases
        self.small = Writer(phrases, rng)
        self.headlines: list[tuple[str, ...] | None] = []
        self.mains: list[str | None] = []
        self.labels: list[str | None] = []
        self.laid: list[set[str]] = []
        held = phrases == "held"
        self.style = _Style(
            wrapped=rng.random() < 0.88, columns=rng.randint(2, 5), item_gap=rng.choice((1, 1, 1, 0.6 if held else 0.5, 0)),
            head_gap=rng.random() < 0.4, part_gap=rng.choice((0, 0, 0.3, 1)),
            paragraph_gap=rng.random() < (0.4 if held else 0.45), column_gap=rng.random() < 0.5,
            indent=rng.choice(("", "　　", "　　", "  ", "　", "lost", "lost")), spaced=rng.random() < 0.25,
            heads=rng.choices(("above", "mixed", "top", "end"), (45, 35, 8, 12))[0])

    def page(self) -> Page:
        """The page, once."""
        rng = self.rng
        items = [item for _ in range(rng.randint(2, 3) + self.style.columns // 2) for item in self._items()]
        self._carry_on(items)
        blocks = self._order(items)
        lines = self._furnish(blocks)
        text, reports, parts = [], [], []
        for line in lines:
            text.append(line.text + "\n")
            for char in line.text:
                blank = char.isspace()
                reports.append(NONE if blank else line.report)
                parts.append("neutral" if blank else line.part)
            reports.append(NONE)
            parts.append("neutral")
        return Page("".join(text), tuple(reports), tuple(parts), tuple(self.headlines), tuple(self.mains),
                    tuple(self.labels), tuple(map(frozenset, self.laid)), self._features())

    def _features(self) -> frozenset[str]:
        style = self.style
        gaps = {0: "no blank line between reports", 1: "blank line between reports"}
        return frozenset({
            "lines wrapped" if style.wrapped else "lines not wrapped", f"{style.columns} columns",
            gaps.get(style.item_gap, "blank line between some reports"),
            "blank line between paragraphs" if style.paragraph_gap else "no blank line between paragraphs",
            {"": "not indented", "lost": "indents lost"}.get(style.indent, "indented")})

    # One report

    def _items(self) -> list[_Item]:
        """The next report, or a box of briefs."""
        rng = self.rng
        if rng.random() < 0.08:
            label = self.small.line("label")
            headed = rng.random() < 0.5
            mark = "" if headed else rng.choice(("■", "●", "◆ ", ""))
            width = rng.choice(_WIDTHS[self.phrases])
            box = [self._item(write(self.phrases, rng, "brief"), width, headed, mark) for _ in range(rng.randint(2, 5))]
            self._label(box[0], label)
            for item in box:
                item.place = "above"
            return box
        story = write(self.phrases, rng)
        item = self._item(story, rng.choice(_WIDTHS[self.phrases]))
        if story.label or rng.random() < 0.06:
            self._label(item, story.label or self.small.line("label"))
        return [item]

    def _label(self, item: _Item, label: str) -> None:
        number = next(line.report for piece in item.pieces for line in piece if line.text)
        self.labels[number] = label
        item.label = [Line(label, number)]

    def _item(self, story: Story, width: int, headed: bool = True, mark: str = "") -> _Item:
        number = len(self.headlines)
        place = self.rng.choice(("above", "above", "below", "middle", "top", "end")) if self.style.heads == "mixed" \
            else self.style.heads
        if story.genre in ("table", "notice", "picture", "letter") and place == "below":
            place = "above"
        self.headlines.append(story.headline if headed else None)
        self.labels.append(None)
        over = len(story.headline) > 1
        self.mains.append(story.main if headed else None)
        features = {f"genre: {story.genre}", f"byline: {story.signed}", f"width: {self._band(width)}",
                    f"headline: {place}" if headed else "headline: none (brief in a box)"}
        features |= {"eyebrow or subtitle"} if over and headed else set()
        features |= {"subheads"} if any(kind == "subhead" for _, kind in story.lines) else set()
        features |= {"captions"} if story.captions else set()
        features |= {"headline wrapped"} if headed and any(len(part) > 12 for part in story.headline) else set()
        self.laid.append(features)
        head = self._head(story, number) if headed else []
        lines = self._text(story, number, width, mark)
        item = _Item(head, self._columns(lines), place)
        for caption in story.captions:
            self._place_caption(item, [Line(text, number, "text") for text in self._wrapped(caption, width)])
        return item

    def _band(self, width: int) -> str:
        return "unwrapped" if not self.style.wrapped else "8–11" if width < 12 else "12–15" if width < 16 else "16–20"

    def _wrapped(self, text: str, width: int, indent: str = "") -> list[str]:
        if indent == "lost":
            return [line.lstrip() for line in self._wrapped(text, width, "　　")]
        return wrap(text, width, indent) if self.style.wrapped else [indent + text]

    def _head(self, story: Story, number: int) -> list[Line]:
        width = self.rng.choice(_HEAD_WIDTHS[self.phrases])
        lines: list[Line] = []
        for part in story.headline:
            if lines and self.rng.random() < self.style.part_gap:
                lines.append(Line(""))
            pieces = wrap(part, max(width, -(-len(part) // 3))) if self.style.wrapped else [part]
            lines += (Line(piece.strip(), number, "headline") for piece in pieces)
        return lines

    def _text(self, story: Story, number: int, width: int, mark: str) -> list[Line]:
        """The lines of the text with the bylines at its head and end."""
        style, rng = self.style, self.rng
        lines = [Line(text, number, "text") for text in self._wrapped(story.opening or "", width)]
        for place, (text, kind) in enumerate(story.lines):
            if (lines and style.paragraph_gap and kind != "row") or (kind == "byline" and rng.random() < 0.1):
                lines.append(Line(""))
            if kind in ("subhead", "row", "byline"):
                gap = kind == "subhead" and not style.paragraph_gap and rng.random() < 0.4
                own = [text] if kind == "row" else self._wrapped(text, width)
                lines += [Line("")] * gap + [Line(one, number, "text") for one in own] + [Line("")] * gap
                continue
            spaced = "".join(" " + char if char.isdigit() and at and not text[at - 1].isascii() and rng.random() < 0.5 else char
                             for at, char in enumerate(text)) if style.spaced else text
            marked = spaced if place else mark + spaced
            lines += (Line(one, number, "text") for one in self._wrapped(marked, width, style.indent))
        return lines

    def _columns(self, lines: list[Line]) -> list[list[Line]]:
        """The lines of a report dealt out to columns of one height."""
        columns = min(self.rng.randint(1, self.style.columns), len(lines) // 6) if self.style.wrapped else 1
        if columns < 2:
            return [lines]
        height = -(-len(lines) // columns)
        pieces = [lines[start : start + height] for start in range(0, len(lines), height)]
        return [piece for piece in ([line for n, line in enumerate(piece) if line.text or 0 < n < len(piece) - 1]
                                    for piece in pieces) if piece]

    def _place_caption(self, item: _Item, caption: list[Line]) -> None:
        """Above the text, at the top of a column of it, or below."""
        inner = len(item.pieces) > 1 and self.rng.random() < 0.5
        if inner:
            item.pieces.insert(self.rng.randint(1, len(item.pieces) - 1), caption)
        elif self.rng.random() < 0.5:
            item.pieces.insert(0, caption)
        else:
            item.below += caption

    # The page

    def _carry_on(self, items: list[_Item]) -> None:
        """Lets some reports go on elsewhere: on this page, or on another one."""
        rng = self.rng
        for place in range(len(items) - 1, -1, -1):
            item, chance = items[place], rng.random()
            number = next(line.report for piece in item.pieces for line in piece if line.text)
            if chance < 0.02 and not item.label and self.headlines[number]:
                self.laid[number].add("goes on from another page")
                item.pieces[0][:0] = [Line(self.small.line("jumped"), number)]
            elif chance < 0.05:
                self.laid[number].add("goes on on another page")
                item.pieces[-1].append(Line(self.small.line("jump"), number))
            elif chance < 0.09 and len(item.pieces) > 1 and place < len(items) - 1 and self.headlines[number]:
                self.laid[number].add("goes on elsewhere on the page")
                rest = _Item([], [item.pieces.pop()], "above")
                item.pieces[-1].append(Line(self.small.line("jump"), number))
                rest.pieces[0].insert(0, Line(self.small.line("jumped"), number))
                if rng.random() < 0.5:
                    rest.head = [Line(self.mains[number] or "", number)]
                items.insert(rng.randint(place + 2, len(items)), rest)

    def _order(self, items: Sequence[_Item]) -> list[list[Line]]:
        """The blocks of the page in the order read: each is a headline, a piece of a text, a caption."""
        top = [item.head for item in items if item.place == "top" and item.head]
        end = [item.head for item in items if item.place == "end" and item.head]
        self.rng.shuffle(end)
        blocks = list(top)
        for place, item in enumerate(items):
            blocks += [item.label] if item.label else []
            above = items[place - 1] if place else None
            if item.place == "middle" and (above is None or len(above.pieces) < 2):
                item.place = "above"
            if item.place == "above" and item.head:
                if self.style.head_gap:
                    blocks.append(item.head)
                else:
                    item.pieces[0][:0] = item.head
            below = items[place + 1] if place + 1 < len(items) else None
            pieces = list(item.pieces)
            if below and below.place == "middle" and len(pieces) > 1:
                for report in {line.report for line in pieces[0] if line.report != NONE}:
                    self.laid[report].add("cut by another headline")
                pieces.insert(self.rng.randint(1, len(pieces) - 1), below.head)
            blocks += self._with_gaps(pieces)
            blocks += [item.below] if item.below else []
            blocks += [item.head] if item.place == "below" and item.head else []
        return [*blocks, *end]

    def _with_gaps(self, pieces: list[list[Line]]) -> list[list[Line]]:
        """Pieces of one report; where columns end without a blank line, they are one block."""
        if self.style.column_gap or len(pieces) < 2:
            return pieces
        return [[line for piece in pieces for line in piece]]

    def _furnish(self, blocks: Sequence[Sequence[Line]]) -> list[Line]:
        """The lines of the page with advertisements, furniture and blank lines put in."""
        rng, out = self.rng, list(map(list, blocks))
        for _ in range(rng.choice((0, 0, 1, 2))):
            kind = rng.choice(("ad", "ad2", "ad3"))
            ad = [Line(text, part="other") for line in self.small.lines(kind) for text in self._wrapped(line, 16)]
            out.insert(rng.choice((rng.randint(0, len(out)), len(out), len(out))), ad)
        for _ in range(rng.choice((0, 1, 2, 3))):
            line = [Line(self.small.line("furniture"), part="other")]
            out.insert(rng.choice((0, 0, 0, len(out), rng.randint(0, len(out)))), line)
        if rng.random() < 0.4:
            out.insert(0, [Line(self.small.line("paper"), part="other")])
        lines: list[Line] = []
        for block in out:
            inner = lines and block and lines[-1].report == block[0].report != NONE
            if lines and (self.style.column_gap if inner else rng.random() < self.style.item_gap):
                lines.append(Line(""))
            lines += block
        return [replace(line, text=line.text.rstrip()) for line in lines]


def letters(lines: Iterable[str]) -> str:
    """Lines joined without their blanks, to compare headlines by."""
    return "".join("".join(lines).split())
