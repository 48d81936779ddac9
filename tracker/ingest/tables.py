"""Tables, one report a row: CSV and TSV, XLSX and Parquet, read in pieces whatever their length."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from tracker.errors import InputError
from tracker.ingest.archives import check_parts
from tracker.ingest.fields import columns, known, reports
from tracker.ingest.plain import lines
from tracker.ingest.reading import Fault, File, foreign, guarded, need
from tracker.types import Report

_DELIMITERS = ",\t;|"
_BATCH = 1000  # rows of Parquet that are held at once
_HEADER_ROWS = 10  # so far down a sheet may have titles before its header

Row = tuple[Fault, Mapping[str, object], str]  # what makes an error of its place, its values by field, an id


def read_csv(file: File) -> Iterator[Report]:
    """The rows of a CSV or TSV: commas, tabs, semicolons or bars, whichever parts the header most."""
    csv.field_size_limit(max(csv.field_size_limit(), file.how.longest))
    yield from reports(_csv_rows(file), file)


def _csv_rows(file: File) -> Iterator[Row]:
    source = lines(file, newline="")
    head = next((line for line in source if line.strip()), "")
    if not head:
        raise file.fault("an empty file")
    delimiter = "\t" if file.suffix in (".tsv", ".tab") else max(_DELIMITERS, key=head.count)
    reader = csv.reader(_before(head, source), delimiter=delimiter)
    header: list[str] = []
    count = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(f"cannot be read as CSV: {error}; is a quotation mark left open?", file.path,
                             reader.line_num) from error
        if row is None:
            return
        if not header:
            header = [name.strip().lstrip("\ufeff") for name in row]
            place = {field: header.index(name) for field, name in columns(header, file).items()}
        elif any(row):
            count += 1
            fault = partial(InputError, path=file.path, line=reader.line_num)
            yield fault, {field: row[at] for field, at in place.items() if at < len(row)}, f"{file.stem}#{count}"


def _before(head: str, rest: Iterable[str]) -> Iterator[str]:
    yield head
    yield from rest


def read_xlsx(file: File) -> Iterator[Report]:
    """The rows of every sheet of a workbook that has a column for the text."""
    try:
        import openpyxl
    except ImportError as error:
        raise need("openpyxl", "office", file.path) from error
    with file.seekable() as stream:
        check_parts(stream, file)
        with foreign(file.path, "XLSX"):
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        yield from reports(_sheets(book, file), file)


def _sheets(book: Any, file: File) -> Iterator[Row]:
    """The rows of all sheets that hold texts. InputError where none does."""
    several, told = len(book.worksheets) > 1, False
    for sheet in book.worksheets:
        prefix = f"{sheet.title}!" if several else ""
        for number, values in _sheet_rows(guarded(sheet.iter_rows(values_only=True), file.path, "XLSX"), file):
            told = True
            yield partial(InputError, path=file.path, column=f"row {prefix}{number}"), values, f"{file.stem}#{prefix}{number}"
    if not told:
        raise file.fault("no sheet has rows under a header with a column for the text; say --field text=COLUMN")


def _sheet_rows(cells: Iterator[Sequence[Any]], file: File) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The numbered rows below the header, which is the first row near the top that names a column for the text."""
    wanted = file.how.fields.get("text")
    place: dict[str, int] = {}
    for number, row in enumerate(cells, start=1):
        if place:
            if any(cell is not None for cell in row):
                yield number, {field: row[at] for field, at in place.items() if at < len(row)}
            continue
        names = [str(cell).strip() if cell is not None else "" for cell in row]
        if wanted in names if wanted else "text" in known(names):
            place = {field: names.index(name) for field, name in columns(names, file, number).items()}
        elif number >= _HEADER_ROWS:
            return


def read_parquet(file: File) -> Iterator[Report]:
    """The rows of a Parquet file, of which only the columns that are needed are read."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise need("pyarrow", "parquet", file.path) from error
    with file.seekable() as stream:
        with foreign(file.path, "Parquet"):
            table = parquet.ParquetFile(stream)
            names = list(table.schema_arrow.names)
        found = columns(names, file, None)
        batches = guarded(table.iter_batches(_BATCH, columns=list(dict.fromkeys(found.values()))), file.path, "Parquet")
        yield from reports(_batch_rows(batches, found, file), file)


def _batch_rows(batches: Iterator[Any], found: Mapping[str, str], file: File) -> Iterator[Row]:
    number = 0
    for batch in batches:
        with foreign(file.path, "Parquet"):
            values = {field: batch.column(batch.schema.get_field_index(name)).to_pylist() for field, name in found.items()}
        for at in range(batch.num_rows):
            number += 1
            fault = partial(InputError, path=file.path, column=f"row {number}")
            yield fault, {field: column[at] for field, column in values.items()}, f"{file.stem}#{number}"
