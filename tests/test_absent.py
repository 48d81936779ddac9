"""Who was not listed where the post would have one expect it, and gaps against somebody's own rhythm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from statistics import median

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import extraction, person
from test_posts import printed, rows
from test_store import fill

from tracker.errors import InputError, UnknownPerson
from tracker.posts import absences, gaps
from tracker.posts.absent import ABSENCES, GAPS, percentile
from tracker.roster import Roster
from tracker.store import Store
from tracker.types import Attendance, Extraction
from tracker.who import settle

KNOWN = Roster([
    person("lin", "林建国", ("青河市委", "书记", "2018", None)),
    person("bai", "白志远", ("青河市委", "副书记", "2018", "2020-02")),
    person("he1", "何平", ("青河市", "市长", "2018", None)), person("he2", "何平", ("白山大学", "教授", "2010", None))])


def session(day: str, *names: str, others: dict[str, Attendance] | None = None, name: str | None = "常委会会议") -> Extraction:
    posts = {"何平": [("青河市", "市长")]} if "何平" in names else {}
    told = extraction(("conference", day, dict.fromkeys(names, "attendee")), id=f"s{day}", published=day, posts=posts,
                      others=others)
    return replace(told, events=tuple(replace(event, name=name) for event in told.events))


SESSIONS = [session("2020-01-10", "林建国", "白志远"), session("2020-02-10", "林建国", others={"白志远": "mentioned"}),
            session("2020-03-10", "苏晓岚"), session("2020-04-10", "林建国", "苏晓岚")]


def missing(expected: list[str], org: str | None = None, event: str = "常委会会议", **bounds: date) -> list[tuple[object, ...]]:
    with Store("sqlite://", create=True) as store:
        fill(store, SESSIONS, KNOWN)
        frame = absences(store, event, expected, org, **bounds)  # type: ignore[arg-type]
        assert tuple(frame.columns) == ABSENCES
        return [(str(day.date())[5:7], *rest) for day, *rest in rows(
            frame, "date", "person_id", "finding", "listed", "expected", "present_before", "expected_before")]


def test_who_was_not_listed_with_the_denominator_and_the_times_before() -> None:
    assert missing(["青河市委书记", "青河市委副书记"]) == [
        ("01", None, "all listed", 2, 2, 0, 0),
        ("02", "bai", "only named", 1, 2, 1, 1),
        ("03", "lin", "not listed", 0, 1, 2, 2),     # 白志远 left the post in February: nobody expects him any more
        ("04", None, "all listed", 1, 1, 0, 0)]


def test_expected_by_organisation_and_in_bounds() -> None:
    assert missing([], "中共青河市委员会", since=date(2020, 3, 1), until=date(2020, 3, 31)) == [
        ("03", "lin", "not listed", 0, 1, 0, 0)]
    assert missing(["白山大学教授"], event="name:苏晓岚 type:conference") == [
        ("03", "he2", "not listed", 0, 1, 0, 0), ("04", "he2", "not listed", 0, 1, 0, 1)]


def test_nobody_is_expected_before_the_post_is_held() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, [*SESSIONS, printed("吴青山", "青河市委", "秘书长", "2020-03-01"),
                     printed("吴青山", "青河市委", "秘书长", "2020-03-20")], KNOWN)
        frame = absences(store, "常委会会议", ["青河市委秘书长"])
        assert frame["finding"].tolist() == ["nobody expected", "nobody expected", "not listed", "nobody expected"]
        assert frame["basis"].tolist()[2] == "reports"


def test_a_name_of_which_it_is_not_sure_whose_it_is() -> None:
    with Store("sqlite://", create=True) as store:
        store.set_roster(KNOWN)
        store.put(extraction(("conference", "2020-01-10", {"何平": "attendee"}), id="x"), "1")
        store.put(session("2020-02-10", "林建国", name="常委会会议"), "1")
        settle(store)
        told = store.told()
        assert {id for one in told for id in one.people}.isdisjoint({"he1", "he2"})
        frame = absences(store, "type:conference", ["青河市市长"])
        assert frame["finding"].tolist() == ["unsure", "not listed"]


@pytest.mark.parametrize(("event", "expected", "org", "said"), [
    ("常委会会议", [], None, "nobody is expected; give posts"), ("常委会会仪", ["青河市委书记"], None, "there are 常委会会议"),
    ("常委会会议", ["青河市委书纪"], None, "did you mean 青河市委书记"),
    ("常委会会议", [], "开封市委", "nobody held a post in 开封市委")])
def test_mistakes(event: str, expected: list[str], org: str | None, said: str) -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, SESSIONS, KNOWN)
        with pytest.raises(InputError, match=said):
            absences(store, event, expected, org)
        with pytest.raises(InputError, match="it was on 2020-01-10, 2020-02-10"):
            absences(store, "常委会会议", ["青河市委书记"], None, date(2021, 1, 1))


def seen(days: list[int], end: int = 0) -> pd.DataFrame:
    start = date(2020, 1, 1)
    told = [printed("林建国", None, "书记", str(start + timedelta(day)), f"r{day}") for day in days]
    last = extraction(id="end", published=str(start + timedelta(max([end, *days]))))
    with Store("sqlite://", create=True) as store:
        fill(store, [*told, last, extraction(id="o", others={"林建国": "mentioned"}, published="2020-01-01")], KNOWN)
        return gaps(store, "林建国", 2)


def test_gaps_against_the_own_rhythm() -> None:
    frame = seen([0, 1, 3, 13, 15], 20)
    assert tuple(frame.columns) == GAPS
    assert [(what, days, None if share != share else share) for what, days, share in rows(frame, "what", "days", "share")] == [
        ("median", 2.0, None), ("95th percentile", 10.0, None), ("longest", 10.0, 0.75), ("longest", 2.0, 0.25),
        ("now", 5.0, 0.75)]
    assert rows(frame, "from", "to", "report_before", "report_after")[2] == (
        pd.Timestamp("2020-01-04"), pd.Timestamp("2020-01-14"), "r3", "r13")


@pytest.mark.parametrize(("days", "whats"), [([], []), ([4], ["now"]), ([4, 5], ["median", "95th percentile", "longest", "now"])])
def test_few_appearances(days: list[int], whats: list[str]) -> None:
    assert seen(days)["what"].tolist() == whats  # a mention is no appearance


@given(st.lists(st.integers(1, 50), min_size=1), st.integers(1, 100))
def test_the_percentile_is_the_smallest_that_covers_the_share(values: list[int], share: int) -> None:
    found = percentile(values, share)
    assert found == next(value for value in sorted(values) if sum(v <= value for v in values) * 100 >= share * len(values))


@settings(deadline=None, max_examples=30)
@given(st.sets(st.integers(0, 300), min_size=2, max_size=8), st.integers(0, 100))
def test_gaps_are_those_of_a_plain_loop(days: set[int], more: int) -> None:
    order = sorted(days)
    past = [order[n + 1] - order[n] for n in range(len(order) - 1)]
    frame = seen(order, order[-1] + more).set_index("what")
    assert frame.loc["median", "days"] == median(past)
    assert frame.loc[["longest"], "days"].tolist() == sorted(past, reverse=True)[:2]
    assert frame.loc["now", "days"] == more
    assert frame.loc["now", "share"] == sum(gap < more for gap in past) / len(past)


def test_who_nobody_is() -> None:
    with Store("sqlite://", create=True) as store:
        fill(store, SESSIONS, KNOWN)
        with pytest.raises(UnknownPerson, match="did you mean 林建国"):
            gaps(store, "林建军")
