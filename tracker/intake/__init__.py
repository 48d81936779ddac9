"""Takes files into a database: nothing twice, nothing lost, and no file can stop the others.

One process writes. A child reads the files and, with several jobs, others extract; they are asked ahead of what is written, and
what they answer is written in the order of the files, so that the database does not depend on who was faster. A file is entered
in the ledger of the store in the transaction that holds the last of its reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from tracker.errors import InputError
from tracker.intake.run import Intake
from tracker.intake.settings import LIMIT, Settings, Summary
from tracker.intake.watch import Watch
from tracker.roster import Roster
from tracker.store import Store

__all__ = ["LIMIT", "Settings", "Summary", "Watch", "ingest", "rebuild", "retry"]


def ingest(store: Store, paths: Iterable[Path], settings: Settings, watch: Watch | None = None,
           known: tuple[Roster, bool] | None = None) -> Summary:
    """Puts what files and folders hold into the store; those that are as they were when last read cost nothing.

    `known` is a roster, and whether to trust it, which take the place of those in the store. What another version of tracker,
    another tagger or threshold read is read anew. In the end it is decided who those are whom new reports name. `watch` is told
    what happens; the plain one raises the first fault, and what was read before it stays.
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
    """The files of which something could not be read, to be read again; those no longer there are forgotten, and told."""
    failed = list(store.faults())
    gone = [path for path in failed if not Path(path).exists()]
    for path in gone:
        on_gone(InputError("is no longer there; what was read of it stays, and it is not tried again", path))
    store.forget_files(gone)
    return [Path(path) for path in failed if path not in gone]
