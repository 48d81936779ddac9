"""Pajek .net: a label for each node, a weight for each edge, and nothing else.

The format quotes labels but cannot write a quote inside one, so that becomes an apostrophe; a backslash, which some readers
take for the sign of a code, becomes a slash. Pajek takes a file for UTF-8 if it begins with a byte order mark. The mark stands
before a line that tells nothing: readers that do not know it would otherwise lose the line with the number of nodes.
"""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import flatten, labels, one_line


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes labels, edges and weights (1 where an edge has none)."""
    flat = flatten(graph)
    numbers = {node: number for number, node in enumerate(flat, 1)}
    with atomic(path) as file:
        file.write("\ufeff*Network tracker\n")
        file.write(f"*Vertices {len(flat)}\n")
        file.writelines(f'{numbers[node]} "{label}"\n' for node, label in labels(flat, _tidy).items())
        file.write("*Arcs\n" if flat.is_directed() else "*Edges\n")
        file.writelines(f"{numbers[a]} {numbers[b]} {data.get('weight', 1)}\n" for a, b, data in flat.edges(data=True))


def _tidy(label: str) -> str:
    return one_line(label.replace('"', "'").replace("\\", "/"))
