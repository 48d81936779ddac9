"""Every question against a slow plain loop over what is in the store, and cases with their counter-cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import archives, extraction, person
from test_store import fill

from tracker.bearers import is_seat
from tracker.empty import why_apart, why_empty
from tracker.errors import InputError, UnknownPerson
from tracker.expression import parse
from tracker.filters import Filter, wanted
from tracker.meetings import MET_COLUMNS, TOGETHER_COLUMNS, met, together
from tracker.people import near
from tracker.query import COLUMNS, timeline
from tracker.roster import Roster
from tracker.search import events
from tracker.stats import stats
from tracker.store import Happening, Store
from tracker.types import Extraction, Post

ROSTER = Roster([person("lin", "林建国", ("青河市委", "书记", "2018-03", None), aliases=["林铁生"]),
                 person("he", "何平", ("青河市", "市长", "2016", "2020-06"))])
ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee"}),
               ("message", "2020-08-06", {"林建国": "sender"}), id="b#1", headline="会见",
               posts={"白志远": [("远山钢铁集团", "董事长")], "林建国": [("中共青河市委员会", "书记")]},
               others={"何平": "mentioned"}),
    extraction(("conference", "2020-08-02", {"苏晓岚": "chair speaker", "林铁生": "attendee"}), id="a#1",
               others={"白志远": "mentioned", "古文": "byline"}),
    extraction(("inspection", "2020-06-02", {"何平": "lead", "苏晓岚": "accompany"}), id="c#1", published="2020-06-03"),
    extraction(("inspection", "2020-07-02", {"何平": "lead"}), id="d#1", published="2020-07-03"),
]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE, ROSTER)
        yield store


@pytest.mark.parametrize(("people", "which", "found"), [
    (["林建国"], {}, ["a#1 林建国", "b#1 林建国", "b#1 林建国"]),
    (["林建国", "苏晓岚"], {}, ["c#1 苏晓岚", "a#1 苏晓岚", "a#1 林建国", "b#1 林建国", "b#1 苏晓岚", "b#1 林建国"]),
    (["林建国"], {"types": ("meeting", "call")}, ["b#1 林建国"]), (["林建国"], {"roles": "sender"}, ["b#1 林建国"]),
    (["林建国"], {"roles": "guest"}, []), (["林建国"], {"company": "苏晓岚"}, ["a#1 林建国", "b#1 林建国"]),
    (["林建国"], {"company": ["苏晓岚", "白志远"]}, ["b#1 林建国"]), (["林建国"], {"company": "何平"}, []),
    (["林建国"], {"organisation": "钢铁"}, ["b#1 林建国"]), (["何平"], {"organisation": "钢铁"}, []),
    (["林建国"], {"source": "晨"}, ["a#1 林建国", "b#1 林建国", "b#1 林建国"]), (["林建国"], {"source": "晚报"}, []),
    (["林建国"], {"where": "role:guest"}, ["b#1 林建国"]), (["林建国"], {"where": "-name:白志远"}, ["a#1 林建国", "b#1 林建国"]),
    (["林建国"], {"post": "青河市委书记"}, ["a#1 林建国", "b#1 林建国", "b#1 林建国"]), (["林建国"], {"post": "市长"}, []),
    ([], {"organisation": "钢铁"}, ["b#1 白志远"]), ([], {"organisation": "无此机构"}, []),
    ([], {"organisation": "青河市"}, ["c#1 何平", "a#1 林建国", "b#1 林建国", "b#1 林建国"]),
    ([], {"post": "青河市委书记"}, ["a#1 林建国", "b#1 林建国", "b#1 林建国"]), ([], {"post": "青河市市长"}, ["c#1 何平"]),
    ([], {"post": "青河市委书记", "organisation": "中共"}, ["b#1 林建国", "b#1 林建国"]),
    (["白志远"], {"kind": "mentioned"}, ["a#1 白志远"]), (["白志远"], {"kind": "all"}, ["b#1 白志远", "a#1 白志远"]),
    (["何平"], {"kind": "mentioned", "where": "headline:会见"}, ["b#1 何平"]), (["古文"], {}, None),
    (["何平"], {"kind": "mentioned", "source": "晚报"}, []), ([], {"organisation": "钢铁", "kind": "mentioned"}, []),
])
def test_filters(store: Store, people: list[str], which: dict[str, Any], found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(UnknownPerson):
            timeline(store, people)
        return
    frame = timeline(store, people, which=wanted(which))  # type: ignore[arg-type]
    assert [f"{row.report} {row.who}" for row in frame.itertuples()] == found
    assert list(frame.columns) == list(COLUMNS)
    assert all(frame["evidence"])


def test_a_place_has_a_row_a_happening_and_nobody_in_who() -> None:
    told = ARCHIVE[0]
    there = replace(told, events=(replace(told.events[0], place="青河宾馆"), told.events[1]))
    with Store("sqlite://", create=True) as store:
        fill(store, [there, *ARCHIVE[1:]], ROSTER)
        (row,) = timeline(store, which=Filter(place="宾馆")).to_dict("records")
        assert (row["with"], row["place"], pd.isna(row["who"])) == (("林建国", "白志远", "苏晓岚"), "青河宾馆", True)
        assert row["evidence"] == "林建国、白志远、苏晓岚参加meeting。"
        assert timeline(store, which=Filter(place="白山")).empty


def test_a_row_that_only_names(store: Store) -> None:
    (row,) = timeline(store, "白志远", which=Filter(kind="mentioned")).to_dict("records")
    assert (row["type"], row["date"], row["evidence"], row["who"]) == ("mentioned", pd.Timestamp(2020, 8, 10), "白志远、古文",
    "白志远")
    assert pd.isna(row["event_id"])
    assert pd.isna(row["order"])


@pytest.mark.parametrize(("people", "which", "words"), [
    ([], {}, "whose timeline"), (["林建国"], {"types": "party"}, "no event type party; choose from meeting"),
    (["林建国"], {"roles": "king"}, "no role king; choose from host"), (["林建国"], {"kind": "some"}, "no kind of rows some"),
    (["林建国"], {"kind": "all", "place": "北京"}, "only mentioned has no type"),
    (["林建国"], {"place": " "}, "the place is empty"),
    (["林建国"], {"kind": "all", "organisation": "钢铁"}, "met nobody of an organisation"),
    (["林建国"], {"size": 1}, "no filter size"),
    (["林建国"], {"where": "(("}, "cannot be read at column"), (["林建国"], {"company": "无名氏"}, "no person named 无名氏")])
def test_bad_questions(store: Store, people: list[str], which: dict[str, Any], words: str) -> None:
    with pytest.raises((InputError, UnknownPerson), match=words):
        timeline(store, people, which=wanted(which))  # type: ignore[arg-type]


@pytest.mark.parametrize(("wanted", "post", "same"), [
    ("郑州市委书记", Post("中共郑州市委员会", "书记"), True), ("郑州市委书记", Post("郑州市委", "书记"), True),
    ("书记", Post("郑州市委", "书记"), True), ("郑州市委书记", Post(None, "书记"), False),
    ("郑州市委书记", Post("开封市委", "书记"), False),
    ("郑州市委书记", Post("郑州市委", "副书记"), False), ("郑州市委副书记", Post("郑州市委", "书记"), False),
    ("郑州市委书记", Post("郑州市委", "原书记"), False), ("郑州市市长", Post("郑州市", "市长"), True)])
def test_seats(wanted: str, post: Post, same: bool) -> None:
    assert is_seat(wanted, post) == same


def test_met_and_together(store: Store) -> None:
    frame = met(store, "林建国")
    assert list(frame.columns) == list(MET_COLUMNS)
    assert frame[["who", "other", "host", "report"]].values.tolist() == [["林建国", "白志远", ("林建国",), "b#1"]]
    assert met(store, "白志远", "lin")[["other", "host"]].values.tolist() == [["林建国", ("林建国",)]]
    assert met(store, "林建国", "苏晓岚").empty
    assert met(store, "林建国", since=date(2020, 8, 5)).empty
    frame = together(store, "苏晓岚", "林铁生")
    assert list(frame.columns) == list(TOGETHER_COLUMNS)
    assert frame[["report", "people", "roles", "with"]].values.tolist() == [
        ["a#1", ("苏晓岚", "林建国"), ("chair speaker", "attendee"), ()],
        ["b#1", ("林建国", "苏晓岚"), ("host", "attendee"), ("白志远",)]]
    assert together(store, "林建国", "何平").empty
    for names in (["林建国"], ["林建国", "林铁生"]):
        with pytest.raises(InputError, match="is not several people"):
            together(store, *names)
    with pytest.raises(InputError, match="are one person"):
        met(store, "林建国", "林铁生")


@pytest.mark.parametrize(("people", "which", "words"), [
    (["白志远"], Filter(since=date(2021, 1, 1)),
    "白志远 took part in nothing since 2021-01-01; the last of 1 events is of 2020-08-04; "
     "named only in 1 report: --mentioned"),
    (["苏晓岚"], Filter(types=("call",)), "苏晓岚 took part in nothing of type call; the last of 3 events is of 2020-08-04"),
    (["苏晓岚"], Filter(kind="mentioned"), "苏晓岚 is only named in no report"),
    ([], Filter(organisation="无"), "no report and no tenure gives anybody organisation 无; a part of the name finds more"),
    ([], Filter(organisation="钢铁", since=date(2021, 1, 1)),
    "1 person of organisation 钢铁 took part in nothing since 2021-01-01"),
    ([], Filter(place="北京"), "nothing happened at place 北京; a part of the name finds more")])
def test_an_empty_answer_says_why(store: Store, people: list[str], which: Filter, words: str) -> None:
    assert timeline(store, people, which=which).empty
    assert why_empty(store, people, which) == words


def test_why_people_share_nothing(store: Store) -> None:
    assert why_apart(store, ["林建国", "何平"], None, date(2020, 9, 1), "met") == (
        "no meeting or call of 林建国、何平 is told until 2020-09-01; 林建国 took part in 3 events, the last of 2020-08-06, "
        "何平 took part in 2 events, the last of 2020-07-02")


@pytest.mark.parametrize(("name", "found"), [("顾城月", ["顾承岳"]), ("顾承月", ["顾承岳"]), ("古承岳", ["顾承岳"]),
    ("李城月", [])])
def test_names_that_sound_alike(name: str, found: list[str]) -> None:
    assert near(name, ["顾承岳"]) == found


def test_stats(store: Store) -> None:
    rows = {(row.what, row.of, None if pd.isna(row.year) else row.year): row.number for row in stats(store).itertuples()}
    assert rows["reports", "all", None] == 4
    assert rows["reports", "without events", None] == 0
    assert rows["source", "晨报", None] == 4
    assert rows["events", "inspection", 2020] == 2
    assert rows["events", "all", None] == 5
    assert rows["people", "linked", None] == 2
    assert rows["participations", "score 0.95 to 1", None] == 9


_NAMES = ["林建国", "何平", "苏晓岚", "白志远"]
_FILTERS = st.builds(
    Filter, since=st.sampled_from([None, date(2020, 7, 11)]), until=st.sampled_from([None, date(2020, 8, 10)]),
    types=st.sampled_from([(), ("meeting",), ("meeting", "call")]), roles=st.sampled_from([(), ("host",), ("guest", "attendee")]),
    company=st.sampled_from([(), ("白志远",), ("苏晓岚", "林建国")]), source=st.sampled_from([None, "晨", "晚"]),
    where=st.sampled_from([None, parse("role:host"), parse("-type:meeting")]))


@settings(max_examples=25, deadline=None)
@given(archives(), st.lists(st.sampled_from(_NAMES), min_size=1, max_size=2, unique=True), _FILTERS)
def test_questions_agree_with_plain_loops(archive: list[Extraction], people: list[str], which: Filter) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive, ROSTER)
        ids = {name: store.find(name) for name in _NAMES}
        if not all(len(ids[name]) == 1 for name in [*people, *which.company]):
            return
        asked, company = ([ids[name][0] for name in some] for some in (people, which.company))
        frame = timeline(store, people, which=which)
        found = sorted(zip(frame["event_id"], frame["person_id"], strict=True))
        every = store.happenings(since=which.since, until=which.until)
        assert found == sorted((_own(one, id)[0].id, id) for one in every for id in asked if _is_row(store, one, id, company,
        which))
        if len(set(asked)) > 1:
            shared = [one.id for one in store.happenings() if set(asked) <= {
                id for part, id in zip(one.event.participants, one.people, strict=True) if part.name in one.event.present}]
            assert len(together(store, *people)) == len(shared)
            pairs = [one for one in store.happenings() if any(
                {id for part, id in zip(one.event.participants, one.people, strict=True) if part.name in pair} == set(asked)
                for pair in one.event.met)]
            assert len(met(store, *people)) == len(pairs)
        assert len(events(store, "role:host")) == sum(
            any("host" in part.roles for part in event.participants) for told in archive for event in told.events)


def _own(happening: Happening, id: str) -> list[Any]:
    return [told for told in happening.tellings if id in told.people]


def _is_row(store: Store, happening: Happening, id: str, company: list[str], which: Filter) -> bool:
    own, everybody = _own(happening, id), {one for told in happening.tellings for one in told.people}
    if not own or not set(company) <= everybody or (which.source or "晨") not in "晨报":
        return False
    roles = {role for part, one in zip(own[0].event.participants, own[0].people, strict=True) if one == id for role in part.roles}
    fulfils = {one.id for one in store.told(where=which.where)} if which.where else {told.id for told in happening.tellings}
    return ((not which.types or happening.event.type in which.types) and (not which.roles or bool(roles & set(which.roles)))
            and any(told.id in fulfils for told in happening.tellings))
