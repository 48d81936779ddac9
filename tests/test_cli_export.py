"""Formats on the command line."""

from pathlib import Path

import pytest
from test_cli import folder, ingested, record  # noqa: F401 (fixtures)

from tracker import cli, cli_graph
from tracker.export import SUFFIXES


def test_the_help_and_the_error_list_every_suffix(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert ", ".join(SUFFIXES) == cli_graph.SUFFIXES
    assert cli.run(["graph", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(suffix in shown for suffix in SUFFIXES)
    assert cli.run(["graph", "--db", "a.db", "--output", "a.txt"]) == 2
    assert f"choose from {cli_graph.SUFFIXES}" in capsys.readouterr().err


def test_a_graph_that_plays(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert cli.run(["graph", "--db", "a.db", "--dynamic", "--output", "a.gexf"]) == 0
    assert '<spell start="2020-08-04" end="2020-08-04"/>' in Path("a.gexf").read_text("utf-8")
    assert cli.run(["graph", "--db", "a.db", "--dynamic", "--output", "a.net"]) == 2
    assert "a.net: only .gexf plays over time; name the file so, or leave out --dynamic" in capsys.readouterr().err
    assert not Path("a.net").exists()


def test_a_workbook_needs_a_file(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert cli.run(["timeline", "lin", "--db", "a.db", "--format", "xlsx"]) == 2
    assert capsys.readouterr() == ("", "tracker: xlsx is no text to print; name a file with --output\n")
    assert cli.run(["timeline", "lin", "--db", "a.db", "--format", "xlsx", "--output", "a.xlsx"]) == 0
    assert Path("a.xlsx").read_bytes().startswith(b"PK")


def test_a_calendar_counts_what_it_cannot_hold(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert cli.run(["timeline", "lin", "--db", "a.db", "--format", "ics"]) == 0
    out, err = capsys.readouterr()
    assert "DTSTART;VALUE=DATE:20200804" in out
    assert err == ""
    record(2, "何平会见远山钢铁集团经理白志远。")
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db"]) == 0
    assert cli.run(["timeline", "何平", "--db", "a.db", "--format", "ics", "--output", "he.ics"]) == 0
    assert capsys.readouterr().err == "tracker: left out 1 events without a date, for which a calendar has no place\n"
    assert "BEGIN:VEVENT" not in Path("he.ics").read_text("utf-8")


@pytest.mark.parametrize("format", ["jsonl", "md"])
def test_timelines_as_lines(ingested: Path, format: str, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert cli.run(["timeline", "lin", "--db", "a.db", "--format", format]) == 0
    assert "白志远" in capsys.readouterr().out.splitlines()[-1]
