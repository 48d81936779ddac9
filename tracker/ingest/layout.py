"""The reading order of a printed page by its geometry alone: characters to lines, lines to columns, blocks from the top,
columns from the left. Lengths are in points, y counts down from the top of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SAME_LINE = 0.3  # of the size of type: so far apart two baselines may be
_APART = 0.7  # of the size: a wider blank in a line may be the gap between columns
_SPACED = 2.5  # the same where the file has a blank there, as between the names of a list
_GUTTER = 0.8  # of the size of the text: a blank strip from top to bottom so wide parts columns
_BAND = 1.0  # of the size: a blank strip from left to right so high parts blocks
_MUCH_WIDER = 1.8  # a strip between blocks that goes before one between columns
HEADLINE = 1.25  # type so much larger than that of the text is a headline's
_DEEPEST = 100  # cuts in one another
_MOST_STACKS, _MOST_LINES = 150, 3000  # of a region: more are not compared each with each
_LONGEST_INDENT = 4  # of the size

_Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page; `base` is the line that it stands on, `spaced`: the file has a blank before it."""

    char: str
    left: float
    right: float
    base: float
    size: float
    spaced: bool = False


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
            other_type = size > HEADLINE * min(glyph.size, last.size)
            if gap > (_SPACED if glyph.spaced else _APART) * size or (other_type and gap > 0.5 * size):
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
        if after.spaced or gap - usual > (0.15 if latin else 0.5) * max(before.size, after.size):
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
    if depth >= _DEEPEST:
        return _leaf(lines, size, column)
    across = _parts(lines, lambda line: (line.left, line.right), _GUTTER * size)
    down = _parts(lines, lambda line: (line.top, line.bottom), _BAND * size)
    above, below, goes_before = _best_strip(down, across, size)
    found: list[Block] = []
    columns = 0
    if len(across) > 1 and not goes_before:
        for part in across:
            inner, width = _region(part, size, column + columns, depth + 1)
            found += inner
            columns += width
        return found, columns
    if not below:
        return _leaf(lines, size, column)
    for part in (above, below):
        inner, width = _region(part, size, column, depth + 1)
        found += [Block(block.lines, block.column, block.fresh or number == 0) for number, block in enumerate(inner)]
        columns = max(columns, width)
    return found, columns


def _parts(lines: list[Line], extent: Callable[[Line], tuple[float, float]], least: float) -> list[list[Line]]:
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


def _best_strip(down: list[list[Line]], across: list[list[Line]], size: float) -> tuple[list[Line], list[Line], bool]:
    """What is above and below the strip from left to right that parts most: one under which a headline begins, else the highest;
    and whether it goes before the strips that part columns, since a headline is below or it is much higher than they are wide."""
    strips = []
    for at, (over, under) in enumerate(pairwise(down), start=1):
        top = min(line.top for line in under)
        headed = any(line.size >= HEADLINE * size and line.top - top < 0.5 * size for line in under)
        strips.append((headed, top - max(line.bottom for line in over), at))
    if not strips:
        return [], [], False
    headed, height, at = max(strips)
    gutter = min((min(line.left for line in right) - max(line.right for line in left) for left, right in pairwise(across)),
                 default=0)
    above, below = ([line for part in parts for line in part] for parts in (down[:at], down[at:]))
    return above, below, headed or height >= max(2 * size, _MUCH_WIDER * gutter)


def _leaf(lines: list[Line], size: float, column: int) -> tuple[list[Block], int]:
    """The block of a region that no strip parts; where columns interlock, those that hang together line by line."""
    if len(lines) > 2 and all(len(line.text) == 1 for line in lines):  # a headline from top to bottom
        return [Block((_upright(lines),), column, False)], 1
    stacks = _stacks(lines, size) if len(lines) <= _MOST_LINES else []
    tall = [_box(stack) for stack in stacks if len(stack) >= 3]
    if len(tall) <= _MOST_STACKS and any(_left_of(one, other) for one in tall for other in tall):
        return [Block(tuple(map(_joined, _rows(stack))), column + number, False)
                for number, stack in enumerate(_ordered(stacks))], len(stacks)
    return [Block(tuple(map(_joined, _rows(lines))), column, False)], 1


def _upright(lines: Sequence[Line]) -> Line:
    ordered = sorted(lines, key=lambda line: (line.base, line.left))
    return Line("".join(line.text for line in ordered), ordered[0].left, ordered[0].right, ordered[0].base, ordered[0].size)


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
    """The lines of each column as far as they follow each other without a gap."""
    stacks: list[list[Line]] = []
    live: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.left)):
        live = [stack for stack in live if line.top - stack[-1].bottom < 1.5 * size]
        stack = next((stack for stack in live if _follows(line, stack)), None)
        if stack is None:
            stack = []
            stacks.append(stack)
            live.append(stack)
        stack.append(line)
    return stacks


def _follows(line: Line, stack: Sequence[Line]) -> bool:
    """Whether a line stands below others in their column: in type of their size, neither beside nor astride them."""
    last, left, right = stack[-1], min(other.left for other in stack[-9:]), max(other.right for other in stack[-9:])
    alike = max(last.size, line.size) < HEADLINE * min(last.size, line.size)
    inside = (left - 1 <= line.left and line.right <= right + 1) or (line.left - 1 <= left and right <= line.right + 1)
    grown = len(stack) < 3 or line.right - line.left < 1.5 * (right - left)
    return alike and inside and grown and line.base - last.base > _SAME_LINE * line.size


def _box(stack: Sequence[Line]) -> _Box:
    return min(line.left for line in stack), stack[0].top, max(line.right for line in stack), stack[-1].bottom


def _left_of(one: _Box, other: _Box) -> bool:
    """Whether one stands beside the other, to the left."""
    return one[2] <= other[0] and one[1] < other[3] and other[1] < one[3]


def _above(one: _Box, other: _Box) -> bool:
    """Whether one stands over the other."""
    return one[3] <= other[1] + 1 and one[0] < other[2] and other[0] < one[2]


def _ordered(stacks: Sequence[list[Line]]) -> list[list[Line]]:
    """The stacks in the order of reading: what stands over another, or beside it to the left, comes first."""
    waiting = sorted(stacks, key=lambda stack: (stack[0].top, stack[0].left))
    if len(waiting) > _MOST_STACKS:
        return waiting
    boxes = {id(stack): _box(stack) for stack in waiting}
    order = []
    while waiting:
        first = next((stack for stack in waiting if not any(
            _above(boxes[id(other)], boxes[id(stack)]) or _left_of(boxes[id(other)], boxes[id(stack)])
            for other in waiting if other is not stack)), waiting[0])
        waiting = [stack for stack in waiting if stack is not first]
        order.append(first)
    return order


def indent(line: Line, block: Block) -> int:
    """How many characters a line of a block is set in from the left, 0 where it is not or stands elsewhere."""
    chars = round((line.left - min(other.left for other in block.lines)) / line.size)
    return chars if 2 <= chars <= _LONGEST_INDENT else 0
