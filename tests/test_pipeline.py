"""From a report to all that it says: a whole report, and what holds of every report."""

import json
from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker import tag
from tracker.export import report_object
from tracker.extractor import Extractor, extractor
from tracker.pipeline import extract
from tracker.types import REMOTE_ROLES, REMOTE_TYPES, Report, Span

MONDAY = date(2020, 8, 10)
REPORT = """顾承岳会见启衡装备集团客人
8月4日上午，澜泉新区党工委书记、管委会主任顾承岳会见启衡装备集团董事长尉迟清川。新区党工委委员、管委会副主任佟雪岩参加。
顾承岳说，去年我曾到启衡装备集团考察，学习贯彻习近平总书记重要讲话精神，要靠一个个项目。尉迟清川表示，将尽快派出工作组。
8月5日，顾承岳到望桥街道调研老旧小区改造，望桥街道党工委书记滕亦舟陪同。随后，顾承岳主持召开座谈会，佟雪岩作了汇报。
会议决定，任命骆文昭为澜泉新区财政局局长。
（记者 闻小萤）"""


@pytest.fixture(scope="module")
def told():
    return extractor("rules")(Report("page#1", REPORT, "顾承岳会见启衡装备集团客人", MONDAY))


def test_the_events_of_a_report(told):
    assert [(e.type, str(e.date), {p.name: "+".join(p.roles) for p in e.participants}) for e in told.events] == [
        ("meeting", "2020-08-04", {"顾承岳": "host", "尉迟清川": "guest", "佟雪岩": "attendee"}),
        ("inspection", "2020-08-05", {"顾承岳": "lead", "滕亦舟": "accompany"}),
        ("conference", "2020-08-05", {"顾承岳": "chair", "佟雪岩": "speaker"}),
        ("appointment", "2020-08-05", {"骆文昭": "appointee"}),
    ]
    assert told.met == (("顾承岳", "尉迟清川"),)


def test_the_people_of_a_report(told):
    assert {p.name: (p.attendance, [f"{q.org}/{q.title}" for q in p.posts]) for p in told.people} == {
        "顾承岳": ("present", ["澜泉新区党工委/书记", "澜泉新区管委会/主任"]),
        "尉迟清川": ("present", ["启衡装备集团/董事长"]),
        "佟雪岩": ("present", ["新区党工委/委员", "新区管委会/副主任"]),
        "习近平": ("mentioned", ["None/总书记"]),
        "滕亦舟": ("present", ["望桥街道党工委/书记"]),
        "骆文昭": ("mentioned", ["澜泉新区财政局/局长"]),
        "闻小萤": ("byline", []),
    }


def test_one_report_by_the_public_door(told):
    (same,) = extract(REPORT, published="2020-08-10")
    assert (same.events, same.met) == (told.events, told.met)
    assert [p.name for p in same.people] == [p.name for p in told.people]
    assert same.report.id == "text"


def test_a_report_as_an_object(told):
    found = json.loads(json.dumps(report_object(told), ensure_ascii=False))
    assert found["met"] == [["顾承岳", "尉迟清川"]]
    assert found["events"][0]["evidence"] == {
        "start": REPORT.index("8月4日"), "end": REPORT.index("新区党工委委员")}
    assert all(REPORT[m["start"] : m["end"]] == m["text"] for m in found["mentions"])


def test_an_extractor_takes_a_pipeline_of_ones_own(told):
    assert Extractor(tag.load())(told.report) == told


def test_an_empty_report():
    assert extractor()(Report("r", "")) .people == ()
    assert extract("")[0].events == ()


# --- what holds of every report


SENTENCES = [
    "8月4日，区委书记林建国会见启衡装备集团董事长尉迟清川一行，区长何平参加会见。",
    "8月5日，林建国、何平到望桥街道调研，副区长佟雪岩陪同。",
    "区长何平分别会见岚屏理工学院院长白志远、启衡装备集团总裁岑若溪。",
    "外交部长何平同法国外长勒弗朗索瓦通电话。",
    "国务院总理何平同法国总理勒弗朗索瓦互致贺电。",
    "随后，何平主持召开座谈会，佟雪岩汇报工作，苏晓岚列席。",
    "会议学习贯彻习近平总书记重要讲话精神。",
    "林建国表示，愿同尉迟清川加强合作。",
    "区人大常委会任命苏晓岚为区商务局局长，免去卫长河的区商务局局长职务。",
    "合作签约仪式在岚屏举行，佟雪岩出席并致辞。",
    "受林建国委托，何平看望慰问老党员陶桂澜。",
    "肯尼亚总统保罗·恩东加和夫人阿米娜塔抵达成都，何平到机场迎接。",
    "佟雪岩参加上述活动。",
    "镇长王 伟，副镇长李岚参加",
    "（记者 闻小萤）",
    "天气晴朗。",
    "，", "\n", "“", "”", "一行", "😀", "8月4日至6日，",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=8).map("".join)


@settings(max_examples=50)
@given(TEXTS)
def test_an_extraction_is_true_to_its_text(text):
    told = extractor("rules")(Report("r", text, None, MONDAY))
    whole = Span(0, len(text))
    for mention in told.mentions:
        assert text[mention.start : mention.end] == mention.text
    assert all(before.end <= after.start for before, after in pairwise(told.mentions))
    names = [person.name for person in told.people]
    assert len(set(names)) == len(names)
    for person in told.people:
        assert person.mentions
        assert set(person.mentions) <= set(told.mentions)
        assert len(set(person.posts)) == len(person.posts)
    for event in told.events:
        taking = [part.name for part in event.participants]
        assert taking
        assert set(taking) <= set(names)
        assert len(set(taking)) == len(taking)
        assert event.evidence in whole
        assert event.date_end is None or event.date <= event.date_end
        for part in event.participants:
            assert part.roles
            assert len(set(part.roles)) == len(part.roles)
            assert part.evidence in whole


@settings(max_examples=50)
@given(TEXTS)
def test_who_is_present_and_who_met_follow_from_the_events(text):
    told = extractor("rules")(Report("r", text, None, MONDAY))
    there, met = set(), []
    for event in told.events:
        roles = {part.name: set(part.roles) for part in event.participants}
        there |= {name for name, those in roles.items() if those - REMOTE_ROLES}
        if event.type in ("meeting", "call"):
            sides = [[name for name, those in roles.items() if side in those] for side in ("host", "guest")]
            met += [{host, guest} for host, guest in product(*sides) if host != guest]
        if event.type in REMOTE_TYPES:
            assert event.present == ()
    assert {p.name for p in told.people if p.attendance == "present"} == there
    assert [set(pair) for pair in told.met] == [pair for n, pair in enumerate(met) if pair not in met[:n]]


@settings(max_examples=20)
@given(TEXTS)
def test_reading_twice_gives_the_same(text):
    report = Report("r", text, None, MONDAY)
    assert extractor("rules")(report) == extractor("rules")(report) == Extractor(tag.load())(report)


@settings(max_examples=50)
@given(st.text(max_size=60))
@example("\U000f0000会见\ue000\ue001。")  # characters that the stages use for signs of their own
def test_any_text_can_be_read(text):
    told = extractor("rules")(Report("r", text))
    assert all(text[m.start : m.end] == m.text for m in told.mentions)


@settings(max_examples=25)
@given(TEXTS, st.sampled_from(["天气晴朗。\n", "\n", "今天有雨。\n"]))
def test_a_sentence_that_tells_nothing_changes_no_event(text, before):
    def events(of):
        return [(e.type, e.date, e.participants and {p.name: p.roles for p in e.participants})
                for e in extractor("rules")(Report("r", of, None, MONDAY)).events]

    whole = "\n" + text + "。天气晴朗。"
    assert events(before + whole) == events(whole)


# --- the trained taggers


@pytest.mark.parametrize("model", ["fast", "accurate"])
def test_a_trained_tagger_reads_the_sample_as_the_rules_do(told, model):
    """People and events of a plain report; mentions of organisations and places may differ."""
    read = extractor(model)(told.report)
    assert [(p.name, p.attendance, p.posts) for p in read.people] == [(p.name, p.attendance, p.posts) for p in told.people]
    assert read.events == told.events


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
@example("\U000f0000会见\ue000\ue001。")
def test_any_text_can_be_read_by_a_trained_tagger(text):
    told = extractor("accurate")(Report("r", text))
    assert all(text[m.start : m.end] == m.text for m in told.mentions)
