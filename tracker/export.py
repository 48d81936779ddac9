"""Files for other programs: graphs, frames, and report objects. A file appears whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, TextIO

import networkx as nx
import pandas as pd
from networkx.readwrite.gexf import GEXFWriter

from tracker.errors import InputError
from tracker.types import Event, Extraction, Person, Reason, Resolution, Span

_JOINT = "; "
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(graph: nx.Graph[str], path: str | Path) -> None:
    """Writes a graph in the format of the suffix: .gexf, .graphml, .json (node-link) or .csv.

    The CSV holds the edges, and a second file beside it the nodes (ties.csv, ties.nodes.csv). GEXF, GraphML and CSV
    take the graph as `flatten` gives it, JSON as it is. InputError for any other suffix and where writing fails.
    """
    writer = _WRITERS.get(Path(path).suffix.lower())
    if writer is None:
        raise InputError(f"no graph format of this suffix; choose from {', '.join(_WRITERS)}", path)
    writer(graph, Path(path))


def flatten(graph: nx.Graph[str]) -> nx.Graph[str]:
    """A copy whose attributes every format can hold: lists joined with "; ", None and control characters left out."""
    flat = graph.__class__()
    for node, data in graph.nodes.items():
        flat.add_node(node, **_flat(data))
    for a, b, data in graph.edges(data=True):
        flat.add_edge(a, b, **_flat(data))
    return flat


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    joined = {name: _JOINT.join(map(str, value)) if isinstance(value, list | tuple) else value
              for name, value in data.items() if value is not None}
    return {name: _NOT_XML.sub("", value) if isinstance(value, str) else value for name, value in joined.items()}


@contextmanager
def atomic(path: str | Path) -> Iterator[TextIO]:
    """A UTF-8 text file to write, which takes the place of `path` only if all goes well. InputError if it cannot."""
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", path) from error
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as error:
        os.unlink(name)
        raise InputError(f"cannot be written ({error.strerror})", path) from error
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    # The mask can only be read by setting it; temporary files are private, the finished one is like any other.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _gexf(graph: nx.Graph[str], path: Path) -> None:
    writer = GEXFWriter()
    # The writer notes today's date; the same graph is to give the same file.
    del writer.xml.find("meta").attrib["lastmodifieddate"]
    writer.add_graph(flatten(graph))
    buffer = io.BytesIO()
    writer.write(buffer)
    with atomic(path) as file:
        file.write(buffer.getvalue().decode())


def _graphml(graph: nx.Graph[str], path: Path) -> None:
    with atomic(path) as file:
        file.writelines(line + "\n" for line in nx.generate_graphml(flatten(graph), named_key_ids=False))


def _json(graph: nx.Graph[str], path: Path) -> None:
    with atomic(path) as file:
        json.dump(nx.node_link_data(graph, edges="edges"), file, ensure_ascii=False, indent=1)
        file.write("\n")


def _csv(graph: nx.Graph[str], path: Path) -> None:
    flat = flatten(graph)
    label = {node: data.get("label", node) for node, data in flat.nodes.items()}
    edges = [{"source": a, "target": b, "source_label": label[a], "target_label": label[b], **data}
             for a, b, data in flat.edges(data=True)]
    with atomic(path) as file, atomic(path.with_suffix(".nodes.csv")) as beside:
        _table(file, ["source", "target", "source_label", "target_label"], edges)
        _table(beside, ["id", "label"], [{"id": node, **data} for node, data in flat.nodes.items()])


def _table(file: TextIO, first: list[str], rows: list[dict[str, Any]]) -> None:
    """Rows under all the columns that any of them has, `first` ahead (pandas would make 1 beside a gap 1.0)."""
    columns = dict.fromkeys([*first, *(name for row in rows for name in row)])
    writer = csv.DictWriter(file, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


_WRITERS: Mapping[str, Callable[[nx.Graph[str], Path], None]] = {
    ".gexf": _gexf, ".graphml": _graphml, ".json": _json, ".csv": _csv}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame: days as 2020-08-04, None for what is missing."""
    frame = frame.copy()
    for column in frame.columns[frame.dtypes.map(pd.api.types.is_datetime64_any_dtype)]:
        frame[column] = frame[column].dt.strftime("%Y-%m-%d")
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def frame_text(frame: pd.DataFrame, format: str) -> str:
    """A frame as `csv` (tuples joined with "; ") or `json` (a list of records, tuples as lists); days as 2020-08-04."""
    rows = records(frame)
    if format == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    joined = [{name: _JOINT.join(v) if isinstance(v, tuple) else v for name, v in row.items()} for row in rows]
    return pd.DataFrame(joined, columns=frame.columns).to_csv(index=False)


def report_object(extraction: Extraction) -> dict[str, Any]:
    """The report and what it says as one object of JSON: id, headline, published, source, text, people, events, met
    and mentions. Offsets count characters of the text, half open; days are ISO; scores lie between 0 and 1."""
    report = extraction.report
    return {
        "id": report.id, "headline": report.headline,
        "published": report.published.isoformat() if report.published else None,
        "source": report.source, "text": report.text,
        "people": [_person(person) for person in extraction.people],
        "events": [_event(event) for event in extraction.events],
        "met": [list(pair) for pair in extraction.met],
        "mentions": [{"label": m.label, "start": m.start, "end": m.end, "text": m.text} for m in extraction.mentions]}


def _resolution(found: Resolution | None) -> dict[str, Any]:
    """Who the person is; nothing where nobody asked."""
    if found is None:
        return {}
    return {"resolution": {"status": found.status, "score": found.score, "reasons": list(found.reasons),
                           "candidates": list(found.candidates)}}


def _person(person: Person) -> dict[str, Any]:
    return {"name": person.name, "person_id": person.person_id, **_resolution(person.resolution), "score": _score(person.naming),
            "attendance": person.attendance, "why": _why(person.reason),
            "posts": [{"org": post.org, "title": post.title, "score": _score(reason)}
                      for post, reason in zip_longest(person.posts, person.post_reasons)],
            "mentions": [{"start": m.start, "end": m.end, "text": m.text} for m in person.mentions]}


def _event(event: Event) -> dict[str, Any]:
    return {"type": event.type, "date": event.date.isoformat() if event.date else None,
            "date_end": event.date_end.isoformat() if event.date_end else None, "place": event.place,
            "name": event.name, "trigger": event.trigger, "score": event.score,
            "evidence": {"start": event.evidence.start, "end": event.evidence.end},
            "participants": [{"name": part.name, "roles": list(part.roles), "score": part.score}
                             for part in event.participants]}


def _score(reason: Reason | None) -> float | None:
    return reason.score if reason else None


def _why(reason: Reason | None) -> dict[str, Any] | None:
    """What decided an attendance: the rule, its words, the sentence they stand in, the score."""
    if reason is None:
        return None
    return {"rule": reason.rule, "words": reason.words, "start": reason.evidence.start, "end": reason.evidence.end,
            "score": reason.score}


CLAIMS = ("report", "score", "claim", "who", "what", "rule", "words", "start", "end", "signs")


def claims(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    """Every claim of a report as a row of CLAIMS: its score, what is claimed of whom, and all that it rests on.

    `rule` is what decided it, `words` what it went by, `start` to `end` the sentence, `signs` what the score adds up.
    """
    for person in extraction.people:
        yield _claim(extraction, "person", (person.name, ""), person.naming)
        for post, reason in zip_longest(person.posts, person.post_reasons):
            yield _claim(extraction, "post", (person.name, f"{post.org or ''}/{post.title}"), reason)
        yield _claim(extraction, person.attendance, (person.name, ""), person.reason)
    for event in extraction.events:
        what = " ".join(filter(None, (event.type, str(event.date or ""), event.place, event.name)))
        yield _claim(extraction, "event", ("", what), event.reason)
        for part in event.participants:
            for role, reason in zip_longest(part.roles, part.reasons):
                yield _claim(extraction, role, (part.name, what), reason)


def _claim(extraction: Extraction, claim: str, subject: tuple[str, str], reason: Reason | None) -> tuple[str, ...]:
    known = reason or Reason("", "", Span(0, 0))
    row = (extraction.report.id, f"{known.score:.2f}", claim, *subject, known.rule, known.words,
           str(known.evidence.start), str(known.evidence.end), "; ".join(known.signs))
    return tuple(" ".join(cell.split()) for cell in row)
