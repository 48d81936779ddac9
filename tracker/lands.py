"""To which lands a sentence says that somebody went: 抵达巴黎, 对法国进行访问 and 赴法国 all mean France."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker import lexicon as lexicons

HOME = "中国"
_NONE = "-"  # of lands.txt: what is among the countries and no land
_REACHING = "抵达|飞抵|到达|到访|前往|飞赴|赴|来到"
_GOING = f"访问|出访|参访|{_REACHING}|离开|结束"
_UNNAMED = re.compile("对(?:上述|这)?[两二三四五]国")
_LEAVING = ("离开", "结束")
_BETWEEN = "位于|对|在|了|的"  # 抵达位于…, 结束对…


@dataclass(frozen=True, slots=True)
class Goal:
    """A place that somebody is told to go to: as printed, and the land that it lies in; whether it is told to be left, and
    whether to be reached."""

    printed: str
    land: str
    left: bool = False
    reached: bool = False


@cache
def _names() -> dict[str, str]:
    lexicon = lexicons.load()
    found = {name: name for name in lexicon.countries}
    for land, *others in map(str.split, lexicon.lines("lands.txt")):
        if land != _NONE:
            found |= dict.fromkeys((land, *others), land)
        for name in others if land == _NONE else ():
            found.pop(name, None)
    return found


@cache
def _name() -> re.Pattern[str]:
    return re.compile(f"{lexicons.alternatives(_names())}(?!河西岸)")


@cache
def _going() -> re.Pattern[str]:
    some = rf"{_name().pattern}(?:(?:、|和|与|及|以及|\s){_name().pattern})*"
    return re.compile(
        rf"(?P<verb>{_GOING})(?:{_BETWEEN})*(?P<a>{some})|对(?P<b>{some})[^，。对]{{0,12}}?访问"
        rf"|在(?P<c>{some})[^，。]{{0,4}}?(?:出席|举行|参加|主持)|(?P<home>来华|访华|来京)")


@cache
def _inviting() -> re.Pattern[str]:
    return re.compile(rf"应[^，。]{{0,40}}?{_name().pattern}[^，。]{{0,80}}?邀请")


def goals(text: str) -> tuple[Goal, ...]:
    """The places after verbs of going, in order; lists one by one."""
    found: list[Goal] = []
    for match in _going().finditer(text):
        if match["home"]:
            found.append(Goal(HOME, HOME))
        for name in _name().findall(match["a"] or match["b"] or match["c"] or ""):
            verb = match["verb"] or ""
            found.append(Goal(name, _names()[name], verb in _LEAVING, verb in _REACHING.split("|")))
    return tuple(found)


def visited(text: str) -> tuple[Goal, ...]:
    """Where a journey led, one place a land, in order.

    A land that was left is none of them where another is told to be reached, nor is home where it is left. Where the lands have
    no names (对上述三国进行访问), they are those of whoever invited.
    """
    told = goals(text)
    abroad = [goal for goal in told if goal.land != HOME]
    on = [goal for goal in abroad if not goal.left] if any(goal.reached for goal in abroad) else abroad
    found = on or [goal for goal in told if not goal.left]
    if not found or _UNNAMED.search(text):
        inviting = _inviting().search(text)
        found += [Goal(name, _names()[name]) for name in _name().findall(inviting.group() if inviting else "")]
    return tuple({goal.land: goal for goal in reversed(found)}.values())[::-1]


def land_of(text: str) -> str | None:
    """The land of the first place that a text names."""
    found = _name().search(text)
    return _names()[found.group()] if found else None
