"""Who came into a post and who left it, and what is only the edge of the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from made import archives, extraction, person
from test_posts import printed, rows
from test_store import fill

from tracker.errors import InputError, UnknownPerson
from tracker.posts import appointments
from tracker.posts.changes import COLUMNS
from tracker.posts.terms import terms
from tracker.proposals import proposals
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Extraction, Reason

EMPTY = Roster()


def changes(told: list[Extraction], roster: Roster = EMPTY, **wanted: object) -> pd.DataFrame:
    with Store("sqlite://", create=True) as store:
        fill(store, told, roster)
        return appointments(store, **wanted)  # type: ignore[arg-type]


def sure(told: list[Extraction], name: str, title: str, roster: Roster = EMPTY) -> list[tuple[object, ...]]:
    frame = changes(told, roster)
    return rows(frame[(frame["name"] == name) & (frame["title"] == title)], "change", "sure")


ALONE = [printed("林建国", "郑州市委", "书记", "2020-05-01"), printed("林建国", "郑州市委", "书记", "2020-06-01")]
CERTAIN, EDGE = "certain", "edge of the archive"


def twice(*days: str) -> list[Extraction]:
    return [printed("林建国", "郑州市", "市长", day) for day in days]


@pytest.mark.parametrize(("others", "first", "last"), [
    ([], EDGE, EDGE),
    (twice("2020-03-01", "2020-04-01"), CERTAIN, EDGE),                               # another post before, and not later
    (twice("2020-07-01", "2020-08-01"), EDGE, CERTAIN),
    (twice("2018-03-01", "2018-04-01"), EDGE, EDGE),                                  # long ago
    ([printed("林建国", "郑州市", "市长", "2020-04-01")], EDGE, EDGE),               # one report alone may be misread
    (twice("2020-04-01", "2020-05-20"), EDGE, EDGE),                                  # beside it
    ([printed("苏晓岚", "中共郑州市委员会", "书记", "2020-04-01")], CERTAIN, EDGE),   # somebody else in the seat
    ([printed("苏晓岚", "郑州市委", "书记", "2020-07-01")], EDGE, CERTAIN),
    ([printed("苏晓岚", "郑州市委", "书记", "2020-05-20")], EDGE, EDGE),            # at the same time: no sign
    ([printed("苏晓岚", "洛阳市委", "书记", "2020-04-01")], EDGE, EDGE),            # another city
    ([printed("苏晓岚", None, "书记", "2020-04-01")], EDGE, EDGE),                  # nobody knows of what
    ([printed("苏晓岚", "郑州市委", "副书记", "2020-04-01")], EDGE, EDGE),
    ([extraction(("meeting", "2020-04-01", {"林建国": "host"}), id="m", published="2020-04-01")], EDGE, EDGE),
])
def test_a_first_report_is_an_appointment_only_where_something_shows_it(others: list[Extraction], first: str, last: str) -> None:
    assert sure([*ALONE, *others], "林建国", "书记") == [("first seen", first), ("last seen", last)]


def test_a_seat_of_many_shows_nothing() -> None:
    told = [printed("林建国", "郑州市委", "委员", "2020-05-01"), printed("苏晓岚", "郑州市委", "委员", "2020-04-01")]
    assert sure(told, "林建国", "委员") == [("first seen", EDGE), ("last seen", EDGE)]


@pytest.mark.parametrize(("start", "end", "first", "last"), [
    ("2019", None, EDGE, EDGE), ("2019", "2020-05-20", EDGE, CERTAIN), ("2020-05-01", None, CERTAIN, EDGE)])
def test_the_roster_knows_better_than_the_archive(start: str, end: str | None, first: str, last: str) -> None:
    roster = Roster([person("lin", "林建国", ("郑州市委", "书记", start, end))])
    told = [*ALONE, printed("苏晓岚", "郑州市委", "书记", "2020-04-01"), printed("何平", "郑州市委", "书记", "2020-07-01")]
    assert [row for row in sure(told, "林建国", "书记", roster) if "seen" in str(row[0])] == [
        ("first seen", first), ("last seen", last)]


def test_contradictions_are_those_of_proposals() -> None:
    roster = Roster([person("lin", "林建国", ("郑州市委", "书记", "2018", "2019")),
                     person("bai", "白志远", ("郑州市委", "书记", "2020-01", None))])
    with Store("sqlite://", create=True) as store:
        fill(store, ALONE, roster)
        frame = appointments(store)
        (row,) = rows(frame[frame["sure"] == "contradiction"], "change", "person_id", "why", "report", "date")
        assert row == ("seat of another", "lin", "the roster: 白志远 (bai), 2020-01 to now", "林建国2020-05-01",
                       pd.Timestamp("2020-05-01"))
        assert proposals(store)["finding"].tolist() == ["seat of another"]


def test_an_appointment_that_is_told() -> None:
    told = extraction(("appointment", "2020-05-03", {"何平": "appointee", "林建国": "lead"}), id="n",
                      posts={"何平": [("郑州市", "副市长")]})
    frame = changes([told])
    assert rows(frame[frame["change"] == "appointed"], "name", "sure", "org", "title", "report", "evidence") == [
        ("何平", "told", "郑州市", "副市长", "n", "何平、林建国参加appointment。")]


@pytest.mark.parametrize(("verb", "rule", "change"), [
    ("任命", "appoint", "appointed"), ("当选", "appoint", "appointed"), ("任", "appoint", "appointed"),
    ("为", "list", "appointed"),
    ("免去", "appoint", "relieved"), ("决定免去", "appoint", "relieved"), ("同志不再", "appoint", "relieved"),
    ("辞去", "appoint", "relieved"), ("的", "list", "relieved")])
def test_an_appointment_says_by_its_verb_whether_somebody_came_or_went(verb: str, rule: str, change: str) -> None:
    told = extraction(("appointment", "2020-05-03", {"何平": "appointee"}), id="n")
    (event,) = told.events
    (part,) = event.participants
    part = replace(part, reasons=(Reason(rule, verb, event.evidence),))
    frame = changes([replace(told, events=(replace(event, participants=(part,)),))])
    assert rows(frame, "name", "change", "sure") == [("何平", change, "told")]


@pytest.mark.parametrize(("wanted", "number"), [
    ({}, 4), ({"since": date(2020, 6, 1)}, 2), ({"until": date(2020, 5, 31)}, 2), ({"since": date(2021, 1, 1)}, 0),
    ({"org": "郑州市委"}, 2), ({"org": "中共洛阳市委员会"}, 2), ({"org": "开封"}, 0), ({"person": "苏晓岚"}, 2)])
def test_bounds_organisation_and_person(wanted: dict[str, object], number: int) -> None:
    frame = changes([*ALONE, printed("苏晓岚", "洛阳市委", "书记", "2020-05-05"),
                     printed("苏晓岚", "洛阳市委", "书记", "2020-06-05")], **wanted)
    assert len(frame) == number
    assert tuple(frame.columns) == COLUMNS
    assert str(frame["date"].dtype).startswith("datetime64")


def test_one_person_is_told_the_same_as_in_the_whole() -> None:
    told = [*ALONE, *twice("2020-03-01", "2020-04-01"), printed("苏晓岚", "郑州市委", "书记", "2020-07-01"),
            extraction(("appointment", "2020-05-03", {"林建国": "appointee"}), id="n")]
    whole = changes(told)
    assert rows(changes(told, person="林建国"), *COLUMNS) == rows(whole[whole["name"] == "林建国"], *COLUMNS)


def test_mistakes() -> None:
    with pytest.raises(UnknownPerson, match="did you mean 林建国"):
        changes(ALONE, person="林建军")
    with pytest.raises(InputError, match="swap them"):
        changes(ALONE, since=date(2021, 1, 1), until=date(2020, 1, 1))


@settings(deadline=None, max_examples=30)
@given(archives())
def test_every_dated_seat_is_first_and_last_seen_once(told: list[Extraction]) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, told)
        frame = appointments(store)
        dated = sorted((t.person.id, t.held.post.title) for t in terms(store) if any(p.seen.first for p in t.held.prints))
        for change, end in (("first seen", min), ("last seen", max)):
            some = frame[frame["change"] == change]
            assert sorted(rows(some, "person_id", "title")) == dated
            for id, title, day in rows(some, "person_id", "title", "date"):
                days = [d for t in terms(store) if (t.person.id, t.held.post.title) == (id, title) for p in t.held.prints
                        for d in (p.seen.first, p.seen.last) if d]
                assert day.date() == end(days)
