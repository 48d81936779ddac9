"""Reads files of any kind: texts, pages and documents become Documents, records, rows and web pages Reports."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from tracker.errors import InputError
from tracker.ingest import archives, pdf, plain, records, tables, web, word
from tracker.ingest.kinds import COMPANIONS, Kind, kind
from tracker.ingest.plain import decode
from tracker.ingest.reading import STDIN, Budget, File, OnError, Reading, fail, opened
from tracker.types import Document, Report

__all__ = ["AS_IT_COMES", "STDIN", "OnError", "Reading", "decode", "expand", "fail", "read", "read_file"]

AS_IT_COMES = Reading()
READERS: dict[Kind, Callable[[File], Iterator[Document | Report]]] = {
    "text": plain.read_text,
    "markdown": plain.read_markdown,
    "html": web.read_html,
    "json": records.read_json,
    "jsonl": records.read_jsonl,
    "table": tables.read_csv,
    "xlsx": tables.read_xlsx,
    "parquet": tables.read_parquet,
    "pdf": pdf.read_pdf,
    "docx": word.read_docx,
}


def expand(paths: Iterable[Path], on_error: OnError = fail) -> Iterator[Path]:
    """The files to read, each once, as they are found: what is named, and all in folders and below, sorted folder by folder.

    In folders hidden files are passed over, and what browsers save beside a page: pictures, styles, scripts. `-` is standard
    input. Reports paths that do not exist, folders that cannot be read, and those without a file.
    """
    seen: set[str] = set()
    for path in paths:
        if path != STDIN and path.is_dir():
            found = _below(path, on_error)
        elif path == STDIN or path.exists():
            found = iter([(path, "-" if path == STDIN else os.path.realpath(path))])
        else:
            found = iter(())
            on_error(InputError("no such file or folder", path))
        for file, real in found:
            if real not in seen:
                seen.add(real)
                yield file


def _below(folder: Path, on_error: OnError) -> Iterator[tuple[Path, str]]:
    """The files of a folder and of those below it, in order, and where each really is; a folder at a time is listed."""
    waiting = [iter([_Entry(folder, os.path.realpath(folder), True)])]
    count = 0
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif entry.is_folder:
            try:
                waiting.append(iter(_listed(entry)))
            except OSError as error:
                on_error(InputError(f"cannot be read: {error.strerror or error}", entry.path))
        else:
            count += 1
            yield Path(entry.path), entry.real
    if not count:
        on_error(InputError("the folder holds no file to read", folder))


class _Entry(NamedTuple):
    path: str | Path
    real: str  # the path without links
    is_folder: bool


def _listed(folder: _Entry) -> list[_Entry]:
    """The folders and files of a folder that are looked at, by name."""
    found = []
    with os.scandir(folder.path) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            real = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(folder.real, entry.name)
            if entry.is_dir(follow_symlinks=False):
                found.append(_Entry(os.fspath(entry.path), real, True))
            elif os.path.splitext(entry.name)[1].lower() not in COMPANIONS and entry.is_file():
                found.append(_Entry(os.fspath(entry.path), real, False))
    return sorted(found)


def read(paths: Iterable[Path], how: Reading = AS_IT_COMES, on_error: OnError = fail) -> Iterator[Document | Report]:
    """What files and folders hold, in order: a Document a text, a Report a record, row or web page.

    Each fault is an InputError with file and place given to `on_error`; what is at fault is left out and the reading goes on.
    """
    for path in expand(paths, on_error):
        yield from read_file(path, how, on_error)


def read_file(path: Path, how: Reading = AS_IT_COMES, on_error: OnError = fail) -> Iterator[Document | Report]:
    """What one file of any kind holds, an archive its members; as `read`."""
    budget, disk = Budget(0), None
    try:
        if path == STDIN:
            stream = cast(BinaryIO, io.BufferedReader(_Metered(budget)))
        else:
            stream = path.open("rb")
            budget.size, disk = os.fstat(stream.fileno()).st_size, path if path.is_file() else None
    except OSError as error:
        on_error(InputError(f"cannot be read: {error.strerror or error}", path))
        return
    with stream:
        try:
            file = opened(stream, str(path), "a file", how=how, on_error=on_error, budget=budget, disk=disk)
        except InputError as error:
            on_error(error)
            return
        yield from _items(file)


class _Metered(io.RawIOBase):
    """Standard input; what was read of it so far is its size."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data: bytes = sys.stdin.buffer.read1(len(buffer))  # type: ignore[union-attr]
        buffer[: len(data)] = data
        self._budget.size += len(data)
        return len(data)


def _items(file: File) -> Iterator[Document | Report]:
    """What an open file holds; its faults go to `on_error`."""
    try:
        what = _kind(file)
        if what == "zip":
            file = file if file.disk else replace(file, stream=io.BytesIO(file.whole()))
            what = archives.zip_kind(file)
        if what in ("gzip", "bzip2", "xz"):
            yield from _items(archives.unpacked(file, what))
        elif what in ("zip", "tar"):
            for member in archives.members(file, what):
                yield from _items(member)
        else:
            yield from READERS[what](file)
    except InputError as error:
        file.on_error(error)


def _kind(file: File) -> Kind:
    try:
        return kind(file.head, file.name)
    except InputError as error:
        raise file.fault(error.message) from error
