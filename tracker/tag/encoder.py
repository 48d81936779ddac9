"""The spaCy component that runs the trained encoder: characters in, spans of five labels out, no torch.

A text is cut into windows at the ends of sentences; a sentence too long for one window is cut with an overlap, and of
the overlap each window keeps the half that has more text around it. So every character is read once, whatever comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import ensure_path, from_disk, to_disk

from tracker.errors import InputError
from tracker.text import sentences

LABELS = ("PERSON", "TITLE", "ORG", "LOC", "DATE")
START, END, PADDING, UNKNOWN = range(4)
WIDTH = 384  # numbers that a layer holds of each character
MOST_STATES = 50_000  # characters of a text whose states are kept: 75 MB
Scores = NDArray[np.float32]
Labelled = tuple[int, int, str]


class Vocabulary:
    """The rows of the characters: four marks, then one row a character."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self.rows = {char: row for row, char in enumerate(characters, 4)}

    def ids(self, text: str) -> list[int]:
        """One row number for each character of `text`."""
        rows, blank = self.rows, self.rows.get(" ", UNKNOWN)
        return [rows[char] if char in rows else blank if char.isspace() else UNKNOWN for char in text]


def _transitions() -> tuple[Scores, Scores]:
    """What may come first and what may follow what: an I- only after the B- or I- of its label."""
    size = 1 + 2 * len(LABELS)
    first, after = np.zeros(size, np.float32), np.zeros((size, size), np.float32)
    for inside in range(2, size, 2):
        first[inside] = -1e9
        after[:, inside] = -1e9
        after[[inside - 1, inside], inside] = 0.0
    return first, after


FIRST, AFTER = _transitions()


def decode(scores: Scores) -> list[Labelled]:
    """The spans of the best lawful sequence of tags: (start, end, label) in order."""
    if not len(scores):
        return []
    return spans_of(best_tags(scores))


def best_tags(scores: Scores) -> list[int]:
    """The lawful sequence of tags with the highest sum of scores."""
    greedy = scores.argmax(-1)
    if _lawful(greedy):
        return [int(tag) for tag in greedy]
    total, back = FIRST + scores[0], []
    for row in scores[1:]:
        ways = total[:, None] + AFTER
        back.append(ways.argmax(0))
        total = ways.max(0) + row
    tags = [int(total.argmax())]
    for step in reversed(back):
        tags.append(int(step[tags[-1]]))
    return tags[::-1]


def _lawful(tags: NDArray[np.int64]) -> bool:
    inside = (tags > 0) & (tags % 2 == 0)
    before = np.concatenate([[0], tags[:-1]])
    return not bool((inside & (before != tags) & (before != tags - 1)).any())


def spans_of(tags: Iterable[int]) -> list[Labelled]:
    """The spans of a lawful sequence of tags: 0 is O, odd numbers begin, even ones go on."""
    spans: list[Labelled] = []
    start, label, at = -1, "", -1
    for at, tag in enumerate(tags):
        if start >= 0 and (tag == 0 or tag % 2):
            spans.append((start, at, label))
            start = -1
        if tag % 2:
            start, label = at, LABELS[tag // 2]
    if start >= 0:
        spans.append((start, at + 1, label))
    return spans


Window = tuple[int, int, int, int]  # the characters read (start, end), and of them those whose scores are kept


def blocks(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Pieces of whole sentences that cover `text` without a gap; only a single sentence may be longer than `longest`."""
    start = end = 0
    for sentence in sentences(text):
        if sentence.end - start > longest and end > start:
            yield start, end
            start = end
        end = sentence.end
    if start < len(text):
        yield start, len(text)


def windows(start: int, end: int, longest: int) -> Iterator[Window]:
    """What to read of one block: all of it, or windows that overlap by a quarter."""
    overlap, at = longest // 4, start
    while end - at > longest:
        yield at, at + longest, at if at == start else at + overlap // 2, at + longest - (overlap - overlap // 2)
        at += longest - overlap
    yield at, end, at if at == start else at + overlap // 2, end


class OfficialEncoder:
    """Marks PERSON, TITLE, ORG, LOC and DATE in `doc.ents` by a small transformer; every token must be one character."""

    def __init__(self, threads: int = 1, window: int = 120, batch: int = 8) -> None:
        if not 16 <= window <= 250:
            raise InputError(f"window is {window}; the encoder reads 16 to 250 characters at a time")
        self.settings: dict[str, Any] = {"window": window}
        self.threads, self.batch = threads, batch
        self.vocabulary, self.model = Vocabulary(""), b""

    @cached_property
    def session(self) -> Any:
        """The running model: `ids` (batch, length) to `scores` (batch, length, tags)."""
        import onnxruntime  # only here, so that the rules alone need no onnxruntime

        if not self.model:
            raise InputError("official_encoder holds no model; load a pipeline that was trained: spacy.load(FOLDER)")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self.threads, 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(self.model, options, providers=["CPUExecutionProvider"])

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """The documents in order, read `batch_size` at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            for doc, (spans, states) in zip(batch, self.read([doc.text for doc in batch]), strict=True):
                found = [doc.char_span(start, end, label) for start, end, label in spans]
                doc.ents = [span for span in found if span is not None]
                if states is not None:
                    doc.tensor = states  # type: ignore[assignment]  # spaCy says float64 and takes any
                yield doc

    def entities(self, texts: list[str]) -> list[list[Labelled]]:
        """The spans of each text: (start, end, label) in order, never overlapping."""
        return [spans for spans, _ in self.read(texts)]

    def read(self, texts: list[str]) -> list[tuple[list[Labelled], Scores | None]]:
        """The spans of each text, and of each character what an inner layer makes of it (characters, 384).

        None in the place of the latter where the model does not give it out, or the text is longer than MOST_STATES.
        """
        longest = self.settings["window"]
        parts = [list(blocks(text, longest)) for text in texts]
        jobs = [
            (number, window) for number, text in enumerate(texts) for part in parts[number] for window in windows(*part, longest)
        ]
        size = 1 + 2 * len(LABELS)
        scores = [np.zeros((len(text), size), np.float32) for text in texts]
        states: list[Scores | None] = [None] * len(texts)
        jobs.sort(key=lambda job: job[1][1] - job[1][0])
        for at in range(0, len(jobs), self.batch):
            self._read(texts, jobs[at : at + self.batch], scores, states)
        return [
            ([span for a, b in part for span in _trimmed(text, a, decode(table[a:b]))], inner)
            for text, part, table, inner in zip(texts, parts, scores, states, strict=True)
        ]

    def _read(
        self, texts: list[str], jobs: list[tuple[int, Window]], scores: list[Scores], states: list[Scores | None]
    ) -> None:
        """Scores the windows of one batch and keeps of each what it reads best."""
        longest = max(end - start for _, (start, end, _, _) in jobs)
        ids = np.full((len(jobs), longest + 2), PADDING, np.int64)
        for row, (number, (start, end, _, _)) in enumerate(jobs):
            ids[row, : end - start + 2] = [START, *self.vocabulary.ids(texts[number][start:end]), END]
        read, *inner = self.session.run(None, {"ids": ids})
        for row, (number, (start, _, first, last)) in enumerate(jobs):
            scores[number][first:last] = read[row, 1 + first - start : 1 + last - start]
            if inner and len(texts[number]) <= MOST_STATES:
                table = states[number]
                if table is None:
                    table = states[number] = np.zeros((len(texts[number]), WIDTH), np.float32)
                table[first:last] = inner[0][row, 1 + first - start : 1 + last - start]

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The model, its characters and settings."""
        packed: bytes = srsly.msgpack_dumps(
            {"settings": self.settings, "characters": self.vocabulary.characters, "model": self.model}
        )
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> OfficialEncoder:
        """This component with what `to_bytes` wrote."""
        read = srsly.msgpack_loads(data)
        return self._filled(read["settings"], read["characters"], read["model"])

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes a folder: model.onnx, characters.txt, settings.json."""
        writers: dict[str, Callable[[Path], Any]] = {
            "model.onnx": lambda file: file.write_bytes(self.model),
            "characters.txt": lambda file: file.write_bytes(self.vocabulary.characters.encode()),
            "settings.json": lambda file: srsly.write_json(file, self.settings),
        }
        to_disk(ensure_path(path), writers, exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> OfficialEncoder:
        """This component with the folder that `to_disk` wrote; raises InputError where a file is missing."""
        folder = Path(path)
        read: dict[str, Any] = {}
        readers: dict[str, Callable[[Path], Any]] = {
            "model.onnx": lambda file: read.update(model=file.read_bytes()),
            "characters.txt": lambda file: read.update(characters=file.read_bytes().decode()),
            "settings.json": lambda file: read.update(settings=srsly.read_json(file)),
        }
        for name in readers:
            if not (folder / name).is_file():
                raise InputError("the encoder's file is missing; package or download the model again", folder / name)
        from_disk(folder, readers, exclude)
        return self._filled(read["settings"], read["characters"], read["model"])

    def _filled(self, settings: dict[str, Any], characters: str, model: bytes) -> OfficialEncoder:
        self.settings, self.vocabulary, self.model = settings, Vocabulary(characters), model
        self.__dict__.pop("session", None)
        return self


def _trimmed(text: str, offset: int, spans: Iterable[Labelled]) -> Iterator[Labelled]:
    """The spans moved by `offset`, without blanks at their ends."""
    for start, end, label in spans:
        word = text[offset + start : offset + end]
        first, last = len(word) - len(word.lstrip()), len(word.rstrip())
        if first < last:
            yield offset + start + first, offset + start + last, label


def make_encoder(nlp: Language, name: str, threads: int, window: int, batch: int) -> OfficialEncoder:
    """The component for `nlp.add_pipe("official_encoder")`; it needs `from_disk` before it can read."""
    return OfficialEncoder(threads, window, batch)


Language.factory(
    "official_encoder",
    assigns=["doc.ents"],
    func=make_encoder,
    default_config={"threads": 1, "window": 120, "batch": 8},
)
