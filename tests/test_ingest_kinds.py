import pytest
from formats import TEXT, csv_table, e_paper, jsonl, samples

from tracker.errors import InputError
from tracker.ingest.kinds import kind

KINDS = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".json": "json", ".csv": "table",
         ".tsv": "table", ".xlsx": "zip", ".docx": "zip", ".zip": "zip", ".parquet": "parquet", ".pdf": "pdf", ".tar": "tar",
         ".gz": "gzip", ".xz": "xz", ".bz2": "bzip2"}


@pytest.mark.parametrize("name", samples())
def test_the_kind_of_each_format(name):
    assert kind(samples()[name], name) == KINDS[name[name.rindex("."):]]


@pytest.mark.parametrize("name", ["a.txt", "a", "a.docx", "a.dat", "a.json"])
@pytest.mark.parametrize("other", ["a.pdf", "a.html", "a.parquet", "a.zip", "a.jsonl", "a.tar", "a.tar.gz"])
def test_the_content_decides_and_not_the_name(name, other):
    assert kind(samples()[other], name) == KINDS[other[other.rindex("."):]]


@pytest.mark.parametrize(("data", "name", "expected"), [
    (TEXT, "a.csv", "table"),
    (TEXT, "a.md", "markdown"),
    (TEXT, "a.docx", "text"),
    (TEXT, "-", "text"),
    (csv_table(), "-", "table"),
    (csv_table(), "a.txt", "text"),
    ("标题，正文".encode(), "-", "text"),
    (jsonl().split(b"\n")[0], "a.txt", "jsonl"),
    (b'{\n "id": "a", "text": "x"}', "a.json", "json"),
    (b'{\n "id": "a", "text": "x"}', "a.jsonl", "jsonl"),
    (b'[{"id": "a", "text": "x"}]', "a.jsonl", "jsonl"),
    (b'[\n{"id": "a", "text": "x"}]', "a.jsonl", "json"),
    (('{"id": "a", "text": "' + "会" * 30000 + '"}').encode(), "-", "jsonl"),
    (('{"id": "a", "text": "' + "会" * 30000 + '"}').encode(), "a.json", "json"),
    ("[本报讯]某事".encode(), "a.txt", "text"),
    ("{某事}".encode(), "a.txt", "text"),
    ("<澜泉日报>第一版".encode(), "a.txt", "text"),
    (b"\xef\xbb\xbf  \n<!DOCTYPE HTML><p>", "a.txt", "html"),
    ("<!DOCTYPE html>".encode("utf-16"), "a", "html"),
    (e_paper(), "a.php", "html"),
    (b"<p>x</p>", "a.htm", "html"),
    (b"<p>x</p>", "a.txt", "text"),
    (b"x\n%PDF-1.4", "a.txt", "pdf"),
    (b"", "a.txt", "text"),
    ("张".encode() * 30000, "a.txt", "text"),
    (("会" * 30000).encode("gb18030"), "a.txt", "text"),
])
def test_kinds_of_text(data, name, expected):
    assert kind(data[: 1 << 16], name) == expected


@pytest.mark.parametrize(("data", "name", "message"), [
    (b"\xff\xd8\xff\xe0", "a.jpg", "a picture; run OCR first"),
    (b"\x89PNG\r\n", "a.txt", "a picture; run OCR first"),
    (b"Rar!\x1a\x07", "a.rar", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a", "unpack it"),
    (b"{\\rtf1", "a.doc", "save it as .docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "save it as .docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "a password"),
    (b"<?xml version='1.0'?><rss/>", "a.xml", "XML of a form that is not known"),
    (b"p { color: red }", "a.css", "cannot read .css"),
    (b"SQLite format 3\0", "a.db", "a database"),
])
def test_what_is_not_read_gets_a_remedy(data, name, message):
    with pytest.raises(InputError, match=message):
        kind(data, name)
