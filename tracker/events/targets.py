"""Which events somebody joins: 出席会议, 参加上述活动, 在座谈会上致辞, or nothing said but 陪同."""

from __future__ import annotations

import re

from tracker.events.drafts import Draft
from tracker.events.skeleton import HIDDEN
from tracker.events.story import EDGE, NO_P, SESSION, Act, Story, group_in

INSIDE = re.compile(r"在(?P<phrase>[^，]{2,40})上$|^(?P<by>[^，]{2,20}?)由[^，]{1,3}$|向(?P<to>[^，]{2,50}?)(?:发表|作|致)?$")
ACTIVITY = 6  # characters: 出席有关活动 names none
LECTURE = re.compile("(?:学术|专题|主题|辅导|形势)[^，]{0,4}报告|讲座|党课|第一课")  # told by who gives it alone
AGENDA = re.compile("研究|听取|审议|学习|部署")


def given_by(phrase: str) -> re.Match[str] | None:
    """总统某某举行的 in 出席总统某某举行的宴会, with the groups `group` and `way`."""
    return group_in(rf"^[^，]*?GROUP(?:和夫人)?(?P<way>{NO_P}{{0,40}}?(?:举行|举办|主持)的)", phrase)


def targets(story: Story, act: Act, phrase: str) -> list[Draft]:
    """The events that the subject of `act` joins: the one that `phrase` names, all of them, or the one being told."""
    at_ceremony = story.current is not None and story.current.type == "ceremony"
    if act.verb.word.endswith("见证") and re.search("签[署约订]", phrase) and not at_ceremony:
        return [story.begun(Draft("ceremony", "签署", act.sentence.span), act)]
    given = given_by(phrase)
    phrase = EDGE.sub("", phrase[given.end() if given else 0 :].strip("了"))
    if story.live and len(phrase) <= 8 and story.grammar.every.search(phrase):
        return story.live
    if story.grammar.kind(phrase)[0] is None:
        phrase = _inside(story, act) or phrase
    kind, _, end = story.grammar.kind(phrase)
    if kind is None:
        return _unnamed(story, act, phrase)
    if len(phrase) - end > 8 or phrase.startswith(("、", "（")):  # the noun belongs to something longer
        told = story.joined or story.current
        return [told] if told is not None else []
    told = story.current if story.current and story.current.name and story.current.name.endswith(phrase[:end]) else None
    return story.named(phrase, act) or ([told] if told else [])  # 主持会晤, of 领导人第十六次会晤


def _inside(story: Story, act: Act) -> str | None:
    """The session that stands before the verb: 在座谈会上, 会议由王某, 向开幕式发表."""
    left = story.grammar.manner.sub("", act.left)  # 在仪式上先后致辞
    inside = INSIDE.search(left) if act.verb.word not in ("出席", "参加") else None
    return (inside["phrase"] or inside["by"] or inside["to"]) if inside else None


def _unnamed(story: Story, act: Act, phrase: str) -> list[Draft]:
    """The event that is joined where the clause names none."""
    if act.verb.subject == "accompany":
        tour = story.latest("inspection", "condolence", "visit")
        return [tour] if tour else story.live[-1:]
    if act.verb.subject == "chair" and AGENDA.match(phrase) and not story.drafts:
        return story.named("会议", act)  # 主持研究某项工作: a sitting without a name
    session = story.latest("conference", "ceremony")
    if act.verb.subject == "speaker" and LECTURE.search(act.verb.word + phrase) and session is None:
        return [story.begun(Draft("conference", act.verb.word, act.sentence.span), act)]
    if act.verb.word in ("出席", "参加") and phrase.endswith("活动") and len(phrase) > ACTIVITY and not story.live:
        return [story.begun(Draft("ceremony", "活动", act.sentence.span, name=story.words(act, phrase)), act)]
    told = story.joined or (story.current if story.current in story.live else None) or next(reversed(story.live), None)
    if act.verb.subject == "speaker" and (told is None or told.type not in SESSION):  # one speaks at a session, not at a meeting
        told = session or told
    bare = len(phrase.strip(HIDDEN)) <= 2
    fits = bare or act.verb.subject != "attendee" or act.verb.word == "见证" or re.search("活动|会|礼", phrase)
    return [told] if told is not None and fits else []
