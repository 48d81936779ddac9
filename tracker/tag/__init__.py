"""The tagging stage: a spaCy pipeline that marks PERSON, TITLE, ORG, LOC and DATE in `doc.ents`.

The tokens are characters, since names in this genre stick to titles and word segmenters cut them wrongly. Offsets are
characters of the text given. Nothing else in tracker knows spaCy.

`rules` is the grammars of the lexicon alone. `fast` and `accurate` are trained encoders; the same rules read beside them,
and `join` makes one reading of the two, whose people `odds` weighs: did this one take part?
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tracker.errors import InputError
from tracker.tag.join import MODEL
from tracker.tag.odds import odds_of
from tracker.tag.rules import RULES
from tracker.types import MODELS, Label, Mention

LONGEST = 20_000_000  # characters of one text; the rules need no more memory than the text itself
FOLDERS = {"accurate": "zh_official_news", "fast": "zh_official_news_fast"}
# in an installed package beside this one, in a checkout where they are trained
_PLACES = (Path(__file__).parents[1] / "models", Path(__file__).parents[2] / "models")


@cache
def load(model: str = "rules") -> Language:
    """The pipeline of that name: `rules`, `fast`, `accurate`, or the folder of one that you trained.

    InputError where there is no such pipeline, or onnxruntime is not installed, which the trained ones run on.
    """
    if model == "rules":
        nlp = spacy.blank("zh")
        nlp.add_pipe("official_tagger")
    else:
        nlp = spacy.load(folder(model))
        nlp.add_pipe("official_tagger", first=True)
        nlp.add_pipe("official_join", after="official_encoder")
    nlp.max_length = LONGEST
    return nlp


def folder(model: str) -> Path:
    """The folder of a trained pipeline, for `spacy.load`: that of `fast` or `accurate`, or the one named itself."""
    places = [place / FOLDERS[model] for place in _PLACES] if model in FOLDERS else [Path(model)]
    for place in places:
        if (place / "config.cfg").is_file():
            return place
    raise InputError(f"no trained tagger; the names are {', '.join(MODELS)}, or the folder of a spaCy pipeline", places[-1])


def mentions(nlp: Language, text: str) -> tuple[Mention, ...]:
    """The mentions of a text in order: label, offsets, the characters themselves, who marked them, the odds of people."""
    return marked(nlp(text))


def marked(doc: Doc) -> tuple[Mention, ...]:
    """The mentions of a document that a pipeline of `load` has read."""
    text = doc.text
    weighed = odds_of(doc)
    read = {by: {(s.start, s.end, s.label_) for s in doc.spans.get(by, ())} for by in (RULES, MODEL)}
    return tuple(
        Mention(e.start_char, e.end_char, cast(Label, e.label_), text[e.start_char : e.end_char],
                "+".join(by for by, spans in read.items() if (e.start, e.end, e.label_) in spans),
                weighed.get((e.start_char, e.end_char))) for e in doc.ents)
