"""Feeds broken files of every kind to the readers and the page splitter, and tells what came out.

    python benchmarks/fuzz.py 100000 [--seed 1] [--limit 20] [--workers 2] FOLDER_OF_SEED_FILES...

Each input is made from its number alone, so that one can be made again (--only NUMBER): random bytes under some suffix, or a
seed file with bytes changed, dropped, doubled, cut off, joined with another, or under the suffix of another. It is read in a
child process by `read_file` and `tracker.segment.split`. Right is: reports whose offsets point into the text, or errors that are
InputErrors. Printed are counts by kind, the slowest, and every other exception, crash or time over the limit, with the number of
the input; the status is 1 where there is any.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from tracker.errors import InputError
from tracker.ingest import read_file
from tracker.segment import split
from tracker.types import Document, Report

SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl", ".csv", ".tsv", ".xlsx", ".parquet", ".pdf", ".docx", ".zip",
            ".tar", ".tar.gz", ".gz", ".bz2", ".xz", "")
LONGEST = 4000  # bytes of a random file
MOST_FAULTS = 10_000  # of one file; more would be one error again and again


@dataclass(slots=True)
class Tally:
    """What came out so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    slowest: tuple[float, int, str] = (0.0, 0, "")

    def note(self, number: int, suffix: str, outcome: str, seconds: float) -> None:
        """Counts one input; what is neither read nor refused is kept with its number."""
        kind = outcome.split(":", 1)[0]
        self.outcomes[f"{suffix or 'none'} {kind}"] += 1
        if kind not in ("read", "refused", "both", "nothing"):
            self.bad.append(f"input {number} ({suffix}): {outcome}")
        self.slowest = max(self.slowest, (seconds, number, suffix))


def made(number: int, seed: int, files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The suffix and the bytes of an input."""
    chance = Random(f"{seed}/{number}")
    if not files or chance.random() < 0.1:
        return chance.choice(SUFFIXES), chance.randbytes(chance.randrange(LONGEST))
    suffix, data = chance.choice(files)
    for _ in range(chance.choice((0, 1, 1, 2, 5, 20))):
        data = changed(data, chance, files)
    return (chance.choice(SUFFIXES) if chance.random() < 0.15 else suffix), data


def changed(data: bytes, chance: Random, files: Sequence[tuple[str, bytes]]) -> bytes:
    """The bytes with one fault more."""
    start = chance.randrange(len(data) + 1)
    length = chance.choice((1, 1, 2, 4, 16, 256))
    before, there, after = data[:start], data[start : start + length], data[start + length :]
    how = chance.randrange(8)
    if how == 0:
        return before + chance.randbytes(len(there)) + after
    if how == 1:
        return before + bytes(byte ^ 1 << chance.randrange(8) for byte in there) + after
    if how == 2:
        return before + after
    if how == 3:
        return before + there * chance.choice((2, 2, 50)) + after
    if how == 4:
        return before
    if how == 5:
        return before + chance.choice((b"\0", b"\xff" * 4, b"\x7f\xff\xff\xff", b"\xff\xfe", b"<", b'"', b"[" * 2000, b"\n" * 50,
                                       "　。”（".encode())) + after
    if how == 6:
        other = chance.choice(files)[1]
        return before + other[chance.randrange(len(other) + 1) :]
    at = chance.randrange(len(data) + 1)
    return before + data[at : at + length] + after


def outcome(path: Path) -> str:
    """What reading a file came to: read, refused, both, nothing, or what went wrong."""
    faults: list[InputError] = []

    def note(error: InputError) -> None:
        faults.append(error)
        if len(faults) > MOST_FAULTS:
            raise error

    count = 0
    try:
        for item in read_file(path, on_error=note):
            for report in check(item):
                assert report.text.strip(), "a report without text"
                count += 1
    except InputError as error:
        if len(faults) <= MOST_FAULTS:
            return f"raised: {error!r}"
    except Exception as error:
        return f"exception: {type(error).__name__}: {error!s:.200}"
    return "both" if count and faults else "read" if count else "refused" if faults else "nothing"


def check(item: Document | Report) -> Iterator[Report]:
    """The reports of what was read, when all offsets point into their texts."""
    if isinstance(item, Report):
        yield item
        return
    for span in item.headings:
        assert 0 <= span.start < span.end <= len(item.text), "a headline outside the text"
    places = [mark.start for mark in item.marks]
    assert places == sorted(places), "marks out of order"
    assert all(0 <= place <= len(item.text) for place in places), "a mark outside the text"
    for report in split(item):
        origin = report.origin or ()
        assert len(origin) == len(report.text), "an origin of another length"
        assert all(at == -1 or item.text[at] == char for at, char in zip(origin, report.text, strict=True)), "a wrong origin"
        yield report


def child(pipe: Connection, folder: str, seed: int, files: Sequence[tuple[str, bytes]]) -> None:
    """Reads the inputs whose numbers come through the pipe; their outcomes go back."""
    while (number := pipe.recv()) is not None:
        suffix, data = made(number, seed, files)
        path = Path(folder) / f"{mp.current_process().pid}{suffix}"
        path.write_bytes(data)
        start = time.perf_counter()
        told = outcome(path)
        pipe.send((suffix, told, time.perf_counter() - start))
        path.unlink()


def drive(numbers: range, seed: int, files: Sequence[tuple[str, bytes]], limit: float, tally: Tally) -> None:
    """Has a child read these inputs; a child that dies or takes too long is replaced by another."""
    with tempfile.TemporaryDirectory() as folder:
        process, pipe = None, None
        for number in numbers:
            if process is None:
                pipe, other = mp.Pipe()
                process = mp.get_context("spawn").Process(target=child, args=(other, folder, seed, files), daemon=True)
                process.start()
                other.close()
            pipe.send(number)
            suffix = made(number, seed, files)[0]
            try:
                if pipe.poll(limit):
                    tally.note(number, *pipe.recv())
                    continue
                told = "hangs"
            except EOFError:
                told = "crashes"
            tally.note(number, suffix, told, limit if told == "hangs" else 0.0)
            process.kill()
            process.join()
            process = None
        if process:
            pipe.send(None)
            process.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20.0, help="seconds of one input")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, help="the number of one input, which is read here and told in full")
    options = parser.parse_intermixed_args()
    paths = sorted(path for folder in options.folders for path in folder.rglob("*") if path.is_file())
    files = [("".join(path.suffixes[-2:]) if path.name.endswith((".tar.gz", ".tar.xz", ".tar.bz2")) else path.suffix,
              path.read_bytes()) for path in paths]
    if options.only is not None:
        suffix, data = made(options.only, options.seed, files)
        path = Path(tempfile.mkdtemp()) / f"input{suffix}"
        path.write_bytes(data)
        print(path, outcome(path))
        return 0
    tally, start = Tally(), time.perf_counter()
    with ThreadPoolExecutor(options.workers) as threads:
        parts = [range(first, options.count, options.workers) for first in range(options.workers)]
        list(threads.map(lambda part: drive(part, options.seed, files, options.limit, tally), parts))
    for name, count in sorted(tally.outcomes.items()):
        print(f"{count:8} {name}")
    seconds, number, suffix = tally.slowest
    print(f"{options.count} inputs of seed {options.seed} from {len(files)} files in {time.perf_counter() - start:.0f} s; "
          f"the slowest took {seconds:.2f} s: input {number} ({suffix})")
    print(f"{len(tally.bad)} went wrong")
    for line in tally.bad:
        print(line)
    return 1 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
