"""To which lands a sentence says that somebody went: 抵达巴黎, 对法国进行访问 and 赴法国 all mean France."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker import lexicon as lexicons

HOME = "中国"
# In countries.txt, and no lands that somebody travels to.
_BODIES = frozenset((
    "欧盟", "东盟", "非盟", "联合国", "上合组织", "上海合作组织", "阿盟", "金砖国家", "北约", "欧洲", "苏联", "中非"))
_GOING = "访问|出访|参访|抵达|飞抵|到达|到访|前往|飞赴|赴|来到|离开|结束"
_UNNAMED = re.compile("对(?:上述|这)?[两二三四五]国")
_LEAVING = ("离开", "结束")
_BETWEEN = "位于|对|在|了|的"  # 抵达位于…, 结束对…


@dataclass(frozen=True, slots=True)
class Goal:
    """A place that somebody is told to go to: as printed, and the land that it lies in; `left` where it is told to be left."""

    printed: str
    land: str
    left: bool = False


@cache
def _names() -> dict[str, str]:
    lexicon = lexicons.load()
    found = {name: name for name in lexicon.countries - _BODIES}
    for line in lexicon.lines("lands.txt"):
        land, *others = line.split()
        found |= dict.fromkeys((land, *others), land)
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
            found.append(Goal(name, _names()[name], match["verb"] in _LEAVING))
    return tuple(found)


def visited(text: str) -> tuple[Goal, ...]:
    """Where a journey led, one place a land, in order.

    The land that was left is one only where the next is not told, and home never where it is left for another. Where the lands
    have no names (对上述三国进行访问), they are those of whoever invited.
    """
    told = goals(text)
    abroad = [goal for goal in told if goal.land != HOME]
    found = [goal for goal in abroad if not goal.left] or abroad or [goal for goal in told if not goal.left]
    if not found or _UNNAMED.search(text):
        inviting = _inviting().search(text)
        found += [Goal(name, _names()[name]) for name in _name().findall(inviting.group() if inviting else "")]
    return tuple({goal.land: goal for goal in reversed(found)}.values())[::-1]


def land_of(text: str) -> str | None:
    """The land of the first place that a text names."""
    found = _name().search(text)
    return _names()[found.group()] if found else None
