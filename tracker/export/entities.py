"""FollowTheMoney entities, one a line, for Aleph and OpenSanctions.

    Person      name, position (posts)
    Event       name, startDate, endDate, location, summary (its type), publisher (the report), recordId, involved (people)
    Organization  name
    Membership  member, organization, role (titles): of graphs of posts, without days, since a report does not say when a post
    began Associate   person, associate, relationship (the kind of graph), startDate, endDate, recordId (the events)

Who shared a room is a weak associate: the relationship says how weak. Weights and roles have no place in the format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from tracker.dates import is_partial_date
from tracker.export.files import atomic
from tracker.export.flat import clean
from tracker.roster import ftm


def write(graph: nx.Graph[str], path: Path) -> None:
    """Writes people, events with whom they involved, and ties."""
    with atomic(path) as file:
        file.writelines(json.dumps(entity, ensure_ascii=False) + "\n" for entity in _entities(clean(graph)))


def _entities(held: nx.Graph[str]) -> Iterator[ftm.Entity]:
    events = {node: data for node, data in held.nodes.items() if data.get("kind") == "event"}
    orgs = {node: _name(node, data) for node, data in held.nodes.items() if data.get("kind") == "organisation"}
    for node, data in held.nodes.items():
        if node in orgs:
            yield ftm.entity(ftm.hashed("org", orgs[node]), "Organization", name=orgs[node])
        elif node not in events:
            yield ftm.entity(ftm.shaped(node), "Person", name=_name(node, data), position=_texts(data.get("posts")))
    for node, data in events.items():
        involved = [ftm.shaped(other) for other in nx.all_neighbors(held, node) if other not in events]
        yield ftm.entity(_event(node), "Event", name=_name(node, data), **_span(data), location=_texts(data.get("place")),
                         summary=_texts(data.get("type")), publisher=_texts(data.get("report")), recordId=_texts(node),
                         involved=list(dict.fromkeys(involved)))
    for a, b, data in held.edges(data=True):
        if a in orgs or b in orgs:
            person, org = (b, a) if a in orgs else (a, b)
            yield ftm.entity(ftm.hashed("post", person, orgs[org]), "Membership", member=ftm.shaped(person),
                             organization=ftm.hashed("org", orgs[org]), role=_texts(data.get("titles")))
        elif a not in events and b not in events:
            # The same tie, whichever end comes first; the kind tells ties of two graphs apart.
            kind = str(held.graph.get("kind", "tie"))
            one, other = sorted((ftm.shaped(a), ftm.shaped(b)))
            yield ftm.entity(ftm.hashed("tie", kind, one, other), "Associate", person=one, associate=other, relationship=kind,
                             **_span(data), recordId=_texts(data.get("event_ids")))


def _event(node: str) -> str:
    return ftm.hashed("event", node)


def _name(node: str, data: Mapping[str, Any]) -> str:
    return str(data.get("label", "")).strip() or node.strip() or "_"


def _span(data: Mapping[str, Any]) -> dict[str, str]:
    days = {"startDate": str(data.get("first")), "endDate": str(data.get("last"))}
    return {name: day for name, day in days.items() if is_partial_date(day)}


def _texts(value: Any) -> list[str]:
    """The values as a property holds them: a set of texts without blanks around them."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return list(dict.fromkeys(text for text in (str(item).strip() for item in values) if text))
