"""A report as a row of clauses in which every person, with the posts before the name, is one character.

澜泉新区管委会主任顾承岳会见尉迟清川一行 becomes P会见P一行, so that the rules can speak of who and not of how long the
posts are. Each character of a skeleton knows its place in the report.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.text import sentences
from tracker.types import Naming, Span

BASE = 0xF0000  # a private plane: person number n of the report is chr(BASE + n)
P = f"[{chr(BASE)}-{chr(BASE + 0xFFFD)}]"
BOTH = chr(BASE + 0xFFFD)  # stands for 两国元首: the two sides of the meeting told last, a person to every rule
DAY = "\ue000"  # stands for a date
HIDDEN = "\ue001"  # stands for a character that no rule may read
QUOTED = re.compile(r"“[^”]{13,}”|《[^》]*》")
LISTED = re.compile(rf"(?:{P}|、|，|和|与|及|以及|夫人|{DAY}|同志|先生|女士)+")

ASIDE = re.compile("[（(](?:[A-Za-zÀ-ž .·'’-]{1,40}|[^（）()，。]{1,8})[）)]")
ENVOY = re.compile("特使|特别代表|私人代表")  # 某某主席特使、某部部长: who was sent goes, not who sent
STAMP = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ 　]+\d{1,2}:\d\d(?::\d\d)?[ 　]+(?=\S)")
# 市领导甲、乙，局长丙参加; 县一中学生甲，裁判员代表乙宣誓
_WHO = "领导|成员|代表|专家|嘉宾|负责人|同志|学生|教师|职工|队员|企业家|骨干|模范|党员|干部|老人|村民|居民|夫人"
CALLED = re.compile(rf"[^，。、{P[1:-1]}]{{0,12}}(?:{_WHO})(?={P})")
# 各有关部门负责同志 in a list of names
_UNNAMED = "负责同志|负责人|主要领导|相关人员|有关人员|工作人员|同志|代表|嘉宾|成员|师生|群众|人士"
UNITS = re.compile(rf"(?:以及|和|及)?[^，。；：{P[1:-1]}{DAY}]{{2,40}}?(?:{_UNNAMED})等?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its skeleton, and for each character of it where it starts in the report; `span` covers the whole."""

    text: str
    places: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses; `paragraph` counts the lines of the report."""

    span: Span
    paragraph: int
    clauses: tuple[Clause, ...]


def build(text: str, namings: Sequence[Naming], dates: Sequence[Span], both: re.Pattern[str]) -> list[Sentence]:
    """The sentences of a report in order; `namings` number the persons, `both` are words for the two who met."""
    cover = {m.start(): (m.end(), BOTH) for m in both.finditer(text)}
    cover |= {n.phrase.start: (n.phrase.end, HIDDEN if ENVOY.match(text, n.phrase.end) else chr(BASE + i))
              for i, n in enumerate(namings)}
    cover |= {d.start: (d.end, DAY) for d in dates if not any(n.phrase.start <= d.start < n.phrase.end for n in namings)}
    hidden = {i for m in QUOTED.finditer(text) for i in range(m.start() + 1, m.end() - 1)}
    for aside in filter(None, (ASIDE.match(text, n.phrase.end) for n in namings)):  # 总统某某（线上）、
        cover[aside.start()] = (aside.end(), "")
    hidden |= {i for n in namings if n.byline for i in range(n.phrase.start, n.phrase.end)}
    found = []
    for span in (part for whole in sentences(text) for part in _unstamped(text, whole)):
        skeleton, places = _skeleton(text, span, cover, hidden)
        clauses = tuple(_clauses(skeleton, places, span))
        found.append(Sentence(span, text.count("\n", 0, span.start), clauses))
    return found


def _unstamped(text: str, span: Span) -> Iterator[Span]:
    """A sentence cut after the hour of its publication, which saved web pages print before the body."""
    start = span.start
    for stamp in STAMP.finditer(text, span.start, span.end):
        yield Span(start, stamp.end())
        start = stamp.end()
    yield Span(start, span.end)


def _skeleton(text: str, span: Span, cover: dict[int, tuple[int, str]], hidden: set[int]) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    at = span.start
    while at < span.end:
        end, letter = cover.get(at, (at + 1, text[at]))
        if at in hidden and letter:
            end, letter = at + 1, HIDDEN
        if at not in cover and ord(letter) >= ord(DAY) and (ord(letter) >= BASE or letter in (DAY, HIDDEN)):
            letter = HIDDEN  # the text itself holds a character that stands for something here
        if letter and not letter.isspace():
            letters.append(letter)
            places.append(at)
        at = end
    return "".join(letters), places


def _clauses(skeleton: str, places: list[int], span: Span) -> Iterator[Clause]:
    """The clauses of a sentence, cut at commas and colons; a clause that is a bare list of names joins its neighbour."""
    cuts = [0, *(m.end() for m in re.finditer(r"[，；,]|(?<![有是括为])[：:]", skeleton)), len(skeleton)]
    joined: list[tuple[int, int]] = []
    for a, b in itertools.pairwise(cuts):
        before = skeleton[joined[-1][0] : joined[-1][1]].rstrip("，,") if joined else ""
        goes_on = _goes_on(before)  # 国务委员甲，副总理乙参加
        if joined and (goes_on or (re.search(rf"{P}$", before) and _is_list(skeleton[a:b].rstrip("，：；,:。！？")))):
            joined[-1] = (joined[-1][0], b)
        elif a < b:
            joined.append((a, b))
    for a, b in joined:
        end = places[b] if b < len(places) else span.end
        yield Clause(skeleton[a:b], tuple(places[a:b]), Span(places[a], end))


def _is_list(piece: str) -> bool:
    """Whether a piece of a sentence is names and nothing else."""
    return bool(LISTED.fullmatch(CALLED.sub("", piece)) and re.search(P, piece))


def _goes_on(before: str) -> bool:
    """Whether a list of names goes on after a piece: names alone, or names and units without names."""
    names, *units = before.split("，")
    return _is_list(names) and all(_is_list(unit) or UNITS.fullmatch(unit) for unit in units)
