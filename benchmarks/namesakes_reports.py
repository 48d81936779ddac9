"""The reports in which the people of the bench are named, as extractions, and who is meant by each name.

A report names one person of the bench, with the posts of the day in one of the KINDS, and up to three colleagues of the same
organ, who come back in other reports of it:

full       甲省乙市丙县委书记: the organisation with its places
partial    县委书记, 高新区管委会主任: the organisation without a place, mostly in a paper of the place
local      书记: the title alone, in a paper of the place
elided     书记: the title alone, and the source does not tell the place
outdated   a post that ended up to two years ago, printed as if it were held, or with 原
new        full or partial, of somebody whom the roster knows, but without this post
missing    the name alone
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha1
from pathlib import Path
from typing import NamedTuple

from namesakes_careers import FIRST, GOVERNMENT, LAST, PARTY, Corpus, Seat, Stint
from namesakes_people import Bearer, Half, Names, Row, bearers, half_of, official, roster_rows, write

from tracker.roster import Roster
from tracker.types import Event, EventType, Extraction, Mention, Participation, Person, Post, Report, Role, Span

KINDS = ("full", "partial", "local", "elided", "outdated", "new", "missing")
_PRINTED = {"full": 22, "partial": 24, "local": 14, "elided": 10, "outdated": 10, "missing": 20}  # how often, of 100
_APPEARANCES = (4, 13)  # the fewest and most of one person
_STALE = timedelta(days=2 * 365)
# What an organ is called that is one of its kind, and what a place lacks in the name of its paper.
_NAMED = re.compile(r"[\u4e00-\u9fff]{2}(?:开发区|新区|区管委会|街道|镇|乡|大学|学院|集团|公司|园区|科学城)")
_SUFFIX = re.compile("^(..+?)(?:(?:[\u4e00-\u9fff]{1,3}族|维吾尔)*自治[区州县]|[省市])$")
_TELLING: dict[EventType, str] = {"conference": "出席会议", "inspection": "调研", "meeting": "会见来访客人"}
_LEAD: tuple[Role, ...] = ("lead",)
_FOLLOW: tuple[Role, ...] = ("attendee",)
_NATIONAL = (None, None, "新华社", "人民日报")


@dataclass(frozen=True, slots=True)
class Appearance:
    """A name in a report, the person meant, and what is known of the case; `known`: the person stands in the roster."""

    report: str
    name: str
    person: str
    kind: str
    usable: bool
    known: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.report, self.name


@dataclass(frozen=True, slots=True)
class Bench:
    """A roster, reports in the order of their days, and the right answers."""

    roster: Roster
    reports: tuple[Extraction, ...]
    appearances: tuple[Appearance, ...]


class Printed(NamedTuple):
    """Posts as a report has them: the kind, its source, and whether they tell place or unit."""

    kind: str
    posts: tuple[Post, ...]
    source: str | None
    usable: bool


class Colleague(NamedTuple):
    """Somebody made up who sits in an organ from one year to another."""

    name: str
    post: Post
    since: int
    until: int


class Staff:
    """The colleagues in each organ, made up when they are first asked for."""

    def __init__(self, names: Names, rng: random.Random) -> None:
        self._names, self._rng = names, rng
        self.organs: dict[tuple[str, str], list[Colleague]] = {}

    def beside(self, seat: Seat, day: date) -> list[Colleague]:
        """Those who sit in the organ of the seat on that day."""
        key = seat.place, seat.organ
        if key not in self.organs:
            self.organs[key] = [self._hire(seat) for _ in range(6)]
        return [one for one in self.organs[key] if one.since <= day.year <= one.until]

    def _hire(self, seat: Seat) -> Colleague:
        since = self._rng.randint(FIRST.year - 4, LAST.year - 2)
        title = self._rng.choice(("副书记", "常委") if seat.organ == PARTY else ("副主任", "办公室主任", "成员"))
        org = official(Seat(seat.places, seat.organ, title), False, 0).org
        return Colleague(self._names.draw(), Post(org, title), since, since + self._rng.randint(4, 12))

    def rows(self) -> list[Row]:
        """Lines of the roster for every second colleague."""
        everybody = [one for organ in self.organs.values() for one in organ]
        return [(f"s{n:05}", one.name, "", one.post.org or "", one.post.title, str(one.since),
                 str(one.until) if one.until <= LAST.year else "", "")
                for n, one in enumerate(everybody) if n % 2]


class _Printer:
    """Prints posts of people for their appearances, by chance."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def kind(self, stint: Stint) -> str:
        """A kind by chance; what is still held cannot be outdated."""
        (kind,) = self.rng.choices(list(_PRINTED), list(_PRINTED.values()))
        return "full" if kind == "outdated" and stint.last + timedelta(days=30) > LAST else kind

    def print(self, person: Bearer, stint: Stint, kind: str, day: date) -> Printed:
        """The posts of a stint on a day, in a kind."""
        if kind == "outdated":
            held = max((one for one in person.career.stints if one.first <= day), key=lambda one: one.first)
            stale = self.full(stint, former=self.rng.random() < 0.4)
            return Printed(kind, stale, self.source(self.rng.choice((stint, held)).seats[0], 0.7), True)
        seat = stint.seats[0]
        if kind == "missing":
            return Printed(kind, (), self.source(seat, 0.5), False)
        if kind in ("local", "elided"):
            source = self.source(seat, float(kind == "local"))
            return Printed(kind, (self.title(seat),), source, kind == "local" and _tells(source))
        posts = self.full(stint) if kind == "full" else tuple(self.partial(one) for one in stint.seats)
        source = self.source(seat, 0.6 if kind == "full" else 0.8)
        unlisted = person.known and not person.listed & set(stint.seats)
        usable = kind == "full" or _tells(source) or any(_NAMED.search(one.organ) for one in stint.seats)
        return Printed("new" if unlisted else kind, posts, source, usable)

    def full(self, stint: Stint, former: bool = False) -> tuple[Post, ...]:
        """Every post with all or most of its places; of what is former some say so (原书记)."""
        above = self.rng.choice((1, 2, 2))
        posts = tuple(official(seat, self.rng.random() < 0.15, above) for seat in stint.seats)
        return tuple(Post(post.org, "原" + post.title) for post in posts) if former and self.rng.random() < 0.6 else posts

    def partial(self, seat: Seat) -> Post:
        """The organ with its level instead of its place: 市委, 县教育局, 高新区管委会."""
        level = seat.place[-1:] if not _NAMED.search(seat.organ) else ""
        organ = "政府" if seat.organ == GOVERNMENT else seat.organ
        core = organ.startswith((PARTY, "政府", "纪委", "监委", "人大", "政协"))
        return Post((level if core or self.rng.random() < 0.6 else "") + organ, seat.title)

    def title(self, seat: Seat) -> Post:
        """The title alone; a head of a department may keep its field (组织部长)."""
        if seat.title == "部长" and seat.organ.endswith("部") and self.rng.random() < 0.5:
            return Post(None, seat.organ.removeprefix(PARTY) + "长")
        return Post(None, seat.title)

    def source(self, seat: Seat, local: float) -> str | None:
        """A paper of the place, or of the city that it lies in, with the probability `local`; else one of the country."""
        if not seat.places or self.rng.random() >= local:
            return self.rng.choice(_NATIONAL)
        place = seat.places[-2] if len(seat.places) > 2 and self.rng.random() < 0.3 else seat.place
        short = _SUFFIX.sub(r"\1", place)
        if short != place:
            return short + "日报"
        return place + self.rng.choice(("融媒体中心", "报", "发布"))


def _tells(source: str | None) -> bool:
    return source not in _NATIONAL


def _day(stint: Stint, stale: bool, rng: random.Random) -> date:
    """A day on which the posts are held; where they are stale, one up to two years later."""
    first, last = max(stint.first, FIRST), max(stint.last, FIRST)
    if stale:
        first, last = last + timedelta(days=20), min(last + _STALE, LAST)
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def appearances(person: Bearer, staff: Staff, seed: int) -> list[tuple[Extraction, Appearance]]:
    """The reports that name a person, with the right answer of each."""
    rng = random.Random(f"{seed} reports {person.id}")
    printer = _Printer(rng)
    stints = person.career.stints
    weights = [max(60, (stint.last - stint.first).days) for stint in stints]
    found = []
    for number in range(rng.randint(*_APPEARANCES)):
        (stint,) = rng.choices(stints, weights)
        kind = printer.kind(stint)
        day = _day(stint, kind == "outdated", rng)
        printed = printer.print(person, stint, kind, day)
        id = "r" + sha1(f"{seed} {person.id} {number}".encode()).hexdigest()[:12]  # says nothing of the person
        colleagues = staff.beside(stint.seats[0], day)
        company = rng.sample(colleagues, min(len(colleagues), rng.randint(0, 3)))
        report = _report(id, (person.name, printed, company), day, rng)
        found.append((report, Appearance(id, person.name, person.id, printed.kind, printed.usable, person.known)))
    return found


def _report(id: str, who: tuple[str, Printed, Sequence[Colleague]], day: date, rng: random.Random) -> Extraction:
    """A report of one sentence: the person, with company, takes part in something, or is only spoken of."""
    name, printed, company = who
    present = rng.random() < 0.85
    kind: EventType = rng.choice(tuple(_TELLING))
    posts = {name: printed.posts}
    for one in company:
        posts[one.name] = (Post(_bare(one.post.org or ""), one.post.title),) if rng.random() < 0.5 else ()
    text, people = f"{day.month}月{day.day}日，", []
    for named, held in posts.items():
        text += "" if text.endswith("，") else "、"
        text += "、".join((post.org or "") + post.title for post in held)
        mention = Mention(len(text), len(text) + len(named), "PERSON", named)
        text += named
        here = present or named != name
        people.append(Person(named, "present" if here else "mentioned", held, (mention,)))
    text += f"{_TELLING[kind]}。"
    span = Span(0, len(text))
    parts = tuple(Participation(person.name, _LEAD if person.name == name else _FOLLOW, span)
                  for person in people if person.attendance == "present")
    events = (Event(kind, _TELLING[kind], span, parts, day if rng.random() < 0.8 else None),) if parts else ()
    report = Report(id, text, None, min(day + timedelta(days=rng.randint(0, 3)), LAST), printed.source)
    return Extraction(report, tuple(people), events, tuple(person.mentions[0] for person in people))


def _bare(org: str) -> str:
    """The organisation from the last character of its place on, as colleagues are printed: 甲市委 is 市委."""
    match = re.search(r"[省市区县州旗](?:委|纪委|监委|人民政府|人大|政协|$)", org)
    return org[match.start() :].replace("人民政府", "政府") if match else org


def build(corpus: Corpus, half: Half, folder: Path, names: int = 600, seed: int = 7) -> Bench:
    """One half of the bench, the same for the same corpus, number of names (in both halves) and seed.

    Writes the roster to `folder`/roster.csv.
    """
    everybody = bearers(corpus, names, seed)
    people = [person for person in everybody if half_of(person.name) == half]
    rng = random.Random(f"{seed} staff {half}")
    staff = Staff(Names(rng, corpus.names | {person.name for person in everybody}), rng)
    pairs = [pair for person in people for pair in appearances(person, staff, seed)]
    pairs.sort(key=lambda pair: (pair[0].report.published or LAST, pair[0].report.id))
    roster = write([*roster_rows(people, seed), *staff.rows()], folder / "roster.csv")
    return Bench(roster, tuple(report for report, _ in pairs), tuple(answer for _, answer in pairs))
