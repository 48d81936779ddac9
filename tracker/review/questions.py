"""What is left for people to decide: the appearances that are not sure, each beside whom it may be. Read only.

The most valuable question comes first: the one about the name on whose unsure appearances most events hang, and of one name the
appearance with most events. One question costs as many queries as a thousand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.judgements import Log, appearance
from tracker.roster import PROVISIONAL
from tracker.store import Seen, Store, post_label
from tracker.store.seen import most_telling
from tracker.text import squeeze

_SENTENCES = 3  # of a candidate beside a question
_AROUND = 10  # appearances before and after the day of a question among which these are looked for


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a report says of somebody, the day it was published, where, and its name as given."""

    words: str
    day: date | None
    source: str | None
    report: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom an appearance may be: posts with their days (of the roster, else those printed with the days seen), the days
    of the first and last report, how many there are, and up to three sentences, the nearest in time to the appearance first.

    `side` stands for the person in files: an appearance for somebody in no roster, whose id may change, else the id.
    """

    id: str
    name: str
    posts: tuple[str, ...]
    first: date | None
    last: date | None
    reports: int
    sentences: tuple[Sentence, ...]
    side: str

    @property
    def days(self) -> str:
        """The days of the first and last report, as 2018-05-05–2018-06-01; nothing where unknown."""
        return _span(*(day.isoformat() if day else "" for day in (self.first, self.last)))


@dataclass(frozen=True, slots=True)
class Question:
    """An appearance that is not sure, whom it may be, the likeliest of the roster first, then those of the reports by the number
    of these; `hangs` counts the events that hang on all unsure appearances of the name."""

    seen: Seen
    candidates: tuple[Candidate, ...]
    hangs: int

    @property
    def side(self) -> str:
        """What stands for the appearance in a judgement."""
        return appearance(self.seen.report, self.seen.name)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for and against the likeliest, in words, and why that did not decide it."""
        return self.seen.reasons


def queue(store: Store, names: Collection[str] | None = None) -> list[Question]:
    """The appearances that are not sure and of which somebody is left whom they may be, of all names or of some.

    Whom an appearance was judged not to be, or of whom people said that they are not sure, is left out. The order: the events
    that hang on the unsure appearances of the name, those of the appearance (the most first), day, report, name.
    """
    keys = None if names is None else {squeeze(name) for name in names}
    unsure = store.seen(status="unsure", names=keys)
    if not unsure:
        return []
    found = _Bearers(store, {squeeze(one.name) for one in unsure})
    open_ = [(one, ids) for one in unsure if (ids := found.open(one))]
    people = _People(store, {id for _, ids in open_ for id in ids})
    hangs = Counter[str]()
    for one in unsure:
        hangs[squeeze(one.name)] += one.events
    questions = [Question(one, tuple(people.beside(id, one.published) for id in ids), hangs[squeeze(one.name)])
                 for one, ids in open_]
    return sorted(questions, key=lambda q: (-q.hangs, -q.seen.events, q.seen.published or date.max, q.seen.report_name,
                                            q.seen.name, q.seen.report))


def again(store: Store, question: Question) -> Question | None:
    """A question as it stands now; None if it was decided meanwhile, or nobody is left to ask about."""
    return next((one for one in queue(store, [question.seen.name]) if one.side == question.side), None)


class _Bearers:
    """Whom the unsure appearances of some names may be."""

    def __init__(self, store: Store, names: Collection[str]) -> None:
        self._state = Log(store.judgements()).state
        self._formerly, self._merged = store.formerly(), store.merged()
        self._new: dict[str, Counter[str]] = defaultdict(Counter)
        for one in store.seen(status="new", names=names):
            self._new[squeeze(one.name)][one.person] += 1

    def open(self, one: Seen) -> list[str]:
        """The ids of all whom an appearance may be, those left out of whom people judged."""
        likely = (self._merged.get(id, id) for id in one.candidates)
        found = (id for id, _ in self._new[squeeze(one.name)].most_common())
        sides = [appearance(id, one.name) for id in (one.report, *self._formerly.get(one.report, ()))]
        barred = {id for side in sides for id in self._state.barred(side)}
        return [id for id in dict.fromkeys((*likely, *found))
                if id not in barred and not any(self._state.unsure(side, id) for side in sides)]


class _People:
    """What the store knows of some people, to be shown beside questions."""

    def __init__(self, store: Store, ids: Collection[str]) -> None:
        self._people = store.people(ids)
        self._seen: dict[str, list[Seen]] = defaultdict(list)
        for one in store.seen(ids):
            if one.attendance != "byline":
                self._seen[one.person].append(one)
        self._days = {id: [one.published or date.max for one in seen] for id, seen in self._seen.items()}
        self._posts = {id: self._told(id) for id in ids}
        self._sides = {id: appearance(best.report, best.name) for id, seen in self._seen.items()
                       if id.startswith(PROVISIONAL) and (best := most_telling(seen))}

    def _told(self, id: str) -> tuple[str, ...]:
        """The posts of somebody with their days."""
        tenures = self._people[id].tenures if id in self._people else ()
        if tenures:
            return tuple(dict.fromkeys(f"{post_label(tenure.post)} ({_span(tenure.start or '', tenure.end or '') or 'no days'})"
                                       for tenure in tenures))
        days: dict[str, list[str]] = defaultdict(list)
        for one in self._seen.get(id, []):
            for post in one.posts:
                days[post_label(post)].append(one.published.isoformat() if one.published else "")
        return tuple(f"{label} ({_span(min(told), max(told)) or 'no days'})" for label, told in days.items())

    def beside(self, id: str, day: date | None) -> Candidate:
        """Somebody with the sentences nearest to a day."""
        seen, days, person = self._seen.get(id, []), self._days.get(id, []), self._people.get(id)
        known = days[: bisect_left(days, date.max)]
        return Candidate(id, person.name if person else id, self._posts[id], known[0] if known else None,
                         known[-1] if known else None, len(seen), tuple(_nearest(seen, days, day)), self._sides.get(id, id))


def _nearest(seen: Sequence[Seen], days: Sequence[date], day: date | None) -> list[Sentence]:
    """Different sentences out of appearances that stand in order of their days: those nearest to `day`, the nearest first."""
    at = bisect_left(days, day or date.min)
    near = seen[max(0, at - _AROUND) : at + _AROUND]
    if day:
        near = sorted(near, key=lambda one: abs((one.published - day).days) if one.published else date.max.toordinal())
    told: dict[str, Seen] = {}
    for one in near:
        told.setdefault(one.words, one)
    told.pop("", None)
    return [Sentence(one.words, one.published, one.source, one.report_name) for one in list(told.values())[:_SENTENCES]]


def _span(first: str, last: str) -> str:
    """The days from first to last as one string."""
    return first if first == last else f"{first}–{last}"
