"""The binding stage: titles to organisations and people.

A chain of posts stands before its bearer: 澜泉新区党工委委员、管委会副主任佟雪岩 … What a link leaves out is completed from the
link before it, as a reader would (`tracker.lexicon` holds which organisations and titles do that). What stands after the
name, 习近平总书记, is a title without an organisation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tracker import lexicon as lexicons
from tracker.lexicon import Lexicon
from tracker.roles.complete import Completer
from tracker.roles.references import later
from tracker.text import squeeze
from tracker.types import Mention, Naming, Post, RoleClaim, Roles, Span

LINK = re.compile(r"(?:[、兼和]+|，)$")
HOLDING = re.compile("(?:时任|担任|身为|现任|曾任)$")
APPOSED = {mark: re.compile(close) for mark, close in (("（", "[）)]"), ("(", "[）)]"), ("，", "[，。]"))}
DOT = re.compile(r"[·•・]")


def bind(text: str, mentions: Sequence[Mention], lexicon: Lexicon | None = None) -> Roles:
    """Who is named where in `text`, and the posts that it gives them, from its mentions in order."""
    return _Binder(text, mentions, lexicon or lexicons.load()).run()


@dataclass
class Chain:
    """The posts printed before one name, left to right, as (organisation as printed or None, title)."""

    start: int
    links: list[tuple[str | None, str]] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)


@lru_cache(maxsize=2)
def _completer(lexicon: Lexicon) -> Completer:
    """What completes posts by a lexicon: its expressions take longer to make than a report to bind."""
    return Completer(lexicon)


class _Binder:
    def __init__(self, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.text, self.mentions, self.lexicon = text, mentions, lexicon
        self.completer = _completer(lexicon)
        self.people = [m for m in mentions if m.label == "PERSON"]
        self.titles = {m.end: m for m in mentions if m.label == "TITLE"}
        self.titles_at = {m.start: m for m in mentions if m.label == "TITLE"}
        self.owners = {m.end: m for m in mentions if m.label in ("ORG", "LOC")}
        self.credits = [match.span("names") for match in lexicon.byline.finditer(text)]
        self.full = full_names(m.text for m in self.people)

    def run(self) -> Roles:
        namings: list[Naming] = []
        claims: list[RoleClaim] = []
        last: Chain | None = None  # the chain before, in the same sentence
        for before, person in zip([None, *self.people], self.people, strict=False):
            name = self.full[squeeze(person.text)]
            byline = any(a <= person.start and person.end <= b for a, b in self.credits)
            chain, rules = self._chain(person.start), list[str]()
            if before and re.search(r"[。！？\n]", self.text[before.end : chain.start]):
                last = None
            if chain.links:
                chain.posts = self.completer.complete(chain.links, last.posts if last else (), self._near(chain.start))
                rules = [_rule(org, post) for (org, _), post in zip(chain.links, chain.posts, strict=True)]
            elif last and before and self._shares(before, person):
                chain.posts = [post for post in last.posts if all(self.completer.shared(p.title) for p in last.posts)]
                rules = ["shared"] * len(chain.posts)
            after = self.titles_at.get(person.end)
            stop = person.end
            if after and not self._opens_chain(after):
                stop = after.end
                if after.text not in self.completer.courtesies:
                    chain.posts = [*chain.posts, Post(None, after.text)]
                    rules = [*rules, "after the name"]
            close, apposed = self._apposed(stop)
            if apposed:
                stop = close + (self.text[close] in "）)")
                chain.posts, rules = [*chain.posts, *apposed], [*rules, *(["apposed"] * len(apposed))]
            if not byline:
                phrase = Span(chain.start, stop)
                claims += [RoleClaim(name, post, phrase, rule) for post, rule in zip(chain.posts, rules, strict=True)
                           if not self.completer.is_no_post(post.title)]
            namings.append(Naming(person, name, Span(chain.start, stop), byline))
            last = chain if chain.posts else last
        claims += [claim for claim in self._given(namings) if not self.completer.is_no_post(claim.post.title)]
        signed = {naming.name for naming in namings if naming.byline}
        known = [claim for claim in claims if claim.name not in signed]
        namings += later(self.text, self.mentions, namings, known)
        return Roles(tuple(sorted(namings, key=lambda naming: naming.mention.start)), tuple(one_form_each(claims)))

    def _given(self, namings: Sequence[Naming]) -> Iterator[RoleClaim]:
        """Posts that the text gives or takes: 决定张某、李某为秘书长, 王某当选会长, 免去赵某的局长职务, 祝贺他当选总统."""
        listed: list[Naming] = []
        links: list[tuple[str | None, str]] = []
        end = 0
        for title in self.titles_at.values():
            if any(n.phrase.start <= title.start < n.phrase.end for n in namings):
                continue
            start = self._owner_start(title.start)
            if not (links and self.text[end:start] in ("、", "兼", "和")):  # 担任市委委员、常委、书记: the chain goes on
                clause = max(self.text.rfind(mark, 0, start) for mark in "。；！？\n") + 1
                said = self.lexicon.giving.search(self.text, clause, start)
                named = [n for n in namings if said and clause <= n.mention.start and n.mention.end <= said.start()]
                listed, links = (self._list_before(said.start(), named) if said else []), []
                heading = clause - 300 if named and not self.text[clause : named[0].phrase.start].strip() else clause
                if said and said.group() == "的" and not self.lexicon.taking.search(self.text, max(heading, 0), start):
                    listed = []  # 的 joins a post to a name only where it is taken away: 免去王某的局长职务
            links.append((self.text[start : title.start] or None, title.text))
            end = title.end
            for naming in listed:
                post = self.completer.complete(links)[-1]
                yield RoleClaim(naming.name, post, Span(naming.phrase.start, title.end), "given")

    def _list_before(self, at: int, named: Sequence[Naming]) -> list[Naming]:
        """The names of the list that ends at `at`; the last name before where a pronoun stands there instead."""
        if not named:
            return []
        between = self.text[named[-1].phrase.end : at]
        if between not in ("", "同志", "等"):
            return [] if len(between) > 12 or re.search("[、和与同向您你]", between) else [named[-1]]
        listed = [named[-1]]
        for before, naming in zip(named[-2::-1], named[:0:-1], strict=True):
            if not re.fullmatch("、|和|及|以及|与", self.text[before.phrase.end : naming.phrase.start]):
                break
            listed.append(before)
        return listed[::-1]

    def _chain(self, end: int) -> Chain:
        """The links that end where a name starts, read from right to left; 时任某市市长的 may stand before it too."""
        of = self.text[:end].endswith("的")
        links: list[tuple[str | None, str]] = []
        at = start = end - of
        while True:
            at = len(self.text[:at].rstrip(" \u3000")) if not links else at
            title = self.titles.get(at)
            if title is None:
                break
            owner_start = self._owner_start(title.start)
            owner = self.text[owner_start : title.start] if owner_start < title.start else None
            links.append((owner, title.text))
            start = owner_start
            link = LINK.search(self.text[max(0, start - 2) : start])
            if not link:
                break
            at = start - len(link.group())
        return Chain(start, links[::-1]) if links and (not of or HOLDING.search(self.text[:start])) else Chain(end)

    def _apposed(self, end: int) -> tuple[int, list[Post]]:
        """The posts right after a name, in brackets or between commas, with their end: 佟某（某校校长）, 佟某，某市市长，."""
        mark = self.text[end : end + 1]
        close = APPOSED[mark].search(self.text, end + 1) if mark in APPOSED else None
        chain = self._chain(close.start()) if close else None
        if not (close and chain and chain.links) or chain.start != end + 1 or (mark == "，" and not chain.links[0][0]):
            return end, []
        return close.start(), self.completer.complete(chain.links)

    def _near(self, at: int) -> list[str]:
        """The organisations that the sentence names before a place in it."""
        start = max(self.text.rfind(mark, 0, at) for mark in "。！？\n")
        if self.text.startswith(("他们是", "她们是"), start + 1):  # the sentence before says of what
            start = max(self.text.rfind(mark, 0, max(start, 0)) for mark in "。！？\n")
        return [m.text for m in self.owners.values() if m.label == "ORG" and start < m.start and m.end <= at]

    def _owner_start(self, end: int) -> int:
        """Where the organisation or place starts that ends at `end`; neighbours without a gap are one."""
        while end in self.owners and self.owners[end].start < end:
            end = self.owners[end].start
        return end

    def _shares(self, before: Mention, person: Mention) -> bool:
        """Whether two names stand in one list with nothing between but the list's own marks."""
        return bool(re.fullmatch(r"\s*(?:、|和|及|与|以及)\s*", self.text[before.end : person.start]))

    def _opens_chain(self, title: Mention) -> bool:
        """Whether a title after a name belongs to the next name: 顾承岳主任 no, 顾承岳副主任佟雪岩 yes."""
        return any(p.start == title.end for p in self.people) or self.text[title.end : title.end + 1] == "兼"


def _rule(org: str | None, post: Post) -> str:
    """How a link of a chain came by its organisation."""
    if org is None:
        return "left out" if post.org is None else "inherited"
    return "printed" if post.org == org else "completed"


def full_names(names: Iterable[str]) -> dict[str, str]:
    """For each printed name the fullest form: 卡加梅 stands for 保罗·卡加梅 where the report has both."""
    forms = {squeeze(name) for name in names}
    dotted = sorted((form for form in forms if DOT.search(form)), key=len, reverse=True)
    whole = {form: form for form in forms}
    for form in forms:
        for longer in dotted:
            parts = DOT.split(longer)
            if form != longer and len(form) > 1 and (form in parts or form in {"·".join(parts[i:]) for i in range(len(parts))}):
                whole[form] = longer
                break
    return whole


def one_form_each(claims: Sequence[RoleClaim]) -> list[RoleClaim]:
    """The claims without repetitions, and without short forms where the report has the full one (主席 beside 国家主席)."""
    by_name: dict[str, list[Post]] = defaultdict(list)
    for claim in claims:
        by_name[claim.name].append(claim.post)
    kept, seen = [], set()
    for claim in claims:
        key = (claim.name, claim.post)
        if key not in seen and not any(shorter(claim.post, other) for other in by_name[claim.name]):
            kept.append(claim)
        seen.add(key)
    return kept


def shorter(post: Post, other: Post) -> bool:
    """Whether `post` is a shorter way to print `other`."""
    if post == other:
        return False
    if post.org is None:
        return other.title.endswith(post.title) and (other.org is not None or other.title != post.title)
    return post.title == other.title and other.org is not None and post.org != other.org and other.org.endswith(post.org)
