import io
import sys
import zipfile
from datetime import date, datetime

import openpyxl
import pyarrow as pa
import pytest
from formats import BODY, HEADLINE, ROWS, csv_table, parquet_table, workbook, zipped
from pyarrow import parquet

from tracker.errors import InputError
from tracker.ingest import Reading, read_file

TEXTS = [row["正文"] for row in ROWS]


def read(folder, data, name, **how):
    errors = []
    (folder / name).write_bytes(data)
    return list(read_file(folder / name, Reading(**how), lambda error: errors.append(str(error)))), errors


@pytest.mark.parametrize(("data", "name"), [
    (csv_table(), "a.csv"),
    (csv_table(delimiter=";"), "a.csv"),
    (csv_table(delimiter="\t"), "a.csv"),
    (csv_table(delimiter="|"), "a.csv"),
    (csv_table(delimiter="\t"), "a.tsv"),
    (b"\xef\xbb\xbf" + csv_table(), "a.csv"),
    (csv_table().decode().encode("gb18030"), "a.csv"),
    (csv_table().decode().encode("utf-16"), "a.csv"),
    (b"\n\n" + csv_table(), "a.csv"),
    (workbook(), "a.xlsx"),
    (workbook(title="澜泉日报 2021年"), "a.xlsx"),
    (workbook(), "a.dat"),
    (parquet_table(), "a.parquet"),
])
def test_rows_become_reports(tmp_path, data, name):
    found, errors = read(tmp_path, data, name)
    assert not errors
    assert [report.text for report in found] == TEXTS
    first, second = found
    assert (first.id, first.headline, first.published, first.source) == ("a1", HEADLINE, date(2021, 3, 10), "澜泉日报")
    assert second.source is None


@pytest.mark.parametrize("data", [csv_table(({"text": "甲一", "栏": "乙一"}, {"text": "甲二", "栏": "乙二"})),
                                  workbook(({"text": "甲一", "栏": "乙一"}, {"text": "甲二", "栏": "乙二"})),
                                  parquet_table(({"text": "甲一", "栏": "乙一"}, {"text": "甲二", "栏": "乙二"}))])
def test_a_column_may_be_asked_for(tmp_path, data):
    assert [r.text for r in read(tmp_path, data, "a.csv")[0]] == ["甲一", "甲二"]
    assert [r.text for r in read(tmp_path, data, "a.csv", fields={"text": "栏"})[0]] == ["乙一", "乙二"]
    found, errors = read(tmp_path, data, "a.csv", fields={"text": "别栏"})
    assert not found
    assert "there is no column '别栏'" in errors[0] or "no sheet has rows under a header" in errors[0]


@pytest.mark.parametrize(("make", "name"), [(csv_table, "a.csv"), (workbook, "a.xlsx"), (parquet_table, "a.parquet")])
def test_rows_without_id_are_numbered_and_bad_ones_left_out(tmp_path, make, name):
    rows = [{"text": "一", "published": "2021-03-15"}, {"text": " ", "published": ""}, {"text": "三", "published": "soon"},
            {"text": "四", "published": ""}]
    found, errors = read(tmp_path, make(rows), name)
    assert [r.text for r in found] == ["一", "四"]
    assert len({r.id for r in found}) == 2
    assert all(r.id.startswith("a#") for r in found)
    assert len(errors) == 2
    assert "the record has no text" in errors[0]
    assert "published: no day: 'soon'" in errors[1]


@pytest.mark.parametrize(("make", "name"), [(csv_table, "a.csv"), (workbook, "a.xlsx"), (parquet_table, "a.parquet")])
def test_ids_stay_unique(tmp_path, make, name):
    found, errors = read(tmp_path, make([{"id": "x", "text": "一"}, {"id": "x", "text": "二"}]), name)
    assert [r.text for r in found] == ["一"]
    assert "the id 'x' came before" in errors[0]


@pytest.mark.parametrize(("data", "name", "message"), [
    (b"a,b\n1,2\n", "a.csv", "a.csv:1: no column is known to hold the text; say --field text=COLUMN; there are: a, b"),
    (b"\n\n", "a.csv", "an empty file"),
    (b'text\n"x' + b"y" * 200, "a.csv", ""),
    (workbook(({"甲": "x"},)), "a.xlsx", "no sheet has rows under a header"),
    (parquet_table(({"甲": "x"},)), "a.parquet", "no column is known to hold the text"),
    (parquet_table()[:-20], "a.parquet", "cannot be read as Parquet"),
    (workbook()[:3000], "a.xlsx", "cannot be read as ZIP"),
])
def test_tables_that_cannot_be_read(tmp_path, data, name, message):
    found, errors = read(tmp_path, data, name)
    assert bool(found) == (not message)
    assert message in "".join(errors)


def test_cells_of_other_types(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "text", "date", "link"])
    book.active.append([1.0, "一", datetime(2021, 3, 15, 8), "https://lanquan.example/1"])
    book.active.append([None, None, None, None])
    book.active.append([2, "二", 20210316, None])
    book.active.append([3, 3.5, None, None])
    other = book.create_sheet("二月")
    other.append(["text"])
    other.append(["三"])
    book.create_sheet("空")
    buffer = io.BytesIO()
    book.save(buffer)
    found, errors = read(tmp_path, buffer.getvalue(), "a.xlsx")
    assert [(r.id, r.text, r.published) for r in found] == [
        ("1", "一", date(2021, 3, 15)), ("2", "二", date(2021, 3, 16)), ("a#二月!2", "三", None)]
    assert errors == [f"{tmp_path / 'a.xlsx'}:row Sheet!5: text is no string but 3.5"]


def test_parquet_with_days_and_more_rows_than_a_batch(tmp_path):
    buffer = io.BytesIO()
    parquet.write_table(pa.table({"id": range(2500), "text": [f"第{n}" for n in range(2500)], "date": [date(2021, 3, 15)] * 2500,
                                  "more": [[1, 2]] * 2500}), buffer)
    found, errors = read(tmp_path, buffer.getvalue(), "a.parquet")
    assert not errors
    assert [r.id for r in found] == [str(n) for n in range(2500)]
    assert {(r.published, r.dated) for r in found} == {(date(2021, 3, 15), "metadata")}


def test_a_workbook_that_defines_entities(tmp_path):
    with zipfile.ZipFile(io.BytesIO(workbook())) as parts:
        members = {name: parts.read(name) for name in parts.namelist()}
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    members["xl/sharedStrings.xml"] = bomb + b"<sst>&b;</sst>"
    found, errors = read(tmp_path, zipped(members), "a.xlsx")
    assert not found
    assert "defines entities of XML" in errors[0]


@pytest.mark.parametrize(("module", "data", "name", "extra"), [
    ("openpyxl", workbook(), "a.xlsx", "office"), ("pyarrow", parquet_table(), "a.parquet", "parquet")])
def test_a_library_that_is_not_installed(tmp_path, monkeypatch, module, data, name, extra):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.parquet", None)
    assert f"pip install 'tracker[{extra}]'" in read(tmp_path, data, name)[1][0]


def test_a_long_field_is_no_fault(tmp_path):
    text = BODY[0] * 5000
    assert [r.text for r in read(tmp_path, csv_table(({"text": text},)), "a.csv")[0]] == [text]
    with pytest.raises(InputError, match="longer than"):
        list(read_file(tmp_path / "a.csv", Reading(longest=1000)))
