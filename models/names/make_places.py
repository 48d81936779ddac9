"""Writes tracker/lexicon/places.txt: provinces, cities and counties of China, whole and short, from a table of divisions.

    python models/names/make_places.py divisions.tsv

The table has the columns code, name, level (province, city, area, street) and parent. A short form drops the last
character (郑州 of 郑州市) where two characters are left that do not make an ordinary word.
"""

from __future__ import annotations

import argparse
from pathlib import Path

GENERIC = {"市辖区", "县", "自治区直辖县级行政区划", "省直辖县级行政区划", "直辖县", "市区", "城区", "郊区", "矿区"}
LONG = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "自治州", "地区", "自治县", "省", "市", "县", "盟")


def short(name: str) -> str | None:
    """The everyday form of a division's name, None where there is none of two characters or more."""
    for ending in LONG:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("divisions", type=Path)
    parser.add_argument("--output", type=Path, default=Path("tracker/lexicon"))
    args = parser.parse_args()
    ordinary = set((args.output / "ordinary_words.txt").read_text(encoding="utf-8").split())
    names: set[str] = set()
    for line in args.divisions.read_text(encoding="utf-8").splitlines()[1:]:
        _, name, level, *_ = line.split("\t")
        if level == "street" or level == "streets" or name in GENERIC or len(name) < 2:
            continue
        names.add(name)
        brief = short(name)
        if brief and (level not in ("area", "areas") or len(brief) > 2 or brief not in ordinary):
            names.add(brief)
    (args.output / "places.txt").write_text("".join(f"{n}\n" for n in sorted(names)), encoding="utf-8")
    print(f"{len(names)} places")


if __name__ == "__main__":
    main()
