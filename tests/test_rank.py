"""The order of names in two occurrences of an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import extraction
from test_posts import rows
from test_store import fill

from tracker.errors import InputError, UnknownEvent
from tracker.posts import rank
from tracker.posts.rank import common
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Extraction

NAMES = {"a": "林建国", "b": "苏晓岚", "c": "白志远", "d": "吴青山", "e": "何平安"}


def meeting(names: str, day: str, name: str = "全体会议", id: str | None = None) -> Extraction:
    told = extraction(("conference", day, {NAMES[mark]: "attendee" for mark in names}), id=id or f"{name}{day}", published=day,
                      posts={NAMES[names[0]]: [("郑州市委", f"{day[:4]}号委员")]})
    return replace(told, events=tuple(replace(event, name=name) for event in told.events))


def ranked(old: str, new: str) -> list[tuple[object, ...]]:
    with Store("sqlite://", create=True) as store:
        fill(store, [meeting(old, "2020-01-01"), meeting(new, "2021-01-01")], Roster())
        marks = {name: mark for mark, name in NAMES.items()}
        frame = rank(store, "全体会议", date(2020, 1, 1), date(2021, 1, 1))
        return [(marks[name], change, *(None if value != value else value for value in places))
                for name, change, *places in rows(frame.astype({"old": "float", "new": "float"}), "name", "change", "old", "new")]


@pytest.mark.parametrize(("old", "new", "changes"), [
    ("abc", "abc", "a=1>1 b=2>2 c=3>3"), ("abc", "ab", "a=1>1 b=2>2 c-3>0"), ("ab", "abc", "a=1>1 b=2>2 c+0>3"),
    ("abc", "bca", "b=2>1 c=3>2 a~1>3"), ("abcd", "dabc", "d~4>1 a=1>2 b=2>3 c=3>4"), ("abc", "dbc",
     "a-1>0 d+0>1 b=2>2 c=3>3"),
    ("ab", "ba", "b~2>1 a=1>2"), ("ab", "cd", "a-1>0 b-2>0 c+0>1 d+0>2")])
def test_insertions_omissions_and_shifts(old: str, new: str, changes: str) -> None:
    signs = {"same": "=", "omitted": "-", "inserted": "+", "moved": "~"}
    found = " ".join(f"{mark}{signs[str(change)]}{int(a or 0)}>{int(b or 0)}" for mark, change, a, b in ranked(old, new))
    assert found == changes


@given(st.lists(st.sampled_from("abcdefg"), unique=True), st.lists(st.sampled_from("abcdefg"), unique=True))
def test_the_longest_common_sequence_is_that_of_trying_all(one: list[str], other: list[str]) -> None:
    found = common(one, other)
    slow = next(some for n in range(len(one), -1, -1) for some in combinations(one, n)
                if list(some) == [name for name in other if name in some])
    assert found == list(slow)  # combinations come in the order of the earliest names


def test_old_and_new_post_and_ids() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [meeting("ab", "2020-01-01"), meeting("ab", "2021-01-01")], Roster())
        ids = [told.id for told in store.told()]
        frame = rank(store, None, *ids)
        assert rows(frame, "old_post", "new_post", "shift") == [
            (("郑州市委2020号委员",), ("郑州市委2021号委员",), 0), ((), (), 0)]
        assert str(frame["old"].dtype) == "Int64"
        with pytest.raises(InputError, match="both are one event"):
            rank(store, None, ids[0], ids[0])
        with pytest.raises(UnknownEvent, match="no event x; take an event_id"):
            rank(store, None, "x", ids[0])


@pytest.mark.parametrize(("event", "day", "said"), [
    ("全体会议", "2022-01-01", "no event 全体会议 on 2022-01-01; it was on 2020-01-01, 2021-01-01"),
    ("全体大会", "2020-01-01", "no event whose name holds 全体大会; there are 第一全体会议, 第二全体会议"),
    ("全体", "2021-01-01", "2 events 全体 on 2021-01-01; compare two by their ids: "),
    (" ", "2021-01-01", "no event named"), ("type:call", "2021-01-01", "no event fulfils type:call")])
def test_mistakes_list_what_there_is(event: str, day: str, said: str) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [meeting("ab", "2020-01-01", "第一全体会议"), meeting("ab", "2021-01-01", "第一全体会议"),
                     meeting("cd", "2021-01-01", "第二全体会议")], Roster())
        with pytest.raises(InputError, match=said):
            rank(store, event, date(2020, 1, 1), date.fromisoformat(day))
