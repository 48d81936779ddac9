"""The files of a run in order, each with what it holds; a child reads them, and is asked for some ahead of what is wanted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from tracker import ingest
from tracker.children import Child, Done, Refused, Stopped
from tracker.errors import InputError
from tracker.intake.lookup import Lookup, What
from tracker.intake.settings import Settings
from tracker.reading import items_of
from tracker.store import Fault, File
from tracker.types import Report

AHEAD = 16  # files that the child is asked for before the first of them is wanted
LOOKED_UP = 200  # files of which the ledger is asked at once

Items = Iterable[Report | InputError]


@dataclass(slots=True)
class Open:
    """A file on its way through: what is to be done with it, what it holds, and the faults found so far. No ledger can know
    standard input."""

    path: Path
    what: What = "read"
    file: File | None = None
    as_entered: bool = False  # whether the ledger has the file just so
    items: Items = ()
    faults: list[Fault] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)  # files with a report that nothing could be extracted from


class Files:
    """Looks files up and has those read that must be; `begun` is told each, and `enter` has to enter all that were given out."""

    def __init__(self, lookup: Lookup, settings: Settings, begun: Callable[[Path], None], enter: Callable[[], None]) -> None:
        self._lookup, self._settings, self._begun, self._enter = lookup, settings, begun, enter
        self._reader = _Reader(settings)
        self._under_way: set[str] = set()  # digests of files that are read but not entered yet

    def __call__(self, paths: Iterable[Path]) -> Iterator[Open]:
        """The files in order; each has to be done with before the next is taken."""
        waiting: deque[Open] = deque()
        for path in self._known(paths):
            open = self._look(path)
            if open.file and open.what == "read" and open.file.digest in self._under_way:  # the same as another: that one first
                while waiting:
                    yield waiting.popleft()
                self._enter()
                open = self._look(path)
            if open.what == "read" and open.file and open.file.digest:
                self._under_way.add(open.file.digest)
                self._begun(path)
                open.items = self._read(open, self._reader.ask(path))
            waiting.append(open)
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()

    def entered(self, files: Iterable[File]) -> None:
        """The ledger knows these files now."""
        self._under_way -= {file.digest for file in files}

    def close(self) -> None:
        """Ends the child."""
        self._reader.close()

    def _known(self, paths: Iterable[Path]) -> Iterator[Path]:
        left = iter(paths)
        while some := list(islice(left, LOOKED_UP)):
            self._lookup.expect(some)
            yield from some

    def _look(self, path: Path) -> Open:
        if path == ingest.STDIN or (path.exists() and not path.is_file()):
            # what a pipe holds can be had only once, and only here
            return Open(path, items=items_of(path, self._settings.reading))
        try:
            what, file = self._lookup.look(path)
        except InputError as error:
            return Open(path, "read", self._lookup.lost(path), items=[error])
        return Open(path, what, file, self._lookup.has(file))

    def _read(self, open: Open, items: Items) -> Iterator[Report | InputError]:
        """What the child reads of a file, and the fault of one that is no longer what it was; the next run reads that again."""
        yield from items
        assert open.file
        try:
            now = self._lookup.now(open.path)
        except InputError:
            now = self._lookup.lost(open.path)
        if (now.size, now.changed) != (open.file.size, open.file.changed):
            self.entered([open.file])
            open.file = replace(now, digest="")
            yield InputError("changed while it was read; what was read of it is kept, and the next run reads it again", open.path)


class _Reader:
    """A child that reads files; one that hangs or dies is replaced, and the file at fault is left out."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting: deque[Path] = deque()
        self._child: Child | None = None

    def ask(self, path: Path) -> Items:
        """What is in a file; those asked for first have to be taken first."""
        self._waiting.append(path)
        self._send(path)
        return self._items(path)

    def _send(self, path: Path) -> None:
        if self._child is None:
            self._child = Child("read", self._settings.reading)
        self._child.send(path)

    def _items(self, path: Path) -> Iterator[Report | InputError]:
        assert self._child
        try:
            while not isinstance(item := self._child.receive(self._settings.limit), Done):
                yield item.error if isinstance(item, Refused) else item
            self._waiting.popleft()
        except Stopped as error:
            self._waiting.popleft()
            self.close()
            for other in self._waiting:
                self._send(other)
            yield InputError(f"cannot be read: {error}", path)

    def close(self) -> None:
        """Ends the child."""
        if self._child:
            self._child.close()
        self._child = None
