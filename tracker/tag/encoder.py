"""The spaCy component that runs the trained encoder: characters in, spans of five labels out, no torch.

A text is cut into windows at the ends of sentences; a window too long for that is cut with an overlap, and each half of
the overlap is read by the window in which it has more text around it. So every character is tagged once, whatever comes.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

LABELS = ("PERSON", "TITLE", "ORG", "LOC", "DATE")
START, END, PADDING, UNKNOWN = range(4)
Scores = NDArray[np.float32]


class Vocabulary:
    """The rows of the characters: four marks, then one row a character."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self.rows = {char: row for row, char in enumerate(characters, 4)}

    def ids(self, text: str) -> list[int]:
        """One row number for each character of `text`."""
        rows, blank = self.rows, self.rows.get(" ", UNKNOWN)
        return [rows[char] if char in rows else blank if char.isspace() else UNKNOWN for char in text]


def _transitions() -> tuple[Scores, Scores]:
    """What may come first and what may follow what: an I- only after the B- or I- of its label."""
    size = 1 + 2 * len(LABELS)
    first, after = np.zeros(size, np.float32), np.zeros((size, size), np.float32)
    for inside in range(2, size, 2):
        first[inside] = -1e9
        after[:, inside] = -1e9
        after[[inside - 1, inside], inside] = 0.0
    return first, after


FIRST, AFTER = _transitions()


def decode(scores: Scores) -> list[tuple[int, int, str]]:
    """The spans of the best lawful sequence of tags: (start, end, label) in order."""
    if not len(scores):
        return []
    return spans_of(best_tags(scores))


def best_tags(scores: Scores) -> list[int]:
    """The lawful sequence of tags with the highest sum of scores."""
    greedy = scores.argmax(-1)
    if _lawful(greedy):
        return [int(tag) for tag in greedy]
    total, back = FIRST + scores[0], []
    for row in scores[1:]:
        ways = total[:, None] + AFTER
        back.append(ways.argmax(0))
        total = ways.max(0) + row
    tags = [int(total.argmax())]
    for step in reversed(back):
        tags.append(int(step[tags[-1]]))
    return tags[::-1]


def _lawful(tags: NDArray[np.int64]) -> bool:
    inside = (tags > 0) & (tags % 2 == 0)
    before = np.concatenate([[0], tags[:-1]])
    return not bool((inside & (before != tags) & (before != tags - 1)).any())


def spans_of(tags: Iterable[int]) -> list[tuple[int, int, str]]:
    """The spans of a lawful sequence of tags: 0 is O, odd numbers begin, even ones go on."""
    spans: list[tuple[int, int, str]] = []
    start, label, at = -1, "", -1
    for at, tag in enumerate(tags):
        if start >= 0 and (tag == 0 or tag % 2):
            spans.append((start, at, label))
            start = -1
        if tag % 2:
            start, label = at, LABELS[tag // 2]
    if start >= 0:
        spans.append((start, at + 1, label))
    return spans
