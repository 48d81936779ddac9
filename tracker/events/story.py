"""The state of reading one report: the events so far, the one being told, the subject in force, the last day named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta

from tracker.dates import DateMention
from tracker.events.drafts import GENERIC, Cue, Draft, alike
from tracker.events.grammar import GROUP, Grammar, Verb
from tracker.events.skeleton import BASE, BOTH, DAY, HIDDEN, Clause, P, Sentence
from tracker.types import REMOTE_TYPES, EventType, Naming

NO_P = f"[^，{P[1:-1]}]"  # a character of the same clause that is no person
PLACE = re.compile(rf"(?:在|到|赴|前往|深入|走进|来到)(?P<place>[^，。、{P[1:-1]}{DAY}{HIDDEN}]{{2,24}}?)$")
BOUND = re.compile("出席|参加|访问期间")  # 在某地出席峰会前会见
EDGE = re.compile(
    rf"^(?:{DAY}|了|举行的|召开的|举办的|一场|一次|的|本次|这次|此次|题为|随后的|接下来的|此后的|当天的|有关|相关|上述)+")
PAST = re.compile("去年|前年|[上前]世纪")
YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
MONTH = re.compile(r"今年(\d{1,2})月")
NEWS = timedelta(days=45)  # what lies further back than this is told as the past
OFFICE = re.compile(rf"[^，、{P[1:-1]}]*的(?:老同志|老领导|同志|领导|代表)(?={P})")  # 担任过县级职务的老同志甲
HELD = re.compile("举行的|召开的|举办的")
SESSION: frozenset[EventType | None] = frozenset({"conference", "ceremony"})  # what people sit in and speak at


@dataclass(frozen=True, slots=True)
class Act:
    """One verb where it stands: what is before and after it in its clause."""

    verb: Verb
    left: str
    right: str
    clause: Clause
    sentence: Sentence

    @property
    def cue(self) -> Cue:
        """What the verb says goes by it; its evidence is the sentence, since a clause may leave out who did it."""
        return Cue(self.verb.frame, self.verb.word, self.sentence.span)

    @property
    def later(self) -> tuple[Clause, ...]:
        """The clauses of the sentence after the verb's own."""
        return self.sentence.clauses[self.sentence.clauses.index(self.clause) + 1 :]

    @property
    def told(self) -> str:
        """The skeleton of the whole sentence."""
        return "".join(clause.text for clause in self.sentence.clauses)


@dataclass
class Story:
    """What has been read of a report, and the ways to ask and to add."""

    text: str
    grammar: Grammar
    namings: Sequence[Naming]
    dates: Mapping[int, DateMention]
    titles: Mapping[str, Sequence[str]]
    published: Day | None = None
    foreign: frozenset[str] = frozenset()  # who holds a post of another land
    drafts: list[Draft] = field(default_factory=list)
    subject: tuple[str, ...] = ()
    current: Draft | None = None
    day: DateMention | None = None
    before: DateMention | None = None  # the last day named in the sentence before
    joined: Draft | None = None
    deciding: bool = False  # whether lines of a list of decisions follow
    letters: Draft | None = None  # greetings of many, who are named one by one
    days: list[DateMention] = field(default_factory=list)  # those of sentences that tell of a deed, in order
    notes: dict[str, Cue] = field(default_factory=dict)  # why somebody who is named took no part there
    saying: str = ""  # the verb that opened the speech being told
    elsewhen: bool = False  # whether the sentence has turned to what lies further back, or ahead

    def is_elsewhen(self, day: DateMention) -> bool:
        """Whether a time is not that of the news: after the publication, weeks before it, 去年, a month of an earlier year."""
        if day.first is not None:
            return self.published is not None and not timedelta(0) <= self.published - day.first <= NEWS
        year = YEAR.match(day.text)
        earlier = year is not None and self.published is not None and int(year.group()) < self.published.year
        month = MONTH.fullmatch(day.text)
        past = month is not None and self.published is not None and int(month[1]) < self.published.month - 1
        return earlier or past or bool(PAST.match(day.text))

    # --- who

    def names(self, group: str) -> tuple[str, ...]:
        """The full names of the persons in a piece of skeleton, in order, once each."""
        found: list[str] = []
        for letter in re.findall(P, group):
            found += self._both() if letter == BOTH else [self.namings[ord(letter) - BASE].name]
        return tuple(dict.fromkeys(found))

    def _both(self) -> list[str]:
        """The two sides of the meeting told last, each by who is named first; nobody where there was none."""
        met = next((pair for draft in reversed(self.drafts) for pair in draft.freeze().met), ())
        return list(met)

    def subject_of(self, left: str) -> tuple[str, ...]:
        """The last group of names before a verb, else the subject in force where the clause leaves room for it."""
        groups = list(self.grammar.group.finditer(left))
        whole = OFFICE.sub("", left)
        if whole.count("，") > 1 and re.match(f"[^，]{{0,16}}{P}", whole) and not self.grammar.verb.search(whole):
            return self.names(whole)  # 甲，县领导乙、丙，丁，驻县单位负责人观看了开幕式
        if groups:
            return self.names(groups[-1].group())
        return self.subject if self.grammar.carries(left) else ()

    def company_of(self, left: str) -> re.Match[str] | None:
        """同李某, 与李某: the last group before a verb that a preposition brings in."""
        found = list(self.grammar.with_others.finditer(left))
        return found[-1] if found else None

    def note(self, piece: str, cue: Cue) -> None:
        """Keep why those in a piece of skeleton took no part there; the first reason of each is kept."""
        for name in self.names(piece):
            self.notes.setdefault(name, cue)

    # --- which event

    @property
    def live(self) -> list[Draft]:
        """The events that somebody can be at."""
        return [draft for draft in self.drafts if draft.type not in REMOTE_TYPES]

    def latest(self, *types: EventType) -> Draft | None:
        """The last event told of these types."""
        return next((draft for draft in reversed(self.drafts) if draft.type in types), None)

    def new(self, act: Act, place: str | None = None) -> Draft:
        """A new event of the verb's type, dated by its sentence."""
        draft = Draft(act.verb.type or "other", act.verb.word, act.sentence.span, place=place)
        return self.begun(draft, act)

    def begun(self, draft: Draft, act: Act) -> Draft:
        """The event, dated and told from here on."""
        self.date(draft, act)
        self.drafts.append(draft)
        if draft.type != "appointment":  # a session goes on after its decisions
            self.current = draft
        return draft

    def named(self, phrase: str, act: Act, fresh: bool = False) -> list[Draft]:
        """The events that a noun phrase means (第三次会议, 会见, 仪式): told already, or new.

        A `fresh` one is told as being held now; a phrase that names no happening means none.
        """
        kind, start, end = self.grammar.kind(phrase)
        if kind is None:
            return []
        if kind not in SESSION:
            same = [d for d in self.drafts if d.type == kind or {d.type, kind} <= {"inspection", "condolence"}]
            return same if kind == "meeting" else same[-1:]
        name, noun = EDGE.sub("", phrase[:end]), phrase[start:end]
        generic = len(name) <= max(GENERIC, len(noun))
        near = self._near(kind, name, noun, fresh) if generic else None
        if near is not None:
            return [near]
        full = None if generic else self.words(act, name)
        for draft in reversed([d for d in self.drafts if d.type == kind]):
            if draft.name is None or alike(draft.name, name):
                if full is not None and len(name) > len(draft.name or ""):
                    draft.name = full
                return [draft]
        return [self.begun(Draft(kind, noun, act.sentence.span, name=full), act)]

    def _near(self, kind: EventType, name: str, noun: str, fresh: bool) -> Draft | None:
        """The session told last that a name without a name of its own (座谈会, 开幕式) may mean."""
        whole = name in self.grammar.session
        near = next((d for d in reversed(self.drafts) if d.type in SESSION and (whole or d.type == kind)), None)
        return near if near is not None and (whole or not fresh or near.trigger == noun) else None

    def words(self, act: Act, piece: str) -> str | None:
        """The words of the report that a piece of an act's clause stands for; None where it stands in another clause."""
        at = (act.left + act.verb.word + act.right).find(piece)
        if at < 0:
            return None
        return self.written(act.clause, at, at + len(piece))

    def written(self, clause: Clause, start: int, end: int) -> str:
        """The words of the report that characters start to end of a clause's skeleton stand for, without blanks."""
        stop = clause.places[end] if end < len(clause.places) else clause.span.end
        return "".join(self.text[clause.places[start] : stop].split())

    # --- when and where

    def date(self, draft: Draft, act: Act) -> None:
        """Date an event: the day told in the sentence; 随后 and its like take over the day of the event before."""
        if self.day is not None:
            draft.vague = self.day.first is None
            if self.day.last is None:
                draft.date = self.day.first
            # A tour's days are not those of its parts; but a visit has the days of the session that it is made for.
            elif draft.type == "visit" or not any(d.evidence == draft.evidence for d in self.drafts):
                draft.date, draft.date_end = self.day.first, self.day.last
        elif draft.type == "appointment" and self.current is not None and self.current.type == "conference":
            draft.date = self.current.date
        elif self.before is not None and (draft.type == "appointment" or not self.drafts):  # 4月1日，两家签署协议。甲签约。
            draft.date = self.before.first
        elif self.drafts and self.grammar.inherit.search(act.told):
            before = self.drafts[-1]
            draft.date = before.date if before.date_end is None else None

    def place_before(self, left: str) -> str | None:
        """在某地, 赴某地 right before a verb."""
        found = PLACE.search(self.grammar.manner.sub("", left))
        return BOUND.split(found["place"])[0] or None if found else None

    def place_after(self, right: str) -> str | None:
        """The place that a verb of going to see has as its object; 工作, 情况 are none."""
        found = re.match(r"(?:了|位于)?(?P<place>[^，。、；：并的]{2,20})", right.strip(HIDDEN))
        place = found["place"] if found else ""
        work = re.search(rf"[{DAY}{HIDDEN}]|{P}|工作|情况|落实|发展", place)
        return place if self.grammar.site.search(place) and not work else None


def group_in(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a pattern in which GROUP stands for a list of names, as the group `group`."""
    return re.search(pattern.replace("GROUP", f"(?P<group>{GROUP})"), text)
