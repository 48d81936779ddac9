"""Later references: 王主任, 习主席, 总书记 are no names of their own but stand for somebody whom the report names in full."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tracker.types import Mention, Naming, RoleClaim, Span

# What a later naming may leave out of a title: 副市长张某 is 张市长, 党委书记张某 is 张书记.
LESS = re.compile("^(?:常务)?副|^代|^原|^党[委组]")
BEFORE = re.compile(r"[，。；：、！？\s“（对向与和同在由]|^")  # what a title that stands for its holder may follow


def later(text: str, mentions: Sequence[Mention], namings: Sequence[Naming], claims: Sequence[RoleClaim]) -> list[Naming]:
    """The namings by surname and title (王主任, 李总) or by a title that one person alone holds (总书记), in order.

    Only somebody named in full before, with a title that fits, is meant; where two could be meant nobody is.
    """
    held: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        held[claim.name].add(claim.post.title)
    first: dict[str, int] = {}
    for naming in namings:
        first.setdefault(naming.name, naming.mention.end)
    return sorted((naming for naming in _references(text, _free_titles(text, mentions, namings), held)
                   if first.get(naming.name, len(text)) <= naming.mention.start), key=lambda n: n.mention.start)


def _free_titles(text: str, mentions: Sequence[Mention], namings: Sequence[Naming]) -> Iterator[Span]:
    """The titles that belong to no name, 总 of 李总 among them."""
    taken = {i for n in namings for i in range(n.phrase.start, n.phrase.end)}
    titles = [m.span for m in mentions if m.label == "TITLE"]
    starts = {span.start for span in titles}
    # A tagger may take the surname of 尉迟董事长 for an organisation.
    owners = [m for m in mentions if m.label in ("ORG", "LOC", "DATE") and not (len(m.text) <= 2 and m.end in starts)]
    taken |= {i for m in owners for i in range(m.start, m.end)}
    inside = {i for span in titles for i in range(span.start, span.end)}
    titles += [Span(m.start(), m.end()) for m in re.finditer("总(?=[，。、说在对和与]|一行|表示|介绍|指出|强调)", text)
               if m.start() not in inside]
    for span in titles:
        if not taken.intersection(range(span.start - 1, span.end)):
            yield span


def _references(text: str, titles: Iterator[Span], held: Mapping[str, set[str]]) -> Iterator[Naming]:
    for span in titles:
        title = span.of(text)
        if any(text.startswith(name, span.end) for name in held):  # the post of the name that follows
            continue
        for length in (2, 1):
            surname = text[max(span.start - length, 0) : span.start]
            bearers = [name for name, posts in held.items() if name.startswith(surname) and len(name) > len(surname)
                       and any(_fits(title, post) for post in posts)]
            if surname and len(bearers) == 1:
                yield _naming(text, Span(span.start - length, span.end), bearers[0])
                break
        else:
            holders = [name for name, posts in held.items() if title in posts]
            if len(holders) == 1 and len(title) > 2 and BEFORE.match(text[span.start - 1 : span.start]):
                yield _naming(text, span, holders[0])


def _fits(title: str, post: str) -> bool:
    """Whether a title may stand for a post: 市长 for 副市长, 总 for 总经理 and 董事长."""
    if title == "总":
        return post.startswith("总") or "总" in post or post.endswith("董事长")
    return title == post or title == LESS.sub("", post) or (len(title) > 1 and post.endswith(title))


def _naming(text: str, span: Span, name: str) -> Naming:
    return Naming(Mention(span.start, span.end, "PERSON", span.of(text), "reference"), name, span)
