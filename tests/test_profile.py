"""The profile of a person: what stands in its frames, and that its counts are those of plain loops."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import archives, extraction, person, who
from test_store import fill

from tracker import profile as frames
from tracker.errors import InputError, UnknownPerson
from tracker.profile import Profile, profile
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Extraction
from tracker.who import settle

REMOTE, APART = {"message", "call", "appointment"}, {"sender", "recipient", "appointee"}
KNOWN = Roster([
    person("lin", "林建国", ("郑州市委", "书记", "2018-03", None), ("洛阳市委", "书记", "2012", "2018-03"),
           aliases=["林铁生", "阿林"]),
    person("bai", "白志远", ("白山大学", "教授", "2010", "2015"), ("白山大学", "教授", "2018", None)),
])
ARCHIVE = [
    extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest", "苏晓岚": "attendee speaker"}),
               ("message", "2020-08-06", {"林建国": "sender", "阿里·汗": "recipient"}), id="b#1", headline="会见",
               posts={"林建国": [("中共郑州市委员会", "书记"), ("河南省委", "委员")]}, others={"古文": "byline"}),
    extraction(("conference", "2020-07-02", {"苏晓岚": "chair", "林铁生": "attendee"}), id="a#1",
               posts={"林铁生": [("郑州市委", "书记"), ("洛阳市委", "原书记")]}),
    extraction(("inspection", None, {"林建国": "lead"}), id="a#2", posts={"林建国": [("中共郑州市委员会", "书记")]}),
    extraction(id="c#1", published="2020-09-01", headline=None, others={"林建国": "mentioned"},
               posts={"林建国": [("郑州市委", "书记")]}),
]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE, KNOWN)
        yield store


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame[list(columns)].astype(object).itertuples(index=False)]


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_columns_and_types_with_rows_and_without(store: Store) -> None:
    for found in (profile(store, "lin"), profile(store, "lin", date(1999, 1, 1), date(1999, 1, 2))):
        assert isinstance(found, Profile)
        assert (found.person_id, found.name) == ("lin", "林建国")
        for name in ("names", "posts", "activity", "roles", "company", "identity"):
            frame = getattr(found, name)
            assert tuple(frame.columns) == getattr(frames, name.upper())
            kinds = {column: str(kind) for column, kind in frame.dtypes.items()}
            assert all(kinds[column] == "int64" for column in ("reports", "events", "number") if column in kinds)
            assert all(kinds[column].startswith("datetime64") for column in ("first", "last") if column in kinds)
        assert str(found.company["weight"].dtype) == "float64"


def test_names_are_those_of_the_roster_and_those_printed(store: Store) -> None:
    assert rows(profile(store, "阿林").names, "name", "origin", "reports", "first", "last") == [
        ("林建国", "both", 3, day("2020-08-04"), day("2020-09-01")),
        ("林铁生", "both", 1, day("2020-07-02"), day("2020-07-02")),
        ("阿林", "roster", 0, pd.NaT, pd.NaT)]
    assert rows(profile(store, "苏晓岚").names, "name", "origin", "reports") == [("苏晓岚", "reports", 2)]


def test_writings_of_one_seat_are_one_row(store: Store) -> None:
    assert rows(profile(store, "lin").posts, "org", "title", "origin", "reports", "since", "until") == [
        ("洛阳市委", "书记", "roster", 0, "2012", "2018-03"),
        ("郑州市委", "书记", "both", 4, "2018-03", None),  # of two writings printed as often that of the roster
        ("洛阳市委", "原书记", "reports", 1, None, None),
        ("河南省委", "委员", "reports", 1, None, None)]


def test_a_post_tells_where_it_is_printed_first_and_last(store: Store) -> None:
    seat = profile(store, "lin").posts.iloc[1]
    assert seat[["first", "first_report", "first_headline", "first_source"]].tolist() == [
        day("2020-07-02"), "a#1", "要闻", "晨报"]
    assert seat[["last", "last_report", "last_headline", "last_source"]].tolist() == [day("2020-09-01"), "c#1", None, "晨报"]


def test_a_seat_held_twice_is_told_from_the_first_start_to_the_last_end(store: Store) -> None:
    assert rows(profile(store, "bai").posts, "org", "title", "origin", "since", "until") == [
        ("白山大学", "教授", "roster", "2010", None)]


@pytest.mark.parametrize(("published", "org"), [("2013-05-01", "洛阳市委"), ("2020-05-01", "郑州市委")])
def test_a_writing_that_fits_two_seats_goes_to_the_one_of_its_time(published: str, org: str) -> None:
    bare = extraction(id="d#1", published=published, others={"林建国": "mentioned"}, posts={"林建国": [("市委", "书记")]})
    with Store("sqlite://", create=True) as store:
        fill(store, [bare], KNOWN)
        assert rows(profile(store, "lin").posts.query("reports == 1"), "since") == [
            ({"洛阳市委": "2012", "郑州市委": "2018-03"}[org],)]


@pytest.mark.parametrize(("one", "other", "number"), [
    (("郑州市", "市长"), ("郑州市人民政府", "市长"), 1), (("郑州市", "副市长"), ("郑州市", "市长"), 2),
    (("郑州市", "市长"), ("洛阳市", "市长"), 2), ((None, "市长"), ("洛阳市", "市长"), 1)])
def test_how_many_seats(one: tuple[str | None, str], other: tuple[str | None, str], number: int) -> None:
    told = extraction(others={"苏晓岚": "mentioned"}, posts={"苏晓岚": [one, other]})
    with Store("sqlite://", create=True) as store:
        fill(store, [told], Roster())
        assert len(profile(store, "苏晓岚").posts) == number


def test_activity_by_month_and_roles(store: Store) -> None:
    found = profile(store, "lin")
    assert rows(found.activity, "month", "type", "events") == [
        ("2020-07", "conference", 1), ("2020-08", "meeting", 1), ("2020-08", "message", 1), (None, "inspection", 1)]
    assert rows(found.roles, "role", "events") == [("attendee", 1), ("host", 1), ("lead", 1), ("sender", 1)]
    assert rows(profile(store, "苏晓岚").roles, "role", "events") == [("attendee", 1), ("chair", 1), ("speaker", 1)]


def test_company_is_who_was_in_the_room(store: Store) -> None:
    found = profile(store, "lin").company
    assert rows(found, "name", "events", "weight", "first", "last") == [
        ("苏晓岚", 2, 1.5, day("2020-07-02"), day("2020-08-04")), ("白志远", 1, 0.5, day("2020-08-04"), day("2020-08-04"))]
    assert [len(ids) for ids in found["event_ids"]] == [2, 1]
    assert "阿里·汗" not in set(found["name"])  # a letter brings nobody into a room
    assert profile(store, "阿里·汗").company.empty


def test_identity_and_attendance(store: Store) -> None:
    assert rows(profile(store, "lin").identity, "what", "of", "number") == [
        ("linked", "appearances", 4), ("new", "appearances", 0), ("unsure", "appearances", 0),
        ("attended", "reports", 3), ("mentioned", "reports", 1), ("post", "reports", 4)]
    assert profile(store, "苏晓岚").identity["number"].tolist() == [0, 2, 0, 2, 0, 0]


def test_what_is_not_sure_is_counted_and_nothing_else() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(KNOWN)  # without trust a bare name is not sure
        for told in [ARCHIVE[0], extraction(("meeting", "2020-08-05", {"白志远": "host", "苏晓岚": "guest"}), id="e#1")]:
            store.put(told, "1")
        settle(store)
        found = profile(store, "bai")
        assert found.identity["number"].tolist() == [0, 0, 2, 0, 0, 0]
        assert found.activity.empty
        assert found.company.empty
        assert profile(store, "bai", since=date(2020, 8, 5)).identity["number"].tolist() == [0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(("bounds", "reports", "events"), [
    ({}, [3, 1, 0], 4), ({"since": date(2020, 8, 1)}, [3, 0, 0], 3), ({"until": date(2020, 7, 31)}, [0, 1, 0], 1),
    ({"since": date(2020, 8, 5), "until": date(2020, 8, 6)}, [1, 0, 0], 1), ({"since": date(2021, 1, 1)}, [0, 0, 0], 0)])
def test_bounds_are_for_what_reports_say(store: Store, bounds: dict[str, date], reports: list[int], events: int) -> None:
    found = profile(store, "lin", **bounds)
    assert sorted(found.names["reports"], reverse=True) == sorted(reports, reverse=True)
    assert found.activity["events"].sum() == events
    assert {"2012", "2018-03"} <= set(found.posts["since"])  # the roster is told whole


def test_bylines_are_nobodys(store: Store) -> None:
    fill(store, [extraction(id="f#1", others={"苏晓岚": "byline"}, posts={"苏晓岚": [(None, "记者")]})], KNOWN)
    found = profile(store, "苏晓岚")
    assert found.names["reports"].tolist() == [2]
    assert found.posts.empty


def test_who_is_unknown_or_one_of_two(store: Store) -> None:
    with pytest.raises(UnknownPerson, match="no person named 林建军; did you mean 林建国"):
        profile(store, "林建军")
    with pytest.raises(InputError, match="no day is both"):
        profile(store, "lin", date(2020, 8, 2), date(2020, 8, 1))
    fill(store, [], Roster([person("a", "何平"), person("b", "何平")]))
    with pytest.raises(InputError, match="2 people are named 何平"):
        profile(store, "何平")


DAYS = st.sampled_from([None, date(2020, 7, 11), date(2020, 8, 10)])


@settings(max_examples=40, deadline=None)
@given(archives(), DAYS, DAYS)
def test_counts_agree_with_plain_loops(archive: list[Extraction], since: date | None, until: date | None) -> None:
    if since and until and until < since:
        since, until = until, since
    with Store("sqlite://", create=True) as store:
        fill(store, archive)
        for id in store.people():
            found = profile(store, id, since, until)
            activity, roles, events, weights = _plain(store, archive, id, since, until)
            assert {(row[0], row[1]): row[2] for row in rows(found.activity, "month", "type", "events")} == activity
            assert dict(rows(found.roles, "role", "events")) == roles
            assert dict(rows(found.company, "person_id", "events")) == events
            assert dict(rows(found.company, "person_id", "weight")) == pytest.approx(weights)
            assert found.company["event_ids"].map(len).tolist() == found.company["events"].tolist()


def _plain(store: Store, archive: list[Extraction], id: str, since: date | None, until: date | None) -> tuple[Any, ...]:
    activity: Counter[tuple[str | None, str]] = Counter()
    roles: Counter[str] = Counter()
    events: Counter[str] = Counter()
    weights: dict[str, float] = defaultdict(float)
    for told in archive:
        ids = {name: known for (report, name), known in who(store).items() if report == told.report.id}
        for event in told.events:
            when = event.date or told.report.published
            mine = {role for part in event.participants if ids[part.name] == id for role in part.roles}
            if not mine or ((since or until) and not when) or (since and when < since) or (until and when > until):
                continue
            activity[str(event.date)[:7] if event.date else None, event.type] += 1
            roles.update(mine)
            room = {ids[part.name] for part in event.participants if set(part.roles) - APART}
            if event.type not in REMOTE and id in room:
                for other in room - {id}:
                    events[other] += 1
                    weights[other] += 1 / (len(room) - 1)
    return activity, roles, events, weights
