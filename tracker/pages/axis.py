"""The time axis of a timeline as SVG, made here so that it prints and needs no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, chain, count

from tracker.pages.shell import escape, label

_WIDTH, _GUTTER, _RIGHT, _TOP = 960, 168, 36, 8
_CELL = 9  # a mark with the air around it
_HIGHEST = 14 * _CELL  # of a stack; where more marks crowd on one spot they overlap
_LANE = 24
_MOST_LANES, _MOST_TICKS = 30, 13
_LONGEST_LABEL, _LONGEST_TITLE = 18, 60  # in columns of Latin letters; characters


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the axis: `entry` is the id of its place in the list, `lane` the row that it stands in."""

    entry: str
    lane: str
    day: date
    end: date | None
    type: str
    text: str


def draw(marks: Sequence[Mark], lanes: Sequence[str], kind: str) -> str:
    """The axis of the marks, one lane under the other; the lanes are names of types (`kind` type) or of people (who)."""
    days = [day for mark in marks for day in (mark.day, mark.end) if day]
    low, high, ticks = _scale(min(days), max(days))
    y, bands, dots = _TOP, [], []
    for number, lane in enumerate(lanes[:_MOST_LANES]):
        own = [mark for mark in marks if mark.lane == lane]
        drawn, height = _lane(own, low, high, y)
        name = label("type", lane, "tspan") if kind == "type" else f"<tspan>{escape(shorten(lane))}</tspan>"
        bands.append(f'<g class="lane"><title>{escape(lane)}</title><rect class="band{number % 2}" x="0" y="{y}" width="{_WIDTH}"'
                     f' height="{height}"/><text x="8" y="{y + height / 2 + 4:g}">{name}</text><text class="number"'
                     f' x="{_GUTTER - 14}" y="{y + height / 2 + 4:g}">{len(own)}</text></g>\n')
        dots += drawn
        y += height
    lines = []
    for day, text, strong in ticks:
        x = f"{_x(day, low, high):.1f}"
        lines.append(f'<line class="{"year" if strong else "tick"}" x1="{x}" x2="{x}" y1="{_TOP}" y2="{y + 5}"/>'
                     f'<text class="day" x="{x}" y="{y + 18}">{text}</text>\n')
    return (f'<svg class="axis" viewBox="0 0 {_WIDTH} {y + 26}" aria-hidden="true">\n'
            f'{"".join(bands)}{"".join(lines)}{"".join(dots)}</svg>\n')


def left_out(lanes: Sequence[str]) -> int:
    """How many lanes have no room on the axis."""
    return max(0, len(lanes) - _MOST_LANES)


def shorten(text: str, most: int = _LONGEST_LABEL) -> str:
    """As much of a name as fits beside a lane; a Chinese character takes two columns."""
    widths = [2 if ord(character) > 0x2E7F else 1 for character in text]
    if sum(widths) <= most:
        return text
    kept = sum(width < most for width in accumulate(widths))
    return text[:kept] + "…"


def _x(day: date, low: date, high: date) -> float:
    return _GUTTER + (day - low) / (high - low) * (_WIDTH - _GUTTER - _RIGHT)


def _lane(marks: Sequence[Mark], low: date, high: date, top: int) -> tuple[list[str], int]:
    """The marks of a lane, stacked where they crowd, and the height that it takes."""
    columns = [int((_x(mark.day, low, high) - _GUTTER) / _CELL) for mark in marks]
    stacks = Counter(columns)
    height = max(_LANE, min(max(stacks.values(), default=0) * _CELL, _HIGHEST) + 12)
    seen: Counter[int] = Counter()
    drawn = []
    for mark, column in zip(marks, columns, strict=True):
        step = min(_CELL, _HIGHEST / stacks[column])
        x, y = _GUTTER + (column + 0.5) * _CELL, top + height - 6 - _CELL / 2 - seen[column] * step
        seen[column] += 1
        last = _x(mark.end, low, high) if mark.end and mark.end > mark.day else x
        span = f'<line x1="{x:.1f}" x2="{last:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>' if last > x + 4 else ""
        title = escape(" ".join(mark.text.split())[:_LONGEST_TITLE])
        drawn.append(f'<a href="#{mark.entry}" tabindex="-1" class="{css(mark.type)}"><title>{mark.day} {title}</title>{span}'
                     f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6"/></a>\n')
    return drawn, int(height)


def css(type: str) -> str:
    """The class that gives a type its colour; other types than the known ones share one."""
    return f"t-{type}" if type.isascii() and type.isalpha() else "t-unknown"


def _scale(first: date, last: date) -> tuple[date, date, list[tuple[date, str, bool]]]:
    """The days at both ends of the axis, and the ticks between them: day, text, and whether a year begins there."""
    if (last - first).days <= 45:
        return _days(first, last)
    begin, end = _months(first), _months(last)
    step = next(step for step in chain((1, 2, 3, 6), (12 * n * 10**power for power in count() for n in (1, 2, 5)))
                if (end - begin) // step < _MOST_TICKS)
    start = begin // step * step
    ticks = [_first_day(months) for months in range(start, end + 1, step)]
    form = "{0:04}" if step >= 12 else "{0:04}-{1:02}"
    return (ticks[0], _first_day((end // step + 1) * step),
            [(day, form.format(day.year, day.month), day.month == 1) for day in ticks])


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(months: int) -> date:
    """The day that begins the month; the first or last day that there is, where it lies beyond."""
    year, month = divmod(months, 12)
    return date.min if year < 1 else date.max if year > date.max.year else date(year, month + 1, 1)


def _days(first: date, last: date) -> tuple[date, date, list[tuple[date, str, bool]]]:
    low = first if first == date.min else first - timedelta(1)
    high = last if last == date.max else last + timedelta(1)
    span = (high - low).days
    step = next(step for step in (1, 2, 4, 7) if span / step <= _MOST_TICKS)
    ticks = [low + timedelta(n) for n in range(0, span + 1, step)]
    return low, high, [(day, f"{day:%m-%d}" if n else str(day), False) for n, day in enumerate(ticks)]
