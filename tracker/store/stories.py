"""Reprints in the store: the index by which like reports are found, what is open, and which reports are one story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

import sqlalchemy as sa

from tracker.reprints import Beside, Print, bands, figure
from tracker.store import happen
from tracker.store.rows import add, insert, parts
from tracker.store.schema import APPEARANCE, REPORT, SKETCH, UNLINKED


def sign(c: sa.Connection, report: str, text: str, published: date | None) -> None:
    """Puts a report of the store into the index, and marks it; one too short to be a reprint is left out."""
    if found := bands(text):
        day = _number(published)
        insert(c, SKETCH, [{"band": band, "day": day, "report": report} for band in sorted(set(found))])
        mark(c, [report])


def sign_all(c: sa.Connection) -> None:
    """Puts all reports of the store into the index, which must be empty, and marks them."""
    last = ""
    query = sa.select(REPORT.c.id, REPORT.c.text, REPORT.c.published).order_by(REPORT.c.id).limit(500)
    while rows := c.execute(query.where(REPORT.c.id > last)).all():
        for row in rows:
            sign(c, *row)
        last = rows[-1].id


def forget(c: sa.Connection, reports: Collection[str]) -> None:
    """Marks what reports that go leave behind: those that were one story with them or stand in a crowd around them."""
    held = set(c.scalars(sa.select(SKETCH.c.report).where(SKETCH.c.report.in_(reports))))
    if held:
        left = beside(c, held)
        mark(c, {*left.mates, *left.shaken} - set(reports))


def mark(c: sa.Connection, reports: Iterable[str]) -> None:
    """Marks reports (ids): it is to be decided anew of which others they are reprints."""
    add(c, UNLINKED.c.report, reports)


def unlinked(c: sa.Connection) -> list[str]:
    """The reports that are marked."""
    return list(c.scalars(sa.select(UNLINKED.c.report).order_by(UNLINKED.c.report)))


def beside(c: sa.Connection, reports: Collection[str]) -> Beside:
    """With which others some reports are to be compared, which were one story with one of them, and which stand so near to one in
    a crowd that what they are compared with hangs on it."""
    days = {id: _number(day) for part in parts(sorted(reports))
            for id, day in c.execute(sa.select(REPORT.c.id, REPORT.c.published).where(REPORT.c.id.in_(part)))}
    mates = {id for part in parts(sorted(reports)) for id in c.scalars(sa.select(REPORT.c.id).where(
        REPORT.c.story.in_(sa.select(REPORT.c.story).where(REPORT.c.id.in_(part)))))}
    candidates: dict[str, set[str]] = {id: set() for id in days}
    shaken: set[str] = set()
    for some in parts(sorted(days, key=lambda id: (days[id], id))):
        for block in _blocks(c, some, days[some[0]], days[some[-1]]):
            _compared(block, set(some), candidates, shaken)
    return Beside(candidates, mates, shaken)


def _blocks(c: sa.Connection, reports: Sequence[str], first: int, last: int) -> Iterable[list[str]]:
    """The reports that share a band with one of these, band by band, by day: those of the days that matter to these."""
    apart = int(figure("thresholds", "days"))
    mine = sa.select(SKETCH.c.band).where(SKETCH.c.report.in_(reports))
    rows = c.execute(sa.select(SKETCH.c.band, SKETCH.c.report).where(
        SKETCH.c.band.in_(mine), SKETCH.c.day.between(first - apart, last + apart))
        .order_by(SKETCH.c.band, SKETCH.c.day, SKETCH.c.report)).all()
    for _, block in groupby(rows, key=lambda row: row.band):
        yield [row.report for row in block]


def _compared(block: Sequence[str], wanted: Collection[str], candidates: Mapping[str, set[str]], shaken: set[str]) -> None:
    """Adds what reports with one band, by day, are to be compared with; in a crowd each with so many before and after it."""
    crowd = int(figure("index", "crowd"))
    for at, id in enumerate(block):
        if id in wanted:
            near = block[max(at - crowd, 0) : at + crowd + 1]
            candidates[id].update(near)
            candidates[id].discard(id)
            if len(block) > crowd:
                shaken.update(block[max(at - crowd - 1, 0) : at + crowd + 2])


def prints(c: sa.Connection, reports: Collection[str]) -> list[Print]:
    """Reports as they are compared with others."""
    found: list[Print] = []
    for part in parts(sorted(reports)):
        names: dict[str, set[str]] = defaultdict(set)
        for report, name in c.execute(sa.select(APPEARANCE.c.report, APPEARANCE.c.name).where(
                APPEARANCE.c.report.in_(part), APPEARANCE.c.attendance != "byline")):
            names[report].add(name)
        found += [Print(id, text, day, frozenset(names[id])) for id, text, day in c.execute(
            sa.select(REPORT.c.id, REPORT.c.text, REPORT.c.published).where(REPORT.c.id.in_(part)))]
    return found


def link(c: sa.Connection, stories: Mapping[str, str | None]) -> None:
    """Keeps of which story reports are; no report is open after that, but the events of those whose story is another one are."""
    held = {row.id: row.story for part in parts(sorted(stories))
            for row in c.execute(sa.select(REPORT.c.id, REPORT.c.story).where(REPORT.c.id.in_(part)))}
    rows = [{"at": id, "story": story} for id, story in sorted(stories.items()) if held[id] != story]
    if rows:
        at: sa.BindParameter[str] = sa.bindparam("at")
        c.execute(sa.update(REPORT).where(REPORT.c.id == at).values(story=sa.bindparam("story")), rows)
        happen.loosen(c, [str(row["at"]) for row in rows])
    c.execute(sa.delete(UNLINKED))


def _number(day: date | None) -> int:
    """A day as the index holds it; those without one stand far from all others."""
    return day.toordinal() if day else -100_000
