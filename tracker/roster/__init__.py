"""The roster: known people, who sat in which post from when to when, and the organisations that the posts are in.

The suffix of a file says its format:

    .csv              one row a tenure, and the organisations in a second file; what people edit
    .jsonl            one person or organisation a line; holds everything (`lines` shows it)
    .ftm, .ftm.json   FollowTheMoney, one entity a line; what Aleph and OpenSanctions exchange (`ftm` shows it)
"""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

from tracker.errors import RosterError
from tracker.roster import ftm, ftm_read, lines, table
from tracker.roster.accept import accept
from tracker.roster.check import check
from tracker.roster.index import PROVISIONAL, Roster, provisional
from tracker.roster.rows import Fault, Gathering, Notice, format_of
from tracker.roster.table import COLUMNS, ORGANISATION_COLUMNS

__all__ = ["COLUMNS", "ORGANISATION_COLUMNS", "PROVISIONAL", "Fault", "Notice", "Roster", "accept", "check", "load",
           "provisional", "read", "save"]

_LOG = logging.getLogger(__name__)


def load(path: str | Path, organisations: str | Path | None = None) -> Roster:
    """The roster of a file, in the format of its suffix (CSV where it has another), with the organisations of a second one.

    A CSV file has the header `person_id,name,aliases,org,title,start,end,source` and one row a tenure, one of organisations
    `org,parent,short,successor,place`; the columns may stand in any order. Aliases and short forms are separated by `;`, dates
    are ISO, whole or partial (2019, 2019-03), and empty where open. UTF-8 or GB18030. RosterError names file, line and column
    of the first fault. What a roster cannot hold of FollowTheMoney is logged as warnings; `read` gives it instead.
    """
    roster, notices = read(path, organisations)
    for notice in notices:
        _LOG.warning("%s", notice)
    return roster


def read(path: str | Path, organisations: str | Path | None = None) -> tuple[Roster, list[Notice]]:
    """The roster of a file, as `load` reads it, and what of the file it cannot hold.

    A CSV file of organisations that stands beside a CSV file under the name that `save` gives it (roster.organisations.csv) is
    read too, where no other one is named.
    """
    gathering, notices = Gathering(), list[Notice]()
    match format_of(path):
        case "jsonl":
            gathering.read(path, lines.read(path))
        case "ftm":
            items, notices = ftm_read.read(path)
            gathering.read(path, items)
        case _:
            gathering.read(path, table.read(path))
            beside = Path(path).with_suffix(".organisations.csv")
            organisations = beside if organisations is None and beside.is_file() else organisations
    if organisations is not None:
        gathering.read(organisations, table.read_organisations(organisations))
    return gathering.roster(), notices


def save(roster: Roster, path: str | Path) -> list[Notice]:
    """Writes a roster in the format of the suffix; a CSV file of organisations, if there are any, beside that of the people
    (roster.csv, roster.organisations.csv). Returns what the format cannot hold.

    RosterError for any other suffix and where writing fails; a file appears whole or not at all.
    """
    path, notices = Path(path), list[Notice]()
    match format_of(path):
        case "csv":
            text, notices = table.written(roster)
            if roster.organisations:
                beside, more = table.written_organisations(roster)
                _write(path.with_suffix(".organisations.csv"), beside)
                notices += more
        case "jsonl":
            text = lines.written(roster)
        case "ftm":
            text = ftm.written(roster)
        case _:
            raise RosterError("no roster format of this suffix; choose from .csv, .jsonl, .ftm.json, .ftm", path)
    _write(path, text)
    return [replace(notice, file=str(path)) for notice in notices]


def _write(path: Path, text: str) -> None:
    """A UTF-8 file that takes the place of `path` only once it is whole."""
    if "\0" in text:
        raise RosterError("cannot be written: a name or source holds a zero character", path)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(text.encode())
        os.replace(part, path)
    except UnicodeEncodeError as error:
        raise RosterError("cannot be written: a name or source holds half a character", path) from error
    except OSError as error:
        part.unlink(missing_ok=True)
        raise RosterError(f"cannot be written ({error.strerror})", path) from error
