"""The commands on rosters."""

from pathlib import Path

import pytest

from tracker import cli
from tracker.roster import load

HEADER = "person_id,name,aliases,org,title,start,end,source\n"
GOOD = "lin,林建国,林铁生,青河市委,书记,2018,,\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("roster.csv").write_text(HEADER + GOOD, "utf-8")
    Path("bodies.csv").write_text("org,parent,short,successor,place\n中共青河市委员会,,青河市委,,\n", "utf-8")


def test_check_of_a_good_roster(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["roster", "check", "roster.csv", "--organisations", "bodies.csv"]) == 0
    assert capsys.readouterr() == ("no faults\n", "")


def test_check_prints_every_fault(capsys: pytest.CaptureFixture[str]) -> None:
    Path("roster.csv").write_text(HEADER + GOOD + "bai,白志远,林建国,中共青河市委员会,书记,2019,,\nhe,何平\n", "utf-8")
    Path("bodies.csv").write_text("org,parent,short,successor,place\n中共青河市委员会,白山省,青河市委,,\n", "utf-8")
    assert cli.run(["roster", "check", "roster.csv", "--organisations", "bodies.csv"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "roster.csv:3:aliases: 林建国 is the name of lin (line 2)",
        "roster.csv:3:start: 中共青河市委员会书记 was lin at that time (line 2), and the seat is for one",
        "roster.csv:4: has 2 fields instead of 8; quote a field that holds a comma",
        "bodies.csv:2:parent: 白山省 is no organisation of the roster; give it a row",
        "4 faults on 3 lines"]
    assert err == ""


@pytest.mark.parametrize(("arguments", "words"), [
    (["check", "nothing.csv"], "tracker: nothing.csv: cannot be read"),
    (["check", "roster.csv", "--organisations", "nothing.csv"], "tracker: nothing.csv: cannot be read"),
    (["convert", "roster.csv", "roster.xml"], "tracker: roster.xml: no roster format of this suffix"),
    (["convert", "bodies.csv", "roster.jsonl"], "tracker: bodies.csv:1:person_id: the column is missing"),
    ([], "tracker: Missing command"),
])
def test_mistakes_are_told_in_a_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["roster", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(words)
    assert err.count("\n") == 1


def test_convert_from_format_to_format(capsys: pytest.CaptureFixture[str]) -> None:
    for source, target, more in (("roster.csv", "a.jsonl", ["--organisations", "bodies.csv"]), ("a.jsonl", "a.ftm.json", []),
                                 ("a.ftm.json", "b.csv", [])):
        assert cli.run(["roster", "convert", source, target, *more]) == 0
        assert capsys.readouterr() == (f"{target}: 1 people, 1 tenures, 1 organisations\n", "")
    assert Path("b.csv").read_text("utf-8") == HEADER + GOOD
    assert Path("b.organisations.csv").read_text("utf-8") == Path("bodies.csv").read_text("utf-8")


def test_what_is_lost_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.ftm").write_text(
        '{"id": "Q1", "schema": "Person", "properties": {"name": ["何平"], "alias": ["何;平"], "birthDate": ["1970"]}}\n',
        "utf-8")
    assert cli.run(["roster", "convert", "a.ftm", "a.csv"]) == 1
    out, err = capsys.readouterr()
    assert out == "a.csv: 1 people, 0 tenures, 0 organisations\n"
    assert err.splitlines() == ["tracker: a.ftm:1: 1 × Person.birthDate: left out",
                                "tracker: a.csv: 1 × alias left out, since CSV parts them by ;: 何;平"]
    assert list(load("a.csv").people) == ["Q1"]


def test_help_names_both_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["roster", "--help"]) == 0
    out = capsys.readouterr().out
    assert "check" in out
    assert "convert" in out
