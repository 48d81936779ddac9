"""Everybody who held a post, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from tracker.posts.terms import Term, basis, earliest, holding, latest, make_frame, report_count
from tracker.seats import span
from tracker.store import Printed, Store
from tracker.types import Tenure

COLUMNS = ("from", "to", "person_id", "name", "org", "title", "basis", "reports", "first", "first_report", "last", "last_report",
           "evidence")


def holders(store: Store, post: str) -> pd.DataFrame:
    """Everybody who held a post, whatever it is called, in order of time; one row a tenure of the roster, or a person who is in
    the post by reports alone.

    Columns: `from` and `to` (ISO, whole or partial: of the roster, else the first and last day on which a report prints it; None
    where the roster leaves it open, or no day is known), `person_id`, `name`, `org`, `title` (the writing most printed),
    `basis` (`roster`, `reports` or `both`), `reports` (int64), `first` and `last` (datetime64, NaT where no day is known),
    `first_report` and `last_report` (ids as given), `evidence` (the sentence that prints it first).

    郑州市委书记 and 中共郑州市委员会书记 are one post; a blank may part organisation and title. InputError where nobody held it,
    with posts that are called alike. A bare title (书记), of which nobody knows the organisation, is of no organisation's post.
    """
    found = [spell for term in holding(store, post) for spell in _spells(term)]
    ends = [(earliest(one.prints) or next(iter(one.prints), None), latest(one.prints)) for one in found]
    said = store.sentences(first for first, _ in ends if first)
    rows = [_row(spell, *pair, said) for spell, pair in zip(found, ends, strict=True)]
    rows.sort(key=lambda row: (row["from"] or (row["to"] and "0") or "9999", row["to"] or "9999", row["person_id"]))
    return make_frame(rows, COLUMNS, ("first", "last"), ("reports",))


@dataclass(frozen=True, slots=True)
class _Spell:
    """One time in the seat: a tenure with the prints nearest to it, or prints alone."""

    term: Term
    tenure: Tenure | None
    prints: list[Printed]


def _spells(term: Term) -> Iterator[_Spell]:
    tenures = term.held.tenures
    if not tenures:
        yield _Spell(term, None, term.held.prints)
        return
    spans = [span(tenure) for tenure in tenures]
    prints: dict[int, list[Printed]] = defaultdict(list)
    for printed in term.held.prints:
        prints[min(range(len(spans)), key=lambda n: _apart(printed.seen.first, spans[n]))].append(printed)
    yield from (_Spell(term, tenure, prints[n]) for n, tenure in enumerate(tenures))


def _apart(day: date | None, held: tuple[date, date]) -> int:
    """How many days lie between a day and a time in a seat."""
    return max((held[0] - day).days, (day - held[1]).days, 0) if day else 0


def _row(spell: _Spell, first: Printed | None, last: Printed | None, said: Mapping[Printed, str]) -> dict[str, Any]:
    post, tenure = spell.term.post, spell.tenure
    start, end = (first.seen.first if first else None), (last.seen.last if last else None)
    return {
        "from": tenure.start if tenure else str(start) if start else None,
        "to": tenure.end if tenure else str(end) if end else None,
        "person_id": spell.term.person.id, "name": spell.term.person.name, "org": post.org, "title": post.title,
        "basis": basis(tenure is not None, bool(spell.prints)), "reports": report_count(spell.prints),
        "first": start, "first_report": first and first.seen.named, "last": end, "last_report": last and last.seen.named,
        "evidence": first and said.get(first)}
