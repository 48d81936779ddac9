from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import ROSTER, archives, extraction, who
from test_graph import ARCHIVE, graph_of
from test_store import fill

from tracker.expression import parse
from tracker.graph import build
from tracker.store import Store
from tracker.types import Extraction


def test_posts_of_reports_and_of_the_roster() -> None:
    graph, ids = graph_of(ARCHIVE, "posts")
    assert {(graph.nodes[a]["label"], graph.nodes[b]["label"]) for a, b in graph.edges} == {
        ("林建国", "青河市委"), ("白志远", "远山钢铁集团"), ("何平", "青河市"), ("何平", "白山大学")}
    assert graph.edges[ids["白志远"], "org:远山钢铁集团"] == {
        "titles": ["经理"], "first": "2020-08-04", "last": "2020-08-04", "reports": 1, "roster": False, "weight": 1.0,
        "days": ["2020-08-04"]}
    assert graph.edges["he1", "org:青河市"] == {
        "titles": ["市长"], "first": "2016", "last": "2019-06", "reports": 0, "roster": True, "weight": 1.0, "days": []}
    assert graph.nodes["org:青河市"] == {
        "label": "青河市", "kind": "organisation", "first": "2016", "last": "2019-06", "days": []}
    assert graph.nodes["he1"]["posts"] == ["青河市市长"]


@pytest.mark.parametrize(("since", "until", "orgs"), [
    (None, "2015-12-31", {"白山大学"}),  # began in 2010, and one of 2016 not yet
    ("2019-06-30", None, {"白山大学", "青河市", "青河市委", "远山钢铁集团"}),  # ended in 2019-06, on any of its days
    ("2019-07-01", None, {"白山大学", "青河市委", "远山钢铁集团"}),
    ("2020-08-05", None, {"白山大学", "青河市委"}),
])
def test_tenures_count_where_they_touch_the_days(since: str | None, until: str | None, orgs: set[str]) -> None:
    bounds = {name: date.fromisoformat(day) for name, day in (("since", since), ("until", until)) if day}
    graph, _ = graph_of(ARCHIVE, "posts", **bounds)
    assert {data["label"] for data in graph.nodes.values() if data["kind"] == "organisation"} == orgs


def test_an_expression_leaves_the_roster_out() -> None:
    graph, _ = graph_of(ARCHIVE, "posts", where=parse("headline:会见"))
    assert {data["label"] for data in graph.nodes.values() if data["kind"] == "organisation"} == {"远山钢铁集团"}


def test_a_post_without_an_organisation_is_counted() -> None:
    told = extraction(("meeting", None, {"白志远": "host"}), posts={"白志远": [(None, "经理"), ("远山", "顾问")]})
    graph, _ = graph_of([told], "posts", where=parse("type:meeting"))
    assert graph.number_of_edges() == 1
    assert graph.graph["without_organisation"] == 1


@settings(max_examples=40, deadline=None)
@given(archives())
def test_posts_agree_with_plain_loops(archive: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        graph, people = build(store, "posts"), who(store)
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    reports: dict[tuple[str, str], int] = defaultdict(int)
    for told in archive:
        pairs = set()
        for person in told.people:
            for post in person.posts:
                held[people[told.report.id, person.name], f"org:{post.org}"].add(post.title)
                pairs.add((people[told.report.id, person.name], f"org:{post.org}"))
        for pair in pairs:
            reports[pair] += 1
    tenures = {(t.person_id, f"org:{t.post.org}"): t.post.title for p in ROSTER.people.values() for t in p.tenures}
    for pair, title in tenures.items():
        held[pair].add(title)
    assert {pair: set(graph.edges[pair]["titles"]) for pair in graph.edges} == held
    assert {(a, b): n for a, b, n in graph.edges(data="reports") if n} == reports
    assert {(a, b) for a, b, known in graph.edges(data="roster") if known} == set(tenures)


def test_mentions_say_that_they_are_mentions() -> None:
    graph, ids = graph_of(ARCHIVE, "mentions")
    assert graph.graph["mention"] is True
    assert all(data["mention"] is True for *_, data in graph.edges(data=True))
    assert "古文" not in ids, "who signed a report is not named in it"
    tie = graph.edges["lin", ids["阿里·汗"]]
    assert (tie["reports"], tie["weight"], tie["first"], len(tie["report_ids"])) == (1, 0.25, "2020-08-10", 1)
    assert "events" not in tie
    for kind in ("co-appearance", "met", "attendance"):
        other, _ = graph_of(ARCHIVE, kind)
        assert "mention" not in other.graph
        assert not any("mention" in data for *_, data in other.edges(data=True))


@settings(max_examples=40, deadline=None)
@given(archives(), st.none() | st.dates(date(2020, 7, 8), date(2020, 8, 14)))
def test_mentions_agree_with_plain_loops(archive: list[Extraction], since: date | None) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        graph, people = build(store, "mentions", since), who(store)
    counts: dict[frozenset[str], int] = defaultdict(int)
    weights: dict[frozenset[str], float] = defaultdict(float)
    for told in archive:
        if since and not (told.report.published and told.report.published >= since):
            continue
        named = {people[told.report.id, person.name] for person in told.people if person.attendance != "byline"}
        for pair in combinations(sorted(named), 2):
            counts[frozenset(pair)] += 1
            weights[frozenset(pair)] += 1 / (len(named) - 1)
    assert {frozenset((a, b)): n for a, b, n in graph.edges(data="reports")} == counts
    assert {frozenset((a, b)): w for a, b, w in graph.edges(data="weight")} == pytest.approx(weights)
