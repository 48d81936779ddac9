"""The commands posts, holders, appointments, compare, absences, gaps and rank."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from made import extraction, person
from test_store import fill

from tracker import cli, open
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Extraction

ROSTER = Roster([person("lin", "林建国", ("郑州市委", "书记", "2018-03", "2020-06"), aliases=["林铁生"]),
                 person("bai", "白志远", ("白山大学", "教授", "2010", None))])


def session(day: str, *names: str) -> Extraction:
    told = extraction(("conference", day, dict.fromkeys(names, "attendee")), id=f"s{day}", published=day,
                      posts={names[0]: [("中共郑州市委员会", "书记")]})
    return replace(told, events=tuple(replace(event, name="全体会议", place="嵩山饭店") for event in told.events))


ARCHIVE = [session("2020-01-10", "林建国", "白志远", "吴青山"), session("2020-03-10", "林建国", "吴青山", "白志远"),
           session("2020-08-10", "苏晓岚", "吴青山"), session("2020-09-10", "苏晓岚", "何平安"),
           extraction(id="m", others={"欧阳青": "mentioned"}, published="2020-09-10")]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store("a.db", create=True) as store:
        fill(store, ARCHIVE, ROSTER)


def run(arguments: str, capsys: pytest.CaptureFixture[str], status: int = 0) -> str:
    assert cli.run(shlex.split(f"{arguments} --db a.db")) == status
    out, err = capsys.readouterr()
    assert (err == "") == (status == 0)
    return out or err


@pytest.mark.parametrize(("command", "words"), [
    ("posts --on 2020-02-01", ["林建国 (lin)", "郑州市委员会书记", "both", "2018-03 to 2020-06", "2020-01-10 s2020-01-10",
                               "2020-03-10 s2020-03-10", "白山大学教授", "2010 to now"]),
    ("posts --on 2020-09-01 --org 郑州市委", ["苏晓岚", "reports", "2020-08-10", "2020-09-10"]),
    ("holders 郑州市委书记", ["2018-03", "2020-06", "林建国 (lin)", "苏晓岚", "s2020-09-10"]),
    ("appointments", ["first seen", "edge of the archive", "certain", "by the roster"]),
    ("appointments --certain --since 2020-08-01", ["苏晓岚", "held by 林建国, printed so until 2020-03-10"]),
    ("compare 林铁生 白志远", ["A: 林铁生; B: 白志远", "嵩山饭店", "A+B", "吴青山", "2020-01-10"]),
    ("compare 林建国 苏晓岚 --with 白志远 吴青山", ["A: 林建国, 苏晓岚; B: 白志远, 吴青山", "A+B"]),
    ("absences 全体会议 --expected 郑州市委书记 --expected 白山大学教授",
     ["absent means: not listed in what was read", "2 of 2", "all listed", "1 of 2", "白志远 (bai)", "not listed", "2 of 2"]),
    ("absences 全体会议 --org 白山大学", ["0 of 1", "2 of 3"]),
    ("gaps 吴青山", ["a gap means: not listed", "median", "106.5", "153", "50 % of the gaps", "now"]),
    ("rank 全体会议 --between 2020-01-10 2020-03-10", ["moved", "same", "+1", "-1", "中共郑州市委员会书记"]),
])
def test_what_is_printed(command: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    out = run(command, capsys)
    assert [word for word in words if word not in out] == []
    assert max(map(len, out.splitlines())) <= 160


@pytest.mark.parametrize(("command", "said"), [
    ("posts --on 1999-01-01", "nobody: no tenure of the roster covers 1999-01-01, and no post is printed"),
    ("posts --on 2020-02-01 --org 开封市委", "no post in 开封市委 is printed"),
    ("appointments --since 2022-01-01", "no changes: in these days no report prints a post for the first or last time"),
    ("compare 林建国 欧阳青", "nothing: they share no post"),
])
def test_an_empty_answer_says_so_and_why(command: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in run(command, capsys)
    assert json.loads(run(f"{command} --format json", capsys)) == []


@pytest.mark.parametrize(("command", "said"), [
    ("posts --on yesterday", "write 2020-08-10, 2020/8/10, 20200810 or 2020年8月10日"),
    ("posts", "Missing option '--on'"),
    ("holders 郑州市委书纪", "nobody held 郑州市委书纪 by reports or roster; did you mean"),
    ("appointments --person 林建军", "no person named 林建军; did you mean 林建国"),
    ("appointments --since 2021-01-01 --until 2020-01-01", "swap them"),
    ("compare 林建国", "nothing to compare with"), ("compare 林建国 --with", "nothing to compare with"),
    ("compare 林建国 白志源", "did you mean 白志远"), ("compare 林建国 白志远 --nothing", "No such option: --nothing"),
    ("absences 全体会议", "nobody is expected; give posts by --expected, or an organisation by --org"),
    ("absences 全体大会 --org 郑州", "no event whose name holds 全体大会; there are 全体会议"),
    ("gaps 吴青水", "did you mean 吴青山"),
    ("rank 全体会议 --between 2020-01-10 2020-03-11", "no event 全体会议 on 2020-03-11; it was on 2020-01-10, 2020-03-10"),
    ("rank 全体会议 --between 2020-01-10 soon", "no day: 'soon'; write 2020-08-10"),
    ("rank 全体会议", "name one event with --between DAY DAY, or give two event ids"), ("rank x y", "no event x"),
    ("posts --on 2020-02-01 --format xlsx", "name a file with --output"),
])
def test_mistakes_are_one_line_with_the_remedy(command: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    err = run(command, capsys, 2)
    assert said in err
    assert len(err.splitlines()) == 1


def test_formats_and_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("holders 郑州市委书记 --format csv --output h.csv", capsys) == ""
    assert Path("h.csv").read_text("utf-8").splitlines()[0].startswith("from,to,person_id,name,org,title,basis,reports")
    found = json.loads(run("rank 全体会议 --between 2020-01-10 2020-08-10 --format json", capsys))
    assert [(row["name"], row["change"], row["old"], row["new"]) for row in found] == [
        ("林建国", "omitted", 1, None), ("白志远", "omitted", 2, None), ("苏晓岚", "inserted", None, 1), ("吴青山", "same", 3, 2)]
    run("gaps 吴青山 --format xlsx --output g.xlsx", capsys)
    assert Path("g.xlsx").exists()


def test_the_same_from_python() -> None:
    with open("a.db") as activity:
        assert activity.posts("2020-02-01", "郑州市委")["name"].tolist() == ["林建国"]
        assert activity.holders("郑州市委书记")["name"].tolist() == ["林建国", "苏晓岚"]
        assert len(activity.appointments(since="2020-08-01", person="苏晓岚")) == 2
        assert not activity.compare("林建国", ["白志远", "吴青山"]).empty
        assert len(activity.absences("全体会议", ["郑州市委书记"], until="2020-03-31")) == 2
        assert activity.gaps("吴青山", 1)["what"].tolist() == ["median", "95th percentile", "longest", "now"]
        assert len(activity.rank("2020-01-10", "2020-03-10", "全体会议")) == 3
