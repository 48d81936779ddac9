"""Frames, such as timelines, as text and as files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from tracker.errors import InputError
from tracker.export import calendar, tables, workbook
from tracker.export.files import atomic
from tracker.export.flat import JOINT, one_line, plain

_MARKS = re.compile(r"[\\`*_\[\]<>|~]")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame: days as 2020-08-04, None for what is missing, texts without control characters."""
    frame = frame.copy()
    for column in frame.columns[frame.dtypes.map(pd.api.types.is_datetime64_any_dtype)]:
        frame[column] = frame[column].dt.strftime("%Y-%m-%d")
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def frame_text(frame: pd.DataFrame, format: str) -> str:
    """A frame as text; days as 2020-08-04.

    `csv`: tuples joined with "; ", formulas kept from running (`unguarded` undoes it). `json`: a list of records, tuples as
    lists. `jsonl`: a record a line. `md`: a table for GitHub. `ics`: a calendar of the events that have a day, of a timeline.
    InputError for any other format.
    """
    writer = _TEXTS.get(format)
    if writer is None:
        raise InputError(f"no text format {format} for tables; choose from {', '.join(_TEXTS)}")
    return writer(frame)


def write_frame(frame: pd.DataFrame, path: str | Path, format: str) -> None:
    """Writes a frame as a file: a format of `frame_text`, or `xlsx`, a workbook. InputError where it cannot."""
    if format in BINARY:
        BINARY[format](frame, records(frame), Path(path))
        return
    text = frame_text(frame, format)
    with atomic(path) as file:
        file.write(text)


def _csv(frame: pd.DataFrame) -> str:
    return "".join(tables.csv(map(str, frame.columns), records(frame)))


def _json(frame: pd.DataFrame) -> str:
    return json.dumps(records(frame), ensure_ascii=False, indent=1) + "\n"


def _jsonl(frame: pd.DataFrame) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records(frame))


def _md(frame: pd.DataFrame) -> str:
    names = list(map(str, frame.columns))
    lines = [names, ["---"] * len(names), *([_cell(row[name]) for name in names] for row in records(frame))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cell(value: Any) -> str:
    joined = JOINT.join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return _MARKS.sub(r"\\\g<0>", one_line(joined).replace("&", "&amp;"))


def _ics(frame: pd.DataFrame) -> str:
    return calendar.text(records(frame))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


_TEXTS: Mapping[str, Callable[[pd.DataFrame], str]] = {"csv": _csv, "json": _json, "jsonl": _jsonl, "md": _md, "ics": _ics}
BINARY: Mapping[str, Callable[[pd.DataFrame, list[dict[str, Any]], Path], None]] = {"xlsx": workbook.write}
