"""When a report was published, and what tells so: the file itself, the user, the text, the name of the file, a folder."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from tracker.dates import infer_published, parse_day
from tracker.errors import InputError
from tracker.ingest.reading import INSIDE, File
from tracker.types import Dated

_HERE = timezone(timedelta(hours=8))  # days are those of China
_DAY = re.compile(r"\s*((?:19|20)\d\d"
                  r"(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\d{4}(?!\d)|\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日))(?!\d)")
_DOTS = re.compile(r"\s*((?:19|20)\d\d)[._](\d{1,2})[._](\d{1,2})(?!\d)")
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")

_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_IN_NAME = re.compile(rf"{_YEAR}(?:年(\d{{1,2}})月(\d{{1,2}})日?|([-_. ])(\d{{1,2}})\4(\d{{1,2}})(?!\d)|(\d\d)(\d\d)(?!\d))")
_IN_FOLDERS = re.compile(rf"{_YEAR}(?:年?/?(\d{{1,2}})月/?(\d{{1,2}})日?|[-_./](\d{{1,2}})[-_./](\d{{1,2}})(?![\d])"
                         r"|[-_./]?(\d\d)[-_./]?(\d\d)(?!\d))")


def day_of(value: str) -> date:
    """The day that a field names, with or without a time: 2021-03-15 08:30, 2021-03-14T16:00:00Z (the 15th in China), 20210315,
    2021年3月15日 星期一, 2021.03.15, or seconds since 1970. Raises InputError."""
    text = value.strip()
    try:
        if _ZONED.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(_HERE).date()
        if _SECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text[:10]), _HERE).date()
    except (ValueError, OverflowError):
        pass  # told below, with what may be written
    if dotted := _DOTS.match(text):
        return parse_day("-".join(dotted.groups()))
    match = _DAY.match(text)
    return parse_day(match[1] if match else text)


def published(own: date | None, text: str, file: File) -> tuple[date | None, Dated | None, int | None]:
    """The day of publication, what told it, and where there is none the year that the text speaks of.

    `own` is what the record or the head of the file says; it goes before the day that the user gave, the day that the text
    prints, that in the name of the file, and that of the nearest folder.
    """
    if own:
        return own, "metadata", None
    if file.how.published:
        return file.how.published, "given", None
    found, year = infer_published(text)
    if found:
        return found, "text", None
    day, dated = in_path(file.path)
    return day, dated, None if day else year


@lru_cache(maxsize=256)
def in_path(path: str) -> tuple[date | None, Dated | None]:
    """The day in the name of a file, else the nearest in its folders; an archive is a folder. Two days at one place are none."""
    *folders, name = path.replace("\\", "/").replace(INSIDE, "/").split("/")
    if day := _only(_IN_NAME, name):
        return day, "file name"
    for start in range(len(folders) - 1, -1, -1):
        if day := _only(_IN_FOLDERS, "/".join(folders[start:])):
            return day, "folder"
    return None, None


def _only(pattern: re.Pattern[str], text: str) -> date | None:
    """The one day in a text that the pattern finds, None where there are none or several."""
    days = set()
    for match in pattern.finditer(text):
        numbers = [part for part in match.groups() if part and part.isdigit()]
        try:
            days.add(parse_day("-".join(numbers)))
        except InputError:
            continue  # digits that are no day, such as the number of a report
    return days.pop() if len(days) == 1 else None
