"""Finds the names of people.

A name is seldom certain where it stands and often certain elsewhere: 佟雪在… could go on, 佟雪、… cannot. So candidates
are weighed (weigh.py) at every place that invites a name (after a title, in a list, before 表示), the best reading of the
report decides, and an accepted name is then marked wherever it occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tracker.lexicon import Lexicon
from tracker.tag.weigh import ACCEPT, DOTS, FIRM, HAN, LISTED, TITLED, Model, Weigher
from tracker.types import Span

JOINTS = "、和与及"
DOTTED = re.compile(rf"{HAN}{{1,12}}(?:[·•・-]{HAN}{{1,8}})*[·•・-]{HAN}{{1,12}}")
BETWEEN = re.compile(rf"({HAN}{{2,4}}|{HAN}{{1,6}}·{HAN}{{1,6}})(?=、)")
LIST = re.compile(rf"{HAN}{{1,40}}(?:、[\u4e00-\u9fff·]{{2,12}})+")  # a run without end would be read anew at each character
DECISIONS = re.compile("任命|免去|增补|决定|补选|推选|选举|罢免|接受")
SPOUSES = ("夫人", "妻子", "丈夫")
LIKELY = 3.4  # two candidates of this weight at different places are believed too


class Names:
    """The finder of names over a lexicon; `find` is pure."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.model = Model(lexicon)
        self.calling = re.compile(self.model.callings)
        self.joint = re.compile(self.model.joints + rf"(?={HAN})")
        self.stop = re.compile(rf"(?:{self.model.joints}|{self.model.callings})$")

    def find(self, text: str, titles: Iterable[Span]) -> list[Span]:
        """Spans of names, in order, never overlapping."""
        return _Search(self, text, list(titles)).run()


class _Search:
    """The state of one call: which names are believed, and which are likely."""

    def __init__(self, names: Names, text: str, titles: list[Span]) -> None:
        self.names, self.model, self.text = names, names.model, text
        self.weigher = Weigher(names.model, text, titles)
        self.accepted: set[str] = set()
        self.likely: set[str] = set()

    def run(self) -> list[Span]:
        for start, end in [*self._bylines(), *self._dotted_names()]:
            self._believe(start, end, ACCEPT)
        for anchor, bonus in self._anchors():
            best = self.weigher.best(anchor, bonus)
            if best:
                self._believe(best.start, best.end, best.weight)
        self._lists()
        self._spread()
        return self._mark()

    def _believe(self, start: int, end: int, weight: float) -> None:
        name = self.text[start:end]
        if weight >= ACCEPT or (weight >= LIKELY and name in self.likely):
            self.accepted.add(name)
        elif weight >= LIKELY:
            self.likely.add(name)

    def _bylines(self) -> Iterator[tuple[int, int]]:
        """Names in credits; names run together (记者闻小萤简宁) are cut where a surname starts."""
        lexicon = self.model.lexicon
        for match in lexicon.byline.finditer(self.text):
            start, end = match.span("names")
            for run in re.finditer(rf"{HAN}+(?:[ 　]{HAN}(?!{HAN}))?", self.text[start:end]):
                if run.group() in self.model.never or run.group() in lexicon.places:
                    continue
                cuts = lexicon.name_run.fullmatch(run.group())
                sizes = [len(g) for g in cuts.groups() if g] if cuts else [len(run.group())]
                at = start + run.start()
                for size in sizes:
                    yield at, at + size
                    at += size

    def _anchors(self) -> Iterator[tuple[int, float]]:
        """Places where a name may start, with what the place itself is worth."""
        for end in sorted(self.weigher.title_ends):
            yield end, TITLED
        for match in self.names.calling.finditer(self.text):
            yield match.end(), TITLED if match.group() in SPOUSES else 2.2
        for match in re.finditer(r"\d{1,3}岁的?", self.text):
            yield match.end(), 2.5
        for start in sorted(self.weigher.title_starts | {m.start() for m in re.finditer("同志", self.text)}):
            for at in range(max(0, start - 4), start - 1):
                yield at, 1.5 if self._edge(at) or self.model.before.search(self.text, max(0, at - 4), at) else 0.0
        for match in re.finditer(rf"(?:^|[。！？；，：、“《（(\n])(?={HAN})", self.text):
            yield match.end(), 0.5
        for match in re.finditer(rf"[日午晚晨]，(?={HAN})", self.text):
            yield match.end(), 1.5
        for match in DECISIONS.finditer(self.text):
            yield match.end(), 2.0
        for match in self.names.joint.finditer(self.text):
            yield match.end(), 0.5

    def _edge(self, at: int) -> bool:
        """Whether something that is no word ends at `at`."""
        return at == 0 or not re.match(HAN, self.text[at - 1])

    def _dotted_names(self) -> Iterator[tuple[int, int]]:
        """Names with dots in them: 保罗·恩东加, 艾合麦提·帕尔哈."""
        at = 0
        while match := DOTTED.search(self.text, at):  # from the end of each name: what follows it may hold the next
            start, end = self._dotted(match)
            at = max(end, match.start() + 1)
            foreign = sum(char in self.model.lexicon.transliteration for char in self.text[start:end])
            ship = self.text.startswith("”", end)  # “罗纳德·里根”号
            if not ship and (start in self.weigher.title_ends or foreign >= 0.55 * (end - start - 1)):
                yield start, end

    def _dotted(self, match: re.Match[str]) -> tuple[int, int]:
        """Start and end of a name with dots in it: from the nearest joint before to the nearest after."""
        pieces = re.split(rf"[{DOTS}]", match.group())
        first, last = match.start() + len(pieces[0]), match.end() - len(pieces[-1])
        start = first - 1
        while start > match.start() and first - start < 10 and not (
                start in self.weigher.title_ends or self.names.stop.search(self.text, max(0, start - 4), start)):
            start -= 1
        sounds = self.model.lexicon.transliteration
        if start == match.start() or first - start == 10:  # no joint near: take what spells foreign sounds
            while first - start > 1 and self.text[start] not in sounds and not self._edge(start):
                start += 1
        ends = range(last + 1, match.end() + 1)
        joints = (e for e in ends if (surely := self.weigher.right(e)) >= FIRM or (surely > 0 and self.text[e] not in sounds))
        end = next(joints, 0) or next((e for e in ends if e == match.end() or self.text[e] not in sounds), match.end())
        return start, end

    def _lists(self) -> None:
        """Believe lists of likely names, then whoever is listed beside a believed name."""
        for match in LIST.finditer(self.text):
            self._list(match)

    def _spread(self) -> None:
        """Weigh the neighbours of believed names until no more is found."""
        grown = True
        while grown:
            before = len(self.accepted)
            for name in sorted(self.accepted):
                for match in re.finditer(re.escape(name), self.text):
                    self._neighbours(*match.span())
            grown = len(self.accepted) > before

    def _list(self, match: re.Match[str]) -> None:
        """Believe the members of one list if nearly all of them read as names."""
        at, readings, parts = match.start(), [], match.group().split("、")
        for number, part in enumerate(parts):
            first, last = number == 0, number == len(parts) - 1
            best = self.weigher.best(at, LISTED)
            if best and best.weight >= 2.5 and (best.end == at + len(part) or last) and not (first and not self._edge(at)):
                readings.append(best)
            at += len(part) + 1
        whole = len(readings) >= 0.66 * len(parts) or (len(parts) > 3 and len(readings) >= 0.75 * (len(parts) - 2))
        if len(readings) > 1 and whole and sum(c.weight for c in readings) >= ACCEPT * len(readings):
            for c in readings:
                self._believe(c.start, c.end, max(c.weight, ACCEPT))

    def _neighbours(self, start: int, end: int) -> None:
        """Weigh what is listed right after and right before a believed name."""
        if end < len(self.text) and self.text[end] in JOINTS:
            best = self.weigher.best(end + 1, LISTED if self.text[end] == "、" else 1.5)
            if best:
                self._believe(best.start, best.end, best.weight)
            between = BETWEEN.match(self.text, end + 1)
            if between and self._listed(between.end() + 1) and between.group() not in self.model.never:
                self._believe(*between.span(), ACCEPT)  # 甲、次仁顿珠、乙: no surname needed between two names
        if start > 0 and self.text[start - 1] in JOINTS:
            places = [at for at in range(max(0, start - 5), start - 2)
                      if at in self.weigher.title_ends or self._edge(at) or self._invited(at)]
            readings = [self.weigher.best(at, TITLED if at in self.weigher.title_ends else LISTED) for at in places]
            best = max((c for c in readings if c and c.end == start - 1), key=lambda c: c.weight, default=None)
            if best:  # 甲和乙共同出席: the joint before a believed name ends the one before it
                self._believe(best.start, best.end, best.weight + 1.5 * (self.text[start - 1] != "、"))

    def _invited(self, at: int) -> bool:
        """Whether a joint ends at `at`: 会见, 决定, 出席的有."""
        return self.text[at - 1] == "有" or bool(self.model.before.search(self.text, max(0, at - 4), at))

    def _listed(self, at: int) -> bool:
        return any(self.text.startswith(name, at) for name in self.accepted)

    def _mark(self) -> list[Span]:
        """Every occurrence of the accepted names, the longest reading first; 佟雪 never inside 佟雪岩."""
        for name in [name for name in sorted(self.accepted) if re.search(f"[{DOTS}]", name)]:
            for part in re.split(f"[{DOTS}]", name):  # 恩东加 of 保罗·恩东加, alone further on
                if len(part) > 2 and set(part) <= self.model.lexicon.transliteration:
                    self.accepted.add(part)
        taken: list[Span] = []
        used = bytearray(len(self.text))
        for name in sorted(self.accepted, key=lambda n: (-len(n), n)):
            for match in re.finditer(re.escape(name), self.text):
                start, end = match.span()
                if any(used[start:end]):
                    continue
                used[start:end] = b"\1" * (end - start)
                taken.append(Span(start, end))
        return sorted(taken)
