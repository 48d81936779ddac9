"""To which lands a sentence says that somebody went."""

from __future__ import annotations

import pytest

from tracker.lands import HOME, goals, land_of, visited


@pytest.mark.parametrize(("text", "lands"), [
    ("林建国抵达巴黎，开始对法国进行国事访问。", ["法国"]),
    ("林建国访问德国、法国和匈牙利。", ["德国", "法国", "匈牙利"]),
    ("林建国离开北京，赴越南首都河内出席会议。", ["越南"]),
    ("林建国抵达位于沙特首都利雅得的机场。", ["沙特"]),
    ("林建国结束对印尼进行正式访问和在马来西亚出席会议后回到北京。", ["印度尼西亚", "马来西亚"]),
    ("林建国离开法国前往贝尔格莱德。", ["塞尔维亚"]),  # the land that is gone to
    ("林建国结束对法国、德国的访问，乘专机离开柏林。", ["法国", "德国"]),
    ("应法国总统邀请，林建国乘专机启程。", ["法国"]),
    ("林建国离开北京，应法国总统、塞尔维亚总统邀请对上述两国进行访问。", ["法国", "塞尔维亚"]),
    ("林建国访问白俄罗斯。", ["白俄罗斯"]),  # not 俄罗斯
    ("林建国抵达约旦河西岸。", []),
    ("林建国抵达比绍，对几内亚比绍进行访问。", ["几内亚比绍"]),  # not 几内亚
    ("法国总统抵达北京，对中国进行国事访问。", [HOME]),
    ("法国总统访华。", [HOME]),
    ("林建国离开北京。", []),
    ("林建国会见法国总统。", []),  # nobody goes there
    ("林建国出席中国同东盟国家的会议。", []),
    ("林建国访问联合国。", []),
])
def test_visited(text: str, lands: list[str]) -> None:
    assert [goal.land for goal in visited(text)] == lands


def test_a_goal_is_told_as_printed_and_says_whether_it_is_left() -> None:
    assert [(goal.printed, goal.left) for goal in goals("林建国离开巴黎，前往德意志联邦共和国。")] == [
        ("巴黎", True), ("德意志联邦共和国", False)]


@pytest.mark.parametrize(("text", "land"), [("新德里机场", "印度"), ("印度尼西亚", "印度尼西亚"), ("青河", None), ("昆明", HOME)])
def test_land_of(text: str, land: str | None) -> None:
    assert land_of(text) == land
