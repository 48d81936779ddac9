"""Reads the clauses of one report into drafts of events.

Clause by clause, verb by verb: who is subject, who is object, did it happen here and now. A subject is carried to the
clauses that leave it out; what somebody says (表示, 强调) is told speech until the narrative takes up again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.dates import DateMention
from tracker.events.drafts import GENERIC, Draft, alike
from tracker.events.grammar import GROUP, Grammar, Verb
from tracker.events.skeleton import BASE, DAY, HIDDEN, Clause, P, Sentence
from tracker.types import REMOTE_TYPES, EventType, Naming, Role, Span

PLACE = re.compile(rf"(?:在|到|赴|前往|深入|走进|来到)(?P<place>[^，。、{P[1:-1]}{DAY}{HIDDEN}]{{2,24}}?)$")
MODIFIES = re.compile(rf"^[^，。{P[1:-1]}]{{0,40}}?的[^，。]{{0,30}}?{P}")
STAGE = re.compile(r"^(?:期间|时|前夕|之前|之后|后|前|团|成果|邀请|活动期间|中(?!心))")
OBLIQUE = re.compile(r"(?:会见|接见|拜会|慰问|看望|任命|选举)[^，]*$|(?:同|与|和|向|对|为|给|请|让|致电|祝贺)[^，]{0,40}$")
VAGUE = re.compile("日前|近日|近期|连日")
EDGE = re.compile(r"^(?:了|的|本次|这次|此次|题为|有关|相关|上述)+")


@dataclass
class Reader:
    """The state of reading one report: the drafts so far, the subject in force, the last date."""

    grammar: Grammar
    namings: Sequence[Naming]
    dates: dict[int, DateMention]
    titles: Mapping[str, Sequence[str]]
    drafts: list[Draft] = field(default_factory=list)
    subject: tuple[str, ...] = ()
    current: Draft | None = None
    day: DateMention | None = None
    joined: Draft | None = None

    def read(self, sentences: Sequence[Sentence]) -> list[Draft]:
        """The drafts of all sentences, in the order told."""
        told, paragraph = False, -1
        for sentence in sentences:
            if sentence.paragraph > paragraph + 1:  # a headline stands between: another piece of news
                self.current, self.subject = None, ()
            if sentence.paragraph != paragraph:
                told, paragraph = False, sentence.paragraph
            told = self._sentence(sentence, told)
            self._spouses(sentence)
        return self.drafts

    def _spouses(self, sentence: Sentence) -> None:
        """Whoever is named as the wife or husband of a traveller travels along."""
        for clause in sentence.clauses:
            for couple in re.finditer(rf"(?P<one>{P})(?:和|与|及|偕|携)(?:夫人|丈夫)(?P<other>{P})", clause.text):
                one, other = self._names(couple["one"]), self._names(couple["other"])
                for draft in self.drafts:
                    if draft.type == "visit" and "guest" in draft.roles.get(one[0], []) and other[0] not in draft.roles:
                        draft.add(other, "accompany", clause.span)

    def _sentence(self, sentence: Sentence, told: bool) -> bool:
        """Read one sentence; returns whether what follows it in the paragraph is told speech."""
        first = sentence.clauses[0].text if sentence.clauses else ""
        whole = "".join(clause.text for clause in sentence.clauses)
        resumed = re.match(rf"(?:{DAY}|{P})", first) or self.grammar.again.match(first)
        if told and (not resumed or self.grammar.told.search(whole)):
            return True
        self.day, self.joined = None, None
        for clause in sentence.clauses:
            speech = self._speech(clause)
            text = clause.text if speech is None else clause.text[: speech[0]]
            self._clause(clause, text, sentence)
            if speech is not None:
                self._speakers(clause, text, sentence)
                return True
        return False

    def _speech(self, clause: Clause) -> tuple[int, int] | None:
        """Where a clause turns to what somebody says: 王某表示，… or 王某在调研时强调，…"""
        match = None
        for match in self.grammar.speech.finditer(clause.text):
            tail = clause.text[match.end() :]
            if re.match(r"(?:，|：|。|,|:|了?$|“)", tail) or (len(tail) > 8 and re.search(rf"{P}|他|她|会议|双方", clause.text[: match.start()])):
                return match.span()
        return None

    def _speakers(self, clause: Clause, text: str, sentence: Sentence) -> None:
        """Whoever speaks up at a session that the report tells sat in it."""
        last = None
        for last in self.grammar.group.finditer(self.grammar.without_asides(text)):
            pass
        if last and self.current and self.current.type in ("conference", "ceremony") and last.start() <= 6:
            names = [n for n in self._names(last.group()) if n not in self.current.roles]
            self.current.add(names, "attendee", clause.span)

    # --- clauses

    def _clause(self, clause: Clause, text: str, sentence: Sentence) -> None:
        for i, letter in enumerate(text):
            if letter == DAY:
                told = self.dates[clause.places[i]]
                if told.first or VAGUE.match(told.text):
                    self.day = told
        text = self.grammar.without_asides(text)
        company = self.grammar.company.search(text)
        if company:
            text = text[: company.start()] + HIDDEN * len(company.group()) + text[company.end() :]
        at = 0
        for match in self.grammar.verb.finditer(text):
            if match.start() < at:
                continue
            at = max(at, self._verb(clause, text, match, sentence))
        self._at_session(clause, text, sentence)
        lead = re.match(rf"[^，]*?(?P<group>{GROUP})", text)
        if lead and not OBLIQUE.search(text[: lead.start("group")]):
            self.subject = self._names(lead["group"])
        if company and self.drafts and self.drafts[-1].type in ("inspection", "condolence", "visit"):
            self.drafts[-1].add(self._names(company["group"]), "accompany", clause.span)

    def _at_session(self, clause: Clause, text: str, sentence: Sentence) -> None:
        """王某在座谈会上…: whatever he did there, he was there."""
        found = re.search(rf"(?P<group>{GROUP})[^，{P[1:-1]}]{{0,12}}?在(?P<phrase>[^，{P[1:-1]}]{{1,40}}?)上(?![午的述])", text)
        opened = re.fullmatch(rf"(?:在|{DAY})*(?P<phrase>[^，{P[1:-1]}]{{2,30}}?)上[，：]?", text)
        if opened:  # 开幕式上，…: the session is told by this alone
            phrase = EDGE.sub("", re.split("举行的|召开的|举办的", opened["phrase"])[-1])
            kind, start, end = self.grammar.kind(phrase)
            if kind in ("conference", "ceremony") and end == len(phrase):
                self.current = self._named(kind, phrase, phrase[start:], _Where(clause, sentence))[0]
        if not found or self.grammar.recalled.search(text) or self.grammar.unreal.search(text[: found.start("phrase")]):
            return
        phrase = EDGE.sub("", re.split("举行的|召开的|举办的", found["phrase"])[-1])
        kind, start, end = self.grammar.kind(phrase)
        if kind in ("conference", "ceremony") and end == len(phrase):
            for draft in self._named(kind, phrase, phrase[start:], _Where(clause, sentence)):
                draft.add([n for n in self._names(found["group"]) if n not in draft.roles], "attendee", clause.span)

    def _verb(self, clause: Clause, text: str, match: re.Match[str], sentence: Sentence) -> int:
        """Read one verb; returns the place in the clause up to which it has been consumed."""
        verb = self.grammar.verb_of(match.group())
        left, right = text[: match.start()], text[match.end() :]
        if self._unreal(left, right, verb):
            return match.end()
        handler = {"object": self._object, "with": self._with, "lead": self._lead, "join": self._join, "to": self._to,
                   "goon": self._goon, "award": self._award, "travel": self._travel, "appoint": self._appoint, "convene": self._convene}[verb.frame]
        return match.end() + handler(verb, left, right, _Where(clause, sentence))

    def _unreal(self, left: str, right: str, verb: Verb) -> bool:
        """Whether the verb tells nothing that happened: a wish, a plan, a memory, or part of a name or a modifier."""
        since = re.split(rf"，|{P}", left)[-1]
        if verb.frame == "join" and re.match(r"[^，。]*的[^，。]*(?:还有|有：|包括)", right):
            return False
        if self.grammar.unreal.search(since) or self.grammar.recalled.search(left) or self.grammar.wished.search(left):
            return True
        if STAGE.match(right) and verb.frame in ("travel", "object", "with"):
            return True
        if verb.frame == "travel" and re.match(r"[^，]{1,8}时", right):  # 抵达会场时
            return True
        if verb.frame in ("convene", "lead") and re.match("式|会议|仪式|活动|精神|典礼", right):  # 开幕 of 开幕式
            return True
        if verb.type == "condolence" and re.search("致以|表示|送去|带去|转达|送上", since):
            return True
        if re.match(r"[^，。]{0,60}?(?:情况的|的书面报告|的情况|情况介绍)", right) and verb.frame in ("travel", "join", "lead"):
            return True
        if not re.search(P, left) and re.match(rf"[^，]*的[^，]*?{self.grammar.verb.pattern}", right):
            return True  # 出席政协会议的委员列席大会
        return verb.frame in ("join", "travel", "lead", "convene") and bool(MODIFIES.match(right)) and not re.search(P, since)

    def _subject(self, left: str) -> tuple[str, ...]:
        """The last group of names before the verb, else the subject in force."""
        last = None
        for last in self.grammar.group.finditer(left):
            pass
        if last:
            return self._names(last.group())
        return self.subject if self.grammar.carries(left) else ()

    def _names(self, group: str) -> tuple[str, ...]:
        """The full names of a group, in order."""
        names = (self.namings[ord(letter) - BASE].name for letter in group if re.match(P, letter))
        return tuple(dict.fromkeys(names))

    # --- frames

    def _object(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        if not right.strip("，。；了") or re.match("[，。；]", right):  # 同李某举行会见
            return self._with(verb, left, right, where)
        hosts = self._subject(left)
        found = re.match(rf"[^，]*?(?P<group>{GROUP})", right)
        guests = self._names(found["group"]) if found else ()
        guests = tuple(g for g in guests if g not in hosts)
        if not hosts:
            return 0
        if found and self.grammar.kin.match(right, found.end()):  # 会见李某亲属
            guests = ()
        if found and STAGE.match(right[found.end() :]):  # 会见李某时，王某表示: told already
            return found.end()
        parties = self._parties(found["group"], left, right) if found and guests else [guests]
        for party in parties:
            draft = self._new(verb, where, self._place(left))
            draft.add(hosts, verb.subject or "host", where.clause.span)
            draft.add(party, verb.object or "guest", where.clause.span)
        return found.end() if found else 0

    def _parties(self, group: str, left: str, right: str) -> list[tuple[str, ...]]:
        """The guests of each meeting: one party, or with 分别 one a guest, couples together."""
        if not self.grammar.apart.search(left[-8:] + right[:4]):
            return [self._names(group)]
        return [self._names(part) for part in re.split(r"(?:、|和|与|及|以及|，)(?!夫人|丈夫|妻子)", group) if re.search(P, part)]

    def _with(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        other = None
        for other in self.grammar.with_others.finditer(left):
            pass
        if other:
            guests, hosts = self._names(other["group"]), self._subject(left[: other.start()])
            head = re.search(rf"(?P<group>{GROUP})$", left[: other.start()])
            if not head and not re.search(P, left[: other.start()]):
                hosts = self.subject
        else:
            both = self._subject(left) if re.search(P, left) else ()
            hosts, guests = both[:-1], both[-1:]
        guests = tuple(g for g in guests if g not in hosts)
        if hosts and guests:
            for party in self._parties(other["group"], left, right) if other else [guests]:
                draft = self._new(verb, where, self._place(left))
                draft.add(hosts, verb.subject or "host", where.clause.span)
                draft.add(party, verb.object or "guest", where.clause.span)
        return 0

    def _lead(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        leaders = self._subject(left)
        if not leaders or re.search(r"(?:的|对|、|和|及)$", left) or STAGE.match(right) and "，" in right[:2] and not left:
            return 0
        if re.match(r"(?:组|团|员|站|机关|机构|院|官|报告|成果|工作|发现|显示|，?的)", right):
            return 0
        place = self._place(left) or self._place_after(right)
        draft = self._running(verb, leaders, place, where)
        draft.add(leaders, verb.subject or "lead", where.clause.span)
        if verb.object:
            called = re.match(rf"[^，]*?(?P<group>{GROUP})", right)
            draft.add(self._names(called["group"]) if called else (), verb.object, where.clause.span)
            return called.end() if called else 0
        return 0

    def _goon(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        """来到, 详细了解: a tour that is under way goes on; its leaders are known."""
        leaders = self._subject(left)
        tour = next((d for d in reversed(self.drafts) if d.type == "inspection" and set(leaders) & set(d.roles)), None)
        if tour is not None and tour.date is None:
            self._dated(tour, where)
        return 0

    def _running(self, verb: Verb, leaders: tuple[str, ...], place: str | None, where: _Where) -> Draft:
        """The inspection or visit to homes that is under way, or a new one: a tour is one event, calls on it included."""
        for draft in reversed(self.drafts):
            tour = {draft.type, verb.type} <= {"inspection", "condolence"} or draft.type == verb.type
            if verb.type == "ceremony" and not (draft.trigger == verb.word and place in (None, draft.place)):
                continue
            if tour and set(leaders) & set(draft.roles):
                if verb.type == "inspection" and draft.type == "condolence":
                    draft.type, draft.trigger = "inspection", verb.word
                draft.place = draft.place or place
                return draft
        return self._new(verb, where, place)

    def _join(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        passive = re.search(rf"由(?P<group>{GROUP})[^，]{{0,8}}$", left)
        people = self._names(passive["group"]) if passive else self._subject(left)
        other = None
        for other in self.grammar.with_others.finditer(left):
            pass
        if other and re.search(r"共同|一道|一同|一起", left[other.end() :] + verb.word):
            people = (*self._subject(left[: other.start()]), *self._names(other["group"]))
        role = verb.subject or "attendee"
        also = re.match(rf"(?P<phrase>[^，。]*?)的[^，。]{{0,24}}?(?:还有|有|包括)：?[^，。{P[1:-1]}]{{0,24}}{P}", right)
        if also and role == "attendee":  # 出席座谈会的还有甲、乙
            for draft in self._targets(verb, also["phrase"], left, where):
                draft.add(self._names(right[also.end() - 1 :]), "attendee", where.clause.span)
            return len(right)
        if not people or re.match(r"(?:人|者|词|稿|中指出|的|记者)", right):
            return 0
        follow = self.grammar.verb.match(right.lstrip("了并"))
        phrase = re.split(r"[，。；]|并(?=\S{0,6}(?:讲话|致|发|作|宣))", right)[0] if not (follow and role == "attendee" and follow.group() not in self.grammar.kinds) else ""
        for draft in self._targets(verb, phrase, left, where):
            if role == "host" and draft.type != "visit":
                continue
            if role == "host":
                self._greet(draft, people, where)
            else:
                draft.add(people, role, where.clause.span)
            self.joined = draft
        kind, _, end = self.grammar.kind(phrase)
        return end if kind else 0

    def _greet(self, draft: Draft, people: tuple[str, ...], where: _Where) -> None:
        """Those who come to the airport: the foreign side is host, one's own ambassador is there."""
        for name in people:
            own = any(self.grammar.ambassador.search(title) for title in self.titles.get(name, ()))
            draft.add([name], "attendee" if own else "host", where.clause.span)

    def _targets(self, verb: Verb, phrase: str, left: str, where: _Where) -> list[Draft]:
        """The events that somebody joins: the one that the phrase names, all of the report, or the one being told."""
        phrase = EDGE.sub("", phrase.strip("了"))
        given = re.match(rf"[^，]*?(?P<group>{GROUP})(?:和夫人)?(?P<way>[^，{P[1:-1]}]{{0,40}}?(?:举行|举办|主持)的)", phrase)
        phrase = phrase[given.end() :] if given else phrase
        live = [d for d in self.drafts if d.type not in REMOTE_TYPES]
        if self.grammar.every.search(phrase) and len(phrase) <= 8 and live:
            return live
        kind, start, end = self.grammar.kind(phrase)
        if kind is None and verb.word not in ("出席", "参加"):
            inside = re.search(r"在(?P<phrase>[^，]{2,40})上$|向(?P<to>[^，]{2,50}?)(?:发表|作|致)?$", left)
            phrase = (inside["phrase"] or inside["to"]) if inside else phrase
            kind, start, end = self.grammar.kind(phrase) if inside else (None, 0, 0)
        if kind is None and verb.subject == "chair" and re.match("研究|听取|审议|学习|部署", phrase) and not self.drafts:
            kind, start, end, phrase = "conference", 0, 0, ""  # 主持研究某项工作: a sitting without a name
        if kind is None and verb.subject == "accompany":
            tours = [d for d in live if d.type in ("inspection", "condolence", "visit")]
            return (tours or live)[-1:]
        if kind is None:
            target = self.joined or (self.current if self.current in live else None) or (live[-1] if live else None)
            if target is not None and (len(phrase) <= 2 or verb.subject != "attendee" or verb.word == "见证"):
                return [target]
            return [target] if target is not None and re.search(r"活动|会|礼", phrase) else []
        if len(phrase) - end > 8 or phrase.startswith(("、", "（")):  # the noun belongs to something longer
            return [target] if (target := self.joined or self.current) is not None else []
        targets = self._named(kind, phrase[:end], phrase[start:end], where)
        if given:  # 出席总统某某举行的宴会
            for draft in targets:
                draft.add(self._names(given["group"]), "chair" if "主持" in given["way"] else "host", where.clause.span)
        return targets

    def _named(self, kind: EventType, name: str, noun: str, where: _Where, fresh: bool = False) -> list[Draft]:
        """The event of a type and name: known already, or new; a `fresh` one is told as being held now."""
        known = [d for d in self.drafts if d.type == kind]
        generic = len(name) <= max(GENERIC, len(noun))
        if kind in ("meeting", "inspection", "condolence", "visit"):
            if kind in ("inspection", "condolence") and not known:
                known = [d for d in self.drafts if d.type in ("inspection", "condolence")]
            if known:
                return known if kind == "meeting" else known[-1:]
            return []
        if generic:
            whole = name in self.grammar.session
            near = [d for d in self.drafts if d.type in ("conference", "ceremony") and (whole or d.type == kind)]
            if near and (whole or not fresh or near[-1].trigger == noun):
                return near[-1:]
        for draft in reversed(known):
            if draft.name is None or alike(draft.name, name):
                draft.name = draft.name if draft.name and len(draft.name) >= len(name) else (None if generic else name)
                return [draft]
        draft = Draft(kind, noun, where.sentence.span, name=None if generic else name)
        self._dated(draft, where)
        self.drafts.append(draft)
        self.current = draft
        return [draft]

    def _to(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        mutual = "互致" in verb.word or left.endswith("互致")
        toward = re.search(rf"向(?P<group>[^，]{{0,30}}?{GROUP})[^，]{{0,12}}$", left)
        after = re.match(rf"(?P<group>[^，]{{0,30}}?{GROUP})", right)
        other = None
        for other in self.grammar.with_others.finditer(left):
            pass
        senders = self._subject(left[: toward.start()]) if toward else self._subject(left)
        if toward and not re.search(P, left[: toward.start()]):
            senders = self.subject
        recipients: tuple[str, ...] = self._names(toward["group"]) if toward else self._names(after["group"]) if after else ()
        if mutual:
            senders = (*self._subject(left[: other.start()]), *self._names(other["group"])) if other else senders
            recipients = senders
        elif other and re.search("分别", left[other.end() :]):
            senders = (*self._subject(left[: other.start()]), *self._names(other["group"]))
        if not senders or re.search(r"(?:在|的|来|这封)$", left) or re.match(r"(?:中|说|的|里)", right):
            return 0
        draft = self._new(verb, where, None)
        draft.add(senders, "sender", where.clause.span)
        draft.add([r for r in recipients if mutual or r not in senders], "recipient", where.clause.span)
        return after.end() if after and not toward else 0

    def _award(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        toward = re.search(rf"向(?P<group>[^，]{{0,40}}?{GROUP})[^，]{{0,4}}$", left)
        after = re.match(rf"(?P<group>[^，]{{0,10}}?{GROUP})", right)
        givers = self._subject(left[: toward.start()] if toward else left) or (self.subject if toward else ())
        honoured = self._names(toward["group"]) if toward else self._names(after["group"]) if after else ()
        honoured = tuple(name for name in honoured if name not in givers)
        if self.current is not None and self.current.type == "ceremony":
            self.current.add((*givers, *honoured), "attendee", where.clause.span)
        elif givers and (honoured or re.match("[^，]{0,8}(?:书|章|证|奖|状)", right)):
            draft = self._new(verb, where, self._place(left))
            draft.add(givers, "host", where.clause.span)
            draft.add(honoured, "guest", where.clause.span)
        return 0

    def _travel(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        travellers = self._subject(left)
        if not travellers or re.search(r"(?:的|国事|此次|这次|此访)$", left) and "对" not in left:
            return 0
        if "陪同" in left or "随行" in left:
            for draft in [d for d in self.drafts if d.type == "visit"][-1:]:
                draft.add(travellers, "accompany", where.clause.span)
            return 0
        known = next((d for d in self.drafts if d.type == "visit" and set(travellers) & set(d.roles)), None)
        goal = re.search(r"对(?P<place>[^，]{2,12}?)进行", left) or re.match(r"(?P<place>[^，。的]{2,10})", right)
        draft = known or self._new(verb, where, goal["place"] if goal else None)
        draft.add(travellers[:1], "guest", where.clause.span)
        draft.add(travellers[1:], "accompany" if "夫人" in left else "guest", where.clause.span)
        if self.grammar.delegation.search(left):
            draft.add(travellers[:1], "lead", where.clause.span)
        return 0

    def _appoint(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        found = re.match(rf"(?:了|：)?(?P<group>{GROUP})", right)
        before = re.search(rf"(?P<group>{GROUP})[^，{P[1:-1]}]{{0,6}}$", left)
        group = found or before
        if group is None or re.match(r"(?:和国|期|何|主席团|务)", right):
            return 0
        told = "".join(clause.text for clause in where.sentence.clauses)
        if verb.word in ("担任", "兼任", "任职", "连任") and not re.search(r"决定|指定|任命|同志|由", told):
            return 0
        if re.match(rf"[^，]{{0,10}}(?:的|期间|以来)", right) and not found and verb.word != "当选":
            return 0
        known = next((d for d in self.drafts if d.type == "appointment" and d.evidence == where.sentence.span), None)
        draft = known or self._new(verb, where, None)
        draft.add(self._names(group["group"]), "appointee", where.clause.span)
        return found.end() if found else 0

    def _convene(self, verb: Verb, left: str, right: str, where: _Where) -> int:
        """召开, 举行: the happening is told without saying who was there, so it only becomes the one being told."""
        kind, start, end = self.grammar.kind(right)
        phrase = right
        if kind is None:
            parts = re.split(rf"[{DAY}{HIDDEN}{P[1:-1]}]|于|今天|日前|近日|在", left)
            parts = [self.grammar.manner.sub("", part) for part in parts]
            named = [part for part in parts if self.grammar.kind(part)[0] and self.grammar.kind(part)[2] == len(part)]
            phrase = named[-1] if named else ""
            kind, start, end = self.grammar.kind(phrase)
        if kind not in ("conference", "ceremony"):
            return 0
        draft = self._named(kind, EDGE.sub("", phrase[:end]), phrase[start:end], where, fresh=True)[0]
        draft.place = draft.place or self._place(left)
        self.current = draft
        honoured = re.search(rf"为(?P<group>{GROUP})[^，]{{0,6}}$", left) or re.search(rf"欢迎[^，]{{0,20}}?(?P<group>{GROUP})", right)
        host = re.search(rf"(?P<group>{GROUP})[^，]{{0,30}}$", left[: honoured.start()] if honoured and honoured.string is left else left)
        if kind == "conference" and phrase is right:  # who 召开 was there; who 主持 is told as chair
            draft.add(self._names(host["group"]) if host else self._subject(left), "attendee", where.clause.span)
        if kind == "ceremony" and host and phrase is right:
            draft.add(self._names(host["group"]), "host", where.clause.span)
            draft.add(self._names(honoured["group"]) if honoured else (), "guest", where.clause.span)
        return 0

    # --- the rest of an event

    def _new(self, verb: Verb, where: _Where, place: str | None) -> Draft:
        draft = Draft(verb.type or "other", verb.word, where.sentence.span, place=place)
        self._dated(draft, where)
        self.drafts.append(draft)
        if verb.type != "appointment":  # a session goes on after its decisions
            self.current = draft
        return draft

    def _dated(self, draft: Draft, where: _Where) -> None:
        """The day told in the sentence; 随后 and its like take over the day of the event before."""
        if self.day is not None:
            if self.day.last is None:
                draft.date = self.day.first
            elif not any(d.evidence == draft.evidence for d in self.drafts):  # the days of a tour are not those of its parts
                draft.date, draft.date_end = self.day.first, self.day.last
        elif draft.type == "appointment" and self.current is not None and self.current.type == "conference":
            draft.date = self.current.date
        elif self.drafts and self.grammar.inherit.search("".join(c.text for c in where.sentence.clauses)):
            before = self.drafts[-1]
            draft.date = before.date if before.date_end is None else None

    def _place(self, left: str) -> str | None:
        found = PLACE.search(self.grammar.manner.sub("", left))
        return found["place"] if found else None

    def _place_after(self, right: str) -> str | None:
        found = re.match(r"(?:了|位于)?(?P<place>[^，。、；：并的]{2,20})", right.strip(HIDDEN))
        if found is None or re.search(rf"{HIDDEN}|{P}|工作|情况|落实|发展", found["place"]):
            return None
        return found["place"]


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a verb stands."""

    clause: Clause
    sentence: Sentence
