import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text import filler, fold, line_of, sentence_at, sentences, squeeze, tight
from tracker.types import Report


@pytest.mark.parametrize(("text", "folded"), [
    ("８月４日", "8月4日"),
    ("ＬＥＤ灯ａ", "LED灯a"),
    ("　本报讯", " 本报讯"),
    ("（王某）：“好！”", "（王某）：“好！”"),  # punctuation stays: it is full width by right
    ("①⑩Ⅲ㎡", "①⑩Ⅲ㎡"),
])
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_keeps_length_and_has_nothing_left_to_do(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("name", "squeezed"), [
    ("王 明", "王明"), ("王　明", "王明"), (" 副主任\n", "副主任"), ("Ａ区党工委", "A区党工委"), ("", "")])
def test_squeeze(name, squeezed):
    assert squeeze(name) == squeezed


@pytest.mark.parametrize(("line", "expected"), [
    ("抓 好 各 项 工 作 。", "抓好各项工作。"),
    ("要抓 好 各 项 工作", "要抓好各项工作"),
    ("抓　好　各　项　工　作", "抓好各项工作"),
    ("8月 4日，增长 8.4%", "8月 4日，增长 8.4%"),
    ("王 某　李 某　赵 某", "王 某　李 某　赵 某"),  # names, parted by another blank
    ("记者 王某", "记者 王某"),
    ("a b c d e f", "a b c d e f"),
])
def test_tight(line, expected):
    assert tight(line) == expected
    assert len(filler(line)) == len(line) - len(expected)


@pytest.mark.parametrize(("text", "expected"), [
    ("甲会见乙。丙参加。", ["甲会见乙。", "丙参加。"]),
    ("他说：“放心。”大家笑了。", ["他说：“放心。”", "大家笑了。"]),
    ("（会议结束。）甲讲话", ["（会议结束。）", "甲讲话"]),
    ("真的？！好；再来", ["真的？！", "好；", "再来"]),
    (" 第一段\n\n  第二段。 ", ["第一段", "第二段。"]),
    ("增长8.4%；", ["增长8.4%；"]),
    ("  \n ", []),
])
def test_sentences(text, expected):
    assert [span.of(text) for span in sentences(text)] == expected


@given(st.text("甲乙。！；\n ”）a", max_size=20))
def test_the_sentence_at_a_place_is_one_of_all_sentences(text):
    for span in sentences(text):
        for offset in range(span.start, span.end):
            if text[offset].strip():
                assert sentence_at(text, offset) == span


@given(st.text(st.sampled_from("甲乙 。！；”\n")))
def test_every_character_that_is_not_blank_stands_in_one_sentence(text):
    spans = list(sentences(text))
    covered = [i for span in spans for i in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {i for i, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


def test_line_of_a_report_cut_from_a_page():
    page = "标题\n\n甲会见\n乙。\n记者 丙"
    report = Report("p#1", "甲会见乙。\n记者 丙", origin=(4, 5, 6, 8, 9, -1, 11, 12, 13, 14))
    assert [line_of(report, i, page) for i in range(10)] == [3, 3, 3, 4, 4, 4, 5, 5, 5, 5]


def test_line_of_a_record_is_counted_in_its_text():
    report = Report("r", "甲。\n乙。")
    assert [line_of(report, i) for i in (0, 3)] == [1, 2]
    assert line_of(report, 3, "another text") == 2
