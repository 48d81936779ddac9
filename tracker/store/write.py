"""Writes a roster, and reports with all that they say, into the tables."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from tracker.roster import Roster
from tracker.store import happen, stories, words
from tracker.store.judge import judge, judgements
from tracker.store.rows import fingerprint, insert, insert_report, outdated, report_id, unsettle
from tracker.store.schema import (
    ALIAS,
    APPEARANCE,
    FORGOTTEN,
    META,
    ORGANISATION,
    PERSON,
    REPLACED,
    REPORT,
    TENURE,
)
from tracker.store.settle import together
from tracker.text import squeeze
from tracker.types import Extraction, Report

State = Literal["new", "changed", "unchanged"]


def roster(c: sa.Connection, old: Roster, new: Roster, digest: str) -> None:
    """Puts a roster, told by its digest, in the place of the old one; names that either knows, and those beside them, are
    unsettled."""
    people, bodies = list(new.people.values()), list(new.organisations.values())
    borne = {squeeze(name) for known in (old, new) for p in known.people.values() for name in (p.name, *p.aliases)}
    unsettle(c, together(c, borne))
    if bodies != list(old.organisations.values()):  # any post may now be another one
        unsettle(c, c.scalars(sa.select(APPEARANCE.c.key).where(APPEARANCE.c.attendance != "byline").distinct()))
    for table in (ALIAS, TENURE, ORGANISATION):
        c.execute(sa.delete(table))
    insert(c, ORGANISATION, [{"name": body.name, "parent": body.parent, "short": list(body.short),
                              "successor": body.successor, "place": body.place} for body in bodies])
    c.execute(sa.update(PERSON).values(in_roster=False))
    held = set(c.scalars(sa.select(PERSON.c.id)))
    rows = [{"id": p.id, "name": p.name, "key": squeeze(p.name), "in_roster": True} for p in people]
    known = [{"old": row["id"], **row} for row in rows if row["id"] in held]
    if known:
        c.execute(sa.update(PERSON).where(PERSON.c.id == sa.bindparam("old")), known)
    insert(c, PERSON, [row for row in rows if row["id"] not in held])
    insert(c, ALIAS, [{"person": p.id, "ord": i, "name": name, "key": squeeze(name)}
                      for p in people for i, name in enumerate(p.aliases)])
    insert(c, TENURE, [{"person": p.id, "ord": i, "org": t.post.org, "title": t.post.title,
                        "since": t.start, "until": t.end, "source": t.source}
                       for p in people for i, t in enumerate(p.tenures)])
    c.execute(sa.delete(PERSON).where(FORGOTTEN))
    # In another roster what was judged may mean another id.
    judge(c, (), {side for one in judgements(c) for side in (one.left, one.right) if side})
    c.execute(sa.update(META).where(META.c.name == "roster").values(value=digest))


def state(c: sa.Connection, report: Report, version: str) -> State:
    """Whether the store holds the report as this version of tracker reads it."""
    held = c.scalar(sa.select(REPORT.c.fingerprint).where(REPORT.c.id == report_id(report)))
    if held is not None:
        return "unchanged" if held == fingerprint(report, version) else "changed"
    return "changed" if outdated(c, report) else "new"


def put(c: sa.Connection, extraction: Extraction, version: str) -> State:
    """Writes one report and all that it says, in the place of what the store held of it; how it stood there before.

    What stands there unchanged is left alone: of two files that hold the same report the first one keeps it.
    """
    found = state(c, extraction.report, version)
    if found == "unchanged":
        return found
    new, gone = report_id(extraction.report), outdated(c, extraction.report)
    if found == "changed":
        old = sa.or_(APPEARANCE.c.report == new, APPEARANCE.c.report.in_(gone))
        touched = set(c.scalars(sa.select(APPEARANCE.c.person).where(old)))
        unsettle(c, c.scalars(sa.select(APPEARANCE.c.key).where(old, APPEARANCE.c.attendance != "byline")))
        words.forget(c, [new, *gone])
        happen.forget(c, [new, *gone])
        stories.forget(c, [new, *gone])
        c.execute(sa.delete(REPORT).where(REPORT.c.id.in_([new, *gone])))
        c.execute(sa.delete(REPLACED).where(REPLACED.c.old.in_(gone)))
        insert(c, REPLACED, [{"old": id, "new": new} for id in gone])
    insert_report(c, extraction, fingerprint(extraction.report, version))
    words.index(c, new)
    stories.sign(c, new, extraction.report.text, extraction.report.published)
    happen.mark(c, [new])
    if found == "changed":
        for person in sorted(touched):
            c.execute(sa.delete(PERSON).where(PERSON.c.id == person, FORGOTTEN))
    return found
