"""The commands person, proposals and roster accept."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path

import pytest
from made import Happening, extraction, person
from test_store import fill

from tracker import cli
from tracker.roster import Roster, load, save
from tracker.store import Store

ROSTER = Roster([person("lin", "林建国", ("青河市委", "书记", "2018-03", "2020-06"), aliases=["林铁生"]),
                 person("he", "何平", ("白山大学", "教授", "2010", None))])
HEADER = "person_id,name,aliases,org,title,start,end,source"
ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"}), ("conference", None, {"林建国": "chair"}),
               id="b#1", headline="林建国会见|客人",
               posts={"林建国": [("青河市委", "书记")], "白志远": [("远山钢铁集团", "董事长")]}),
    extraction(("conference", "2020-07-02", {"林铁生": "chair"}), id="a#1", published="2020-07-03",
               posts={"林铁生": [("中共青河市委员会", "书记")]}),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save(ROSTER, "roster.csv")
    with Store("a.db", create=True) as store:
        fill(store, ARCHIVE, ROSTER)
    return tmp_path


def run(arguments: str, capsys: pytest.CaptureFixture[str], status: int = 0) -> str:
    assert cli.run(shlex.split(arguments)) == status
    out, err = capsys.readouterr()
    assert (err == "") == (status == 0)
    return out or err


def test_a_person_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    out = run("person 林铁生 --db a.db", capsys)
    for words in ("林建国 (lin)", "2 appearances linked to the roster", "attended in 2 reports", "青河市委书记",
                  "2018-03 to 2020-06", "2020-07-02 晨报 要闻", "chair 2, host 1", "白志远", "1.00", "undated"):
        assert words in out
    assert max(map(len, out.splitlines())) <= 160


def test_a_person_in_markdown_and_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("person lin --db a.db --format md --output lin.md", capsys) == ""
    text = Path("lin.md").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# 林建国 (lin)", "## Names", "## Posts", "## Activity", "## Company"]
    assert "| type | 2020-07 | 2020-08 | undated | all |" in text
    assert "林建国会见\\|客人" in text  # the bar does not end the cell


def test_a_person_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run("person 林建国 --db a.db --since 2020-08-01 --format json", capsys))
    assert (found["person_id"], found["name"]) == ("lin", "林建国")
    assert list(found)[2:] == ["names", "posts", "activity", "roles", "company", "identity"]
    assert found["company"] == [{"person_id": found["company"][0]["person_id"], "name": "白志远", "events": 1, "weight": 1.0,
                                 "first": "2020-08-04", "last": "2020-08-04", "event_ids": found["company"][0]["event_ids"]}]
    assert found["activity"] == [{"month": "2020-08", "type": "meeting", "events": 1},
                                 {"month": None, "type": "conference", "events": 1}]


@pytest.mark.parametrize("format", ["table", "md"])
def test_of_whom_nothing_is_told_it_says_so(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(f"person he --db a.db --format {format}", capsys)
    assert "白山大学教授" in out
    assert "took part in nothing that the reports tell" in out
    assert "was in a room with nobody whom the reports name" in out
    out = run(f"person 白志远 --db a.db --until 2019-12-31 --format {format}", capsys)
    assert "no report in these days names this person" in out
    assert "neither the reports nor the roster tell a post" in out


def test_many_months_are_told_as_years_and_much_company_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    days = [f"{year}-{month:02}-01" for year in (2017, 2018) for month in range(1, 11)]
    events: list[Happening] = [("meeting", day, {"林建国": "host", f"钱{chr(19968 + n)}": "guest"}) for n, day in enumerate(days)]
    with Store("a.db") as store:
        fill(store, [extraction(*events, id="c#1")], ROSTER)
    out = run("person lin --db a.db --until 2018-07-01", capsys)
    assert "2017\n" not in out
    assert "┃ 2017 ┃ 2017 ┃" in out  # eighteen months are told one by one
    assert max(map(len, out.splitlines())) <= 160
    out = run("person lin --db a.db", capsys)
    assert "┃ type       ┃ 2017 ┃ 2018 ┃ 2020 ┃ undated ┃ all ┃" in out
    assert "Company (15 of 21)" in out


def test_proposals_as_table_csv_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    table = run("proposals --db a.db", capsys)
    for words in ("after its end", "2018-03 to 2020-06", "new person", "远山钢铁集团董事长", "2020-07-02 to 2020-08-10"):
        assert words in table
    assert run("proposals --db a.db --format csv --output p.csv", capsys) == ""
    header, *rows = csv.reader(Path("p.csv").read_text("utf-8").splitlines())
    assert ",".join(header) == f"{HEADER},reports,finding,roster,report,evidence"
    assert [row[3:9] for row in rows] == [["青河市委", "书记", "2020-07-02", "2020-08-10", "晨报 要闻", "2"],
                                          ["远山钢铁集团", "董事长", "2020-08-04", "2020-08-04", "晨报 林建国会见|客人", "1"]]
    only = json.loads(run("proposals --db a.db --finding 'new person' --format json", capsys))
    assert [row["name"] for row in only] == ["白志远"]
    assert "白志远" not in run("proposals --db a.db --person 林铁生", capsys)
    assert "白志远" not in run("proposals --db a.db --min-reports 2", capsys)


def test_without_proposals_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("proposals --db a.db --min-reports 9", capsys) == (
        "no proposals: the reports print no such post that the roster lacks or contradicts\n")
    assert run("proposals --db a.db --min-reports 9 --format csv", capsys).splitlines() == [
        f"{HEADER},reports,finding,roster,report,evidence"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "ftm.json"])
def test_proposals_are_accepted_once(suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    save(ROSTER, f"known.{suffix}")
    run("proposals --db a.db --format csv --output p.csv", capsys)
    out = run(f"roster accept p.csv --roster known.{suffix}", capsys)
    lines = out.splitlines()
    assert lines[0] == "lin 林建国: tenure 青河市委书记 2018-03 to 2020-06 is now 2018-03 to 2020-08-10"
    assert lines[1].startswith("new person new-")
    assert lines[2].endswith(" 白志远: new tenure 远山钢铁集团董事长 2020-08-04 to 2020-08-04")
    assert lines[3] == f"known.{suffix}: 3 changes"
    before = Path(f"known.{suffix}").read_bytes()
    assert run(f"roster accept p.csv --roster known.{suffix}", capsys) == (
        f"known.{suffix}: nothing new; the roster has all of it\n")
    assert Path(f"known.{suffix}").read_bytes() == before


def test_a_new_roster_may_be_written_elsewhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("proposals --db a.db --person 林建国 --format csv --output p.csv", capsys)
    before = Path("roster.csv").read_bytes()
    run("roster accept p.csv --roster roster.csv --output new.jsonl", capsys)
    assert Path("roster.csv").read_bytes() == before
    assert [tenure.end for tenure in load("new.jsonl").people["lin"].tenures] == ["2020-08-10"]


def test_a_roster_is_not_written_over_where_something_would_be_lost(capsys: pytest.CaptureFixture[str]) -> None:
    Path("peps.ftm").write_text(
        '{"id": "Q1", "schema": "Person", "properties": {"name": ["何平"], "birthDate": ["1970"]}}\n', "utf-8")
    Path("p.csv").write_text(f"{HEADER}\nQ1,何平,,白山大学,教授,2019,,\n", "utf-8")
    assert run("roster accept p.csv --roster peps.ftm", capsys, 2) == (
        "tracker: peps.ftm:1: holds what would be lost by writing it anew; give another file by --output\n")
    assert cli.run(["roster", "accept", "p.csv", "--roster", "peps.ftm", "--output", "peps.csv"]) == 1
    out, err = capsys.readouterr()
    assert out == "Q1 何平: new tenure 白山大学教授 2019 to now\npeps.csv: 1 changes\n"
    assert err == "tracker: peps.ftm:1: 1 × Person.birthDate: left out\n"


def test_every_fault_of_the_proposals_is_told_and_nothing_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("p.csv").write_text(f"{HEADER},finding\nlin,林建军,,青河市,市长,2021,,,new post\n"
                             "lin,林建国,,青河市,市长,2021-13,,,new post\n", "utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert run("roster accept p.csv --roster roster.csv", capsys, 2).splitlines() == [
        "tracker: p.csv:2:name: lin is 林建国 further up and 林建军 here; put other forms of a name under aliases",
        "tracker: p.csv:3:start: 2021-13 is no date; write 2019, 2019-03 or 2019-03-15, or leave it empty"]
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(("arguments", "words"), [
    ("person 林建军 --db a.db", "no person named 林建军; did you mean 林建国"),
    ("person 林建国 --db nothing.db", "nothing.db: no such database"),
    ("person 林建国 --db a.db --since 2020-13-01", "'--since': no day: '2020-13-01'"),
    ("person 林建国 --db a.db --since 2020-08-02 --until 2020-08-01", "no day is both since"),
    ("person 林建国 --db a.db --format csv", "'csv' is not one of 'table', 'json', 'md'"),
    ("person 林建国 --db a.db --output nowhere/lin.txt", "nowhere/lin.txt: cannot be written"),
    ("proposals --db a.db --person 林建军", "no person named 林建军; did you mean 林建国"),
    ("proposals --db a.db --min-reports 0", "'--min-reports'"),
    ("proposals --db a.db --finding odd", "'odd' is not one of 'new person'"),
    ("proposals --db a.db --output nowhere/p.csv --format csv", "nowhere/p.csv: cannot be written"),
    ("roster accept nothing.csv --roster roster.csv", "nothing.csv: cannot be read"),
    ("roster accept roster.csv --roster nothing.csv", "nothing.csv: cannot be read"),
    ("roster accept bad.csv --roster roster.csv", "bad.csv:1:name: the column is missing; the first line must be person_id"),
    ("roster accept roster.csv --roster roster.csv --output out.xls", "out.xls: no roster format of this suffix"),
    ("roster accept roster.csv", "Missing option '--roster'"),
])
def test_a_mistake_is_told_in_one_line_and_leaves_nothing_behind(
        folder: Path, arguments: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.csv").write_text("person_id,aliases,org,title,start,end,source\n", "utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    told = run(arguments, capsys, 2)
    assert told.startswith("tracker: ")
    assert told.count("\n") == 1
    assert words in told
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("command", ["person", "proposals", "roster accept"])
def test_each_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"Example: tracker {command} " in run(f"{command} --help", capsys)
