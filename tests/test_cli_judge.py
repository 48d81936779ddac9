"""The commands by which people say who is who, each told by what another command says afterwards."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from made import ROSTER, who
from test_review import fill

from tracker import cli, judgements
from tracker import open as opened
from tracker.store import Store

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the database a.db, as `test_review.fill` fills it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "su")
    with Store("a.db", create=True) as store:
        store.set_roster(ROSTER)
        fill(store)
    return tmp_path


def run(capsys: Capture, *arguments: str, status: int = 0) -> str:
    assert cli.run(arguments) == status
    return capsys.readouterr().out


def told(capsys: Capture, *arguments: str) -> list[dict[str, str]]:
    """What `tracker history` tells."""
    rows: list[dict[str, str]] = json.loads(run(capsys, "history", *arguments, "--db", "a.db", "--format", "json"))
    return rows


def people() -> dict[str, str]:
    """Who is meant by 何平 in each report."""
    with Store("a.db") as store:
        return {report: id for (report, name), id in who(store).items() if name == "何平"}


def answers(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def days(capsys: Capture, person: str) -> list[str]:
    return [row["report"] for row in json.loads(run(capsys, "timeline", person, "--db", "a.db", "--format", "json"))]


def test_a_review_by_piped_keys(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "1\nb\n３\n\nn\nu\n")
    out = run(capsys, "review", "--db", "a.db", "--who", "bai")
    assert out.endswith("3 decided, 1 open\n")
    assert "1 of 4 · 4 events hang on 何平" in out
    assert "3 of 4 · 2 events hang on 何平" in out, "what was decided no longer hangs"
    assert max(len(line) for line in out.splitlines()) <= 100
    assert out.count("│ 何平参加other。") > 4
    ids = people()
    assert ids["bare#2"] == ids["told#4"] != ids["told#1"]
    assert ids["bare#3"] not in {*ids.values()} - {ids["bare#3"]}
    assert {row["who"] for row in told(capsys)} == {"bai"}
    assert [row["verdict"] for row in told(capsys) if row["standing"] == "in force"] == [
        "UNDO", "SAME", "SAME", "DIFFERENT", "DIFFERENT", "DIFFERENT", "UNSURE"]
    answers(monkeypatch, "q\n")
    assert "1 of 1 · 2 events hang on 何平" in run(capsys, "review", "--db", "a.db")


def test_a_review_stops_at_the_end_of_input_and_keeps_what_was_decided(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "?\n9\nb\nu")
    out = run(capsys, "review", "--db", "a.db", "--limit", "2", "--name", "何 平")
    assert "take back the last decision" in out
    assert "9 is no answer here; ? tells what is" in out
    assert "nothing was decided yet" in out
    assert out.endswith("1 decided, 2 open\n")
    assert sorted(row["verdict"] for row in told(capsys)) == ["SAME", "UNSURE", "UNSURE", "UNSURE"]


def test_a_review_that_is_interrupted(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["1"])

    def key() -> str:
        for one in keys:
            return one
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", key)
    assert run(capsys, "review", "--db", "a.db", status=130).endswith("1 decided, 3 open\n")
    assert len(told(capsys)) == 1


def test_what_others_judge_meanwhile_is_heeded(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["1", "q"])

    def key() -> str:
        answer = next(keys)
        if answer == "1":  # to whether bare#2 is he1: it is bare#1, who is not
            with opened("a.db") as activity:
                sides = {one.report_name: f"m:{one.report}#何平" for one in activity.store().seen(status="unsure")}
                judge = activity.judge("bai")
                judge.say((sides["bare#2"], sides["bare#1"]), "SAME")
                judge.say((sides["bare#1"], "he1"), "DIFFERENT")
        return answer

    monkeypatch.setattr("builtins.input", key)
    out = run(capsys, "review", "--db", "a.db")
    assert ", but he1 ≠ m:" in out
    assert out.endswith("0 decided, 2 open\n")
    assert [row["who"] for row in told(capsys)] == ["bai", "bai"]


def test_nothing_unsure_is_said(capsys: Capture) -> None:
    assert run(capsys, "review", "--db", "a.db", "--name", "he2") == "nothing is unsure about he2\n"
    with Store("b.db", create=True):
        pass
    assert run(capsys, "review", "--db", "b.db") == "nothing is unsure\n"


def test_a_sheet_goes_out_and_comes_back(capsys: Capture) -> None:
    assert run(capsys, "review", "--db", "a.db", "--export", "s.csv") == "s.csv: 4 questions, 10 rows\n"
    assert Path("s.csv").read_bytes().startswith(b"\xef\xbb\xbfverdict,")
    rows = list(csv.reader(io.StringIO(Path("s.csv").read_text("utf-8-sig"))))
    rows[1][0], rows[2][0], rows[3][:2], rows[10][0] = "different", "unsure", ["same", "同一家医院"], "same"
    with open("s.csv", "w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    assert run(capsys, "review", "--db", "a.db", "--import", "s.csv", "--who", "bai") == (
        "s.csv: 4 new verdicts; 2 questions are open\n")
    assert people()["bare#2"] == people()["told#4"]
    assert "同一家医院" in [row["why"] for row in told(capsys)]
    assert days(capsys, "林建国") == ["lin#1"]
    assert run(capsys, "review", "--db", "a.db", "--import", "s.csv") == "s.csv: 0 new verdicts; 2 questions are open\n"


def test_one_wrong_row_keeps_a_sheet_out_and_all_are_told(capsys: Capture) -> None:
    run(capsys, "review", "--db", "a.db", "--export", "s.csv")
    text = Path("s.csv").read_text("utf-8").splitlines()
    Path("s.csv").write_text("\n".join([text[0], "SAME" + text[1], "oui" + text[2], "non" + text[3]]), "utf-8")
    assert cli.run(["review", "--db", "a.db", "--import", "s.csv"]) == 2
    out, err = capsys.readouterr()
    assert (out, [line.split(" is no")[0] for line in err.splitlines()]) == (
        "", ["tracker: s.csv:3:verdict: 'oui'", "tracker: s.csv:4:verdict: 'non'"])
    assert told(capsys) == []


def test_a_verdict_that_contradicts_the_database_names_its_line(capsys: Capture) -> None:
    run(capsys, "review", "--db", "a.db", "--export", "s.csv")
    text = Path("s.csv").read_text("utf-8").splitlines()
    run(capsys, "differ", "he1", "he2", "--db", "a.db")
    with opened("a.db") as activity, Store("a.db") as store:
        left = next(f"m:{one.report}#何平" for one in store.seen(status="unsure") if one.report_name == "bare#2")
        activity.judge("bai").say((left, "he2"), "SAME")
    Path("s.csv").write_text("\n".join([text[0], "SAME" + text[1], text[2], text[3]]), "utf-8")
    assert cli.run(["review", "--db", "a.db", "--import", "s.csv"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("tracker: s.csv:2:verdict: m:")
    assert "first" in err
    assert err.count("\n") == 1


def test_people_are_merged_and_the_printed_command_takes_it_back(capsys: Capture) -> None:
    out = run(capsys, "merge", "he1", "he2", "--db", "a.db", "--why", "同一人").splitlines()
    assert out[0].endswith("  he1 SAME he2")
    assert days(capsys, "he2") == ["told#1", "told#3", "told#2"]
    (row,) = told(capsys, "he2")
    assert (row["id"], row["who"], row["why"], row["standing"]) == (out[0].split()[0], "su", "同一人", "in force")
    command = shlex.split(out[-1].removeprefix("to take it back: "))
    assert command[:2] == ["tracker", "undo"]
    run(capsys, *command[1:])
    assert days(capsys, "he2") == ["told#3"]
    assert [row["standing"] for row in told(capsys)] == ["undone", "in force"]


def test_people_in_no_roster_are_merged(capsys: Capture) -> None:
    id = people()["told#4"]
    out = run(capsys, "merge", id, "he2", "--db", "a.db")
    assert days(capsys, "he2") == ["told#3", "told#4"]
    run(capsys, *shlex.split(out.splitlines()[-1].removeprefix("to take it back: tracker ")))
    assert people()["told#4"] == id


def test_two_who_differ_are_never_merged(capsys: Capture) -> None:
    run(capsys, "differ", "he1", "he2", "--db", "a.db")
    assert run(capsys, "differ", "he2", "he1", "--db", "a.db") == "it is judged so already\n"
    assert len(told(capsys)) == 1
    assert cli.run(["merge", "he2", "he1", "--db", "a.db"]) == 2
    assert "he2 and he1 were judged to be two; undo that first (`tracker history he2` has the id)" in capsys.readouterr().err
    id = people()["told#4"]
    run(capsys, "merge", id, "he1", "--db", "a.db")
    assert cli.run(["merge", "he2", people()["told#4"], "--db", "a.db"]) == 2
    assert "judged to be two" in capsys.readouterr().err
    assert len(told(capsys)) == 3


def test_a_person_is_split(capsys: Capture) -> None:
    assert cli.run(["split", "he1", "--db", "a.db"]) == 2
    out, err = capsys.readouterr()
    assert [line.split("│")[2].strip() for line in out.splitlines() if "青河市市长" in line] == ["told#1", "told#2"]
    assert err == ("tracker: say which of these reports are of somebody else: tracker split he1 REPORT… --db a.db\n")
    run(capsys, "split", "he1", "told#2", "--db", "a.db", "--why", "另一人")
    assert days(capsys, "he1") == ["told#1"]
    assert [row["why"] for row in told(capsys, "he1")] == ["另一人"]


def test_history_in_three_formats(capsys: Capture) -> None:
    assert run(capsys, "history", "--db", "a.db") == "nothing was judged\n"
    assert run(capsys, "history", "--db", "a.db", "--format", "jsonl") == ""
    assert told(capsys) == []
    run(capsys, "differ", "he1", "he2", "--db", "a.db", "--who", "bai")
    run(capsys, "merge", "he1", people()["told#4"], "--db", "a.db")
    table = run(capsys, "history", "he2", "--db", "a.db")
    assert "何平 (he1, 青河市市长)" in table
    assert "SAME" not in table
    lines = run(capsys, "history", "--db", "a.db", "--format", "jsonl")
    assert len(judgements.loads(lines, "lines")) == 3
    run(capsys, "history", "--db", "a.db", "--format", "jsonl", "--output", "h.jsonl")
    assert Path("h.jsonl").read_text("utf-8") == lines


def test_judgements_go_to_a_file_and_into_another_database(capsys: Capture) -> None:
    with Store("b.db", create=True) as store:
        store.set_roster(ROSTER)
        fill(store)
    run(capsys, "merge", "he1", "he2", "--db", "a.db")
    assert run(capsys, "judgements", "export", "--db", "a.db", "--output", "j.jsonl") == "j.jsonl: 1 judgements\n"
    assert run(capsys, "judgements", "export", "--db", "a.db") == Path("j.jsonl").read_text("utf-8")
    assert run(capsys, "judgements", "import", "j.jsonl", "--db", "b.db") == "1 of 1 judgements were new\n"
    assert run(capsys, "judgements", "import", "j.jsonl", "--db", "b.db") == "0 of 1 judgements were new\n"
    with Store("a.db") as one, Store("b.db") as other:
        assert list(one.dump()) == list(other.dump())


def test_judgements_that_contradict_are_told(capsys: Capture) -> None:
    said = judgements.Log()
    said.append(("he1", people()["told#4"]), "SAME", "bai", "2020-01-01T00:00:00Z")
    said.append(("he2", people()["told#4"]), "SAME", "bai", "2020-01-01T00:00:01Z")
    Path("j.jsonl").write_text(judgements.dumps(said.judgements), "utf-8")
    late = judgements.Log()
    late.append(("he1", "he2"), "DIFFERENT", "su", "2020-01-01T00:00:02Z")
    Path("late.jsonl").write_text(judgements.dumps(late.judgements), "utf-8")
    run(capsys, "judgements", "import", "j.jsonl", "--db", "a.db")
    assert cli.run(["judgements", "import", "late.jsonl", "--db", "a.db"]) == 1
    out, err = capsys.readouterr()
    assert out == "1 of 1 judgements were new\n"
    assert "is left out; undo it to settle this" in err
    assert [row["standing"] for row in told(capsys)] == ["in force", "in force", "left out"]


@pytest.mark.parametrize(("arguments", "words"), [
    ("review --db nothing.db", "nothing.db: no such database"),
    ("review --db a.db --name 何萍", "no person named 何萍; did you mean 何平?"),
    ("review --db a.db --export s.xlsx", "s.xlsx: sheets are written as .csv only"),
    ("review --db a.db --export s.csv --import s.csv", "give one"),
    ("review --db a.db --import nothing.csv", "nothing.csv: cannot be read"),
    ("review --db a.db --import words.txt", "words.txt:1: there is no column verdict"),
    ("review --db a.db --export nowhere/s.csv", "nowhere/s.csv: cannot be written"),
    ("review --db a.db --limit 0", "--limit"),
    ("merge 何平 he1 --db a.db", "ask by id: he1 (青河市市长); he2 (白山大学教授)"),
    ("merge 何萍 he1 --db a.db", "no person named 何萍; did you mean 何平?"),
    ("merge he1 he1 --db a.db", "he1 and he1 are one person already (he1)"),
    ("merge he1 he2 --db a.db --who  ", "--who"),
    ("differ he1 --db a.db", "Missing argument"),
    ("split he1 told#9 --db a.db", "does not appear in told#9; choose from told#1, told#2"),
    ("split lin --db a.db", "lin appears in no report"),
    ("undo 0000-none --db a.db", "0000-none"),
    ("undo --db a.db", "Missing argument"),
    ("history 何萍 --db a.db", "no person named 何萍"),
    ("history --db a.db --format csv", "'csv' is not one of 'table', 'json', 'jsonl'"),
    ("judgements import words.txt --db a.db", "words.txt:1: is no judgement (no JSON)"),
    ("judgements import nothing.jsonl --db a.db", "nothing.jsonl: cannot be read"),
    ("judgements import a.db --db a.db", "a.db: is not UTF-8"),
    ("judgements", "Missing command"),
])
def test_a_mistake_is_told_in_one_line_and_nothing_is_kept(folder: Path, arguments: str, words: str, capsys: Capture) -> None:
    Path("words.txt").write_text("无事\n", "utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert cli.run(arguments.split()) == 2
    out, err = capsys.readouterr()
    assert out == "" or out.startswith(("Usage", " "))
    assert err.startswith("tracker: ")
    assert err.count("\n") == 1
    assert words in err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_mistyped_judge_is_refused(capsys: Capture) -> None:
    assert cli.run(["merge", "he1", "he2", "--db", "a.db", "--who", " "]) == 2
    assert "it is not said who judged; give a name" in capsys.readouterr().err


def test_the_same_from_python() -> None:
    with opened("a.db") as activity:
        assert len(activity.review()) == 10
        kept = activity.merge("he1", "he2", why="同一人", who="bai")
        assert activity.history("he2")["why"].tolist() == ["同一人"]
        activity.undo(kept[0].id)
        parted = activity.split("he1", ["told#2"])
        activity.undo(*[one.id for one in parted])
        assert activity.history()["standing"].tolist() == ["undone", "in force", "undone", "in force"]
        assert len(activity.review()) == 10
