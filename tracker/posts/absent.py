"""Who was not listed where the post would have one expect it, and how long somebody was not seen.

Absence means no more than this: not listed in what was read. A report may leave somebody out, and not every report was read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Any

import pandas as pd

from tracker.errors import InputError
from tracker.people import find_person
from tracker.posts.occasions import occasions
from tracker.posts.terms import Term, holding, in_org, make_frame, terms
from tracker.store import Attested, Happening, Shared, Store, post_label
from tracker.text import squeeze
from tracker.types import RosterPerson

ABSENCES = ("date", "event", "event_id", "report", "person_id", "name", "org", "title", "basis", "finding", "expected", "listed",
            "present_before", "expected_before")
GAPS = ("what", "days", "from", "to", "share", "report_before", "report_after")
_LONGEST = 5


def absences(store: Store, event: str, expected: Sequence[str] = (), org: str | None = None, since: date | None = None,
             until: date | None = None) -> pd.DataFrame:
    """Who, expected by post, was not listed at each occurrence of a recurring event.

    `event` are words of its name, or a search expression with a field. Expected on a day is who then held one of the posts
    `expected`, or any post in `org`, by roster or reports (as in `posts_on`). An occurrence is a happening that has a day, with
    everybody whom any report of it lists.

    Columns: `date` (datetime64), `event` (its name, else the verb), `event_id`, `report` (id as given), `person_id`, `name`,
    `org`, `title`, `basis` (of the post; of several held that which is first by name), `finding`, `expected` and `listed` (int64:
    how many were expected that day, and how many of these were listed), `present_before` and `expected_before` (int64: of the
    occurrences before this one at which the person was expected, at how many listed).

    A row a person not listed; an occurrence at which nobody was missing, or nobody expected, has one, with None for the person.
    `finding`: `not listed`; `only named` (a report of it names the person, as somebody who did not take part); `unsure` (the name
    is there, and it is not sure whose it is); `all listed`; `nobody expected`.

    Not listed means no more than that: a report may leave people out. InputError for an event or a post that is not there.
    """
    if not expected and org is None:
        raise InputError("nobody is expected; give posts by --expected, or an organisation by --org")
    held = _expected(store, expected, org)
    found = [one for one in occasions(store, event, since, until) if one.days]
    named: dict[str, list[Attested]] = defaultdict(list)
    for seen in store.named_in({told.report.id for one in found for told in one.tellings}):
        named[seen.report].append(seen)
    counts: dict[str, _Count] = defaultdict(_Count)
    rows: list[dict[str, Any]] = []
    for one in found:
        rows += _occurrence(one, held, [seen for told in one.tellings for seen in named[told.report.id]], counts)
    return make_frame(rows, ABSENCES, ("date",), ("expected", "listed", "present_before", "expected_before"))


@dataclass(slots=True)
class _Count:
    """How often somebody was expected and listed so far."""

    expected: int = 0
    listed: int = 0


def _expected(store: Store, posts: Sequence[str], org: str | None) -> list[Term]:
    found = [term for post in posts for term in holding(store, post)]
    if org is not None:
        inside = [term for term in terms(store) if in_org(term.held, org)]
        if not inside:
            raise InputError(f"nobody held a post in {org} by reports or roster; `tracker posts --on DAY` tells who held which")
        found += inside
    return sorted(found, key=lambda term: (term.person.id, post_label(term.post)))


def _occurrence(one: Happening, held: Iterable[Term], named: Sequence[Attested],
                counts: Mapping[str, _Count]) -> list[dict[str, Any]]:
    assert one.days is not None
    day, there = one.days[0], set(one.people)
    due: dict[str, Term] = {}
    for term in held:
        if term.basis_on(day):
            due.setdefault(term.person.id, term)
    listed = there & set(due)
    base = {"date": day, "event": one.event.name or one.event.trigger, "event_id": one.tellings[0].id, "report": one.report.name,
            "expected": len(due), "listed": len(listed)}
    rows = [{**base, "person_id": id, "name": term.person.name, "org": term.post.org, "title": term.post.title,
             "basis": term.basis_on(day), "finding": _finding(term.person, one, named), "present_before": counts[id].listed,
             "expected_before": counts[id].expected} for id, term in due.items() if id not in listed]
    for id in due:
        counts[id].expected += 1
        counts[id].listed += id in listed
    empty = {"finding": "all listed" if due else "nobody expected", "present_before": 0, "expected_before": 0}
    return rows or [{**base, **empty}]


def _finding(person: RosterPerson, one: Happening, named: Iterable[Attested]) -> str:
    names = {squeeze(name) for name in (person.name, *person.aliases)}
    if any(seen.person == person.id for seen in named):
        return "only named"
    unsure = {squeeze(seen.name) for seen in named if seen.status == "unsure"}
    return "unsure" if names & unsure else "not listed"


def gaps(store: Store, person: str, longest: int = _LONGEST) -> pd.DataFrame:
    """How long somebody (name, alias or id) was not seen to take part in anything, against the person's own rhythm.

    A gap is the number of days from one day of appearance to the next; days in a row are gaps of 1. What lasts counts with all
    its days. Columns: `what`, `days` (float64), `from` and `to` (datetime64: the appearances on both sides), `share` (float64:
    of the past gaps how many were shorter; NaN where it says nothing), `report_before`, `report_after` (ids as given).

    Rows: `median` and `95th percentile` of the gaps (the smallest gap that 95 of 100 do not exceed), the `longest` ones (as many
    as given), and last `now`: from the last appearance to the last day of publication in the store, with the share of past gaps
    that were shorter. No rows where no day of an appearance is known; no more than `now` where there is a single one.

    A gap means: not listed in what was read, no more. UnknownPerson if nobody bears the name, InputError if several do.
    """
    who = find_person(store, person)
    seen = _appearances(store, who.id)
    days = sorted(seen)
    if not days:
        return make_frame([], GAPS, ("from", "to"), (), ("days", "share"))
    past = [(day - before).days for before, day in pairwise(days)]
    rows: list[dict[str, Any]] = []
    if past:
        rows += [{"what": "median", "days": median(past)}, {"what": "95th percentile", "days": percentile(past, 95)}]
    for n in sorted(range(len(past)), key=lambda n: (-past[n], n))[:longest]:
        rows.append({"what": "longest", "days": past[n], "from": days[n], "to": days[n + 1], "share": _shorter(past, past[n]),
                     "report_before": seen[days[n]], "report_after": seen[days[n + 1]]})
    end = store.edges()[1]
    now = max((end - days[-1]).days, 0) if end else 0
    rows.append({"what": "now", "days": now, "from": days[-1], "to": max(end, days[-1]) if end else None,
                 "share": _shorter(past, now) if past else None, "report_before": seen[days[-1]]})
    return make_frame(rows, GAPS, ("from", "to"), (), ("days", "share"))


def _appearances(store: Store, person: str) -> dict[date, str]:
    """The days on which somebody took part in something, each with a report that tells it."""
    told: dict[str, list[Shared]] = defaultdict(list)
    for one in store.shared([person], alone=True):
        told[one.happening].append(one)
    found: dict[date, str] = {}
    for tellings in told.values():
        # A telling with a day of its own knows better than one that has only that of publication.
        one = next((one for one in tellings if one.dated), tellings[0])
        for number in range(one.first.toordinal(), one.last.toordinal() + 1) if one.first and one.last else ():
            found.setdefault(date.fromordinal(number), one.report)
    return found


def percentile(values: Sequence[int], share: int) -> int:
    """The smallest of the values that so many of a hundred do not exceed."""
    return sorted(values)[max(ceil(len(values) * share / 100), 1) - 1]


def _shorter(past: Sequence[int], gap: int) -> float:
    counts = Counter(days < gap for days in past)
    return counts[True] / len(past)
