"""What the odds of a model change in what the rules read: who was there, never which events there were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from test_events import written

from tracker import events, roles, tag
from tracker.events.revise import together
from tracker.tag.odds import OUTPUTS, as_odds
from tracker.types import Extraction, Odds, Report


def odds(**given: float) -> Odds:
    return as_odds([given.get(output, -4.0) for output in OUTPUTS])


def read(text: str, weighed: dict[str, Odds]) -> Extraction:
    mentions = [replace(mention, odds=weighed.get(mention.text)) for mention in tag.mentions(tag.load(), text)]
    return events.find(Report("r", text, None, date(2020, 8, 10)), mentions, roles.bind(text, mentions))


MET = "8月4日，区长骆文昭会见启衡集团董事长尉迟清川。副区长佟雪岩在座。"


@pytest.mark.parametrize(("weighed", "events", "there"), [
    # nothing is weighed, or all in doubt: the rules stand
    ({}, ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"], "骆文昭 尉迟清川"),
    ({"骆文昭": odds(present=0.0), "佟雪岩": odds(present=0.0)},
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"], "骆文昭 尉迟清川"),
    # who is seen joins the event of that kind that is near
    ({"佟雪岩": odds(present=2.0, meeting=1.0, attendee=1.0)},
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest, 佟雪岩 attendee"], "骆文昭 尉迟清川 佟雪岩"),
    # or, if that is surer, was there without an event, where none of the kind is told
    ({"佟雪岩": odds(present=3.0, ceremony=1.0, attendee=1.0)},
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"], "骆文昭 尉迟清川 佟雪岩"),
    ({"佟雪岩": odds(present=2.0, ceremony=1.0, attendee=1.0)},
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"], "骆文昭 尉迟清川"),
    # nobody is taken out
    ({"尉迟清川": odds(present=-5.0)}, ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"], "骆文昭 尉迟清川"),
])
def test_the_model_says_who_was_there(weighed: dict[str, Odds], events: list[str], there: str) -> None:
    extraction = read(MET, weighed)
    assert written(extraction.events) == events
    assert {person.name for person in extraction.people if person.attendance == "present"} == set(there.split())


def test_letters_and_appointments_need_no_presence() -> None:
    text = "8月4日，国家主席林建国致电法国总统勒弗朗索瓦，祝贺国庆。"
    absent = {name: odds(present=-5.0) for name in ("林建国", "勒弗朗索瓦")}
    assert read(text, absent).events == read(text, {}).events != ()


def test_a_name_may_be_signed_without_words_that_say_so() -> None:
    text = "8月4日，区长骆文昭会见客人。\n佟雪岩 张沐阳"
    signed = {person.name for person in read(text, {"佟雪岩": odds(byline=2.0), "骆文昭": odds(byline=2.0)}).people
              if person.attendance == "byline"}
    assert signed == {"佟雪岩"}  # the rules saw the other act


def test_what_the_model_decided_says_so() -> None:
    (found,) = (p for p in read(MET, {"佟雪岩": odds(present=3.0, ceremony=1.0)}).people if p.name == "佟雪岩")
    assert found.reason is not None
    assert (found.reason.rule, found.reason.words) == ("model", "副区长佟雪岩在座")


def test_odds_of_several_mentions_are_at_least_the_best_of_them() -> None:
    both = together([odds(present=1.0, host=-3.0), odds(present=-2.0, host=2.0)])
    assert 1.0 < both.present < 1.1
    assert 2.0 < both.roles["host"] < 2.1
    assert together([odds(present=1.0)]).present == pytest.approx(1.0)
