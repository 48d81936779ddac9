"""From files to reports: pages are cut into theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker import ingest as files
from tracker import segment
from tracker.errors import InputError
from tracker.ingest import OnError, Reading
from tracker.types import Report


def read_reports(paths: Iterable[Path], how: Reading, on_error: OnError = files.fail) -> Iterator[Report]:
    """The reports of files and folders in order; faults go to `on_error`."""
    for path in files.expand(paths, on_error):
        yield from reports_of(path, how, on_error)


def reports_of(path: Path, how: Reading, on_error: OnError = files.fail) -> Iterator[Report]:
    """The reports of one file in order; faults go to `on_error`."""
    for item in files.read_file(path, how, on_error):
        if isinstance(item, Report):
            yield item
        else:
            yield from segment.split(item)


def items_of(path: Path, how: Reading) -> Iterator[Report | InputError]:
    """The reports and the faults of one file, each where it comes."""
    faults: list[InputError] = []
    try:
        for report in reports_of(path, how, faults.append):
            yield from faults
            faults.clear()
            yield report
    except Exception:  # what was found before is told all the same
        yield from faults
        raise
    yield from faults
