"""Who belongs to an organisation, or holds a post, on which day: as reports print it, or by the tenures of the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from tracker.dates import covers
from tracker.organs import same_seat, seat
from tracker.seats import seat_in
from tracker.store import Store, post_label
from tracker.text import squeeze
from tracker.types import Post, Tenure


class Bearers:
    """The people of whose posts one names the organisation, and is the post, as far as these are given. `printed` has the reports
    (ids in the store) that print such a post beside a person."""

    def __init__(self, store: Store, organisation: str | None = None, post: str | None = None) -> None:
        self._organisation, self._post = organisation, squeeze(post) if post is not None else None
        titles = {self._post[at:] for at in range(len(self._post))} if self._post is not None else None
        self.printed = {(one.report, one.person) for one in store.bearers(organisation, titles)
                        if self._fits(one.post, one.source)}
        self._tenures: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in store.tenures():
            if self._fits(tenure.post, None):
                self._tenures[tenure.person_id].append(tenure)

    @property
    def people(self) -> frozenset[str]:
        """All of them, whatever the day."""
        return frozenset(self._tenures) | {person for _, person in self.printed}

    def holds(self, person: str, reports: Collection[str], day: date | None) -> bool:
        """Whether one of the reports prints such a post beside the person, or the roster gives the person one on the day."""
        return any((report, person) in self.printed for report in reports) or any(
            day is not None and covers(one.start, one.end, day) for one in self._tenures.get(person, ()))

    def _fits(self, post: Post, source: str | None) -> bool:
        if self._organisation is not None and self._organisation not in (post.org or ""):
            return False
        return self._post is None or is_seat(self._post, post, source)


def is_seat(wanted: str, post: Post, source: str | None = None) -> bool:
    """Whether a post, as a paper prints it, is the one that `wanted` (organisation and title in one, or a title) names.

    中共郑州市委员会书记 is 郑州市委书记. A bare 书记 is nobody's in particular, so it is no 郑州市委书记, and who was it once
    (原书记) is it no more.
    """
    title = squeeze(post.title)
    if not title or not wanted.endswith(title):
        return False
    if squeeze(post_label(post)) == wanted:
        return True
    own, goal = seat_in(post, source), seat(Post(wanted[: -len(title)] or None, title))
    if own.former != goal.former or (goal.organ and not own.organ):
        return False
    return same_seat(own, goal)
