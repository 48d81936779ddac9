"""Events in the making: a report tells one happening in pieces, and the pieces are put together here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day

from tracker.types import Event, EventType, Participation, Reason, Role, Span

ORDER: tuple[Role, ...] = (
    "host", "guest", "lead", "chair", "attendee", "speaker", "accompany", "sender", "recipient", "appointee")
SIDES = frozenset({"host", "guest", "lead", "accompany", "chair"})  # who is one of these is there without being told
GENERIC = 4  # a name of so few characters (座谈会, 本次大会) says nothing of which one


@dataclass(frozen=True, slots=True)
class Cue:
    """What a reading goes by: the rule, the words that it saw, the sentence they stand in."""

    rule: str
    words: str
    evidence: Span


@dataclass
class Draft:
    """An event as far as it has been read."""

    type: EventType
    trigger: str
    evidence: Span
    date: Day | None = None
    date_end: Day | None = None
    vague: bool = False  # told of 日前, 近日
    place: str | None = None
    name: str | None = None
    lands: frozenset[str] = frozenset()  # where a journey led, as far as told
    journey: bool = False  # whether it was read from a verb of travelling
    roles: dict[str, dict[Role, Cue]] = field(default_factory=dict)  # of each name, with what says so, in the order said

    def add(self, names: Iterable[str], role: Role, cue: Cue) -> None:
        """Let each of `names` take part as `role`; the order of the first naming is kept."""
        for name in names:
            roles = self.roles.setdefault(name, {})
            if not (role == "attendee" and SIDES.intersection(roles)):
                roles.setdefault(role, cue)

    def freeze(self) -> Event:
        """The event itself."""
        people = tuple(_participation(name, roles) for name, roles in self.roles.items())
        return Event(self.type, self.trigger, self.evidence, people, self.date, self.date_end, self.place, self.name)


def _participation(name: str, roles: Mapping[Role, Cue]) -> Participation:
    ordered = tuple(sorted(roles, key=ORDER.index))
    reasons = tuple(Reason(roles[role].rule, roles[role].words, roles[role].evidence) for role in ordered)
    return Participation(name, ordered, next(iter(roles.values())).evidence, reasons)


def same(one: Draft, other: Draft) -> bool:
    """Whether two drafts tell one happening: the type, and names or days or people that agree and none that differ."""
    if one.type != other.type:
        return False
    if one.date and other.date and one.date != other.date and not (within(one, other) or within(other, one)):
        return False
    if one.lands and other.lands and not one.lands & other.lands:  # 离开法国, 抵达塞尔维亚
        return False
    if one.type in ("meeting", "call"):
        return _side(one, "guest") == _side(other, "guest") and bool(_side(one, "host") & _side(other, "host"))
    if one.type == "message":  # a letter and the answer to it are two
        return any(set(roles) & set(other.roles.get(name, ())) for name, roles in one.roles.items())
    if one.type == "appointment":
        return set(one.roles) == set(other.roles)
    if one.type == "ceremony" and not (one.name and other.name):
        return one.trigger == other.trigger and (one.place == other.place or None in (one.place, other.place))
    if one.name and other.name and len(one.name) > GENERIC and len(other.name) > GENERIC:
        return alike(one.name, other.name)
    return not one.roles or not other.roles or bool(set(one.roles) & set(other.roles))


def within(one: Draft, other: Draft) -> bool:
    """Whether the day of one lies in the days of the other."""
    return bool(one.date and other.date and other.date_end and other.date <= one.date <= other.date_end)


def alike(one: str, other: str) -> bool:
    """Whether two names may name one happening: the shorter one's characters stand in the longer in order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _side(draft: Draft, role: Role) -> frozenset[str]:
    return frozenset(name for name, roles in draft.roles.items() if role in roles)


def merge(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with those that tell the same happening made one, in the order told; empty ones are left out."""
    merged: list[Draft] = []
    for draft in drafts:
        if not draft.roles:
            continue
        twin = next((known for known in merged if same(known, draft)), None)
        if twin is None:
            merged.append(draft)
            continue
        for name, roles in draft.roles.items():
            for role, cue in roles.items():
                twin.add([name], role, cue)
        twin.date, twin.date_end = (twin.date, twin.date_end) if twin.date else (draft.date, draft.date_end)
        twin.place, twin.name = twin.place or draft.place, twin.name or draft.name
    return merged


def lend_day(drafts: Sequence[Draft], days: Collection[Day]) -> None:
    """Where the events tell one day alone, or none and the report (`days`) does, make it the day of all."""
    told = {draft.date for draft in drafts if draft.date} or set(days)
    if len(told) == 1 and not any(draft.date_end for draft in drafts):
        for draft in drafts:
            draft.date = draft.date or (None if draft.vague else next(iter(told)))
