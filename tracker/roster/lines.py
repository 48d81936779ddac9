"""Rosters as JSONL: one person or one organisation a line. Holds everything that a roster holds.

    {"type": "person", "id": "su", "name": "苏晓岚", "aliases": ["苏小岚"], "tenures": [
     {"org": "青河市", "title": "市长", "start": "2019-06", "end": "2021", "source": "公报"}]}
    {"type": "organisation", "name": "中共青河市委员会", "parent": "中共白山省委员会", "short": ["青河市委"],
     "successor": null, "place": "白山省青河市"}

(each on one line). A line without `type` is a person. Of a person only `id` and `name` have to stand there, of a tenure `title`,
of an organisation `name`; what is null or left out is not known. Other fields are faults, since they may be misspelt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker.roster.index import Roster
from tracker.roster.rows import Body, Fault, Item, Row
from tracker.roster.table import text_of
from tracker.types import Organisation, RosterPerson, Tenure

_PERSON: Mapping[str, type] = {"type": str, "id": str, "name": str, "aliases": list, "tenures": list}
_TENURE: Mapping[str, type] = dict.fromkeys(("org", "title", "start", "end", "source"), str)
_ORGANISATION: Mapping[str, type] = {
    "type": str, "name": str, "parent": str, "short": list, "successor": str, "place": str}


def read(path: str | Path) -> Iterator[Item]:
    """A row for each person and each tenure, an organisation, or a fault, line by line."""
    file = str(path)
    for line, record in objects(path):
        if isinstance(record, Fault):
            yield record
            continue
        faults = []
        match record.get("type") or "person":
            case "person":
                faults = list(_wrong(record, _PERSON))
                items = [] if faults else list(_person(file, line, record))
            case "organisation":
                faults = list(_wrong(record, _ORGANISATION))
                items = [] if faults else [_organisation(file, line, record)]
            case other:
                faults, items = [("type", f"{other} is neither person nor organisation")], []
        yield from (Fault(file, line, column, "row", message) for column, message in faults)
        yield from items


def objects(path: str | Path) -> Iterator[tuple[int, dict[str, Any] | Fault]]:
    """The line, from 1, and the JSON object of each line that is not blank; or what is wrong with it."""
    for line, text in enumerate(text_of(path).split("\n"), 1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield line, Fault(str(path), line, "", "row", f"is no JSON ({error})")
            continue
        yield line, record if isinstance(record, dict) else Fault(str(path), line, "", "row", "is no JSON object")


def _wrong(record: Mapping[str, Any], fields: Mapping[str, type]) -> Iterator[tuple[str, str]]:
    """Field and message of each field that is unknown or of another kind than it should be."""
    for name, value in record.items():
        if name not in fields:
            yield name, f"the field is unknown; the fields are {', '.join(fields)}"
        elif value is None:
            continue
        elif not isinstance(value, fields[name]):
            yield name, "is no list" if fields[name] is list else "is no text"
        elif isinstance(value, list) and name != "tenures" and not all(isinstance(part, str) for part in value):
            yield name, "is not a list of texts"


def _person(file: str, line: int, record: Mapping[str, Any]) -> Iterator[Item]:
    id, name = _text(record, "id"), _text(record, "name")
    yield Row(line, id, name, _texts(record, "aliases"))
    for number, tenure in enumerate(record.get("tenures") or (), 1):
        if not isinstance(tenure, dict):
            yield Fault(file, line, "tenures", "row", f"number {number} is no JSON object")
            continue
        faults = list(_wrong(tenure, _TENURE))
        yield from (Fault(file, line, column, "row", message) for column, message in faults)
        row = Row(line, id, name, (), *(_text(tenure, field) for field in _TENURE if not faults))
        if not faults and not row.title:
            yield Fault(file, line, "title", "empty", f"is empty in tenure {number}; name the post")
        elif not faults and id and name:  # else the same fault would be told of each tenure
            yield row


def _organisation(file: str, line: int, record: Mapping[str, Any]) -> Item:
    name = _text(record, "name")
    if not name:
        return Fault(file, line, "name", "empty", "is empty; give the organisation's full name")
    parent, successor, place = (_text(record, field) or None for field in ("parent", "successor", "place"))
    return Body(line, Organisation(name, parent, _texts(record, "short"), successor, place))


def _text(record: Mapping[str, Any], field: str) -> str:
    return (record.get(field) or "").strip()


def _texts(record: Mapping[str, Any], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in record.get(field) or () if part.strip()))


def written(roster: Roster) -> str:
    """The people, then the organisations, each on a line; what is not known is left out."""
    records = [*map(_person_record, roster.people.values()), *map(_organisation_record, roster.organisations.values())]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _person_record(person: RosterPerson) -> dict[str, Any]:
    return _known({"type": "person", "id": person.id, "name": person.name, "aliases": list(person.aliases),
                   "tenures": [_tenure_record(tenure) for tenure in person.tenures]})


def _tenure_record(tenure: Tenure) -> dict[str, Any]:
    return _known({"org": tenure.post.org, "title": tenure.post.title, "start": tenure.start, "end": tenure.end,
                   "source": tenure.source})


def _organisation_record(body: Organisation) -> dict[str, Any]:
    return _known({"type": "organisation", "name": body.name, "parent": body.parent, "short": list(body.short),
                   "successor": body.successor, "place": body.place})


def _known(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value}
