import time
from pathlib import Path

import pytest

from tracker.errors import RosterError
from tracker.roster import load
from tracker.types import Post, Tenure

HEADER = "person_id,name,aliases,org,title,start,end,source"


def write(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "roster.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    return path


def test_one_row_a_tenure(tmp_path: Path) -> None:
    roster = load(write(tmp_path, "su,苏晓岚,,青河市,市长,2019-06,,公报", "bai,白志远,,,,,,",
                        "su,苏晓岚,苏小岚；晓岚;,青河市,副市长,2016,2019-06,"))
    su = roster.people["su"]
    assert su.aliases == ("苏小岚", "晓岚")
    assert su.tenures == (Tenure("su", Post("青河市", "副市长"), "2016", "2019-06"),
                          Tenure("su", Post("青河市", "市长"), "2019-06", None, "公报"))
    assert roster.people["bai"].tenures == ()


@pytest.mark.parametrize(("name", "ids"), [
    ("何平", ("h1", "h2")), ("何 平", ("h1", "h2")), ("何　平", ("h1", "h2")), ("老何", ("h2",)), ("何", ()), ("", ())])
def test_names_and_aliases_are_found_without_their_blanks(tmp_path: Path, name: str, ids: tuple[str, ...]) -> None:
    assert load(write(tmp_path, "h2,何平,老 何,,,,,", "h1,何　平,,,,,,")).find(name) == ids


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert load(write(tmp_path, "su,苏晓岚,,青河市,市长,,,", encoding=encoding)).find("苏晓岚") == ("su",)


def test_columns_stand_in_any_order_and_blank_lines_count_for_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "", "市长,苏晓岚,su,,青河市,,,", ",,,,,,,",
                 header="title,name,person_id,aliases,org,start,end,source")
    assert load(path).people["su"].tenures[0].post == Post("青河市", "市长")


@pytest.mark.parametrize(("rows", "place", "words"), [
    (["su,,,青河市,市长,,,"], "2:name", "is empty"),
    ([",苏晓岚,,青河市,市长,,,"], "2:person_id", "is empty"),
    (["p:1,苏晓岚,,青河市,市长,,,"], "2:person_id", "rename"),
    (["su,苏晓岚,,青河市,市长,2019-13,,"], "2:start", "2019-13 is no date"),
    (["su,苏晓岚,,青河市,市长,,2019年,"], "2:end", "2019年 is no date"),
    (["su,苏晓岚,,青河市,市长,2019-06,2019-05,"], "2:end", "before the start"),
    (["su,苏晓岚,,青河市,市长,2019-06-02,2018,"], "2:end", "before the start"),
    (["su,苏晓岚,,青河市,,2019,,"], "2:title", "name the post"),
    (["su,苏晓岚,,,市长,,,", "su,苏小岚,,,市长,,,"], "3:name", "under aliases"),
    (["su,苏晓岚,,,市长,,,", "bai,白志远,市长"], "3", "3 fields instead of 8"),
    (["su,苏晓岚,,青河市,市长,,,公报,第2版"], "2", "9 fields instead of 8"),
    (['su,"苏晓岚,,,市长,,,'], "2", "no proper CSV"),
    (['su,苏晓岚,,"青河市\r\n政府",市长,,,', "bai,,,,,,,"], "4:name", "is empty"),
])
def test_a_bad_row_is_named_by_line_and_column(tmp_path: Path, rows: list[str], place: str, words: str) -> None:
    path = write(tmp_path, *rows)
    with pytest.raises(RosterError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(("start", "end"), [
    ("2019", "2019-05"), ("2019-05", "2019"), ("", "2019"), ("2019-05-02", ""), ("2019-05-02", "2019-05-02")])
def test_dates_that_agree(tmp_path: Path, start: str, end: str) -> None:
    tenure = load(write(tmp_path, f"su,苏晓岚,,青河市,市长,{start},{end},")).people["su"].tenures[0]
    assert (tenure.start, tenure.end) == (start or None, end or None)


@pytest.mark.parametrize(("header", "words"), [
    (HEADER.replace(",end", ""), ":1:end: the column is missing"),
    (HEADER + ",rank", ":1:rank: the column is unknown"),
    (HEADER + ",name", ":1:name: the column is unknown or stands twice"),
    (HEADER.replace(",", ";"), ":1:person_id: the column is missing"),
    ("", ":1: is empty"),
])
def test_a_bad_header_is_named(tmp_path: Path, header: str, words: str) -> None:
    with pytest.raises(RosterError, match="person_id,name") as caught:
        load(write(tmp_path, header=header))
    assert words in str(caught.value)


@pytest.mark.parametrize(("data", "words"), [
    (b"\xff\xff\xff", "neither UTF-8 nor GB18030"), (b"PK\x03\x04\x00\x00", "no text file"), (b"", "is empty")])
def test_files_that_are_no_text(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(RosterError, match=words):
        load(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(RosterError, match="cannot be read"):
            load(path)


def test_fifty_thousand_rows_take_a_second_or_two(tmp_path: Path) -> None:
    path = write(tmp_path, *(f"id{n // 2},名字{n // 2},,第{n}局,局长,2019-{n % 12 + 1:02},," for n in range(50_000)))
    start = time.perf_counter()
    assert len(load(path).people) == 25_000
    assert time.perf_counter() - start < 5
