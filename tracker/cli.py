"""The command line: a thin layer over the functions of the package.

Each command imports what it runs on when it runs: spaCy, pandas and networkx would make `tracker --help` wait seconds.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tracker import (
    __version__,
    cli_ask,
    cli_db,
    cli_events,
    cli_graph,
    cli_ingest,
    cli_judge,
    cli_people,
    cli_posts,
    cli_review,
    cli_roster,
)
from tracker.cli_ingest import Inputs, MinScore, RosterFile, Tagger, Trust
from tracker.cli_options import Collection, Output, print_table, spread, target, tell
from tracker.errors import InputError, SheetError, TrackerError
from tracker.types import DEFAULT_MODEL, Report

if TYPE_CHECKING:
    from tracker.ingest import Reading

OK, SKIPPED, MISTAKE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, context_settings={
    "help_option_names": ["-h", "--help"]})
app.add_typer(cli_ingest.app)
app.add_typer(cli_ask.app)
app.add_typer(cli_graph.app)
app.add_typer(cli_people.app)
app.add_typer(cli_posts.app)
app.add_typer(cli_review.app)
app.add_typer(cli_judge.app)
app.add_typer(cli_roster.app, name="roster")
app.add_typer(cli_db.app, name="db")
app.command()(cli_events.event)


def main() -> None:
    """Runs the command line and exits with its status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command; 0 if all went well, 1 if something was left out, 2 after a mistake, 130 if interrupted.

    A mistake is told in one line on standard error, those in a sheet in one each.
    """
    try:
        status = app(list(arguments) or ["--help"], prog_name="tracker", standalone_mode=False)
    except typer.TyperException as error:
        tell(error.format_message())
        return MISTAKE
    except SheetError as error:
        for fault in error.faults:
            tell(str(fault))
        return MISTAKE
    except TrackerError as error:
        tell(str(error))
        return MISTAKE
    if status == INTERRUPTED:
        tell("interrupted; what was finished is kept")
    return status if isinstance(status, int) else OK


def _version(wanted: bool) -> None:
    if wanted:
        print(f"tracker {__version__}")
        raise typer.Exit


@app.callback()
def _tracker(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                   help="Print the version.")] = False) -> None:
    """Reads Chinese official news: who did what with whom, with the sentence that proves it."""


@app.command()
@spread(Collection, "of")
def extract(inputs: Inputs, of: Collection, roster: RosterFile = None, output: Output = None,
            model: Tagger = DEFAULT_MODEL, min_score: MinScore = 0.0, trust_roster: Trust = False,
            explain: Annotated[bool, typer.Option("--explain", help="Print claim by claim what it rests on, parted by tabs: "
                                                  "score, rule, words, sentence, signs.")] = False) -> int:
    """Print what each report says: people, events and mentions, one JSON object a line.

    Example: tracker extract data/page.txt --published 2021-03-15 --output page.jsonl
    """
    from tracker.export import CLAIMS, claims, report_object
    from tracker.extractor import reader
    from tracker.resolve import Resolver
    from tracker.roster import load

    if output and output.exists() and any(path.exists() and path.samefile(output) for path in inputs):
        raise InputError("is an input as well; write to another file", output)
    resolver = Resolver(load(roster), trust_roster) if roster else None
    skipped: list[InputError] = []
    read = reader(model, min_score)
    with _reports(inputs, of.reading(), skipped) as reports, target(output) as file:
        if explain:
            file.write("\t".join(CLAIMS) + "\n")
        for report in reports:
            extraction = read(report)
            extraction = resolver.resolve(extraction) if resolver else extraction
            if explain:
                file.writelines("\t".join(row) + "\n" for row in claims(extraction))
                continue
            file.write(json.dumps(report_object(extraction), ensure_ascii=False) + "\n")
    return SKIPPED if skipped else OK


@app.command()
def evaluate(gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated reports, one JSON object a line.")],
             inputs: Annotated[list[Path] | None, typer.Argument(
                 metavar="[INPUT…]", help="What was extracted, or reports with the texts, where GOLD holds none.")] = None,
             model: Tagger = DEFAULT_MODEL,
             errors: Annotated[int, typer.Option(metavar="N", help="Print up to N differences of each metric.")] = 0,
             format: Annotated[Literal["table", "md", "json"], typer.Option(help="How to print.")] = "table") -> int:
    """Compare with annotations: precision, recall and F1 of every metric, with intervals of 95 %.

    Example: tracker evaluate gold.jsonl reports.jsonl --errors 5
    """
    from tracker import evaluate as measures
    from tracker import pipeline

    annotated = measures.read_objects(gold)
    comparison = measures.compare(annotated, pipeline.to_compare(annotated, gold, inputs or [], model))
    rows = measures.rows(comparison)
    if format == "json":
        print(json.dumps([dict(zip(measures.HEADER, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    elif format == "md":
        for row in [measures.HEADER, ["---"] * len(measures.HEADER), *rows]:
            print("|", " | ".join(row), "|")
    else:
        print_table(sys.stdout, measures.HEADER, rows)
    shown: Counter[str] = Counter()
    for difference in comparison.differences:
        shown[difference.metric] += 1
        if shown[difference.metric] <= errors:
            print(difference)
    return OK


@contextmanager
def _reports(inputs: Sequence[Path], how: Reading, skipped: list[InputError]) -> Iterator[Iterator[Report]]:
    """The reports of the inputs, counted on a terminal as they pass; what cannot be read is added to `skipped`.

    Raises InputError before anything is done where an input does not exist or none can be read.
    """
    from tracker import ingest as files
    from tracker.reading import read_reports

    for path in inputs:
        next(files.expand([path]), None)
    reports = read_reports(inputs, how, skipped.append)
    first = next(reports, None)
    if first is None:
        raise skipped[0] if skipped else InputError("no report in it", inputs[0])
    console = Console(stderr=True)
    count = TextColumn("{task.completed} reports  {task.description}", markup=False)
    hidden = not console.is_terminal
    with Progress(SpinnerColumn(), count, TimeElapsedColumn(), console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=None)

        def counted() -> Iterator[Report]:
            for report in chain([first], reports):
                bar.update(task, description=report.id)
                yield report
                bar.advance(task)

        yield counted()
    for error in skipped:
        tell(f"skipped {error}")
