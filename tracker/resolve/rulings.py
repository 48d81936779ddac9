"""What people judged, as the resolver needs it: who an appearance must be, who it cannot be, and who of two ids are one."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from types import MappingProxyType

from tracker.judgements import APPEARANCE, State, appearance, parse
from tracker.roster import PROVISIONAL, provisional

Key = tuple[str, str]  # report and name


class Rulings:
    """The judgements in force, asked by appearance. `known` holds the ids of the roster; `formerly` the ids that earlier texts
    of a report had, since what was judged of these holds for the new text too, unless that was judged anew."""

    def __init__(self, state: State | None = None, known: Container[str] = (),
                 formerly: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        self._state, self._known, self._formerly = state or State(), known, formerly

    def one(self, id: str) -> str:
        """The id of the person whom `id` was judged to be; `id` itself where nothing was."""
        return self._state.representative(id, self._known)

    def held(self, id: str) -> bool:
        """Whether the roster holds this id."""
        return id in self._known

    def alike(self, id: str) -> tuple[str, ...]:
        """The ids of all people who were judged to be one with `id`, which is among them, in order."""
        return tuple(sorted(side for side in self._state.same(id) if not side.startswith(APPEARANCE)))

    def person(self, key: Key) -> str | None:
        """Whom an appearance must be: the id that was judged to be the same, provisional for some that are only each other.

        Of several ids a provisional one comes first: the other appearances of that person may be like this one.
        """
        for side in self._sides(key):
            same = self._state.same(side)
            near = self._state.beside(side) or [one for one in same if not one.startswith(APPEARANCE)]
            if near:
                return min(near, key=lambda id: (not id.startswith(PROVISIONAL), id))
            if len(same) > 1:
                report, name = parse(min(same)) or key
                return fresh(name, (report, name), self.barred(key))
        return None

    def barred(self, key: Key) -> frozenset[str]:
        """Whom an appearance cannot be."""
        return frozenset(id for side in self._sides(key) for id in self._state.barred(side))

    def _sides(self, key: Key) -> list[str]:
        report, name = key
        return [] if self._state.empty else [appearance(id, name) for id in (report, *self._formerly.get(report, ()))]


def fresh(name: str, where: Sequence[str], taken: Container[str]) -> str:
    """The provisional id of somebody who is told apart by `where`, and another one as long as it is taken by somebody else."""
    while (id := provisional(name, *where)) in taken:
        where = (*where, "else")
    return id
