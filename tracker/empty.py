"""Why an answer is empty, in one line: what is there nevertheless, and how to ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.bearers import Bearers
from tracker.filters import Filter
from tracker.people import find_person
from tracker.store import Store


def why_empty(store: Store, people: Sequence[str], which: Filter) -> str:
    """Why a timeline has no rows: of each person the last day and how often reports only name them, of an organisation, a post or
    a place what the reports know of it."""
    if people:
        return "; ".join(_of(store, name, which) for name in people)
    asked = ", ".join(f"{what} {value}" for what, value in (("organisation", which.organisation), ("post", which.post),
                                                            ("place", which.place)) if value)
    rest = str(replace(which, organisation=None, post=None, place=None))
    if which.organisation or which.post:
        known = len(Bearers(store, which.organisation, which.post).people)
        if not known:
            return f"no report and no tenure gives anybody {asked}; a part of the name finds more"
        return f"{_people(known)} of {asked} took part in nothing{_told(rest)}"
    return f"nothing happened at {asked}{_told(rest)}; a part of the name finds more"


def why_apart(store: Store, people: Sequence[str], since: date | None, until: date | None, what: str) -> str:
    """Why people share nothing of a kind (`what`: "met", "attended together") between two days: who of them took part in how
    much."""
    names = "、".join(people)
    shared = f"no meeting or call of {names}" if what == "met" else f"nothing that {names} attended together"
    days = f" {Filter(since, until)}" if since or until else ""
    return f"{shared} is told{days}; {_sums(store, people)}"


def _sums(store: Store, people: Sequence[str]) -> str:
    found = [(name, store.sums_of(find_person(store, name).id)) for name in people]
    return ", ".join(f"{name} took part in {number} events" + (f", the last of {day}" if day else "")
                     for name, (number, day, _) in found)


def _of(store: Store, name: str, which: Filter) -> str:
    person = find_person(store, name)
    number, last, named = store.sums_of(person.id)
    rest = _told(str(which))
    only = f"named only in {named} report{'s' if named != 1 else ''}"
    if which.kind == "mentioned":
        return f"{person.name} is only named in no report{rest}" + (f"; {only} in all" if named else "")
    parts = [f"{person.name} took part in nothing{rest}"]
    if number:
        parts.append(f"the last of {number} events is of {last}" if last else f"{number} events have no day")
    if named and which.kind == "attended":
        parts.append(f"{only}: --mentioned")
    return "; ".join(parts)


def _told(words: str) -> str:
    return f" {words}" if words else ""


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
