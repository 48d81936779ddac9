"""Search over all that the store holds, answered as pandas frames with the words that were found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from tracker import text
from tracker.expression import AllOf, Expression, Not, OneOf, Term, parse
from tracker.store import Gathering, Seen, Store
from tracker.text import squeeze
from tracker.types import Span

EVENT_COLUMNS = ("date", "date_end", "type", "event", "place", "people", "headline", "source", "report", "evidence", "event_id")
REPORT_COLUMNS = ("published", "headline", "source", "report", "attended", "mentioned", "events", "evidence")


def events(store: Store, words: str) -> pd.DataFrame:
    """The events that a search expression (see `tracker.expression`) finds, one row each, in order of the day.

    Columns: `date` and `date_end` (datetime64, NaT where unknown), `type`, `event` (its name, else the verb), `place`, `people`
    (a tuple of the names of all who took part, in printed order), `headline`, `source`, `report` (its id as given), `evidence`
    (the sentence of the words looked for, else that of the event), `event_id`. InputError for an expression that cannot be read.
    """
    wanted = parse(words)
    told, sought = store.accounts(wanted), _words(wanted)
    texts = store.texts({one.report_id for one in told}) if sought else {}
    names = store.labels({id for one in told for id in one.people})
    found = {report: _sentence(body, sought) for report, body in texts.items()}
    said = store.telling([one.event for one in told if not found.get(one.report_id)])
    return _frame([_event(one, names, found.get(one.report_id) or said[one.event]) for one in told], EVENT_COLUMNS,
                  ("date", "date_end"))


def reports(store: Store, words: str) -> pd.DataFrame:
    """The reports that a search expression finds, one row each, in order of the day of publication.

    Columns: `published` (datetime64), `headline`, `source`, `report` (its id as given), `attended` and `mentioned` (tuples of the
    names as printed), `events` (how many the report tells), `evidence` (the sentence of the words looked for, else the first).
    """
    wanted = parse(words)
    found = store.reports(wanted)
    ids, sought = [report.id for report in found], _words(wanted)
    texts, counts = store.texts(ids), store.event_counts(ids)
    seen: dict[str, list[Seen]] = defaultdict(list)
    for one in store.seen(reports=ids):
        seen[one.report].append(one)
    rows = [{"published": report.published, "headline": report.headline, "source": report.source, "report": report.name,
             "attended": tuple(one.name for one in seen[report.id] if one.attendance == "present"),
             "mentioned": tuple(one.name for one in seen[report.id] if one.attendance == "mentioned"),
             "events": counts.get(report.id, 0),
             "evidence": _sentence(texts[report.id], sought) or _first(texts[report.id])} for report in found]
    return _frame(rows, REPORT_COLUMNS, ("published",))


def _event(told: Gathering, names: Mapping[str, str], evidence: str) -> dict[str, object]:
    return {"date": told.date, "date_end": told.date_end, "type": told.type, "event": told.name or told.trigger,
            "place": told.place, "people": tuple(names[id] for id in dict.fromkeys(told.people)), "headline": told.headline,
            "source": told.source, "report": told.report, "evidence": evidence, "event_id": told.event}


def _frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str], days: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    for column in days:
        frame[column] = pd.to_datetime(frame[column])
    return frame


def _words(expression: Expression) -> list[str]:
    """The words that are looked for in the text, and names, but not those that must not be there."""
    match expression:
        case Term(field, value):
            return [value] if field in ("text", "name", "attended", "org") else []
        case Not():
            return []
        case AllOf(parts) | OneOf(parts):
            return [word for part in parts for word in _words(part)]


def _sentence(body: str, sought: Sequence[str]) -> str:
    """The first sentence with most of the words; empty where none has one."""
    wanted, whole = [squeeze(word) for word in sought], squeeze(body)
    there = sum(word in whole for word in wanted)
    best, most = "", 0
    for span in _near(body, sought) if there else ():
        words = squeeze(span.of(body))
        held = sum(word in words for word in wanted)
        if held > most:
            best, most = span.of(body).strip(), held
            if most == there:  # none has more
                break
    return best


def _near(body: str, sought: Sequence[str]) -> Iterator[Span]:
    """The sentences in which the words stand as they are asked for, in order; where none does, all: a line end may part them."""
    places = sorted(match.start() for word in sought if word.strip() for match in re.finditer(re.escape(word.strip()), body))
    end = 0
    for place in places:
        if place >= end:
            found = text.sentence_at(body, place)
            yield found
            end = found.end
    if sought and not places:
        yield from text.sentences(body)


def _first(body: str) -> str:
    return next((span.of(body).strip() for span in text.sentences(body)), "")
