"""The queue of unsure appearances, as questions and as a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from made import ROSTER, extraction, person, who

from tracker.errors import InputError, SheetError
from tracker.judgements import Log
from tracker.review import again, log, matched, queue, read_sheet, sheet, sheet_text
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Reason, Span
from tracker.who import Judge, settle

WHEN = datetime(2024, 5, 1, tzinfo=UTC)
MAYOR, TEACHER, DOCTOR = ({"何平": [post]} for post in (("青河市", "市长"), ("白山大学", "教授"), ("南陵市医院", "院长")))


@contextmanager
def filled(roster: Roster = ROSTER) -> Iterator[tuple[Store, Judge]]:
    """何平 as mayor, professor and head of a hospital, who is in no roster, and three times alone; once a bare 林建国."""
    with Store("sqlite://", create=True) as store:
        store.set_roster(roster)
        fill(store)
        yield store, Judge(store, "su", WHEN)


def fill(store: Store) -> None:
    for n, (day, posts) in enumerate((("2018-05-05", MAYOR), ("2018-06-05", MAYOR), ("2018-05-06", TEACHER),
                                      ("2018-05-07", DOCTOR)), 1):
        store.put(extraction(("other", day, {"何平": "lead"}), id=f"told#{n}", published=day, posts=posts), "1")
    for n, count in ((1, 1), (2, 2), (3, 1)):
        day = f"2018-06-0{n}"
        store.put(extraction(*[("other", day, {"何平": "lead"})] * count, id=f"bare#{n}", published=day), "1")
    store.put(extraction(("other", "2018-01-01", {"林建国": "lead"}), id="lin#1", published="2018-01-01"), "1")
    settle(store)


def test_the_most_valuable_question_comes_first() -> None:
    with filled() as (store, _):
        questions = queue(store)
        assert [(q.seen.name, q.seen.report_name, q.hangs) for q in questions] == [
            ("何平", "bare#2", 4), ("何平", "bare#1", 4), ("何平", "bare#3", 4), ("林建国", "lin#1", 1)]
        assert queue(store, ["林 建国"]) == questions[3:]
        assert "too little tells" in questions[3].reasons


def test_both_sides_of_a_question() -> None:
    with filled() as (store, _):
        question = queue(store)[1]
        assert [c.name for c in question.candidates] == ["何平"] * 3
        mayor, teacher = sorted(question.candidates[:2], key=lambda c: c.id)
        doctor = question.candidates[2]
        assert (mayor.id, mayor.side, mayor.posts) == ("he1", "he1", ("青河市市长 (2016–2019-06)",))
        assert teacher.posts == ("白山大学教授 (2010–)",)
        assert (mayor.first, mayor.last, mayor.reports) == (date(2018, 5, 5), date(2018, 6, 5), 2)
        assert mayor.days == "2018-05-05–2018-06-05"
        assert [(s.report, s.source, s.words) for s in mayor.sentences] == [("told#2", "晨报", "何平参加other。")]
        assert doctor.id.startswith("p:")
        assert doctor.posts == ("南陵市医院院长 (2018-05-07)",)
        assert doctor.side.endswith("#何平")


def test_the_sentences_shown_are_the_nearest_in_time() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER)
        for month in range(1, 7):
            store.put(extraction(("other", f"2018-0{month}-05", {"何平": "lead", f"甲{month}": "attendee"}), id=f"told#{month}",
                                 published=f"2018-0{month}-05", posts=MAYOR), "1")
        store.put(extraction(("other", "2018-04-20", {"何平": "lead"}), id="bare#1", published="2018-04-10"), "1")
        store.put(extraction(("other", None, {"何平": "lead"}), id="bare#2", published=None), "1")
        settle(store)
        first, second = queue(store)
        assert [s.report for s in first.candidates[0].sentences] == ["told#4", "told#5", "told#3"]
        assert (second.seen.report_name, len(second.candidates[0].sentences)) == ("bare#2", 3)


def test_whom_people_judged_is_not_asked_about_again() -> None:
    with filled() as (store, judge):
        first = queue(store)[0]
        judge.say((first.side, "he1"), "UNSURE")
        judge.say((first.side, "he2"), "DIFFERENT")
        now = again(store, first)
        assert now is not None
        assert [c.posts for c in now.candidates] == [("南陵市医院院长 (2018-05-07)",)]
        judge.say((first.side, now.candidates[0].id), "UNSURE")
        assert again(store, first) is None
        assert {seen.status for seen in store.seen() if seen.report == first.seen.report} == {"unsure"}
        assert [q.seen.report_name for q in queue(store, ["何平"])] == ["bare#1", "bare#3"]
        assert queue(store)[0].hangs == 4, "the events of the first one hang still"


def test_who_is_merged_is_one_candidate() -> None:
    with filled() as (store, judge):
        judge.say(("he1", "he2"), "SAME")
        merged, doctor = queue(store)[0].candidates
        assert (merged.id, doctor.id[:2]) == ("he1", "p:")
        assert merged.posts == ("青河市市长 (2016–2019-06)", "白山大学教授 (2010–)")


def test_a_judgement_of_an_earlier_text_counts() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER)
        store.put(extraction(("other", "2018-05-07", {"何平": "lead"}), path="/a/page.txt"), "1")
        settle(store)
        Judge(store, "su", WHEN).say((queue(store)[0].side, "he1"), "UNSURE")
        store.put(extraction(("other", "2018-05-08", {"何平": "lead"}, ), ("other", "2018-05-09", {"何平": "lead"}),
                             path="/a/page.txt"), "1")
        settle(store)
        assert [c.id for c in queue(store)[0].candidates] == ["he2"]


def test_nothing_unsure_is_an_empty_queue_and_sheet() -> None:
    with Store("sqlite://", create=True) as store:
        assert queue(store) == []
        assert sheet(store).empty
        assert sheet_text(sheet(store)).startswith("\ufeffverdict,why,name,day,")
        assert log(store, []).empty


def test_a_sheet_has_a_row_for_each_candidate() -> None:
    with filled() as (store, _):
        frame = sheet(store)
        assert len(frame) == 10
        row = frame.iloc[0].to_dict()
        assert float(row["score"]) == round(queue(store)[0].seen.score, 2)
        assert row | {"left": "", "right": ""} == {
            "verdict": "", "why": "", "name": "何平", "day": "2018-06-02", "posts": "", "sentence": "何平参加other。",
            "headline": "要闻", "source": "晨报", "candidate": "何平 (he1)", "candidate_posts": "青河市市长 (2016–2019-06)",
            "candidate_days": "2018-05-05–2018-06-05, 2 reports", "candidate_sentence": "何平参加other。", "score": row["score"],
            "reasons": row["reasons"], "left": "", "right": ""}
        assert (row["left"], row["right"]) == (queue(store)[0].side, "he1")
        assert len(sheet(store, ["林建国"])) == 1
        assert len(sheet(store, limit=1)) == 3


def write(path: Path, text: str, *fills: tuple[int, str, str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """The sheet with verdicts and reasons filled in, as a spreadsheet saves it."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    for at, verdict, why in fills:
        rows[at][:2] = verdict, why
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t")])
def test_a_sheet_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    with filled() as (store, _):
        fills = (1, "different", "另一人"), (3, "ＳＡＭＥ", "=1+1"), (4, " ", "")
        path = write(tmp_path / "s.csv", sheet_text(sheet(store)), *fills, encoding=encoding, delimiter=delimiter)
        first, second = read_sheet(path)
        assert (first.verdict, first.why, first.line, first.sides[1]) == ("DIFFERENT", "另一人", 2, "he1")
        assert (second.verdict, second.why, second.sides) == ("SAME", "=1+1", (queue(store)[0].side,
                                                                               queue(store)[0].candidates[2].side))


def test_a_sheet_that_is_filled_in_bit_by_bit_can_be_taken_again(tmp_path: Path) -> None:
    with filled() as (store, judge):
        text = sheet_text(sheet(store))
        for fills in ([(3, "SAME", "")], [(3, "SAME", ""), (6, "SAME", ""), (7, "DIFFERENT", "")]):
            answers = matched(store, write(tmp_path / "s.csv", text, *fills))
            judge.say_all([(a.sides, a.verdict, a.why) for a in answers])
        doctor = who(store)["told#4", "何平"]
        assert [who(store)[f"bare#{n}", "何平"] for n in (1, 2)] == [doctor, doctor]
        assert who(store)["bare#3", "何平"] != "he1"
        assert matched(store, write(tmp_path / "s.csv", text, (3, "SAME", ""), (6, "SAME", ""))) == []


def test_names_that_look_like_formulas_stay_names(tmp_path: Path) -> None:
    roster = Roster([person(id, "=何,平", ("青河市", title, "2016", None)) for id, title in (("=1", "市长"), ("-2", "局长"))])
    with Store("sqlite://", create=True) as store:
        store.set_roster(roster)
        told = extraction(("other", "2018-05-05", {"=何,平": "lead"}), headline='+"标题"\n二', published="2018-05-05")
        store.put(told, "1")
        settle(store)
        text = sheet_text(sheet(store))
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
        assert rows[1][6] == '\'+"标题" 二'
        path = write(tmp_path / "s.csv", text, (1, "SAME", "@他"))
        (answer,) = matched(store, path)
        assert (answer.why, answer.sides[1]) == ("@他", queue(store)[0].candidates[0].id)
        Judge(store, "su", WHEN).say_all([(answer.sides, answer.verdict, answer.why)])
        assert who(store)["page#1", "=何,平"] == answer.sides[1]


def faults(path: Path, store: Store | None = None) -> list[str]:
    with pytest.raises(SheetError) as raised:
        _ = matched(store, path) if store else read_sheet(path)
    return [str(fault).removeprefix(str(path)) for fault in raised.value.faults]


def test_all_faults_of_a_sheet_are_told(tmp_path: Path) -> None:
    with filled() as (store, _):
        text = sheet_text(sheet(store))
    rows = list(csv.reader(io.StringIO(text)))
    lines = [*rows[:4], rows[3], ["SAME", "", *rows[4][2:14], "何平", "he1"], ["SAME", "", *rows[5][2:14], rows[5][14], ""], []]
    with (tmp_path / "s.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    path = write(tmp_path / "s.csv", (tmp_path / "s.csv").read_text("utf-8"), (1, "SAME", ""), (2, "SAME", ""), (3, "maybe", ""),
                 (4, "DIFFERENT", ""))
    assert faults(path) == [
        ":3:verdict: line 2 says already who this is; keep one, and if both are one person, `tracker merge` them",
        ":4:verdict: 'maybe' is no verdict; write SAME, DIFFERENT or UNSURE, or leave it empty",
        ":6:left: was edited: 何平 is no appearance; restore it from a new export",
        ":7:right: was edited ('' is no side; give the id of a person or m:report#name, without blanks in the name); restore it "
        "from a new export"]
    path = write(tmp_path / "s.csv", path.read_text("utf-8"), (1, "", ""), (2, "", ""), (3, "UNSURE", ""))
    assert faults(path)[0] == ":5:verdict: line 4 says UNSURE of the same two; keep one"


def test_sides_that_the_store_does_not_hold_are_faults(tmp_path: Path) -> None:
    with filled() as (store, _):
        text = sheet_text(sheet(store))
        rows = list(csv.reader(io.StringIO(text)))
        rows[1][14], rows[2][15], rows[3][15], rows[4][15] = "m:nowhere#何平", "lin", "m:nowhere#何平", "p:gone"
        with (tmp_path / "s.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        path = write(tmp_path / "s.csv", (tmp_path / "s.csv").read_text("utf-8"), *[(n, "DIFFERENT", "") for n in range(1, 6)])
        assert faults(path, store) == [
            ":2:left: the database holds no 何平 in such a report; export a new sheet",
            ":3:right: lin is nobody whom 何平 may be; restore it from a new export",
            ":4:right: m:nowhere#何平 is nobody whom 何平 may be; restore it from a new export",
            ":5:right: p:gone is nobody whom 何平 may be; restore it from a new export"]


@pytest.mark.parametrize(("data", "words"), [
    (b"", "an empty file"), (b"PK\x03\x04\x00", "a binary file"), ("姓名,判断\n".encode(), ":1: there is no column verdict, why"),
    (None, "cannot be read")])
def test_what_is_no_sheet(tmp_path: Path, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / "s.csv").write_bytes(data)
    with pytest.raises(InputError, match=words):
        read_sheet(tmp_path / "s.csv")


def test_several_judgements_are_kept_together_or_not_at_all() -> None:
    with filled() as (store, judge):
        first, second, _, _ = queue(store)
        doctor = first.candidates[2].id
        said = [((first.side, doctor), "SAME", ""), ((first.side, "he1"), "SAME", ""), ((second.side, "p:none"), "SAME", ""),
                ((doctor, "he1"), "DIFFERENT", "")]
        assert {place: str(fault)[:40] for place, fault in judge.faults(said).items()}.keys() == {2, 3}  # type: ignore[arg-type]
        with pytest.raises(InputError, match="nobody in the database has the id p:none"):
            judge.say_all(said)  # type: ignore[arg-type]
        assert store.judgements() == []
        kept = judge.say_all([((q.side, doctor), "SAME", "") for q in (first, second)])
        assert [one.why for one in kept] == [f"stands for {doctor}", "", ""], "one appearance stands for the person in both"
        with pytest.raises(Exception, match="look up the id"):
            judge.undo_all([kept[0].id, "none"])
        assert len(store.judgements()) == 3
        judge.undo_all([one.id for one in reversed(kept)])
        assert len(queue(store)) == 4


def test_a_log_in_words_says_what_holds() -> None:
    with filled() as (store, judge):
        first = queue(store)[0]
        (one,) = judge.say((first.side, "he1"), "SAME", "met him")
        (other,) = judge.say((first.side, "he1"), "UNSURE")
        doctor, same = judge.say(("he2", first.candidates[2].id), "DIFFERENT")
        (undo,) = judge.undo(same.id)
        frame = log(store, store.judgements())
        assert frame["standing"].tolist() == ["superseded", "in force", "in force", "undone", "in force"]
        assert frame["by"].tolist() == [other.id, "", "", undo.id, ""]
        assert frame["left"].tolist() == ["何平 in bare#2 (2018-06-02)"] * 2 + [
            "何平 in told#4 (2018-05-07)", "何平 (he2, 白山大学教授)", ""]
        doctors = f"何平 ({doctor.right}, 南陵市医院院长)"
        assert frame["right"].tolist() == ["何平 (he1, 青河市市长)"] * 2 + [doctors] * 2 + [same.id]
        assert frame["why"][0] == "met him"
        assert one.id == frame["id"][0]
        bare = Log(store.judgements()).judgements
        with Store("sqlite://", create=True) as other_store:
            Judge(other_store).take(bare)
            told = log(other_store, bare)
            assert told["left"][0] == "何平 in a report not held"
            assert told["right"][0] == "he1"


def test_a_mention_is_shown_in_its_sentence() -> None:
    told = extraction(others={"何平": "mentioned", "白志远": "mentioned"})
    named, mentioned = Reason("model", "何平", Span(0, 2)), Reason("formula", "何平", Span(0, 6))
    told = replace(told, people=(replace(told.people[0], naming=named, reason=mentioned), told.people[1]))
    with Store("sqlite://", create=True) as store:
        store.set_roster(ROSTER)
        store.put(told, "1")
        settle(store)
        assert [q.seen.words for q in queue(store)] == ["何平、白志远"]
