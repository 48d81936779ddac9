"""Splits a page into its reports: wrapped lines become paragraphs, and headlines find their bodies."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import PurePath

from tracker.segment.body import Body
from tracker.segment.compose import compose
from tracker.segment.headlines import assign
from tracker.segment.lines import lines_of
from tracker.segment.page import Page
from tracker.types import Document, Mark, Report


def split(document: Document) -> tuple[Report, ...]:
    """The reports of a page or file in the order of their bodies, ids `<file stem>#<n>`.

    Wrapped lines are joined to paragraphs, one a line of `text`; a byline is its last line. A headline of several
    lines is joined with blanks. `origin` maps every character back to the document. Date lines, page numbers, names of
    columns and the like that stand between reports are left out; nothing else is: advertisements are reports of their own.
    """
    lines = lines_of(document)
    page = Page(lines)
    bodies, headings = page.bodies, page.headings
    if all(body.notice for body in bodies) and sum(len(body.lines) for body in bodies) < len(lines):
        bodies, headings = [Body(lines=lines)], []  # nothing that the rest, which looks like headlines, could belong to
    headlines = assign(headings, bodies)
    stem = PurePath(document.path).stem
    starts = [mark.start for mark in document.marks]
    reports = []
    for number, body in enumerate(bodies):
        text, origin = compose(body)
        at = bisect_right(starts, body.lines[0].start)
        mark = document.marks[at - 1] if at else Mark(0)
        reports.append(Report(f"{stem}#{number + 1}", text, " ".join(headlines[number]) or None, document.published,
                              source=document.source, document=document.id, path=document.path, year=document.year,
                              origin=origin, dated=document.dated, region=document.region, url=document.url,
                              page=mark.page, column=mark.column))
    return tuple(reports)
