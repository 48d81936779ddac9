"""The commands that fill a database and care for it, as one types them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker import cli, cli_ingest
from tracker.cli_ingest import Lines
from tracker.store import Store
from tracker.types import Report

Capture = pytest.CaptureFixture[str]
TEXT = "8月4日，青河市委书记林建国会见远山钢铁集团董事长白志远。"
COMMAND = [sys.executable, "-c", "from tracker.cli import main; main()"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name in ("a", "b"):
        Path(f"in/{name}.txt").write_text(TEXT + name, "utf-8")
    return tmp_path


def run(words: str) -> int:
    return cli.run(words.split())


def test_what_was_skipped_is_listed_and_tried_again(capsys: Capture) -> None:
    Path("in/c.txt").write_bytes(b"\x00\x01")
    assert run("ingest in --db a.db --model rules") == 1
    out, err = capsys.readouterr()
    assert out == ("reports: 2 new, 0 changed, 0 unchanged, 1 inputs skipped\nfiles: 3 read, 0 known, 0 copies of others\n"
                   "a.db: 2 reports, 2 people, 2 events\nwhat was skipped: tracker ingest --failed --db a.db\n")
    assert "tracker: skipped in/c.txt:1: a binary file" in err
    assert run("ingest in --db a.db --model rules") == 1  # it is still skipped
    capsys.readouterr()
    assert run("ingest --failed --db a.db") == 0
    assert "in/c.txt" in capsys.readouterr().out
    assert run("ingest --failed --json --db a.db") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["place"], row["file"]) == ("in/c.txt:1", str(Path("in/c.txt").absolute()))
    Path("in/c.txt").write_text(TEXT + "c", "utf-8")
    assert run("ingest --retry --db a.db --model rules") == 0
    assert "reports: 1 new" in capsys.readouterr().out
    assert run("ingest --failed --db a.db") == 0
    assert capsys.readouterr().out == "nothing was skipped\n"


def test_the_summary_as_json(capsys: Capture) -> None:
    assert run("ingest in --db a.db --model rules --json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "new": 2, "changed": 0, "unchanged": 0, "files": 2, "known": 0, "copies": 0, "skipped": 0, "database": "a.db",
        "held": {"report": 2, "person": 2, "event": 2}}


@pytest.mark.parametrize(("words", "told"), [
    ("ingest --db a.db", "nothing to read; name files or folders, or - for standard input"),
    ("ingest nothing --db a.db", "nothing: no such file or folder"),
    ("ingest in --db a.db --jobs 0", "'--jobs': Input should be greater than or equal to 1"),
    ("ingest --failed --db a.db", "a.db: no such database"),
    ("db check --db in/a.txt", "file is not a database"),
    ("db copy in/a.txt --db a.db", "a.db: no such database"),
])
def test_mistakes(words: str, told: str, capsys: Capture) -> None:
    assert run(words) == 2
    assert told in capsys.readouterr().err
    assert not Path("a.db").exists()


def test_a_database_is_cared_for(capsys: Capture) -> None:
    run("ingest in --db a.db --model rules")
    capsys.readouterr()
    assert run("db check --db a.db") == 0
    assert capsys.readouterr().out == "a.db: sound\n"
    assert run("db rebuild --db a.db --model rules --min-score 1") == 0
    assert "0 new, 2 changed" in capsys.readouterr().out
    assert run("db vacuum --db a.db") == 0
    assert "MB before" in capsys.readouterr().out
    assert run("db copy b.db --db a.db") == 0
    assert Path("b.db").exists()
    assert run("db migrate --db a.db") == 0
    assert "that of this version" in capsys.readouterr().out


def test_a_database_with_faults_is_told_by_the_status(capsys: Capture) -> None:
    import sqlite3

    run("ingest in --db a.db --model rules")
    connection = sqlite3.connect("a.db")
    connection.execute("UPDATE mention SET end_char = 1000")
    connection.commit()
    assert run("db check --db a.db") == 1
    assert "lies outside of its text" in capsys.readouterr().out


def test_how_far_it_is(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([float(second) for second in range(1, 900, 12)])
    monkeypatch.setattr(cli_ingest.time, "monotonic", lambda: next(clock))
    lines = Lines([Path("in")])
    lines.weighing.join()
    size = Path("in/a.txt").stat().st_size
    assert lines.total == 2 * size
    for name in ("a", "b"):
        for _ in range(3):
            lines.written(Report("r", "文" * 10))
        lines.ended(Path(name), size)
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("tracker: ")
    assert all("reports/s" in line and "min left" in line for line in told)
    assert lines.share == 1.0


def test_a_bar_on_a_terminal() -> None:
    import pty

    main, side = pty.openpty()
    with subprocess.Popen([*COMMAND, "ingest", "in", "--db", "a.db", "--model", "rules"], stdout=subprocess.PIPE,
                          stderr=side, env={**os.environ, "TERM": "xterm"}) as process:
        os.close(side)
        shown = b""
        while True:
            try:
                part = os.read(main, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
    os.close(main)
    assert process.returncode == 0
    assert "reports/s" in shown.decode("utf-8", "replace")


def test_ctrl_c_stops_at_once_and_the_next_run_goes_on() -> None:
    for number in range(400):
        Path(f"in/more{number}.txt").write_text(TEXT + f"第{number}次。" + "双方交换了意见。" * 60, "utf-8")
    command = [*COMMAND, "ingest", "in", "--db", "a.db", "--model", "rules", "--jobs", "2"]
    # A shell that runs the tests in the background has Ctrl-C ignored, and so would all that it starts.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:
        while not (Path("a.db").exists() and Path("a.db").stat().st_size > 400_000):
            time.sleep(0.05)
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err.endswith("tracker: interrupted; what was finished is kept\n")
    assert "Traceback" not in err
    with Store("a.db") as store:
        assert 0 < store.counts()["report"] < 402
    done = subprocess.run([*command, "--json"], capture_output=True, encoding="utf-8", check=True)
    summary = json.loads(done.stdout)
    assert summary["held"]["report"] == 402
    assert summary["known"] > 0
