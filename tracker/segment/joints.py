"""Where, on a page, the headlines above a text end, and whether what follows a sentence is another report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import log
from typing import Final

from tracker.lexicon import alternatives, load
from tracker.segment.body import Body, triples
from tracker.segment.lines import FINAL, MARKED, SUBHEAD, WIDEST_COLUMN, Line, column
from tracker.text import fold

AHEAD: Final = 12  # lines that tell what follows
MOST_HEADS: Final = 14  # lines between two texts that may be headlines of the one below

LEAD: Final = 240  # characters below that words are looked for in
_MANY_PAIRS: Final = 1500
_ONE_HEADLINE: Final = 4  # lines at the top or the end of the page; more are of several
_DAY: Final = re.compile(r"\d{1,2}月\d|\d年")
_PAIRS: Final = ("“”", "《》", "（）")


@cache
def weights(question: str) -> Mapping[str, float]:
    """What the signs speak for, of lexicon/page.toml."""
    return {str(sign): float(weight) for sign, weight in load().toml_cached("page")[question].items()}


@cache
def _carries_on() -> re.Pattern[str]:
    """How a paragraph begins that is not the first of its report."""
    return re.compile(alternatives(load().words("page", "carries_on")))


class Joints:
    """What the lines of one page tell about each other."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.given = any(line.sure for line in lines)
        self.pairs: Counter[str] = Counter()  # two characters in a row within a line
        self.triples: Counter[str] = Counter()
        for line in lines:
            text = fold(line.text)
            self.pairs.update(text[i : i + 2] for i in range(len(text) - 1))
            self.triples.update(triples(text))
        self.known = min(1.0, self.pairs.total() / _MANY_PAIRS)  # how surely a word that is cut would be known
        self.after = [len(lines)] * (len(lines) + 1)  # the first line at or below that is no heading
        for i in range(len(lines) - 1, -1, -1):
            self.after[i] = self.after[i + 1] if lines[i].kind == "heading" else i
        self.indented = self._habit(lambda above, line: line.indent > above.indent)
        # Where indents are out of the text, the first line of a paragraph is two characters short.
        self.lost = not self.indented and self._short_first_lines()
        self.spaced = self._habit(lambda above, line: line.gap)  # blank lines between paragraphs
        self.gathered, self.titles = self._gathered()

    def _gathered(self) -> tuple[float, frozenset[str]]:
        """How surely headlines are gathered at the top or the end of the page, and three characters in a row of them."""
        of_page = [line for line in self.lines if line.kind != "furniture"]
        top = next((n for n, line in enumerate(of_page) if line.kind != "heading"), len(of_page))
        end = next((n for n, line in enumerate(reversed(of_page)) if line.kind != "heading"), len(of_page))
        ends = of_page[len(of_page) - end :] if end < len(of_page) else []
        stray = [*(of_page[:top] if top > _ONE_HEADLINE else ()), *ends]
        said = frozenset(one for line in stray for one in triples(fold(line.text)))
        return min(1.0, (max(0, top - _ONE_HEADLINE) + end) / 6), said

    def _habit(self, has: Callable[[Line, Line], bool]) -> bool:
        """Whether most lines after the end of a paragraph, which is a sentence that ends in a shorter line, have it."""
        seen = [has(above, line) for before, above, line in zip(self.lines, self.lines[1:], self.lines[2:], strict=False)
                if FINAL.search(above.text) and (above.reach < before.reach - 1 or above.width > WIDEST_COLUMN / 2)
                and line.kind in ("prose", "dated", "opener", "heading") and line.width > 0.5 * above.width]
        return 2 * sum(seen) > len(seen) if seen else False

    def _short_first_lines(self) -> bool:
        short = whole = 0
        for above, line, below, last in zip(self.lines, self.lines[1:], self.lines[2:], self.lines[3:], strict=False):
            if FINAL.search(above.text) and abs(below.width - last.width) <= 1 and not FINAL.search(line.text):
                short += abs(line.width + 2 - below.width) <= 0.5
                whole += abs(line.width - below.width) <= 0.5
        return short > 2 and short > 0.4 * whole

    def width_below(self, i: int) -> float | None:
        """How wide the column is to which the lines from i on were wrapped."""
        reaches = []
        for line in self.lines[i : i + AHEAD]:
            if line.kind not in ("heading", "prose", "dated", "opener"):
                break
            reaches.append(line.reach)
        return column(reaches)

    def goes_on(self, i: int) -> bool:
        """Whether a word that other lines hold whole is cut between line i and the next."""
        return i + 1 < len(self.lines) and self.pairs[fold(self.lines[i].text[-1] + self.lines[i + 1].text[0])] > 0

    def top_of_text(self, i: int, body: Body | None = None) -> int:
        """Where the headings from i on end and a text begins (or another kind of line); `body`: the report that is open."""
        end = self.after[i]
        if end == i or end == len(self.lines) or self.lines[end].kind not in ("prose", "opener", "dated"):
            return end
        if self.lines[end].kind != "prose":
            return end
        first = max(i, end - MOST_HEADS)
        while any(line.sure for line in self.lines[first:end]):
            first += 1
        width = self.width_below(end) or self.width_below(max(i, end - 4))
        if width is None:  # a text of few lines
            width = column([line.reach for line in self.lines[first : end + 1]], least=2)
        return self.best((first, end), width, body)

    def best(self, around: tuple[int, int], width: float | None, body: Body | None) -> int:
        """The line of those around with which the text begins best, the lines above it being headlines."""
        weight, (first, end) = weights("begins"), around
        worth = {k: sum(weight[sign] * strength for sign, strength in self.begins(k, around, width, body).items())
                 for k in range(first, end + 1)}
        return max(worth, key=lambda k: (worth[k], k))

    def begins(self, k: int, around: tuple[int, int], width: float | None, body: Body | None) -> dict[str, float]:
        """The signs for a text that begins with line k, and against."""
        (i, end), lines, line = around, self.lines, self.lines[k]
        heads, text = lines[i:k], lines[k + 1 : end]
        letters = "".join(head.text for head in heads)
        cut = sum(self.goes_on(m) for m in range(k, end))
        signs: dict[str, float] = {
            "blank line above": bool(heads) and line.gap, "indented": self.indented and line.indent > 0,
            "not indented": self.indented and not line.indent, "headlines": bool(heads), "more than four": max(0, len(heads) - 4),
            "comma in a headline": letters.count("，"),
            "half a pair": sum(abs(letters.count(a) - letters.count(b)) for a, b in _PAIRS),
            "cut word above": bool(heads) and not line.gap and self.goes_on(k - 1),
            "cut word": cut, "whole words": (end - k - cut) * self.known,
            "blank line in a sentence": sum(lines[m + 1].gap for m in range(k, end)),
            "day in a headline": bool(_DAY.search(fold(letters))),
            "headline carries on": sum(bool(_carries_on().match(fold(head.text))) for head in heads[1:]),
            "mark ends a headline": sum(head.text[-1] in "：；" for head in heads),
        }
        above = body.column if body is not None and heads else None
        if body is not None and heads:
            signs["headlines inside a report"] = 1.0
        if above is not None:
            signs["headline as wide as the text above"] = sum(abs(above - one.reach) <= 1 for one in heads)
        if width is None:
            return signs | {"not wrapped": float(k < end)}
        off = abs(width - line.reach - 2 * self.lost)
        return signs | {
            "first line fits": off <= 1, "first line off": off > 3,
            "line off": sum(abs(width - one.reach) > 2 for one in text),
            "headline as wide": sum(abs(width - one.reach) <= 1 for one in heads),
            "headline of another width": sum(abs(width - one.reach) > 1 for one in heads)}

    def another(self, body: Body, i: int, k: int, furnished: bool) -> bool:
        """Whether the lines from i on, headings up to k, belong to another report than what stands above."""
        signs = self.signs(body, i, k, furnished)
        weight = weights("another")
        return sum(weight[sign] * strength for sign, strength in signs.items()) > 0

    def signs(self, body: Body, i: int, k: int, furnished: bool) -> dict[str, float]:
        """The signs for another report, and against, with how strong each is."""
        heads = self.lines[i:k]
        below = self.lines[k] if k < len(self.lines) else None
        first = self.lines[i]
        wide, narrow = body.column, self.width_below(k)
        numbered = bool(SUBHEAD.match(fold(first.text)))
        marked = below is not None and bool(MARKED.match(below.text))
        letters = sum(len(line.text) for line in heads)
        signs: dict[str, bool | float] = {
            "always": 1, "signed": body.signed,
            "opener": below is not None and below.kind == "opener",
            "dated": below is not None and below.kind == "dated",
            "byline above": bool(heads) and below is not None and below.kind in ("byline", "names"),
            "headline given": any(line.sure for line in heads),
            "no headline where others are given": bool(heads) and self.given and not any(line.sure for line in heads),
            "headlines": bool(heads), "more than one": len(heads) > 1, "short": bool(heads) and letters < 7,
            "numbered": bool(heads) and numbered and len(heads) == 1 and not first.sure,
            "blank line where paragraphs have none": first.gap and not self.spaced,
            "no blank line where reports have one": bool(heads) and not first.gap and self.spaced,
            "nothing printed between": not heads, "marked": marked, "furniture between": furnished,
            "marked as the text above": marked and bool(MARKED.match(body.lines[0].text)),
            "nothing between, headlines gathered": (not heads) * self.gathered,
            "headlines, others gathered": bool(heads) * self.gathered,
            "carries on": below is not None and bool(_carries_on().match(fold(below.text))),
            "not indented": self.indented and below is not None and below.indent <= body.lines[-1].indent,
            "lines above": min(3.0, log(len(body.lines))),
            "row below": below is not None and below.kind == "row",
            "rows above": body.lines[-1].kind == "row",
            "sentence ends with the column": wide is not None and not first.gap and body.lines[-1].reach > wide - 0.6,
        }
        if wide is not None and narrow is not None:
            signs["another width"] = abs(wide - narrow) > 1.5
            signs["same width"] = abs(wide - narrow) <= 1
        text = "".join(fold(line.text) for line in self.lines[k : k + AHEAD])[:LEAD]
        return {sign: float(strength) for sign, strength in signs.items() if strength} | self._words(body, heads, text)

    def _words(self, body: Body, heads: Sequence[Line], text: str) -> dict[str, float]:
        """What the text below, and the headline, share with the text above, each other and headlines gathered elsewhere."""
        said = Counter(triples(text))
        signs: dict[str, float] = {}
        if len(said) > 20:
            shared = sum(times * body.said[one] / max(1, self.triples[one] - times) for one, times in said.items()
                         if body.said[one])
            share = min(1.0, 8 * shared / said.total())
            signs["words in common"], signs["none in common"] = share, float(not share)
        titled = {fold(line.text)[n : n + 3] for line in heads for n in range(len(line.text) - 2)}
        rare = [one for one in titled if self.triples[one] < 12]
        signs["words of the headline below"] = min(2.0, log(1 + sum(one in said for one in rare)))
        if self.titles and not heads:
            lead = triples(text[:80])
            titled = {one for one in lead if one in self.titles and self.triples[one] < 12 and not body.said[one]}
            signs["words of a gathered headline"] = min(2.0, log(1 + len(titled)))
            signs["said above, of a gathered headline"] = min(2.0, log(1 + sum(
                one in self.titles and body.said[one] > 0 for one in set(lead))))
        return signs
