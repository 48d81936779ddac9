"""From the tables of an older version to those of today, one step a version; each step is a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import sqlalchemy as sa

from tracker.errors import StoreError
from tracker.store import stories
from tracker.store.database import Database
from tracker.store.schema import (
    APPEARANCE,
    EVENT,
    FAULT,
    FILE,
    META,
    PARTICIPATION,
    REPORT,
    SCHEMA,
    SKETCH,
    UNLINKED,
)
from tracker.store.upkeep import copy


def _files(c: sa.Connection) -> None:
    """5: which files were read; of a report where it stands, and what told its day, which are its reprints; indexes that answer
    alone. The old reports are signed; the next question decides which are reprints."""
    for table in (FILE, FAULT, SKETCH, UNLINKED):
        table.create(c)
    for column in (REPORT.c.dated, REPORT.c.region, REPORT.c.url, REPORT.c.page, REPORT.c.page_column, REPORT.c.story):
        c.exec_driver_sql(f"ALTER TABLE report ADD COLUMN {column.name} {column.type.compile(c.dialect)}")
    for table in (REPORT, APPEARANCE, EVENT, PARTICIPATION):
        held = {index["name"] for index in sa.inspect(c).get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in held:
                index.create(c)
        for name in sorted(held - {index.name for index in table.indexes}, key=str):
            c.exec_driver_sql(f"DROP INDEX {name}")
    stories.sign_all(c)


# From which schema each step starts.
STEPS: Mapping[str, tuple[str, Callable[[sa.Connection], None]]] = {"4": ("5", _files)}


def migrate(database: str | Path) -> list[str]:
    """Brings a database to the schema of this version; the schemata it went through, the first being that which it had.

    Of a SQLite file a copy is kept beside it, `<file>.schema-<n>`. StoreError where no way leads there, or there can be no copy.
    """
    with Database(database, any_schema=True) as store:
        way = [store.schema()]
        while way[-1] != SCHEMA and way[-1] in STEPS:
            way.append(STEPS[way[-1]][0])
        if way[-1] != SCHEMA:
            raise StoreError(f"{store.name}: no way leads from schema {way[0]} to {SCHEMA}; ingest the reports into a new file")
        if len(way) > 1 and store.file_path:
            copy(store, Path(f"{store.file_path}.schema-{way[0]}"))
        for start in way[:-1]:
            goal, step = STEPS[start]
            with store._write() as c:
                if c.scalar(sa.select(META.c.value).where(META.c.name == "schema")) == start:
                    step(c)
                    c.execute(sa.update(META).where(META.c.name == "schema").values(value=goal))
    return way
