r"""Cypher, for Neo4j: statements that can be run again, since they merge.

Each statement is a transaction of at most BATCH rows. Lists stay lists; what is not known is left out. A text may hold a
backslash before a u: some versions make one character of the two before they look for strings, so the text is cut between
them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import clean

BATCH = 500
_LABELS = {"person": "Person", "event": "Event", "organisation": "Organisation"}
_THINGS = ("Event", "Organisation")
_TIES = {"co-appearance": "APPEARED_WITH", "met": "MET", "attendance": "ATTENDED", "posts": "HAD_POST_IN",
         "mentions": "NAMED_WITH"}
_PLAIN = re.compile("[A-Za-z][A-Za-z0-9_]*")
_CODE = re.compile(r"\\([uU])")
_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes constraints, then the nodes (Person, Event, Organisation), then the edges (APPEARED_WITH, MET, ATTENDED,
    HAD_POST_IN, NAMED_WITH, else TIED_TO)."""
    held = clean(graph)
    with atomic(path) as file:
        file.writelines(_statements(held))


def _statements(held: nx.Graph[str]) -> Iterator[str]:
    nodes, edges = defaultdict(list), defaultdict(list)
    label = {node: _LABELS.get(str(data.get("kind")), "Node") for node, data in held.nodes.items()}
    for node, data in held.nodes.items():
        nodes[label[node]].append(literal(data | {"id": node}))
    for a, b, data in held.edges(data=True):
        # People are tied either way round; from people to others there is one way, whichever end the graph names first.
        a, b = (b, a) if label[a] in _THINGS and label[b] not in _THINGS and not held.is_directed() else (a, b)
        edges[label[a], label[b]].append(literal({"source": a, "target": b, "data": data}))
    for name in nodes:
        yield (f"CREATE CONSTRAINT tracker_{name.lower()} IF NOT EXISTS "
               f"FOR (n:{name}) REQUIRE n.id IS UNIQUE;\n")
    for name, rows in nodes.items():
        yield from _batches(rows, f"MERGE (n:{name} {{id: row.id}}) SET n += row")
    tie = _TIES.get(str(held.graph.get("kind")), "TIED_TO")
    for (one, other), rows in edges.items():
        arrow = "->" if held.is_directed() or one != other else "-"
        yield from _batches(rows, f"MATCH (a:{one} {{id: row.source}}) MATCH (b:{other} {{id: row.target}}) "
                                  f"MERGE (a)-[r:{tie}]{arrow}(b) SET r += row.data")


def _batches(rows: list[str], then: str) -> Iterator[str]:
    for start in range(0, len(rows), BATCH):
        yield "UNWIND [\n" + ",\n".join(rows[start:start + BATCH]) + f"\n] AS row\n{then};\n"


def literal(value: Any) -> str:
    """A value as Cypher writes it; of a mapping, what is known."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_name(name)}: {literal(held)}" for name, held in value.items() if held is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    return "'" + _CODE.sub(r"\\' + '\1", str(value).translate(_ESCAPES)) + "'"


def _name(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else "`" + name.replace("`", "``") + "`"
