"""Whom a name stands for, and which names are like one that nobody bears: what every question about a person begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from tracker.errors import InputError, UnknownPerson
from tracker.store import Store, post_label
from tracker.text import squeeze
from tracker.types import RosterPerson

_NEAR, _LIKE = 5, 0.55  # how many like names to offer, and how like they must be


def find_person(store: Store, name: str) -> RosterPerson:
    """The one whom `name` (name, alias or id) stands for; UnknownPerson if there is none, InputError if several."""
    ids = store.find(name)
    if not ids:
        raise UnknownPerson(name, near(name, store.names()))
    people = list(store.people(ids).values())
    if len(people) > 1:
        raise InputError(f"{len(people)} people are named {name}; ask by id: "
                         + "; ".join(f"{p.id} ({_describe(store, p)})" for p in people))
    return people[0]


def near(name: str, names: Iterable[str]) -> list[str]:
    """The names most like `name`, best first: those that share most of their characters, and their order, or sound the same."""
    wanted = squeeze(name)
    scores = {other: max(_likeness(wanted, one), _sound(wanted, one)) for other in names for one in [squeeze(other)]}
    return sorted((other for other in scores if scores[other] >= _LIKE), key=lambda n: (-scores[n], n))[:_NEAR]


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    shared = sum((Counter(one) & Counter(other)).values()) / max(len(one), len(other))
    if shared < 0.5:  # cheap, and a name of two characters that differs in one still passes
        return 0.0
    # Who mistypes a name seldom mistypes its first character, the surname.
    return (shared + SequenceMatcher(None, one, other).ratio()) / 2 + (0.1 if one[0] == other[0] else 0.0)


def _sound(one: str, other: str) -> float:
    """1 for two names that may be pronounced alike, whatever the tones (顾承岳, 顾城月), else 0."""
    if not one or len(one) != len(other):
        return 0.0
    return float(all(a == b or not _readings(a).isdisjoint(_readings(b)) for a, b in zip(one, other, strict=True)))


@cache
def _readings(character: str) -> frozenset[str]:
    """How a Chinese character may be read, without tones; itself, where it is none."""
    from pypinyin import Style, pinyin  # only for names that nobody bears, as it takes long to load

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _describe(store: Store, person: RosterPerson) -> str:
    posts = [tenure.post for tenure in person.tenures] or [row.post for row in store.posts(person.id)]
    return ", ".join(dict.fromkeys(map(post_label, posts))) or "no post known"
