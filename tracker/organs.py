"""What a post is, whatever it is called: the place, the organ of that place, and the seat in it.

中共郑州市委员会书记, 郑州市委书记 and, in a paper of Zhengzhou, 市委书记 are one seat. A name is cut into the place it begins
with (lexicon/divisions.tsv knows what lies in what), the level, and the organ in its short form (lexicon/organs.toml).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tracker import lexicon as lexicons
from tracker.lexicon import alternatives
from tracker.text import fold, squeeze
from tracker.types import Post

SUFFIX = re.compile("(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|省|市|区|县|州|旗|盟)$")
GOVERNMENT = "政府"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post taken apart. `codes` are those of the divisions that `place` may mean; empty where no place is named."""

    place: str | None
    codes: frozenset[str]
    level: str | None
    organ: str
    title: str
    former: bool = False
    assumed: bool = False  # whether the place is not named, and taken from where the paper is made


@dataclass(frozen=True, slots=True)
class _Words:
    short: tuple[tuple[str, str], ...]
    levels: re.Pattern[str]
    head: re.Pattern[str]
    alike: re.Pattern[str]
    former: re.Pattern[str]
    older: re.Pattern[str]
    state: re.Pattern[str]
    fused: Mapping[str, tuple[str, str]]
    lands: Mapping[str, str]


@cache
def _words() -> _Words:
    table = lexicons.load().toml_cached("organs")
    levels = alternatives(table["levels"].split())
    alike = alternatives(table["alike"].split())
    return _Words(tuple((long, short) for long, short in table["short"]), re.compile(rf"({levels})(?=.)"),
                  re.compile(rf"(?P<vice>(?:{alike}|副)*)(?P<level>{levels})长"), re.compile(alike),
                  re.compile(alternatives(table["former"].split())),
                  re.compile(rf"(?!{table['no_place']})[\u4e00-\u9fff]{{2,5}}?{table['older']}"),
                  re.compile(table["state"]), {whole: (organ, title) for whole, organ, title in table["fused"]},
                  dict(table["lands"]))


@cache
def divisions() -> Mapping[str, frozenset[str]]:
    """The codes of each place by its name, whole (郑州市) and short (郑州); a country is its own code."""
    codes: dict[str, set[str]] = defaultdict(set)
    home = set(lexicons.load().toml_cached("organs")["home"].split())
    for country in lexicons.load().countries - home:
        codes[country].add(f"/{country}")
    for line in lexicons.load().lines("divisions.tsv"):
        code, name = line.split("\t")
        codes[name].add(code)
        short = SUFFIX.sub("", name)
        if len(short) >= 2:  # 东区 is no 东
            codes[short].add(code)
    return {name: frozenset(found) for name, found in codes.items()}


@cache
def _countries() -> frozenset[str]:
    return frozenset(name for name, codes in divisions().items() if any(code.startswith("/") for code in codes))


@lru_cache(maxsize=200_000)
def _land(organ: str) -> str:
    """The country that a name ends with which begins with no place: 轮值主席国巴西. An embassy (驻) is of another."""
    return "" if "驻" in organ else next((organ[at:] for at in range(1, len(organ) - 1) if organ[at:] in _countries()), "")


@cache
def _whole() -> frozenset[str]:
    return frozenset(line.split("\t")[1] for line in lexicons.load().lines("divisions.tsv"))


@cache
def _longest() -> int:
    return max(map(len, divisions()))


def within(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two places may be one, or one lie in the other."""
    return any(_nested(a, b) or _nested(b, a) for a in one for b in other)


def equal(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two places may be one."""
    return any(_nested(a, b) and _nested(b, a) for a in one for b in other)


def _nested(inner: str, outer: str) -> bool:
    """Whether one code lies in another; `36~余江县` is a place in 36 that has no code of its own (any more)."""
    (code, _, name), (around, _, other) = inner.partition("~"), outer.partition("~")
    if other:
        return name == other and (code.startswith(around) or around.startswith(code))
    return code.startswith(around) and bool(around)


@lru_cache(maxsize=200_000)
def place_of(words: str) -> tuple[str | None, frozenset[str], str]:
    """The most special place that words begin with, its codes, and the rest of the words."""
    name: str | None = None
    codes: frozenset[str] = frozenset()
    rest = words
    while rest:
        found = next((rest[:n] for n in range(min(_longest(), len(rest)), 1, -1) if rest[:n] in divisions()), None)
        if found is None:
            break
        inside = frozenset(c for c in divisions()[found] if not codes or any(c.startswith(b) and c != b for b in codes))
        if codes and not inside:
            break
        name, codes, rest = found, inside or divisions()[found], rest[len(found) :]
    return name, codes, rest


@lru_cache(maxsize=200_000)
def seat(post: Post) -> Seat:
    """The seat that a post names."""
    words = _words()
    title = squeeze(fold(post.title))
    organ = squeeze(fold(post.org or ""))
    gone = words.former.match(title) or (None if place_of(organ)[0] else words.former.match(organ))  # 原平 is a city
    title, organ = words.former.sub("", title, count=1), organ[gone.end() :] if gone and organ.startswith(gone.group()) else organ
    for long, short in words.short:
        organ = organ.replace(long, short)
    organ = words.lands.get(organ, organ)
    if not organ and title in words.fused:
        organ, title = words.fused[title]
    organ = re.sub(r"^政协(.+?)委(?:员会)?$", r"\1政协", re.sub(r"(?<=[省市区县州旗盟])委员会$", "委", organ))
    place, codes, rest = place_of(organ)
    land = rest if place in _countries() and words.state.fullmatch(rest) else "" if place else _land(organ)
    if land:
        place, codes, rest = (place, codes, "") if place else (land, divisions()[land], "")
    suffix = SUFFIX.search(place) if place and place in _whole() else None  # 郑州 is no 州
    level = suffix.group()[-1] if suffix else None
    older = words.older.match(rest) if level in (None, "省", "市") else None
    if older:
        codes = frozenset(f"{code}~{older.group()}" for code in codes or ("",))
        place, level, rest = older.group(), older.group()[-1], rest[older.end() :]
    found = words.levels.match(rest)
    if found and (place is None or level is None):
        level, rest = found.group()[-1], rest[found.end() :]
    head = words.head.fullmatch(title)
    if head and rest in ("", GOVERNMENT):
        return Seat(place, codes, head["level"][-1], GOVERNMENT, words.alike.sub("", head["vice"]) + "长", gone is not None)
    return Seat(place, codes, level, rest, words.alike.sub("", title), gone is not None)


def at(seat: Seat, place: str | None) -> Seat:
    """The seat in a place that its name leaves out: 市委书记 in a paper of 郑州. Other seats stay as they are."""
    if seat.place is not None or seat.level is None or place is None:
        return seat
    name, codes, _ = place_of(place)
    return replace(seat, place=name, codes=codes, assumed=True) if name else seat


def same_organ(one: Seat, other: Seat) -> bool:
    """Whether two seats may be in one organ: the names agree as far as they are given, and so do the places."""
    if not one.organ and not other.organ:
        return equal(one.codes, other.codes) or (one.place is None and one.level == other.level)
    alike = one.organ == other.organ or (min(len(one.organ), len(other.organ)) > 1
                                         and (one.organ.endswith(other.organ) or other.organ.endswith(one.organ)))
    levels = one.level is None or other.level is None or one.level == other.level
    near = within if one.assumed or other.assumed else equal  # 市委 in a paper of a prefecture may be that of a county-level city
    return alike and levels and (not one.codes or not other.codes or near(one.codes, other.codes))


def same_seat(one: Seat, other: Seat) -> bool:
    """Whether two seats may be one: an organ that neither contradicts, and the same title."""
    if one.title != other.title:
        return False
    if not one.organ or not other.organ:  # a bare title
        return not one.codes or not other.codes or within(one.codes, other.codes)
    return same_organ(one, other)
