"""Graphs of who was with whom. Naming somebody draws no edge: only participations do. What several reports tell counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import combinations

import networkx as nx

from tracker.errors import InputError
from tracker.store import Happening, Store, post_label


def build(store: Store, kind: str = "co-appearance", since: date | None = None,
          until: date | None = None) -> nx.Graph[str]:
    """A graph of the happenings between two days, both inclusive: one of three kinds.

    `co-appearance`: an edge for each pair bodily present in one event. `met`: an edge for each host-guest pair of
    meetings and calls. `attendance`: people and events, an edge for each who was bodily present.

    Nodes are ids with `label` (the name), `kind` (person or event), `posts`, `first`, `last` (ISO days or None) and
    `events` (their number). Edges between people bear `events` (their number), `weight` (each event of n people adds
    1/(n-1); in `met` each adds 1), `first`, `last` and `event_ids` (of happenings); edges to events bear `roles` and `order`. All
    bear `days`: those of the dated events, each once, as 2020-08-04 or 2020-08-04/2020-08-06. The graph bears its `kind`.
    Who took part in a happening is whoever any of the reports that tell it names.
    """
    if kind not in KINDS:
        raise InputError(f"no graph of kind {kind}; choose from {', '.join(KINDS)}")
    graph = KINDS[kind](store.happenings(since=since, until=until))
    graph.graph["kind"] = kind
    _describe(graph, store)
    return graph


def present(told: Happening) -> list[str]:
    """The people who shared a room in the event, each once, in printed order."""
    names = set(told.event.present)
    parts = zip(told.event.participants, told.people, strict=True)
    return list(dict.fromkeys(id for part, id in parts if part.name in names))


def met(told: Happening) -> list[tuple[str, str]]:
    """The host-guest pairs of the event, each once, either way round."""
    ids = dict(zip((part.name for part in told.event.participants), told.people, strict=True))
    pairs = {tuple(sorted((ids[a], ids[b]))) for a, b in told.event.met}
    return sorted((a, b) for a, b in pairs if a != b)


def _co_appearance(told: Iterable[Happening]) -> nx.Graph[str]:
    told = list(told)
    graph: nx.Graph[str] = nx.Graph()
    people, pairs = defaultdict(list), defaultdict(list)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for t in told:
        room = sorted(present(t))
        for person in room:
            people[person].append(t)
        for pair in combinations(room, 2):
            pairs[pair].append(t)
            weights[pair] += 1 / (len(room) - 1)
    _add_people(graph, people)
    for pair in sorted(pairs):
        _add_tie(graph, pair, pairs[pair], weights[pair])
    return graph


def _met(told: Iterable[Happening]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    people: dict[str, dict[str, Happening]] = defaultdict(dict)
    pairs = defaultdict(list)
    for t in told:
        for pair in met(t):
            pairs[pair].append(t)
            for person in pair:
                people[person][t.id] = t
    _add_people(graph, {person: list(events.values()) for person, events in people.items()})
    for pair in sorted(pairs):
        _add_tie(graph, pair, pairs[pair], float(len(pairs[pair])))
    return graph


def _attendance(told: Iterable[Happening]) -> nx.Graph[str]:
    told = [t for t in told if present(t)]
    graph: nx.Graph[str] = nx.Graph()
    people = defaultdict(list)
    for t in told:
        for person in present(t):
            people[person].append(t)
    _add_people(graph, people)
    for t in told:
        first, last = _days([t])
        graph.add_node(t.id, label=_title(t), kind="event", type=t.event.type, place=t.event.place, first=first,
                       last=last, days=_spans([t]), report=t.report.name)
        for person in present(t):
            parts = [part for part, id in zip(t.event.participants, t.people, strict=True) if id == person]
            graph.add_edge(person, t.id, roles=list(dict.fromkeys(role for part in parts for role in part.roles)),
                           order=t.people.index(person) + 1, days=_spans([t]))
    return graph


KINDS: Mapping[str, Callable[[Iterable[Happening]], nx.Graph[str]]] = {
    "co-appearance": _co_appearance, "met": _met, "attendance": _attendance}


def _title(told: Happening) -> str:
    what = told.event.name or told.report.headline or told.event.trigger
    return f"{told.event.date} {what}" if told.event.date else what


def _days(told: Iterable[Happening]) -> tuple[str | None, str | None]:
    """The first and last day known of the events."""
    days = [day.isoformat() for t in told for day in (t.event.date, t.event.date_end) if day]
    return (min(days), max(days)) if days else (None, None)


def _spans(told: Iterable[Happening]) -> list[str]:
    """The days of the dated events, each once: 2020-08-04, or first and last day as 2020-08-04/2020-08-06."""
    spans = {(t.event.date, max(t.event.date, t.event.date_end or t.event.date)) for t in told if t.event.date}
    return [str(first) if first == last else f"{first}/{last}" for first, last in sorted(spans)]


def _add_tie(graph: nx.Graph[str], pair: tuple[str, str], told: list[Happening], weight: float) -> None:
    first, last = _days(told)
    graph.add_edge(*pair, events=len(told), weight=weight, first=first, last=last, event_ids=[t.id for t in told],
                   days=_spans(told))


def _add_people(graph: nx.Graph[str], people: Mapping[str, list[Happening]]) -> None:
    for person in sorted(people):
        first, last = _days(people[person])
        graph.add_node(person, kind="person", first=first, last=last, events=len(people[person]), days=_spans(people[person]))


def _describe(graph: nx.Graph[str], store: Store) -> None:
    """Gives the people their names and posts: those printed in any report, else those of the roster."""
    printed = defaultdict(list)
    for row in store.posts():
        printed[row.person].append(row.post)
    ids = [id for id, data in graph.nodes.items() if data["kind"] == "person"]
    for id, person in store.people(ids).items():
        posts = printed[id] or [tenure.post for tenure in person.tenures]
        graph.nodes[id]["label"] = person.name
        graph.nodes[id]["posts"] = list(dict.fromkeys(map(post_label, posts)))
