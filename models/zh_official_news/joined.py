"""Extracts from reports with this pipeline's names, organisations and places joined to what the rules mark.

python joined.py MODEL REPORTS.jsonl > extracted.jsonl   (score it against data/gold as the output of `tracker extract`)

Names are those of the rules and, beside them, those of the model that are made like names; titles, their owners and days are
those of the rules; organisations and places elsewhere are those of the model.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import spacy

from tracker import events, lexicon, roles
from tracker.export import report_object
from tracker.pipeline import read_reports
from tracker.tag import OfficialTagger
from tracker.tag.orgs import without_overlap
from tracker.text import fold
from tracker.types import Mention, Span

GIVEN = -1.2  # log odds of a given name's characters below which a reading of the model needs a second occurrence


def plausible(tagger: OfficialTagger, name: str, count: int) -> bool:
    """Whether something read as a name once or `count` times is made like one."""
    model, words = tagger.names.model, tagger.names.model.lexicon
    if len(name) < 2 or name in model.never or name in words.places:
        return False
    if "·" in name or "-" in name:
        return True
    if len(name) > 2 and sum(c in words.transliteration for c in name) >= 0.75 * len(name):
        return True
    surname = name[:2] if len(name) > 2 and name[:2] in words.surnames else name[:1]
    if words.surnames.get(surname, 0) > 0 and len(name) <= len(surname) + 2:
        return model.given(name[len(surname) :]) > GIVEN
    return count > 1


def mentions(text: str, tagger: OfficialTagger, read: list[tuple[Span, str]]) -> tuple[Mention, ...]:
    """The mentions of `text`, from the rules and what the model `read`."""
    folded = fold(text)
    rules = tagger.entities(folded)
    names = [(span, label) for span, label in read if label == "PERSON"]
    count = Counter(span.of(folded) for span, _ in names)
    names = [entry for entry in names if plausible(tagger, (form := entry[0].of(folded)).replace(" ", ""), count[form])]
    titles = [entry for entry in rules if entry[1] == "TITLE"]
    starts = {span.start for span, _ in titles}
    owners = [entry for entry in rules if entry[1] in ("ORG", "LOC") and entry[0].end in starts]
    people, dates = ([entry for entry in rules if entry[1] == label] for label in ("PERSON", "DATE"))
    bodies = [entry for entry in read if entry[1] in ("ORG", "LOC")]
    joined = without_overlap([people, names, titles, dates, owners, bodies])  # type: ignore[list-item]
    return tuple(Mention(span.start, span.end, label, text[span.start : span.end]) for span, label in joined)


def main() -> None:
    nlp, tagger = spacy.load(sys.argv[1]), OfficialTagger(lexicon.load())
    for report in read_reports([Path(sys.argv[2])]):
        read = [(Span(ent.start_char, ent.end_char), ent.label_) for ent in nlp(report.text).ents]
        found = mentions(report.text, tagger, read)
        made = events.find(report, found, roles.bind(report.text, found))
        print(json.dumps(report_object(made), ensure_ascii=False))


if __name__ == "__main__":
    main()
