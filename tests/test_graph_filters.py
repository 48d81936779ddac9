from collections import defaultdict
from datetime import date, timedelta

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import archives, extraction
from test_graph import ARCHIVE, graph_of, tellings
from test_store import fill

from tracker.errors import InputError
from tracker.expression import parse
from tracker.graph import KINDS, build, changes, ego, slices, thin
from tracker.graph.spans import PERIODS
from tracker.store import Store
from tracker.types import Extraction

DAYS = st.none() | st.dates(date(2020, 7, 8), date(2020, 8, 14))
WHERE = st.sampled_from([None, "type:meeting", "-type:message", "role:guest", "name:何平 OR name:白志远", "林铁生 -苏晓岚",
                         "since:2020-08", "org:白山大学"])
GRAPHS = st.integers(0, 2**32 - 1).map(lambda seed: nx.gnp_random_graph(9, 0.3, seed=seed))


def expression(words: str | None):  # type: ignore[no-untyped-def]
    return None if words is None else parse(words)


@settings(max_examples=60, deadline=None)
@given(archives(), DAYS, DAYS, WHERE)
def test_what_graphs_ask_for_is_what_happenings_say(archive: list[Extraction], low: date | None, high: date | None,
                                                    words: str | None) -> None:
    since, until = (min(low, high), max(low, high)) if low and high else (low, high)
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        told = store.happenings(None, since, until, expression(words))
        lean = store.gatherings(since, until, expression(words))
        assert [(one.id, one.days, one.present, one.met) for one in lean] == [
            (one.id, one.days, list(dict.fromkeys(id for part, id in zip(one.event.participants, one.people, strict=True)
                                                  if part.name in one.event.present)),
             sorted({tuple(sorted((ids[a], ids[b]))) for a, b in one.event.met if ids[a] != ids[b]}))
            for one in told for ids in [dict(zip((part.name for part in one.event.participants), one.people, strict=True))]]
        assert [(one.type, one.place, one.name, one.report, one.people, one.roles) for one in lean] == [
            (one.event.type, one.event.place, one.event.name, one.report.name, one.people,
             tuple(part.roles for part in one.event.participants)) for one in told]


@settings(max_examples=40, deadline=None)
@given(archives())
def test_a_happening_counts_if_any_telling_fulfils_the_expression(archive: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        kinds, of_lin = set(), set()
        for whole in tellings(store, archive):
            events = [event for _, event in whole]
            if any(event.type == "meeting" or any("chair" in p.roles for p in event.participants) for event in events):
                key = sorted((event.type, str(event.date), tuple(p.name for p in event.participants)) for event in events)
                kinds.add(str(key))
                if any(id == "lin" and name in {p.name for p in event.participants} for ids, event in whole
                       for name, id in ids.items()):
                    of_lin.add(str(key))
        found = [store.happenings(person, where=parse("type:meeting OR role:chair")) for person in (None, "lin")]
    assert [{str(sorted((t.event.type, str(t.event.date), tuple(p.name for p in t.event.participants)) for t in one.tellings))
             for one in some} for some in found] == [kinds, of_lin]


def test_one_telling_has_the_words_and_another_one_the_person() -> None:
    again = extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "何平": "attendee"}), id="c#1",
                       published="2020-08-05", headline="远山钢铁")
    with Store("sqlite://", create=True) as store:
        fill(store, [*ARCHIVE, again])
        su = next(id for id, person in store.people().items() if person.name == "苏晓岚")
        assert [len(one.tellings) for one in store.happenings(su, where=parse("headline:远山"))] == [2]
        assert store.happenings(su, where=parse("headline:近水")) == []
        graph = build(store, where=parse("headline:远山"))
        assert {name for _, name in graph.nodes(data="label")} == {"林建国", "白志远", "何平", "苏晓岚"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_bounds_and_expressions(kind: str) -> None:
    whole = graph_of(ARCHIVE, kind)[0]
    assert whole.graph["kind"] == kind
    assert whole.number_of_edges() > 0
    assert graph_of(ARCHIVE, kind, since=date(2022, 1, 1), until=date(2022, 1, 2))[0].number_of_edges() == 2 * (kind == "posts")
    assert graph_of(ARCHIVE, kind, where=parse("headline:无"))[0].number_of_nodes() == 0
    with pytest.raises(InputError, match="no day is both since"):
        graph_of(ARCHIVE, kind, since=date(2022, 1, 2), until=date(2022, 1, 1))


@settings(max_examples=40, deadline=None)
@given(archives(), st.integers(1, 3), st.sampled_from([0.0, 0.4, 1.0, 1.5]))
def test_weak_ties_go_with_those_who_have_no_other(archive: list[Extraction], events: int, weight: float) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        whole = build(store)
    part = thin(whole, events, weight)
    strong = [(a, b, data) for a, b, data in whole.edges(data=True) if data["events"] >= events and data["weight"] >= weight]
    assert list(part.edges(data=True)) == strong
    if events > 1 or weight:
        assert list(part) == [id for id in whole if any(id in edge[:2] for edge in strong)]
    assert part.graph == whole.graph


@given(GRAPHS, st.sets(st.integers(0, 8), min_size=1, max_size=3), st.integers(0, 3))
def test_a_network_around_people(whole: "nx.Graph[int]", people: set[int], hops: int) -> None:
    far = [node for node in whole if not any(nx.has_path(whole, one, node) and nx.shortest_path_length(whole, one, node) <= hops
                                             for one in people)]
    left = whole.copy()
    left.remove_nodes_from(far)
    part = ego(whole, people, hops)  # type: ignore[arg-type,type-var]
    assert list(part) == list(left)
    assert set(part.edges) == set(left.edges)


def test_nobody_lies_around_somebody_who_is_not_there() -> None:
    with pytest.raises(InputError, match="he1 is not in the graph; widen the days"):
        ego(graph_of(ARCHIVE, "met")[0], ["he1"])


@settings(max_examples=30, deadline=None)
@given(archives(), st.sampled_from(list(PERIODS)), st.sampled_from(["co-appearance", "met", "attendance"]))
def test_slices_hold_every_dated_event_once(archive: list[Extraction], by: str, kind: str) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        whole, parts = build(store, kind), slices(store, kind, by)
        told = store.happenings()
    assert list(parts) == sorted({PERIODS[by](one.event.date) for one in told if one.event.date})
    assert {graph.graph["undated"] for graph in parts.values()} <= {sum(one.event.date is None for one in told)}
    day = {one.id: one.event.date for one in told}
    for name, graph in parts.items():
        assert graph.graph["kind"] == kind
        assert all(graph.nodes[id]["label"] == whole.nodes[id]["label"] for id in graph)
        for a, b, data in graph.edges(data=True):
            ids = data.get("event_ids", [id for id in (a, b) if id in day])
            assert {PERIODS[by](day[id]) for id in ids} == {name}  # type: ignore[arg-type]
    if kind != "attendance":
        counts: dict[frozenset[str], int] = defaultdict(int)
        for graph in parts.values():
            for a, b, n in graph.edges(data="events"):
                counts[frozenset((a, b))] += n
        dated = {frozenset((a, b)): sum(day[id] is not None for id in data["event_ids"]) for a, b, data in whole.edges(data=True)}
        assert counts == {pair: number for pair, number in dated.items() if number}


@pytest.mark.parametrize(("by", "day", "name"), [
    ("month", "2024-03-31", "2024-03"), ("quarter", "2024-03-31", "2024-Q1"), ("quarter", "2024-04-01", "2024-Q2"),
    ("quarter", "2024-12-31", "2024-Q4"), ("year", "2024-12-31", "2024")])
def test_names_of_slices(by: str, day: str, name: str) -> None:
    archive = [extraction(("meeting", day, {"林建国": "host", "白志远": "guest"}), published=day,
                          posts={"白志远": [("远山钢铁集团", "经理")]})]
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        assert [list(slices(store, kind, by)) for kind in KINDS] == [[name]] * len(KINDS)
        assert slices(store, "posts", by)[name].number_of_edges() == 3  # and the tenures of 林建国 and of a professor
        with pytest.raises(InputError, match="no slices by week; choose from month, quarter, year"):
            slices(store, by="week")
        with pytest.raises(InputError, match="no graph of kind friends"):
            slices(store, "friends")


def test_an_event_that_lasts_is_in_the_slice_in_which_it_began() -> None:
    archive = [extraction(("meeting", "2024-01-31", {"林建国": "host", "白志远": "guest"})),
               extraction(("meeting", None, {"林建国": "host", "苏晓岚": "guest"}), id="page#2")]
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        (name,) = slices(store)
        assert (name, slices(store)[name].graph["undated"]) == ("2024-01", 1)


def test_changes() -> None:
    before, after = nx.Graph(kind="met"), nx.Graph(kind="met")
    ties = {"gained": (None, 1), "lost": (4, None), "strengthened": (1, 3), "weakened": (2.5, 2), "unchanged": (1, 1 + 1e-12)}
    for name, weights in ties.items():
        for graph, weight in zip((before, after), weights, strict=True):
            if weight is not None:
                graph.add_node("z", label="林建国", kind="person")
                graph.add_node(name, label=name.upper(), kind="person")
                graph.add_edge("z", name, events=2, weight=weight)
    frame = changes(before, after)
    assert list(frame["change"]) == ["lost", "strengthened", "gained", "weakened", "unchanged"]
    assert frame.iloc[0].to_dict() == {"id": "lost", "name": "LOST", "other_id": "z", "other": "林建国", "events_before": 2,
                                       "events_after": 0, "weight_before": 4, "weight_after": 0, "change": "lost"}
    assert changes(nx.Graph(kind="met"), nx.Graph(kind="met")).empty
    with pytest.raises(InputError, match="a graph of met cannot be compared with one of posts"):
        changes(before, nx.Graph(kind="posts"))
    with pytest.raises(InputError, match="attendance cannot be compared"):
        changes(nx.Graph(kind="attendance"), nx.Graph(kind="attendance"))


@settings(max_examples=30, deadline=None)
@given(archives(), st.sampled_from(["co-appearance", "met", "posts", "mentions"]), st.dates(date(2020, 7, 9), date(2020, 8, 13)))
def test_changes_are_those_of_plain_loops_and_the_same_backwards(archive: list[Extraction], kind: str, cut: date) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        one, two = build(store, kind, until=cut), build(store, kind, since=cut + timedelta(1))
    ahead, back = changes(one, two), changes(two, one)
    pairs = {frozenset((row.id, row.other_id)): row for row in ahead.itertuples()}
    assert len(pairs) == len(ahead)
    assert set(pairs) == {frozenset(edge) for graph in (one, two) for edge in graph.edges}
    for pair, row in pairs.items():
        weights = [graph.edges[tuple(pair)]["weight"] if graph.has_edge(*pair) else None for graph in (one, two)]
        assert (row.weight_before, row.weight_after) == tuple(weight or 0 for weight in weights)
        expected = {(True, False): "gained", (False, True): "lost"}.get((weights[0] is None, weights[1] is None))
        if expected is None:
            old, new = weights
            expected = "unchanged" if abs(old - new) < 1e-9 else "strengthened" if new > old else "weakened"  # type: ignore[operator]
        assert row.change == expected
    opposite = {"gained": "lost", "lost": "gained", "strengthened": "weakened", "weakened": "strengthened"}
    assert sorted(opposite.get(change, change) for change in back["change"]) == sorted(ahead["change"])
