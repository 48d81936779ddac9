import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from made import ROSTER, archives, extraction, person

from tracker.errors import InputError, StoreError
from tracker.roster import Roster
from tracker.store import Store, happen
from tracker.types import Extraction, Post
from tracker.who import settle

MEETING = extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"}),
                     ("conference", None, {"林铁生": "chair speaker", "何平": "attendee"}),
                     posts={"林建国": [("青河市委", "书记"), (None, "委员")]}, others={"古文": "byline"})
TABLES = ["alias", "appearance", "event", "fault", "file", "judgement", "mention", "meta", "organisation", "participation",
          "person", "post", "replaced", "report", "sketch", "tenure", "ungrouped", "unlinked", "unsettled", "words",
          "words_config", "words_data", "words_idx"]


def fill(store: Store, extractions: Iterable[Extraction], roster: Roster = ROSTER) -> None:
    store.set_roster(roster, trust=True)
    for told in extractions:
        store.put(told, "1")
    settle(store)


def dump(store: Store) -> list[tuple[str, tuple[Any, ...]]]:
    return list(store.dump())


def refreshed(store: Store, roster: Roster) -> None:
    store.set_roster(roster, trust=True)
    settle(store)


@settings(max_examples=25, deadline=None)
@given(archives())
def test_the_tables_depend_on_what_was_given_and_not_on_the_way(archive: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as once, Store("sqlite://", create=True) as often:
        fill(once, archive)
        fill(often, [*Random(1).sample(archive, len(archive)), *archive], Roster())
        refreshed(often, Roster([person("x", "苏晓岚", aliases=["何平"])]))
        refreshed(often, ROSTER)
        assert dump(often) == dump(once)
        assert often.unsettled() == ()
        assert often.ungrouped() == []
        assert often.unlinked() == []


def test_what_a_report_leaves_behind_is_grouped_anew() -> None:
    met = ("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"})
    first, second, third = (extraction(met, id=f"page#{n}", path="/a") for n in range(3))  # type: ignore[arg-type]
    other = extraction(("meeting", "2020-08-04", {"林建国": "host", "苏晓岚": "guest"}), id="page#0", path="/a")
    with Store("sqlite://", create=True) as store, Store("sqlite://", create=True) as plain:
        fill(store, [first, second, third])
        assert len({one.happening for one in store.told()}) == 1
        fill(store, [other])
        fill(plain, [second, third, other])
        assert {one.id: one.happening for one in store.told()} == {one.id: one.happening for one in plain.told()}
        assert [len(one.tellings) for one in store.happenings()] == [1, 2]


def test_a_happening_of_several_tellings_is_told_as_one_event() -> None:
    short = extraction(("meeting", None, {"白 志远": "guest", "林建国": "host"}), id="b#1", published="2020-08-05")
    full = extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee"}), id="a#1")
    more = extraction(("meeting", "2020-08-04", {"林建国": "host speaker", "白志远": "guest", "何平": "attendee"}), id="c#1")
    with Store("sqlite://", create=True) as store:
        fill(store, [short, full, more])
        (found,) = store.happenings("lin")
        assert found.id == min(one.id for one in store.told())
        assert [one.report.name for one in found.tellings] == ["a#1", "c#1", "b#1"]
        assert [(part.name, part.roles) for part in found.event.participants] == [
            ("林建国", ("host", "speaker")), ("白志远", ("guest",)), ("苏晓岚", ("attendee",)), ("何平", ("attendee",))]
        assert len(found.people) == 4
        assert found.event.date == date(2020, 8, 4)
        assert store.happenings(since=date(2020, 8, 6)) == []


@pytest.mark.parametrize(("change", "state"), [
    ({}, "unchanged"), ({"path": "/b/page.txt"}, "unchanged"), ({"headline": "快讯"}, "changed"),
    ({"published": date(2020, 8, 11)}, "changed"), ({"source": None}, "changed"), ({"id": "page#2"}, "new")])
def test_a_report_is_read_again_only_if_it_changed(change: dict[str, Any], state: str) -> None:
    told = extraction(("meeting", None, {"林建国": "host"}), path="/a/page.txt")
    with Store("sqlite://", create=True) as store:
        assert store.state(told.report, "1") == "new"
        fill(store, [told])
        assert store.state(replace(told.report, **change), "1") == state
        assert store.state(told.report, "2") == "changed"


@pytest.mark.parametrize(("change", "reports"), [
    ({}, 1), ({"path": "/b/page.txt"}, 2), ({"path": None}, 2), ({"id": "page#2"}, 2),
    ({"published": date(2020, 8, 11)}, 2)])
def test_a_text_corrected_in_its_file_takes_the_place_of_the_old(change: dict[str, Any], reports: int) -> None:
    old = extraction(("meeting", None, {"林建国": "host", "苏晓蓝": "guest"}), path="/a/page.txt")
    new = extraction(("meeting", None, {"林建国": "host", "苏晓岚": "guest"}), path="/a/page.txt")
    new = replace(new, report=replace(new.report, **change))
    with Store("sqlite://", create=True) as store:
        fill(store, [old])
        assert store.state(new.report, "1") == ("changed" if reports == 1 else "new")
        store.put(new, "1")
        assert store.counts()["report"] == reports
        assert bool(store.find("苏晓蓝")) == (reports == 2)


def test_people_of_no_roster_share_an_id_by_name_without_blanks() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [extraction(("other", None, {"白志远": "lead"})),
                     extraction(("other", None, {"白 志远": "lead"}), id="page#2")], Roster())
        (bai,) = store.find("白志远")
        assert bai.startswith("p:")
        assert store.find("白　志远") == store.find(bai) == (bai,)
        assert len(store.told(bai)) == 2


def test_find_by_name_alias_and_id_but_not_by_byline() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [MEETING])
        assert store.find("林建国") == store.find("林铁生") == store.find("lin") == ("lin",)
        assert store.find("何平") == ("he1", "he2")  # and not the one of the report, whom nothing tells from them
        assert len(store.told()) == len(MEETING.events)
        assert store.find("古文") == store.find("林") == ()
        assert {"林建国", "林铁生"} < set(store.names())  # what a near match may offer
        assert "古文" not in store.names()


def test_what_was_told_with_its_people_posts_and_evidence() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [MEETING])
        later, sooner = sorted(store.told("lin"), key=lambda t: t.event.type)
        assert (sooner.event, later.event) == MEETING.events
        assert sooner.people == ("lin", *store.find("白志远"))
        assert sooner.report.name == "page#1"
        assert store.evidence("lin")[sooner.id] == "林建国、白志远参加meeting。"
        assert [row.post for row in store.posts("lin")] == [Post("青河市委", "书记"), Post(None, "委员")]


@pytest.mark.parametrize(("since", "until", "days"), [
    (None, None, ["1", "2", "3", None]), ("02", None, ["2", "3"]), (None, "02", ["1", "2"]), ("02", "02", ["2"]),
    ("04", "05", []), ("03", "03", ["3"])])
def test_bounds_are_inclusive_and_the_undated_stand_at_publication(
        since: str | None, until: str | None, days: list[str | None]) -> None:
    told = [extraction(("other", "2020-01-01", {"林建国": "lead"}), id="1"),
            extraction(("other", "2020-01-02", {"林建国": "lead"}), id="2", published=None),
            extraction(("other", None, {"林建国": "lead"}), id="3", published="2020-01-03"),
            extraction(("other", None, {"林建国": "lead"}), id="0", published=None)]
    with Store("sqlite://", create=True) as store:
        fill(store, told)
        bounds = [date.fromisoformat(f"2020-01-{day}") if day else None for day in (since, until)]
        assert [t.report.name for t in store.told("lin", *bounds)] == [day or "0" for day in days]


def test_an_event_that_lasts_counts_with_each_of_its_days() -> None:
    told = extraction(("visit", "2020-08-04", {"林建国": "lead"}))
    told = replace(told, events=(replace(told.events[0], date_end=date(2020, 8, 7)),))
    with Store("sqlite://", create=True) as store:
        fill(store, [told])
        assert len(store.told(since=date(2020, 8, 7))) == len(store.told(until=date(2020, 8, 4))) == 1
        assert store.told(since=date(2020, 8, 8)) == store.told(until=date(2020, 8, 3)) == []
        with pytest.raises(InputError, match="swap"):
            store.told(since=date(2020, 8, 8), until=date(2020, 8, 7))


def test_the_roster_is_kept_until_another_is_given(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db", create=True) as store:
        assert store.roster().people == {}
        fill(store, [MEETING])
    with Store(tmp_path / "a.db") as store:
        assert store.roster().people == ROSTER.people
        refreshed(store, Roster())
        assert store.roster().people == {}
        assert not any(id in store.people() for id in ROSTER.people)


def test_a_report_that_fails_leaves_the_old_one_whole(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db", create=True) as store:
        fill(store, [MEETING])
        before = dump(store)
        broken = replace(MEETING, people=(*MEETING.people, MEETING.people[0]))
        with pytest.raises(StoreError, match="UNIQUE"):
            store.put(broken, "2")
        assert dump(store) == before


def test_the_file_is_plain_sqlite(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db", create=True) as store:
        fill(store, [MEETING])
    connection = sqlite3.connect(tmp_path / "a.db")
    assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            ] == TABLES
    assert connection.execute("SELECT date, roles, substr(text, p.start_char + 1, p.end_char - p.start_char) FROM event"
                              " JOIN participation p ON p.event = event.id JOIN report ON report.id = event.report"
                              " WHERE type = 'meeting' AND person = 'lin'"
                              ).fetchall() == [("2020-08-04", "host", "林建国、白志远参加meeting。")]
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def no_database(path: Path) -> None:
    path.write_text("林建国会见白志远。" * 100)


def other_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE meta (name, value); CREATE TABLE recipe (id)")
    connection.close()


def other_schema(path: Path) -> None:
    Store(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.executescript("UPDATE meta SET value = '0' WHERE name = 'schema'")
    connection.close()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(("make", "words"), [
    (no_database, "not a database; choose another file"), (other_tables, "is no database of tracker"),
    (other_schema, "has schema 0"), (Path.mkdir, "unable to open")])
def test_what_cannot_be_opened_is_told_in_one_line_and_left_alone(
        tmp_path: Path, make: Any, words: str, create: bool) -> None:
    path = tmp_path / "a.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=words) as caught:
        Store(path, create)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_database_that_is_absent_is_not_created_by_a_question(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database; fill one with `tracker ingest`"):
        Store(tmp_path / "a.db")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreError, match="check that the folder exists"):
        Store(tmp_path / "nowhere" / "a.db", create=True)


@pytest.mark.parametrize("address", ["nosuch://a/b", "sqlite+nosuch:///a.db", "mysql://u:secret@host/x"])
def test_an_address_that_no_database_has(address: str) -> None:
    with pytest.raises(StoreError, match="cannot be used as a database address") as caught:
        Store(address)
    assert "secret" not in str(caught.value)


def test_a_database_in_use_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store(path, create=True).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked; another program is writing"):
        Store(f"sqlite:///{path}?timeout=0.1")
    other.close()


@pytest.mark.parametrize(("tellings", "days", "place"), [
    ([("visit", 5, None, "巴黎"), ("visit", 4, None, None), ("visit", 8, None, "法国")], (4, 8), "巴黎"),
    ([("visit", 4, 9, "法国、塞尔维亚"), ("visit", 4, None, "巴黎"), ("visit", 6, None, None)], (4, 6), "巴黎"),  # of all lands
    ([("visit", 4, 9, "法国、塞尔维亚")], (4, 9), "法国、塞尔维亚"),
    ([("visit", 4, None, "法国、塞尔维亚"), ("visit", 5, None, "巴黎")], (4, 5), "巴黎"),  # a departure has a day of its own
    ([("visit", None, None, None), ("visit", 4, None, None)], (4, None), None),
    ([("meeting", 5, None, None), ("meeting", 4, None, "青河")], (5, None), "青河"),  # the fullest tells the day
    ([("visit", None, None, None)], (None, None), None),
])
def test_a_visit_lasts_from_the_first_to_the_last_day_told(
        tellings: list[tuple[str, int | None, int | None, str | None]], days: tuple[int | None, int | None],
        place: str | None) -> None:
    told = [(kind, first and date(2020, 8, first), last and date(2020, 8, last), where) for kind, first, last, where in tellings]
    assert happen.days_of(told) == tuple(day and date(2020, 8, day) for day in days)
    assert happen.place_of(told) == place
