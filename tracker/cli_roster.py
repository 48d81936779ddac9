"""The commands on rosters: `tracker roster check`, `convert` and `accept`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli_options import tell
from tracker.errors import RosterError

ALL_WELL, NOT_ALL, MISTAKE = 0, 1, 2  # exit statuses: there are faults, or something was left out; nothing was done

app = typer.Typer(help="Check a roster, write it in another format, or take proposals into it.")

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
        tell(str(notice))
    tenures = sum(len(person.tenures) for person in known.people.values())
    print(f"{target}: {len(known.people)} people, {tenures} tenures, {len(known.organisations)} organisations")
    return NOT_ALL if notices else ALL_WELL


@app.command()
def accept(proposals: Annotated[Path, typer.Argument(metavar="PROPOSALS", help="What `tracker proposals --format csv` wrote, "
                                                     "without the rows that you do not want.")],
           roster: Annotated[Path, typer.Option(metavar="FILE", help="The roster: .csv, .jsonl, .ftm.json or .ftm.")],
           output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of over the roster, in any of "
                                                       "its formats.")] = None) -> int:
    """Take proposals into a roster, and print what is new in it. Doing it twice adds nothing twice.

    A person in no roster (p:0123abcd) gets the id new-0123abcd, unless you write one of your own into the file. A row of a seat
    that the roster gives the person already moves the bounds of that tenure; an empty start or end opens it. Columns beyond those
    of a roster are passed over. A fault is told by file:line:column, and then nothing is written.

    Example: tracker roster accept proposals.csv --roster data/roster.csv --output roster.csv
    """
    from tracker import roster as rosters
    from tracker.roster.accept import faults

    known, notices = rosters.read(roster)
    if notices and output is None:
        raise RosterError("holds what would be lost by writing it anew; give another file by --output", roster, notices[0].line)
    wrong = faults(known, proposals)
    for fault in wrong:
        tell(str(fault))
    if wrong:
        return MISTAKE
    after, told = rosters.accept(known, proposals)
    if told or output is not None:
        notices += rosters.save(after, output or roster)
    for notice in notices:
        tell(str(notice))
    for line in told:
        print(line)
    print(f"{output or roster}: {len(told)} changes" if told else f"{output or roster}: nothing new; the roster has all of it")
    return NOT_ALL if notices else ALL_WELL
