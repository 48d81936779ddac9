"""Puts the training rows together: silver labels, composed and written sentences, hand labels, uner_gsdsimp; varies them.

    python data.py OUT.jsonl.gz --silver silver.jsonl.gz --made made.jsonl.gz --uner data.jsonl.gz --hand train.jsonl ...
                   --written written/*.txt --names persons.jsonl.gz [--characters 2000000] [--seed 1]

A row is {"text", "spans", "loose"}; of --hand only the rows of broadcast reports are read, whose text is in --silver.
--written files hold invented news with its marks in the text: [O 云岭市委][T 书记][P 柳明远].
In half of the rows every name is replaced by an invented one, so that the model learns contexts and not names.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from invent import People
from opencc import OpenCC

from tracker import lexicon

NOT_IN_UNER = ["O", "TITLE", "DATE"]


def rows(path: Path) -> Iterator[dict]:
    """The JSON objects of gzipped or plain JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rewrite(row: dict, new: dict[int, str]) -> dict:
    """The row with the words of some spans (by their start) replaced, all offsets moved along."""
    text, shift, at = [], [], 0
    for start, end, _ in sorted(row["spans"]):
        word = new.get(start, row["text"][start:end])
        text += [row["text"][at:start], word]
        shift.append((start, end, len(word) - (end - start)))
        at = end
    text.append(row["text"][at:])

    def moved(place: int, closing: bool) -> int:
        moves = sum(d for a, b, d in shift if b <= place)
        inside = next(((a, b, d) for a, b, d in shift if a < place < b), None)
        return place + moves + (inside[2] + inside[1] - place if inside and closing else inside[0] - place if inside else 0)

    return {
        "text": "".join(text),
        "spans": [[moved(a, False), moved(b, True), k] for a, b, k in row["spans"]],
        "loose": [[moved(a, False), moved(b, True), k] for a, b, k in row.get("loose", ())],
    }


class Variety:
    """Replaces names, now and then places and organisations, the script and the punctuation."""

    def __init__(self, people: People, pools: dict[str, dict[str, list[str]]], seed: int) -> None:
        self.people, self.pools, self.random = people, pools, random.Random(seed)
        self.traditional = OpenCC("s2t")

    def renamed(self, row: dict, share: float) -> dict:
        if self.random.random() > share:
            return row
        given: dict[str, str] = {}
        new = {}
        for start, end, label in row["spans"]:
            word = row["text"][start:end]
            if label == "PERSON":
                if word not in given:
                    given[word] = self.people.like(word)
                new[start] = given[word]
            elif label in self.pools and self.random.random() < 0.2:
                pool = self.pools[label].get(word[-1]) or self.pools[label].get("")
                if pool and row["text"][end : end + 1] != "、" * (label == "LOC"):
                    new[start] = self.random.choice(pool)
        return rewrite(row, new)

    def dressed(self, row: dict, hard: float = 0.06) -> dict:
        roll = self.random.random()
        if roll < hard:
            text = self.traditional.convert(row["text"])
            return {**row, "text": text} if len(text) == len(row["text"]) else row
        if roll < hard + 0.03:
            return {**row, "text": row["text"].translate(str.maketrans("，：；（）！？", ",:;()!?"))}
        if roll < hard + 0.05:
            return {**row, "text": row["text"].rstrip("。")}
        return row


def pools(silver: list[dict]) -> dict[str, dict[str, list[str]]]:
    """Places and organisations by their last character."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in silver:
        for a, b, label in row["spans"]:
            if label in ("LOC", "ORG") and b - a > 1:
                seen[label][row["text"][a:b]] += 1
    found: dict[str, dict[str, list[str]]] = {label: defaultdict(list) for label in seen}
    for label, words in seen.items():
        for word, n in words.items():
            if n >= 3 and len(word) <= 14:
                found[label][word[-1]].append(word)
                if label == "LOC" and n >= 20:
                    found[label][""].append(word)
    return {label: {last: w for last, w in by.items() if len(w) >= 3} for label, by in found.items()}


def chosen(silver: list[dict], budget: int, draw: random.Random) -> list[dict]:
    """Rows of the reports, the rare and the rich ones first, each text once."""
    names = Counter(row["text"][a:b] for row in silver for a, b, label in row["spans"] if label in ("PERSON", "ORG"))
    seen: set[str] = set()
    scored = []
    for row in silver:
        text = row["text"]
        key = hashlib.sha1(text[-80:].encode()).hexdigest()
        loose = sum(b - a for a, b, _ in row["loose"])
        if key in seen or loose > 0.3 * len(text) or len(text) > 400 or len(text) < 6:
            continue
        seen.add(key)
        kinds = {label for _, _, label in row["spans"]}
        rare = sum(names[text[a:b]] <= 8 for a, b, label in row["spans"] if label in ("PERSON", "ORG"))
        score = 0.3 + len(kinds) + min(3, rare) + 4.0 * ("TITLE" in kinds) * len(row["spans"]) / (len(text) / 20 + 2)
        scored.append((draw.random() ** (1 / score), row))
    scored.sort(key=lambda pair: -pair[0])
    total, kept = 0, []
    for _, row in scored:
        total += len(row["text"])
        if total > budget:
            break
        kept.append(row)
    return kept


def by_hand(paths: list[Path], silver: list[dict]) -> Iterator[dict]:
    """Sentences with their hand labels, alone and within their paragraph."""
    wanted: dict[str, list[dict]] = defaultdict(list)
    for path in paths:
        for row in rows(path):
            if row["report"].startswith("broadcast/"):
                wanted[row["report"]].append(row)
    for row in silver:
        for hand in wanted.get(row["report"], ()):
            a, b = hand["start"] - row["start"], hand["end"] - row["start"]
            if not (a >= 0 and b <= len(row["text"])):
                continue
            text = row["text"][a:b]
            if hashlib.sha1(text.encode()).hexdigest()[:12] != hand["sha1"]:
                raise SystemExit(f"{hand['report']}: the text is not the one that was labelled")
            yield {"text": text, "spans": hand["spans"], "loose": []}
            if b - a < len(row["text"]):
                inside = [[x + a, y + a, k] for x, y, k in hand["spans"]]
                around = [s for s in row["spans"] if s[1] <= a or b <= s[0]]
                loose = [[x, y, k] for s, e, k in row["loose"] for x, y in ((s, min(e, a)), (max(s, b), e)) if x < y]
                yield {"text": row["text"], "spans": sorted(around + inside), "loose": loose}


KINDS = {"P": "PERSON", "T": "TITLE", "O": "ORG", "L": "LOC", "D": "DATE"}
MARK = re.compile(rf"\[([{''.join(KINDS)}]) ([^\[\]]+)\]")


def unmarked(line: str) -> dict:
    """A line of a written file as a row; \\n in it is a line end."""
    text, spans, at = "", [], 0
    line = line.replace("\\n", "\n")
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        spans.append([len(text), len(text) + len(mark[2]), KINDS[mark[1]]])
        text, at = text + mark[2], mark.end()
    text += line[at:]
    if "[" in text or "]" in text:
        raise SystemExit(f"a bracket that belongs to no mark: {line}")
    return {"text": text, "spans": spans, "loose": []}


def grouped(made: list[dict], draw: random.Random) -> Iterator[dict]:
    """Composed sentences one to four in a row, as paragraphs or lines."""
    at = 0
    while at < len(made):
        size = draw.choice((1, 1, 2, 3, 4))
        text, spans = "", []
        for row in made[at : at + size]:
            text += draw.choice(("", "", "\n")) if text else ""
            spans += [[a + len(text), b + len(text), k] for a, b, k in row["spans"]]
            text += row["text"]
        at += size
        if len(text) <= 420:
            yield {"text": text, "spans": spans, "loose": []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name in ("silver", "made", "uner", "names"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--hand", type=Path, nargs="+", required=True)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--characters", type=int, default=2_000_000, help="of the reports")
    parser.add_argument("--copies", type=int, default=6, help="of the hand labels")
    parser.add_argument("--uner-copies", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    draw = random.Random(args.seed)
    silver, made = list(rows(args.silver)), list(rows(args.made))
    people = People(args.names, Path(lexicon.__file__).parent / "surnames.tsv", args.seed + 1)
    vary = Variety(people, pools(silver), args.seed)
    parts: dict[str, list[dict]] = {}
    parts["silver"] = [vary.dressed(vary.renamed(row, 0.55)) for row in chosen(silver, args.characters, draw)]
    parts["made"] = [vary.dressed(row) for row in grouped(made, draw)]
    hand = list(by_hand(args.hand, silver))
    parts["hand"] = [vary.dressed(vary.renamed(row, 0.4)) for _ in range(args.copies) for row in hand]
    written = [unmarked(line) for path in args.written for line in path.read_text(encoding="utf-8").splitlines() if line]
    parts["written"] = [vary.dressed(vary.renamed(row, 0.4)) for _ in range(args.copies) for row in written]
    parts["uner"] = [
        vary.dressed(vary.renamed({**row, "loose": [[0, len(row["text"]), NOT_IN_UNER]]}, 0.75))
        for _ in range(args.uner_copies)
        for row in rows(args.uner)
    ]
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for name, part in parts.items():
            print(name, len(part), "rows", sum(len(row["text"]) for row in part), "characters")
            for row in part:
                row["text"] = re.sub("[\r\t]", " ", row["text"])
                out.write(
                    json.dumps(
                        {key: row[key] for key in ("text", "spans", "loose")} | {"silver": name == "silver"}, ensure_ascii=False
                    )
                    + "\n"
                )


if __name__ == "__main__":
    main()
