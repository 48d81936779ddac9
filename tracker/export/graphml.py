"""GraphML, for yEd, igraph, Cytoscape, Gephi and networkx.

Ids of nodes have to be name tokens in this format. Characters that may not stand in one are written as _x0020_, as SQL/XML
does it: `untoken` undoes that. Most ids need none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import flatten, text, types
from tracker.export.markup import escaped

# Only what may stand in names by all editions of XML: libxml2 goes by an old one, without the rarer Chinese characters.
_NAME = "-.0-9:A-Z_a-z\u00b7\u4e00-\u9fa5"
_ODD = re.compile(f"[^{_NAME}]|_(?=x[0-9A-F]{{4,6}}_)")
_SHAPED = re.compile("_x([0-9A-F]{4,6})_")


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes the graph as `flatten` gives it."""
    with atomic(path) as file:
        file.writelines(_document(flatten(graph)))


def token(id: str) -> str:
    """The id as a name token."""
    return _ODD.sub(lambda odd: f"_x{ord(odd[0]):04X}_", id)


def untoken(token: str) -> str:
    """The id that `token` made this one of."""
    return _SHAPED.sub(lambda code: chr(int(code[1], 16)), token)


def _document(flat: nx.Graph[str]) -> Iterator[str]:
    nodes = _keys(types(flat.nodes.values()), 0)
    edges = _keys(types(data for *_, data in flat.edges(data=True)), len(nodes))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for of, keys in (("node", nodes), ("edge", edges)):
        for name, (key, type) in keys.items():
            yield f'<key id="{key}" for="{of}" attr.name="{escaped(name)}" attr.type="{type}"/>\n'
    yield f'<graph edgedefault="{"directed" if flat.is_directed() else "undirected"}">\n'
    for node, data in flat.nodes.items():
        yield f'<node id="{token(node)}">{_data(data, nodes)}</node>\n'
    for a, b, data in flat.edges(data=True):
        yield f'<edge source="{token(a)}" target="{token(b)}">{_data(data, edges)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _keys(columns: Mapping[str, str], first: int) -> dict[str, tuple[str, str]]:
    return {name: (f"d{number}", type) for number, (name, type) in enumerate(columns.items(), first)}


def _data(data: Mapping[str, Any], keys: Mapping[str, tuple[str, str]]) -> str:
    return "".join(f'<data key="{keys[name][0]}">{escaped(text(value))}</data>' for name, value in data.items())
