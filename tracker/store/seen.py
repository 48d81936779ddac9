"""Appearances as somebody who judges them has to see them: where, with which posts, in which words, decided how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.store.schema import APPEARANCE, EVENT, PARTICIPATION, POST, REPORT
from tracker.types import Attendance, Post, Status


@dataclass(frozen=True, slots=True)
class Seen:
    """A name in a report: `report` is the id in the store, `report_name` as it was given; `words` is the sentence that first
    says what the person did, or names them; `events` counts those that the person takes part in there."""

    report: str
    name: str
    person: str
    status: Status
    attendance: Attendance
    report_name: str
    headline: str | None
    source: str | None
    published: date | None
    posts: tuple[Post, ...]
    words: str
    events: int
    reasons: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    score: float = 0.0


def most_telling(seen: Iterable[Seen]) -> Seen:
    """Of the appearances of one person the one to know the person by: the first with most posts, and then most events."""
    return max(seen, key=lambda one: (len(one.posts), one.events))


def seen(c: sa.Connection, people: Collection[str] | None, status: Status | None, names: Collection[str] | None,
         reports: Collection[str] | None) -> list[Seen]:
    """The appearances of these people, of this status, with these names and in these reports, by day of publication, report and
    place in it; None is any."""
    wanted = ((APPEARANCE.c.person, people), (APPEARANCE.c.key, names), (APPEARANCE.c.report, reports))
    where = [column.in_(values) for column, values in wanted if values is not None]
    where += [APPEARANCE.c.status.in_([status])] if status else []
    at = (APPEARANCE.c.report, APPEARANCE.c.name)
    chosen = sa.select(*at).where(*where).subquery()
    posts: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for row in c.execute(sa.select(POST).join(chosen, sa.and_(chosen.c.report == POST.c.report, chosen.c.name == POST.c.name))
                         .order_by(POST.c.report, POST.c.name, POST.c.ord)):
        posts[row.report, row.name].append(Post(row.org, row.title))
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in c.execute(sa.select(EVENT.c.report, PARTICIPATION.c.name, PARTICIPATION.c.start_char, PARTICIPATION.c.end_char)
                         .join(EVENT, PARTICIPATION.c.event == EVENT.c.id)
                         .join(chosen, sa.and_(chosen.c.report == EVENT.c.report, chosen.c.name == PARTICIPATION.c.name))
                         .order_by(EVENT.c.report, EVENT.c.ord)):
        spans[row.report, row.name].append((row.start_char, row.end_char))
    rows = (sa.select(APPEARANCE, REPORT.c.name.label("report_name"), REPORT.c.headline, REPORT.c.source, REPORT.c.published,
                      REPORT.c.text).join(REPORT)
            .where(*where)
            .order_by(REPORT.c.published.is_(None), REPORT.c.published, REPORT.c.name, REPORT.c.id, APPEARANCE.c.ord))
    return [_seen(row, posts[row.report, row.name], spans[row.report, row.name]) for row in c.execute(rows)]


def _seen(row: Any, posts: list[Post], spans: list[tuple[int, int]]) -> Seen:
    # What decided the attendance has the sentence; what decided that it is a name has the name alone.
    named = next(((why["start"], why["end"]) for why in reversed(row.why) if why), (0, 0))
    start, end = spans[0] if spans else named
    told = row.resolution or {"reasons": (), "candidates": (), "score": 0.0}
    return Seen(row.report, row.name, row.person, row.status, row.attendance, row.report_name, row.headline, row.source,
                row.published, tuple(posts), row.text[start:end].strip(), len(spans), tuple(told["reasons"]),
                tuple(told["candidates"]), told["score"])
