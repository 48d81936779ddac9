"""An open database: a SQLite file or whatever SQLAlchemy reaches, checked to be one of tracker."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import StoreError
from tracker.store import words
from tracker.store.rows import insert, key
from tracker.store.schema import META, SCHEMA, TABLES

_CACHE = 65_536  # KiB of pages that a connection keeps at most


class Database:
    """An open connection to a database that holds the tables of the store."""

    def __init__(self, database: str | Path, create: bool = False) -> None:
        """Opens a SQLite file or an SQLAlchemy URL. StoreError if it is absent (unless `create`) or no store."""
        address = str(database)
        try:
            url = sa.make_url(address) if "://" in address else sa.URL.create("sqlite", database=address)
            self.name = url.render_as_string(hide_password=True) if "://" in address else address
            self._engine = _engine(url)
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise StoreError(f"{address.split('@')[-1]}: cannot be used as a database address ({error})") from error
        is_file = url.drivername.startswith("sqlite") and url.database
        if is_file and not create and not os.path.exists(str(url.database)):
            raise StoreError(f"{self.name}: no such database; fill one with `tracker ingest`")
        try:
            self._check(create)
        except StoreError:
            self.close()
            raise

    def close(self) -> None:
        """Closes the database; whatever was put is in it."""
        self._engine.dispose()

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        """A transaction that is committed as a whole or not at all; what goes wrong is a StoreError."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, UnicodeError) as error:
            raise StoreError(f"{self.name}: {_reason(error)}") from error

    def _check(self, create: bool) -> None:
        with self._begin() as c:
            names = set(sa.inspect(c).get_table_names())
            if create and not names:
                TABLES.create_all(c)
                words.create(c)
                insert(c, META, [{"name": "schema", "value": SCHEMA}, {"name": "roster", "value": key([])}])
                return
            schema = sa.select(META.c.value).where(META.c.name == "schema")
            found = c.scalar(schema) if names >= {"meta", "report"} else None
            if found is None:
                raise StoreError(f"{self.name}: is no database of tracker; choose another file")
            if found != SCHEMA:
                raise StoreError(f"{self.name}: has schema {found} and this version of tracker needs {SCHEMA}; "
                                 "ingest the reports into a new file")


def _engine(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False))  # readable where the file is opened
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _on_connect)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # The driver's own transactions leave CREATE TABLE out; without them and with BEGIN all is written or nothing.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # The 2 MB that SQLite keeps by default do not hold what one person's timeline reads.
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _reason(error: Exception) -> str:
    words = str(getattr(error, "orig", None) or error).splitlines()[0]
    for part, remedy in (("locked", "another program is writing to it; try again when it has finished"),
                         ("not a database", "choose another file"),
                         ("unable to open", "check that the folder exists and may be written to"),
                         ("readonly", "check that the file and its folder may be written to")):
        if part in words:
            return f"{words}; {remedy}"
    return words
