from datetime import date
from time import perf_counter

import pytest
from formats import BODY, HEADLINE
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.ingest import Reading, read_file
from tracker.ingest.plain import encoding_of


def read(folder, text):
    (folder / "a.md").write_text(text, encoding="utf-8")
    (document,) = read_file(folder / "a.md")
    return document


@pytest.mark.parametrize(("text", "shown", "headings"), [
    (f"# {HEADLINE}\n\n{BODY[0]}", f"{HEADLINE}\n\n{BODY[0]}", [HEADLINE]),
    (f"{HEADLINE}\n======\n{BODY[0]}", f"{HEADLINE}\n{BODY[0]}", [HEADLINE]),
    (f"## {HEADLINE} ##\n**何平**、*林建国*和`苏晓岚`出席。", f"{HEADLINE}\n何平、林建国和苏晓岚出席。", [HEADLINE]),
    ("[何平](https://lanquan.example/1)到任。![图](a.png)", "何平到任。", []),
    ("> 引文\n- 一\n* 二\n\n---\n1. 三", "引文\n一\n二\n\n\n1. 三", []),
    (r"3\*4 \[注\]", "3*4 [注]", []),
    ("#标签 和 5 * 3 * 2", "#标签 和 5 * 3 * 2", []),
])
def test_marks_are_not_shown(tmp_path, text, shown, headings):
    document = read(tmp_path, text)
    assert document.text == shown
    assert [span.of(document.text) for span in document.headings] == headings


def test_the_front_of_a_file(tmp_path):
    document = read(tmp_path, f'---\ntitle: "{HEADLINE}"\ndate: 2021-03-15 08:00\n来源: 澜泉日报\nlink: https://lanquan.example/1\n'
                              f"---\n{BODY[0]}\n")
    assert document.text == f"{HEADLINE}\n\n{BODY[0]}\n"
    assert [span.of(document.text) for span in document.headings] == [HEADLINE]
    assert (document.published, document.dated, document.source, document.url) == (
        date(2021, 3, 15), "metadata", "澜泉日报", "https://lanquan.example/1")


def test_a_day_in_the_front_that_is_none(tmp_path):
    with pytest.raises(InputError, match=r"a.md: published: no day: 'soon'"):
        read(tmp_path, f"---\ndate: soon\n---\n{BODY[0]}")


@given(st.text(st.sampled_from("#*_`[]()!>-=~\\ \n甲乙。"), max_size=60))
def test_any_marks_end_and_headings_are_lines(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("md") / "a.md"
    file.write_text(text, encoding="utf-8")
    for document in read_file(file, on_error=lambda error: None):
        for span in document.headings:
            assert document.text[: span.start].endswith("\n") or span.start == 0
            assert "\n" not in span.of(document.text)
            assert span.of(document.text)


@pytest.mark.parametrize("piece", ["[", "[a](", "![", "*", "**a", "`a", "> ", "#"])
def test_time_grows_with_the_text_alone(tmp_path, piece):
    (tmp_path / "a.md").write_text(piece * (300_000 // len(piece)), encoding="utf-8")
    start = perf_counter()
    list(read_file(tmp_path / "a.md", on_error=lambda error: None))
    assert perf_counter() - start < 10


@pytest.mark.parametrize(("head", "encoding"), [
    ("一\n二\n".encode(), "utf-8"),
    ("会议\n出席\n".encode("gb18030"), "gb18030"),
    ("一\n二\n三\n".encode() + "会议".encode("gb18030"), "utf-8"),
    ("张".encode() * 30_000, "utf-8"),
    (b"\xff\xfe\x00\x4e", "utf-16"),
    (b"", "utf-8"),
])
def test_encodings_of_what_is_read_line_by_line(head, encoding):
    assert encoding_of(head[: 1 << 16], "a.csv") == encoding


def test_a_file_over_the_limit(tmp_path):
    (tmp_path / "a.txt").write_text("会" * 1000, encoding="utf-8")
    with pytest.raises(InputError, match=r"longer than .* MiB; split it"):
        list(read_file(tmp_path / "a.txt", Reading(longest=1000)))
