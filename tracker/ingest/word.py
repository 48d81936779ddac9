"""DOCX files: the paragraphs, with those that are headings by their style or the size of their type."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from tracker.ingest.archives import check_parts
from tracker.ingest.layout import HEADLINE
from tracker.ingest.plain import clean, document
from tracker.ingest.reading import File, foreign, need
from tracker.types import Document, Span

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADINGS = ("heading", "title", "标题")
_LONGEST_HEADING = 80  # characters
_USUAL_SIZE = 21.0  # half points, where nothing says another


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    heading: bool
    size: float  # of its type, in half points


def read_docx(file: File) -> Iterator[Document]:
    """The document of a DOCX, a line a paragraph, with the spans of its headings."""
    try:
        from lxml import etree
    except ImportError as error:
        raise need("lxml", "office", file.path) from error
    with file.seekable() as stream:
        check_parts(stream, file)
        with foreign(file.path, "DOCX"), zipfile.ZipFile(stream) as parts:
            def tree(name: str) -> Any:
                parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
                return etree.fromstring(parts.read(name), parser)

            styles = _heading_styles(tree("word/styles.xml")) if "word/styles.xml" in parts.namelist() else {}
            found = [paragraph for node in tree("word/document.xml").iter(f"{_W}p") for paragraph in _paragraph(node, styles)]
    if not any(paragraph.text.strip() for paragraph in found):
        raise file.fault("an empty file")
    usual = median(size for paragraph in found for size in [paragraph.size] * len(paragraph.text))
    text, headings = "", []
    for paragraph in found:
        large = paragraph.size >= HEADLINE * usual and len(paragraph.text) <= _LONGEST_HEADING
        if (paragraph.heading or large) and paragraph.text.strip():
            headings.append(Span(len(text), len(text) + len(paragraph.text)))
        text += paragraph.text + "\n"
    yield document(file, text, headings)


def _heading_styles(styles: Any) -> Mapping[str, tuple[bool, float | None]]:
    """Of each style whether it is one of headings, and its size of type; "" holds the size that all begin with."""
    found: dict[str, tuple[bool, float | None]] = {"": (False, _size(styles.find(f"{_W}docDefaults")))}
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        title = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        outlined = style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        found[style.get(f"{_W}styleId") or ""] = (outlined or title.startswith(_HEADINGS), _size(style))
    return found


def _size(node: Any) -> float | None:
    """The largest size of type that an element sets."""
    sizes = [float(value) for size in (node.iter(f"{_W}sz") if node is not None else ())
             if (value := size.get(f"{_W}val") or "").isdecimal() and value.isascii() and len(value) <= 4]
    return max(sizes, default=None)


def _paragraph(node: Any, styles: Mapping[str, tuple[bool, float | None]]) -> Iterator[_Paragraph]:
    """The paragraph of an element, none where it stands in the spare copy of a text box."""
    if any(True for _ in node.iterancestors(_FALLBACK)):
        return
    pieces: list[str] = []
    for part in node.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):
        if next(part.iterancestors(f"{_W}p")) is node:
            pieces.append(part.text or "" if part.tag == f"{_W}t" else "\t" if part.tag == f"{_W}tab" else "\n")
    style = node.find(f"{_W}pPr/{_W}pStyle")
    heading, size = styles.get(style.get(f"{_W}val") or "" if style is not None else "", (False, None))
    heading = heading or node.find(f"{_W}pPr/{_W}outlineLvl") is not None
    for line in clean("".join(pieces)).split("\n"):
        yield _Paragraph(line, heading, _size(node) or size or styles.get("", (False, None))[1] or _USUAL_SIZE)
