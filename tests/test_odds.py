"""The component that weighs who took part: what it looks at, what it hands on, and what it makes of plain sentences."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from tracker import tag
from tracker.errors import InputError
from tracker.tag.odds import NEAR, OUTPUTS, SIDE, WIDE, OfficialOdds, as_odds, odds_of, pooled
from tracker.types import Odds

TEXTS = st.text("林建国到，。；\n", min_size=1, max_size=60)


def slow(text: str, states: np.ndarray, start: int, end: int) -> list[np.ndarray]:
    """The nine means, character by character."""
    def reach(at: int, step: int, marks: str, most: int) -> int:
        moved = 0
        while 0 <= at - (step < 0) < len(text) and moved < most and text[at - (step < 0)] not in marks:
            at, moved = at + step, moved + 1
        return at

    pieces = [(start, end)]
    for marks, most in (("，。！？；\n", NEAR), ("。！？；\n", WIDE)):
        pieces.append((reach(start, -1, marks, most), reach(end, 1, marks, most)))
    pieces += [(start - 1, start), (end, end + 1), (end, end + SIDE), (start - SIDE, start), (0, len(text)), (0, 120)]
    return [states[max(a, 0):b].mean(0) if len(states[max(a, 0):b]) and b > 0 else np.zeros(states.shape[1]) for a, b in pieces]


@given(TEXTS, st.data())
def test_the_means_are_those_of_each_character_added_up(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    states = np.random.default_rng(len(text)).normal(size=(len(text), 3)).astype(np.float32)
    np.testing.assert_allclose(pooled(text, states, [(start, end)])[0], np.concatenate(slow(text, states, start, end)), atol=1e-5)


def test_a_row_has_a_name_for_each_number() -> None:
    odds = as_odds([float(number) for number in range(len(OUTPUTS))])
    assert (odds.types["meeting"], odds.roles["appointee"]) == (0, OUTPUTS.index("appointee"))
    assert (odds.present, odds.byline) == (len(OUTPUTS) - 2, len(OUTPUTS) - 1)


def weighed(text: str) -> dict[str, Odds]:
    return {m.text: m.odds for m in tag.mentions(tag.load("accurate"), text) if m.odds is not None}


@pytest.mark.parametrize(("text", "there", "named"), [
    ("8月4日上午，区长骆文昭冒雨来到青河泵站，沿着堤坝边走边看。", "骆文昭", ""),
    ("8月4日，区长骆文昭主持召开会议，传达学习林建国总书记重要讲话精神。", "骆文昭", "林建国"),
    ("8月4日，启衡集团董事长尉迟清川一行到区里洽谈，区长骆文昭接待。", "尉迟清川 骆文昭", ""),
    ("据悉，《山河记》由作家佟雪岩历时三年写成，近日由青河出版社出版。", "", "佟雪岩"),
])
def test_who_was_there_is_likelier_than_who_is_named(text: str, there: str, named: str) -> None:
    odds = weighed(text)
    assert all(odds[name].present > 0 for name in there.split())
    assert all(odds[name].present < 0 for name in named.split())


def test_who_signs_is_likely_to_have_written() -> None:
    odds = weighed("岚屏日报讯（记者佟雪岩）8月4日，区长骆文昭会见客人。")
    assert odds["佟雪岩"].byline > 0 > odds["骆文昭"].byline


def test_the_rules_alone_weigh_nobody() -> None:
    assert [m.odds for m in tag.mentions(tag.load("rules"), "8月4日，区长骆文昭会见客人。") if m.label == "PERSON"] == [None]


def test_a_document_without_states_is_left_alone() -> None:
    nlp = spacy.blank("zh")
    doc = nlp("骆文昭来了")
    assert odds_of(OfficialOdds()(doc)) == {}


def test_it_is_saved_and_loaded_and_says_what_is_missing(tmp_path) -> None:
    odds = tag.load("accurate").get_pipe("official_odds")
    assert isinstance(odds, OfficialOdds)
    odds.to_disk(tmp_path / "odds")
    assert OfficialOdds().from_disk(tmp_path / "odds").model == OfficialOdds().from_bytes(odds.to_bytes()).model == odds.model
    with pytest.raises(InputError, match=r"model.onnx.*missing"):
        OfficialOdds().from_disk(tmp_path)
    with pytest.raises(InputError, match="no model"):
        _ = OfficialOdds().session
