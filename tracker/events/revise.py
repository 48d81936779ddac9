"""What the rules read, looked at again by a trained model that weighs each mention of a person (`Mention.odds`).

The rules are exact where they know the words and blind where they do not; the model is the other way round. So whom it sees
there joins the event that is told where he is named, or was there without one. It takes nobody out and tells of no event that the
rules do not: measured on the developing reports, it is worse at both than they are. Without odds nothing changes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.events.drafts import Cue, Draft
from tracker.events.skeleton import Sentence
from tracker.events.story import Story
from tracker.types import REMOTE_TYPES, EventType, Naming, Odds, Role

SEEN, SEEN_ALONE = 1.5, 2.5  # log odds of having been there, at an event that is told or at none: 0.82 and 0.92
PLAYED = 0.0  # log odds from which somebody plays a role
SIGNED = 1.0  # log odds from which a name is that of a byline
NEAR = 300  # characters between an event and somebody who joins it
RULE = "model"
PLAY: Mapping[EventType, tuple[Role, ...]] = {
    "meeting": ("host", "guest", "attendee", "speaker", "chair"), "call": ("host", "guest"),
    "conference": ("chair", "attendee", "speaker", "host", "guest"), "inspection": ("lead", "accompany", "attendee", "host"),
    "visit": ("guest", "lead", "host", "accompany", "attendee"), "condolence": ("lead", "accompany", "attendee"),
    "ceremony": ("host", "guest", "chair", "attendee", "speaker"), "message": ("sender", "recipient"),
    "appointment": ("appointee",), "other": ("lead", "attendee", "speaker", "chair", "accompany", "host", "guest")}


@dataclass
class Revision:
    """The events of a report after the second look, and what the model says of people whom no event has."""

    drafts: list[Draft]
    present: dict[str, Cue] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)


def revise(story: Story, sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> Revision:
    """The drafts with whom the model adds, and who else was there."""
    by_name: dict[str, list[Naming]] = defaultdict(list)
    for naming in story.namings:
        if naming.mention.odds is not None:
            by_name[naming.name].append(naming)
    second = _Second(story, sentences, Revision(list(drafts)))
    for name, namings in by_name.items():
        second.look(name, namings)
    return second.result


def together(odds: Sequence[Odds]) -> Odds:
    """The log odds that at least one of several mentions says so: a smooth maximum."""
    first = odds[0]
    return Odds(
        {kind: _most(each.types[kind] for each in odds) for kind in first.types},
        {role: _most(each.roles[role] for each in odds) for role in first.roles},
        _most(each.present for each in odds), _most(each.byline for each in odds))


def _most(values: Iterable[float]) -> float:
    return math.log(sum(math.exp(2 * value) for value in values)) / 2


class _Second:
    def __init__(self, story: Story, sentences: Sequence[Sentence], result: Revision) -> None:
        self.story, self.sentences, self.result = story, sentences, result

    def look(self, name: str, namings: Sequence[Naming]) -> None:
        """Weigh one person."""
        odds = together([naming.mention.odds for naming in namings if naming.mention.odds is not None])
        there = [draft for draft in self.result.drafts if name in draft.roles and draft.type not in REMOTE_TYPES]
        if odds.byline > SIGNED and not there:
            self.result.signed.add(name)
        elif not there and odds.present > SEEN and not all(naming.byline for naming in namings):
            self._join(max(namings, key=lambda n: n.mention.odds.present if n.mention.odds else 0.0))

    def _join(self, naming: Naming) -> None:
        """Somebody was there: at what is told in the sentence that says so most clearly, or near it."""
        sentence = next(s for s in self.sentences if s.span.end > naming.mention.start)
        clause = next(c for c in sentence.clauses if c.span.end > naming.mention.start)
        cue = Cue(RULE, clause.span.of(self.story.text).strip(" \n，。；"), sentence.span)
        odds = naming.mention.odds
        assert odds is not None
        kinds = [kind for kind in PLAY if kind not in REMOTE_TYPES]
        draft = self._near(sentence, max(kinds, key=lambda kind: odds.types[kind]))
        if draft is not None:
            roles = [role for role in PLAY[draft.type] if odds.roles[role] > PLAYED]
            for role in roles or [max(PLAY[draft.type], key=lambda role: odds.roles[role])]:
                draft.add([naming.name], role, cue)
        elif odds.present > SEEN_ALONE:
            self.result.present[naming.name] = cue

    def _near(self, sentence: Sentence, kind: EventType) -> Draft | None:
        """The event told in that sentence, of that kind if there are several, or one of that kind not far from it."""
        drafts = [draft for draft in self.result.drafts if draft.roles and draft.type not in REMOTE_TYPES]
        here = [draft for draft in drafts if draft.evidence == sentence.span]
        if here:
            return next((draft for draft in here if draft.type == kind), here[-1])
        alike = [draft for draft in drafts if draft.type == kind]
        near = min(alike, key=lambda draft: abs(draft.evidence.start - sentence.span.start), default=None)
        if near is None or (len(alike) > 1 and abs(near.evidence.start - sentence.span.start) > NEAR):
            return None
        return near
