"""In which order an event lists people, against another time: who came in, who is left out, who moved up or down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from tracker.errors import InputError
from tracker.posts.occasions import occasion
from tracker.posts.terms import make_frame
from tracker.store import Happening, Store, post_label
from tracker.text import squeeze

COLUMNS = ("person_id", "name", "change", "old", "new", "shift", "old_post", "new_post")


def rank(store: Store, event: str | None, one: str | date, other: str | date) -> pd.DataFrame:
    """The order of names in two occurrences of an event, by its name and two days, or by two event ids where `event` is None.

    Columns: `person_id`, `name`, `change`, `old` and `new` (Int64: the place in the list, from 1, in the first and in the second
    occurrence; missing where the person is not in it), `shift` (Int64: how many places further up), `old_post`, `new_post`
    (tuples, printed in the report of the list). `change`: `inserted`, `omitted`, `same`, or `moved`.

    The list is that of the report that names most of those who took part. Unmoved (`same`) are the names of the longest sequence
    that stands in one order in both lists; of several such sequences that which has the earlier names of the old list. Who is
    `moved` stands otherwise to these. Places shift by insertions and omissions too, so a `same` may have another place. In order
    of the new list; those omitted stand behind whoever stood before them. To be left out means: not listed in what was read.

    UnknownEvent, or InputError with the days that there are, where an occurrence is not there; InputError where both are one.
    """
    first, second = occasion(store, event, one), occasion(store, event, other)
    if first.id == second.id:
        raise InputError(f"both are one event, {first.id}; give two occurrences")
    old, new = _listed(first), _listed(second)
    old, new = _matched(old, new)
    kept = set(common(list(old), list(new)))
    olds, news = ({id: n for n, id in enumerate(names, 1)} for names in (old, new))
    posts = [_posts(store, happening) for happening in (first, second)]
    rows: list[dict[str, Any]] = []
    for id in _order(list(old), list(new)):
        change = "omitted" if id not in news else "inserted" if id not in olds else "same" if id in kept else "moved"
        both = id in olds and id in news
        person, name = new.get(id) or old[id]
        held = [printed.get(names[id][1], ()) if id in names else () for printed, names in zip(posts, (old, new), strict=True)]
        rows.append({"person_id": person, "name": name, "change": change, "old": olds.get(id), "new": news.get(id),
                     "shift": olds[id] - news[id] if both else None, "old_post": held[0], "new_post": held[1]})
    frame = make_frame(rows, COLUMNS)
    return frame.astype(dict.fromkeys(("old", "new", "shift"), "Int64"))


_List = dict[str, tuple[str, str]]  # person and name as printed, by what tells the person in both lists


def _listed(happening: Happening) -> _List:
    told = happening.tellings[0]
    found: _List = {}
    for part, id in zip(told.event.participants, told.people, strict=True):
        found.setdefault(id, (id, part.name))
    return found


def _matched(old: _List, new: _List) -> tuple[_List, _List]:
    """Both lists with one key a human: the id, or the name where it is not sure in one of the lists whose it is."""
    names: dict[str, list[str]] = defaultdict(list)
    for id, (_, name) in old.items():
        names[squeeze(name)].append(id)
    keys = {id: id for id in new}
    for id, (_, name) in new.items():
        if id not in old and len(same := [one for one in names[squeeze(name)] if one not in new]) == 1:
            keys[id] = same[0]
    return old, {keys[id]: one for id, one in new.items()}


def _posts(store: Store, happening: Happening) -> dict[str, tuple[str, ...]]:
    """The posts that the report of the list prints, by name."""
    told = happening.tellings[0]
    return {seen.name: tuple(map(post_label, seen.posts)) for seen in store.seen(reports=[told.report.id])}


def common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The longest sequence that stands in this order in both; of several the one with the earliest names of the first."""
    longest = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for n in reversed(range(len(one))):
        for m in reversed(range(len(other))):
            longest[n][m] = longest[n + 1][m + 1] + 1 if one[n] == other[m] else max(longest[n + 1][m], longest[n][m + 1])
    found, n, m = list[str](), 0, 0
    while n < len(one) and m < len(other):
        # A name of the first is taken where it still leaves a sequence of full length.
        at = next((k for k in range(m, len(other)) if other[k] == one[n]), None)
        if at is not None and longest[n + 1][at + 1] + 1 == longest[n][m]:
            found.append(one[n])
            m = at + 1
        n += 1
    return found


def _order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """All names: those of the new list in its order, each omitted one after the name that stood before it."""
    found = list(new)
    for n, name in enumerate(old):
        if name not in new:
            found.insert(found.index(old[n - 1]) + 1 if n else 0, name)
    return found
