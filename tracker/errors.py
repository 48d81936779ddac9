"""One error tree. Everything a user's input can cause is a TrackerError, and the command line turns it into one line.

    TrackerError
    ├── InputError       a file, a record, or an option that cannot be used
    │   ├── RosterError  a row of a roster
    │   └── SheetError   rows of a filled-in sheet, each told by an InputError
    ├── JudgementError   a decision about two people or events that cannot be recorded beside the others
    ├── StoreError       a database that cannot be opened, read or written
    ├── UnknownPerson    a question about somebody the store does not hold
    └── UnknownEvent     a question about an event the store does not hold
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class TrackerError(Exception):
    """A mistake in what was given to tracker: str() is one line that names the place and the remedy."""


class InputError(TrackerError):
    """An input that cannot be read: the file, the line and column where there are any (from 1), what is wrong."""

    def __init__(self, message: str, path: str | Path | None = None, line: int | None = None,
                 column: int | str | None = None) -> None:
        self.message, self.path, self.line, self.column = message, path, line, column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {message}" if place else message)


class RosterError(InputError):
    """A row of a roster that cannot be used."""


class SheetError(InputError):
    """Rows of a filled-in sheet that cannot be used, for which nothing of it was: `faults` holds an error of one line each."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        self.faults, first = tuple(faults), faults[0]
        super().__init__(first.message, first.path, first.line, first.column)


class JudgementError(TrackerError):
    """A decision about who is who that is none, or contradicts the others: names these and what to undo."""


class StoreError(TrackerError):
    """A database that cannot be opened, read or written."""


class UnknownPerson(TrackerError):
    """Nobody of this name is in the store; `near` holds the names most like it, best first."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        self.name, self.near = name, tuple(near)
        hint = f"; did you mean {', '.join(self.near)}?" if self.near else ""
        super().__init__(f"no person named {name}{hint}")


class UnknownEvent(TrackerError):
    """The store holds no event of this id; ids change when a report is read by another model."""
