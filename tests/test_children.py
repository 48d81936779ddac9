"""The processes that read and extract: what they answer, and what happens when they hang or die."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.children import Child, Done, Refused, Stopped
from tracker.errors import InputError
from tracker.ingest import Reading
from tracker.intake.run import ingest
from tracker.intake.settings import Settings, Summary
from tracker.intake.watch import Watch
from tracker.store import Store
from tracker.types import Extraction, Report

TEXT = "8月4日，青河市委书记林建国会见远山钢铁集团董事长白志远。"
# What a child of these tests loads as it starts: files and reports that speak of it hang, kill, raise or chatter.
FAULTY = """
import os, time
from tracker import events, ingest

def troubled(plain, words):
    def run(*given):
        told = words(given)
        if "hang" in told: time.sleep(60)
        if "die" in told: os._exit(3)
        if "raise" in told: raise RuntimeError("no such thing")
        if "chatter" in told: print("a word between the answers", flush=True)
        return plain(*given)
    return run

ingest.read_file = troubled(ingest.read_file, lambda given: given[0].name)
events.find = troubled(events.find, lambda given: given[0].text)
"""


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAULTY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_child_reads_one_file_after_another(page: Path) -> None:
    child = Child("read", Reading())
    try:
        for path in (page, page.with_name("nothing.txt"), page):
            child.send(path)
        report, done, refused, *_ = answers = [child.receive(30) for _ in range(6)]
    finally:
        child.close()
    assert isinstance(report, Report)
    assert (report.id, report.text, report.origin) == ("page#1", TEXT, None)
    assert done == Done()
    assert isinstance(refused, Refused)
    assert str(refused.error).endswith("nothing.txt: cannot be read: No such file or directory")
    assert [type(one) for one in answers[3:]] == [Done, Report, Done]


def test_a_child_extracts_and_takes_in_more_than_a_pipe_holds() -> None:
    child = Child("extract", ("rules", 0.0))
    try:
        for number in range(40):
            child.send(Report(f"r{number}", TEXT + "无事。" * 4000))
        found = [child.receive(60) for _ in range(40)]
    finally:
        child.close()
    assert [one.report.id for one in found] == [f"r{number}" for number in range(40)]
    assert all(isinstance(one, Extraction) and len(one.events) == 1 for one in found)


def test_a_child_that_cannot_do_its_task_says_so() -> None:
    child = Child("extract", ("nowhere", 0.0))
    try:
        with pytest.raises(InputError, match="nowhere"):
            child.receive(60)
    finally:
        child.close()


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(("name", "words"), [("hang", "took longer than 2 seconds"), ("die", "ended with status 3")])
def test_a_child_that_hangs_or_dies(page: Path, name: str, words: str) -> None:
    child = Child("read", Reading())
    try:
        child.send(page.with_name(name))
        with pytest.raises(Stopped, match=words):
            child.receive(2)
    finally:
        child.close()


class Heard(Watch):
    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, error: InputError) -> None:
        self.faults.append(f"{Path(str(error.path)).name}: {error.message}")


@pytest.mark.usefixtures("faulty")
def test_no_file_stops_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("chatter", "die", "hang", "raise", "well"):
        (folder / f"{name}.txt").write_text(TEXT + name, "utf-8")
    heard = Heard()
    with Store(tmp_path / "a.db", create=True) as store:
        assert ingest(store, [folder], Settings("rules", limit=5), heard) == Summary(new=2, files=5, skipped=3)
        assert heard.faults == [
            "die.txt: cannot be read: the process that read it ended with status 3; see that there is enough memory",
            "hang.txt: cannot be read: took longer than 5 seconds; allow more with --time-limit, then --retry",
            "raise.txt: cannot be read (RuntimeError: no such thing)"]
        assert [Path(file).name for file in store.faults()] == ["die.txt", "hang.txt", "raise.txt"]


@pytest.mark.usefixtures("faulty")
def test_no_report_stops_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n, name in enumerate(("chatter", "die", "well", "hang", "raise", "fine")):
        (folder / f"{n}.txt").write_text(TEXT + name, "utf-8")
    heard = Heard()
    with Store(tmp_path / "a.db", create=True) as store:
        assert ingest(store, [folder], Settings("rules", jobs=2, limit=8), heard) == Summary(new=3, files=6, skipped=3)
        assert heard.faults == [
            "1.txt: nothing could be extracted: the process that read it ended with status 3; see that there is enough memory",
            "3.txt: nothing could be extracted: took longer than 8 seconds; allow more with --time-limit, then --retry",
            "4.txt: nothing could be extracted: RuntimeError: no such thing"]
        assert store.counts()["report"] == 3


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = ("import time; from tracker.children import Child; from tracker.ingest import Reading;"
              "child = Child('read', Reading()); print(child._process.pid, flush=True); time.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not _runs(pid):
            return
        time.sleep(0.1)
    raise AssertionError("the child runs on")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
