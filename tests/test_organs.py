"""What a post is, whatever it is called: rows of two names, and whether they may be one seat."""

from __future__ import annotations

import pytest

from tracker.organs import at, place_of, same_organ, same_seat, seat, within
from tracker.types import Post


@pytest.mark.parametrize(("one", "other", "same"), [
    (("中共郑州市委员会", "书记"), ("郑州市委", "书记"), True),
    (("郑州市委", "书记"), ("洛阳市委", "书记"), False),
    (("市委", "书记"), ("郑州市委", "书记"), True),           # which city it is is not said
    (("县委", "书记"), ("郑州市委", "书记"), False),          # but no county
    (("郑州市", "市长"), ("郑州市人民政府", "市长"), True),
    ((None, "市长"), ("郑州市", "市长"), True),
    ((None, "县长"), ("郑州市", "市长"), False),
    (("郑州市", "常务副市长"), ("郑州市人民政府", "副市长"), True),
    (("郑州市", "副市长"), ("郑州市", "市长"), False),
    (("郑州高新区管委会", "主任"), ("高新区管委会", "主任"), True),
    (("郑州高新区管委会", "主任"), ("洛阳高新区管委会", "主任"), False),
    (("河南省郑州市中原区人民政府", "区长"), ("中原区", "区长"), True),
    (("中国人民政治协商会议惠州市委员会", "副主席"), ("惠州市政协", "副主席"), True),
    (("惠州市政协", "副主席"), ("惠州市委", "副主席"), False),
    (("教育部", "部长"), ("教育部", "部长"), True),
    (("教育部", "部长"), ("外交部", "部长"), False),
    (("叙利亚", "国防部长"), ("叙利亚", "国防部长"), True),
    (("叙利亚国防部", "部长"), ("巴勒斯坦国防部", "部长"), False),
    (("上海合作组织轮值主席国哈萨克斯坦", "总统"), ("哈萨克斯坦", "总统"), True),
    (("中国建设银行", "行长"), ("建设银行", "行长"), True),
    (("国家发展和改革委员会", "主任"), ("国家发改委", "主任"), True),
    (("白山大学", "教授"), ("中国白山大学", "教授"), True),
    (("郑州市委", "原书记"), ("郑州市委", "书记"), True),      # the same seat, held before
    (("叙利亚", "已故总统"), ("叙利亚", "总统"), True),
    (("叙利亚阿拉伯共和国", "总统"), ("叙利亚", "总统"), True),
    (("播出叙利亚", "总统"), ("叙利亚", "总统"), True),        # a word too many
    (("俄", "副总理"), ("俄罗斯", "副总理"), True),
    (("俄", "副总理"), ("匈牙利", "副总理"), False),
    ((None, "国家副主席"), ("国家", "副主席"), True),
    ((None, "国家副主席"), ("全国政协", "副主席"), False),
    ((None, "总书记"), ("中共中央", "总书记"), True),
    (("香港特区", "行政长官"), ("香港特别行政区", "行政长官"), True),
    (("中华人民共和国中央军事委员会", "副主席"), ("中央军委", "副主席"), True),
])
def test_two_names_of_one_seat(one: tuple[str | None, str], other: tuple[str | None, str], same: bool) -> None:
    a, b = seat(Post(*one)), seat(Post(*other))
    assert same_seat(a, b) == same_seat(b, a) == same


@pytest.mark.parametrize(("words", "place", "rest"), [
    ("河南省郑州市中原区人民政府", "中原区", "人民政府"), ("郑州日报", "郑州", "日报"), ("人民日报", None, "人民日报"),
    ("河南洛阳市委", "洛阳市", "委"), ("河南省广州市委", "河南省", "广州市委")])
def test_the_most_special_place_that_words_begin_with(words: str, place: str | None, rest: str) -> None:
    name, _, left = place_of(words)
    assert (name, left) == (place, rest)


def test_a_place_lies_in_another_and_not_in_a_third() -> None:
    codes = {name: place_of(name)[1] for name in ("河南省", "郑州市", "中原区", "洛阳市")}
    assert within(codes["中原区"], codes["郑州市"])
    assert within(codes["河南省"], codes["中原区"])
    assert not within(codes["洛阳市"], codes["郑州市"])


def test_a_county_of_another_time_is_a_place_too() -> None:
    older, other = seat(Post("江西省远湖县委", "书记")), seat(Post("江西省近湖县委", "书记"))
    assert same_organ(older, seat(Post("远湖县委", "副书记")))
    assert not same_organ(older, other)
    assert within(older.codes, place_of("江西省")[1])


def test_a_post_without_a_place_is_of_where_the_paper_is_made() -> None:
    city = at(seat(Post("市委", "书记")), "郑州日报")
    assert same_seat(city, seat(Post("郑州市委", "书记")))
    assert not same_seat(city, seat(Post("洛阳市委", "书记")))
    assert at(seat(Post("教育部", "部长")), "郑州日报") == seat(Post("教育部", "部长"))  # has no place to leave out


def test_former_holders_are_told_apart() -> None:
    assert seat(Post("郑州市委", "原书记")).former
    assert seat(Post("原洛阳市委", "书记")).former
    assert not seat(Post("原平市委", "书记")).former  # 原平 is a city
