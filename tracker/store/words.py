"""The full text of reports, so that any word is found at once, of two characters too.

In SQLite an FTS5 index over single Chinese characters, asked for phrases (会见 is 会 followed by 见), finds what a search for the
characters would find; words of other scripts are found whole. It keeps no text of its own. Other databases are asked by LIKE.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlalchemy as sa

from tracker.store.schema import REPORT

_TABLE = ("CREATE VIRTUAL TABLE words USING fts5(headline, body, content='', columnsize=0, "
          "tokenize=\"unicode61 remove_diacritics 0\")")
_ALONE = re.compile("([\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")


def create(c: sa.Connection) -> None:
    """Makes the index of an empty store."""
    if c.dialect.name == "sqlite":
        c.exec_driver_sql(_TABLE)


def index(c: sa.Connection, report: str) -> None:
    """Puts a report of the store (its id) into the index."""
    if c.dialect.name == "sqlite":
        c.exec_driver_sql("INSERT INTO words(rowid, headline, body) VALUES (?, ?, ?)", _entry(c, report))


def forget(c: sa.Connection, reports: Iterable[str]) -> None:
    """Takes reports out of the index, which must still be in the store as they were put in."""
    held = set(c.scalars(sa.select(REPORT.c.id).where(REPORT.c.id.in_(list(reports)))))
    for report in sorted(held) if c.dialect.name == "sqlite" else ():
        c.exec_driver_sql("INSERT INTO words(words, rowid, headline, body) VALUES ('delete', ?, ?, ?)", _entry(c, report))


def holding(c: sa.Connection, words: str) -> sa.ColumnElement[bool]:
    """That text or headline of a report hold the words, one after another."""
    spaced = _spaced(words)
    if c.dialect.name != "sqlite" or not re.search(r"\w", spaced):
        return sa.or_(REPORT.c.text.contains(words, autoescape=True), REPORT.c.headline.contains(words, autoescape=True))
    phrase = '"' + spaced.replace('"', '""') + '"'
    ids = sa.text("SELECT printf('%016x', rowid) FROM words WHERE words MATCH :phrase").bindparams(
        sa.bindparam("phrase", phrase, unique=True))
    return REPORT.c.id.in_(ids.columns(sa.column("id", sa.String)).scalar_subquery())


def _row(report: str) -> int:
    """The number of a report in the index: its id, of 64 bits, as a signed number."""
    number = int(report, 16)
    return number - 2**64 if number >= 2**63 else number


def _entry(c: sa.Connection, report: str) -> tuple[int, str, str]:
    row = c.execute(sa.select(REPORT.c.headline, REPORT.c.text).where(REPORT.c.id == report)).one()
    return _row(report), _spaced(row.headline or ""), _spaced(row.text)


def _spaced(words: str) -> str:
    return _ALONE.sub(r" \1 ", words)
