"""The comparers: small questions about one sighting of a name and one person, each answered with signs and words.

The weight of a sign is a log odds ratio: 0 says nothing, 3 makes twenty times as likely that they are one, -3 as unlikely. The
figures are in lexicon/resolution.toml, fitted on the developing half of benchmarks/namesakes.py by benchmarks/namesakes_fit.py.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta
from functools import cache, lru_cache
from math import log1p

from tracker import lexicon as lexicons
from tracker.organs import Seat, equal, same_organ, same_seat, within
from tracker.types import Post

YEAR = 365.25
AROUND = timedelta(days=365)  # whoever is seen within it is about at the time
FAMILIAR = 20  # a colleague who shares one of so many reports is one of the person's circle
SLIGHT = 0.05  # what tells less of the company is no shared company
MEMORY = 6.0  # years after which a post once held says little


@dataclass(frozen=True, slots=True)
class Held:
    """A seat that somebody held, from the first possible day to the last; None where that is not known."""

    post: Post
    seat: Seat
    start: Day | None
    end: Day | None

    def gap(self, days: Sequence[Day], former: bool) -> float:
        """Years between the tenure and the nearest of the days; 0 where it covers one, or no day is known.

        A former holder is seen after the end: no gap then.
        """
        return min([self._gap(day, former) for day in days]) if days else 0.0

    def _gap(self, day: Day, former: bool) -> float:
        if self.start and day < self.start:
            return (self.start - day).days / YEAR
        if self.end and day > self.end and not former:
            return (day - self.end).days / YEAR
        return 0.0


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody named in the same report: the seats that bearers of the name hold that day, the share that is one of them, and how
    many reports name that name.

    `present`: took part in the same event; else the report only names both.
    """

    name: str
    present: bool
    share: float
    seats: tuple[Seat, ...] = ()
    often: int = 1


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name in one report: the posts printed with it, the days told, where the paper is made, who else is named."""

    report: str
    name: str
    posts: tuple[tuple[Post, Seat], ...] = ()
    days: tuple[Day, ...] = ()
    place: frozenset[str] = frozenset()  # codes of the division that the source is of
    company: tuple[Colleague, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether a printed post says where: then the source and the posts of the company need not."""
        return any(seat.codes for _, seat in self.posts)

    @property
    def definite(self) -> bool:
        """Whether a printed post says of which organ: with its place, or one that is none of many (市委)."""
        return any(seat.codes or (seat.organ and not seat.level) for _, seat in self.posts)

    @property
    def key(self) -> tuple[str, str]:
        """Which appearance it is."""
        return self.report, self.name


@dataclass(slots=True)
class Dossier:
    """What is known of one person: of the roster, or one seen in reports only."""

    id: str
    held: list[Held] = field(default_factory=list)
    trusted: bool = False  # whether the name alone is enough
    company: Counter[str] = field(default_factory=Counter)
    printed: dict[Seat, Held] = field(default_factory=dict)  # seats that reports name, first day to last
    days: list[Day] = field(default_factory=list)  # of the sightings, in order
    met: list[Day] = field(default_factory=list)  # of those in company
    fresh: int = 0  # how many of these were in company unknown before
    version: int = 0  # how often something was learned

    @property
    def seats(self) -> list[Held]:
        """The seats that the person held, as the roster and as reports tell."""
        return [*self.held, *self.printed.values()]

    def knows(self, colleague: Colleague) -> float:
        """How much it tells to be seen with a colleague, from 0 to 1: the share of the one, of all whom the name may mean; less
        where of the colleague's reports few are shared, as of one who is seen with everybody."""
        return colleague.share * min(1.0, FAMILIAR * self.company[colleague.name] / max(1, colleague.often))

    def learn(self, sighting: Sighting) -> None:
        """Let the person be known by one more sighting."""
        for post, seat in sighting.posts:
            for day in sighting.days if not seat.former else ():
                old = self.printed.get(seat)
                start, end = (min(old.start or day, day), max(old.end or day, day)) if old else (day, day)
                self.printed[seat] = Held(post, seat, start, end)
        self.fresh += bool(sighting.days and sighting.company and self.met
                           and not any(self.knows(one) > SLIGHT for one in sighting.company))
        self.company.update(colleague.name for colleague in sighting.company)
        for day in sighting.days[:1]:
            insort(self.days, day)
            if sighting.company:
                insort(self.met, day)
        self.version += 1


@dataclass(frozen=True, slots=True)
class Sign:
    """What one comparer found: a weight of the lexicon, `size` times."""

    name: str
    size: float
    words: str

    @property
    def weight(self) -> float:
        return weight(self.name) * self.size


Gaps = Sequence[tuple[Held, float]]  # the seats that the person held, and how many years from the days of the sighting
Comparer = Callable[[Sighting, Dossier, Gaps], Iterable[Sign]]


@cache
def weight(name: str) -> float:
    """A figure of lexicon/resolution.toml; 0 for a sign that says nothing."""
    return float(lexicons.load().toml_cached("resolution")["weights"].get(name, 0.0))


# How two seats agree, the best agreement first. What contradicts is asked of the seats held at the time, if any are known.
_AGREE = {"seat": "is", "organ seat": "is", "title": "is", "organ": "is of the organ of", "kind": "is of such an organ as",
          "place": "is in the place of", "land": "is in the country of", "near": "is near"}
_CONTRADICT = {"prefecture": "is elsewhere in the prefecture than", "province": "is elsewhere in the province than",
               "other organ": "is another organ than", "other title": "is another title than", "elsewhere": "is elsewhere than",
               "country": "is of another country than"}
_RANK = {name: rank for rank, name in enumerate(
    [f"{name}{then}" for names in (("seat", "organ seat"), ("organ", "title"), ("kind", "place", "land", "near"))
     for then in ("", " then") for name in names] + [f"{name}{then}" for then in ("", " open", " then") for name in _CONTRADICT])}


@lru_cache(maxsize=400_000)
def relation(seat: Seat, held: Seat) -> str | None:
    """How a printed seat and one that somebody held agree or contradict; None where they say nothing of each other."""
    codes = bool(seat.codes and held.codes)
    both = bool(seat.organ and held.organ) or (codes and not seat.organ and not held.organ)  # 巴西 + 总统 is whole
    if same_seat(seat, held) or fused(seat, held):
        vague = held if seat.codes else seat  # 市委 without a place is one of many
        return "seat" if both and codes else "title" if not both or vague.level else "organ seat"
    if seat.organ and held.organ and same_organ(seat, held):
        return "organ" if codes else "kind"
    if codes:
        return _apart(seat.codes, held.codes)
    if seat.organ:
        return "other organ" if held.organ or held.codes else None
    return "other organ" if seat.codes and held.organ else "other title"


def fused(seat: Seat, held: Seat) -> bool:
    """Whether a title without an organ names that of the other: 组织部长 beside 县委组织部 + 部长."""
    whole = f"{held.organ}{held.title}".replace("部部长", "部长")
    return not seat.organ and len(seat.title) > 2 and bool(held.organ) and whole.endswith(seat.title)


@lru_cache(maxsize=100_000)
def _apart(one: frozenset[str], other: frozenset[str]) -> str:
    if equal(one, other):
        return "land" if all(code[0] == "/" for code in one | other) else "place"
    if within(one, other):
        return "near"
    for n, name in ((4, "prefecture"), (2, "province")):
        if any(a[:n] == b[:n] and a[0] != "/" for a in one for b in other):  # not two countries
            return name
    return "country" if all(code[0] == "/" for code in one | other) else "elsewhere"


def post(sighting: Sighting, dossier: Dossier, gaps: Gaps) -> Iterator[Sign]:
    """Whether the posts printed are ones that the person held then: the best agreement, and half the worst."""
    found = [sign for printed in sighting.posts if (sign := _best(*printed, sighting.days, gaps))]
    if found:
        found.sort(key=lambda sign: _RANK[sign.name])
        yield found[0]
        if found[-1].name != found[0].name:
            yield Sign(f"{found[-1].name}", found[-1].size / 2, found[-1].words)


def _best(printed: Post, seat: Seat, days: Sequence[Day], gaps: Gaps) -> Sign | None:
    best: tuple[int, float, str, str, Held] | None = None
    for held, away in gaps:
        how = relation(seat, held.seat)
        if how:
            gap = held.gap(days, True) if seat.former else away
            lasts = how in _CONTRADICT and held.end is None  # whether it still was held is not told
            name = f"{how} then" if gap else f"{how} open" if lasts else how
            if best is None or (_RANK[name], gap) < best[:2]:
                best = _RANK[name], gap, name, how, held
    if best is None:
        return None
    _, gap, name, how, held = best
    words = (_AGREE.get(how) or _CONTRADICT[how]) + f" {held.post.org or ''}{held.post.title}"
    apart = "" if gap == 0 else f", {gap:.1f} years apart"
    return Sign(name, max(0.1, 1 - gap / MEMORY), f"{printed.org or ''}{printed.title} {words}{apart}")


def place(sighting: Sighting, dossier: Dossier, gaps: Gaps) -> Iterator[Sign]:
    """Whether the source is of a place where the person held a post."""
    if not sighting.place or sighting.placed:
        return
    for then, years in (("", 0), (" then", 2)):
        codes = {held.seat.codes for held, gap in gaps if gap <= years and held.seat.codes}
        if codes:
            ways = {_apart(sighting.place, one) for one in codes}
            best = next((way for way in _SOURCES if way in ways), "elsewhere")
            yield Sign(f"source {best}{then}", 1.0, f"the source is {_SOURCES[best]}")
            return


_SOURCES = {"place": "of the place", "near": "of a place around", "prefecture": "of another place of the prefecture",
            "province": "of another place of the province", "elsewhere": "of another place"}


def company(sighting: Sighting, dossier: Dossier, gaps: Gaps) -> Iterator[Sign]:
    """Whether those who are named too are those whom the person is seen with."""
    shared = [colleague for colleague in sighting.company if dossier.knows(colleague) > SLIGHT]
    for name, there in (("company", True), ("beside", False)):
        mine = [one for one in shared if one.present == there]
        if mine:
            size = min(sum(map(dossier.knows, mine)), 3.0)
            words = f"in the company of {'、'.join(one.name for one in mine[:3])}"
            yield Sign(name, min(size, 1.0), words)
            if size > 1:
                yield Sign(f"more {name}", size - 1, f"{len(mine)} of them")
    if sighting.company and not shared and (often := _near(dossier.met, sighting.days)):
        used = 1 - dossier.fresh / len(dossier.met)  # who meets somebody else each time is expected among strangers
        yield Sign(_strangers(sighting, dossier), log1p(min(often, 7)) * used, "among others than at that time")


def _strangers(sighting: Sighting, dossier: Dossier) -> str:
    """Whoever moves to another organ has other company."""
    if not sighting.placed:
        return "strangers"
    ways = {relation(seat, held.seat) for _, seat in sighting.posts for held in dossier.seats if seat.codes}
    return "strangers placed" if ways & {"seat", "organ seat", "organ"} else "strangers moved"


def circle(sighting: Sighting, dossier: Dossier, gaps: Gaps) -> Iterator[Sign]:
    """Whether those who are named too hold posts in the organs and places where the person holds one."""
    if sighting.placed or not sighting.company:
        return
    mine = [held.seat for held, gap in gaps if gap <= 1]
    sizes: dict[str, float] = {}
    for one in sighting.company:
        ways = {way for seat in one.seats for own in mine if (way := neighbours(seat, own))}
        best = next((way for way in _NEIGHBOURS if way in ways), None)
        if best:
            sizes[best] = sizes.get(best, 0.0) + one.share
    for way, size in sorted(sizes.items()):
        yield Sign(f"circle {way}", min(size, 2.0), f"among those who hold posts {_NEIGHBOURS[way]}")


_NEIGHBOURS = {"organ": "in the same organ", "place": "in the same place", "kind": "in such an organ", "near": "near",
               "other": "elsewhere"}


@lru_cache(maxsize=400_000)
def neighbours(seat: Seat, own: Seat) -> str | None:
    """How near two seats are: one organ, one place, organs of one kind, near, or elsewhere; None where that is not known."""
    codes, organ = bool(seat.codes and own.codes), bool(seat.organ and own.organ) and same_organ(seat, own)
    if codes:
        how = _apart(seat.codes, own.codes)
        return "organ" if organ else how if how in ("place", "near") else "kind" if how == "land" else "other"
    return "kind" if organ else "other" if seat.organ and own.organ and not (seat.level is None and own.level) else None


def active(sighting: Sighting, dossier: Dossier, gaps: Gaps) -> Iterator[Sign]:
    """Whether the person is known to have been about at the time."""
    gap = min([gap for held, gap in gaps if held.start or held.end], default=0.0)
    if gap > 0:
        yield Sign("years", min(3.0, gap), f"nothing is known for {gap:.1f} years around")
    often = _near(dossier.days, sighting.days)
    if often:
        yield Sign("seen", log1p(often), f"seen {often} times within a year")
    days = dossier.days
    if days and sighting.days and days[0] <= sighting.days[0] <= days[-1]:
        yield Sign("between", 1.0, "seen before and after")
    if not dossier.days:
        yield Sign("unseen", 1.0, "not seen for certain in any report")


def _near(known: list[Day], days: tuple[Day, ...]) -> int:
    """How many of the days in order lie within a year of the first of the others; all, where there is none."""
    return bisect(known, days[0] + AROUND) - bisect(known, days[0] - AROUND) if days else len(known)


def alone(sighting: Sighting, dossier: Dossier, gaps: Gaps) -> Iterator[Sign]:
    """Whether the roster is said to know everybody of the name."""
    if dossier.trusted:
        yield Sign("trusted", 1.0, "nobody else bears the name")


COMPARERS: tuple[Comparer, ...] = (post, place, company, circle, active, alone)


def compare(sighting: Sighting, dossier: Dossier) -> tuple[Sign, ...]:
    """What all comparers found; their weights add up."""
    gaps = [(held, held.gap(sighting.days, False)) for held in dossier.seats]
    return tuple(sign for comparer in COMPARERS for sign in comparer(sighting, dossier, gaps))


def stranger(sighting: Sighting) -> tuple[Sign, ...]:
    """What speaks for somebody who is not known yet."""
    signs = [Sign("else", 1.0, "nobody who is known bears the name and such posts")]
    if sighting.placed:
        signs.append(Sign("else placed", 1.0, "the post says where"))
    elif sighting.posts:
        signs.append(Sign("else titled", 1.0, "the post does not say where"))
    return tuple(signs)
