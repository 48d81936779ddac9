"""Graphs of events: who was with whom, who met whom, who attended what. Naming somebody draws no edge: only participations do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import networkx as nx

from tracker.store import Gathering

Pair = tuple[str, str]
Draw = Callable[[Sequence[Gathering]], "nx.Graph[str]"]


class Facts:
    """What edges and nodes say of events, reckoned once for each: events are known by their place in the list."""

    def __init__(self, told: Sequence[Gathering]) -> None:
        self.ids = [t.id for t in told]
        self.types = [t.type for t in told]
        self.days = [sorted(day.isoformat() for day in (t.date, t.date_end) if day) for t in told]
        self.spans = [_span(t) for t in told]

    def when(self, events: Sequence[int]) -> dict[str, Any]:
        """`first` and `last`, the first and last day known of the events, and `days`: those of the dated ones, each once."""
        if len(events) == 1:
            days, span = self.days[events[0]], self.spans[events[0]]
            return {"first": days[0] if days else None, "last": days[-1] if days else None, "days": [span] if span else []}
        known = [days for n in events if (days := self.days[n])]
        return {"first": min((days[0] for days in known), default=None), "last": max((days[-1] for days in known), default=None),
                "days": sorted({span for n in events if (span := self.spans[n])})}

    def tie(self, events: Sequence[int], weight: float) -> dict[str, Any]:
        """The attributes of an edge between two people."""
        when = self.when(events)
        return {"events": len(events), "weight": weight, "first": when["first"], "last": when["last"],
                "event_ids": [self.ids[n] for n in events], "days": when["days"],
                "types": list(dict.fromkeys(self.types[n] for n in events))}


def co_appearance(told: Sequence[Gathering]) -> nx.Graph[str]:
    """An edge for each pair bodily present in one event; an event of n people adds 1/(n-1) to the weight of its pairs (Newman,
    Scientific collaboration networks II, Phys. Rev. E 64, 2001)."""
    people, pairs = defaultdict(list), defaultdict(list)
    shares = []
    for n, one in enumerate(told):
        room = sorted(one.present)
        shares.append(1 / max(len(room) - 1, 1))
        for person in room:
            people[person].append(n)
        for pair in combinations(room, 2):
            pairs[pair].append(n)
    return _drawn(told, people, pairs, lambda events: sum(shares[n] for n in events))


def met(told: Sequence[Gathering]) -> nx.Graph[str]:
    """An edge for each host-guest pair of meetings and calls; each adds 1 to the weight."""
    people: dict[str, dict[int, None]] = defaultdict(dict)
    pairs = defaultdict(list)
    for n, one in enumerate(told):
        for pair in one.met:
            pairs[pair].append(n)
            for person in pair:
                people[person][n] = None
    return _drawn(told, {person: list(events) for person, events in people.items()}, pairs, lambda events: float(len(events)))


def attendance(told: Sequence[Gathering]) -> nx.Graph[str]:
    """People and events, an edge for each who was bodily present, with `roles` and `order` (place in print, from 1)."""
    told = [t for t in told if t.present]
    facts, people = Facts(told), defaultdict(list)
    for n, one in enumerate(told):
        for person in one.present:
            people[person].append(n)
    graph: nx.Graph[str] = nx.Graph()
    _add_people(graph, people, facts)
    for n, one in enumerate(told):
        when = facts.when([n])
        graph.add_node(one.id, label=_title(one), kind="event", type=one.type, place=one.place, **when, report=one.report)
        roles: dict[str, dict[str, None]] = defaultdict(dict)
        for person, own in zip(one.people, one.roles, strict=True):
            roles[person].update(dict.fromkeys(own))
        for person in one.present:
            graph.add_edge(person, one.id, roles=list(roles[person]), order=one.people.index(person) + 1, days=list(when["days"]))
    return graph


def _drawn(told: Sequence[Gathering], people: Mapping[str, list[int]], pairs: Mapping[Pair, list[int]],
           weight: Callable[[list[int]], float]) -> nx.Graph[str]:
    facts = Facts(told)
    graph: nx.Graph[str] = nx.Graph()
    _add_people(graph, people, facts)
    graph.add_edges_from((*pair, facts.tie(pairs[pair], weight(pairs[pair]))) for pair in sorted(pairs))
    return graph


def _add_people(graph: nx.Graph[str], people: Mapping[str, list[int]], facts: Facts) -> None:
    for person in sorted(people):
        when = facts.when(people[person])
        graph.add_node(person, kind="person", first=when["first"], last=when["last"], events=len(people[person]),
                       days=when["days"])


def _title(told: Gathering) -> str:
    what = told.name or told.headline or told.trigger
    return f"{told.date} {what}" if told.date else what


def _span(told: Gathering) -> str | None:
    """The days of a dated event: 2020-08-04, or first and last day as 2020-08-04/2020-08-06."""
    if told.date is None:
        return None
    return f"{told.date}/{told.date_end}" if told.date_end and told.date_end > told.date else str(told.date)

