"""What the commands share: options, tables for the terminal, files that appear only if all goes well."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.dates import parse_day
from tracker.errors import InputError

_WIDE = 160  # columns of a table that is not printed on a terminal


def day(value: str) -> date:
    """The day that an option names."""
    try:
        return parse_day(value)
    except InputError as error:
        raise typer.BadParameter(str(error)) from error


Database = Annotated[str, typer.Option("--db", metavar="FILE", help="A database file, or an SQLAlchemy URL.")]
PersonName = Annotated[str, typer.Argument(metavar="PERSON", help="A name, an alias, or an id.")]
Since = Annotated[date | None, typer.Option(parser=day, metavar="DAY", help="First day, such as 2020-08-10.")]
Until = Annotated[date | None, typer.Option(parser=day, metavar="DAY", help="Last day.")]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of to standard output.")]


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


def print_table(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """A table as wide as the terminal, or of 160 columns where it goes elsewhere; what is too long is folded, never cut."""
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    Console(file=file, width=None if file.isatty() else _WIDE).print(table)
