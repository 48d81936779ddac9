"""Which column or key holds which field of a report, and the report that its values make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from tracker.errors import InputError
from tracker.ingest.dating import day_of, published
from tracker.ingest.reading import Fault, File
from tracker.types import Report

# The usual names of each field, the first that is there holds it.
USUAL: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "doc_id", "article_id", "uuid", "编号", "文章编号"),
    "text": ("text", "content", "body", "article", "fulltext", "full_text", "正文", "内容", "全文", "文章内容", "新闻内容",
             "新闻正文", "文章正文"),
    "headline": ("headline", "title", "标题", "题目", "题名", "新闻标题", "文章标题"),
    "published": ("published", "date", "publish_date", "published_date", "published_at", "pub_date", "pubdate", "publishdate",
                  "publication_date", "publish_time", "published_time", "pubtime", "发布时间", "发布日期", "发表时间", "发表日期",
                  "出版日期", "见报日期", "日期", "时间"),
    "source": ("source", "media", "newspaper", "publisher", "来源", "媒体", "媒体名称", "新闻来源", "报纸", "报纸名称"),
    "region": ("region", "地区", "地域"),
    "url": ("url", "link", "href", "链接", "网址", "原文链接"),
}
_NUMBERED = ("id", "published", "url")  # fields in which a number is as good as a string
_HALF = re.compile("[\ud800-\udfff]")
_WHOLE = re.compile(r"(\d+)\.0")


def known(names: Iterable[object]) -> dict[str, str]:
    """The fields that columns of these names hold, by their usual names in any case."""
    there: dict[str, str] = {}
    for name in names:
        if isinstance(name, str):
            there.setdefault(name.strip().strip("\ufeff\"'").casefold(), name)
    return {field: there[usual] for field, names in USUAL.items() if (usual := next((n for n in names if n in there), None))}


def columns(header: Iterable[str], file: File, line: int | None = 1) -> dict[str, str]:
    """The column of each field that a table has. InputError where a column asked for is missing, or none holds the text."""
    names = list(header)
    missing = [name for name in file.how.fields.values() if name not in names]
    there = ", ".join(name for name in names if name)
    if missing:
        raise InputError(f"there is no column {missing[0]!r}; there are: {there:.300}", file.path, line)
    found = known(names) | dict(file.how.fields)
    if "text" not in found:
        raise InputError(f"no column is known to hold the text; say --field text=COLUMN; there are: {there:.300}", file.path,
                         line)
    return found


def picked(record: Mapping[str, object], file: File) -> dict[str, object]:
    """The value of each field that a record holds; `a.b` asked for may also be the key b of the object at a."""
    asked = file.how.fields
    found = {field: record[key] for field, key in known(record).items() if field not in asked}
    return found | {field: _at(record, key) for field, key in asked.items()}


def _at(record: Mapping[str, object], key: str) -> object:
    value: object = record
    for part in (key,) if key in record else key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def reports(records: Iterable[tuple[Fault, Mapping[str, object], str | None]], file: File) -> Iterator[Report]:
    """The reports of records, their texts unchanged: each with what makes an error of its place, its values by field, and the id
    that it gets where it has none and no address. Those that lack something, and those whose id came before, go to `on_error`.
    """
    seen: set[str] = set()
    for fault, values, name in records:
        try:
            made = _report(values, file, fault, name)
            if made.id in seen:
                raise fault(f"the id {made.id!r} came before; give each its own")
        except InputError as error:
            file.on_error(error)
            continue
        seen.add(made.id)
        yield made


def _report(values: Mapping[str, object], file: File, fault: Fault, name: str | None) -> Report:
    given = {field: _string(field, values.get(field), fault) for field in USUAL}
    text, id = given["text"], given["id"] or given["url"] or name
    if not id or not text:
        lacks = "text" if id else "id"
        raise fault(f"the record has no {lacks}; if another name holds it, say --field {lacks}=NAME")
    own = None
    if given["published"]:
        try:
            own = day_of(given["published"])
        except InputError as error:
            raise fault(f"published: {error.message}") from error
    day, dated, year = published(own, text, file)
    return Report(id, text, given["headline"], day, given["source"] or file.how.source, path=file.path, year=year, dated=dated,
                  region=given["region"] or file.how.region, url=given["url"])


def _string(field: str, value: object, fault: Fault) -> str | None:
    """The string of a field, None where it is missing, null or blank."""
    if value is None:
        return None
    if isinstance(value, date):  # a cell of a workbook
        value = f"{value:%Y-%m-%d}" if not isinstance(value, datetime) else value.isoformat(" ")
    if field in _NUMBERED and isinstance(value, int | float) and not isinstance(value, bool):
        value = _WHOLE.sub(r"\1", str(value))
    if not isinstance(value, str):
        raise fault(f"{field} is no string but {value!r:.40}")
    if _HALF.search(value):
        raise fault(f"{field} holds half a character (a lone surrogate), or bytes in another encoding than the rest")
    return value if value.strip() else None


def mapping(pairs: Iterable[str], file: Path | None = None) -> dict[str, str]:
    """What pairs such as `text=正文` and the lines of a file of such pairs say; a pair goes before the file.

    Blank lines of the file and those that begin with # are passed over. InputError names the place of what is no such pair.
    """
    found: dict[str, str] = {}
    if file:
        try:
            lines = file.read_text("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read: {error}", file) from error
        for number, line in enumerate(lines, start=1):
            if line.strip() and not line.lstrip().startswith("#"):
                found.update([_pair(line, file, number)])
    found.update(_pair(pair) for pair in pairs)
    return found


def _pair(text: str, file: Path | None = None, line: int | None = None) -> tuple[str, str]:
    field, equals, column = (part.strip() for part in text.partition("="))
    if field not in USUAL or not equals or not column:
        raise InputError(f"{text.strip()!r} names no field and column; write FIELD=COLUMN, FIELD one of {', '.join(USUAL)}", file,
                         line)
    return field, column
