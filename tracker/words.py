"""Words of Chinese text, for search, keywords and counts; people are found in characters, never in words.

The segmenter is spacy-pkuseg with the model of models/zh_words. Nothing is ever downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Protocol

from tracker.errors import InputError
from tracker.text import sentences

_FILES = ("features.msgpack", "weights.npz")
# in an installed package beside this file, in a checkout where it is trained
_PLACES = (Path(__file__).parent / "models" / "zh_words", Path(__file__).parents[1] / "models" / "zh_words" / "model")
_REMEDY = "install tracker again, or train the model with models/zh_words/train.py"


class _Segmenter(Protocol):
    def cut(self, txt: str) -> list[str]: ...


def model_folder() -> Path:
    """The folder of the segmenter's model, as spaCy's option `pkuseg_model` wants it; InputError where there is none."""
    for folder in _PLACES:
        if all((folder / name).is_file() for name in _FILES):
            return folder
    raise InputError(f"no model of the word segmenter; {_REMEDY}", _PLACES[-1])


@cache
def _load(folder: Path) -> _Segmenter:
    """The segmenter, read once."""
    from spacy_pkuseg import pkuseg  # takes half a second, and few runs want words

    try:
        segmenter: _Segmenter = pkuseg(str(folder), user_dict=None)
    except Exception as error:  # a broken file makes zip, numpy, msgpack and pkuseg raise kinds of their own
        raise InputError(f"the model of the word segmenter cannot be read; {_REMEDY} ({error})", folder) from error
    return segmenter


def segment(text: str, names: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Start and end of every word of `text` in order, in characters; blanks are in no word, every other character in one.

    Wherever one of `names` stands it is a word, the longest first; only a name may have a blank inside (王 芳). A word
    never reaches over a line end or a blank else. Raises InputError where the model is missing or broken.
    """
    segmenter = _load(model_folder())
    found: list[tuple[int, int]] = []
    for start, end, whole in _pieces(text, names):
        if whole:
            found.append((start, end))
            continue
        at = start
        for word in segmenter.cut(text[start:end]):
            found.append((at, at + len(word)))
            at += len(word)
    return found


def words(text: str, names: Iterable[str] = ()) -> list[str]:
    """The words of `text` in order, as `segment` finds them."""
    return [text[start:end] for start, end in segment(text, names)]


def _pieces(text: str, names: Iterable[str]) -> Iterator[tuple[int, int, bool]]:
    """What stands without a blank in one sentence, and the names (True), in order."""
    known = sorted({name.strip() for name in names} - {""}, key=lambda name: (-len(name), name))
    at = 0
    for match in re.finditer("|".join(map(re.escape, known)), text) if known else ():
        yield from _runs(text, at, match.start())
        yield match.start(), match.end(), True
        at = match.end()
    yield from _runs(text, at, len(text))


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The runs of characters between blanks and sentence ends in a part of `text`."""
    part = text[start:end]
    for sentence in sentences(part):
        for match in re.finditer(r"\S+", sentence.of(part)):
            offset = start + sentence.start
            yield offset + match.start(), offset + match.end(), False
