"""Parquet: typed columns for pandas, polars, DuckDB and R. Lists stay lists. Needs pyarrow (`tracker[parquet]`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from tracker.errors import InputError
from tracker.export import tables
from tracker.export.files import atomic
from tracker.export.flat import clean, text, types


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes the edges, and a second file beside it with the nodes (ties.parquet, ties.nodes.parquet)."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise InputError('Parquet needs pyarrow; install it with pip install "tracker[parquet]"', path) from error
    nodes, edges = tables.rows(clean(graph))
    with atomic(path) as file, atomic(path.with_suffix(".nodes.parquet")) as beside:
        parquet.write_table(_table(tables.EDGE, edges), file.buffer)
        parquet.write_table(_table(tables.NODE, nodes), beside.buffer)


def _table(first: Iterable[str], rows: Sequence[tables.Row]) -> Any:
    import pyarrow

    held = types({name: value for name, value in row.items() if value is not None} for row in rows)
    lists = {name for row in rows for name, value in row.items() if isinstance(value, list)}
    kinds = {"boolean": pyarrow.bool_(), "long": pyarrow.int64(), "double": pyarrow.float64(), "string": pyarrow.string()}
    arrays = {}
    for name in tables.columns(first, rows):
        kind = "list" if name in lists else held.get(name, "string")
        type = kinds.get(kind, pyarrow.list_(pyarrow.string()))
        arrays[name] = pyarrow.array([_value(row.get(name), kind) for row in rows], type)
    return pyarrow.table(arrays)


def _value(value: Any, kind: str) -> Any:
    """The value as its column holds it: one that stands alone in a column of lists is a list of one."""
    if value is None or kind in ("boolean", "long", "double"):
        return value
    return text(value) if kind == "string" else list(map(text, value if isinstance(value, list) else [value]))
