"""Timelines as calendars (RFC 5545). An event without a day has no place in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

_ESCAPED = re.compile(r"[\\;,]")


def text(rows: Sequence[Mapping[str, Any]]) -> str:
    """A calendar of the events of a timeline that have a date, each once: days as whole days, the last one exclusive as the
    format has it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tracker//timeline//EN", "CALSCALE:GREGORIAN"]
    seen: set[str] = set()  # of several people an event is one, as two of one id would be none
    for row in rows:
        if row["date"] and row["event_id"] and row["event_id"] not in seen:
            seen.add(row["event_id"])
            lines += _event(row)
    return "".join(part for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(row: Mapping[str, Any]) -> list[str]:
    start = date.fromisoformat(row["date"])
    after = date.fromisoformat(row["date_end"] or row["date"]) + timedelta(days=1)
    company = [", ".join(row["with"])] if row["with"] else []
    told = {"SUMMARY": f"{row['type']}: {row['event']}", "LOCATION": row["place"] or "",
            "DESCRIPTION": "\n".join([*row["post"], *company, row["evidence"] or ""])}
    # A stamp is required; the day of the event, as the same timeline is to give the same file.
    return ["BEGIN:VEVENT", f"UID:{row['event_id']}@tracker", f"DTSTAMP:{start:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}",
            *(f"{name}:{_escaped(value)}" for name, value in told.items() if value), "END:VEVENT"]


def _escaped(value: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", re.sub("\r\n?", "\n", value)).replace("\n", "\\n").replace("\x7f", "")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes, no character cut in two; all but the first begin with a blank."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            yield piece + "\r\n"
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece + "\r\n"
