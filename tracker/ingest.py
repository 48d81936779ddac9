"""Reads files: plain text and pages become Documents, JSON records become Reports."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

from tracker.dates import infer_published, parse_day
from tracker.errors import InputError
from tracker.types import Document, Report

OnError = Callable[[InputError], None]
Fault = Callable[[str], InputError]

STDIN = Path("-")
INSIDE = "!/"  # between the path of an archive and that of a file in it
TEXTS, RECORDS = (".txt",), (".jsonl", ".json")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# What a page brings along from other programs: characters without width, the end mark of DOS, page and line breaks.
_PLAIN = str.maketrans(dict.fromkeys("\x1a\xad\u200b\u200c\u200d\u2060\ufeff") | {"\xa0": " "}
                       | dict.fromkeys("\x0b\x0c\u2028\u2029", "\n"))
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read."""

    published: date | None = None
    source: str | None = None
    region: str | None = None


def fail(error: InputError) -> NoReturn:
    """Raises `error`: the handler for those who want to stop at the first."""
    raise error


def expand(paths: Iterable[Path], on_error: OnError = fail) -> Iterator[Path]:
    """The files to read, each once: what is named, and of folders every .txt, .jsonl and .json below, sorted.

    Hidden files and folders are passed over. `-` is standard input. Reports paths that do not exist or are of no
    known suffix, and folders without anything to read.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found = [file for file in sorted(path.rglob("*")) if _readable(file, path)]
            if not found:
                on_error(InputError("the folder holds no .txt, .jsonl or .json file", path))
        elif path != STDIN and not path.exists():
            found = []
            on_error(InputError("no such file or folder", path))
        elif path != STDIN and path.suffix.lower() not in TEXTS + RECORDS:
            found = []
            suffix = path.suffix or "a file without a suffix"
            on_error(InputError(f"cannot read {suffix}; give .txt, .jsonl or .json", path))
        else:
            found = [path]
        for file in found:
            if (key := file if file == STDIN else file.resolve()) not in seen:
                seen.add(key)
                yield file


def _readable(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in TEXTS + RECORDS and file.is_file()


def read(paths: Iterable[Path], published: date | None = None, on_error: OnError = fail) -> Iterator[Document | Report]:
    """What the files and folders hold, in order: a Document a text file, a Report a record.

    A record's own date wins, then `published`, then a date that the text itself prints. Each fault is an InputError
    with file and line given to `on_error`; the record or file is left out and the reading goes on.
    """
    for path in expand(paths, on_error):
        yield from read_file(path, Reading(published), on_error)


def read_file(path: Path, how: Reading, on_error: OnError = fail) -> Iterator[Document | Report]:
    """What one file holds."""
    try:
        text = decode(_bytes(path), path)
    except InputError as error:
        on_error(error)
        return
    if path.suffix.lower() in RECORDS or (path == STDIN and text.lstrip()[:1] in ("{", "[")):
        yield from _reports(text, path, how.published, on_error)
    else:
        yield _document(text, path, how.published)


def _bytes(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path) from error


def decode(data: bytes, path: Path) -> str:
    """`data` as text with LF line ends: UTF-8, UTF-16 with a byte order mark, or GB18030.

    Raises InputError where it is empty, binary, or in another encoding.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        text = "" if encoding else _gb18030(data)
        if not text:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError("the text is neither UTF-8, UTF-16 with a byte order mark, nor GB18030; save it as UTF-8",
                             path, line) from error
    text = _LINE_END.sub("\n", text)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise InputError(f"a binary file: it holds the control character {control.group()!r}", path, line)
    if not text.strip():
        raise InputError("an empty file", path)
    return text


def _gb18030(data: bytes) -> str:
    """The text in GB18030; empty where it is hardly Chinese, since nearly any bytes can be read so."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    foreign = [char for char in text if not char.isascii()]
    common = sum(len(char.encode("gb2312", "ignore")) == 2 for char in foreign)
    return text if common >= 0.5 * len(foreign) else ""


def _document(text: str, path: Path, published: date | None) -> Document:
    text = text.translate(_PLAIN)
    found, year = infer_published(text)
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Document(name, str(path), text, published or found, None if published or found else year)


def _reports(text: str, path: Path, published: date | None, on_error: OnError) -> Iterator[Report]:
    """The records of a file, those that cannot be used left out."""
    seen: set[str] = set()
    for fault, record in _records(text, path, on_error):
        try:
            report = _report(record, path, fault, published)
            if report.id in seen:
                raise fault(f"the id {report.id!r} came before; give each record its own")
        except InputError as error:
            on_error(error)
            continue
        seen.add(report.id)
        yield report


def _records(text: str, path: Path, on_error: OnError) -> Iterator[tuple[Fault, object]]:
    """Each JSON value with what makes an error of its place: one a line, or one array or object over the whole file."""
    if path.suffix.lower() != ".jsonl":
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError) as error:
            # more than one value: they stand one a line
            if not (isinstance(error, json.JSONDecodeError) and error.msg == "Extra data"):
                on_error(_no_json(error, path))
                return
        else:
            for number, record in enumerate(whole if isinstance(whole, list) else [whole], start=1):
                yield partial(InputError, path=path, column=f"record {number}"), record
            return
    for line, value in enumerate(text.split("\n"), start=1):
        if value.strip():
            try:
                record = json.loads(value)
            except (ValueError, RecursionError) as error:
                on_error(_no_json(error, path, line))
            else:
                yield partial(InputError, path=path, line=line), record


def _no_json(error: Exception, path: Path, line: int = 1) -> InputError:
    if isinstance(error, json.JSONDecodeError):
        return InputError(f"not JSON: {error.msg}", path, line + error.lineno - 1, error.colno)
    return InputError(f"not JSON that can be read: {error}", path, line)


def _report(record: object, path: Path, fault: Fault, published: date | None) -> Report:
    """The record as a report, its text unchanged. Raises InputError that names the field at fault."""
    if not isinstance(record, dict):
        raise fault('a record is an object: {"id": …, "text": …}')
    if type(record.get("id")) is int:
        record = record | {"id": str(record["id"])}
    fields = {key: _field(record, key, fault) for key in ("id", "text", "headline", "published", "source")}
    name, text, day = fields["id"], fields["text"], published
    if not name or not text:
        raise fault(f"the record has no {'text' if name else 'id'}")
    if fields["published"]:
        try:
            day = parse_day(fields["published"])
        except InputError as error:
            raise fault(f"published: {error.message}") from error
    found, year = (None, None) if day else infer_published(text)
    return Report(name, text, fields["headline"], day or found, fields["source"], path=str(path),
                  year=None if found else year)


def _field(record: dict[str, object], key: str, fault: Fault) -> str | None:
    """The string of a field, None where it is missing, null or blank."""
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise fault(f"{key} is no string but {value!r:.40}")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise fault(f"{key} holds half a character (a lone surrogate)")
    return value if value.strip() else None
