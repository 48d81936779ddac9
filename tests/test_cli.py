import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from tracker import cli, extractor
from tracker.types import Event, Extraction, Mention, Participation, Person, Report, Span

EXTRACTOR = extractor.extractor
DATA = Path(__file__).parent.parent / "data"
HEADER = "person_id,name,aliases,org,title,start,end,source\n"
PAGE = "8月4日下午，青河市委书记林建国会见远山钢铁集团经理白志远。\n"


def reader(report: Report) -> Extraction:
    """A stand-in for the tagger and the rules: A会见B is a meeting, and nothing else is anything."""
    people: dict[str, Person] = {}
    events = []
    for match in re.finditer("(林建国|何平)(会见)远山钢铁集团经理(白志远)", report.text):
        span = Span(*match.span())
        parts = (Participation(match[1], ("host",), span), Participation(match[3], ("guest",), span))
        events.append(Event("meeting", match[2], span, parts, report.published))
        for group in (1, 3):
            mention = Mention(*match.span(group), "PERSON", match[group])
            people[match[group]] = Person(match[group], "present", (), (mention,))
    mentions = sorted(m for person in people.values() for m in person.mentions)
    return Extraction(report, tuple(people.values()), tuple(events), tuple(mentions))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a record file, a roster and, by `ingested`, a database; the tagger is stood in for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extractor, "extractor", lambda model: reader)
    record(1, PAGE, "2020-08-04")
    Path("roster.csv").write_text(HEADER + "lin,林建国,林铁生,青河市委,书记,2018,,\n", "utf-8")
    return tmp_path


def record(number: int, text: str, published: str | None = None) -> None:
    with open("records.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps({"id": f"r#{number}", "text": text, "published": published}) + "\n")


@pytest.fixture
def ingested(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db", "--trust-roster", "--roster", "roster.csv"]) == 0
    capsys.readouterr()
    return folder


def test_extract_prints_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    record(2, "无事。")
    assert cli.run(["extract", "records.jsonl", "--trust-roster", "--roster", "roster.csv"]) == 0
    out, err = capsys.readouterr()
    first, second = map(json.loads, out.splitlines())
    assert (first["id"], first["published"], first["met"]) == ("r#1", "2020-08-04", [["林建国", "白志远"]])
    assert [person["person_id"] for person in first["people"]] == ["lin", None]
    assert second["people"] == []
    assert err == ""


def test_extract_explains_each_claim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor, "extractor", EXTRACTOR)
    assert cli.run(["extract", "records.jsonl", "--model", "rules", "--explain"]) == 0
    header, *rows = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert header == ["report", "score", "claim", "who", "what", "rule", "words", "start", "end", "signs"]
    (host,) = [dict(zip(header, row, strict=True)) for row in rows if row[2] == "host"]
    assert (host["report"], host["who"], host["what"], host["words"]) == ("r#1", "林建国", "meeting 2020-08-04", "会见")
    assert PAGE[int(host["start"]) : int(host["end"])] == PAGE.strip()
    assert 0 < float(host["score"]) < 1
    assert "named there" in host["signs"]


def test_a_threshold_leaves_out_what_is_less_sure(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor, "extractor", EXTRACTOR)
    assert cli.run(["extract", "records.jsonl", "--model", "rules", "--min-score", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["events"] == []
    assert cli.run(["ingest", "records.jsonl", "--model", "rules", "--min-score", "1", "--db", "a.db"]) == 0
    assert "0 events" in capsys.readouterr().out
    assert cli.run(["ingest", "records.jsonl", "--model", "rules", "--db", "a.db"]) == 0
    assert "1 changed" in capsys.readouterr().out
    assert cli.run(["extract", "records.jsonl", "--min-score", "2"]) == 2
    assert "--min-score" in capsys.readouterr().err


def test_extract_writes_a_file_and_takes_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    Path("page.txt").write_text(PAGE, "utf-8")
    assert cli.run(["extract", "page.txt", "--published", "2020年8月10日", "--output", "out.jsonl"]) == 0
    assert capsys.readouterr() == ("", "")
    (line,) = Path("out.jsonl").read_text("utf-8").splitlines()
    assert (json.loads(line)["id"], json.loads(line)["published"]) == ("page#1", "2020-08-10")


def test_what_cannot_be_read_is_skipped_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").touch()
    with open("records.jsonl", "a") as file:
        file.write("{no json\n")
    assert cli.run(["ingest", "empty.txt", "records.jsonl", "--db", "a.db"]) == 1
    out, err = capsys.readouterr()
    assert "1 new, 0 changed, 0 unchanged, 2 inputs skipped" in out
    assert [line.split(" ")[2] for line in err.splitlines()] == ["empty.txt:", "records.jsonl:2:2:"]
    assert cli.run(["extract", "empty.txt", "records.jsonl"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_ingest_counts_and_does_nothing_twice(ingested: Path, capsys: pytest.CaptureFixture[str],
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    record(2, PAGE.replace("林建国", "何平"))
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db"]) == 0
    assert capsys.readouterr().out == ("reports: 1 new, 0 changed, 1 unchanged, 0 inputs skipped\n"
                                       "files: 1 read, 0 known, 0 copies of others\n"
                                       "a.db: 2 reports, 3 people, 2 events\n")
    before = Path("a.db").read_bytes()
    monkeypatch.setattr(extractor, "extractor", None)  # nothing is left to be read
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db"]) == 0
    assert "0 new, 0 changed, 0 unchanged, 0 inputs skipped\nfiles: 0 read, 1 known" in capsys.readouterr().out
    assert Path("a.db").read_bytes() == before


def test_a_new_roster_reaches_the_reports_already_there(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("new.csv").write_text(HEADER + "bai,白志远,老白,远山钢铁集团,经理,,,\n", "utf-8")
    record(2, "无事。")
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db", "--trust-roster", "--roster", "new.csv"]) == 0
    assert cli.run(["timeline", "老白", "--db", "a.db", "--format", "json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out[out.index("["):])[0]["with"] == ["林建国"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path("records.jsonl").read_bytes())))
    assert cli.run(["extract", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "r#1"


def test_the_sample_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(extractor, "extractor", EXTRACTOR)
    page, roster = str(DATA / "page.txt"), str(DATA / "roster.csv")
    assert cli.run(["ingest", page, "--db", "s.db", "--roster", roster, "--published", "2021-03-15"]) == 0
    assert "reports: 5 new" in capsys.readouterr().out
    assert cli.run(["timeline", "顾承岳", "--db", "s.db", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["date"], row["type"]) for row in rows] == [
        ("2021-03-08", "condolence"), ("2021-03-09", "meeting"), ("2021-03-12", "conference")]
    assert rows[1]["roles"] == ["host"]
    assert rows[1]["with"][:2] == ["尉迟清川", "祝怀瑾"]
    assert rows[1]["post"] == ["澜泉新区党工委书记", "澜泉新区管委会主任"]
    assert cli.run(["timeline", "习近平", "--db", "s.db"]) == 0
    assert capsys.readouterr().out == "no events: 习近平 took part in nothing; named only in 1 report: --mentioned\n"


def test_the_source_is_for_reports_that_do_not_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db", "--source", "晨报"]) == 0
    assert cli.run(["timeline", "林建国", "--db", "a.db", "--format", "csv"]) == 0
    assert ",晨报,r#1," in capsys.readouterr().out


def test_a_timeline_as_table_csv_json_and_file(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["timeline", "林铁生", "--db", "a.db"]) == 0
    table = capsys.readouterr().out
    assert all(word in table for word in ("2020-08-04", "host", "青河市委书记", "白志远", "林建国会见远山钢铁集团"))
    assert "…" not in table
    assert cli.run(["timeline", "lin", "--db", "a.db", "--format", "csv", "--output", "lin.csv"]) == 0
    assert capsys.readouterr().out == ""
    header, row = Path("lin.csv").read_text("utf-8").splitlines()
    assert header.startswith("date,date_end,type,event,place,roles,post,with,")
    assert row.startswith("2020-08-04,,meeting,会见,,host,青河市委书记,白志远,")
    assert cli.run(["timeline", "林建国", "--db", "a.db", "--since", "2020-08-05"]) == 0
    assert capsys.readouterr().out == (
        "no events: 林建国 took part in nothing since 2020-08-05; the last of 1 events is of 2020-08-04\n")


@pytest.mark.parametrize(("suffix", "read"), [(".gexf", nx.read_gexf), (".graphml", nx.read_graphml)])
def test_a_graph_is_written(ingested: Path, suffix: str, read: Callable[[str], "nx.Graph[str]"],
                            capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["graph", "--db", "a.db", "--kind", "met", "--output", f"met{suffix}"]) == 0
    assert capsys.readouterr().out == f"met{suffix}: 2 nodes, 1 edges\n"
    assert {label for _, label in read(f"met{suffix}").nodes(data="label")} == {"林建国", "白志远"}


@pytest.mark.parametrize(("arguments", "words"), [
    ("extract nothing.txt", "nothing.txt: no such file"),
    ("extract empty.txt", "empty.txt: an empty file"),
    ("extract binary.txt", "binary.txt:1: a binary file"),
    ("extract latin.txt", "latin.txt:1: the text is neither UTF-8"),
    ("extract page.doc", "page.doc: an old file of Office (.doc, .xls); save it as .docx"),
    ("extract records.jsonl nothing.txt --output out.jsonl", "nothing.txt: no such file"),
    ("extract records.jsonl --published 2020-02-30", "'--published': no day: '2020-02-30'; write 2020-08-10"),
    ("extract records.jsonl --roster bad.csv", "bad.csv:2:start: 2019-13 is no date"),
    ("extract records.jsonl --roster nothing.csv", "nothing.csv: cannot be read"),
    ("extract records.jsonl --output nowhere/out.jsonl", "nowhere/out.jsonl: cannot be written"),
    ("extract records.jsonl --output ./records.jsonl", "records.jsonl: is an input as well; write to another file"),
    ("extract", "Missing argument"),
    ("ingest nothing.txt --db out.db", "nothing.txt: no such file"),
    ("ingest records.jsonl --db out.db --roster bad.csv", "bad.csv:2:start: 2019-13 is no date"),
    ("ingest records.jsonl --db nowhere/out.db", "nowhere/out.db: unable to open database file; check that the folder"),
    ("ingest records.jsonl --db roster.csv", "roster.csv: file is not a database"),
    ("ingest records.jsonl", "Missing option '--db'"),
    ("timeline 林建国 --db nothing.db", "nothing.db: no such database; fill one with"),
    ("timeline 林建军 --db a.db", "no person named 林建军; did you mean 林建国"),
    ("timeline 林建国 --db a.db --since 2020-13-01", "'--since': no day: '2020-13-01'"),
    ("timeline 林建国 --db a.db --since 2020-08-02 --until 2020-08-01", "no day is both since"),
    ("timeline 林建国 --db a.db --type party", "'party' is not one of 'meeting', 'conference'"),
    ("timeline 林建国 --db a.db --format xls", "'xls' is not one of 'table', 'csv', 'json'"),
    ("graph --db nothing.db --output out.gexf", "nothing.db: no such database"),
    ("graph --db a.db --kind pals --output out.gexf", "'pals' is not one of 'co-appearance', 'met', 'attendance', 'posts'"),
    ("graph --db a.db --output out.xls", "out.xls: no graph format of this suffix; choose from .gexf, .graphml"),
    ("graph --db a.db --output nowhere/out.gexf", "nowhere/out.gexf: cannot be written"),
    ("grpah", "No such command 'grpah'"),
    ("--nothing", "No such option"),
])
def test_a_mistake_is_told_in_one_line_and_leaves_nothing_behind(
        ingested: Path, arguments: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").touch()
    Path("binary.txt").write_bytes(b"a\x03\x04\x00\x01")
    Path("latin.txt").write_bytes("Genève, à côté — déjà".encode("latin-1", "replace") * 3)
    Path("page.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    Path("bad.csv").write_text(HEADER + "su,苏晓岚,,青河市,市长,2019-13,,\n", "utf-8")
    before = {path: path.read_bytes() for path in ingested.iterdir()}
    assert cli.run(arguments.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tracker: ")
    assert err.count("\n") == 1
    assert words in err
    assert {path: path.read_bytes() for path in ingested.iterdir()} == before


@pytest.mark.parametrize(("format", "words"), [
    ("table", "meeting: 会见"), ("csv", "\n,,meeting,会见,"), ("json", '"date": null')])
def test_an_event_without_a_day(ingested: Path, format: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("records.jsonl").unlink()
    record(2, "何平会见远山钢铁集团经理白志远。")
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db"]) == 0
    assert cli.run(["timeline", "何平", "--db", "a.db", "--format", format]) == 0
    assert words in capsys.readouterr().out


def test_of_namesakes_the_ids_are_listed(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("two.csv").write_text(HEADER + "h1,何平,,青河市,市长,,,\nh2,何平,,白山大学,教授,,,\n", "utf-8")
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db", "--trust-roster", "--roster", "two.csv"]) == 0
    assert cli.run(["timeline", "何平", "--db", "a.db"]) == 2
    assert "2 people are named 何平; ask by id: h1 (青河市市长); h2 (白山大学教授)" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["extract", "ingest", "timeline", "met", "together", "search", "stats", "graph"])
def test_each_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([command, "--help"]) == 0
    assert f"Example: tracker {command} " in capsys.readouterr().out


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 0
    assert "extract" in capsys.readouterr().out


def test_an_interruption_is_told_and_keeps_what_was_finished(
        ingested: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    record(2, PAGE, "2020-08-05")
    record(3, "无事。")

    def interrupted(report: Report) -> Extraction:
        if report.id == "r#3":
            raise KeyboardInterrupt
        return reader(report)

    monkeypatch.setattr(extractor, "extractor", lambda model: interrupted)
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db"]) == 130
    assert capsys.readouterr().err == "tracker: interrupted; what was finished is kept\n"
    assert cli.run(["timeline", "lin", "--db", "a.db", "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("meeting") == 2


def tracker(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", "from tracker.cli import main; main()", *arguments], text=True,
                            encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_the_version_and_help_load_nothing_heavy() -> None:
    script = ("import sys; from tracker.cli import run; run(['--version']); run(['ingest', '--help']);"
              "print(sorted({'spacy', 'pandas', 'networkx', 'sqlalchemy'} & set(sys.modules)))")
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout
    assert re.match(r"tracker \d+\.\d+\.\d+\n", out)
    assert out.endswith("[]\n")


def test_a_closed_pipe_is_no_error(ingested: Path) -> None:
    with open("records.jsonl", "a", encoding="utf-8") as file:
        for number in range(2, 300):
            file.write(json.dumps({"id": f"r#{number}", "text": PAGE, "published": "2020-08-04"}) + "\n")
    assert cli.run(["ingest", "records.jsonl", "--db", "a.db"]) == 0
    with tracker("timeline", "林建国", "--db", "a.db", "--format", "csv") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == ""


def test_a_collection_is_told_by_options(ingested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("collection").mkdir()
    Path("collection/20200805.csv").write_text(f"编号,文稿\n1,{PAGE.strip().splitlines()[-1]}\n", "utf-8")
    Path("fields.txt").write_text("id=编号\n", "utf-8")
    options = ["--field", "text=文稿", "--fields", "fields.txt", "--source", "青河日报", "--region", "青河", "--model", "rules"]
    assert cli.run(["extract", "collection", *options]) == 0
    (told,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (told["id"], told["published"], told["source"]) == ("1", "2020-08-05", "青河日报")
    assert cli.run(["ingest", "collection", "--db", "new.db", *options]) == 0
    assert "reports: 1 new" in capsys.readouterr().out
    assert cli.run(["extract", "collection", "--field", "正文=文稿"]) == 2
    assert "'正文=文稿' names no field and column" in capsys.readouterr().err
