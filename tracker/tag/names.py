"""Finds the names of people.

A name is seldom certain where it stands and often certain elsewhere: 佟雪在… could go on, 佟雪、… cannot. So candidates
are weighed at every place that invites a name (after a title, in a list, before 表示), the sum over the report decides,
and an accepted name is then marked wherever it occurs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.lexicon import Lexicon, alternatives
from tracker.types import Span

HAN = r"[\u4e00-\u9fff]"
DOTS = "·•・-"
JOINTS = "、和与及"
PADDED = re.compile(rf"({HAN})[ \u3000]({HAN})(?!{HAN}[ \u3000])")
DOTTED = re.compile(rf"{HAN}{{1,12}}(?:[·•・-]{HAN}{{1,8}})*[·•・-]{HAN}{{1,12}}")
# Surnames, and far oftener words of grammar.
FUNCTION = "和与同向从应时为由以就对将被给等是在都全有正会相还也又再则仍而或均所之的看讲问答谈"
SITES = "路街巷桥镇乡村县市区省州河江湖寺"  # 翠柏路、金盏街: a list of places
BODIES = "院会局部厅委办处署司所社馆校厂团组科室"  # 商学院教授: what stands before the title is no name
SPOUSES = ("夫人", "妻子", "丈夫")
LISTED = 2.0  # what a place in a list is worth
ACCEPT = 4.0  # a candidate of this weight is believed
LIKELY = 3.4  # two of this weight at different places are believed too


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name with its weight: over ACCEPT it is believed."""

    start: int
    end: int
    weight: float


class Names:
    """The name model over a lexicon; `find` is pure."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        after = lexicon.words("boundaries", "after_name")
        self.after = re.compile(alternatives(word for word in after if len(word) > 1))
        self.after_one = frozenset(word for word in after if len(word) == 1)
        self.acts = re.compile(alternatives(lexicon.words("boundaries", "acts")))
        self.calling = re.compile(alternatives(lexicon.words("boundaries", "callings")))
        self.country = re.compile(alternatives(lexicon.countries))
        self.joints = re.compile(alternatives(lexicon.words("boundaries", "before")) + rf"(?={HAN})")
        self.before = re.compile(alternatives(lexicon.words("boundaries", "before")) + "$")
        self.never = lexicon.ordinary_words | set(lexicon.words("boundaries", "never")) | {w for w in after if len(w) > 1}
        self.places = lexicon.places
        self.place = re.compile(alternatives(lexicon.places))

    def find(self, text: str, titles: Iterable[Span]) -> list[Span]:
        """Spans of names, in order, never overlapping."""
        return _Search(self, text, list(titles)).run()

    def given(self, given: str) -> float:
        """How much more often these characters make a given name than running text, in log-odds."""
        table = self.lexicon.given_names
        slots = [0] if len(given) == 1 else [1, 2]
        odds = [table.get(char, (1.0, 1.0, 1.0))[slot] for char, slot in zip(given, slots, strict=True)]
        return sum(max(-2.5, value) for value in odds) / len(slots)


class _Search:
    """The state of one call: weights by name and by place."""

    def __init__(self, model: Names, text: str, titles: list[Span]) -> None:
        self.model, self.text, self.titles = model, text, titles
        self.title_starts = {span.start for span in titles}
        self.title_ends = {span.end for span in titles}
        self.abroad = {i for m in model.country.finditer(text) for i in range(*m.span())}
        self.accepted: dict[str, float] = {}
        self.likely: set[str] = set()

    def run(self) -> list[Span]:
        for start, end in self._bylines():
            self._believe(start, end, ACCEPT)
        at = 0
        while match := DOTTED.search(self.text, at):  # from the end of each name: what follows it may hold the next
            start, end = self._dotted(match)
            at = max(end, match.start() + 1)
            if self.text.startswith("”", end):  # “罗纳德·里根”号
                continue
            foreign = sum(char in self.model.lexicon.transliteration for char in self.text[start:end])
            if start in self.title_ends or foreign >= 0.55 * (end - start - 1):
                self._believe(start, end, ACCEPT)
        for anchor, bonus in self._anchors():
            best = self.best(anchor, bonus)
            if best:
                self._believe(best.start, best.end, best.weight)
        self._lists()
        self._spread()
        return self._mark()

    def _believe(self, start: int, end: int, weight: float) -> None:
        name = self.text[start:end]
        if weight >= ACCEPT or (weight >= LIKELY and name in self.likely):
            self.accepted[name] = max(weight, self.accepted.get(name, 0.0))
        elif weight >= LIKELY:
            self.likely.add(name)

    def _bylines(self) -> Iterator[tuple[int, int]]:
        """Names in credits; names run together (记者杨蔚王静文) are cut where a surname starts."""
        lexicon = self.model.lexicon
        for match in lexicon.byline.finditer(self.text):
            start, end = match.span("names")
            for run in re.finditer(rf"{HAN}+(?:[ 　]{HAN}(?!{HAN}))?", self.text[start:end]):
                if run.group() in self.model.never | self.model.places:
                    continue
                cuts = lexicon.name_run.fullmatch(run.group())
                sizes = [len(g) for g in cuts.groups() if g] if cuts else [len(run.group())]
                at = start + run.start()
                for size in sizes:
                    yield at, at + size
                    at += size

    def _anchors(self) -> Iterator[tuple[int, float]]:
        """Places where a name may start, with what the place itself is worth."""
        for end in sorted(self.title_ends):
            yield end, 3.0
        for match in self.model.calling.finditer(self.text):
            yield match.end(), 3.0 if match.group() in SPOUSES else 2.2
        for match in re.finditer(r"\d{1,3}岁的?", self.text):
            yield match.end(), 2.5
        for start in sorted(self.title_starts | {m.start() for m in re.finditer("同志", self.text)}):
            for at in range(max(0, start - 4), start - 1):
                yield at, 1.5 if at == 0 or self.model.before.search(self.text, max(0, at - 4), at) or self._edge(at) else 0.0
        for match in re.finditer(rf"(?:^|[。！？；，：、“《（(\n])(?={HAN})", self.text):
            yield match.end(), 0.5
        for match in re.finditer(rf"[日午晚晨]，(?={HAN})", self.text):
            yield match.end(), 1.5
        for match in re.finditer("任命|免去|增补|决定|补选|推选|选举|罢免|接受", self.text):
            yield match.end(), 2.0
        for match in self.model.joints.finditer(self.text):
            yield match.end(), 0.5

    def _edge(self, at: int) -> bool:
        """Whether something that is no word ends at `at`."""
        return at == 0 or not re.match(HAN, self.text[at - 1])

    def _dotted(self, match: re.Match[str]) -> tuple[int, int]:
        """Start and end of a name with dots in it: from the nearest joint before to the nearest after."""
        pieces = re.split(rf"[{DOTS}]", match.group())
        first, last = match.start() + len(pieces[0]), match.end() - len(pieces[-1])
        stop = re.compile("|".join([self.model.before.pattern, self.model.calling.pattern + "$"]))
        start = first - 1
        while start > match.start() and first - start < 10 and not (
                start in self.title_ends or stop.search(self.text, max(0, start - 4), start)):
            start -= 1
        sounds = self.model.lexicon.transliteration
        if start == match.start() or first - start == 10:  # no joint near: take what spells foreign sounds
            while first - start > 1 and self.text[start] not in sounds and not self._edge(start):
                start += 1
        ends = range(last + 1, match.end() + 1)
        end = next((e for e in ends if self.right(e) >= 3.0 or (self.right(e) > 0 and self.text[e] not in sounds)), 0)
        if not end:
            end = next((e for e in ends if e == match.end() or self.text[e] not in sounds), match.end())
        return start, end

    def right(self, at: int) -> float:
        """How surely a name ends at `at`."""
        if at >= len(self.text) or not re.match(HAN + "|[·•・-]", self.text[at]):
            return 3.0
        if self.model.after.match(self.text, at):
            return 3.0
        if at in self.title_starts or (self.text.startswith(("国会", "议会"), at) and at + 2 in self.title_starts):
            return 3.0
        if self.text[at] in "与和同" and self._title_within(at, 25):  # 顾承岳与某学院院长乔思衡
            return 2.6
        if self.text[at] in self.model.after_one:
            firm = at + 1 >= len(self.text) or not re.match(HAN, self.text[at + 1]) or self.model.after.match(self.text, at + 1)
            place = self.text[at] in "赴到在" and self.model.place.match(self.text, at + 1)
            return 3.0 if firm or place else 1.2  # 则表示, 等出席, 说，, 赴上城区
        return -3.0

    def _title_within(self, at: int, reach: int) -> bool:
        """Whether a title starts in the next characters, before any mark."""
        ahead = re.match(r"[^，。；：！？、\n]*", self.text[at : at + reach])
        return bool(ahead) and any(at < start < at + len(ahead.group()) for start in self.title_starts)  # type: ignore[union-attr]

    def best(self, at: int, bonus: float) -> Candidate | None:
        """The best reading of a name that starts at `at`; None where no reading is possible."""
        readings = [*self._chinese(at, bonus), *self._foreign(at, bonus)]
        return max(readings, key=lambda c: (c.weight, c.end), default=None)

    def _chinese(self, at: int, bonus: float) -> Iterator[Candidate]:
        text, model = self.text, self.model
        padded = PADDED.match(text, at)
        if padded and padded[1] in model.lexicon.surnames:  # 王 伟, blown up to the width of three characters
            yield Candidate(at, padded.end(), bonus + self.right(padded.end()) + 0.6 * model.given(padded[2]) - 0.5)
        for size in (2, 1):
            surname = text[at : at + size]
            if len(surname) < size or surname not in model.lexicon.surnames:
                continue
            for length in (1, 2):
                end = at + size + length
                given = text[at + size : end]
                if len(given) < length or not re.fullmatch(HAN + "+", given):
                    continue
                shadow = model.after.match(text, end - 1) if length == 2 else None  # 何平|陪同, not 何平陪|同
                firm = bonus >= 3.0 and self.right(end) >= 3.0
                weight = bonus + self.right(end) + 0.3 * (length == 2) + 0.5 * (size == 2)
                weight += (0.3 if firm else 0.6) * model.given(given)
                rare = math.log10(model.lexicon.surnames[surname] + 0.1) if size == 1 else 0.0
                weight += 0.4 * (bonus >= 3.0)
                invited = bonus >= 3.0 or bonus == LISTED
                weight += min(0.0, rare if invited else 3.0 * rare)  # 晁 after a title, 解 of 解答 elsewhere
                weight -= 3.0 * (bonus < 3.0 and text[end - 1] in SITES)
                weight -= 3.0 * (surname in FUNCTION) + 1.5 * (surname in "于任方")
                joint = length == 2 and given[1] in model.after_one and self.right(end - 1) > 0
                weight -= 2.5 * joint  # 尹某|和省长
                weight -= 2.0 * (given == "方") + 9.0 * (at in self.abroad)  # 苏方 is a side
                weight -= 3.0 * (bonus < 3.0 and text[end - 1] in BODIES and end in self.title_starts)
                named = 2.5 if bonus >= 3.0 and model.acts.match(text, end) else 5.0  # 区长高兴讲话
                weight -= named * (text[at:end] in model.never) + 2.5 * bool(shadow)
                weight -= 4.0 * (text[at : at + 2] in model.never and size + length > 2)
                weight -= 2.0 * (text[at:end] in model.places)
                weight -= 3.0 * bool(model.after.match(text, at) and bonus < 3.0)
                weight += 0.6 * (bool(model.acts.match(text, end)) + (end in self.title_starts))
                if bonus < 1.0 and not (model.acts.match(text, end) or end in self.title_starts):
                    weight -= 0.5 if model.given(given) >= 1.8 else 1.5
                yield Candidate(at, end, weight)

    def _foreign(self, at: int, bonus: float) -> Iterator[Candidate]:
        text, sounds = self.text, self.model.lexicon.transliteration
        end = at
        while end < len(text) and (text[end] in sounds or text[end] in DOTS):
            end += 1
            reign = re.compile("[一二三四五六七八九十]+世").match(text, end)  # 费利佩六世
            if reign and end - at >= 2:
                yield Candidate(at, reign.end(), bonus + self.right(reign.end()) + 1.0)
            if end - at >= 2 and text[end - 1] in sounds:
                dotted = any(dot in text[at:end] for dot in DOTS)
                weight = bonus + self.right(end) + 0.35 * min(end - at, 6) - 0.7 + 1.5 * dotted
                weight -= 6.0 * (text[at:end] in self.model.never or at in self.abroad) + 1.0 * (bonus < 2.0 and end - at < 3)
                weight -= 9.0 * text.startswith("”", end)  # “罗纳德·里根”号
                if bonus >= 2.0 or dotted or self.model.acts.match(text, end) or end in self.title_starts:
                    yield Candidate(at, end, weight)
        if at in self.title_ends and at not in self.title_starts and self._abroad(at):  # 国家主席某伦: not the usual sounds
            for stop in range(at + 2, min(at + 7, len(text) + 1)):
                name = text[at:stop]
                if not re.fullmatch(HAN + "+", name):
                    break
                if self.right(stop) >= 1.2:
                    if self._strange(name) and not self.model.after.match(text, at) and text[at] not in self.model.after_one:
                        yield Candidate(at, stop, ACCEPT)
                    break

    def _strange(self, name: str) -> bool:
        """Whether most characters of an unknown word are such as names are made of."""
        model = self.model
        fit = sum(char in model.lexicon.transliteration or model.lexicon.given_names.get(char, (0.0,))[0] > 0.5 for char in name)
        return 2 * fit >= len(name) and name not in model.never and not model.country.search(name)

    def _abroad(self, at: int) -> bool:
        """Whether the phrase before `at` names a foreign country."""
        phrase = re.split(r"[，。；\n]", self.text[max(0, at - 40) : at])[-1]
        return any(country in phrase for country in self.model.lexicon.countries if country not in ("中国", "国家"))

    def _lists(self) -> None:
        """Believe lists of likely names, then whoever is listed beside a believed name."""
        for match in re.finditer(rf"{HAN}+(?:、[\u4e00-\u9fff·]{{2,12}})+", self.text):
            self._list(match)

    def _spread(self) -> None:
        """Weigh the neighbours of believed names until no more is found."""
        grown = True
        while grown:
            before = len(self.accepted)
            for name in list(self.accepted):
                for match in re.finditer(re.escape(name), self.text):
                    self._neighbours(*match.span())
            grown = len(self.accepted) > before

    def _list(self, match: re.Match[str]) -> None:
        """Believe the members of one list if nearly all of them read as names."""
        at, readings, parts = match.start(), [], match.group().split("、")
        for number, part in enumerate(parts):
            first, last = number == 0, number == len(parts) - 1
            best = self.best(at, LISTED)
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
            best = self.best(end + 1, LISTED if self.text[end] == "、" else 1.5)
            if best:
                self._believe(best.start, best.end, best.weight)
            between = re.compile(rf"({HAN}{{2,4}}|{HAN}{{1,6}}·{HAN}{{1,6}})(?=、)").match(self.text, end + 1)
            if between and self._listed(between.end() + 1) and between.group() not in self.model.never:
                self._believe(*between.span(), ACCEPT)  # 甲、次仁顿珠、乙: no surname needed between two names
        if start > 0 and self.text[start - 1] in JOINTS:
            readings = [self.best(at, 3.0 if at in self.title_ends else LISTED) for at in range(max(0, start - 5), start - 2)
                        if at in self.title_ends or self._edge(at) or self._invited(at)]
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
        for name in [name for name in self.accepted if re.search(f"[{DOTS}]", name)]:
            for part in re.split(f"[{DOTS}]", name):  # 恩东加 of 保罗·恩东加, alone further on
                if len(part) > 2 and set(part) <= self.model.lexicon.transliteration:
                    self.accepted.setdefault(part, ACCEPT)
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
