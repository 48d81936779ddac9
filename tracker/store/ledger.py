"""Which files were read, what they were then, and what could not be read of them: so nothing is read twice, or lost silently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.store.database import Database
from tracker.store.rows import insert, parts
from tracker.store.schema import FAULT, FILE, REPORT
from tracker.types import Report

_SOME = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read: the place (file, line, column as far as known) and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read to its end: its digest, size in bytes and time of change (ns) as it was then; `reading` tells how it
    was read and `version` what extracted. `copy_of` is the file with the same content that was read in its place."""

    path: str
    digest: str
    size: int
    changed: int
    reading: str
    version: str
    copy_of: str | None = None
    faults: tuple[Fault, ...] = ()


class Ledger(Database):
    """The part of a store that knows which files were read."""

    def files(self, paths: Sequence[str]) -> dict[str, File]:
        """What is known of files, by path; those that were never read to their end are left out."""
        found: dict[str, File] = {}
        with self._begin() as c:
            for part in parts(paths):
                faults = _faults(c, part)
                for row in c.execute(sa.select(FILE).where(FILE.c.path.in_(part))):
                    found[row.path] = File(**row._mapping, faults=tuple(faults.get(row.path, ())))
        return found

    def same(self, file: File) -> str | None:
        """Another file with the same content that was read whole in the same way, the first in order of the path."""
        query = sa.select(FILE.c.path).where(
            FILE.c.digest == file.digest, FILE.c.reading == file.reading, FILE.c.version == file.version,
            FILE.c.copy_of.is_(None), FILE.c.path != file.path,
            ~sa.exists().where(FAULT.c.file == FILE.c.path)).order_by(FILE.c.path).limit(1)
        with self._begin() as c:
            return c.scalar(query)

    def faults(self) -> dict[str, list[Fault]]:
        """What could not be read, by file, in order of the path; files without faults are left out."""
        with self._begin() as c:
            return dict(_faults(c, None))

    def reports_held(self) -> Iterator[Report]:
        """All reports as they were read, a few hundred at a time; without the offsets into their files."""
        last = ""
        while True:
            with self._begin() as c:
                rows = c.execute(sa.select(REPORT).where(REPORT.c.id > last).order_by(REPORT.c.id).limit(_SOME)).all()
            if not rows:
                return
            last = rows[-1].id
            for row in rows:
                yield Report(row.name, row.text, row.headline, row.published, row.source, row.document, row.path, row.year,
                             None, row.dated, row.region, row.url, row.page, row.page_column)

    def rebuilt(self, version: str, but: Collection[str]) -> None:
        """Keeps that all reports stand there as this version reads them, but those in these files."""
        with self._write() as c:
            held = {path for (path,) in c.execute(sa.select(FILE.c.path))}
            for part in parts(sorted(held - set(but))):
                c.execute(sa.update(FILE).where(FILE.c.path.in_(part)).values(version=version))

    def forget_files(self, paths: Collection[str]) -> None:
        """Forgets that files were read; what was read of them stays."""
        with self._write() as c:
            for part in parts(sorted(paths)):
                c.execute(sa.delete(FILE).where(FILE.c.path.in_(part)))


def record(c: sa.Connection, file: File) -> None:
    """Keeps that a file was read, in the place of what was known of it. Copies of what it was before have to be read again."""
    c.execute(sa.delete(FILE).where(sa.or_(FILE.c.path == file.path, sa.and_(
        FILE.c.copy_of == file.path, FILE.c.digest != file.digest))))
    insert(c, FILE, [{"path": file.path, "digest": file.digest, "size": file.size, "changed": file.changed,
                      "reading": file.reading, "version": file.version, "copy_of": file.copy_of}])
    insert(c, FAULT, [{"file": file.path, "ord": i, "place": fault.place, "reason": fault.reason}
                      for i, fault in enumerate(file.faults)])


def _faults(c: sa.Connection, paths: Collection[str] | None) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = defaultdict(list)
    query = sa.select(FAULT).order_by(FAULT.c.file, FAULT.c.ord)
    for row in c.execute(query if paths is None else query.where(FAULT.c.file.in_(paths))):
        found[row.file].append(Fault(row.place, row.reason))
    return found
