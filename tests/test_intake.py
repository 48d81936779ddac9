"""Files into a database: nothing twice, nothing lost, and no file stops the others. The rules read; they are fast."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.errors import InputError, StoreError
from tracker.extractor import reader
from tracker.ingest import Reading
from tracker.intake import files
from tracker.intake.run import ingest, rebuild, retry
from tracker.intake.settings import Settings, Summary
from tracker.intake.watch import Watch
from tracker.store import Store
from tracker.types import Extraction, Report

RULES = Settings("rules")
MEETING = "8月4日，青河市委书记{}会见远山钢铁集团董事长{}。"


class Heard(Watch):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.ends: list[str] = []

    def fault(self, error: InputError) -> None:
        self.faults.append(str(error))

    def ended(self, path: Path, size: int) -> None:
        self.ends.append(path.name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    records("in/a.jsonl", ("林建国", "白志远"), ("林建国", "何平"))
    records("in/b.jsonl", ("苏晓岚", "白志远"))
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store("a.db", create=True) as store:
        yield store


def records(path: str, *pairs: tuple[str, str]) -> None:
    Path(path).write_text("".join(json.dumps({
        "id": f"{Path(path).stem}{n}", "text": MEETING.format(*pair), "published": "2020-08-05"}, ensure_ascii=False) + "\n"
        for n, pair in enumerate(pairs)), "utf-8")


def taken(store: Store, *paths: str, settings: Settings = RULES, watch: Watch | None = None) -> Summary:
    return ingest(store, map(Path, paths or ("in",)), settings, watch)


def rows(store: Store) -> list[object]:
    return [row for row in store.dump() if row[0] != "file"]


def test_what_was_read_is_not_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(store) == Summary(new=3, files=2)
    before = list(store.dump())
    monkeypatch.setattr(files, "Child", None)  # no file is opened
    assert taken(store) == Summary(known=2)
    assert list(store.dump()) == before


@pytest.mark.parametrize(("change", "again"), [
    (lambda: os.utime("in/a.jsonl", (1, 1)), Summary(known=2)),  # touched, but the same
    (lambda: records("in/a.jsonl", ("林建国", "白志远"), ("林建国", "苏晓岚")),
     Summary(changed=1, unchanged=1, files=1, known=1)),
    (lambda: records("in/c.jsonl", ("何平", "苏晓岚")), Summary(new=1, files=1, known=2)),
    (lambda: os.remove("in/b.jsonl"), Summary(known=1)),
    (lambda: os.link("in/a.jsonl", "in/z.jsonl"), Summary(known=2, copies=1)),
], ids=["touched", "changed", "new", "gone", "copied"])
def test_what_is_read_again(store: Store, change, again: Summary) -> None:
    taken(store)
    change()
    assert taken(store) == again
    assert taken(store) == Summary(known=again.files + again.known + again.copies)


@pytest.mark.parametrize(("settings", "again"), [
    (Settings("rules", 0.5), Summary(changed=3, files=2)),  # another threshold extracts anew
    (Settings("rules", reading=Reading(region="青河")), Summary(changed=3, files=2)),  # read otherwise
    (Settings("rules", jobs=2, limit=50), Summary(known=2)),  # how fast is no matter
])
def test_what_is_read_again_with_other_settings(store: Store, settings: Settings, again: Summary) -> None:
    taken(store)
    assert taken(store, settings=settings) == again


def test_several_processes_make_the_same_database(store: Store) -> None:
    for n in range(30):
        records(f"in/more{n}.jsonl", ("林建国", "白志远"), ("苏晓岚", "何平"))
    with Store("b.db", create=True) as other:
        assert taken(store) == taken(other, settings=Settings("rules", jobs=3))
        assert list(other.dump()) == list(store.dump())


def test_of_two_files_with_the_same_report_the_first_keeps_it(store: Store) -> None:
    Path("in/sub").mkdir()
    records("in/sub/a.jsonl", ("林建国", "白志远"))
    taken(store, settings=Settings("rules", jobs=2))
    assert {Path(str(report.path)).parent.name for report in store.reports_held()} == {"in"}


def test_a_copy_is_read_once_the_other_file_has_changed(store: Store) -> None:
    Path("in/copy.jsonl").write_bytes(Path("in/a.jsonl").read_bytes())
    assert taken(store).copies == 1
    records("in/a.jsonl", ("苏晓岚", "白志远"))
    assert taken(store).files == 1
    assert taken(store) == Summary(unchanged=1, new=1, files=1, known=2)  # the second report stands only in the copy now
    assert taken(store) == Summary(known=3)


def test_what_cannot_be_read_is_kept_with_its_reason(store: Store) -> None:
    Path("in/empty.txt").touch()
    with open("in/b.jsonl", "a", encoding="utf-8") as file:
        file.write('{"id": "x"}\n')
    heard = Heard()
    assert taken(store, watch=heard) == Summary(new=3, files=3, skipped=2)
    assert heard.faults == ["in/b.jsonl:2: the record has no text; if another name holds it, say --field text=NAME",
                            "in/empty.txt: an empty file"]
    assert [(Path(file).name, [fault.place for fault in faults]) for file, faults in store.faults().items()] == [
        ("b.jsonl", ["in/b.jsonl:2"]), ("empty.txt", ["in/empty.txt"])]
    assert taken(store, watch=heard) == Summary(known=3, skipped=2)
    records("in/b.jsonl", ("苏晓岚", "白志远"))
    assert taken(store, watch=heard) == Summary(unchanged=1, files=1, known=2, skipped=1)
    assert list(store.faults()) == [str(Path("in/empty.txt").absolute())]


def test_of_two_copies_that_cannot_be_read_both_are_told(store: Store) -> None:
    Path("in/one.txt").touch()
    Path("in/two.txt").touch()
    assert taken(store, watch=Heard()).skipped == 2
    assert [Path(file).name for file in store.faults()] == ["one.txt", "two.txt"]


def test_a_retry_reads_what_failed(store: Store) -> None:
    for name in ("full.txt", "gone.txt"):
        Path("in", name).touch()
    taken(store, watch=Heard())
    Path("in/gone.txt").unlink()
    heard = Heard()
    again = retry(store, heard.fault)
    assert [path.name for path in again] == ["full.txt"]
    assert "gone.txt: is no longer there" in heard.faults[0]
    assert ingest(store, again, Settings("rules", retry=True), heard) == Summary(files=1, skipped=1)
    assert ingest(store, again, RULES, heard) == Summary(known=1, skipped=1)


def test_the_first_fault_stops_who_wants_to_stop_and_keeps_what_was_read(store: Store) -> None:
    Path("in/b.jsonl").write_text("no json\n")
    with pytest.raises(InputError, match=r"b\.jsonl:1:1: not JSON"):
        taken(store)
    assert store.counts()["report"] == 2
    records("in/b.jsonl", ("苏晓岚", "白志远"))
    assert taken(store) == Summary(new=1, files=1, known=1)


def test_a_report_that_raises_stops_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(report: Report) -> Extraction:
        if report.id == "a0":
            raise ValueError("no\nsuch thing")
        return reader("rules")(report)

    monkeypatch.setattr("tracker.extractor.reader", lambda model, min_score: broken)
    heard = Heard()
    assert taken(store, watch=heard) == Summary(new=2, files=2, skipped=1)
    assert heard.faults == [f"{Path('in/a.jsonl').absolute()}:report a0: nothing could be extracted: ValueError: no such thing"]
    assert len(store.faults()) == 1


def test_a_file_that_changes_while_it_is_read_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Changing(Heard):
        def begun(self, path: Path) -> None:
            if path.name == "a.jsonl":
                records("in/a.jsonl", ("何平", "白志远"), ("林建国", "何平"), ("林建国", "苏晓岚"))

    assert taken(store, watch=(heard := Changing())).skipped == 1
    assert heard.faults == ["in/a.jsonl: changed while it was read; what was read of it is kept, and the next run reads it again"]
    assert taken(store).files == 1
    assert taken(store) == Summary(known=2)


def test_a_file_that_vanishes(store: Store) -> None:
    class Vanishing(Heard):
        def begun(self, path: Path) -> None:
            Path("in/b.jsonl").unlink(missing_ok=True)

    heard = Vanishing()
    assert taken(store, watch=heard) == Summary(new=2, files=2, skipped=1)
    assert heard.faults == ["in/b.jsonl: cannot be read: No such file or directory"]


def test_a_database_that_is_locked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(store)
    records("in/b.jsonl", ("何平", "苏晓岚"))
    monkeypatch.setattr("tracker.store.database.PATIENCE", 0.1)
    other = sqlite3.connect("a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store("a.db") as impatient, pytest.raises(StoreError, match="locked; another program is writing to it"):
        taken(impatient)
    other.execute("ROLLBACK")
    assert taken(store).files == 1


def test_a_full_disk_keeps_what_was_written(store: Store) -> None:
    taken(store, "in/a.jsonl")
    with store._alone() as execute:
        pages = execute("PRAGMA page_count").fetchone()[0]
        execute(f"PRAGMA max_page_count = {pages}")
    records("in/big.jsonl", *[("林建国", "白志远")] * 300)
    with pytest.raises(StoreError, match="disk is full; make room, and do the same again"):
        taken(store, "in/big.jsonl")
    with Store("a.db") as roomy:
        kept = roomy.counts()["report"] - 2
        assert kept < 300
        assert taken(roomy, "in") == Summary(new=301 - kept, unchanged=kept, files=2, known=1)


def test_rebuilding_reads_no_file_and_keeps_what_was_judged(store: Store) -> None:
    taken(store)
    Path("in/a.jsonl").unlink()
    assert rebuild(store, RULES) == Summary(unchanged=3)
    assert rebuild(store, Settings("rules", 1.0)) == Summary(changed=3)
    assert store.counts()["event"] == 0
    assert taken(store, settings=Settings("rules", 1.0)) == Summary(known=1)
    rebuild(store, RULES)
    with Store("b.db", create=True) as other:
        records("in/a.jsonl", ("林建国", "白志远"), ("林建国", "何平"))
        taken(other)
        assert rows(other) == rows(store)


@pytest.mark.parametrize("settings", [{"jobs": 0}, {"limit": 0}])
def test_settings_that_cannot_be(settings: dict[str, int]) -> None:
    with pytest.raises(InputError, match="can do nothing"):
        Settings(**settings)


def test_what_a_pipe_holds_is_read_though_no_ledger_can_know_it(store: Store) -> None:
    os.mkfifo("pipe")
    os.symlink("pipe", "link")  # as a shell names what another command prints
    text = Path("in/a.jsonl").read_text("utf-8")
    writer = threading.Thread(target=lambda: Path("pipe").write_text(text, "utf-8"))
    writer.start()
    assert taken(store, "link") == Summary(new=2, files=1)
    writer.join()
    assert store.faults() == {}
