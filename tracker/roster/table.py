"""Rosters as CSV: one row a tenure, and the organisations in a file of their own.

A file cannot hold an alias or a short form with a `;` in it: `written` leaves these out and says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tracker.errors import RosterError
from tracker.roster.index import Roster
from tracker.roster.rows import Body, Fault, Item, Notice, Row
from tracker.types import Organisation

COLUMNS = ("person_id", "name", "aliases", "org", "title", "start", "end", "source")
ORGANISATION_COLUMNS = ("org", "parent", "short", "successor", "place")
_SEPARATORS = ";；"


def read(path: str | Path, more: bool = False) -> Iterator[Item]:
    """A row, or a fault, for each line of the table of people that is not blank; `more` lets it have other columns too."""
    for line, cells in _rows(path, COLUMNS, more):
        if isinstance(cells, Fault):
            yield cells
        else:
            id, name, aliases, org, title, start, end, source = cells
            yield Row(line, id, name, _parts(aliases), org, title, start, end, source)


def read_organisations(path: str | Path) -> Iterator[Item]:
    """An organisation, or a fault, for each line of the table of organisations that is not blank."""
    for line, cells in _rows(path, ORGANISATION_COLUMNS):
        if isinstance(cells, Fault):
            yield cells
            continue
        name, parent, short, successor, place = cells
        if name:
            yield Body(line, Organisation(name, parent or None, _parts(short), successor or None, place or None))
        else:
            yield Fault(str(path), line, "org", "empty", "is empty; give the organisation's full name")


def text_of(path: str | Path) -> str:
    """The text of a file in UTF-8 or GB18030. RosterError."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise RosterError(f"cannot be read ({error.strerror})", path) from error
    if b"\0" in data:
        raise RosterError("is no text file; save the table as CSV", path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError("is neither UTF-8 nor GB18030; save the table as CSV in UTF-8", path)


def _parts(cell: str) -> tuple[str, ...]:
    """What stands between the separators, each once."""
    if not cell or not any(mark in cell for mark in _SEPARATORS):
        return (cell,) if cell else ()
    return tuple(dict.fromkeys(part.strip() for part in cell.replace("；", ";").split(";") if part.strip()))


def _rows(path: str | Path, columns: Sequence[str], more: bool = False) -> Iterator[tuple[int, list[str] | Fault]]:
    """The line and the stripped cells, in the order of `columns`, of each row that is not blank; or what is wrong with it."""
    file, lines = str(path), list(io.StringIO(text_of(path), newline=""))
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip() for name in next(reader, ())]
    except csv.Error as error:
        yield 1, Fault(file, 1, "", "row", f"is no proper CSV ({error})")
        return
    faults = [Fault(file, 1, column, "header", message) for column, message in _wrong_header(header, columns, more)]
    if faults:
        yield from ((1, fault) for fault in faults)
        return
    places = [header.index(name) for name in columns]
    for line, cells in _records(lines, reader.line_num, len(header)):
        if isinstance(cells, str):
            yield line, Fault(file, line, "", "row", cells)
            continue
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield line, [stripped[place] for place in places]


def _records(lines: Sequence[str], at: int, width: int) -> Iterator[tuple[int, list[str] | str]]:
    """The line, from 1, and the cells of each record from `lines[at]` on, or in words what is wrong with it.

    After a bad record that runs over several lines reading goes on with its second line: a quote that is never closed
    would swallow all that follows.
    """
    while at < len(lines):
        first, reader = at, csv.reader(map(lines.__getitem__, range(at, len(lines))), strict=True)
        try:
            for cells in reader:
                line, at = at + 1, first + reader.line_num
                if len(cells) == width or not any(map(str.strip, cells)):
                    yield line, cells if len(cells) == width else []
                    continue
                yield line, f"has {len(cells)} fields instead of {width}; quote a field that holds a comma"
                if at > line:
                    at = line
                    break
        except csv.Error as error:
            at += 1
            yield at, f"is no proper CSV ({error})"


def _wrong_header(header: Sequence[str], columns: Sequence[str], more: bool) -> Iterator[tuple[str, str]]:
    """Column and message of each thing wrong with the first line."""
    wanted = ",".join(columns)
    if not any(header):
        yield "", f"is empty; the first line must be {wanted}"
        return
    for name in columns:
        if name not in header:
            yield name, f"the column is missing; the first line must be {wanted}"
    for name in dict.fromkeys(header):
        if (name not in columns and not more) or header.count(name) > 1:
            yield name or "''", f"the column is unknown or stands twice; the columns are {wanted}"


def written(roster: Roster) -> tuple[str, list[Notice]]:
    """The people as CSV, and what it cannot hold."""
    lost: list[str] = []
    rows = []
    for person in roster.people.values():
        aliases = _joined(person.aliases, lost)
        if not person.tenures:
            rows.append((person.id, person.name, aliases, "", "", "", "", ""))
        rows.extend((person.id, person.name, aliases, t.post.org or "", t.post.title, t.start or "", t.end or "",
                     t.source or "") for t in person.tenures)
    return _csv(COLUMNS, rows), _notices("alias", lost)


def written_organisations(roster: Roster) -> tuple[str, list[Notice]]:
    """The organisations as CSV, and what it cannot hold."""
    lost: list[str] = []
    rows = [(body.name, body.parent or "", _joined(body.short, lost), body.successor or "", body.place or "")
            for body in roster.organisations.values()]
    return _csv(ORGANISATION_COLUMNS, rows), _notices("short form", lost)


def _joined(parts: Iterable[str], lost: list[str]) -> str:
    kept: list[str] = []
    for part in parts:
        (lost if any(mark in part for mark in _SEPARATORS) else kept).append(part)
    return ";".join(kept)


def _notices(what: str, lost: Sequence[str]) -> list[Notice]:
    message = f"{what} left out, since CSV parts them by ;: {lost[0]}" if lost else ""
    return [Notice("", None, what, len(lost), f"{len(lost)} × {message}")] if lost else []


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    # the writer quotes a cell with a line end, but not one with a lone carriage return
    writer.writerows([cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows)
    return file.getvalue()
