"""Whether two people share more events than chance would give them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from tracker.errors import InputError

_Floats = NDArray[np.float64]
_CLOSE, _PASSES = 1e-8, 10_000  # how well degrees are to be met, as a share, and how long to try
_SMALL, _BEYOND = 1e-8, 60  # below this a tail is summed itself, so many terms of it


def significance(graph: nx.Graph[str]) -> None:
    """Gives each tie of a whole co-appearance graph `p` and `q`: floats from 0 to 1.

    `p` is the probability of as many shared events or more, if every event had as many people as it had, everybody went to as
    many events as they did on average, and nothing else decided who was where. This is the stochastic degree sequence model
    (Neal, The backbone of bipartite projections, Social Networks 39, 2014) with the probabilities of the bipartite configuration
    model (Neal, Domagalski and Sagan, Comparing alternatives to the fixed degree sequence model, Scientific Reports 11, 2021),
    save that the size of an event is fixed: a meeting of two has one pair and never more. So the chance of two to be there
    together is less than the product of their chances, by the factor of Hájek (Asymptotic theory of rejective sampling, Ann.
    Math. Stat. 35, 1964). The number of shared events then is a sum of independent chances, whose distribution (Poisson binomial)
    is reckoned exactly. Of people who are at a good part of all events it is careful: their `p` is greater than if their number
    of events were fixed too.

    `q` is `p` after Benjamini and Hochberg (J. R. Stat. Soc. B 57, 1995) over all pairs of people, with a tie or without: of the
    ties with q ≤ 0.05 about one in twenty is chance. InputError for a graph of another kind. The events are taken from
    the ties, so the graph must be as `build` gives it: call this before `thin` and `ego`.
    """
    if graph.graph.get("kind") != "co-appearance":
        raise InputError(f"no probabilities for ties of kind {graph.graph.get('kind')}; build a graph of co-appearance")
    ties = list(graph.edges(data=True))
    if not ties:
        return
    degrees = {person: int(data["events"]) for person, data in graph.nodes.items()}
    people, events = Counter(degrees.values()), _rooms(ties, degrees)
    rows, columns = sorted(people), sorted(events)
    chance = probabilities(rows, [people[r] for r in rows], columns, [events[c] for c in columns])
    place = {row: n for n, row in enumerate(rows)}
    groups: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for a, b, data in ties:
        one, other = sorted((degrees[a], degrees[b]))
        groups[place[one], place[other]].append(data)
    numbers = np.array([events[c] for c in columns])
    loose = (np.array([[people[r]] for r in rows]) * chance * (1 - chance)).sum(axis=0)
    for (one, other), group in groups.items():
        both = _both(chance[one], chance[other], loose, np.array(columns))
        tails = shared(both, numbers, max(data["events"] for data in group))
        for data in group:
            data["p"] = float(tails[data["events"]])
    adjusted = _adjusted([data["p"] for *_, data in ties], len(degrees) * (len(degrees) - 1) // 2)
    for (*_, data), q in zip(ties, adjusted, strict=True):
        data["q"] = q


def _rooms(ties: Sequence[tuple[str, str, dict[str, Any]]], degrees: dict[str, int]) -> Counter[int]:
    """How many events had how many people, those with a single one among them."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for a, b, data in ties:
        for event in data["event_ids"]:
            rooms[event].update((a, b))
    sizes = Counter(map(len, rooms.values()))
    alone = sum(degrees.values()) - sum(size * number for size, number in sizes.items())
    return sizes + Counter({1: alone})


def probabilities(rows: Sequence[int], row_n: Sequence[int], columns: Sequence[int], column_n: Sequence[int]) -> _Floats:
    """The chance that a person of a degree (a row) was at an event of a size (a column), of the bipartite configuration model.

    `rows` and `columns` are different degrees, `row_n` and `column_n` say how many have each. The chances, each as often as there
    are pairs of that kind, sum up to the degrees.
    """
    left, right = np.array(rows, float), np.array(columns, float)
    n, m = np.array(row_n, float), np.array(column_n, float)
    chance = np.zeros((len(left), len(right)))
    some, more = np.ones(len(left), bool), np.ones(len(right), bool)
    while True:  # Who was everywhere or nowhere is certain, and then perhaps others are too.
        full, empty = some & (left >= m[more].sum()), some & (left <= 0)
        chance[np.ix_(full, more)] = 1
        right -= n[full].sum()
        some &= ~(full | empty)
        crowd, void = more & (right >= n[some].sum()), more & (right <= 0)
        chance[np.ix_(some, crowd)] = 1
        left -= m[crowd].sum()
        more &= ~(crowd | void)
        if not (full | empty).any() and not (crowd | void).any():
            break
    if some.any() and more.any():
        chance[np.ix_(some, more)] = _inner(left[some], n[some], right[more], m[more])
    return chance


def _both(one: _Floats, other: _Floats, loose: _Floats, sizes: NDArray[np.int_]) -> _Floats:
    """The chance that two people are both at an event of each size, by Hájek; `loose` is the sum of p(1-p) over all people."""
    less = np.divide((1 - one) * (1 - other), loose, out=np.zeros(len(loose)), where=loose > 0)
    both: _Floats = np.where(sizes > 1, one * other * np.clip(1 - less, 0, 1), 0)
    return both


def _inner(left: _Floats, n: _Floats, right: _Floats, m: _Floats) -> _Floats:
    """The chances x·y / (1 + x·y), with x and y found by turns so that they sum up to the degrees."""
    total = float((left * n).sum())
    x, y = left / total**0.5, right / total**0.5
    for _ in range(_PASSES):
        x = left / (m * y / (1 + np.outer(x, y))).sum(axis=1)
        y = right / (n[:, None] * x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
        chance: _Floats = np.outer(x, y) / (1 + np.outer(x, y))
        if np.abs((chance * m).sum(axis=1) / left - 1).max() < _CLOSE:
            break
    return chance


def shared(chance: _Floats, number: NDArray[np.int_], most: int) -> _Floats:
    """The probability that at least 0, 1, … `most` of some independent things happen: `number[i]` have the chance `chance[i]`."""
    length = most + _BEYOND
    pmf = np.zeros(length)
    pmf[0] = 1
    for q, n in zip(chance, number, strict=True):
        if n and q > 0:
            pmf = np.convolve(pmf, _binomial(int(n), float(q), length))[:length]
    below = 1 - np.concatenate(([0.0], np.cumsum(pmf)))[: most + 1]
    beyond = np.cumsum(pmf[::-1])[::-1][: most + 1]
    return np.clip(np.where(below > _SMALL, below, beyond), 0, 1)


def _binomial(n: int, q: float, length: int) -> _Floats:
    """The probabilities of 0, 1, … of n, not more than `length` of them."""
    if q >= 1:
        return np.concatenate((np.zeros(min(n, length)), [1.0]))
    k = np.arange(1, min(n, length - 1) + 1)
    steps = np.log((n - k + 1) / k) + np.log(q) - np.log1p(-q)
    pmf: _Floats = np.exp(n * np.log1p(-q) + np.concatenate(([0.0], np.cumsum(steps))))
    return pmf


def _adjusted(p: Sequence[float], tests: int) -> list[float]:
    """Adjusted by Benjamini and Hochberg; the tests not in `p` found nothing (1)."""
    values = np.array(p)
    order = np.argsort(values, kind="stable")
    raw = values[order] * tests / np.arange(1, len(values) + 1)
    found = np.empty(len(values))
    found[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1)
    return [float(value) for value in found]
