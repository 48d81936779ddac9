"""From the text of a report to who took part in what: the stages in their order."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker import events, roles, tag
from tracker.confidence import at_least
from tracker.types import DEFAULT_MODEL, Extraction, Report

if TYPE_CHECKING:
    from spacy.language import Language


class Extractor:
    """Calls the stages on one report after another; holds the loaded tagger."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def __call__(self, report: Report) -> Extraction:
        """All that `report` says: people with posts and attendance, events, mentions."""
        mentions = tag.mentions(self.nlp, report.text)
        return events.find(report, mentions, roles.bind(report.text, mentions))


@lru_cache(maxsize=1)
def extractor(model: str = DEFAULT_MODEL) -> Extractor:
    """The extractor with a tagger of `tracker.tag.load`, loaded once."""
    return Extractor(tag.load(model))


def reader(model: str = DEFAULT_MODEL, min_score: float = 0.0) -> Callable[[Report], Extraction]:
    """What extracts with this tagger and leaves out participations with a score under `min_score`."""
    extract = extractor(model)
    return lambda report: at_least(extract(report), min_score)
