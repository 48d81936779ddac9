"""A graph as the script of its page takes it: nodes with a first place, lines, and the events behind them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from tracker.pages.shell import clean

_TURN = math.pi * (3 - math.sqrt(5))  # the golden angle: points turned by it fill a disc evenly
_NEAR = 40.0
_FIELDS = ("date", "date_end", "published", "type", "event", "title", "source", "report", "sentence")

Evidence = Mapping[str, Mapping[str, object]]
_Edge = tuple[str, str, Mapping[str, Any]]
_Pair = tuple[int, int]


def drawing(graph: nx.Graph[str], evidence: Evidence) -> dict[str, Any]:
    """Nodes, edges and events, the first two in order of their ids, so that the same graph gives the same picture.

    An edge is [one, other, weight, number of events, [event …], roles], an event the fields of `evidence` and what it adds to
    the weight of each edge (None where that is unknown). Numbers of nodes and events are their places in the lists.
    """
    ids = sorted(graph)
    number = {id: n for n, id in enumerate(ids)}
    ties = {(min(pair), max(pair)): data for a, b, data in _edges(graph) for pair in [(number[a], number[b])]}
    behind = {(a, b): _events(graph, ids[a], ids[b], ties[a, b]) for a, b in sorted(ties)}
    shares = _shares(ties, behind)
    events = sorted({id for held in behind.values() for id in held})
    place = {id: n for n, id in enumerate(events)}
    edges = [[*pair, round(_weight(ties[pair]), 6), int(ties[pair].get("events") or len(held) or 1),
              [place[id] for id in held], _list(ties[pair].get("roles"))] for pair, held in behind.items()]
    return {"nodes": list(_nodes(graph, ids)), "edges": edges,
            "events": [[*(_said(evidence.get(id, {}), field) for field in _FIELDS), id, shares.get(id)] for id in events]}


def events(graph: nx.Graph[str]) -> set[str]:
    """The ids of all events behind the edges."""
    return {id for a, b, data in _edges(graph) for id in _events(graph, a, b, data)}


def _edges(graph: nx.Graph[str]) -> Iterable[_Edge]:
    """The edges, without those from a node to itself."""
    return ((a, b, data) for a, b, data in graph.edges(data=True) if a != b)


def _weight(data: Mapping[str, Any]) -> float:
    return float(data.get("weight") or 1.0)


def _events(graph: nx.Graph[str], a: str, b: str, data: Mapping[str, Any]) -> list[str]:
    """The ids of the events behind an edge; an edge to an event has that one."""
    given = data.get("event_ids")
    if given is not None:
        return list(given.split("; ") if isinstance(given, str) else given)
    return [id for id in (a, b) if graph.nodes[id].get("kind") == "event"]


def _shares(ties: Mapping[_Pair, Mapping[str, Any]], behind: Mapping[_Pair, list[str]]) -> dict[str, float]:
    """What each event adds to the weight of its edges: 1, or 1/(n-1) of n people, whichever makes up the weights.

    Nothing if neither does, as in a graph from elsewhere, or in a part of one: then the page goes by proportion.
    """
    people: dict[str, set[int]] = defaultdict(set)
    for pair, held in behind.items():
        for id in held:
            people[id].update(pair)
    for shares in (dict.fromkeys(people, 1.0), {id: 1 / (len(people[id]) - 1) for id in people}):
        if all(math.isclose(sum(shares[id] for id in held), _weight(ties[pair]), rel_tol=1e-4) for pair, held in behind.items()):
            return shares
    return {}


def _nodes(graph: nx.Graph[str], ids: list[str]) -> Iterable[dict[str, Any]]:
    strength = {id: (-_count(graph, id), id) for id in ids}
    turn = {id: n for n, id in enumerate(sorted(ids, key=lambda id: strength[id]))}
    sizes = Counter(str(group) for _, group in graph.nodes(data="community") if group is not None)
    groups = {group: n for n, group in enumerate(sorted(sizes, key=lambda group: (-sizes[group], group)))}
    for id in ids:
        data = graph.nodes[id]
        far, angle = _NEAR * math.sqrt(turn[id] + 0.5), turn[id] * _TURN
        group = data.get("community")
        yield {"id": id, "name": clean(str(data.get("label") or id)), "event": data.get("kind") == "event",
               "posts": _list(data.get("posts")), "first": data.get("first"), "last": data.get("last"),
               "events": _count(graph, id), "group": None if group is None else groups[str(group)],
               # Rounded: what a library gives for sines may differ in the last digit.
               "x": round(far * math.cos(angle), 2), "y": round(far * math.sin(angle), 2)}


def _count(graph: nx.Graph[str], id: str) -> int:
    return int(graph.nodes[id].get("events") or graph.degree(id))


def _list(value: Any) -> list[str]:
    return [clean(str(part)) for part in ([value] if isinstance(value, str) else value or ())]


def _said(proof: Mapping[str, object], field: str) -> str | None:
    value = proof.get(field)
    return None if value is None else clean(str(value))
