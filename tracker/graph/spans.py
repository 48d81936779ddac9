"""Graphs of one span of time after another."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

import networkx as nx

from tracker.errors import InputError
from tracker.expression import Expression
from tracker.graph.kinds import OF_EVENTS, between, check, describe, drawn_posts, kept
from tracker.graph.printed import mentions
from tracker.store import Store

PERIODS: Mapping[str, Callable[[date], str]] = {
    "month": lambda day: f"{day:%Y-%m}", "quarter": lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}",
    "year": lambda day: f"{day:%Y}"}
_T = TypeVar("_T")


def slices(store: Store, kind: str = "co-appearance", by: str = "month", since: date | None = None,
           until: date | None = None, where: Expression | None = None) -> dict[str, nx.Graph[str]]:
    """A graph as `build` gives it for each month (2024-03), quarter (2024-Q1) or year (2024) in which there is something, in
    order.

    An event counts where its first day lies, a mention on the day of publication, a post on the first day of what the report
    tells, and a tenure in every slice that it touches. What has no day is left out; each graph says in `undated` how much that
    was, over all. Bounds and `where` are those of `build`: an event that began before `since` and lasts counts where it began.
    """
    check(kind)
    if by not in PERIODS:
        raise InputError(f"no slices by {by}; choose from {', '.join(PERIODS)}")
    if kind in OF_EVENTS:
        events, undated = _sorted(store.gatherings(since, until, where), lambda one: one.date, by)
        made = {name: OF_EVENTS[kind](some) for name, some in events.items()}
    elif kind == "mentions":
        named, undated = _sorted(between(store.namings(where), since, until), lambda one: one.published, by)
        made = {name: mentions(some) for name, some in named.items()}
    else:
        reports, people = kept(store, where), store.people()
        printed = [one for one in store.printed(None, since, until) if reports is None or one.seen.report in reports]
        days, undated = _sorted(printed, lambda one: one.seen.first, by)
        made = {name: drawn_posts(some, people, *_bounds(name, since, until), reports) for name, some in days.items()}
    for graph in made.values():
        graph.graph.update(kind=kind, undated=undated)
    describe(made.values(), store, since, until)
    return made


def _sorted(items: list[_T], day: Callable[[_T], date | None], by: str) -> tuple[dict[str, list[_T]], int]:
    """The items by their span of time, in order, and how many have no day."""
    found: dict[str, list[_T]] = defaultdict(list)
    undated = 0
    for item in items:
        when = day(item)
        if when is None:
            undated += 1
        else:
            found[PERIODS[by](when)].append(item)
    return {name: found[name] for name in sorted(found)}, undated


def _bounds(name: str, since: date | None, until: date | None) -> tuple[date, date]:
    """The first and last day of a span of time, within the bounds."""
    year, _, rest = name.partition("-")
    if not rest:
        first, last = 1, 12
    elif rest.startswith("Q"):
        first, last = 3 * int(rest[1:]) - 2, 3 * int(rest[1:])
    else:
        first = last = int(rest)
    start = date(int(year), first, 1)
    end = date(int(year), last, monthrange(int(year), last)[1])
    return max(start, since or start), min(end, until or end)
