"""One run over files: looks each up in the ledger, has it read, asks for what its reports say, and writes that."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.children import Refused
from tracker.errors import InputError
from tracker.ingest import STDIN, expand
from tracker.ingest.reading import INSIDE
from tracker.intake.extracting import Answer, Here, There
from tracker.intake.files import Files, Open
from tracker.intake.lookup import Lookup
from tracker.intake.settings import Settings, Summary
from tracker.intake.watch import Watch
from tracker.roster import Roster
from tracker.store import Fault, File, Store
from tracker.types import Extraction, Report
from tracker.who import settle

AHEAD = 8  # reports that each process is asked for before the first is wanted
TOGETHER, SECONDS = 16, 1.0  # reports in one transaction at most (few, so that Ctrl-C is quick), and how long one may wait
MOST_FAULTS = 1000  # of one file that are kept with their places


def ingest(store: Store, paths: Iterable[Path], settings: Settings, watch: Watch | None = None,
           known: tuple[Roster, bool] | None = None) -> Summary:
    """Puts what files and folders hold into the store; those that are as they were when last read cost nothing.

    `known` is a roster, and whether to trust it, which take the place of those in the store. What another version of tracker,
    another tagger or threshold read is read anew. In the end it is decided who those are whom new reports name. `watch` is told
    what happens; the plain one raises the first fault: what was written before it stays, and the next run goes on from there.
    """
    if known is not None:
        store.set_roster(*known)
    with Intake(store, settings, watch or Watch()) as intake:
        return intake.run(paths)


def rebuild(store: Store, settings: Settings, watch: Watch | None = None) -> Summary:
    """Extracts anew, from their texts in the store, all reports that another version of tracker, another tagger or threshold
    extracted; judgements are kept, and who is who is decided with them. What was rebuilt is not read again from its files."""
    with Intake(store, settings, watch or Watch()) as intake:
        return intake.rebuild()


def retry(store: Store, on_gone: Callable[[InputError], None]) -> list[Path]:
    """The files of which something could not be read, to be read again, named from here where they lie below; those no longer
    there are forgotten, and told."""
    failed = list(store.faults())
    gone = [path for path in failed if not Path(path).exists()]
    for path in gone:
        on_gone(InputError("is no longer there; what was read of it stays, and it is not tried again", path))
    store.forget_files(gone)
    here = Path.cwd()
    left = [Path(path) for path in failed if path not in gone]
    return [path.relative_to(here) if path.is_relative_to(here) else path for path in left]


@dataclass(frozen=True, slots=True)
class _Step:
    """A report on its way through, with what answers for it (nothing where the store has it as it is), or the end of its file."""

    of: Open
    report: Report | None = None
    answer: Answer | None = None


class Intake:
    """A run; a context manager that ends the children."""

    def __init__(self, store: Store, settings: Settings, watch: Watch) -> None:
        self.store, self.settings, self.watch = store, settings, watch
        self._files = Files(Lookup(store, settings), settings, watch.begun, self._enter)
        self._ahead = AHEAD * settings.jobs if settings.jobs > 1 else 0
        self._count: Counter[str] = Counter()
        self._steps: deque[_Step] = deque()
        self._ready: list[Extraction] = []
        self._ended: list[File] = []
        self._flushed = time.monotonic()
        self._extractor: Here | There | None = None

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()
        if self._extractor:
            self._extractor.close()

    def run(self, paths: Iterable[Path]) -> Summary:
        """Takes in files and folders, then decides who is who; what was done."""
        with self._writing():
            for open in self._files(expand(paths, self._skip)):
                self._take(open)
        return Summary(**self._count)

    def rebuild(self) -> Summary:
        """Extracts anew what the store holds; what was done."""
        failed: set[str] = set()
        with self._writing():
            for report in self.store.reports_held():
                self._send(Open(Path(report.path or ""), failed=failed), report)
            self._enter()
            self.store.rebuilt(self.settings.version, failed)
        return Summary(**self._count)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Writes what is ready, however it ends; if well, then all that is under way, and decides who is who."""
        try:
            yield
            self._advance(0)
        finally:
            self._flush()
        self.watch.settling()
        settle(self.store)

    def _take(self, open: Open) -> None:
        """Sends what a file holds on its way."""
        assert open.file or open.what == "read"
        if open.file and open.what != "read":
            open.faults += open.file.faults
            self._count["known" if open.what == "known" else "copies"] += 1
            self._count["skipped"] += len(open.faults)
        else:
            for item in open.items:
                if isinstance(item, InputError):
                    self._fault(open, item)
                else:
                    self._send(open, _placed(item))
            self._count["files"] += 1
        self._steps.append(_Step(open))
        self._advance(self._ahead)

    def _send(self, open: Open, report: Report) -> None:
        known = self.store.state(report, self.settings.version) == "unchanged"
        self._steps.append(_Step(open, report, None if known else self._ask(report)))
        self._advance(self._ahead)

    def _ask(self, report: Report) -> Answer:
        if self._extractor is None:
            self._extractor = Here(self.settings) if self.settings.jobs == 1 else There(self.settings)
        return self._extractor.ask(report)

    def _advance(self, most: int) -> None:
        """Finishes what was asked first until no more than `most` steps are left; writes what is ready when it is time."""
        while len(self._steps) > most:
            self._finish(self._steps.popleft())
            if len(self._ready) >= TOGETHER or time.monotonic() - self._flushed > SECONDS:
                self._flush()

    def _finish(self, step: _Step) -> None:
        if step.report is None:
            if step.of.file and not (step.of.what == "known" and step.of.as_entered):
                self._ended.append(replace(step.of.file, faults=tuple(step.of.faults)))
            self.watch.ended(step.of.path, step.of.file.size if step.of.file else 0)
            return
        outcome = step.answer() if step.answer else None
        if isinstance(outcome, Refused):
            self._fault(step.of, outcome.error)
            step.of.failed.add(str(step.of.path).partition(INSIDE)[0])
        elif outcome is not None:
            self._ready.append(outcome)
        else:
            self._count["unchanged"] += 1
        self.watch.written(step.report)

    def _enter(self) -> None:
        """Finishes and writes all that was asked."""
        self._advance(0)
        self._flush()

    def _flush(self) -> None:
        """Writes what is ready in one transaction."""
        if self._ready or self._ended:
            self._count.update(self.store.put_all(self._ready, self.settings.version, self._ended))
            self._files.entered(self._ended)
        self._ready, self._ended, self._flushed = [], [], time.monotonic()

    def _fault(self, open: Open, error: InputError) -> None:
        if len(open.faults) < MOST_FAULTS:
            place = ":".join(str(part) for part in (error.path or open.path, error.line, error.column) if part is not None)
            open.faults.append(Fault(place, error.message))
        self._skip(error)

    def _skip(self, error: InputError) -> None:
        self._count["skipped"] += 1
        self.watch.fault(error)


def _placed(report: Report) -> Report:
    """The report with the whole path of its file, so that files of one name in two folders stay apart."""
    known = report.path is not None and Path(report.path) != STDIN
    return replace(report, path=str(Path(str(report.path)).absolute()) if known else None)
