"""The counts of all that a store holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.store.schema import APPEARANCE, EVENT, ONE, PARTICIPATION, REPORT
from tracker.store.search import DAY

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95)  # where the bands of scores begin; the last one holds 1.0 too


@dataclass(frozen=True, slots=True)
class Sum:
    """How many there are of something: `of` is the kind, `year` that of the events, `first` and `last` days of reports."""

    what: str
    of: str
    number: int
    year: int | None = None
    share: float | None = None
    first: date | None = None
    last: date | None = None


def sums(c: sa.Connection) -> list[Sum]:
    """Reports (all, without events, reprints), sources, people by status, happenings by type and year, participations by band."""
    return [*_reports(c), *_people(c), *_events(c), *_scores(c)]


def _reports(c: sa.Connection) -> Iterator[Sum]:
    number = sa.func.count().label("number")
    days = (sa.func.min(REPORT.c.published).label("first"), sa.func.max(REPORT.c.published).label("last"))
    whole = c.execute(sa.select(number, *days)).one()
    yield Sum("reports", "all", whole.number, first=whole.first, last=whole.last)
    bare = c.scalar(sa.select(number).where(REPORT.c.id.not_in(sa.select(EVENT.c.report)))) or 0
    yield Sum("reports", "without events", bare, share=_share(bare, whole.number))
    told = sa.select(number - sa.func.count(REPORT.c.story.distinct())).where(REPORT.c.story.is_not(None))
    again = c.scalar(told) or 0
    yield Sum("reports", "reprints", again, share=_share(again, whole.number))
    rows = sa.select(REPORT.c.source, number, *days).group_by(REPORT.c.source).order_by(number.desc(), REPORT.c.source)
    for row in c.execute(rows):
        yield Sum("source", row.source or "", row.number, None, _share(row.number, whole.number), row.first, row.last)


def _people(c: sa.Connection) -> Iterator[Sum]:
    """Whoever is linked in one report and not sure in another counts in both."""
    number = sa.func.count(APPEARANCE.c.person.distinct()).label("number")
    yield Sum("people", "all", c.scalar(sa.select(number).where(APPEARANCE.c.attendance != "byline")) or 0)
    found = {row.status: row.number for row in c.execute(sa.select(APPEARANCE.c.status, number).group_by(APPEARANCE.c.status))}
    yield from (Sum("people", status, found.get(status, 0)) for status in ("linked", "new", "unsure", "byline"))


def _events(c: sa.Connection) -> Iterator[Sum]:
    """A happening counts by the type and the day of its first telling in order of ids, so each counts once."""
    rows = c.execute(sa.select(ONE, EVENT.c.type, DAY).join(REPORT).order_by(ONE, EVENT.c.id))
    kinds: dict[str, tuple[str, Any]] = {}
    for id, type, day in rows:
        kinds.setdefault(id, (type, day))
    yield Sum("events", "all", len(kinds))
    counts: dict[tuple[str, int | None], int] = defaultdict(int)
    for type, day in kinds.values():
        counts[type, int(str(day)[:4]) if day else None] += 1
    for (type, year), number in sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] or 9999)):
        yield Sum("events", type, number, year, _share(number, len(kinds)))


def _scores(c: sa.Connection) -> Iterator[Sum]:
    band = sa.case(*((PARTICIPATION.c.score >= low, n) for n, low in reversed(list(enumerate(BANDS)))), else_=0).label("band")
    found = {row.band: row.number for row in c.execute(sa.select(band, sa.func.count().label("number")).group_by(band))}
    whole = sum(found.values())
    for n, (low, high) in enumerate(zip(BANDS, (*BANDS[1:], 1.0), strict=True)):
        yield Sum("participations", f"score {low:g} to {high:g}", found.get(n, 0), share=_share(found.get(n, 0), whole))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
