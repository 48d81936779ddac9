"""JSON: records one a line, read line by line whatever the length of the file, or one array or object."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from tracker.errors import InputError
from tracker.ingest.fields import picked, reports
from tracker.ingest.plain import decode, lines
from tracker.ingest.reading import Fault, File
from tracker.types import Report


def read_jsonl(file: File) -> Iterator[Report]:
    """The records of a file that holds one a line, those that cannot be used left out."""
    yield from _reports(_by_line(lines(file), file), file)


def read_json(file: File) -> Iterator[Report]:
    """The records of a file that holds one array or object; of more values than one, they stand one a line."""
    text = decode(file.whole(), file.path)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not (isinstance(error, json.JSONDecodeError) and error.msg == "Extra data"):
            raise _no_json(error, file) from error
        found = _by_line(io.StringIO(text), file)
    else:
        values = whole if isinstance(whole, list) else [whole]
        found = ((partial(InputError, path=file.path, column=f"record {number}"), value)
                 for number, value in enumerate(values, start=1))
    yield from _reports(found, file)


def _by_line(texts: Iterable[str], file: File) -> Iterator[tuple[Fault, object]]:
    """Each value with what makes an error of its line."""
    for line, text in enumerate(texts, start=1):
        if text.strip():
            try:
                value = json.loads(text)
            except (ValueError, RecursionError) as error:
                file.on_error(_no_json(error, file, line))
            else:
                yield partial(InputError, path=file.path, line=line), value


def _reports(found: Iterable[tuple[Fault, object]], file: File) -> Iterator[Report]:
    yield from reports(_objects(found, file), file)


def _objects(found: Iterable[tuple[Fault, object]], file: File) -> Iterator[tuple[Fault, Mapping[str, object], None]]:
    """The values by field of those values that are objects."""
    for fault, value in found:
        if isinstance(value, dict):
            yield fault, picked(value, file), None
        else:
            file.on_error(fault('a record is an object: {"id": …, "text": …}'))


def _no_json(error: Exception, file: File, line: int = 1) -> InputError:
    if isinstance(error, json.JSONDecodeError):
        return InputError(f"not JSON: {error.msg}", file.path, line + error.lineno - 1, error.colno)
    return InputError(f"not JSON that can be read: {error}", file.path, line)
