"""A question about graphs as one object, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import networkx as nx

from tracker.errors import InputError
from tracker.expression import Expression
from tracker.graph.chance import significance
from tracker.graph.kinds import build
from tracker.graph.measures import measure
from tracker.graph.parts import ego, thin
from tracker.graph.spans import slices
from tracker.people import find_person
from tracker.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which graph is wanted: its kind, the days and search expression of what counts (see `build`), how strong a tie has to be
    (see `thin`), the people (names, aliases or ids) around whom it is to lie and how many `hops` away (see `ego`), and whether
    with measures of the nodes (see `measure`) and probabilities of the ties (see `significance`)."""

    kind: str = "co-appearance"
    since: date | None = None
    until: date | None = None
    where: Expression | None = None
    min_events: int = 1
    min_weight: float = 0.0
    ego: tuple[str, ...] = ()
    hops: int = 1
    measures: bool = False
    significance: bool = False


def answer(store: Store, wanted: Wanted) -> nx.Graph[str]:
    """The graph that is wanted. Probabilities are reckoned in the whole graph, then weak ties go, then what is far from the
    people asked for; measures are of what is left."""
    people = _people(store, wanted)
    return _finished(build(store, wanted.kind, wanted.since, wanted.until, wanted.where), wanted, people)


def answers(store: Store, wanted: Wanted, by: str) -> dict[str, nx.Graph[str]]:
    """The same for each month, quarter or year (see `slices`). Where only some of the people asked for are in a slice it lies
    around those, and a slice with none of them is left out."""
    people = _people(store, wanted)
    made = slices(store, wanted.kind, by, wanted.since, wanted.until, wanted.where)
    return {name: _finished(graph, wanted, there) for name, graph in made.items()
            for there in [[id for id in people if id in graph]] if there or not people}


def why_empty(store: Store, wanted: Wanted) -> str:
    """Why a graph has no node, in one line: what is to be asked otherwise."""
    counted = "report" if wanted.kind in ("posts", "mentions") else "event"
    if not store.counts()[counted]:
        return f"the graph is empty: the database holds no {counted}s; add reports with `tracker ingest`"
    if not build(store, wanted.kind).number_of_nodes():
        return f"the graph is empty: no {counted} makes a tie of kind {wanted.kind}; choose another kind"
    if not build(store, wanted.kind, wanted.since, wanted.until, wanted.where).number_of_nodes():
        return f"the graph is empty: no {counted} lies in these days and fulfils the expression; widen them"
    return "the graph is empty: no tie has so many events and so much weight; lower the least number"


def _people(store: Store, wanted: Wanted) -> list[str]:
    if wanted.significance and wanted.kind != "co-appearance":
        raise InputError(f"no probabilities for ties of kind {wanted.kind}; choose co-appearance")
    return [find_person(store, name).id for name in wanted.ego]


def _finished(graph: nx.Graph[str], wanted: Wanted, people: list[str]) -> nx.Graph[str]:
    if wanted.significance:
        significance(graph)
    if wanted.min_events > 1 or wanted.min_weight > 0:
        graph = thin(graph, wanted.min_events, wanted.min_weight)
    if people:
        graph = ego(graph, people, wanted.hops)
    if wanted.measures:
        measure(graph)
    return graph
