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

from tracker import lexicon as lexicons
from tracker.lexicon import Lexicon, alternatives
from tracker.text import squeeze
from tracker.types import Mention, Naming, Post, RoleClaim, Roles, Span

LINK = re.compile(r"(?:[、兼和]+|，)$")
LEVEL = re.compile(r"自治区|省|市|区|县|州")  # 内蒙古自治区党委…、自治区政府
BODY = re.compile(r"(?:委员会|小组|指挥部|协会|学会|商会|联合会|理事会|主席团)$")
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


class _Binder:
    def __init__(self, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon
        self.completer = Completer(lexicon)
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
            chain, rules = self._chain(person), list[str]()
            if before and re.search(r"[。！？\n]", self.text[before.end : chain.start]):
                last = None
            if chain.links:
                chain.posts = self.completer.complete(chain.links, last)
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
            if not byline:
                phrase = Span(chain.start, stop)
                claims += [RoleClaim(name, post, phrase, rule) for post, rule in zip(chain.posts, rules, strict=True)
                           if not self.completer.is_no_post(post.title)]
            namings.append(Naming(person, name, Span(chain.start, stop), byline))
            last = chain if chain.posts else last
        claims += self._given(namings)
        return Roles(tuple(namings), tuple(one_form_each(claims)))

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
                if said and said.group() == "的" and not self.lexicon.taking.search(self.text, clause, start):
                    listed = []  # 的 joins a post to a name only where it is taken away: 免去王某的局长职务
            links.append((self.text[start : title.start] or None, title.text))
            end = title.end
            for naming in listed:
                post = self.completer.complete(links, None)[-1]
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

    def _chain(self, person: Mention) -> Chain:
        """The links that end where the name starts, read from right to left."""
        links: list[tuple[str | None, str]] = []
        at = start = person.start
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
        return Chain(start, links[::-1])

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


class Completer:
    """Fills in what a link of a chain leaves out."""

    def __init__(self, lexicon: Lexicon) -> None:
        words, titles = lexicon.words, lexicon.toml_cached("titles")
        self.bare, self.of_committee = frozenset(words("orgs", "bare")), frozenset(words("orgs", "of_committee"))
        self.party = re.compile(alternatives(words("orgs", "party")) + "$")
        self.party_titles = frozenset(words("orgs", "party_titles"))
        self.fused, self.shared_titles = frozenset(words("titles", "fused")), frozenset(words("titles", "shared"))
        self.courtesies = frozenset(str(titles["courtesies"]).split())
        self.no_post = frozenset(str(titles["no_post"]).split())
        fields, heads = alternatives(words("titles", "domains")), alternatives(words("titles", "domain_heads"))
        self.field = re.compile(rf"{fields}.{{0,6}}{heads}$")
        self.national = frozenset(words("titles", "national"))
        self.country = re.compile(alternatives(lexicon.countries - {"中国"}))
        self.place = re.compile(
            rf"(?:{alternatives(lexicon.places)}(?:省|市|县|区|州|旗|盟|镇|乡)?|新区|高新区|开发区|经开区|[\u4e00-\u9fff]{{2,8}}?(?:省|市|县|自治区|自治州|特区|新区|高新区|开发区|区|州|旗|盟|镇|乡|街道))")
        self.suffix = re.compile(alternatives([*words("orgs", "bare"), *words("orgs", "party")]) + "$")

    def is_no_post(self, title: str) -> bool:
        return title in self.no_post

    def shared(self, title: str) -> bool:
        """Whether one printed title may cover the names that follow in a list: 副主席何某、张某."""
        return title in self.shared_titles or title.startswith(("副", "常务副")) or any(
            title.endswith(word) for word in ("执行主席", "常务主席", "委员", "常委"))

    def complete(self, links: Sequence[tuple[str | None, str]], last: Chain | None) -> list[Post]:
        """The posts of a chain with their organisations; `last` is the chain before it in the sentence."""
        posts: list[Post] = []
        for org, title in links:
            before = posts[-1].org if posts else None
            if org is None:
                org = self._inherit(title, before) if posts else self._continue(title, last)
            else:
                org = self._within(org, before, last)
            posts.append(self._tidy(org, title))
        return posts

    def _tidy(self, org: str | None, title: str) -> Post:
        """The post without 原 before the organisation, and without 中国 before a national office."""
        if org and org.startswith(("原", "时任")) and len(org) > 2:
            org = org.removeprefix("时任").removeprefix("原")
        country = self.country.match(org) if org else None
        if org and country and org[country.end() : country.end() + 1] in ("前", "原"):  # 俄罗斯前联邦安全会议秘书
            org = org[: country.end()] + org[country.end() + 1 :]
        if org == "中国" and title in self.fused:
            org = None
        if title.endswith(("特使", "特别代表")):
            org = None
        return Post(org or None, title)

    def _inherit(self, title: str, before: str | None) -> str | None:
        """The organisation of a title without one, from the link before it in the chain."""
        if before is None or title in self.fused:
            return self._country_of(before) if before and title == "国务委员长" else None
        if title in self.national or self.field.fullmatch(title):
            country = self._country_of(before)
            if country or self.field.fullmatch(title):
                return country
        if title == "执行主席" and before.endswith("主席团"):  # who chairs a sitting of the congress itself
            return before.removesuffix("主席团")
        party = self.party.search(before)
        if not party:
            return before
        if title in self.party_titles:
            return before
        parent = before[: party.start()].removeprefix("中共")  # 中共某市委副书记、市长
        if not parent or party.group() in ("省委", "市委", "区委", "县委", "州委"):
            level = party.group()[0] if party.group() in ("省委", "市委", "区委", "县委", "州委") else ""
            return parent + level if parent else None
        return parent

    def _continue(self, title: str, last: Chain | None) -> str | None:
        """The organisation of a first title without one: 副书记张某 after 区委书记王某 in the same sentence."""
        if last is None or not last.posts or title in self.fused or title in self.national or self.field.fullmatch(title):
            return None
        held = [post for post in last.posts if post.org]
        if title in self.party_titles:
            return next((post.org for post in held if post.org and self.party.search(post.org)), None)
        body = next((post.org for post in held if post.org and BODY.search(post.org)), None)
        if body and (title.startswith("副") or title in self.shared_titles or title == "秘书长"):
            return body
        head = title[-2:]
        same = next((post.org for post in held if post.title[-2:] == head), None)
        if same:
            return same
        return next((place for post in held if (place := self.place_of(post.org))), None)

    def _within(self, org: str, before: str | None, last: Chain | None) -> str:
        """The organisation of a link, with what its printed form leaves out: 管委会 after 高新区党工委."""
        if before is None:
            return org
        if org in ("办公室", "办公厅", "秘书处") or org in self.of_committee:
            party = self.party.search(before)
            return before + org if org == "办公室" or party else org
        if org == "中央" and "中央" in before:
            return before[: before.index("中央") + 2]
        if org.startswith("中央") and before.find("中央") > 0 and not before.startswith("中共"):
            return before[: before.index("中央")] + org  # 越共中央政治局委员、中央书记处书记
        country = self._country_of(before)
        place = country or self.place_of(before)
        level = LEVEL.match(org)
        if place and level and place.endswith(level.group()) and place != level.group():
            return place + org[level.end():]
        if org in self.bare:
            return place + org if place and not org.startswith(place) else org
        if country and re.fullmatch(r".{2,8}部", org) and "中央" in before:
            return before[: before.index("中央") + 2] + org
        return org

    def place_of(self, org: str | None) -> str | None:
        """The place that the name of an organisation starts with: 高新区 of 高新区党工委."""
        match = self.place.match(org) if org else None
        if not match or not org:
            return None
        rest = org[match.end():]
        return match.group() if rest and match.group() not in ("中国",) else None

    def _country_of(self, org: str | None) -> str | None:
        match = self.country.match(org) if org else None
        return match.group() if match else None
