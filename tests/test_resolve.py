"""Who a name in a report is: cases told as posts, days and company, each beside its counter-case."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from made import ROSTER, archives, extraction, person

from tracker.resolve import Resolver, appearances
from tracker.roster import Roster, provisional
from tracker.types import Appearance, Extraction, Organisation, Post, Resolution

MAYOR, TEACHER = ("郑州市", "市长"), ("白山大学", "教授")
NAMESAKES = Roster([
    person("he1", "何平", ("郑州市", "市长", "2016", "2019-06")),
    person("he2", "何平", ("白山大学", "教授", "2010", None)),
    person("he3", "何平", ("洛阳市委", "副书记", "2017", None)),
    person("lin", "林建国", ("郑州市委", "书记", "2018-03", None), aliases=["林铁生"]),
    person("su", "苏晓岚", ("郑州市", "副市长", "2016", None)),
])


def resolution(told: Extraction, name: str, roster: Roster = NAMESAKES) -> Resolution:
    (found,) = (p.resolution for p in Resolver(roster).resolve(told).people if p.name == name)
    assert found is not None
    return found


@pytest.mark.parametrize(("posts", "when", "found"), [
    ([TEACHER], "2018-01-05", "he2"),
    ([MAYOR], "2018-01-05", "he1"),
    ([MAYOR], "2019-06-30", "he1"),                 # the last month of the tenure
    ([MAYOR], "2030-01-05", None),                  # too long ago
    ([MAYOR], None, "he1"),                         # no day known: the post decides
    ([("郑州市人民政府", "市长")], "2018-01-05", "he1"),  # another name of the seat
    ([("中国白山大学", "教授")], "2018-01-05", "he2"),
    ([("洛阳市", "市长")], "2018-01-05", "he3"),      # a deputy secretary of the city is likelier than another 何平 there
    ([("广州市", "市长")], "2018-01-05", None),       # nobody of them, as far as the roster knows
    ([("郑州市", "原市长")], "2020-01-05", "he1"),
    ([MAYOR, TEACHER], "2018-01-05", None),         # one post of each
    ([], "2018-01-05", None),
])
def test_of_namesakes_the_one_who_held_the_printed_post(
        posts: list[tuple[str | None, str]], when: str | None, found: str | None) -> None:
    told = extraction(("conference", when, {"何平": "attendee"}), posts={"何平": posts}, published=None)
    assert resolution(told, "何平").person_id == found or found is None
    assert (resolution(told, "何平").status == "linked") == (found is not None)


def test_a_post_that_nobody_of_the_name_can_hold_makes_somebody_new() -> None:
    told = extraction(("conference", "2018-01-05", {"林建国": "chair"}), posts={"林建国": [("广州市委", "书记")]})
    found = resolution(told, "林建国")
    assert (found.status, found.candidates) == ("new", ("lin",))
    assert found.person_id is not None
    assert found.person_id.startswith("p:")


def test_a_bare_name_is_not_sure_though_only_one_in_the_roster_bears_it() -> None:
    told = extraction(("conference", "2018-05-05", {"林建国": "chair"}))
    assert resolution(told, "林建国").status == "unsure"
    told = extraction(("conference", "2018-05-05", {"林建国": "chair"}), posts={"林建国": [("市委", "书记")]})
    assert resolution(told, "林建国").status == "linked"


def test_an_alias_is_the_person() -> None:
    told = extraction(("conference", "2018-05-05", {"林铁生": "chair"}), posts={"林铁生": [("郑州市委", "书记")]})
    assert resolution(told, "林铁生").person_id == "lin"


def test_a_byline_is_nobody() -> None:
    found = resolution(extraction(others={"林建国": "byline"}), "林建国")
    assert (found.status, found.person_id) == ("byline", None)


def test_whom_the_roster_does_not_know_is_one_person_until_the_posts_say_otherwise() -> None:
    def seen(report: str, *posts: tuple[str, str], year: int = 2018) -> Appearance:
        told = extraction(("other", f"{year}-01-05", {"白志远": "lead"}), id=report, posts={"白志远": posts})
        return appearances(told)[0]

    def people(*seen: Appearance) -> int:
        return len({found.person_id for found in Resolver(Roster()).decide(seen).values()})

    assert people(seen("a"), seen("b"), seen("c", MAYOR)) == 1
    assert people(seen("a", MAYOR), seen("b", MAYOR), seen("c", ("郑州市委", "副书记"))) == 1
    assert people(seen("a", MAYOR), seen("b", ("广州市", "市长"))) == 2
    assert Resolver(Roster()).decide([seen("a")])["a", "白志远"].person_id == provisional("白志远")


def test_company_tells_whose_a_bare_name_is() -> None:
    titled = extraction(("conference", "2018-01-05", {"何平": "chair", "苏晓岚": "attendee"}), id="a", posts={"何平": [MAYOR]})
    bare = extraction(("conference", "2018-02-05", {"何平": "chair", "苏晓岚": "attendee"}), id="b")
    alone = extraction(("conference", "2018-02-05", {"何平": "chair"}), id="c")
    found = Resolver(NAMESAKES).decide([a for told in (titled, bare, alone) for a in appearances(told)])
    assert [found[id, "何平"].status for id in "abc"] == ["linked", "linked", "unsure"]
    assert found["b", "何平"].person_id == "he1"
    assert any("苏晓岚" in reason for reason in found["b", "何平"].reasons)


def decided(*told: Extraction) -> dict[str, str]:
    """The person of 何平 in each report, in no roster."""
    found = Resolver(Roster()).decide([a for one in told for a in appearances(one)])
    return {report: str(one.person_id) for (report, name), one in found.items() if name == "何平"}


def test_who_is_with_everybody_tells_little_of_each() -> None:
    def with_(other: str, id: str, post: tuple[str, str]) -> Extraction:
        return extraction(("conference", "2018-01-05", {"何平": "chair", other: "attendee"}), id=id, posts={"何平": [post]})

    everywhere = [extraction(("other", "2018-01-05", {"习近平": "lead"}), id=f"x{n}") for n in range(500)]
    posts = [("青河协会", "会长"), ("白山商会", "会长")]
    known = decided(*(with_("苏晓岚", id, post) for id, post in zip("ab", posts, strict=True)))
    assert known["a"] == known["b"]
    known = decided(*(with_("习近平", id, post) for id, post in zip("ab", posts, strict=True)), *everywhere)
    assert known["a"] != known["b"]


@pytest.mark.parametrize(("one", "other", "same"), [
    (("叙利亚", "总统"), ("叙利亚", "总统"), True), (("叙利亚", "总统"), ("叙利亚阿拉伯共和国", "总统"), True),
    (("叙利亚", "总统"), ("巴勒斯坦", "总统"), False), (("叙利亚", "国王"), ("巴勒斯坦", "外交部长"), False)])
def test_nobody_holds_posts_in_two_states(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    found = decided(*(extraction(("meeting", "2018-01-05", {"何平": "guest", "习近平": "host"}), id=id, posts={"何平": [post]})
                      for id, post in zip("ab", (one, other), strict=True)))
    assert (found["a"] == found["b"]) == same


def test_a_bare_name_begins_nobody_beside_others() -> None:
    titled = extraction(("conference", "2018-01-05", {"何平": "chair"}), id="a", posts={"何平": [MAYOR]})
    bare = extraction(("conference", "2024-01-05", {"何平": "chair"}), id="b")
    found = Resolver(Roster()).decide([*appearances(titled), *appearances(bare)])
    assert found["b", "何平"].status == "unsure" or found["b", "何平"].person_id == found["a", "何平"].person_id
    known = Resolver(NAMESAKES).decide(appearances(bare))
    assert known["b", "何平"].status == "unsure"


BODIES = [Organisation("郑州港务局", "郑州市", ("郑港局",), "郑州港口集团"),
          Organisation("郑州港口集团", None, ("郑港集团",), None, "郑州市"),
          Organisation("云岭研究院", "云岭总院", ("研究院",)), Organisation("云岭总院", None, ("总院",), None, "洛阳市"),
          Organisation("青河研究院", None, ("研究院",))]
HEADS = [person("a", "何平", ("郑州港口集团", "董事长", "2016", None)), person("b", "何平", ("云岭研究院", "院长", "2016", None))]


@pytest.mark.parametrize(("org", "title", "found"), [
    ("郑港集团", "董事长", "a"),  # a short form
    ("郑州港务局", "董事长", "a"),  # the body that it was before
    ("郑港局", "董事长", "a"),
    ("云岭研究院", "院长", "b"),
    ("广州港口集团", "董事长", None),
])
def test_an_organisation_is_one_by_its_short_forms_and_its_successor(org: str, title: str, found: str | None) -> None:
    told = extraction(("conference", "2018-01-05", {"何平": "chair"}), posts={"何平": [(org, title)]})
    status = resolution(told, "何平", Roster(HEADS, BODIES)).status
    assert (status == "linked") == (found is not None)
    if found:
        assert resolution(told, "何平", Roster(HEADS, BODIES)).person_id == found


@pytest.mark.parametrize(("org", "organ", "place"), [
    ("郑港局", "港口集团", "郑州"), ("研究院", "研究院", None),  # two bodies share the short form
    ("云岭研究院", "云岭研究院", "洛阳市")])  # the body above it says where
def test_the_seat_in_an_organisation_that_the_roster_knows(org: str, organ: str, place: str | None) -> None:
    found = Resolver(Roster(HEADS, BODIES)).seat(Post(org, "院长"))
    assert (found.organ, found.place) == (organ, place)


def test_bodies_that_follow_each_other_in_a_ring_are_still_bodies() -> None:
    ring = Roster(organisations=[Organisation("甲局", "乙局", (), "乙局"), Organisation("乙局", "甲局", (), "甲局")])
    assert Resolver(ring).seat(Post("甲局", "局长")).organ in ("甲局", "乙局")


def test_who_is_only_named_beside_tells_less_than_who_took_part() -> None:
    titled = extraction(("conference", "2018-01-05", {"何平": "chair", "安子美": "attendee"}), id="a", posts={"何平": [MAYOR]})
    spoken = extraction(others={"何平": "mentioned", "安子美": "mentioned"}, id="b", published="2018-02-05")
    byline = extraction(others={"何平": "mentioned", "安子美": "byline"}, id="c", published="2018-02-05")
    found = Resolver(NAMESAKES).decide([a for told in (titled, spoken, byline) for a in appearances(told)])
    assert any("安子美" in reason for reason in found["b", "何平"].reasons)
    assert not any("安子美" in reason for reason in found["c", "何平"].reasons)
    assert found["c", "何平"].status == "unsure"


def test_a_career_that_goes_on_in_one_place_is_of_one_person() -> None:
    def seen(report: str, year: int, *posts: tuple[str, str]) -> Appearance:
        told = extraction(("other", f"{year}-01-05", {"白志远": "lead"}), id=report, posts={"白志远": posts})
        return appearances(told)[0]

    def people(*seen: Appearance) -> int:
        return len({found.person_id for found in Resolver(Roster()).decide(seen).values()})

    assert people(seen("a", 2016, ("洛阳市", "副市长")), seen("b", 2018, ("洛阳市委", "副书记"))) == 1
    assert people(seen("a", 2016, ("洛阳市", "副市长")), seen("b", 2016, ("广州市委", "副书记"))) == 2


@settings(max_examples=25, deadline=None)
@given(archives())
def test_the_order_of_reports_does_not_matter(archive: list[Extraction]) -> None:
    seen: Sequence[Appearance] = [one for told in archive for one in appearances(told)]
    assert Resolver(ROSTER).decide(Random(3).sample(seen, len(seen))) == Resolver(ROSTER).decide(seen)


def test_every_decision_says_why() -> None:
    told = extraction(("meeting", "2018-01-05", {"何平": "host", "白志远": "guest"}), posts={"何平": [MAYOR]})
    he, bai = resolution(told, "何平"), resolution(told, "白志远")
    assert "郑州市市长 is 郑州市市长" in he.reasons
    assert he.candidates[0] == "he1"
    assert set(he.candidates) == {"he1", "he2", "he3"}
    assert (bai.status, bai.candidates) == ("new", ())
    assert bai.reasons


def test_posts_are_compared_by_their_seats() -> None:
    (seen,) = appearances(extraction(("other", None, {"林建国": "lead"}), posts={"林建国": [("郑州市委", "书记")]}))
    assert seen.posts == (Post("郑州市委", "书记"),)


@pytest.mark.parametrize(("region", "found", "reason"), [
    ("郑州市", "he1", "the source is of the place"), ("洛阳市", "he3", "the source is of the place"),
    ("广州市", None, "the source is of another place"), (None, None, "another bearer of the name is as likely")])
def test_the_region_of_a_collection_tells_namesakes_apart(region: str | None, found: str | None, reason: str) -> None:
    told = extraction(("conference", "2018-01-05", {"何平": "attendee"}), published=None, region=region)
    who = resolution(told, "何平")
    assert who.person_id == found
    assert reason in who.reasons
