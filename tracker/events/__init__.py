"""The event stage: what happened, who took part and as what; who is only named.

`find` reads the clauses (read.py) over the vocabulary of lexicon/events.toml (grammar.py), puts the pieces together
(drafts.py), and says of every person whether the report has them present, mentioned, or in the byline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from tracker import lexicon as lexicons
from tracker.dates import find_dates
from tracker.events.drafts import Cue, lend_day, merge
from tracker.events.grammar import Grammar
from tracker.events.read import read
from tracker.events.reasons import Weighing
from tracker.events.revise import revise
from tracker.events.skeleton import Sentence, build
from tracker.events.story import Story
from tracker.lands import HOME, land_of
from tracker.lexicon import Lexicon
from tracker.text import fold
from tracker.types import Extraction, Mention, Post, Report, Roles, Span


@cache
def _grammar(lexicon: Lexicon) -> Grammar:
    return Grammar(lexicon)


def find(report: Report, mentions: Sequence[Mention], roles: Roles, lexicon: Lexicon | None = None) -> Extraction:
    """All that `report` says, from its mentions and the roles bound to them."""
    grammar = _grammar(lexicon or lexicons.load())
    text = fold(report.text)
    dates = find_dates(text, report.published, report.year)
    days = [Span(d.start, d.end) for d in dates]
    told = build(text, roles.namings, days, grammar.both)
    titles: dict[str, list[str]] = defaultdict(list)
    for claim in roles.claims:
        titles[claim.name].append(claim.post.title)
    foreign = frozenset(claim.name for claim in roles.claims if _is_foreign(claim.post))
    story = Story(report.text, grammar, roles.namings, {d.start: d for d in dates}, titles, report.published, foreign)
    echo = grammar.echo.search((report.headline or "") + text[:200])
    if echo:
        story.notes |= {n.name: Cue("echo", echo.group(), n.mention.span) for n in reversed(roles.namings)}
    weighing = Weighing(report.text, roles, lexicon or lexicons.load())
    revision = revise(story, told, merge(read(story, [s for s in told if _narrates(s, text)])))
    drafts = revision.drafts
    lend_day(drafts, {day.first for day in story.days if day.first and not day.last})
    if echo:  # a comment or a report of reactions tells what it is about by its day, and recalls the rest
        drafts = [draft for draft in drafts if draft.date or draft.type == "message"]
    events = tuple(weighing.event(draft.freeze()) for draft in drafts)
    return Extraction(report, tuple(weighing.people(events, story.notes, revision)), events, tuple(mentions))


def _is_foreign(post: Post) -> bool:
    """Whether a post is one of another land."""
    return land_of((post.org or "") + post.title) not in (None, HOME)


def _narrates(sentence: Sentence, text: str) -> bool:
    """Whether a sentence belongs to the body: a headline is a short line of its own with no mark at any end in it."""
    start = text.rfind("\n", 0, sentence.span.start) + 1
    line = text[start:].split("\n", 1)[0]
    opens_list = line.rstrip().endswith(("：", ":"))
    return len(line) > 60 or opens_list or any(mark in line for mark in "。！？；") or "\n" not in text.strip()
