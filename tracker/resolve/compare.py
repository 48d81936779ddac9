"""The comparers: small questions about one sighting of a name and one person, each answered with a weight and words.

A weight is a log odds ratio: 0 says nothing, 3 makes twenty times as likely that they are one, -3 as unlikely. The figures are
in lexicon/resolution.toml, chosen on the developing half of benchmarks/namesakes.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from functools import cache

from tracker import lexicon as lexicons
from tracker.organs import Seat, equal, same_organ, same_seat, within
from tracker.types import Post

YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name in one report: the posts printed with it, the days told, where the paper is made, who else took part."""

    report: str
    name: str
    posts: tuple[tuple[Post, Seat], ...] = ()
    days: tuple[Day, ...] = ()
    place: frozenset[str] = frozenset()  # codes of the division that the source is of
    company: frozenset[str] = frozenset()
    circle: tuple[frozenset[str], ...] = ()  # of each of these, codes of where they are known to hold a post that day

    @property
    def placed(self) -> bool:
        """Whether a printed post says where: then the source and the company need not."""
        return any(seat.codes for _, seat in self.posts)

    @property
    def key(self) -> tuple[str, str]:
        """Which appearance it is."""
        return self.report, self.name


@dataclass(frozen=True, slots=True)
class Held:
    """A seat that somebody held, from the first possible day to the last; None where that is not known."""

    post: Post
    seat: Seat
    start: Day | None
    end: Day | None

    def gap(self, days: Iterable[Day], former: bool) -> float:
        """Years between the tenure and the nearest of the days; 0 where it covers one, or no day is known.

        A former holder is seen after the end: no gap then.
        """
        gaps = [self._gap(day, former) for day in days]
        return min(gaps, default=0.0)

    def _gap(self, day: Day, former: bool) -> float:
        if self.start and day < self.start:
            return (self.start - day).days / YEAR
        if self.end and day > self.end and not former:
            return (day - self.end).days / YEAR
        return 0.0


@dataclass(slots=True)
class Dossier:
    """What is known of one person: of the roster, or one seen in reports only."""

    id: str
    held: list[Held] = field(default_factory=list)
    trusted: bool = False  # whether the name alone is enough
    sole: bool = False  # whether nobody else is known by the name
    company: Counter[str] = field(default_factory=Counter)
    printed: dict[Seat, Held] = field(default_factory=dict)  # seats that reports name, first day to last

    @property
    def seats(self) -> list[Held]:
        """The seats that the person held, as the roster and as reports tell."""
        return [*self.held, *self.printed.values()]

    def learn(self, sighting: Sighting) -> None:
        """Let the person be known by one more sighting."""
        for post, seat in sighting.posts:
            for day in sighting.days if seat.organ and (seat.codes or not seat.level) and not seat.former else ():
                old = self.printed.get(seat)
                start, end = (min(old.start or day, day), max(old.end or day, day)) if old else (day, day)
                self.printed[seat] = Held(post, seat, start, end)
        self.company.update(sighting.company)


@dataclass(frozen=True, slots=True)
class Sign:
    """What one comparer found."""

    weight: float
    words: str


Comparer = Callable[[Sighting, Dossier], Sign | None]


@cache
def weight(name: str) -> float:
    """A figure of lexicon/resolution.toml."""
    return float(lexicons.load().toml_cached("resolution")["weights"][name])


def post(sighting: Sighting, dossier: Dossier) -> Sign | None:
    """Whether the posts printed are ones that the person held then: the best agreement counts, and a contradiction else."""
    pairs = ((printed, held) for printed in sighting.posts for held in dossier.seats)
    found = [sign for printed, held in pairs if (sign := _agreement(sighting, *printed, held))]
    best, worst = max(found, key=lambda sign: sign.weight, default=None), min(found, key=lambda sign: sign.weight, default=None)
    if best is None or worst is None:
        return None
    return best if best.weight > weight("title") or (best.weight > 0 and worst.weight > weight("elsewhere") / 2) else worst


def _agreement(sighting: Sighting, printed: Post, seat: Seat, held: Held) -> Sign | None:
    gap = held.gap(sighting.days, seat.former)
    faded = max(0.1, 1 - gap / weight("memory"))  # years after which a tenure is forgotten
    named = f"{printed.org or ''}{printed.title}"
    label = f"{held.post.org or ''}{held.post.title}"
    if same_seat(seat, held.seat):
        both = bool(seat.organ and held.seat.organ)
        size = weight("seat") if both and seat.codes and held.seat.codes else weight("organ seat") if both and not (
            seat.level and not seat.codes) else weight("title")
        return Sign(size * faded, f"{named} is {label}" + ("" if gap == 0 else f", {gap:.1f} years apart"))
    if seat.organ and held.seat.organ and same_organ(seat, held.seat):
        return Sign(weight("organ") * faded, f"{named} is of the organ of {label}")
    if seat.codes and held.seat.codes:
        if equal(seat.codes, held.seat.codes):
            return Sign(weight("place") * faded, f"{named} is in the place of {label}")
        if within(seat.codes, held.seat.codes):
            return Sign(weight("province") * faded, f"{named} is near {label}")
        return Sign(weight("elsewhere") * (1.0 if gap == 0 else 0.5), f"{named} is elsewhere than {label}")
    if seat.organ and held.seat.organ and (seat.codes or held.seat.codes or not seat.level):
        return Sign(weight("other organ") * (1.0 if gap == 0 else 0.5), f"{named} is another organ than {label}")
    return None


def place(sighting: Sighting, dossier: Dossier) -> Sign | None:
    """Whether the source is of a place where the person held a post."""
    if not sighting.place or sighting.placed:
        return None
    near = [held for held in dossier.seats if held.seat.codes and held.gap(sighting.days, False) <= 1]
    if any(equal(sighting.place, held.seat.codes) for held in near):
        return Sign(weight("source"), "the source is of the place")
    if any(within(sighting.place, held.seat.codes) for held in near):
        return Sign(weight("source") / 2, "the source is of a place around")
    return Sign(weight("other source"), "the source is of another place") if near else None


def company(sighting: Sighting, dossier: Dossier) -> Sign | None:
    """Whether those who took part are those whom the person is seen with."""
    shared = sorted(sighting.company & dossier.company.keys())
    if not shared:
        return None
    return Sign(min(len(shared), 3) * weight("company"), f"in the company of {'、'.join(shared[:3])}")


def circle(sighting: Sighting, dossier: Dossier) -> Sign | None:
    """Whether those who took part hold posts, by the roster, where the person holds one."""
    if sighting.placed:
        return None
    mine = [held.seat.codes for held in dossier.seats if held.seat.codes and held.gap(sighting.days, False) <= 1]
    near = sum(any(equal(codes, own) for own in mine) for codes in sighting.circle)
    return Sign(min(near, 2) * weight("circle"), f"among {near} who hold posts in the same place") if near else None


def alone(sighting: Sighting, dossier: Dossier) -> Sign | None:
    """Whether nobody else is known by the name."""
    if not dossier.sole:
        return None
    return Sign(weight("trusted" if dossier.trusted else "sole"), "nobody else is known by the name")


def active(sighting: Sighting, dossier: Dossier) -> Sign | None:
    """Whether the person is known to have been about at the time."""
    gap = min((held.gap(sighting.days, False) for held in dossier.seats if held.start or held.end), default=0.0)
    return Sign(max(-3.0, -gap) * weight("years"), f"nothing is known for {gap:.0f} years around") if gap > 1 else None


COMPARERS: tuple[Comparer, ...] = (post, place, company, circle, active, alone)


def compare(sighting: Sighting, dossier: Dossier) -> tuple[Sign, ...]:
    """What all comparers found; their weights add up."""
    return tuple(_signs(sighting, dossier))


def _signs(sighting: Sighting, dossier: Dossier) -> Iterator[Sign]:
    for comparer in COMPARERS:
        sign = comparer(sighting, dossier)
        if sign is not None:
            yield sign
