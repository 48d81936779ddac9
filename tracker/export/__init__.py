"""Files for other programs: graphs, frames, and report objects. A file appears whole or not at all.

One module holds one format; what they share is in `flat` (what a file can hold) and `files` (how it comes to be).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx

from tracker.errors import InputError
from tracker.export import cypher, cytoscape, entities, gexf, graphml, nodelink, pajek, parquet, tables, ucinet
from tracker.export.files import atomic
from tracker.export.flat import flatten
from tracker.export.frames import BINARY, frame_text, records, write_frame
from tracker.export.reports import CLAIMS, claims, report_object
from tracker.export.tables import guarded, unguarded

__all__ = ["BINARY", "CLAIMS", "FORMATS", "SUFFIXES", "atomic", "claims", "flatten", "frame_text", "guarded", "records",
           "report_object", "unguarded", "write", "write_frame"]

FORMATS: Mapping[str, Callable[[nx.Graph[str], Path], None]] = {
    "gexf": gexf.write, "gexf-dynamic": gexf.write_dynamic, "graphml": graphml.write, "json": nodelink.write,
    "csv": tables.write, "cyjs": cytoscape.write, "pajek": pajek.write, "ucinet": ucinet.write, "cypher": cypher.write,
    "ftm": entities.write, "parquet": parquet.write}
# Of two that fit a name the first counts.
SUFFIXES: Mapping[str, str] = {
    ".gexf": "gexf", ".graphml": "graphml", ".csv": "csv", ".ftm.json": "ftm", ".json": "json", ".cyjs": "cyjs",
    ".net": "pajek", ".dl": "ucinet", ".cypher": "cypher", ".ftm": "ftm", ".parquet": "parquet"}


def write(graph: nx.Graph[str], path: str | Path, format: str | None = None) -> None:
    """Writes a graph in the format of the suffix, one of SUFFIXES, or in the `format` named, one of FORMATS.

    `.csv` and `.parquet` hold the edges, and a second file beside them the nodes (ties.csv, ties.nodes.csv). `gexf-dynamic` is
    a GEXF that plays over time. Ids and texts lose control characters everywhere; lists are joined where a format has none.
    InputError for any other suffix or format, where a format needs a package that is not there, and where writing fails.
    """
    name = Path(path).name.lower()
    if format is None:
        format = next((SUFFIXES[suffix] for suffix in SUFFIXES if name.endswith(suffix)), None)
        if format is None:
            raise InputError(f"no graph format of this suffix; choose from {', '.join(SUFFIXES)}", path)
    if format not in FORMATS:
        raise InputError(f"no graph format {format}; choose from {', '.join(FORMATS)}", path)
    FORMATS[format](graph, Path(path))
