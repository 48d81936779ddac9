"""Node-link JSON, for d3 and networkx. Lists stay lists, and what is not known is null."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import clean


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes the graph with `nodes` and `edges`."""
    with atomic(path) as file:
        json.dump(nx.node_link_data(clean(graph), edges="edges"), file, ensure_ascii=False, indent=1)
        file.write("\n")
