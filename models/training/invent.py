"""Invented people: names drawn from tables of surnames and characters, never copied from anybody."""

from __future__ import annotations

import gzip
import json
import random
import tomllib
from collections import Counter
from pathlib import Path

TABLES = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
NAMES = {key: words.split() for key, words in TABLES["names"].items()}


class People:
    """Draws names; the tables come from a list of names of which only the counts of characters are kept."""

    def __init__(self, names: Path, surnames: Path, seed: int) -> None:
        self.random = random.Random(seed)
        table = [line.split("\t") for line in surnames.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        self.surnames = [row[0] for row in table]
        self.weights = [float(row[1]) if len(row) > 1 else 1.0 for row in table]
        self.slots: list[Counter[str]] = [Counter(), Counter(), Counter()]
        with gzip.open(names, "rt", encoding="utf-8") as lines:
            for name in (json.loads(line)["name"] for line in lines):
                if len(name) == 2:
                    self.slots[0][name[1]] += 1
                elif len(name) == 3 and name.isalpha():
                    self.slots[1][name[1]] += 1
                    self.slots[2][name[2]] += 1
        self.drawn = [(list(slot), [n**0.8 for n in slot.values()]) for slot in self.slots]
        self.everything = sorted(
            set().union(*self.slots)
            | set(
                "昶炅喆垚淼焱鑫犇琮珺瑭璟璇翀翊翮劼勍勖旻旸昀晖晗晔暄烨煜燊骞骐骥彧彬斌赟祎祺禛竑筱芃芮茜苒菁萱蓓蕙薇潇潆澍澜濛沁沂沄泓洺浚涵淇湉溦滢漪"
            )
        )

    def surname(self) -> str:
        roll = self.random.random()
        if roll < 0.78:
            return self.random.choices(self.surnames, self.weights)[0]
        if roll < 0.90:
            return self.random.choice(self.surnames)
        return self.random.choice(NAMES["rare"]) if roll < 0.965 else self.random.choice(NAMES["compound"])

    def given(self) -> str:
        sizes = (0,) if self.random.random() < 0.36 else (1, 2)
        return "".join(
            self.random.choice(self.everything) if self.random.random() < 0.15 else self.random.choices(*self.drawn[slot])[0]
            for slot in sizes
        )

    def chinese(self) -> str:
        """柳明远; now and then a word that is also a name, or two surnames."""
        roll = self.random.random()
        if roll < 0.02:
            return self.random.choice(NAMES["words"])
        if roll < 0.035:
            return self.surname() + self.random.choice(["某", "某某", "某" + self.given()[-1]])
        if roll < 0.06:
            return self.surname() + self.random.choice(self.surnames)[0] + self.given()[-1]
        return self.surname() + self.given()

    def ethnic(self) -> str:
        """Uygur, Kazakh, Tibetan and Mongol names as printed."""
        pick, roll = self.random.choice, self.random.random()
        if roll < 0.55:
            return (
                pick(NAMES["ethnic"])
                + pick(["", "", pick(NAMES["ethnic"])])
                + "·"
                + pick(NAMES["ethnic"])
                + pick(["", pick(NAMES["ethnic"])])
            )
        return (
            pick(NAMES["tibetan"]) + pick(NAMES["tibetan"])
            if roll < 0.8
            else pick(NAMES["mongol"]) + pick(["", "", pick(NAMES["mongol"])])
        )

    def sounds(self, low: int, high: int) -> str:
        return "".join(self.random.choice(NAMES["syllables"]) for _ in range(self.random.randint(low, high)))

    def foreign(self) -> str:
        """Names as the tables of transliteration spell them, and names of neighbours in their own characters."""
        pick, roll = self.random.choice, self.random.random()
        if roll < 0.015:
            return self.sounds(2, 4) + pick("一二三四五六七八") + "世"
        if roll < 0.45:
            return self.sounds(2, 4)
        if roll < 0.48:
            return self.sounds(1, 3) + "-" + self.sounds(2, 3) + pick(["", "·" + self.sounds(2, 3)])
        if roll < 0.75:
            return (
                self.sounds(2, 4)
                + "·"
                + pick(["", "", "", pick(["阿勒", "本", "德", "范", "冯", "伊本"]) + "·"])
                + self.sounds(2, 4)
            )
        if roll < 0.85:
            return pick(NAMES["japanese_family"]) + pick(NAMES["japanese_given"])
        family = pick(NAMES["viet"]) if roll < 0.93 else pick(NAMES["korean"])
        return family + self.random.choices(*self.drawn[1])[0] + self.random.choices(*self.drawn[2])[0]

    def like(self, name: str) -> str:
        """A name of the kind of `name`: foreign for foreign, ethnic for ethnic."""
        if "·" in name or "•" in name:
            return self.ethnic() if self.random.random() < 0.25 else self.foreign()
        if len(name) == 1:
            return self.surname()
        if (len(name) <= 3 and name[0] in self.surnames) or name[:2] in NAMES["compound"]:
            return self.chinese() if self.random.random() < 0.95 else self.ethnic()
        return self.foreign()

    def anyone(self) -> str:
        roll = self.random.random()
        return self.chinese() if roll < 0.82 else self.ethnic() if roll < 0.9 else self.foreign()
