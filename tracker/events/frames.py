"""What each frame of a verb says: who did it, to whom, and which event that makes or joins.

A frame takes the story so far and one act, adds to the story, and returns how many characters after the verb it has
read, so that 会见 in 参加会见 is not read again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from tracker.events.drafts import Cue, Draft
from tracker.events.grammar import Verb
from tracker.events.skeleton import DAY, HIDDEN, P
from tracker.events.story import NO_P, SESSION, Act, Story, group_in
from tracker.events.targets import given_by, targets
from tracker.events.travel import travel

# Right after the verb or its object these say that the deed is only the setting of another: 访问期间, 会见李某时.
STAGE = re.compile(r"^(?:期间|时|前夕|之前|之后|后|前|团|成果|邀请|结束后|结束|活动期间|以来|之际|中(?!心))")
NO_VERB = re.compile(r"(?:之机|之名|金|品|信|电|演出|组|团|员|站|机关|机构|院|官|报告|成果|工作|发现|显示|，?的)")  # 考察组
APART = re.compile(r"(?:、|和|与|及|以及|，)(?!夫人|丈夫|妻子)")
# 主持人, 出席者, 讲话稿; 出席人员一致认为
NO_JOINING = re.compile(
    "人(?![才民大社力工口文])|者|词|稿|中指出|的|记者|[^，]{0,6}(?:代表|嘉宾|人员)(?:表示|认为|祝贺|一致)")
TOGETHER = re.compile(r"共同|一道|一同|一起|步入|登上")
JOINS = re.compile("出席|参加|主持|宣布")
LOOKS = re.compile("了解|察看|查看|听取|询问|观看")
TAKES_OBJECT = re.compile("指定|(?:决定)?(?:任命|免去)|选举|选出|推选|聘任|补选|增补|罢免|撤销|提名任命")
CHATS = ("交谈", "亲切交谈", "拉家常")
THEME = re.compile(rf"{P}[^，]{{0,4}}(?:围绕|聚焦|就)")
ESCORTED = re.compile("陪同|一行|参加(?:调研|检查|活动)")
ALONG = re.compile("(?:一同|一道|陪同|随同)(?:前往|参加)?$")
GOES = re.compile(rf"(?:到|赴|走进|深入|前往|来到|在)[^，{P[1:-1]}]{{1,30}}$")
BESTOWED = re.compile("[^，]{0,8}(?:书|章|证|奖|状)")


RECEIVES = Verb("接待", "object", "meeting", "host", "guest")


def meet(story: Story, act: Act) -> int:
    """SUBJECT 会见 OBJECT."""
    if re.match("[，。；]|了?$", act.right):  # 同李某举行会见
        return talk(story, act)
    found = group_in("^[^，]*?GROUP", act.right)
    hosts = story.subject_of(act.left) or (_next_subject(act, story) if act.left == "在" else ())
    if not hosts or (found and STAGE.match(act.right[found.end() :]) and _is_told(story, found["group"])):  # 会见李某时
        return found.end() if found else 0
    group = "" if found is None or story.grammar.kin.match(act.right, found.end()) else found["group"]  # 会见李某亲属
    _meetings(story, act, hosts, group)
    return found.end() if found else 0


def _next_subject(act: Act, story: Story) -> tuple[str, ...]:
    """The subject of the clause after: 在会见李某时，王某表示."""
    found = group_in("^GROUP", "".join(clause.text for clause in act.later))
    return story.names(found["group"]) if found else ()


def _is_told(story: Story, guests: str) -> bool:
    """Whether a meeting with them, or one whose other side has no name yet, was told."""
    names, meetings = set(story.names(guests)), [draft for draft in story.drafts if draft.type == "meeting"]
    return any(names & set(draft.roles) or not any("guest" in roles for roles in draft.roles.values()) for draft in meetings)


def talk(story: Story, act: Act) -> int:
    """SUBJECT 同 OBJECT 会谈, or the two in one list."""
    other = story.company_of(act.left)
    tour = story.latest("inspection", "condolence") if act.verb.word in CHATS else None
    if other and tour is not None and set(story.subject_of(act.left[: other.start()]) or story.subject) & set(tour.roles):
        tour.add(story.names(other["group"]), "attendee", act.cue)  # whom a tour meets
        return 0
    if other:
        before = act.left[: other.start()]
        hosts = story.subject_of(before) if re.search(P, before) else story.subject
        if hosts:
            _meetings(story, act, hosts, other["group"], alone=False)
    else:
        groups = list(story.grammar.group.finditer(act.left))
        persons = re.findall(P, groups[-1].group()) if groups else []
        if len(persons) > 1:
            _meetings(story, act, story.names("".join(persons[:-1])), persons[-1], alone=False)
        elif persons and "座谈" in act.verb.word:  # 与专家代表座谈交流: a sitting, whose other side has no names
            for draft in story.named("座谈", act, fresh=True):
                draft.add(story.names(persons[0]), "attendee", act.cue)
    return 0


def _meetings(story: Story, act: Act, hosts: tuple[str, ...], group: str, alone: bool = True) -> None:
    """One meeting a party: with 分别 one a guest, couples together; `alone` lets the other side be unnamed."""
    parties = [story.names(group)]
    before = act.left[: act.left.rfind(group)] if group and group in act.left else act.left  # 分别同甲、乙会谈
    if story.grammar.apart.search(before[-8:] + act.left[-8:] + act.right[:4]):
        parties = [story.names(part) for part in APART.split(group)]
    parties = [tuple(name for name in party if name not in hosts) for party in parties]
    for party in [party for party in parties if party] or ([()] if alone else []):
        draft = story.new(act, story.place_before(act.left))
        draft.add(hosts, act.verb.subject or "host", act.cue)
        draft.add(party, act.verb.object or "guest", act.cue)


def lead(story: Story, act: Act) -> int:
    """SUBJECT 调研 (place), SUBJECT 慰问 OBJECT."""
    home = group_in("(?:来到|走进|前往|到)[^，]{0,6}?GROUP的?家", act.left) if act.verb.object else None
    leaders = story.subject_of(act.left[: home.start()] if home else act.left) or _theme(story, act)
    listed = act.left.endswith("、") and not story.grammar.verb.search(act.left)  # but 了解情况、调研产业
    if not leaders or listed or re.search(r"(?:的|对|和|及)$", act.left) or NO_VERB.match(act.right):
        return 0
    if act.verb.type == "inspection" and not _in_office(story, act, leaders):  # a village doctor on her rounds
        return 0
    if ALONG.search(act.left) and story.current is not None and not set(leaders) & set(story.current.roles):
        tour = story.latest("inspection", "condolence")
        if tour is not None:  # 李某一同检查: with those who lead
            tour.add(leaders, "accompany", act.cue)
            return 0
    draft = _tour(story, act, leaders, story.place_before(act.left) or story.place_after(act.right))
    draft.add(leaders, act.verb.subject or "lead", act.cue)
    called = group_in("^[^，]*?GROUP", act.right) if act.verb.object else None
    for group in (home, called):  # 来到陶某家中看望; 看望陶某
        if group and act.verb.object:
            draft.add(story.names(group["group"]), act.verb.object, act.cue)
    return called.end() if called else 0


def _in_office(story: Story, act: Act, leaders: Iterable[str]) -> bool:
    """Whether somebody goes to see by office: the report gives them a post, or others who go along."""
    return (any(story.titles.get(name) for name in leaders) or bool(re.search(f"领导{P}", act.left))
            or bool(ESCORTED.search(story.text, act.sentence.span.start)))


def _theme(story: Story, act: Act) -> tuple[str, ...]:
    """The subject of 王某围绕某事，推动某事到某地调研: the theme in between has verbs of its own."""
    at = act.sentence.clauses.index(act.clause)
    themed = at > 0 and THEME.search(act.sentence.clauses[at - 1].text)
    return story.subject if themed and GOES.search(act.left) else ()


def _tour(story: Story, act: Act, leaders: tuple[str, ...], place: str | None) -> Draft:
    """The tour under way, or a new one: a tour is one event, the calls on people along it included."""
    told = story.current
    if act.verb.type == "ceremony" and told is not None and told.type == "ceremony" and (
            told.trigger != act.verb.word and act.verb.word in (told.name or told.trigger)):  # 签约 at a 签约仪式
        return told
    for draft in reversed(story.drafts):
        alike = draft.type == act.verb.type or {draft.type, act.verb.type} <= {"inspection", "condolence"}
        if act.verb.type == "ceremony" and not (draft.trigger == act.verb.word and place in (None, draft.place)):
            continue
        if alike and set(leaders) & set(draft.roles):
            if act.verb.type == "inspection" and draft.type == "condolence":
                draft.type, draft.trigger = "inspection", act.verb.word
            draft.place = draft.place or place
            return draft
    return story.new(act, place)


def perform(story: Story, act: Act) -> int:
    """SUBJECT 揭牌, 宣布开工: part of the ceremony being told, or one by itself."""
    people = story.subject_of(act.left)
    told = story.current
    if people:
        draft = told if told is not None and told.type == "ceremony" else story.new(act, story.place_before(act.left))
        draft.add(people, act.verb.subject or "attendee", act.cue)
    return 0


def go_on(story: Story, act: Act) -> int:
    """来到, 详细了解: a tour that is under way goes on, and may be dated by it; 来到 and then 了解 begins one."""
    leaders = set(story.subject_of(act.left))
    looks = any(LOOKS.search(clause.text) for clause in act.later)
    begins = act.verb.word in ("来到", "走进", "深入") and looks and not NO_VERB.match(act.right)
    if begins and not story.drafts and _in_office(story, act, leaders):
        story.new(act, story.place_after(act.right)).add(story.subject_of(act.left), "lead", act.cue)
        return 0
    tour = next((d for d in reversed(story.drafts) if d.type in ("inspection", "condolence") and leaders & set(d.roles)), None)
    if tour is not None and tour.date is None:
        story.date(tour, act)
    home = group_in("^了?[^，]{0,10}?GROUP的?家", act.right) or group_in("向[^，]{0,20}GROUP[^，]{0,8}$", act.left)
    if tour is not None and home:  # 走进何某家中, 向何某了解
        tour.add([name for name in story.names(home["group"]) if name not in tour.roles], "attendee", act.cue)
    return 0


def join(story: Story, act: Act) -> int:
    """SUBJECT 出席 / 主持 / 陪同 (happening)."""
    role = act.verb.subject or "attendee"
    if act.verb.word.endswith("接待") and re.match(rf"了?[^，。]*{P}", act.right):  # 王某接待了李某一行
        return meet(story, Act(RECEIVES, act.left, act.right, act.clause, act.sentence))
    listed = re.match(rf"(?P<phrase>[^，。]*?)的[^，。]{{0,24}}?(?:还有|有|包括)：?{NO_P}{{0,24}}{P}", act.right)
    if listed and role in ("attendee", "accompany"):  # 出席座谈会的还有甲、乙; 陪同某甲出访的有：乙
        for draft in targets(story, act, listed["phrase"]):
            draft.add(story.names(act.right[listed.end() - 1 :]), role, act.cue)
        return len(act.right)
    people = _joiners(story, act)
    if role == "accompany" and act.right.startswith("下"):  # 某甲在官员陪同下: who accompanies has no name
        return 0
    if not people or NO_JOINING.match(act.right) or (act.left.endswith("的") and "的" not in act.verb.word):  # 某次会上的讲话
        return 0
    phrase = _object_of(story, act)
    joined = targets(story, act, phrase)
    for draft in joined:
        if role == "host":
            _greet(story, act, draft, people)
        else:
            draft.add(people, role, act.cue)
            story.joined = draft
            given = given_by(phrase)
            if given:
                draft.add(story.names(given["group"]), "chair" if "主持" in given["way"] else "host", act.cue)
    kind, _, end = story.grammar.kind(phrase)
    return end if kind and joined else 0  # 莅临某集团调研: the noun is a verb, unless it is what they join


def _joiners(story: Story, act: Act) -> tuple[str, ...]:
    """Who joins: the subject, 由王某 before a passive verb, or with 同李某共同 both sides."""
    passive = group_in("由GROUP[^，]{0,8}$", act.left)
    if passive:
        return story.names(passive["group"])
    other = story.company_of(act.left)
    if other and TOGETHER.search(act.left[other.end() :] + act.verb.word):
        return (*story.subject_of(act.left[: other.start()]), *story.names(other["group"]))
    return story.subject_of(act.left)


def _object_of(story: Story, act: Act) -> str:
    """The noun phrase after the verb; nothing where 出席并讲话 goes on to the next verb."""
    after = act.right.lstrip("了并")
    next_verb = story.grammar.verb.match(after)
    a_name = story.grammar.noun.match(after) or (next_verb and re.match("活动|仪式|式|会", after[next_verb.end() :]))
    if next_verb and not a_name and act.verb.subject == "attendee":
        return ""
    return re.split(r"[，。；]|并(?=\S{0,6}(?:讲话|致|发|作|宣)|见证|签|颁|揭|参观|观看|合影|听取|部署)", act.right)[0]


def _greet(story: Story, act: Act, draft: Draft, people: tuple[str, ...]) -> None:
    """Those who come to the airport: the foreign side is host, one's own ambassador is just there."""
    if draft.type == "inspection" and act.verb.word.endswith("接待"):
        draft.add(people, "host", act.cue)
    elif draft.type == "visit":
        for name in people:
            own = any(story.grammar.ambassador.search(title) for title in story.titles.get(name, ()))
            draft.add([name], "attendee" if own else "host", act.cue)


def send(story: Story, act: Act) -> int:
    """SUBJECT 向 OBJECT 致贺电, SUBJECT 致电 OBJECT, SUBJECT 同 OBJECT 互致贺电."""
    if re.search(r"(?:在|的|来|这封)$", act.left) or re.match(r"(?:中|说|的|里)", act.right):
        return 0
    toward = group_in("[向给][^，]{0,30}?GROUP[^，]{0,12}$", act.left)
    after = group_in("^[^，]{0,30}?GROUP", act.right)
    before = act.left[: toward.start()] if toward else act.left
    senders = story.subject if toward and not re.search(P, before) else story.subject_of(before)
    recipients = story.names(toward["group"]) if toward else story.names(after["group"]) if after else ()
    other = story.company_of(act.left)
    mutual = "互致" in act.verb.word or act.left.endswith("互致")
    if other and (mutual or "分别" in act.left[other.end() :]):
        senders = (*story.subject_of(act.left[: other.start()]), *story.names(other["group"]))
    recipients = recipients or _congratulated(story, act)
    if not senders and recipients and story.grammar.crowd.search(act.left):
        story.letters = story.new(act)
        story.letters.add(recipients, "recipient", act.cue)
    elif not senders and any("sender" in d.roles.get(name, {}) for d in story.drafts for name in recipients):
        story.new(act).add(recipients, "recipient", act.cue)  # the letter that a 复信 answers
    elif senders:
        draft = story.new(act)
        draft.add(senders, "sender", act.cue)
        draft.add(senders if mutual else [r for r in recipients if r not in senders], "recipient", act.cue)
    return after.end() if after and not toward else 0


def _congratulated(story: Story, act: Act) -> tuple[str, ...]:
    """Whom a message without an object is for: 发来贺电，祝贺李某当选."""
    found = (group_in("^[^，]{0,8}祝贺GROUP", clause.text) for clause in act.later)
    return next((story.names(match["group"]) for match in found if match), ())


def award(story: Story, act: Act) -> int:
    """SUBJECT 向 OBJECT 颁发 …, SUBJECT 授予 OBJECT …: host and honoured guest, or two who attend a ceremony told already."""
    toward = group_in("向[^，]{0,40}?GROUP[^，]{0,4}$", act.left)
    after = group_in("^[^，]{0,10}?GROUP", act.right)
    before = act.left[: toward.start()] if toward else act.left
    givers = story.subject_of(before) if toward or re.search(P, before) else ()
    found = toward or after
    honoured = tuple(name for name in (story.names(found["group"]) if found else ()) if name not in givers)
    if story.current is not None and story.current.type in SESSION:
        story.current.add((*givers, *honoured), "attendee", act.cue)
    elif givers and (honoured or BESTOWED.match(act.right)):
        draft = story.new(act, story.place_before(act.left))
        draft.add(givers, act.verb.subject or "host", act.cue)
        draft.add(honoured, act.verb.object or "guest", act.cue)
    return 0


def appoint(story: Story, act: Act) -> int:
    """任命 OBJECT 为 …, SUBJECT 当选 …: one event a decision, whoever comes in or goes out."""
    found = group_in("^(?:了|：)?GROUP", act.right)
    group = found or group_in(f"GROUP{NO_P}{{0,6}}$", act.left)
    if group is None and act.verb.word in ("当选", "辞去", "就任") and story.subject and story.grammar.carries(act.left):
        story.new(act).add(story.subject, "appointee", act.cue)  # 甲得票领先，当选总统
        return 0
    if not found and TAKES_OBJECT.fullmatch(act.verb.word) and not re.search("被|获|经|由", act.left):  # 正在某指定地点
        return 0
    if (act.verb.word == "决定" and not found) or (act.verb.word == "当选" and found):  # 表彰决定; 美国当选总统某某
        return 0
    if group is None or re.match(r"(?:和国|期|何|主席团|务|名单|证书|制)", act.right):
        return 0
    if act.verb.word == "任" and not re.search("决定|宣布|任命|任免|免去|同志", _around(story, act)):
        return 0
    held = act.verb.word in ("担任", "兼任", "任职", "连任")  # a decision only where one is told
    if held and not re.search(r"决定|指定|任命|同志|由", act.told):
        return 0
    if not found and act.verb.word not in ("当选", "辞去") and re.match(r"[^，]{0,10}(?:的|期间|以来)", act.right):
        return 0
    known = next((d for d in story.drafts if d.type == "appointment" and (
        d.evidence == act.sentence.span or story.text[d.evidence.start : act.sentence.span.start].rstrip().endswith("；"))), None)
    draft = known or story.new(act)
    draft.add(story.names(group["group"]), "appointee", act.cue)
    for clause in act.later:  # 选举甲为书记，乙、丙为副书记
        more = group_in("^(?:并(?:推选|任命|选举|聘任|决定)?)?GROUP(?:同志)?(?P<word>[为任])", clause.text)
        if more:
            cue = Cue(act.verb.frame, more["word"], act.sentence.span) if more["word"] == "任" else act.cue
            draft.add(story.names(more["group"]), "appointee", cue)
    return found.end() if found else 0


def _around(story: Story, act: Act) -> str:
    """The sentence of an act with what stands right before and after it."""
    span = act.sentence.span
    return story.text[max(span.start - 40, 0) : span.end + 40]


def convene(story: Story, act: Act) -> int:
    """(happening) 举行, SUBJECT 召开 (happening): it becomes the one being told; who 召开 was there, who hosts is host."""
    phrase = act.right
    if re.search("(?:向|对|祝贺|预祝)[^，]{0,30}$", act.left):  # 向大会召开表示祝贺
        return 0
    if story.grammar.kind(phrase)[0] is None:
        phrase = _held(story, act)
    if story.grammar.kind(phrase)[0] not in SESSION:
        return 0
    draft = story.named(phrase, act, fresh=True)[0]
    draft.place = draft.place or story.place_before(act.left)
    story.current = draft
    if phrase is not act.right:
        return 0
    honoured = group_in("为GROUP[^，]{0,6}$", act.left)
    host = group_in("GROUP[^，]{0,30}$", act.left[: honoured.start()] if honoured else act.left)
    hosts = story.names(host["group"]) if host else ()
    if draft.type == "conference":
        draft.add(hosts or story.subject_of(act.left), "attendee", act.cue)
    elif hosts:
        welcomed = honoured or group_in("欢迎[^，]{0,20}?GROUP", act.right + "".join(after.text for after in act.later[:1]))
        draft.add(hosts, "host", act.cue)
        draft.add(story.names(welcomed["group"]) if welcomed else (), "guest", act.cue)
    return 0


def _held(story: Story, act: Act) -> str:
    """The happening that stands before 召开 or 举行, without the day and the place between."""
    parts = re.split(rf"[{DAY}{HIDDEN}{P[1:-1]}]|于|今天|日前|近日|在", act.left)
    parts = [story.grammar.manner.sub("", part) for part in parts]
    named = [part for part in parts if story.grammar.kind(part)[2] == len(part) > 0 and not JOINS.search(part)]
    if named:
        return named[-1]
    for clause in act.sentence.clauses[: act.sentence.clauses.index(act.clause)]:  # 某次会议完成各项议程，10日闭幕
        end = story.grammar.kind(clause.text)[2]
        if end and not re.search(P, clause.text) and "的" not in clause.text[end:]:  # but 会议任命的秘书长，进行宣誓
            return clause.text[:end]
    return ""


FRAMES: Mapping[str, Callable[[Story, Act], int]] = {
    "object": meet, "with": talk, "lead": lead, "goon": go_on, "perform": perform, "join": join, "to": send, "award": award,
    "travel": travel, "appoint": appoint, "convene": convene,
}
