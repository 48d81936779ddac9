"""Processes beside the one that writes: they read files and extract reports, and may hang or die without harm.

A child takes pickled messages on standard input and answers on standard output, each in turn;
it ends when its parent does.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal, NoReturn

from tracker.errors import InputError, TrackerError
from tracker.ingest import Reading
from tracker.types import Report

Task = Literal["read", "extract"]
_RUN = "from tracker.children import main; main()"  # by import, so that what is sent has the same classes on both sides
STARTING = 600.0  # seconds that a child may take to load a model, on a slow disk
AHEAD = 64  # answers that wait here; a child that is further ahead stops until they are taken


@dataclass(frozen=True, slots=True)
class Refused:
    """What a child could not do, as the parts of an InputError, which come through a pipe; `fatal`: nor anything else."""

    message: str
    path: str | None = None
    line: int | None = None
    column: int | str | None = None
    fatal: bool = False

    @property
    def error(self) -> InputError:
        return InputError(self.message, self.path, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Done:
    """The file has been read to its end."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """The child has loaded all that its task needs."""


class Stopped(Exception):
    """A child said nothing for too long, or died; the message says which."""


class Child:
    """A process with a task. Whoever made it has to `close` it."""

    def __init__(self, task: Task, settings: Reading | tuple[str, float]) -> None:
        # -P: what lies in the folder one works in is not to be taken for a module. The session of its own keeps Ctrl-C away.
        self._process = subprocess.Popen([sys.executable, "-P", "-c", _RUN], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, start_new_session=True)
        self._answers: queue.Queue[Any] = queue.Queue(AHEAD)
        self._dead, self._ready = threading.Event(), False
        threading.Thread(target=self._listen, daemon=True).start()
        self.send((task, settings))

    def send(self, item: object) -> None:
        """Gives it something to do. That it has died shows when an answer is wanted."""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            _write(self._process.stdin, item)

    def receive(self, seconds: float) -> Any:
        """Its next answer. Stopped if there is none in time, or it died; InputError if it cannot do its task at all."""
        if not self._ready:
            self._ready = True
            self._next(STARTING)
        return self._next(seconds)

    def _next(self, seconds: float) -> Any:
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise Stopped(f"took longer than {seconds:g} seconds; allow more with --time-limit, then --retry") from None
        if answer is None:
            raise Stopped(f"the process that read it ended with status {self._process.wait()}; see that there is enough memory")
        if isinstance(answer, Refused) and answer.fatal:
            raise answer.error
        return answer

    def close(self) -> None:
        """Ends it at once."""
        self._dead.set()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            with contextlib.suppress(BrokenPipeError):  # what was not sent needs not be
                pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout
        try:
            for answer in _read(self._process.stdout):
                self._put(answer)
        except (OSError, ValueError):  # the pipe is closed when the child is killed
            pass
        finally:
            self._put(None)

    def _put(self, answer: object) -> None:
        while not self._dead.is_set():
            with contextlib.suppress(queue.Full):
                return self._answers.put(answer, timeout=1)


def _write(file: IO[bytes], item: object) -> None:
    data = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
    file.write(len(data).to_bytes(8, "big") + data)
    file.flush()


def _read(file: IO[bytes]) -> Iterator[Any]:
    """What comes until the other side ends; a message that was cut short is none."""
    while len(size := file.read(8)) == 8:
        data = file.read(length := int.from_bytes(size, "big"))
        if len(data) < length:
            return
        yield pickle.loads(data)


# In the child


def main() -> NoReturn:
    """Does one task until the parent ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    logging.disable()  # what libraries say of a file is in the error that they raise
    with contextlib.suppress(BrokenPipeError):  # the parent has gone
        _work(answers)
    os._exit(0)  # at once: an orderly end would wait for the thread that reads


def _work(answers: IO[bytes]) -> None:
    work: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=_take, args=(work,), daemon=True).start()
    task, settings = work.get()
    try:
        do = _reader(settings) if task == "read" else _extractor(*settings)
    except TrackerError as error:
        return _write(answers, Refused(str(error), fatal=True))
    _write(answers, _Ready())
    while True:
        for answer in do(work.get()):
            _write(answers, answer)


def _take(work: queue.Queue[Any]) -> None:
    """Takes in what the parent sends, so that it never waits, and ends this process, whatever it is at, when the parent does."""
    for item in _read(sys.stdin.buffer):
        work.put(item)
    os._exit(0)


def _reader(how: Reading) -> Callable[[Path], Iterator[Report | Refused | Done]]:
    from tracker.reading import items_of

    def read(path: Path) -> Iterator[Report | Refused | Done]:
        try:
            for item in items_of(path, how):
                # the database does not keep the offsets into the file
                yield _refused(item) if isinstance(item, InputError) else replace(item, origin=None)
        except Exception as error:  # whatever a reader does wrong with one file, the others are to be read
            yield _refused(InputError(f"cannot be read ({told(error)})", path))
        yield Done()

    return read


def _refused(error: InputError) -> Refused:
    return Refused(error.message, None if error.path is None else str(error.path), error.line, error.column)


def _extractor(model: str, min_score: float) -> Callable[[Report], Iterator[object]]:
    from tracker.extractor import reader

    extract = reader(model, min_score)

    def read(report: Report) -> Iterator[object]:
        try:
            yield extract(report)
        except Exception as error:  # as above
            yield failed(report, told(error))

    return read


def failed(report: Report, why: str) -> Refused:
    """That nothing could be extracted from a report, and why."""
    return Refused(f"nothing could be extracted: {why}", report.path, column=f"report {report.id}")


def told(error: Exception) -> str:
    """What an exception says, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
