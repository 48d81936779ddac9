"""An ingest that is killed at any moment loses nothing and doubles nothing: a few moments here, fifty in the benchmark."""

import json
import subprocess
import threading
from pathlib import Path

from killing import command, kill, make_archive, rows, run

from tracker.store import Store


def test_what_was_killed_becomes_what_it_would_have_been(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "in", 3, files=25)
    outcomes = list(kill(archive, tmp_path, moments=4, seed=8, jobs=2))
    assert [equal for _, _, equal in outcomes] == [True] * 4


def test_two_ingests_at_once_make_one_database(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "in", 4, files=25)
    both, whole = tmp_path / "both.db", tmp_path / "whole.db"
    threads = [threading.Thread(target=run, args=(archive, both, jobs)) for jobs in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run(archive, whole, 1)
    assert rows(both) == rows(whole)
    with Store(both) as store:
        assert (store.unsettled(), store.ungrouped()) == ((), [])


def test_what_the_archive_of_the_benchmark_holds(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "in", 3, files=25)
    done = subprocess.run([*command(archive, tmp_path / "a.db", 1), "--json"], capture_output=True, encoding="utf-8", check=False)
    summary = json.loads(done.stdout)
    assert done.returncode == 1
    assert summary["new"] > 50
    assert summary["skipped"] >= 3
    assert summary["held"]["event"] > 40
