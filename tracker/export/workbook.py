"""Excel workbooks. Needs XlsxWriter (`tracker[xlsx]`). No text is taken for a formula, an address or a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from tracker.errors import InputError
from tracker.export.files import atomic
from tracker.export.flat import JOINT

_LONGEST = 32767  # characters that a cell can hold
_FIRST = "1900-03-01"  # Excel counts days from 1900, and takes that for a leap year
_WIDTHS = {"evidence": 60, "headline": 40, "post": 30, "with": 30, "event": 30}


def write(frame: pd.DataFrame, rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Writes the records of a frame as one sheet: heading frozen, with filters, days as dates."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise InputError('a workbook needs XlsxWriter; install it with pip install "tracker[xlsx]"', path) from error
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    # The same frame is to give the same file.
    book.set_properties({"created": datetime(2000, 1, 1)})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    names = list(map(str, frame.columns))
    days = {name for name, type in zip(names, frame.dtypes, strict=True) if pd.api.types.is_datetime64_any_dtype(type)}
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, _WIDTHS.get(name, 12))
    for line, row in enumerate(rows, 1):
        for column, name in enumerate(names):
            value = row[name]
            if value is not None and name in days and value >= _FIRST:
                sheet.write_datetime(line, column, datetime.fromisoformat(value), day)
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value)
            elif value is not None:
                sheet.write_string(line, column, _text(value)[:_LONGEST])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), max(len(names) - 1, 0))
    book.close()
    with atomic(path) as file:
        file.buffer.write(content.getvalue())


def _text(value: Any) -> str:
    return JOINT.join(value) if isinstance(value, tuple) else str(value)
