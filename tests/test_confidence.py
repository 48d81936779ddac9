"""Scores: they are bounded, add up the signs that a claim shows, and a threshold leaves out what lies under it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_events import extraction

from tracker import lexicon
from tracker.confidence import BASE, at_least, score
from tracker.export import CLAIMS, claims

KINDS = ("person", "post", "present", "mentioned", "event", "participation")
TABLE = lexicon.load().toml("confidence")
TEXT = ("8月4日，区委书记林建国会见启衡装备集团董事长尉迟清川。副区长佟雪岩参加会见。"
        "区政协主席骆文昭受市长何平委托致贺信。会议学习贯彻习近平总书记重要讲话精神。")


def test_every_kind_of_claim_has_weights():
    assert set(TABLE) == set(KINDS)
    assert all(BASE in table for table in TABLE.values())


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_sign_moves_the_score_by_its_weight_alone(kind, data):
    signs = sorted(set(TABLE[kind]) - {BASE})
    chosen = data.draw(st.lists(st.sampled_from(signs), unique=True, max_size=8))
    one = data.draw(st.sampled_from([sign for sign in signs if sign not in chosen]))
    before, after = score(kind, chosen), score(kind, [*chosen, one])
    assert 0 <= before <= 1
    assert after >= before if TABLE[kind][one] >= 0 else after <= before
    assert score(kind, [*chosen, "a sign never seen"]) == before
    assert score(kind, reversed(chosen)) == before


def test_each_claim_says_what_decided_it():
    read = extraction(TEXT)
    why = {person.name: (person.attendance, person.reason.rule, person.reason.words) for person in read.people}
    assert why["林建国"] == ("present", "object", "会见")
    assert why["佟雪岩"] == ("present", "join", "参加")
    assert why["习近平"][:2] == ("mentioned", "formula")
    assert why["何平"][:2] == ("mentioned", "formula")
    for person in read.people:
        assert person.reason.evidence.of(TEXT)
        assert len(person.posts) == len(person.post_reasons)
    for event in read.events:
        for part in event.participants:
            assert len(part.reasons) == len(part.roles)
            assert all(reason.words in TEXT for reason in part.reasons)


def test_a_threshold_leaves_out_what_is_less_sure():
    read = extraction(TEXT)
    assert at_least(read, 0.0) == read
    nothing = at_least(read, 1.01)
    assert nothing.events == ()
    assert {person.attendance for person in nothing.people} == {"mentioned"}
    assert next(p for p in nothing.people if p.name == "林建国").reason.rule == "unsure"
    doubtful = read.events[0].participants[-1]
    unsure = replace(doubtful, reasons=tuple(replace(reason, score=0.1) for reason in doubtful.reasons))
    event = replace(read.events[0], participants=(*read.events[0].participants[:-1], unsure))
    kept = at_least(replace(read, events=(event,)), 0.5).events[0]
    assert [part.name for part in kept.participants] == [part.name for part in event.participants[:-1]]


def test_claims_are_rows_of_one_width():
    rows = list(claims(extraction(TEXT)))
    assert {len(row) for row in rows} == {len(CLAIMS)}
    assert not any("\t" in cell or "\n" in cell for row in rows for cell in row)
    assert {"person", "post", "present", "mentioned", "event", "host", "guest"} <= {row[2] for row in rows}
