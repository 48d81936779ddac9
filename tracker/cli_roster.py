"""The commands on rosters: `tracker roster check` and `tracker roster convert`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

ALL_WELL, NOT_ALL = 0, 1  # exit statuses: there are faults, or something was left out

app = typer.Typer(help="Check a roster, or write it in another format.")

Organisations = Annotated[Path | None, typer.Option(metavar="CSV", help="Organisations: org,parent,short,successor,place.")]


@app.command()
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="A roster, .csv or .jsonl.")],
          organisations: Organisations = None) -> int:
    """Print every fault of a roster as file:line:column: message. The exit status is 1 if there are any.

    Example: tracker roster check data/roster.csv
    """
    from tracker import roster

    faults = roster.check(file, organisations)
    for fault in faults:
        print(fault)
    lines = len({(fault.file, fault.line) for fault in faults})
    print(f"{len(faults)} faults on {lines} lines" if faults else "no faults")
    return NOT_ALL if faults else ALL_WELL


@app.command()
def convert(source: Annotated[Path, typer.Argument(metavar="IN", help="A roster: .csv, .jsonl, .ftm.json or .ftm.")],
            target: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write, with a suffix out of these.")],
            organisations: Organisations = None) -> int:
    """Write a roster in the format that the suffix of OUT says.

    What one of the formats cannot hold is told on standard error, and the exit status is then 1. Organisations in CSV have a file
    of their own: roster.csv stands beside roster.organisations.csv.

    Example: tracker roster convert data/roster.csv roster.ftm.json
    """
    from tracker import roster

    known, notices = roster.read(source, organisations)
    notices += roster.save(known, target)
    for notice in notices:
        print(f"tracker: {notice}", file=sys.stderr)
    tenures = sum(len(person.tenures) for person in known.people.values())
    print(f"{target}: {len(known.people)} people, {tenures} tenures, {len(known.organisations)} organisations")
    return NOT_ALL if notices else ALL_WELL
