"""Careers of a roster corpus, cleaned, with the names of those who had them left behind.

The corpus is a folder with `positions.jsonl.gz` (name, title, org, start, end, file), `persons.jsonl.gz` (region, file) and
`orgs.jsonl.gz` (location). It was compiled by hand and by machine: dates are free text, places stand in the organisation, in
the title, or nowhere. What simple rules cannot read is dropped; what is left is like real careers, not true of anybody.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from reports import rows

from tracker.dates import is_partial_date
from tracker.lexicon import Lexicon

FIRST, LAST = date(2004, 1, 1), date(2026, 6, 30)  # of the days on which somebody may be seen
GOVERNMENT, PARTY = "人民政府", "委"
_LONG = timedelta(days=3 * 365)  # how long a post is held whose end, or start, is not told

_REGIONS = {"内蒙古": "内蒙古自治区", "广西": "广西壮族自治区", "西藏": "西藏自治区", "宁夏": "宁夏回族自治区",
            "新疆": "新疆维吾尔自治区", "北京": "北京市", "天津": "天津市", "上海": "上海市", "重庆": "重庆市"}
_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]|[（(].*$")
_DATE = re.compile(r"((?:19|20)\d\d)(?:[-.年/](0?[1-9]|1[0-2])(?!\d)(?:[-.月/]([0-3]?\d)(?!\d))?)?")
_OPEN = re.compile(r"present|今|现|在任|任职中", re.I)
_COUNTY = re.compile(r"(?![副原前])[\u4e00-\u9fff]{1,2}(?<!自治)(?:县|旗)|"
                     r"(?<=市)[\u4e00-\u9fff]{2,3}(?<!开发|高新|经开|工业)(?<!新)区")
_HEADS = ("书记|常委|委员|成员|主席|主任|主任科员|科员|干事|秘书|教授|政委|经理|工程师|司令员|调研员|巡视员|"
          "(?:[省市区县州旗镇乡部局厅处科司院校所组队站行台社会]|秘书|检察|董事|理事)长")
_TITLE = re.compile(r"^(?P<organ>.*?)(?P<title>(?:党组|党委|党工委)?(?:第一|常务|代理|代|副|总|首席)*(?:"
                    rf"{_HEADS}))$")
_RULER = re.compile(r"[省市区县州旗]长$")  # the title tells the organ: the government
_LEVELS = "省市区县州旗"
_UNREAD = re.compile(r"任职|工作$|学习|学生|干部|→|\d|[年月某等]")
_SPELLINGS = [(re.compile(pattern), short) for pattern, short in (
    ("^(?:中国共产党|中共|前任|原任?|前)", ""), ("^自治(?=[县州区])", ""),
    ("^(?:中国人民政治协商会议|政协)(.*?)委员会", r"\1政协"), ("^共青团(.*?)(?:委员会|委)", r"\1团委"),
    ("人民代表大会常务委员会|人大常务委员会", "人大常委会"),
    ("纪律检查委员会", "纪委"), ("监察委员会", "监委"), ("政法委员会", "政法委"), ("统一战线工作部", "统战部"),
    ("工作委员会", "工委"), ("管理委员会", "管委会"))]


@dataclass(frozen=True, slots=True)
class Seat:
    """A post: `places` from the province down (none for a body of the centre), the organ without them, the title."""

    places: tuple[str, ...]
    organ: str
    title: str

    @property
    def place(self) -> str:
        """The place that the organ is of; empty where it is of none."""
        return self.places[-1] if self.places else ""


@dataclass(frozen=True, slots=True)
class Stint:
    """Posts held together; `start` and `end` as far as they are told, `first` and `last` made whole days by chance."""

    seats: tuple[Seat, ...]
    start: str | None
    end: str | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Career:
    """What one human did, in order, without the name; `province`, `place` and `organ` are those of most of the posts."""

    id: str
    stints: tuple[Stint, ...]
    province: str
    place: str
    organ: str

    @property
    def places(self) -> frozenset[str]:
        return frozenset(seat.place for stint in self.stints for seat in stint.seats if seat.place)

    @property
    def days(self) -> tuple[date, date]:
        return self.stints[0].first, max(stint.last for stint in self.stints)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Careers in an order by chance, and the names in the corpus, so that nobody made up bears one of them."""

    careers: tuple[Career, ...]
    names: frozenset[str]


class Gazetteer:
    """Which places there are, and what lies in what, as the locations of the corpus tell."""

    def __init__(self, locations: Iterable[str], lexicon: Lexicon) -> None:
        words = {word for word in lexicon.lines("places.txt") if len(word) > 1 and word[-1] in "省市区县旗州盟"}
        provinces = {word[:-1]: word for word in words if word[-1] == "省"} | _REGIONS
        self._whole = {word: word for word in [*words, *provinces.values()]} | provinces
        self._provinces = frozenset(provinces.values())
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for location in locations:
            places, _ = self.peel(_BRACKETS.sub("", location))
            for upper, lower in pairwise(places):
                found[lower][upper] += 1
        self._above = {place: above.most_common(1)[0][0] for place, above in sorted(found.items())}

    def peel(self, text: str) -> tuple[list[str], str]:
        """The places that `text` begins with, written in full, and what follows them."""
        places: list[str] = []
        at = 0
        while at < len(text):
            end = next((at + n for n in range(min(12, len(text) - at), 1, -1) if text[at : at + n] in self._whole), 0)
            county = None if end else _COUNTY.match(text, at)
            if not end and not county:
                break
            end = county.end() if county else end
            places.append(self._whole.get(text[at:end], text[at:end]))
            at = end
        return places, text[at:]

    def chain(self, places: Sequence[str]) -> tuple[str, ...]:
        """The same places below the province, the city and whatever else they lie in."""
        chain = list(dict.fromkeys(places))
        while chain and chain[0] not in self._provinces and chain[0] in self._above and self._above[chain[0]] not in chain:
            chain.insert(0, self._above[chain[0]])
        return tuple(chain)


class _Reader:
    """Reads posts of one file, whose home completes what they leave out."""

    def __init__(self, gazetteer: Gazetteer, home: tuple[str, ...]) -> None:
        self.gazetteer, self.home = gazetteer, home

    def seats(self, title: str, org: str) -> tuple[Seat, ...]:
        """The posts that a title tells, with what the field for the organisation adds."""
        chain, organ = self._place(org)
        found: dict[Seat, None] = {}
        for piece in re.split("[、，,；;/ 兼]", _BRACKETS.sub("", title)):
            seat = self._seat(piece, chain, organ)
            if seat and len(seat.organ) <= 16 and not _UNREAD.search(seat.organ + seat.title):
                found[seat] = None
        return tuple(found)[:3]

    def _place(self, text: str) -> tuple[tuple[str, ...], str]:
        """Where an organisation is and what it is called there; at home where it says of which level it is and no more."""
        text = _spelt(_BRACKETS.sub("", text))
        places, rest = self.gazetteer.peel(text)
        if places:
            return self.gazetteer.chain(places), _organ(rest)
        if text[:1] and text[:1] in _LEVELS and self.home:
            end = next((n for n in range(len(self.home), 0, -1) if self.home[n - 1][-1] == text[0]), len(self.home))
            return self.home[:end], _organ(text[1:])
        return (), _organ(text)

    def _seat(self, piece: str, chain: tuple[str, ...], organ: str) -> Seat | None:
        places, rest = self._place(piece)
        if rest.startswith("长") and places:  # 甲市长: the place took the first character of the title
            rest = places[-1][-1] + rest
        match = _TITLE.match(rest)
        if not match:
            return None
        own, title = match["organ"], match["title"]
        if own and title[-2:] in ("部长", "局长", "厅长", "处长", "科长") and not own.endswith(title[-2]):
            own += title[-2]  # 组织部长
        own = _organ(own)
        if not own:
            own = GOVERNMENT if _RULER.search(title) else organ
            if own == GOVERNMENT and re.search("^(?:副|第一)?书记$|常委$", title):
                own = PARTY
        places = places or chain or (self.home if own.startswith((PARTY, GOVERNMENT)) else ())
        return Seat(places, own, title) if own and (places or len(own) > 3) else None


def _spelt(text: str) -> str:
    for pattern, short in _SPELLINGS:
        text = pattern.sub(short, text)
    return text


def _organ(rest: str) -> str:
    """The organ in the one spelling that is used here: 委, 委组织部, 人民政府."""
    rest = re.sub(f"^[{_LEVELS}](?=委|纪委|监委|人民政府|政府|政协|人大)", "", _spelt(rest))
    if rest.startswith("委员会"):
        rest = PARTY + rest[3:]
    if rest.startswith("政府"):
        rest = "人民" + rest
    return PARTY + rest if re.match("(?:组织|宣传|统战)部|政法委|办公[室厅]$", rest) else rest


def partial(text: str) -> str | None:
    """The day, month or year that a free text begins to speak of (约2015年3月 is 2015-03), or None."""
    match = _DATE.search(text)
    if not match:
        return None
    year, month, day = match.groups()
    tries = [f"{year}-{int(month):02}-{int(day):02}"] if day else []
    tries += [f"{year}-{int(month):02}"] if month else []
    return next((value for value in [*tries, year] if is_partial_date(value)), None)


def whole(value: str, rng: random.Random) -> date:
    """A day that the partial date allows."""
    year, month, day = (int(part) if part else 0 for part in [*value.split("-"), "", ""][:3])
    return date(year, month or rng.randint(1, 12), day or rng.randint(1, 28))


def read(folder: Path, lexicon: Lexicon | None = None) -> Corpus:
    """The careers of a corpus: one a name, since an equal name in two files is mostly one human who moved.

    Of the files that tell of a name the one with most dated posts is taken.
    """
    positions = list(rows([folder / "positions.jsonl.gz"]))
    persons = list(rows([folder / "persons.jsonl.gz"]))
    places = [*(row["location"] for row in rows([folder / "orgs.jsonl.gz"])), *(row["region"] for row in persons)]
    gazetteer = Gazetteer(places, lexicon or Lexicon())
    homes = _homes(positions, persons, gazetteer)
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in positions:
        groups[row["name"], row["file"]].append(row)
    best: dict[str, tuple[Stint, ...]] = {}
    for (name, file), posts in sorted(groups.items()):
        stints = _stints(posts, _Reader(gazetteer, homes[file]))
        if len(stints) > len(best.get(name, ())):
            best[name] = stints
    names = sorted(best)
    random.Random(0).shuffle(names)
    careers = [_career(f"c{n:04}", best[name]) for n, name in enumerate(names)]
    return Corpus(tuple(c for c in careers if c.place), frozenset(row["name"] for row in [*positions, *persons]))


def _homes(positions: Iterable[Mapping[str, Any]], persons: Iterable[Mapping[str, Any]],
           gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """The place that each file is about: the region that it names, or the one of most of its organisations."""
    counts: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for row in positions:
        counts[row["file"]][gazetteer.chain(gazetteer.peel(_spelt(_BRACKETS.sub("", row["org"])))[0])] += 1
    for row in persons:
        if row["region"]:
            counts[row["file"]][gazetteer.chain(gazetteer.peel(row["region"])[0])] += 1000
    return {file: max(count, key=lambda chain: (bool(chain), count[chain], chain)) for file, count in counts.items()}


def _stints(posts: Sequence[Mapping[str, Any]], reader: _Reader) -> tuple[Stint, ...]:
    """The dated posts in order; whoever has no end leaves when the next post begins, or after three years."""
    found: list[tuple[tuple[Seat, ...], str | None, str | None, bool]] = []
    for row in posts:
        start, end, seats = partial(row["start"]), partial(row["end"]), reader.seats(row["title"], row["org"])
        if seats and (start or end) and not (start and end and end[: len(start)] < start[: len(end)]):
            found.append((seats, start, end, bool(_OPEN.search(row["end"]))))
    found.sort(key=lambda stint: (stint[1] or stint[2] or "", stint[2] or "9999"))
    return tuple(_dated(found))


def _dated(found: Sequence[tuple[tuple[Seat, ...], str | None, str | None, bool]]) -> Iterator[Stint]:
    rng = random.Random(repr([(start, end) for _, start, end, _ in found]))
    firsts = [whole(start, rng) if start else whole(end or "", rng) - _LONG for _, start, end, _ in found]
    for n, (seats, start, end, still) in enumerate(found):
        last = min([day for day in firsts[n + 1 :] if day > firsts[n]] + [firsts[n] + _LONG])
        last = LAST if still else whole(end, rng) if end else last
        if last >= FIRST and firsts[n] < LAST:
            yield Stint(seats, start, end, firsts[n], min(max(firsts[n], last), LAST))


def _career(id: str, stints: tuple[Stint, ...]) -> Career:
    seats = [seat for stint in stints for seat in stint.seats]

    def most(values: Iterable[str]) -> str:
        return max(Counter(filter(None, values)).items(), key=lambda item: (item[1], item[0]), default=("", 0))[0]

    return Career(id, stints, most(p for seat in seats for p in seat.places[:1] if p[-1] == "省" or p in _REGIONS.values()),
                  most(seat.place for seat in seats), most(seat.organ for seat in seats))
