"""Kills an ingest at random moments and compares what the next run makes of it with an undisturbed one.

    python benchmarks/killing.py [--moments 50] [--stops 10] [--seed 1] [--jobs 2] [--archive FOLDER]

Each moment is a database of its own: an ingest (tagger: rules) is killed with SIGKILL after a random part of the time that an
undisturbed one takes, and a second one goes on with what is there. All rows of all tables have to be equal, and the database
sound. The archive is invented (the same for each seed) unless a folder is given. Prints a line a moment; status 1 if one differs.
--stops interrupts others (SIGINT, as Ctrl-C does) and prints the seconds until they had ended.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tracker.store import Store
from tracker.store.upkeep import check

COMMAND = [sys.executable, "-c", "from tracker.cli import main; main()"]
PLACES, FAMILIES, GIVEN = ("青河市", "白山县", "澜泉新区"), "林何苏骆顾佟", ("建国", "平", "晓岚", "文昭", "承岳", "雪岩")
SENTENCES = ("{day}，{place}委书记{a}会见远山钢铁集团董事长{b}一行。", "{day}，{place}长{a}到望桥街道调研，副市长{b}陪同。",
             "{day}，{place}召开经济工作会议，市委书记{a}出席并讲话，市长{b}主持会议。")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--stops", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--archive", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = args.archive or make_archive(folder / "in", args.seed)
        outcomes = list(kill(archive, folder, args.moments, args.seed, args.jobs))
        stops = [stop(archive, folder / f"stopped{n}.db", 4 + 0.7 * n, args.jobs) for n in range(args.stops)]
    if stops:
        print(f"ended after an interruption within {statistics.median(stops):.2f} s ({min(stops):.2f}–{max(stops):.2f})")
    print(f"{sum(equal for _, _, equal in outcomes)} of {len(outcomes)} equal")
    return 0 if all(equal for _, _, equal in outcomes) else 1


def make_archive(folder: Path, seed: int, files: int = 60) -> Path:
    """A folder of invented pages and records, some of which cannot be read, some the same twice."""
    chance = random.Random(seed)
    folder.mkdir()
    for number in range(files):
        reports = []
        for n in range(chance.randint(1, 6)):
            a, b = ("".join((chance.choice(FAMILIES), chance.choice(GIVEN))) for _ in range(2))
            day = f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
            text = "".join(chance.choice(SENTENCES).format(day=day, place=chance.choice(PLACES), a=a, b=b)
                           for _ in range(chance.randint(1, 4)))
            text += "双方交换了意见。" * chance.randint(0, 80)
            reports.append({"id": f"{number}-{n}", "published": "2021-12-30", "text": text})
        if number % 3:
            lines = [json.dumps(report, ensure_ascii=False) for report in reports] + ["no json"] * (number % 7 == 1)
            (folder / f"records{number}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        else:
            (folder / f"page{number}.txt").write_text("\n\n".join(str(report["text"]) for report in reports), "utf-8")
    (folder / "copy.jsonl").write_bytes((folder / "records1.jsonl").read_bytes())
    (folder / "empty.txt").touch()
    return folder


def kill(archive: Path, folder: Path, moments: int, seed: int, jobs: int) -> Iterator[tuple[float, int, bool]]:
    """For each moment the seconds after which the ingest was killed, the reports that were in the database then, and whether it
    became what it would have been."""
    whole = folder / "whole.db"
    begin = time.perf_counter()
    run(archive, whole, jobs)
    spent = time.perf_counter() - begin
    wanted = rows(whole)
    chance = random.Random(seed)
    for number in range(moments):
        database, wait = folder / f"killed{number}.db", chance.uniform(0, spent)
        with subprocess.Popen(command(archive, database, jobs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(wait)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        held = count(database)
        run(archive, database, jobs)
        equal = rows(database) == wanted
        outcome = "equal" if equal else "DIFFERENT"
        print(f"{number + 1}\tkilled after {wait:.2f} s of {spent:.2f}\t{held} reports\t{outcome}", flush=True)
        yield wait, held, equal
        database.unlink()


def stop(archive: Path, database: Path, wait: float, jobs: int) -> float:
    """The seconds until an ingest ends that is interrupted after so many; 0 where it had ended before."""
    with subprocess.Popen(command(archive, database, jobs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(wait)
            return 0.0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        begin = time.perf_counter()
        process.wait()
        return time.perf_counter() - begin


def command(archive: Path, database: Path, jobs: int) -> list[str]:
    return [*COMMAND, "ingest", str(archive), "--db", str(database), "--model", "rules", "--jobs", str(jobs)]


def run(archive: Path, database: Path, jobs: int) -> None:
    """Ingests to the end; 1 says that some inputs were skipped, as they are to be."""
    done = subprocess.run(command(archive, database, jobs), capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"the ingest ended with status {done.returncode}:\n{done.stderr}")


def count(database: Path) -> int:
    """The reports in the database, which a killed ingest may not have made yet."""
    if not database.exists() or not database.stat().st_size:
        return 0
    with Store(database) as store:
        return store.counts()["report"]


def rows(database: Path) -> list[tuple[str, tuple[object, ...]]]:
    """All rows of all tables, and what is wrong with the database."""
    with Store(database) as store:
        return [*store.dump(), *(("fault", (line,)) for line in check(store))]


if __name__ == "__main__":
    sys.exit(main())
