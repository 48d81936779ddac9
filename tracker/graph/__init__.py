"""Graphs of people: who was with whom, who met whom, who attended what, who had a post where, and who is named beside whom.

What several reports tell counts once. `build` makes a graph, `slices` one for each month, quarter or year, `changes` compares
two. `thin` and `ego` take a part of a graph, `measure` says of each node how it stands in it, `significance` of each tie whether
chance would make it. `answer` does what a `Wanted` asks, in that order.
"""

from __future__ import annotations

from tracker.graph.chance import significance
from tracker.graph.compare import COLUMNS, changes
from tracker.graph.kinds import KINDS, build
from tracker.graph.measures import measure
from tracker.graph.parts import ego, thin
from tracker.graph.spans import PERIODS, slices
from tracker.graph.wanted import Wanted, answer, answers, why_empty

__all__ = ["COLUMNS", "KINDS", "PERIODS", "Wanted", "answer", "answers", "build", "changes", "ego", "measure", "significance",
           "slices", "thin", "why_empty"]
