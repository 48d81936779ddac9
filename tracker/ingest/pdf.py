"""PDF files with a layer of text: lines in the order of reading, headlines by the size of type. Turned text is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_double
from math import hypot, pi
from typing import Any

from tracker.ingest.layout import HEADLINE, Block, Glyph, Line, blocks, indent, pieces
from tracker.ingest.plain import clean, document
from tracker.ingest.reading import File, foreign, need
from tracker.types import Document, Mark, Span

_MOST = 5_000_000  # characters of one file
_TURNED = 0.1  # radians from the horizontal


def read_pdf(file: File) -> Iterator[Document]:
    """The document of a PDF, with the spans of its headlines and where its pages and columns begin.

    InputError for one that is protected, or that has pictures of text only.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise need("pypdfium2", "pdf", file.path) from error
    data = file.whole()
    with foreign(file.path, "PDF"):
        try:
            book = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise file.fault("is protected by a password; save it without one") from error
            raise
    try:
        pages = _pages(book, file)
    finally:
        book.close()
    if not any(pages):
        raise file.fault("a scan without text; run OCR first")
    yield _document(pages, file)


def _pages(book: Any, file: File) -> list[list[Line]]:
    """The pieces of lines of every page; a page that cannot be read goes to `on_error` and is left blank."""
    found: list[list[Line]] = []
    count = unread = 0
    for number in range(len(book)):
        with foreign(file.path, "PDF", f"page {number + 1}"):
            page = book[number]
            try:
                glyphs = list(_glyphs(page))
            finally:
                page.close()
        found.append(pieces(glyphs))
        count += len(glyphs)
        unread += sum(not glyph.char.isprintable() or "\ue000" <= glyph.char <= "\uf8ff" or glyph.char == "\ufffd"
                      for glyph in glyphs)
        if count > _MOST:
            raise file.fault("holds too much text for one file; split it by its pages")
    if 2 * unread > count:
        raise file.fault("its text does not say which characters it shows; run OCR first")
    return found


def _glyphs(page: Any) -> Iterator[Glyph]:
    """The characters of a page that stand upright on it, blanks apart."""
    import pypdfium2.raw as raw

    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    try:
        matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
        x, y = c_double(), c_double()
        spaced = False
        for at in range(text.count_chars()):
            char = chr(code) if (code := raw.FPDFText_GetUnicode(text, at)) <= 0x10FFFF else "\ufffd"
            if char.isspace():
                spaced = spaced or not raw.FPDFText_IsGenerated(text, at)
                continue
            if char in "\0\u00ad\u200b\ufeff\ufffe" or "\ud800" <= char <= "\udfff":
                continue
            turn = raw.FPDFText_GetCharAngle(text, at) % pi
            if min(turn, pi - turn) > _TURNED or not (raw.FPDFText_GetMatrix(text, at, matrix)
                                                      and raw.FPDFText_GetLooseCharBox(text, at, box)
                                                      and raw.FPDFText_GetCharOrigin(text, at, x, y)):
                continue
            size = raw.FPDFText_GetFontSize(text, at) * hypot(matrix.c, matrix.d)
            if 1 <= size <= top - bottom and left <= box.left <= right and bottom <= y.value <= top:
                yield Glyph(char, box.left, box.right, top - y.value, size, spaced)
            spaced = False
    finally:
        text.close()


def _document(pages: Sequence[Sequence[Line]], file: File) -> Document:
    size = _usual([line for page in pages for line in page])
    text = _Text(size)
    for number, page in enumerate(pages, start=1):
        for block in blocks(page, size):
            text.add(block, number)
    return document(file, "".join(text.parts), text.headings, text.marks)


def _usual(lines: Sequence[Line]) -> float:
    """The size of type that the middle character has."""
    ranked = sorted((line.size, len(line.text)) for line in lines)
    half, seen = sum(count for _, count in ranked) / 2, 0
    for size, count in ranked:
        seen += count
        if seen >= half:
            return size
    return 0.0


class _Text:
    """The text as it is put together, with the places of headlines, pages and columns."""

    def __init__(self, size: float) -> None:
        self.parts: list[str] = []
        self.headings: list[Span] = []
        self.marks: list[Mark] = []
        self._size, self._length = size, 0
        self._below_heading = False

    def add(self, block: Block, page: int) -> None:
        """Adds a block: a blank line goes before it where the page has one, and around headlines."""
        if self.parts and block.fresh:
            self._put("\n")
        last = self.marks[-1] if self.marks else None
        if last is None or (last.page, last.column) != (page, block.column):
            self.marks.append(Mark(self._length, page, block.column))
        for number, line in enumerate(block.lines):
            heading = line.size >= HEADLINE * self._size
            if heading != self._below_heading and self._length and not (number == 0 and block.fresh):
                self._put("\n")
            self._below_heading = heading
            shown = clean(_printable(line.text))
            if heading and shown.strip():
                self.headings.append(Span(self._length, self._length + len(shown)))
            self._put(("" if heading else "　" * indent(line, block)) + shown + "\n")

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())
