import pytest
from formats import BODY, ROWS, jsonl

from tracker.errors import InputError
from tracker.ingest import Reading, read_file
from tracker.ingest.fields import known, mapping


@pytest.mark.parametrize(("names", "expected"), [
    (["id", "text"], {"id": "id", "text": "text"}),
    (["ID", " Content "], {"id": "ID", "text": " Content "}),
    (["\ufeff标题", "正文"], {"headline": "\ufeff标题", "text": "正文"}),
    (["content", "text"], {"text": "text"}),
    (["发布时间", "来源", "链接"], {"published": "发布时间", "source": "来源", "url": "链接"}),
    (["contents", 7, None], {}),
])
def test_usual_names(names, expected):
    assert known(names) == expected


def test_asked_for_names_go_before_usual_ones(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"id": "1", "text": "摘要", "data": {"full": BODY[0]}, "who": "澜泉日报"}]))
    (found,) = read_file(tmp_path / "a.jsonl", Reading(fields={"text": "data.full", "source": "who"}))
    assert (found.text, found.source) == (BODY[0], "澜泉日报")


@pytest.mark.parametrize("key", ["data.none", "data.full.more", "none", "."])
def test_an_asked_for_key_that_is_not_there(tmp_path, key):
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"id": "1", "text": "x", "data": {"full": BODY[0]}}]))
    with pytest.raises(InputError, match="the record has no text; if another name holds it, say --field text=NAME"):
        list(read_file(tmp_path / "a.jsonl", Reading(fields={"text": key})))


def test_pairs_and_a_file_of_them(tmp_path):
    file = tmp_path / "fields.txt"
    file.write_text("# of the archive\n\ntext = 正文栏\nsource=报 名\n", encoding="utf-8")
    assert mapping(["text=全部", "id=a=b"], file) == {"text": "全部", "source": "报 名", "id": "a=b"}
    assert mapping([]) == {}


@pytest.mark.parametrize(("pairs", "lines", "message"), [
    (["text"], "", "'text' names no field and column; write FIELD=COLUMN"),
    (["body=x"], "", "'body=x' names no field"),
    (["text="], "", "names no field"),
    ([], "text=x\nfoo", "fields.txt:2: 'foo' names no field"),
])
def test_what_is_no_pair(tmp_path, pairs, lines, message):
    (tmp_path / "fields.txt").write_text(lines, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        mapping(pairs, tmp_path / "fields.txt")


def test_a_file_of_pairs_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"none\.txt: cannot be read"):
        mapping([], tmp_path / "none.txt")


def test_rows_of_the_sample_have_usual_names():
    assert set(known(ROWS[0])) == {"id", "headline", "published", "source", "text"}
