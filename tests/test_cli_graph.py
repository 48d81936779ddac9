from pathlib import Path

import networkx as nx
import pytest
from test_cli import folder, ingested  # noqa: F401

from tracker import cli


@pytest.mark.usefixtures("ingested")
def test_a_graph_with_all_that_can_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["graph", "--db", "a.db", "--where", "type:meeting", "--ego", "林建国", "--hops", "1", "--min-events", "1",
                    "--measures", "--significance", "--output", "a.graphml"]) == 0
    graph = nx.read_graphml("a.graphml")
    assert all("broker" in data for data in graph.nodes.values())
    assert all(0 <= data["p"] <= data["q"] <= 1 for *_, data in graph.edges(data=True))
    assert cli.run(["graph", "--db", "a.db", "--by", "year", "--output", "ties.ftm.json"]) == 0
    assert [path.name for path in Path().glob("ties*")] == ["ties.2020.ftm.json"]
    for kind in ("posts", "mentions"):
        assert cli.run(["graph", "--db", "a.db", "--kind", kind, "--output", f"{kind}.csv"]) == 0
    capsys.readouterr()
    assert cli.run(["graph", "--db", "a.db", "--since", "2030-01-01", "--output", "e.gexf"]) == 0
    assert "the graph is empty: no event lies in these days" in capsys.readouterr().err


@pytest.mark.usefixtures("ingested")
@pytest.mark.parametrize(("arguments", "words"), [
    ("graph --output b.gexf --where type:party", "no type party"), ("graph --output b.gexf --ego 林", "no person named 林"),
    ("graph --output b.html --kind mentions", "a page shows graphs of events"),
    ("graph --output b.gexf --kind met --significance", "choose co-appearance"),
    ("changes --before 2020 --after soon", "--after: soon is no span of days"),
    ("changes --before 2020 --after 2021 --kind attendance", "attendance cannot be compared")])
def test_mistakes(arguments: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([*arguments.split(), "--db", "a.db"]) == 2
    assert words in capsys.readouterr().err
    assert not list(Path().glob("b.*"))


@pytest.mark.usefixtures("ingested")
def test_changes_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["changes", "--db", "a.db", "--before", "2019", "--after", "2020-01..2020-12", "--format", "csv"]) == 0
    out = capsys.readouterr()
    assert "gained" in out.out
    assert "nothing lies in the days of --before" in out.err
    assert cli.run(["changes", "--db", "a.db", "--before", "2020", "--after", "2020"]) == 0
    assert capsys.readouterr().out == "no changes\n"
