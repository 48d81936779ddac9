"""What people decided about who is who and which events are one: a log that only grows, and what it says now.

* Judgements count by time, then id: the state depends on their set, not on how files were merged.
* Of the judgements about the same two sides the latest that is not undone is in force. An UNSURE takes back what was said
  before it; it does not part two sides that are the same through others.
* An undo takes back one judgement, of any kind, and so restores what that had superseded or undone.
* Nothing may come into force that contradicts what is, be it said anew or brought back by an undo: `State.applied` and
  `Log.append` refuse it. Where merged files do it, the later judgement is left out for good, and told until it is undone.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

from tracker.errors import InputError, JudgementError
from tracker.text import squeeze

Verdict = Literal["SAME", "DIFFERENT", "UNSURE", "UNDO"]
Standing = Literal["in force", "superseded", "undone", "left out"]
Pair = tuple[str, str]

APPEARANCE = "m:"  # how the sides begin that are a name in one report
PROVISIONAL = "p:"  # how the ids of people in no roster begin, as in the roster
EVENT = "e:"  # how the sides begin that are an event as one report tells it
TIME = "%Y-%m-%dT%H:%M:%SZ"
_KEYS = ("when", "id", "who", "verdict", "left", "right", "undoes", "why")  # time and id first: sorted lines are in order


def appearance(report: str, name: str) -> str:
    """The side that stands for a name in a report; blanks in the name do not count. JudgementError if it holds a # or nothing."""
    side = f"{APPEARANCE}{report}#{squeeze(name)}"
    if parse(side) != (report, squeeze(name)):
        raise JudgementError(f"{name!r} is no name; leave out the #")
    return side


def parse(side: str) -> tuple[str, str] | None:
    """Report and name of an appearance, None for the id of a person or an event. JudgementError for what is neither."""
    report, _, name = side.removeprefix(APPEARANCE).rpartition("#")
    appears = side.startswith(APPEARANCE)
    if side != side.strip() or side in ("", PROVISIONAL, EVENT) or (appears and not (report and name and name == squeeze(name))):
        raise JudgementError(f"{side!r} is no side; give the id of a person or m:report#name, without blanks in the name")
    return (report, name) if appears else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's decision about two sides, or the undo of an earlier one, without sides. JudgementError if it is neither.

    `when` is UTC, as 2024-05-01T08:30:00Z; `rank` counts the judgements of one log in one second. `id` is the rank and a
    hash of all the rest: it is the same wherever the line is read, and does not fit a line that was edited.
    """

    id: str = field(init=False)
    left: str
    right: str
    verdict: Verdict
    who: str
    when: str
    why: str = ""
    undoes: str | None = None
    rank: int = 0

    def __post_init__(self) -> None:
        _validate(self)
        content = [self.rank, self.when, self.who, self.verdict, self.left, self.right, self.undoes, self.why]
        object.__setattr__(self, "id", f"{self.rank:04}-{sha256(json.dumps(content).encode()).hexdigest()[:12]}")

    @property
    def place(self) -> tuple[str, str]:
        """What judgements are sorted by."""
        return self.when, self.id

    def __str__(self) -> str:
        return f"undo of {self.undoes}" if self.undoes else f"{self.left} {self.verdict} {self.right}"


def _validate(said: Judgement) -> None:
    undo, sides = said.verdict == "UNDO", (said.left, said.right)
    words = "".join((*sides, said.who, said.why, said.undoes or ""))
    try:
        timed = datetime.strptime(said.when, TIME).strftime(TIME) == said.when
    except ValueError:
        timed = False
    for fault, message in (
        (said.verdict not in get_args(Verdict), f"{said.verdict!r} is no verdict; give SAME, DIFFERENT or UNSURE"),
        (undo != bool(said.undoes) or (undo and any(sides)), "an undo, and nothing else, has no sides but an id; call `undo`"),
        (not undo and said.left == said.right, f"{said.left!r} stands on both sides; name two"),
        (not said.who.strip(), "it is not said who judged; give a name"),
        (not timed, f"{said.when!r} is no time; write it in UTC as 2024-05-01T08:30:00Z"),
        (not 0 <= said.rank <= 9999, f"{said.when} has ten thousand judgements already; give a later second"),
        (words.encode(errors="replace").decode() != words, "holds half a character, which no file can; type it anew"),
    ):
        if fault:
            raise JudgementError(message)
    for side in () if undo else sides:
        parse(side)
    if said.left.startswith(EVENT) != said.right.startswith(EVENT):
        raise JudgementError(f"{said.left} and {said.right} are an event and none; name two events or two people")


def _people(sides: Iterable[str]) -> list[str]:
    return [side for side in sides if not side.startswith(APPEARANCE)]


class State:
    """What judgements say. It never changes: `applied` gives another. A side that nobody judged is alone."""

    def __init__(self) -> None:
        # The values of the dictionaries are never changed but replaced, so that copies of these are a copy of the state.
        self._last = ("", "")
        self._known: dict[str, Judgement] = {}
        self._left_out: dict[str, str] = {}  # id of a judgement without effect: why
        self._undone: dict[str, str] = {}  # id: the undo that is in force against it
        self._said: dict[Pair, tuple[Judgement, ...]] = {}  # all about two sides that had effect when they came, in order
        self._now: dict[str, dict[str, Judgement | None]] = {}  # the latest of them not undone, from either side to the other
        self._groups: dict[str, frozenset[str]] = {}  # of sides that are the same

    @property
    def empty(self) -> bool:
        """Whether nothing was ever judged."""
        return not self._known

    @property
    def left_out(self) -> tuple[tuple[Judgement, str], ...]:
        """The judgements that were left out and not undone since, in order, each with a line that says why and the remedy."""
        return tuple((self._known[id], why) for id, why in self._left_out.items() if id not in self._undone)

    def same(self, a: str) -> frozenset[str]:
        """All sides that are one with `a`, directly or through others; `a` is among them."""
        return self._groups.get(a, frozenset((a,)))

    def beside(self, a: str) -> tuple[str, ...]:
        """The ids of the people whom `a` was judged to be, not through others."""
        return tuple(_people(self._links(a, "SAME")))

    def representative(self, a: str, known: Container[str]) -> str:
        """The smallest id in `known` that is one with `a`; else the smallest of a person; else the smallest appearance."""
        return min(_people(self.same(a)) or self.same(a), key=lambda id: (id not in known, id))

    def different(self, a: str, b: str) -> bool:
        """Whether something that is one with `a` was judged DIFFERENT from something that is one with `b`."""
        return bool(self._between(a, b, "DIFFERENT"))

    def groups(self) -> Iterable[frozenset[str]]:
        """All sets of two or more sides that are one."""
        return {group for group in self._groups.values() if len(group) > 1}

    def unsure(self, a: str, b: str) -> bool:
        """Whether UNSURE is all that is said between what is one with `a` and what is one with `b`, and these are two."""
        return b not in self.same(a) and bool(self._between(a, b, "UNSURE")) and not self.different(a, b)

    def pinned(self, appearance: str, known: Container[str] | None = None) -> str | None:
        """The person that an appearance was judged to be, if any: the least in `known` (not provisional), else the least."""
        return min(_people(self.same(appearance)), default=None,
                   key=lambda id: (id.startswith(PROVISIONAL) if known is None else id not in known, id))

    def holds(self, sides: Pair, verdict: Verdict) -> bool:
        """Whether this verdict about two sides is what judgements say already, of these two or through others."""
        a, b = sides
        return {"SAME": b in self.same(a), "DIFFERENT": self.different(a, b), "UNSURE": self.unsure(a, b)}.get(verdict, False)

    def standing(self, said: Judgement) -> tuple[Standing, str]:
        """Whether a judgement of these counts, and what else tells it: the id of the undo or of the later one, or why not."""
        if said.id in self._undone:
            return "undone", self._undone[said.id]
        if said.id in self._left_out:
            return "left out", self._left_out[said.id]
        now = None if said.undoes else self._now.get(said.left, {}).get(said.right)
        return ("superseded", now.id) if now and now.id != said.id else ("in force", "")

    def barred(self, appearance: str) -> frozenset[str]:
        """The ids of all people that an appearance was judged not to be, with all that are one with these."""
        foes = (foe for side in self.same(appearance) for foe in self._links(side, "DIFFERENT"))
        return frozenset(_people(side for foe in foes for side in self.same(foe)))

    def applied(self, judgement: Judgement) -> State:
        """The state with one judgement more. JudgementError if it is too early, contradicts others or undoes what it cannot."""
        state = State()
        vars(state).update({name: copy(value) for name, value in vars(self).items()})
        state._take(judgement)
        return state

    def _take(self, said: Judgement) -> None:
        """Adds a judgement; if it is refused, nothing has changed."""
        if said.place <= self._last:
            raise JudgementError(f"{said.when} is not after the last judgement ({self._last[0]}); give a later time")
        # An undo switches its target off, and if that is an undo too, the target of that on again, and so forth.
        item, on, undone = said, True, dict[str, str | None]()
        while item.undoes and item.id not in self._left_out:
            target, by = self._known.get(item.undoes), self._undone.get(item.undoes)
            if target is None:
                raise JudgementError(f"{said} takes back what is not there by {said.when}; look up the id")
            if on and by:
                raise JudgementError(f"{said} is of no use: {item.undoes} is undone already; undo {by} to restore it")
            undone[target.id] = item.id if on else None
            item, on = target, not on
        if item.id not in self._left_out:
            self._switch(item, on, said)
        self._undone = {id: undo for id, undo in {**self._undone, **undone}.items() if undo}
        self._known[said.id], self._last = said, said.place

    def _switch(self, item: Judgement, on: bool, by: Judgement) -> None:
        """Makes a judgement about two sides count or not, and brings into force what is then the latest about them."""
        left, right = pair = min(item.left, item.right), max(item.left, item.right)
        said = self._said.get(pair, ()) + (() if item.id in self._known else (item,))
        counting = [j for j in said if (on if j.id == item.id else j.id not in self._undone)]
        now, before = counting[-1] if counting else None, right in self._links(left, "SAME")
        verdict = now.verdict if now else None
        self._check(pair, verdict, by)
        self._said[pair] = said
        for a, b in (pair, pair[::-1]):
            self._now[a] = {**self._now.get(a, {}), b: now}
        if before != (verdict == "SAME"):
            whole = self.same(left) | self.same(right)
            first = frozenset(self._chains(left)) if before else whole
            for part in (first, whole - first):
                self._groups.update(dict.fromkeys(part, part))

    def _check(self, pair: Pair, verdict: str | None, by: Judgement) -> None:
        """JudgementError with the chain and the remedy if `verdict` cannot be in force of two sides beside all other pairs."""
        left, right = pair
        for foe in self._between(left, right, "DIFFERENT") if verdict == "SAME" else ():
            a, b = (foe.left, foe.right) if foe.left in self.same(left) else (foe.right, foe.left)
            if {a, b} != {left, right}:  # what was said before of these two is superseded
                chain = " = ".join((*self._chains(a)[left], *self._chains(right)[b]))
                raise JudgementError(f"{by} makes {chain}, but {a} ≠ {b} by {foe.id}; undo {foe.id} first")
        chains = self._chains(left, avoid=right) if verdict == "DIFFERENT" and right in self.same(left) else {}
        if right in chains:
            links = [said.id for a, b in pairwise(chains[right]) if (said := self._now[a][b])]
            raise JudgementError(f"{by} makes {left} ≠ {right}, but {' = '.join(chains[right])} by {', '.join(links)}; "
                                 "undo one of these first")

    def _links(self, side: str, verdict: Verdict) -> dict[str, Judgement]:
        """The sides of whom this verdict beside `side` is in force, with the judgements."""
        return {other: said for other, said in self._now.get(side, {}).items() if said and said.verdict == verdict}

    def _between(self, a: str, b: str, verdict: Verdict) -> list[Judgement]:
        """The judgements of this verdict in force between what is one with `a` and what is one with `b`, in order."""
        few, many = sorted((self.same(a), self.same(b)), key=len)
        found = (said for side in few for other, said in self._links(side, verdict).items() if other in many)
        return sorted(found, key=lambda said: said.place)

    def _chains(self, start: str, avoid: str | None = None) -> dict[str, list[str]]:
        """Every side that is one with `start`, with a shortest chain to it; the link from `start` to `avoid` is not used."""
        chains, queue = {start: [start]}, [start]
        for side in queue:  # which grows meanwhile
            for other in sorted(self._links(side, "SAME").keys() - chains.keys()):
                if {side, other} != {start, avoid}:
                    chains[other] = [*chains[side], other]
                    queue.append(other)
        return chains


def replay(judgements: Iterable[Judgement]) -> State:
    """What the judgements say, in whatever order they are given; `State.left_out` tells which contradict earlier ones."""
    state = State()
    for said in ordered(judgements):
        try:
            state._take(said)
        except JudgementError as error:
            state._known[said.id], state._last = said, said.place
            state._left_out[said.id] = f"{said.id} ({said.who}, {said.when}) is left out; undo it to settle this: {error}"
    return state


def ordered(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements by time, then id, each once."""
    return sorted(set(judgements), key=lambda said: said.place)


class Log:
    """Judgements in order of time, then id, to which one can only add; those that `State.left_out` tells are among them."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self.judgements = tuple(ordered(judgements))
        self.state = replay(self.judgements)

    def append(self, sides: Pair, verdict: Verdict, who: str, when: str, why: str = "") -> Judgement:
        """The new judgement. JudgementError, and nothing is added, if it is none, comes too early or contradicts others."""
        return self._add(Judgement(*sides, verdict, who, when, why))

    def undo(self, id: str, who: str, when: str, why: str = "") -> Judgement:
        """The undo of judgement `id`. JudgementError as of `append`."""
        return self._add(Judgement("", "", "UNDO", who, when, why, undoes=id))

    def _add(self, said: Judgement) -> Judgement:
        if self.judgements and self.judgements[-1].when == said.when:
            said = replace(said, rank=self.judgements[-1].rank + 1)
        self.state = self.state.applied(said)
        self.judgements += (said,)
        return said


def dumps(judgements: Iterable[Judgement]) -> str:
    """One line of JSON a judgement, by time, then id, each once. The union of the lines of two files is a file again."""
    return "".join(json.dumps({key: getattr(said, key) for key in _KEYS}, ensure_ascii=False) + "\n"
                   for said in ordered(judgements))


def loads(text: str, path: str | Path) -> list[Judgement]:
    """The judgements of such lines, in order, each once; what they say together is for `replay`, which leaves out
    contradictions. InputError names file and line of the first that is no judgement."""
    found = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        try:
            found += [_read(json.loads(line))] if line.strip() else []
        except (ValueError, RecursionError, JudgementError) as error:
            cause = error if isinstance(error, JudgementError) else "no JSON"
            raise InputError(f"is no judgement ({cause}); restore the line, or remove it if it is a mark of "
                             "an unfinished merge", path, number) from error
    return ordered(found)


def _read(row: object) -> Judgement:
    if not isinstance(row, dict) or set(row) != set(_KEYS) or not all(
            isinstance(value, str) or (key == "undoes" and value is None) for key, value in row.items()):
        raise JudgementError(f"it must hold texts under {', '.join(_KEYS)}")
    rank = row["id"][:4]
    said = Judgement(**{key: row[key] for key in _KEYS if key != "id"}, rank=int(rank) if rank.isdecimal() else 0)
    if said.id != row["id"]:
        raise JudgementError("the id does not fit the rest, so one of them was edited; judgements are undone, not edited")
    return said
