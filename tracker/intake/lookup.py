"""Whether a file has to be read: not if the ledger knows it as it is, or another file that holds the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from tracker.errors import InputError
from tracker.intake.settings import Settings
from tracker.store import File, Store

What = Literal["read", "known", "copy"]


class Lookup:
    """Looks up whether files were read as they would be read with these settings."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._reading, self._version, self._retry = store, settings.how, settings.version, settings.retry
        self._known: dict[str, File] = {}

    def look(self, path: Path) -> tuple[What, File]:
        """What to do with a file, and the file as it is now. InputError if it cannot be had.

        Size and time of change tell whether it has changed since, as for make and rsync; if they have, its digest does.
        """
        now = self.now(path)
        known = self._known.get(now.path)
        if known and self._holds(known, now) and (known.size, known.changed) == (now.size, now.changed):
            return "known", known
        now = replace(now, digest=_digest(path))
        if known and self._holds(known, now) and known.digest == now.digest:
            return "known", replace(known, size=now.size, changed=now.changed)
        other = self._store.same(now)
        return ("copy", replace(now, copy_of=other)) if other else ("read", now)

    def expect(self, paths: Sequence[Path]) -> None:
        """Asks the ledger for files that will be looked up next."""
        self._known = self._store.files([str(path.absolute()) for path in paths])

    def has(self, file: File) -> bool:
        """Whether the ledger has the file just so."""
        return self._known.get(file.path) == file

    def now(self, path: Path) -> File:
        """A file as it is, without its digest. InputError if it is not there."""
        whole = str(path.absolute())
        try:
            stat = path.stat()
        except OSError as error:
            raise _unreadable(path, error) from error
        return File(whole, "", stat.st_size, stat.st_mtime_ns, self._reading, self._version)

    def lost(self, path: Path) -> File:
        """Stands for a file that cannot be had."""
        return File(str(path.absolute()), "", 0, 0, self._reading, self._version)

    def _holds(self, known: File, now: File) -> bool:
        """Whether what the ledger says of a file can hold still."""
        if (known.reading, known.version) != (now.reading, now.version) or (self._retry and known.faults) or not known.digest:
            return False
        if known.copy_of is None:
            return True
        original = self._store.files([known.copy_of]).get(known.copy_of)
        return original is not None and original.digest == known.digest


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"cannot be read: {error.strerror or error}", path)
