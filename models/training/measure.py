"""Strict-span F1, and gold sentences from offsets or from annotated sets."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

LABELS = ("PERSON", "TITLE", "ORG", "LOC", "DATE")
Spans = set[tuple[int, int, str]]


@dataclass(frozen=True)
class Gold:
    """A sentence, its spans, and where it stands in its report (offset and the report's whole text)."""

    text: str
    spans: frozenset[tuple[int, int, str]]
    report: str = ""
    start: int = 0
    whole: str = ""


def open_lines(path: Path):
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")


def read_gold(labels: Path, reports: Iterable[Path], prefix: str = "") -> list[Gold]:
    """The sentences of a file of hand labels whose report id starts with `prefix`."""
    with open_lines(labels) as lines:
        rows = [row for row in map(json.loads, lines) if row["report"].startswith(prefix)]
    wanted, texts = {row["report"] for row in rows}, {}
    for path in reports:
        with open_lines(path) as lines:
            texts |= {row["id"]: row["text"] for row in map(json.loads, lines) if row["id"] in wanted}
    found = []
    for row in rows:
        text = texts[row["report"]][row["start"] : row["end"]]
        if hashlib.sha1(text.encode()).hexdigest()[:12] != row["sha1"]:
            raise SystemExit(f"{row['report']}: the text is not the one that was labelled")
        found.append(Gold(text, frozenset(map(tuple, row["spans"])), row["report"], row["start"], texts[row["report"]]))
    return found


def score(gold: Sequence[Iterable], said: Sequence[Iterable]) -> Counter[tuple[str, str]]:
    """How many spans of each label are gold, said, and hit."""
    count: Counter[tuple[str, str]] = Counter()
    for right, found in zip(gold, said, strict=True):
        for label in LABELS:
            g, s = ({tuple(span) for span in side if span[2] == label} for side in (right, found))
            count.update({(label, "gold"): len(g), (label, "said"): len(s), (label, "hit"): len(g & s)})
    return count


def report(count: Counter[tuple[str, str]], labels: Sequence[str] = LABELS) -> str:
    """One line: precision, recall and F1 of each label."""
    parts = []
    for label in labels:
        hit, gold, said = (count[label, kind] for kind in ("hit", "gold", "said"))
        parts.append(
            f"{label} {2 * hit / max(gold + said, 1):.4f} (P {hit / max(said, 1):.3f} R {hit / max(gold, 1):.3f} n {gold})"
        )
    return " | ".join(parts)
