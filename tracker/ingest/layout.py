"""The reading order of a printed page by its geometry alone: characters to lines, lines to columns, blocks from the top,
columns from the left. Lengths are in points, y counts down from the top of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SAME_LINE = 0.3  # of the size of type: so far apart two baselines may be
_APART = 1.2  # of the size: a wider blank in a line may be the gap between columns
_GUTTER = 0.8  # of the size of the text: a blank strip from top to bottom so wide parts columns
_BAND = 1.0  # of the size: a blank strip from left to right so high parts blocks
_MUCH_WIDER = 1.8  # a strip between blocks that goes before one between columns
HEADLINE = 1.25  # type so much larger than that of the text is a headline's
_DEEPEST = 40  # cuts in one another
_MOST_STACKS = 300  # put in order by comparing each with each
_LONGEST_INDENT = 4  # of the size


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page; `base` is the line that it stands on."""

    char: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line, or a whole one."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def top(self) -> float:
        return self.base - 0.88 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.12 * self.size


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that follow each other in one column, counted from the left of the page; `fresh`: a blank strip is above."""

    lines: tuple[Line, ...]
    column: int
    fresh: bool


def pieces(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines that glyphs stand in, parted where a blank is so wide that a column may end there."""
    found: list[Line] = []
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[-1].base > _SAME_LINE * min(glyph.size, row[-1].size):
            found += _parted(row)
            row = []
        row.append(glyph)
    found += _parted(row)
    return found


def _parted(row: list[Glyph]) -> Iterator[Line]:
    row.sort(key=lambda glyph: glyph.left)
    part: list[Glyph] = []
    for glyph in row:
        if part:
            last, size = part[-1], max(glyph.size, part[-1].size)
            gap = glyph.left - last.right
            if glyph.char == last.char and glyph.left - last.left < _SAME_LINE * size:
                continue  # printed twice, to look bold
            if gap > _APART * size or (gap > 0.5 * size and size > HEADLINE * min(glyph.size, last.size)):
                yield _line(part)
                part = []
        part.append(glyph)
    if part:
        yield _line(part)


def _line(part: Sequence[Glyph]) -> Line:
    gaps = [after.left - before.right for before, after in pairwise(part)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    text = part[0].char
    for gap, before, after in zip(gaps, part[:-1], part[1:], strict=True):
        latin = before.char.isascii() and after.char.isascii()
        if gap - usual > (0.15 if latin else 0.5) * max(before.size, after.size):
            text += " "
        text += after.char
    return Line(text, part[0].left, max(glyph.right for glyph in part), median(glyph.base for glyph in part),
                median(glyph.size for glyph in part))


def blocks(lines: Sequence[Line], size: float) -> list[Block]:
    """The blocks of a page in the order of reading, `size` being that of the type of the text."""
    found, _ = _region(list(lines), size, 1, 0)
    return found


def _region(lines: list[Line], size: float, column: int, depth: int) -> tuple[list[Block], int]:
    """The blocks of a region of which `column` is the first column, and how many columns it has."""
    across = _cut(lines, lambda line: (line.left, line.right), _GUTTER * size)
    down = _cut(lines, lambda line: (line.top, line.bottom), _BAND * size)
    if depth >= _DEEPEST or not (len(across) > 1 or len(down) > 1):
        return _leaf(lines, size, column)
    found: list[Block] = []
    if len(across) > 1 and not (len(down) > 1 and _goes_before(down, across, size)):
        columns = 0
        for part in across:
            inner, width = _region(part, size, column + columns, depth + 1)
            found += inner
            columns += width
        return found, columns
    columns = 1
    for part in down:
        inner, width = _region(part, size, column, depth + 1)
        found += [Block(block.lines, block.column, block.fresh or number == 0) for number, block in enumerate(inner)]
        columns = max(columns, width)
    return found, columns


def _cut(lines: list[Line], extent: Callable[[Line], tuple[float, float]], least: float) -> list[list[Line]]:
    """The lines parted wherever a blank strip at least so wide lies between them."""
    parts: list[list[Line]] = []
    end = 0.0
    for line in sorted(lines, key=extent):
        start, stop = extent(line)
        if not parts or start - end >= least:
            parts.append([])
            end = stop
        parts[-1].append(line)
        end = max(end, stop)
    return parts


def _goes_before(down: list[list[Line]], across: list[list[Line]], size: float) -> bool:
    """Whether blocks above each other are parted before columns are: under a strip a headline begins, or it is much higher
    than the gap between columns is wide."""
    for above, below in pairwise(down):
        top, bottom = min(line.top for line in below), max(line.bottom for line in above)
        if any(line.size >= HEADLINE * size and line.top - top < 0.5 * size for line in below):
            return True
        gutter = min(min(line.left for line in right) - max(line.right for line in left)
                     for left, right in pairwise(across))
        if top - bottom >= max(2 * size, _MUCH_WIDER * gutter):
            return True
    return False


def _leaf(lines: list[Line], size: float, column: int) -> tuple[list[Block], int]:
    """The block of a region that no strip parts; where columns interlock, those that hang together line by line."""
    rows = _rows(lines)
    beside = sum(len(row) > 1 for row in rows)
    if beside >= 3 and beside > 0.3 * len(rows):
        stacks = _stacks(lines, size)
        return [Block(tuple(map(_joined, _rows(stack))), column + number, True)
                for number, stack in enumerate(stacks)], len(stacks)
    return [Block(tuple(map(_joined, rows)), column, False)], 1


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.left)):
        if rows and line.base - rows[-1][-1].base <= _SAME_LINE * min(line.size, rows[-1][-1].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _joined(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    sizes = max(row, key=lambda line: len(line.text)).size
    return Line(" ".join(line.text for line in row), row[0].left, max(line.right for line in row), row[0].base, sizes)


def _stacks(lines: Sequence[Line], size: float) -> list[list[Line]]:
    """Lines under each other in one column, the stacks ordered: what is above in the same column, or left beside, comes first."""
    stacks: list[list[Line]] = []
    open_: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.left)):
        open_ = [stack for stack in open_ if line.top - stack[-1].bottom < 1.5 * size]
        for stack in open_:
            last = stack[-1]
            shared = min(last.right, line.right) - max(last.left, line.left)
            alike = max(last.size, line.size) < HEADLINE * min(last.size, line.size)
            if alike and line.base > last.base and shared >= 0.5 * min(last.right - last.left, line.right - line.left):
                stack.append(line)
                break
        else:
            stacks.append([line])
            open_.append(stacks[-1])
    stacks.sort(key=lambda stack: (stack[0].top, stack[0].left))
    return _ordered(stacks) if len(stacks) <= _MOST_STACKS else stacks


def _ordered(stacks: list[list[Line]]) -> list[list[Line]]:
    boxes = [(min(line.left for line in stack), stack[0].top, max(line.right for line in stack), stack[-1].bottom)
             for stack in stacks]

    def before(a: int, b: int) -> bool:
        above = boxes[a][3] <= boxes[b][1] + 1 and boxes[a][0] < boxes[b][2] and boxes[b][0] < boxes[a][2]
        left = boxes[a][2] <= boxes[b][0] and boxes[a][1] < boxes[b][3] and boxes[b][1] < boxes[a][3]
        return above or left

    order, waiting = [], list(range(len(stacks)))
    while waiting:
        first = next((a for a in waiting if not any(before(b, a) for b in waiting if b != a)), waiting[0])
        waiting.remove(first)
        order.append(stacks[first])
    return order


def indent(line: Line, block: Block) -> int:
    """How many characters a line of a block is set in from the left, 0 where it is not or stands elsewhere."""
    chars = round((line.left - min(other.left for other in block.lines)) / line.size)
    return chars if 2 <= chars <= _LONGEST_INDENT else 0
