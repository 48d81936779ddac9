"""The rules as a spaCy component: the grammars of titles, names and organisations, joined into one reading.

They see a whole report and know closed lists. Another component may read the text too; what the rules marked stays in
`doc.spans["rules"]` for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from tracker import lexicon as lexicons
from tracker.dates import find_dates
from tracker.lexicon import Lexicon
from tracker.tag.names import Names
from tracker.tag.orgs import Organisations, without_overlap
from tracker.tag.titles import Titles
from tracker.text import fold
from tracker.types import Label, Span

RULES = "rules"  # the key in doc.spans


class OfficialTagger:
    """A spaCy component that marks entities by the grammars of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.titles, self.names, self.orgs = Titles(lexicon), Names(lexicon), Organisations(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        text = fold(doc.text)
        spans = [doc.char_span(span.start, span.end, label) for span, label in self.entities(text)]
        doc.ents = doc.spans[RULES] = [span for span in spans if span is not None]
        return doc

    def entities(self, text: str) -> list[tuple[Span, Label]]:
        """Labelled spans of a text, in order, never overlapping."""
        titles = self.titles.find(text)
        names = self.names.find(text, titles)
        inside = {i for span in names for i in range(span.start, span.end)}
        titles = [span for span in titles if not inside.intersection(range(span.start, span.end))]
        dates = [Span(d.start, d.end) for d in find_dates(text)]
        owners = list(self._owners(text, titles, [*titles, *names, *dates]))
        free = sorted([*names, *titles, *owners])
        return without_overlap([  # type: ignore[return-value]
            [(span, "PERSON") for span in names],
            [(span, "TITLE") for span in titles],
            [(span, "DATE") for span in dates],
            [(span, "LOC" if self.orgs.place.fullmatch(text[span.start : span.end]) else "ORG") for span in owners],
            [(span, "ORG") for span in self.orgs.find(text, free)],
            [(span, "LOC") for span in self.orgs.places(text)],
        ])

    def _owners(self, text: str, titles: Iterable[Span], taken: Iterable[Span]) -> Iterable[Span]:
        """What stands between the last joint and a title: the organisation or place that the title belongs to."""
        ends = sorted(span.end for span in taken)
        for title in titles:
            at = bisect_right(ends, title.start)
            floor = ends[at - 1] if at else 0
            joined = text[floor : title.start].lstrip("兼")
            owner = self.orgs.before(text, title.start, title.start - len(joined))
            if owner:
                yield owner


@Language.factory("official_tagger", default_config={"folder": None}, assigns=["doc.ents", "doc.spans"])
def make_tagger(nlp: Language, name: str, folder: str | None) -> OfficialTagger:
    """The component for `nlp.add_pipe("official_tagger")`; `folder` holds a lexicon of the user's own."""
    return OfficialTagger(lexicons.load(Path(folder)) if folder else lexicons.load())
