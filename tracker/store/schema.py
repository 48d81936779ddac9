"""The tables of the store. Days are ISO; `start_char` and `end_char` count characters of `report.text`, half open."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

SCHEMA = "5"
TABLES = sa.MetaData()


def _ref(name: str, target: str, **options: Any) -> sa.Column[str]:
    """A column that points at the id of another table; the row goes where its report or event goes."""
    cascade = "CASCADE" if target in ("report", "event") else None
    return sa.Column(name, sa.String, sa.ForeignKey(f"{target}.id", ondelete=cascade), nullable=False, **options)


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String, **options)


def _belief() -> tuple[sa.Column[Any], sa.Column[Any]]:
    """How likely a claim is right, between 0 and 1, and what decided it."""
    return sa.Column("score", sa.Float, nullable=False), sa.Column("why", sa.JSON, nullable=False)


def _number(name: str, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, **({"nullable": False} | options))


META = sa.Table(
    "meta", TABLES, _text("name", primary_key=True), _text("value", nullable=False))
PERSON = sa.Table(
    "person", TABLES, _text("id", primary_key=True), _text("name", nullable=False),
    _text("key", nullable=False, index=True), sa.Column("in_roster", sa.Boolean, nullable=False),
    _text("same_as", index=True))  # the id of the person that this one was judged to be
ALIAS = sa.Table(
    "alias", TABLES, _ref("person", "person", primary_key=True), _number("ord", primary_key=True),
    _text("name", nullable=False), _text("key", nullable=False, index=True))
TENURE = sa.Table(
    "tenure", TABLES, _ref("person", "person", primary_key=True), _number("ord", primary_key=True),
    _text("org"), _text("title", nullable=False), _text("since"), _text("until"), _text("source"))
ORGANISATION = sa.Table(  # those of the roster
    "organisation", TABLES, _text("name", primary_key=True), _text("parent"), sa.Column("short", sa.JSON, nullable=False),
    _text("successor"), _text("place"))
REPORT = sa.Table(
    "report", TABLES, _text("id", primary_key=True), _text("name", nullable=False), _text("headline"),
    sa.Column("published", sa.Date, index=True), _text("source"), _text("document"), _text("path"),
    _number("year", nullable=True),
    _text("text", nullable=False), _text("fingerprint", nullable=False),
    _text("dated"), _text("region"), _text("url"), _number("page", nullable=True), _number("page_column", nullable=True),
    _text("story", index=True),  # the smallest id of all reports that are reprints of one another; none of one that stands alone
    sa.Index("report_place", "name", "path"))
FILE = sa.Table(  # files that were read to their end: what they were then, and by what they were read
    "file", TABLES, _text("path", primary_key=True), _text("digest", nullable=False, index=True),
    sa.Column("size", sa.BigInteger, nullable=False), sa.Column("changed", sa.BigInteger, nullable=False),
    _text("reading", nullable=False), _text("version", nullable=False),
    _text("copy_of", index=True))  # the file that holds the same, which was read instead
FAULT = sa.Table(  # what could not be read of files
    "fault", TABLES, sa.Column("file", sa.String, sa.ForeignKey("file.path", ondelete="CASCADE"), primary_key=True),
    _number("ord", primary_key=True), _text("place", nullable=False), _text("reason", nullable=False))
APPEARANCE = sa.Table(
    "appearance", TABLES, _ref("report", "report", primary_key=True), _text("name", primary_key=True), _number("ord"),
    _ref("person", "person"), _text("attendance", nullable=False), *_belief(),
    _text("key", nullable=False, index=True), _text("status", nullable=False), sa.Column("resolution", sa.JSON),
    sa.Index("appearance_person", "person", "attendance", "ord", "report", "name"))  # all that posts beside a person ask
UNSETTLED = sa.Table("unsettled", TABLES, _text("key", primary_key=True))  # names of which it is to be decided anew who they are
SKETCH = sa.Table(  # by which reports of like text are found, see `tracker.reprints`: those that share a band, by day
    "sketch", TABLES, sa.Column("band", sa.BigInteger, primary_key=True), _number("day", primary_key=True),
    _ref("report", "report", primary_key=True, index=True), sqlite_with_rowid=False)
UNLINKED = sa.Table("unlinked", TABLES, _ref("report", "report", primary_key=True))  # whose reprints are to be sought anew
POST = sa.Table(
    "post", TABLES, _text("report", primary_key=True), _text("name", primary_key=True),
    _number("ord", primary_key=True), _text("org"), _text("title", nullable=False), *_belief(),
    sa.ForeignKeyConstraint(["report", "name"], ["appearance.report", "appearance.name"], ondelete="CASCADE"))
MENTION = sa.Table(
    "mention", TABLES, _ref("report", "report", primary_key=True), _number("start_char", primary_key=True),
    _number("end_char", primary_key=True), _text("label", primary_key=True), _text("text", nullable=False),
    _text("name"))
EVENT = sa.Table(
    "event", TABLES, _text("id", primary_key=True), _ref("report", "report", index=True), _number("ord"),
    _text("type", nullable=False), sa.Column("date", sa.Date, index=True), sa.Column("date_end", sa.Date, index=True),
    _text("place"), _text("name"), _text("trigger", nullable=False), _number("start_char"), _number("end_char"),
    _text("happening"),  # the smallest id of all events that are one with it; none while it is open
    *_belief())
ONE = sa.func.coalesce(EVENT.c.happening, EVENT.c.id)  # what all tellings of a happening share, open or not
sa.Index("event_one", ONE)
UNGROUPED = sa.Table("ungrouped", TABLES, _text("key", primary_key=True))  # days and reports whose events are to be grouped anew
PARTICIPATION = sa.Table(
    "participation", TABLES, _ref("event", "event", primary_key=True), _number("ord", primary_key=True),
    _text("name", nullable=False), _ref("person", "person"), _text("roles", nullable=False),
    _number("start_char"), _number("end_char"), *_belief(),
    sa.Index("participation_person", "person", "event"))  # the events of a person are read from the index alone

REPLACED = sa.Table(  # which text of a report took the place of which: what was judged of the old one holds for the new one
    "replaced", TABLES, _text("old", primary_key=True), _text("new", nullable=False, index=True))
JUDGEMENT = sa.Table(  # what people decided, to which one only adds
    "judgement", TABLES, _text("id", primary_key=True), _text("at", nullable=False), _text("who", nullable=False),
    _text("verdict", nullable=False), _text("left_side", nullable=False), _text("right_side", nullable=False), _text("undoes"),
    _text("why", nullable=False))

# The people that neither the roster nor any report speaks of.
FORGOTTEN = sa.and_(PERSON.c.in_roster.is_(False), ~sa.exists().where(APPEARANCE.c.person == PERSON.c.id))
