"""Reports and claims as objects and rows for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from tracker.types import Event, Extraction, Person, Reason, Resolution, Span


def report_object(extraction: Extraction) -> dict[str, Any]:
    """The report and what it says as one object of JSON: id, headline, published, source, text, people, events, met
    and mentions. Offsets count characters of the text, half open; days are ISO; scores lie between 0 and 1."""
    report = extraction.report
    return {
        "id": report.id, "headline": report.headline,
        "published": report.published.isoformat() if report.published else None,
        "source": report.source, "text": report.text,
        "people": [_person(person) for person in extraction.people],
        "events": [_event(event) for event in extraction.events],
        "met": [list(pair) for pair in extraction.met],
        "mentions": [{"label": m.label, "start": m.start, "end": m.end, "text": m.text} for m in extraction.mentions]}


def _resolution(found: Resolution | None) -> dict[str, Any]:
    """Who the person is; nothing where nobody asked."""
    if found is None:
        return {}
    return {"resolution": {"status": found.status, "score": found.score, "reasons": list(found.reasons),
                           "candidates": list(found.candidates)}}


def _person(person: Person) -> dict[str, Any]:
    return {"name": person.name, "person_id": person.person_id, **_resolution(person.resolution), "score": _score(person.naming),
            "attendance": person.attendance, "why": _why(person.reason),
            "posts": [{"org": post.org, "title": post.title, "score": _score(reason)}
                      for post, reason in zip_longest(person.posts, person.post_reasons)],
            "mentions": [{"start": m.start, "end": m.end, "text": m.text} for m in person.mentions]}


def _event(event: Event) -> dict[str, Any]:
    return {"type": event.type, "date": event.date.isoformat() if event.date else None,
            "date_end": event.date_end.isoformat() if event.date_end else None, "place": event.place,
            "name": event.name, "trigger": event.trigger, "score": event.score,
            "evidence": {"start": event.evidence.start, "end": event.evidence.end},
            "participants": [{"name": part.name, "roles": list(part.roles), "score": part.score}
                             for part in event.participants]}


def _score(reason: Reason | None) -> float | None:
    return reason.score if reason else None


def _why(reason: Reason | None) -> dict[str, Any] | None:
    """What decided an attendance: the rule, its words, the sentence they stand in, the score."""
    if reason is None:
        return None
    return {"rule": reason.rule, "words": reason.words, "start": reason.evidence.start, "end": reason.evidence.end,
            "score": reason.score}


CLAIMS = ("report", "score", "claim", "who", "what", "rule", "words", "start", "end", "signs")


def claims(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    """Every claim of a report as a row of CLAIMS: its score, what is claimed of whom, and all that it rests on.

    `rule` is what decided it, `words` what it went by, `start` to `end` the sentence, `signs` what the score adds up.
    """
    for person in extraction.people:
        yield _claim(extraction, "person", (person.name, ""), person.naming)
        for post, reason in zip_longest(person.posts, person.post_reasons):
            yield _claim(extraction, "post", (person.name, f"{post.org or ''}/{post.title}"), reason)
        yield _claim(extraction, person.attendance, (person.name, ""), person.reason)
    for event in extraction.events:
        what = " ".join(filter(None, (event.type, str(event.date or ""), event.place, event.name)))
        yield _claim(extraction, "event", ("", what), event.reason)
        for part in event.participants:
            for role, reason in zip_longest(part.roles, part.reasons):
                yield _claim(extraction, role, (part.name, what), reason)


def _claim(extraction: Extraction, claim: str, subject: tuple[str, str], reason: Reason | None) -> tuple[str, ...]:
    known = reason or Reason("", "", Span(0, 0))
    row = (extraction.report.id, f"{known.score:.2f}", claim, *subject, known.rule, known.words,
           str(known.evidence.start), str(known.evidence.end), "; ".join(known.signs))
    return tuple(" ".join(cell.split()) for cell in row)
