"""Which tellings are of one visit: the same traveller, the same land, and days that one stay may have.

A visit is the stay of somebody in one land, from the departure or the arrival to the leave or the return. A journey through
several lands is several visits. What tells of more than one land belongs to one of them: a departure, and what tells of the whole
journey, to the first land that it names, a return to the last one.
"""

from __future__ import annotations

from datetime import date

from tracker.happenings.signs import Sign, figure, sign
from tracker.happenings.telling import Telling
from tracker.text import squeeze


def traveller(one: Telling, other: Telling) -> Sign | None:
    """Whether the same travelled."""
    shared = sorted(one.guests & other.guests)
    return sign("same traveller", f"{'、'.join(shared)} travelled") if shared else sign("other people", "others travelled")


def land(one: Telling, other: Telling) -> Sign | None:
    """Whether both went to one land."""
    if not one.land or not other.land:
        short, long = sorted((squeeze(told.place or "") for told in (one, other)), key=len)
        if short and short in long:
            return sign("same land", f"both to {short}")
        return sign("no land" if one.land or other.land else "neither land", "no land is told")
    return sign("same land", f"both to {one.land}") if one.land == other.land else sign(
        "other land", f"{one.land} is not {other.land}")


def stay(one: Telling, other: Telling) -> Sign | None:
    """Whether both may be of one stay: its start before its end, and not too far apart."""
    if not one.days or not other.days:
        return sign("no day", "no day is told")
    first, then = sorted((one, other), key=lambda told: (told.days[0], told.days[-1], told.id))
    gap = max((then.days[0] - first.days[-1]).days, 0)
    if gap > _longest(first, then):
        return sign("other day", "not the days of one stay")
    weight = figure("weights", "one stay") + gap * figure("weights", "day apart")
    return Sign(round(weight, 2), "the days of one stay" if gap <= 1 else f"{gap} days apart")


def _longest(first: Telling, then: Telling) -> int:
    """How many days may lie between two parts of a visit that are told in this order; what has no day is told afterwards."""
    parts = first.part, then.part
    if parts == ("end", "start"):
        return 0
    inside = first.part != "end" and then.part != "start" and "whole" not in parts
    return int(figure("thresholds", "stay" if inside or not then.date else "journey"))


def beside(days: tuple[date, ...]) -> tuple[date, ...]:
    """The days on which a visit that was on `days` may be told as well."""
    if not days:
        return ()
    most = int(figure("thresholds", "stay"))
    first, last = max(days[0].toordinal() - most, 1), min(days[-1].toordinal() + most, date.max.toordinal())
    return tuple(map(date.fromordinal, range(first, last + 1)))
