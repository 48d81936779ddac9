"""Who is who, in the store: what tells it of a name, and what was decided. A name is decided with all its appearances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.roster import provisional
from tracker.store.rows import insert, parts
from tracker.store.schema import APPEARANCE, EVENT, FORGOTTEN, PARTICIPATION, PERSON, POST, REPORT, UNSETTLED
from tracker.text import squeeze
from tracker.types import Appearance, Post, Resolution, RosterPerson


def appearances(c: sa.Connection, names: set[str], company: bool = True) -> list[Appearance]:
    """The appearances of names, bylines left out, in order of report and name; without `company` nobody is told beside them."""
    return [appearance for part in parts(sorted(names)) for appearance in _appearances(c, part, company)]


def together(c: sa.Connection, names: set[str]) -> set[str]:
    """Those of the names that reports speak of, and all whom these reports name too: what is known of one tells of the other."""
    other = APPEARANCE.alias()
    return {name for part in parts(sorted(names))
            for name in c.scalars(sa.select(other.c.key).distinct().join(APPEARANCE, APPEARANCE.c.report == other.c.report)
                                  .where(APPEARANCE.c.key.in_(part), other.c.attendance != "byline"))}


def _appearances(c: sa.Connection, names: Sequence[str], with_company: bool) -> Iterator[Appearance]:
    mine = (APPEARANCE.c.key.in_(names), APPEARANCE.c.attendance != "byline")
    same = sa.and_(APPEARANCE.c.report == POST.c.report, APPEARANCE.c.name == POST.c.name)
    posts: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for row in c.execute(sa.select(POST.c.report, POST.c.name, POST.c.org, POST.c.title).join(APPEARANCE, same)
                         .where(*mine).order_by(POST.c.report, POST.c.name, POST.c.ord)):
        posts[row.report, row.name].append(Post(row.org, row.title))
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    acts = PARTICIPATION.join(EVENT, PARTICIPATION.c.event == EVENT.c.id).join(
        APPEARANCE, sa.and_(APPEARANCE.c.report == EVENT.c.report, APPEARANCE.c.name == PARTICIPATION.c.name))
    for report, name, day in c.execute(sa.select(EVENT.c.report, PARTICIPATION.c.name, EVENT.c.date).select_from(acts)
                                       .where(*mine, EVENT.c.date.is_not(None))):
        days[report, name].add(day)
    company: dict[tuple[str, str], set[str]] = defaultdict(set)
    beside: dict[tuple[str, str], set[str]] = defaultdict(set)
    other, named = PARTICIPATION.alias(), APPEARANCE.alias()
    pairs = ((company, sa.select(EVENT.c.report, PARTICIPATION.c.name, other.c.name)
              .select_from(acts.join(other, other.c.event == EVENT.c.id)).where(*mine, other.c.name != PARTICIPATION.c.name)),
             (beside, sa.select(APPEARANCE.c.report, APPEARANCE.c.name, named.c.name)
              .join(named, named.c.report == APPEARANCE.c.report)
              .where(*mine, named.c.attendance != "byline", named.c.name != APPEARANCE.c.name)))
    for found, query in pairs if with_company else ():
        for report, name, who in c.execute(query):
            found[report, name].add(who)
    for row in c.execute(sa.select(APPEARANCE.c.report, APPEARANCE.c.name, REPORT.c.published,
                                   sa.func.coalesce(REPORT.c.region, REPORT.c.source).label("source"))
                         .join(REPORT).where(*mine).order_by(APPEARANCE.c.report, APPEARANCE.c.name)):
        at = row.report, row.name
        told = tuple(sorted(days[at])) or ((row.published,) if row.published else ())
        yield Appearance(*at, tuple(posts[at]), told, row.source, frozenset(company[at]), frozenset(beside[at]))


def settle(c: sa.Connection, names: Sequence[str], decided: Mapping[tuple[str, str], Resolution]) -> None:
    """Writes who the names are."""
    rows: list[dict[str, Any]] = []
    for (report, name), found in sorted(decided.items()):
        rows.append({"at_report": report, "at_name": name, "person": found.person_id or provisional(name, report),
                     "status": found.status, "resolution": {"score": found.score, "reasons": list(found.reasons),
                                                            "candidates": list(found.candidates)}})
    held = set(c.scalars(sa.select(PERSON.c.id)))
    new = {row["person"]: squeeze(row["at_name"]) for row in rows if row["person"] not in held}
    insert(c, PERSON, [{"id": id, "name": name, "key": name, "in_roster": False} for id, name in sorted(new.items())])
    if rows:
        at: sa.BindParameter[str] = sa.bindparam("at_report")
        called: sa.BindParameter[str] = sa.bindparam("at_name")
        c.execute(sa.update(APPEARANCE).where(APPEARANCE.c.report == at, APPEARANCE.c.name == called).values(
            person=sa.bindparam("person"), status=sa.bindparam("status"), resolution=sa.bindparam("resolution")), rows)
        told = sa.select(EVENT.c.id).where(EVENT.c.report == at)
        c.execute(sa.update(PARTICIPATION).where(PARTICIPATION.c.event.in_(told), PARTICIPATION.c.name == called).values(
            person=sa.bindparam("person")), [{key: row[key] for key in ("at_report", "at_name", "person")} for row in rows])
    for part in parts(names):
        c.execute(sa.delete(UNSETTLED).where(UNSETTLED.c.key.in_(part)))
    c.execute(sa.delete(PERSON).where(FORGOTTEN))
    # Whoever is in no roster bears the name that reports print most, whichever was decided first.
    printed = (sa.select(APPEARANCE.c.key).where(APPEARANCE.c.person == PERSON.c.id).group_by(APPEARANCE.c.key)
               .order_by(sa.func.count().desc(), APPEARANCE.c.key).limit(1).correlate(PERSON).scalar_subquery())
    c.execute(sa.update(PERSON).where(PERSON.c.in_roster.is_(False), PERSON.c.key != printed).values(name=printed, key=printed))


def merge(c: sa.Connection, merged: Mapping[str, str]) -> None:
    """Writes which ids were judged to be which other ones, of all that the store holds."""
    c.execute(sa.update(PERSON).where(PERSON.c.same_as.is_not(None)).values(same_as=None))
    old: sa.BindParameter[str] = sa.bindparam("old")
    if merged:
        c.execute(sa.update(PERSON).where(PERSON.c.id == old).values(same_as=sa.bindparam("same_as")),
                  [{"old": id, "same_as": one} for id, one in sorted(merged.items())])


def joined(one: RosterPerson, other: RosterPerson) -> RosterPerson:
    """The person, with the names and tenures of another entry that was judged to be the same."""
    names = dict.fromkeys((*one.aliases, other.name, *other.aliases))
    names.pop(one.name, None)
    tenures = dict.fromkeys((*one.tenures, *(replace(tenure, person_id=one.id) for tenure in other.tenures)))
    return replace(one, aliases=tuple(names), tenures=tuple(tenures))
