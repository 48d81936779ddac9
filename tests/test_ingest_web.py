import sys
from datetime import date

import pytest
from formats import BODY, HEADLINE, OTHER, OTHER_HEADLINE, e_paper, e_paper_list, page

from tracker.ingest import Reading, read, read_file

DAY = date(2021, 3, 15)
TEXT = "\n".join(BODY)


def read_page(folder, data, name="a.html", **how):
    errors = []
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_file(folder / name, Reading(**how), lambda error: errors.append(str(error)))), errors


def test_the_article_of_a_news_site(tmp_path):
    ((report,), errors) = read_page(tmp_path, page())
    assert not errors
    assert (report.id, report.headline, report.text) == ("a#1", HEADLINE, TEXT)
    assert (report.published, report.dated, report.source) == (date(2021, 3, 10), "text", "澜泉日报")


def test_the_article_of_an_e_paper(tmp_path):
    ((report,), errors) = read_page(tmp_path, e_paper(), "content_1.htm", source="澜泉日报", region="澜泉")
    assert not errors
    assert (report.id, report.headline, report.text) == ("content_1#1", HEADLINE, TEXT)
    assert (report.published, report.dated, report.source, report.region) == (DAY, "metadata", "澜泉日报", "澜泉")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_encodings_of_pages(tmp_path, encoding):
    data = e_paper().decode().replace("charset=utf-8", "charset=gb2312").encode(encoding)
    assert [r.text for r in read_page(tmp_path, data)[0]] == [TEXT]


def test_a_page_in_big5_says_so(tmp_path):
    text = "某某日報訊，高新區黨工委書記會見來賓，雙方就產業合作交換意見。" * 3
    data = f"<html><meta charset=big5><title>會見來賓</title><div id=ozoom><p>{text}</p></div></html>".encode("big5")
    assert [r.text for r in read_page(tmp_path, data)[0]] == [text]


@pytest.mark.parametrize(("head", "expected"), [
    ('<meta name="PubDate" content="2021-03-15 08:00"><meta name="ContentSource" content="澜泉网">', ("metadata", DAY, None)),
    ('<meta property="article:published_time" content="2021-03-14T16:30:00Z">', ("metadata", DAY, None)),
    ('<meta name="publishdate" content="2021/03/15">', ("metadata", DAY, None)),
    ('<script type="application/ld+json">{"datePublished": "2021-03-15T08:00:00+08:00", "url": "https://lanquan.example/7"}</script>',
     ("metadata", DAY, "https://lanquan.example/7")),
    ('<script type="application/ld+json">{broken</script>', ("text", date(2021, 3, 10), None)),
    ('<meta name="PubDate" content="soon">', ("text", date(2021, 3, 10), None)),
    ('<link rel="canonical" href="https://lanquan.example/1">', ("text", date(2021, 3, 10), "https://lanquan.example/1")),
    ('<meta property="og:url" content="https://lanquan.example/2">', ("text", date(2021, 3, 10), "https://lanquan.example/2")),
    ("<!-- saved from url=(0027)https://lanquan.example/3 -->", ("text", date(2021, 3, 10), "https://lanquan.example/3")),
    ('<link rel="canonical" href="javascript:alert(1)">', ("text", date(2021, 3, 10), None)),
])
def test_what_the_head_says(tmp_path, head, expected):
    (report,), _ = read_page(tmp_path, page(head))
    assert (report.dated, report.published, report.url) == expected
    assert report.id == (report.url or "a#1")
    assert report.text == TEXT


@pytest.mark.parametrize(("name", "given", "expected"), [
    ("a.html", None, (None, None)), ("20210315.html", None, (DAY, "file name")), ("20200101.html", DAY, (DAY, "given"))])
def test_a_page_that_prints_no_day(tmp_path, monkeypatch, name, given, expected):
    monkeypatch.chdir(tmp_path)
    data = page().decode().replace("2021年03月10日 08:30", "")
    (tmp_path / name).write_text(data, encoding="utf-8")
    (report,) = read_file((tmp_path / name).relative_to(tmp_path), Reading(given))
    assert (report.published, report.dated) == expected


@pytest.mark.parametrize(("shown", "expected"), [
    ("2021-03-15 08:30", DAY),
    ("发布时间：2021年3月15日", DAY),
    ("2021年3月15日", DAY),
    ("今天是2023年5月1日 星期一</div><div>2021/03/15 8:30", DAY),
    ("2023-05-01</div><div>发表于 2021-03-15", DAY),
    ("今天是2023年5月1日 星期一", None),
    ("新区自2015年6月1日成立以来，始终坚持高质量发展，各项事业取得长足进步，人民生活水平不断提高，产业结构持续优化。", None),
])
def test_the_day_that_a_page_shows(tmp_path, shown, expected):
    (report,), _ = read_page(tmp_path, page().decode().replace("2021年03月10日 08:30", shown))
    assert (report.published, report.dated) == (expected, "text" if expected else None)


@pytest.mark.parametrize(("title", "expected"), [
    (f"{HEADLINE}_澜泉网", HEADLINE), (f"{HEADLINE} - 要闻 ", HEADLINE), (f"{HEADLINE}——新区在行动", HEADLINE),
    ("简讯-要闻", "简讯-要闻")])
def test_a_title_loses_the_name_of_the_site(tmp_path, title, expected):
    data = f"<html><title>{title}</title><div id='zoom'>{''.join(f'<p>{text}</p>' for text in BODY)}</div></html>"
    assert [r.headline for r in read_page(tmp_path, data)[0]] == [expected]


def test_several_articles_each_in_an_element(tmp_path):
    parts = "".join(f"<founder-title>{title}</founder-title><founder-content><p>{'</p><p>'.join(texts)}</p></founder-content>"
                    for title, texts in ((HEADLINE, BODY), (OTHER_HEADLINE, OTHER)))
    other = parts.replace("founder-content", "article").replace("<founder-title>", "<article><h2>") \
        .replace("</founder-title><article>", "</h2>")
    for data in (parts, other):
        found, errors = read_page(tmp_path, f"<html><title>第01版</title>{data}</html>")
        assert not errors
        assert [(r.id, r.headline, r.text) for r in found] == [
            ("a#1", HEADLINE, TEXT), ("a#2", OTHER_HEADLINE, "\n".join(OTHER))]


def test_pages_that_list_articles_hold_none(tmp_path):
    (tmp_path / "2021-03-15").mkdir()
    (tmp_path / "2021-03-15" / "node_2.htm").write_bytes(e_paper_list())
    (tmp_path / "2021-03-15" / "content_1.htm").write_bytes(e_paper())
    assert [report.id for report in read([tmp_path])] == ["content_1#1"]


@pytest.mark.parametrize("data", [
    "<html></html>", "<html><body><p>无</p></body></html>", "<!DOCTYPE html>", "<html><a href=x>x</a>"])
def test_a_page_without_an_article_is_told(tmp_path, data):
    found, errors = read_page(tmp_path, data)
    assert not found
    assert len(errors) == 1
    assert "no article is found in the page; save its text as .txt" in errors[0] or "cannot be read as HTML" in errors[0]


def test_nothing_outside_is_loaded_or_run(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a page made a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    head = ('<!DOCTYPE html SYSTEM "http://lanquan.example/x.dtd"><base href="http://lanquan.example/">'
            '<link rel="stylesheet" href="http://lanquan.example/a.css"><script src="http://lanquan.example/a.js"></script>')
    (report,), _ = read_page(tmp_path, page(head, f"<img src='http://lanquan.example/a.png'><script>alert('x')</script><p>{BODY[0]}"
                                                  f"<!-- not shown --><style>p{{}}</style></p><p>{BODY[1]}</p>"))
    assert report.text == "\n".join(BODY[:2])


@pytest.mark.parametrize("data", ["<html>" + "<div>" * 100_000 + BODY[0], "<html>" + "<b><p>" * 2000 + BODY[0],
                                  "<html><p>" + "&lt;" * 200_000, "<html><p>" + "<a>。</a>" * 2000])
def test_pages_without_bottom_end(tmp_path, data):
    found, errors = read_page(tmp_path, data)
    assert len(found) + len(errors) == 1


def test_a_library_that_is_not_installed(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert "pip install 'tracker[web]'" in read_page(tmp_path, page())[1][0]
