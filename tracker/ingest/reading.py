"""What every reader gets and gives: how to read, an open file with its name, limits, and the errors of others made ours."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import BinaryIO, ClassVar, NoReturn, TypeVar

from tracker.errors import InputError

OnError = Callable[[InputError], None]
Fault = Callable[[str], InputError]
Item = TypeVar("Item")

STDIN = Path("-")
HEAD = 1 << 16  # bytes that tell the kind and the encoding of a file
PACKED = (".gz", ".bz2", ".xz")
INSIDE = "!/"  # parts an archive from the path of its member
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: one value made at the door.

    `published`, `source` and `region` are those of reports that do not say; `fields` names the column or key of a field where
    it has no usual name. `longest` is the most bytes of one file that is read whole and of one member of an archive; what is
    read record by record may be of any length, each line of it up to `longest`.
    """

    published: date | None = None
    source: str | None = None
    region: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    longest: int = 128 << 20


def fail(error: InputError) -> NoReturn:
    """Raises `error`: the handler for those who want to stop at the first."""
    raise error


@dataclass(slots=True)
class Budget:
    """How much may come out of one file of archives, however they are nested: so much at least, or so many times its size."""

    size: int
    spent: int = 0
    FLOOR: ClassVar[int] = 1 << 30
    RATIO: ClassVar[int] = 200

    @property
    def over(self) -> bool:
        """Whether more came out than may."""
        return self.spent > max(self.FLOOR, self.RATIO * self.size)

    def spend(self, count: int, path: str) -> None:
        """Counts bytes that were unpacked, or are about to be. InputError over the limit."""
        self.spent += count
        if self.over:
            raise InputError(f"unpacks to more than {self.RATIO} times its size; if you trust it, unpack it and give the folder",
                             path)


@dataclass(frozen=True, slots=True)
class File:
    """A file that is open for reading: on the disk, a member of an archive, what a compressed file holds, standard input."""

    path: str  # as reports and errors name it
    stream: BinaryIO
    head: bytes  # its first bytes; they come again from `stream`
    how: Reading
    on_error: OnError
    budget: Budget
    disk: Path | None = None  # where it can be opened again
    level: int = 0  # archives that it lies in
    compressed: bool = False  # whether it came out of a compressed file

    @property
    def name(self) -> str:
        """The name alone, without the suffix of a compression."""
        name = PurePosixPath(self.path.replace("\\", "/")).name
        stem, dot, suffix = name.rpartition(".")
        return stem if stem and f"{dot}{suffix}".lower() in PACKED else name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    def fault(self, message: str) -> InputError:
        """An error of the file as a whole."""
        return InputError(message, self.path)

    def whole(self) -> bytes:
        """All its bytes. InputError where they are more than `longest`."""
        if isinstance(self.stream, io.BytesIO):
            return self.stream.getvalue()
        return limited(self.stream, self.how.longest, self.path)

    @contextmanager
    def seekable(self) -> Iterator[BinaryIO]:
        """The file for readers that jump in it: from the disk, else all of it in memory."""
        if self.disk is None:
            yield io.BytesIO(self.whole())
            return
        with foreign(self.path, "a file"):
            stream = self.disk.open("rb")
        with stream:
            yield stream


def opened(stream: BinaryIO, path: str, kind: str, like: File | None = None, **more: object) -> File:
    """An open file with its first bytes looked at; what is not said is taken over from the file around it."""
    given = {name: getattr(like, name) for name in ("how", "on_error", "budget", "level")} if like else {}
    head = b""
    with foreign(path, kind):
        while len(head) < HEAD and (part := stream.read(HEAD - len(head))):
            head += part
    again = io.BufferedReader(_Rejoined(head, stream, path, kind), HEAD)
    return File(path, again, head, **given | more)


class _Rejoined(io.RawIOBase):
    """The bytes that were looked at, then the rest, for standard input cannot be wound back; faults of the disk or of what is
    unpacked are InputErrors."""

    def __init__(self, head: bytes, rest: BinaryIO, path: str, kind: str) -> None:
        self._head, self._rest, self._path, self._kind = io.BytesIO(head), rest, path, kind

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with foreign(self._path, self._kind):
            data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def limited(stream: BinaryIO, longest: int, path: str) -> bytes:
    """All bytes of a stream, read in pieces. InputError where they are more than `longest`."""
    pieces, size = [], 0
    while piece := stream.read(min(_CHUNK, longest + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > longest:
            raise too_long(longest, path)
    return b"".join(pieces)


def too_long(longest: int, path: str, line: int | None = None) -> InputError:
    """The error of a file or line over the limit."""
    size = f"{longest / (1 << 20):.3g} MiB"
    return InputError(f"longer than {size}; split it, or read it from Python with a larger Reading.longest", path, line)


@contextmanager
def foreign(path: str, kind: str, place: str | None = None) -> Iterator[None]:
    """Around a call of somebody else's reader: whatever it raises over a broken file becomes an InputError."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # these readers promise no type of error
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"cannot be read as {kind}: {reason:.200}", path, column=place) from error


def guarded(items: Iterator[Item], path: str, kind: str) -> Iterator[Item]:
    """The items of somebody else's iterator, with its errors made InputErrors."""
    while True:
        with foreign(path, kind):
            try:
                item = next(items)
            except StopIteration:
                return
        yield item


def need(module: str, extra: str, path: str) -> InputError:
    """The error of a format whose library is not installed."""
    return InputError(f"needs {module}, which is not installed: pip install 'tracker[{extra}]'", path)
