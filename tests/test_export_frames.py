"""Frames as text, calendars and workbooks, whatever stands in their cells."""

import csv
import io
import json
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers import HOSTILE, TEXTS
from test_graph import ARCHIVE
from test_store import fill

from tracker.errors import InputError
from tracker.export import frame_text, guarded, records, unguarded, write_frame
from tracker.query import COLUMNS, timeline
from tracker.store import Store


def frame_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """A timeline with one row for each of these, which say what is not as usual."""
    usual = dict.fromkeys(COLUMNS) | {"type": "meeting", "event": "会见", "roles": ("host",), "post": (), "with": (), "order": 1}
    frame = pd.DataFrame([usual | {"event_id": f"e{n}"} | row for n, row in enumerate(rows)], columns=list(COLUMNS))
    for column in ("date", "date_end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


# A frame whose strings are those of Arrow holds no half of a character; nor does the store.
WHOLE = [name for name in HOSTILE if name.encode(errors="replace").decode() == name]
HARD = frame_of(*({"date": "2020-08-04", "event": name, "headline": name, "with": (name, "白志远")} for name in WHOLE))


@given(TEXTS | st.text("'=+-@＝ \t1a", max_size=5))
def test_formulas_are_kept_from_running_and_come_back(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not re.match(r"\s*[=+\-@＝＋－＠]", cell)
    assert cell[:1] not in ("\t", "\r", "\n")


def test_hostile_texts_in_csv_and_json() -> None:
    wanted = records(HARD)
    text = frame_text(HARD, "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert [unguarded(row["headline"]) for row in rows] == [row["headline"] for row in wanted]
    assert [unguarded(row["with"]) for row in rows] == ["; ".join(row["with"]) for row in wanted]
    assert '"\'=HYPERLINK(""http://x.example"")"' in text
    lines = frame_text(HARD, "jsonl").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == json.loads(frame_text(HARD, "json"))
    assert json.loads(lines[0])["with"] == ["", "白志远"]


def test_markdown_is_one_table() -> None:
    lines = frame_text(HARD, "md").removesuffix("\n").split("\n")
    assert len(lines) == len(HARD) + 2
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == len(COLUMNS) + 1 for line in lines)
    assert set(lines[1]) == {"|", "-", " "}
    told = frame_text(frame_of({"event": "a|b*c\n<b>&`[x](y)", "with": ("甲", "乙"), "date": "2020-08-04"}), "md")
    assert r"| 2020-08-04 |  | meeting | a\|b\*c \<b\>&amp;\`\[x\](y) |" in told
    assert "| 甲; 乙 |" in told


@pytest.mark.parametrize("format", ["csv", "json", "jsonl", "md", "ics"])
def test_an_empty_timeline(format: str) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE)
        text = frame_text(timeline(store, "he1"), format)
    assert {"csv": text.count("\n") == 1, "json": text == "[]\n", "jsonl": text == "", "md": text.count("\n") == 2,
            "ics": text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")}[format]


def test_an_unknown_format_lists_the_known() -> None:
    with pytest.raises(InputError, match="no text format xlsx for tables; choose from csv, json, jsonl, md, ics"):
        frame_text(HARD, "xlsx")


def test_a_calendar() -> None:
    frame = frame_of({"date": "2020-08-04", "place": "青河; 礼堂, 1\\2", "post": ("市长",), "with": ("白志远",),
                      "evidence": "一\r\n二"},
                     {"date": "2020-08-06", "date_end": "2020-08-08", "event": "阿卜杜热合曼·" * 20}, {"event": "无日"})
    text = frame_text(frame, "ics")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    first, second = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (str(first["UID"]), first["DTSTART"].dt, first["DTEND"].dt) == ("e0@tracker", date(2020, 8, 4), date(2020, 8, 5))
    assert (str(first["LOCATION"]), str(first["DESCRIPTION"])) == ("青河; 礼堂, 1\\2", "市长\n白志远\n一\n二")
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (date(2020, 8, 6), date(2020, 8, 9))
    assert str(second["SUMMARY"]) == "meeting: " + "阿卜杜热合曼·" * 20
    assert frame_text(frame, "ics") == text


def test_hostile_texts_in_a_calendar() -> None:
    events = icalendar.Calendar.from_ical(frame_text(HARD, "ics")).walk("VEVENT")
    said = [re.sub("\r\n?", "\n", f"meeting: {row['event']}").replace("\x7f", "") for row in records(HARD)]
    assert [str(event["SUMMARY"]).strip() for event in events] == [text.strip() for text in said]


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_frame(HARD, path, "xlsx")
    sheet = openpyxl.load_workbook(path).active
    heading, *rows = sheet.iter_rows()
    names = [cell.value for cell in heading]
    assert names == list(COLUMNS)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:R{len(HARD) + 1}")
    for cells, row in zip(rows, records(HARD), strict=True):
        found = dict(zip(names, cells, strict=True))
        assert found["date"].value == datetime(2020, 8, 4)
        assert found["date"].number_format == "yyyy-mm-dd"
        assert found["order"].value == 1
        assert found["headline"].data_type in ("s", "n" if row["headline"] == "" else "s")
        assert found["headline"].hyperlink is None
        if "\r" not in row["headline"]:  # XML makes one line end of the others
            assert (found["headline"].value or "") == row["headline"]
    before = path.read_bytes()
    write_frame(HARD, path, "xlsx")
    assert path.read_bytes() == before


def test_a_workbook_of_odd_rows(tmp_path: Path) -> None:
    write_frame(frame_of(), tmp_path / "empty.xlsx", "xlsx")
    write_frame(frame_of({"date": "1842-08-29", "evidence": "字" * 40000}), tmp_path / "old.xlsx", "xlsx")
    cells = [cell.value for cell in openpyxl.load_workbook(tmp_path / "old.xlsx").active[2]]
    assert (cells[0], len(cells[COLUMNS.index("evidence")])) == ("1842-08-29", 32767)


def test_without_xlsxwriter_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r'a\.xlsx: a workbook needs XlsxWriter; install it with pip install "tracker\[xlsx\]"'):
        write_frame(HARD, tmp_path / "a.xlsx", "xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["csv", "jsonl", "md", "ics"])
def test_texts_as_files(tmp_path: Path, format: str) -> None:
    write_frame(HARD, tmp_path / "a", format)
    assert (tmp_path / "a").read_bytes().decode() == frame_text(HARD, format)
