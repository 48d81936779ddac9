from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from made import archives, extraction, happened, who
from test_store import fill

from tracker.errors import InputError
from tracker.graph import build
from tracker.store import Store
from tracker.types import Event, Extraction

REMOTE = {"message", "call", "appointment"}
ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee"}),
               ("message", "2020-08-06", {"林建国": "sender", "阿里·汗": "recipient"}),
               ("call", "2020-08-07", {"林建国": "host", "阿里·汗": "guest"}), id="b#1", headline="会见",
               posts={"白志远": [("远山钢铁集团", "经理")]}, others={"古文": "byline", "何平": "mentioned"}),
    extraction(("conference", "2020-08-02", {"苏晓岚": "chair", "林铁生": "attendee"}), id="a#1"),
    extraction(("inspection", None, {"白志远": "lead"}), id="a#2"),
]


def graph_of(archive: list[Extraction], kind: str, **bounds: Any):  # type: ignore[no-untyped-def]
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        graph = build(store, kind, **bounds)
    return graph, {data["label"]: id for id, data in graph.nodes.items()}


def test_co_appearance() -> None:
    graph, ids = graph_of(ARCHIVE, "co-appearance")
    assert sorted(ids) == ["林建国", "白志远", "苏晓岚"]
    tie = graph.edges["lin", ids["苏晓岚"]]
    assert (tie["events"], tie["weight"], tie["first"], tie["last"]) == (2, 1.5, "2020-08-02", "2020-08-04")
    assert len(set(tie["event_ids"])) == 2
    assert graph.edges["lin", ids["白志远"]]["weight"] == 0.5
    assert graph.nodes["lin"] == {"label": "林建国", "kind": "person", "posts": ["青河市委书记"],
                                  "first": "2020-08-02", "last": "2020-08-04", "events": 2,
                                  "days": ["2020-08-02", "2020-08-04"]}
    assert graph.nodes[ids["白志远"]]["posts"] == ["远山钢铁集团经理"]
    assert graph.nodes[ids["白志远"]]["events"] == 2  # alone at one of them


def test_met() -> None:
    graph, ids = graph_of(ARCHIVE, "met")
    assert {frozenset(edge) for edge in graph.edges} == {frozenset({"lin", ids["白志远"]}),
                                                         frozenset({"lin", ids["阿里·汗"]})}
    assert graph.edges["lin", ids["白志远"]]["weight"] == 1.0
    assert graph.nodes["lin"]["events"] == 2


def test_attendance() -> None:
    graph, ids = graph_of(ARCHIVE, "attendance")
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert kinds == {"person": 3, "event": 3}
    assert all({graph.nodes[a]["kind"], graph.nodes[b]["kind"]} == {"person", "event"} for a, b in graph.edges)
    event = ids["2020-08-04 会见"]
    assert graph.edges["lin", event] == {"roles": ["host"], "order": 1, "days": ["2020-08-04"]}
    assert graph.nodes[event]["type"] == "meeting"


def test_bounds() -> None:
    graph, ids = graph_of(ARCHIVE, "co-appearance", since=date(2020, 8, 3), until=date(2020, 8, 5))
    assert graph.edges["lin", ids["苏晓岚"]]["events"] == 1
    assert graph_of(ARCHIVE, "met", since=date(2021, 1, 1))[0].number_of_nodes() == 0


def test_two_names_of_one_person_draw_no_edge_to_themselves() -> None:
    twice = [extraction(("conference", None, {"林建国": "chair", "林铁生": "attendee", "苏晓岚": "attendee"})),
             extraction(("meeting", None, {"林建国": "host", "林铁生": "guest"}), id="page#2")]
    graph, ids = graph_of(twice, "co-appearance")
    assert graph.edges["lin", ids["苏晓岚"]]["weight"] == 1.0
    assert graph_of(twice, "met")[0].number_of_edges() == 0


def test_an_unknown_kind_lists_the_known() -> None:
    with pytest.raises(InputError, match="no graph of kind friends; choose from co-appearance, met, attendance, posts, mentions"):
        graph_of([], "friends")


def test_the_order_is_that_of_the_ids_whatever_the_order_of_the_reports() -> None:
    one, two = (graph_of(archive, "co-appearance")[0] for archive in (ARCHIVE, ARCHIVE[::-1]))
    assert list(one.nodes.items()) == list(two.nodes.items())
    assert list(one.edges(data=True)) == list(two.edges(data=True))
    assert list(one) == sorted(one)


@settings(max_examples=40, deadline=None)
@given(archives())
def test_edges_agree_with_plain_loops(archive: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        together, meetings = build(store, "co-appearance"), build(store, "met")
        counts: dict[frozenset[str], int] = defaultdict(int)
        weights: dict[frozenset[str], float] = defaultdict(float)
        met: dict[frozenset[str], int] = defaultdict(int)
        for whole in tellings(store, archive):
            roles: dict[str, set[str]] = defaultdict(set)
            fullest = max(whole, key=lambda told: len(told[1].participants))[1]
            for ids, event in whole:
                for part in event.participants:
                    roles[ids[part.name]] |= set(part.roles)
            room = {id for id, own in roles.items() if own - {"sender", "recipient", "appointee"}}
            if fullest.type not in REMOTE:
                for pair in {frozenset({a, b}) for a in room for b in room if a != b}:
                    counts[pair] += 1
                    weights[pair] += 1 / (len(room) - 1)
            if fullest.type in ("meeting", "call"):
                for pair in {frozenset({a, b}) for a, own in roles.items() for b, others in roles.items()
                             if a != b and "host" in own and "guest" in others}:
                    met[pair] += 1
    assert {frozenset((a, b)): n for a, b, n in together.edges(data="events")} == counts
    assert {frozenset((a, b)): w for a, b, w in together.edges(data="weight")} == pytest.approx(weights)
    assert {frozenset((a, b)): n for a, b, n in meetings.edges(data="events")} == met


def tellings(store: Store, archive: list[Extraction]) -> list[list[tuple[dict[str, str], Event]]]:
    """The events of each happening, with the people of their names."""
    found, people = defaultdict(list), who(store)
    happenings = happened(store)
    for told in archive:
        ids = {name: id for (report, name), id in people.items() if report == told.report.id}
        for n, event in enumerate(told.events):
            found[happenings[told.report.id, n]].append((ids, event))
    return list(found.values())


def test_what_several_reports_tell_counts_once() -> None:
    again = extraction(("meeting", None, {"林建国": "host", "白志远": "guest", "何平": "attendee"}), id="c#1",
                       published="2020-08-05")
    graph, ids = graph_of([*ARCHIVE, again], "co-appearance")
    assert graph.edges["lin", ids["白志远"]]["events"] == 1
    assert graph.edges["lin", ids["白志远"]]["weight"] == pytest.approx(1 / 3), "four were there, as the two reports say together"
    assert graph.edges["lin", ids["白志远"]]["first"] == "2020-08-04"
    assert graph.has_edge(ids["苏晓岚"], ids["何平"])
    assert graph_of([*ARCHIVE, again], "met")[0].edges["lin", ids["白志远"]]["events"] == 1
    assert sum(kind == "event" for _, kind in graph_of([*ARCHIVE, again], "attendance")[0].nodes(data="kind")) == 3
