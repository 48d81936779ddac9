"""Parts of graphs: the ties that are strong enough, and what lies around some people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from tracker.errors import InputError


def count(data: Mapping[str, Any]) -> int:
    """How many events or reports make up an edge."""
    return int(data.get("events", data.get("reports", 1)))


def weight(data: Mapping[str, Any]) -> float:
    """The weight of an edge; 1 where it has none."""
    return float(data.get("weight", 1.0))


def thin(graph: nx.Graph[str], min_events: int = 1, min_weight: float = 0.0) -> nx.Graph[str]:
    """A copy with the ties of at least so many events (reports, in `posts` and `mentions`) and so much weight.

    Whoever has no tie left goes too. An edge to an event counts as one event of weight 1. What ties and nodes say stays as it
    was: a node's `events` are all of its events.
    """
    if min_events <= 1 and min_weight <= 0:
        return graph.copy()
    kept = graph.edge_subgraph([(a, b) for a, b, data in graph.edges(data=True)
                                if count(data) >= min_events and weight(data) >= min_weight])
    return _ordered(graph, kept)


def ego(graph: nx.Graph[str], people: Iterable[str], hops: int = 1) -> nx.Graph[str]:
    """A copy of what can be reached from any of some people (ids) over at most so many ties, and all ties within it.

    In a graph with events or organisations the way from one person to another is two ties. InputError names a person who is not
    in the graph.
    """
    found = wave = set(people)
    if hops < 0:
        raise InputError(f"no network of {hops} hops; ask for 0 or more")
    for person in sorted(found):
        if person not in graph:
            raise InputError(f"{person} is not in the graph; widen the days, or choose another kind of graph")
    for _ in range(hops):
        wave = {other for one in wave for other in graph[one]} - found
        found = found | wave
    return _ordered(graph, graph.subgraph(found))


def _ordered(whole: nx.Graph[str], part: nx.Graph[str]) -> nx.Graph[str]:
    """A copy of a part with nodes and edges in the order of the whole, which a view does not keep."""
    copy: nx.Graph[str] = nx.Graph(**whole.graph)
    copy.add_nodes_from((node, dict(data)) for node, data in whole.nodes.items() if node in part)
    copy.add_edges_from((a, b, dict(data)) for a, b, data in whole.edges(data=True) if part.has_edge(a, b))
    return copy
