"""JSON of Cytoscape and Cytoscape.js. Lists stay lists; what is not known is left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import clean


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes the graph as `elements`; `name` repeats the label, since Cytoscape shows that."""
    held = clean(graph)
    prefix = "edge-"  # nodes and edges share one space of ids
    while any(node.startswith(prefix) for node in held):
        prefix += "-"
    nodes = [{"data": {"name": data.get("label", node)} | _known(data) | {"id": node}} for node, data in held.nodes.items()]
    edges = [{"data": _known(data) | {"id": f"{prefix}{number}", "source": a, "target": b}}
             for number, (a, b, data) in enumerate(held.edges(data=True))]
    whole = {"format_version": "1.0", "generated_by": "tracker", "target_cytoscapejs_version": "~3.0",
             "data": _known(held.graph) | {"name": held.graph.get("kind", "graph")}, "elements": {"nodes": nodes, "edges": edges}}
    with atomic(path) as file:
        file.write(json.dumps(whole, ensure_ascii=False) + "\n")


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
