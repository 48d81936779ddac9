"""Posts in full: what a link of a chain leaves out, filled in as a reader would."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.lexicon import Lexicon, alternatives
from tracker.types import Post

LEVEL = re.compile(r"自治区|省|市|区|县|州")  # 内蒙古自治区党委…、自治区政府
HEAD = re.compile("([省市县区州])长$")
BODY = re.compile(r"(?:委员会|小组|指挥部|协会|学会|商会|联合会|理事会|主席团|常委会|政协|工商联|妇联)$")


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
        self.suits = {title: re.compile(alternatives(heads.split()) + "$")
                      for named, heads in lexicon.toml_cached("orgs")["suits"].items() for title in named.split()}

    def is_no_post(self, title: str) -> bool:
        return title in self.no_post

    def shared(self, title: str) -> bool:
        """Whether one printed title may cover the names that follow in a list: 副主席何某、张某."""
        return title in self.shared_titles or title.startswith(("副", "常务副")) or any(
            title.endswith(word) for word in ("执行主席", "常务主席", "委员", "常委"))

    def complete(self, links: Sequence[tuple[str | None, str]], last: Sequence[Post] = (),
                 near: Sequence[str] = ()) -> list[Post]:
        """The posts of a chain with their organisations; `last` is the chain before it in the sentence, `near` are the
        organisations that the sentence names before it."""
        posts: list[Post] = []
        for org, title in links:
            before = posts[-1].org if posts else None
            if org is None:
                org = self._inherit(title, before) if posts else self._suited(title, last, near) or self._continue(title, last)
            else:
                org = self._within(org, before, last)
            posts.append(self._tidy(org, title))
        return posts

    def _tidy(self, org: str | None, title: str) -> Post:
        """The post without 原 before the organisation, and without 中国 before a national office."""
        if org and org.startswith(("原", "时任")) and len(org) > 2:
            org = org.removeprefix("时任").removeprefix("原")
        body = self.suffix.search(org) if org else None
        if org and body and org[: body.start()].endswith("原"):  # 某集团原党委书记、董事长
            org = org[: body.start() - 1] + body.group()
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

    def _continue(self, title: str, last: Sequence[Post]) -> str | None:
        """The organisation of a first title without one: 副书记张某 after 区委书记王某 in the same sentence."""
        if not last or title in self.fused or title in self.national or self.field.fullmatch(title):
            return None
        held = [post for post in last if post.org]
        if title in self.party_titles:
            return next((post.org for post in held if post.org and self.party.search(post.org)), None)
        body = next((post.org for post in held if post.org and BODY.search(post.org)), None)
        if body and (title.startswith("副") or title in self.shared_titles or title == "秘书长"):
            return body
        head = title[-2:]
        same = next((post.org for post in held if post.title[-2:] == head), None)
        if same:
            return same
        level = HEAD.search(title)
        if level:  # 市长 after 某省委常委、某市委书记 is that city's
            committee = level[1] + "委"
            seats = [post.org.removesuffix(committee) for post in held if post.org and post.org.endswith(committee)]
            return next((seat + level[1] for seat in seats if seat), None)
        return next((place for post in held if (place := self.place_of(post.org))), None)

    def _suited(self, title: str, last: Sequence[Post], near: Sequence[str]) -> str | None:
        """The organisation that a title like 校长 can be of, the nearest before it in the sentence."""
        fits = next((self.suits[word] for word in self.suits if title.endswith(word)), None)
        known = [*near, *(post.org for post in last if post.org)]
        return next((stem for org in reversed(known) if fits and fits.search(stem := self._stem(org))), None)

    def _stem(self, org: str) -> str:
        """An organisation without the body in it that its end names: 启衡集团 of 启衡集团党委."""
        inner = self.suffix.search(org)
        return org[: inner.start()] if inner and inner.start() > 1 else org

    def _within(self, org: str, before: str | None, last: Sequence[Post]) -> str:
        """The organisation of a link, with what its printed form leaves out: 管委会 after 高新区党工委."""
        if before is None:
            return next((held for post in last if org in self.bare and (held := post.org) and held.endswith(org)), org)
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
            stem = self._stem(before)
            owner = stem if stem != before and not stem.endswith("中央") else place
            return owner + org if owner and not org.startswith(owner) else org
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
