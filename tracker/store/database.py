"""An open database: a SQLite file or whatever SQLAlchemy reaches, checked to be one of tracker."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import StoreError
from tracker.store import words
from tracker.store.rows import insert, key
from tracker.store.schema import META, SCHEMA, TABLES

PATIENCE = 60.0  # seconds to wait for another program that writes
_CACHE = 65_536  # KiB of pages that a connection keeps at most


class Database:
    """An open connection to a database that holds the tables of the store."""

    def __init__(self, database: str | Path, create: bool = False, any_schema: bool = False) -> None:
        """Opens a SQLite file or an SQLAlchemy URL. StoreError if it is absent (unless `create`), no store, or has the tables of
        another version (unless `any_schema`)."""
        address = str(database)
        try:
            url = sa.make_url(address) if "://" in address else sa.URL.create("sqlite", database=address)
            self.name = url.render_as_string(hide_password=True) if "://" in address else address
            self._engine = _engine(url)
            self._writing = self._engine.execution_options(writes=True)
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise StoreError(f"{address.split('@')[-1]}: cannot be used as a database address ({error})") from error
        self.is_sqlite = url.drivername.startswith("sqlite")
        self.file_path = url.database if self.is_sqlite and url.database not in (None, "", ":memory:") else None
        if self.file_path and not create and not os.path.exists(self.file_path):
            raise StoreError(f"{self.name}: no such database; fill one with `tracker ingest`")
        try:
            self._check(create, any_schema)
        except StoreError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database; whatever was put is in it."""
        self._engine.dispose()

    def version(self) -> int | None:
        """A number that changes when another program writes to the database; None where it cannot tell."""
        with self._begin() as c:
            return _version(c)

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        """A transaction that is committed as a whole or not at all; what goes wrong is a StoreError."""
        with self._transaction(self._engine) as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        """The same for whoever reads and then writes: waits until no other program writes, and lets none in between."""
        with self._transaction(self._writing) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, UnicodeError) as error:
            raise StoreError(f"{self.name}: {_reason(error)}") from error

    @contextmanager
    def _alone(self) -> Iterator[Callable[..., Any]]:
        """What runs statements outside of any transaction."""
        try:
            with (contextlib.closing(self._engine.raw_connection()) as connection,
                  contextlib.closing(connection.cursor()) as cursor):  # one left open would lock the file
                yield cursor.execute
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise StoreError(f"{self.name}: {_reason(error)}") from error

    def schema(self) -> str:
        """The version of its tables."""
        with self._begin() as c:
            return str(c.scalar(sa.select(META.c.value).where(META.c.name == "schema")))

    def _check(self, create: bool, any_schema: bool) -> None:
        with self._write() if create else self._begin() as c:
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
            if found != SCHEMA and not any_schema:
                remedy = f"run `tracker db migrate --db {self.name}`" if int(found) < int(SCHEMA) else "use a newer tracker"
                raise StoreError(f"{self.name}: has schema {found} and this version of tracker needs {SCHEMA}; {remedy}")


def _engine(url: sa.URL) -> sa.Engine:
    is_sqlite = url.drivername.startswith("sqlite")
    engine = sa.create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False),  # readable where the file is opened
                              connect_args={"timeout": PATIENCE} if is_sqlite else {})
    if is_sqlite:
        sa.event.listen(engine, "connect", _on_connect)
        sa.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # The driver's own transactions leave CREATE TABLE out; without them and with BEGIN all is written or nothing.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # The 2 MB that SQLite keeps by default do not hold what one person's timeline reads.
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _on_begin(connection: sa.Connection) -> None:
    # Two that read and then want to write would each wait for the other one to end: SQLite refuses the second at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def moved(c: sa.Connection, version: int | None) -> bool:
    """Whether another program wrote to the database since it had this version; None is taken for no."""
    return version is not None and _version(c) != version


def _version(c: sa.Connection) -> int | None:
    return c.exec_driver_sql("PRAGMA data_version").scalar() if c.dialect.name == "sqlite" else None


def _reason(error: Exception) -> str:
    words = str(getattr(error, "orig", None) or error).splitlines()[0]
    for part, remedy in (("locked", "another program is writing to it; try again when it has finished"),
                         ("not a database", "choose another file"),
                         ("unable to open", "check that the folder exists and may be written to"),
                         ("disk is full", "make room, and do the same again; what was done before is kept"),
                         ("disk I/O error", "check the disk and the connection to it, then `tracker db check`"),
                         ("malformed", "run `tracker db check`, and go back to a copy"),
                         ("readonly", "check that the file and its folder may be written to")):
        if part in words:
            return f"{words}; {remedy}"
    return words
