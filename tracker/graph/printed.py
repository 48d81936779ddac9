"""Graphs of what reports print beside events: whose posts were where, and, kept apart, who is named in one report with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from datetime import date
from itertools import combinations
from typing import Any

import networkx as nx

from tracker.dates import bounds
from tracker.store import Naming, Printed
from tracker.types import RosterPerson, Tenure

ORG = "org:"  # before the name of an organisation in the id of its node
_EARLIEST, _LATEST = date.min, date.max


@dataclass(slots=True)
class _Held:
    """Posts of one person in one organisation: titles in order, reports with their day, tenures."""

    titles: dict[str, None] = of(default_factory=dict)
    reports: dict[str, date | None] = of(default_factory=dict)
    days: set[date] = of(default_factory=set)
    tenures: list[Tenure] = of(default_factory=list)

    def attributes(self) -> dict[str, Any]:
        starts = [(_bounds(t.start)[0], t.start) for t in self.tenures if t.start]
        ends = [(_bounds(t.end)[1], t.end) for t in self.tenures if t.end]
        days = [(day, str(day)) for day in sorted(self.days)]
        first, last = min([*starts, *days], default=None), max([*ends, *days], default=None)
        return {"titles": list(self.titles), "first": first[1] if first else None, "last": last[1] if last else None,
                "reports": len(self.reports), "roster": bool(self.tenures), "weight": float(max(len(self.reports), 1)),
                "days": sorted({str(day) for day in self.reports.values() if day})}


def posts(printed: Iterable[Printed], people: Mapping[str, RosterPerson], since: date | None = None, until: date | None = None,
          roster: bool = True) -> nx.Graph[str]:
    """People and organisations, an edge where a report prints a post of the person there, or the roster has a tenure.

    Edges bear `titles` (in the order of the reports, then of the roster), `first` and `last` (the first and last day known, of
    the reports or of the tenures; partial days as the roster has them), `reports` (how many print it), `roster` (whether a tenure
    is among it), `weight` (the reports, at least 1) and `days` (those of the reports). Posts without an organisation draw no
    edge; `without_organisation` of the graph counts them.
    """
    held: dict[tuple[str, str], _Held] = defaultdict(_Held)
    bare = 0
    for one in printed:
        if one.post.org is None:
            bare += 1
            continue
        entry = held[one.seen.person, one.post.org]
        entry.titles[one.post.title] = None
        entry.reports.setdefault(one.seen.report, one.seen.first)
        entry.days.update(day for day in (one.seen.first, one.seen.last) if day)
    for tenure in (t for p in people.values() for t in p.tenures if roster and _overlaps(t, since, until)):
        if tenure.post.org is None:
            bare += 1
            continue
        entry = held[tenure.person_id, tenure.post.org]
        entry.titles[tenure.post.title] = None
        entry.tenures.append(tenure)
    graph: nx.Graph[str] = nx.Graph(without_organisation=bare)
    drawn = {(person, ORG + org): held[person, org].attributes() for person, org in sorted(held)}
    ends: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for pair, data in drawn.items():
        for end in pair:
            ends[end].append(data)
    graph.add_nodes_from((person, {"kind": "person", **_over(ends[person])}) for person in sorted({one for one, _ in drawn}))
    graph.add_nodes_from((org, {"label": org.removeprefix(ORG), "kind": "organisation", **_over(ends[org])})
                         for org in sorted({org for _, org in drawn}))
    graph.add_edges_from((*pair, data) for pair, data in drawn.items())
    return graph


def mentions(named: Sequence[Naming]) -> nx.Graph[str]:
    """An edge for each pair named in one report, whether or not they took part in anything: nobody need have met anybody.

    Every edge and the graph bear `mention` (true). Edges bear `reports` (how many name both), `weight` (a report that names n
    people adds 1/(n-1)), `first`, `last` and `days` (of publication) and `report_ids` (in the store).
    """
    people, pairs = defaultdict(list), defaultdict(list)
    for n, one in enumerate(named):
        for person in one.people:
            people[person].append(n)
        for pair in combinations(one.people, 2):
            pairs[pair].append(n)
    graph: nx.Graph[str] = nx.Graph(mention=True)
    for person in sorted(people):
        graph.add_node(person, kind="person", **_published(named, people[person]), reports=len(people[person]))
    graph.add_edges_from((*pair, {
        "mention": True, "reports": len(reports), "weight": sum(1 / (len(named[n].people) - 1) for n in reports),
        **_published(named, reports), "report_ids": [named[n].report for n in reports]})
        for pair, reports in sorted(pairs.items()))
    return graph


def _published(named: Sequence[Naming], reports: Sequence[int]) -> dict[str, Any]:
    days = sorted({str(day) for n in reports if (day := named[n].published)})
    return {"first": days[0] if days else None, "last": days[-1] if days else None, "days": days}


def _over(ties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The first and last day known of some edges, and the days of all."""
    firsts, lasts = ([data[end] for data in ties if data[end]] for end in ("first", "last"))
    return {"first": min(firsts, key=lambda day: _bounds(day)[0], default=None),
            "last": max(lasts, key=lambda day: _bounds(day)[1], default=None),
            "days": sorted({day for data in ties for day in data["days"]})}


def _overlaps(tenure: Tenure, since: date | None, until: date | None) -> bool:
    first = _bounds(tenure.start)[0] if tenure.start else _EARLIEST
    last = _bounds(tenure.end)[1] if tenure.end else _LATEST
    return first <= (until or _LATEST) and last >= (since or _EARLIEST)


def _bounds(day: str) -> tuple[date, date]:
    return bounds(day) or (_EARLIEST, _LATEST)
