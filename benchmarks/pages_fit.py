"""Fits the weights of lexicon/page.toml to invented pages of the phrases to develop with, and prints them.

    python benchmarks/pages_fit.py [--seeds 0 600] [--headlines]

While pages are split with the weights as they are, what is asked of tracker/segment/joints.py is written down with the true
answer: whether another report follows (`another`), and with which line the text below headlines begins (`begins`). The answer is
to be the likeliest one (a conditional logistic regression). Weights are drawn to those of the file, so that signs that invented
pages do not have keep theirs; fit again until they stay.

With --headlines the weights that give headlines to texts (`headlines`) are fitted instead: each in turn is moved up and down
while more headlines come out right.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

import numpy as np
from pages import owners, paired
from pages_made import Page as Made
from pages_made import letters
from pages_made import page as made_page
from pages_phrases import phrases

import tracker.segment.page as splitter
from tracker.lexicon import load
from tracker.segment import headlines, split
from tracker.segment.body import Body
from tracker.segment.joints import Joints
from tracker.segment.lines import Line, lines_of
from tracker.segment.page import Heading
from tracker.types import Document

Signs = dict[str, float]
Choice = list[Signs]  # the signs of each answer; the first is the true one
DRAWN = 1.0  # how strongly weights are drawn to those of the file


class Recorder(Joints):
    """Answers as ever, and writes down what was asked, with the true answer."""

    made: Made
    asked: dict[str, list[Choice]]

    def another(self, body: Body, i: int, k: int, furnished: bool) -> bool:
        below = self._report(self.lines[k].start) if k < len(self.lines) else None
        if below is not None:
            signs = self.signs(body, i, k, furnished)
            other = below != self._report(body.lines[-1].start)
            self.asked["another"].append([signs, {}] if other else [{}, signs])
        return super().another(body, i, k, furnished)

    def best(self, around: tuple[int, int], width: float | None, body: Body | None) -> int:
        first, end = around
        texts = [k for k in range(first, end + 1) if self._is_text(self.lines[k])]
        if texts:
            answers = [self.begins(k, around, width, body) for k in range(first, end + 1)]
            self.asked["begins"].append([answers.pop(texts[0] - first), *answers])
        return super().best(around, width, body)

    def _is_text(self, line: Line) -> bool:
        return self.made.parts[line.start] == "text" and line.text not in phrases("dev")["feature.subhead"]

    def _report(self, start: int) -> int | None:
        """The report of the first letter of a text from a place on."""
        return next((self.made.reports[n] for n in range(start, len(self.made.text)) if self.made.parts[n] == "text"), None)


def fit(choices: Sequence[Choice], names: Sequence[str], before: np.ndarray) -> np.ndarray:
    """The weights under which the true answers are likeliest, by Newton's method."""
    place = {name: n for n, name in enumerate(names)}
    rows = np.zeros((sum(map(len, choices)), len(names)))
    starts = np.cumsum([0, *map(len, choices[:-1])])
    for n, signs in enumerate(signs for choice in choices for signs in choice):
        for name, strength in signs.items():
            rows[n, place[name]] = strength
    owner = np.repeat(np.arange(len(choices)), [len(choice) for choice in choices])
    weights = before.copy()
    for _ in range(15):
        scores = rows @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        likely = np.exp(scores)
        likely /= np.add.reduceat(likely, starts)[owner]
        mean = np.add.reduceat(rows * likely[:, None], starts)
        slope = (rows[starts] - mean).sum(axis=0) - DRAWN * (weights - before)
        away = rows - mean[owner]
        bend = (away * likely[:, None]).T @ away + DRAWN * np.eye(len(names))
        weights += np.linalg.solve(bend, slope)
    return weights


class Layouts:
    """Pages split but for their headlines, and how many of these come out right with given weights."""

    def __init__(self, seeds: Iterable[int]) -> None:
        self.pages: list[tuple[list[Heading], list[Body], list[tuple[int, set[str]]]]] = []
        for seed in seeds:
            made = made_page(seed, "dev")
            document = Document("made", "made.txt", made.text)
            owner, found = owners(split(document), len(made.text)), splitter.Page(lines_of(document))
            texts = [place for place, part in enumerate(made.parts) if part == "text"]
            pairs = paired([made.reports[place] for place in texts], [owner[place] for place in texts])
            right = []
            for number, body in pairs.items():
                bare, label = letters(made.headlines[number] or ()), letters([made.labels[number] or ""])
                right.append((body, {bare, label + bare, bare + label}))
            if all(body < len(found.bodies) for body, _ in right):
                self.pages.append((found.headings, found.bodies, right))

    def right(self, weights: dict[str, float]) -> int:
        """How many reports have exactly their headline."""
        headlines.weights = lambda question: weights  # type: ignore[attr-defined]
        count = 0
        for headings, bodies, right in self.pages:
            given = headlines.assign(headings, bodies)
            count += sum(letters(given[body]) in accepted for body, accepted in right)
        return count

    def fitted(self, weights: dict[str, float]) -> dict[str, float]:
        """The weights moved by steps that become smaller while more headlines come out right."""
        best, weights = self.right(weights), dict(weights)
        for step in (2.0, 1.0, 0.5):
            for name in weights:
                for move in (step, -step):
                    tried = weights | {name: weights[name] + move}
                    count = self.right(tried)
                    if count > best:
                        best, weights = count, tried
                        break
        return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs=2, default=(0, 600), metavar=("FIRST", "END"))
    parser.add_argument("--headlines", action="store_true")
    args = parser.parse_args()
    if args.headlines:
        fitted = Layouts(range(*args.seeds)).fitted(dict(load().toml_cached("page")["headlines"]))
        print("[headlines]\n" + "\n".join(f'"{name}" = {weight:.2f}' for name, weight in fitted.items()))
        return
    Recorder.asked = {"another": [], "begins": []}
    splitter.Joints = Recorder  # type: ignore[misc]
    for seed in range(*args.seeds):
        Recorder.made = made_page(seed, "dev")
        split(Document("made", "made.txt", Recorder.made.text))
    for question, choices in Recorder.asked.items():
        table = load().toml_cached("page")[question]
        weights = fit(choices, list(table), np.array(list(table.values()), dtype=float))
        print(f"[{question}]  # of {len(choices)} answers")
        print("\n".join(f'"{name}" = {weight:.2f}' for name, weight in zip(table, weights, strict=True)))


if __name__ == "__main__":
    main()
