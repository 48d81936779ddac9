"""What it costs to decide who a name is: milliseconds a mention, over the developing half of the bench of namesakes.

    python benchmarks/resolving.py ROSTER_FOLDER

The mentions of one name are decided together, so that each costs its share of the name's block. A last line tells of a block
of 400 mentions of one name, made of the largest blocks.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from namesakes_careers import read
from namesakes_reports import build

from tracker.resolve import Resolver, appearances
from tracker.resolve.compare import Dossier, Sighting
from tracker.resolve.decide import decide


def cost(block: Sequence[Sighting], known: Sequence[Dossier]) -> float:
    """Milliseconds a mention."""
    start = time.perf_counter()
    decide(block, known)
    return (time.perf_counter() - start) * 1000 / len(block)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = build(read(args.corpus), "dev", Path(scratch))
    resolver = Resolver(bench.roster)
    seen = [one for told in bench.reports for one in appearances(told)]
    start = time.perf_counter()
    blocks = resolver.blocks(seen)
    shared = (time.perf_counter() - start) * 1000 / len(seen)
    costs = sorted(one for name, block in blocks.items() for one in [shared + cost(block, resolver.known(name))] * len(block))
    print(f"{len(costs)} mentions: median {statistics.median(costs):.2f} ms, "
          f"95th percentile {costs[int(0.95 * len(costs))]:.2f} ms, of which {shared:.2f} ms tell who is named beside")
    largest = sorted(blocks, key=lambda name: (-len(blocks[name]), name))
    many = [replace(one, name="甲") for name in largest for one in blocks[name]][:400]
    print(f"{len(many)} of one name: {cost(many, [d for name in largest[:8] for d in resolver.known(name)]):.2f} ms a mention")


if __name__ == "__main__":
    main()
