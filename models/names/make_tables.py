"""Counts the tables of the name model in tracker/lexicon: surnames, given-name characters, ordinary words.

    python models/names/make_tables.py --names persons.jsonl.gz --surnames family_names.tsv --reports reports/*.jsonl.gz

`--names` holds rows with a "name" (a list of real people: only the counts of characters leave it), `--surnames` surnames
with a frequency, `--reports` rows with a "text". Writes three files into --output and prints a line about each.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

HAN = re.compile(r"[\u4e00-\u9fff]+")
BEFORE = re.compile(r"(书记|主任|主席|总理|部长|委员|市长|省长|院长|局长|总裁|校长|司令员|会长|记者|教授|夫人|同志)$")
AFTER = re.compile(r"(表示|强调|指出|说|介绍|告诉|认为|同志|先生|女士|一行|会见|出席|参加|主持|陪同)")


def rows(paths: Iterable[Path]) -> Iterator[dict[str, str]]:
    """The JSON objects of plain or gzipped JSON lines."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def surname_of(name: str, surnames: Counter[str]) -> str | None:
    """The surname that a Chinese name starts with, the longer one first."""
    if len(name) >= 3 and name[:2] in surnames:
        return name[:2]
    return name[:1] if name[:1] in surnames else None


def given_table(names: set[str], surnames: Counter[str], text: Counter[str]) -> list[tuple[str, float, float, float]]:
    """For each character the log-odds, given name against running text, as single, first and second given character."""
    slots: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for name in names:
        surname = surname_of(name, surnames)
        given = name[len(surname):] if surname else ""
        if len(given) == 1:
            slots[0][given] += 1
        elif len(given) == 2:
            slots[1][given[0]] += 1
            slots[2][given[1]] += 1
    total = sum(text.values())
    table = []
    for char in sorted(set().union(*slots) | {c for c, n in text.items() if n >= 200}):
        background = (text[char] + 20) / (total + 20 * len(text))
        odds = [math.log((slot[char] + 0.5) / (sum(slot.values()) + 0.5 * 3000) / background) for slot in slots]
        table.append((char, *(round(max(-5.0, min(5.0, value)), 1) for value in odds)))
    return table


def ordinary_words(texts: Iterable[str], surnames: Counter[str], least: int) -> list[str]:
    """Strings of two or three characters that begin like a name, are frequent, and never stand where names stand.

    What is nearly always followed by the same character is a piece of something longer (a longer name, often), no word.
    """
    count: Counter[str] = Counter()
    named: Counter[str] = Counter()
    followed: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for run in HAN.finditer(text):
            start, end = run.span()
            for i in range(start, end - 1):
                if text[i] not in surnames and text[i : i + 2] not in surnames:
                    continue
                for size in (2, 3):
                    if i + size > end:
                        break
                    word = text[i : i + size]
                    count[word] += 1
                    followed[word][text[i + size : i + size + 1]] += 1
                    named[word] += bool(BEFORE.search(text, max(0, i - 4), i)) or bool(AFTER.match(text, i + size))
    return sorted(word for word, n in count.items() if n >= least and named[word] <= 0.02 * n
                  and followed[word].most_common(1)[0][1] <= 0.6 * n)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, nargs="+", required=True)
    parser.add_argument("--surnames", type=Path, required=True)
    parser.add_argument("--reports", type=Path, nargs="+", required=True)
    parser.add_argument("--least", type=int, default=60, help="occurrences that make a word ordinary")
    parser.add_argument("--output", type=Path, default=Path("tracker/lexicon"))
    args = parser.parse_args()

    listed: Counter[str] = Counter()
    for line in args.surnames.read_text(encoding="utf-8").splitlines()[1:]:
        word, frequency = line.split("\t")[:2]
        listed[word] = round(float(frequency))
    names = {row["name"] for row in rows(args.names) if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", row["name"])}
    borne = Counter(s for name in names if (s := surname_of(name, listed)))
    surnames = Counter({s: borne[s] for s in listed if borne[s] >= 1 or len(s) > 1 or listed[s] >= 1})
    texts = [row["text"] for row in rows(args.reports)]
    characters = Counter(char for text in texts for char in text if HAN.match(char))

    (args.output / "surnames.tsv").write_text(
        "".join(f"{s}\t{n}\n" for s, n in sorted(surnames.items(), key=lambda item: (-item[1], item[0]))), encoding="utf-8")
    given = given_table(names, surnames, characters)
    (args.output / "given_names.tsv").write_text(
        "".join("\t".join(map(str, row)) + "\n" for row in given), encoding="utf-8")
    words = ordinary_words(texts, surnames, args.least)
    (args.output / "ordinary_words.txt").write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
    print(f"{len(surnames)} surnames, {len(given)} characters from {len(names)} names, {len(words)} ordinary words")


if __name__ == "__main__":
    main()
