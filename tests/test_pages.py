"""The pages as files: whole, safe, self-contained, the same each time. What their scripts do is in test_page_scripts."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import networkx as nx
import pandas as pd
import pytest
from made import extraction
from test_store import fill

from tracker import cli, graph, pages, query
from tracker.pages import axis, shell
from tracker.pages.ties import drawing
from tracker.store import Store

CSP = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
HOSTILE = ["</script><script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "<!--", "a\x00b\x1b\x85c",
           "\u202e反\u200f写", "{{script}}", "\ud800", "\u2028\u2029", "&lt;", "]]>", "</title></style>"]
VOID = {"meta", "input", "br", "rect", "line", "circle"}


class Checker(HTMLParser):
    """Notes where an element is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.faults += [f"{tag} {name}" for name, _ in attributes if name.startswith("on") or name == "style"]
        self.outside += [str(value) for name, value in attributes
                         if name in ("src", "href", "action", "data", "srcset") and not str(value).startswith("#")]

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def checked(page: str) -> lxml.html.HtmlElement:
    """The page as a tree, if it is well-formed, has its policy, and asks for nothing from outside."""
    checker = Checker()
    checker.feed(page)
    assert (checker.open, checker.faults, checker.outside) == ([], [], [])
    page.encode("utf-8")
    tree = lxml.html.document_fromstring(page)
    assert tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)") == CSP
    head = [element.tag for element in tree.head]
    assert head.index("style") > head.index("meta")
    code = "".join(tree.xpath("//script[not(@type)]/text() | //style/text()"))
    assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttpRequest|import\(|innerHTML|document\.write|eval\(", code)
    for svg in re.findall(r"<svg.*?</svg>", page, re.S):
        lxml.etree.fromstring(svg)
    return tree


def row(day: str | None = "2021-03-09", type: str = "meeting", **more: Any) -> dict[str, Any]:
    return {"date": day, "date_end": None, "type": type, "event": "会见", "place": "政务中心", "roles": ("host",),
            "post": ("某区区长",), "with": ("尉迟清川", "祝怀瑾"), "headline": "顾承岳会见客人", "source": "晨报",
            "report": "page#1", "evidence": "顾承岳会见尉迟清川、祝怀瑾。", "order": 1, "event_id": "e"} | more


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    made = pd.DataFrame(list(rows), columns=None if rows else list(query.COLUMNS))
    for column in ("date", "date_end"):
        made[column] = pd.to_datetime(made[column])
    return made


def test_a_timeline_holds_all_that_the_frame_says() -> None:
    rows = row("2021-04-01", "conference", event="工作会议", place=None), row(date_end="2021-03-11")
    page = pages.timeline(frame(*rows), "顾承岳")
    tree = checked(page)
    assert tree.xpath("string(//title)") == tree.xpath("string(//h1)") == "顾承岳"
    assert tree.xpath("//h2/text()") == ["2021"]
    assert tree.xpath("//h3/text()") == ["2021-03", "2021-04"]
    first, second = tree.xpath("//article")
    assert [time.text for time in first.xpath(".//time")] == ["2021-03-09", "2021-03-11"]
    said = " ".join(first.text_content().split())
    for text in ("meeting", "会见", "host", "某区区长", "政务中心", "尉迟清川、祝怀瑾", "顾承岳会见客人", "晨报 · page#1"):
        assert text in said
    assert first.xpath("string(.//details[@open]/blockquote)") == "顾承岳会见尉迟清川、祝怀瑾。"
    assert "Place" not in second.text_content()
    assert tree.xpath("//svg//a/@href") == ["#e1", "#e2"]
    assert tree.xpath("//article/@id") == ["e1", "e2"]
    assert tree.xpath("//svg//tspan/text()") == ["meeting", "conference"]


def test_a_timeline_without_events_says_so() -> None:
    tree = checked(pages.timeline(frame(), "何平"))
    assert "No events." in tree.text_content()
    assert tree.xpath("//svg | //article | //nav") == []


def test_events_without_a_date_have_a_section_of_their_own() -> None:
    tree = checked(pages.timeline(frame(row(None), row(), row(None)), "顾承岳"))
    assert [len(section.xpath(".//article")) for section in tree.xpath("//section[contains(@class, 'year')]")] == [1, 2]
    assert tree.xpath("string(//section[@id='undated']/h2)") == "Without a date"
    assert "2 events without a date" in tree.xpath("string(//figcaption)")
    assert checked(pages.timeline(frame(row(None)), "顾承岳")).xpath("//svg") == []


def test_of_several_people_each_has_a_lane() -> None:
    long = "阿不都热合曼·买买提艾力·托合提"
    tree = checked(pages.timeline(frame(row(who="顾承岳"), row(who=long), row(who="顾承岳", type="call")), "二人"))
    assert tree.xpath("//svg//tspan/text()") == ["顾承岳", "阿不都热合曼·买买…"]
    assert tree.xpath("//svg//g/title/text()") == ["顾承岳", long]
    assert tree.xpath("//*[@class='number']/text()") == ["2", "1"]
    assert [b.text_content() for b in tree.xpath("//figcaption//b")] == ["meeting", "call"]
    assert [node.text_content() for node in tree.xpath("//*[@class='who']")] == ["顾承岳", long, "顾承岳"]
    many = checked(pages.timeline(frame(*(row(who=f"某{n}") for n in range(40))), "众人"))
    assert (len(many.xpath("//svg//a")), len(many.xpath("//article"))) == (30, 40)
    assert "10 more people" in many.xpath("string(//figcaption)")


def test_hostile_strings_stay_text() -> None:
    held = [text for text in HOSTILE if text != "\ud800"]  # frames whose strings are those of Arrow hold no half of a character
    rows = [row(type=text, event=text, place=text, roles=(text,), post=(text,), headline=text, source=text, report=text,
                evidence=text, who=text) | {"with": (text, text)} for text in held]
    for text in HOSTILE:
        tree = checked(pages.timeline(frame(*rows), text))
        assert tree.xpath("//img") == []
        assert len(tree.xpath("//script")) == 2
        assert len(tree.xpath("//article")) == len(held)
        sentences = [quote.text_content() for quote in tree.xpath("//blockquote")]
        assert sentences == [shell.clean(text) for text in held]
        assert tree.xpath("string(//h1)") == shell.clean(text)
        # Marks of direction turn nothing but the text that they stand in.
        assert all(node.getparent().tag == "bdi" for node in tree.xpath("//article//*[contains(text(), '\u202e')]/*"))


def test_two_thousand_events_make_a_file_of_moderate_size() -> None:
    sentence = "本报讯 3月9日上午，某新区党工委书记、管委会主任顾承岳会见某智能装备集团董事长尉迟清川、某院院长祝怀瑾一行。" * 2
    types = ["meeting", "conference", "inspection"]
    rows = [row(str(date(2015, 1, 1) + timedelta(n)), types[n % 3], evidence=sentence) for n in range(2000)]
    page = pages.timeline(frame(*rows), "顾承岳")
    assert len(page.encode()) < 3_000_000
    assert len(checked(page).xpath("//svg//a")) == 2000
    heaped = pages.timeline(frame(*[row()] * 2000), "顾承岳")  # all on one day: the stack stays on the axis
    assert int(re.search(r'viewBox="0 0 960 (\d+)"', heaped)[1]) < 250  # type: ignore[index]


@pytest.mark.parametrize(("days", "ticks"), [
    (["2021-03-09"], ["2021-03-08", "03-09", "03-10"]),
    (["2021-03-09", "2021-03-29"], ["2021-03-08", "03-10", "03-12", "03-14", "03-16", "03-18", "03-20", "03-22", "03-24", "03-26",
                                    "03-28", "03-30"]),
    (["2020-11-09", "2021-04-29"], ["2020-11", "2020-12", "2021-01", "2021-02", "2021-03", "2021-04"]),
    (["2019-11-09", "2021-04-29"], ["2019-11", "2020-01", "2020-03", "2020-05", "2020-07", "2020-09", "2020-11", "2021-01",
                                    "2021-03"]),
    (["2001-11-09", "2021-04-29"], ["2000", "2002", "2004", "2006", "2008", "2010", "2012", "2014", "2016", "2018", "2020"]),
    (["0001-01-01", "9999-12-31"], ["0001", "1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000"]),
    (["0001-01-01"], ["0001-01-01", "01-02"]), (["9999-12-31"], ["9999-12-30", "12-31"])])
def test_the_ticks_suit_the_span(days: list[str], ticks: list[str]) -> None:
    marks = [axis.Mark(f"e{n}", "call", date.fromisoformat(day), None, "call", "") for n, day in enumerate(days)]
    svg = axis.draw(marks, ["call"], "type")
    assert re.findall(r'<text class="day"[^>]*>([^<]*)<', svg) == ticks
    assert all(168 <= float(x) <= 960 for x in re.findall(r'cx="([^"]*)"', svg))


ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee"}), id="b#1", headline="会见",
               posts={"白志远": [("远山钢铁集团", "经理")]}),
    extraction(("conference", "2020-08-02", {"苏晓岚": "chair", "林铁生": "attendee"}), id="a#1"),
    extraction(("inspection", None, {"白志远": "lead"}), id="a#2")]


def data_of(page: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(checked(page).xpath("string(//script[@id='data'])"))
    return data


@pytest.fixture
def store() -> Store:
    store = Store("sqlite://", create=True)
    fill(store, ARCHIVE)
    return store


def test_proofs_tell_where_an_event_stands(store: Store) -> None:
    ids = [told.id for told in store.told()]
    proofs = store.proofs([*ids, "nothing"])
    assert sorted(proofs) == sorted(ids)
    assert proofs[ids[1]] == {"date": "2020-08-04", "date_end": None, "published": "2020-08-10", "type": "meeting",
                              "event": "参加", "title": "会见", "source": "晨报", "report": "b#1",
                              "sentence": "林建国、白志远、苏晓岚参加meeting。"}
    assert proofs[ids[2]]["date"] is None
    assert store.proofs([]) == {}


@pytest.mark.parametrize("kind", ["co-appearance", "met", "attendance"])
def test_a_network_holds_all_that_the_graph_says(store: Store, kind: str) -> None:
    built = graph.build(store, kind)
    proofs = store.proofs(pages.events(built))
    data = data_of(page := pages.network(built, proofs, kind))
    assert [node["id"] for node in data["nodes"]] == sorted(built)
    for node in data["nodes"]:
        assert node["name"] == built.nodes[node["id"]]["label"]
        assert node["first"] == built.nodes[node["id"]]["first"]
    ids = [node["id"] for node in data["nodes"]]
    for a, b, weight, count, events, _ in data["edges"]:
        edge = built.edges[ids[a], ids[b]]
        assert (weight, count) == (edge.get("weight", 1), edge.get("events", 1))
        assert [data["events"][n][8] for n in events] == [proofs[data["events"][n][9]]["sentence"] for n in events]
        assert len(events) == count
    assert len(data["edges"]) == built.number_of_edges()
    note = {"co-appearance": "in person", "met": "host", "attendance": "the person took part"}[kind]
    assert note in checked(page).text_content()


def test_the_share_of_an_event_is_read_from_the_weights(store: Store) -> None:
    together, met = (drawing(graph.build(store, kind), {}) for kind in ("co-appearance", "met"))
    assert sorted(event[10] for event in together["events"]) == [0.5, 1.0]
    assert [event[10] for event in met["events"]] == [1.0]
    part = graph.build(store).subgraph(["lin", *[id for id, name in graph.build(store).nodes(data="label") if name == "苏晓岚"]])
    assert [event[10] for event in drawing(part, {})["events"]] == [None, None]


def test_a_network_is_the_same_whatever_the_order() -> None:
    edges = [("a", "b", 2.0), ("b", "c", 1.0), ("a", "d", 0.5)]
    one, other = nx.Graph(), nx.Graph()
    for made, order in ((one, edges), (other, [(b, a, w) for a, b, w in edges[::-1]])):
        for a, b, weight in order:
            made.add_edge(a, b, weight=weight, event_ids=["e"])
        nx.set_node_attributes(made, {"a": 7, "b": 7, "c": "x"}, "community")
    assert pages.network(one, {}) == pages.network(one, {}) == pages.network(other, {})
    data = data_of(pages.network(one, {}))
    assert [node["group"] for node in data["nodes"]] == [0, 0, 1, None]
    places = {(node["x"], node["y"]) for node in data["nodes"]}
    assert len(places) == 4
    assert pages.timeline(frame(row()), "某") == pages.timeline(frame(row()), "某")


def test_an_empty_and_a_foreign_graph_make_pages(tmp_path: Path) -> None:
    assert data_of(pages.network(nx.Graph(), {})) == {"nodes": [], "edges": [], "events": []}
    nx.write_graphml(nx.path_graph(["x", "y", "z"]), tmp_path / "path.graphml")
    data = data_of(pages.network(nx.read_graphml(tmp_path / "path.graphml"), {}))
    assert data["edges"] == [[0, 1, 1.0, 1, [], []], [1, 2, 1.0, 1, [], []]]


def test_hostile_strings_in_a_network() -> None:
    made: nx.Graph[str] = nx.Graph()
    for n, text in enumerate(HOSTILE):
        made.add_node(f"{n}{text}", label=text, posts=[text], kind="person", events=1, community=text)
        made.add_edge("hub", f"{n}{text}", event_ids=[text], weight=1.0, events=1)
    evidence = {text: dict.fromkeys(("date", "type", "event", "title", "source", "report", "sentence"), text) for text in HOSTILE}
    page = pages.network(made, evidence)
    tree, data = checked(page), data_of(page)
    assert len(tree.xpath("//script")) == 3
    assert tree.xpath("//img") == []
    wanted = {shell.clean(text) for text in HOSTILE}
    assert {node["name"] for node in data["nodes"]} == wanted | {"hub"}
    assert {event[8] for event in data["events"]} == wanted


def test_a_large_network_is_made_in_time() -> None:
    made = nx.gnm_random_graph(2000, 20000, seed=1)
    made = nx.relabel_nodes(made, {n: f"p{n:04}" for n in made})
    for n, (_, _, data) in enumerate(made.edges(data=True)):
        data |= {"weight": 1.0, "events": 1, "event_ids": [f"e{n % 5000}"]}
    page = pages.network(made, {})
    assert len(page.encode()) < 3_000_000


def test_the_table_of_words_is_whole() -> None:
    table = shell.words()
    assert all(len(pair) == 2 and all(pair) for pair in table.values())
    gaps = {key: [set(re.findall(r"{\w+}", text)) for text in pair] for key, pair in table.items()}
    assert [key for key, (one, other) in gaps.items() if one != other] == []
    sources = {path.name: path.read_text("utf-8") for path in shell.HERE.iterdir() if path.suffix in (".js", ".html", ".py")}
    for name, source in sources.items():
        used = re.findall(r'(?:\bsay|\bword)\(\s*"([^"]+)"|data-t(?:-hint|-label)?="([a-z.]+)"', source)
        assert [key for pair in used for key in pair if key and key not in table] == [], name
        if name.endswith(".html"):  # what stands there before a script runs is the same as in the table
            shown = re.findall(r'data-t="([a-z.]+)"[^>]*>([^<]+)<', source)
            assert [(key, text) for key, text in shown if text != table[key][0]] == []
    everything = "".join(sources.values())
    assert [key for key in table if key not in everything and key.split(".")[0] not in ("type", "role", "edge", "network")] == []


def test_no_file_of_the_pages_is_long() -> None:
    assert all(len(path.read_text("utf-8").splitlines()) <= 400 for path in Path(shell.__file__).parent.glob("*.*"))


def test_pages_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    with Store("a.db", create=True) as store:
        fill(store, ARCHIVE)
    assert cli.run(["timeline", "林铁生", "--db", "a.db", "--format", "html", "--output", "lin.html"]) == 0
    tree = checked(Path("lin.html").read_text("utf-8"))
    assert tree.xpath("string(//h1)") == "林建国"
    assert len(tree.xpath("//article")) == 2
    assert cli.run(["graph", "--db", "a.db", "--output", "ties.html"]) == 0
    assert capsys.readouterr().out == "ties.html: 3 nodes, 3 edges\n"
    assert len(data_of(Path("ties.html").read_text("utf-8"))["events"]) == 2
    assert cli.run(["graph", "--db", "a.db", "--output", "nowhere/ties.html"]) == 2
    assert "cannot be written" in capsys.readouterr().err
