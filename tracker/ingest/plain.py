"""Plain text and Markdown: bytes to text with one kind of line end, before any offset exists."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tracker.errors import InputError
from tracker.ingest.dating import day_of, published
from tracker.ingest.fields import known
from tracker.ingest.reading import HEAD, File, too_long
from tracker.types import Document, Mark, Span

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# What a page brings along from other programs: characters without width, the end mark of DOS, page and line breaks.
_PLAIN = str.maketrans(dict.fromkeys("\x1a\xad\u200b\u200c\u200d\u2060\ufeff") | {"\xa0": " "}
                       | dict.fromkeys("\x0b\x0c\u2028\u2029", "\n"))
_LINE_END = re.compile(r"\r\n?")
_OTHER = "the text is neither UTF-8, UTF-16 with a byte order mark, nor GB18030; save it as UTF-8"

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:={3,}|-{3,})\s*$")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}$|\s*(?:```|~~~).*$")
_LEADING = re.compile(r"^\s{0,3}(?:>\s?)+|^\s*[-*+]\s+(?=\S)")
_LINK = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)|\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)")
_STRESS = re.compile(r"(\*{1,3}|__|~~|`)(?=\S)([^*_~`\n]{1,500}?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")
_FRONT = re.compile(r"---\n((?:[^\n]*\n){1,60}?)---\n")


def decode(data: bytes, path: Path | str) -> str:
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
            raise InputError(_OTHER, path, line) from error
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


def clean(text: str) -> str:
    """The text without characters that only other programs know: without width, page breaks, hard blanks."""
    return text.translate(_PLAIN)


def encoding_of(head: bytes, path: str) -> str:
    """The encoding of a text that begins so, for what is read line by line: that of most lines, for one may be broken.

    InputError where it is none that is read here.
    """
    if marked := next((name for mark, name in _MARKS if head.startswith(mark)), None):
        return marked
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError as error:
        whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1]
        telling = [line for line in whole.split(b"\n") if not line.isascii()]
        unicode = sum(_is_utf8(line) for line in telling)
        if 2 * unicode < len(telling) and _gb18030(whole):
            return "gb18030"
        if not unicode:
            raise InputError(_OTHER, path, head.count(b"\n", 0, error.start) + 1) from error
    return "utf-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def lines(file: File, newline: str | None = None) -> Iterator[str]:
    """The lines of a text of any length, each with its end; a byte that cannot be decoded becomes a lone surrogate.

    InputError where one is longer than a file that is read whole may be.
    """
    encoding = encoding_of(file.head, file.path)
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    text = io.TextIOWrapper(file.stream, encoding, errors, newline)
    number = 0
    while line := text.readline(file.how.longest):
        number += 1
        if len(line) >= file.how.longest and not line.endswith(("\n", "\r")):
            raise too_long(file.how.longest, file.path, number)
        yield line


def document(file: File, text: str, headings: Sequence[Span] = (), marks: Sequence[Mark] = (),
             own: date | None = None) -> Document:
    """A text that is cleaned, as the document of a file; `own` is the day that the file gives besides."""
    day, dated, year = published(own, text, file)
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Document(name, file.path, text, day, year, dated, file.how.source, file.how.region, headings=tuple(headings),
                    marks=tuple(marks))


def read_text(file: File) -> Iterator[Document]:
    """The document of a plain text."""
    yield document(file, clean(decode(file.whole(), file.path)))


def read_markdown(file: File) -> Iterator[Document]:
    """The document of a text in Markdown, without the marks; title, day and source may stand before it between lines of ---."""
    text = clean(decode(file.whole(), file.path))
    head: dict[str, str] = {}
    if front := _FRONT.match(text):
        given = dict(line.split(":", 1) for line in front[1].split("\n") if ":" in line)
        head = {field: given[key].strip().strip("\"'") for field, key in known(given).items()}
        text = text[front.end():]
    shown, headings = _unmarked(text.split("\n"), head.get("headline"))
    found = document(file, shown, headings, own=_day(head.get("published"), file))
    yield replace(found, source=head.get("source") or found.source, region=head.get("region") or found.region,
                  url=head.get("url"))


def _day(value: str | None, file: File) -> date | None:
    if not value:
        return None
    try:
        return day_of(value)
    except InputError as error:
        raise file.fault(f"published: {error.message}") from error


def _unmarked(raw: Sequence[str], title: str | None) -> tuple[str, list[Span]]:
    """The text that Markdown shows, and the spans of its headings; a title of the front is one where the text has none."""
    shown: list[str] = []
    headings: set[int] = set()
    for line in raw:
        if match := _HEADING.match(line):
            headings.add(len(shown))
            line = match[1]
        elif _UNDERLINE.match(line) and shown and shown[-1].strip() and len(shown) - 1 not in headings:
            headings.add(len(shown) - 1)
            continue
        elif _RULE.match(line):
            line = ""
        line = _LINK.sub(lambda link: link[1] or "", _LEADING.sub("", line, count=1))
        shown.append(_ESCAPED.sub(r"\1", _STRESS.sub(r"\2", line)))
    if title and not headings:
        shown[:0] = [title, ""]
        headings.add(0)
    spans, start = [], 0
    for number, line in enumerate(shown):
        if number in headings and line:
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return "\n".join(shown), spans
