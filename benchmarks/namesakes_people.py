"""Namesakes by construction: invented names given to careers of different people, and the roster that knows most of them."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Literal

from namesakes_careers import GOVERNMENT, PARTY, Career, Corpus, Seat, Stint

from tracker import roster
from tracker.lexicon import Lexicon
from tracker.types import Post

Half = Literal["dev", "test"]
Row = tuple[str, ...]  # a line of the roster, in the order of `roster.COLUMNS`

BEARERS = {1: 20, 2: 37, 3: 28, 4: 15}  # how many bear a name, and in how many of 100 names
KNOWN, FORGOTTEN = 0.8, 0.4  # the share of people in the roster, and of those of whom it lacks a stint
_RULERS = re.compile(r"[省市区县州旗]长$")


@dataclass(frozen=True, slots=True)
class Bearer:
    """One human with the name that was made up; `known` to the roster, but for the stints with the numbers `hidden`."""

    id: str
    name: str
    career: Career
    known: bool
    hidden: frozenset[int] = frozenset()

    @property
    def listed(self) -> frozenset[Seat]:
        """The posts of the stints that are not hidden."""
        return frozenset(seat for n, stint in enumerate(self.career.stints) if n not in self.hidden for seat in stint.seats)


class Names:
    """Draws names that nobody of the corpus bears, each once."""

    def __init__(self, rng: random.Random, taken: Iterable[str], lexicon: Lexicon | None = None) -> None:
        lexicon = lexicon or Lexicon()
        self._rng, self._taken = rng, set(taken)
        self._surnames = {word: count for word, count in lexicon.surnames.items() if count}
        given = lexicon.given_names
        self._only, self._first, self._second = ([char for char, odds in given.items() if odds[n] > 1] for n in range(3))

    def draw(self) -> str:
        """A surname as common as among bearers of names, and one or two characters that are likely in a given name."""
        while True:
            (surname,) = self._rng.choices(list(self._surnames), list(self._surnames.values()))
            given = (self._rng.choice(self._only) if self._rng.random() < 0.15
                     else self._rng.choice(self._first) + self._rng.choice(self._second))
            if surname + given not in self._taken:
                self._taken.add(surname + given)
                return surname + given


def half_of(name: str) -> Half:
    """The half that a name belongs to, whatever else is drawn."""
    return "dev" if sha1(name.encode()).digest()[0] % 2 else "test"


def bearers(corpus: Corpus, count: int, seed: int) -> list[Bearer]:
    """The people of `count` names, those of one name side by side, as far as the careers reach; each career is used once.

    Careers of several stints are used before those of one.
    """
    rng = random.Random(seed)
    names = Names(rng, corpus.names)
    sizes = rng.choices(list(BEARERS), list(BEARERS.values()), k=count)
    ranked = sorted(corpus.careers, key=lambda career: len(career.stints) < 2)[: sum(sizes)]
    rng.shuffle(ranked)
    ids = list(range(len(ranked)))
    rng.shuffle(ids)
    people = []
    for size in sizes:
        group = _group(ranked, size, rng)
        name = names.draw()
        people += [_bearer(f"q{ids.pop():05}", name, career, rng) for career in group]
    return people


def _group(free: list[Career], size: int, rng: random.Random) -> list[Career]:
    """Takes careers out of `free` that have different places: any, or of one province, or in one kind of organ at one time."""
    if not free:
        return []
    group = [free.pop()]
    alike: Callable[[Career], bool] = rng.choice([lambda one: True, lambda one: _same_province(group[0], one),
                                                  lambda one: _same_organ(group[0], one)])
    for wanted in (alike, lambda one: True):
        for one in list(reversed(free)):
            if len(group) == size:
                return group
            if wanted(one) and all(_apart(one, other) for other in group):
                group.append(one)
                free.remove(one)
    return group


def _apart(one: Career, other: Career) -> bool:
    return one.place not in other.places and other.place not in one.places


def _same_province(one: Career, other: Career) -> bool:
    return bool(one.province) and one.province == other.province


def _same_organ(one: Career, other: Career) -> bool:
    return one.organ == other.organ and one.days[0] <= other.days[1] and other.days[0] <= one.days[1]


def _bearer(id: str, name: str, career: Career, rng: random.Random) -> Bearer:
    """The person, known by chance; of some the roster lacks the last stint, of some another one."""
    count, hidden = len(career.stints), frozenset[int]()
    if count > 1 and rng.random() < FORGOTTEN:
        hidden = frozenset({count - 1 if rng.random() < 0.6 else rng.randrange(count)})
    return Bearer(id, name, career, rng.random() < KNOWN, hidden)


def official(seat: Seat, formal: bool, above: int) -> Post:
    """The post with its organisation in full: below the lowest place stand `above` more.

    Formal is 中共甲市委员会 and 甲市人民政府 市长, else 甲市委 and 甲市 市长.
    """
    place, organ = "".join(seat.places[-1 - above :]), seat.organ
    if formal and organ == PARTY and place:
        return Post(f"中共{place}委员会", seat.title)
    if not formal and organ == GOVERNMENT and _RULERS.search(seat.title) and place:
        return Post(place, seat.title)
    return Post(place + organ, seat.title)


def roster_rows(people: Sequence[Bearer], seed: int) -> list[Row]:
    """The lines of those known: each person's posts in one manner of writing, some with a post or a date that is lacking."""
    found: list[Row] = []
    for person in people:
        if person.known:
            rng = random.Random(f"{seed} roster {person.id}")
            formal, above = rng.random() < 0.3, rng.choice((0, 0, 1))
            stints = [stint for n, stint in enumerate(person.career.stints) if n not in person.hidden]
            for n, stint in enumerate(stints):
                outdated = bool(person.hidden) and n == len(stints) - 1 and rng.random() < 0.5
                found += _rows(person, _forget(stint, outdated, rng), formal, above)
    return found


def _forget(stint: Stint, outdated: bool, rng: random.Random) -> Stint:
    """The stint as the roster has it: without one of its posts, its start or its end, where chance will have it so."""
    seats = stint.seats
    if len(seats) > 1 and rng.random() < 0.15:
        seats = seats[:-1]
    end = None if outdated or rng.random() < 0.1 else stint.end
    start = None if rng.random() < 0.05 else stint.start
    return Stint(seats, start, end, stint.first, stint.last)


def _rows(person: Bearer, stint: Stint, formal: bool, above: int) -> list[Row]:
    posts = [official(seat, formal, above) for seat in stint.seats]
    return [(person.id, person.name, "", post.org or "", post.title, stint.start or "", stint.end or "", "") for post in posts]


def write(rows: Iterable[Row], path: Path) -> roster.Roster:
    """Writes a roster file and reads it as `tracker` does."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([roster.COLUMNS, *rows])
    return roster.load(path)
