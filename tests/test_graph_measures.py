import subprocess
import sys
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_graph import ARCHIVE, graph_of

from tracker.graph import measures
from tracker.graph.measures import measure

NAMES = ["degree", "strength", "betweenness", "pagerank", "core", "community", "broker"]


@st.composite
def weighted(draw: st.DrawFn) -> "nx.Graph[str]":
    """Graphs with weights, some of them in pieces, some empty."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(f"p{n}" for n in range(draw(st.integers(0, 9))))
    for pair in combinations(graph, 2):
        if draw(st.booleans()):
            graph.add_edge(*pair, weight=draw(st.sampled_from([0.25, 0.5, 1.0, 3.0])))
    return graph


@settings(max_examples=80, deadline=None)
@given(weighted())
def test_measures_are_those_of_their_definitions(graph: "nx.Graph[str]") -> None:
    measure(graph)
    nodes = graph.nodes
    assert all(list(data)[-len(NAMES):] == NAMES for data in nodes.values())
    if not graph:
        return
    assert {id: data["degree"] for id, data in nodes.items()} == dict(graph.degree())
    assert {id: data["strength"] for id, data in nodes.items()} == pytest.approx(dict(graph.degree(weight="weight")))
    assert {id: data["betweenness"] for id, data in nodes.items()} == pytest.approx(nx.betweenness_centrality(graph))
    assert {id: data["core"] for id, data in nodes.items()} == nx.core_number(graph)
    assert {id: data["pagerank"] for id, data in nodes.items()} == pytest.approx(pagerank(graph), abs=1e-9)
    groups = {id: data["community"] for id, data in nodes.items()}
    sizes = [sum(group == n for group in groups.values()) for n in range(max(groups.values()) + 1)]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 not in sizes
    assert {id: data["broker"] for id, data in nodes.items()} == {id: sum(
        groups[a] != groups[b] and not graph.has_edge(a, b) for a, b in combinations(graph[id], 2)) for id in graph}


def pagerank(graph: "nx.Graph[str]") -> dict[str, float]:
    """As the solution of its equations."""
    size, ids = len(graph), list(graph)
    walk = nx.to_numpy_array(graph, ids)
    sums = walk.sum(axis=1, keepdims=True)
    walk = np.where(sums > 0, walk / np.where(sums > 0, sums, 1), 1 / size)
    found = np.linalg.solve(np.eye(size) - 0.85 * walk.T, np.full(size, 0.15 / size))
    return dict(zip(ids, found, strict=True))


@given(weighted(), st.randoms())
def test_measures_hang_on_no_order(graph: "nx.Graph[str]", chance) -> None:  # type: ignore[no-untyped-def]
    other: nx.Graph[str] = nx.Graph()
    nodes, edges = list(graph), [(b, a, data) for a, b, data in graph.edges(data=True)]
    chance.shuffle(nodes)
    chance.shuffle(edges)
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    measure(graph)
    measure(other)
    assert dict(graph.nodes.items()) == dict(other.nodes.items())


def test_measures_are_the_same_in_every_run() -> None:
    script = ("import networkx as nx; from tracker.graph import measure; "
              "g = nx.relabel_nodes(nx.gnm_random_graph(80, 300, seed=1), str); "
              "measure(g); print(sorted(g.nodes.items()))")
    path = ":".join(sys.path)
    first, second = (subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed, "PYTHONPATH": path},
                                    capture_output=True, text=True, check=True).stdout for seed in ("1", "2"))
    assert first == second
    assert "betweenness" in first


def test_a_broker_stands_between_two_groups() -> None:
    graph = nx.relabel_nodes(nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(5)), "p{}".format)
    graph.add_edges_from([("p0", "x"), ("p5", "x")])
    measure(graph)
    assert graph.nodes["x"]["broker"] == 1
    assert graph.nodes["p1"]["broker"] == 0, "all whom it knows are of one group"
    assert graph.nodes["p1"]["community"] != graph.nodes["p6"]["community"]


@pytest.mark.parametrize("kind", ["met", "attendance", "posts", "mentions"])
def test_every_kind_can_be_measured(kind: str) -> None:
    graph, _ = graph_of(ARCHIVE, kind)
    measure(graph)
    assert all(set(NAMES) <= set(data) for data in graph.nodes.values())


def test_a_great_graph_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(60, 200, seed=1), str)
    measure(graph)
    exact = nx.get_node_attributes(graph, "betweenness")
    assert "betweenness" not in graph.graph
    monkeypatch.setattr(measures, "EXACT", 100)
    measure(graph)
    assert graph.graph["betweenness"] == "sampled"
    assert nx.get_node_attributes(graph, "betweenness") == pytest.approx(exact), "a sample of all is exact"
