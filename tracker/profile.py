"""Who somebody is, as far as reports and roster tell: names, posts, activity, company. Nobody is company by being named only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

import pandas as pd

from tracker.people import find_person
from tracker.roster import PROVISIONAL
from tracker.seats import Held, seats_of
from tracker.store import Attested, Deed, Present, Store
from tracker.types import RosterPerson, Tenure, in_the_room

Origin = Literal["roster", "reports", "both"]
NAMES = ("name", "origin", "reports", "first", "last")
POSTS = ("org", "title", "origin", "reports", "first", "first_report", "first_headline", "first_source",
         "last", "last_report", "last_headline", "last_source", "since", "until", "roster_source")
ACTIVITY, ROLES, IDENTITY = ("month", "type", "events"), ("role", "events"), ("what", "of", "number")
COMPANY = ("person_id", "name", "events", "weight", "first", "last", "event_ids")


@dataclass(frozen=True)
class Profile:
    """What is known of one person: `person_id`, `name`, and frames whose counts are int64 and whose `first` and `last` are
    datetime64 (NaT where unknown); all else is a string, None where unknown, unless said otherwise.

    The days of a report are those of the events in which the person takes part in it; that of publication, where it has none.

    `names`, a row a form of the name: `name`, `origin` (`roster`, `reports` or `both`), `reports` (how many print it),
    `first`, `last` (day). That of the roster stands first, the others by the number of reports.

    `posts`, a row a seat, whatever it is called: `org`, `title` (the writing that most reports print), `origin`, `reports`,
    `first` (day), `first_report` (its id as given), `first_headline`, `first_source`, the same with `last`, and by the roster
    `since`, `until` (ISO, whole or partial, None where open) and `roster_source`. In order of the first day known.

    `activity`, a row a month and type: `month` (2020-08; None for events without a day, last), `type`, `events`.
    `roles`, a row a role: `role`, `events`; most first. An event in which somebody has two roles counts for both.

    `company`, a row for each who was bodily in a room with the person: `person_id`, `name`, `events`, `weight` (float64: an
    event of n people adds 1/(n-1)), `first`, `last`, `event_ids` (tuple). Most events first, then the heaviest. Somebody of whom
    it is not sure who it is has an id of each report.

    `identity`, six rows: `what`, `of`, `number`. Of appearances how many are `linked` (to the roster), `new` (in no roster), and
    `unsure` (perhaps this person, and in none of the other frames); of reports in how many the person `attended`, was only
    `mentioned`, and how many print a `post`.
    """

    person_id: str
    name: str
    names: pd.DataFrame
    posts: pd.DataFrame
    activity: pd.DataFrame
    roles: pd.DataFrame
    company: pd.DataFrame
    identity: pd.DataFrame


def profile(store: Store, person: str, since: date | None = None, until: date | None = None) -> Profile:
    """All that is known of a person (name, alias or id): see `Profile`.

    Bounds are inclusive, and for what reports say: an event or a report counts where any of its days lies in them, and one
    without any day is outside every bound. What the roster says is told whole. UnknownPerson if nobody bears the name,
    InputError if several do.
    """
    who = find_person(store, person)
    seen = store.attested(who.id, since, until)
    deeds = store.deeds(who.id, since, until)
    held = seats_of(store.printed_where(who.id, seen), who.tenures)
    doubtful = store.doubtful(who.id, {who.name, *who.aliases, *(one.name for one in seen)}, since, until)
    return Profile(who.id, who.name, _names(who, seen), _posts(held), _activity(deeds), _roles(deeds, who.id),
                   _company(deeds, who.id), _identity(seen, doubtful, held))


def _frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str], days: Sequence[str] = (),
           floats: Sequence[str] = ()) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns)).astype(object)
    kinds = {name: "int64" for name in ("reports", "events", "number") if name in columns} | dict.fromkeys(floats, "float64")
    frame = frame.where(frame.notna(), None).astype(kinds)
    for column in days:
        frame[column] = pd.to_datetime(frame[column])
    return frame


def _names(who: RosterPerson, seen: Sequence[Attested]) -> pd.DataFrame:
    printed: dict[str, list[Attested]] = defaultdict(list)
    for one in seen:
        printed[one.name].append(one)
    known = [] if who.id.startswith(PROVISIONAL) else [who.name, *who.aliases]
    others = sorted(printed, key=lambda name: (-len(printed[name]), name))
    rows = [{"name": name, "origin": _origin(name in known, name in printed), "reports": len(printed[name]),
             "first": min((one.first for one in printed[name] if one.first), default=None),
             "last": max((one.last for one in printed[name] if one.last), default=None)}
            for name in dict.fromkeys([*known[:1], *others, *known])]
    return _frame(rows, NAMES, ("first", "last"))


def _origin(in_roster: bool, in_reports: bool) -> Origin:
    return "both" if in_roster and in_reports else "roster" if in_roster else "reports"


def _posts(seats: Sequence[Held]) -> pd.DataFrame:
    rows = sorted((_post(held) for held in seats), key=_age)
    return _frame(rows, POSTS, ("first", "last"))


def _age(row: Mapping[str, Any]) -> tuple[str, str, str]:
    days = [str(row[name]) for name in ("first", "since") if row.get(name)]
    return min(days, default="9999"), row["org"] or "", row["title"]


def _post(held: Held) -> dict[str, object]:
    post, (first_day, last_day) = held.post, held.days
    row: dict[str, object] = {"org": post.org, "title": post.title, "reports": held.reports, "first": first_day, "last": last_day,
                              "origin": _origin(bool(held.tenures), bool(held.prints))}
    if held.prints:
        dated = [printed.seen for printed in held.prints if printed.seen.last]
        first, last = held.prints[0].seen, max(dated, key=lambda seen: str(seen.last)) if dated else held.prints[-1].seen
        for end, seen in (("first", first), ("last", last)):
            row |= {f"{end}_report": seen.named, f"{end}_headline": seen.headline, f"{end}_source": seen.source}
    return row | _tenure(held.tenures)


def _tenure(tenures: Sequence[Tenure]) -> dict[str, str | None]:
    """What the roster says of a seat that may have been held more than once: from the first start to the last end."""
    if not tenures:
        return {}
    ends = [tenure.end for tenure in tenures]
    sources = dict.fromkeys(tenure.source for tenure in tenures if tenure.source)
    starts = [tenure.start for tenure in tenures]
    return {"since": None if None in starts else min(filter(None, starts)),
            "until": None if None in ends else max(filter(None, ends)), "roster_source": "; ".join(sources) or None}


def _activity(deeds: Sequence[Deed]) -> pd.DataFrame:
    counts = Counter((deed.date.isoformat()[:7] if deed.date else None, deed.type) for deed in deeds)
    rows = [{"month": month, "type": type, "events": counts[month, type]}
            for month, type in sorted(counts, key=lambda at: (at[0] is None, at[0] or "", at[1]))]
    return _frame(rows, ACTIVITY)


def _roles(deeds: Sequence[Deed], id: str) -> pd.DataFrame:
    counts = Counter(role for deed in deeds for role in {role for one in deed.people if one.person == id for role in one.roles})
    return _frame([{"role": role, "events": counts[role]} for role in sorted(counts, key=lambda r: (-counts[r], r))], ROLES)


def _company(deeds: Sequence[Deed], id: str) -> pd.DataFrame:
    shared: dict[str, list[Deed]] = defaultdict(list)
    weights: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for deed in deeds:
        room = _room(deed)
        for one in room.values() if id in room else ():
            if one.person != id:
                names[one.person] = one.name
                shared[one.person].append(deed)
                weights[one.person] += 1 / (len(room) - 1)
    rows = []
    for other in sorted(shared, key=lambda other: (-len(shared[other]), -weights[other], names[other], other)):
        days = [day for deed in shared[other] for day in (deed.date, deed.date_end) if day]
        rows.append({"person_id": other, "name": names[other], "events": len(shared[other]), "weight": weights[other],
                     "first": min(days, default=None), "last": max(days, default=None),
                     "event_ids": tuple(deed.id for deed in shared[other])})
    return _frame(rows, COMPANY, ("first", "last"), ("weight",))


def _room(deed: Deed) -> dict[str, Present]:
    """Who shared a room in an event, by id."""
    return {one.person: one for one in deed.people if _present(deed.type, one.roles)}


_present = cache(in_the_room)  # of few types and lists of roles


def _identity(seen: Sequence[Attested], doubtful: Sequence[Attested], held: Sequence[Held]) -> pd.DataFrame:
    status = Counter(one.status for one in (*seen, *doubtful))
    attended = {one.report for one in seen if one.attendance == "present"}
    rows: list[tuple[str, str, int]] = [(what, "appearances", status[what]) for what in ("linked", "new", "unsure")]
    rows += [("attended", "reports", len(attended)), ("mentioned", "reports", len({one.report for one in seen} - attended)),
             ("post", "reports", len({printed.seen.report for one in held for printed in one.prints}))]
    return _frame([dict(zip(IDENTITY, row, strict=True)) for row in rows], IDENTITY)
