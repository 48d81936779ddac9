"""Places, organisations of all kinds, and the posts in them, put together from lists."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path

from invent import TABLES, People
from silver import HEAD

from tracker import lexicon
from tracker.tag.titles import Titles

WORDS = {key: words.split() for key, words in TABLES["frames"].items()}
LEADS = {kind: words.split() for kind, words in TABLES["posts"].items()}
Piece = tuple[str, str | None]


def titled(path: Path) -> list[tuple[list[Piece], int]]:
    """The roster's posts as pieces (organisation or place, title) with their counts; strings that do not parse are left out."""
    book = lexicon.load()
    titles, places = Titles(book), set(book.places)
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        counts = Counter(json.loads(line)["title"] for line in lines)
    for post, count in sorted(counts.items()):
        pieces: list[Piece] = []
        for part in re.split("[、，]", post):
            spans = [s for s in titles.find(part) if s.end == len(part)]
            owner = part[: spans[-1].start] if spans else ""
            label = (
                "LOC"
                if owner in places
                else "ORG"
                if HEAD.search(owner) or owner.endswith(("区委", "管委会", "街道", "常委会"))
                else None
            )
            if not spans or (owner and not label) or re.search("[（(：:/0-9]|前任|现任|时任", part):
                pieces = []
                break
            pieces += [("、", None)] * bool(pieces) + [(owner, label)] * bool(owner) + [(part[spans[-1].start :], "TITLE")]
        if pieces:
            found.append((pieces, count))
    return found


COMMITTEE = re.compile(r"(党委|党总支|党支部|党工委|纪委|团委|工会|监事会|执行局|政治部|审判委员会)(?=..)")


def seat(organ: str, title: str) -> list[Piece]:
    """A post in an organisation: 党委 of 党委书记 belongs to the organisation, 党组 of 党组书记 to the title."""
    first = re.match("原", title)
    committee = COMMITTEE.match(title, first.end() if first else 0)
    if not committee:
        return [(organ, "ORG")] * bool(organ) + [(title, "TITLE")]
    rest = title[committee.end() :]
    if first:
        return [(organ, "ORG")] * bool(organ) + [("原", None), (committee[1], "ORG"), (rest, "TITLE")]
    return [(organ + committee[1], "ORG"), (rest, "TITLE")]


class Bodies:
    """Draws places, organisations and posts; `random` decides everything."""

    def __init__(self, people: People, corpora: Path, seed: int) -> None:
        self.people, self.random = people, random.Random(seed)
        rows = [
            line.split("\t")
            for line in (corpora / "lists/admin_divisions/divisions.tsv").read_text(encoding="utf-8").splitlines()
        ]
        generic = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
        kinds = {
            kind: [r[1] for r in rows if r[2] == kind and r[1] not in generic]
            for kind in ("provinces", "cities", "areas", "streets")
        }
        self.divisions = kinds
        self.areas = {r[0]: r[1] for r in rows}
        self.nested = [(self.areas.get(r[3], ""), r[1]) for r in rows if r[2] == "areas" and r[3]]
        self.posts = titled(corpora / "roster/positions.jsonl.gz")
        self.post_weights = [n**0.6 for _, n in self.posts]
        self.organs = [
            line.split("\t")[0] for line in (corpora / "roster/org_names.tsv").read_text(encoding="utf-8").splitlines()
        ]
        self.organs = [o for o in self.organs if HEAD.search(o) and not re.search("[/（(、，]", o)]
        book = lexicon.load()
        self.countries = [
            c
            for c in sorted(book.countries)
            if c.endswith(("国", "亚", "斯坦", "兰", "尔", "拉", "加", "日本", "越南", "老挝", "伊朗", "古巴", "埃及", "巴西"))
        ]
        self.given = [c for c in people.everything if "\u4e00" <= c <= "\u9fff"]
        self.chars = "华盛达鑫恒源泰隆兴瑞丰信诚天宇中科金龙海洋东方腾飞绿地新能智联远大宏图光明正和盈博雅创世纪永康美佳星云"

    def one(self, words: list[str]) -> str:
        return self.random.choice(words)

    def joined(self, make, low: int, high: int, mark: str = "、") -> list[Piece]:
        pieces: list[Piece] = []
        for _ in range(self.random.randint(low, high)):
            pieces += [(mark, None)] * bool(pieces) + make()
        return pieces

    def area(self) -> str:
        roll = self.random.random()
        if roll < 0.3:
            return self.one(self.divisions["cities"])
        if roll < 0.8:
            return self.one(self.divisions["areas"])
        return "".join(self.one(self.nested))

    def short(self, place: str) -> str:
        return re.sub("(?:市|省|自治区|壮族|回族|维吾尔)+$", "", place) if len(place) > 2 else place

    def l(self) -> list[Piece]:  # noqa: E743
        roll = self.random.random()
        if roll < 0.3:
            return [(self.area(), "LOC")]
        if roll < 0.5:
            return [(self.short(self.one(self.divisions["cities"] + self.divisions["provinces"])), "LOC")]
        if roll < 0.7:
            return [(self.one([self.area(), ""]) + self.one(self.divisions["streets"]).replace("街道办事处", "街道"), "LOC")]
        tail = self.one(
            [
                "村",
                "社区",
                "工业园",
                "产业园",
                "高铁站",
                "机场",
                "水库",
                "大桥",
                "文化广场",
                "体育馆",
                "会展中心",
                "人民公园",
                "古镇",
                "烈士陵园",
                "国际会议中心",
                "高速公路",
                "自然保护区",
                "港",
                "小区",
                "宾馆",
                "会堂",
            ]
        )
        return [
            (self.one([self.area(), self.short(self.area()), ""]) + self.one(self.given) + self.one(self.given) + tail, "LOC")
        ]

    def body(self) -> tuple[str, str]:
        """An organisation and the kind of its posts."""
        roll, area, one = self.random.random(), self.area(), self.one
        if roll < 0.14:
            part = one(WORDS["party"])
            party = self.one([area, area[-1]]) + part if area[-1] in "市县区州" else area + "市" + part
            return party, "party" if part in ("委", "纪委", "纪委监委", "委政法委", "直机关工委") else "head"
        if roll < 0.36:
            part = one(WORDS["state"])
            whole = self.one([area, area, area[-1] if area[-1] in "市县区州" else area]) + part
            kind = (
                {"政": "gov", "人": "people", "法": "court", "检": "court"}.get(part[0], "bureau")
                if part[:2] not in ("人社", "人武", "政协", "政府办")
                else "bureau"
            )
            return whole, "people" if part in (
                "政协",
                "人大",
                "人大常委会",
                "妇联",
                "总工会",
                "文联",
                "科协",
                "残联",
                "工商联",
            ) else "court" if "法院" in part or "检察院" in part else kind
        if roll < 0.46:
            province = one([p for p in self.divisions["provinces"] if p.endswith("省")])
            part = one(WORDS["province"])
            return one([province[:-1], province[:-1], ""]) + part, "party" if part.endswith("委") and len(
                part
            ) < 3 else "gov" if part == "省政府" else "bureau"
        if roll < 0.56:
            return one(WORDS["central"]), "central"
        if roll < 0.63:
            return one([area, ""]) + one(self.divisions["streets"]).replace("街道办事处", "").replace("镇", "").replace(
                "乡", ""
            ) + one(WORDS["town"]), "town"
        if roll < 0.68:
            return self.short(area) + one(WORDS["park"]) + one(WORDS["park_body"]), "park"
        if roll < 0.78:
            return self.short(area) + one(WORDS["school"]) + one(["", "", one(WORDS["college"])]), "school"
        if roll < 0.89:
            brand = "".join(self.random.sample(self.chars, self.random.choice((2, 2, 2, 3, 4))))
            firm = (
                one(WORDS["firm"]) if self.random.random() < 0.9 else "(集团)" + one(["有限公司", "股份有限公司", "有限责任公司"])
            )
            return one(["", self.short(area), area, "中国", "国网"]) + brand + firm, "firm"
        if roll < 0.91:
            team = one(["", self.short(area)]) + one(["", "", one(WORDS["topics"])]) + one(WORDS["team"])
            return one([area, self.short(area)]) + team, "team"
        if roll < 0.96:
            return one([area, self.short(area), area + self.short(self.area())]) + one(WORDS["body"]) + self.ward(), "body"
        return one(self.organs), "bureau"

    def ward(self) -> str:
        """A department, now and then."""
        return self.one(WORDS["ward"]) if self.random.random() < 0.25 else ""

    def post(self) -> list[Piece]:
        roll = self.random.random()
        if roll < 0.4:
            return list(self.random.choices(self.posts, self.post_weights)[0][0])
        if roll < 0.45:
            return (
                [(self.short(self.area()), "LOC"), (self.one(WORDS["fused"][5:]), "TITLE")]
                if roll < 0.42
                else [(self.one(WORDS["fused"]), "TITLE")]
            )
        if roll < 0.5:
            place = self.one(self.divisions["areas"] + self.divisions["cities"])
            if place[-1] in "市县区":
                return [(place, "LOC"), (self.one(["", "副", "常务副", "代", "原", ""]) + place[-1] + "长", "TITLE")]
        organ, kind = self.body()
        first = "原" if self.random.random() < 0.06 else ""
        pieces = seat(organ, first + self.one(LEADS[kind]))
        while self.random.random() < 0.35:
            pieces.append((self.one(["、", "、", "、", "兼"]), None))
            organ, kind = self.body() if self.random.random() < 0.5 else ("", kind)
            pieces += seat(organ, self.one(LEADS[kind]))
        return pieces
