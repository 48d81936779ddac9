"""Which person of the roster a name in a report is.

1. A reporter's byline is nobody of the roster.
2. Of several who bear the name, the one whose tenures agree with most of the printed posts on the day told; where two
   agree equally, or none does, nobody: a guess would put one human's deeds into another's timeline.
3. A sole bearer of the name is that person, unless the roster says what the person held that day, the report prints
   posts, each with an organisation, and none of those is kin to any organisation of the roster.

A printed post agrees with a tenure if the titles are the same and one organisation is contained in the other, or is not
named. Organisations are kin if one is contained in the other or both begin with the same two characters (the place).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.dates import covers
from tracker.roster import Roster
from tracker.text import squeeze
from tracker.types import Extraction, Person, Post, RosterPerson, Tenure

_FORMER = ("原", "前")  # 原副书记 speaks of a tenure that is over
_PLACE = 2  # the least length of a place name, which most organisations begin with


@dataclass(frozen=True, slots=True)
class Resolution:
    """`name` is `person_id`, or None; `candidates` bear the name in the roster, and `reason` says why in words."""

    name: str
    person_id: str | None
    candidates: tuple[str, ...]
    reason: str


class Resolver:
    """Links the people of reports to the people of one roster."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster

    def resolve(self, extraction: Extraction) -> Extraction:
        """The same extraction, where each person bears the id of the roster, or None."""
        return replace(extraction, people=tuple(replace(person, person_id=found.person_id) for person, found
                                                in zip(extraction.people, self.explain(extraction), strict=True)))

    def explain(self, extraction: Extraction) -> tuple[Resolution, ...]:
        """One decision for each person of the extraction, in the same order."""
        return tuple(self._decide(person, _days(extraction, person.name)) for person in extraction.people)

    def _decide(self, person: Person, days: Sequence[date]) -> Resolution:
        ids = self.roster.find(person.name)
        candidates = [self.roster.people[id] for id in ids]
        if not candidates:
            return Resolution(person.name, None, ids, "nobody in the roster bears the name")
        if person.attendance == "byline":
            return Resolution(person.name, None, ids, "the name is a byline")
        if len(candidates) > 1:
            return _choose(person, candidates, days)
        if _contradicts(person.posts, candidates[0], days):
            return Resolution(person.name, None, ids, "the one who bears the name sat elsewhere that day")
        return Resolution(person.name, ids[0], ids, "only one in the roster bears the name")


def _days(extraction: Extraction, name: str) -> tuple[date, ...]:
    """The days on which the report sees the person act, or the day of publication, or none."""
    days = {event.date: None for event in extraction.events
            if event.date and any(part.name == name for part in event.participants)}
    return tuple(days) or ((extraction.report.published,) if extraction.report.published else ())


def _choose(person: Person, candidates: Sequence[RosterPerson], days: Sequence[date]) -> Resolution:
    ids = tuple(candidate.id for candidate in candidates)
    scores = [sum(any(_agrees(post, tenure, days) for tenure in candidate.tenures) for post in person.posts)
              for candidate in candidates]
    best = max(scores)
    if best and scores.count(best) == 1:
        return Resolution(person.name, ids[scores.index(best)], ids, "the printed posts are this person's alone")
    return Resolution(person.name, None, ids, "several bear the name and the printed posts do not tell them apart")


def _agrees(post: Post, tenure: Tenure, days: Sequence[date]) -> bool:
    title, former = squeeze(post.title), False
    if title.startswith(_FORMER) and not tenure.post.title.startswith(_FORMER):
        title, former = title[1:], True
    if not _holds(tenure, days, former):
        return False
    if squeeze((post.org or "") + title) == squeeze((tenure.post.org or "") + tenure.post.title):
        return True
    if title != squeeze(tenure.post.title):
        return False
    return not post.org or not tenure.post.org or _contained(post.org, tenure.post.org)


def _holds(tenure: Tenure, days: Sequence[date], former: bool = False) -> bool:
    """Whether the tenure covers one of the days (had begun by then, if former); true where no day is known."""
    end = None if former else tenure.end
    return not days or any(covers(tenure.start, end, day) for day in days)


def _contained(one: str, other: str) -> bool:
    one, other = squeeze(one), squeeze(other)
    return one in other or other in one


def _contradicts(posts: Sequence[Post], candidate: RosterPerson, days: Sequence[date]) -> bool:
    known = [tenure.post.org for tenure in candidate.tenures if tenure.post.org]
    printed = [post.org for post in posts if post.org]
    if not days or not printed or len(printed) < len(posts):
        return False
    if len(known) < len(candidate.tenures) or not any(_holds(tenure, days) for tenure in candidate.tenures):
        return False
    return not any(_contained(a, b) or squeeze(a)[:_PLACE] == squeeze(b)[:_PLACE] for a in printed for b in known)
