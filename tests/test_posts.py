"""Who held which post on a day, everybody who held it, and how words are cut into a post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import archives, extraction, person
from test_store import fill

from tracker.errors import InputError
from tracker.organs import seat
from tracker.posts import holders, posts_on
from tracker.posts import on as on_day
from tracker.posts.holders import COLUMNS
from tracker.posts.terms import find_seat, matches, terms
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Extraction, Post

KNOWN = Roster([
    person("lin", "林建国", ("郑州市委", "书记", "2018-03", "2020-06"), ("洛阳市委", "书记", "2012", "2018-03")),
    person("bai", "白志远", ("白山大学", "教授", "2010", "2015"), ("白山大学", "教授", "2018", None)),
])


def printed(name: str, org: str | None, title: str, day: str, id: str | None = None) -> Extraction:
    return extraction(("conference", day, {name: "chair"}), id=id or f"{name}{day}", published=day, posts={name: [(org, title)]})


ARCHIVE = [
    printed("林建国", "中共郑州市委员会", "书记", "2020-05-01", "a"),
    printed("林建国", "郑州市委", "书记", "2020-06-20", "b"),
    printed("苏晓岚", "郑州市委", "书记", "2020-08-01", "c"),
    printed("苏晓岚", "郑州市委", "书记", "2020-10-01", "d"),
    printed("何平", "洛阳市委", "书记", "2020-08-01", "e"),
    printed("何平", None, "书记", "2020-09-01", "f"),
    printed("阿里·汗", "郑州市委", "原书记", "2020-08-02", "g"),
    printed("吴青", "郑州市委", "副书记", "2020-08-03", "h"),
]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store("sqlite://", create=True) as store:
        fill(store, ARCHIVE, KNOWN)
        yield store


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(None if value is pd.NaT else value for value in row)
            for row in frame[list(columns)].astype(object).itertuples(index=False)]


@pytest.mark.parametrize(("day", "found"), [
    ("2020-05-01", [("林建国", "both")]),
    ("2020-06-10", [("林建国", "both")]),       # between two reports, and in the roster's June
    ("2020-06-20", [("林建国", "both")]),
    ("2020-07-01", []),                         # after the last report, and before the first of the next
    ("2019-01-01", [("林建国", "roster")]),
    ("2020-08-01", [("苏晓岚", "reports")]),
    ("2020-09-01", [("苏晓岚", "reports")]),
    ("2020-10-01", [("苏晓岚", "reports")]),
    ("2020-10-02", []),
])
def test_who_held_a_post_on_a_day(store: Store, day: str, found: list[tuple[str, str]]) -> None:
    frame = posts_on(store, date.fromisoformat(day), "郑州市委")
    assert rows(frame[frame["title"] == "书记"], "name", "basis") == found


def test_what_stands_around_the_day(store: Store) -> None:
    frame = posts_on(store, date(2020, 9, 1), "中共郑州市委员会")
    (row,) = rows(frame, "name", "reports", "before", "before_report", "after", "after_report", "since", "until")
    assert row == ("苏晓岚", 2, pd.Timestamp("2020-08-01"), "c", pd.Timestamp("2020-10-01"), "d", None, None)
    (roster,) = rows(posts_on(store, date(2015, 1, 1), "洛阳"), "since", "until", "before", "after", "evidence")
    assert roster == ("2012", "2018-03", None, None, None)


@pytest.mark.parametrize(("org", "names"), [
    ("郑州", {"林建国"}), ("中国共产党郑州市委员会", {"林建国"}), ("洛阳", set()), ("白山大学", {"白志远"}), ("大学", {"白志远"}),
    (None, {"林建国", "白志远"}), ("开封市委", set())])
def test_an_organisation_in_any_writing(store: Store, org: str | None, names: set[str]) -> None:
    assert set(posts_on(store, date(2020, 5, 1), org)["name"]) == names


def test_columns_and_types_with_rows_and_without(store: Store) -> None:
    for day in (date(2020, 5, 1), date(1900, 1, 1)):
        frame = posts_on(store, day)
        assert tuple(frame.columns) == on_day.COLUMNS
        assert str(frame["reports"].dtype) == "int64"
        assert all(str(frame[name].dtype).startswith("datetime64") for name in ("before", "after"))
    assert tuple(holders(store, "白山大学教授").columns) == COLUMNS


@pytest.mark.parametrize("words", [
    "郑州市委书记", "中共郑州市委员会书记", "郑州市委 书记", "郑州市委/书记", " 中国共产党郑州市委员会　书记 "])
def test_everybody_who_held_a_post_in_order(store: Store, words: str) -> None:
    assert rows(holders(store, words), "from", "to", "name", "basis", "reports", "first_report", "last_report") == [
        ("2018-03", "2020-06", "林建国", "both", 2, "a", "b"),
        ("2020-08-01", "2020-10-01", "苏晓岚", "reports", 2, "c", "d")]


def test_a_post_held_twice_has_two_rows_and_each_its_reports(store: Store) -> None:
    fill(store, [printed("白志远", "白山大学", "教授", "2011-01-01", "x"),
                 printed("白志远", "白山大学", "教授", "2019-01-01", "y")], KNOWN)
    assert rows(holders(store, "白山大学教授"), "from", "to", "reports", "first_report") == [
        ("2010", "2015", 1, "x"), ("2018", None, 1, "y")]


@pytest.mark.parametrize(("words", "names"), [
    ("郑州市委副书记", ["吴青"]), ("洛阳市委书记", ["林建国", "何平"]), ("市委书记", ["林建国", "林建国", "苏晓岚", "何平"]),
    ("书记", ["何平"])])
def test_other_posts_are_others(store: Store, words: str, names: list[str]) -> None:
    assert sorted(holders(store, words)["name"]) == sorted(names)


@pytest.mark.parametrize(("words", "said"), [
    ("郑州市委副书纪", "nobody held 郑州市委副书纪 by reports or roster; did you mean 郑州市委副书记"), ("", "no post named"),
    ("校长", "nobody held 校长"), ("开封市委书记", "did you mean .*市委书记")])
def test_a_post_that_nobody_held(store: Store, words: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        holders(store, words)


@pytest.mark.parametrize(("own", "wanted", "same"), [
    (("郑州市委", "书记"), ("中共郑州市委员会", "书记"), True), (("郑州市", "市长"), ("郑州市人民政府", "市长"), True),
    (("郑州市委", "书记"), ("洛阳市委", "书记"), False), (("郑州市委", "书记"), (None, "书记"), False),
    ((None, "书记"), ("郑州市委", "书记"), False), (("市委", "书记"), ("郑州市委", "书记"), False),
    (("郑州市委", "书记"), ("市委", "书记"), True), (("郑州市委", "原书记"), ("郑州市委", "书记"), False),
    ((None, "总书记"), (None, "总书记"), True), (("郑州市委", "副书记"), ("郑州市委", "书记"), False)])
def test_which_seats_are_the_one_asked_for(own: tuple[str | None, str], wanted: tuple[str | None, str], same: bool) -> None:
    assert matches(seat(Post(*own)), seat(Post(*wanted))) is same


def test_words_are_cut_as_most_writings_have_it() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [printed("苏晓岚", "白山市", "党组书记", "2020-01-01"), printed("何平", "白山市党组", "书记", "2020-01-02"),
                     printed("吴青", "白山市党组", "书记", "2020-01-03")], Roster())
        own, writings = find_seat(store, "白山市党组书记")
        assert own.title == "书记"
        assert [one.count for one in writings] == [2]
        assert sorted(holders(store, "白山市 党组书记")["name"]) == ["苏晓岚"]


@settings(deadline=None, max_examples=30)
@given(archives(), st.sampled_from(["2020-07-10", "2020-07-11", "2020-08-12", "2012-01-01"]))
def test_a_day_is_what_a_plain_loop_finds(told: list[Extraction], day: str) -> None:
    when = date.fromisoformat(day)
    with Store("sqlite://", create=True) as store:
        fill(store, told)
        slow = set()
        for term in terms(store):
            days = [d for p in term.held.prints for d in (p.seen.first, p.seen.last) if d]
            by_reports = any(a <= when for a in days) and any(b >= when for b in days)
            by_roster = any((t.start or "0") <= day and ((t.end or "9") >= day or day.startswith(t.end or "9"))
                            for t in term.held.tenures)
            if by_reports or by_roster:
                slow.add((term.person.id, term.held.post.title, by_roster, by_reports))
        found = posts_on(store, when)
        assert {(id, title, basis in ("roster", "both"), basis in ("reports", "both"))
                for id, title, basis in rows(found, "person_id", "title", "basis")} == slow
