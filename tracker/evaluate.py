"""Compares what was read of reports with annotations of them: precision, recall, F1, and how far they may be trusted.

Every metric counts facts, such as (event type, name, role); data/gold/README.md tells which. A figure of few reports is
uncertain, so each F1 has an interval: the reports are drawn again with replacement, a thousand times, and 95 % of the F1
so found lie in it (Efron's percentile bootstrap).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.errors import InputError
from tracker.types import REMOTE_ROLES, REMOTE_TYPES

METRICS = ("person", "attendance", "byline", "post_title", "post", "event", "event_dated", "took_part", "participation",
           "co_presence", "met")
DRAWS = 1000
_QUOTES = str.maketrans("", "", "“”\"'‘’")
Object = Mapping[str, Any]  # a report object, as `tracker extract` prints it
Facts = Mapping[str, frozenset[Hashable]]


@dataclass(frozen=True, slots=True)
class Count:
    """Of one report and metric: how many facts are annotated, how many were read, how many of these agree."""

    gold: int = 0
    said: int = 0
    hit: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.gold + other.gold, self.said + other.said, self.hit + other.hit)


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a table; `low` and `high` bound 95 % of the F1 of reports drawn again."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    count: Count


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that was missed, or read without being annotated."""

    report: str
    metric: str
    kind: str  # missed, extra
    fact: Hashable

    def __str__(self) -> str:
        fact = self.fact if isinstance(self.fact, tuple) else (self.fact,)
        return "\t".join([self.report, self.metric, self.kind, " ".join(str(part) for part in fact if part is not None)])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts of each report by metric, the same of events by type, and where the two sides differ."""

    reports: Mapping[str, Mapping[str, Count]]
    types: Mapping[str, Mapping[str, Count]]
    differences: tuple[Difference, ...]

    def scores(self) -> dict[str, Score]:
        """A score for each metric."""
        return {metric: score([counts[metric] for counts in self.reports.values()]) for metric in METRICS}

    def by_type(self) -> dict[str, dict[str, Score]]:
        """For each type of event the scores of `event`, `event_dated` and `participation`, without intervals."""
        return {kind: {metric: score([count]) for metric, count in counts.items()} for kind, counts in self.types.items()}


def compare(gold: Iterable[Object], said: Iterable[Object]) -> Comparison:
    """What `said` reads of the reports of `gold`, matched by id; a report that is not in `said` counts as empty."""
    read = {report["id"]: report for report in said}
    reports: dict[str, dict[str, Count]] = {}
    types: dict[str, dict[str, Count]] = defaultdict(lambda: defaultdict(Count))
    differences: list[Difference] = []
    for report in gold:
        other = read.get(report["id"], {})
        right, found = facts(report), facts(other)
        counts = {metric: Count(len(right[metric]), len(found[metric]), len(right[metric] & found[metric]))
                  for metric in METRICS if not metric.startswith("event")}
        differences += _differences(report["id"], right, found)
        events, others = comparable(report), comparable(other)
        pairs = paired(events, others)
        counts["event"] = Count(len(events), len(others), len(pairs))
        counts["event_dated"] = Count(len(events), len(others), sum(a.day == b.day for a, b in pairs))
        differences += _event_differences(report["id"], events, others, pairs)
        reports[report["id"]] = counts
        for kind in {event.type for event in (*events, *others)}:
            _count_type(types[kind], kind, (events, others), pairs, (right, found))
    return Comparison(reports, types, tuple(differences))


def score(counts: Sequence[Count]) -> Score:
    """Precision, recall and F1 over reports, with the interval that drawing the reports again gives (seeded)."""
    total = sum(counts, Count())
    precision, recall = total.hit / max(total.said, 1), total.hit / max(total.gold, 1)
    table = np.array([[count.gold, count.said, count.hit] for count in counts], np.int64).reshape(-1, 3)
    drawn = np.random.default_rng(0).integers(0, max(len(table), 1), (DRAWS, len(table)))
    sums = table[drawn].sum(1)
    sums = sums[sums[:, 0] + sums[:, 1] > 0]  # a draw without any fact says nothing
    low, high = np.percentile(_f1(sums), [2.5, 97.5]) if len(sums) else (0.0, 0.0)
    return Score(precision, recall, float(_f1(table.sum(0)[None])[0]), float(low), float(high), total)


def _f1(sums: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.asarray(2 * sums[:, 2] / np.maximum(sums[:, 0] + sums[:, 1], 1), np.float64)


def plain(text: str | None) -> str:
    """A name or title to compare by: no blanks, no width variants, no quotation marks."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).translate(_QUOTES)


def facts(report: Object) -> Facts:
    """The facts of a report object by metric; events apart, which are paired and not looked up."""
    found: dict[str, set[Hashable]] = {metric: set() for metric in METRICS}
    for person in report.get("people", ()):
        name = plain(person["name"])
        if person["attendance"] == "byline":
            found["byline"].add(name)
            continue
        found["person"].add(name)
        found["attendance"].add((name, person["attendance"]))
        for post in person["posts"]:
            found["post"].add((name, plain(post["org"]), plain(post["title"])))
            found["post_title"].add((name, plain(post["title"])))
    for event in report.get("events", ()):
        roles = [(plain(p["name"]), role) for p in event["participants"] for role in p["roles"]]
        found["took_part"] |= {(event["type"], name) for name, _ in roles}
        found["participation"] |= {(event["type"], name, role) for name, role in roles}
        if event["type"] not in REMOTE_TYPES:
            there = {name for name, role in roles if role not in REMOTE_ROLES}
            found["co_presence"] |= set(combinations(sorted(there), 2))
    found["met"] = {tuple(sorted(map(plain, pair))) for pair in report.get("met", ())}
    return {metric: frozenset(values) for metric, values in found.items()}


@dataclass(frozen=True, slots=True)
class _Event:
    """An event as far as it is compared."""

    number: int
    type: str
    day: str | None
    names: frozenset[str]

    @property
    def fact(self) -> tuple[str, ...]:
        return (self.type, self.day or "?", *sorted(self.names))


def comparable(report: Object) -> list[_Event]:
    """The events of a report object as far as they are compared, in order: for `paired`."""
    return [_Event(number, event["type"], event["date"], frozenset(plain(p["name"]) for p in event["participants"]))
            for number, event in enumerate(report.get("events", ()))]


def paired(gold: Sequence[_Event], said: Sequence[_Event]) -> list[tuple[_Event, _Event]]:
    """Events of one type that share at least half of all their names, each in one pair, the likest first."""
    ways = [(len(a.names & b.names) / max(len(a.names | b.names), 1), a.day == b.day, a, b)
            for a in gold for b in said if a.type == b.type]
    ways = [way for way in ways if way[0] >= 0.5]
    found: list[tuple[_Event, _Event]] = []
    for _, _, a, b in sorted(ways, key=lambda way: (-way[0], -way[1], way[2].number, way[3].number)):
        if all(a is not one and b is not other for one, other in found):
            found.append((a, b))
    return found


def _count_type(counts: dict[str, Count], kind: str, sides: tuple[list[_Event], list[_Event]],
                pairs: Sequence[tuple[_Event, _Event]], both: tuple[Facts, Facts]) -> None:
    """Adds one report's events of a type to the counts of the type."""
    gold, said = (sum(event.type == kind for event in side) for side in sides)
    alike = [(a, b) for a, b in pairs if a.type == kind]
    right, found = ({fact for fact in side["participation"] if isinstance(fact, tuple) and fact[0] == kind} for side in both)
    counts["event"] += Count(gold, said, len(alike))
    counts["event_dated"] += Count(gold, said, sum(a.day == b.day for a, b in alike))
    counts["participation"] += Count(len(right), len(found), len(right & found))


HEADER = ("metric", "P", "R", "F1", "95 %", "hit", "gold", "read")


def rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """The lines of a table under HEADER: the metrics, then for each type of event how well it was found."""
    found = [_row(metric, value) for metric, value in comparison.scores().items()]
    for kind, scores in sorted(comparison.by_type().items()):
        found += [(*_row(f"{kind}: {metric}", value)[:4], "", *_row("", value)[5:]) for metric, value in scores.items()]
    return found


def _row(name: str, value: Score) -> tuple[str, ...]:
    if not value.count.gold and not value.count.said:
        return name, "", "", "", "", "0", "0", "0"
    figures = (f"{figure:.3f}" for figure in (value.precision, value.recall, value.f1))
    return name, *figures, f"{value.low:.3f}–{value.high:.3f}", *map(str, (value.count.hit, value.count.gold, value.count.said))


def _differences(id: str, right: Facts, found: Facts) -> Iterator[Difference]:
    for metric in METRICS:
        for kind, facts in (("missed", right[metric] - found[metric]), ("extra", found[metric] - right[metric])):
            yield from (Difference(id, metric, kind, fact) for fact in sorted(facts, key=str))


def _event_differences(id: str, gold: Sequence[_Event], said: Sequence[_Event],
                       pairs: Sequence[tuple[_Event, _Event]]) -> Iterator[Difference]:
    for kind, events, matched in (("missed", gold, {a.number for a, _ in pairs}), ("extra", said, {b.number for _, b in pairs})):
        yield from (Difference(id, "event", kind, event.fact) for event in events if event.number not in matched)
    for a, b in pairs:
        if a.day != b.day:
            yield Difference(id, "event_dated", "missed", a.fact)
            yield Difference(id, "event_dated", "extra", b.fact)


def read_objects(path: Path) -> list[Object]:
    """The report objects of a file of JSON lines. InputError names the line that is none."""
    found: list[Object] = []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", path) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"line {number} is no JSON: {error.msg}", path) from error
            if not isinstance(row, dict) or "id" not in row:
                raise InputError(f"line {number} is no object with an id", path)
            found.append(row)
    return found


def check_texts(gold: Iterable[Object], texts: Mapping[str, str], path: Path) -> None:
    """InputError where a report of `gold` is not among the texts, or its text is not the one that was annotated."""
    for report in gold:
        text = texts.get(report["id"])
        if text is None:
            raise InputError(f"the text of report {report['id']} is missing; give the file that holds it", path)
        if report.get("sha1", (digest := hashlib.sha1(text.encode()).hexdigest()[:12])) != digest:
            raise InputError(f"the text of report {report['id']} is not the one that was annotated", path)
