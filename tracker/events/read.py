"""Reads the sentences of one report into drafts of events.

Clause by clause, verb by verb: who is subject, who is object, did it happen here and now. A subject is carried to the
clauses that leave it out; what somebody says (表示, 强调) is told speech until the narrative takes up again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.events.drafts import Cue, Draft
from tracker.events.frames import FRAMES, STAGE
from tracker.events.grammar import GROUP, Verb
from tracker.events.skeleton import DAY, HIDDEN, Clause, P, Sentence
from tracker.events.story import EDGE, HELD, NO_P, SESSION, Act, Story, group_in

MODIFIES = re.compile(rf"^{NO_P.replace('，', '，。')}{{0,40}}?的[^，。]{{0,30}}?{P}")
REPORTED = re.compile(r"[^，。]{0,60}?(?:情况的|的书面报告|的情况|情况介绍)")
OBLIQUE = re.compile(r"(?:会见|接见|拜会|慰问|看望|任命|选举|成员包括|成员有|听取)[^，]*$|"
                     r"(?:同|与|和|向|对|为|给|请|让|致电|祝贺)[^，]{0,40}$")
# points of a speech that goes on over paragraphs
POINT = re.compile("(?:第[一二三四五六七八九十]|首先|其次|最后)，|[一二三四五六七八九十][是要]")
ALSO = re.compile("的(?:还)?有：?")  # 发来贺电的还有：甲、乙
SETTING = re.compile(r"[^，。]{0,50}?(?:期间|之际|前夕|(?<=[会式坛动晤])[前后](?=分别|集体|同|与|会[见晤谈]|拜会|接见|约见))")
AFTER_VERB = re.compile("(?:会见|接见|看望|慰问|欢迎|感谢|祝贺|组织|邀请|走访|拜访)了?$")
SINCE = re.compile(rf"^[^{P[1:-1]}]{{1,16}}以来(?=[，,]?$)")
ENTRY = re.compile(rf"[^{P[1:-1]}，。]{{0,4}}(?P<group>{GROUP})(?:同志)?(?P<word>[为任的])(?=[^，。]{{2,50}}[；。，、]?)")
DECIDING = re.compile(r"(?:任命|免去|任免|接受辞职)[^，。]{0,6}[：:]$")
NOUN_LIKE = re.compile("(?:意见|对策|宝贵|合理化|积极|有关|相关|工作|的|提出了?|、|和)$")  # 听取意见建议, 提出要求 are no speech
VAGUE = re.compile("日前|近日|近期|连日")


def read(story: Story, sentences: Sequence[Sentence]) -> list[Draft]:
    """The drafts of all sentences, in the order told."""
    told, paragraph = False, -1
    for sentence in sentences:
        if sentence.paragraph > paragraph + 1:  # a headline stands between: another piece of news
            story.current, story.subject = None, ()
        if sentence.paragraph != paragraph:
            story.day = None
            told, paragraph = told and bool(POINT.match(sentence.clauses[0].text)), sentence.paragraph
        told = _sentence(story, sentence, told)
        _spouses(story, sentence)
        _witnesses(story, sentence)
        _heard(story, sentence)
        _suite(story, sentence)
    return story.drafts


def _sentence(story: Story, sentence: Sentence, told: bool) -> bool:
    """Read one sentence; returns whether what follows it in the paragraph is told speech."""
    whole = "".join(clause.text for clause in sentence.clauses)
    resumed = re.match(P, whole) or _dated(story, sentence) or story.grammar.again.match(whole)
    if told and (not resumed or story.grammar.told.search(whole)):
        story.note(whole, Cue("speech", story.saying, sentence.span))
        return True
    story.before, story.day, story.joined, story.elsewhen = story.day, None, None, False
    listing = story.grammar.listing.match(whole)
    if listing and _listed(story, sentence, listing.group(), whole):
        return False
    if _decided(story, sentence, whole):
        return False
    more = ALSO.search(whole) if story.letters is not None else None
    if story.letters is not None and more:
        story.letters.add(
            _newcomers(story.letters, story.names(whole[more.end() :])), "sender", Cue("list", more.group(), sentence.span))
        return False
    if not (story.grammar.again.match(whole) or story.grammar.inherit.match(whole) or story.grammar.he.match(whole)):
        story.subject = ()  # a sentence names its subject, or goes on with 随后 and its like
    for clause in sentence.clauses:
        recalled = story.grammar.recalled.match(clause.text)
        recalled = recalled if len(clause.text) <= 8 else SINCE.search(clause.text)
        if recalled:  # 此前，…; 党的某大以来，…
            story.note(whole, Cue("unreal", recalled.group(), sentence.span))
            return False
        says = _turn_to_speech(story, clause)
        act = Act(NOTHING, "", clause.text[: says.start() if says else None], clause, sentence)
        _clause(story, act)
        if says:
            story.saying = says.group()
            cue = Cue("speech", story.saying, sentence.span)
            story.note(clause.text[says.end() :] + "".join(after.text for after in act.later), cue)
            _speakers(story, act.right, cue)
            return True
    return False


def _listed(story: Story, sentence: Sentence, word: str, whole: str) -> bool:
    """Whether 他们是：甲、乙 names those whom the sentence before appointed; who got their letters is guest as well."""
    cue = Cue("list", word, sentence.span)
    before = story.text[: sentence.span.start].rstrip()
    appointed = story.drafts[-1] if story.drafts and story.drafts[-1].type == "appointment" else None
    if appointed is None and re.search("(?:任命|选举|推选|增补)[^。]{0,60}。$", before):
        act = Act(NOTHING, "", whole, sentence.clauses[0], sentence)
        appointed = story.begun(Draft("appointment", "任命", sentence.span), act)
    if appointed is None:
        return False
    appointed.add(story.names(whole), "appointee", cue)
    given = next((d for d in story.drafts if d.type == "ceremony" and d.trigger in ("颁发", "颁授")), None)
    if given is not None and not any("guest" in roles for roles in given.roles.values()):
        given.add(story.names(whole), "guest", cue)
    return True


def _decided(story: Story, sentence: Sentence, whole: str) -> bool:
    """Whether a line belongs to a list of decisions, 任命： and under it 王某为局长；李某的局长职务。"""
    entry = ENTRY.match(whole)
    if entry is None:
        story.deciding = bool(DECIDING.search(whole)) or (story.deciding and not re.search(P, whole))
        return False
    if story.deciding:
        draft = story.latest("appointment") or story.begun(Draft("appointment", "任免", sentence.span), Act(
            NOTHING, "", whole, sentence.clauses[0], sentence))
        draft.add(story.names(entry["group"]), "appointee", Cue("list", entry["word"], sentence.span))
    return story.deciding


def _dated(story: Story, sentence: Sentence) -> bool:
    """Whether a sentence begins with a day: 今年5月 in a speech takes no narrative up."""
    first = sentence.clauses[0]
    return first.text.startswith(DAY) and story.dates[first.places[0]].first is not None


def _turn_to_speech(story: Story, clause: Clause) -> re.Match[str] | None:
    """The verb by which a clause turns to what somebody says: 王某表示，… or 王某在调研时强调，…; None where it does not."""
    for match in story.grammar.speech.finditer(clause.text):
        before, after = clause.text[: match.start()], clause.text[match.end() :]
        if NOUN_LIKE.search(before):
            continue
        if re.match(r"道?(?:，|：|。|,|:|了?$|“)", after) or (len(after) > 8 and re.search(rf"{P}|他|她|会议|双方", before)):
            return match
    return None


def _speakers(story: Story, text: str, cue: Cue) -> None:
    """Whoever speaks up at a session that the report tells sat in it."""
    groups = list(story.grammar.group.finditer(story.grammar.without_asides(text)))
    if groups:
        people = story.names(groups[-1].group()) if groups[-1].start() <= 6 else ()
    else:
        people = story.subject if story.grammar.carries(text) else ()
    if story.letters is not None:
        story.letters.add(_newcomers(story.letters, people), "sender", cue)
    elif story.current and story.current.type in SESSION:
        story.current.add(_newcomers(story.current, people), "attendee", cue)


def _newcomers(draft: Draft, people: Sequence[str]) -> list[str]:
    return [name for name in people if name not in draft.roles]


def _spouses(story: Story, sentence: Sentence) -> None:
    """Whoever is named as the wife or husband of a traveller travels along."""
    for clause in sentence.clauses:
        for couple in re.finditer(rf"(?P<one>{P})(?:和|与|及|偕|携)(?:夫人|丈夫)(?P<other>{P})", clause.text):
            one, other = story.names(couple["one"]), story.names(couple["other"])
            for draft in story.drafts:
                roles = {"visit": "guest", "inspection": "lead"}
                if roles.get(draft.type) in draft.roles.get(one[0], []) and other[0] not in draft.roles:
                    draft.add(other, "accompany", Cue("spouse", "夫人", sentence.span))


def _witnesses(story: Story, sentence: Sentence) -> None:
    """在王某的见证下，甲、乙签署协议: they were there, at the ceremony that the sentence tells."""
    for clause in sentence.clauses:
        found = story.grammar.witnessed.search(clause.text)
        if found and story.current is not None and story.current.evidence == sentence.span:
            story.current.add(story.names(found["group"]), "attendee", Cue("company", "见证", sentence.span))


def _heard(story: Story, sentence: Sentence) -> None:
    """会议听取了局长王某关于某事的汇报: he reported at the session."""
    for clause in sentence.clauses:
        found = story.grammar.heard.search(clause.text)
        if found and story.current is not None and story.current.type == "conference":
            story.current.add(story.names(found["group"]), "speaker", Cue("company", "听取", sentence.span))


def _suite(story: Story, sentence: Sentence) -> None:
    """王某带领李某、张某到某地走访: he leads, they go along."""
    text = "".join(clause.text for clause in sentence.clauses)
    found = story.grammar.leading.search(text)
    tour = story.latest("inspection", "condolence", "visit")
    if found is None or tour is None or tour.evidence != sentence.span:
        return
    cue = Cue("company", "带领", sentence.span)
    others = [name for name in story.names(found["suite"]) if name not in story.names(found["lead"])]
    for name in others:
        tour.roles.pop(name, None)
    led = {**tour.roles}
    tour.roles.clear()
    tour.add(story.names(found["lead"]), "guest" if tour.type == "visit" else "lead", cue)
    for name, roles in led.items():
        for role, said in roles.items():
            tour.add([name], role, said)
    tour.add(others, "accompany", cue)


# --- clauses

NOTHING = Verb("", "", None, None, None)


def _clause(story: Story, act: Act) -> None:
    """Read a clause, whose text up to where speech begins is `act.right`: its day, its verbs, its subject."""
    clause, text = act.clause, act.right
    days = [(at, story.dates[clause.places[at]]) for at, letter in enumerate(text) if letter == DAY]
    told = [(at, day) for at, day in days if (day.first or VAGUE.match(day.text)) and not story.is_elsewhen(day)]
    story.day = told[-1][1] if told else story.day
    story.days += [day for _, day in told if story.grammar.verb.search(act.told)]  # 今天有雨 is the day of nothing
    plain, text = text, story.grammar.without_asides(text)
    for run in re.finditer(f"{HIDDEN}+", text):
        aside = plain[run.start() : run.end()]
        story.note(aside, Cue("formula", story.written(clause, run.start(), run.end()), act.sentence.span))
    company, witnesses = story.grammar.company.search(text), story.grammar.witnessed.search(text)
    for found in filter(None, (company, witnesses)):
        text = text[: found.start()] + HIDDEN * len(found.group()) + text[found.end() :]
    verbs = list(story.grammar.verb.finditer(text))
    elsewhen = [place for place, day in days if story.is_elsewhen(day)]
    story.elsewhen = story.elsewhen or bool(elsewhen and not verbs)  # 去年，…
    at = 0
    for match in verbs:
        story.elsewhen = story.elsewhen or any(place < match.start() for place in elsewhen)  # but not 通报去年工作情况
        if match.start() >= at:
            story.day = next((day for place, day in reversed(told) if place < match.start()), story.day)
            verb = story.grammar.verb_of(match.group())
            deed = Act(verb, text[: match.start()], text[match.end() :], clause, act.sentence)
            why_not = unreal(story, deed)
            if why_not is None:
                at = match.end() + FRAMES[verb.frame](story, deed)
            else:
                at = match.end()
                story.note(text, Cue("unreal", why_not, act.sentence.span))
    story.day = told[-1][1] if told else story.day
    _at_session(story, Act(NOTHING, "", text, clause, act.sentence))
    first = re.match(rf"[^，]*?(?P<group>{GROUP})", text)
    if first and not OBLIQUE.search(text[: first.start("group")]):
        story.subject = story.names(first["group"])
    if company and story.drafts and story.drafts[-1].type in ("inspection", "condolence", "visit"):
        story.drafts[-1].add(story.names(company["group"]), "accompany", Cue("company", "陪同", act.sentence.span))


def _at_session(story: Story, act: Act) -> None:
    """王某在座谈会上…: whatever he did there, he was there. 开幕式上，… tells a session by this alone."""
    text = act.right
    opened = re.fullmatch(rf"(?:在|{DAY})*(?P<phrase>{NO_P}{{2,30}}?)上[，：]?", text)
    found = group_in(rf"GROUP{NO_P}{{0,12}}?在(?P<phrase>{NO_P}{{1,40}}?)上(?![午的述])", text)
    place = opened or found
    if place is None:
        return
    phrase = EDGE.sub("", HELD.split(place["phrase"])[-1])
    kind, _, end = story.grammar.kind(phrase)
    if kind not in SESSION or end != len(phrase):
        return
    within = DAY in place["phrase"] and act.clause.places[place.start("phrase") + place["phrase"].index(DAY)]
    if within:  # 在31日举行的发布会上
        story.day = story.dates[within]
    story.day = story.day or story.before
    if opened:
        story.current = story.named(phrase, act)[0]
        opens = group_in("^GROUP", act.later[0].text) if act.later else None
        if opens and not story.grammar.without_asides(act.later[0].text).startswith(HIDDEN):  # 座谈会上，王某听取了介绍
            there = _newcomers(story.current, story.names(opens["group"]))
            story.current.add(there, "attendee", Cue("at", phrase, act.sentence.span))
        return
    elsewhen = story.elsewhen or story.grammar.recalled.search(text)
    if found and not elsewhen and not story.grammar.unreal.search(text[: found.start("phrase")]):
        for draft in story.named(phrase, act):
            draft.add(_newcomers(draft, story.names(found["group"])), "attendee", Cue("at", f"在{phrase}上", act.sentence.span))


def unreal(story: Story, act: Act) -> str | None:
    """The words by which a verb tells nothing that happened: a wish, a plan, a memory, a part of a name, a mere modifier.

    None where it tells a deed.
    """
    grammar, frame, left, right = story.grammar, act.verb.frame, act.left, act.right
    since = re.split(rf"，|{P}", left)[-1]
    if frame == "join" and re.match(r"[^，。]*的[^，。]*(?:还有|有：|包括)", right):  # 出席会议的还有…
        return None
    cues = (grammar.unreal.search(since), *(cue.search(left) for cue in (grammar.recalled, grammar.wished, grammar.cancelled)))
    cue = next((cue for cue in cues if cue), None) or re.match("[^，]{0,4}或(?:通过|以)各种", right)
    if cue and cue.group().startswith(("邀请", "请")) and act.verb.subject == "speaker":  # 邀请教授王某作报告
        cue = None
    if story.elsewhen or cue:
        return cue.group().strip(P[1:-1]) if cue else "another time"
    return act.verb.word + right[:2] if _modifies(story, act, since) else None


def _modifies(story: Story, act: Act, since: str) -> bool:
    """Whether a verb is part of a name or modifies another word; `since` stands between the last person and it."""
    grammar, frame, left, right = story.grammar, act.verb.frame, act.left, act.right
    if frame in ("travel", "object", "with") and STAGE.match(right):
        return True
    if frame == "travel" and re.match(r"[^，]{1,8}(?:时|(?:期间|[前后])(?=[，。]|$))", right):  # 抵达会场时, 访问某国期间
        return True
    if frame == "join" and SETTING.match(right):  # 出席峰会期间会见, 出席峰会前会见
        return True
    if frame == "convene" and right.startswith("的") and re.match("[^，]*(?:任命|通过|决定|选举)", right):
        return True  # 刚刚闭幕的会议任命的秘书长
    noun_like = frame == "lead" or act.verb.word in ("开幕", "闭幕", "开班")
    if noun_like and re.match("式|会议|仪式|活动|精神|典礼", right):  # 开幕 of 开幕式
        return True
    if act.verb.type == "condolence" and re.search("致以|表示|送去|带去|转达|送上", since):
        return True
    if frame in ("travel", "join", "lead") and REPORTED.match(right):  # 审议王某访问某国情况的书面报告
        return True
    if frame in ("join", "travel", "lead") and re.match("[^，]*的", right) and AFTER_VERB.search(left):  # 会见参加论坛的嘉宾
        return True
    if not re.search(P, left) and re.match(rf"[^，]*的[^，]*?{grammar.verb.pattern}", right):
        return True  # 出席政协会议的委员列席大会
    if right.startswith("了") or (frame == "lead" and act.verb.object):  # 看望了住院的李某
        return False
    return frame in ("join", "travel", "lead", "convene") and bool(MODIFIES.match(right)) and not re.search(P, since)
