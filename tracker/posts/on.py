"""Who held which post on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from tracker.posts.terms import Term, earliest, in_org, latest, make_frame, report_count, terms
from tracker.store import Printed, Store

COLUMNS = ("person_id", "name", "org", "title", "basis", "since", "until", "reports", "before", "before_report", "after",
           "after_report", "evidence")


def posts_on(store: Store, day: date, org: str | None = None) -> pd.DataFrame:
    """Who held which post on a day, one row a person and seat: by a tenure of the roster that covers the day, or because reports
    print it before and after the day, or on it.

    Columns: `person_id`, `name`, `org`, `title`, `basis` (`roster`, `reports` or `both`), `since` and `until` (of the roster's
    tenure; ISO, whole or partial, None where open or not told), `reports` (int64, how many print the post at all), `before` and
    `after` (datetime64: the last day up to this one on which a report prints it, the first one from it on; NaT where none does),
    `before_report` and `after_report` (the ids of these reports as given), `evidence` (the sentence that prints it there, rather
    that before). In order of organisation, title and person. `org` takes the posts in one organisation, whatever it is called.

    Who is printed in a post before the day only may still hold it, and is not in the frame. People of whom it is not sure who
    they are are left out.
    """
    found = [term for term in terms(store) if term.basis_on(day) and (org is None or in_org(term.held, org))]
    near = [_around(term, day) for term in found]
    said = store.sentences(one for pair in near for one in pair if one)
    rows = [_row(term, day, pair, said) for term, pair in zip(found, near, strict=True)]
    rows.sort(key=lambda row: (row["org"] or "", row["title"], row["name"], row["person_id"]))
    return make_frame(rows, COLUMNS, ("before", "after"), ("reports",))


def _around(term: Term, day: date) -> tuple[Printed | None, Printed | None]:
    """What prints the post last up to a day, and first from it on. One report may tell of days on both sides."""
    prints = term.held.prints
    return (latest(one for one in prints if one.seen.first and one.seen.first <= day),
            earliest(one for one in prints if one.seen.last and one.seen.last >= day))


def _row(term: Term, day: date, near: tuple[Printed | None, Printed | None], said: Mapping[Printed, str]) -> dict[str, Any]:
    before, after = near
    tenure = next(iter(term.tenures_on(day)), None)
    seen, next_seen = (one.seen if one else None for one in near)
    post = term.post
    return {
        "person_id": term.person.id, "name": term.person.name, "org": post.org, "title": post.title,
        "basis": term.basis_on(day), "since": tenure and tenure.start, "until": tenure and tenure.end,
        "reports": report_count(term.held.prints),
        "before": min(seen.last, day) if seen and seen.last else None, "before_report": seen and seen.named,
        "after": max(next_seen.first, day) if next_seen and next_seen.first else None,
        "after_report": next_seen and next_seen.named,
        "evidence": (before and said.get(before)) or (after and said.get(after)) or None}
