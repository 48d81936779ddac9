"""The command on one event: `tracker event`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from tracker.store import Happening, Source, Store, Told

_WIDE = 160  # columns of a table that is not printed on a terminal


def event(id: Annotated[str, typer.Argument(metavar="ID", help="An event_id of a timeline.")],
          db: Annotated[str, typer.Option("--db", metavar="FILE", help="A database file, or an SQLAlchemy URL.")],
          same: Annotated[str | None, typer.Option(metavar="ID", help="Judge that this event is the same happening.")] = None,
          differs: Annotated[str | None, typer.Option(metavar="ID", help="Judge that this event is another happening.")] = None,
          why: Annotated[str, typer.Option(metavar="WORDS", help="On what grounds you judge.")] = "",
          format: Annotated[Literal["table", "json"], typer.Option(help="How to print.")] = "table") -> None:
    """Print what happened: who took part, as what, in which order, and all reports that tell it, with the words of each.

    Several reports of one happening are put together; the command says why, and which are reprints of which. Who knows better
    says so with --same or --differs; the judgement is kept under the login name.

    Example: tracker event e93c713bef5eb6d9 --db activity.db
    """
    from tracker import query
    from tracker.judgements import EVENT
    from tracker.who import Judge, opened

    with opened(db) as store:
        query.event(store, id)
        for other, verdict in ((same, "SAME"), (differs, "DIFFERENT")):
            if other is not None:
                query.event(store, other)
                for said in Judge(store).say((EVENT + id, EVENT + other), verdict, why):  # type: ignore[arg-type]
                    print(f"{said.id}: {said}", file=sys.stderr)
        held = _object(store, query.event(store, id))
    if format == "json":
        print(json.dumps(held, ensure_ascii=False, indent=1))
    else:
        _print(held)


def _object(store: Store, happening: Happening) -> dict[str, object]:
    """The happening as it is printed in JSON."""
    from tracker.who import reasons

    told, event = happening.tellings, happening.event
    printed = store.reprints({one.report.id for one in told})
    first = {one.story: one for one in reversed(printed)}
    of = {one.id: first[one.story].name for one in printed if one.id != first[one.story].id}
    silent = {one.id for one in printed} - {one.report.id for one in told}
    names = {id: person.name for id, person in store.people({id for one in told for id in one.people}).items()}
    return {
        "happening": happening.id, "type": event.type, "event": event.name or event.trigger, "date": _day(event.date),
        "date_end": _day(event.date_end), "place": event.place,
        "participants": [{"order": n, "person_id": id, "name": names.get(id, part.name), "roles": list(part.roles)}
                         for n, (part, id) in enumerate(zip(event.participants, happening.people, strict=True), 1)],
        "tellings": [_telling(one) | {"reprint_of": of.get(one.report.id)} for one in told],
        "reprints_without": [_source(one) | {"reprint_of": of.get(one.id)} for one in printed if one.id in silent],
        "reasons": [{"left": one, "right": other, "score": score, "reasons": list(words)}
                    for one, other, score, words in reasons(store, happening)]}


def _telling(told: Told) -> dict[str, object]:
    return {"event_id": told.id, **_source(told.report), "date": _day(told.event.date), "participants": len(told.people),
            "evidence": " ".join(told.words.split())}


def _source(report: Source) -> dict[str, object]:
    return {"report": report.name, "headline": report.headline, "source": report.source, "published": _day(report.published)}


def _day(day: object) -> str | None:
    return str(day) if day else None


def _print(held: dict[str, object]) -> None:
    """Prints the object as tables: who took part, which reports tell it, which of their reprints do not, why they are one."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _WIDE)
    days = " to ".join(str(held[key]) for key in ("date", "date_end") if held[key])
    console.print(Text(", ".join(filter(None, (days, f"{held['type']}: {held['event']}", str(held["place"] or ""))))))
    for key, columns in (("participants", ("order", "name", "roles", "person_id")),
                         ("tellings",
                          ("event_id", "report", "published", "date", "source", "headline", "evidence", "reprint_of")),
                         ("reprints_without", ("report", "published", "source", "headline", "reprint_of")),
                         ("reasons", ("left", "right", "score", "reasons"))):
        rows = held[key]
        assert isinstance(rows, list)
        if rows:
            shown = [name for name in columns if name != "reprint_of" or any(row[name] for row in rows)]
            table = Table(*shown)
            for row in rows:
                table.add_row(*(Text(_cell(row[name]), overflow="fold") for name in shown))
            console.print(table)


def _cell(value: object) -> str:
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
