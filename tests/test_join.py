"""Joining an encoder's reading to that of the rules, on spans written down by hand."""

from __future__ import annotations

import pytest
import spacy

from tracker import tag
from tracker.tag.join import OfficialJoin
from tracker.types import Span

LABELS = {"P": "PERSON", "T": "TITLE", "O": "ORG", "L": "LOC", "D": "DATE"}


def spans(text: str, words: str) -> list[tuple[Span, str]]:
    """P林建国 T市长: the first place of each word in the text."""
    found = []
    for word in words.split():
        start = text.index(word[1:])
        found.append((Span(start, start + len(word) - 1), LABELS[word[0]]))
    return found


JOIN = OfficialJoin()


@pytest.mark.parametrize(("text", "rules", "read", "expected"), [
    ("村民岳桂荣说", "", "P岳桂荣", "P岳桂荣"),
    ("市长林建国说", "T市长 P林建国", "T市长 P林建国", "T市长 P林建国"),
    ("是好朋友", "P好朋友", "", ""),  # the rules alone make no name
    ("市长林建国密切配合", "T市长 P林建国密", "T市长 P林建国", "T市长 P林建国"),
    ("市委书记何平", "O市委 T书记", "O市委书记 P何平", "O市委 T书记 P何平"),  # titles and owners are the rules'
    ("市委书记高兴", "O市委 T书记", "T市委书记", "O市委 T书记"),
    ("在云岭大学说", "O大学", "O云岭大学", "O云岭大学"),  # other organisations are the encoder's
    ("在云岭大学说", "O大学", "", ""),
    ("8月4日在京", "D8月4日", "D8月4 L京", "D8月4日 L京"),
    ("发来贺信", "", "P信", ""),  # one character is no name
    ("河南说", "", "P河南", ""),  # nor is a place
    ("苏莱曼说", "", "P苏莱曼", "P苏莱曼"),
    ("艾尔肯·吐尼亚孜说", "", "P艾尔肯·吐尼亚孜", "P艾尔肯·吐尼亚孜"),
    ("了的说", "", "P了的", ""),  # no surname
    ("欧阳少棠说", "", "P欧阳少棠", "P欧阳少棠"),
    ("王 伟说", "", "", ""),
])  # fmt: skip
def test_one_reading_from_two(text: str, rules: str, read: str, expected: str) -> None:
    assert sorted(JOIN.joined(text, spans(text, rules), spans(text, read))) == sorted(spans(text, expected))


def test_an_unlikely_name_is_believed_where_it_stands_twice() -> None:
    once, twice = "丨乙丙说", "丨乙丙说。丨乙丙又说"
    assert JOIN.joined(once, [], [(Span(0, 3), "PERSON")]) == []
    both = [(Span(0, 3), "PERSON"), (Span(5, 8), "PERSON")]
    assert JOIN.joined(twice, [], both) == both


def test_an_ordinary_word_is_a_name_after_a_title_or_in_a_list() -> None:
    for text, name in (("副主任和平参加", "和平"), ("侍文娟、林建国参加", "侍文娟")):
        at, title = text.index(name), [(Span(0, 3), "TITLE")] if text.startswith("副") else []
        assert (Span(at, at + len(name)), "PERSON") in JOIN.joined(text, title, [(Span(at, at + len(name)), "PERSON")])
    assert JOIN.joined("和平来之不易", [], [(Span(0, 2), "PERSON")]) == []


def test_the_rules_mark_a_name_wherever_it_occurs() -> None:
    text = "林建国说。林建国又说"
    every = [(Span(0, 3), "PERSON"), (Span(5, 8), "PERSON")]
    assert JOIN.joined(text, every, every[:1]) == every
    assert JOIN.joined(text, every, []) == []


def test_in_a_pipeline_it_joins_what_stands_in_the_document() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("official_tagger")
    nlp.add_pipe("official_join")  # the rules' own entities stand in for an encoder's
    text = "8月4日，区委书记林建国会见何平一行。"
    alone = {(m.start, m.end, m.label) for m in tag.mentions(tag.load(), text) if m.label in ("PERSON", "TITLE", "DATE")}
    assert alone <= {(e.start_char, e.end_char, e.label_) for e in nlp(text).ents}
