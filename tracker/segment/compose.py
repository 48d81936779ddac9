"""The text of a report from its lines: what a column cut is joined, and paragraphs end where they ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from tracker.segment.body import Body
from tracker.segment.lines import FINAL, PAUSE, WIDEST_COLUMN, Line
from tracker.text import filler


def compose(body: Body) -> tuple[str, tuple[int, ...]]:
    """The text of a report and the offset of each character in the document, -1 for what was put in."""
    chars: list[str] = []
    origin: list[int] = []
    for joint, line in _joined(body):
        chars += joint
        origin += [-1] * len(joint)
        dropped = filler(line.text) if line.kind != "byline" else ()
        for i, char in enumerate(line.text):
            if i not in dropped:
                chars.append(char)
                origin.append(line.start + i)
    return "".join(chars), tuple(origin)


def _joined(body: Body) -> Iterator[tuple[str, Line]]:
    """Every line of the report with what goes before it: nothing, a blank, or a line end."""
    above: Line | None = None
    ends = _paragraph_ends(body)
    for place in (body.opening, body.lines, body.closing):
        for n, line in enumerate(place):
            if above is None:
                joint = ""
            elif place is body.lines and n:
                joint = "\n" if ends[n - 1] else _seam(above, line)
            elif n and "byline" == line.kind == above.kind:
                joint = " "
            elif n and line.kind in ("heading", "prose"):  # the rest of a wrapped byline or caption
                joint = _seam(above, line)
            else:
                joint = "\n"
            yield joint, line
            above = line


def _seam(above: Line, line: Line) -> str:
    """A blank between two words in Latin letters, nothing in Chinese."""
    latin = (above.text[-1] + line.text[0]).isascii() and above.text[-1].isalpha() and line.text[0].isalpha()
    return " " if latin else ""


def _paragraph_ends(body: Body) -> list[bool]:
    """Whether a paragraph ends with each line of the text but the last.

    In wrapped text one ends with a sentence before a blank or an indented line, or, where no blank lines do it, with
    a short line. Else every line is a paragraph.
    """
    lines = body.lines
    final = [bool(FINAL.search(line.text)) for line in lines]
    below = list(zip(final, lines, lines[1:], strict=False))
    widths = [len(line.text) + line.indent for line in lines]
    width = sorted(widths)[len(widths) * 3 // 4]
    if not _wrapped(lines, widths):
        return [True] * len(below)
    spaced = any(end and after.gap for end, _, after in below)
    indented = 0 < sum(line.indent >= 1 for line in lines) < len(lines)
    return [line in body.alone or after in body.alone
            or (end and (after.gap or (indented and after.indent >= 1) or (not spaced and wide <= width - 3)))
            for (end, line, after), wide in zip(below, widths, strict=False)]


def _wrapped(lines: Sequence[Line], widths: Sequence[float]) -> bool:
    """Whether lines end where a column does: within sentences, and those that do are as wide as any."""
    cut = [width for line, width in zip(lines[:-1], widths, strict=False) if not PAUSE.search(line.text)]
    if not cut or max(widths) > WIDEST_COLUMN:
        return False
    return len(cut) > 0.4 * len(lines) or median(cut) >= 0.8 * max(widths)
