"""What writing a graph costs: seconds of each format, as the median of several passes, peak of memory, size of the files.

    python benchmarks/exports.py [--people 6000] [--ties 60000] [--passes 5] [--format gexf]

The graph is made up: people with two posts, ties with five events each. Seconds are those of the processor, which tell the
same on a busy machine. Memory is what Python holds at the peak beyond the graph, in a pass of its own, since measuring is slow.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
import tracemalloc
from pathlib import Path

import networkx as nx

from tracker.errors import InputError
from tracker.export import FORMATS, write

EVENTS = 5


def made(people: int, ties: int) -> nx.Graph[str]:
    """A graph of that size, always the same."""
    chance = random.Random(1)
    days = [f"20{year}-{month:02}-{day:02}" for year in range(10, 22) for month in range(1, 13) for day in range(1, 29)]
    graph: nx.Graph[str] = nx.Graph(kind="co-appearance")
    for number in range(people):
        seen = sorted(chance.sample(days, EVENTS * 4))
        graph.add_node(f"p:{number:012x}", kind="person", label=f"何平{number}", posts=[f"青河市委书记{number}", "委员"],
                       first=seen[0], last=seen[-1], events=len(seen), days=seen)
    pairs: set[tuple[int, ...]] = set()
    while len(pairs) < ties:
        pairs.add(tuple(sorted(chance.sample(range(people), 2))))
    ids = list(graph)
    for a, b in ((ids[one], ids[other]) for one, other in sorted(pairs)):
        seen = sorted(chance.sample(days, EVENTS))
        graph.add_edge(a, b, events=EVENTS, weight=chance.random(), first=seen[0], last=seen[-1],
                       event_ids=[f"{chance.getrandbits(64):016x}" for _ in seen], days=seen)
    return graph


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=6000)
    parser.add_argument("--ties", type=int, default=60000)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    args = parser.parse_args()
    graph = made(args.people, args.ties)
    print(f"{len(graph)} nodes, {graph.number_of_edges()} edges, {EVENTS} events each, {args.passes} passes")
    print("format\tseconds, median (min–max)\tpeak, MB\tfiles, MB")
    for format in args.format or FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "ties.x")
            seconds = []
            try:
                for _ in range(args.passes):
                    start = time.process_time()
                    write(graph, path, format)
                    seconds.append(time.process_time() - start)
            except InputError as error:
                print(f"{format}\t{error.message}")
                continue
            tracemalloc.start()
            write(graph, path, format)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            size = sum(file.stat().st_size for file in Path(folder).iterdir())
        spread = f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"
        print(f"{format}\t{spread}\t{peak / 1e6:.0f}\t{size / 1e6:.1f}", flush=True)


if __name__ == "__main__":
    main()
