"""The seats of one person, put together from what reports print and what the roster knows.

中共郑州市委员会书记 and 郑州市委书记 are one seat, and 书记 alone is a writing of either. Former posts (原书记) stand apart: who
is called so does not hold the seat on that day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from tracker.dates import bounds
from tracker.organs import Seat, at, place_of, same_seat, seat
from tracker.store import Printed, post_label
from tracker.types import Post, Tenure


@dataclass(slots=True)
class Held:
    """A seat of a person: where reports print it, in the order given, and the tenures of the roster in it."""

    seat: Seat
    prints: list[Printed] = field(default_factory=list)
    tenures: list[Tenure] = field(default_factory=list)

    @property
    def post(self) -> Post:
        """The writing that most reports print; of several that of the roster, or else the longest."""
        known = [tenure.post for tenure in self.tenures]
        writings = Counter(printed.post for printed in self.prints) or Counter(known)
        return max(writings, key=lambda post: (writings[post], post in known, len(post_label(post)), post_label(post)))

    @property
    def reports(self) -> int:
        """How many reports print it."""
        return len({printed.seen.report for printed in self.prints})

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day on which a report prints it; None where no day is known."""
        first = [printed.seen.first for printed in self.prints if printed.seen.first]
        last = [printed.seen.last for printed in self.prints if printed.seen.last]
        return min(first, default=None), max(last, default=None)

    @property
    def spans(self) -> list[tuple[date, date]]:
        """When the seat was held: the days on which it is printed, and the tenures."""
        first, last = self.days
        return [*([(first, last)] if first and last else []), *map(span, self.tenures)]


def span(tenure: Tenure) -> tuple[date, date]:
    """The first and the last day on which a tenure may have been held: 2019 as its end is all of 2019, an open end all time."""
    start, end = (bounds(day) if day else None for day in (tenure.start, tenure.end))
    return start[0] if start else date.min, end[1] if end else date.max


def seats_of(prints: Iterable[Printed], tenures: Iterable[Tenure]) -> list[Held]:
    """The seats of one person, those of the roster first, in order of tenure, then the others from the fullest writing on.

    A writing that fits several seats (市委书记 of somebody who was it in two cities) goes, print by print, to the one printed
    nearest in time, of these to the one most printed.
    """
    found: list[Held] = []
    for tenure in tenures:
        own = seat(tenure.post)
        one = next((held for held in found if held.seat == own), None)
        if one is None:
            found.append(one := Held(own))
        one.tenures.append(tenure)
    writings: dict[Seat, list[Printed]] = defaultdict(list)
    for printed in prints:
        writings[seat_in(printed.post, printed.seen.source)].append(printed)
    shared: list[tuple[Printed, Sequence[Held]]] = []
    for own, told in sorted(writings.items(), key=lambda item: (-_fullness(item[0]), -len(item[1]), post_label(item[1][0].post))):
        fitting: Sequence[Held] = [held for held in found if held.seat.former == own.former and same_seat(held.seat, own)]
        if not fitting:
            found.append(Held(own, told))
        elif len(fitting) == 1:
            fitting[0].prints += told
        else:
            shared += [(printed, fitting) for printed in told]
    # By what was known before any of these is added, so that their order does not matter.
    known = {id(held): (held.spans, held.reports) for held in found} if shared else {}
    for printed, fitting in shared:
        gaps = {id(held): _gap(printed.seen.first, known[id(held)][0]) for held in fitting}
        min(fitting, key=lambda held: (gaps[id(held)], -known[id(held)][1])).prints.append(printed)
    for held in found:
        held.prints.sort(key=_day)
    return found


def _gap(day: date | None, spans: Sequence[tuple[date, date]]) -> int:
    """How many days lie between a day and the nearest of the spans; 0 where none is known."""
    return min((max((start - day).days, (day - end).days, 0) for start, end in spans), default=0) if day else 0


def _day(printed: Printed) -> tuple[date, str, str, int]:
    return printed.seen.first or date.max, printed.seen.named, printed.seen.report, printed.ord


@lru_cache(maxsize=200_000)
def seat_in(post: Post, source: str | None) -> Seat:
    """The seat that a post means in a paper: 市委书记 in 郑州日报 is that of Zhengzhou."""
    return at(seat(post), place_of(source or "")[0])


def _fullness(seat: Seat) -> int:
    return bool(seat.organ) * 2 + bool(seat.codes)
