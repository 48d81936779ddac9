"""What narrows a timeline down, as one value that doors make and questions read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypedDict, get_args

from tracker.errors import InputError
from tracker.expression import Expression, Field, Term, parse
from tracker.types import EventType, Role

Kind = Literal["attended", "mentioned", "all"]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a row of a timeline fulfils; whatever is left out is not asked.

    `since` and `until` are inclusive. `types` and `roles` name those that are wanted, any of them; roles are those of the person.
    `place` and `source` have to stand in what a report prints of the event, and in its paper. `organisation`: a report prints it
    in the post of somebody who took part. `post`: the person held it that day. `company`: names or ids of people all of whom took
    part too. `where`: a search expression that one of the reports fulfils. `kind` says whether what the person attended is asked
    for, the reports that only name the person, or both. InputError for what cannot be.
    """

    since: date | None = None
    until: date | None = None
    types: tuple[EventType, ...] = ()
    roles: tuple[Role, ...] = ()
    place: str | None = None
    organisation: str | None = None
    post: str | None = None
    company: tuple[str, ...] = ()
    source: str | None = None
    where: Expression | None = None
    kind: Kind = "attended"

    def __post_init__(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise InputError(f"no day is both since {self.since} and until {self.until}; swap them")
        for what, given, known in (("event type", self.types, get_args(EventType)), ("role", self.roles, get_args(Role)),
                                   ("kind of rows", (self.kind,), get_args(Kind))):
            for value in given:
                if value not in known:
                    raise InputError(f"no {what} {value}; choose from {', '.join(known)}")
        for what in ("place", "organisation", "post", "source"):
            word = getattr(self, what)
            if word is not None and not word.strip():
                raise InputError(f"the {what} is empty; name one, or leave it out")
        if self.kind != "attended" and (self.types or self.roles or self.place or self.company):
            raise InputError("who is only mentioned has no type, role, place or company; leave these out, or ask for what was "
                             "attended")

    def also(self, since: date | None = None, until: date | None = None, type: str | None = None) -> Filter:
        """The filter with these bounds and this type as well, where they are given."""
        given: dict[str, Any] = {"since": since, "until": until, "types": (type,) if type is not None else None}
        return replace(self, **{name: value for name, value in given.items() if value is not None})

    @property
    def of_events(self) -> list[Expression]:
        """What some report has to tell of a happening, one expression each."""
        terms: list[tuple[Field, str | None]] = [("place", self.place), ("source", self.source)]
        return [*(Term(field, value) for field, value in terms if value is not None), *([self.where] if self.where else [])]

    @property
    def of_reports(self) -> list[Expression]:
        """What a report that only names somebody has to fulfil."""
        return [*([Term("source", self.source)] if self.source is not None else []), *([self.where] if self.where else [])]

    def __str__(self) -> str:
        """The filter in words, without the subject: "since 2024-01-01, of type meeting"."""
        told = [("since", self.since), ("until", self.until), ("of type", " or ".join(self.types)),
                ("as", " or ".join(self.roles)), ("at", self.place), ("with somebody of", self.organisation),
                ("in the post of", self.post), ("with", "、".join(self.company)), ("told by", self.source),
                ("that fulfils", self.where and "the expression")]
        return ", ".join(f"{word} {value}" for word, value in told if value)


class Wanted(TypedDict, total=False):
    """The fields of a filter as they are written in Python: one value or several, an expression as text."""

    types: str | Iterable[str]
    roles: str | Iterable[str]
    place: str | None
    organisation: str | None
    post: str | None
    company: str | Iterable[str]
    source: str | None
    where: str | Expression | None
    kind: str


def wanted(fields: Wanted) -> Filter:
    """The filter of fields as they are written. InputError for an unknown one, or one that cannot be."""
    given: dict[str, Any] = dict(fields)
    for name in given:
        if name not in Wanted.__annotations__:
            raise InputError(f"no filter {name}; choose from {', '.join(Wanted.__annotations__)}")
    for name in ("types", "roles", "company"):
        if name in given:
            given[name] = several(given[name])
    if isinstance(given.get("where"), str):
        given["where"] = parse(given["where"])
    return Filter(**given)


def several(names: str | Iterable[str]) -> Sequence[str]:
    """One name, or several, each once."""
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))
