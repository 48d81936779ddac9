"""The commands on posts and on who was where: `posts`, `holders`, `appointments`, `compare`, `absences`, `gaps` and `rank`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

import typer

from tracker.cli_options import Database, Output, PersonName, Since, Until, day, print_table, put
from tracker.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
Cells = Callable[[Row], Sequence[str]]
_WITH = "--with"

app = typer.Typer()

Format = Annotated[Literal["table", "csv", "json", "jsonl", "md", "xlsx"], typer.Option(
    help="How to print; xlsx is a workbook, which needs --output.")]
Org = Annotated[str | None, typer.Option(metavar="TEXT", help="Only posts in this organisation, whatever it is called.")]
Event = Annotated[str, typer.Argument(metavar="EVENT", help="Words of the event's name, or an expression as for search, with a "
                                      "field: org:国务院 type:conference.")]


@app.command()
def posts(db: Database, on: Annotated[date, typer.Option("--on", parser=day, metavar="DAY", help="The day, such as 2020-08-10.")],
          org: Org = None, format: Format = "table", output: Output = None) -> None:
    """Print who held which post on a day, by the roster and by reports that print it before and after.

    Example: tracker posts --on 2021-03-10 --org 澜泉新区管委会 --db activity.db
    """
    from tracker.posts import posts_on
    from tracker.who import opened

    with opened(db) as store:
        frame = posts_on(store, on, org)
    where = f" in {org}" if org else ""
    _put(frame, format, output, ("person", "post", "basis", "roster", "last seen", "next seen", "evidence"), lambda row: (
        _person(row), _post(row), row["basis"], _tenure(row), _seen(row, "before"), _seen(row, "after"), row["evidence"] or ""),
        f"nobody: no tenure of the roster covers {on}, and no post{where} is printed both before and after it")


@app.command()
def holders(post: Annotated[str, typer.Argument(metavar="POST", help="A post in any writing, such as 郑州市委书记; a blank "
                                                "may part organisation and title.")],
            db: Database, format: Format = "table", output: Output = None) -> None:
    """Print everybody who held a post, in order, with the first and the last report that prints it.

    Example: tracker holders 澜泉新区管委会主任 --db activity.db
    """
    from tracker.posts import holders as find
    from tracker.who import opened

    with opened(db) as store:
        frame = find(store, post)
    _put(frame, format, output, ("from", "to", "person", "post", "basis", "reports", "first report", "last report", "evidence"),
         lambda row: (row["from"] or "…", row["to"] or ("now" if row["basis"] != "reports" else ""), _person(row), _post(row),
                      row["basis"], str(row["reports"]), _seen(row, "first"), _seen(row, "last"), row["evidence"] or ""),
         "nobody held it")


@app.command()
def appointments(db: Database, since: Since = None, until: Until = None, org: Org = None,
                 person: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this person.")] = None,
                 certain: Annotated[bool, typer.Option("--certain", help="Leave out the edge of the archive.")] = False,
                 format: Format = "table", output: Output = None) -> None:
    """Print who came into a post or left one: first and last seen in it, told as appointed, or against the roster.

    The first report that prints a post is no appointment where nothing else shows a change: that is the edge of the archive.

    Example: tracker appointments --since 2021-03-01 --certain --db activity.db
    """
    from tracker.posts import appointments as find
    from tracker.who import opened

    with opened(db) as store:
        frame = find(store, since, until, org, person)
    if certain:
        frame = frame[frame["sure"] != "edge of the archive"]
    _put(frame, format, output, ("day", "change", "sure", "person", "post", "why", "report", "evidence"), lambda row: (
        row["date"] or "", row["change"], row["sure"], _person(row), _post(row), row["why"], row["report"],
        row["evidence"] or ""),
        "no changes: in these days no report prints a post for the first or last time"
        + (" where anything else shows that it changed hands" if certain else ""))


@app.command(context_settings={"ignore_unknown_options": True})
def compare(names: Annotated[list[str], typer.Argument(metavar="A [A2…] [--with] B [B2…]", help="Names, aliases or ids. Without "
                                                      "--with each is a side; else --with parts the sides.")],
            db: Database, format: Format = "table", output: Output = None) -> None:
    """Print what people, or groups parted by --with, share: posts, organisations, places, events, and whom they met.

    Example: tracker compare 顾承岳 佟雪岩 --with 骆文昭 --db activity.db
    """
    from tracker.posts import compare as find
    from tracker.who import opened

    sides = _sides(names)
    with opened(db) as store:
        frame = find(store, *sides)
    of = [name for name in frame.columns if name.startswith("of ")]
    legend = "; ".join(f"{name[3:]}: {', '.join(side)}" for name, side in zip(of, sides, strict=True))
    _put(frame, format, output, ("aspect", "what", "from", "to", "count", *of, "evidence"), lambda row: (
        row["aspect"], row["what"], row["from"] or "", row["to"] or "", "open" if row["count"] < 0 else str(row["count"]),
        *(str(row[name]) for name in of), _some(row["evidence"])),
        "nothing: they share no post, organisation, place, event or partner in what was read", legend)


def _sides(names: Sequence[str]) -> list[list[str]]:
    for name in names:
        if name.startswith("-") and name != _WITH:
            raise typer.BadParameter(f"No such option: {name}; groups are parted by {_WITH}")
    if _WITH not in names:
        return [[name] for name in names]
    sides: list[list[str]] = [[]]
    for name in names:
        if name == _WITH:
            sides.append([])
        else:
            sides[-1].append(name)
    return sides


@app.command()
def absences(event: Event, db: Database,
             expected: Annotated[list[str] | None, typer.Option("--expected", metavar="POST", help="Whoever holds this post is "
                                 "expected; may be given several times.")] = None,
             org: Annotated[str | None, typer.Option(metavar="TEXT", help="Whoever holds a post in this organisation is "
                            "expected.")] = None,
             since: Since = None, until: Until = None, format: Format = "table", output: Output = None) -> None:
    """Print who, expected by post, was not listed at each occurrence of a recurring event, and how often each was before.

    Absence means: not listed in what was read, no more. A report may leave somebody out, and another report may not have been
    read.

    Example: tracker absences 安全生产工作会议 --expected 澜泉新区管委会主任 --db activity.db
    """
    from tracker.posts import absences as find
    from tracker.who import opened

    with opened(db) as store:
        frame = find(store, event, expected or (), org, since, until)
    _put(frame, format, output, ("day", "event", "listed", "person", "post", "finding", "listed before", "report"), lambda row: (
        row["date"] or "", row["event"], f"{row['listed']} of {row['expected']}", _person(row), _post(row), row["finding"],
        f"{row['present_before']} of {row['expected_before']}" if row["person_id"] else "", row["report"]),
        "no occurrence has a day", "absent means: not listed in what was read")


@app.command()
def gaps(person: PersonName, db: Database,
         longest: Annotated[int, typer.Option(min=0, metavar="N", help="How many of the longest gaps.")] = 5,
         format: Format = "table", output: Output = None) -> None:
    """Print how long somebody was not seen, against the person's own rhythm: days from one appearance to the next.

    A gap means: not listed in what was read, no more.

    Example: tracker gaps 顾承岳 --db activity.db
    """
    from tracker.posts import gaps as find
    from tracker.who import opened

    with opened(db) as store:
        frame = find(store, person, longest)
    _put(frame, format, output, ("what", "days", "from", "to", "longer than", "reports"), lambda row: (
        row["what"], f"{row['days']:g}", row["from"] or "", row["to"] or "",
        f"{100 * row['share']:.0f} % of the gaps" if row["share"] is not None else "",
        ", ".join(filter(None, (row["report_before"], row["report_after"])))),
        "no gaps: the reports tell of no day on which this person took part in anything",
        "a gap means: not listed in what was read")


@app.command()
def rank(events: Annotated[list[str], typer.Argument(metavar="EVENT | ID ID", help="Words of the event's name with --between, or "
                                                    "two event ids.")],
         db: Database, between: Annotated[tuple[str, str] | None, typer.Option(metavar="DAY DAY", help="The days of the two "
                                                                              "occurrences.")] = None,
         format: Format = "table", output: Output = None) -> None:
    """Print the order of names in two occurrences of an event: who came in, who is left out, who moved.

    To be left out means: not listed in what was read, no more.

    Example: tracker rank 安全生产工作会议 --between 2021-03-12 2021-06-10 --db activity.db
    """
    from tracker.posts import rank as find
    from tracker.who import opened

    if len(events) != (1 if between else 2):
        raise InputError("name one event with --between DAY DAY, or give two event ids")
    days: tuple[Any, Any] = (day(between[0]), day(between[1])) if between else (events[0], events[1])
    with opened(db) as store:
        frame = find(store, events[0] if between else None, *days)
    _put(frame, format, output, ("old", "new", "shift", "change", "person", "old post", "new post"), lambda row: (
        _number(row["old"]), _number(row["new"]), f"{row['shift']:+d}" if row["shift"] else "", row["change"], _person(row),
        "、".join(row["old_post"]), "、".join(row["new_post"])),
        "no names: neither occurrence lists anybody")


def _put(frame: pd.DataFrame, format: str, output: Any, header: Sequence[str], cells: Cells, *words: str) -> None:
    """Prints an answer; of `words` the first is for an empty one, the second stands above a table."""
    from tracker.export import records

    empty, *above = words

    def table(frame: pd.DataFrame, file: TextIO) -> None:
        if frame.empty:
            file.write(f"{empty}\n")
            return
        file.writelines(f"{line}\n" for line in above)
        print_table(file, header, [cells(row) for row in records(frame)])

    put(frame, format, output, table)


def _person(row: Row) -> str:
    return f"{row['name']} ({row['person_id']})" if row["person_id"] else ""


def _post(row: Row) -> str:
    return f"{row['org'] or ''}{row['title'] or ''}"


def _tenure(row: Row) -> str:
    return f"{row['since'] or '…'} to {row['until'] or 'now'}" if row["basis"] != "reports" else ""


def _seen(row: Row, end: str) -> str:
    return " ".join(filter(None, (row[end], row[f"{end}_report"])))


def _number(value: Any) -> str:
    return "" if value is None else str(int(value))


def _some(evidence: Sequence[str], most: int = 3) -> str:
    more = f" … ({len(evidence)})" if len(evidence) > most else ""
    return "; ".join(evidence[:most]) + more
