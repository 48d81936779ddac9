"""Weighs possible names of people at a place of a text: what speaks for each reading, and what against it.

The weights are round numbers set by hand on labelled sentences. A weight of 4 is enough to believe (names.py): a name
between a title and a known verb has it from its place alone, elsewhere its characters must look like a name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tracker.lexicon import Lexicon, alternatives
from tracker.types import Span

HAN = r"[\u4e00-\u9fff]"
DOTS = "·•・-"
PADDED = re.compile(rf"({HAN})[ \u3000]({HAN})(?!{HAN}[ \u3000])")
REIGN = re.compile("[一二三四五六七八九十]+世")
PHRASE = re.compile(r"[^，。；：！？、\n]*")
# Surnames, and far oftener words of grammar.
FUNCTION = "和与同向从应时为由以就对将被给等是在都全有正会相还也又再则仍而或均所之的看讲问答谈"
SITES = "路街巷桥镇乡村县市区省州河江湖寺"  # 翠柏路、金盏街: a list of places
BODIES = "院会局部厅委办处署司所社馆校厂团组科室"  # 商学院教授: what stands before the title is no name
FIRM, WEAK, NO_END = 3.0, 1.2, -3.0  # how surely a name ends at a place
TITLED = 3.0  # what a place right after a title is worth
LISTED = 2.0  # what a place in a list is worth
ACCEPT = 4.0  # a candidate of this weight is believed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name with its weight."""

    start: int
    end: int
    weight: float


class Model:
    """What is known of names and of the words around them, compiled once from a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        after = lexicon.words("boundaries", "after_name")
        self.after = re.compile(alternatives(word for word in after if len(word) > 1))
        self.after_one = frozenset(word for word in after if len(word) == 1)
        self.acts = re.compile(alternatives(lexicon.words("boundaries", "acts")))
        self.callings = alternatives(lexicon.words("boundaries", "callings"))
        self.joints = alternatives(lexicon.words("boundaries", "before"))
        self.before = re.compile(self.joints + "$")
        self.country = re.compile(alternatives(lexicon.countries))
        self.place = re.compile(alternatives(lexicon.places))
        self.never = lexicon.ordinary_words | set(lexicon.words("boundaries", "never")) | {w for w in after if len(w) > 1}

    def given(self, given: str) -> float:
        """How much more often these characters make a given name than running text, in log-odds."""
        table = self.lexicon.given_names
        slots = [0] if len(given) == 1 else [1, 2]
        odds = [table.get(char, (1.0, 1.0, 1.0))[slot] for char, slot in zip(given, slots, strict=True)]
        return sum(max(-2.5, value) for value in odds) / len(slots)

    def strange(self, name: str) -> bool:
        """Whether most characters of an unknown word are such as names are made of."""
        sounds, given = self.lexicon.transliteration, self.lexicon.given_names
        fit = sum(char in sounds or given.get(char, (0.0,))[0] > 0.5 for char in name)
        return 2 * fit >= len(name) and name not in self.never and not self.country.search(name)


class Weigher:
    """Readings of one text, whose titles are known."""

    def __init__(self, model: Model, text: str, titles: list[Span]) -> None:
        self.model, self.text = model, text
        self.title_starts = {span.start for span in titles}
        self.title_ends = {span.end for span in titles}

    @cached_property
    def in_country(self) -> set[int]:
        """The characters that belong to the name of a country."""
        return {i for match in self.model.country.finditer(self.text) for i in range(*match.span())}

    def best(self, at: int, bonus: float) -> Candidate | None:
        """The best reading of a name that starts at `at`, a place worth `bonus`; None where no reading is possible."""
        readings = [*self._chinese(at, bonus), *self._foreign(at, bonus), *self._unusual(at, bonus)]
        return max(readings, key=lambda c: (c.weight, c.end), default=None)

    def right(self, at: int) -> float:
        """How surely a name ends at `at`."""
        text, model = self.text, self.model
        if at >= len(text) or not re.match(HAN + "|[·•・-]", text[at]) or model.after.match(text, at):
            return FIRM
        if at in self.title_starts or (text.startswith(("国会", "议会"), at) and at + 2 in self.title_starts):
            return FIRM
        if text[at] in "与和同" and self._title_within(at, 25):  # 顾承岳与某学院院长乔思衡
            return 2.6
        if text[at] not in model.after_one:
            return NO_END
        closed = at + 1 >= len(text) or not re.match(HAN, text[at + 1]) or model.after.match(text, at + 1)
        placed = text[at] in "赴到在" and model.place.match(text, at + 1)
        return FIRM if closed or placed else WEAK  # 则表示, 等出席, 说，, 赴上城区

    def _title_within(self, at: int, reach: int) -> bool:
        """Whether a title starts in the next characters, before any mark."""
        ahead = PHRASE.match(self.text, at, at + reach)
        return ahead is not None and any(at < start < ahead.end() for start in self.title_starts)

    def _chinese(self, at: int, bonus: float) -> Iterator[Candidate]:
        """A surname and one or two characters."""
        text, surnames = self.text, self.model.lexicon.surnames
        padded = PADDED.match(text, at)
        if padded and padded[1] in surnames:  # 王 伟, blown up to the width of three characters
            weight = bonus + self.right(padded.end()) + 0.6 * self.model.given(padded[2]) - 0.5
            yield Candidate(at, padded.end(), weight)
        for size in (2, 1):
            if text[at : at + size] in surnames and at + size < len(text):
                for end in (at + size + 1, at + size + 2):
                    if re.fullmatch(HAN + "+", text[at + size : end]) and end <= len(text):
                        yield Candidate(at, end, self._evidence(at, at + size, end, bonus))

    def _evidence(self, at: int, middle: int, end: int, bonus: float) -> float:
        """The weight of a Chinese name with the surname at..middle: the place, and what speaks for and against."""
        text, model = self.text, self.model
        surname, given, name = text[at:middle], text[middle:end], text[at:end]
        right, looks = self.right(end), model.given(given)
        titled, three = bonus >= TITLED, len(given) == 2
        act, before_title = model.acts.match(text, end), end in self.title_starts
        rare = min(0.0, math.log10(model.lexicon.surnames[surname] + 0.1)) if len(surname) == 1 else 0.0
        backed = bool(act) or before_title
        return sum((
            bonus, right,
            0.3 * three + 0.5 * (len(surname) == 2) + 0.4 * titled,
            (0.3 if titled and right >= FIRM else 0.6) * looks,
            rare if titled or bonus == LISTED else 3.0 * rare,  # 晁 after a title, 解 of 解答 elsewhere
            0.6 * bool(act) + 0.6 * before_title,
            0.0 if backed or bonus >= 1.0 else -0.5 if looks >= 1.8 else -1.5,
            -3.0 * (surname in FUNCTION) - 1.5 * (surname in "于任方"),
            -2.5 * (three and given[1] in model.after_one and self.right(end - 1) > 0),  # 尹某|和省长
            -2.5 * bool(three and model.after.match(text, end - 1)),  # 何平|陪同, not 何平陪|同
            -2.0 * (given == "方"),  # 苏方 is a side
            -3.0 * (not titled and text[end - 1] in SITES),
            -3.0 * (not titled and text[end - 1] in BODIES and before_title),
            -3.0 * bool(not titled and model.after.match(text, at)),
            -(2.5 if titled and act else 5.0) * (name in model.never),  # 区长高兴讲话, but 高兴地
            -4.0 * (name[:2] in model.never and len(name) > 2),
            -2.0 * (name in model.lexicon.places) - 9.0 * (at in self.in_country),
        ))

    def _foreign(self, at: int, bonus: float) -> Iterator[Candidate]:
        """Characters that spell foreign sounds, with or without dots."""
        text, sounds = self.text, self.model.lexicon.transliteration
        end = at
        while end < len(text) and (text[end] in sounds or text[end] in DOTS):
            end += 1
            if end - at < 2:
                continue
            reign = REIGN.match(text, end)  # 某某六世
            if reign:
                yield Candidate(at, reign.end(), bonus + self.right(reign.end()) + 1.0)
            dotted = any(dot in text[at:end] for dot in DOTS)
            backed = bonus >= 2.0 or dotted or self.model.acts.match(text, end) or end in self.title_starts
            if text[end - 1] in sounds and backed:
                yield Candidate(at, end, bonus + sum((
                    self.right(end), 0.35 * min(end - at, 6) - 0.7, 1.5 * dotted,
                    -6.0 * (text[at:end] in self.model.never or at in self.in_country),
                    -1.0 * (bonus < 2.0 and end - at < 3),
                    -9.0 * text.startswith("”", end),  # “罗纳德·里根”号
                )))

    def _unusual(self, at: int, bonus: float) -> Iterator[Candidate]:
        """After the title of a foreigner: whatever comes up to the next joint, if it is made like a name."""
        text, model = self.text, self.model
        if at not in self.title_ends or at in self.title_starts or not self._abroad(at):
            return
        for end in range(at + 2, min(at + 7, len(text) + 1)):
            if not re.fullmatch(HAN + "+", text[at:end]):
                return
            if self.right(end) >= WEAK:
                if model.strange(text[at:end]) and not model.after.match(text, at) and text[at] not in model.after_one:
                    yield Candidate(at, end, ACCEPT)
                return

    def _abroad(self, at: int) -> bool:
        """Whether the phrase before `at` names a foreign country."""
        phrase = re.split(r"[，。；\n]", self.text[max(0, at - 40) : at])[-1]
        return any(match.group() != "中国" for match in self.model.country.finditer(phrase))
