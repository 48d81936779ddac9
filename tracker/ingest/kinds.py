"""What a file is, by its first bytes; the suffix of its name only decides between kinds of text."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Literal

from tracker.errors import InputError
from tracker.ingest.fields import known
from tracker.ingest.reading import HEAD

Kind = Literal["text", "markdown", "html", "json", "jsonl", "table", "parquet", "pdf", "zip", "docx", "xlsx", "tar", "gzip",
               "bzip2", "xz"]

# What a browser saves beside a page, and what lies beside texts without being any.
COMPANIONS = frozenset((
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".ico", ".svg", ".tif", ".tiff", ".avif", ".css", ".js", ".mjs", ".map",
    ".woff", ".woff2", ".ttf", ".otf", ".eot", ".swf", ".mp3", ".mp4", ".webm"))
READ = "txt, md, html, pdf, docx, json, jsonl, csv, tsv, xlsx, parquet, zip or tar"

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PAR1", "parquet"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"))
_FOREIGN = (
    (b"\xff\xd8\xff", "a picture; run OCR first and give its text"),
    (b"\x89PNG", "a picture; run OCR first and give its text"),
    (b"GIF8", "a picture; run OCR first and give its text"),
    (b"II*\x00", "a picture; run OCR first and give its text"),
    (b"MM\x00*", "a picture; run OCR first and give its text"),
    (b"Rar!", "a RAR archive; unpack it and give the folder"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it and give the folder"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd; unpack it first"),
    (b"{\\rtf", "RTF; save it as .docx or .txt"),
    (b"SQLite format 3", "a database; give the reports it was made of"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|founder-|article|meta)\b|<!--\s*(?:saved from url|enpproperty)", re.I)
_MARKUP = re.compile(r"<[a-z!/]", re.I)
_JSON = re.compile(r'\{\s*(?:"|\}|$)|\[\s*(?:\{|\]|$)')


def kind(head: bytes, name: str) -> Kind:
    """The kind of a file of this name that begins with these bytes. InputError with a remedy where nothing here reads it.

    Of a `zip` only its list of members tells whether it is a document of Office.
    """
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head[257:262] == b"ustar":
        return "tar"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in head:
            raise InputError("is protected by a password; remove it in Office and save the file anew")
        raise InputError("an old file of Office (.doc, .xls); save it as .docx, .xlsx or text")
    for magic, reason in _FOREIGN:
        if head.startswith(magic):
            raise InputError(reason)
    return _text_kind(_decoded(head), name)


def _text_kind(text: str, name: str) -> Kind:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in COMPANIONS:
        raise InputError(f"cannot read {suffix}; give {READ}")
    start = text.lstrip()[:4096]
    if start.startswith("<"):
        if _HTML.search(start) or (suffix in (".html", ".htm", ".xhtml", ".shtml") and _MARKUP.search(start)):
            return "html"
        if start.startswith("<?xml"):
            raise InputError(f"XML of a form that is not known; give {READ}")
    if suffix in (".json", ".jsonl", ".ndjson") or _JSON.match(start):
        return _json_kind(text, suffix)
    if suffix in (".html", ".htm", ".xhtml", ".shtml") and _MARKUP.search(start):
        return "html"
    if suffix in (".csv", ".tsv", ".tab"):
        return "table"
    if suffix in (".md", ".markdown"):
        return "markdown"
    return "table" if not suffix and _has_header(start) else "text"


def _json_kind(text: str, suffix: str) -> Kind:
    """Whether the values stand one a line, which can be read line by line."""
    first, line_end, _ = text.lstrip().partition("\n")
    if not line_end and len(text) > HEAD // 4 and suffix != ".json" and first.startswith("{"):
        return "jsonl"  # a first line longer than what is looked at
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "jsonl" if suffix in (".jsonl", ".ndjson") and not first.startswith("[") else "json"
    return "json" if first.startswith("[") and suffix not in (".jsonl", ".ndjson") else "jsonl"


def _has_header(start: str) -> bool:
    """Whether the first line names columns, the text among them."""
    line = start.split("\n", 1)[0]
    cells = max((line.split(mark) for mark in ",\t;"), key=len)
    found = known(cells)
    return "text" in found and len(found) > 1


def _decoded(head: bytes) -> str:
    """The text of the first bytes, good enough to see what it is."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark):].decode(encoding, "replace")
    try:
        return head.decode()
    except UnicodeDecodeError as error:
        cut_off = error.start > len(head) - 4
        return head[: error.start].decode() if cut_off else head.decode("gb18030", "replace")
