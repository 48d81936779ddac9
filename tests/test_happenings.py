"""One happening, many tellings: what speaks for and against, how groups are made, and that only what is near is looked at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.happenings import Telling, group, regroup, score
from tracker.happenings.compare import again, agrees, compare, figure
from tracker.happenings.journeys import beside
from tracker.judgements import Judgement, State, replay
from tracker.types import EventType, Role

NOBODY = State()


def told(id: str, type: EventType, who: str, words: str = "", **more: object) -> Telling:
    """A telling of the report r<id>, with participants written as 林建国:host 白_志远:guest, where _ is a blank."""
    parts = tuple((name.replace("_", " "), tuple(roles.split(","))) for name, roles in (part.split(":") for part in who.split()))
    options: dict[str, object] = {"date": date(2020, 8, 4), "published": date(2020, 8, 4), "report": f"r{id}", **more}
    return Telling(id, type=type, parts=parts, words=words, **options)  # type: ignore[arg-type]


def one(a: Telling, b: Telling) -> bool:
    happenings = group([a, b], NOBODY)
    return happenings["a"] == happenings["b"]


HOST = "林建国:host 白志远:guest"
MET = "林建国4日上午在青河会见白山大学校长白志远。"


@pytest.mark.parametrize(("who", "words", "more", "same"), [
    (HOST, "林建国4日上午会见白志远。", {}, True),
    ("林建国:host 白志远:guest 苏晓岚:attendee", "", {}, True),  # one report names more of those who were there
    ("白志远:host 林建国:guest", "", {}, True),  # told from the other side
    ("林_建国:host 白志远:guest", "", {}, True),  # blanks in a name do not count
    ("林建国:host 苏晓岚:guest", MET, {}, False),  # another guest
    ("苏晓岚:host 白志远:guest", "", {}, False),  # another host
    (HOST, "林建国4日下午会见白志远。", {}, False),  # another half of the day
    (HOST, "会谈后，林建国和白志远共同会见记者。", {}, False),  # the press was met
    (HOST, MET, {"date": date(2020, 8, 5)}, False),
    (HOST, MET, {"date": None, "published": date(2020, 8, 5)}, True),  # undated, and told a day later
    (HOST, MET, {"date": None, "published": date(2020, 8, 6)}, False),
    (HOST, "去年，林建国会见白志远。", {"date": None}, False),  # undated, and of another year
    (HOST, "", {"type": "message"}, False),
    ("林建国:host", "林建国会见远山钢铁集团代表。", {}, False),  # the reader may have missed a guest, but who knows which
    ("林建国:host", "林建国会见白山大学校长白志远一行。", {}, True),  # here it did
    ("林建国:host 白志远:guest 苏晓岚:guest", "", {}, False),  # a meeting of three
])
def test_meetings(who: str, words: str, more: dict[str, object], same: bool) -> None:
    first = told("a", "meeting", HOST, MET, trigger="会见")
    other = told("b", who=who, words=words, **{"type": "meeting", "trigger": "会见", **more})  # type: ignore[arg-type]
    assert one(first, other) == same


@pytest.mark.parametrize(("first", "other", "who", "same"), [
    ("青河市第三届读书大会", "青河市第三届读书大会", "林建国:attendee", True),
    ("青河市第三届春季读书大会", "第三届春季读书大会", "林建国:attendee", True),
    ("青河市第三届读书大会", "第三届大会", "林建国:attendee", False),
    ("青河市第三届读书大会", "在青河举行的青河市第三届读书大会", "林建国:attendee", True),
    ("青河市第三届读书大会", "青河市第四届读书大会", "林建国:attendee", False),  # another number
    ("青河市第三届读书大会", "青河市第三届读书大会招待会", "林建国:attendee", False),  # what is held around it
    ("青河市第三届读书大会", "青河市春耕工作会议", "林建国:attendee", False),
    ("全体会议", "全体会议", "苏晓岚:chair", False),  # a name that many have, and nobody in both
    ("新闻发布会", "青河市防汛工作新闻发布会", "林建国:attendee", True),
    (None, None, "林建国:attendee", False),  # who attended two conferences on a day
])
def test_conferences(first: str | None, other: str | None, who: str, same: bool) -> None:
    assert one(told("a", "conference", "林建国:attendee", name=first, trigger="大会"),
               told("b", "conference", who, name=other, trigger="大会")) == same


@pytest.mark.parametrize(("type", "first", "other", "same"), [
    ("inspection", {"place": "青河钢铁厂"}, {"place": "青河钢铁厂"}, True),
    ("inspection", {"place": "青河钢铁厂"}, {"place": "远山村"}, False),
    ("inspection", {"place": "青河钢铁厂"}, {"words": "林建国来到青河钢铁厂，询问生产。"}, True),
    ("inspection", {}, {}, False),  # no place tells which of many
])
def test_inspections(type: EventType, first: dict[str, object], other: dict[str, object], same: bool) -> None:
    made = [told(id, type, "林建国:lead", **{"trigger": "考察", "words": "", **more})  # type: ignore[arg-type]
            for id, more in (("a", first), ("b", other))]
    assert one(*made) == same


def journey(id: str, words: str, days: str, who: str = "林建国:guest", **more: object) -> Telling:
    """A telling of a visit in August 2020: its verb is the first in the words, its days are as 4 or 4-7."""
    trigger = re.search("抵达|离开|启程|访问|回到", words)
    first, _, last = days.partition("-")
    more = {"date_end": date(2020, 8, int(last)) if last else None, "date": date(2020, 8, int(first)), **more}
    return told(id, "visit", who, words, trigger=trigger.group() if trigger else "", **more)


LEAVES = "林建国乘专机离开北京，应邀对法国、塞尔维亚进行国事访问。"
ARRIVES = "林建国乘专机抵达巴黎，开始对法国进行国事访问。"
NEXT = "林建国乘专机抵达贝尔格莱德，应总统邀请对塞尔维亚进行国事访问。"
MOVES_ON = "林建国结束对法国的国事访问，乘专机离开巴黎。"
WHOLE = "林建国对法国、塞尔维亚进行国事访问。"
RETURNS = "林建国结束对法国、塞尔维亚国事访问后回到北京。"


@pytest.mark.parametrize(("first", "other", "same"), [
    ((LEAVES, "4"), (ARRIVES, "4"), True),
    ((LEAVES, "4"), (ARRIVES, "5"), True),  # the flight took the night
    ((ARRIVES, "4"), (MOVES_ON, "7"), True),  # no day is told twice
    ((ARRIVES, "4"), (NEXT, "7"), False),  # another land of the same journey is another visit
    ((LEAVES, "4"), (NEXT, "7"), False),  # the departure belongs to the first land
    ((RETURNS, "9"), (NEXT, "7"), True),  # and the return to the last one
    ((RETURNS, "9"), (ARRIVES, "4"), False),
    ((LEAVES, "4"), (RETURNS, "9"), False),
    ((ARRIVES, "4"), ("林建国应邀访问法国。", "4-7"), True),
    ((MOVES_ON, "7"), ("林建国应邀访问法国。", "4-7"), True),
    ((ARRIVES, "4"), (WHOLE, "4-9"), True),  # what tells of the whole journey goes with the first
    ((NEXT, "7"), (WHOLE, "4-9"), False),
    ((ARRIVES, "4"), (ARRIVES, "11"), False),  # two journeys to one land, a week apart
    ((MOVES_ON, "4"), (ARRIVES, "8"), False),  # the second begins after the first has ended
    ((ARRIVES, "4"), (MOVES_ON, "14"), False),
    (("林建国应邀访问法国。", "4-7"), ("林建国应邀访问法国。", "12-14"), False),
    ((ARRIVES, "4"), ("林建国应邀访问俄罗斯。", "4-7"), False),
    (("林建国应邀访问俄罗斯。", "4-7"), ("林建国应邀访问白俄罗斯。", "7-9"), False),  # one name holds the other
    ((ARRIVES, "4"), ("林建国在结束出访后回到北京。", "7"), True),  # no land is told: that which is near
    (("法国总统勒弗朗抵达北京，对中国进行国事访问。", "4"), ("勒弗朗抵达成都。", "6"), True),  # a guest
    # a place that is in no land of the lexicon
    (("林建国抵达青河。", "4", "林建国:guest", "青河"), ("林建国离开青河。", "5", "林建国:guest", "青河机场"), True),
])
def test_visits(first: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    made = [journey(id, words, days, *more[:1], **({"place": more[1]} if more else {}))
            for id, (words, days, *more) in (("a", first), ("b", other))]
    assert one(*made) == same


def test_two_who_travel_to_one_land_make_two_visits() -> None:
    assert not one(journey("a", ARRIVES, "4"), journey("b", "苏晓岚抵达巴黎，对法国进行访问。", "4", "苏晓岚:guest"))
    assert not one(journey("a", ARRIVES, "4"), journey("b", "苏晓岚抵达巴黎。", "4", "苏晓岚:guest 林建国:host")), "he hosts"
    received = journey("a", ARRIVES, "4", "林建国:guest 白志远:host")
    assert one(received, journey("b", MOVES_ON, "7", "林建国:guest 何平:host")), "whoever receives"


def test_a_journey_through_two_lands_is_two_visits() -> None:
    told = [journey(id, words, days) for id, words, days in (
        ("a", LEAVES, "4"), ("b", ARRIVES, "4"), ("c", MOVES_ON, "7"), ("d", NEXT, "7"), ("e", RETURNS, "9"))]
    assert group(told, NOBODY) == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "d"}


def test_a_meeting_during_a_visit_is_one_by_itself() -> None:
    met = told("b", "meeting", "林建国:guest 白志远:host", "林建国会见白志远。", trigger="会见")
    assert not one(journey("a", ARRIVES, "4"), met)


@pytest.mark.parametrize(("words", "days", "part", "land"), [
    (LEAVES, "4", "start", "法国"), (ARRIVES, "4", "start", "法国"), (MOVES_ON, "7", "end", "法国"),
    (RETURNS, "9", "end", "塞尔维亚"),
    ("林建国乘专机离开法国前往贝尔格莱德。", "7", "start", "塞尔维亚"), ("林建国乘专机离开巴黎。", "7", "end", "法国"),
    ("林建国启程对法国进行访问。", "4", "start", "法国"), ("林建国在结束对法国访问后启程回国。", "7", "end", "法国"),
    ("林建国应邀访问法国。", "4-7", "whole", "法国"), ("林建国访问法国。", "5", "stay", "法国"),
    ("林建国离开北京。", "4", "start", None)])
def test_the_part_of_a_visit_that_is_told(words: str, days: str, part: str, land: str | None) -> None:
    telling = journey("a", words, days)
    assert (telling.part, telling.land) == (part, land)


@pytest.mark.parametrize(("first", "other", "same"), [
    ("林建国:sender 白志远:recipient", "林建国:sender 白志远:recipient", True),
    ("林建国:sender 白志远:recipient", "白志远:sender 林建国:recipient", False),  # a letter and its answer
    ("林建国:sender", "林建国:sender", False),
])
def test_messages(first: str, other: str, same: bool) -> None:
    assert one(told("a", "message", first, trigger="致信"), told("b", "message", other, trigger="致信")) == same


@pytest.mark.parametrize(("first", "other", "same"), [("任命", "决定任命", True), ("任命", "免去", False)])
def test_appointments(first: str, other: str, same: bool) -> None:
    assert one(told("a", "appointment", "林建国:appointee", trigger=first),
               told("b", "appointment", "林建国:appointee", trigger=other)) == same


@pytest.mark.parametrize(("more", "same"), [
    ({}, True),
    ({"words": "昨日上午，林建国在青河 会见白志远！"}, True),  # blanks and signs do not count
    ({"published": None}, True),
    ({"words": "昨日下午，林建国在青河会见白志远。"}, False),  # not the same sentence
    ({"story": None}, False),  # no reprint
    ({"story": "other"}, False),
    ({"parts": (("林建国", ("host",)), ("白志远", ("guest",)), ("苏晓岚", ("guest",)))}, False),
    ({"report": "ra"}, False),  # one report, which tells of two days
    ({"type": "visit"}, False),
])
def test_the_same_sentence_in_a_reprint(more: dict[str, object], same: bool) -> None:
    """A reprint of the next day dates 昨日 a day later than the first print."""
    first = told("a", "meeting", HOST, "昨日上午，林建国在青河会见白志远。", story="s")
    other = replace(first, id="b", **{"report": "rb", "date": date(2020, 8, 5), "published": date(2020, 8, 6)} | more)
    assert one(first, other) == one(other, first) == same
    if same:
        assert [sign.words for sign in compare(first, other)] == ["the same sentence in a reprint"]


def test_of_reprints_the_first_print_speaks() -> None:
    """What others tell of its day is one with it, and what they tell of the day of the reprint is not."""
    first = told("a", "meeting", HOST, MET, story="s")
    again = replace(first, id="b", report="rb", date=date(2020, 8, 5), published=date(2020, 8, 5))
    same, next_day = (told(id, "meeting", HOST, "林建国会见白志远。", date=day, published=day)
                      for id, day in (("c", date(2020, 8, 4)), ("d", date(2020, 8, 5))))
    assert group([first, again, same, next_day], NOBODY) == {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert group([first, again, same, next_day], judged(("a", "b", "DIFFERENT"))) == {"a": "a", "c": "a", "b": "b", "d": "b"}
    assert group([first, again, next_day], judged(("b", "d", "SAME"))) == {"a": "a", "b": "a", "d": "a"}


def test_what_one_report_tells_twice_needs_more_than_what_two_tell() -> None:
    two = [told(id, "meeting", HOST, words, trigger="会见") for id, words in (("a", MET), ("b", "林建国会见了白志远。"))]
    within = [told(t.id, "meeting", HOST, t.words, trigger="会见", report="r") for t in two]
    assert score(*within) == score(*two) + figure("weights", "same report")


def test_every_sign_says_itself_in_words() -> None:
    first = told("a", "meeting", HOST, MET, trigger="会见")
    signs = compare(first, told("b", "meeting", HOST, "林建国在青河会见大学校长白志远。", trigger="会谈"))
    assert [sign.words for sign in signs] == ["on one day", "same host and guests", "会见, and 会谈"]


def chain() -> list[Telling]:
    """The middle one is like both others, and these are of two meetings."""
    return [told("a", "meeting", "林建国:host 白志远:guest", "林建国会见白志远。", trigger="会见"),
            told("b", "meeting", "林建国:host", "林建国4日会见白志远和苏晓岚。", trigger="会见"),
            told("c", "meeting", "林建国:host 苏晓岚:guest", "林建国会见苏晓岚。", trigger="会见")]


def test_a_group_is_no_chain() -> None:
    a, b, c = chain()
    join = figure("thresholds", "join")
    assert score(a, b) >= join <= score(b, c)
    assert not agrees(compare(a, c))
    happenings = group([a, b, c], NOBODY)
    assert happenings["a"] != happenings["c"]
    assert len(set(happenings.values())) == 2


def judged(*said: tuple[str, str, str]) -> State:
    return replay(Judgement(f"e:{a}", f"e:{b}", verdict, "su", f"2024-05-01T00:00:0{n}Z")  # type: ignore[arg-type]
                  for n, (a, b, verdict) in enumerate(said))


def test_a_judgement_joins_and_parts() -> None:
    a, b, c = chain()
    assert group([a, b, c], judged(("a", "c", "SAME"))) == dict.fromkeys("abc", "a"), "and the third agrees with one of them"
    parted = group([a, b, c], judged(("a", "b", "DIFFERENT")))
    assert parted == {"a": "a", "b": "b", "c": "b"}
    far = told("z", "message", "何平:sender", date=date(2021, 1, 1))
    assert group([a, far], judged(("a", "z", "SAME")))["z"] == "a"


_NAMES = ["林建国", "白志远", "苏晓岚", "何平"]
_ROLES: list[tuple[Role, ...]] = [("host",), ("guest",), ("attendee",), ("lead",), ("chair", "speaker")]
_TYPES: list[EventType] = ["meeting", "conference", "inspection", "visit"]
_STORIES = {"r1": "r1", "r2": "r1", "r3": "r1"}  # of reports that are reprints
_WORDS = ["林建国上午会见白志远。", "林建国抵达巴黎。", "林建国结束对法国的访问。", "林建国访问德国、法国。"]


@st.composite
def archives(draw: st.DrawFn) -> list[Telling]:
    """A few tellings on a few days, and what was judged of some."""
    days = st.none() | st.integers(1, 6).map(lambda n: date(2020, 8, n))
    made = [Telling(f"{n:02}", draw(st.sampled_from(["r1", "r2", "r3", "r4", "r5"])), draw(st.sampled_from(_TYPES)),
                    tuple(draw(st.dictionaries(st.sampled_from(_NAMES), st.sampled_from(_ROLES), max_size=3)).items()),
                    draw(st.sampled_from(_WORDS)), draw(days), draw(days), draw(days), None,
                    draw(st.sampled_from([None, "青河市第一次读书大会", "春耕工作会议"])),
                    draw(st.sampled_from(["会见", "抵达", "访问"])))
            for n in range(draw(st.integers(0, 9)))]
    for n in range(1, len(made)):
        if draw(st.booleans()):  # the same is told again
            made[n] = replace(made[draw(st.integers(0, n - 1))], id=made[n].id, report=made[n].report, date=made[n].date,
                              published=made[n].published)
    return [replace(one, story=_STORIES.get(one.report)) for one in made]


_JUDGED = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(["SAME", "DIFFERENT"])), max_size=2)


def state_of(said: Iterable[tuple[int, int, str]]) -> State:
    return judged(*((f"{a:02}", f"{b:02}", verdict) for a, b, verdict in said if a != b))


@settings(max_examples=150, deadline=None)
@given(archives(), _JUDGED)
def test_groups_agree_with_a_slow_grouping(tellings: list[Telling], said: list[tuple[int, int, str]]) -> None:
    """Every pair is compared, and the best two groups that may be put together are, until there are none."""
    state = state_of(said)
    known = {t.id: t for t in tellings}
    wholes = {frozenset(other for other in known if f"e:{other}" in state.same(f"e:{id}")) for id in known}
    later = set[str]()
    for said in sorted({tuple(sorted(b for b in known if known[a].saying == known[b].saying)) for a in known if known[a].saying}):
        joined = frozenset[str]().union(*(whole for whole in wholes if whole & {*said}))
        once = len({known[id].report for id in said}) == len(said)
        if len(said) > 1 and once and not any(state.different(f"e:{a}", f"e:{b}") for a, b in combinations(joined, 2)):
            wholes = {whole for whole in wholes if not whole & joined} | {joined}
            later |= {*said} - {min(said, key=lambda id: (known[id].published or date.max, known[id].report))}
    units = {min(whole): whole for whole in wholes}
    groups = [frozenset({unit}) for unit in units]

    def near(a: str, b: str) -> bool:  # as in the real world, what has nothing in common is not asked
        x, y = known[a], known[b]
        visits = x.type == y.type == "visit" and set(beside(x.days)) & set(beside(y.days))
        placed = x.report == y.report or set(x.days) & set(y.days) or visits
        return again(x, y) or bool(placed and (x.names & y.names or (x.called and x.called == y.called)))

    def link(one: frozenset[str], other: frozenset[str]) -> list[tuple[float, str, str]]:
        pairs = [(min(a, b), max(a, b)) for x, y in product(one, other) for a, b in product(units[x], units[y])
                 if near(a, b) and not {a, b} & later]
        scores = [(-score(known[a], known[b]), a, b) for a, b in pairs if not state.different(f"e:{a}", f"e:{b}")]
        return [found for found in scores if -found[0] >= figure("thresholds", "join")]

    def fits(one: frozenset[str], other: frozenset[str]) -> bool:
        return all(not state.different(f"e:{x}", f"e:{y}") and any(
            agrees(compare(known[a], known[b])) for a, b in product(units[x] - later, units[y] - later))
            for x, y in product(one, other))

    while True:
        best = min((found, one, other) for one, other in combinations(sorted(groups, key=min), 2)
                   for found in link(one, other) if fits(one, other)) if any(
            link(one, other) and fits(one, other) for one, other in combinations(groups, 2)) else None
        if best is None:
            break
        groups = [g for g in groups if g not in best[1:]] + [best[1] | best[2]]
    slow = {id: min(i for unit in whole for i in units[unit]) for whole in groups for unit in whole for id in units[unit]}
    assert group(Random(1).sample(tellings, len(tellings)), state) == slow


@settings(max_examples=150, deadline=None)
@given(archives(), archives(), _JUDGED)
def test_what_is_near_is_grouped_as_all_would_be(old: list[Telling], new: list[Telling],
                                                 said: list[tuple[int, int, str]]) -> None:
    """Some reports go and others come: it is enough to look at their days, at the reports, and at what hangs together."""
    state = state_of(said)
    gone = {t.report for t in new}
    kept = [t for t in old if t.report not in gone and t.id not in {n.id for n in new}]
    changed = [t for t in [*old, *new] if t not in kept]
    before = group(old, state)
    beside = {before[t.id] for t in old if t in changed}
    wanted = {day.isoformat() for t in changed for day in t.days} | {t.report for t in new}
    wanted |= {t.report for t in kept if before[t.id] in beside}
    archive = [*kept, *new]

    def load(keys: Collection[str]) -> list[Telling]:
        return [t for t in archive if set(keys) & {*(day.isoformat() for day in t.days), t.report, t.story, f"e:{t.id}"}]

    after = {t.id: before[t.id] for t in kept} | regroup(load, wanted, state)
    assert after == group(archive, state)
