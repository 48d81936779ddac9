from dataclasses import replace

import pytest
from made import ROSTER, extraction, person

from tracker.resolve import Resolver
from tracker.roster import Roster
from tracker.types import Extraction


def resolve(roster: Roster, told: Extraction, name: str) -> str | None:
    return next(p.person_id for p in Resolver(roster).resolve(told).people if p.name == name)


MAYOR, TEACHER = ("青河市", "市长"), ("白山大学", "教授")


@pytest.mark.parametrize(("posts", "when", "published", "found"), [
    ([TEACHER], "2018-01-05", None, "he2"),
    ([MAYOR], "2018-01-05", None, "he1"),
    ([MAYOR], "2019-06-30", None, "he1"),       # the last month of the tenure
    ([MAYOR], "2019-07-01", None, None),        # too late for this mayor
    ([MAYOR], None, "2018-01-05", "he1"),       # the day of publication where the event has none
    ([MAYOR], "2018-01-05", "2020-01-05", "he1"),
    ([MAYOR], None, None, "he1"),               # no day known: the post decides
    ([("青河", "市长")], "2018-01-05", None, "he1"),  # one organisation inside the other
    ([("中国白山大学", "教授")], "2018-01-05", None, "he2"),
    ([(None, "市长")], "2018-01-05", None, "he1"),
    ([(None, "青河市市长")], "2018-01-05", None, "he1"),  # the same words, cut elsewhere
    ([("红山市", "市长")], "2018-01-05", None, None),
    ([("青河市", "副市长")], "2018-01-05", None, None),
    ([("青河市", "原市长")], "2020-01-05", None, "he1"),
    ([("青河市", "原市长")], "2015-01-05", None, None),  # before he took office
    ([MAYOR, TEACHER], "2018-01-05", None, None),     # one post of each: nobody knows
    ([], "2018-01-05", None, None),
])
def test_of_namesakes_the_one_who_held_the_printed_post_that_day(
        posts: list[tuple[str | None, str]], when: str | None, published: str | None, found: str | None) -> None:
    told = extraction(("conference", when, {"何平": "attendee"}), posts={"何平": posts}, published=published)
    assert resolve(ROSTER, told, "何平") == found


def test_who_agrees_with_more_of_the_printed_posts() -> None:
    roster = Roster([person("a", "何平", ("白山大学", "教授", None, None), ("青河市政协", "委员", None, None)),
                     person("b", "何平", ("青河市政协", "委员", None, None))])
    assert resolve(roster, extraction(("other", None, {"何平": "lead"}), posts={
        "何平": [TEACHER, ("青河市政协", "委员")]}), "何平") == "a"
    assert resolve(roster, extraction(("other", None, {"何平": "lead"}), posts={
        "何平": [("青河市政协", "委员")]}), "何平") is None


@pytest.mark.parametrize(("posts", "when", "found"), [
    ([], "2020-08-04", "lin"),
    ([("青河市委", "书记")], "2020-08-04", "lin"),
    ([("市委", "书记")], "2020-08-04", "lin"),
    ([("青河市人大常委会", "主任")], "2020-08-04", "lin"),    # a new post in the same place is likely
    ([(None, "省长")], "2020-08-04", "lin"),                  # says of no organisation that it is another
    ([("远山钢铁集团", "经理")], "2020-08-04", None),         # the roster knows the day and says otherwise
    ([("远山钢铁集团", "经理")], "2015-08-04", "lin"),        # the roster does not know the day
    ([("远山钢铁集团", "经理"), ("青河市委", "书记")], "2020-08-04", "lin"),
])
def test_a_sole_bearer_of_the_name_unless_all_that_is_printed_speaks_against_it(
        posts: list[tuple[str | None, str]], when: str, found: str | None) -> None:
    told = extraction(("meeting", when, {"林建国": "host"}), posts={"林建国": posts})
    assert resolve(ROSTER, told, "林建国") == found


def test_an_alias_a_byline_and_a_stranger() -> None:
    told = extraction(others={"林铁生": "mentioned", "林建国": "byline", "白志远": "mentioned"})
    assert [p.person_id for p in Resolver(ROSTER).resolve(told).people] == ["lin", None, None]


def test_each_decision_says_why() -> None:
    told = extraction(("meeting", None, {"何平": "host", "白志远": "guest"}))
    he, bai = Resolver(ROSTER).explain(told)
    assert (he.name, he.person_id, he.candidates) == ("何平", None, ("he1", "he2"))
    assert "several" in he.reason
    assert bai.candidates == ()


def test_nothing_else_changes_and_an_earlier_id_is_forgotten() -> None:
    told = extraction(("meeting", "2020-08-04", {"林建国": "host", "白志远": "guest"}))
    resolved = Resolver(ROSTER).resolve(told)
    assert replace(resolved, people=told.people) == told
    assert Resolver(Roster()).resolve(resolved) == told
