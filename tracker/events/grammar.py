"""The vocabulary of events, compiled: which verb says what about whom, and which noun names a happening."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from tracker.events.skeleton import DAY, HIDDEN, P
from tracker.lexicon import Lexicon, alternatives
from tracker.types import EventType, Role

NOUN_ORDER: tuple[EventType, ...] = ("conference", "ceremony", "meeting", "inspection", "condolence", "visit")
CALLINGS = "党员|代表|职工|群众|教师|医生|护士|学生|队员|专家|老人|家属|战士|民警|村民|居民|干部|工人|模范|老师|同学|嘉宾"
CALLING = rf"(?:[^，。、；：的{P[1:-1]}]{{0,6}}(?:{CALLINGS}))?"
ONE = rf"(?:夫人|丈夫|妻子)?{P}(?:同志|先生|女士|夫妇|将军|博士|教授)?"
GROUP = rf"{ONE}(?:(?:(?:、|和|与|及|以及){CALLING}|，(?={P})){ONE})*"

# 甲，以及有关部门负责同志应邀到会: who has no name shares the subject
UNNAMED = re.compile(rf"^(?:以及|和|与|及)[^，{P[1:-1]}]{{2,40}}?(?:同志|代表|人士|人员|嘉宾|官员|干部)")

# 作关于某法草案的说明, 向大会报告工作: what is said stands inside the verb
SPEAKS = (
    rf"(?<![工合操写协运动当])作(?:了|出)?[^，。作{P[1:-1]}]{{0,40}}?(?:说明|报告|汇报|发言|演讲|讲话|辅导|小结|总结|动员|推介)"
    rf"|(?:发表|致)(?:了)?[^，。{P[1:-1]}]{{0,40}}?(?:讲话|演讲|致辞|致词|[欢迎开闭幕贺答谢祝酒]{{1,3}}[辞词])"
    rf"|带来[^，。{P[1:-1]}]{{0,30}}?(?:讲座|报告|分享|党课|演讲)"
    r"|向(?:大会|会议|全会)报告")
# 签署了合作协议
SIGNS = rf"签[署订]了?[^，。{P[1:-1]}]{{0,40}}?(?:协议|备忘录|合同|意向书|责任书|协定书)(?:书)?"
# 宣布项目开工, 宣布第五届运动会开幕
PERFORMS = rf"宣布[^，。{P[1:-1]}]{{0,24}}?(?:开工|开幕|闭幕|启动|开赛|开馆|开园|投产|通车|开营|开机|发车)(?![仪活])"


@dataclass(frozen=True, slots=True)
class Verb:
    """What one verb says: its frame, the type of event it makes, and the roles of its arguments."""

    word: str
    frame: str
    type: EventType | None
    subject: Role | None
    object: Role | None


def person_pattern(pattern: str) -> str:
    """A pattern of the lexicon with P, a person, written out; within [^…] the brackets of P are left away."""
    return re.sub(r"(\[\^?[^\]]*)P", lambda m: m.group(1) + P[1:-1], pattern).replace("P", P)


class Grammar:
    """Verbs, nouns and cues of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.toml_cached("events")
        self.verbs: dict[str, Verb] = {}
        for entry in table["verb"]:
            for word in entry["words"].split():
                subject = entry.get("subject") or entry.get("role")
                self.verbs.setdefault(word, Verb(
                    word, entry["frame"], entry.get("type"), cast("Role | None", subject), entry.get("object")))
        self.verb = re.compile(
            rf"(?:{PERFORMS}|{SIGNS}|{alternatives(self.verbs)}|{SPEAKS}|(?<={P})任(?=[^，。{P[1:-1]}]{{2,40}}[，。；]))")
        self.verbs["任"] = Verb("任", "appoint", "appointment", "appointee", None)  # not in 主任
        nouns = {kind: table["nouns"][kind].split() for kind in NOUN_ORDER}
        self.kinds: dict[str, EventType] = {word: kind for kind in reversed(NOUN_ORDER) for word in nouns[kind]}
        bodies = alternatives(table["nouns"]["bodies"].split())
        sitting = rf"(?!.{{0,3}}?{bodies})[\u4e00-\u9fff]{{2}}会"
        self.noun = re.compile(rf"(?:{alternatives(self.kinds)}|{sitting})议?(?![堂室厅谈晤见商议员长计]|中心|大厦)")
        self.every = re.compile(alternatives(table["nouns"]["every"].split()) + "$")
        self.session = frozenset(table["nouns"]["session"].split())  # a part that stands for the whole: 开幕式 of a congress
        self.kin = re.compile(rf"(?:同志)?的?{alternatives(table['nouns']['kin'].split())}")
        cues = table["cues"]
        self.unreal = re.compile("|".join(cues["unreal"]))
        self.recalled = re.compile(alternatives(cues["recalled"].split()))
        self.speech = re.compile(alternatives(cues["speech"].split()))
        self.echo = re.compile(alternatives(cues["echo"].split()))
        self.again = re.compile(rf"(?:[^，。]{{0,4}}{alternatives(cues['again'].split())})")
        self.wished = re.compile(rf"{alternatives(cues['wished'].split())}[^，]{{0,12}}{P}[^，{P[1:-1]}]{{0,16}}$|"
                                 rf"(?:期待|期盼|邀请){P}[^，{P[1:-1]}]*$")
        self.adverb = re.compile(rf"(?:{alternatives(cues['adverbs'].split())}|[{DAY}{HIDDEN}])*+")
        self.preposition = re.compile(alternatives(cues["leads"].split()))
        self.cancelled, self.crowd, self.listing = (
            re.compile(alternatives(cues[cue].split())) for cue in ("cancelled", "crowd", "listing"))
        self.told = re.compile(alternatives(cues["told"].split()))
        self.both = re.compile("|".join(cues["both"]))
        self.site = re.compile(alternatives(cues["sites"].split()) + "$")
        self.leading = re.compile(
            rf"(?P<lead>{GROUP})(?:亲自)?(?:带领|率领|带着|率)(?:有关人员|班子成员|[^，。{P[1:-1]}]{{0,14}})(?P<suite>{GROUP}(?:，{GROUP})*)(?!率)")
        self.heard = re.compile(rf"听取了?(?P<group>{GROUP})[^，。{P[1:-1]}]{{0,44}}?(?:汇报|发言|通报|报告)")
        self.witnessed = re.compile(rf"在(?P<group>{GROUP})[^，。{P[1:-1]}]{{0,8}}见证下")
        self.he = re.compile(alternatives(cues["he"].split()) + "(?![们国人方])")
        self.manner = re.compile(alternatives(cues["manner"].split()) + "+$")
        self.inherit = re.compile(alternatives(cues["inherit"].split()))
        self.apart = re.compile(alternatives(cues["apart"].split()))
        self.delegation = re.compile(alternatives(cues["delegation"].split()))
        self.ambassador = re.compile(alternatives(cues["ambassador"].split()))
        self.aside = [re.compile(person_pattern(pattern)) for pattern in table["aside"]["patterns"]]
        self.group = re.compile(GROUP)
        near = f"[^，{P[1:-1]}]"
        self.with_others = re.compile(
            rf"(?:同|与|和|跟)(?!时)(?:{near}{{0,60}}?的|来华访问的|{near}{{0,12}}?)?(?P<group>{GROUP})")
        self.company = re.compile(rf"在(?P<group>{GROUP})[^，。]{{0,20}}?(?:陪同|的陪同)下")

    def carries(self, left: str) -> bool:
        """Whether what stands before a verb in its clause leaves room for the subject of the clause before."""
        left = UNNAMED.sub("", left)
        rest = left[self.adverb.match(left).end() :]  # type: ignore[union-attr]
        return not rest or bool(self.preposition.match(rest))

    def verb_of(self, words: str) -> Verb:
        """The verb that stands for the words matched by `verb`."""
        if words in self.verbs:
            return self.verbs[words]
        if words.startswith(("宣布", "签")):
            return Verb(words[:2], "perform", "ceremony", "attendee", None)
        return Verb(words, "join", None, "speaker", None)

    def without_asides(self, clause: str) -> str:
        """The clause with those who are named in it but take no part hidden; same length."""
        for pattern in self.aside:
            clause = pattern.sub(lambda m: HIDDEN * len(m.group()), clause)
        return clause

    def kind(self, phrase: str) -> tuple[EventType | None, int, int]:
        """The type of happening that a noun phrase names, with the place of the noun in it: the last noun decides."""
        nouns = list(self.noun.finditer(phrase))
        if not nouns:
            return None, 0, 0
        last = nouns[-1]
        word = last.group()
        kind = self.kinds.get(word) or self.kinds.get(word[:-1]) or "conference"  # 开题会, 研判会: whatever is a sitting
        return kind, last.start(), last.end()
