"""`tracker event`, and what a person judges of two events."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made import ROSTER, extraction
from test_store import fill
from test_who import PRINTED, REST, printed

from tracker.cli import run
from tracker.errors import JudgementError
from tracker.judgements import Judgement
from tracker.store import Store
from tracker.who import Judge, reasons, settle

WHEN = datetime(2024, 5, 1, tzinfo=UTC)
TWICE = [extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee"}), id="a#1",
                    headline="会见"),
         extraction(("meeting", None, {"林建国": "host", "白志远": "guest"}), id="b#1", published="2020-08-05"),
         extraction(("conference", "2020-08-04", {"林建国": "chair"}), id="c#1")]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Store(tmp_path / "a.db", create=True) as store:
        fill(store, TWICE, ROSTER)
    return tmp_path / "a.db"


def ids(database: Path) -> dict[str, str]:
    with Store(database) as store:
        return {one.report.name: one.id for one in store.told()}


def groups(store: Store) -> list[list[str]]:
    return sorted(sorted(one.report.name for one in happening.tellings) for happening in store.happenings())


def test_who_took_part_and_all_reports_that_tell_it(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["event", ids(database)["b#1"], "--db", str(database), "--format", "json"]) == 0
    held = json.loads(capsys.readouterr().out)
    one = min(ids(database)[name] for name in ("a#1", "b#1"))
    assert (held["type"], held["date"], held["happening"]) == ("meeting", "2020-08-04", one)
    assert [(part["order"], part["name"], part["roles"]) for part in held["participants"]] == [
        (1, "林建国", ["host"]), (2, "白志远", ["guest"]), (3, "苏晓岚", ["attendee"])]
    assert [(one["report"], one["headline"], one["date"], one["evidence"]) for one in held["tellings"]] == [
        ("a#1", "会见", "2020-08-04", "林建国、白志远、苏晓岚参加meeting。"),
        ("b#1", "要闻", None, "林建国、白志远参加meeting。")]
    (why,) = held["reasons"]
    assert "same host and guests (+4)" in why["reasons"]


def test_the_table_says_the_same(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["event", ids(database)["a#1"], "--db", str(database)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2020-08-04, meeting: 参加\n")
    assert "same host and guests (+4)" in printed
    assert run(["event", ids(database)["c#1"], "--db", str(database)]) == 0
    assert "reasons" not in capsys.readouterr().out


def test_reprints_are_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reprint that leaves the sentence out is told apart from those that hold it."""
    with Store(tmp_path / "a.db", create=True) as store:
        for one in PRINTED[:2]:
            store.put(printed(*one), "1")
        whole = printed("d#1", "2020-08-07", "2020-08-06", "周报")
        store.put(replace(whole, report=replace(whole.report, text=REST + "来源晚报"), people=(), events=(),
                          mentions=()), "1")
        settle(store)
        id = store.told()[0].id
    assert run(["event", id, "--db", str(tmp_path / "a.db"), "--format", "json"]) == 0
    held = json.loads(capsys.readouterr().out)
    assert [(one["report"], one["reprint_of"]) for one in held["tellings"]] == [("a#1", None), ("b#1", "a#1")]
    assert [(one["report"], one["reprint_of"]) for one in held["reprints_without"]] == [("d#1", "a#1")]
    assert run(["event", id, "--db", str(tmp_path / "a.db")]) == 0
    out = capsys.readouterr().out
    assert "reprint_of" in out
    assert "the same sentence in a reprint (+9)" in out
    assert run(["stats", "--db", str(tmp_path / "a.db"), "--format", "csv"]) == 0
    assert "reports,reprints,2,,0.6667,," in capsys.readouterr().out


def test_a_judgement_parts_and_joins(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ids(database)
    assert run(["event", at["a#1"], "--differs", at["b#1"], "--why", "two days", "--db", str(database)]) == 0
    assert capsys.readouterr().err.endswith(f": e:{at['a#1']} DIFFERENT e:{at['b#1']}\n")
    with Store(database) as store:
        assert groups(store) == [["a#1"], ["b#1"], ["c#1"]]
    assert run(["event", at["a#1"], "--same", at["c#1"], "--db", str(database)]) == 0
    assert "it was judged so" in capsys.readouterr().out
    with Store(database) as store:
        assert groups(store) == [["a#1", "c#1"], ["b#1"]]


@pytest.mark.parametrize("options", [["nosuch"], ["known", "--same", "nosuch"], ["known", "--differs", "nosuch"]])
def test_an_unknown_event_is_told_in_one_line(database: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    given = [ids(database)["a#1"] if word == "known" else word for word in options]
    assert run(["event", *given, "--db", str(database)]) == 2
    assert capsys.readouterr().err == "tracker: no event nosuch; take an event_id of a timeline\n"


def test_a_judgement_regroups_at_once_and_an_undo_undoes_it(database: Path) -> None:
    at = ids(database)
    with Store(database) as store:
        judge = Judge(store, "su", WHEN)
        (said,) = judge.say((f"e:{at['a#1']}", f"e:{at['c#1']}"), "SAME")
        assert groups(store) == [["a#1", "b#1", "c#1"]]
        (whole,) = store.happenings()
        assert ("it was judged so",) in [words[:1] for _, _, _, words in reasons(store, whole)]
        judge.say((f"e:{at['b#1']}", f"e:{at['a#1']}"), "SAME")
        with pytest.raises(JudgementError, match="undo"):
            judge.say((f"e:{at['b#1']}", f"e:{at['c#1']}"), "DIFFERENT")
        judge.undo(said.id)
        assert groups(store) == [["a#1", "b#1"], ["c#1"]]


def test_a_judgement_waits_for_the_report(database: Path) -> None:
    at = ids(database)
    with Store(database) as full, Store("sqlite://", create=True) as store:
        said = Judge(full, "su", WHEN).say((f"e:{at['a#1']}", f"e:{at['c#1']}"), "SAME")
        fill(store, TWICE[:2], ROSTER)
        Judge(store, "su", WHEN).take(said)
        assert groups(store) == [["a#1", "b#1"]]
        store.put(TWICE[2], "1")
        settle(store)
        assert groups(store) == [["a#1", "b#1", "c#1"]]


@pytest.mark.parametrize(("left", "right", "message"), [
    ("e:1", "lin", "are an event and none; name two events or two people"), ("m:r#何平", "e:1", "are an event and none"),
    ("e:", "e:1", "is no side")])
def test_an_event_is_no_person(left: str, right: str, message: str) -> None:
    with pytest.raises(JudgementError, match=message):
        Judgement(left, right, "SAME", "su", "2024-05-01T08:30:00Z")


def test_an_event_that_is_not_there_cannot_be_judged(database: Path) -> None:
    with Store(database) as store, pytest.raises(JudgementError, match="holds no event nosuch; take an event_id"):
        Judge(store, "su", WHEN).say((f"e:{ids(database)['a#1']}", "e:nosuch"), "SAME")
