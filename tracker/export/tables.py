"""Tables: rows of nodes and edges, and CSV that a spreadsheet opens without running it.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula, also behind blanks, and full-width signs for the usual
ones. Such text gets an apostrophe before it, and so does text that already begins with one before such a sign: so `unguarded`
always gives back what there was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from tracker.export.files import atomic
from tracker.export.flat import JOINT, flatten

Row = dict[str, Any]
EDGE, NODE = ("source", "target", "source_label", "target_label"), ("id", "label")
_FORMULA = re.compile(r"'*[\s\ufeff]*[=+\-@＝＋－＠]|'*[\t\r\n]")
_GUARDED = re.compile(rf"'(?={_FORMULA.pattern})")
_QUOTED = re.compile('[",\r\n]')


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of: without the apostrophe that keeps it from being a formula."""
    return _GUARDED.sub("", cell, count=1) if _GUARDED.match(cell) else cell


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes the edges, and a second file beside it with the nodes (ties.csv, ties.nodes.csv)."""
    nodes, edges = rows(flatten(graph))
    with atomic(path) as file, atomic(path.with_suffix(".nodes.csv")) as beside:
        file.writelines(csv(EDGE, edges))
        beside.writelines(csv(NODE, nodes))


def rows(graph: nx.Graph[str]) -> tuple[list[Row], list[Row]]:
    """The nodes and the edges of a graph as rows; edges bear the labels of both ends."""
    label = {node: data.get("label", node) for node, data in graph.nodes.items()}
    nodes = [data | {"id": node} for node, data in graph.nodes.items()]
    edges = [data | {"source": a, "target": b, "source_label": label[a], "target_label": label[b]}
             for a, b, data in graph.edges(data=True)]
    return nodes, edges


def columns(first: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """All the columns that any of the rows has, `first` ahead."""
    return list(dict.fromkeys([*first, *(name for row in rows for name in row)]))


def csv(first: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """The lines of a CSV file, heading first; texts are guarded, tuples and lists joined, None is an empty cell."""
    names = columns(first, rows)
    yield ",".join(map(_cell, names)) + "\n"
    for row in rows:
        yield ",".join(_cell(row.get(name)) for name in names) + "\n"


def _cell(value: Any) -> str:
    # The csv module leaves a carriage return bare, which its own reader then refuses.
    if isinstance(value, list | tuple):
        value = JOINT.join(map(str, value))
    cell = guarded(value) if isinstance(value, str) else "" if value is None else str(value)
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
