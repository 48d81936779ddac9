"""How each node stands in a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import rustworkx as rx

from tracker.graph.parts import weight

EXACT = 500_000_000  # nodes times edges up to which betweenness is reckoned exactly: about half a minute
_PIVOTS, _SEED = 100, 1
_DAMPING, _PASSES, _CLOSE = 0.85, 1000, 1e-12
_SERIAL = 2**62  # nodes from which rustworkx would work in parallel, and then sum up in another order each time


def measure(graph: nx.Graph[str]) -> None:
    """Gives each node these attributes; the same graph always gets the same.

    `degree`: its number of ties (int). `strength`: the sum of their weights (float; an edge without one counts 1).
    `betweenness`: the share of the shortest paths between two others that pass it, 0 to 1, ties taken alike (Freeman, Sociometry
    40, 1977); exact up to 5·10⁸ nodes times edges, beyond that of 100 nodes drawn with a fixed seed (Brandes and Pich, 2007), and
    the graph then bears `betweenness`: sampled. `pagerank`: the share of the time that a walk by weight spends there, which
    starts anew with probability 0.15 (Brin and Page, 1998). `core`: the greatest k so that it belongs to a part in which each has
    k ties (int; Seidman, Social Networks 5, 1983). `community`: the number of its group, 0 for the greatest, of two alike the one
    with the smallest id (int; Louvain with weights and a fixed seed: Blondel et al., J. Stat. Mech. 2008). `broker`: how many
    pairs of its neighbours have no tie with each other and are of two communities (int): of the brokerage of Gould and Fernandez
    (Sociological Methodology 19, 1989) the roles gatekeeper, representative and liaison.
    """
    ids = sorted(graph)
    number = {id: n for n, id in enumerate(ids)}
    # By numbers in a fixed order: ids are texts, whose sets have another order in each run.
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(ids)))
    ties = {(min(number[a], number[b]), max(number[a], number[b])): weight(data)
            for a, b, data in graph.edges(data=True) if a != b}
    plain.add_edges_from((*pair, {"weight": ties[pair]}) for pair in sorted(ties))
    groups = communities(plain)
    columns: dict[str, Sequence[float]] = {
        "degree": [plain.degree(n) for n in plain], "strength": [float(plain.degree(n, "weight")) for n in plain],
        "betweenness": _betweenness(graph, plain), "pagerank": _pagerank(plain), "core": list(_in_order(nx.core_number(plain))),
        "community": groups, "broker": brokerage(plain, groups)}
    for name, values in columns.items():
        nx.set_node_attributes(graph, dict(zip(ids, values, strict=True)), name)


def communities(plain: nx.Graph[int]) -> list[int]:
    """The number of the community of each node 0, 1, 2, …"""
    found = nx.community.louvain_communities(plain, "weight", seed=_SEED) if plain.number_of_edges() else [{n} for n in plain]
    groups = [0] * len(plain)
    for group, nodes in enumerate(sorted(found, key=lambda nodes: (-len(nodes), min(nodes)))):
        for node in nodes:
            groups[node] = group
    return groups


def brokerage(plain: nx.Graph[int], groups: Sequence[int]) -> list[int]:
    """How many pairs of neighbours of each node are of two groups and have no tie: all such pairs, less those with one."""
    held = []
    for node in plain:
        sizes: dict[int, int] = {}
        for other in plain[node]:
            sizes[groups[other]] = sizes.get(groups[other], 0) + 1
        held.append((plain.degree(node) ** 2 - sum(size * size for size in sizes.values())) // 2)
    around = {node: set(plain[node]) for node in plain}
    for a, b in plain.edges:
        if groups[a] != groups[b]:
            for node in around[a] & around[b]:
                held[node] -= 1
    return held


def _betweenness(graph: nx.Graph[str], plain: nx.Graph[int]) -> list[float]:
    graph.graph.pop("betweenness", None)
    if plain.number_of_nodes() * plain.number_of_edges() > EXACT:
        graph.graph["betweenness"] = "sampled"
        return list(_in_order(nx.betweenness_centrality(plain, k=min(_PIVOTS, len(plain)), seed=_SEED)))
    fast = rx.PyGraph(multigraph=False)
    fast.add_nodes_from(range(len(plain)))
    fast.add_edges_from_no_data(list(plain.edges))
    return list(_in_order(dict(rx.betweenness_centrality(fast, parallel_threshold=_SERIAL))))


def _in_order(values: Mapping[int, float]) -> list[float]:
    return [values[node] for node in range(len(values))]


def _pagerank(plain: nx.Graph[int]) -> list[float]:
    size = len(plain)
    ends = np.array(list(plain.edges), dtype=int).reshape(-1, 2)
    source, target = np.concatenate((ends, ends[:, ::-1])).T
    weights = np.tile(np.array([data["weight"] for *_, data in plain.edges(data=True)], dtype=np.float64), 2)
    strength = np.bincount(source, weights, size)
    rank = np.full(size, 1 / max(size, 1))
    for _ in range(_PASSES):
        flow = np.divide(rank, strength, out=np.zeros(size), where=strength > 0)
        lost = rank[strength <= 0].sum()
        new = (1 - _DAMPING + _DAMPING * lost) / max(size, 1) + _DAMPING * np.bincount(target, flow[source] * weights, size)
        change, rank = np.abs(new - rank).sum(), new
        if change < _CLOSE:
            break
    return [float(value) for value in rank]
