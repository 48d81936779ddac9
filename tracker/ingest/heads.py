"""What a saved web page says of itself: in meta tags, JSON-LD, the comments of e-papers, the line of the source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.errors import InputError
from tracker.ingest.dating import day_of

# Names of meta tags in lower case, the best first; those in capitals in the standard for Chinese government sites are among them.
_META: Mapping[str, tuple[str, ...]] = {
    "headline": ("articletitle", "og:title", "twitter:title", "title", "dc.title"),
    "published": ("article:published_time", "og:published_time", "pubdate", "publishdate", "publish_date", "publish-date",
                  "publishtime", "article:create_at", "weibo: article:create_at", "firstpublishedtime", "og:release_date",
                  "dc.date", "dc.date.issued", "datepublished", "date"),
    "source": ("contentsource", "source", "article:source", "mediaid", "og:site_name", "sitename", "publisher"),
    "url": ("og:url", "url"),
}
_SAVED = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_PROPERTIES = re.compile(r"<(title|date|url|source|publishdate|papername)>\s*([^<]{1,400}?)\s*</\1>", re.I)
_SOURCE = re.compile(r"(?:信息|稿件|文章|新闻)?来\s?源\s?(?:于)?[:：]\s?[《〈]?([^\s|丨《》〈〉()（）,，:：]{2,30})")
_WHEN = re.compile(r"(?P<label>(?:发布|发表|更新|出版)?(?:时间|日期|于)?\s?[:：]?\s?)"
                   r"(?P<day>(?:19|20)\d\d(?:-\d\d?-\d\d?|/\d\d?/\d\d?|\s?年\s?\d\d?\s?月\s?\d\d?\s?日))"
                   r"(?P<time>\s?\d\d?:\d\d)?")
_SITE = re.compile(r"\s*[-_|–—丨]{1,2}\s*[^-_|–—丨]{2,20}$")
_SHORT = 40  # characters of a line: one with a sentence is longer
_BEFORE_TEXT = 3000  # characters from the top of a page within which the line of the source stands


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of its article; `shown` is the day that stands on the page itself."""

    headline: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    shown: date | None = None


def head_of(tree: Any, text: str) -> Head:
    """What the page says, `text` being what it shows from the top."""
    said: dict[str, list[str]] = {field: [] for field in _META}
    for source in (_comments(tree), _metas(tree), _linked_data(tree), _tags(tree)):
        for field, value in source:
            if value.strip():
                said[field].append(" ".join(value.split()))
    top = text[:_BEFORE_TEXT]
    line = _SOURCE.search(top)
    title = next(iter(said["headline"]), None)
    paper = line[1] if line else next(iter(said["source"]), None)
    return Head(title and unsited(title), next(_days(said["published"]), None), paper,
                next((url for url in said["url"] if url.startswith(("http://", "https://"))), None),
                _shown(top))


def _shown(top: str) -> date | None:
    """The day that stands on the page: with the hour or a label, else in a short line without the weekday, which is today's."""
    found = [(line, match) for line in top.split("\n") for match in _WHEN.finditer(line)]
    marked = [match["day"] for line, match in found if match["label"].strip() or match["time"]]
    alone = [match["day"] for line, match in found if len(line) <= _SHORT and "。" not in line and "星期" not in line]
    return next(_days(marked + alone), None)


def unsited(title: str) -> str:
    """A title without the name of the site that pages put behind it."""
    short = _SITE.sub("", title)
    return short if len(short) >= 6 else title


def _days(values: Iterable[str]) -> Iterator[date]:
    """The days among the values; a page may say nonsense in one place and the day in another."""
    for value in values:
        try:
            yield day_of(value)
        except InputError:
            continue


def _comments(tree: Any) -> Iterator[tuple[str, str]]:
    """Where a browser saved the page from, and the properties that e-papers write into a comment."""
    for comment in tree.getroottree().xpath("//comment() | /comment()"):
        text = comment.text or ""
        if saved := _SAVED.search(text):
            yield "url", saved[1]
        if "enpproperty" in text:
            for name, value in _PROPERTIES.findall(text):
                field = {"title": "headline", "date": "published", "publishdate": "published", "papername": "source"}
                yield field.get(name.lower(), name.lower()), value


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        said.setdefault(name.strip().lower(), meta.get("content") or "")
    for field, names in _META.items():
        yield from ((field, said[name]) for name in names if name in said)
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield "url", link.get("href") or ""


def _linked_data(tree: Any) -> Iterator[tuple[str, str]]:
    """What JSON-LD says."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # written for others; the page has its text without it
        for thing in found if isinstance(found, list) else [found]:
            if isinstance(thing, dict):
                for key, field in (("headline", "headline"), ("datePublished", "published"), ("pubDate", "published"),
                                   ("url", "url")):
                    if isinstance(value := thing.get(key), str):
                        yield field, value


def _tags(tree: Any) -> Iterator[tuple[str, str]]:
    """The heading, if there is one, else the title of the page."""
    tops = [" ".join(node.itertext()) for node in tree.iter("h1")]
    if len(tops) == 1:
        yield "headline", tops[0]
    for node in tree.iter("title"):
        yield "headline", " ".join(node.itertext())
    for node in tree.iter("time"):
        yield "published", node.get("datetime") or ""
