"""The commands that ask who did what: `tracker timeline`, `met`, `together`, `search` and `stats`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TextIO, cast, get_args

import typer

from tracker.cli_options import Database, Format, Output, PersonName, Since, Until, print_table, put, target, tell
from tracker.errors import InputError
from tracker.types import EventType, Role

if TYPE_CHECKING:
    import pandas as pd

    from tracker.filters import Filter

app = typer.Typer()



def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    """A reader of an option that may be given again, of which typer takes no list of literals."""
    def read(value: str) -> str:
        if value not in known:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(map(repr, known))}")
        return value

    return read


People = Annotated[list[str] | None, typer.Argument(
    metavar="[PERSON…]", help="Names, aliases, or ids; none for the timeline of an organisation, a post or a place.")]
_Types = Annotated[list[str] | None, typer.Option(
    "--type", parser=_one_of(get_args(EventType)), metavar="TYPE",
    help=f"Only events of a type: {', '.join(get_args(EventType))}; may be given again.")]
_Roles = Annotated[list[str] | None, typer.Option(
    "--role", parser=_one_of(get_args(Role)), metavar="ROLE",
    help=f"Only in a role: {', '.join(get_args(Role))}; may be given again.")]
_Company = Annotated[list[str] | None, typer.Option(
    "--with", metavar="PERSON", help="Only where this person took part too; may be given again.")]
_Table = Annotated[Literal["table", "csv", "json", "jsonl", "md", "xlsx"], typer.Option(
    help="How to print; xlsx is a workbook, which needs --output.")]


@app.command()
def timeline(db: Database, people: People = None,
             org: Annotated[str | None, typer.Option(metavar="NAME", help="With people: where somebody of it took part.")] = None,
             place: Annotated[str | None, typer.Option(metavar="NAME", help="Only what happened there.")] = None,
             post: Annotated[str | None, typer.Option(metavar="POST", help="Only who held it that day.")] = None,
             type: _Types = None, role: _Roles = None, company: _Company = None,
             source: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this paper tells.")] = None,
             where: Annotated[str | None, typer.Option(metavar="EXPRESSION", help="Only what a search expression finds.")] = None,
             mentioned: Annotated[bool, typer.Option("--mentioned", help="The reports that only name the person.")] = False,
             all: Annotated[bool, typer.Option("--all", help="These as well as what was attended.")] = False,
             since: Since = None, until: Until = None,
             format: Annotated[Literal["table", "csv", "json", "jsonl", "md", "ics", "xlsx", "html"], typer.Option(
                 help="How to print; ics is a calendar, html a page with a time axis, xlsx a workbook, which needs --output.")
             ] = "table", output: Output = None) -> None:
    """Print what people took part in: when, with whom, in which post, and the words that say so.

    Without people it is the timeline of whoever belongs to --org or holds --post, or of all that happened at --place.

    Example: tracker timeline 顾承岳 --db activity.db --since 2021-03-01 --format csv --output gu.csv
    """
    from tracker.expression import parse
    from tracker.filters import Filter

    if mentioned and all:
        raise InputError("--all has what --mentioned has; leave one of them out")
    types, roles = cast(tuple[EventType, ...], tuple(type or ())), cast(tuple[Role, ...], tuple(role or ()))
    _timeline(db, people or [], Filter(
        since, until, types, roles, place, org, post, tuple(company or ()), source, parse(where) if where is not None else None,
        "mentioned" if mentioned else "all" if all else "attended"), format, output)


def _timeline(db: str, people: list[str], which: Filter, format: str, output: Output) -> None:
    from tracker import query
    from tracker.empty import why_empty
    from tracker.people import find_person
    from tracker.who import opened

    with opened(db) as store:
        frame = query.timeline(store, people, which=which)
        title = "、".join(find_person(store, name).name for name in people) or " ".join(
            filter(None, (which.organisation, which.post, which.place)))
        why = why_empty(store, people, which) if frame.empty else ""
    if format == "html":
        from tracker import pages

        with target(output) as file:
            file.write(pages.timeline(frame, title))
        if why:
            tell(why)
        return
    several = len(people) > 1 or not people
    columns = ("who", *_TIMELINE) if several and frame["who"].notna().any() else _TIMELINE
    _put(frame, format, output, columns, f"no events: {why}")


_TIMELINE = ("date", "event", "roles", "post", "with", "evidence")


@app.command()
def met(person: PersonName, db: Database,
        other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Only encounters with this person.")] = None,
        since: Since = None, until: Until = None, format: Format = "table", output: Output = None) -> None:
    """Print whom somebody met as host or guest of a meeting or call, each encounter with the sentence that tells it.

    Example: tracker met 顾承岳 尉迟清川 --db activity.db
    """
    from tracker import meetings
    from tracker.who import opened

    with opened(db) as store:
        frame = meetings.met(store, person, other, since, until)
        why = _apart(db, [person, *([other] if other else [])], (since, until), "met") if frame.empty else ""
    _put(frame, format, output, ("date", "event", "place", "host", "other", "headline", "evidence", "event_id"),
         f"no encounters: {why}")


@app.command()
def together(people: Annotated[list[str], typer.Argument(metavar="PERSON…", help="Two or more names, aliases, or ids.")],
             db: Database, since: Since = None, until: Until = None, format: Format = "table", output: Output = None) -> None:
    """Print what several people all attended bodily, each happening with the sentence that tells it.

    Example: tracker together 顾承岳 佟雪岩 --db activity.db
    """
    from tracker import meetings
    from tracker.who import opened

    with opened(db) as store:
        frame = meetings.together(store, *people, since=since, until=until)
    why = _apart(db, people, (since, until), "attended together") if frame.empty else ""
    _put(frame, format, output, ("date", "event", "people", "roles", "with", "evidence"), f"no events: {why}")


@app.command()
def search(words: Annotated[str, typer.Argument(metavar="EXPRESSION", help="Such as 'name:王毅 type:meeting since:2024'.")],
           db: Database,
           among: Annotated[Literal["events", "reports"], typer.Option("--in", help="What to look for.")] = "events",
           limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N.")] = None,
           format: _Table = "table", output: Output = None) -> None:
    """Print the events or reports that a search expression finds, with the sentence that holds the words.

    Terms are words of the text, or fields: name, attended, org, place, role, type, source, region, headline, since, until;
    joined by AND (or nothing), OR, NOT (or -) and brackets. How many there are is told on standard error.

    Example: tracker search '调研 OR type:inspection' --db activity.db --limit 10
    """
    from tracker import search as searches
    from tracker.who import opened

    with opened(db) as store:
        frame = (searches.events if among == "events" else searches.reports)(store, words)
    shown = frame if limit is None else frame.head(limit)
    columns = ("date", "event", "place", "people", "headline", "evidence") if among == "events" else (
        "published", "headline", "source", "report", "attended", "mentioned", "evidence")
    _put(shown, format, output, columns, f"no {among}: no {among.removesuffix('s')} fulfils {' '.join(words.split())}; "
         "fewer terms, or OR between them, find more")
    if len(frame):
        tell(f"{len(frame)} {among if len(frame) != 1 else among.removesuffix('s')}"
             + (f", of which {len(shown)} are shown" if len(shown) < len(frame) else ""))


@app.command()
def stats(db: Database, format: _Table = "table", output: Output = None) -> None:
    """Print what a database holds: reports and their days, papers, people, events by type and year, scores.

    Example: tracker stats --db activity.db
    """
    from tracker import stats as counts
    from tracker.who import opened

    with opened(db) as store:
        frame = counts.stats(store)
    _put(frame, format, output, counts.COLUMNS, "")


def _apart(db: str, people: list[str], days: tuple[date | None, date | None], what: str) -> str:
    from tracker.empty import why_apart
    from tracker.who import opened

    with opened(db) as store:
        return why_apart(store, people, *days, what)


def _put(frame: pd.DataFrame, format: str, output: Output, columns: tuple[str, ...], empty: str) -> None:
    """Prints an answer, or writes it; one that is empty says why, beside it where it goes to a program."""
    put(frame, format, output, _printer(columns, empty))
    if frame.empty and format != "table":
        tell(empty)


def _printer(columns: tuple[str, ...], empty: str) -> Callable[[pd.DataFrame, TextIO], None]:
    def show(frame: pd.DataFrame, file: TextIO) -> None:
        from tracker.export import records

        if frame.empty:
            print(empty, file=file)
            return
        rows = records(frame)
        for row in rows:
            if row.get("type") is not None:
                row["event"] = ": ".join(filter(None, (row["type"], row["event"])))
        print_table(file, columns, [[_cell(row[name]) for name in columns] for row in rows])

    return show


def _cell(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
