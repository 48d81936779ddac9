"""Each graph format, read back by a reader of others: what comes back is the flat graph, whatever stands in it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from made import archives
from pyarrow import parquet
from readers import HOSTILE, Cypher, graphs, numbered, read_cyjs, read_dl, read_gexf, read_graphml, read_json, read_rows
from test_graph import ARCHIVE, graph_of
from test_roster_ftm import wrong
from test_store import fill

from tracker.errors import InputError
from tracker.export import FORMATS, SUFFIXES, flatten, graphml, write
from tracker.export.cypher import BATCH
from tracker.export.gexf import spells
from tracker.graph import KINDS, build
from tracker.roster.ftm import unshaped
from tracker.store import Store
from tracker.types import Extraction

HERE = Path(__file__).parent
RULES = {name: etree.RelaxNG(etree.parse(HERE / f"{name}.rng")) for name in ("gexf", "graphml")}
READERS: dict[str, Callable[[Path], Any]] = {
    "gexf": read_gexf, "gexf-dynamic": read_gexf, "graphml": read_graphml, "json": read_json, "cyjs": read_cyjs}
KEEP = [HealthCheck.function_scoped_fixture]
Graph = Any


def bare(graph: Graph) -> Graph:
    graph.graph.clear()
    return graph


def same(again: Graph, graph: Graph) -> bool:
    """Whether the two are one graph once lists are joined; a label that is not there is the id, as formats show it."""
    flat = flatten(graph)
    assert flatten(again).nodes == flat.nodes
    return bool(nx.utils.graphs_equal(bare(flatten(again)), bare(flat)))


def check(graph: Graph, folder: Path) -> None:
    assert (len(flatten(graph)), flatten(graph).number_of_edges()) == (len(graph), graph.number_of_edges())
    for format, read in READERS.items():
        path = folder / f"ties.{format}"
        write(graph, path, format)
        assert same(read(path), graph), format
    check_xml(folder)
    check_csv(graph, folder)
    check_labels(graph, folder)
    check_cypher(graph, folder)
    check_entities(graph, folder)


def check_xml(folder: Path) -> None:
    for suffix in ("gexf", "gexf-dynamic", "graphml"):
        tree = etree.parse(folder / f"ties.{suffix}")
        RULES[suffix.partition("-")[0]].assertValid(tree)
        nodes = tree.xpath("//*[local-name()='node']/@id")
        assert len(nodes) == len(set(nodes))
        assert set(tree.xpath("//@source | //@target")) <= set(nodes)
        declared = {(of, a.get("id")) for a in tree.iter("{*}attribute") for of in [a.getparent().get("class")]}
        for of in ("node", "edge"):
            assert {(of, id) for id in tree.xpath(f"//*[local-name()='{of}']//@for")} <= declared
        keys = {key.get("id"): key.get("for") for key in tree.iter("{*}key")}
        assert all(keys[data.get("key")] == etree.QName(data.getparent()).localname for data in tree.iter("{*}data"))


def check_csv(graph: Graph, folder: Path) -> None:
    write(graph, folder / "ties.csv")
    flat = flatten(graph)
    label = {node: data.get("label", node) for node, data in flat.nodes.items()}
    told = [{"id": node} | data for node, data in flat.nodes.items()]
    ties = [{"source": a, "target": b, "source_label": label[a], "target_label": label[b]} | data
            for a, b, data in flat.edges(data=True)]
    for name, rows in (("ties.csv", ties), ("ties.nodes.csv", told)):
        found = read_rows(folder / name)
        assert [{k: v for k, v in row.items() if v} for row in found] == [
            {k: str(v) for k, v in row.items() if v != ""} for row in rows]


def check_labels(graph: Graph, folder: Path) -> None:
    flat = flatten(graph)
    number = numbered(flat)
    ties = {(number[a], number[b]): data.get("weight", 1) for a, b, data in flat.edges(data=True)}
    both = ties | {(b, a): weight for (a, b), weight in ties.items()}
    write(graph, folder / "ties.net")
    assert (folder / "ties.net").read_bytes().startswith(b"\xef\xbb\xbf")
    net = nx.read_pajek(folder / "ties.net")
    assert len(net) == len(flat)
    found = {label: int(data["id"]) for label, data in net.nodes.items()}
    assert {pair: data["weight"] for a, b, data in net.edges(data=True)
            for pair in ((found[a], found[b]), (found[b], found[a]))} == both
    write(graph, folder / "ties.dl")
    labels, read = read_dl(folder / "ties.dl")
    assert read == both
    assert len({label.upper() for label in labels}) == len(labels) == len(flat)
    assert all(0 < len(label) <= 18 for label in labels)


def check_cypher(graph: Graph, folder: Path) -> None:
    write(graph, folder / "ties.cypher")
    again = nx.relabel_nodes(Cypher((folder / "ties.cypher").read_text("utf-8")).run(), lambda node: node[1])
    assert same(again, graph)


def check_entities(graph: Graph, folder: Path) -> None:
    write(graph, folder / "ties.ftm")
    lines = (folder / "ties.ftm").read_text("utf-8").split("\n")[:-1]
    assert wrong(lines) == []
    flat = flatten(graph)
    entities = [json.loads(line) for line in lines]
    kinds = nx.get_node_attributes(flat, "kind")
    people = {unshaped(e["id"]): e["properties"]["name"] for e in entities if e["schema"] == "Person"}
    assert people == {node: [data["label"].strip() or node.strip() or "_"] for node, data in flat.nodes.items()
                      if data["kind"] == "person"}
    ties = {frozenset(unshaped(e["properties"][end][0]) for end in ("person", "associate")): e["properties"].get("startDate")
            for e in entities if e["schema"] == "Associate"}
    assert ties == {frozenset((a, b)): [data["first"]] if "first" in data else None for a, b, data in flat.edges(data=True)
                    if kinds[a] == kinds[b] == "person"}
    involved = [{unshaped(id) for id in e["properties"].get("involved", [])} for e in entities if e["schema"] == "Event"]
    assert involved == [{other for other in flat[node] if kinds[other] == "person"} for node in flat if kinds[node] == "event"]


@settings(max_examples=60, deadline=None, suppress_health_check=KEEP)
@given(graphs())
def test_any_texts_are_read_back(tmp_path: Path, graph: Graph) -> None:
    check(graph, tmp_path)


@settings(max_examples=20, deadline=None, suppress_health_check=KEEP)
@given(archives())
def test_any_archive_is_read_back(tmp_path: Path, archive: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        for kind in KINDS:
            check(build(store, kind), tmp_path)


def hostile() -> Graph:
    graph: nx.Graph[str] = nx.Graph(kind="met")
    for number, name in enumerate(HOSTILE):
        graph.add_node(f"p{number}", label=name, kind="person", posts=[name, "市长"])
        graph.add_edge("p0", f"p{number}", weight=1.5, event_ids=[name]) if number else None
    return graph


def test_all_hostile_names_at_once(tmp_path: Path) -> None:
    check(hostile(), tmp_path)


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "parquet"])
def test_the_same_graph_is_the_same_bytes(tmp_path: Path, format: str) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(hostile(), tmp_path / folder / "ties.x", format)
    assert [p.read_bytes() for p in sorted((tmp_path / "a").iterdir())] == [
        p.read_bytes() for p in sorted((tmp_path / "b").iterdir())]


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix != ".parquet"])
@pytest.mark.parametrize("graph", [nx.Graph(), nx.DiGraph([("a", "b"), ("b", "a")])])
def test_empty_and_directed_graphs_are_written(tmp_path: Path, suffix: str, graph: Graph) -> None:
    write(graph, tmp_path / f"Ties{suffix.upper()}")
    assert len(list(tmp_path.iterdir())) == (2 if suffix == ".csv" else 1)
    if suffix in (".gexf", ".graphml"):
        path = tmp_path / f"Ties{suffix.upper()}"
        RULES[suffix[1:]].assertValid(etree.parse(path))
        assert set((read_gexf if suffix == ".gexf" else read_graphml)(path).edges) == set(graph.edges)


def test_a_format_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no graph format dot; choose from gexf, gexf-dynamic, graphml"):
        write(nx.Graph(), tmp_path / "ties.gexf", "dot")


def test_dynamic_gexf_has_a_spell_for_each_run_of_days(tmp_path: Path) -> None:
    graph, ids = graph_of(ARCHIVE, "co-appearance")
    assert graph.edges["lin", ids["苏晓岚"]]["days"] == ["2020-08-02", "2020-08-04"]
    write(graph, tmp_path / "ties.gexf", "gexf-dynamic")
    tree = etree.parse(tmp_path / "ties.gexf")
    ns = {"g": "http://gexf.net/1.3"}
    assert tree.xpath("/g:gexf/g:graph[@mode='dynamic' and @timeformat='date']", namespaces=ns)
    spells = {node.get("label"): [(s.get("start"), s.get("end")) for s in node.iter("{*}spell")] for node in tree.iter("{*}node")}
    assert spells == {"林建国": [("2020-08-02", "2020-08-02"), ("2020-08-04", "2020-08-04")],
                      "苏晓岚": [("2020-08-02", "2020-08-02"), ("2020-08-04", "2020-08-04")],
                      "白志远": [("2020-08-04", "2020-08-04")]}
    assert len(list(tree.find("{*}graph/{*}edges").iter("{*}spell"))) == 4
    write(graph, tmp_path / "ties.gexf")
    assert list(etree.parse(tmp_path / "ties.gexf").iter("{*}spell")) == []


@pytest.mark.parametrize(("days", "runs"), [
    ("", []), ("2020-08-04", ["04 04"]), ("2020-08-04; 2020-08-05", ["04 05"]), ("2020-08-06; 2020-08-04", ["04 04", "06 06"]),
    ("2020-08-04/2020-08-09; 2020-08-05; 2020-08-10", ["04 10"]), ("many; 2020-08-04; 2020-13-01/x", ["04 04"])])
def test_spells_that_touch_are_one(days: str, runs: list[str]) -> None:
    assert [f"{start:%d} {end:%d}" for start, end in spells(days)] == runs


def test_edges_to_events_bear_days_too() -> None:
    graph, _ = graph_of(ARCHIVE, "attendance")
    assert sorted({day for *_, days in graph.edges(data="days") for day in days}) == ["2020-08-02", "2020-08-04"]
    assert all(data["days"] == ([data["first"]] if data["first"] else []) for data in graph.nodes.values()
               if data["kind"] == "event")


@pytest.mark.parametrize(("id", "token"), [
    ("p:c08d4be67351", "p:c08d4be67351"), ("何平", "何平"), ("阿里·汗", "阿里·汗"), ("he 2", "he_x0020_2"), ("a_b", "a_b"),
    ("_x0020_", "_x005F_x0020_"), ("~", "_x007E_")])
def test_ids_of_graphml(id: str, token: str) -> None:
    assert graphml.token(id) == token
    assert graphml.untoken(token) == id


def test_labels_of_pajek_and_ucinet(tmp_path: Path) -> None:
    graph: nx.Graph[str] = nx.Graph()
    long = "阿卜杜热合曼·" * 5
    for id, label in (("h1", "何平"), ("h2", "何平"), ("x", "Abc d"), ("y", "ABC D"), ("z", '说"好"\\'), ("l", long)):
        graph.add_node(id, label=label)
    write(graph, tmp_path / "a.net")
    assert (tmp_path / "a.net").read_text("utf-8-sig").split("\n")[1:8] == [
        "*Vertices 6", '1 "何平 (h1)"', '2 "何平 (h2)"', '3 "Abc d (x)"', '4 "ABC D (y)"', "5 \"说'好'/\"", f'6 "{long}"']
    write(graph, tmp_path / "a.dl")
    assert read_dl(tmp_path / "a.dl")[0] == [
        "何平_(h1)", "何平_(h2)", "Abc_d_(x)", "ABC_D_(y)", "说_好_\\", long[:18]]


def test_cypher_merges_in_batches(tmp_path: Path) -> None:
    graph: nx.Graph[str] = nx.star_graph([f"p{n}" for n in range(BATCH + 2)])
    nx.set_node_attributes(graph, "person", "kind")
    graph.add_node("e", kind="event", label="会")
    graph.add_edge("e", "p0", roles=["host"])
    graph.graph["kind"] = "attendance"
    write(graph, tmp_path / "a.cypher")
    text = (tmp_path / "a.cypher").read_text("utf-8")
    assert text.count("UNWIND") == 2 + 1 + 2 + 1
    assert "CREATE CONSTRAINT tracker_person IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;\n" in text
    assert "MERGE (a)-[r:ATTENDED]-(b) SET r += row.data;" in text
    # From the person to the event, whichever end the graph names first.
    assert ("UNWIND [\n{source: 'p0', target: 'e', data: {roles: ['host']}}\n] AS row\nMATCH (a:Person {id: row.source}) "
            "MATCH (b:Event {id: row.target}) MERGE (a)-[r:ATTENDED]->(b) SET r += row.data;\n") in text


def test_events_and_ties_as_entities(tmp_path: Path) -> None:
    for kind in ("attendance", "met"):
        graph, _ = graph_of(ARCHIVE, kind)
        write(graph, tmp_path / f"{kind}.ftm.json")
    told = [json.loads(line) for kind in ("attendance", "met") for line in (tmp_path / f"{kind}.ftm.json").open(encoding="utf-8")]
    meeting = next(e["properties"] for e in told if e["schema"] == "Event" and e["properties"]["summary"] == ["meeting"])
    assert meeting["name"] == ["2020-08-04 会见"]
    assert (meeting["startDate"], meeting["publisher"], len(meeting["involved"])) == (["2020-08-04"], ["b#1"], 3)
    ties = [e["properties"] for e in told if e["schema"] == "Associate"]
    assert {(tie["relationship"][0], tie["startDate"][0], tie["endDate"][0]) for tie in ties} == {
        ("met", "2020-08-04", "2020-08-04"), ("met", "2020-08-07", "2020-08-07")}


def test_parquet(tmp_path: Path) -> None:
    graph, ids = graph_of(ARCHIVE, "co-appearance")
    for name, built in (("a", graph), ("b", graph), ("h", hostile()), ("e", nx.Graph())):
        write(built, tmp_path / f"{name}.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    for name, built in (("a", graph), ("h", hostile())):
        again: nx.Graph[str] = nx.Graph()
        for row in parquet.read_table(tmp_path / f"{name}.nodes.parquet").to_pylist():
            again.add_node(row.pop("id"), **row)
        for row in parquet.read_table(tmp_path / f"{name}.parquet").to_pylist():
            assert row.pop("source_label") == again.nodes[row["source"]]["label"]
            assert row.pop("target_label") == again.nodes[row["target"]]["label"]
            again.add_edge(row.pop("source"), row.pop("target"), **row)
        assert same(again, built)
    assert str(parquet.read_schema(tmp_path / "a.parquet").field("event_ids").type) == "list<element: string>"
    assert parquet.read_table(tmp_path / "e.parquet").num_rows == 0
    assert ids["林建国"] == "lin"


def test_without_pyarrow_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r'a\.parquet: Parquet needs pyarrow; install it with pip install "tracker\[parquet\]"'):
        write(nx.Graph(), tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []
