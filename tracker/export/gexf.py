"""GEXF 1.3, for Gephi. Written here, since networkx writes 1.2 and puts today's date into the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import JOINT, flatten, text, types
from tracker.export.markup import escaped

Spell = tuple[date, date]


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes the graph as it is over the whole time."""
    with atomic(path) as file:
        file.writelines(_document(flatten(graph), False))


def write_dynamic(graph: nx.Graph[str], path: Path) -> None:
    """Writes the graph with a spell for every run of days on which a node or an edge had an event.

    What has no dated event has no spell: Gephi shows it at all times.
    """
    with atomic(path) as file:
        file.writelines(_document(flatten(graph), True))


def spells(days: str) -> list[Spell]:
    """First and last day of each run of days; spells that touch are one. `days` is as `flatten` joins them."""
    merged: list[Spell] = []
    for start, end in sorted(filter(None, map(_spell, days.split(JOINT)))):
        if merged and start <= merged[-1][1] + timedelta(days=1):
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def _spell(span: str) -> Spell | None:
    start, _, end = span.partition("/")
    try:
        return date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:  # somebody's graph, whose `days` are something else
        return None


def _document(flat: nx.Graph[str], dynamic: bool) -> Iterator[str]:
    time = 'mode="dynamic" timeformat="date" timerepresentation="interval"' if dynamic else 'mode="static"'
    # Gephi has columns of its own for these two.
    node_types = {name: type for name, type in types(flat.nodes.values()).items() if name != "label"}
    edge_types = types(data for *_, data in flat.edges(data=True))
    if edge_types.get("weight") in ("long", "double"):
        del edge_types["weight"]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield "<meta><creator>tracker</creator></meta>\n"
    yield f'<graph defaultedgetype="{"directed" if flat.is_directed() else "undirected"}" idtype="string" {time}>\n'
    yield from _attributes("node", node_types)
    yield from _attributes("edge", edge_types)
    yield f'<nodes count="{flat.number_of_nodes()}">\n'
    for node, data in flat.nodes.items():
        label = text(data.get("label", node))
        yield f'<node id="{escaped(node)}" label="{escaped(label)}">{_inside(data, node_types, dynamic)}</node>\n'
    yield f'</nodes>\n<edges count="{flat.number_of_edges()}">\n'
    for number, (a, b, data) in enumerate(flat.edges(data=True)):
        weight = f' weight="{data["weight"]}"' if "weight" in data and "weight" not in edge_types else ""
        yield f'<edge id="{number}" source="{escaped(a)}" target="{escaped(b)}"{weight}>'
        yield f"{_inside(data, edge_types, dynamic)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(of: str, columns: Mapping[str, str]) -> Iterator[str]:
    yield f'<attributes class="{of}" mode="static">\n'
    for number, (name, type) in enumerate(columns.items()):
        yield f'<attribute id="{number}" title="{escaped(name)}" type="{type}"/>\n'
    yield "</attributes>\n"


def _inside(data: Mapping[str, Any], columns: Mapping[str, str], dynamic: bool) -> str:
    values = "".join(f'<attvalue for="{number}" value="{escaped(text(data[name]))}"/>'
                     for number, name in enumerate(columns) if name in data)
    found = spells(str(data.get("days", ""))) if dynamic else []
    runs = "".join(f'<spell start="{start}" end="{end}"/>' for start, end in found)
    return (f"<attvalues>{values}</attvalues>" if values else "") + (f"<spells>{runs}</spells>" if runs else "")
