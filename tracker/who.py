"""Who is who in a database, and what happened once: decides what is open before anybody asks, and keeps what people judged.

A person in no roster has an id that hangs on the reports at hand. Before anything is judged of one, an appearance is made to
stand for the person (SAME), so that the judgement means the same in every database that holds the report.
"""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from tracker import reprints
from tracker.errors import InputError, JudgementError, TrackerError
from tracker.happenings import Telling, compare, regroup
from tracker.judgements import APPEARANCE, EVENT, TIME, Judgement, Log, Pair, Verdict, appearance
from tracker.resolve import Resolver, Rulings
from tracker.roster import PROVISIONAL, Roster, provisional
from tracker.store import Happening, Store, Told
from tracker.store.seen import most_telling
from tracker.text import squeeze

TRIES = 3
Said = tuple[Pair, Verdict, str]


def opened(database: str | Path) -> Store:
    """The store in a file or at an SQLAlchemy URL, settled: an ingest that was cut short may have left names open."""
    store = Store(database)
    settle(store)
    return store


def settle(store: Store) -> int:
    """Decides which reports are reprints, who the names are that are unsettled, each with all its appearances, and which events
    are one; how many names there were.

    While another program keeps writing, something may stay open: it will be decided before the next question.
    """
    return next((count for _ in range(TRIES) if (count := _settled(store)) is not None), 0)


def _settled(store: Store) -> int | None:
    """How many names were decided; None where another program wrote meanwhile, for it may have told more of them."""
    version = store.version()
    printed = store.unlinked()
    if printed and not store.link(reprints.regroup(store.beside, store.prints, printed), version):
        return None
    names, open = store.unsettled(), store.ungrouped()
    if not names and not open:  # nearly always, so nothing is read
        return 0
    log = Log(store.judgements())
    if names:
        roster = store.roster()
        rulings = Rulings(log.state, roster.people, store.formerly())
        seen = store.appearances(names)
        company = {squeeze(name) for one in seen for name in one.company | one.beside} - set(names)
        found = Resolver(roster, store.trusts(), rulings).decide(seen, store.appearances(company, company=False))
        if not store.settle(names, found, _merged(log, roster), version):
            return None
    if open and not store.group(regroup(lambda keys: map(telling, store.near(keys)), open, log.state), version):
        return None
    return len(names)


def telling(told: Told) -> Telling:
    """What tells of an event in the store whether it is one with another."""
    event, report = told.event, told.report
    return Telling(told.id, report.id, event.type, tuple((part.name, part.roles) for part in event.participants), told.words,
                   event.date, event.date_end, report.published, event.place, event.name, event.trigger, report.headline,
                   report.story)


def _merged(log: Log, roster: Roster) -> dict[str, str]:
    """Which people of the roster were judged to be which others."""
    ids = {side for group in log.state.groups() for side in group if side in roster.people}
    return {id: one for id in sorted(ids) if (one := log.state.representative(id, roster.people)) != id}


def reasons(store: Store, happening: Happening) -> list[tuple[str, str, float, tuple[str, ...]]]:
    """Of each two tellings of a happening (their ids) the score, and what speaks for and against that they are one, in words."""
    state = Log(store.judgements()).state
    found = []
    for one, other in combinations(happening.tellings, 2):
        signs = compare(telling(one), telling(other))
        judged = ("it was judged so",) if EVENT + other.id in state.same(EVENT + one.id) else ()
        found.append((one.id, other.id, round(sum(sign.weight for sign in signs), 2), (*judged, *(
            f"{sign.words} ({sign.weight:+g})" for sign in signs))))
    return found


class Judge:
    """Adds somebody's judgements to a store, which has it right at once. `when` is for tests; else the clock tells."""

    def __init__(self, store: Store, who: str | None = None, when: datetime | None = None) -> None:
        self.store, self.who, self._when = store, who or _login(), when
        self.log = Log(store.judgements())

    def say(self, sides: Pair, verdict: Verdict, why: str = "") -> tuple[Judgement, ...]:
        """Keeps what is judged of two sides: ids of people or appearances, or two events (e:…). JudgementError if it contradicts
        or the store holds no such event."""
        return self.say_all([(sides, verdict, why)])

    def say_all(self, said: Sequence[Said]) -> tuple[Judgement, ...]:
        """Keeps what is judged of several pairs of sides, or nothing: then the first of their `faults` is raised."""
        for side in {side for sides, _, _ in said for side in sides if side.startswith(EVENT)}:
            if not self.store.happening(side.removeprefix(EVENT)):
                raise JudgementError(f"the database holds no event {side.removeprefix(EVENT)}; take an event_id of a timeline")
        planned, faults = self._plan(said)
        for fault in faults.values():
            raise fault
        people = {side for sides, verdict, _ in said if verdict == "SAME" for side in sides if not side.startswith(APPEARANCE)}
        wholes = [(self._side(person)[0], self._appearances([person])) for person in sorted(people)]
        return self._keep(planned, wholes)

    def faults(self, said: Sequence[Said]) -> dict[int, TrackerError]:
        """Which of several judgements cannot be kept beside the others, by their place, and why; keeps nothing."""
        return self._plan(said)[1]

    def split(self, person: str, reports: Collection[str], why: str = "") -> tuple[Judgement, ...]:
        """Judges that the appearances of a person (an id) in these reports are somebody else, and all of them the same one.

        InputError if the person does not appear in one of them, or in no other report.
        """
        seen = self.store.seen([person])
        gone = [one for one in seen if reports and {one.report, one.report_name} & set(reports)]
        unknown = set(reports) - {id for one in gone for id in (one.report, one.report_name)}
        if unknown or not gone:
            raise InputError(f"{person} does not appear in {', '.join(sorted(unknown)) or 'no report at all'}; choose from "
                             f"{', '.join(sorted({one.report_name for one in seen})) or 'nothing'}")
        if len(gone) == len(seen) and person.startswith(PROVISIONAL):
            raise InputError(f"{person} appears nowhere else; leave out a report, or merge with somebody")
        away = [appearance(one.report, one.name) for one in gone]
        side, anchors = self._side(person, away)
        return self._keep([*anchors, *(((one, side), "DIFFERENT", why) for one in away),
                           *(((away[0], other), "SAME", why) for other in away[1:])],
                          [(side, self._appearances([person]) - set(away))])

    def undo(self, id: str, why: str = "") -> tuple[Judgement, ...]:
        """Takes back one judgement. JudgementError if there is none of the id, or what comes back contradicts others."""
        return self.undo_all([id], why)

    def undo_all(self, ids: Sequence[str], why: str = "") -> tuple[Judgement, ...]:
        """Takes back several judgements, in this order; if one cannot be, none is."""
        log = copy(self.log)
        return self._kept(log, [log.undo(id, self.who, self._time(), why) for id in ids])

    def take(self, said: Iterable[Judgement]) -> tuple[int, list[str]]:
        """Keeps the judgements of another log; how many were new, and a line for each that is left out as it contradicts."""
        held = set(self.log.judgements)
        new = [one for one in said if one not in held]
        log = Log((*self.log.judgements, *new))
        self._kept(log, new)
        return len(new), [why for _, why in log.state.left_out]

    def _plan(self, said: Sequence[Said]) -> tuple[list[Said], dict[int, TrackerError]]:
        """What has to be judged for several judgements to be kept one after the other, and which of them cannot be, and why."""
        log, stands = copy(self.log), dict[str, str]()
        planned, faults = list[Said](), dict[int, TrackerError]()
        for place, (sides, verdict, why) in enumerate(said):
            try:
                first = len(planned)
                for side in sides:
                    if side not in stands:
                        stands[side], anchors = self._side(side)
                        planned += anchors
                planned.append(((stands[sides[0]], stands[sides[1]]), verdict, why))
                for pair, what, _ in planned[first:]:
                    log.append(pair, what, self.who, self._time())
            except TrackerError as error:
                faults[place] = error
        return planned, faults

    def _side(self, side: str, without: Collection[str] = ()) -> tuple[str, list[Said]]:
        """What stands for a side in a judgement, and what has to be judged first; `without` cannot stand for it."""
        if not side.startswith(PROVISIONAL) or any(one.startswith(APPEARANCE) for one in self.log.state.same(side)):
            return side, []
        seen = [one for one in self.store.seen([side]) if appearance(one.report, one.name) not in without]
        if not seen:
            raise InputError(f"nobody in the database has the id {side}")
        best = most_telling(seen)
        id = provisional(best.name, best.report, best.name)
        return id, [((appearance(best.report, best.name), id), "SAME", f"stands for {side}")]

    def _appearances(self, people: Sequence[str]) -> set[str]:
        return {appearance(one.report, one.name) for one in self.store.seen(people) if one.attendance != "byline"}

    def _keep(self, said: Iterable[Said], wholes: Sequence[tuple[str, Collection[str]]] = ()) -> tuple[Judgement, ...]:
        """Keeps judgements, after which all of each whole are one with its side: where nothing tells it, that is judged too."""
        new, left = list[Judgement](), list(said)
        while left:
            log = copy(self.log)
            new += self._kept(log, [log.append(sides, verdict, self.who, self._time(), why) for sides, verdict, why in left])
            left = [((one, side), "SAME", "it was so before") for side, whole in wholes for one in self._lost(side, whole)]
        return tuple(new)

    def _lost(self, side: str, whole: Collection[str]) -> list[str]:
        """Those of the appearances that are not with the person who is `side`, though nothing says that they are not."""
        if not whole:
            return []
        state = self.log.state
        person = state.representative(side, self.store.roster().people)
        return [one for one in sorted(set(whole) - self._appearances([person])) if not state.different(one, side)]

    def _kept(self, log: Log, new: Sequence[Judgement]) -> tuple[Judgement, ...]:
        sides = {side for one in new for side in self._about(log, one)}
        touched = {other for side in sides for state in (self.log.state, log.state) for other in state.same(side)}
        self.store.judge(new, touched)
        self.log = log
        settle(self.store)
        return tuple(new)

    def _about(self, log: Log, said: Judgement) -> Pair | tuple[()]:
        """The sides of a judgement, or of the one that an undo brings or takes back."""
        held = {one.id: one for one in log.judgements}
        while said.undoes in held:
            said = held[said.undoes]
        return () if said.undoes else (said.left, said.right)

    def _time(self) -> str:
        now = (self._when or datetime.now(UTC)).strftime(TIME)
        return max([now, *(one.when for one in self.log.judgements[-1:])])  # a clock that was put back


def _login() -> str:
    """The name of the user on this machine; nothing where it has none, and judging then asks for one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def history(store: Store, person: str | None = None) -> list[Judgement]:
    """What was judged, in order; of one person (an id) whatever is about that one, an appearance of that one, or undoes such."""
    log = Log(store.judgements())
    if person is None:
        return list(log.judgements)
    mine = {person, *log.state.same(person)}
    formerly = store.formerly()
    for seen in store.seen([person]):
        mine |= {appearance(id, seen.name) for id in (seen.report, *formerly.get(seen.report, ()))}
    ids = {one.id for one in log.judgements if {one.left, one.right} & mine}
    for one in log.judgements:
        ids |= {one.id} if one.undoes in ids else set()
    return [one for one in log.judgements if one.id in ids]
