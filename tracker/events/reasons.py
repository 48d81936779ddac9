"""Why each claim of a report is made, and how likely it is right: what decided it, and the signs that its score adds up."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.confidence import Kind, score
from tracker.events.drafts import Cue
from tracker.events.revise import Revision, together
from tracker.lexicon import Lexicon
from tracker.types import Attendance, Event, Naming, Participation, Person, Post, Reason, RoleClaim, Roles, Span

FEW = 5  # participants; more are a long list
OFTEN = 3  # namings
EDGES, BANDS = (-3.0, -1.0, 1.0, 3.0), ("far below", "below", "even", "above", "far above")  # log odds of having been there


@dataclass
class Weighing:
    """One report's people and events with their reasons."""

    text: str
    roles: Roles
    lexicon: Lexicon
    namings: Mapping[str, Sequence[Naming]] = field(init=False)
    claims: Mapping[str, Mapping[Post, RoleClaim]] = field(init=False)

    def __post_init__(self) -> None:
        namings: dict[str, list[Naming]] = defaultdict(list)
        for naming in self.roles.namings:
            namings[naming.name].append(naming)
        claims: dict[str, dict[Post, RoleClaim]] = defaultdict(dict)
        for claim in self.roles.claims:
            claims[claim.name].setdefault(claim.post, claim)
        self.namings, self.claims = namings, claims

    # --- events

    def event(self, event: Event) -> Event:
        """The event with the scores of what it claims."""
        count = len(event.participants)
        size = "of one" if count == 1 else "of two" if count == 2 else "of few" if count <= FEW else "of many"
        about = (f"type {event.type}", "dated" if event.date else "undated", size)
        parts = tuple(self._participation(part, about) for part in event.participants)
        first = parts[0].reasons[0]
        named = "all named there" if all("named there" in part.reasons[0].signs for part in parts) else "some carried over"
        reason = Reason(first.rule, event.trigger, event.evidence)
        return replace(event, participants=parts, reason=self._reason("event", reason, (*first.signs, named)))

    def _participation(self, part: Participation, about: Sequence[str]) -> Participation:
        known = self.about_person(part.name)
        reasons = []
        for role, reason in zip(part.roles, part.reasons, strict=True):
            there = "named there" if self._named_in(part.name, reason.evidence) else "carried over"
            signs = (f"rule {reason.rule}", f"role {role}", there, *about, *known)
            reasons.append(replace(reason, signs=signs, score=score("participation", signs, self.lexicon)))
        return replace(part, reasons=tuple(reasons))

    def _named_in(self, name: str, sentence: Span) -> bool:
        return any(naming.mention.span in sentence for naming in self.namings[name])

    # --- people

    def about_person(self, name: str) -> tuple[str, ...]:
        """Signs of the name: who marked it, how often it stands there, whether a post stands with it, what the model thinks."""
        namings = self.namings[name]
        by = Counter(naming.mention.by or "rules" for naming in namings).most_common(1)[0][0]
        times = "named once" if len(namings) == 1 else "named twice" if len(namings) < OFTEN else "named often"
        shape = "foreign" if "·" in name or len(name) > 4 else "of two" if len(name) == 2 else "of three or four"
        weighed = [naming.mention.odds for naming in namings if naming.mention.odds is not None]
        odds = f"odds {BANDS[bisect(EDGES, together(weighed).present)]}" if weighed else "odds unknown"
        return f"by {by}", times, "with a post" if self.claims.get(name) else "without a post", f"name {shape}", odds

    def people(self, events: Sequence[Event], notes: Mapping[str, Cue], second: Revision) -> list[Person]:
        """Every person once, in the order first named."""
        took: dict[str, list[tuple[Event, Participation]]] = defaultdict(list)
        for event in events:
            for part in event.participants:
                took[part.name].append((event, part))
        there = {part.name for event in events for part in event.participations_there}
        people = []
        for name, namings in self.namings.items():
            signed = all(naming.byline for naming in namings) or name in second.signed
            present = name in there or name in second.present
            attendance: Attendance = "byline" if signed else "present" if present else "mentioned"
            claims = self.claims.get(name, {})
            people.append(Person(
                name, attendance, tuple(claims), tuple(naming.mention for naming in namings), None,
                self._naming(name), self._attendance(name, attendance, took[name], second.present if present else notes),
                tuple(self._post(claim) for claim in claims.values())))
        return people

    def _naming(self, name: str) -> Reason:
        first = self.namings[name][0].mention
        signs = self.about_person(name)
        return Reason(first.by or "rules", first.text, first.span, signs, score("person", signs, self.lexicon))

    def _post(self, claim: RoleClaim) -> Reason:
        signs = (f"org {claim.rule}", *self.about_person(claim.name))
        return Reason(claim.rule, claim.span.of(self.text), claim.span, signs, score("post", signs, self.lexicon))

    def _attendance(self, name: str, attendance: Attendance, took: Sequence[tuple[Event, Participation]],
                    notes: Mapping[str, Cue]) -> Reason:
        first = self.namings[name][0].mention
        if attendance == "byline":
            return Reason("byline", first.text, first.span)
        if attendance == "present":
            cue = notes.get(name)
            if cue is not None:
                seen = Reason(cue.rule, cue.words, cue.evidence)
                return self._reason("present", seen, (f"rule {cue.rule}", *self.about_person(name)))
            reasons = [reason for event, part in took if part in event.participations_there for reason in part.reasons]
            best = max(reasons, key=lambda reason: reason.score)
            often = "in several events" if len(took) > 1 else "in one event"
            return self._reason("present", best, (*best.signs, often))
        remote = next((part.reasons[0] for _, part in took), None)
        cue = notes.get(name)
        plain = remote or (Reason(cue.rule, cue.words, cue.evidence) if cue else Reason("no deed", first.text, first.span))
        return self._reason("mentioned", plain, (f"rule {plain.rule}", *self.about_person(name)))

    def _reason(self, kind: Kind, plain: Reason, signs: tuple[str, ...]) -> Reason:
        return replace(plain, signs=signs, score=score(kind, signs, self.lexicon))
