"""Any sequence of judgements, against the rules of `tracker.judgements` written down slowly."""

from __future__ import annotations

import random
from itertools import combinations, product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import JudgementError
from tracker.judgements import Judgement, Log, State, Verdict, dumps, loads, ordered, replay

SIDES = ("p:1", "q1", "q2", "m:page#1#顾承岳", "m:page#2#骆文昭")
WHO = "某甲"
Move = tuple[tuple[str, str], Verdict] | int


class Slow(NamedTuple):
    """What a log says, computed from scratch: those taken, and those left out, in order."""

    taken: tuple[Judgement, ...]
    left_out: tuple[Judgement, ...]

    def undone(self) -> list[str]:
        """What each undo that counts takes back. An undo counts unless a later one that counts takes it back."""
        undone: list[str] = []
        for said in reversed(self.taken):
            if said.undoes and said.id not in undone:
                undone.append(said.undoes)
        return undone

    def verdicts(self) -> dict[frozenset[str], str]:
        undone = self.undone()
        return {frozenset((said.left, said.right)): said.verdict for said in self.taken
                if said.id not in undone and said.verdict != "UNDO"}

    def same(self) -> set[tuple[str, str]]:
        pairs = {pair for pair in product(SIDES, SIDES) if pair[0] == pair[1] or self.verdicts().get(frozenset(pair)) == "SAME"}
        while len(more := pairs | {(a, d) for (a, b), (c, d) in product(pairs, pairs) if b == c}) > len(pairs):
            pairs = more
        return pairs

    def between(self, verdict: str) -> set[tuple[str, str]]:
        same = self.same()
        foes = [pair for pair, said in self.verdicts().items() if said == verdict]
        return {(a, b) for a, b in product(SIDES, SIDES) for x, y in foes
                if {(a, x), (b, y)} <= same or {(a, y), (b, x)} <= same}

    def sound(self) -> bool:
        """Whether nothing is undone twice at once, nor both same and different."""
        return len(self.undone()) == len(set(self.undone())) and not self.between("DIFFERENT") & self.same()

    def then(self, said: Judgement) -> Slow | None:
        """With one judgement more; None if it is refused."""
        if said.undoes and said.undoes not in {known.id for known in (*self.taken, *self.left_out)}:
            return None
        more = Slow((*self.taken, said), self.left_out)
        return more if more.sound() else None

    def answers(self) -> dict[str, object]:
        same, different, unsure = self.same(), self.between("DIFFERENT"), self.between("UNSURE")
        undone = self.undone()
        return {"same": same, "different": different, "unsure": unsure - different - same,
                "barred": {(a, b) for a, b in different if not b.startswith("m:")},
                "left out": [said for said in self.left_out if said.id not in undone]}


def answers(state: State) -> dict[str, object]:
    pairs = list(product(SIDES, SIDES))
    return {"same": {(a, b) for a, b in pairs if b in state.same(a)}, "different": {p for p in pairs if state.different(*p)},
            "unsure": {p for p in pairs if state.unsure(*p)}, "barred": {(a, b) for a in SIDES for b in state.barred(a)},
            "left out": [said for said, _ in state.left_out]}


MOVES = st.lists(st.one_of(
    st.tuples(st.sampled_from(list(combinations(SIDES, 2))), st.sampled_from(["SAME", "SAME", "DIFFERENT", "UNSURE"])),
    st.integers(0, 8)), max_size=16)


def sequence(moves: list[Move]) -> list[Judgement]:
    """Judgements of rising time, whatever they contradict; a number n undoes the nth from the end, or what is not there."""
    said: list[Judgement] = []
    for number, move in enumerate(moves):
        if isinstance(move, int):
            target = said[-1 - move].id if move < len(said) else "0000-000000000000"
            said.append(Judgement("", "", "UNDO", WHO, f"2024-05-01T08:30:{number:02}Z", undoes=target))
        else:
            (left, right), verdict = move
            said.append(Judgement(left, right, verdict, WHO, f"2024-05-01T08:30:{number:02}Z"))
    return said


@settings(max_examples=300, deadline=None)
@given(MOVES, st.randoms(use_true_random=False))
def test_every_sequence_says_what_the_rules_say(moves: list[Move], shuffler: random.Random) -> None:
    said = sequence(moves)
    slow, step, whole = Slow((), ()), State(), State()
    for number, one in enumerate(said, 1):
        more, whole = slow.then(one), replay(said[:number])
        if more is None:  # replay leaves out what one step refuses
            with pytest.raises(JudgementError):
                step.applied(one)
            slow, step = Slow(slow.taken, (*slow.left_out, one)), whole
        else:
            slow, step = more, step.applied(one)
        assert answers(step) == answers(whole) == slow.answers()
    mixed = [*said, *shuffler.sample(said, len(said) // 2)]
    shuffler.shuffle(mixed)
    assert answers(replay(mixed)) == answers(whole)


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_steps_from_the_beginning_agree_with_the_replay(moves: list[Move]) -> None:
    log, state = Log(), State()
    for one in sequence(moves):
        try:
            log._add(one)
            state = state.applied(one)
        except JudgementError:
            continue
    assert answers(state) == answers(log.state) == answers(replay(log.judgements))
    assert log.state.left_out == ()
    for a, known in product(SIDES, ({"q1"}, {"q2", "q1"}, set[str]())):
        group = log.state.same(a)
        assert {log.state.representative(b, known) for b in group} == {log.state.representative(a, known)}
        assert log.state.representative(a, known) in group


@settings(max_examples=100, deadline=None)
@given(MOVES, MOVES, st.text(max_size=5))
def test_files_keep_all_and_merge_either_way(ours: list[Move], theirs: list[Move], why: str) -> None:
    one, two = sequence(ours), [*sequence(theirs), Judgement("q1", "q2", "UNSURE", "某乙", "2024-05-01T08:30:40Z", why)]
    assert loads(dumps(one), "log") == one
    merged = loads(dumps(one) + dumps(two), "log")
    assert merged == loads(dumps(two) + dumps(one), "log") == ordered([*two, *one])
    lines = dumps(merged).split("\n")
    assert set(lines) == {*dumps(one).split("\n"), *dumps(two).split("\n")}
    assert lines[:-1] == sorted(lines[:-1])  # as `sort -u` merges them
