"""Readers of graph files for which networkx has none: each goes by the rules of the format and by nothing of ours."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from tracker.export import unguarded

HOSTILE = [
    "", " ", '"', "'", '"quoted"', "<b>&amp;</b>", "]]>", "a\nb", "a\r\nb", "\r", "a\tb", '=HYPERLINK("http://x.example")',
    "+1", "-1", "@SUM(A1)", "＝1", "'=1", "''", "\t=1", "\ud800", "半\udfff", "\x00\x1f", "\x7f", "\\", "a\\", "\\u0041",
    "\\n", "`", "${x}", "|", "阿卜杜热合曼·买买提艾力·" * 8, "\u202e甲\u202c", "\u200f", "ABC", "abc", "a;b; c", "a,b",
    "*Vertices 3", "data:", "\u2028", "\x85", "\ufeffx", "\ufffe", "_x0020_", "_", "何平", "何平", "%", "#", "1", "a=b",
    "x" * 300, "𠮷野"]
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=6)
_DAYS = st.lists(st.sampled_from(["2020-08-01", "2020-08-02", "2020-08-04/2020-08-06", "2020-09-01"]), unique=True)
_DAY = st.none() | st.sampled_from(["2020-08-01", "2020-09-01"])


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph[str]:
    """Graphs of the shape that ours have, with ids, names and lists of any characters."""
    graph: nx.Graph[str] = nx.Graph(kind=draw(st.sampled_from(["met", "attendance"])))
    people = draw(st.lists(TEXTS, unique=True, max_size=6))
    for node in people:
        graph.add_node(node, kind=draw(st.sampled_from(["person", "person", "event"])), label=draw(TEXTS), first=draw(_DAY),
                       events=draw(st.integers(0, 9)), posts=draw(st.lists(TEXTS, max_size=2)), days=draw(_DAYS))
        if draw(st.booleans()):
            graph.nodes[node]["sure"] = draw(st.booleans())
    for pair in draw(st.lists(st.tuples(st.sampled_from(people), st.sampled_from(people)), max_size=6)) if people else []:
        if pair[0] != pair[1]:
            graph.add_edge(*pair, events=draw(st.integers(0, 9)), weight=draw(st.floats(0, 1e6)), first=draw(_DAY),
                           share=draw(st.floats() | st.none()), event_ids=draw(st.lists(TEXTS, max_size=2)), days=draw(_DAYS))
    return graph


def read_gexf(path: Path) -> Any:
    graph = nx.read_gexf(path, version="1.3")
    for *_, data in graph.edges(data=True):
        del data["id"]  # the format numbers its edges
    for data in [*graph.nodes.values(), *(data for *_, data in graph.edges(data=True))]:
        data.pop("spells", None)
    return graph


def read_graphml(path: Path) -> Any:
    shaped = re.compile("_x([0-9A-F]{4,6})_")
    graph = nx.read_graphml(path)
    return nx.relabel_nodes(graph, {node: shaped.sub(lambda code: chr(int(code[1], 16)), node) for node in graph})


def read_json(path: Path) -> Any:
    return nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges")


def read_cyjs(path: Path) -> Any:
    graph: nx.Graph[str] = nx.Graph()
    elements = json.loads(path.read_text("utf-8"))["elements"]
    ids = [element["data"]["id"] for group in elements.values() for element in group]
    assert len(ids) == len(set(ids))
    for data in (element["data"] for element in elements["nodes"]):
        assert data.pop("name") == data.get("label")
        graph.add_node(data.pop("id"), **data)
    for data in (element["data"] for element in elements["edges"]):
        del data["id"]
        graph.add_edge(data.pop("source"), data.pop("target"), **data)
    return graph


def read_rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(file, strict=True)]


def read_dl(path: Path) -> tuple[list[str], dict[tuple[int, int], float]]:
    """The labels, and the weight of each ordered pair of numbers."""
    head, _, rest = path.read_text("utf-8").partition("labels:\n")
    labels, _, data = rest.partition("data:\n")
    size = re.fullmatch(r"dl n=(\d+)\nformat = edgelist1\n", head)
    assert size
    names = re.split(r"[\s,=]+", labels.strip()) if labels else []
    assert len(names) == int(size[1])
    return names, {(int(a), int(b)): float(weight) for a, b, weight in map(str.split, data.splitlines())}


class Cypher:
    """A reader of the part of Cypher that a graph needs: literals, UNWIND, MERGE of nodes and of edges."""

    _TOKEN = re.compile(r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<name>[A-Za-z]\w*|`(?:[^`]|``)*`)
                            |(?P<number>-?[\d.]+(?:e[+-]?\d+)?)|(?P<sign>\S))""", re.VERBOSE | re.DOTALL)
    _CODES: Mapping[str, str] = {"n": "\n", "r": "\r", "t": "\t"}

    def __init__(self, text: str) -> None:
        self.tokens = [(m.lastgroup or "", m[m.lastgroup or 0]) for m in self._TOKEN.finditer(text) if m.lastgroup]
        self.at = 0

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self) -> str:
        return self.tokens[self.at][1]

    def value(self) -> Any:
        kind, token = self.take()
        if token == "[":
            return list(self.several("]", self.value))
        if token == "{":
            return dict(self.several("}", self.pair))
        if kind == "number":
            return float(token) if set(token) & set(".e") else int(token)
        if kind == "name":
            return {"true": True, "false": False}[token]
        text = re.sub(r"\\(.)", lambda code: self._CODES.get(code[1], code[1]), token[1:-1], flags=re.DOTALL)
        if self.peek() == "+":
            self.take()
            return text + self.value()
        return text

    def pair(self) -> tuple[str, Any]:
        name = self.take()[1]
        assert self.take()[1] == ":"
        return name.strip("`"), self.value()

    def several(self, end: str, read: Callable[[], Any]) -> Any:
        while self.peek() != end:
            yield read()
            if self.peek() == ",":
                self.take()
        self.take()

    def run(self) -> Any:
        """The graph that the statements make."""
        graph: nx.Graph[Any] = nx.Graph()
        while self.at < len(self.tokens):
            rows: list[Any] = []
            words = []
            while (token := self.take()[1]) != ";":
                words.append(token)
                if token == "UNWIND":
                    rows = self.value()
            label = words[words.index(":") + 1] if ":" in words else ""
            for row in rows:
                if "SET n + = row" in " ".join(words):
                    graph.add_node((label, row.pop("id")), **row)
                    continue
                ends = [words[n + 1] for n, word in enumerate(words) if word == ":"]
                a, b = (ends[0], row["source"]), (ends[2], row["target"])
                assert a in graph
                assert b in graph
                graph.add_edge(a, b, **row["data"])
                assert ends[4] in ("MET", "ATTENDED", "APPEARED_WITH", "HAD_POST_IN", "NAMED_WITH")
        return graph


def numbered(graph: Any) -> dict[Any, int]:
    """The place of each node in the graph, from 1."""
    return dict(zip(graph, count(1)))
