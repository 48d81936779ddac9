"""Saved web pages: the article with title, day, source and address. Nothing that a page names is ever loaded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from tracker.ingest.dating import published
from tracker.ingest.heads import Head, head_of
from tracker.ingest.plain import clean, decode
from tracker.ingest.reading import File, foreign, need
from tracker.types import Dated, Report

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DECLARED = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs"}  # what is not found out by looking at the bytes
# Where e-papers and the usual systems of Chinese sites put the text of an article.
_PLACES = ("ozoom", "articleContent", "article-content", "article_content", "zoom", "Zoom", "UCAP-CONTENT", "TRS_Editor",
           "rm_txt_con", "rwb_zw", "news_content", "content_area")
_BLOCKS = frozenset((
    "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "table", "ul", "ol",
    "dl", "dt", "dd", "hr", "founder-content", "founder-title", "founder-author", "header", "footer", "body"))
_UNSHOWN = frozenset((
    "script", "style", "noscript", "select", "option", "textarea", "button", "iframe", "object", "svg", "template", "head"))
_ENOUGH = 15  # characters: less is no article
_NODE = re.compile(r"node_\d+|index|list|nbs\.", re.I)
_ARTICLE_LINK = re.compile(r"content_\d+|/c\d+|node_\d+")
_MANY_LINKS = 3


def read_html(file: File) -> Iterator[Report]:
    """The article of a saved page, or those of a page that holds several, each in an element of its own; a page that only lists
    the articles of an e-paper holds none."""
    try:
        import trafilatura  # noqa: F401
        from lxml import html
    except ImportError as error:
        raise need("trafilatura", "web", file.path) from error
    data = file.whole()
    text = _decoded(data, file)
    with foreign(file.path, "HTML"):
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        tree = html.document_fromstring(text.encode(), parser=parser)
        shown = "\n".join(paragraphs(tree))
        head = head_of(tree, shown)
        found = _articles(tree) or ([_main(tree, text)] if not _lists_articles(tree, file) else [])
    several = len(found) > 1
    for number, (title, lines) in enumerate(found, start=1):
        body = "\n".join(line for line in lines if line != title)
        if len(body) < _ENOUGH:
            if several:
                continue
            raise file.fault("no article is found in the page; save its text as .txt")
        yield _report(file, head, title, body, number if several else None)


def _report(file: File, head: Head, title: str | None, body: str, number: int | None) -> Report:
    day, dated, year = published(head.published, body, file)
    if head.shown and dated not in ("metadata", "given"):
        told: Dated = "text"
        day, dated, year = head.shown, told, None
    name = f"{file.stem}#{number or 1}" if number or not head.url else head.url
    headline = title or (head.headline if number is None else None)
    return Report(name, body, headline, day, head.source or file.how.source, path=file.path, year=year, dated=dated,
                  region=file.how.region, url=head.url)


def _decoded(data: bytes, file: File) -> str:
    """The text of a page without control characters, in the encoding that it declares where the bytes do not tell."""
    declared = _CHARSET.search(data[:4096])
    name = _DECLARED.get(declared[1].decode().lower()) if declared else None
    text = codecs.decode(data, name, "replace") if name else decode(_printable(data), file.path)
    return clean(_CONTROL.sub("", text))


def _printable(data: bytes) -> bytes:
    """The bytes without those that no page needs, unless it is in UTF-16."""
    return data if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.translate(None, bytes([*range(9), *range(14, 32), 127]))


def paragraphs(node: Any) -> list[str]:
    """The text of an element as a browser parts it into lines, those that are not blank, without blanks around them."""
    from lxml.etree import iterwalk

    pieces: list[str] = []
    hidden: Any = None

    for event, element in iterwalk(node, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            piece = element.tail if element is not node else None
        else:
            name = element.tag.lower()
            if event == "start":
                if hidden is None and name in _UNSHOWN:
                    hidden = element
                if name in _BLOCKS:
                    pieces.append("\n")
                piece = element.text
            else:
                if element is hidden:
                    hidden = None
                if name in _BLOCKS:
                    pieces.append("\n")
                piece = element.tail if element is not node else None
        if piece and hidden is None:
            pieces.append(re.sub(r"\s+", " ", piece))
    return [line for raw in "".join(pieces).split("\n") if (line := raw.strip())]


def _articles(tree: Any) -> list[tuple[str | None, list[str]]]:
    """The titles and lines of the articles that the markup of an e-paper or site shows."""
    found = [paragraphs(node) for node in _outermost(tree, "founder-content")]
    titles = [" ".join(paragraphs(node)) for node in tree.iter("founder-title")]
    if found:
        named = titles if len(titles) == len(found) else [titles[0] if titles and len(found) == 1 else ""] * len(found)
        return [(title or None, lines) for lines, title in zip(found, named, strict=True)]
    places: dict[str, Any] = {}
    for node in tree.xpath("//*[@id or @class]"):
        for name in (node.get("id") or "", *(node.get("class") or "").split()):
            places.setdefault(name, node)
    for place in _PLACES:
        if place in places and sum(map(len, lines := paragraphs(places[place]))) >= 2 * _ENOUGH:
            return [(None, lines)]
    several = [(_title(node), lines) for node in _outermost(tree, "article")
               if sum(map(len, lines := paragraphs(node))) >= 4 * _ENOUGH]
    return several if len(several) > 1 else []


def _outermost(tree: Any, name: str) -> list[Any]:
    return [node for node in tree.iter(name) if next(node.iterancestors(name), None) is None]


def _title(node: Any) -> str | None:
    for name in ("h1", "h2", "h3"):
        for heading in node.iter(name):
            return " ".join(paragraphs(heading)) or None
    return None


def _main(tree: Any, text: str) -> tuple[None, list[str]]:
    """The main text of any page, by trafilatura; where it finds hardly any, or takes in lists of links as it does around short
    articles, the paragraphs of prose."""
    from trafilatura import extract

    found = extract(text, include_comments=False, include_tables=True, favor_recall=False, with_metadata=False)
    lines = [line.strip(" -") for line in (found or "").split("\n") if line.strip(" -")]
    links = {" ".join("".join(link.itertext()).split()) for link in tree.iter("a")}
    good = sum(map(len, lines)) >= 4 * _ENOUGH and sum(line in links for line in lines) < _MANY_LINKS
    return None, lines if good else _unlinked(tree) or lines


def _unlinked(tree: Any) -> list[str]:
    """The paragraphs of prose: with a sentence in them and few links."""
    found = []
    for node in tree.iter("p", "div", "td"):
        if next(node.iterdescendants("p", "div", "td"), None) is not None:
            continue
        lines = paragraphs(node)
        linked = sum(len("".join(link.itertext())) for link in node.iter("a"))
        if any("。" in line for line in lines) and linked < 0.3 * sum(map(len, lines)):
            found += lines
    return found


def _lists_articles(tree: Any, file: File) -> bool:
    """Whether a page only lists the articles of an e-paper: many links to them, and hardly a sentence of its own."""
    links = [a.get("href") or "" for a in tree.iter("a", "area")]
    articles = len({link for link in links if _ARTICLE_LINK.search(link)})
    sentences = sum(line.count("。") for line in _unlinked(tree))
    return sentences < 3 and (articles >= _MANY_LINKS or bool(_NODE.match(file.name) and len(links) >= _MANY_LINKS))
