"""Joins what an encoder read to what the rules marked.

A name is what the encoder read as one. Where the rules mark it too they say where it stands, since they mark a name
wherever it occurs in a report; where they do not it has to be made like a name. Titles with their owners and days are those
of the rules, which later stages are fitted to; organisations and places elsewhere are the encoder's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from tracker import lexicon
from tracker.tag.orgs import without_overlap
from tracker.tag.rules import RULES
from tracker.tag.weigh import Model
from tracker.text import fold
from tracker.types import Span

GIVEN = -1.2  # log odds of a given name's characters below which a reading needs a second occurrence
MODEL = "model"  # the key in doc.spans of what the encoder read
Labelled = tuple[Span, str]


class OfficialJoin:
    """A spaCy component: `doc.ents` as an encoder left them, joined with the rules' spans of the same text."""

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[MODEL] = doc.ents
        read = [(Span(e.start_char, e.end_char), e.label_) for e in doc.ents]
        rules = [(Span(s.start_char, s.end_char), s.label_) for s in doc.spans.get(RULES, ())]
        spans = [doc.char_span(span.start, span.end, label) for span, label in self.joined(fold(doc.text), rules, read)]
        doc.ents = [span for span in spans if span is not None]
        return doc

    @cached_property
    def model(self) -> Model:
        """What the lexicon knows of names."""
        return Model(lexicon.load())

    def joined(self, text: str, rules: Iterable[Labelled], read: Iterable[Labelled]) -> list[Labelled]:
        """One reading of `text` from two, in order, never overlapping."""
        marked = list(rules)
        seen = [(_trimmed(text, span), label) for span, label in read if not text.startswith("族", span.end)]  # 布依族
        count = Counter(span.of(text) for span, label in seen if label == "PERSON")
        known = [(span, label) for span, label in marked if label == "PERSON" and span.of(text) in count]
        ends = {span.end for span, label in marked if label == "TITLE"}
        titled = {span.of(text) for span, label in seen if label == "PERSON" and span.start in ends}
        listed = {span.of(text) for span, label in seen if label == "PERSON" and (
            "、" in (text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]))}
        names = {form for form in count if self.plausible(form.replace(" ", ""), count[form], form in titled, form in listed)}
        others = [(span, label) for span, label in seen if label == "PERSON" and span.of(text) in names]
        titles, dates = ([entry for entry in marked if entry[1] == label] for label in ("TITLE", "DATE"))
        starts = {span.start for span, _ in titles}
        owners = [entry for entry in marked if entry[1] in ("ORG", "LOC") and entry[0].end in starts]
        bodies = [entry for entry in seen if entry[1] in ("ORG", "LOC")]
        return without_overlap([known, others, titles, dates, owners, bodies])

    def plausible(self, name: str, count: int, titled: bool = False, listed: bool = False) -> bool:
        """Whether something read as a name `count` times is made like one; a title before it or a list around it speak for it."""
        model, words = self.model, self.model.lexicon
        if len(name) < 2 or not re.search(r"[\u4e00-\u9fffA-Za-z]", name) or name in words.words("boundaries", "no_name"):
            return False
        if not titled and (name in model.never or name in words.places):
            return False
        if "·" in name or "-" in name:
            return True
        if sum(c in words.transliteration for c in name) >= (0.75 if len(name) > 2 else 1) * len(name):
            return True
        surname = name[:2] if len(name) > 2 and name[:2] in words.surnames else name[:1]
        if surname in words.surnames and len(name) <= len(surname) + 2:
            return titled or listed or model.given(name[len(surname) :]) > GIVEN
        return count > 1 or (titled and bool(re.fullmatch("[\u4e00-\u9fff]{2,5}", name)))


def _trimmed(text: str, span: Span) -> Span:
    """A name without the first half of 一同, 一道, 一起."""
    cut = text[span.end - 1 : span.end + 1] in ("一同", "一道", "一起") and span.end - span.start > 2
    return Span(span.start, span.end - cut)


@Language.factory("official_join", assigns=["doc.ents"], requires=["doc.ents", "doc.spans"])
def make_join(nlp: Language, name: str) -> OfficialJoin:
    """The component for `nlp.add_pipe("official_join")`, after `official_tagger` and an encoder."""
    return OfficialJoin()
