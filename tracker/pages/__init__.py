"""Pages to look at: a timeline and a graph, each one file of HTML that needs no network and nothing beside it.

The same input gives the same bytes. What comes from reports stands in a page only as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

import networkx as nx
import pandas as pd

from tracker.errors import InputError
from tracker.pages import axis
from tracker.pages.entries import Entry, entries, listed
from tracker.pages.shell import embedded, escape, label, page, said, say, word, words
from tracker.pages.ties import drawing, events
from tracker.types import EventType

__all__ = ["events", "network", "timeline"]

_NO_EVENTS = ("posts", "mentions")
_TIMELINE = ("say.js", "filter.js", "timeline.js")
_NETWORK = ("say.js", "filter.js", "choose.js", "layout.js", "view.js", "picture.js", "panel.js", "hands.js", "network.js")


def timeline(frame: pd.DataFrame, title: str) -> str:
    """A page of the timeline that `tracker.query.timeline` gives: a time axis, and the list with every sentence.

    Where a column `who` names several people the axis has a lane for each, else one for each type of event. Columns that
    the frame lacks are left out.
    """
    if "who" in frame and frame["who"].nunique() < 2:
        frame = frame.drop(columns="who")
    rows = entries(frame)
    return page("timeline.html", _TIMELINE, ("page.css", "timeline.css"), title=escape(title), heading=said(title),
                summary=_summary(rows), axis=_axis(rows), years=_years(rows), types=_types(rows), list=listed(rows))


def network(graph: nx.Graph[str], evidence: Mapping[str, Mapping[str, object]], kind: str = "co-appearance") -> str:
    """A page of a graph that `tracker.graph.build` gives, to look at, search and filter.

    `evidence` holds of each event id its date, date_end, published, type, event, title, report, source and sentence (see
    `Store.proofs`); what is missing is left out. `kind` is that of the graph and decides what the page says an edge is.
    Nodes with a `community` are coloured by it. InputError for graphs of posts and mentions, whose lines are no events.
    """
    if graph.graph.get("kind", kind) in _NO_EVENTS:
        raise InputError(f"a page shows graphs of events, and none of {graph.graph.get('kind', kind)}; choose another suffix")
    name = f"network.{kind}" if kind in ("met", "attendance") else "network"
    note = f"edge.{kind}" if kind in ("met", "attendance") else "edge.co-appearance"
    return page("network.html", _NETWORK, ("page.css", "network.css"), title=escape(say(name)), heading=word(name, "h1"),
                edge=word(note, "p"), noscript=" ".join(words()["no.script"]),
                weight=word("weight.note", "p") if note == "edge.co-appearance" else "",
                data=embedded(drawing(graph, evidence)))


def _summary(rows: list[Entry]) -> str:
    days = [day for row in rows for day in (row.day, row.end) if day]
    if not rows:
        return word("none", "p")
    span = word("range", low=min(days), high=max(days)) if days else ""
    return f"<p>{word('count', n=len(rows))} {span}</p>"


def _axis(rows: list[Entry]) -> str:
    marks = [mark for row in rows if (mark := row.mark)]
    if not marks:
        return ""
    people = any(row.who is not None for row in rows)
    lanes = list(dict.fromkeys(mark.lane for mark in marks)) if people else _ordered(mark.lane for mark in marks)
    notes = [word("axis", "span")]
    if axis.left_out(lanes):
        notes.append(word("axis.more", n=axis.left_out(lanes)))
    if len(marks) < len(rows):
        notes.append(word("axis.undated", n=len(rows) - len(marks)))
    if people:
        notes.append("<br>" + " ".join(f'<b class="{axis.css(type)}"><i></i>{label("type", type)}</b>'
                                       for type in _ordered(mark.type for mark in marks)))
    drawn = axis.draw(marks, lanes, "who" if people else "type")
    return f'<figure>\n<div class="scroll">{drawn}</div>\n<figcaption>{" ".join(notes)}</figcaption>\n</figure>\n'


def _ordered(types: Iterable[str]) -> list[str]:
    """The types that occur, the known ones first, in their order."""
    held = sorted(set(types))
    return [type for type in get_args(EventType) if type in held] + [type for type in held if type not in get_args(EventType)]


def _years(rows: list[Entry]) -> str:
    years = Counter(row.day.year for row in rows if row.day)
    links = [f'<a href="#y{year:04}">{year:04}</a> <small>{number}</small>' for year, number in years.items()]
    if any(row.day is None for row in rows):
        links.append(f'<a href="#undated">{word("undated")}</a>')
    return f"<nav>{' '.join(links)}</nav>\n" if len(links) > 1 else ""


def _types(rows: list[Entry]) -> str:
    counts = Counter(row.type for row in rows)
    return "".join(f'<label class="{axis.css(type)}"><input type="checkbox" checked value="{escape(type)}">'
                   f'<i></i>{label("type", type)} <small>{counts[type]}</small></label>\n' for type in _ordered(counts))
