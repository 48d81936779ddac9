"""What people and groups of people share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from made import archives, extraction, person
from test_posts import printed, rows
from test_store import fill

from tracker.errors import InputError, UnknownPerson
from tracker.posts import compare
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Extraction, in_the_room

KNOWN = Roster([
    person("lin", "林建国", ("郑州市委", "书记", "2018", "2019"), ("白山大学", "教授", "2001", None)),
    person("bai", "白志远", ("郑州市委", "书记", "2019-06", "2021"), ("白山大学", "校长", "2010", None)),
    person("su", "苏晓岚", ("郑州市委", "委员", "2012", "2013")),
])
ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "何平": "guest"}),
               ("message", "2020-08-06", {"林建国": "sender", "白志远": "recipient", "吴青山": "sender"}), id="a"),
    extraction(("conference", "2020-08-07", {"林建国": "chair", "何平": "attendee"}), id="b"),
    extraction(("conference", "2020-08-09", {"苏晓岚": "chair", "白志远": "attendee", "何平": "attendee"}), id="c"),
    extraction(("conference", None, {"林建国": "chair", "吴青山": "attendee"}), id="d", published=None),
]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE, KNOWN)
        yield store


def aspect(frame: pd.DataFrame, name: str, *columns: str) -> list[tuple[Any, ...]]:
    return rows(frame[frame["aspect"] == name], *columns)


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_shared_posts_and_organisations_with_the_time_in_common(store: Store) -> None:
    frame = compare(store, "林建国", "白志远")
    assert aspect(frame, "post", "what", "from", "to", "count") == [
        ("郑州市委书记", day("2019-06-01"), day("2019-12-31"), 214)]
    assert aspect(frame, "organisation", "what", "from", "to", "count") == [("白山大学", day("2010-01-01"), None, -1)]
    assert "林建国 郑州市委书记 (roster 2018 to 2019)" in frame["evidence"].tolist()[0]


def test_at_different_times_there_is_no_overlap(store: Store) -> None:
    assert aspect(compare(store, "lin", "su"), "organisation", "what", "from", "to", "count") == [("郑州市委", None, None, 0)]


def test_shared_events_and_partners(store: Store) -> None:
    frame = compare(store, "林建国", "白志远")
    assert aspect(frame, "event", "what", "from", "to", "count", "of A", "of B") == [
        ("A+B", day("2020-08-04"), day("2020-08-06"), 2, 4, 3)]
    # A letter brings nobody into a room, and whom both met in one room counts once.
    (partner,) = aspect(frame, "partner", "what", "count", "of A", "of B")
    assert (partner[0][:2], *partner[1:]) == ("何平", 3, 2, 2)


def test_three_sides_and_groups(store: Store) -> None:
    frame = compare(store, "林建国", "白志远", "苏晓岚")
    assert aspect(frame, "event", "what", "count") == [("A+B", 2), ("B+C", 1)]
    assert list(frame.columns)[5:8] == ["of A", "of B", "of C"]
    groups = compare(store, ["林建国", "苏晓岚"], ["白志远"])
    assert aspect(groups, "event", "what", "count", "of A", "of B") == [("A+B", 3, 5, 3)]
    assert aspect(groups, "partner", "count", "of A", "of B") == [(3, 3, 2)]
    assert [len(ids) for ids in groups[groups["aspect"] == "event"]["evidence"]] == [3]


def test_shared_places() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [_placed("林建国", "白山宾馆", "2020-01-01"), _placed("白志远", "白山宾馆", "2020-02-01"),
                     _placed("林建国", "青河", "2020-01-03")], KNOWN)
        assert aspect(compare(store, "lin", "bai"), "place", "what", "from", "to", "count", "of A", "of B") == [
            ("白山宾馆", day("2020-01-01"), day("2020-02-01"), 2, 1, 1)]


def _placed(name: str, place: str, when: str) -> Extraction:
    from dataclasses import replace

    told = printed(name, "青河市委", "书记", when)
    return replace(told, events=tuple(replace(event, place=place) for event in told.events))


def test_one_happening_that_two_reports_tell_counts_once() -> None:
    said = ("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"})
    with Store("sqlite://", create=True) as store:
        fill(store, [extraction(said, id="a"), extraction(said, id="b")], KNOWN)  # type: ignore[arg-type]
        assert aspect(compare(store, "lin", "bai"), "event", "count", "of A") == [(1, 1)]


def test_nothing_shared_and_types(store: Store) -> None:
    fill(store, [extraction(id="x", others={"欧阳青": "mentioned"})], KNOWN)
    for frame in (compare(store, "欧阳青", "苏晓岚"), compare(store, "lin", "bai")):
        assert list(frame.columns) == ["aspect", "what", "from", "to", "count", "of A", "of B", "evidence"]
        assert [str(frame[name].dtype) for name in ("count", "of A", "of B")] == ["int64"] * 3
        assert str(frame["from"].dtype).startswith("datetime64")
    assert compare(store, "欧阳青", "苏晓岚").empty


@pytest.mark.parametrize(("sides", "said"), [
    (["lin"], "nothing to compare with"), ([["lin"], []], "nothing to compare with"), (["lin", "林建国"], "lin is on both sides"),
    (["lin", "林建军"], "did you mean 林建国")])
def test_mistakes(store: Store, sides: list[Any], said: str) -> None:
    with pytest.raises((InputError, UnknownPerson), match=said):
        compare(store, *sides)


@settings(deadline=None, max_examples=40)
@given(archives())
def test_counts_are_those_of_plain_loops(told: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, told)
        sides = [id for id in ("lin", "he2") if store.people([id])]
        there: dict[str, set[str]] = defaultdict(set)
        rooms: dict[str, set[str]] = defaultdict(set)
        for one in store.told():
            there[one.happening] |= set(one.people)
            rooms[one.happening] |= {id for part, id in zip(one.event.participants, one.people, strict=True)
                                     if in_the_room(one.event.type, part.roles)}
        both = sum(set(sides) <= people for people in there.values())
        frame = compare(store, *sides)
        assert [row[0] for row in aspect(frame, "event", "count")] == ([both] if both else [])
        partners = {}
        for id in set().union(*rooms.values()) - set(sides) if rooms else set():
            own = [sum({side, id} <= room for room in rooms.values()) for side in sides]
            if all(own):
                partners[id] = (*own, sum(id in room and bool(room & set(sides)) for room in rooms.values()))
        found = {what.split("(")[1][:-1]: tuple(numbers)
                 for what, *numbers in aspect(frame, "partner", "what", "of A", "of B", "count")}
        assert found == partners
