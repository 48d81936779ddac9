"""Sentences about invented people in real kinds of posts and bodies, with their labels.

    python compose.py OUT.jsonl.gz --corpora FOLDER --clauses silver.jsonl.gz [--count 40000] [--seed 1]

FOLDER holds roster/ and lists/. Posts are read from the roster's strings by the title grammar; names come from invent.py.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path

from invent import TABLES, People
from silver import HEAD

from tracker import lexicon, tag

HERE = Path(__file__).parent
WORDS = {key: words.split() for key, words in TABLES["frames"].items()}
LEADS = {kind: words.split() for kind, words in TABLES["posts"].items()}
NAMING = re.compile(r"[“”《》（）():_|]|[部局委厅省市县院社司校]|表示|指出|介绍|强调|^[美俄以乌日韩英法德印]|\d[年月日]")
Piece = tuple[str, str | None]


def titled(path: Path) -> list[tuple[list[Piece], int]]:
    """The roster's posts as pieces (organisation or place, title) with their counts; strings that do not parse are left out."""
    book = lexicon.load()
    titles, places = tag.Titles(book), set(book.places)
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


class Composer:
    """Fills frames; every method named like a slot returns labelled pieces."""

    def __init__(self, people: People, corpora: Path, clauses: list[str], seed: int) -> None:
        self.people, self.random, self.clauses = people, random.Random(seed), clauses
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
        self.frames = [line for line in (HERE / "frames.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        self.chars = "华盛达鑫恒源泰隆兴瑞丰信诚天宇中科金龙海洋东方腾飞绿地新能智联远大宏图光明正和盈博雅创世纪永康美佳星云"

    def one(self, words: list[str]) -> str:
        return self.random.choice(words)

    def sentence(self) -> list[Piece]:
        """One frame with its slots filled."""
        pieces: list[Piece] = []
        for part in re.split(r"(\{\w+\})", self.one(self.frames)):
            if part.startswith("{"):
                pieces += getattr(self, part[1:-1])()
            elif part:
                pieces.append((part, None))
        return pieces

    # names
    def p(self) -> list[Piece]:
        return [(self.people.anyone(), "PERSON")]

    def fp(self) -> list[Piece]:
        return [(self.people.foreign(), "PERSON")]

    def s(self) -> list[Piece]:
        return [(self.people.surname(), "PERSON")]

    def ns(self) -> list[Piece]:
        name = self.people.chinese()
        return [
            (name[0] + self.one([" ", "　", "  "]) + name[1] if len(name) == 2 and self.random.random() < 0.6 else name, "PERSON")
        ]

    def joined(self, make, low: int, high: int, mark: str = "、") -> list[Piece]:
        pieces: list[Piece] = []
        for _ in range(self.random.randint(low, high)):
            pieces += [(mark, None)] * bool(pieces) + make()
        return pieces

    def ps(self) -> list[Piece]:
        return self.joined(self.p, 2, 7)

    def by(self) -> list[Piece]:
        pieces: list[Piece] = []
        for role in self.random.choice(
            (
                ["记者"],
                ["记者", "通讯员"],
                ["通讯员"],
                ["本报记者"],
                ["记者", "摄影"],
                ["见习记者", "实习生"],
                ["特约记者", "通讯员"],
                ["作者"],
            )
        ):
            pieces += [(self.one(["", " "]) if pieces else "", None), (role + self.one(["", " ", "：", " "]), None)]
            pieces += self.joined(self.ns, 1, 3, self.one([" ", "　", "、", "，", " ", " "]))
        return [piece for piece in pieces if piece[0]]

    def byn(self) -> list[Piece]:
        """A credit as agencies print it: the names apart or run together."""
        pieces: list[Piece] = [
            (self.one(["记者", "记者", "记者 ", ""]), None),
            *self.joined(self.p, 1, 3, self.one([" ", "", "、", "　"])),
        ]
        if self.random.random() < 0.3:
            pieces += [
                (self.one([" ", "", "、"]) + self.one(["通讯员", "实习生", "摄影"]), None),
                *self.joined(self.p, 1, 2, self.one([" ", ""])),
            ]
        return [piece for piece in pieces if piece[0]]

    def latin(self) -> list[Piece]:
        syllables = [
            "ra",
            "mon",
            "ti",
            "bel",
            "cos",
            "san",
            "der",
            "lin",
            "go",
            "vi",
            "tar",
            "mo",
            "ken",
            "li",
            "sha",
            "du",
            "pont",
        ]
        return [(" ".join("".join(self.random.sample(syllables, 3)).title() for _ in range(2)), None)]

    def ag(self) -> list[Piece]:
        return [(self.one(WORDS["agencies"]), "ORG")]

    def l2(self) -> list[Piece]:
        return [(self.people.sounds(2, 4) + self.one(["市", "省", "州", "岛", "地区", "港"]), "LOC")]

    # places, bodies, posts
    def c(self) -> list[Piece]:
        return [(self.one(self.countries), "LOC")]

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
            return one(["", self.short(area), area, "中国", "国网"]) + brand + one(WORDS["firm"]), "firm"
        if roll < 0.95:
            return one([area, self.short(area), area + self.short(self.area())]) + one(WORDS["body"]), "body"
        return one(self.organs), "bureau"

    def o(self) -> list[Piece]:
        return [(self.body()[0], "ORG")]

    def t(self) -> list[Piece]:
        return [(self.one(LEADS[self.one(list(LEADS))]) if self.random.random() < 0.9 else self.one(WORDS["fused"]), "TITLE")]

    def ts(self) -> list[Piece]:
        kind = LEADS[self.one(list(LEADS))]
        return self.joined(lambda: [(self.one(["", "", "", "", "原"]) + self.one(kind), "TITLE")], 1, 3)

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
        pieces: list[Piece] = [(organ, "ORG"), (first + self.one(LEADS[kind]), "TITLE")]
        while self.random.random() < 0.35:
            pieces.append((self.one(["、", "、", "、", "兼"]), None))
            if self.random.random() < 0.5:
                organ, kind = self.body()
                pieces.append((organ, "ORG"))
            pieces.append((self.one(LEADS[kind]), "TITLE"))
        return pieces

    def pp(self) -> list[Piece]:
        roll, post = self.random.random(), self.post()
        if roll < 0.08 and len(post) < 3:
            return [*post[:-1], (self.people.anyone(), "PERSON"), post[-1]]  # 外国语学院陈学义院长
        return [*post, *([("、", None)] if roll > 0.99 else []), (self.people.anyone(), "PERSON")]

    def pps(self) -> list[Piece]:
        pieces: list[Piece] = []
        for _ in range(self.random.randint(2, 4)):
            pieces += [(self.one(["、", "，", "，"]), None)] * bool(pieces) + self.pp()
            if self.random.random() < 0.35:
                pieces += [("、", None), *self.joined(self.p, 1, 4)]
        return pieces

    def fpp(self) -> list[Piece]:
        roll, land = self.random.random(), self.one(self.countries)
        if roll < 0.7:
            return [(land, "LOC"), (self.one(WORDS["foreign"]), "TITLE"), *self.fp()]
        if roll < 0.85:
            return [
                (land + self.one(WORDS["foreign_body"]), "ORG"),
                (
                    self.one(
                        ["主席", "副主席", "部长", "发言人", "总裁", "首席执行官", "行长", "议长", "总书记", "副部长", "主任"]
                    ),
                    "TITLE",
                ),
                *self.fp(),
            ]
        firm = self.people.sounds(2, 3) + self.one(["公司", "集团", "基金会", "银行", "大学", "汽车公司", "研究所"])
        return [(self.one(["", land]) + firm, "ORG"), (self.one(LEADS["firm"][:14]), "TITLE"), *self.fp()]

    def fpps(self) -> list[Piece]:
        return self.joined(self.fpp, 2, 5)

    # days and filling
    def d(self) -> list[Piece]:
        r = self.random
        month, day = r.randint(1, 12), r.randint(1, 28)
        whole = f"{month}月{day}日"
        return [
            (
                self.one(
                    [
                        whole,
                        whole,
                        whole,
                        f"{day}日",
                        f"{r.randint(1990, 2025)}年{whole}",
                        whole + self.one(["上午", "下午", "晚"]),
                        f"{day}日" + self.one(["上午", "下午"]),
                        f"{month}月{day}日至{day + r.randint(1, 3)}日",
                        "今天",
                        "日前",
                        "近日",
                        "当天",
                        "昨日",
                        f"{month}月",
                        f"{r.randint(1990, 2025)}年",
                    ]
                ),
                "DATE",
            )
        ]

    def y(self) -> list[Piece]:
        return [(f"{self.random.randint(1955, 2004)}年{self.random.randint(1, 12)}月", "DATE")]

    def num(self) -> list[Piece]:
        return [(str(self.random.randint(3, 96)), None)]

    def topic(self) -> list[Piece]:
        return [(self.one(WORDS["topics"]), None)]

    def ev(self) -> list[Piece]:
        return [(self.one(["", self.one(WORDS["topics"])]) + self.one(WORDS["events"]), None)]

    def work(self) -> list[Piece]:
        return [(self.one(WORDS["works"]), None)]

    def clause(self) -> list[Piece]:
        return [(self.one(self.clauses) if self.random.random() < 0.8 else self.one(WORDS["simple"]), None)]

    def headline(self) -> list[Piece]:
        act = self.one(
            ["调研", "会见", "出席", "主持召开", "到", "在", "参加", "看望慰问", "赴", "督导", "检查", "走访", "率团访问", "宣讲"]
        )
        return [
            *self.one([self.p, self.p, self.pp, self.ps])(),
            (act, None),
            *self.one([self.l, self.o])(),
            *self.one([self.topic, self.ev])(),
            *self.one([list, lambda: [(" ", None), *self.ps(), (self.one(["出席", "参加", "陪同"]), None)]])(),
        ]


def spans(pieces: list[Piece]) -> dict:
    """The row of a sentence."""
    text, found = "", []
    for words, label in pieces:
        if label and words:
            found.append([len(text), len(text) + len(words), label])
        text += words
    return {"text": text, "spans": found}


def plain_clauses(path: Path) -> list[str]:
    """Clauses of the reports that name nobody and nothing, by both labellers."""
    found = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if number % 5 == 0 and not row["spans"] and not row["loose"]:
                found.update(c for c in re.split("[。！？；\n]", row["text"]) if 8 <= len(c) <= 60 and not NAMING.search(c))
    return sorted(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--clauses", type=Path, required=True)
    parser.add_argument("--count", type=int, default=40000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    surnames = Path(lexicon.__file__).parent / "surnames.tsv"
    people = People(args.corpora / "roster/persons.jsonl.gz", surnames, args.seed)
    composer = Composer(people, args.corpora, plain_clauses(args.clauses), args.seed)
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for _ in range(args.count):
            out.write(json.dumps(spans(composer.sentence()), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
