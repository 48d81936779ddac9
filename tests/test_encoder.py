"""The encoder component: windows, decoding and offsets, with a stand-in for the model that knows five characters."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.tag.encoder import AFTER, FIRST, OfficialEncoder, Vocabulary, best_tags, blocks, decode, spans_of, windows

TAGS = {"甲": 1, "乙": 2, "长": 3, "县": 5, "江": 7, "日": 9}  # B-PERSON, I-PERSON, B-TITLE, B-ORG, B-LOC, B-DATE
CHARACTERS = " 。" + "".join(TAGS)


class StandIn:
    """Scores each character by itself, and refuses what the real model could not read."""

    def run(self, _: object, feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        ids = feed["ids"]
        assert ids.shape[1] <= 256
        assert (ids[:, 0] == 0).all()
        scores = np.zeros((*ids.shape, 11), np.float32)
        for char, tag in TAGS.items():
            scores[ids == CHARACTERS.index(char) + 4, tag] = 5.0
        return [scores]


def encoder(**settings: object) -> OfficialEncoder:
    made = OfficialEncoder(**settings)  # type: ignore[arg-type]
    made.vocabulary, made.model = Vocabulary(CHARACTERS), b"a model"
    made.__dict__["session"] = StandIn()
    return made


def found(text: str, **settings: object) -> list[tuple[str, str]]:
    doc = spacy.blank("zh").make_doc(text)
    doc = encoder(**settings)(doc)
    return [(ent.text, ent.label_) for ent in doc.ents]


@pytest.mark.parametrize(("text", "expected"), [
    ("", []),
    ("甲", [("甲", "PERSON")]),
    ("县长甲乙", [("县", "ORG"), ("长", "TITLE"), ("甲乙", "PERSON")]),
    ("县长甲乙甲乙。", [("县", "ORG"), ("长", "TITLE"), ("甲乙", "PERSON"), ("甲乙", "PERSON")]),
    ("日，甲乙到江。", [("日", "DATE"), ("甲乙", "PERSON"), ("江", "LOC")]),
    ("乙", []),  # an inside without its beginning is nothing
    ("😀甲乙😀", [("甲乙", "PERSON")]),
    ("👩‍👩‍👧甲", [("甲", "PERSON")]),
    ("\x00\x07甲乙\x1b", [("甲乙", "PERSON")]),
    (" 　\n\t", []),
    ("甲乙\n甲", [("甲乙", "PERSON"), ("甲", "PERSON")]),
    ("縣長甲乙", [("甲乙", "PERSON")]),  # characters without a row
])
def test_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@given(st.lists(st.sampled_from(["甲乙", *"甲长县江日。；\n 文😀"]), max_size=300), st.integers(16, 60))
def test_every_window_size_gives_the_same_spans(words: list[str], window: int) -> None:
    text = "".join(words)
    assert encoder(window=window).entities([text]) == encoder(window=250).entities([text])


@given(st.text(alphabet="甲。；！\n ”文", max_size=300), st.integers(16, 60))
def test_windows_keep_every_character_once(text: str, longest: int) -> None:
    parts = list(blocks(text, longest))
    assert "".join(text[a:b] for a, b in parts) == text
    read = [window for part in parts for window in windows(*part, longest)]
    assert [i for _, _, first, last in read for i in range(first, last)] == list(range(len(text)))
    assert all(start <= first <= last <= end and end - start <= longest for start, end, first, last in read)


def test_long_text_without_a_full_stop() -> None:
    text = "文" * 60_000 + "甲乙" + "文" * 60_000
    assert encoder().entities([text]) == [[(60_000, 60_002, "PERSON")]]


@given(st.lists(st.lists(st.floats(-3, 3, width=32), min_size=11, max_size=11), min_size=1, max_size=4))
def test_decoding_finds_the_best_lawful_tags(rows: list[list[float]]) -> None:
    scores = np.array(rows, np.float32)

    def worth(tags: tuple[int, ...]) -> float:
        moves = sum(float(AFTER[a, b]) for a, b in pairwise(tags))
        return float(FIRST[tags[0]]) + moves + sum(float(scores[i, tag]) for i, tag in enumerate(tags))

    best = max(map(worth, product(range(11), repeat=len(rows)))) if len(rows) < 4 else None
    tags = best_tags(scores)
    assert worth(tuple(tags)) > -1e8
    if best is not None:
        assert worth(tuple(tags)) == pytest.approx(best, abs=1e-4)
    assert decode(scores) == spans_of(tags)


def test_pipe_gives_what_one_by_one_gives() -> None:
    nlp = spacy.blank("zh")
    texts = ["县长甲乙。" * n + "江" for n in (1, 70, 0, 3, 200)]
    docs = encoder(batch=3).pipe(map(nlp.make_doc, texts), batch_size=2)
    piped = [[(e.start_char, e.end_char) for e in doc.ents] for doc in docs]
    assert piped == [[(a, b) for a, b, _ in encoder().entities([text])[0]] for text in texts]


def test_writing_and_reading_back(tmp_path) -> None:  # type: ignore[no-untyped-def]
    one = encoder(window=100)
    one.to_disk(tmp_path / "encoder")
    for other in (OfficialEncoder().from_disk(tmp_path / "encoder"), OfficialEncoder().from_bytes(one.to_bytes())):
        assert (other.settings, other.vocabulary.characters, other.model) == (one.settings, CHARACTERS, b"a model")


def test_pipeline_of_spacy_keeps_it(tmp_path) -> None:  # type: ignore[no-untyped-def]
    nlp = spacy.blank("zh")
    made = nlp.add_pipe("official_encoder", config={"window": 200})
    made.vocabulary, made.model = Vocabulary(CHARACTERS), b"a model"  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path).get_pipe("official_encoder")
    assert (again.model, again.settings["window"]) == (b"a model", 200)  # type: ignore[attr-defined]
    assert spacy.blank("zh").from_bytes is not None
    copy = spacy.blank("zh")
    copy.add_pipe("official_encoder")
    assert copy.from_bytes(nlp.to_bytes()).get_pipe("official_encoder").model == b"a model"  # type: ignore[attr-defined]


def test_says_what_is_missing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "model.onnx").write_bytes(b"")
    (tmp_path / "characters.txt").write_text("")
    with pytest.raises(InputError, match=r"settings\.json"):
        OfficialEncoder().from_disk(tmp_path)
    with pytest.raises(InputError, match="holds no model"):
        OfficialEncoder()(spacy.blank("zh").make_doc("甲"))
    with pytest.raises(InputError, match="window is 900"):
        OfficialEncoder(window=900)
