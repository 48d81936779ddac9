import io
import json
import os
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from formats import jsonl, samples
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.ingest import STDIN, Reading, decode, expand, read, read_file
from tracker.types import Document, Report

TEXT = "甲区召开会议\n3月9日，张某出席会议。\n"


def gathered(*paths, published=None):
    """What is read, and the errors in words."""
    errors = []
    return list(read(paths, Reading(published), lambda error: errors.append(str(error)))), errors


def records(folder, *values, name="r.jsonl"):
    file = folder / name
    file.write_text("".join(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) + "\n" for v in values),
                    encoding="utf-8")
    return file


@pytest.mark.parametrize("data", [
    TEXT.encode(),
    b"\xef\xbb\xbf" + TEXT.encode(),
    TEXT.encode("utf-16"),
    b"\xfe\xff" + TEXT.encode("utf-16-be"),
    TEXT.encode("gb18030"),
    TEXT.replace("\n", "\r\n").encode(),
    TEXT.replace("\n", "\r").encode("gb18030"),
])
def test_encodings_and_line_ends_come_out_alike(tmp_path, data):
    (tmp_path / "a.txt").write_bytes(data)
    (document,) = read([tmp_path / "a.txt"])
    assert isinstance(document, Document)
    assert document.text == TEXT


def test_a_text_is_cleaned_once(tmp_path):
    (tmp_path / "a.txt").write_text("\ufeff张\u200b某\xa0出席\x0c第二页\u2028完\x1a", encoding="utf-8")
    (document,) = read([tmp_path / "a.txt"])
    assert document.text == "张某 出席\n第二页\n完"


def test_the_id_is_that_of_the_text(tmp_path):
    for name, text in (("a", TEXT), ("b", TEXT), ("c", TEXT + "x")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    a, b, c = read([tmp_path])
    assert a.id == b.id != c.id
    assert [Path(d.path).name for d in (a, b, c)] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize(("data", "message"), [
    (b"", "an empty file"),
    (b" \n\n", "an empty file"),
    (b"a\nPK\x03\x04\x00\x00", "a.txt:2: a binary file"),
    ("好\n好\n坏".encode()[:-1], "a.txt:3: the text is neither UTF-8"),
    ("日本語の文章です。".encode("shift-jis"), "neither UTF-8"),
    ("高新區召開會議，國務院總理會見來賓。".encode("big5"), "neither UTF-8"),
    (TEXT.encode("utf-16")[:-1], "neither UTF-8"),
])
def test_what_is_no_text(tmp_path, data, message):
    (tmp_path / "a.txt").write_bytes(data)
    found, errors = gathered(tmp_path / "a.txt")
    assert not found
    assert len(errors) == 1
    assert message in errors[0]
    assert str(tmp_path / "a.txt") in errors[0]


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_an_input_error(data):
    try:
        text = decode(data, Path("x.txt"))
    except InputError:
        return
    assert text.strip()
    assert "\r" not in text


def test_records_keep_their_text_and_id(tmp_path):
    file = records(tmp_path, {"id": "x/1", "text": " 一。\r\n\u2028二。 ", "headline": "题", "published": "2020-08-10",
                              "source": "某报", "more": 1},
                   "\n", {"id": 7, "text": "二", "headline": None, "source": ""},
                   {"url": "https://lanquan.example/3", "content": "三", "标题": "题", "region": "澜泉"})
    assert list(read([file])) == [
        Report("x/1", " 一。\r\n\u2028二。 ", "题", date(2020, 8, 10), "某报", path=str(file), dated="metadata"),
        Report("7", "二", path=str(file)),
        Report("https://lanquan.example/3", "三", "题", path=str(file), region="澜泉", url="https://lanquan.example/3"),
    ]


@pytest.mark.parametrize("content", [
    '[{"id": "a", "text": "一"},\n {"id": "b", "text": "二"}]',
    '{"id": "a", "text": "一"}\n{"id": "b", "text": "二"}\n',
])
def test_json_is_an_array_or_lines(tmp_path, content):
    file = records(tmp_path, content, name="r.json")
    assert [r.id for r in read([file])] == ["a", "b"]


def test_json_of_one_object(tmp_path):
    assert [r.id for r in read([records(tmp_path, '{"id": "a",\n "text": "一"}', name="r.json")])] == ["a"]


@pytest.mark.parametrize(("line", "message"), [
    ('{"id": "b", "text"}', ":2:19: not JSON"),
    ("[" * 100_000, ":2: not JSON"),
    ('{"id": ' + "9" * 5000 + "}", ":2: not JSON"),
    ('["b", "二"]', ":2: a record is an object"),
    ('{"text": "二"}', ":2: the record has no id"),
    ('{"id": true, "text": "二"}', ":2: id is no string but True"),
    ('{"id": "b"}', ":2: the record has no text"),
    ('{"id": "b", "text": "  "}', ":2: the record has no text"),
    ('{"id": "b", "text": ["二"]}', ":2: text is no string"),
    ('{"id": "b", "text": "\\ud800"}', ":2: text holds half a character"),
    ('{"id": "b", "text": "二", "published": "2020-02-30"}', ":2: published: no day: '2020-02-30'; write 2020-08-10"),
    ('{"id": "a", "text": "二"}', ":2: the id 'a' came before"),
])
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path, line, message):
    file = records(tmp_path, {"id": "a", "text": "一"}, line + "\n", {"id": "c", "text": "三"})
    found, errors = gathered(file)
    assert [r.id for r in found] == ["a", "c"]
    assert len(errors) == 1
    assert str(file) + message in errors[0]


@pytest.mark.parametrize(("content", "message"), [
    ('[{"id": "a", "text": "一"},\n {"id": "b"}]', "record 2: the record has no text"),
    ('[{"id": "a",\n "text": }]', ":2:10: not JSON"),
])
def test_faults_in_a_json_array(tmp_path, content, message):
    assert message in gathered(records(tmp_path, content, name="r.json"))[1][0]


def test_a_date_of_its_own_then_the_option_then_the_masthead(tmp_path):
    option, own, masthead = date(2021, 1, 1), date(2020, 8, 10), date(2019, 5, 6)
    (tmp_path / "a.txt").write_text("某报\n2019年5月6日 星期一\n本报讯 某事。", encoding="utf-8")
    records(tmp_path, {"id": "1", "text": "甲", "published": "2020-08-10"}, {"id": "2", "text": "乙"})
    assert [(d.published, d.dated) for d in read([tmp_path], Reading(option))] == [
        (option, "given"), (own, "metadata"), (option, "given")]
    assert [(d.published, d.dated) for d in read([tmp_path])] == [(masthead, "text"), (own, "metadata"), (None, None)]


def test_a_collection_has_a_source_and_a_region_of_its_own(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    records(tmp_path, {"id": "1", "text": "甲", "source": "某报", "region": "乙区"}, {"id": "2", "text": "乙"})
    assert [(d.source, d.region) for d in read([tmp_path], Reading(source="澜泉日报", region="澜泉"))] == [
        ("澜泉日报", "澜泉"), ("某报", "乙区"), ("澜泉日报", "澜泉")]


def test_a_year_is_kept_where_no_day_is_known(tmp_path):
    (tmp_path / "a.txt").write_text("召开2020年第三季度会议。", encoding="utf-8")
    assert [(d.published, d.year) for d in read([tmp_path])] == [(None, 2020)]
    assert [(d.published, d.year) for d in read([tmp_path], Reading(date(2020, 8, 10)))] == [(date(2020, 8, 10), None)]


def test_folders_are_read_in_order_and_each_file_once(tmp_path):
    for name in ("b.txt", "a/z.jsonl", "a/y.TXT", "a/.hidden.txt", ".git/c.txt", "notes.md", "a/x_files/logo.PNG",
                 "a/x_files/x.js", "unknown"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")
    found = [str(p.relative_to(tmp_path)) for p in expand([tmp_path, tmp_path / "a"])]
    assert found == ["a/y.TXT", "a/z.jsonl", "b.txt", "notes.md", "unknown"]


def test_links_are_read_once_and_lead_into_no_circle(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a" / "2.txt").symlink_to(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "lost.txt").symlink_to(tmp_path / "none.txt")
    assert list(expand([tmp_path])) == [tmp_path / "a" / "1.txt"]


def test_the_first_file_comes_before_the_others_are_looked_for(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(TEXT, encoding="utf-8")
    files = expand([tmp_path])
    assert next(files) == tmp_path / "a" / "1.txt"
    (tmp_path / "b" / "0.txt").write_text(TEXT, encoding="utf-8")
    assert [file.name for file in files] == ["0.txt", "1.txt"]


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    missing, wrong = tmp_path / "c.txt", tmp_path / "d.css"
    wrong.write_text("p {}")
    found, errors = gathered(missing, tmp_path, wrong, tmp_path / "empty")
    assert [d.text for d in found] == [TEXT]
    assert [e.split(": ", 1)[1] for e in errors] == [
        "no such file or folder", "an empty file",
        "cannot read .css; give txt, md, html, pdf, docx, json, jsonl, csv, tsv, xlsx, parquet, zip or tar",
        "the folder holds no file to read"]


def test_without_a_handler_the_first_fault_stops(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(read([tmp_path / "none.txt"]))


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(path, mode):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read: Permission denied" in gathered(tmp_path / "a.txt")[1][0]


@pytest.mark.parametrize(("data", "kind"), [(TEXT, Document), ('{"id": "a", "text": "一"}\n', Report)])
def test_standard_input(monkeypatch, data, kind):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    (found,) = read([STDIN, STDIN])
    assert isinstance(found, kind)
    assert found.path == "-"


@pytest.mark.parametrize("name", sorted(set(samples()) - {"content_1.htm"}))
def test_standard_input_may_be_of_any_kind(monkeypatch, tmp_path, name):
    (tmp_path / name).write_bytes(samples()[name])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(samples()[name])))
    if name == "a.md":  # nothing but its name tells it from a text
        return
    assert [item.text for item in read([STDIN])] == [item.text for item in read_file(tmp_path / name)] != []


def test_a_pipe_is_read_as_a_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    writer = Thread(target=(tmp_path / "pipe").write_bytes, args=(jsonl(),))
    writer.start()
    assert [report.id for report in read([tmp_path / "pipe"])] == ["a1", "a2"]
    writer.join()


def test_a_line_may_be_in_another_encoding_than_the_rest(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl() + '{"id": "b", "text": "张某"}\n'.encode("gb18030") + '{"id": "c", "text": "二"}\n'.encode())
    found, errors = gathered(file)
    assert [report.id for report in found] == ["a1", "a2", "c"]
    assert len(errors) == 1
    assert "a.jsonl:3: text holds half a character" in errors[0]


def test_records_are_read_one_by_one(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl() * 1 + b'{"id": "n", "text": "' + b"x" * 5000 + b'"}\n')
    errors = []
    found = list(read_file(file, Reading(longest=2000), errors.append))
    assert [report.id for report in found] == ["a1", "a2"]
    assert "a.jsonl:3: longer than" in str(errors[0])
