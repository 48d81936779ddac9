"""Sentences about invented people in real kinds of posts and bodies, with their labels.

    python compose.py OUT.jsonl.gz --corpora FOLDER --clauses silver.jsonl.gz [--count 40000] [--seed 1]

FOLDER holds roster/ and lists/. Posts are read from the roster's strings by the title grammar; names come from invent.py.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from bodies import LEADS, WORDS, Bodies, Piece, seat
from invent import People

from tracker import lexicon

HERE = Path(__file__).parent
NAMING = re.compile(r"[“”《》（）():_|]|[部局委厅省市县院社司校]|表示|指出|介绍|强调|^[美俄以乌日韩英法德印]|\d[年月日]")


class Composer(Bodies):
    """Fills frames; every method named like a slot returns labelled pieces."""

    def __init__(self, people: People, corpora: Path, clauses: list[str], seed: int) -> None:
        super().__init__(people, corpora, seed)
        self.clauses = clauses
        self.frames = [line for line in (HERE / "frames.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]

    def sentence(self) -> list[Piece]:
        """One frame with its slots filled."""
        pieces: list[Piece] = []
        for part in re.split(r"(\{\w+\}|<[^>]+>)", self.one(self.frames)):
            if part.startswith("{"):
                pieces += getattr(self, part[1:-1])()
            elif part:
                pieces.append((part[1:-1], "TITLE") if part[0] == "<" else (part, None))
        whole: list[Piece] = []
        for words, label in pieces:  # 某公司 and 党委 are one organisation
            if label == "ORG" and whole and whole[-1][1] == "ORG":
                whole[-1] = (whole[-1][0] + words, "ORG")
            else:
                whole.append((words, label))
        return whole

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
        return [
            (
                self.one([" ", ""]).join(
                    "".join(self.random.sample(syllables, self.random.randint(1, 3))).title() for _ in range(2)
                ),
                "PERSON",
            )
        ]

    def ag(self) -> list[Piece]:
        return [(self.one(WORDS["agencies"]), "ORG")]

    def fo(self) -> list[Piece]:
        return [(self.one(self.countries) + self.one(WORDS["foreign_body"]), "ORG")]

    def l2(self) -> list[Piece]:
        return [(self.people.sounds(2, 4) + self.one(["市", "省", "州", "岛", "地区", "港"]), "LOC")]

    # places, bodies, posts
    def c(self) -> list[Piece]:
        return [(self.one(self.countries), "LOC")]

    def o(self) -> list[Piece]:
        return [(self.body()[0], "ORG")]

    def t(self) -> list[Piece]:
        return seat("", self.one(LEADS[self.one(list(LEADS))]) if self.random.random() < 0.9 else self.one(WORDS["fused"]))

    def ts(self) -> list[Piece]:
        kind = LEADS[self.one(list(LEADS))]
        return self.joined(lambda: seat("", self.one(["", "", "", "", "原"]) + self.one(kind)), 1, 3)

    def pp(self) -> list[Piece]:
        roll, post = self.random.random(), self.post()
        if roll < 0.08 and len(post) < 3:
            return [*post[:-1], (self.people.anyone(), "PERSON"), post[-1]]  # the name between unit and title
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
        return [(self.one(["", land]) + firm, "ORG"), (self.one(WORDS["abroad"]), "TITLE"), *self.fp()]

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
