"""What the formats have in common: graphs cut down to what a file can hold, types of columns, labels of one line."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx

JOINT = "; "
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text without what no XML file can hold: control characters and halves of characters."""
    return text if text.isprintable() else _NOT_XML.sub("", text)


def clean(graph: nx.Graph[str]) -> nx.Graph[str]:
    """A copy whose ids and texts are plain, with lists as lists; numbers that are none (nan, inf) become None.

    An id of which nothing is left is `_`; one that would then be another's gets a number.
    """
    ids = _ids(graph)
    copy = graph.__class__(**_clean(graph.graph))
    for node, data in graph.nodes.items():
        copy.add_node(ids[node], **_clean(data))
    for a, b, data in graph.edges(data=True):
        copy.add_edge(ids[a], ids[b], **_clean(data))
    return copy


def flatten(graph: nx.Graph[str]) -> nx.Graph[str]:
    """A copy whose attributes every format can hold: lists joined with "; ", None and control characters left out."""
    flat = clean(graph)
    for data in [flat.graph, *flat.nodes.values(), *(data for *_, data in flat.edges(data=True))]:
        held = {name: JOINT.join(map(str, value)) if isinstance(value, list) else value
                for name, value in data.items() if value is not None}
        data.clear()
        data.update(held)
    return flat


def types(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names in the rows, in order, with the type of all their values: boolean, long, double, else string."""
    found: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(type(value))
    return {name: _type(kinds) for name, kinds in found.items()}


def text(value: Any) -> str:
    """A value as XML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def one_line(label: str) -> str:
    """The label with blanks for whatever would break a line."""
    return " ".join(label.split())


def labels(flat: nx.Graph[str], tidy: Callable[[str], str], limit: int | None = None) -> dict[str, str]:
    """A label for each node that differs from all others, even in capitals: for formats that know nodes by it alone.

    Where several nodes are named alike the id stands behind the name, and where that does not help a number.
    """
    names = {node: tidy(str(data.get("label", ""))) or tidy(node) or "_" for node, data in flat.nodes.items()}
    times = Counter(name.upper() for name in names.values())
    found: dict[str, str] = {}
    taken: set[str] = set()
    for node, name in names.items():
        whole = tidy(f"{name} ({node})") if times[name.upper()] > 1 else name
        label, number = whole[:limit], 1
        while label.upper() in taken:
            number += 1
            tail = f"~{number}"
            label = whole[:limit - len(tail) if limit else None] + tail
        taken.add(label.upper())
        found[node] = label
    return found


def _ids(graph: nx.Graph[str]) -> dict[str, str]:
    shaped = {node: plain(str(node)) or "_" for node in graph}
    taken = {id for node, id in shaped.items() if id == node}
    for node, base in shaped.items():
        number = 1
        while shaped[node] != node and shaped[node] in taken:
            number += 1
            shaped[node] = f"{base}~{number}"
        taken.add(shaped[node])
    return shaped


def _clean(data: Mapping[str, Any]) -> dict[str, Any]:
    return {plain(str(name)): _value(value) for name, value in data.items()}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _type(kinds: set[type]) -> str:
    if kinds == {bool}:
        return "boolean"
    if kinds <= {int, float}:
        return "double" if float in kinds else "long"
    return "string"
