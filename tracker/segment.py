"""Splits a page into its reports: wrapped lines become paragraphs, and headlines find their bodies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import fsum, log
from pathlib import PurePath
from statistics import median
from typing import Literal

from tracker.text import filler, fold, tight
from tracker.types import Document, Report

Kind = Literal["opener", "dated", "byline", "caption", "furniture", "heading", "prose"]

_WORD = r"[一-龥·]{1,5}+"
_ROLE = (r"(?:(?:本报|本网|本台|见习|实习|特约|首席|全媒体|融媒体|摄影)*(?:记者|通讯员)|实习生|摄影|摄像|作者|撰稿"
         r"|供稿|供图|整理|编辑|责编|责任编辑|(?:文/图|图/文|文|图)(?=[:：/]))")
# 记者 王某 通讯员 李某 文/图; a blank stands after the role, or it is prose (记者在现场看到)
_SIGNED = rf"{_ROLE}[ /:：]+(?![从在了获采])(?:{_WORD})(?:[ 、,，/:：]+{_WORD})*"
_BYLINE = re.compile(rf"(?P<bracket>[（(【])?(?:{_SIGNED}"
                     r"|(?:本报)?(?:记者|通讯员)(?!调查|观察|手记|了解|获悉|探访|走访|日记)[一-龥]{2,3}"
                     r"|[一-龥]{2,4} +(?:文/图|图/文|摄影报道|摄))(?(bracket)[)）】])")
_SIGNED_OFF = re.compile(rf"[。！？”’」』…] *(?:{_SIGNED}|[（(【]{_ROLE}[^（）()【】。]{{2,60}}[)）】])$")
_OPENER = re.compile(
    r"(?:新华社|新华网|中新社|中新网|中国新闻网|人民网|央视网|本报|本网|本台|本刊)[^，。]{0,20}?(?:电(?![子视影力气])|讯|消息)"
    r"|[^，。\s]{0,8}(?<![通资短喜])讯(?=[\s（(“\d])")
_DATED = re.compile(r"(?:(?:19|20)\d\d ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日|(?:日前|近日|昨[日天]|今[日天]|连日来)，"
                    r"|[（(]?(?:本报|本台|本网)(?:见习|特约|实习|首席)*记者|[（(]?记者 ")
_CAPTION = re.compile(r"[（(](?:上|下|左|右)?图[)）]|[▲△▼]|(?:上|下|左|右)?图[为：:]|图片说明")
# What a page prints around its reports: the date, the number and name of the page, who made it, rules.
_FURNITURE = re.compile(
    r"(?:星期[一二三四五六日天])? *(?:19|20)\d\d年\d{1,2}月\d{1,2}日 *(?:星期[一二三四五六日天])?"
    r"|\S{2,6}(?:日|晚|早|时|周|都市)报|第?[ A-Z0-9一二三四五六七八九十]{1,4}版 *\S{0,6}"
    r"|(?:版式|美编|校对|值班主任)[:： ].{0,40}|[-—=＊*·_]{3,}")
_SUBHEAD = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条]")
_FINAL = re.compile(r"[。！？…!?][”’」』）)》】\"]*$")
_PAUSE = re.compile(r"[。！？…!?；：;:][”’」』）)》】\"]*$")

LONGEST_HEADLINE = 40  # characters of one line
WIDEST_COLUMN = 60  # a longer line has not been wrapped
NEIGHBOURS = 30  # a headline belongs to one of so many bodies on either side
SURE = 1.25  # so much better than the second the best body must match for the words to decide, not the place


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, without the blanks around it; `gap`: a blank line or the top of the page is above."""

    start: int
    text: str
    gap: bool
    indent: int
    kind: Kind


@dataclass(slots=True)
class _Body:
    """The lines of one report while they are gathered."""

    lines: list[_Line] = field(default_factory=list)
    opening: list[_Line] = field(default_factory=list)  # bylines and captions printed above the text
    closing: list[_Line] = field(default_factory=list)  # and below it
    alone: set[_Line] = field(default_factory=set)  # lines that are a paragraph by themselves: subheads
    signed: bool = False  # a byline has closed it
    tail: str = ""

    def add(self, line: _Line) -> None:
        """Takes a line of text, and notes whether a byline at its end, perhaps a wrapped one, closes the report."""
        self.lines.append(line)
        self.tail = (self.tail + fold(line.text))[-100:]
        self.signed = bool(_SIGNED_OFF.search(self.tail))

    @property
    def at_rest(self) -> bool:
        """Whether no sentence is under way."""
        return self.signed or bool(_FINAL.search(self.tail))

    @property
    def in_brackets(self) -> bool:
        """Whether a bracket is open, perhaps with a byline in it."""
        return max(map(self.tail.rfind, "（(")) > max(map(self.tail.rfind, "）)"))


def split(document: Document) -> tuple[Report, ...]:
    """The reports of a page or file in the order of their bodies, ids `<file stem>#<n>`.

    Wrapped lines are joined to paragraphs, one a line of `text`; a byline is its last line. A headline of several
    lines is joined with blanks. `origin` maps every character back to the document. Date lines, page numbers and the
    like that stand between reports are left out; nothing else is.
    """
    lines = _lines(document.text)
    page = _Page(lines)
    bodies, headings = page.bodies, page.headings
    if not bodies:  # nothing but what looks like headlines
        bodies, headings = [_Body(lines=lines)] if lines else [], []
    headlines = _assign(headings, bodies)
    stem = PurePath(document.path).stem
    reports = []
    for number, body in enumerate(bodies):
        text, origin = _compose(body)
        reports.append(Report(f"{stem}#{number + 1}", text, " ".join(headlines[number]) or None, document.published,
                              document=document.id, path=document.path, year=document.year, origin=origin))
    return tuple(reports)


def _lines(text: str) -> list[_Line]:
    """The lines that are not blank, each with its kind by its own words."""
    lines, start, gap = [], 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            lines.append(_Line(start + indent, stripped, gap, indent + raw.startswith("　"), _kind(fold(stripped))))
        gap = not stripped
        start += len(raw) + 1
    return lines


def _kind(text: str) -> Kind:
    if len(text) <= 2 * LONGEST_HEADLINE:
        if _FURNITURE.fullmatch(text):
            return "furniture"
        if _BYLINE.fullmatch(text):
            return "byline"
    if _OPENER.match(text):
        return "opener"
    if _CAPTION.match(text):
        return "caption"
    if _DATED.match(text):
        return "dated"
    heading = len(text) <= LONGEST_HEADLINE and not re.search("[。；]|[，、：,]$", text)
    return "heading" if heading else "prose"


class _Page:
    """Goes down the lines once and deals them out: `bodies`, and `headings` with the number of bodies above each."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self.lines = lines
        self.bodies: list[_Body] = []
        self.headings: list[tuple[_Line, int]] = []
        self._pending: list[_Line] = []  # bylines and captions that wait for the text below them
        self._after = [len(lines)] * (len(lines) + 1)  # the first line at or below that is no heading
        for i in range(len(lines) - 1, -1, -1):
            self._after[i] = self._after[i + 1] if lines[i].kind == "heading" else i
        i = 0
        while i < len(lines):
            body = self.bodies[-1] if self.bodies else None
            i = self._between(i) if body is None or body.signed else self._inside(i, body)
        if self._pending and self.bodies:
            self.bodies[-1].closing += self._pending

    def _between(self, i: int) -> int:
        """Takes the lines from i on where no report is open; the number of the next line to look at."""
        line = self.lines[i]
        fresh = not self.bodies or bool(self._pending or (self.headings and self.headings[-1][1] == len(self.bodies)))
        if line.kind == "furniture":
            return i + 1
        if line.kind in ("byline", "caption"):
            return self._set_aside(i, self._pending if fresh else self.bodies[-1].closing)
        if not fresh and not line.gap and len(line.text) <= 4:  # the end of a name, wrapped
            self.bodies[-1].closing.append(line)
            return i + 1
        top = self._top_of_text(i)
        self.headings += ((heading, len(self.bodies)) for heading in self.lines[i:top])
        if top < len(self.lines) and self.lines[top].kind not in ("byline", "caption", "furniture"):
            self._start(top)
            top += 1
        return top

    def _inside(self, i: int, body: _Body) -> int:
        """Takes the lines from i on where a report is open."""
        line, rest = self.lines[i], body.at_rest
        following = self._kind_of(self._after[i])
        if line.kind == "opener" and (rest or line.gap):
            self._start(i)
        elif line.kind == "byline" and self._signs(i, body):
            body.closing.append(line)
            body.signed = True
        elif line.kind == "caption" and (rest or line.gap):
            return self._set_aside(i, body.closing)
        elif line.kind == "heading" and line.gap and self._ends_report(i, body, following):
            body.signed = True
            return i
        else:
            if line.kind == "heading" and rest and self._stands_alone(i, body):
                body.alone.add(line)
            body.add(line)
        return i + 1

    def _start(self, i: int) -> None:
        self.bodies.append(_Body(opening=self._pending))
        self._pending = []
        self.bodies[-1].add(self.lines[i])

    def _kind_of(self, i: int) -> Kind | None:
        return self.lines[i].kind if i < len(self.lines) else None

    def _set_aside(self, i: int, place: list[_Line]) -> int:
        """Puts a byline, or a caption with the lines that finish its sentence, in `place`."""
        place.append(self.lines[i])
        if self.lines[i].kind == "caption":
            while not _FINAL.search(self.lines[i].text) and self._kind_of(i + 1) in ("heading", "prose") \
                    and not self.lines[i + 1].gap:
                i += 1
                place.append(self.lines[i])
        return i + 1

    def _signs(self, i: int, body: _Body) -> bool:
        """Whether a line that reads as a byline is one, and no piece of a sentence or of a bracket."""
        if body.in_brackets:
            return False
        below = self.lines[i + 1] if i + 1 < len(self.lines) else None
        return body.at_rest or below is None or below.gap or below.kind in ("byline", "opener")

    def _ends_report(self, i: int, body: _Body, following: Kind | None) -> bool:
        """Whether the headings from i on are those of other reports, though no byline has closed this one."""
        if body.in_brackets:
            return False
        short = self._after[i] - i <= 4
        if following == "opener":
            return short
        if not body.at_rest:
            return False
        if following is None:
            return len(self.bodies) > 1 or not self.headings
        return following == "dated" and short and not _SUBHEAD.match(self.lines[i].text)

    def _stands_alone(self, i: int, body: _Body) -> bool:
        """Whether a heading inside a report is a subhead: one short line with room around it."""
        line, width = self.lines[i], median(len(line.text) for line in body.lines[-9:])
        room = line.gap and (i + 1 == len(self.lines) or self.lines[i + 1].gap)
        return room and "，" not in line.text and len(line.text) + line.indent <= width - 2

    def _top_of_text(self, i: int) -> int:
        """Where the headings from i on end and the text of a report begins (or another kind of line)."""
        end = self._after[i]
        if self._kind_of(end) != "prose":
            return end
        # A wrapped text without an opener begins with lines that look like headings.
        top = start = i
        while start < end:
            stop = next((k for k in range(start + 1, end) if self.lines[k].gap), end)
            if stop == end and not self.lines[end].gap:
                break
            if stop - start > 3:
                return start
            top = start = stop
        block = [len(line.text) + line.indent for line in self.lines[top + 1 : top + 40]]
        for k in range(top, end):
            line = self.lines[k]
            if abs(len(line.text) + line.indent - median(block)) < 3:
                return k
        return end


def _assign(headings: Sequence[tuple[_Line, int]], bodies: Sequence[_Body]) -> list[list[str]]:
    """The headlines of each body, in the order printed: by the words they share, else by the place on the page."""
    widths = [len(line.text) for body in bodies for line in body.lines]
    headlines = list(_headlines(headings, wrapped=median(widths or [0]) <= LONGEST_HEADLINE))
    match = _Matcher(bodies)
    chosen = [match.best(text, above) for text, _, above in headlines]
    without = iter(sorted(set(range(len(bodies))) - set(chosen), reverse=True))
    for n, (_, gap, above) in enumerate(headlines):
        if chosen[n] is None:
            if n and not gap and headlines[n - 1][2] == above:
                chosen[n] = chosen[n - 1]
            elif above < len(bodies):
                chosen[n] = above
            else:  # below the last body: of one that still has none
                chosen[n] = next(without, chosen[n - 1] if n else above - 1)
    result: list[list[str]] = [[] for _ in bodies]
    for body, (text, _, _) in zip(chosen, headlines, strict=True):
        result[body or 0].append(text)
    return result


def _headlines(headings: Sequence[tuple[_Line, int]], wrapped: bool) -> Iterator[tuple[str, bool, int]]:
    """Each headline as one text, whether room is above it, and the number of bodies above it.

    On a page of wrapped lines a shorter line close under another is the rest of it.
    """
    texts: list[str] = []
    for n, (line, above) in enumerate(headings):
        text = " ".join(tight(line.text).split())
        below = headings[n + 1] if n + 1 < len(headings) else None
        texts.append(text)
        if wrapped and below and below[1] == above and not below[0].gap and len(below[0].text) < len(line.text):
            continue
        yield "".join(texts), headings[n - len(texts) + 1][0].gap, above
        texts = []


class _Matcher:
    """Compares a headline with bodies by pairs of characters; pairs that few bodies hold count most, the lead twice."""

    def __init__(self, bodies: Sequence[_Body]) -> None:
        self._pairs: list[set[str]] = []
        self._leads: list[set[str]] = []
        self._holders: dict[str, int] = defaultdict(int)
        for body in bodies:
            text = fold("".join(tight(line.text) for line in body.lines))
            self._pairs.append(_pairs(text))
            self._leads.append(_pairs(text[:150]))
            for pair in self._pairs[-1]:
                self._holders[pair] += 1

    def best(self, headline: str, above: int) -> int | None:
        """The body that the words of the headline point to, None where they do not decide."""
        near = range(max(0, above - NEIGHBOURS), min(len(self._pairs), above + NEIGHBOURS))
        pairs = _pairs(fold(headline))
        scores = sorted(((self._score(pairs, body), body) for body in near), reverse=True)
        if len(scores) == 1:
            return scores[0][1]
        sure = scores[0][0] > SURE * scores[1][0] and scores[0][0] > log(2)
        return scores[0][1] if sure else None

    def _score(self, pairs: set[str], body: int) -> float:
        shared = pairs & self._pairs[body]
        return fsum(log(len(self._pairs) / self._holders[pair]) * (1 + (pair in self._leads[body])) for pair in shared)


def _pairs(text: str) -> set[str]:
    joined = re.sub(r"[\s“”‘’《》—]", "", text)
    return {joined[i : i + 2] for i in range(len(joined) - 1)}


def _compose(body: _Body) -> tuple[str, tuple[int, ...]]:
    """The text of a report and the offset of each character in the document, -1 for what was put in."""
    chars: list[str] = []
    origin: list[int] = []
    for joint, line in _joined(body):
        chars += joint
        origin += [-1] * len(joint)
        dropped = filler(line.text) if line.kind != "byline" else ()
        for i, char in enumerate(line.text):
            if i not in dropped:
                chars.append(char)
                origin.append(line.start + i)
    return "".join(chars), tuple(origin)


def _joined(body: _Body) -> Iterator[tuple[str, _Line]]:
    """Every line of the report with what goes before it: nothing, a blank, or a line end."""
    above: _Line | None = None
    ends = _paragraph_ends(body)
    for place in (body.opening, body.lines, body.closing):
        for n, line in enumerate(place):
            if above is None:
                joint = ""
            elif place is body.lines and n:
                joint = "\n" if ends[n - 1] else _seam(above, line)
            elif n and "byline" == line.kind == above.kind:
                joint = " "
            elif n and line.kind in ("heading", "prose"):  # the rest of a wrapped byline or caption
                joint = _seam(above, line)
            else:
                joint = "\n"
            yield joint, line
            above = line


def _seam(above: _Line, line: _Line) -> str:
    """A blank between two words in Latin letters, nothing in Chinese."""
    latin = (above.text[-1] + line.text[0]).isascii() and above.text[-1].isalpha() and line.text[0].isalpha()
    return " " if latin else ""


def _paragraph_ends(body: _Body) -> list[bool]:
    """Whether a paragraph ends with each line of the text but the last.

    In wrapped text one ends with a sentence before a blank or an indented line, or, where no blank lines do it, with
    a short line. Else every line is a paragraph.
    """
    lines = body.lines
    final = [bool(_FINAL.search(line.text)) for line in lines]
    below = list(zip(final, lines, lines[1:], strict=False))
    widths = [len(line.text) + line.indent for line in lines]
    width = sorted(widths)[len(widths) * 3 // 4]
    if not _wrapped(lines, widths):
        return [True] * len(below)
    spaced = any(end and after.gap for end, _, after in below)
    indented = 0 < sum(line.indent >= 2 for line in lines) < len(lines)
    return [line in body.alone or after in body.alone
            or (end and (after.gap or (indented and after.indent >= 2) or (not spaced and wide <= width - 3)))
            for (end, line, after), wide in zip(below, widths, strict=False)]


def _wrapped(lines: Sequence[_Line], widths: Sequence[int]) -> bool:
    """Whether lines end where a column does: within sentences, and those that do are as wide as any."""
    cut = [width for line, width in zip(lines[:-1], widths, strict=False) if not _PAUSE.search(line.text)]
    if not cut or max(widths) > WIDEST_COLUMN:
        return False
    return len(cut) > 0.4 * len(lines) or median(cut) >= 0.8 * max(widths)
