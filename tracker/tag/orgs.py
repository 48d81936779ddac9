"""Finds organisations and places.

An organisation is read from right to left: from the title that it owns, or from its own last word (委员会, 公司), back
to the nearest joint of the sentence (会见, 的, 由, a comma), where joints inside names (发展和改革) do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from tracker.lexicon import Lexicon, alternatives
from tracker.types import Span

DATELINE = re.compile(r"\d日[电讯]")  # 新华社某地4月3日电中国外长某甲
STOP = re.compile(r"[，。；：！？、\n（）()《》【】\s—…]")
ENDS = re.compile("(?:[会局部厅委办处署司所院校馆厂团组科室省市县区镇乡村]|公司|集团|大学|中心|企业|双方|国|同志|[一二三]人)$")
# 工程学院, 交流处 go on a name; 财政局, 清华大学 begin one of their own
FIELD = re.compile(
    "(?!财政|公安|教育局|发展|人大|政协|中共|中国|省|市|县|区)[\u4e00-\u9fff]{2,6}?(?:学院|处|系|研究院|研究所|实验室|科|部|中心|司)"
    "(?![\u4e00-\u9fff]{2,8}(?:公司|集团))")
LONGEST = 60  # characters of an organisation's name
# What stands before an organisation and is none of it: 第二十届中央委员, 时任某局局长.
LEAD = re.compile(
    r"^(?:而|第?[一二三四五六七八九十百\d]+届|等|了|一行|各|本|该国|该|我|其|分管|主管|届时|带领|带着|正如|时任|现任|现|新任|候任|当选|现年\d+岁)+")


class Organisations:
    """The grammar of organisations and places, compiled once from a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self.heads = re.compile(alternatives([*words("orgs", "heads"), *words("orgs", "bare")]))
        self.joint = re.compile(alternatives(words("boundaries", "before")))
        whole = words("boundaries", "whole")
        self.whole = re.compile(alternatives([*whole, *(p for p in lexicon.places if self.joint.search(p))]))
        self.place = re.compile(alternatives(lexicon.places))

    def before(self, text: str, end: int, floor: int) -> Span | None:
        """The organisation or place that ends at `end` and starts after `floor`, None where nothing is left."""
        floor = max(floor, end - LONGEST)
        start = max((stop.end() for stop in STOP.finditer(text, floor, end)), default=floor)
        start = max((line.end() for line in DATELINE.finditer(text, max(start - 4, 0), end)), default=start)
        kept = [match.span() for match in self.whole.finditer(text, start, end)]
        at = start
        while at < end:
            match = self.joint.search(text, at, end)
            if match is None:
                break
            if any(a < match.end() and match.start() < b for a, b in kept) or self._inside(text, start, match):
                at = match.start() + 1
                continue
            start = at = match.end()
        lead = LEAD.match(text[start:end])
        start += lead.end() if lead else 0
        return Span(start, end) if re.search(r"[\u4e00-\u9fffA-Za-z]", text[start:end]) else None

    def _inside(self, text: str, start: int, joint: re.Match[str]) -> bool:
        """Whether 与 or 和 joins words within one name: 国际合作与交流处, but not 教育局与财政局."""
        before = text[start : joint.start()]
        return (joint.group() in ("与", "和", "及") and 2 <= len(before) <= 14 and not ENDS.search(before)
                and bool(FIELD.match(text, joint.end())))

    def find(self, text: str, taken: Sequence[Span]) -> Iterator[Span]:
        """Organisations that no title follows, from their last words."""
        floors = sorted(span.end for span in taken)
        for match in self.heads.finditer(text):
            follows = self.heads.match(text, match.end())
            if follows or len(match.group()) < 2:
                continue
            at = bisect_right(floors, match.start())
            floor = floors[at - 1] if at else 0
            span = self.before(text, match.end(), floor)
            if span and 2 <= span.end - span.start <= 40:
                yield span

    def places(self, text: str) -> list[Span]:
        """Countries, provinces, cities and counties by name."""
        return [Span(*match.span()) for match in self.place.finditer(text)]


def without_overlap(groups: Iterable[Iterable[tuple[Span, str]]]) -> list[tuple[Span, str]]:
    """Spans of earlier groups first; what overlaps a span already taken is left out. Sorted by start."""
    kept: list[tuple[Span, str]] = []
    used: set[int] = set()
    for group in groups:
        for span, label in group:
            cells = range(span.start, span.end)
            if span.start < span.end and not used.intersection(cells):
                used.update(cells)
                kept.append((span, label))
    return sorted(kept)
