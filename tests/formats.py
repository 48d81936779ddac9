"""Makes files of every format that is read, with invented reports in them, by libraries that are not ours."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import docx
import openpyxl
import pyarrow as pa
from pyarrow import parquet
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
HEADLINE = "顾承岳会见启衡集团客人"
BODY = ("本报讯 3月9日上午，澜泉新区党工委书记顾承岳会见启衡集团董事长何平一行，双方就产业合作交换意见。",
        "顾承岳代表新区党工委、管委会对客人表示欢迎。他说，新区将全力服务企业发展，期待集团加大投资力度。",
        "何平介绍了集团情况，表示将抓紧推进项目落地。新区管委会副主任林建国参加会见。")
OTHER_HEADLINE = "苏晓岚调研老旧小区改造工作"
OTHER = ("本报讯 3月10日，澜泉新区管委会副主任苏晓岚到望桥街道调研老旧小区改造工作，骆文昭陪同。",
         "苏晓岚强调，要把好事办好，让居民满意。")
ROWS: Sequence[Mapping[str, object]] = (
    {"编号": "a1", "标题": HEADLINE, "发布时间": "2021-03-10 08:30", "来源": "澜泉日报", "正文": "\n".join(BODY)},
    {"编号": "a2", "标题": OTHER_HEADLINE, "发布时间": "2021/3/11", "来源": "", "正文": "\n".join(OTHER)})


class Page:
    """A page of a PDF to print on, in points from the top left."""

    def __init__(self, width: float = 595, height: float = 842, password: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._buffer, self._height = io.BytesIO(), height
        self.canvas = Canvas(self._buffer, (width, height), encrypt=StandardEncryption(password) if password else None)

    def put(self, x: float, y: float, text: str, size: float = 10) -> Page:
        """One line of text, whose base is y below the top."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self._height - y, text)
        return self

    def column(self, x: float, y: float, lines: Iterable[str], size: float = 10, pitch: float = 16) -> float:
        """Lines below each other; where the next would stand."""
        for line in lines:
            self.put(x, y, line, size)
            y += pitch
        return y

    def turn(self) -> Page:
        """The next page."""
        self.canvas.showPage()
        return self

    def bytes(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()


def wrapped(paragraphs: Iterable[str], width: int = 16) -> list[str]:
    """Paragraphs as a column prints them: two blanks before each, cut to the width."""
    texts = ["　　" + text for text in paragraphs]
    return [text[at : at + width] for text in texts for at in range(0, len(text), width)]


def newspaper() -> bytes:
    """A page with a masthead, an article in three columns under a headline over all, and another below in two."""
    page = Page()
    page.put(40, 40, "2021年3月15日 星期一")
    page.put(40, 90, HEADLINE, 24)
    lines = wrapped(BODY)
    third = -(-len(lines) // 3)
    for number in range(3):
        page.column(40 + 185 * number, 130, lines[third * number : third * (number + 1)])
    below = 130 + 16 * third + 40
    page.put(40, below, OTHER_HEADLINE, 20)
    rest = wrapped(OTHER)
    half = -(-len(rest) // 2)
    for number in range(2):
        page.column(40 + 185 * number, below + 30, rest[half * number : half * (number + 1)])
    return page.bytes()


def word() -> bytes:
    """A document with a heading and paragraphs."""
    document = docx.Document()
    document.add_heading(HEADLINE, level=1)
    for text in BODY:
        document.add_paragraph(text)
    return _saved(document)


def workbook(rows: Sequence[Mapping[str, object]] = ROWS, title: str | None = None) -> bytes:
    """A workbook with a row a report, perhaps under a line with a title."""
    book = openpyxl.Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    return _saved(book)


def _saved(book: object) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def parquet_table(rows: Sequence[Mapping[str, object]] = ROWS) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([dict(row) for row in rows]), buffer)
    return buffer.getvalue()


def csv_table(rows: Sequence[Mapping[str, object]] = ROWS, delimiter: str = ",") -> bytes:
    quoted = ['"' + str(cell).replace('"', '""') + '"' for row in (dict(zip(rows[0], rows[0], strict=True)), *rows)
              for cell in row.values()]
    width = len(rows[0])
    return "".join(delimiter.join(quoted[at : at + width]) + "\r\n" for at in range(0, len(quoted), width)).encode()


def jsonl(rows: Iterable[Mapping[str, object]] = ROWS) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def page(head: str = "", body: str | None = None) -> bytes:
    """A web page as news sites print one, with navigation around the article."""
    text = body if body is not None else "".join(f"<p>　　{text}</p>" for text in BODY)
    links = "".join(f'<li><a href="/c{n}.html">栏目之{n}</a></li>' for n in range(9))
    return (f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{HEADLINE}-澜泉网</title>{head}</head><body>"
            f"<ul>{links}</ul><h1>{HEADLINE}</h1>"
            f"<div class='info'>2021年03月10日 08:30　来源：澜泉日报</div><div class='text'>{text}</div>"
            f"<div class='foot'>版权所有 澜泉网 <a href='/about'>关于我们</a></div></body></html>").encode()


def e_paper() -> bytes:
    """One article of an e-paper, with the tags and the comment that its system writes."""
    body = "".join(f"<P>　　{text}</P>" for text in BODY)
    return ("<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'>"
            f"<title>澜泉日报数字报-{HEADLINE}</title>"
            "<!--enpproperty <articleid>123</articleid><date>2021-03-15 00:00:00:000</date><author></author>"
            f"<title>{HEADLINE}</title><keyword></keyword><nodename>第01版:要闻</nodename> /enpproperty--></head><body>"
            f"<div><a href='node_2.htm'>第01版</a></div><founder-title>{HEADLINE}</founder-title><founder-author>记者 闻小萤"
            f"</founder-author><div id='ozoom'><founder-content>{body}</founder-content></div></body></html>").encode()


def e_paper_list() -> bytes:
    """The page of an e-paper that lists its articles."""
    titles = (HEADLINE, OTHER_HEADLINE, "简讯", "图片")
    links = "".join(f"<li><a href='content_{n}.htm'>{title}</a></li>" for n, title in enumerate(titles))
    return f"<html><head><title>第01版</title></head><body><ul>{links}</ul></body></html>".encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


TEXT = f"{HEADLINE}\n\n{BODY[0]}\n".encode()


def samples() -> dict[str, bytes]:
    """A file of every kind, by its name."""
    return {
        "a.txt": TEXT, "a.md": f"# {HEADLINE}\n\n{BODY[0]}\n".encode(), "a.html": page(), "content_1.htm": e_paper(),
        "a.jsonl": jsonl(), "a.json": json.dumps(list(ROWS), ensure_ascii=False).encode(), "a.csv": csv_table(),
        "a.tsv": csv_table(delimiter="\t"), "a.xlsx": workbook(), "a.parquet": parquet_table(), "a.pdf": newspaper(),
        "a.docx": word(), "a.zip": zipped({"in/a.txt": TEXT, "b.jsonl": jsonl()}), "a.tar": tarred({"in/a.txt": TEXT}),
        "a.tar.gz": tarred({"in/a.txt": TEXT}, "w:gz"), "a.tar.xz": tarred({"in/a.txt": TEXT}, "w:xz"),
        "a.tar.bz2": tarred({"in/a.txt": TEXT}, "w:bz2")}
