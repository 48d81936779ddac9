"""Journeys: who went where. 离开, 抵达, 访问 and 回到 of one journey to one land are one visit; each further land is one more."""

from __future__ import annotations

import re
from datetime import timedelta

from tracker import lexicon as lexicons
from tracker.events.drafts import Draft
from tracker.events.skeleton import DAY, HIDDEN, P
from tracker.events.story import Act, Story
from tracker.lands import HOME, goals, land_of, visited

PLACED = re.compile(rf"对(?P<place>[^，{DAY}{HIDDEN}]{{2,12}}?)进行")
NO_GOAL = ("后|并|对|为|前往|出席|参加|进行|开始|取得|圆满|成功|表示|充满|结束|回到|返回|期间|和在|乘|这里"
           "|途中|另一|访问|展开|是在|时")  # where a place ends
GOAL = re.compile(rf"了?(?:位于)?(?P<place>(?:(?!{NO_GOAL})[^，。的{DAY}{HIDDEN}{P[1:-1]}]){{2,14}})")
GOING = re.compile(r"赴(?P<place>[^，。、]{2,14})$")  # 赴某市参访
LEAVES = re.compile("离开|启程|回到|返回|结束")  # what stands behind is where the traveller no longer is, or home
ARRIVES = re.compile("抵达|离开|到访")
# 乘车抵达某宫: to a house, within a visit
HOUSE = re.compile("(?:府|宫|会场|广场|大会堂|大厦|中心|宾馆|酒店|门口|现场|官邸|故居|公园|博物馆|大学|医院|学校)$")
RIDES = re.compile("乘车|驱车|步行|乘坐汽车|同车")
NOUN = re.compile("(?:的|国事|此次|这次|此访)$")  # 某某的访问, 此次国事访问
DONE = re.compile("结束|完成|进行|开始|展开")
# What somebody says of a visit: 热烈欢迎某某来访, 对某某来访表示欢迎, 高度评价某某的访问
SAID_OF = re.compile("(?:欢迎|感谢|期待|期盼|祝贺|评价|关注|看待)[^。]*$")
SAYS_OF = re.compile("[^，。]{0,12}?(?:表示[^，。]{0,8}(?:欢迎|感谢|祝贺|高兴)|的?(?:情况|感受|经历|见闻))")
MEANING = re.compile("意义重大|具有[^，。]{0,10}意义|充满期待|充分体现|注入[^，。]{0,8}动力|开启了?[^，。]{0,12}新篇章")
TIMES = re.compile(r"(?:[一二两三四五六七八九十多\d]次|首次)$")  # 先后四次出访
TOURS = re.compile("(?:视察|考察|调研)(?![船队团组站])")
BACK = re.compile("国内|祖国|京")  # 回到国内, but not 回到家乡
TOGETHER = re.compile("陪同|随行|同机|随机")  # 甲、乙等陪同人员同机抵达
ONE_JOURNEY = timedelta(6)  # from the departure to the last day of one visit


def travel(story: Story, act: Act) -> int:
    """SUBJECT 抵达 (place), SUBJECT 对 (country) 进行访问; 率团 makes the traveller lead as well."""
    travellers = story.subject_of(act.left)
    if not travellers or _is_noun(act.left) or _only_told(act) or _to_a_house(act):
        return 0
    if TOGETHER.search(act.left):
        journey = next((draft for draft in reversed(story.drafts) if draft.journey), None)
        if journey is not None:
            journey.add(travellers, "accompany", act.cue)
        return 0
    said = act.sentence.span.of(story.text)
    lands = frozenset(goal.land for goal in visited(said))
    draft = _visit(story, act, travellers, lands)
    if draft is None and not lands and _stays_near(act):
        return 0
    if draft is None:
        draft = story.new(act, _place(act, said))
        draft.lands, draft.journey = lands, True
        if _at_home(story, act, said, travellers):
            draft.type = "inspection" if TOURS.search(act.told) else "other"
            draft.add(travellers[:1], "lead" if draft.type == "inspection" else "attendee", act.cue)
            draft.add(travellers[1:], "attendee", act.cue)
            return 0
    draft.add(travellers[:1], "guest", act.cue)
    draft.add(travellers[1:], "accompany" if "夫人" in act.left else "guest", act.cue)
    if story.grammar.delegation.search(act.left):
        draft.add(travellers[:1], "lead", act.cue)
    return 0


def _is_noun(left: str) -> bool:
    """Whether 访问 is what somebody speaks of: 此次访问, 某某对某国的访问, but not 结束对某国的访问."""
    if re.search(rf"对(?!{P})", left):
        return bool(re.search("的[^，]{0,4}$", left)) and not DONE.search(left)
    return bool(NOUN.search(left))


def _only_told(act: Act) -> bool:
    """Whether the visit is only what somebody speaks of, or welcomes, or what a noun after it belongs to."""
    if re.match("[^，]{0,6}的|[^，。]{0,4}代表团|(?:并?前往[^，。]{0,10})?途中", act.right):  # 访华采风的收获, 访华代表团
        return True
    return bool(SAID_OF.search(act.left) or TIMES.search(act.left) or SAYS_OF.match(act.right) or MEANING.search(act.told))


def _to_a_house(act: Act) -> bool:
    """Whether somebody only goes from house to house: 乘车抵达总统府."""
    goal = GOAL.match(act.right)
    return bool(ARRIVES.search(act.verb.word) and (RIDES.search(act.left[-8:]) or (goal and HOUSE.search(goal["place"]))))


def _stays_near(act: Act) -> bool:
    """Whether somebody leaves or comes back to what is no land and no capital: 离开医院, 回到家乡."""
    return act.verb.word in ("离开", "回到") and not land_of(act.right[:8]) and not BACK.match(act.right)


def _visit(story: Story, act: Act, travellers: tuple[str, ...], lands: frozenset[str]) -> Draft | None:
    """The visit that is told already and goes on here; its last day is then that of this sentence."""
    for draft in story.drafts:
        same_land = not lands or not draft.lands or lands & draft.lands
        if draft.type == "visit" and set(travellers) & set(draft.roles) and same_land:
            draft.lands |= lands
            day = story.day.first if story.day is not None else None
            if day and draft.date and draft.date < day <= draft.date + ONE_JOURNEY and (draft.date_end or day) <= day:
                draft.date_end = day
            return draft
    return None


def _place(act: Act, said: str) -> str | None:
    """Where the journey leads, as printed: the goal of the verb, or all that the sentence names."""
    goal = PLACED.search(act.left) or (None if LEAVES.search(act.verb.word) else GOAL.match(act.right))
    place, lands = goal["place"] if goal else None, visited(said)
    if len(lands) > 1 and not ARRIVES.search(act.verb.word):
        return "、".join(goal.printed for goal in lands)
    if place and (land_of(place) or place.endswith("机场")):
        return place
    going = GOING.search(act.left)
    if going and land_of(going["place"]):
        return going["place"]
    return "、".join(goal.printed for goal in lands) or place


def _at_home(story: Story, act: Act, said: str, travellers: tuple[str, ...]) -> bool:
    """Whether somebody of the land itself travels within it: 抵达澳门, but not 回到北京 from abroad."""
    if set(travellers) & story.foreign or {goal.land for goal in visited(said)} - {HOME}:
        return False
    inside = story.place_before(act.left)  # 在某市访问某银行
    stations = [goal for goal in goals(said) if goal.land == HOME and goal.printed != HOME]  # 访华 is what guests do
    return _county(act) or land_of(inside or "") == HOME or any(not (goal.left and goal.printed == "北京") for goal in stations)


def _county(act: Act) -> bool:
    """Whether a place of China that is in the lexicon stands after the verb."""
    goal, lexicon = GOAL.match(act.right), lexicons.load()
    starts = [goal["place"][:end] for end in (2, 3, 4, 5)] if goal and not land_of(goal["place"]) else []
    return any(start in lexicon.places and start not in lexicon.countries for start in starts)
