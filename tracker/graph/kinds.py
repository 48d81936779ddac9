"""From the store to a graph of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import networkx as nx

from tracker.errors import InputError
from tracker.expression import Expression
from tracker.graph.printed import mentions, posts
from tracker.graph.together import Draw, attendance, co_appearance, met
from tracker.store import Naming, Printed, Store, post_label
from tracker.types import RosterPerson

OF_EVENTS: Mapping[str, Draw] = {"co-appearance": co_appearance, "met": met, "attendance": attendance}
KINDS = (*OF_EVENTS, "posts", "mentions")


def build(store: Store, kind: str = "co-appearance", since: date | None = None, until: date | None = None,
          where: Expression | None = None) -> nx.Graph[str]:
    """A graph of one of five kinds, of what has a day between two days, both inclusive, and fulfils a search expression.

    `co-appearance`: an edge for each pair bodily present in one event. `met`: an edge for each host-guest pair of
    meetings and calls. `attendance`: people and events, an edge for each who was bodily present. `posts`: people and
    organisations, an edge where reports print a post there or the roster has a tenure (see `tracker.graph.printed.posts`).
    `mentions`: an edge for each pair named in one report, which is no meeting: see `tracker.graph.printed.mentions`.

    Nodes are ids with `label` (the name), `kind` (person, event or organisation), `posts`, `first`, `last` (ISO days or None) and
    `events` (their number). Edges between people bear `events` (their number), `weight` (each event of n people adds
    1/(n-1); in `met` each adds 1), `first`, `last`, `event_ids` (of happenings) and `types` (of the events, each once); edges to
    events bear `roles` and `order`. All bear `days`: those of the dated events, each once, as 2020-08-04 or
    2020-08-04/2020-08-06. The graph bears its `kind`.
    Who took part in a happening is whoever any of the reports that tell it names, and it counts if any of them fulfils
    `where`. Posts and mentions go by reports: those that fulfil `where` as reports do, on their day of publication (posts: on
    the days of the events in which the person takes part there). With `where` the roster adds no tenures.
    """
    check(kind)
    if kind in OF_EVENTS:
        graph = OF_EVENTS[kind](store.gatherings(since, until, where))
    elif kind == "posts":
        graph = drawn_posts(store.printed(None, since, until), store.people(), since, until, kept(store, where))
    else:
        graph = mentions(between(store.namings(where), since, until))
    graph.graph["kind"] = kind
    describe([graph], store, since, until)
    return graph


def check(kind: str) -> None:
    """InputError for a kind that there is not."""
    if kind not in KINDS:
        raise InputError(f"no graph of kind {kind}; choose from {', '.join(KINDS)}")


def kept(store: Store, where: Expression | None) -> set[str] | None:
    """The ids of the reports that fulfil `where`; None where all do."""
    return None if where is None else {report.id for report in store.reports(where)}


def drawn_posts(printed: Iterable[Printed], people: Mapping[str, RosterPerson], since: date | None, until: date | None,
                reports: set[str] | None) -> nx.Graph[str]:
    """The graph of posts, of some reports only and then without the roster, or of all."""
    some = (one for one in printed if reports is None or one.seen.report in reports)
    return posts(some, people, since, until, reports is None)


def between(named: Iterable[Naming], since: date | None, until: date | None) -> list[Naming]:
    """What was published in the bounds; InputError if there is no such day."""
    if since and until and until < since:
        raise InputError(f"no day is both since {since} and until {until}; swap them")
    return [one for one in named if not (since or until) or (
        one.published and (not since or one.published >= since) and (not until or one.published <= until))]


def describe(graphs: Iterable[nx.Graph[str]], store: Store, since: date | None, until: date | None) -> None:
    """Gives the people of graphs their names and posts: those printed in the days, else ever, else those of the roster."""
    graphs = list(graphs)
    ids = {id for graph in graphs for id, data in graph.nodes.items() if data["kind"] == "person"}
    printed = store.titles(ids, since, until)
    for id, person in store.people(ids).items():
        held = printed.get(id) or list(dict.fromkeys(post_label(tenure.post) for tenure in person.tenures))
        for graph in graphs:
            if id in graph:
                graph.nodes[id].update(label=person.name, posts=list(held))
