from collections import Counter, defaultdict
from itertools import combinations, product
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import archives
from test_graph import ARCHIVE, graph_of
from test_store import fill

from tracker.errors import InputError
from tracker.graph import build, significance
from tracker.graph.chance import _adjusted, probabilities, shared
from tracker.store import Store
from tracker.types import Extraction

ROOMS = st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=6), min_size=1, max_size=12)


def together(rooms: list[set[int]]) -> "nx.Graph[str]":
    """The co-appearance graph of rooms of people."""
    graph: nx.Graph[str] = nx.Graph(kind="co-appearance")
    for person, number in sorted(Counter(person for room in rooms for person in room).items()):
        graph.add_node(f"p{person}", events=number)
    pairs = defaultdict(list)
    for n, room in enumerate(rooms):
        for a, b in combinations(sorted(room), 2):
            pairs[f"p{a}", f"p{b}"].append(f"e{n}")
    graph.add_edges_from((*pair, {"events": len(ids), "event_ids": ids}) for pair, ids in pairs.items())
    return graph


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), st.integers(1, 3)), min_size=1, max_size=4))
def test_a_sum_of_chances_is_that_of_all_ways(things: list[tuple[float, int]]) -> None:
    chances = [q for q, n in things for _ in range(n)]
    ways = [0.0] * (len(chances) + 1)
    for outcome in product([0, 1], repeat=len(chances)):
        ways[sum(outcome)] += np.prod([q if one else 1 - q for q, one in zip(chances, outcome, strict=True)])
    found = shared(np.array([q for q, _ in things]), np.array([n for _, n in things]), len(chances))
    assert list(found) == pytest.approx([sum(ways[k:]) for k in range(len(ways))], abs=1e-12)


def test_a_tail_that_is_tiny_is_not_nothing() -> None:
    assert shared(np.array([0.01]), np.array([30]), 30)[30] == pytest.approx(0.01**30, rel=1e-6)
    assert shared(np.array([0.5]), np.array([1000]), 1)[0] == 1


@settings(deadline=None)
@given(ROOMS)
def test_chances_add_up_to_how_often_and_how_many(rooms: list[set[int]]) -> None:
    people, sizes = Counter(Counter(person for room in rooms for person in room).values()), Counter(map(len, rooms))
    rows, columns = sorted(people), sorted(sizes)
    n, m = np.array([people[row] for row in rows]), np.array([sizes[column] for column in columns])
    chance = probabilities(rows, list(n), columns, list(m))
    assert ((chance >= 0) & (chance <= 1)).all()
    assert list((chance * m).sum(axis=1)) == pytest.approx(rows, rel=1e-3)
    assert list((chance * n[:, None]).sum(axis=0)) == pytest.approx(columns, rel=1e-3)


def simulated(rooms: list[set[int]], times: int) -> dict[tuple[str, str], float]:
    """How often as many events or more are shared, of rooms shuffled so that all sizes stay: trades of the curveball (Strona et
    al., Nature Communications 5, 2014)."""
    chance = Random(7)
    where: dict[int, set[int]] = defaultdict(set)
    for n, room in enumerate(rooms):
        for person in room:
            where[person].add(n)
    people, seen = sorted(where), Counter[tuple[int, int]]()
    real = {pair: len(where[pair[0]] & where[pair[1]]) for pair in combinations(people, 2)}
    for _ in range(times):
        for _ in range(3 * len(people)):
            a, b = chance.sample(people, 2)
            own, other = where[a] - where[b], where[b] - where[a]
            pool = sorted(own | other)
            chance.shuffle(pool)
            where[a] = where[a] & where[b] | set(pool[: len(own)])
            where[b] = where[b] - other | set(pool[len(own):])
        for pair, number in real.items():
            seen[pair] += len(where[pair[0]] & where[pair[1]]) >= number
    return {(f"p{a}", f"p{b}"): seen[a, b] / times for a, b in real}


def drawn(people: int, rooms: int, sizes: list[int], often: list[int]) -> tuple["nx.Graph[str]", dict[tuple[str, str], float]]:
    """A graph with probabilities of random rooms, and of six in which two seek each other; and what simulation says."""
    chance = Random(3)
    weights = [chance.choice(often) for _ in range(people)]
    held = [set(chance.choices(range(people), weights, k=chance.choice(sizes))) for _ in range(rooms)] + [{1, 2}] * 6
    graph = together(held)
    significance(graph)
    return graph, simulated(held, 1000)


def test_probabilities_are_near_those_of_shuffled_rooms() -> None:
    graph, found = drawn(60, 300, [2, 2, 3, 4], [1, 1, 2, 3])
    apart = [data["p"] - found[a, b] for a, b, data in graph.edges(data=True)]
    assert len(apart) > 300
    assert max(map(abs, apart)) < 0.09
    assert sum(map(abs, apart)) / len(apart) < 0.03
    assert graph.edges["p1", "p2"]["p"] < 1e-3
    assert found["p1", "p2"] < 5e-3


def test_of_people_who_are_everywhere_they_are_careful() -> None:
    graph, found = drawn(20, 60, [2, 2, 3, 5, 9], [1, 2, 4, 8])
    apart = [data["p"] - found[a, b] for a, b, data in graph.edges(data=True)]
    small = [(data["p"], found[a, b]) for a, b, data in graph.edges(data=True) if found[a, b] < 0.1]
    assert max(map(abs, apart)) < 0.15
    assert all(p >= simulated - 0.02 for p, simulated in small), "no smaller than simulation finds"


@settings(max_examples=30, deadline=None)
@given(archives())
def test_every_tie_gets_a_probability(archive: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        graph = build(store)
    significance(graph)
    assert all(0 <= data["p"] <= data["q"] <= 1 for *_, data in graph.edges(data=True))


def test_a_pair_comes_from_a_room_of_a_size() -> None:
    rooms = [set(room) for room in combinations(range(6), 2)]  # each pair once: so a room has a pair with a chance of 1 in 15
    graph = together(rooms)
    significance(graph)
    assert [data["p"] for *_, data in graph.edges(data=True)] == [pytest.approx(1 - (14 / 15) ** 15, abs=0.05)] * 15


@pytest.mark.parametrize(("p", "tests", "q"), [
    ([0.01, 0.04, 0.03], 3, [0.03, 0.04, 0.04]), ([0.01, 0.04, 0.03], 10, [0.1, 0.4 / 3, 0.4 / 3]), ([0.5], 10, [1.0])])
def test_many_tests_at_once(p: list[float], tests: int, q: list[float]) -> None:
    assert _adjusted(p, tests) == pytest.approx(q)


def test_only_rooms_have_chances() -> None:
    with pytest.raises(InputError, match="no probabilities for ties of kind met; build a graph of co-appearance"):
        significance(graph_of(ARCHIVE, "met")[0])
