"""The command that reads files into a database, and what it shows meanwhile."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from tracker.cli_options import Collection, Database, print_table, spread, tell
from tracker.errors import InputError
from tracker.intake.settings import LIMIT, Settings, Summary
from tracker.intake.watch import Watch
from tracker.types import DEFAULT_MODEL, Report

if TYPE_CHECKING:
    from tracker.store import Store

OK, SKIPPED = 0, 1
EVERY = 30.0  # seconds between two lines of a log

app = typer.Typer()

_READ = ("Texts, pages (.pdf, .html, .docx), records (.jsonl, .csv, .xlsx …), archives and folders of them, or - for standard "
         "input.")
Inputs = Annotated[list[Path], typer.Argument(metavar="INPUT…", help=_READ)]
SomeInputs = Annotated[list[Path] | None, typer.Argument(metavar="[INPUT…]", help=_READ)]
Trust = Annotated[bool, typer.Option("--trust-roster", help="The roster knows everybody whom the sources name: a name that only "
                                     "one in it bears is that person, unless something speaks against it.")]
RosterFile = Annotated[Path | None, typer.Option("--roster", metavar="CSV", help="Known people and their posts.")]
Tagger = Annotated[str, typer.Option("--model", metavar="NAME", help="What finds names: rules, fast, accurate, or the folder "
                                     "of a spaCy pipeline.")]
MinScore = Annotated[float, typer.Option(min=0, max=1, metavar="SCORE", help="Leave out participations less likely right than "
                                         "this, between 0 and 1.")]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done at once, and what is told of it."""

    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Processes that extract. With one, this process does, and "
                                      "only the reading of files has a time limit.")] = 1
    time_limit: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Skip a file or report that takes longer without "
                                              "a sign.")] = LIMIT
    failed: Annotated[bool, typer.Option("--failed", help="List what earlier runs skipped, and why; nothing is read.")] = False
    retry: Annotated[bool, typer.Option("--retry", help="Read again the files of which something was skipped.")] = False
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False


@app.command()
@spread(Collection, "said")
@spread(Effort, "effort")
def ingest(said: Collection, effort: Effort, db: Database, inputs: SomeInputs = None, roster: RosterFile = None,
           model: Tagger = DEFAULT_MODEL, min_score: MinScore = 0.0, trust_roster: Trust = False) -> int:
    """Read reports into a database; files and reports already there are left alone.

    What cannot be read is skipped, told, and kept with its reason; the status is 1 then. After an interruption or a crash the
    same command goes on where it stopped.

    Example: tracker ingest data/page.txt --db activity.db --roster data/roster.csv --published 2021-03-15
    """
    from tracker.intake import run
    from tracker.roster import load
    from tracker.store import Store

    if effort.failed:
        return _failed(db, effort.json)
    paths = _checked(inputs or (), effort.retry)
    settings = Settings(model, min_score, said.reading(), effort.jobs, effort.time_limit,
                        effort.retry)
    known = (load(roster), trust_roster) if roster else None
    with Store(db, create=True) as store:
        paths += run.retry(store, _skip) if effort.retry else []
        with watched(paths) as watch:
            done = run.ingest(store, paths, settings, watch, known)
        if not any(asdict(done).values()):
            raise InputError("no report in it", paths[0] if paths else None)
        print_summary(done, store, effort.json)
    return SKIPPED if done.skipped else OK


def _skip(error: InputError) -> None:
    tell(f"skipped {error}")


def _checked(inputs: Sequence[Path], retry: bool) -> list[Path]:
    """The inputs. InputError where there is none, or one does not exist, before anything is done."""
    if not inputs and not retry:
        raise InputError("nothing to read; name files or folders, or - for standard input")
    for path in inputs:
        if str(path) != "-" and not path.exists():
            raise InputError("no such file or folder", path)
    return list(inputs)


def _failed(db: str, as_json: bool) -> int:
    from tracker.store import Store

    with Store(db) as store:
        rows = [(file, fault.place, fault.reason) for file, faults in store.faults().items() for fault in faults]
    if as_json:
        told = [dict(zip(("file", "place", "reason"), row, strict=True)) for row in rows]
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif rows:
        print_table(sys.stdout, ("place", "reason"), [row[1:] for row in rows])
    else:
        print("nothing was skipped")
    return OK


def print_summary(done: Summary, store: Store, as_json: bool = False) -> None:
    """Prints what was done, and what the database holds now."""
    held = store.counts()
    if as_json:
        print(json.dumps({**asdict(done), "database": store.name, "held": held}, ensure_ascii=False))
        return
    print(f"reports: {done.new} new, {done.changed} changed, {done.unchanged} unchanged, {done.skipped} inputs skipped")
    print(f"files: {done.files} read, {done.known} known, {done.copies} copies of others")
    print(f"{store.name}: {held['report']} reports, {held['person']} people, {held['event']} events")
    if done.skipped:
        print(f"what was skipped: tracker ingest --failed --db {store.name}")


@contextmanager
def watched(paths: Sequence[Path]) -> Iterator[Watch]:
    """Shows a bar on a terminal, else a line from time to time."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines(paths)
        return
    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %  {task.fields[told]}", markup=False), TimeElapsedColumn(),
               TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield Bar(paths, bar)


class Lines(Watch):
    """Prints faults as they come, and every half a minute how far it is: reports, files, rate and the time left."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.total = self.bytes = self.files = self.reports = 0
        self.inside = 0  # bytes of the file that is being read, as far as its reports tell
        self.begin = self.last = 0.0  # the first report: what came before is the loading of models
        self.weighing = threading.Thread(target=self._weigh, args=(paths,), daemon=True)
        self.weighing.start()

    def _weigh(self, paths: Sequence[Path]) -> None:
        """Adds up what there is to read, beside the work, as a folder may hold a great many files."""
        from tracker.ingest import STDIN, expand

        for path in expand(paths, lambda error: None):
            try:
                self.total += path.stat().st_size if path != STDIN else 0
            except OSError:
                continue  # it has gone, which the run itself tells

    def fault(self, error: InputError) -> None:
        _skip(error)

    def written(self, report: Report) -> None:
        if not self.reports:
            self.begin = self.last = time.monotonic()
        self.reports += 1
        self.inside += len(report.text.encode("utf-8", "replace"))
        self.show()

    def ended(self, path: Path, size: int) -> None:
        self.files += 1
        self.bytes, self.inside = self.bytes + size, 0
        self.show()

    def settling(self) -> None:
        if self.last > self.begin:
            tell(f"{self.told}; now it is decided who is who")

    @property
    def share(self) -> float:
        """How much of the bytes is done with, 0 to 1."""
        return min(1.0, (self.bytes + self.inside) / self.total) if self.total else 0.0

    @property
    def told(self) -> str:
        """How far it is, in words."""
        spent = time.monotonic() - self.begin if self.begin else 0.0
        return f"{self.reports} reports, {self.files} files, {self.reports / max(spent, 0.001):.1f} reports/s"

    def show(self) -> None:
        """Prints a line, if it is time."""
        now = time.monotonic()
        if self.begin and now - self.last >= EVERY:
            left = (now - self.begin) * (1 - self.share) / self.share if self.share else 0
            tell(f"{self.share:.0%} of what was found, {self.told}, about {left / 60:.0f} min left")
            self.last = now


class Bar(Lines):
    """The same as a bar."""

    def __init__(self, paths: Sequence[Path], bar: Progress) -> None:
        super().__init__(paths)
        self.bar, self.task = bar, bar.add_task("", total=1.0, told="")

    def settling(self) -> None:
        self.bar.update(self.task, completed=1.0, told=f"{self.told}; who is who?")

    def show(self) -> None:
        self.bar.update(self.task, completed=self.share, told=self.told)
