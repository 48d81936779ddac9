import csv
import io
import json
from datetime import date
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from made import extraction
from test_graph import ARCHIVE, graph_of
from test_store import fill

from tracker.errors import InputError
from tracker.export import atomic, flatten, frame_text, report_object, write
from tracker.query import timeline
from tracker.store import Store


def test_json_keeps_the_lists(tmp_path: Path) -> None:
    graph, _ = graph_of(ARCHIVE, "co-appearance")
    write(graph, tmp_path / "ties.json")
    data = json.loads((tmp_path / "ties.json").read_text("utf-8"))
    assert nx.utils.graphs_equal(nx.node_link_graph(data, edges="edges"), graph)
    assert "林建国" in (tmp_path / "ties.json").read_text("utf-8")


def test_csv_has_the_edges_and_beside_them_the_nodes(tmp_path: Path) -> None:
    graph, ids = graph_of(ARCHIVE, "co-appearance")
    write(graph, tmp_path / "ties.csv")
    edges, nodes = pd.read_csv(tmp_path / "ties.csv"), pd.read_csv(tmp_path / "ties.nodes.csv")
    assert set(zip(edges["source"], edges["target"], edges["events"], strict=True)) == set(graph.edges(data="events"))
    assert dict(zip(nodes["label"], nodes["id"], strict=True)) == ids


def test_numbers_of_a_csv_stay_whole_where_other_rows_have_none(tmp_path: Path) -> None:
    graph, ids = graph_of(ARCHIVE, "attendance")
    write(graph, tmp_path / "ties.csv")
    rows = csv.DictReader(io.StringIO((tmp_path / "ties.nodes.csv").read_text("utf-8")))
    assert {row["id"]: row["events"] for row in rows}["lin"] == "2"
    assert ids["林建国"] == "lin"


def test_flatten() -> None:
    graph = nx.Graph()
    graph.add_node("a", label="林\x0b建\ud800国", posts=["青河市委书记", "委员"], first=None, events=2)
    graph.add_edge("a", "b", roles=("host",), weight=0.5, event_ids=[])
    flat = flatten(graph)
    assert flat.nodes["a"] == {"label": "林建国", "posts": "青河市委书记; 委员", "events": 2}
    assert flat.edges["a", "b"] == {"roles": "host", "weight": 0.5, "event_ids": ""}
    assert graph.nodes["a"]["first"] is None


def test_ids_stay_apart_when_control_characters_go() -> None:
    graph = nx.Graph([("a\x00", "a"), ("", "\ud800"), ("a\x01", "_")])
    graph.add_node("x", share=float("nan"), low=float("-inf"))
    assert list(flatten(graph)) == ["a~2", "a", "_~2", "_~3", "a~3", "_", "x"]
    assert list(flatten(graph).edges) == [("a~2", "a"), ("_~2", "_~3"), ("a~3", "_")]
    assert flatten(graph).nodes["x"] == {}


@pytest.mark.parametrize("name", ["ties.xlsx", "ties", "ties.gexf.txt"])
def test_an_unknown_suffix_lists_the_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"choose from \.gexf, \.graphml, \.csv, .*, \.parquet"):
        write(nx.Graph(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError), atomic(path) as file:
        file.writelines(["half", "\ud800"])
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
    for place in (tmp_path / "nowhere" / "a.txt", tmp_path / "folder"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        with pytest.raises(InputError, match="cannot be written"), atomic(place) as file:
            file.write("x")
    assert sorted(tmp_path.iterdir()) == [path, tmp_path / "folder"]


def test_frames_as_text() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE)
        frame = timeline(store, "林建国", since=date(2020, 8, 4))
        empty = timeline(store, "he1")
    rows = list(csv.DictReader(io.StringIO(frame_text(frame, "csv"))))
    assert [row["date"] for row in rows] == ["2020-08-04", "2020-08-06", "2020-08-07"]
    assert (rows[0]["with"], rows[0]["date_end"], rows[0]["place"]) == ("白志远; 苏晓岚", "", "")
    first = json.loads(frame_text(frame, "json"))[0]
    assert (first["with"], first["date"], first["date_end"]) == (["白志远", "苏晓岚"], "2020-08-04", None)
    assert json.loads(frame_text(empty, "json")) == []
    assert frame_text(empty, "csv").startswith("date,date_end,type,")


def test_the_report_object() -> None:
    told = extraction(("meeting", "2020-08-04", {"林建国": "host lead", "白志远": "guest"}), published=None,
                      posts={"林建国": [(None, "市长")]})
    assert json.loads(json.dumps(report_object(told))) == {
        "id": "page#1", "headline": "要闻", "published": None, "source": "晨报", "text": "林建国、白志远参加meeting。",
        "people": [
            {"name": "林建国", "person_id": None, "score": None, "attendance": "present", "why": None,
             "posts": [{"org": None, "title": "市长", "score": None}], "mentions": [{"start": 0, "end": 3, "text": "林建国"}]},
            {"name": "白志远", "person_id": None, "score": None, "attendance": "present", "why": None, "posts": [],
             "mentions": [{"start": 4, "end": 7, "text": "白志远"}]}],
        "events": [{"type": "meeting", "date": "2020-08-04", "date_end": None, "place": None, "name": None,
                    "trigger": "参加", "score": 1.0, "evidence": {"start": 0, "end": 17},
                    "participants": [{"name": "林建国", "roles": ["host", "lead"], "score": 1.0},
                                     {"name": "白志远", "roles": ["guest"], "score": 1.0}]}],
        "met": [["林建国", "白志远"]],
        "mentions": [{"label": "PERSON", "start": 0, "end": 3, "text": "林建国"},
                     {"label": "PERSON", "start": 4, "end": 7, "text": "白志远"}]}
