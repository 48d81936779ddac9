"""UCINET DL, as an edge list with labels.

UCINET cuts labels after 18 characters, writes them in capitals, and parts them at blanks, commas and equals signs. So these
become underscores (and colons, which end its keywords), longer labels are cut here, and labels that are then the same but for
capitals get a number. UCINET takes an edge list for directed: undirected edges stand in it both ways, which makes its matrix
symmetric.
"""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import flatten, labels, one_line

LONGEST = 18
_PARTS = re.compile(r"""[\s,;:="']+""")


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes labels, edges and weights (1 where an edge has none)."""
    flat = flatten(graph)
    numbers = {node: number for number, node in enumerate(flat, 1)}
    with atomic(path) as file:
        file.write(f"dl n={len(flat)}\nformat = edgelist1\nlabels:\n")
        file.writelines(label + "\n" for label in labels(flat, _tidy, LONGEST).values())
        file.write("data:\n")
        for a, b, data in flat.edges(data=True):
            weight = data.get("weight", 1)
            file.write(f"{numbers[a]} {numbers[b]} {weight}\n")
            if not flat.is_directed() and a != b:
                file.write(f"{numbers[b]} {numbers[a]} {weight}\n")


def _tidy(label: str) -> str:
    return _PARTS.sub("_", one_line(label))
