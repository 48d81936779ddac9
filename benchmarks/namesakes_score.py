"""How well decisions about names in reports agree with who is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from namesakes_reports import KINDS, Appearance
from namesakes_systems import Decision

ALL, ABSENT = "all", "not in the roster"


@dataclass(frozen=True, slots=True)
class Agreement:
    """B-cubed of one appearance: the share of its predicted cluster that is of its person, and of its person that is there."""

    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Score:
    """Means over `count` appearances, as shares. `wrong`: linked to somebody of the roster who is not meant.

    `decided`: linked or declared new, of those with a usable post; None where there are none.
    """

    count: int
    precision: float
    recall: float
    wrong: float
    decided: float | None

    @property
    def f(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def bcubed(gold: Sequence[Hashable], said: Sequence[Hashable]) -> list[Agreement]:
    """The agreement of each of two parallel sequences of labels."""
    together, right, found = Counter(zip(gold, said, strict=True)), Counter(gold), Counter(said)
    return [Agreement(together[g, s] / found[s], together[g, s] / right[g]) for g, s in zip(gold, said, strict=True)]


def label(answer: Appearance, decisions: Mapping[tuple[str, str], Decision]) -> Hashable:
    """The cluster that an appearance was put into: a person, or one of its own where nothing or nobody was decided."""
    decision = decisions.get(answer.key)
    return answer.key if decision is None or decision.status == "unsure" else decision.person


def score(answers: Sequence[Appearance], decisions: Mapping[tuple[str, str], Decision]) -> dict[str, Score]:
    """The scores over all appearances, over each kind, and over the people whom the roster lacks.

    Clusters are always those over all appearances. What has no appearances is left out.
    """
    agreements = bcubed([answer.person for answer in answers], [label(answer, decisions) for answer in answers])
    pairs = list(zip(answers, agreements, strict=True))
    slices = {ALL: pairs} | {kind: [pair for pair in pairs if pair[0].kind == kind] for kind in KINDS}
    slices[ABSENT] = [pair for pair in pairs if not pair[0].known]
    return {name: _score(part, decisions) for name, part in slices.items() if part}


def _score(pairs: Sequence[tuple[Appearance, Agreement]], decisions: Mapping[tuple[str, str], Decision]) -> Score:
    count, wrong, usable, decided = len(pairs), 0, 0, 0
    for answer, _ in pairs:
        decision = decisions.get(answer.key)
        wrong += decision is not None and decision.status == "linked" and decision.person != answer.person
        usable += answer.usable
        decided += answer.usable and decision is not None and decision.status != "unsure"
    return Score(count, sum(one.precision for _, one in pairs) / count, sum(one.recall for _, one in pairs) / count,
                 wrong / count, decided / usable if usable else None)
