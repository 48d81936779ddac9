"""Judgements as they are read by people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from tracker.judgements import Judgement, Log, State, parse
from tracker.store import Seen, Store, post_label
from tracker.text import squeeze

COLUMNS = ("when", "who", "verdict", "left", "right", "why", "id", "standing", "by")


def log(store: Store, judgements: Iterable[Judgement]) -> pd.DataFrame:
    """Judgements of a store to be read, one a row, in the order given.

    `left` and `right` say who that is: name, id and a post of a person, name, report and day of an appearance. `standing` is
    `in force`, `superseded`, `undone` (`by` then has the id of the judgement that did so) or `left out` (`by` says why).
    """
    said = list(judgements)
    state = Log(store.judgements()).state
    names = _names(store, state, {side for one in said for side in (one.left, one.right) if side})
    rows = [{"when": one.when, "who": one.who, "verdict": one.verdict, "left": names.get(one.left, ""),
             "right": names.get(one.right, one.undoes or ""), "why": one.why, "id": one.id,
             **dict(zip(("standing", "by"), state.standing(one), strict=True))} for one in said]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _names(store: Store, state: State, sides: set[str]) -> dict[str, str]:
    """Each side in words."""
    told = {side: at for side in sides if (at := parse(side))}
    now = {old: new for new, olds in store.formerly().items() for old in olds}
    held = {(one.report, squeeze(one.name)): one for one in store.seen(names={name for _, name in told.values()})}
    words = {}
    for side, (report, name) in told.items():
        seen = held.get((now.get(report, report), name))
        words[side] = f"{name} in {seen.report_name} ({seen.published or 'no day'})" if seen else f"{name} in a report not held"
    return words | _people(store, state, sides - told.keys())


def _people(store: Store, state: State, ids: set[str]) -> dict[str, str]:
    """Name, id and first post of people."""
    roster, known = store.roster().people, store.people({other for id in ids for other in state.same(id)} | ids)
    seen: dict[str, list[Seen]] = defaultdict(list)
    for one in store.seen(known):
        seen[one.person].append(one)
    words = {}
    for id in ids:
        person = roster.get(id) or known.get(id) or known.get(state.representative(id, known))
        name = person.name if person else next((at[1] for side in sorted(state.same(id)) if (at := parse(side))), "")
        posts = [tenure.post for tenure in person.tenures] if person else []
        posts = posts or [post for one in seen[person.id if person else id] for post in one.posts]
        words[id] = f"{name} ({', '.join((id, *map(post_label, posts[:1])))})" if name else id
    return words
