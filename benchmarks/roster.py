"""How long a large roster takes: writes one of invented people, then times what is done with it on one core.

    python benchmarks/roster.py [--people 100000] [--tenures 200000]

Prints the seconds of the processor, which another program on the machine does not add to.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from tracker import roster as rosters
from tracker.roster import COLUMNS, ORGANISATION_COLUMNS

T = TypeVar("T")

SURNAMES, GIVEN = "林何白苏顾骆佟邬裴岑滕傅祝乔庄薄", "承岳文昭雪岩立群永沛若溪亦舟守拙清川怀瑾思衡如松明远"
PLACES, OFFICES = "青红白黑澜岚望启", ("计划委员会", "教育局", "图书馆", "党工委", "管委会")
TITLES = ("主任", "副主任", "局长", "副局长", "书记", "副书记", "委员", "馆长")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--tenures", type=int, default=200_000)
    args = parser.parse_args()
    with TemporaryDirectory() as name:
        people, bodies = invented(Path(name), args.people, args.tenures)
        known = timed("load", lambda: rosters.load(people, bodies))
        tenures = sum(len(person.tenures) for person in known.people.values())
        print(f"{len(known.people)} people, {tenures} tenures, {len(known.organisations)} organisations")
        timed("holders, the first", lambda: known.holders("青1县计委", "主任"))
        timed("holders, a thousand more", lambda: [known.holders(f"青{n}县计委", "主任") for n in range(1000)])
        timed("check", lambda: rosters.check(people, bodies))
        for suffix in ("jsonl", "ftm.json"):
            path = Path(name) / f"roster.{suffix}"
            timed(f"save {suffix}", lambda path=path: rosters.save(known, path))  # type: ignore[misc]
            timed(f"load {suffix}", lambda path=path: rosters.load(path))  # type: ignore[misc]


def timed(what: str, run: Callable[[], T]) -> T:
    """What `run` gives, with its seconds printed."""
    start = time.process_time()
    found = run()
    print(f"{what}\t{time.process_time() - start:.2f} s")
    return found


def invented(folder: Path, people: int, tenures: int) -> tuple[Path, Path]:
    """A file of people with as many tenures, the same at each run, and one of their organisations."""
    chance = random.Random(1)
    orgs = [f"{place}{n}县{office}" for n in range(500) for place in PLACES for office in OFFICES]
    rows = []
    for number in range(tenures):
        id = number % people
        name = SURNAMES[id % 16] + GIVEN[id // 16 % 26] + GIVEN[id // 416 % 26]
        start = chance.randrange(1980, 2020)
        rows.append((f"id{id}", name, f"{name[0]}{id};阿{id}", chance.choice(orgs), chance.choice(TITLES),
                     f"{start}-{chance.randrange(1, 13):02}", str(start + chance.randrange(1, 6)), f"公报{number}"))
    bodies = [(org, "", org.replace("计划委员会", "计委"), "", "") if "计划" in org else (org, "", "", "", "") for org in orgs]
    for name, columns, table in (("people", COLUMNS, rows), ("bodies", ORGANISATION_COLUMNS, bodies)):
        (folder / f"{name}.csv").write_text("\n".join(",".join(row) for row in (columns, *table)) + "\n", "utf-8")
    return folder / "people.csv", folder / "bodies.csv"


if __name__ == "__main__":
    main()
