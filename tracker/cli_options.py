"""What the commands share: options, tables for the terminal, files that appear only if all goes well."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.dates import parse_day
from tracker.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from tracker.ingest import Reading

_WIDE = 160  # columns of a table that is not printed on a terminal


def day(value: str) -> date:
    """The day that an option names."""
    try:
        return parse_day(value)
    except InputError as error:
        raise typer.BadParameter(str(error)) from error


Published = Annotated[date | None, typer.Option(parser=day, metavar="DAY", help="Day of publication, such as "
                                                "2020-08-10, for reports that do not say.")]
Source = Annotated[str | None, typer.Option(metavar="NAME", help="The newspaper or site, for reports that do not say.")]
Region = Annotated[str | None, typer.Option(metavar="PLACE", help="The place that the collection is about.")]
Fields = Annotated[list[str] | None, typer.Option("--field", metavar="FIELD=COLUMN", help="The column or key that holds a field "
                                                  "(text=正文); may be given several times.")]
FieldsFile = Annotated[Path | None, typer.Option("--fields", metavar="FILE", help="A file with one FIELD=COLUMN a line.")]


@dataclass(frozen=True)
class Collection:
    """What is known of all the files that a command reads."""

    published: Published = None
    source: Source = None
    region: Region = None
    field: Fields = None
    fields: FieldsFile = None

    def reading(self) -> Reading:
        """How to read them."""
        from tracker.ingest import Reading
        from tracker.ingest.fields import mapping

        return Reading(self.published, self.source, self.region, mapping(self.field or (), self.fields))


Database = Annotated[str, typer.Option("--db", metavar="FILE", help="A database file, or an SQLAlchemy URL.")]
PersonName = Annotated[str, typer.Argument(metavar="PERSON", help="A name, an alias, or an id.")]
Since = Annotated[date | None, typer.Option(parser=day, metavar="DAY", help="First day, such as 2020-08-10.")]
Until = Annotated[date | None, typer.Option(parser=day, metavar="DAY", help="Last day.")]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of to standard output.")]

Format = Annotated[Literal["table", "csv", "json", "jsonl", "md", "ics", "xlsx"], typer.Option(
    help="How to print; ics is a calendar, xlsx a workbook, which needs --output.")]


def spread(options: type, name: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Makes a command of a function with a parameter `name` that holds a dataclass: each field of it, annotated as an option is,
    becomes an option. So what belongs together stays together, and the function has few parameters."""
    fields = list(inspect.signature(options, eval_str=True).parameters.values())

    def spreading(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def run(**given: object) -> int:
            return command(**{name: options(**{field.name: given.pop(field.name) for field in fields})}, **given)

        own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != name]
        run.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
            p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in (*own, *fields)])
        return run

    return spreading


def tell(message: str) -> None:
    """Prints a message to the user as one line of standard error."""
    print("tracker:", " ".join(message.split()), file=sys.stderr)


@contextmanager
def target(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only if all goes well."""
    if output is None:
        yield sys.stdout
        return
    from tracker.export import atomic

    with atomic(output) as file:
        yield file


def put(frame: pd.DataFrame, format: str, output: Path | None, table: Callable[[pd.DataFrame, TextIO], None]) -> None:
    """Prints an answer in a format, or writes it; `table` prints it for the terminal."""
    from tracker.export import BINARY, frame_text, write_frame

    if format in BINARY and output is None:
        raise InputError(f"{format} is no text to print; name a file with --output")
    if output and format != "table":
        write_frame(frame, output, format)
    else:
        with target(output) as file:
            if format == "table":
                table(frame, file)
            else:
                file.write(frame_text(frame, format))
    if format == "ics" and (undated := int(frame["date"].isna().sum())):
        tell(f"left out {undated} events without a date, for which a calendar has no place")


def print_table(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """A table as wide as the terminal, or of 160 columns where it goes elsewhere; what is too long is folded, never cut."""
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    Console(file=file, width=None if file.isatty() else _WIDE).print(table)
