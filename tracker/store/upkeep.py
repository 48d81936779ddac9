"""Care for a database: is it sound, how is it kept small, how is it copied while in use."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from tracker.errors import StoreError
from tracker.judgements import EVENT as SIDE
from tracker.store.database import Database
from tracker.store.schema import EVENT, JUDGEMENT, MENTION, PARTICIPATION, REPORT, UNGROUPED, UNLINKED, UNSETTLED


def check(store: Database) -> list[str]:
    """What is wrong with a database, a line each; with none it is sound."""
    found: list[str] = []
    try:
        with store._begin() as c:
            for kind in (*([_file] if store.is_sqlite else ()), _spans, _happenings, _stories):
                found.extend(kind(c))
    except StoreError as error:  # so damaged that it cannot be read to the end
        found.append(f"the file is damaged: {error.__cause__}".splitlines()[0])
    return found


def notes(store: Database) -> list[str]:
    """What is no fault but good to know, a line each: what is still to be decided, and judgements that nothing heeds."""
    with store._begin() as c:
        open = {what: c.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for what, table in (("names", UNSETTLED), ("days and reports", UNGROUPED), ("possible reprints", UNLINKED))}
        said = c.execute(sa.select(JUDGEMENT.c.id, JUDGEMENT.c.left_side, JUDGEMENT.c.right_side))
        sides = {(row.id, side.removeprefix(SIDE)) for row in said for side in row[1:] if side.startswith(SIDE)}
        held = set(c.scalars(sa.select(EVENT.c.id))) if sides else set()
    return [*(f"{number} {what} are open: the next question decides them" for what, number in open.items() if number),
            *(f"judgement {id} is about event {event}, which no report tells any longer in these words"
              for id, event in sorted(sides) if event not in held)]


def vacuum(store: Database) -> tuple[int, int]:
    """Gives back the room of what was deleted and sorts what questions look up; the bytes before and after (0 where the database
    is no file). StoreError while another program uses it."""
    before = _size(store)
    with store._alone() as execute:
        if store.is_sqlite:
            execute("INSERT INTO words(words) VALUES ('optimize')")
        execute("VACUUM")
        execute("ANALYZE")
    return before, _size(store)


def copy(store: Database, target: Path) -> None:
    """Makes a copy of a SQLite file as it is at this moment, whoever writes to it: one file that appears whole or not at all.

    StoreError where the target exists, cannot be written, or the database is no file.
    """
    if not store.file_path:
        raise StoreError(f"{store.name}: is no SQLite file; use the tools of the database")
    if target.exists():
        raise StoreError(f"{target}: exists already; name another file, or take it away")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
            new = os.path.join(folder, "copy.db")
            with store._alone() as execute:
                execute("VACUUM INTO ?", (new,))
            os.replace(new, target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror or error}") from error


def _size(store: Database) -> int:
    return os.path.getsize(store.file_path) if store.file_path else 0


def _file(c: sa.Connection) -> Iterator[str]:
    for (line,) in c.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    for table, row, parent, _ in c.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}, points at a {parent} that is not there"
    try:
        c.exec_driver_sql("INSERT INTO words(words) VALUES ('integrity-check')")
    except sa.exc.DatabaseError as error:
        yield f"the index of words is damaged: {error.orig}"


def _spans(c: sa.Connection) -> Iterator[str]:
    """Words that lie outside of their report."""
    of_event = EVENT.join(REPORT)
    for table, source in ((EVENT, of_event), (MENTION, MENTION.join(REPORT)),
                          (PARTICIPATION, PARTICIPATION.join(of_event, PARTICIPATION.c.event == EVENT.c.id))):
        outside = sa.or_(table.c.start_char < 0, table.c.end_char < table.c.start_char,
                         table.c.end_char > sa.func.length(REPORT.c.text))
        for name, start, end in c.execute(sa.select(REPORT.c.name, table.c.start_char, table.c.end_char).select_from(source)
                                          .where(outside)):
            yield f"report {name}: {table.name} at {start} to {end} lies outside of its text"


def _happenings(c: sa.Connection) -> Iterator[str]:
    """Events that belong to none, though nothing is open, and happenings that are no event."""
    if c.scalar(sa.select(sa.func.count()).select_from(UNGROUPED)):
        return
    first = EVENT.alias()
    lost = sa.or_(EVENT.c.happening.is_(None), ~sa.exists().where(first.c.id == EVENT.c.happening))
    for id in c.scalars(sa.select(EVENT.c.id).where(lost)):
        yield f"event {id} is of no happening that there is"


def _stories(c: sa.Connection) -> Iterator[str]:
    """Reports of a story that does not begin with its smallest id, or has one report alone, though nothing is open."""
    if c.scalar(sa.select(sa.func.count()).select_from(UNLINKED)):
        return
    own = sa.select(REPORT.c.story).where(REPORT.c.story.is_not(None)).group_by(REPORT.c.story).having(
        sa.or_(sa.func.count() < 2, sa.func.min(REPORT.c.id) != REPORT.c.story))
    for story in c.scalars(own):
        yield f"story {story} is not that of the reports that it has"
