"""What the scripts of the pages reckon, run by an engine without a browser. Their files hold functions; only `timeline.js` and
`network.js` touch the page when they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import networkx as nx
import py_mini_racer as racer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import archives, day, extraction
from test_store import fill

from tracker import graph
from tracker.pages import shell
from tracker.pages.ties import drawing
from tracker.store import Store
from tracker.types import Extraction

FILES = sorted(path.name for path in shell.HERE.glob("*.js"))
PURE = [name for name in FILES if name not in ("timeline.js", "network.js")]
ALL = {"from": "", "to": "", "types": None, "weight": 0, "events": 1, "most": 100, "alone": False}


@pytest.fixture(scope="module")
def engine() -> Any:
    context = racer.MiniRacer()
    context.eval("\n".join(map(shell.read, PURE)))
    return context


def run(engine: Any, code: str, **values: Any) -> Any:
    """What a piece of code returns, with the values in reach."""
    held = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in values.items())
    return json.loads(engine.eval(f"JSON.stringify((() => {{ {held} {code} }})())"))


@pytest.mark.parametrize("name", FILES)
def test_every_script_can_be_read(engine: Any, name: str) -> None:
    engine.eval(f"new Function({json.dumps(shell.read(name))})")
    assert "</" not in shell.read(name)


@pytest.mark.parametrize(("languages", "expected"), [
    (["zh-CN", "en"], 1), (["en-GB", "zh"], 0), (["fr", "zh-TW", "en"], 1), (["fr"], 0), ([], 0), (["zhx"], 0)])
def test_the_language_is_the_first_of_the_two_that_the_reader_prefers(engine: Any, languages: list[str], expected: int) -> None:
    assert run(engine, "return pickLanguage(tags)", tags=languages) == expected


def test_words_are_filled_in(engine: Any) -> None:
    words = {"count": ["{n} events of {who}", "共 {n} 个"], "type.call": ["call", "通话"]}
    say = "return say(words, language, key, values)"
    assert run(engine, say, words=words, language=0, key="count", values={"n": 3, "who": "$&{n}"}) == "3 events of $&{n}"
    assert run(engine, say, words=words, language=1, key="count", values={"n": 3}) == "共 3 个"
    assert run(engine, say, words=words, language=1, key="type.party", values={}) == "party"
    assert run(engine, say, words=words, language=0, key="toString", values={}) == "toString"


@pytest.mark.parametrize(("query", "types", "fits"), [
    ("", ["call"], True), ("林 建国", ["call"], True), ("建 晨报", ["call"], True), ("建 晚报", ["call"], False), ("", [], False),
    ("ＡＢＣ", ["call"], True), ("阿里汗", ["call"], True)])
def test_the_filter_of_a_timeline(engine: Any, query: str, types: list[str], fits: bool) -> None:
    code = "return fits({ text: squeeze(text), type: 'call' }, searchWords(query), new Set(types))"
    assert run(engine, code, text="林建国 与阿里·汗 通话 晨报 abc", query=query, types=types) is fits


ARCHIVE = [extraction(
    ("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee"}),
    ("conference", "2020-08-02", {"苏晓岚": "chair", "林建国": "attendee", "白志远": "attendee", "阿里·汗": "attendee"}),
    ("meeting", "2020-08-06", {"苏晓岚": "host", "阿里·汗": "guest"}),
    ("inspection", None, {"林建国": "lead", "苏晓岚": "accompany"}), posts={"白志远": [("远山钢铁集团", "经理")]})]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE)
        yield store


def chosen(engine: Any, store: Store, **change: Any) -> dict[str, Any]:
    """What the page shows of the graph under a filter: the ties by the ids of their ends, the nodes, how many are hidden."""
    data = drawing(graph.build(store), store.proofs([told.id for told in store.told()]))
    found = run(engine, """
        if (filter.types) filter.types = new Set(filter.types);
        const graph = readGraph(data), chosen = choose(graph, filter), id = (index) => graph.nodes[index].id;
        return { ties: chosen.ties.map((t) => [id(t.edge.a), id(t.edge.b), t.count, t.weight, span(graph, t)]),
                 nodes: chosen.nodes.map(id), hidden: chosen.hidden }""", data=data, filter=ALL | change)
    assert isinstance(found, dict)
    return found | {"ties": {frozenset(tie[:2]): tie[2:] for tie in found["ties"]}}


DAYS = st.sampled_from(["", "2020-07-11", "2020-07-12", "2020-08-10", "2020-08-11", "2021-01-01"])


@settings(max_examples=40, deadline=None)
@given(archives(), DAYS, DAYS)
def test_days_cut_the_graph_as_the_command_does(engine: Any, archive: list[Extraction], low: str, high: str) -> None:
    if low and high and high < low:
        low, high = high, low
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        built = graph.build(store, since=day(low), until=day(high))
        shown = chosen(engine, store, **{"from": low, "to": high})
    assert {pair: (count, days) for pair, (count, _, days) in shown["ties"].items()} == {
        frozenset((a, b)): (data["events"], [data["first"] or "", data["last"] or ""]) for a, b, data in built.edges(data=True)}
    assert {pair: weight for pair, (_, weight, _) in shown["ties"].items()} == pytest.approx(
        {frozenset((a, b)): weight for a, b, weight in built.edges(data="weight")}, abs=1e-5)


def test_weights_counts_types_and_limits(engine: Any, store: Store) -> None:
    lin, su, han = (one for name in ("林建国", "苏晓岚", "阿里·汗") for one in store.find(name))
    strong, second = frozenset({lin, su}), frozenset({su, han})
    everything = chosen(engine, store)
    assert len(everything["ties"]) == 6
    assert everything["ties"][strong] == [3, pytest.approx(0.5 + 1 / 3 + 1), ["2020-08-02", "2020-08-04"]]
    assert everything["nodes"][0] == su  # who has most events
    assert set(chosen(engine, store, weight=1)["ties"]) == {strong, second}
    assert set(chosen(engine, store, events=3)["ties"]) == {strong}
    assert set(chosen(engine, store, types=["inspection"])["nodes"]) == strong
    assert chosen(engine, store, types=[])["nodes"] == []
    few = chosen(engine, store, most=1)
    assert (list(few["ties"]), few["hidden"]) == ([strong], 5)
    assert len(chosen(engine, store, most=1, alone=True)["nodes"]) == 4


def test_a_weight_of_unknown_make_goes_by_proportion(engine: Any) -> None:
    made: nx.Graph[str] = nx.Graph()
    made.add_edge("a", "b", weight=3.0, events=2, event_ids=["e", "f"])
    evidence = {"e": {"date": "2020-01-01", "type": "call"}, "f": {"date": "2021-01-01", "type": "call"}}
    cut = run(engine, "const graph = readGraph(data); return choose(graph, filter).ties.map((t) => [t.count, t.weight])",
              data=drawing(made, evidence), filter=ALL | {"from": "2020-06-01"})
    assert cut == [[1, 1.5]]


@pytest.mark.parametrize(("query", "names"), [
    ("建", ["林建国"]), ("晓 岚", ["苏晓岚"]), ("阿里汗", ["阿里·汗"]), ("远山", ["白志远"]), ("远", ["白志远"]), ("", []),
    ("张", [])])
def test_names_are_found_by_part_and_by_post(engine: Any, store: Store, query: str, names: list[str]) -> None:
    data = drawing(graph.build(store), {})
    code = "return findNodes(readGraph(data), query, 20).map((node) => node.name)"
    assert run(engine, code, data=data, query=query) == names


def test_the_events_of_a_line_stand_in_order_of_the_day(engine: Any, store: Store) -> None:
    built = graph.build(store)
    code = "const g = readGraph(data); return choose(g, filter).ties.map((t) => eventsOf(g, t).map((e) => e.date))"
    days = run(engine, code, data=drawing(built, store.proofs([told.id for told in store.told()])), filter=ALL)
    assert ["2020-08-02", "2020-08-04", None] in days


LAYOUT = """
    const layout = makeLayout(nodes, links); let steps = 0;
    while (stepLayout(layout)) steps += 1;
    return { x: [...layout.x], y: [...layout.y], steps }"""


def places(engine: Any, made: nx.Graph[Any], radius: float = 6) -> tuple[list[tuple[float, float]], int]:
    data = drawing(nx.relabel_nodes(made, {node: f"{node:05}" for node in made}), {})
    nodes = [{"x": node["x"], "y": node["y"], "r": radius} for node in data["nodes"]]
    done = run(engine, LAYOUT, nodes=nodes, links=[[a, b, 0.5] for a, b, *_ in data["edges"]])
    return list(zip(done["x"], done["y"], strict=True)), done["steps"]


def far(one: tuple[float, float], other: tuple[float, float]) -> float:
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5


def test_the_layout_is_the_same_each_time_and_parts_the_nodes(engine: Any) -> None:
    made = nx.gnm_random_graph(150, 500, seed=2)
    found, steps = places(engine, made)
    assert places(engine, made) == (found, steps)
    assert 100 < steps <= 400
    assert all(abs(value) < 20_000 for place in found for value in place)
    assert min(far(*pair) for pair in combinations(found, 2)) > 11.9


def test_who_is_tied_comes_to_stand_together(engine: Any) -> None:
    made = nx.disjoint_union(nx.complete_graph(12), nx.complete_graph(12))
    made.add_edge(0, 12)
    found, _ = places(engine, made)
    inside = max(far(found[a], found[b]) for group in (range(1, 12), range(13, 24)) for a, b in combinations(group, 2))
    outside = min(far(found[a], found[b]) for a in range(1, 12) for b in range(13, 24))
    assert inside < outside


@pytest.mark.parametrize("nodes", [[], [[0, 0]], [[5, 5], [5, 5], [5, 5]], [[0, 0]] * 40])
def test_the_layout_of_few_nodes_and_of_nodes_on_one_spot(engine: Any, nodes: list[list[float]]) -> None:
    done = run(engine, LAYOUT, nodes=[{"x": x, "y": y, "r": 5} for x, y in nodes], links=[])
    assert all(isinstance(value, int | float) for value in done["x"] + done["y"])  # NaN would be null
    assert len({(round(x, 3), round(y, 3)) for x, y in zip(done["x"], done["y"], strict=True)}) == len(nodes)


def test_names_never_overlap_and_the_strongest_have_theirs(engine: Any) -> None:
    items = [{"x": 37 * n % 400, "y": 91 * n % 300, "r": 4 + n % 9, "width": 45, "height": 16} for n in range(120)]
    found = run(engine, "return placeNames(items, 400, 300)", items=items)
    boxes = [(box["left"], box["top"]) for box in found if box]
    assert all(abs(a[0] - b[0]) >= 45 or abs(a[1] - b[1]) >= 16 for a, b in combinations(boxes, 2))
    assert all(found[:10])
    assert 20 < len(boxes) < 120


def test_views(engine: Any) -> None:
    view = {"scale": 2, "x": 30, "y": 40}
    zoomed = run(engine, "return zoomView(view, 1.5, 100, 80)", view=view)
    assert zoomed["scale"] == 3
    assert run(engine, "return [toGraph(a, 100, 80), toGraph(b, 100, 80)]", a=view, b=zoomed) == [[35, 20], [35, 20]]
    fitted = run(engine, "return fitView(points, 800, 600)", points=[{"x": -100, "y": 0, "r": 5}, {"x": 900, "y": 300, "r": 5}])
    corners = run(engine, "return [toScreen(view, -105, -5), toScreen(view, 905, 305)]", view=fitted)
    assert all(0 <= x <= 800 and 0 <= y <= 600 for x, y in corners)
    assert run(engine, "return fitView([], 800, 600)") == {"scale": 1, "x": 400, "y": 300}


@pytest.mark.parametrize(("at", "node", "line"), [((10, 10), 1, 0), ((60, 11), None, 0), ((60, 30), None, -1), ((111, 10), 2, 0)])
def test_what_is_under_the_pointer(engine: Any, at: tuple[float, float], node: int | None, line: int) -> None:
    code = "return [nodeAt(points, ...at), lineAt(lines, ...at)]"
    points = [{"index": 1, "x": 10, "y": 10, "r": 6}, {"index": 2, "x": 110, "y": 10, "r": 6}]
    assert run(engine, code, at=at, points=points, lines=[{"ax": 10, "ay": 10, "bx": 110, "by": 10, "width": 2}]) == [node, line]


@pytest.mark.parametrize(("name", "short"), [("林建国", "林建国"), ("阿不都热合曼·买买提艾力", "阿不都热合曼·买买提艾力"),
                                             ("2020-08-04 某市召开安全生产工作会议", "2020-08-04 某市召开…")])
def test_long_names_are_cut_in_the_picture(engine: Any, name: str, short: str) -> None:
    assert run(engine, "return shortName(name)", name=name) == short
