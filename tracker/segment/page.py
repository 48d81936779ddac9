"""Goes down the lines of a page once and deals them out to reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from tracker.segment.body import Body, triples
from tracker.segment.joints import AHEAD, Joints
from tracker.segment.lines import CREDITED, FINAL, NOTICE_HEAD, PAUSE, Kind, Line, is_day
from tracker.text import fold

_TEXT: Final[frozenset[Kind | None]] = frozenset({"prose", "heading", "dated", "opener", "row", "onset"})
_REST_OF_BYLINE: Final = 6  # characters of the end of a byline, wrapped
NEAR: Final = 30  # the last reports left off in which one may go on
_LONGEST_CREDIT: Final = 8  # characters of the end of who took a picture, wrapped
_LONGEST_CAPTION: Final = 8  # lines of one in the middle of a sentence
_MOST_INSIDE: Final = 6  # lines of another report's headline in the middle of a text


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a headline, with the number of the body that stands above it (-1: none), of the one below, and whether it stands
    in the middle of the one above."""

    line: Line
    above: int
    below: int
    inside: bool = False


class Page:
    """The reports of a page: `bodies`, and `headings` in the order printed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.joints = Joints(lines)
        self.bodies: list[Body] = []
        self.headings: list[Heading] = []
        self._current = -1  # the number of the last body that is no notice
        self._onward: list[int] = []  # bodies that go on elsewhere
        self._pending: list[Line] = []  # bylines and captions that wait for the text below them
        self._joined: list[tuple[int, int]] = []  # bodies between which no headline stands
        self._furnished = False  # furniture stands between the last line taken and this one
        i = 0
        while i < len(lines):
            if lines[i].kind == "furniture":
                self._furnished, i = True, i + 1
                continue
            body = self._open
            i = self._between(i) if body is None or body.signed else self._inside(i, body)
            self._furnished = False
        if self._pending and self._current >= 0:
            self.bodies[self._current].closing += self._pending
        for above, below in self._joined:
            self._deal_captions(self.bodies[above], self.bodies[below])

    @property
    def _open(self) -> Body | None:
        return self.bodies[self._current] if self._current >= 0 else None

    def _kind_of(self, i: int) -> Kind | None:
        return self.lines[i].kind if i < len(self.lines) else None

    # Where no report is open

    def _between(self, i: int) -> int:
        """Takes the lines from i on where no report is open; the number of the next line to look at."""
        line, last = self.lines[i], self._open
        notice = self._end_of_notice(i)
        if notice > i:
            return self._take_notice(i, notice)
        headed = bool(self.headings and self.headings[-1].below == len(self.bodies) and not self.headings[-1].inside)
        fresh = last is None or bool(self._pending) or headed
        if line.kind == "onward":
            if last is None:
                self._start(i)
            else:
                last.closing.append(line)
                self._onward.append(self._current)
            return i + 1
        if line.kind in ("byline", "names", "caption"):
            place = self._pending if fresh or last is None else last.closing
            if last is not None and place is last.closing and line.kind != "caption":
                if self._heads(i, last):
                    place = self._pending
                else:
                    last.named = True
            return self._set_aside(i, place)
        if last is not None and not fresh and not line.gap and self._ends_byline(i, last):
            (last.closing if self.lines[i - 1] in last.closing else last.lines).append(line)
            return i + 1
        top = self.joints.top_of_text(i)
        self._head(i, top)
        if self._kind_of(top) in _TEXT:
            self._start(top)
            top += 1
        return top

    def _ends_byline(self, i: int, last: Body) -> bool:
        """Whether a line is the end of a name that was wrapped."""
        line, above = self.lines[i], self.lines[i - 1]
        if above in last.closing:
            return above.kind == "byline" and len(line.text) <= _REST_OF_BYLINE \
                and (len(line.text) <= 4 or above.width > line.width)
        if above != last.lines[-1]:
            return False
        width = last.column or max(last.widths, default=0)
        cut = len(last.lines[-1].text.rsplit(maxsplit=1)[-1]) == 1  # only the surname stands above
        credit = len(line.text) <= _LONGEST_CREDIT and bool(CREDITED.search(fold(line.text)))
        return last.named and (len(line.text) <= 1 + cut or credit) and last.lines[-1].reach >= width - 1.5

    def _heads(self, i: int, last: Body) -> bool:
        """Whether a byline stands over the text below, and not under the one above."""
        line, end = self.lines[i], i + 1
        while self._kind_of(end) == "byline" and not self._gap(end):  # the rest of it, wrapped
            end += 1
        if line.text[0] in "（(" or self._kind_of(end) not in _TEXT or self.joints.top_of_text(end) > end:
            return False
        if self._furnished:
            return True  # below the name of a column
        if last.named and not (last.closing and last.closing[-1].kind == "byline" and not line.gap):
            return True  # the one above has its byline
        if line.text[0] == "□" and self._kind_of(end) in ("opener", "dated"):
            return True
        return line.gap and not self.lines[end].gap

    def _head(self, i: int, end: int, inside: bool = False) -> None:
        self.headings += (Heading(line, self._current, len(self.bodies), inside) for line in self.lines[i:end])

    def _start(self, i: int) -> None:
        if self.lines[i].kind == "onset" and self._carry_on(i):
            return
        headed = bool(self.headings) and self.headings[-1].below == len(self.bodies)
        if not headed and self._current >= 0:
            self._joined.append((self._current, len(self.bodies)))
        self.bodies.append(Body(opening=self._pending))
        self._current = len(self.bodies) - 1
        self._pending = []
        self.bodies[-1].add(self.lines[i], alone=self.lines[i].kind in ("row", "onset", "onward"))

    def _deal_captions(self, above: Body, below: Body) -> None:
        """Gives captions that stand between two texts to the one below if it shares more of their words."""
        gains = {}
        for cut, line in enumerate(above.closing):
            if line.kind == "caption":
                said = set(triples("".join(fold(line.text) for line in above.closing[cut:])))
                gains[cut] = sum((one in below.said) - (one in above.said) for one in said)
        cut = max(gains, key=lambda cut: (gains[cut], cut), default=0)
        if gains.get(cut, 0) > 0:
            above.closing, below.opening = above.closing[:cut], above.closing[cut:] + below.opening

    def _carry_on(self, i: int) -> bool:
        """Lets the text below 上接第1版 go on where a report above was left off (下转第3版), if words or an open sentence say so.
        A headline that is printed again stays where it stands."""
        said = set(triples("".join(fold(line.text) for line in self.lines[i + 1 : i + 1 + AHEAD])))
        left = [(sum(one in self.bodies[n].said for one in said) + 3 * self.bodies[n].cut, n) for n in self._onward[-NEAR:]]
        best, number = max(left, default=(0, -1))
        if best < 3:
            return False
        body = self.bodies[number]
        again = []
        while self.headings and self.headings[-1].below == len(self.bodies) and not self.headings[-1].inside:
            again.append(self.headings.pop().line)
        body.lines += body.closing + self._pending  # the line that says where it goes on
        body.alone |= {*body.closing, *self._pending}
        body.closing, self._pending = [], []
        for line in [*reversed(again), self.lines[i]]:
            body.add(line, alone=True)
        self._onward.remove(number)
        body.signed, self._current = False, number
        return True

    def _set_aside(self, i: int, place: list[Line]) -> int:
        """Puts a byline, or a caption with the lines that finish its sentence, in `place`."""
        place.append(self.lines[i])
        if self.lines[i].kind == "caption":
            text = fold(self.lines[i].text)
            while not self._gap(i + 1) and self._goes_on(text, i + 1):
                i += 1
                place.append(self.lines[i])
                text += fold(self.lines[i].text)
        return i + 1

    def _goes_on(self, caption: str, i: int) -> bool:
        """Whether line i belongs to the caption above: to its sentence or its brackets, or it tells who took the picture."""
        if self._kind_of(i) not in ("heading", "prose", "byline"):
            return False
        below = fold(self.lines[i].text)
        open_bracket = caption.rfind("(") > caption.rfind(")")
        if FINAL.search(caption) and not open_bracket:
            return bool(self.lines[i].kind == "byline" and CREDITED.search(below)) and not CREDITED.search(caption)
        if CREDITED.search(caption) and not open_bracket:
            return caption.endswith("摄") and below.startswith("影报道")
        return True

    def _interrupts(self, i: int) -> bool:
        """Whether the caption that begins with line i, in the middle of a sentence, is whole: it ends as captions do."""
        text = ""
        for line in self.lines[i : i + _LONGEST_CAPTION]:
            text += fold(line.text)
            if CREDITED.search(text) or (FINAL.search(text) and text[0] in "▲△▼(上下左右") or "(资料图片)。" in text:
                return not self.joints.goes_on(i - 1)
        return False

    def _gap(self, i: int) -> bool:
        return i < len(self.lines) and self.lines[i].gap

    # Advertisements

    def _end_of_notice(self, i: int) -> int:
        """The end of the advertisement that begins with line i; i where none does."""
        last, j = i - 1, i
        while j < len(self.lines) and (j == i or not self.lines[j].gap) and j - last <= 5:
            kind = self.lines[j].kind
            if kind == "notice":
                last = j
            elif kind not in ("heading", "prose", "names", "row"):
                break
            j += 1
        if last < i or (self.lines[i].kind != "notice" and last - i > 5):
            return i
        over = next((j for j in range(last + 1, min(last + 4, len(self.lines))) if self.lines[j].gap), None)
        if over is not None and all(self.lines[j].kind == "heading" for j in range(last + 1, over)):
            return over
        return last + 1

    def _take_notice(self, i: int, end: int) -> int:
        body = Body(notice=True, signed=True, lines=list(self.lines[i:end]), alone=set(self.lines[i:end]))
        self.bodies.append(body)
        return end

    # Inside a report

    def _inside(self, i: int, body: Body) -> int:
        """Takes the lines from i on where a report is open."""
        line, rest = self.lines[i], body.at_rest
        if len(body.lines) == 1 and body.lines[0].kind == "onset" and line.kind in ("byline", "names", "opener"):
            if line.kind == "opener":
                body.add(line)
            else:
                body.opening.append(line)
        elif line.kind == "onset" or (line.kind == "opener" and (rest or line.gap)):
            self._start(i)
        elif line.kind == "onward":
            body.closing.append(line)
            body.cut, body.signed = not body.at_rest, True
            self._onward.append(self._current)
        elif line.kind in ("byline", "names") and self._signs(i, body):
            if rest and self._heads(i, body):
                body.signed = True
                return i
            body.closing.append(line)
            body.signed = body.named = True
        elif line.kind == "caption" and (rest or line.gap or self._interrupts(i)):
            return self._set_aside(i, body.closing)
        elif line.kind == "row":
            body.add(line, alone=True)
        elif rest:
            return self._after_sentence(i, body)
        else:
            return self._in_sentence(i, body)
        return i + 1

    def _signs(self, i: int, body: Body) -> bool:
        """Whether a line that reads as a byline is one, and no piece of a sentence or of a bracket."""
        if body.in_brackets:
            return False
        below = self.lines[i + 1] if i + 1 < len(self.lines) else None
        if self.lines[i].kind == "names":
            return body.at_rest and (below is None or below.kind != "prose" or below.gap)
        return body.at_rest or below is None or below.gap or below.kind in ("byline", "opener")

    def _after_sentence(self, i: int, body: Body) -> int:
        line = self.lines[i]
        if line.gap or line.kind == "notice" or NOTICE_HEAD.fullmatch(fold(line.text)):
            notice = self._end_of_notice(i)
            if notice > i:
                return self._take_notice(i, notice)
        for end in (i + 1, i + 2):  # who gives notice, perhaps wrapped, and when
            if end < len(self.lines) and is_day(self.lines[end]) and all(one.kind == "heading" for one in self.lines[i:end]):
                body.closing += self.lines[i : end + 1]
                body.signed = True
                return end + 1
        top = self.joints.top_of_text(i, body)
        if self._kind_of(top) not in _TEXT and line.kind == "heading" and not self._breaks_off(i, top):
            if top < len(self.lines) or len(self.bodies) > 1 or not self.headings:
                body.signed = True
                return i
        elif self._kind_of(top) in _TEXT and self.joints.another(body, i, top, self._furnished):
            body.signed = True
            return i
        body.add(line, alone=top > i and self._stands_alone(i, body))
        return i + 1

    def _breaks_off(self, i: int, top: int) -> bool:
        """Whether the lines from i on, which look like headlines, are a sentence that something other than text breaks off."""
        return self._kind_of(top) == "onward" or (top < len(self.lines) and any("，" in line.text for line in self.lines[i:top]))

    def _stands_alone(self, i: int, body: Body) -> bool:
        """Whether a heading inside a report is a subhead: a short line, with room around it or no end of a word."""
        line = self.lines[i]
        width = body.column or median(body.widths or [0])
        if line.reach > width - 1.5 or self.joints.goes_on(i):
            return False
        room = line.gap and (i + 1 == len(self.lines) or self.lines[i + 1].gap)
        return room or (body.column is not None and not (self.joints.lost and abs(line.reach + 2 - width) <= 1))

    def _in_sentence(self, i: int, body: Body) -> int:
        line = self.lines[i]
        if line.kind == "heading" and not body.in_brackets:
            top = self.joints.top_of_text(i, body)
            if line.gap and self._kind_of(top) == "opener" and top - i <= 4:
                body.signed = True
                return i
            end = self._end_of_insert(i, body)
            if end > i:
                self._head(i, end, inside=True)
                return end
        body.add(line)
        return i + 1

    def _end_of_insert(self, i: int, body: Body) -> int:
        """The end of another report's headline that stands in the middle of a sentence from line i on; i where none does."""
        width, lines, j = body.column, self.lines, i
        if width is None or self.joints.goes_on(i - 1):
            return i
        while j < len(lines) and j - i < _MOST_INSIDE and lines[j].kind == "heading" and not _fits(lines[j], width) \
                and not PAUSE.search(lines[j].text):
            j += 1
        below = self.joints.width_below(j)
        if below is not None and any(_fits(line, below) for line in lines[i:j]):
            return i
        if j == i or j == len(lines) or lines[j].kind not in ("heading", "prose", "dated") or not _fits(lines[j], width):
            return i
        return j if (lines[i].gap and lines[j].gap) or (j + 1 < len(lines) and _fits(lines[j + 1], width)) else i


def _fits(line: Line, width: float) -> bool:
    """Whether a line may be one of a text in a column of that width."""
    return not line.sure and (abs(line.reach - width) <= 2 or (line.reach < width and bool(FINAL.search(line.text))))
