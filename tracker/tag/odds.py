"""The spaCy component that weighs who took part: of every person in `doc.ents` the odds of having been at what is told.

It sees the person as the encoder does, by the states of an inner layer (`doc.tensor`): the means over the name, its
clause, its sentence, what stands right before and behind, how the report opens, and the whole of it. A small recurrent network
reads the people of a report in order, so that each is weighed among the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import ensure_path, from_disk, to_disk

from tracker.errors import InputError
from tracker.types import EventType, Odds, Role

ODDS = "odds"  # the key in doc.spans of the people, whose attribute of the same name holds a row of numbers for each
TYPES: tuple[EventType, ...] = get_args(EventType)
ROLES: tuple[Role, ...] = get_args(Role)
OUTPUTS = (*TYPES, *ROLES, "present", "byline")
CLAUSE, SENTENCE = re.compile("[，。！？；\n]"), re.compile("[。！？；\n]")
# characters: the longest half of a clause and of a sentence; beside a name; at the beginning of a report
NEAR, WIDE, SIDE, OPENING = 120, 300, 25, 120
Table = NDArray[np.float32]


def pooled(text: str, states: Table, people: Sequence[tuple[int, int]]) -> Table:
    """What is known of each person (start, end) of a text: nine means of its characters' states, side by side."""
    sums = np.zeros((len(states) + 1, states.shape[1]))
    np.cumsum(states, axis=0, dtype=np.float64, out=sums[1:])
    rows = np.zeros((len(people), len(_around(text, 0, 0)), states.shape[1]), np.float32)
    for row, (start, end) in enumerate(people):
        for place, (a, b) in enumerate(_around(text, start, end)):
            if a < b:
                rows[row, place] = (sums[b] - sums[a]) / (b - a)
    return rows.reshape(len(people), -1)


def _around(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    length = len(text)
    return (
        (start, end),
        _within(text, start, end, CLAUSE, NEAR),
        _within(text, start, end, SENTENCE, WIDE),
        (max(0, start - 1), start),
        (end, min(length, end + 1)),
        (end, min(length, end + SIDE)),
        (max(0, start - SIDE), start),
        (0, length),
        (0, min(length, OPENING)),
    )


def _within(text: str, start: int, end: int, mark: re.Pattern[str], most: int) -> tuple[int, int]:
    """The piece around start to end that lies between two marks, on each side at most `most` characters."""
    low, high = max(0, start - most), min(len(text), end + most)
    before = [found.end() for found in mark.finditer(text, low, start)]
    after = mark.search(text, end, high)
    return (before[-1] if before else low), (after.start() if after else high)


def as_odds(row: Sequence[float]) -> Odds:
    """A row of the numbers of OUTPUTS under their names."""
    kinds, roles = len(TYPES), len(TYPES) + len(ROLES)
    return Odds(dict(zip(TYPES, row[:kinds], strict=True)), dict(zip(ROLES, row[kinds:roles], strict=True)), row[-2], row[-1])


class OfficialOdds:
    """Puts the people of `doc.ents` into `doc.spans["odds"]`, whose attribute `odds` has a row of OUTPUTS for each."""

    def __init__(self, threads: int = 1) -> None:
        self.threads, self.model = threads, b""

    @cached_property
    def session(self) -> Any:
        """The running model: `people` (number, width) to `odds` (number, outputs)."""
        import onnxruntime  # only here, so that the rules alone need no onnxruntime

        if not self.model:
            raise InputError("official_odds holds no model; load a pipeline that was trained: spacy.load(FOLDER)")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self.threads, 1
        return onnxruntime.InferenceSession(self.model, options, providers=["CPUExecutionProvider"])

    def __call__(self, doc: Doc) -> Doc:
        people = [span for span in doc.ents if span.label_ == "PERSON"]
        if people and len(doc.tensor):
            known = pooled(doc.text, np.asarray(doc.tensor, np.float32), [(span.start_char, span.end_char) for span in people])
            rows = self.session.run(None, {"people": known})[0]
            doc.spans[ODDS] = SpanGroup(doc, name=ODDS, spans=people, attrs={ODDS: rows.astype(float).round(3).tolist()})
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The model."""
        packed: bytes = srsly.msgpack_dumps({"model": self.model})
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> OfficialOdds:
        """This component with what `to_bytes` wrote."""
        return self._filled(srsly.msgpack_loads(data)["model"])

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes a folder with model.onnx."""
        writers: dict[str, Callable[[Path], Any]] = {"model.onnx": lambda file: file.write_bytes(self.model)}
        to_disk(ensure_path(path), writers, exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> OfficialOdds:
        """This component with the folder that `to_disk` wrote; raises InputError where the file is missing."""
        file, read = Path(path) / "model.onnx", dict[str, bytes]()
        if not file.is_file():
            raise InputError("the model's file is missing; package or download the model again", file)
        from_disk(Path(path), {"model.onnx": lambda found: read.update(model=found.read_bytes())}, exclude)
        return self._filled(read["model"])

    def _filled(self, model: bytes) -> OfficialOdds:
        self.model = model
        self.__dict__.pop("session", None)
        return self


def odds_of(doc: Doc) -> dict[tuple[int, int], Odds]:
    """The odds of each person that was weighed, by the offsets of the name; empty where none were."""
    group = doc.spans.get(ODDS)
    if group is None:
        return {}
    spans: list[Span] = list(group)
    return {(s.start_char, s.end_char): as_odds(row) for s, row in zip(spans, group.attrs[ODDS], strict=True)}


def make_odds(nlp: Language, name: str, threads: int) -> OfficialOdds:
    """The component for `nlp.add_pipe("official_odds")`; it needs `from_disk` before it can weigh."""
    return OfficialOdds(threads)


Language.factory(
    "official_odds", requires=["doc.ents", "doc.tensor"], assigns=["doc.spans"], func=make_odds, default_config={"threads": 1})
