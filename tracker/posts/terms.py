"""Who held which seat when, as roster and reports tell it: what the views of posts are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from tracker.errors import InputError
from tracker.organs import Seat, equal, same_organ, seat
from tracker.people import near
from tracker.seats import Held, seat_in, seats_of, span
from tracker.store import Printed, Store, Writing, post_label
from tracker.text import fold, squeeze
from tracker.types import Post, RosterPerson, Tenure

Basis = Literal["roster", "reports", "both"]
_PARTED = " /／　"  # what may stand between organisation and title


@dataclass(frozen=True, slots=True)
class Term:
    """A seat of a person, with the writing most printed and the first and last day of reports, which `held` would count anew."""

    person: RosterPerson
    held: Held
    post: Post
    first: date | None
    last: date | None

    def tenures_on(self, day: date) -> list[Tenure]:
        """The tenures of the roster that may cover the day: 2019 as an end is all of 2019."""
        return [tenure for tenure in self.held.tenures if span(tenure)[0] <= day <= span(tenure)[1]]

    def basis_on(self, day: date) -> Basis | None:
        """What says that the person held the seat on a day; None where nothing does."""
        return basis(bool(self.tenures_on(day)), bool(self.first and self.last and self.first <= day <= self.last))


def basis(in_roster: bool, in_reports: bool) -> Basis | None:
    """The two signs in a word."""
    return "both" if in_roster and in_reports else "roster" if in_roster else "reports" if in_reports else None


def terms(store: Store, people: Collection[str] | None = None) -> list[Term]:
    """The seats of all people, or of some: those held at the time, and not what somebody was before (原书记)."""
    prints: dict[str, list[Printed]] = defaultdict(list)
    for printed in store.printed() if people is None else store.printed_by(people):
        if printed.seen.status != "unsure":  # whose it is, is not known
            prints[printed.seen.person].append(printed)
    known = store.people(people)
    return [Term(person, held, held.post, *held.days) for id, person in known.items() if prints[id] or person.tenures
            for held in seats_of(prints[id], person.tenures) if not held.seat.former]


def matches(own: Seat, wanted: Seat) -> bool:
    """Whether a seat is the one asked for. Stricter than `same_seat`: a bare 书记 is not said to be that of Zhengzhou, and
    市委书记 asked for without a place is that of every place."""
    if own.title != wanted.title or own.former or bool(own.organ) != bool(wanted.organ):
        return False
    return _there(own, wanted) and (not wanted.organ or same_organ(own, wanted))


def _there(own: Seat, wanted: Seat) -> bool:
    return not wanted.codes or (bool(own.codes) and equal(own.codes, wanted.codes))


def in_org(held: Held, wanted: str) -> bool:
    """Whether a seat is in an organisation, whatever it is called: one of its writings holds the words, or it is that organ."""
    words, organ = squeeze(wanted), seat(Post(wanted, "委员"))
    writings = {post_label(post) for post in (*(tenure.post for tenure in held.tenures), *(p.post for p in held.prints))}
    return any(words in squeeze(fold(label)) for label in writings) or (
        bool(organ.organ and held.seat.organ) and _there(held.seat, organ) and same_organ(held.seat, organ))


def find_seat(store: Store, words: str) -> tuple[Seat, list[Writing]]:
    """The seat that words mean (郑州市委书记, or parted: 郑州市委 书记), and all its writings; InputError if nobody held it.

    Nothing tells where an organisation ends and a title begins; of all ways to cut the words that one is taken which most
    writings of the store stand for, and of these the one with the longest title.
    """
    if not squeeze(words):
        raise InputError("no post named; write one, such as 郑州市委书记")
    known = store.writings(squeeze(fold(words))[-1])
    seats = [(seat_in(one.post, one.source), one) for one in known]
    best: tuple[int, Seat, list[Writing]] | None = None
    for wanted in _cuts(words, {own.title for own, _ in seats}):
        found = [one for own, one in seats if matches(own, wanted)]
        count = sum(one.count for one in found)
        if found and (best is None or count > best[0]):
            best = count, wanted, found
    if best is None:
        raise _unknown(store, words)
    return best[1], best[2]


def _cuts(words: str, titles: Collection[str]) -> Iterator[Seat]:
    """The seats that words may mean whose title is a known one, from the longest title on."""
    parts = [squeeze(part) for part in words.strip().translate(str.maketrans(_PARTED, "\n" * len(_PARTED))).split("\n") if part]
    if len(parts) > 1:
        cuts: Iterable[Post] = [Post("".join(parts[:-1]), parts[-1])]
    else:
        cuts = (Post(parts[0][:n] or None, parts[0][n:]) for n in range(len(parts[0])))
    for post in cuts:
        wanted = seat(post)
        if wanted.title in titles:
            yield wanted


def _unknown(store: Store, words: str) -> InputError:
    like = near(words, Counter(post_label(one.post) for one in store.writings()))
    return InputError(f"nobody held {words} by reports or roster" + (f"; did you mean {', '.join(like)}?" if like else ""))


def holding(store: Store, words: str) -> list[Term]:
    """The terms in the seat that words mean; InputError if nobody held it."""
    wanted, writings = find_seat(store, words)
    people = store.borne_by(one.post for one in writings)
    merged = store.merged()
    found = terms(store, {merged.get(id, id) for id in people})
    return [term for term in found if matches(term.held.seat, wanted)
            or any(matches(seat_in(printed.post, printed.seen.source), wanted) for printed in term.held.prints)]


def earliest(prints: Iterable[Printed]) -> Printed | None:
    """The print of the first day; those without a day do not count."""
    return min((one for one in prints if one.seen.first), key=lambda one: str(one.seen.first), default=None)


def latest(prints: Iterable[Printed]) -> Printed | None:
    """The print of the last day; those without a day do not count."""
    return max((one for one in prints if one.seen.last), key=lambda one: str(one.seen.last), default=None)


def report_count(prints: Iterable[Printed]) -> int:
    """How many reports print it."""
    return len({one.seen.report for one in prints})


def make_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], days: Sequence[str] = (),
               numbers: Sequence[str] = (), floats: Sequence[str] = ()) -> pd.DataFrame:
    """A frame whose `days` are datetime64, `numbers` int64 and `floats` float64; all else is an object, None where unknown."""
    frame = pd.DataFrame(rows, columns=list(columns)).astype(object)
    frame = frame.where(frame.notna(), None).astype({**dict.fromkeys(numbers, "int64"), **dict.fromkeys(floats, "float64")})
    for column in days:
        frame[column] = pd.to_datetime(frame[column])
    return frame
