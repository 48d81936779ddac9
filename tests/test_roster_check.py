"""The faults of a roster: each case with one beside it that is none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import lexicon
from tracker.errors import RosterError
from tracker.roster import Fault, check, load
from tracker.roster.check import is_for_one

HEADER = "person_id,name,aliases,org,title,start,end,source"
BODIES = "org,parent,short,successor,place"


def table(folder: Path, *rows: str, header: str = HEADER, name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    return path


def told(faults: list[Fault]) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.kind) for fault in faults]


@pytest.mark.parametrize(("rows", "faults"), [
    (["su,苏晓岚,,青河市,市长,2019,,"], []),
    (["su,,,青河市,市长,2019,,"], [(2, "name", "empty")]),
    ([",苏晓岚,,青河市,市长,2019,,"], [(2, "person_id", "empty")]),
    (["p:1,苏晓岚,,青河市,市长,2019,,"], [(2, "person_id", "name")]),
    (["su,苏晓岚,,青河市,市长,2019年,2021-13,"], [(2, "start", "date"), (2, "end", "date")]),
    (["su,苏晓岚,,青河市,市长,2019-06,2019-05,"], [(2, "end", "order")]),
    (["su,苏晓岚,,青河市,市长,2019-06,2019,"], []),
    (["su,苏晓岚,,青河市,,,,"], [(2, "title", "empty")]),
    (["su,苏晓岚,,,市长,,,", "su,苏 晓岚,,,省长,,,"], []),
    (["su,苏晓岚,,,市长,,,", "su,苏小岚,,,省长,,,"], [(3, "name", "name")]),
    (["su,苏晓岚,,青河市,市长", "bai,,,,,,,"], [(2, "", "row"), (3, "name", "empty")]),  # reading goes on
    (['su,"苏晓岚,,青河市,市长,,,', "bai,,,,,,,", "he,何平,,,,,,"], [(2, "", "row"), (3, "name", "empty")]),
    (['su,苏"晓"岚,,青河市,市长,,,', 'bai,"白"志远,,,,,,', "he,,,,,,,"], [(3, "", "row"), (4, "name", "empty")]),
    (['su,"苏晓岚,,青河市', "bai,,,,,,,", 'he,何平",,,,,,', "x,,,,,,,"],  # the quote swallows two rows
     [(2, "name", "row"), (5, "name", "empty")]),
    (['su,"苏晓岚', "bai,,,,,,,", 'he,何平",,,', "x,,,,,,,"],  # here it gives them back
     [(2, "", "row"), (3, "name", "empty"), (4, "", "row"), (5, "name", "empty")]),
    (['su,苏晓岚,,"青河', '市",市长,,,', "bai,,,,,,,"], [(4, "name", "empty")]),
])
def test_rows_by_themselves(tmp_path: Path, rows: list[str], faults: list[tuple[int, str, str]]) -> None:
    assert told(check(table(tmp_path, *rows))) == faults


@pytest.mark.parametrize(("header", "faults"), [
    (HEADER.replace("end,", "") + ",rank", [(1, "end", "header"), (1, "rank", "header")]),
    ("", [(1, "", "header")]), ('"', [(1, "", "row")])])
def test_a_bad_header_is_all_that_is_told(tmp_path: Path, header: str, faults: list[tuple[int, str, str]]) -> None:
    assert told(check(table(tmp_path, "su,,,,,,,", header=header)))[: len(faults)] == faults


def two(first: str, second: str, org: str = "青河市", title: str = "市长") -> list[str]:
    return [f"su,苏晓岚,,{org},{title},{first},", f"bai,白志远,,{org},{title},{second},"]


@pytest.mark.parametrize(("first", "second", "surely"), [
    ("2015,2019", "2018,2021", True),
    ("2015,2019", "2019,2021", False),        # both changed seats within 2019
    ("2019,2019-05", "2019-05,2021", False),
    ("2018,2019-05", "2019-05,2021", False),
    ("2018,2019-06", "2019-05,2021", True),   # came in May at the latest, the other left in June at the earliest
    ("2018,2019-07", "2019-05,2021", True),
    ("2018,2019-05-20", "2019-05-20,2021", False),  # the day of the handover
    ("2018,2019-05-20", "2019-05-19,2021", True),
    ("2015,", "2018,", True),                 # the first still sits there
    ("2015,", "2010,2015", False),
    ("2015,", "2010,2016", True),
    (",2019", "2016,", True),                 # sat there until 2019, whenever it began
    (",2019", "2019,", False),
    (",2015", "2016,", False),
    (",", "2016,", False),                    # nobody knows when
    (",", ",", False),
    ("2019-05,2019-05", "2019-05,2019-05", False),
    ("2019年,2020", "2018,2021", False),       # told as a date, not compared
])
def test_two_in_a_seat_for_one(tmp_path: Path, first: str, second: str, surely: bool) -> None:
    for rows in (two(first, second), two(second, first)):
        kinds = [fault.kind for fault in check(table(tmp_path, *rows)) if fault.kind != "date"]
        assert kinds == ["seat"] * surely


@pytest.mark.parametrize(("org", "title", "one"), [
    ("青河市委", "书记", True), ("青河市委", "副书记", False), ("青河市", "市长", True), ("青河市", "副市长", False),
    ("青河市", "代市长", False), ("青河市", "党组书记", True), ("青河市", "党组副书记", False), ("青河市", "原党组书记", False),
    ("青河市委", "宣传部部长", True), ("青河市委", "宣传部副部长", False), ("青河市", "常务副市长", False),
    ("青河市计划委员会", "主任", True), ("青河市计划委员会", "处长", False), ("青河市计划委员会", "委员", False),
    ("白山大学", "教研组主任", False), ("白山大学", "名誉校长", False), ("白山大学", "校 长", True), ("", "市长", False)])
def test_which_seats_are_for_one(tmp_path: Path, org: str, title: str, one: bool) -> None:
    assert is_for_one(org, title) == one
    assert [fault.kind for fault in check(table(tmp_path, *two("2015,", "2018,", org, title)))] == ["seat"] * one


def test_titles_for_one_are_titles() -> None:
    words = lexicon.load()
    assert set(words.words("seats", "heads")) <= set(words.words("titles", "heads"))
    assert not set(words.words("seats", "heads")) & set(words.words("titles", "shared"))


@pytest.mark.parametrize(("rows", "faults"), [
    (["su,苏晓岚,,青河市,市长,2015,2018,", "su,苏晓岚,,青河市,市长,2018,,"], []),
    (["su,苏晓岚,,青河市,市长,2015,2019,", "su,苏晓岚,,青河市,市长,2018,,"], [(3, "start", "twice")]),
    (["su,苏晓岚,,青河市,副市长,2015,2019,", "su,苏晓岚,,青河市,副市长,2018,,"], [(3, "start", "twice")]),  # whatever the post
    (["su,苏晓岚,,青河市,市长,2015,2019,", "su,苏晓岚,,红山市,市长,2018,,"], []),
    (["su,苏晓岚,,青河市,市长,2015,2019,公报", "su,苏晓岚,,青河市,市长,2015,2019,晨报"], [(3, "title", "twice")]),
    (["su,苏晓岚,,青河市,市长,,,", "su,苏晓岚,,青 河市,市长,,,"], [(3, "title", "twice")]),
    (["su,苏晓岚,,青河市委,宣传部部长,2015,,", "su,苏晓岚,,青河市委宣传部,部长,2016,,"],  # cut elsewhere
     [(3, "start", "twice")]),
    (["su,苏晓岚,,青河市,市长,2015,2019,", "he1,何平,,青河市,市长,2016,2017,", "he2,何平,,青河市,市长,2018,,"],
     [(3, "start", "seat"), (4, "start", "seat")]),
    (["su,苏晓岚,,青河市,市长,2010,,", "su,苏晓岚,,青河市,市长,2011,,", "he,何平,,青河市,市长,2012,2014,"],
     [(3, "start", "twice"), (4, "start", "seat")]),
    (["he1,何平,,青河市,市长,2010,,", "he2,何平,,红山市,市长,2010,,"], []),  # two of one name are no fault
])
def test_the_same_seat(tmp_path: Path, rows: list[str], faults: list[tuple[int, str, str]]) -> None:
    assert told(check(table(tmp_path, *rows))) == faults


def test_short_forms_are_the_same_seat(tmp_path: Path) -> None:
    rows = ["su,苏晓岚,,青河市委,书记,2015,,", "bai,白志远,,中共青河市委员会,书记,2018,,"]
    bodies = table(tmp_path, "中共青河市委员会,,青河市委,,", header=BODIES, name="bodies.csv")
    assert check(table(tmp_path, *rows)) == []
    (fault,) = check(table(tmp_path, *rows), bodies)
    assert str(fault) == (f"{tmp_path}/roster.csv:3:start: "
                          "中共青河市委员会书记 was su at that time (line 2), and the seat is for one")


@pytest.mark.parametrize(("rows", "faults"), [
    (["su,苏晓岚,老苏,,,,,", "su,苏晓岚,老苏,青河市,市长,,,", "bai,白志远,老白,,,,,"], []),
    (["su,苏晓岚,白 志远,,,,,", "bai,白志远,,,,,,"], [(2, "aliases", "alias")]),
    (["su,苏晓岚,苏 晓岚,,,,,"], []),                       # the own name
    (["su,苏晓岚,老苏,,,,,", "bai,苏白,老苏,,,,,", "bai,苏白,老苏,,市长,,,"], [(3, "aliases", "alias")]),
    (["he1,何平,,,,,,", "he2,何平,,,,,,"], []),
    (["he1,何平,老何,,,,,", "he2,何平,老何,,,,,", "he3,何苹,何平,,,,,"], [(3, "aliases", "alias"), (4, "aliases", "alias")]),
])
def test_aliases(tmp_path: Path, rows: list[str], faults: list[tuple[int, str, str]]) -> None:
    assert told(check(table(tmp_path, *rows))) == faults


@pytest.mark.parametrize(("rows", "faults"), [
    (["青河市,白山省,青河,大青河市,", "白山省,,,,", "大青河市,白山省,,,"], []),
    (["青河市,白山省,青河,大青河市,"], [(2, "parent", "unknown"), (2, "successor", "unknown")]),
    (["青河市,白山,,,", "白山省,,白山,,"], [(2, "parent", "unknown")]),     # a short form is no full name
    (["青河市,红山市,,,", "红山市,青河市,,,"], [(2, "parent", "cycle")]),
    (["青河市,青 河市,,,"], [(2, "parent", "cycle")]),
    (["甲局,乙局,,,", "乙局,丙局,,,", "丙局,乙局,,甲局,"], [(3, "parent", "cycle")]),  # the first of those in the circle
    (["甲局,,,乙局,", "乙局,,,丙局,", "丙局,,,甲局,"], [(2, "successor", "cycle")]),
    (["甲局,,,乙局,", "乙局,甲局,,,"], []),                              # once up and once on: no circle
    (["甲局,,,丙局,", "乙局,,,丙局,", "丙局,,,,"], []),                    # two become one
    (["青河市,,青河;红山市,,", "红山市,,红山;红山市,,"], [(2, "short", "short")]),
    (["青河市委,,市委,,", "红山市委,,市委,,"], []),                        # who says 市委 means the own one
    (["青河市,,,,", "青河市,,青河,,"], [(3, "org", "twice")]),
    ([",,青河,,", "青河市,,"], [(2, "org", "empty"), (3, "", "row")]),
])
def test_organisations(tmp_path: Path, rows: list[str], faults: list[tuple[int, str, str]]) -> None:
    bodies = table(tmp_path, *rows, header=BODIES, name="bodies.csv")
    found = check(table(tmp_path), bodies)
    assert told(found) == faults
    assert {fault.file for fault in found} <= {str(bodies)}


def test_what_is_said_of_a_circle_and_of_a_short_form(tmp_path: Path) -> None:
    bodies = table(tmp_path, "甲局,乙局,,,", "乙局,甲局,,丙,", "丙局,,丙,,", header=BODIES, name="bodies.csv")
    assert [fault.message for fault in check(table(tmp_path), bodies)] == [
        "甲局 → 乙局 → 甲局 go round in a circle", "丙 is no organisation of the roster; write 丙局, its full name"]


def test_faults_stand_in_the_order_of_the_files(tmp_path: Path) -> None:
    bodies = table(tmp_path, "青河市,白山省,,,", header=BODIES, name="bodies.csv")
    path = table(tmp_path, *two("2015,", "2018,"), "he,何平,,,,2019年,,", "x,,,,,,,")
    assert [(fault.file, fault.line) for fault in check(path, bodies)] == [
        (str(path), 3), (str(path), 4), (str(path), 4), (str(path), 5), (str(bodies), 2)]


def test_files_that_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="cannot be read"):
        check(tmp_path / "nothing.csv")
    with pytest.raises(RosterError, match="FollowTheMoney"):
        check(tmp_path / "nothing.ftm.json")


_CELL = st.text('su苏,;"\n 2019-05', max_size=6)


@given(st.lists(st.lists(_CELL, max_size=9).map(",".join), max_size=8))
def test_check_never_stops_and_finds_whatever_load_stops_at(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    path = table(tmp_path_factory.getbasetemp(), *rows)
    faults = check(path)
    stopped = None
    try:
        load(path)
    except RosterError as error:
        stopped = str(error)
    if stopped is None:
        assert {fault.kind for fault in faults} <= {"seat", "twice", "alias", "row"}
    else:
        assert stopped in {str(fault) for fault in faults}
