"""What changed between two graphs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from tracker.errors import InputError
from tracker.graph.parts import count, weight

COLUMNS = ("id", "name", "other_id", "other", "events_before", "events_after", "weight_before", "weight_after", "change")


def changes(earlier: nx.Graph[str], later: nx.Graph[str]) -> pd.DataFrame:
    """The ties of two graphs of one kind, one row each: what is in either of them.

    Columns: `id`, `name`, `other_id` and `other` (the two ends, ids and names; the smaller id first, in `posts` the person),
    `events_before` and `events_after` (how many events, or reports in `posts` and `mentions`; 0 where there is no tie),
    `weight_before` and `weight_after` (0.0 where there is none), and `change`: gained or lost where only one of the graphs has
    the tie, else strengthened, weakened or unchanged by the weight, where a billionth is no difference. The greatest change of
    weight comes first, then the ids decide. InputError for graphs of two kinds, or of attendance, where no tie can come twice.
    """
    kinds = [graph.graph.get("kind") for graph in (earlier, later)]
    if kinds[0] != kinds[1]:
        raise InputError(f"a graph of {kinds[0]} cannot be compared with one of {kinds[1]}; build both of one kind")
    if kinds[0] == "attendance":
        raise InputError("attendance cannot be compared, since no event is in two spans of time; choose co-appearance or met")
    before, after = _ties(earlier), _ties(later)
    names = {id: data.get("label", id) for graph in (earlier, later) for id, data in graph.nodes.items()}
    rows = []
    for pair in sorted(before.keys() | after.keys()):
        old, new = before.get(pair), after.get(pair)
        weights = [weight(data) if data is not None else 0.0 for data in (old, new)]
        events = [count(data) if data is not None else 0 for data in (old, new)]
        rows.append((pair[0], names[pair[0]], pair[1], names[pair[1]], *events, *weights,
                     _change(old is not None, new is not None, *weights)))
    rows.sort(key=lambda row: -abs(row[7] - row[6]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _ties(graph: nx.Graph[str]) -> dict[tuple[str, str], Mapping[str, Any]]:
    def end(id: str) -> tuple[bool, str]:
        return graph.nodes[id].get("kind") != "person", id

    return {(min(a, b, key=end), max(a, b, key=end)): data for a, b, data in graph.edges(data=True)}


def _change(was: bool, is_: bool, before: float, after: float) -> str:
    if not was:
        return "gained"
    if not is_:
        return "lost"
    if math.isclose(before, after, rel_tol=1e-9):
        return "unchanged"
    return "strengthened" if after > before else "weakened"
