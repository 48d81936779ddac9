"""The roster: a CSV file of known people and who sat in which post from when to when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracker.dates import is_partial_date
from tracker.errors import RosterError
from tracker.text import squeeze
from tracker.types import Post, RosterPerson, Tenure

COLUMNS = ("person_id", "name", "aliases", "org", "title", "start", "end", "source")
PROVISIONAL = "p:"  # how the ids of people in no roster begin


class Roster:
    """Known people by id, and their ids by name or alias."""

    def __init__(self, people: Iterable[RosterPerson] = ()) -> None:
        self.people: dict[str, RosterPerson] = {person.id: person for person in sorted(people, key=lambda p: p.id)}
        self._ids: dict[str, list[str]] = {}
        for person in self.people.values():
            for key in dict.fromkeys(squeeze(name) for name in (person.name, *person.aliases)):
                self._ids.setdefault(key, []).append(person.id)

    def find(self, name: str) -> tuple[str, ...]:
        """The ids, in order, of all who bear `name` as name or alias; blanks inside it do not count."""
        return tuple(self._ids.get(squeeze(name), ()))


@dataclass(slots=True)
class _Entry:
    """What the rows read so far say of one id."""

    name: str
    aliases: dict[str, None] = field(default_factory=dict)
    tenures: dict[Tenure, None] = field(default_factory=dict)


def load(path: str | Path) -> Roster:
    """The people of a CSV file with the header `person_id,name,aliases,org,title,start,end,source`, one row a tenure.

    The columns may stand in any order. Aliases are separated by `;`, dates are ISO, whole or partial (2019, 2019-03),
    and empty where open. UTF-8 or GB18030. RosterError names file, line and column of the first fault.
    """
    entries: dict[str, _Entry] = {}
    for line, row in _rows(path):
        _Row(path, line, row).add(entries)
    return Roster(RosterPerson(id, entry.name, tuple(entry.aliases), tuple(sorted(entry.tenures, key=_age)))
                  for id, entry in entries.items())


def _age(tenure: Tenure) -> tuple[str, str, str, str]:
    return tenure.start or "", tenure.end or "9999", tenure.post.org or "", tenure.post.title


def _text(path: str | Path) -> str:
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


def _rows(path: str | Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The line number and the stripped fields of each row that is not blank."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    line = 1
    try:
        header = [name.strip() for name in next(reader, ())]
        _check_header(path, header)
        line = reader.line_num + 1
        for fields in reader:
            if len(fields) != len(header) and any(map(str.strip, fields)):
                raise RosterError(f"has {len(fields)} fields instead of {len(header)}; "
                                  "quote a field that holds a comma", path, line)
            if any(map(str.strip, fields)):
                yield line, dict(zip(header, map(str.strip, fields), strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise RosterError(f"is no proper CSV ({error})", path, line) from error


def _check_header(path: str | Path, header: list[str]) -> None:
    wanted = ",".join(COLUMNS)
    if not any(header):
        raise RosterError(f"is empty; the first line must be {wanted}", path, 1)
    for name in COLUMNS:
        if name not in header:
            raise RosterError(f"the column is missing; the first line must be {wanted}", path, 1, name)
    for name in header:
        if name not in COLUMNS or header.count(name) > 1:
            raise RosterError(f"the column is unknown or stands twice; the columns are {wanted}", path, 1, name or "''")


class _Row:
    """One row of the file, checked while it is added to the entry of its person."""

    def __init__(self, path: str | Path, line: int, fields: Mapping[str, str]) -> None:
        self.path, self.line, self.fields = path, line, fields

    def fault(self, column: str, message: str) -> RosterError:
        return RosterError(message, self.path, self.line, column)

    def add(self, entries: dict[str, _Entry]) -> None:
        id, name = self.fields["person_id"], self.fields["name"]
        if not id:
            raise self.fault("person_id", "is empty; give every person an id")
        if id.startswith(PROVISIONAL):
            raise self.fault("person_id", f"{id} begins with {PROVISIONAL}, which marks people in no roster; rename it")
        if not name:
            raise self.fault("name", "is empty; give the name in full")
        entry = entries.setdefault(id, _Entry(name))
        if squeeze(entry.name) != squeeze(name):
            raise self.fault("name", f"{id} is {entry.name} further up and {name} here; "
                                     "put other forms of a name under aliases")
        for alias in self.fields["aliases"].replace("；", ";").split(";"):
            if alias.strip() and squeeze(alias) != squeeze(name):
                entry.aliases[alias.strip()] = None
        tenure = self.tenure(id)
        if tenure is not None:
            entry.tenures[tenure] = None

    def tenure(self, id: str) -> Tenure | None:
        """The tenure of the row; None where the row gives a name and no more."""
        org, title, start, end = (self.fields[name] for name in ("org", "title", "start", "end"))
        for column, day in (("start", start), ("end", end)):
            if day and not is_partial_date(day):
                raise self.fault(column, f"{day} is no date; write 2019, 2019-03 or 2019-03-15, or leave it empty")
        whole = min(len(start), len(end))
        if end[:whole] < start[:whole]:
            raise self.fault("end", f"{end} lies before the start {start}")
        if not title:
            if org or start or end:
                raise self.fault("title", "is empty; name the post, or leave org, start and end empty too")
            return None
        return Tenure(id, Post(org or None, title), start or None, end or None, self.fields["source"] or None)
