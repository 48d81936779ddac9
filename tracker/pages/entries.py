"""The list of a timeline: its events by year and month, each with the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from tracker.pages.axis import Mark, css
from tracker.pages.shell import clean, escape, label, said, word

_NAMES, _TEXTS = ("post", "with"), ("place", "headline", "source", "report")
_SHORT = ("roles", "place")  # two of these find room in one row


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a timeline: days as such, lists as tuples, None for what is missing."""

    id: str
    day: date | None
    end: date | None
    type: str
    event: str
    who: str | None
    texts: Mapping[str, str | None]
    lists: Mapping[str, tuple[str, ...]]
    sentence: str | None

    @property
    def mark(self) -> Mark | None:
        """Its place on the axis, if it has a day; in the lane of the person, if it says of whom it is."""
        if self.day is None:
            return None
        lane, text = self.type if self.who is None else self.who, f"{self.event} {self.texts['headline'] or ''}"
        return Mark(self.id, lane, self.day, self.end, self.type, text)


def entries(frame: pd.DataFrame) -> list[Entry]:
    """The rows of a frame, by day; those without one last."""
    rows = [_entry(row) for row in frame.to_dict("records")]
    rows = sorted(rows, key=lambda row: row["day"] or date.max)
    rows = [row for row in rows if row["day"]] + [row for row in rows if not row["day"]]
    return [Entry(id=f"e{number}", **row) for number, row in enumerate(rows, 1)]


def _entry(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {"day": _day(row.get("date")), "end": _day(row.get("date_end")), "type": _text(row.get("type")) or "",
            "event": _text(row.get("event")) or "", "who": _text(row.get("who")), "sentence": _text(row.get("evidence")),
            "texts": {name: _text(row.get(name)) for name in _TEXTS},
            "lists": {name: _list(row.get(name)) for name in ("roles", *_NAMES)}}


def _day(value: Any) -> date | None:
    if value is None or pd.isna(value):
        return None
    day: date = pd.Timestamp(value).date()
    return day


def _text(value: Any) -> str | None:
    return clean(str(value)) if isinstance(value, str) or not (value is None or pd.isna(value)) else None


def _list(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(clean(str(part)) for part in value)
    text = _text(value)
    return (text,) if text else ()


def listed(rows: Sequence[Entry]) -> str:
    """The entries as HTML, under headings of years and months."""
    parts = []
    dated = [row for row in rows if row.day]
    for year, of_year in groupby(dated, lambda row: row.day.year if row.day else 0):
        parts.append(f'<section class="year" id="y{year:04}">\n<h2>{year:04}</h2>\n')
        for month, of_month in groupby(of_year, lambda row: row.day.month if row.day else 0):
            parts.append(_section("month", f"<h3>{year:04}-{month:02}</h3>", of_month))
        parts.append("</section>\n")
    undated = [row for row in rows if not row.day]
    if undated:
        parts.append(_section("year undated", word("undated", "h2"), undated, ' id="undated"'))
    return "".join(parts)


def _section(kind: str, heading: str, rows: Iterable[Entry], more: str = "") -> str:
    return f'<section class="{kind}"{more}>\n{heading}\n{"".join(map(_article, rows))}</section>\n'


def _article(row: Entry) -> str:
    days = " – ".join(f"<time>{day}</time>" for day in (row.day, row.end) if day)
    who = f' <strong class="who">{said(row.who)}</strong>' if row.who is not None else ""
    texts = {name: said(text) for name, text in row.texts.items() if text}
    facts = {"roles": ", ".join(label("role", role) for role in row.lists["roles"]), "place": texts.get("place"),
             **{name: "、".join(map(said, row.lists[name])) for name in _NAMES}, "headline": texts.get("headline"),
             "source": " · ".join(texts[name] for name in ("source", "report") if name in texts)}
    table = "".join(f'{word(name, "dt")}<dd{"" if name in _SHORT else " class=w"}>{value}</dd>\n'
                    for name, value in facts.items() if value)
    proof = said(row.sentence) if row.sentence else word("sentence.none")
    # Open as long as no script says otherwise: closed details do not print.
    proof = f'<details open>{word("sentence", "summary")}<blockquote>{proof}</blockquote></details>'
    return (f'<article class="entry" id="{row.id}" data-type="{escape(row.type)}">\n<h4>{days} '
            f'{label("type", row.type, "span", f"type {css(row.type)}")} {said(row.event)}{who}</h4>\n'
            f"<dl>\n{table}</dl>\n{proof}\n</article>\n")
