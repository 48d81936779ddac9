from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from made import archives, extraction, happened, who
from test_store import fill

from tracker.errors import InputError, UnknownEvent, UnknownPerson
from tracker.people import find_person, near
from tracker.query import COLUMNS, timeline
from tracker.query import event as happening_of
from tracker.store import Store
from tracker.types import Extraction

ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee"}),
               ("message", "2020-08-06", {"林建国": "sender"}), id="b#1", headline="会见",
               posts={"林建国": [("青河市委", "书记"), (None, "市委委员")]}),
    extraction(("conference", "2020-08-02", {"苏晓岚": "chair speaker", "林铁生": "attendee"}), id="a#1",
               others={"白志远": "mentioned", "何平": "mentioned", "古文": "byline"}),
]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE)
        yield store


def test_one_row_an_event_in_order_of_the_day(store: Store) -> None:
    frame = timeline(store, "林建国")
    assert list(frame.columns) == list(COLUMNS)
    assert frame["date"].tolist() == [pd.Timestamp(2020, 8, day) for day in (2, 4, 6)]
    assert frame["date_end"].isna().all()
    assert frame["type"].tolist() == ["conference", "meeting", "message"]
    assert frame["roles"].tolist() == [("attendee",), ("host",), ("sender",)]
    assert frame["with"].tolist() == [("苏晓岚",), ("白志远", "苏晓岚"), ()]
    assert frame["order"].tolist() == [2, 1, 1]
    assert frame["headline"].tolist() == ["要闻", "会见", "会见"]
    assert frame["report"].tolist() == ["a#1", "b#1", "b#1"]
    assert frame["evidence"].tolist() == ["苏晓岚、林铁生参加conference。", "林建国、白志远、苏晓岚参加meeting。",
                                          "林建国参加message。"]


def test_the_post_is_the_printed_one_and_else_that_of_the_roster_on_the_day(store: Store) -> None:
    assert timeline(store, "lin")["post"].tolist() == [
        ("青河市委书记",), ("青河市委书记", "市委委员"), ("青河市委书记", "市委委员")]
    early = extraction(("other", "2018-02-28", {"林建国": "lead"}), id="c#1")
    fill(store, [early])
    assert timeline(store, "lin")["post"][0] == ()  # the day before the tenure


@pytest.mark.parametrize(("options", "types"), [
    ({"since": date(2020, 8, 4)}, ["meeting", "message"]), ({"until": date(2020, 8, 4)}, ["conference", "meeting"]),
    ({"type": "message"}, ["message"]), ({"type": "call"}, []), ({"since": date(2021, 1, 1)}, [])])
def test_bounds_and_type(store: Store, options: dict[str, Any], types: list[str]) -> None:
    frame = timeline(store, "林建国", **options)
    assert frame["type"].tolist() == types
    assert str(frame["date"].dtype).startswith("datetime64")


def test_who_is_only_named_has_no_row(store: Store) -> None:
    assert timeline(store, "白志远")["type"].tolist() == ["meeting"]
    assert timeline(store, "he1").empty


def test_an_event_has_its_name_or_else_its_verb(store: Store) -> None:
    assert set(timeline(store, "苏晓岚")["event"]) == {"参加"}


@pytest.mark.parametrize("name", ["林建国", "林 建国", "林铁生", "lin"])
def test_a_person_is_asked_for_by_name_alias_or_id(store: Store, name: str) -> None:
    assert find_person(store, name).id == "lin"


def test_of_namesakes_the_error_lists_ids_and_posts(store: Store) -> None:
    with pytest.raises(InputError) as caught:
        timeline(store, "何平")
    assert str(caught.value) == "2 people are named 何平; ask by id: he1 (青河市市长); he2 (白山大学教授)"


def test_an_unknown_person_comes_with_near_names(store: Store) -> None:
    with pytest.raises(UnknownPerson, match="no person named 林建军; did you mean 林建国"):
        timeline(store, "林建军")
    with pytest.raises(UnknownPerson, match=r"^no person named 欧阳$"):
        timeline(store, "欧阳")


def test_an_unknown_type_lists_the_known(store: Store) -> None:
    with pytest.raises(InputError, match="no event type 会见; choose from meeting, conference"):
        timeline(store, "林建国", type="会见")


@pytest.mark.parametrize(("name", "is_near"), [
    ("苏晓蓝", True), ("苏小岚", True), ("苏岚晓", True), ("苏岚", True), ("晓岚", True), ("舒晓岚", True),
    ("苏晓岚主任", True), ("苏", False), ("苏大力", False), ("林岚", False), ("", False)])
def test_near_names(name: str, is_near: bool) -> None:
    assert near(name, ["苏晓岚"]) == (["苏晓岚"] if is_near else [])


@pytest.mark.parametrize(("name", "is_near"), [("何萍", True), ("贺平", True), ("平何", True), ("何", True)])
def test_near_names_of_two_characters(name: str, is_near: bool) -> None:
    assert near(name, ["何平"]) == (["何平"] if is_near else [])


def test_the_nearest_name_comes_first() -> None:
    names = ["苏岚", "苏小岚", "舒晓岚", "苏晓岚岚", "白志远"]
    assert near("苏晓岚", names) == ["苏小岚", "苏晓岚岚", "苏岚", "舒晓岚"], "who sounds the same first"


@settings(max_examples=25, deadline=None)
@given(archives())
def test_timelines_agree_with_a_plain_loop(archive: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        for id in store.people():
            found = timeline(store, id)
            rows = zip(found["report"], found["type"], found["date"], found["roles"], found["order"].tolist(), found["evidence"],
                       strict=True)
            assert sorted(map(repr, rows)) == sorted(map(repr, _plain(store, archive, id)))


def _plain(store: Store, archive: list[Extraction], id: str) -> Iterator[tuple[Any, ...]]:
    """The row of each happening, found by looking at every telling: the fullest one that names the person, the first of these."""
    happenings, best = happened(store), dict[str, tuple[Any, ...]]()
    days: dict[str, list[tuple[int, str, Any]]] = defaultdict(list)
    types: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for told in archive:
        own = {name for (report, name), known in who(store).items() if report == told.report.id and known == id}
        for n, event in enumerate(told.events):
            happening, size = happenings[told.report.id, n], -len(event.participants)
            place = (size, str(event.date or told.report.published or "9"), told.report.id, n)
            days[happening].append((*place, event.date))  # type: ignore[arg-type]
            types[happening].append((*place, event.type))  # type: ignore[arg-type]
            mine = [(n, part) for n, part in enumerate(event.participants) if part.name in own]
            if mine:
                roles = tuple(dict.fromkeys(role for _, part in mine for role in part.roles))
                row = (place, told.report.id, roles, mine[0][0] + 1, mine[0][1].evidence.of(told.report.text))
                best[happening] = min(best.get(happening, row), row)
    for happening, (_, report, roles, order, evidence) in best.items():
        day = next((one[-1] for one in sorted(days[happening], key=lambda one: one[:-1]) if one[-1]), None)
        yield (report, min(types[happening])[-1], pd.Timestamp(day) if day else pd.NaT, roles, order, evidence)


def test_one_row_for_what_several_reports_tell() -> None:
    again = extraction(("meeting", None, {"林建国": "host", "白志远": "guest"}), id="c#1", published="2020-08-05")
    once = extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "何平": "attendee"}), id="d#1")
    with Store("sqlite://", create=True) as store:
        fill(store, [*ARCHIVE, again, once])
        row = timeline(store, "林建国").iloc[1]
        assert row[["report", "reports", "also", "order"]].tolist() == ["b#1", 3, ("d#1", "c#1"), 1]
        assert row["with"] == ("白志远", "苏晓岚", "何平"), "whom any of the reports names"
        assert row["event_id"] in {one.id for one in happening_of(store, row["event_id"]).tellings}
        only = timeline(store, store.find("白志远")[0], since=date(2020, 8, 5))
        assert only.empty, "the day is that which is told, not that of the report without one"
        with pytest.raises(UnknownEvent, match="no event nosuch; take an event_id"):
            happening_of(store, "nosuch")
