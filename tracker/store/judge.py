"""Judgements in the store: rows that are only ever added, and what they make open again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from tracker.judgements import APPEARANCE as SIDE
from tracker.judgements import Judgement, parse
from tracker.store.rows import insert, unsettle
from tracker.store.schema import ALIAS, APPEARANCE, JUDGEMENT, PERSON, REPLACED


def judgements(c: sa.Connection) -> list[Judgement]:
    """All judgements in order of time, then id."""
    return [Judgement(row.left_side, row.right_side, row.verdict, row.who, row.at, row.why, row.undoes, int(row.id[:4]))
            for row in c.execute(sa.select(JUDGEMENT).order_by(JUDGEMENT.c.at, JUDGEMENT.c.id))]


def judge(c: sa.Connection, said: Iterable[Judgement], sides: Iterable[str]) -> None:
    """Adds judgements that are not there yet, and marks the names of whoever is behind `sides`."""
    held = set(c.scalars(sa.select(JUDGEMENT.c.id)))
    insert(c, JUDGEMENT, [{"id": one.id, "at": one.when, "who": one.who, "verdict": one.verdict, "left_side": one.left,
                           "right_side": one.right, "undoes": one.undoes, "why": one.why}
                          for one in said if one.id not in held])
    ids = {side for side in sides if not side.startswith(SIDE)}
    names = {told[1] for side in sides if (told := parse(side))}
    for id in sorted(ids):
        for query in (sa.select(PERSON.c.key).where(PERSON.c.id == id), sa.select(ALIAS.c.key).where(ALIAS.c.person == id),
                      sa.select(APPEARANCE.c.key).where(APPEARANCE.c.person == id).distinct()):
            names.update(c.scalars(query))
    unsettle(c, names)


def formerly(c: sa.Connection) -> Mapping[str, list[str]]:
    """The ids of the texts that each report took the place of, directly or through others, the latest first."""
    new = {row.old: row.new for row in c.execute(sa.select(REPLACED))}
    found: dict[str, list[str]] = defaultdict(list)
    for old in sorted(new):
        at, seen = old, {old}
        while at in new and new[at] not in seen:
            at = new[at]
            seen.add(at)
        if at != old:
            found[at].append(old)
    return found
