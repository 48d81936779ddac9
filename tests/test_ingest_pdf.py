import sys
from itertools import pairwise

import pytest
from formats import BODY, HEADLINE, OTHER, OTHER_HEADLINE, Page, newspaper, wrapped
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.ingest import Reading, read_file
from tracker.ingest.layout import Glyph, blocks, pieces
from tracker.segment import split


def read(folder, data, **how):
    errors = []
    (folder / "a.pdf").write_bytes(data)
    return list(read_file(folder / "a.pdf", Reading(**how), lambda error: errors.append(str(error)))), errors


def joined(text):
    return "".join(text.split())


def test_a_newspaper_page(tmp_path):
    (document,), errors = read(tmp_path, newspaper())
    assert not errors
    assert [span.of(document.text) for span in document.headings] == [HEADLINE, OTHER_HEADLINE]
    assert (str(document.published), document.dated) == ("2021-03-15", "text")
    assert joined(document.text) == joined("2021年3月15日 星期一" + HEADLINE + "".join(BODY) + OTHER_HEADLINE + "".join(OTHER))
    assert [(mark.page, mark.column) for mark in document.marks] == [(1, 1), (1, 2), (1, 3), (1, 1), (1, 2)]
    assert all(a.start < b.start for a, b in pairwise(document.marks))
    reports = split(document)
    assert [(report.headline, joined(report.text)) for report in reports] == [
        (HEADLINE, joined("".join(BODY))), (OTHER_HEADLINE, joined("".join(OTHER)))]
    for report in reports:
        assert all(at == -1 or document.text[at] == char for at, char in zip(report.origin, report.text, strict=True))


def side_by_side(page):
    """Two articles beside each other over one in two columns, all with headlines as wide as a column."""
    page.put(40, 60, "何平到任", 18).put(230, 60, "林建国发言", 18)
    page.column(40, 90, wrapped(BODY[:2]))
    page.column(230, 90, wrapped(OTHER))
    page.put(40, 260, "闻小萤报道", 18)
    lines = wrapped(BODY)
    page.column(40, 290, lines[:6])
    page.column(230, 290, lines[6:])
    return ["何平到任", *BODY[:2], "林建国发言", *OTHER, "闻小萤报道", *BODY]


def interlocked(page):
    """Four texts like the sails of a mill, so that no blank strip goes through the page."""
    page.column(40, 60, wrapped([BODY[0] * 2], 30)[:4])
    page.column(410, 60, wrapped(BODY * 2)[:20])
    page.column(40, 150, wrapped(OTHER * 4)[:18])
    page.column(225, 430, wrapped([BODY[2] * 2], 30)[:4])
    return ["".join(wrapped([BODY[0] * 2], 30)[:4]), "".join(wrapped(OTHER * 4)[:18]), "".join(wrapped(BODY * 2)[:20]),
            "".join(wrapped([BODY[2] * 2], 30)[:4])]


def narrow(page):
    """Columns only a little more than one character apart."""
    lines = wrapped(BODY)
    page.column(40, 60, lines[:6])
    page.column(40 + 160 + 11, 60, lines[6:])
    return BODY


def upright(page):
    """A headline from top to bottom beside its article."""
    page.column(40, 70, "何平调研", 20, 24)
    page.column(80, 60, wrapped(BODY))
    return ["何平调研", *BODY]


def pages(page):
    page.put(40, 60, "何平到任", 18)
    page.column(40, 90, wrapped(BODY))
    page.turn().column(40, 60, wrapped(OTHER))
    return ["何平到任", *BODY, *OTHER]


def lists(page):
    """Names with wide blanks between them are lines of one column."""
    lines = ["　　出席会议的有：", "顾承岳　　骆文昭　　林建国", "何平　　苏晓岚　　佟雪岩", "岑若溪　　滕亦舟　　裴永沛",
             "　　以上同志参加会议。"]
    page.column(40, 60, lines)
    return lines


def bold(page):
    """A line printed twice with a small shift."""
    page.put(40, 60, "何平到任", 18).put(40.4, 60, "何平到任", 18)
    page.column(40, 90, wrapped(BODY))
    return ["何平到任", *BODY]


@pytest.mark.parametrize("layout", [side_by_side, interlocked, narrow, upright, pages, lists, bold])
def test_the_order_of_reading(tmp_path, layout):
    page = Page()
    expected = layout(page)
    (document,), errors = read(tmp_path, page.bytes())
    assert not errors
    assert joined(document.text) == joined("".join(expected))


def test_pages_are_marked(tmp_path):
    page = Page()
    pages(page)
    (document,), _ = read(tmp_path, page.bytes())
    assert [(mark.page, mark.column, document.text[mark.start :].split("\n")[0]) for mark in document.marks] == [
        (1, 1, "何平到任"), (2, 1, wrapped(OTHER)[0])]


def test_blanks_between_words_and_turned_text(tmp_path):
    page = Page()
    page.put(40, 60, "the LED and 5G projects")
    page.column(40, 80, wrapped(BODY))
    page.canvas.rotate(90)
    page.canvas.drawString(300, -20, "turned")
    (document,), _ = read(tmp_path, page.bytes())
    assert document.text.startswith("the LED and 5G projects\n")
    assert "turned" not in document.text


@pytest.mark.parametrize(("data", "message"), [
    (Page().bytes(), "a scan without text; run OCR first"),
    (Page(password="p").put(40, 60, "何平").bytes(), "is protected by a password; save it without one"),
    (b"%PDF-1.7\n" + b"x" * 200, "cannot be read as PDF"),
    (newspaper()[:200], "cannot be read as PDF"),
])
def test_files_that_cannot_be_read(tmp_path, data, message):
    found, errors = read(tmp_path, data)
    assert not found
    assert len(errors) == 1
    assert message in errors[0]


def test_a_library_that_is_not_installed(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert "pip install 'tracker[pdf]'" in read(tmp_path, newspaper())[1][0]


@given(st.lists(st.builds(Glyph, st.sampled_from("甲乙丙丁戊己"), st.floats(0, 500), st.just(0.0), st.floats(0, 800),
                          st.sampled_from([8.0, 10.0, 20.0])), max_size=60))
@settings(max_examples=60)
def test_no_character_is_lost_or_doubled_wherever_they_stand(glyphs):
    placed = [Glyph(glyph.char, glyph.left, glyph.left + glyph.size, glyph.base, glyph.size) for glyph in glyphs]
    lines = pieces(placed)
    shown = sorted("".join(line.text for line in lines).replace(" ", ""))
    assert len(shown) <= len(placed)
    assert sorted("".join(line.text for block in blocks(lines, 10.0) for line in block.lines).replace(" ", "")) == shown


@given(st.integers(1, 4), st.integers(2, 12), st.floats(9, 40), st.sampled_from([8.0, 9.5, 12.0]))
@settings(max_examples=30)
def test_a_grid_of_columns_is_read_column_by_column(columns, rows, gutter, size):
    text = iter(range(0x4E00, 0x9FFF))
    expected, glyphs = "", []
    for column in range(columns):
        for row in range(rows):
            for at in range(8):
                char = chr(next(text))
                left = column * (8 * size + gutter * size / 8) + at * size
                glyphs.append(Glyph(char, left, left + size, 100 + row * 1.6 * size, size))
                expected += char
    found = blocks(pieces(glyphs[::-1]), size)
    assert "".join(line.text for block in found for line in block.lines) == expected
    assert [block.column for block in found] == list(range(1, columns + 1))
