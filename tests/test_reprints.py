"""Reprints: which reports are the same story printed again, and that it does not hang on the order in which they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import reprints
from tracker.reprints import Print, alike, bands
from tracker.store import Store
from tracker.store.upkeep import check
from tracker.types import Extraction, Mention, Person, Report
from tracker.who import settle

LEAD = "本报青河8月10日电 青河市委书记顾承岳10日上午在青河会展中心会见白山大学校长骆文昭一行，双方就共建湿地研究院交换意见。"
BODY = [
    "顾承岳说，青河的芦苇荡养活了三代渔民，如今每年飞来越冬的候鸟超过12万只，怎样让鸟和人都住得下，要请专家出主意。",
    "骆文昭介绍，学校的生态站在青河下游设了7个观测点，攒下了9年的水文数据，愿意把它们交给新的研究院，供年轻人继续用。",
    "根据双方商定的办法，研究院设在旧船厂的老车间里，由市里修缮房屋，学校派出第一批20名研究人员，明年春汛以前搬进去。",
    "市农业局局长何平算了一笔账：退出来的3000亩塘埂改种水生植物以后，周边两个乡镇的养蟹户每亩可以多收入400元左右。",
    "会见之后，客人们坐船看了北汊的护岸工程，在渡口同几位老船工聊起水位的变化，直到傍晚才沿着堤坝回到城里。",
]
STORY = "\n".join([LEAD, *BODY])
PEOPLE = frozenset({"顾承岳", "骆文昭", "何平"})
OTHER_LEAD = "白山大学同青河市要一起办湿地研究院了。青河市委书记顾承岳前天见到了校长骆文昭，谈得很投机。"
WEATHER = ("青河市气象台8月{}日发布预报：今天白天多云转阴，东南风{}级，最高气温{}摄氏度，相对湿度百分之{}；今天夜间小雨，"
           "北风{}级，最低气温{}摄氏度。明天上午雨停转多云，空气质量指数{}，能见度{}公里，请出行的市民注意道路湿滑，早晚添衣。")
WIRE = ("青河市市长{0}向{1}市市长{2}致慰问电。惊悉{1}市遭受严重洪涝灾害，造成人员伤亡，我谨代表青河市人民，对遇难者表示沉痛哀悼，"
        "向遇难者家属和受伤人员表示诚挚慰问，祝愿受伤者早日康复。相信在{2}市长带领下，{1}市人民一定能够战胜灾害，早日重建家园。")
NOTICE = "青河市委决定，任命苏晓岚为市图书馆馆长，免去其市档案馆副馆长职务，自即日起施行，特此公告。"
OVERVIEW = "\n".join(["今天节目的主要内容有：", LEAD, *(
    f"{place}的{what}昨天开了工，有关负责人到场，工期预计两年，建成以后周边居民出行要方便得多。"
                     for place in ("东岭", "西川", "南浦", "北原", "中山") for what in ("大桥", "车站", "水库"))])


@pytest.mark.parametrize(("one", "other", "same"), [
    (STORY, STORY, True),
    (STORY, STORY.replace("\n", "").replace("，", "， ").replace("10", "１０"), True),  # set in another width
    (STORY, f"{STORY}\n（来源：青河晚报 记者 林建国）", True),
    (STORY, "\n".join([OTHER_LEAD, *BODY]), True),
    (STORY, "\n".join(BODY), True),
    (STORY, "\n".join([LEAD, *BODY[:-1]]), True),
    (STORY, "\n".join([LEAD, *BODY[:2]]), True),
    (STORY, "\n".join([OTHER_LEAD, *BODY[:3]]), True),
    (STORY, STORY.replace("9年", "6年"), True),  # a misprint
    (STORY, LEAD, False),  # so little may stand in an overview
    (STORY, OVERVIEW, False),
    (STORY, "\n".join([OTHER_LEAD, BODY[0], *(text.replace("，", "而且依我看，更") for text in BODY[3:])]), False),
    (WEATHER.format(10, 3, 31, 40, 4, 22, 51, 12), WEATHER.format(11, 2, 28, 65, 3, 19, 74, 8), False),
    (WEATHER.format(10, 3, 31, 40, 4, 22, 51, 12), WEATHER.format(10, 3, 31, 40, 4, 22, 51, 12), True),
    (WIRE.format("林建国", "东岭", "骆文昭"), WIRE.format("林建国", "西川", "何平"), False),
    (WIRE.format("林建国", "东岭", "骆文昭"), WIRE.format("林建国", "东岭", "骆文昭") + "青河晚报供稿。", True),
    (NOTICE, NOTICE, True),
    (NOTICE, NOTICE.replace("图书馆", "美术馆"), False),  # a short one must say the same
    ("青河今天下雨。", "青河今天下雨。", False),
    ("", "", False),
])
def test_what_is_a_reprint(one: str, other: str, same: bool) -> None:
    names = frozenset({*PEOPLE, "林建国", "苏晓岚"})
    first, then = (Print(id, text, date(2020, 8, 11), frozenset(name for name in names if name in text))
                   for id, text in (("a", one), ("b", other)))
    assert alike(first, then) == alike(then, first) == same
    if same:
        assert set(bands(one)) & set(bands(other))


@pytest.mark.parametrize(("one", "other", "same"), [
    (date(2020, 8, 11), date(2020, 8, 11), True),
    (date(2020, 8, 11), date(2020, 8, 18), True),
    (date(2020, 8, 11), date(2020, 8, 19), False),
    (date(2020, 8, 11), date(2021, 8, 11), False),
    (None, None, True),
    (None, date(2020, 8, 11), False),  # who knows how long after
])
def test_a_reprint_comes_soon(one: date | None, other: date | None, same: bool) -> None:
    assert alike(Print("a", STORY, one), Print("b", STORY, other)) == same
    assert alike(Print("b", STORY, other), Print("a", STORY, one)) == same


def test_names_that_differ_count_against() -> None:
    """In official words alone two who are dismissed on a day look alike."""
    one, other = (STORY.replace("顾承岳", name) for name in ("顾承岳", "苏晓岚"))
    both = Print("a", one, names=PEOPLE), Print("b", other, names=PEOPLE - {"顾承岳"} | {"苏晓岚"})
    assert not alike(*both)
    assert alike(*(replace(told, names=frozenset()) for told in both))  # of nobody's name nothing is known


def test_bands_are_the_same_on_every_machine() -> None:
    found = bands(STORY)
    assert len(found) == len(set(found)) == reprints.figure("index", "bands")
    assert found[:2] == (2880533429474681426, 1460682495817892272)
    assert all(-(1 << 63) <= band < 1 << 63 for band in found)
    assert bands("青河今天下雨。") == ()
    assert bands(STORY * 100) == bands(STORY * 200)


_SENTENCES = [*BODY[:3], OTHER_LEAD]
_DAYS = st.sampled_from([None, *(date(2020, 8, n) for n in (1, 2, 8, 9, 10))])
_TEXTS = st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=4)
_PUTS = st.lists(st.tuples(st.integers(0, 7), _TEXTS, _DAYS, st.booleans()), max_size=10)


def put(store: Store, name: int, words: Iterable[str], day: date | None) -> None:
    text = "\n".join(words)
    people = tuple(Person(one, "mentioned", (), (Mention(text.index(one), text.index(one) + len(one), "PERSON", one),))
                   for one in sorted(PEOPLE) if one in text)
    store.put(Extraction(Report(f"r{name}", text, None, day, path="/a" if name % 2 else None), people, (), ()), "1")


def held(store: Store) -> dict[str, str | None]:
    return {one.id: next((first.story for first in store.reprints([one.id])), None) for one in store.prints(ids(store))}


def ids(store: Store) -> list[str]:
    return [str(row[0]) for table, row in store.dump() if table == "report"]


def slow(prints: list[Print]) -> dict[str, str | None]:
    """The same from all pairs: those that share a band, not too far apart in it, and are alike."""
    blocks: dict[int, list[Print]] = defaultdict(list)
    for one in sorted(prints, key=lambda one: (one.day or date.min, one.id)):
        for band in bands(one.text):
            blocks[band].append(one)
    crowd = int(reprints.figure("index", "crowd"))
    story = {one.id: one.id for one in prints}
    for block in blocks.values():
        for (n, one), (m, other) in combinations(enumerate(block), 2):
            if m - n <= crowd and alike(one, other):
                least, most = sorted((story[one.id], story[other.id]))
                story = {id: least if of == most else of for id, of in story.items()}
    return {id: of if list(story.values()).count(of) > 1 else None for id, of in story.items()}


@settings(max_examples=30, deadline=None)
@given(_PUTS, st.sampled_from([1, 2, 50]))
def test_stories_do_not_hang_on_the_way(puts: list[tuple[int, list[str], date | None, bool]], crowd: int) -> None:
    """Reports come, change and are settled in any order: the stories are those of all pairs at once."""
    figures: Mapping[str, Mapping[str, float]] = reprints._figures()
    with pytest.MonkeyPatch.context() as patch, Store("sqlite://", create=True) as store:
        patch.setattr(reprints, "_figures", lambda: {**figures, "index": {**figures["index"], "crowd": crowd}})
        for name, words, day, settled in puts:
            put(store, name, words, day)
            if settled:
                settle(store)
        settle(store)
        assert held(store) == slow(store.prints(ids(store)))
        assert store.unlinked() == []
        assert check(store) == []


def test_a_formula_in_many_reports_makes_no_pairs_of_all() -> None:
    """Each is compared with those around it by day alone, and all that say the same are one story all the same."""
    crowd = int(reprints.figure("index", "crowd"))
    with Store("sqlite://", create=True) as store:
        for name in range(0, 800, 2):
            put(store, name, BODY, date(2020, 8, 1 + name // 200))
        beside = store.beside(store.unlinked())
        assert max(map(len, beside.candidates.values())) == 2 * crowd
        settle(store)
        assert set(held(store).values()) == {min(ids(store))}
