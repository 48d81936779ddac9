"""Rows of the store from the types that the stages share, and back."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any, cast

import sqlalchemy as sa

from tracker.roster import provisional
from tracker.store.schema import APPEARANCE, EVENT, MENTION, PARTICIPATION, PERSON, POST, REPORT, UNSETTLED
from tracker.text import squeeze
from tracker.types import Event, Extraction, Mention, Participation, Person, Post, Reason, Report, Role, Span

_MANY = 500


def key(*parts: object) -> str:
    """A short hash of the parts: the id of whatever they identify."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def person_id(person: Person) -> str:
    """The id of a person in the store: that of the roster, or one that all of the same name share."""
    return person.person_id or provisional(person.name)


def report_id(report: Report) -> str:
    """The id of a report in the store."""
    return key(report.id, report.text)


def fingerprint(report: Report, version: str) -> str:
    """A hash of all that what is read from the report depends on."""
    return key(report.text, report.headline, report.published, report.source, report.year, report.dated, report.region,
               report.url, version)


def post_label(post: Post) -> str:
    """A post as one string: the organisation, then the title."""
    return f"{post.org or ''}{post.title}"


def insert(c: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Adds the rows; with none does nothing."""
    if rows:
        c.execute(sa.insert(table), rows)


def plain(c: sa.Connection, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    """The rows of a question for columns of text and numbers alone, as the driver gives them: to make a `Row` of each takes as
    long as to read it, and thousands of them keep the garbage collector busy."""
    cursor = c.execute(query).cursor
    return [*cursor.fetchall()] if cursor is not None else []


def outdated(c: sa.Connection, report: Report) -> list[str]:
    """The ids of earlier texts of a report: one corrected in its file keeps name, path and day of publication."""
    if report.path is None:
        return []
    return list(c.scalars(sa.select(REPORT.c.id).where(
        REPORT.c.name == report.id, REPORT.c.path == report.path, REPORT.c.id != report_id(report),
        REPORT.c.published.is_not_distinct_from(report.published))))


def insert_report(c: sa.Connection, extraction: Extraction, print_: str) -> None:
    """Adds a report, with the fingerprint given, and all that it says; its people are added where they are new."""
    report, people, id = extraction.report, extraction.people, report_id(extraction.report)
    c.execute(sa.insert(REPORT).values(
        id=id, name=report.id, headline=report.headline, published=report.published, source=report.source,
        document=report.document, path=report.path, year=report.year, text=report.text, fingerprint=print_, dated=report.dated,
        region=report.region, url=report.url, page=report.page, page_column=report.column))
    ids = {person.name: person_id(person) for person in people}
    held = set(c.scalars(sa.select(PERSON.c.id).where(PERSON.c.id.in_(ids.values()))))
    new = {ids[name]: squeeze(name) for name in ids if ids[name] not in held}
    insert(c, PERSON, [{"id": id, "name": name, "key": name, "in_roster": False} for id, name in new.items()])
    insert(c, APPEARANCE, [{"report": id, "name": p.name, "ord": i, "person": ids[p.name],
                            "attendance": p.attendance, "score": p.reason.score if p.reason else 1.0,
                            "why": _kept([p.naming, p.reason]), "key": squeeze(p.name), "resolution": None,
                            "status": "byline" if p.attendance == "byline" else "linked" if p.person_id else "new"}
                           for i, p in enumerate(people)])
    unsettle(c, {squeeze(p.name) for p in people if p.attendance != "byline"})
    insert(c, POST, [{"report": id, "name": p.name, "ord": i, "org": post.org, "title": post.title,
                      "score": reason.score if reason else 1.0, "why": _kept([reason])}
                     for p in people for i, (post, reason) in enumerate(zip_longest(p.posts, p.post_reasons))])
    named: dict[Mention, str | None] = dict.fromkeys(extraction.mentions)
    named |= {mention: p.name for p in people for mention in p.mentions}
    insert(c, MENTION, [{"report": id, "start_char": m.start, "end_char": m.end, "label": m.label, "text": m.text,
                         "name": name} for m, name in named.items()])
    _insert_events(c, id, extraction.events, ids)


def unsettle(c: sa.Connection, names: Iterable[str]) -> None:
    """Marks names (without blanks) of which it is to be decided anew who they are."""
    add(c, UNSETTLED.c.key, names)


def add(c: sa.Connection, column: sa.Column[Any], values: Iterable[str]) -> None:
    """Puts values into the only column of a table, those that are not there yet."""
    for part in parts(sorted(set(values))):
        held = set(c.scalars(sa.select(column).where(column.in_(part))))
        insert(c, column.table, [{column.name: value} for value in part if value not in held])


def parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values, a few hundred at a time: databases limit how many one query may name."""
    return (values[at : at + _MANY] for at in range(0, len(values), _MANY))


def _insert_events(c: sa.Connection, report: str, events: Sequence[Event], people: Mapping[str, str]) -> None:
    seen: dict[str, int] = defaultdict(int)
    rows: list[dict[str, object]] = []
    parts: list[dict[str, object]] = []
    for i, e in enumerate(events):
        natural = key(report, e.type, e.evidence, e.trigger, e.date, *(p.name for p in e.participants))
        seen[natural] += 1  # told twice in the same words: two events, two ids
        id = key(natural, seen[natural])
        rows.append({"id": id, "report": report, "ord": i, "type": e.type, "date": e.date, "date_end": e.date_end,
                     "place": e.place, "name": e.name, "trigger": e.trigger,
                     "start_char": e.evidence.start, "end_char": e.evidence.end, "score": e.score,
                     "why": _kept([e.reason])})
        parts += [{"event": id, "ord": n, "name": p.name, "person": people[p.name], "roles": ",".join(p.roles),
                   "start_char": p.evidence.start, "end_char": p.evidence.end, "score": p.score,
                   "why": _kept(p.reasons)} for n, p in enumerate(e.participants)]
    insert(c, EVENT, rows)
    insert(c, PARTICIPATION, parts)


def _kept(reasons: Sequence[Reason | None]) -> list[dict[str, object] | None]:
    """Reasons as the store keeps them: all but the signs, which only the score needs."""
    return [{"rule": r.rule, "words": r.words, "start": r.evidence.start, "end": r.evidence.end, "score": r.score} if r else None
            for r in reasons]


def participations(c: sa.Connection, *where: Any) -> Mapping[str, tuple[list[str], list[Participation]]]:
    """The people and the participations of the events that fulfil `where`, by event, in the order printed; without reasons."""
    parts: dict[str, tuple[list[str], list[Participation]]] = defaultdict(lambda: ([], []))
    rows = sa.select(PARTICIPATION.c.event, PARTICIPATION.c.person, PARTICIPATION.c.name, PARTICIPATION.c.roles,
                     PARTICIPATION.c.start_char, PARTICIPATION.c.end_char).order_by(PARTICIPATION.c.event, PARTICIPATION.c.ord)
    if where:
        rows = rows.where(PARTICIPATION.c.event.in_(sa.select(EVENT.c.id).join(REPORT).where(*where).correlate(None)))
    span = Span(0, 0)
    for event, person, name, roles, start, end in c.execute(rows).all():
        people, took_part = parts[event]
        people.append(person)
        if (span.start, span.end) != (start, end):  # most of one event stand in one sentence
            span = Span(start, end)
        took_part.append(Participation(name, _roles(roles), span))
    return parts


@cache
def _roles(joined: str) -> tuple[Role, ...]:
    return cast(tuple[Role, ...], tuple(joined.split(",")))
