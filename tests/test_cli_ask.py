"""The commands timeline, met, together, search and stats."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from test_asks import ARCHIVE, ROSTER
from test_store import fill

from tracker import cli
from tracker.store import Store


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store("a.db", create=True) as store:
        fill(store, ARCHIVE, ROSTER)


def run(arguments: str, capsys: pytest.CaptureFixture[str], status: int = 0) -> tuple[str, str]:
    assert cli.run([*shlex.split(arguments), "--db", "a.db"]) == status
    out, err = capsys.readouterr()
    return out, err


@pytest.mark.parametrize(("options", "reports"), [
    ("林建国", ["a#1", "b#1", "b#1"]), ("林建国 何平", ["c#1", "d#1", "a#1", "b#1", "b#1"]),
    ("林建国 --type meeting --type call", ["b#1"]),
    ("林建国 --role sender --role host", ["b#1", "b#1"]), ("林建国 --with 苏晓岚 --with 白志远", ["b#1"]),
    ("--org 钢铁", ["b#1"]),
    ("--post 青河市市长", ["c#1"]), ("林建国 --org 钢铁", ["b#1"]),
    ("林建国 --where 'type:conference OR role:sender'", ["a#1", "b#1"]),
    ("白志远 --mentioned", ["a#1"]), ("白志远 --all", ["b#1", "a#1"]), ("林建国 --source 晨报 --until 2020-08-03", ["a#1"])])
def test_timelines(options: str, reports: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(f"timeline {options} --format json", capsys)
    assert ([row["report"] for row in json.loads(out)], err) == (reports, "")


def test_the_table_of_several_says_who(capsys: pytest.CaptureFixture[str]) -> None:
    assert "who" in run("timeline 林建国 何平", capsys)[0]
    assert "who" not in run("timeline 林建国", capsys)[0]
    assert "mentioned" in run("timeline 白志远 --mentioned", capsys)[0]
    run("timeline 林建国 何平 --format html --output two.html", capsys)
    assert "林建国、何平" in Path("two.html").read_text("utf-8")


@pytest.mark.parametrize("format", ["csv", "ics", "md", "jsonl", "html"])
def test_every_format_takes_rows_that_only_name(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(f"timeline 白志远 --all --format {format}", capsys)
    assert out.count("UID:") == 1 if format == "ics" else "mentioned" in out


def test_met(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = csv.DictReader(io.StringIO(run("met 白志远 林建国 --format csv", capsys)[0]))
    assert (row["date"], row["host"], row["other"], row["evidence"]) == (
        "2020-08-04", "林建国", "林建国", "林建国、白志远、苏晓岚参加meeting。")
    assert row["event_id"] in run("met 林建国", capsys)[0]
    out, err = run("met 林建国 何平", capsys)
    assert out.startswith("no encounters: no meeting or call of 林建国、何平 is told; 林建国 took part in 3 events, the last of "
                          "2020-08-06")
    assert err == ""


def test_together(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run("together 林建国 苏晓岚 --format json", capsys)[0])
    assert [(row["report"], row["people"], row["with"]) for row in rows] == [
        ("a#1", ["苏晓岚", "林建国"], []), ("b#1", ["林建国", "苏晓岚"], ["白志远"])]
    out, err = run("together 林建国 何平 --format csv", capsys)
    assert out.startswith("date,")
    assert err.startswith("tracker: no events: nothing that 林建国、何平 attended together is told; ")


def test_search(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run("search 'name:苏晓岚' --limit 2 --format json", capsys)
    assert (len(json.loads(out)), err) == (2, "tracker: 3 events, of which 2 are shown\n")
    out, err = run("search 参加 --in reports", capsys)
    assert ("a#1" in out, err) == (True, "tracker: 4 reports\n")
    out, err = run("search 绝无此语", capsys)
    assert (out, err) == ("no events: no event fulfils 绝无此语; fewer terms, or OR between them, find more\n", "")


def test_stats(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run("stats --format json", capsys)[0])
    assert rows[0] == {"what": "reports", "of": "all", "number": 4, "year": None, "share": None, "first": "2020-06-03",
                       "last": "2020-08-10"}
    assert "inspection" in run("stats", capsys)[0]


@pytest.mark.parametrize(("arguments", "words"), [
    ("timeline", "whose timeline? name people, an organisation (--org)"),
    ("timeline 林建国 --mentioned --all", "leave one of them out"),
    ("timeline 林建国 --type party", "'party' is not one of 'meeting', 'conference'"), ("timeline 林健国", "did you mean 林建国"),
    ("timeline 林建国 --role king", "'king' is not one of 'host', 'guest'"), ("timeline 林建国 --since soon", "write 2020-08-10"),
    ("timeline 林建国 --where 'kind:x'", "no field kind; choose from name"),
    ("timeline 林建国 --with 无名", "no person named 无名"),
    ("met 林建国 林铁生", "are one person (lin)"), ("together 林建国", "name two or more"),
    ("search '('", "cannot be read at column 2"),
    ("search 会见 --limit 0", "greater than or equal to 1"),
    ("search 会见 --in words", "'words' is not one of 'events', 'reports'"),
    ("stats --format xlsx", "is no text to print")])
def test_mistakes(arguments: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(arguments, capsys, 2)
    assert out == ""
    assert err.count("\n") == 1
    assert words in err
