from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.ingest import Reading, read_file
from tracker.ingest.dating import day_of, in_path

DAY = date(2021, 3, 15)


@pytest.mark.parametrize("value", [
    "2021-03-15", "2021/3/15", "20210315", "2021年3月15日", " 2021年03月15日 星期一", "2021-03-15 08:30:00",
    "2021-03-15T08:30:00",
    "2021-03-15T08:30:00+08:00", "2021-03-14T16:00:00Z", "2021-03-14T23:00:00.000+0000", "2021-03-15 00:00:00:000", "2021.03.15",
    "2021_3_15", "1615766400", "1615766400000", "2021 年 3 月 15 日", "2021/03/15 8:30"])
def test_days_in_fields(value):
    assert day_of(value) == DAY


@pytest.mark.parametrize("value", ["", "2021", "2021-02-30", "15/03/2021", "202103151", "3月15日", "yesterday", "2021-13-01",
                                   "2021-02-30T08:00:00Z", "99999999999999"])
def test_what_is_no_day_in_a_field(value):
    with pytest.raises(InputError, match="no day"):
        day_of(value)


@pytest.mark.parametrize(("path", "told"), [
    ("20210315.txt", "file name"),
    ("澜泉日报20210315A01.pdf", "file name"),
    ("2021-03-15.txt", "file name"),
    ("x_2021_03_15_y.txt", "file name"),
    ("2021.3.15.txt", "file name"),
    ("澜泉日报2021年3月15日第1版.pdf", "file name"),
    ("t20210315_1234567.htm", "file name"),
    ("2020-01-01/20210315.txt", "file name"),
    ("a/2021/03/15/page.txt", "folder"),
    ("a/2021-03-15/node_2.htm", "folder"),
    ("html/2021-03/15/content_123.htm", "folder"),
    ("202103/15/content_123.htm", "folder"),
    ("2021/0315/1.txt", "folder"),
    ("2021年/3月/15日/1.txt", "folder"),
    ("2021年3月15日/1.txt", "folder"),
    ("2020-01-01/2021-03-15/1.txt", "folder"),
    ("2021-03-15/images/1.txt", "folder"),
    ("a.zip!/2021-03-15/1.txt", "folder"),
    ("澜泉日报_20210315.zip!/1.txt", "folder"),
    ("a.zip!/20210315.txt", "file name"),
    (r"C:\papers\2021-03-15\1.txt", "folder"),
    ("20210315-2021-03-15.txt", "file name"),
])
def test_days_in_paths(path, told):
    assert in_path(path) == (DAY, told)


@pytest.mark.parametrize("path", [
    "120210315.txt", "202103150.txt", "content_20213.htm", "2021-02-30.txt", "20211315.txt", "2021.txt", "2021-03.txt",
    "page.txt", "2021-03-15_2021-03-20.txt", "18500101.txt", "2021/page.txt", "2021/03/page.txt", "2021/3/1501.txt",
    "20210315_20210316/1.txt", "a/2021/1234.txt"])
def test_paths_without_a_day(path):
    assert in_path(path) == (None, None)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)),
       st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y_%m_%d", "%Y.%m.%d", "%Y年%m月%d日"]))
def test_every_real_day_is_found_in_a_name_and_a_folder(day, form):
    text = f"{day:%Y}".zfill(4) + day.strftime(form)[4:]
    assert in_path(f"x/报纸 {text} 第2版.txt") == (day, "file name")
    assert in_path(f"x/{text}/page.txt") == (day, "folder")


@given(st.text(max_size=30))
def test_any_path_has_a_day_or_none(path):
    day, told = in_path(path)
    assert (day is None) == (told is None)


@pytest.mark.parametrize(("name", "text", "given", "expected"), [
    ("2020-01-01.txt", "2021年3月15日 星期一\n某事。", None, (DAY, "text")),
    ("2021-03-15.txt", "某事。", None, (DAY, "file name")),
    ("2021-03-15/a.txt", "某事。", None, (DAY, "folder")),
    ("2020-01-01.txt", "2020年1月1日 星期三\n某事。", DAY, (DAY, "given")),
    ("a.txt", "某事。", None, (None, None)),
])
def test_the_order_of_what_tells_the_day(tmp_path, monkeypatch, name, text, given, expected):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (found,) = read_file(file.relative_to(tmp_path), Reading(given))
    assert (found.published, found.dated) == expected
